//! This file is the survival curve of the document: how many customers stay, by age in periods.

use super::constant;
use super::sbg;
use super::table;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::number;
use crate::shape::share;
use crate::tagged;

/// The most months a table holds.
pub const MOST_MONTHS: usize = 240;

const SHARE: Shape = share();
const PARAMETER: Shape = number(Unit::Plain, sbg::LOWEST, sbg::HIGHEST);

tagged! {
    by "curve";
    /// Voluntary survival by age. In JSON the field `curve` says which.
    ///
    /// S(0) = 1 in the period of acquisition; S(t) is the share still there after t renewals.
    pub enum Curve {
        /// The same share leaves every month, 0..=1.
        Constant = "constant" { churn_monthly: f64 },
        /// Shifted beta-geometric, per month: hazards of customers are Beta(α, β).
        Sbg = "sbg" { alpha: f64, beta: f64 },
        /// A share for each month from 0, the last hazard repeated.
        Table = "table" { survival: Vec<f64> },
    }
}

impl Curve {
    /// The curve as a shape, in the order a person is offered them.
    pub const SHAPE: Shape = Shape::Union { tag: "curve", variants: CURVES };

    /// S(age), 0..=1, non-increasing.
    pub fn survival(&self, age: usize) -> f64 {
        match self {
            Self::Constant { churn_monthly } => constant::survival(*churn_monthly, age),
            Self::Sbg { alpha, beta } => sbg::survival(*alpha, *beta, age),
            Self::Table { .. } => self.survival_table(age)[age],
        }
    }

    /// Share of those there at `age − 1` who leave before `age`: 1 − S(a)/S(a−1), and 1 where nobody was left.
    ///
    /// At age 0 nobody has had the chance to leave: 0.
    pub fn hazard(&self, age: usize) -> f64 {
        if age == 0 {
            return 0.0;
        }
        match self {
            Self::Constant { churn_monthly } => *churn_monthly,
            Self::Sbg { alpha, beta } => sbg::hazard(*alpha, *beta, age),
            Self::Table { .. } => {
                let survival = self.survival_table(age);
                if survival[age - 1] > 0.0 { 1.0 - survival[age] / survival[age - 1] } else { 1.0 }
            }
        }
    }

    /// S(0) to S(`max_age`).
    pub fn survival_table(&self, max_age: usize) -> Vec<f64> {
        let mut out = vec![0.0; max_age + 1];
        self.survival_into(&mut out);
        out
    }

    /// Writes S(0), S(1), …, by recursion and without allocation.
    pub fn survival_into(&self, out: &mut [f64]) {
        let mut alive = 1.0;
        match self {
            Self::Constant { churn_monthly } => {
                for value in out {
                    *value = alive;
                    alive *= 1.0 - churn_monthly;
                }
            }
            Self::Sbg { alpha, beta } => {
                for (age, value) in out.iter_mut().enumerate() {
                    *value = alive;
                    alive *= sbg::retention(*alpha, *beta, age + 1);
                }
            }
            Self::Table { survival } => table::survival_into(survival, out),
        }
    }
}

const CURVES: &[Variant] = &[
    Variant {
        key: "constant",
        label: "Constant churn",
        fields: &[field("Churn a month", SHARE).keyed("churn_monthly")],
    },
    Variant {
        key: "sbg",
        label: "Falling churn (sBG)",
        fields: &[
            field("α", PARAMETER)
                .help("With β it sets the first month's churn, α ÷ (α + β), and how fast churn falls.")
                .keyed("alpha"),
            field("β", PARAMETER).keyed("beta"),
        ],
    },
    Variant {
        key: "table",
        label: "Table of shares",
        fields: &[field("Share still there", Shape::List { noun: "month", of: &SHARE, most: MOST_MONTHS })
            .help("Month 0 first, which is 100 %; the last month's churn is repeated after the end.")
            .keyed("survival")],
    },
];

#[cfg(test)]
mod tests {
    use proptest::prelude::Just;
    use proptest::prelude::Strategy;
    use proptest::prelude::prop_assert;
    use proptest::prop_oneof;
    use proptest::proptest;

    use super::Curve;
    use crate::shape::verify;

    fn any_curve() -> impl Strategy<Value = Curve> {
        prop_oneof![
            (0.0..=1.0).prop_map(|churn_monthly| Curve::Constant { churn_monthly }),
            Just(Curve::Constant { churn_monthly: 1.0 }),
            (-6.9..9.2, -6.9..9.2).prop_map(|(a, b)| Curve::Sbg { alpha: libm::exp(a), beta: libm::exp(b) }),
            proptest::collection::vec(0.0..=1.0, 0..20).prop_map(|survival| Curve::Table { survival }),
        ]
    }

    proptest! {
        #[test]
        fn survival_never_rises(curve in any_curve()) {
            let table = curve.survival_table(150);
            prop_assert!(table[0] == 1.0 && table.iter().all(|share| (0.0..=1.0).contains(share)));
            prop_assert!(table.windows(2).all(|pair| pair[1] <= pair[0]));
            for age in [0, 1, 2, 12, 60, 150] {
                prop_assert!((curve.survival(age) - table[age]).abs() < 1e-12);
                let hazard = curve.hazard(age);
                prop_assert!((0.0..=1.0).contains(&hazard));
                if age > 0 && table[age - 1] > 1e-100 {
                    prop_assert!((hazard - (1.0 - table[age] / table[age - 1])).abs() < 1e-9);
                }
            }
        }

        #[test]
        fn json_gives_back_the_curve(curve in any_curve()) {
            let value = serde_json::to_value(&curve).unwrap();
            prop_assert!(verify(&value, &Curve::SHAPE, "").is_empty(), "{:?}", verify(&value, &Curve::SHAPE, ""));
            prop_assert!(serde_json::from_value::<Curve>(value).unwrap() == curve);
        }
    }

    #[test]
    fn the_document_names_the_curve() {
        let curve: Curve = serde_json::from_str(r#"{"curve":"sbg","alpha":0.7,"beta":1.2}"#).unwrap();
        assert_eq!(curve, Curve::Sbg { alpha: 0.7, beta: 1.2 });
        assert!(serde_json::from_str::<Curve>(r#"{"curve":"sbg","alpha":0.7,"beta":1.2,"c":1}"#).is_err());
        let bad = serde_json::json!({"curve": "constant", "churn_monthly": 1.5});
        assert_eq!(verify(&bad, &Curve::SHAPE, "/r").len(), 1);
    }
}
