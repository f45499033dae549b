//! This file finds which column of a customer list says what, by its heading or as a person chose.

use serde::Deserialize;
use serde::Serialize;

use super::HeadError;
use crate::workspace::Map;
use crate::workspace::model::Meter;
use crate::workspace::model::MeterKind;
use crate::workspace::model::Model;

/// The fields beside the meters: key, label, and the headings they are known by.
const FIELDS: [(&str, &str, &[&str]); 9] = [
    (
        "customer",
        "customer",
        &["customer", "account", "customer name", "account name", "customer id", "account id", "company", "name", "id"],
    ),
    ("plan", "plan", &["plan", "plan name", "plan id", "tier", "product"]),
    ("segment", "segment", &["segment", "segment name", "segment id"]),
    ("discount", "discount", &["discount", "discount percent", "negotiated discount"]),
    ("contract", "contract", &["contract", "interval", "billing interval", "billing", "billing period", "term"]),
    (
        "renewal",
        "renewal month",
        &["renewal month", "renewal", "renewal date", "next renewal", "renews", "renews in", "renews on"],
    ),
    (
        "since",
        "customer since",
        &["customer since", "since", "start", "start month", "start date", "signed up", "signup date", "created"],
    ),
    ("coupon", "coupon", &["coupon", "coupon code", "promotion", "promo code"]),
    ("add_ons", "add-ons", &["add ons", "addons", "add on", "addon", "extras"]),
];

/// What people call the seats of a subscription, of those who sit on them or of what allows them to.
const SEATS: [&str; 10] =
    ["seats", "seat", "users", "user", "licences", "licence", "licenses", "license", "members", "member"];

/// Fields of [`FIELDS`] that must be there.
pub(super) const NEEDED: [usize; 2] = [CUSTOMER, PLAN];

pub(super) const CUSTOMER: usize = 0;
pub(super) const PLAN: usize = 1;
pub(super) const SEGMENT: usize = 2;
pub(super) const DISCOUNT: usize = 3;
pub(super) const CONTRACT: usize = 4;
pub(super) const RENEWAL: usize = 5;
pub(super) const SINCE: usize = 6;
pub(super) const COUPON: usize = 7;
pub(super) const ADD_ONS: usize = 8;
/// The first meter; the others follow in the order of the model.
pub(super) const METERS: usize = 9;

/// What a column may say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListField {
    /// Its key: `plan`; the id of a meter.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// Whether some column must say it.
    pub needed: bool,
    /// Whether it is a meter.
    pub meter: bool,
    names: Vec<String>,
    /// Headings it is known by as well, where no field has them for its own.
    others: Vec<String>,
}

/// Columns as a person chose them: the heading by the field's key; an empty heading is no column.
pub type Chosen = Map<String>;

/// Which column says what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The headings of the list.
    pub headings: Vec<String>,
    /// By field, in the order of [`fields`], its column.
    pub of: Vec<Option<usize>>,
}

/// Everything a column may say about the customers of a model: first what any list says, then a field for each meter.
pub fn fields(model: &Model) -> Vec<ListField> {
    let fixed = FIELDS.iter().enumerate().map(|(at, (key, label, names))| ListField {
        key: (*key).to_owned(),
        label: (*label).to_owned(),
        needed: NEEDED.contains(&at),
        meter: false,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        others: Vec::new(),
    });
    let seats = |(id, meter): &(&String, &Meter)| {
        let spoken = [id.as_str(), &meter.name, &meter.unit].map(plain);
        meter.kind == MeterKind::Licence && spoken.iter().any(|name| SEATS.contains(&name.as_str()))
    };
    // Two kinds of seats are told apart by their own names alone.
    let only = model.meters.iter().filter(seats).count() == 1;
    let metered = model.meters.iter().map(|(id, meter)| {
        let spoken = [id.as_str(), &meter.name, &meter.unit].map(plain);
        let synonyms = SEATS.iter().filter(|_| only && seats(&(id, meter))).map(|name| (*name).to_owned());
        let called = spoken.iter().cloned().chain([format!("{}s", spoken[2])]).chain(synonyms).collect::<Vec<_>>();
        let counted = called.iter().flat_map(|name| [format!("{name} count"), format!("number of {name}")]);
        let monthly = spoken.iter().flat_map(|name| [format!("{name} a month"), format!("{name} per month")]);
        ListField {
            key: id.clone(),
            label: meter.name.clone(),
            needed: false,
            meter: true,
            names: spoken.iter().cloned().chain(monthly).collect(),
            others: called.iter().cloned().chain(counted).collect(),
        }
    });
    fixed.chain(metered).collect()
}

impl Columns {
    /// The columns under these headings.
    ///
    /// # Errors
    /// [`HeadError::Missing`] or [`HeadError::NoSuchHeading`].
    pub fn find(headings: Vec<String>, fields: &[ListField], chosen: &Chosen) -> Result<Self, HeadError> {
        let mut of = vec![None; fields.len()];
        for (at, field) in fields.iter().enumerate() {
            let Some(heading) = chosen.get(&field.key) else { continue };
            of[at] = match headings.iter().position(|found| found == heading) {
                None if !heading.is_empty() => {
                    return Err(HeadError::NoSuchHeading { heading: heading.clone(), headings });
                }
                found => found,
            };
        }
        let plain = headings.iter().map(|heading| plain(heading)).collect::<Vec<_>>();
        for (at, field) in fields.iter().enumerate().filter(|(_, field)| !chosen.contains_key(&field.key)) {
            // The first name counts most: a list with both a name and an id is known by the name.
            let mut columns = field.names.iter().filter_map(|name| plain.iter().position(|found| found == name));
            of[at] = columns.find(|column| !of.contains(&Some(*column)));
        }
        for (at, field) in fields.iter().enumerate().filter(|(_, field)| !chosen.contains_key(&field.key)) {
            let mut columns = field.others.iter().filter_map(|name| plain.iter().position(|found| found == name));
            of[at] = of[at].or_else(|| columns.find(|column| !of.contains(&Some(*column))));
        }
        match NEEDED.into_iter().find(|at| of[*at].is_none()) {
            Some(missing) => Err(HeadError::Missing { field: fields[missing].label.clone(), headings }),
            None => Ok(Self { headings, of }),
        }
    }

    /// The headings that say nothing a bill needs.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let used = |at: &usize| self.of.contains(&Some(*at));
        self.headings.iter().enumerate().filter(move |(at, _)| !used(at)).map(|(_, heading)| heading.as_str())
    }

    /// Of each meter, in the order of the model, whether a column says it.
    pub fn meters_said(&self) -> impl Iterator<Item = bool> {
        self.of[METERS..].iter().map(Option::is_some)
    }

    /// Whether some column says a field.
    pub(super) fn says(&self, field: usize) -> bool {
        self.of[field].is_some()
    }

    /// The heading a field stands under; empty where no column says it.
    pub fn heading(&self, field: usize) -> &str {
        self.of[field].map_or("", |column| &self.headings[column])
    }
}

/// A heading as it is compared: small letters and digits, words one space apart.
fn plain(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let letters = lower.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect::<String>();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
