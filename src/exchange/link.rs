//! This file writes a whole workspace into the part of an address after `#`, and reads it back or says what is wrong.
//!
//! ```text
//! body: layout code, length and bytes of the dictionary's name, CRC-32 of the text and the plain bytes, then packed:
//! plain: length and bytes of the runs, length and bytes of the literals (see delta), digest
//! ```
//! The envelope around the body says whether all of it arrived.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::checksum::crc32;
use super::deflate;
use super::deflate::UnpackError;
use super::delta;
use super::delta::Delta;
use super::digest;
use super::digest::Figure;
use super::envelope;
use super::layout;
use super::layout::Layout;
pub use super::refusal::LinkError;

/// The version this app writes, and the newest it reads.
pub const VERSION: u8 = 1;
/// The longest document a link may hold, in bytes.
pub const LONGEST: usize = 4_000_000;

/// A text both sides know, by name: as a rule the template a workspace started from. What a name stands for never
/// changes, or links made with it no longer open; a changed template takes a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dictionary<'a> {
    /// Its name, at most 255 bytes.
    pub name: &'a str,
    /// Its JSON, in any layout: a document in the same or in a common layout is told by its differences.
    pub json: &'a str,
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The document's text, byte for byte as given to [`encode`].
    pub text: String,
    /// The headline figures when the link was made, to seven significant digits.
    pub digest: Vec<Figure>,
}

/// The fragment (without `#`) that holds `text`, a document, and the first [`digest::MOST`] figures. With a dictionary
/// like the document it is short; any text can be linked with any dictionary.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn encode(text: &str, figures: &[Figure], dictionary: Option<Dictionary<'_>>) -> Result<String, LinkError> {
    if text.len() > LONGEST {
        return Err(LinkError::TooLong);
    }
    let (layout, document) = layout::pack(text);
    let (name, known) = dictionary.map_or(("", String::new()), |dictionary| {
        assert!(!dictionary.name.is_empty() && dictionary.name.len() <= 255, "a dictionary's name has 1 to 255 bytes");
        (dictionary.name, layout.alike(dictionary.json))
    });
    let delta = delta::differences(known.as_bytes(), document.as_bytes());
    let mut plain = Vec::new();
    for part in [&delta.runs, &delta.literals] {
        delta::put(&mut plain, part.len());
        plain.extend_from_slice(part);
    }
    plain.extend_from_slice(&digest::write(figures));
    if plain.len() > 2 * LONGEST {
        return Err(LinkError::TooLong);
    }
    let mut body = vec![layout.code(), name.len() as u8];
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(&crc32(&[text.as_bytes(), &plain]).to_be_bytes());
    body.extend_from_slice(&deflate::pack(known.as_bytes(), &plain));
    envelope::close(VERSION, &URL_SAFE_NO_PAD.encode(body)).ok_or(LinkError::TooLong)
}

/// What a link holds. `link` is a whole address or what follows its `#`; white space in it, and anything a chat tool
/// put behind it, is passed over. `dictionaries` gives the JSON of a name.
///
/// # Errors
/// Every [`LinkError`] but [`LinkError::Document`]: the text is not checked here.
pub fn decode<'a>(link: &str, dictionaries: impl Fn(&str) -> Option<&'a str>) -> Result<Linked, LinkError> {
    let body = envelope::open(link, VERSION)?;
    let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Damaged)?;
    let [code, length, rest @ ..] = &body[..] else { return Err(LinkError::Damaged) };
    let layout = Layout::of(*code).ok_or(LinkError::Damaged)?;
    let (name, rest) = rest.split_at_checked(usize::from(*length)).ok_or(LinkError::Damaged)?;
    let name = std::str::from_utf8(name).map_err(|_| LinkError::Damaged)?;
    let (crc, packed) = rest.split_first_chunk().ok_or(LinkError::Damaged)?;
    let known = if name.is_empty() {
        String::new()
    } else {
        layout.alike(dictionaries(name).ok_or_else(|| LinkError::UnknownDictionary(name.to_owned()))?)
    };
    // The body arrived whole, so from here on only the dictionary can be to blame.
    let changed = || match name {
        "" => LinkError::Damaged,
        name => LinkError::ChangedDictionary(name.to_owned()),
    };
    let plain = deflate::unpack(known.as_bytes(), packed, 2 * LONGEST).map_err(|error| match error {
        UnpackError::TooLong => LinkError::TooLong,
        UnpackError::Foreign => changed(),
    })?;
    let (delta, digest) = parts(&plain).ok_or_else(changed)?;
    let document = delta::apply(known.as_bytes(), &delta, LONGEST).ok_or_else(changed)?;
    let document = String::from_utf8(document).map_err(|_| changed())?;
    let text = layout::unpack(layout, &document, LONGEST).ok_or_else(changed)?;
    if crc32(&[text.as_bytes(), &plain]) != u32::from_be_bytes(*crc) {
        return Err(changed());
    }
    Ok(Linked { digest: digest::read(digest).ok_or_else(changed)?, text })
}

