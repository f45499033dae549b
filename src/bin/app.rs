//! This file starts the page.

fn main() {}
