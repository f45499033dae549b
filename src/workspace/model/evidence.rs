//! This file holds evidence: what was seen of how people react to prices, one record for each kind of study.

use super::HIGHEST;
use super::Model;
use crate::demand::answers;
use crate::demand::van_westendorp::Definition;
use crate::demand::van_westendorp::Manner;
use crate::demand::van_westendorp::Meter;
use crate::demand::van_westendorp::Point;
use crate::demand::van_westendorp::Rule;
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
use crate::workspace::Map;

/// The longest table of answers a document keeps, in characters.
pub const LONGEST_ROWS: usize = 120_000;

const USED: Shape =
    Shape::Map { noun: "segment", of: &number(Unit::Plain, -20.0, 0.0), keys: Some("segments"), most: 12 };
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
                pub segment: Option<String> => field("Segment", Shape::Reference("segments")).help("none: of all segments").optional(),
                /// What its prices are counted in; absent: the whole account.
                pub meter: Option<String> => field("Price for each", Shape::Reference("meters")).help("none: for the whole account").optional(),
                /// Where it was published, or who measured it.
                pub source: String => field("Source", Shape::Text { longest: 400, empty: false }),
                /// When it was measured.
                pub date: Option<Month> => field("Measured in", Shape::Month).optional(),
                /// The elasticity it gave a segment: it is in force where the segment has it still.
                pub used: Option<Map<f64>> => field("Used for", USED).optional(),
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
        object.tag("kind", self.key());
        match self {
            Self::Experiment(experiment) => experiment.put(object),
            Self::VanWestendorp(survey)
            | Self::GaborGranger(survey)
            | Self::Historic(survey)
            | Self::Conjoint(survey) => {
                survey.put(object);
            }
        }
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
    /// The elasticity it gave, by segment.
    pub used: Option<&'a Map<f64>>,
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
            used: $found.used.as_ref(),
        }
    };
}

/// The kinds of evidence.
const KINDS: &[Variant] = &[
    Variant { key: "experiment", label: "Two-price experiment", fields: Experiment::FIELDS },
    Variant { key: "van_westendorp", label: "Price sensitivity (Van Westendorp)", fields: Survey::FIELDS },
    Variant { key: "gabor_granger", label: "Would they buy (Gabor-Granger)", fields: Survey::FIELDS },
    Variant { key: "historic", label: "Past price change", fields: Survey::FIELDS },
    Variant { key: "conjoint", label: "Conjoint part-worths", fields: Survey::FIELDS },
];

impl Evidence {
    /// Evidence as a shape.
    pub const SHAPE: Shape = Shape::Union { tag: "kind", variants: KINDS };

