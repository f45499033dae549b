//! This file reads survivors as they are typed or pasted, and fits the curves to them.

use std::fmt;

use serde_json::Value;

use crate::retention::Cohort;
use crate::retention::Fit;
use crate::retention::FitError;
use crate::retention::fit;
use crate::retention::paste;
use crate::retention::paste::PasteError;

/// Customers that shares are taken of.
pub const AT_RISK: f64 = 1000.0;
/// The most months of survivors a document holds.
const MOST: usize = 121;

/// What stands in the paste area, before it is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The text; none while it shows what the document holds.
    pub text: Option<String>,
    /// Months from one row to the next; 0 stands for 1.
    pub every: usize,
}

/// Survivors with the curves that fit them.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The fit, by month.
    pub fit: Fit,
    /// Whether shares were pasted rather than counts.
    pub shares: bool,
    /// Counts month by month, where every month is there and the document can hold them.
    pub counts: Option<Vec<f64>>,
}

/// Why there is no fit.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadError {
    /// Nothing to read.
    Empty,
    /// The text is not a column of survivors.
    Paste(PasteError),
    /// The survivors allow no fit.
    Fit(FitError),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing pasted yet"),
            Self::Paste(error) => error.fmt(f),
            Self::Fit(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

impl Draft {
    /// Months from one row to the next.
    pub fn every(&self) -> usize {
        self.every.max(1)
    }

    /// Whether something else than the document's survivors is being tried.
    pub fn is_tried(&self) -> bool {
        self.text.is_some()
    }

    /// The text shown: the draft's, else one count of the document a line.
    pub fn shown(&self, counted: Option<&Value>) -> String {
        self.text.clone().unwrap_or_else(|| {
            let counts = counted.and_then(Value::as_array).into_iter().flatten();
            counts.map(|count| count.to_string()).collect::<Vec<_>>().join("\n")
        })
    }
}

/// The survivors of a draft, or of the document where nothing is being tried, with their fit.
///
/// # Errors
/// [`ReadError`].
pub fn read(draft: &Draft, counted: Option<&Value>) -> Result<Reading, ReadError> {
    let text = draft.shown(counted);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let pasted = paste(&text).map_err(ReadError::Paste)?;
    let mut cohort: Cohort = pasted.cohort(AT_RISK);
    for (period, _) in &mut cohort.counts {
        *period *= draft.every();
    }
    let fit = fit(std::slice::from_ref(&cohort)).map_err(ReadError::Fit)?;
    let monthly = cohort.counts.len() <= MOST && cohort.counts.iter().enumerate().all(|(at, (month, _))| at == *month);
    let counts = monthly.then(|| cohort.counts.iter().map(|(_, count)| libm::round(count * 1e6) / 1e6).collect());
    Ok(Reading { fit, shares: pasted.shares, counts })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn published_survivors_give_the_published_curve() {
        // Fader & Hardie (2007), table 1 and section 3: "regular" customers over seven years.
        let text = "100%\n63.1%\n46.8%\n38.2%\n32.6%\n28.9%\n26.2%\n24.1%";
        let reading = read(&Draft { text: Some(text.into()), every: 1 }, None).unwrap();
        assert!((reading.fit.alpha - 0.704).abs() < 0.002, "{:?}", reading.fit);
        assert!((reading.fit.beta - 1.182).abs() < 0.003, "{:?}", reading.fit);
        assert_eq!(reading.counts.map(|counts| counts[1]), Some(631.0));
    }

    #[test]
    fn rows_of_years_are_placed_at_their_months() {
        let text = "1000\n800\n700\n640";
        let reading = read(&Draft { text: Some(text.into()), every: 12 }, None).unwrap();
        assert_eq!(reading.fit.observed.last().map(|(month, _)| *month), Some(36));
        assert_eq!(reading.counts, None);
    }

    #[test]
    fn without_a_draft_the_document_speaks() {
        let counted = json!([1000, 869.5, 743, 653]);
        let reading = read(&Draft::default(), Some(&counted)).unwrap();
        assert_eq!(reading.counts, Some(vec![1000.0, 869.5, 743.0, 653.0]));
        assert_eq!(read(&Draft::default(), None), Err(ReadError::Empty));
        assert!(matches!(read(&Draft { text: Some("a\nb".into()), every: 1 }, None), Err(ReadError::Paste(_))));
        assert!(matches!(read(&Draft { text: Some("10\n9".into()), every: 1 }, None), Err(ReadError::Fit(_))));
    }
}
