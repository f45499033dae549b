//! This file takes the white space out of a JSON text and puts exactly the same back.

/// How a JSON text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    style: Style,
    /// Whether the text ends with a line feed.
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Some other way: the text is left as it is.
    Own,
    /// No white space at all.
    Compact,
    /// One value a line, each level further in by this.
    Lines(&'static str),
}

/// The styles in the order of their code in links; frozen.
const STYLES: [Style; 5] = [Style::Own, Style::Compact, Style::Lines("  "), Style::Lines("    "), Style::Lines("\t")];

impl Layout {
    /// The code of the layout in links, below 16; frozen.
    pub fn code(self) -> u8 {
        let style = STYLES.iter().position(|style| *style == self.style).expect("every style is listed");
        style as u8 | u8::from(self.ended) << 3
    }

    /// The layout of a code.
    pub fn of(code: u8) -> Option<Self> {
        let style = *STYLES.get(usize::from(code & 7))?;
        (code < 16).then_some(Self { style, ended: code & 8 != 0 })
    }

    /// Another text as it would be packed in this layout, to compare a packed text with.
    pub fn alike(self, other: &str) -> String {
        if self.style == Style::Own { other.to_owned() } else { compact(other) }
    }
}

/// The text without its white space, and the layout that brings it back; a text laid out in no known way stays as it is.
pub fn pack(text: &str) -> (Layout, String) {
    let packed = compact(text);
    let (body, ended) = text.strip_suffix('\n').map_or((text, false), |body| (body, true));
    for style in &STYLES[1..] {
        let layout = Layout { style: *style, ended };
        if unpack(layout, &packed, text.len()).is_some_and(|again| again == text) {
            return (layout, packed);
        }
    }
    (Layout { style: Style::Own, ended }, body.to_owned())
}

/// The text in its layout; `None` if it would be longer than `most` bytes.
pub fn unpack(layout: Layout, packed: &str, most: usize) -> Option<String> {
    let mut text = match layout.style {
        Style::Own | Style::Compact => packed.to_owned(),
        Style::Lines(indent) => lines(packed, indent, most)?,
    };
    if layout.ended {
        text.push('\n');
    }
    (text.len() <= most).then_some(text)
}

/// The text without the white space that stands outside JSON strings.
pub fn compact(text: &str) -> String {
    let mut place = Place::default();
    text.chars().filter(|sign| place.pass(*sign) || !sign.is_ascii_whitespace()).collect()
}

/// Whether a walk through a JSON text stands inside a string.
#[derive(Default)]
struct Place {
    inside: bool,
    escaped: bool,
}

impl Place {
    /// Walks past `sign`; says whether it is part of a string.
    fn pass(&mut self, sign: char) -> bool {
        let was = self.inside;
        match sign {
            _ if self.escaped => self.escaped = false,
            '\\' if self.inside => self.escaped = true,
            '"' => self.inside = !self.inside,
            _ => {}
        }
        was || self.inside
    }
}

fn lines(packed: &str, indent: &str, most: usize) -> Option<String> {
    let mut text = String::with_capacity(packed.len() * 2);
    let mut place = Place::default();
    let mut depth = 0_usize;
    let mut signs = packed.chars().peekable();
    let feed = |text: &mut String, depth: usize| {
        text.push('\n');
        (text.len() + depth * indent.len() <= most).then(|| text.push_str(&indent.repeat(depth)))
    };
    while let Some(sign) = signs.next() {
        if place.pass(sign) {
            text.push(sign);
            continue;
        }
        if matches!(sign, '}' | ']') {
            depth = depth.saturating_sub(1);
            feed(&mut text, depth)?;
        }
        text.push(sign);
        match sign {
            '{' | '[' => match signs.next_if(|next| matches!(next, '}' | ']')) {
                Some(end) => text.push(end),
                None => {
                    depth += 1;
                    feed(&mut text, depth)?;
                }
            },
            ',' => feed(&mut text, depth)?,
            ':' => text.push(' '),
            _ => {}
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAMPLE: &str = r#"{"a":[],"b":{},"c":[1,{"d":"x: {y},\" [\\"}],"e":-1.5,"f":"é \t"}"#;

    fn check(text: &str, style: usize) {
        let (layout, packed) = pack(text);
        assert_eq!(usize::from(layout.code() & 7), style, "{text:?}");
        assert_eq!(Layout::of(layout.code()), Some(layout));
        assert_eq!(unpack(layout, &packed, text.len()).as_deref(), Some(text));
        if !text.is_empty() {
            assert_eq!(unpack(layout, &packed, text.len() - 1), None, "{text:?}");
        }
    }

    #[test]
    fn common_layouts_are_known() {
        let value: serde_json::Value = serde_json::from_str(SAMPLE).unwrap();
        let written = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(pack(&written).1, SAMPLE);
        for end in ["", "\n"] {
            check(&format!("{SAMPLE}{end}"), 1);
            check(&format!("{written}{end}"), 2);
            check(&format!("{}{end}", written.replace("  ", "    ")), 3);
            check(&format!("{}{end}", written.replace("  ", "\t")), 4);
        }
        check("{\n  \"a\": 1.50e3,\n  \"\\u00e9\": 1E0\n}", 2);
        for own in ["{\"a\": 1}", "{\"a\":1}\n\n", "{\r\n  \"a\": 1\r\n}", " ", "[1, 2]", "\"unclosed {"] {
            check(own, usize::from(own == "\"unclosed {"));
        }
    }

    #[test]
    fn a_deep_text_is_not_blown_up() {
        let deep = "[".repeat(100_000);
        assert_eq!(unpack(Layout::of(2).unwrap(), &deep, 4_000_000), None);
        assert_eq!(Layout::of(5), None);
        assert_eq!(Layout::of(16), None);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[\\[\\]{}:, \"\\\\a1é\n\t]{0,60}") {
            let (layout, packed) = pack(&text);
            prop_assert_eq!(unpack(layout, &packed, text.len()), Some(text));
        }
    }
}
