//! This file says what a job is: a question answered in steps, so that newer work and a cancel are heard in between.

use std::any::Any;
use std::any::TypeId;
use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Work that the page leaves to the worker. It computes nothing of its own: it asks pure modules.
pub trait Job: Sized + 'static {
    /// What the job is called on the line between page and worker.
    const NAME: &'static str;
    /// What the page asks.
    type Question: Serialize + DeserializeOwned;
    /// What the worker answers.
    type Answer: Serialize + DeserializeOwned;

    /// Takes up the work; `bytes` came beside the question.
    fn begin(question: Self::Question, bytes: Vec<u8>) -> Self;

    /// Does a little of it, some milliseconds at most where it can be parted.
    fn step(&mut self, shelf: &mut Shelf) -> Step<Self::Answer>;
}

/// How far a job is after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<A> {
    /// There is more to do.
    More {
        /// How much of it is done, 0..=1.
        share: Share,
    },
    /// It is done.
    Done {
        /// The answer.
        answer: A,
        /// What travels beside it, as the bytes of a file.
        bytes: Vec<u8>,
    },
}

/// A share in thousandths: as fine as a bar can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// `done` of `all`; nothing of nothing is all of it.
    pub fn of(done: usize, all: usize) -> Self {
        if done >= all { Self(1000) } else { Self((done as u64 * 1000 / all as u64) as u16) }
    }

    /// The share, 0..=1.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

impl<A> Step<A> {
    /// `done` of `all` is done, and there is more to do.
    pub fn more(done: usize, all: usize) -> Self {
        Self::More { share: Share::of(done, all) }
    }

    /// The answer with nothing beside it.
    pub fn done(answer: A) -> Self {
        Self::Done { answer, bytes: Vec::new() }
    }
}

/// What one job leaves for the next: one value of each type, in the worker's memory until it ends.
#[derive(Debug, Default)]
pub struct Shelf {
    kept: HashMap<TypeId, Box<dyn Any>>,
}

impl Shelf {
    /// Keeps a value, in place of the one of its type.
    pub fn keep<T: 'static>(&mut self, value: T) {
        self.kept.insert(TypeId::of::<T>(), Box::new(value));
    }

    /// The value of a type, if one is kept.
    pub fn kept<T: 'static>(&mut self) -> Option<&mut T> {
        self.kept.get_mut(&TypeId::of::<T>())?.downcast_mut()
    }

    /// Takes the value of a type away.
    pub fn take<T: 'static>(&mut self) -> Option<T> {
        self.kept.remove(&TypeId::of::<T>())?.downcast().ok().map(|value| *value)
    }
}

/// What takes up the work that a question in JSON, and the bytes beside it, ask for.
type Begin = fn(&str, Vec<u8>) -> Result<Box<dyn Running>, serde_json::Error>;

/// A job of the list, its types left behind.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The job's name.
    pub name: &'static str,
    /// Takes up the work that a question in JSON asks for.
    pub begin: Begin,
}

impl Entry {
    /// The entry of a job.
    pub const fn of<J: Job>() -> Self {
        Self { name: J::NAME, begin: begin::<J> }
    }
}

fn begin<J: Job>(question: &str, bytes: Vec<u8>) -> Result<Box<dyn Running>, serde_json::Error> {
    Ok(Box::new(J::begin(serde_json::from_str(question)?, bytes)))
}

/// A job under way, its answer in JSON.
pub trait Running {
    /// See [`Job::step`].
    fn step(&mut self, shelf: &mut Shelf) -> Step<String>;
}

impl<J: Job> Running for J {
    fn step(&mut self, shelf: &mut Shelf) -> Step<String> {
        match Job::step(self, shelf) {
            Step::More { share } => Step::More { share },
            Step::Done { answer, bytes } => {
                let answer = serde_json::to_string(&answer).expect("an answer has only text for keys");
                Step::Done { answer, bytes }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts the bytes beside the question, one a step, and keeps the number.
    struct Counting {
        from: usize,
        bytes: Vec<u8>,
        counted: usize,
    }

    impl Job for Counting {
        const NAME: &'static str = "counting";
        type Question = usize;
        type Answer = usize;

        fn begin(from: usize, bytes: Vec<u8>) -> Self {
            Self { from, bytes, counted: 0 }
        }

        fn step(&mut self, shelf: &mut Shelf) -> Step<usize> {
            if self.counted < self.bytes.len() {
                self.counted += 1;
                return Step::more(self.counted, self.bytes.len());
            }
            let before = shelf.take::<usize>().unwrap_or_default();
            shelf.keep(before + self.counted);
            Step::Done { answer: self.from + before + self.counted, bytes: std::mem::take(&mut self.bytes) }
        }
    }

    #[test]
    fn a_job_is_done_in_steps_and_leaves_something_for_the_next() {
        let (entry, mut shelf) = (Entry::of::<Counting>(), Shelf::default());
        for expected in ["9", "11"] {
            let mut running = (entry.begin)("7", vec![1, 2]).unwrap();
            assert_eq!(running.step(&mut shelf), Step::more(1, 2));
            assert_eq!(running.step(&mut shelf), Step::more(2, 2));
            assert_eq!(running.step(&mut shelf), Step::Done { answer: expected.into(), bytes: vec![1, 2] });
        }
        assert_eq!(shelf.kept::<usize>(), Some(&mut 4));
        assert!((entry.begin)("\"seven\"", Vec::new()).is_err());
        assert!(shelf.kept::<u8>().is_none());
    }

    #[test]
    fn shares_lie_between_nothing_and_all() {
        for (done, all, share) in [(0, 3, 0.0), (1, 3, 0.333), (3, 3, 1.0), (4, 3, 1.0), (0, 0, 1.0)] {
            assert_eq!(Share::of(done, all).value(), share, "{done} of {all}");
        }
    }
}
