//! This file starts the worker, which does what would keep the page from answering.

fn main() {
    planwright::worker::serve();
}
