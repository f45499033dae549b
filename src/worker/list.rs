//! This file holds the jobs of the customer list: re-rate it, look at a window of it, write it as CSV.

use std::io::Cursor;
use std::rc::Rc;

use serde::Deserialize;
use serde::Serialize;

use super::job::Job;
use super::job::Shelf;
use super::job::Step;
use crate::number::Decimal;
use crate::number::Locale;
use crate::roster::Chosen;
use crate::roster::Columns;
use crate::roster::Fault;
use crate::roster::HeadError;
use crate::roster::Kept;
use crate::roster::Learned;
use crate::roster::Learner;
use crate::roster::Line;
use crate::roster::List;
use crate::roster::ListField;
use crate::roster::Rating;
use crate::roster::Repeats;
use crate::roster::Row;
use crate::roster::Tally;
use crate::roster::When;
use crate::roster::Window;
use crate::roster::blank;
use crate::roster::cases;
use crate::roster::fields;
use crate::roster::unsaid;
use crate::workspace::Workspace;

/// Rows read and billed between two looks at the clock.
const ROWS: usize = 256;
/// Faults told one by one; all rows are counted.
const TOLD: usize = 200;
/// Rows of the preview.
const PREVIEWED: usize = 3;

/// Re-rates a list.
pub struct Rerate {
    question: Rerating,
    bytes: Option<Rc<[u8]>>,
    work: Option<Work>,
}

/// What to re-rate, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rerating {
    /// The document.
    pub workspace: Workspace,
    /// Which list: one that the worker does not hold must come beside the question.
    pub list: String,
    /// Columns as a person chose them.
    pub chosen: Chosen,
    /// The language tag whose numbers the list has.
    pub tag: String,
    /// Which bill is meant.
    pub when: When,
    /// The rise that counts, as a share of the bill.
    pub over: Decimal,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rerated {
    /// The worker does not hold the list: ask again with it.
    Missing,
    /// It is no customer list.
    Refused {
        /// Why.
        error: HeadError,
        /// What columns may say.
        fields: Vec<ListField>,
    },
    /// The list and its bills.
    Rated(Box<Rated>),
}

/// A list that was re-rated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    /// What columns may say.
    pub fields: Vec<ListField>,
    /// Which column says what.
    pub columns: Columns,
    /// Its first rows, as they stand.
    pub preview: Vec<Vec<String>>,
    /// What people call the cases it was rated in.
    pub cases: Vec<String>,
    /// What it comes to.
    pub tally: Tally,
    /// What the list leaves open, in sentences.
    pub unsaid: Vec<String>,
    /// Rows left out.
    pub wrong: usize,
    /// What is wrong with the first of them.
    pub faults: Vec<Fault>,
    /// Customers whose name stood in the list before.
    pub repeated: usize,
    /// What the list says about segments.
    pub learned: Learned,
}

/// The bytes of a list, kept until another comes.
struct Held {
    list: String,
    bytes: Rc<[u8]>,
}

/// Re-rating under way.
struct Work {
    list: List<Cursor<Rc<[u8]>>>,
    rating: Rating,
    rated: Rated,
    kept: Kept,
    learner: Learner,
    bills: Vec<i64>,
    repeats: Repeats,
    /// The size of the list, in bytes.
    size: usize,
}

impl Job for Rerate {
    const NAME: &'static str = "list/rerate";
    type Question = Rerating;
    type Answer = Rerated;

    fn begin(question: Rerating, bytes: Vec<u8>) -> Self {
        let bytes = (!bytes.is_empty()).then(|| bytes.into());
        Self { question, bytes, work: None }
    }

    fn step(&mut self, shelf: &mut Shelf) -> Step<Rerated> {
        let Some(work) = &mut self.work else { return self.open(shelf) };
        for _ in 0..ROWS {
            if !work.row() {
                let work = self.work.take().expect("it is under way");
                return Step::done(work.finish(&self.question.workspace, shelf));
            }
        }
        Step::more(work.list.bytes() as usize, work.size)
    }
}

