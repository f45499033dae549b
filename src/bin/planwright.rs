//! This file starts the command line.

fn main() {}
