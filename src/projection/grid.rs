//! This file holds a table of numbers by month: one row of equal length for each.

use std::ops::Index;

/// Rows of equal length, one after the other in one piece of memory. `grid[row]` is the row.
#[derive(Clone, Debug)]
pub struct Grid<N> {
    width: usize,
    values: Vec<N>,
}

impl<N: Copy> Grid<N> {
    /// Nothing yet, with room for `rows` rows of `width`.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { width, values: Vec::with_capacity(rows * width) }
    }

    /// Adds a row, as long as the others.
    pub fn push(&mut self, row: impl IntoIterator<Item = N>) {
        self.values.extend(row);
        debug_assert!(self.values.len().is_multiple_of(self.width.max(1)), "rows are of equal length");
    }

    /// Adds the last row again.
    pub fn repeat(&mut self) {
        self.values.extend_from_within(self.values.len() - self.width..);
    }
}

impl<N> Index<usize> for Grid<N> {
    type Output = [N];

    fn index(&self, row: usize) -> &[N] {
        &self.values[row * self.width..(row + 1) * self.width]
    }
}
