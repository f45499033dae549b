//! This file lists the texts that links build on: frozen copies of the templates, kept for as long as links are read.
//!
//! A template may change; what a dictionary's name stands for never does. A changed template gets a new copy here
//! under the next number, behind the old ones, which stay.

use super::link::Dictionary;

/// A frozen copy of a template.
struct Frozen {
    template: &'static str,
    dictionary: Dictionary<'static>,
}

macro_rules! frozen {
    ($($template:literal $name:literal)*) => {
        /// Every copy ever made, older ones of a template first.
        const FROZEN: &[Frozen] = &[$(Frozen {
            template: $template,
            dictionary: Dictionary { name: $name, json: include_str!(concat!("dictionary/", $name, ".json")) },
        }),*];
    };
}

frozen! {
    "buffer" "buffer-1"
    "gitlab" "gitlab-1"
    "notion" "notion-1"
    "starter" "starter-1"
}

/// The JSON a dictionary's name stands for, to read a link with.
pub fn dictionary(name: &str) -> Option<&'static str> {
    let found = FROZEN.iter().find(|frozen| frozen.dictionary.name == name)?;
    Some(found.dictionary.json)
}

/// The newest dictionary of a template, to write a link with.
pub fn dictionary_of(template: &str) -> Option<Dictionary<'static>> {
    let found = FROZEN.iter().rev().find(|frozen| frozen.template == template)?;
    Some(found.dictionary)
}

#[cfg(test)]
mod tests {
    use super::FROZEN;
    use super::dictionary;
    use super::dictionary_of;
    use crate::exchange::checksum::crc32;
    use crate::exchange::file;
    use crate::exchange::link;
    use crate::workspace::TEMPLATES;

    /// Links made with a dictionary open only while it is what it was: these checksums are never edited, only added to.
    #[test]
    fn no_dictionary_ever_changes() {
        let sums: &[(&str, u32)] = &[
            ("buffer-1", 978_624_317),
            ("gitlab-1", 1_024_207_758),
            ("notion-1", 451_182_868),
            ("starter-1", 164_242_611),
        ];
        let found: Vec<_> =
            FROZEN.iter().map(|frozen| (frozen.dictionary.name, crc32(&[frozen.dictionary.json.as_bytes()]))).collect();
        assert_eq!(found, sums, "{found:#010x?}");
    }

    #[test]
    fn a_link_to_any_template_is_short_and_opens_to_it() {
        for template in TEMPLATES {
            let workspace = template.open();
            let text = file::write(&workspace);
            let known = dictionary_of(template.name).unwrap();
            let link = link::encode(&text, &[], Some(known)).unwrap();
            assert!(link.len() <= 500, "{}: {} characters", template.name, link.len());
            assert_eq!(link::decode(&link, dictionary).unwrap().text, text);
        }
        assert_eq!(dictionary("buffer"), None);
        assert_eq!(dictionary_of("none"), None);
    }
}
