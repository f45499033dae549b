//! This file says who stays from one age to the next, with those who leave as a coupon ends.
//!
//! Convention: who came with a coupon meets its end as a rise of the bill that is noticed as far as the segment notices any, and
//! stays or leaves as at a repricing; nobody takes another plan or cuts anything because of it. All others are as ever.

use std::borrow::Cow;

use crate::number::Number;
use crate::retention::reprice::Repricing;
use crate::retention::reprice::reprice_into;

use super::kinds::Kind;
use super::rates::Rates;
use super::table::Table;

impl<N: Number> Rates<N> {
    /// The share of a kind's customers who stay from the age before, by age; none who are bound leaves.
    pub(super) fn staying(&self, segment: usize, month: usize, kind: Kind, table: &Table<N>) -> Cow<'_, [N]> {
        if self.binds(kind, month) {
            return Cow::Borrowed(&self.all);
        }
        let by_age = self.by_age(segment, month, kind);
        if table.rises.is_empty() {
            return Cow::Borrowed(by_age);
        }
        let mut stays = by_age.to_vec();
        for rise in table.rises.iter().filter(|rise| rise.age < by_age.len()) {
            stays[rise.age] = self.stays_at(segment, month, kind, table, rise.age);
        }
        Cow::Owned(stays)
    }

    /// The same at one age.
    pub(super) fn stays_at(&self, segment: usize, month: usize, kind: Kind, table: &Table<N>, age: usize) -> N {
        if self.binds(kind, month) {
            return N::ONE;
        }
        let stays = self.by_age(segment, month, kind)[age];
        let of = &self.segments[segment];
        let hazard = 1.0 - stays.to_f64();
        let rises = table.rises.iter().filter(|rise| rise.age == age);
        let more = rises.map(|rise| {
            let repricing = Repricing {
                hazard,
                sensitivity: of.beta[month],
                attention: of.attention[month],
                loyalty: of.loyalty[month],
                changes: &[rise.more.to_f64()],
                others: &[],
            };
            rise.share * (reprice_into(repricing, &mut [], &mut [0.0]) - hazard)
        });
        let more = more.sum::<f64>();
        if more == 0.0 { stays } else { stays - N::from_f64(more) }
    }

    fn binds(&self, kind: Kind, month: usize) -> bool {
        month < self.prices[kind.plan].nodes[kind.version].bound
    }

    fn by_age(&self, segment: usize, month: usize, kind: Kind) -> &[N] {
        let of = &self.segments[segment];
        of.stays[of.level[month]].by_age(kind.plan, kind.interval)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// Of 1,000 customers on a monthly contract with a churn of 5 %, 40 % came with half off for three months: in the month
    /// after, their odds of staying fall by exp(−β ΔP), where ΔP is half of the bill; all others leave at 5 %.
    #[test]
    fn who_came_with_a_coupon_reacts_to_its_end() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["assumptions"] = json!({});
        let base = &mut document["base"];
        base["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": "monthly",
            "age_from": 0, "age_to": 0, "customers": 1000}});
        base["coupons"] = json!({"half": {"name": "Half", "off": {"kind": "share", "share": "0.5"},
            "lasts": {"for": "months", "months": 3}, "share": {"mid": 0.4}}});
        base["plans"]["team"]["churn_factor"] = json!(1);
        for (_, channel) in base["channels"].as_object_mut().unwrap() {
            channel["source"] = json!({"kind": "organic", "prospects": 0});
        }
        let mid = &mut base["segments"]["mid"];
        mid["retention"] = json!({"curve": "constant", "churn_monthly": 0.05});
        mid["failed_payments"] = json!(0);
        mid["reactivation"] = json!(0);
        mid["annual_share"] = json!(0);
        mid["loyalty"] = json!(0.25);
        let projection = project(&check_value(&document).unwrap(), None);
        let (segment, plan) = (1, 0);
        let cell = |t: usize| projection.flows.cells[projection.flows.at(t, segment, plan)];
        let left = |t: usize| cell(t).churned / (cell(t).customers + cell(t).churned);
        // They are of age 0 in the month before the first, so that the third month is that of age 3.
        assert!((left(1) - 0.05).abs() < 1e-12 && (left(3) - 0.05).abs() < 1e-12, "{} {}", left(1), left(3));
        let table = projection.rates.table(segment, plan, 0, 0, None);
        let bill = table.recurring[3];
        let more = table.rises[0].more;
        assert!(
            (table.recurring[2] - bill * 0.8).abs() < 0.02 && (more - bill / 2.0).abs() < 0.02,
            "two fifths paid half"
        );
        let raised = 0.05 * libm::exp(projection.rates.segments[segment].beta[2] * more);
        let reacts = raised / (0.95 + raised);
        let expected = 0.05 + 0.4 * 0.75 * (reacts - 0.05);
        assert!((left(2) - expected).abs() < 1e-9 && expected > 0.051, "{} {expected}", left(2));
    }
}
