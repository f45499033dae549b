//! This file lists the jobs the worker takes.

use super::job::Entry;

/// Every job.
pub const JOBS: &[Entry] = &[];