impl Rerate {
    fn open(&mut self, shelf: &mut Shelf) -> Step<Rerated> {
        let Rerating { workspace, list: name, chosen, tag, when, over } = &self.question;
        if let Some(bytes) = self.bytes.take() {
            shelf.keep(Held { list: name.clone(), bytes });
        }
        let Some(held) = shelf.kept::<Held>().filter(|held| held.list == *name) else {
            return Step::done(Rerated::Missing);
        };
        let (bytes, size) = (held.bytes.clone(), held.bytes.len());
        let list = match List::open(Cursor::new(bytes), workspace, chosen, Locale::from_tag(tag)) {
            Ok(list) => list,
            Err(error) => return Step::done(Rerated::Refused { error, fields: fields(&workspace.base) }),
        };
        let cases = cases(workspace);
        let rating = Rating::new(workspace, &cases, *when);
        let rated = Rated {
            fields: list.fields().to_vec(),
            columns: list.columns().clone(),
            preview: Vec::new(),
            cases: cases.iter().map(|case| crate::roster::name(workspace, case)).collect(),
            unsaid: unsaid(workspace, list.columns(), &cases),
            tally: Tally::new(workspace, list.columns(), rating.caps(), *over),
            wrong: 0,
            faults: Vec::new(),
            repeated: 0,
            learned: Learned::default(),
        };
        let kept = Kept::new(cases.len());
        let learner = Learner::new(workspace, list.columns());
        let (bills, repeats) = (Vec::new(), Repeats::default());
        self.work = Some(Work { list, rating, rated, kept, learner, bills, repeats, size });
        Step::more(0, size)
    }
}

impl Work {
    /// Reads and bills one row; false at the end.
    fn row(&mut self) -> bool {
        let row = self.list.advance();
        if row != Row::End && self.rated.preview.len() < PREVIEWED {
            self.rated.preview.push(self.list.cells().collect());
        }
        match row {
            Row::End => return false,
            Row::Wrong => self.leave_out(None),
            Row::Good => {
                let customer = self.list.customer();
                match self.rating.bill(customer, &mut self.bills) {
                    Err(fault) => self.leave_out(Some(fault)),
                    Ok(()) => {
                        self.rated.tally.add(customer, &mut self.bills, &self.rating);
                        self.kept.push(customer, &self.bills);
                        self.learner.add(customer, self.bills[0]);
                        self.repeats.add(&customer.name);
                    }
                }
            }
        }
        true
    }

    fn leave_out(&mut self, fault: Option<Fault>) {
        self.rated.wrong += 1;
        let faults = fault.as_ref().map_or(self.list.faults(), std::slice::from_ref);
        let room = TOLD.saturating_sub(self.rated.faults.len());
        self.rated.faults.extend(faults.iter().take(room).cloned());
    }

    fn finish(self, workspace: &Workspace, shelf: &mut Shelf) -> Rerated {
        let Self { list, mut rated, kept, learner, repeats, .. } = self;
        rated.unsaid.extend(blank(workspace, list.blank()));
        rated.repeated = repeats.count();
        rated.tally = rated.tally.finish();
        rated.learned = learner.finish(workspace);
        shelf.keep(kept);
        Rerated::Rated(Box::new(rated))
    }
}

/// Looks at a window of the list re-rated last.
pub struct Look(Window);

impl Job for Look {
    const NAME: &'static str = "list/look";
    type Question = Window;
    /// How many rows there are in all, and those of the window; none where the worker holds no list (any more).
    type Answer = Option<(usize, Vec<Line>)>;

    fn begin(window: Window, _: Vec<u8>) -> Self {
        Self(window)
    }

    fn step(&mut self, shelf: &mut Shelf) -> Step<Self::Answer> {
        Step::done(shelf.kept::<Kept>().map(|kept| kept.window(&self.0)))
    }
}

/// Writes what a table shows as CSV; it comes as bytes.
pub struct Save(Saving);

/// What to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    /// Which customers, in which order; every row of it is written.
    pub window: Window,
    /// Names of the plans of the base.
    pub plans: Vec<String>,
    /// Names of the segments of the base.
    pub segments: Vec<String>,
    /// Decimals of the currency.
    pub places: u32,
}

impl Job for Save {
    const NAME: &'static str = "list/save";
    type Question = Saving;
    type Answer = ();

    fn begin(saving: Saving, _: Vec<u8>) -> Self {
        Self(saving)
    }

    fn step(&mut self, shelf: &mut Shelf) -> Step<()> {
        let Saving { window, plans, segments, places } = &self.0;
        let bytes = shelf.kept::<Kept>().map(|kept| kept.csv(window, plans, segments, *places));
        Step::Done { answer: (), bytes: bytes.unwrap_or_default() }
    }
}

/// Forgets every list, its bills included.
pub struct Forget;

impl Job for Forget {
    const NAME: &'static str = "list/forget";
    type Question = ();
    type Answer = ();

    fn begin((): (), _: Vec<u8>) -> Self {
        Self
    }

    fn step(&mut self, shelf: &mut Shelf) -> Step<()> {
        shelf.take::<Held>();
        shelf.take::<Kept>();
        Step::done(())
    }
}
