//! This file is what customers do at a rise beside leaving or moving: cut units, or leave as a coupon ends.

use planwright::projection::Due;
use planwright::retention::reprice::Repricing;
use planwright::retention::reprice::cut;
use planwright::retention::reprice::reprice;

use super::Cohort;
use super::Segment;

impl Segment<'_> {
    /// The share of a bill that one of the cohort still pays on a plan and version, after what it has cut; and of usage.
    pub(super) fn left(&self, cohort: &Cohort, (plan, version): (usize, usize)) -> (f64, f64) {
        let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
        (1.0 - cohort.cut * table.follows.0, 1.0 - cohort.cut * table.follows.1)
    }

    /// The share of its bill that it pays where it is.
    pub(super) fn paid(&self, cohort: &Cohort) -> f64 {
        self.left(cohort, (cohort.plan, cohort.version)).0
    }

    /// The share of its units that it cuts when it comes to another plan and version.
    pub(super) fn cuts(&self, cohort: &Cohort, to: (usize, usize), age: usize, due: &Due<'_>) -> f64 {
        if due.bound {
            return 0.0;
        }
        let own = |(plan, version)| {
            let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
            table.recurring[age - 1] - table.add_ons.as_ref().map_or(0.0, |extra| extra.recurring[age - 1])
        };
        let (segment, month) = (self.segment(), self.month);
        let attention = due.attention * segment.attention[month];
        cut(segment.cutting[month], attention, segment.loyalty[month], own((cohort.plan, cohort.version)), own(to))
    }

    /// The hazard where coupons end at an age: of those who came with one, as for a rise by what it took off.
    pub(super) fn lapsed(&self, cohort: &Cohort, age: usize, hazard: f64) -> f64 {
        let (segment, annual) = (self.segment(), usize::from(cohort.annual));
        let table = self.rates.table(self.at, cohort.plan, annual, cohort.version, cohort.point);
        let more = table.rises.iter().filter(|rise| rise.age == age).map(|rise| {
            let repricing = Repricing {
                hazard,
                sensitivity: segment.beta[self.month],
                attention: segment.attention[self.month],
                loyalty: segment.loyalty[self.month],
                changes: &[rise.more],
                others: &[],
            };
            rise.share * (reprice(repricing).leave - hazard)
        });
        hazard + more.sum::<f64>()
    }
}
