//! This file lists the jobs the worker takes.

use super::job::Entry;
use super::list;
use super::price_list::PriceList;
use super::read_page::PricePage;

/// Every job.
pub const JOBS: &[Entry] = &[
    Entry::of::<PricePage>(),
    Entry::of::<PriceList>(),
    Entry::of::<list::Rerate>(),
    Entry::of::<list::Look>(),
    Entry::of::<list::Save>(),
    Entry::of::<list::Forget>(),
];
