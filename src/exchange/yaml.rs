//! This file reads YAML 1.2 into a tree whose every node knows its line, within bounds that no file can overstep.

use std::collections::HashSet;
use std::fmt;

use rust_decimal::Decimal;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;

/// The most nodes a document may have, each use of an alias counted with all it stands for.
const MOST_NODES: usize = 200_000;

/// The deepest nesting.
const DEEPEST: usize = 64;

/// A value in a YAML document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The line it starts in, 1 for the first.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, a number, a flag or nothing: which of them is read from the words, unless they were quoted.
    Scalar {
        /// As written.
        text: String,
        /// Without quotes.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order written; a key may stand twice.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key, as written.
    pub key: String,
    /// The line of the key.
    pub line: usize,
    /// Its value.
    pub value: Node,
}

/// A number of YAML's core schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Finite(Decimal),
    /// `.inf`.
    Infinite,
}

/// Why a text is not YAML this app reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// The line, 1 for the first.
    pub line: usize,
    /// What is wrong there.
    pub why: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for YamlError {}

impl Node {
    /// Whether it stands for nothing: `null`, `~` or empty, unquoted.
    pub fn nothing(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The words of a scalar, whatever they mean.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } if !self.nothing() => Some(text),
            _ => None,
        }
    }

    /// A number; one in quotes too, since pages write prices so.
    pub fn figure(&self) -> Option<Figure> {
        let Kind::Scalar { text, .. } = &self.kind else { return None };
        let digits = text.trim();
        match digits {
            ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Figure::Infinite),
            _ => {}
        }
        let numeric = digits.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
        if !numeric || digits.len() > 40 {
            return None;
        }
        digits.parse().or_else(|_| Decimal::from_scientific(digits)).ok().map(|value| Figure::Finite(value.normalize()))
    }

    /// The items of a sequence; none for nothing.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ if self.nothing() => Some(&[]),
            _ => None,
        }
    }

    /// The entries of a mapping; none for nothing.
    pub fn map(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ if self.nothing() => Some(&[]),
            _ => None,
        }
    }

    /// The same to be changed; none of anything else.
    pub fn map_mut(&mut self) -> &mut [Entry] {
        match &mut self.kind {
            Kind::Map(entries) => entries,
            _ => &mut [],
        }
    }

    /// The entries of the mapping that stands behind a key; none where there is no such mapping.
    pub fn entries(&self, key: &str) -> &[Entry] {
        self.get(key).and_then(Self::map).unwrap_or_default()
    }

    /// The value of a key; the last where it stands twice, as most readers have it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.iter().rev().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// What a person would call it.
    pub fn shown(&self) -> String {
        match &self.kind {
            Kind::Scalar { .. } if self.nothing() => "nothing".into(),
            Kind::Scalar { text, .. } => format!("{:?}", text.chars().take(40).collect::<String>()),
            Kind::List(_) => "a list".into(),
            Kind::Map(_) => "a mapping".into(),
        }
    }
}

/// The first document in `text`.
///
/// # Errors
/// [`YamlError`]: what is not YAML, and what is too deep or too much. Never panics, whatever the text.
pub fn read(text: &str) -> Result<Node, YamlError> {
    let mut build = Build { open: Vec::new(), anchors: Vec::new(), nodes: 0, root: None };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) =
            event.map_err(|error| YamlError { line: error.marker().line(), why: error.info().into() })?;
        build.take(event, span.start.line())?;
        if build.root.is_some() {
            break;
        }
    }
    build.root.ok_or(YamlError { line: 1, why: "there is nothing in it".into() })
}

/// A sequence or mapping that is being read.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next, and its line.
    key: Option<(String, usize)>,
}

struct Build {
    open: Vec<Open>,
    anchors: Vec<(usize, Node)>,
    nodes: usize,
    root: Option<Node>,
}

