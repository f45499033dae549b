//! This file holds what add-ons bring to the expected bill of one customer, and what lies between two such.

use crate::number::Number;

/// What the add-ons of one version of a plan add to the expected bill of one customer, by age.
#[derive(Clone, Debug)]
pub struct Extra<N> {
    /// Recurring money a month.
    pub recurring: Vec<N>,
    /// Usage money a month.
    pub usage: Vec<N>,
    /// What they leave a customer on average, money a month.
    pub surplus: f64,
    /// Each add-on with the share of customers who take it.
    pub shares: Vec<(String, f64)>,
    /// Of a new customer's recurring and usage money for them, what follows the units it has.
    pub follows: (N, N),
}

impl<N: Number> Extra<N> {
    /// Nothing, where there are no add-ons.
    fn none(ages: usize) -> Self {
        let (none, follows) = (vec![N::ZERO; ages], (N::ZERO, N::ZERO));
        Self { recurring: none.clone(), usage: none, surplus: 0.0, shares: Vec::new(), follows }
    }

    /// What lies the share `part` of the way from one to another, either of which may be missing.
    pub(super) fn between(from: Option<&Self>, to: Option<&Self>, part: N) -> Option<Self> {
        let ages = from.or(to)?.recurring.len();
        let none = Self::none(ages);
        let (from, to) = (from.unwrap_or(&none), to.unwrap_or(&none));
        let money = |from: &N, to: &N| *from + (*to - *from) * part;
        let all = |from: &[N], to: &[N]| from.iter().zip(to).map(|(from, to)| money(from, to)).collect();
        let number = |from: f64, to: f64| from + (to - from) * part.to_f64();
        let of = |shares: &[(String, f64)], id: &String| {
            shares.iter().find(|(other, _)| other == id).map_or(0.0, |(_, share)| *share)
        };
        let gone = from.shares.iter().filter(|(id, _)| !to.shares.iter().any(|(other, _)| other == id));
        let ids = to.shares.iter().chain(gone).map(|(id, _)| id);
        Some(Self {
            recurring: all(&from.recurring, &to.recurring),
            usage: all(&from.usage, &to.usage),
            surplus: number(from.surplus, to.surplus),
            shares: ids.map(|id| (id.clone(), number(of(&from.shares, id), of(&to.shares, id)))).collect(),
            follows: (money(&from.follows.0, &to.follows.0), money(&from.follows.1, &to.follows.1)),
        })
    }
}
