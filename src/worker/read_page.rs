//! This file is the job of reading a price page.

use super::job::Job;
use super::job::Shelf;
use super::job::Step;
use crate::exchange::file;
use crate::exchange::import::Report;
use crate::exchange::import::import;
use crate::month::Month;

/// A price page to be read, its first month, and its bytes.
pub struct PricePage {
    today: Month,
    bytes: Vec<u8>,
}

/// The text of the workspace it makes with the report, or why it makes none.
pub type Imported = Result<(String, Report), String>;

impl Job for PricePage {
    const NAME: &'static str = "price-page";
    type Question = Month;
    type Answer = Imported;

    fn begin(today: Month, bytes: Vec<u8>) -> Self {
        Self { today, bytes }
    }

    fn step(&mut self, _: &mut Shelf) -> Step<Imported> {
        let imported = import(&self.bytes, self.today);
        Step::done(match imported {
            Ok((workspace, report)) => Ok((file::write(&workspace), report)),
            Err(error) => Err(error.to_string()),
        })
    }
}
