//! This file says what the rows of a pasted table are about, by their names.

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Price,
    PriceAnnual,
    AnnualDiscount,
    Unit,
    Included,
    Beyond,
    Feature,
}

/// Names of rows of prices that would else be features.
const BY_THE_MONTH: &[&str] =
    &["monthly", "per month", "month", "paid monthly", "by the month", "/month", "/mo", "$/month"];
const BY_THE_YEAR: &[&str] =
    &["annual", "annually", "yearly", "per year", "paid annually", "paid yearly", "by the year", "/year", "/yr"];

impl About {
    pub fn of(label: &str) -> Self {
        let label = label.to_lowercase();
        let label = label.trim().trim_end_matches([':', '*']).trim();
        let any = |words: &[&str]| words.iter().any(|word| label.contains(word));
        let annual = any(&["annual", "year"]);
        let people = any(&["seat", "user", "member"]);
        let priced = any(&["price", "pricing", "cost"]);
        match () {
            () if annual && any(&["discount", "saving"]) => Self::AnnualDiscount,
            () if people
                && any(&["extra", "additional"])
                && (priced || any(&["extra seat", "additional seat", "extra user", "additional user"])) =>
            {
                Self::Beyond
            }
            () if BY_THE_YEAR.contains(&label) || (annual && (priced || any(&["billing", "billed"]))) => {
                Self::PriceAnnual
            }
            () if BY_THE_MONTH.contains(&label)
                || priced
                || any(&["billed monthly", "monthly fee", "subscription fee"]) =>
            {
                Self::Price
            }
            () if ["unit", "per", "priced by", "billed per", "billed by"].contains(&label) => Self::Unit,
            () if people && any(&["included"]) => Self::Included,
            () => Self::Feature,
        }
    }
}

/// What a price is for by the name of its row: `Price per user / month` is for `user / month`.
pub(super) fn unit(label: &str) -> &str {
    let starts = [" per ", "/", "("].iter().filter_map(|sign| label.find(sign));
    let unit = starts.min().map_or("", |at| label[at..].trim_start_matches(['/', ' ']));
    let first = unit.trim_start_matches('(').to_lowercase();
    let named = ["price", "pricing", "cost", "billed", "paid"].iter().any(|word| first.starts_with(word));
    if named { "" } else { unit }
}
