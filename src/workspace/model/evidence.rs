//! This file holds evidence: what was seen of how people react to prices, one record for each kind of study.

use super::HIGHEST;
use crate::demand::answers;
use crate::json::Fields;
use crate::json::Object;
use crate::json::Unread;
use crate::json::Written;
use crate::json::unread;
use crate::month::Month;
use crate::object;
use crate::record;
use crate::shape::Described;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;

/// The longest table of answers a document keeps, in characters.
pub const LONGEST_ROWS: usize = 120_000;

const ROWS: Shape = Shape::Text { longest: LONGEST_ROWS, empty: false };

/// A record with what every kind of evidence says about itself, and its own fields after it.
macro_rules! finding {
    ($(#[$meta:meta])* pub struct $name:ident { $($own:tt)* }) => {
        record! {
            $(#[$meta])*
            pub struct $name {
                /// What people call it.
                pub name: String => field("Name", name()),
                /// The plan whose price it is about.
                pub plan: Option<String> => field("Plan", Shape::Reference("plans")).optional(),
                /// The segment it speaks for; absent: all.
                pub segment: Option<String> => field("Segment", Shape::Reference("segments")).optional(),
                /// What its prices are counted in; absent: the whole account.
                pub meter: Option<String> => field("Price for each", Shape::Reference("meters")).optional(),
                /// Where it was published, or who measured it.
                pub source: String => field("Source", Shape::Text { longest: 400, empty: false }),
                /// When it was measured.
                pub date: Option<Month> => field("Measured in", Shape::Month).optional(),
                $($own)*
            }
        }
    };
}

finding! {
    /// Two groups of people, each shown one price.
    pub struct Experiment {
        /// Price a month of the first arm.
        pub price_low: f64 => field("Lower price", number(Unit::Money, 0.01, 1e6)),
        /// Price a month of the second arm.
        pub price_high: f64 => field("Higher price", number(Unit::Money, 0.01, 1e6)),
        /// Users who saw the lower price.
        pub users_low: f64 => field("Users at it", number(Unit::Count, 1.0, 1e9)),
        /// Users who saw the higher price.
        pub users_high: f64 => field("Users at it", number(Unit::Count, 1.0, 1e9)),
        /// Revenue from the first arm.
        pub revenue_low: f64 => field("Revenue from them", number(Unit::Money, 0.01, HIGHEST)),
        /// Revenue from the second arm.
        pub revenue_high: f64 => field("Revenue from them", number(Unit::Money, 0.01, HIGHEST)),
        /// How many of the first arm bought.
        pub conversions_low: Option<f64> => field("Buyers among them", number(Unit::Count, 0.0, 1e9)).optional(),
        /// How many of the second arm bought.
        pub conversions_high: Option<f64> => field("Buyers among them", number(Unit::Count, 0.0, 1e9)).optional(),
    }
}

finding! {
    /// A table of answers; the kind of evidence says what its columns are.
    pub struct Survey {
        /// Cells by tab, rows by line: the columns of [`crate::demand::answers`].
        pub rows: String => field("Answers", ROWS),
    }
}

/// Something seen of how people react to prices. In JSON the field `kind` says which.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// Two prices shown to two groups.
    Experiment(Experiment),
    /// Four prices from each respondent.
    VanWestendorp(Survey),
    /// Whether respondents would buy at each price they were asked about.
    GaborGranger(Survey),
    /// Months before and after a change of price.
    Historic(Survey),
    /// Part-worths of a conjoint study.
    Conjoint(Survey),
}

impl Fields for Evidence {
    fn take(object: &mut Object<'_>) -> Result<Self, Unread> {
        match object.tag("kind")? {
            "experiment" => Experiment::take(object).map(Self::Experiment),
            "van_westendorp" => Survey::take(object).map(Self::VanWestendorp),
            "gabor_granger" => Survey::take(object).map(Self::GaborGranger),
            "historic" => Survey::take(object).map(Self::Historic),
            "conjoint" => Survey::take(object).map(Self::Conjoint),
            _ => Err(unread("a known kind of evidence")),
        }
    }

    fn put(&self, object: &mut Written) {
        let (kind, all): (_, &dyn Fn(&mut Written)) = match self {
            Self::Experiment(experiment) => ("experiment", &|object| experiment.put(object)),
            Self::VanWestendorp(survey) => ("van_westendorp", &|object| survey.put(object)),
            Self::GaborGranger(survey) => ("gabor_granger", &|object| survey.put(object)),
            Self::Historic(survey) => ("historic", &|object| survey.put(object)),
            Self::Conjoint(survey) => ("conjoint", &|object| survey.put(object)),
        };
        object.tag("kind", kind);
        all(object);
    }
}

object!(Evidence);

/// What every kind says about itself.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// What people call it.
    pub name: &'a str,
    /// The plan whose price it is about.
    pub plan: Option<&'a str>,
    /// The segment it speaks for; all for `None`.
    pub segment: Option<&'a str>,
    /// What its prices are counted in; the whole account for `None`.
    pub meter: Option<&'a str>,
    /// Where it was published, or who measured it.
    pub source: &'a str,
    /// When it was measured.
    pub date: Option<Month>,
}

macro_rules! about {
    ($found:expr) => {
        About {
            name: &$found.name,
            plan: $found.plan.as_deref(),
            segment: $found.segment.as_deref(),
            meter: $found.meter.as_deref(),
            source: &$found.source,
            date: $found.date,
        }
    };
}

impl Evidence {
    /// Evidence as a shape.
    pub const SHAPE: Shape = Shape::Union {
        tag: "kind",
        variants: &[
            Variant { key: "experiment", label: "Two-price experiment", fields: Experiment::FIELDS },
            Variant { key: "van_westendorp", label: "Price sensitivity (Van Westendorp)", fields: Survey::FIELDS },
            Variant { key: "gabor_granger", label: "Would they buy (Gabor-Granger)", fields: Survey::FIELDS },
            Variant { key: "historic", label: "Past price change", fields: Survey::FIELDS },
            Variant { key: "conjoint", label: "Conjoint part-worths", fields: Survey::FIELDS },
        ],
    };

    /// What it says about itself.
    pub fn about(&self) -> About<'_> {
        match self {
            Self::Experiment(found) => about!(found),
            Self::VanWestendorp(found) | Self::GaborGranger(found) | Self::Historic(found) | Self::Conjoint(found) => {
                about!(found)
            }
        }
    }

    /// The lowest and highest price it says anything about; `None` where it names none.
    pub fn prices(&self) -> Option<(f64, f64)> {
        let span = |prices: Vec<f64>| {
            let low = prices.iter().copied().reduce(f64::min)?;
            Some((low, prices.iter().copied().fold(low, f64::max)))
        };
        match self {
            Self::Experiment(found) => Some((found.price_low, found.price_high)),
            Self::VanWestendorp(survey) => {
                let people = answers::van_westendorp(&survey.rows).ok()?;
                span(people.iter().flat_map(|one| one.prices).collect())
            }
            Self::GaborGranger(survey) => {
                let asked = answers::gabor_granger(&survey.rows).ok()?;
                span(asked.iter().map(|(asked, _)| asked.price).collect())
            }
            Self::Historic(survey) => {
                let months = answers::historic(&survey.rows).ok()?;
                span(months.iter().map(|(_, seen)| seen.price).collect())
            }
            Self::Conjoint(survey) => answers::conjoint(&survey.rows).ok()?.prices().map(|scale| scale.range()),
        }
    }
}