impl Build {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                self.put(Node { line, kind: Kind::Scalar { text: printable(&text), plain } }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.start(Kind::List(Vec::new()), anchor, line),
            Event::MappingStart(anchor, _) => self.start(Kind::Map(Vec::new()), anchor, line),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(closed) => {
                    let node = merged(closed.node);
                    self.put(node, closed.anchor)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let found = self.anchors.iter().find(|(id, _)| *id == anchor).map(|(_, node)| node.clone());
                let why = "an alias of something that is not complete before it".into();
                let node = found.ok_or(YamlError { line, why })?;
                self.count(weight(&node) - 1, line)?;
                self.put(Node { line, ..node }, 0)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn start(&mut self, kind: Kind, anchor: usize, line: usize) -> Result<(), YamlError> {
        if self.open.len() >= DEEPEST {
            return Err(YamlError { line, why: format!("nested deeper than {DEEPEST} levels") });
        }
        self.open.push(Open { node: Node { line, kind }, anchor, key: None });
        Ok(())
    }

    fn count(&mut self, more: usize, line: usize) -> Result<(), YamlError> {
        self.nodes += more;
        if self.nodes > MOST_NODES {
            return Err(YamlError { line, why: format!("more than {MOST_NODES} values, aliases counted in full") });
        }
        Ok(())
    }

    /// A complete node takes its place in what is open.
    fn put(&mut self, node: Node, anchor: usize) -> Result<(), YamlError> {
        self.count(1, node.line)?;
        if anchor > 0 {
            self.count(weight(&node), node.line)?;
            self.anchors.retain(|(id, _)| *id != anchor);
            self.anchors.push((anchor, node.clone()));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(entries) => match open.key.take() {
                Some((key, line)) => entries.push(Entry { key, line, value: node }),
                None => match node.kind {
                    Kind::Scalar { text, .. } => open.key = Some((text, node.line)),
                    _ => return Err(YamlError { line: node.line, why: "a key that is no text".into() }),
                },
            },
            Kind::Scalar { .. } => {}
        }
        Ok(())
    }
}

/// A mapping with what its merge key `<<` names; its own keys stand before those, and earlier mappings before later.
fn merged(mut node: Node) -> Node {
    let Kind::Map(entries) = &mut node.kind else { return node };
    let mapping = |node: &Node| matches!(node.kind, Kind::Map(_));
    let named = |entry: &Entry| {
        let all = entry.value.list().is_some_and(|items| !items.is_empty() && items.iter().all(mapping));
        entry.key == "<<" && (mapping(&entry.value) || all)
    };
    while let Some(at) = entries.iter().position(named) {
        let merge = entries.remove(at).value;
        let parts = match merge.kind {
            Kind::List(items) => items,
            kind => vec![Node { line: merge.line, kind }],
        };
        let mut keys: HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        let more = parts.into_iter().flat_map(|part| part.map().map(<[Entry]>::to_vec).unwrap_or_default());
        entries.extend(more.filter(|entry| keys.insert(entry.key.clone())));
    }
    node
}

/// Signs that control a terminal are spaces; lines and tabs stay.
fn printable(text: &str) -> String {
    text.replace(|sign: char| sign.is_control() && sign != '\n' && sign != '\t', " ")
}

/// How many nodes there are in one; its depth is bounded.
fn weight(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar { .. } => 0,
        Kind::List(items) => items.iter().map(weight).sum::<usize>(),
        Kind::Map(entries) => entries.iter().map(|entry| 1 + weight(&entry.value)).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_core_schema() {
        let node = read("a: 12\nb: '12'\nc: .inf\nd: True\ne: ~\nf:\ng: Contact Sales\nh: [1, \"x\"]\n").unwrap();
        assert_eq!(node.get("a").and_then(Node::figure), Some(Figure::Finite(12.into())));
        assert_eq!(node.get("b").and_then(Node::figure), Some(Figure::Finite(12.into())));
        assert_eq!(node.get("c").and_then(Node::figure), Some(Figure::Infinite));
        assert_eq!(node.get("d").and_then(Node::text), Some("True"));
        assert!(node.get("e").unwrap().nothing() && node.get("f").unwrap().nothing());
        assert_eq!(node.get("f").unwrap().map(), Some(&[][..]));
        assert_eq!(node.get("g").and_then(Node::text), Some("Contact Sales"));
        assert_eq!((node.get("h").unwrap().list().unwrap().len(), node.get("h").unwrap().line), (2, 8));
        for (text, value) in [("8.75", "8.75"), ("1e3", "1000"), ("0.50", "0.5"), ("+4", "4"), ("-1", "-1")] {
            assert_eq!(read(text).unwrap().figure(), Some(Figure::Finite(value.parse().unwrap())), "{text}");
        }
        for text in ["x", "12 users", "1.2.3", "-", ".nan", "''"] {
            assert_eq!(read(text).unwrap().figure(), None, "{text}");
        }
    }

    #[test]
    fn an_alias_stands_for_what_it_names() {
        let node = read("a: &x {v: 1}\nb: *x\n").unwrap();
        assert_eq!(node.get("b").and_then(|b| b.get("v")).and_then(Node::text), Some("1"));
        let node =
            read("a: &a {v: 1, w: 2}\nb: &b {w: 3}\nc: {<<: *a, v: 9}\nd: {<<: [*b, *a]}\ne: {<<: text}\n").unwrap();
        let of = |map: &str, key: &str| node.get(map).and_then(|map| map.get(key)).and_then(Node::text);
        assert_eq!((of("c", "v"), of("c", "w"), of("c", "<<")), (Some("9"), Some("2"), None));
        assert_eq!((of("d", "v"), of("d", "w"), of("e", "<<")), (Some("1"), Some("3"), Some("text")));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let bomb = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, at| {
            format!("{text}a{at}: &a{at} [*a{0}, *a{0}, *a{0}, *a{0}]\n", at - 1)
        });
        let rows = [
            ("a: b: c\n", 1, ""),
            ("a:\n\t- b\n", 2, ""),
            ("ok: 1\n\"open\n", 2, ""),
            ("", 1, "nothing"),
            ("a: *b\n", 1, ""),
            ("{[a]: b}", 1, "key"),
            (&"[".repeat(5000), 1, ""),
            (&"- ".repeat(5000), 1, "deeper"),
            (&bomb, 9, "more than"),
        ];
        for (text, line, words) in rows {
            let error = read(text).unwrap_err();
            assert!(error.line >= line && error.why.contains(words), "{text:.40}: {error}");
        }
    }
}
