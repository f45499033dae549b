//! This file makes names and ids out of the keys of a file, and keys out of names.

use std::collections::HashSet;

use super::report::Report;
use super::report::note;
use crate::shape::capital;

/// The longest id.
const LONGEST_ID: usize = 40;

/// The longest name.
const LONGEST_NAME: usize = 80;

/// Gives out ids that are free: 1 to 40 of a-z, 0-9 and `-`.
#[derive(Default)]
pub(super) struct Ids(HashSet<String>);

impl Ids {
    /// An id made of the words, followed by a number where it is taken.
    pub fn of(&mut self, words: &str, else_id: &str) -> String {
        let plain = words.to_lowercase().replace(|sign: char| !sign.is_ascii_alphanumeric(), " ");
        let joined = plain.split_whitespace().collect::<Vec<_>>().join("-");
        let stem = if joined.is_empty() { else_id } else { &joined };
        let short = |length: usize| stem.chars().take(length).collect::<String>().trim_end_matches('-').to_owned();
        let first = short(LONGEST_ID);
        let next = (2..).map(|number| format!("{}-{number}", short(LONGEST_ID - 5)));
        let free = std::iter::once(first).chain(next).find(|id| !self.0.contains(id)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

/// The name within the bounds of the document: spaces in a row are one, what is too long is cut.
pub(super) fn name(words: &str, else_name: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = joined.chars().take(LONGEST_NAME).collect();
    if cut.is_empty() { else_name.to_owned() } else { cut.trim_end().to_owned() }
}

/// Names in the report what a name, called `what`, loses by [`name`].
pub(super) fn cut(words: &str, what: &str, line: usize, report: &mut Report) {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() > LONGEST_NAME {
        let kept = name(words, "");
        note(&mut report.left_out, kept, line, format!("what {what} has beyond {LONGEST_NAME} signs"));
    }
}

/// A key written as programs do, in words: `advancedPageAnalytics` is Advanced page analytics, `samlSSO` Saml SSO. A key
/// with spaces is a name already.
pub(super) fn words(key: &str) -> String {
    if key.contains(' ') {
        return key.to_owned();
    }
    let signs: Vec<char> = key.chars().collect();
    let mut parts: Vec<String> = vec![String::new()];
    for (at, sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| signs[at]);
        let after = signs.get(at + 1);
        let begins = sign.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if *sign == '_' || begins {
            parts.push(String::new());
        }
        if *sign != '_'
            && let Some(last) = parts.last_mut()
        {
            last.push(*sign);
        }
    }
    parts.retain(|part| !part.is_empty());
    let shouted = |part: &String| part.chars().count() > 1 && !part.chars().any(char::is_lowercase);
    let lowered = parts.iter().enumerate().map(|(at, part)| match (at, shouted(part)) {
        (_, true) => part.clone(),
        (0, _) => capital(part),
        _ => part.to_lowercase(),
    });
    lowered.collect::<Vec<_>>().join(" ")
}

/// The name of a plan: `BUSINESS_PLUS` is Business Plus, anything with small letters stays as it is written.
pub(super) fn title(key: &str) -> String {
    if key.chars().any(char::is_lowercase) {
        return if key.contains(' ') { key.to_owned() } else { capital(&key.replace('_', " ")) };
    }
    key.split(['_', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| capital(&part.to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The key of a feature as the format's own files write it, if [`words`] makes the same name of it.
pub fn key(name: &str) -> String {
    let mut parts = name.split(' ');
    let shouted = |part: &str| part.chars().count() > 1 && !part.chars().any(char::is_lowercase);
    let first = parts.next().unwrap_or_default();
    let first = if shouted(first) { first.to_owned() } else { first.to_lowercase() };
    let rest = parts.map(|part| if shouted(part) { part.to_owned() } else { capital(part) });
    let joined = std::iter::once(first).chain(rest).collect::<String>();
    if words(&joined) == name { joined } else { name.to_owned() }
}

/// The key of a plan as the format's own files write it, if [`title`] makes the same name of it.
pub fn shouted(name: &str) -> String {
    let joined = name.to_uppercase().replace(' ', "_");
    if title(&joined) == name { joined } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_names_and_names_keys() {
        let rows = [
            ("advancedPageAnalytics", "Advanced page analytics"),
            ("samlSso", "Saml sso"),
            ("SOC2Report", "SOC2 report"),
            ("customDomainAndBranding", "Custom domain and branding"),
            ("exportEntireWorkspaceAsPDF", "Export entire workspace as PDF"),
            ("pages", "Pages"),
            ("Single sign-on (SSO)", "Single sign-on (SSO)"),
        ];
        for (written, name) in rows {
            assert_eq!(words(written), name);
            assert_eq!(words(&key(name)), name, "{}", key(name));
        }
        assert_eq!(key("Advanced page analytics"), "advancedPageAnalytics");
        assert_eq!(words("8x5SLA"), "8x5 SLA");
        assert_eq!(words("sso_and_scim"), "Sso and scim");
        for (written, name) in
            [("FREE", "Free"), ("BUSINESS_PLUS", "Business Plus"), ("Pro+", "Pro+"), ("freeForever", "FreeForever")]
        {
            assert_eq!(title(written), name);
            assert_eq!(title(&shouted(name)), name);
        }
        assert_eq!(shouted("Business Plus"), "BUSINESS_PLUS");
    }

    #[test]
    fn ids_are_free_and_fit() {
        let mut ids = Ids::default();
        assert_eq!(ids.of("Single sign-on (SSO)", "x"), "single-sign-on-sso");
        assert_eq!(ids.of("single sign on sso", "x"), "single-sign-on-sso-2");
        assert_eq!(ids.of("企業", "plan"), "plan");
        assert_eq!(ids.of("", "plan"), "plan-2");
        let long = "very long ".repeat(20);
        assert!(ids.of(&long, "x").len() <= 40 && ids.of(&long, "x").len() <= 40);
    }
}
