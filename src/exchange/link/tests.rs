//! This file tests links: what goes in comes out, and what was cut, changed or newer is named.

use proptest::prelude::*;

use super::*;

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
        [("", "arr", "1234567.89"), ("", "cash", "-1000"), ("raise", "arr", "1300000"), ("raise", "cash", "n/a")];
    rows.map(|(scenario, metric, text)| Figure { scenario: scenario.into(), metric: metric.into(), text: text.into() })
        .into()
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
            let linked = decode(&link, dictionaries).unwrap();
            assert_eq!(linked, Linked { text: text.to_owned(), digest: figures() });
            assert!(link.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign)));
        }
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
fn foreign_fragments_are_not_links() {
    for text in ["", "#", "overview", "/pricing", "https://example.org", "éé", "PW1", "p-", "qw1"] {
        assert_eq!(decode(text, dictionaries), Err(LinkError::NotALink), "{text}");
    }
}

#[test]
fn every_cut_is_named() {
    let link = sample();
    for found in 1..link.len() {
        let expected = (found >= HEAD).then_some(link.len());
        let error = decode(&link[..found], dictionaries);
        assert_eq!(error, Err(LinkError::Truncated { expected, found }));
    }
}

#[test]
fn every_changed_character_is_named() {
    let link = sample();
    for at in 0..link.len() {
        for sign in " !%+-/09ABZ_abcfgz~é".chars() {
            let changed = format!("{}{sign}{}", &link[..at], &link[at + 1..]);
            if changed == link {
                continue;
            }
            let named = match decode(&changed, dictionaries) {
                Err(LinkError::NotALink) => at < 2,
                // A greater length promises characters that are not there, and white space is passed over.
                Err(LinkError::Truncated { .. }) => sign == ' ',
                Err(LinkError::Damaged) => true,
                other => panic!("{at} {sign:?}: {other:?}"),
            };
            assert!(named, "{at} {sign:?}");
        }
    }
}

#[test]
fn a_newer_link_is_named_unless_it_is_cut_or_damaged() {
    let newer = wrap(2, "anything-at_all");
    assert_eq!(decode(&newer, dictionaries), Err(LinkError::Newer { found: 2, newest: 1 }));
    let (expected, found) = (Some(newer.len()), newer.len() - 3);
    assert_eq!(decode(&newer[..found], dictionaries), Err(LinkError::Truncated { expected, found }));
    assert_eq!(decode(&newer.replace("any", "Any"), dictionaries), Err(LinkError::Damaged));
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
    assert_eq!(decode(&wrap(1, &URL_SAFE_NO_PAD.encode(body)), dictionaries), Err(LinkError::TooLong));
}

#[test]
fn sentences_say_what_happened() {
    let rows = [
        (
            LinkError::Truncated { expected: Some(1200), found: 900 },
            "the link was cut short: 900 of 1200 characters arrived",
        ),
        (LinkError::Newer { found: 3, newest: 1 }, "the link is of version 3, this app reads up to 1"),
        (LinkError::Damaged, "the link's checksum does not match its content"),
    ];
    for (error, sentence) in rows {
        assert_eq!(error.to_string(), sentence);
    }
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

proptest! {
    #[test]
    fn any_text_comes_back(text in any::<String>(), used in any::<bool>()) {
        let link = encode(&text, &figures(), used.then(known)).unwrap();
        prop_assert_eq!(decode(&link, dictionaries), Ok(Linked { text, digest: figures() }));
    }

    #[test]
    fn nothing_panics(text in any::<String>(), body in "[A-Za-z0-9_-]{0,80}") {
        prop_assert!(decode(&text, dictionaries).is_err());
        prop_assert!(decode(&wrap(1, &body), dictionaries).is_err());
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
