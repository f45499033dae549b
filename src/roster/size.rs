//! This file learns sizes and negotiated discounts of a segment from those of customers who are there now.
//!
//! Conventions: customers grow with their age, and a segment's size is that of a new one. The mean of a list is divided by
//! the mean growth at the ages of the book it goes into, so that the book as learnt has the mean of the list; of the spread
//! of a list, what the ages alone make is taken out, sizes at the begin and ages taken to be independent.

use crate::projection::Sizes;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Segment;
use crate::workspace::model::Usage;
use crate::workspace::model::Vintage;

/// A sum and a sum of squares of what so many customers have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub count: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    pub fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    pub fn and(self, other: Self) -> Self {
        let Self { count, sum, squares } = other;
        Self { count: self.count + count, sum: self.sum + sum, squares: self.squares + squares }
    }

    /// 0 of nobody.
    pub fn mean(self) -> f64 {
        self.sum / self.count.max(1.0)
    }

    /// Standard deviation of a sample.
    pub fn deviation(self) -> f64 {
        libm::sqrt(((self.squares - self.sum * self.mean()) / (self.count - 1.0).max(1.0)).max(0.0))
    }
}

/// How much the customers of a book have grown since they came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    /// Mean factor on the size of a new customer.
    pub mean: f64,
    /// Mean of its square.
    pub square: f64,
}

impl Growth {
    /// Of a segment's customers who pay, in a meter of which they have `usage`; the book's oldest are of `oldest` months.
    pub fn of(model: &Model, id: &str, (meter, usage): (&str, &Usage), book: &Map<Vintage>, oldest: u32) -> Self {
        let segment = Segment {
            usage: [(meter.to_owned(), Usage { mean: 1.0, ..usage.clone() })].into_iter().collect(),
            ..model.segments[id].clone()
        };
        let at = model.meters.get_index_of(meter).expect("the meter is one of the model's");
        let by_age = Sizes::new(id, &segment, &model.meters, oldest as usize + 1).units(at);
        let (mut heads, mut sum, mut squares) = (0.0, 0.0, 0.0);
        let pays = |vintage: &&Vintage| vintage.segment == id && !model.plans[&vintage.plan].free;
        for vintage in book.values().filter(pays) {
            let ages = &by_age[vintage.age_from as usize..=vintage.age_to as usize];
            let each = vintage.customers / ages.len() as f64;
            heads += vintage.customers;
            sum += each * ages.iter().sum::<f64>();
            squares += each * ages.iter().map(|factor| factor * factor).sum::<f64>();
        }
        if heads > 0.0 { Self { mean: sum / heads, square: squares / heads } } else { Self { mean: 1.0, square: 1.0 } }
    }

    /// The spread of new customers, from that of those who have grown.
    pub fn spread(self, now: f64) -> f64 {
        if self.mean * self.mean == self.square {
            return now;
        }
        libm::sqrt(((1.0 + now * now) * self.mean * self.mean / self.square - 1.0).max(0.0))
    }
}
