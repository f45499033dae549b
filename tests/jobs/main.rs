//! This file replays three real price changes on the templates and compares what comes out with what was published.
#![allow(clippy::unwrap_used)]

mod buffer;
mod gitlab;
mod notion;
mod replay;
mod rollout;
mod terms;
