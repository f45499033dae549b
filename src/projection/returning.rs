//! This file remembers who was lost in the last twelve months, and says who of them returns, and to which plan.

use crate::number::Number;

use super::rates::Rates;

/// Customers of one segment who were lost, less those who have returned since.
pub(super) struct Lost<'a, N> {
    rates: &'a Rates<N>,
    segment: usize,
    /// By month (from a year before the start), plan and contract; nothing where nobody ever returns.
    lost: Vec<Vec<[N; 2]>>,
}

impl<N> Rates<N> {
    /// The plans that customers of a segment lost from a plan return to in a month, with the share who take each.
    ///
    /// Convention: they return to the plan they had. Once that is closed they return to its successor, or its, the first
    /// that is open; where there is none they choose among the paid plans on today's list as new customers do. Where
    /// nobody new takes any paid plan, nobody returns to a closed one.
    pub fn returns(&self, segment: usize, plan: usize, month: usize) -> Vec<(usize, f64)> {
        let open = |plan: usize| month < self.closed[plan];
        let heirs = std::iter::successors(Some(plan), |plan| self.heirs[*plan]).take(self.prices.len());
        if let Some(next) = heirs.into_iter().find(|plan| open(*plan)) {
            return vec![(next, 1.0)];
        }
        let shares = &self.segments[segment].shares[month];
        let paid = || (0..shares.len()).filter(|plan| !self.free[*plan] && shares[*plan] > 0.0);
        let all: f64 = paid().map(|plan| shares[plan]).sum();
        paid().map(|plan| (plan, shares[plan] / all)).collect()
    }
}

impl<'a, N: Number> Lost<'a, N> {
    /// Nobody yet.
    pub fn new(rates: &'a Rates<N>, segment: usize) -> Self {
        let months = if rates.segments[segment].reactivation == N::ZERO { 0 } else { rates.months + 12 };
        Self { rates, segment, lost: vec![vec![[N::ZERO; 2]; rates.prices.len()]; months] }
    }

    /// Who was lost in the year before the start: each month as many as the opening book is about to lose in one, less
    /// those who have returned since.
    pub fn remember(&mut self, plan: usize, interval: usize, age: usize, heads: N) {
        if self.lost.is_empty() {
            return;
        }
        let rates = &self.rates.segments[self.segment];
        let stay = &rates.stays[rates.level[0]];
        let lost = match interval {
            0 => heads * (N::ONE - stay.monthly[plan][age + 1]),
            _ => heads * (N::ONE - stay.annual[plan][age / 12 * 12 + 12]) / N::from_f64(12.0),
        };
        let mut away = lost;
        for month in self.lost[..12].iter_mut().rev() {
            month[plan][interval] += away;
            away -= away * rates.reactivation;
        }
    }

    /// Customers lost in a month.
    pub fn add(&mut self, month: usize, plan: usize, interval: usize, heads: N) {
        if let Some(lost) = self.lost.get_mut(month + 12) {
            lost[plan][interval] += heads;
        }
    }

    /// Those who return in a month, by the plan and contract they return to; none where nobody ever does.
    pub fn returning(&mut self, month: usize) -> Vec<[N; 2]> {
        let rate = self.rates.segments[self.segment].reactivation;
        if rate == N::ZERO {
            return Vec::new();
        }
        let mut returned = vec![[N::ZERO; 2]; self.rates.prices.len()];
        for from in (0..returned.len()).filter(|plan| !self.rates.free[*plan]) {
            let to = self.rates.returns(self.segment, from, month);
            if to.is_empty() {
                continue;
            }
            let mut back = [N::ZERO; 2];
            for lost in &mut self.lost[month..month + 12] {
                for (back, lost) in back.iter_mut().zip(&mut lost[from]) {
                    let here = *lost * rate;
                    *lost -= here;
                    *back += here;
                }
            }
            for (plan, share) in to {
                returned[plan].iter_mut().zip(back).for_each(|(sum, back)| *sum += back * N::from_f64(share));
            }
        }
        returned
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::month::Month;
    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// Of 1,200 customers who leave at 5 % a month, 60 are lost a month; each month 2 % of those still away return, so
    /// that in the first month 60 × (1 − 0.98¹²) do.
    #[test]
    fn those_lost_before_the_start_can_return() {
        let yearly = 1200.0 * (1.0 - libm::pow(0.95, 12.0)) / 12.0;
        for (interval, age_to, lost) in [("monthly", 0, 60.0), ("annual", 11, yearly)] {
            let returned = lost * (1.0 - libm::pow(0.98, 12.0));
            let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
            document["base"]["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": interval,
                "age_from": 0, "age_to": age_to, "customers": 1200}});
            document["base"]["plans"]["team"]["churn_factor"] = json!(1);
            let mid = &mut document["base"]["segments"]["mid"];
            mid["retention"] = json!({"curve": "constant", "churn_monthly": 0.05});
            mid["reactivation"] = json!(0.02);
            mid["failed_payments"] = json!(0);
            let projection = project(&check_value(&document).unwrap(), None);
            let segments = projection.flows.segments;
            let back: f64 =
                projection.flows.cells[..segments * projection.flows.plans].iter().map(|cell| cell.reactivated).sum();
            assert!((back - returned).abs() < 1e-9, "{interval}: {back}");
        }
    }

    /// The same 60 a month, lost from a plan that is closed from the second month on: they return to its successor, and
    /// without one to the plans on the list, as new customers choose among them.
    #[test]
    fn those_lost_from_a_closed_plan_return_to_another() {
        for successor in [Some("pro"), None] {
            let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
            document["base"]["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": "monthly",
                "age_from": 0, "age_to": 0, "customers": 1200}});
            let start: Month = document["start"].as_str().unwrap().parse().unwrap();
            let team = &mut document["base"]["plans"]["team"];
            team["churn_factor"] = json!(1);
            team["closed"] = json!(start.plus(1).to_string());
            if let Some(successor) = successor {
                document["base"]["plans"]["team"]["successor"] = json!(successor);
            }
            for channel in document["base"]["channels"].as_object_mut().unwrap().values_mut() {
                channel["source"] = json!({"kind": "organic", "prospects": 0});
            }
            let mid = &mut document["base"]["segments"]["mid"];
            mid["retention"] = json!({"curve": "constant", "churn_monthly": 0.05});
            mid["reactivation"] = json!(0.02);
            mid["failed_payments"] = json!(0);
            let projection = project(&check_value(&document).unwrap(), None);
            let back = |t: usize, id: &str| {
                let plan = projection.case.last().plans.get_index_of(id).unwrap();
                projection.flows.cells[projection.flows.at(t, 1, plan)].reactivated
            };
            let first = 60.0 * (1.0 - libm::pow(0.98, 12.0));
            assert!((back(0, "team") - first).abs() < 1e-9, "it is open yet");
            // Of those lost in the eleven months before the start a share is still away, and so are 60 of the first month.
            let away = (0..12).map(|months| 60.0 * libm::pow(0.98, f64::from(months))).sum::<f64>();
            let all: f64 = projection.case.last().plans.keys().map(|id| back(1, id)).sum();
            assert!((all - 0.02 * away).abs() < 1e-9 && back(1, "team") == 0.0, "{all} of {away}");
            let pro = projection.case.last().plans.get_index_of("pro").unwrap();
            let shares = &projection.rates.segments[1].shares[1];
            let share = if successor.is_some() { 1.0 } else { shares[pro] / shares.iter().sum::<f64>() };
            assert!(share > 0.0 && (back(1, "pro") - share * all).abs() < 1e-9, "{successor:?}");
        }
    }
}