    /// The key of its kind.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Experiment(_) => "experiment",
            Self::VanWestendorp(_) => "van_westendorp",
            Self::GaborGranger(_) => "gabor_granger",
            Self::Historic(_) => "historic",
            Self::Conjoint(_) => "conjoint",
        }
    }

    /// What people call a kind, by its key.
    pub fn kind(key: &str) -> &'static str {
        KINDS.iter().find(|kind| kind.key == key).map_or("", |kind| kind.label)
    }

    /// What it says about itself.
    pub fn about(&self) -> About<'_> {
        match self {
            Self::Experiment(found) => about!(found),
            Self::VanWestendorp(found) | Self::GaborGranger(found) | Self::Historic(found) | Self::Conjoint(found) => {
                about!(found)
            }
        }
    }

    /// Units one new customer of a segment has of what its prices are counted in: the mean of the segment. Money said for
    /// each unit is worth so many times as much to a customer. 1 where prices are for the whole account; `None` where the
    /// segment has no units, or is not there.
    pub fn units(&self, model: &Model, segment: &str) -> Option<f64> {
        let segment = model.segments.get(segment)?;
        match self.about().meter {
            None => Some(1.0),
            Some(meter) => segment.usage.get(meter).map(|usage| usage.mean).filter(|mean| *mean > 0.0),
        }
    }

    /// The segments whose price elasticity is the one it gave.
    pub fn in_force(&self, model: &Model) -> Vec<String> {
        let is = |id: &str, given: f64| model.segments.get(id).is_some_and(|segment| segment.elasticity == given);
        let used = self.about().used.into_iter().flatten();
        used.filter(|(id, given)| is(id, **given)).map(|(id, _)| id.clone()).collect()
    }

    /// The lowest and highest price it says something about: those people were shown, and of a price sensitivity meter
    /// the acceptable ones, from marginal cheapness to marginal expensiveness. `None` where it names none.
    pub fn prices(&self) -> Option<(f64, f64)> {
        let span = |prices: Vec<f64>| {
            let low = prices.iter().copied().reduce(f64::min)?;
            Some((low, prices.iter().copied().fold(low, f64::max)))
        };
        match self {
            Self::Experiment(found) => Some((found.price_low, found.price_high)),
            Self::VanWestendorp(survey) => {
                let people = answers::van_westendorp(&survey.rows).ok()?;
                let meter = Meter::new(&people.iter().map(|one| one.prices).collect::<Vec<_>>());
                let counts = meter.count(Manner::default(), None);
                let at = |point| Some(counts.point(point, Rule::default())?.lowest());
                let original = Definition::Original;
                Some((at(Point::Cheapness(original))?, at(Point::Expensiveness(original))?))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Evidence;
    use crate::json::FromJson;
    use crate::workspace::model::Usage;
    use crate::workspace::sample;

    /// Too cheap at 2, 4, 6, 8; cheap at 5, 7, 9, 11; expensive at 12, 14, 16, 18; too expensive at 20, 22, 24, 26. At 6
    /// three of four have said too cheap and one cheap, so that as many find it too cheap as not cheap; at 18 all have said
    /// expensive and nobody too expensive. Prices named lie from 2 to 26, acceptable ones from 6 to 18.
    #[test]
    fn a_meter_covers_the_acceptable_prices_where_it_is_used() {
        let rows = "2\t5\t12\t20\n4\t7\t14\t22\n6\t9\t16\t24\n8\t11\t18\t26";
        let mut found = json!({"kind": "van_westendorp", "name": "Survey", "source": "asked", "rows": rows});
        let read = |found: &serde_json::Value| Evidence::from_json(found).unwrap();
        let mut model = crate::workspace::Model::from(sample::workspace().base);
        assert_eq!(read(&found).prices(), Some((6.0, 18.0)));
        assert!(read(&found).in_force(&model).is_empty(), "nobody used it");
        found["used"] = json!({"solo": -1.25});
        assert!(read(&found).in_force(&model).is_empty(), "the segment has another elasticity");
        model.segments["solo"].elasticity = -1.25;
        assert_eq!(read(&found).in_force(&model), ["solo"]);
    }

    /// Prices of a seat are worth as often as a segment has seats; prices of an account once.
    #[test]
    fn what_is_said_of_a_unit_is_worth_as_many_to_a_customer() {
        let mut model = crate::workspace::Model::from(sample::workspace().base);
        let (segment, meter) = ("solo", model.meters.keys().next().unwrap().clone());
        let rows = "A: x\tA: y\tPrice: 5\tPrice: 10\n0\t1\t1\t-1";
        let found = |meter: Option<&str>| {
            let found = json!({"kind": "conjoint", "name": "Study", "source": "asked", "rows": rows, "meter": meter});
            Evidence::from_json(&found).unwrap()
        };
        for (mean, expected) in [(38.0, Some(38.0)), (0.0, None)] {
            model.segments[segment].usage.insert(meter.clone(), Usage { mean, spread: 0.5, growth: 0.0, every: 12 });
            assert_eq!(found(Some(&meter)).units(&model, segment), expected);
            assert_eq!(found(None).units(&model, segment), Some(1.0));
        }
        model.segments[segment].usage.clear();
        assert_eq!(found(Some(&meter)).units(&model, segment), None);
    }
}
