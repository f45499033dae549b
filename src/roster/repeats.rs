//! This file counts customers whose name stood in a list before, in memory that does not grow without end.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::hash::RandomState;

/// Names remembered: what is repeated later than that is not noticed.
pub const REMEMBERED: usize = 1_000_000;

/// Names seen, each as a number of 64 bits.
#[derive(Debug, Default)]
pub struct Repeats {
    names: HashSet<u64>,
    hasher: RandomState,
    repeated: usize,
}

impl Repeats {
    /// Notes a name.
    pub fn add(&mut self, name: &str) {
        let name = self.hasher.hash_one(name);
        let known = match self.names.len() < REMEMBERED {
            true => !self.names.insert(name),
            false => self.names.contains(&name),
        };
        self.repeated += usize::from(known);
    }

    /// How many stood there before.
    pub fn count(&self) -> usize {
        self.repeated
    }

    /// Whether all names were remembered.
    pub fn whole(&self) -> bool {
        self.names.len() < REMEMBERED
    }
}
