//! This file holds the table of one customer's expected bill by months of age, which is what the cohorts run on.

use crate::number::Number;

use super::extra::Extra;

/// The end of terms that customers came with, a coupon or a year of a ramp: a change of their bill.
#[derive(Clone, Copy, Debug)]
pub struct Rise<N> {
    /// Age in months from which on they no longer hold.
    pub age: usize,
    /// The coupon of those whose bill changes, by its place among the version's; none of those who came without.
    pub coupon: Option<usize>,
    /// Their share of the customers of that age.
    pub share: f64,
    /// Money a month that each of them would still pay, usage included, at the size of that age.
    pub before: N,
    /// Money a month that each of them pays more.
    pub more: N,
}

/// The expected bill of one customer by months of age, on one version of a plan under one contract.
#[derive(Clone, Debug)]
pub struct Table<N> {
    /// Recurring money a month; the customer's part of MRR.
    pub recurring: Vec<N>,
    /// Usage money a month.
    pub usage: Vec<N>,
    /// Taken off once, in the month of acquisition, and no part of the above.
    pub once: N,
    /// What a new customer weighs in a choice: the plan's own bill a month, what coupons take off spread over a year.
    pub weighed: N,
    /// Whether the bill can change between two anniversaries.
    pub restless: bool,
    /// The part of it that is for add-ons, where the plan has any.
    pub add_ons: Option<Box<Extra<N>>>,
    /// Where terms end for some of the customers, in order of age.
    pub rises: Vec<Rise<N>>,
    /// Of the recurring and of the usage money, the share that follows the units a customer has (see [`super::bills::Bill`]);
    /// nothing where nobody cuts any.
    pub follows: (N, N),
}

impl<N: Number> Table<N> {
    /// Adds what is expected to be paid for add-ons.
    pub fn take_on(&mut self, extra: Extra<N>) {
        let share = |saved: N, all: N| if all > N::ZERO { saved / all } else { N::ZERO };
        let own = (self.recurring[0] * self.follows.0, self.usage[0] * self.follows.1);
        self.follows = (
            share(own.0 + extra.follows.0, self.recurring[0] + extra.recurring[0]),
            share(own.1 + extra.follows.1, self.usage[0] + extra.usage[0]),
        );
        self.recurring.iter_mut().zip(&extra.recurring).for_each(|(whole, part)| *whole += *part);
        self.usage.iter_mut().zip(&extra.usage).for_each(|(whole, part)| *whole += *part);
        self.add_ons = Some(Box::new(extra));
    }

    /// The bill a month at an age as a customer feels it in a choice: for the plan itself, less what its add-ons leave.
    pub fn felt(&self, age: usize) -> N {
        self.own(age) - N::from_f64(self.surplus())
    }

    /// The bill a month at an age for the plan itself, usage included.
    pub fn own(&self, age: usize) -> N {
        let (recurring, usage) = (self.recurring[age], self.usage[age]);
        // Part by part, so that nothing is left of a plan that costs nothing.
        self.add_ons
            .as_ref()
            .map_or(recurring + usage, |extra| (recurring - extra.recurring[age]) + (usage - extra.usage[age]))
    }

    /// What its add-ons leave a customer on average, money a month.
    pub fn surplus(&self) -> f64 {
        self.add_ons.as_ref().map_or(0.0, |extra| extra.surplus)
    }

    /// The end of the same terms as that of another version.
    fn rising(&self, other: &Rise<N>) -> Option<Rise<N>> {
        self.rises.iter().find(|rise| (rise.age, rise.coupon) == (other.age, other.coupon)).copied()
    }

    /// The bill, add-ons included, after `taken` of `of` equal steps from `self` to `to`; no step is rounded.
    pub fn towards(&self, to: &Self, taken: u32, of: u32) -> Self {
        let share = N::from_f64(f64::from(taken)) / N::from_f64(f64::from(of));
        let between =
            |from: &[N], to: &[N]| from.iter().zip(to).map(|(from, to)| *from + (*to - *from) * share).collect();
        let (recurring, usage): (Vec<N>, Vec<N>) =
            (between(&self.recurring, &to.recurring), between(&self.usage, &to.usage));
        let add_ons = Extra::between(self.add_ons.as_deref(), to.add_ons.as_deref(), share);
        let sold = add_ons.as_ref().map_or(N::ZERO, |extra| extra.recurring[0] + extra.usage[0]);
        let (once, weighed) = (self.once, recurring[0] + usage[0] - sold);
        let follows = |part: N, from: (N, N), to: (N, N)| {
            let saved = from.0 * from.1 + (to.0 * to.1 - from.0 * from.1) * share;
            if part > N::ZERO { saved / part } else { N::ZERO }
        };
        let follows = (
            follows(recurring[0], (self.recurring[0], self.follows.0), (to.recurring[0], to.follows.0)),
            follows(usage[0], (self.usage[0], self.follows.1), (to.usage[0], to.follows.1)),
        );
        // What terms are taken off is as much on its way as the bill.
        let gone = self.rises.iter().filter(|rise| to.rising(rise).is_none());
        let rise = |rise: &Rise<N>| {
            let still = |table: &Self| Rise { before: table.own(rise.age), more: N::ZERO, ..*rise };
            let [was, is] = [self, to].map(|table| table.rising(rise).unwrap_or_else(|| still(table)));
            let step = |was: N, is: N| was + (is - was) * share;
            Rise { before: step(was.before, is.before), more: step(was.more, is.more), ..*rise }
        };
        let mut rises: Vec<Rise<N>> = to.rises.iter().chain(gone).map(rise).collect();
        rises.sort_by_key(|rise| rise.age);
        Self {
            recurring,
            usage,
            once,
            weighed,
            restless: self.restless,
            add_ons: add_ons.map(Box::new),
            rises,
            follows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rise;
    use super::Table;

    /// Half off for three months, from a bill of $40 and from one of $70: two of three steps on the way it takes $30 off $60.
    #[test]
    fn on_a_step_terms_are_off_the_price_of_the_step() {
        let half_off = |bill: f64| Table {
            recurring: vec![bill / 2.0, bill / 2.0, bill / 2.0, bill],
            usage: vec![0.0; 4],
            once: 0.0,
            weighed: bill,
            restless: true,
            add_ons: None,
            rises: vec![Rise { age: 3, coupon: Some(0), share: 0.4, before: bill / 2.0, more: bill / 2.0 }],
            follows: (0.0, 0.0),
        };
        let step = half_off(40.0).towards(&half_off(70.0), 2, 3);
        assert_eq!(step.recurring, [30.0, 30.0, 30.0, 60.0]);
        assert_eq!((step.rises[0].before, step.rises[0].more, step.rises[0].share), (30.0, 30.0, 0.4));
        // On a list without such terms nothing rises from a bill of $40: at two of three steps two thirds of the rise from $35
        // to $70 are met, on the way back the third that is left.
        let none = Table { recurring: vec![40.0; 4], rises: Vec::new(), ..half_off(40.0) };
        for (step, (before, more)) in [
            (none.towards(&half_off(70.0), 2, 3), (110.0 / 3.0, 70.0 / 3.0)),
            (half_off(70.0).towards(&none, 2, 3), (115.0 / 3.0, 35.0 / 3.0)),
        ] {
            let rise = step.rises[0];
            assert!((rise.before - before).abs() < 1e-12 && (rise.more - more).abs() < 1e-12, "{rise:?}");
            assert!((step.recurring[3] - step.recurring[2] - more).abs() < 1e-12, "it is what the bill rises by");
        }
    }
}
