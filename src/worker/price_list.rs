//! This file is the job of writing the price list of a scenario for other programs.

use serde::Deserialize;
use serde::Serialize;

use super::job::Job;
use super::job::Shelf;
use super::job::Step;
use crate::exchange::export::export;
use crate::exchange::file;
use crate::month::Month;

/// What to write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wanted {
    /// The id of the format.
    pub format: String,
    /// The scenario; none is the base.
    pub scenario: Option<String>,
    /// The month it is.
    pub today: Month,
}

/// A price list to be written; beside it the text of the workspace.
pub struct PriceList {
    wanted: Wanted,
    bytes: Vec<u8>,
}

/// The text of the file and what it does not hold, or why there is none.
pub type Exported = Result<(String, Vec<String>), String>;

impl Job for PriceList {
    const NAME: &'static str = "price-list";
    type Question = Wanted;
    type Answer = Exported;

    fn begin(wanted: Wanted, bytes: Vec<u8>) -> Self {
        Self { wanted, bytes }
    }

    fn step(&mut self, _: &mut Shelf) -> Step<Exported> {
        let Wanted { format, scenario, today } = &self.wanted;
        Step::done(match file::read(&self.bytes) {
            Ok(workspace) => {
                let exported = export(format, &workspace, scenario.as_deref(), *today);
                exported.ok_or_else(|| format!("there is no format {format:?}"))
            }
            Err(error) => Err(error.to_string()),
        })
    }
}