fn parts(plain: &[u8]) -> Option<(Delta, &[u8])> {
    let mut rest = plain;
    let mut part = || {
        let length = delta::take(&mut rest)?;
        let (part, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(part.to_vec())
    };
    let delta = Delta { runs: part()?, literals: part()? };
    Some((delta, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEMPLATE: &str =
        r#"{"schema":1,"id":"seats","name":"Seat-based SaaS","base":{"plans":{"pro":{"name":"Pro","price":"49.00"}}}}"#;

    fn dictionaries(name: &str) -> Option<&'static str> {
        (name == "seats-1").then_some(TEMPLATE)
    }

    fn known() -> Dictionary<'static> {
        Dictionary { name: "seats-1", json: TEMPLATE }
    }

    fn figures() -> Vec<Figure> {
        let rows =
            [("", "arr", "1234.567"), ("", "cash", "-1000"), ("raise", "arr", "1300000"), ("raise", "cash", "n/a")];
        let figure = |(scenario, metric, value): (&str, &str, &str)| Figure {
            scenario: scenario.into(),
            metric: metric.into(),
            text: value.into(),
        };
        rows.map(figure).into()
    }

    fn sample() -> String {
        encode(&TEMPLATE.replace("49.00", "59.00"), &figures(), Some(known())).unwrap()
    }

    #[test]
    fn what_was_linked_comes_back() {
        let value: serde_json::Value = serde_json::from_str(TEMPLATE).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        let spaced = pretty.replace("\": ", "\" :  ");
        let long = format!("[{}1]", "\"Zürich\", ".repeat(100_000));
        for text in [TEMPLATE, &pretty, &format!("{pretty}\n"), &spaced, "", "{}", "not JSON é\u{0}", &long] {
            for dictionary in [None, Some(known()), Some(Dictionary { name: "seats-1", json: &pretty })] {
                let link = encode(text, &figures(), dictionary).unwrap();
                let linked = decode(&link, |_| dictionary.map(|known| known.json)).unwrap();
                assert_eq!(linked, Linked { text: text.to_owned(), digest: figures() });
                assert!(link.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign)));
            }
        }
    }

    /// Links that were sent once open for ever; these two are of the first version.
    #[test]
    fn links_sent_earlier_open() {
        let text = TEMPLATE.replace("49.00", "59.00");
        for (link, text) in [
            ("pw100056c3936088AQdzZWF0cy0xezP11WNmYEjgMoVz-ROLijiTE4szuDiLEjOLUyWFrrXPYWB-ISN8TaEeAA", text.as_str()),
            (
                "pw100056b7d6d51cCgDk585bASkA1v8ACnsiYSI6IsOpIn0PYXJyCWNhc2gKCXJhaXNlGRLWh5wAA-gcE9Ygfw",
                "{\n  \"a\": \"é\"\n}\n",
            ),
        ] {
            assert_eq!(decode(link, dictionaries), Ok(Linked { text: text.to_owned(), digest: figures() }));
        }
    }

    #[test]
    fn an_address_and_what_chat_tools_add_are_read() {
        let link = sample();
        let whole = decode(&link, dictionaries);
        assert!(whole.is_ok());
        for form in [
            "#L",
            "https://example.org/app/#L",
            "https://example.org/?a=b#L",
            "L)",
            "<L>.",
            "L&x=y#z",
            "Labc",
            " L\n",
            "L …",
        ] {
            let form = form.strip_prefix('<').unwrap_or(form);
            assert_eq!(decode(&form.replace('L', &link), dictionaries), whole, "{form}");
        }
        let (head, tail) = link.split_at(link.len() / 2);
        assert_eq!(decode(&format!("{head}\r\n {tail}"), dictionaries), whole);
    }

    #[test]
    fn another_dictionary_is_named() {
        let link = sample();
        assert_eq!(decode(&link, |_| None), Err(LinkError::UnknownDictionary("seats-1".into())));
        let other = TEMPLATE.replace("Pro", "Max");
        for json in [other.as_str(), "", "{}"] {
            assert_eq!(decode(&link, |_| Some(json)), Err(LinkError::ChangedDictionary("seats-1".into())), "{json}");
        }
    }

    #[test]
    fn documents_beyond_the_limit_are_refused() {
        assert_eq!(encode(&" ".repeat(LONGEST + 1), &[], None), Err(LinkError::TooLong));
        let bomb = deflate::pack(&[], &vec![b'x'; 3 * LONGEST]);
        let body = [&[0, 0, 0, 0, 0, 0][..], &bomb].concat();
        assert_eq!(
            decode(&envelope::close(1, &URL_SAFE_NO_PAD.encode(body)).unwrap(), dictionaries),
            Err(LinkError::TooLong)
        );
    }

    /// A document as long as the largest templates, with names, sources and figures that hardly repeat.
    fn large(seed: u64) -> String {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 40
        };
        let mut text = String::from("{\"base\":{");
        for at in 0..500 {
            let (value, name, page) = (next() % 10_000, next(), next());
            text += &format!(
                "\"input-{at}\":{{\"value\":{value},\"name\":\"{name:x}\",\"source\":\"https://example.org/{page:x}\"}},"
            );
        }
        text + "\"end\":1},\"scenarios\":{}}"
    }

    #[test]
    fn twenty_changes_to_a_large_template_stay_short() {
        let template = large(1);
        assert!(template.len() > 36_000, "beyond deflate's reach: {}", template.len());
        let dictionary = Some(Dictionary { name: "large-1", json: &template });
        assert!(encode(&template, &figures(), dictionary).unwrap().len() < 150);
        let mut changed = template.clone();
        for at in (0..500).step_by(25) {
            let start = changed.find(&format!("\"input-{at}\":")).unwrap();
            let value = start + changed[start..].find("value\":").unwrap() + 7;
            let end = value + changed[value..].find(',').unwrap();
            changed.replace_range(value..end, &format!("{}", 31_415 + at * 7));
        }
        let length = encode(&changed, &figures(), dictionary).unwrap().len();
        assert!(length <= 500, "{length}");
    }

    #[test]
    fn a_template_in_a_layout_of_its_own_stays_short() {
        let template = large(1).replace("\",", "\",   ");
        let known = Some(Dictionary { name: "large-1", json: &template });
        for text in [template.clone(), layout::compact(&template), template.replace("\"value\":31", "\"value\":13")] {
            let link = encode(&text, &[], known).unwrap();
            assert!(link.len() < 200, "{}", link.len());
            assert_eq!(decode(&link, |_| Some(&template)).unwrap().text, text);
        }
    }

    #[test]
    fn a_digest_of_three_scenarios_stays_short() {
        let template = large(1);
        let dictionary = Some(Dictionary { name: "large-1", json: &template });
        let mut rows = Vec::new();
        for (at, scenario) in ["", "raise", "grandfathered"].into_iter().enumerate() {
            for (metric, value) in
                [("arr", 7_412_906_831_u64), ("mrr", 61_774_223), ("cash", 1_918_273_645), ("revenue", 584_930_127)]
            {
                let value = rust_decimal::Decimal::new((value * (at as u64 + 3) / 3) as i64, 2);
                rows.push(Figure { scenario: scenario.into(), metric: metric.into(), text: value.to_string() });
            }
        }
        let length = |figures: &[Figure]| encode(&template, figures, dictionary).unwrap().len();
        assert!(length(&rows) - length(&[]) <= 120, "{}", length(&rows) - length(&[]));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>(), used in any::<bool>()) {
            let link = encode(&text, &figures(), used.then(known)).unwrap();
            prop_assert_eq!(decode(&link, dictionaries), Ok(Linked { text, digest: figures() }));
        }

        #[test]
        fn nothing_panics(text in any::<String>(), body in "[A-Za-z0-9_-]{0,80}") {
            prop_assert!(decode(&text, dictionaries).is_err());
            prop_assert!(decode(&envelope::close(1, &body).unwrap(), dictionaries).is_err());
        }

        #[test]
        fn whatever_happens_no_other_document_opens(at in 0..200_usize, length in 0..9_usize, new in "[A-Za-z0-9_ .)-]{0,9}") {
            let link = sample();
            let start = at.min(link.len());
            let end = (start + length).min(link.len());
            let changed = format!("{}{new}{}", &link[..start], &link[end..]);
            if let Ok(linked) = decode(&changed, dictionaries) {
                prop_assert_eq!(Ok(linked), decode(&link, dictionaries));
            }
        }
    }
}
