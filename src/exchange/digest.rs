//! This file holds the headline figures a link carries, so that whoever opens it knows whether they still come out.

use rust_decimal::Decimal;

/// One figure as it was when the link was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Id of the scenario; empty for the base.
    pub scenario: String,
    /// Id of the metric.
    pub metric: String,
    /// The figure in full, as `1234567.89` or `n/a`.
    pub text: String,
}

/// A figure that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Id of the scenario; empty for the base.
    pub scenario: String,
    /// Id of the metric.
    pub metric: String,
    /// What it was when shared.
    pub shared: String,
    /// What it is now; `None` if there is no such scenario or metric any more.
    pub now: Option<String>,
}

/// The shared figures that differ from those of now, in the order shared. `1.50` is the same as `1.5`.
pub fn differences(shared: &[Figure], now: &[Figure]) -> Vec<Difference> {
    let same = |a: &Figure, b: &Figure| match (a.text.parse::<Decimal>(), b.text.parse::<Decimal>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.text == b.text,
    };
    let mut differences = Vec::new();
    for figure in shared {
        let again = now.iter().find(|other| other.scenario == figure.scenario && other.metric == figure.metric);
        if !again.is_some_and(|again| same(figure, again)) {
            differences.push(Difference {
                scenario: figure.scenario.clone(),
                metric: figure.metric.clone(),
                shared: figure.text.clone(),
                now: again.map(|again| again.text.clone()),
            });
        }
    }
    differences
}

/// The figures as text: a line of metrics, then a line of figures for each scenario, cells parted by tabs.
/// Tabs and line feeds inside a cell become blanks; a scenario and metric given twice keep the last figure.
pub fn write(figures: &[Figure]) -> String {
    let clean = |text: &str| text.replace(['\t', '\n'], " ");
    let mut metrics: Vec<&str> = Vec::new();
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for figure in figures {
        let column = metrics.iter().position(|metric| *metric == figure.metric).unwrap_or_else(|| {
            metrics.push(&figure.metric);
            metrics.len() - 1
        });
        let row = rows.iter().position(|(scenario, _)| *scenario == figure.scenario).unwrap_or_else(|| {
            rows.push((&figure.scenario, Vec::new()));
            rows.len() - 1
        });
        let cells = &mut rows[row].1;
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = clean(&figure.text);
    }
    let mut text = metrics.iter().map(|metric| clean(metric)).collect::<Vec<_>>().join("\t");
    for (scenario, cells) in &rows {
        text.push('\n');
        text.push_str(&clean(scenario));
        for cell in cells {
            text.push('\t');
            text.push_str(cell);
        }
    }
    text
}

/// The figures of a text that [`write`] wrote; cells without a metric and empty cells are passed over.
pub fn read(text: &str) -> Vec<Figure> {
    let mut lines = text.split('\n');
    let metrics: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut figures = Vec::new();
    for line in lines {
        let (scenario, cells) = line.split_once('\t').unwrap_or((line, ""));
        for (metric, cell) in metrics.iter().zip(cells.split('\t')) {
            if !cell.is_empty() {
                let (scenario, metric) = (scenario.to_owned(), (*metric).to_owned());
                figures.push(Figure { scenario, metric, text: cell.to_owned() });
            }
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn figure(scenario: &str, metric: &str, text: &str) -> Figure {
        Figure { scenario: scenario.into(), metric: metric.into(), text: text.into() }
    }

    #[test]
    fn differing_figures_are_listed() {
        let shared = [
            figure("", "arr", "120.50"),
            figure("", "nrr", "n/a"),
            figure("up", "arr", "130"),
            figure("old", "arr", "1"),
        ];
        let now = [
            figure("", "arr", "120.5"),
            figure("", "nrr", "n/a"),
            figure("up", "arr", "131"),
            figure("new", "arr", "1"),
        ];
        let listed = differences(&shared, &now);
        let rows: Vec<_> = listed.iter().map(|d| (d.scenario.as_str(), d.shared.as_str(), d.now.as_deref())).collect();
        assert_eq!(rows, [("up", "130", Some("131")), ("old", "1", None)]);
        assert_eq!(differences(&shared, &shared), []);
    }

    #[test]
    fn cells_stay_cells() {
        assert_eq!(write(&[]), "");
        assert_eq!(read(""), []);
        let gaps = [figure("", "arr", "1"), figure("up", "cash", "2")];
        assert_eq!(write(&gaps), "arr\tcash\n\t1\nup\t\t2");
        assert_eq!(read(&write(&gaps)), gaps);
        assert_eq!(read(&write(&[figure("a\tb", "c\nd", "e\t")])), [figure("a b", "c d", "e ")]);
    }

    proptest! {
        #[test]
        fn figures_come_back(cells in proptest::collection::btree_map(("[a-z]{0,3}", "[a-z]{1,3}"), "[0-9./na-]{1,9}", 0..12)) {
            let figures: Vec<Figure> = cells.iter().map(|((s, m), t)| figure(s, m, t)).collect();
            let mut again = read(&write(&figures));
            again.sort_by(|a, b| (&a.scenario, &a.metric).cmp(&(&b.scenario, &b.metric)));
            prop_assert_eq!(again, figures);
        }

        #[test]
        fn no_text_panics(text in "[a1\t\n]{0,30}") {
            prop_assert!(read(&text).len() <= text.len());
        }
    }
}
