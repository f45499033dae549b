//! This file holds the words that say what kind an answer of the worker is.

/// The worker has started and listens; the answer to nobody's question.
pub const READY: &str = "ready";

/// How far the work is, 0..=1.
pub const PROGRESS: &str = "progress";

/// The answer itself.
pub const DONE: &str = "done";

/// The question could not be read, or names no job.
pub const REFUSED: &str = "refused";

/// The worker cannot go on, and says why as far as it can.
pub const DIED: &str = "died";
