//! This file is what customers do as terms end that they came with: a coupon, or a year of a ramp.
//!
//! Conventions: it is a change of their bill that is noticed as far as the segment notices any, and they react as at a
//! repricing: they stay, and may cut units; they leave; or they take another plan at today's list, which they judge by what
//! the same end changes of its bill. Where the terms of some alone end, all others are as ever. Where a price change meets
//! them in the same month they react to both at once, to the end as the segment notices any rise, to the change as it says.
//! They part by size for it only where they may cut units and prices change within the horizon; else all judge by the mean bill.

use crate::number::Number;
use crate::retention::reprice::Other;
use crate::retention::reprice::Repricing;
use crate::retention::reprice::cut;
use crate::retention::reprice::reprice_into;
use crate::workspace::model::Coupon;

use super::kinds::Kind;
use super::rates::Rates;
use super::table::Rise;

/// What customers of one age do as terms end.
#[derive(Clone, Debug, Default)]
pub(super) struct Lapsed {
    /// Share who leave, those who would have anyway among them.
    pub leave: f64,
    /// Plans that others take because of it, with version and share.
    pub moves: Vec<(usize, usize, f64)>,
    /// Share of what they have left that those who stay cut.
    pub cuts: f64,
}

impl Lapsed {
    /// The share who stay where they are.
    pub fn stay(&self) -> f64 {
        (1.0 - self.leave - self.moves.iter().map(|(.., share)| share).sum::<f64>()).max(0.0)
    }
}

impl<N: Number> Rates<N> {
    /// The share of a kind's customers who stay from the age before, by age, where no terms end; none who are bound leaves.
    pub(super) fn staying(&self, segment: usize, month: usize, kind: &Kind<'_, N>) -> &[N] {
        let of = &self.segments[segment];
        if self.binds(kind, month) { &self.all } else { of.stays[of.level[month]].by_age(kind.plan, kind.interval) }
    }

    /// Whether those of a kind are bound, and do nothing.
    pub(super) fn binds(&self, kind: &Kind<'_, N>, month: usize) -> bool {
        month < self.prices[kind.plan].nodes[kind.version].bound
    }

    /// The terms of a kind's customers that end at an age; none for who is bound.
    pub(super) fn ending<'a>(&self, month: usize, kind: &Kind<'a, N>, age: usize) -> impl Iterator<Item = &'a Rise<N>> {
        let rises = if self.binds(kind, month) { &[] } else { kind.table.rises.as_slice() };
        rises.iter().filter(move |rise| rise.age == age)
    }

    /// What customers of a kind and an age do in a month in which terms of theirs end; none where no terms do.
    pub(super) fn lapsed(&self, segment: usize, month: usize, kind: &Kind<'_, N>, age: usize) -> Option<Lapsed> {
        self.ending(month, kind, age).next()?;
        let of = &self.segments[segment];
        let hazard = 1.0 - self.staying(segment, month, kind)[age].to_f64();
        let ways: Vec<_> = self.others(segment, month, kind).collect();
        let mut done = Lapsed { leave: hazard, ..Lapsed::default() };
        done.moves.extend(ways.iter().map(|(plan, version)| (*plan, *version, 0.0)));
        let (mut switch, mut stays, mut cuts) = (vec![0.0; ways.len()], 1.0 - hazard, 0.0);
        for rise in self.ending(month, kind, age) {
            let others = ways.iter().map(|(plan, version)| Other {
                switching: of.switching[*plan],
                change: self.more(segment, kind, (*plan, *version), rise),
            });
            let others = others.collect::<Vec<_>>();
            let (sensitivity, attention, loyalty) = (of.beta[month], of.attention[month], of.loyalty[month]);
            let changes = &[rise.more.to_f64()];
            let repricing = Repricing { hazard, sensitivity, attention, loyalty, changes, others: &others };
            let mut stay = [0.0];
            let leave = reprice_into(repricing, &mut switch, &mut stay);
            done.leave += rise.share * (leave - hazard);
            done.moves.iter_mut().zip(&switch).for_each(|(to, moved)| to.2 += rise.share * moved);
            stays += rise.share * (stay[0] - (1.0 - hazard));
            let after = rise.before + rise.more;
            let cut = cut(of.cutting[month], attention, loyalty, rise.before.to_f64(), after.to_f64());
            cuts += rise.share * stay[0] * cut;
        }
        done.cuts = if stays > 0.0 { cuts / stays } else { 0.0 };
        Some(done)
    }

    /// The other paid plans that may be taken instead, on today's list for those who came as these did.
    fn others(&self, segment: usize, month: usize, kind: &Kind<'_, N>) -> impl Iterator<Item = (usize, usize)> {
        let wave = self.prices[kind.plan].wave(kind.version);
        let plans = (0..self.prices.len()).filter(move |plan| *plan != kind.plan && !self.free[*plan]);
        let taken = plans.filter(move |plan| self.segments[segment].switching[*plan] > 0.0);
        taken.map(move |plan| (plan, self.prices[plan].in_wave(self.prices[plan].list[month], wave)))
    }

    /// The coupon whose holders a rise is of.
    fn coupon(&self, plan: usize, version: usize, rise: &Rise<N>) -> Option<&Coupon> {
        self.prices[plan].versions[version].coupons.get(rise.coupon?)
    }

    /// What the end of terms of customers of a kind changes of the bill on a version of a plan. Where their coupon is not for
    /// the plan, that is what the same age changes for those who came without.
    pub(super) fn more(
        &self,
        segment: usize,
        kind: &Kind<'_, N>,
        (plan, version): (usize, usize),
        end: &Rise<N>,
    ) -> f64 {
        let coupon = self.coupon(kind.plan, kind.version, end);
        let rises = self.table(segment, plan, kind.interval, version, kind.point).rises.iter();
        let here = coupon.filter(|coupon| self.prices[plan].versions[version].coupons.contains(coupon));
        let mut same = rises.filter(|rise| rise.age == end.age && self.coupon(plan, version, rise) == here);
        same.next().map_or(0.0, |rise| rise.more.to_f64())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use crate::month::Month;
    use crate::projection::Projection;
    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// 1,000 customers of one plan on monthly contracts with a churn of 5 %, of whom 40 % came with half off for three
    /// months and a quarter is loyal; nobody comes, and `reactions` are set on their segment.
    fn after_half_off(plan: &str, reactions: &[(&str, f64)]) -> Projection {
        project(&check_value(&half_off(plan, reactions)).unwrap(), None)
    }

    fn half_off(plan: &str, reactions: &[(&str, f64)]) -> Value {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["assumptions"] = json!({});
        let base = &mut document["base"];
        base["opening"] = json!({"book": {"segment": "mid", "plan": plan, "interval": "monthly",
            "age_from": 0, "age_to": 0, "customers": 1000}});
        base["coupons"] = json!({"half": {"name": "Half", "off": {"kind": "share", "share": "0.5"},
            "lasts": {"for": "months", "months": 3}, "share": {"mid": 0.4}}});
        base["plans"][plan]["churn_factor"] = json!(1);
        for (_, channel) in base["channels"].as_object_mut().unwrap() {
            channel["source"] = json!({"kind": "organic", "prospects": 0});
        }
        let mid = &mut base["segments"]["mid"];
        mid["retention"] = json!({"curve": "constant", "churn_monthly": 0.05});
        let still = [("failed_payments", 0.0), ("reactivation", 0.0), ("annual_share", 0.0), ("loyalty", 0.25)];
        for (field, value) in still.iter().chain(reactions) {
            mid[*field] = json!(value);
        }
        document
    }

    /// Of 1,000 customers on a monthly contract with a churn of 5 %, 40 % came with half off for three months: in the month
    /// after, their odds of staying fall by exp(−β ΔP), where ΔP is half of the bill; all others leave at 5 %.
    #[test]
    fn who_came_with_a_coupon_reacts_to_its_end() {
        let projection = after_half_off("team", &[("switching", 0.0)]);
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

    /// The same 1,000 on the dearer plan: half off for three months for 40 %, of whom a quarter is loyal. In the month after,
    /// staying weighs (0.95 − σ) exp(−β ΔP), leaving 0.05 and the cheaper plan σ exp(−β ΔP′), ΔP′ being half of its bill.
    /// Who stays pays twice as much, so that at an elasticity of 0.5 it cuts 1 − 2^−0.5 of what it has.
    #[test]
    fn at_a_coupons_end_some_take_a_cheaper_plan_and_some_cut_seats() {
        let projection = after_half_off("pro", &[("switching", 0.3), ("cutting", 0.5)]);
        let (segment, team, pro) = (1, 0, 1);
        let cell = |t: usize, plan: usize| projection.flows.cells[projection.flows.at(t, segment, plan)];
        let rates = &projection.rates.segments[segment];
        let tables = [team, pro].map(|plan| projection.rates.table(segment, plan, 0, 0, None));
        let [lower, more] = [0, 1].map(|at| tables[at].rises[0].more);
        let (beta, sigma) = (rates.beta[2], rates.switching[team]);
        let weights = [(0.95 - sigma) * libm::exp(-beta * more), 0.05, sigma * libm::exp(-beta * lower)];
        let [stay, leave, switch] = weights.map(|weight| 0.4 * 0.75 * weight / weights.iter().sum::<f64>());
        let (leave, switch) = (0.7 * 0.05 + leave, switch - 0.4 * 0.75 * sigma);
        assert!(sigma > 0.05 && switch > 0.001 && stay > 0.0, "{sigma} {switch}");
        let before = cell(1, pro).customers;
        let near = |found: f64, wanted: f64| (found - wanted).abs() < 1e-9 * (1.0 + wanted.abs());
        assert!(near(cell(2, pro).churned, before * leave), "{} {leave}", cell(2, pro).churned / before);
        assert!(near(cell(2, team).moved, before * switch) && near(-cell(2, pro).moved, before * switch));
        let rise = tables[1].rises[0];
        let stayed = 0.4 * (1.0 - (leave - 0.6 * 0.05) / 0.4 - switch / 0.4);
        let cut = 0.75 * (1.0 - libm::pow((rise.before + more) / rise.before, -0.5));
        let lost = before * stayed * cut * tables[1].recurring[2] * tables[1].follows.0;
        assert!(near(cell(2, pro).contraction_mrr, lost) && lost > 1.0, "{} {lost}", cell(2, pro).contraction_mrr);
        assert!(near(cell(3, pro).moved, 0.0) && near(cell(3, pro).contraction_mrr, 0.0), "once");
    }

    /// The same 1,000, for whom the price rises by $2 a seat in the month in which the half ends, which half of those who
    /// notice changes notice: who had the coupon judges both at once, and cuts as for both.
    #[test]
    fn a_price_change_and_a_coupons_end_are_met_as_one() {
        let mut document = half_off("team", &[("switching", 0.0), ("cutting", 0.5)]);
        let charges = json!({"seats": {"model": "per_unit", "meter": "seats", "price": "14"}});
        let from = document["start"].as_str().unwrap().parse::<Month>().unwrap().plus(2);
        document["base"]["segments"]["mid"]["usage"]["seats"]["spread"] = json!(0);
        document["base"]["price_changes"] = json!({"rise": {"name": "Rise", "from": from.to_string(),
            "plans": {"team": charges}, "existing": "date", "date": from.to_string(), "attention": 0.5}});
        let projection = project(&check_value(&document).unwrap(), None);
        let (segment, team) = (1, 0);
        let cell = |t: usize| projection.flows.cells[projection.flows.at(t, segment, team)];
        let beta = projection.rates.segments[segment].beta[2];
        let [old, new] = [0, 1].map(|version| projection.rates.table(segment, team, 0, version, None));
        let raise = 0.5 * (new.recurring[2] - old.recurring[2]);
        let leaves = |change: f64| 0.05 * libm::exp(beta * change) / (0.95 + 0.05 * libm::exp(beta * change));
        let [with, rest] = [raise + new.rises[0].more, raise].map(leaves);
        let expected = 0.25 * 0.05 + 0.75 * (0.4 * with + 0.6 * rest);
        let left = cell(2).churned / cell(1).customers;
        assert!((left - expected).abs() < 1e-9 && with > rest + 1e-3, "{left} {expected}");
        let listed = libm::sqrt(new.recurring[2] / old.recurring[2]);
        let [doubled, raised] = [2.0 * listed, listed].map(|risen| 0.75 * (1.0 - libm::pow(risen, -0.5)));
        let stay = |leave: f64| 1.0 - 0.25 * 0.05 - 0.75 * leave;
        let cut = 0.4 * stay(with) * doubled + 0.6 * stay(rest) * raised;
        let lost = cell(1).customers * cut * new.recurring[2] * new.follows.0;
        assert!((cell(2).contraction_mrr - lost).abs() < 1e-9 * lost, "{} {lost}", cell(2).contraction_mrr);
    }

    /// A ramp deal of half the price in the first year: in its thirteenth month everybody's bill doubles.
    #[test]
    fn the_next_year_of_a_ramp_is_met_by_all() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["assumptions"] = json!({});
        let base = &mut document["base"];
        base["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": "monthly",
            "age_from": 10, "age_to": 10, "customers": 1000}});
        base["plans"]["team"]["churn_factor"] = json!(1);
        base["plans"]["team"]["ramp"] = json!(["0.5", "1"]);
        base["plans"]["team"].as_object_mut().unwrap().remove("observed");
        for (_, channel) in base["channels"].as_object_mut().unwrap() {
            channel["source"] = json!({"kind": "organic", "prospects": 0});
        }
        let mid = &mut base["segments"]["mid"];
        mid["retention"] = json!({"curve": "constant", "churn_monthly": 0.05});
        for field in ["failed_payments", "reactivation", "annual_share", "switching"] {
            mid[field] = json!(0);
        }
        let projection = project(&check_value(&document).unwrap(), None);
        let cell = |t: usize| projection.flows.cells[projection.flows.at(t, 1, 0)];
        let left = |t: usize| cell(t).churned / (cell(t).customers + cell(t).churned);
        let rise = projection.rates.table(1, 0, 0, 0, None).rises[0];
        assert!(rise.share == 1.0 && rise.age == 12 && (rise.more - rise.before).abs() < 0.02, "{rise:?}");
        let raised = 0.05 * libm::exp(projection.rates.segments[1].beta[1] * rise.more);
        assert!((left(1) - raised / (0.95 + raised)).abs() < 1e-9 && left(1) > 0.051, "{}", left(1));
        assert!((left(0) - 0.05).abs() < 1e-12 && (left(2) - 0.05).abs() < 1e-12);
        // A minimum that bills as much in both years leaves nothing to react to, whatever other plans do then.
        let base = &mut document["base"];
        base["plans"]["team"]["minimum"] = json!("100000");
        base["plans"]["pro"]["ramp"] = json!(["0.5", "1"]);
        base["segments"]["mid"]["switching"] = json!(0.3);
        let projection = project(&check_value(&document).unwrap(), None);
        let cell = projection.flows.cells[projection.flows.at(1, 1, 0)];
        assert!((cell.churned / (cell.customers + cell.churned) - 0.05).abs() < 1e-12, "{}", cell.churned);
    }
}
