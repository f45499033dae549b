//! This file makes and opens whole links: the template as dictionary, and the headline figures as digest.

use rust_decimal::Decimal;

use super::digest::Figure;
use super::link;
use super::link::Dictionary;
use super::link::LinkError;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::projection::metric;
use crate::projection::project;
use crate::workspace::Workspace;
use crate::workspace::check;

/// The metrics of the digest, the most telling first, each with the most decimals kept. All are of the last month.
pub const HEADLINES: [(&str, u32); 5] =
    [("arr", 4), ("lowest_cash", 4), ("customers", 2), ("nrr", 4), ("operating_profit", 4)];

/// How a figure that is undefined is written.
pub const UNDEFINED: &str = "n/a";

/// A link that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The document's text, byte for byte as it was shared.
    pub text: String,
    /// The same, checked.
    pub workspace: Workspace,
    /// The headline figures when it was shared.
    pub digest: Vec<Figure>,
}

/// The headline figures, the most telling first: by [`HEADLINES`], then the base and the scenarios as in the tabs.
pub fn headline(workspace: &Workspace) -> Vec<Figure> {
    let base = std::iter::once(None);
    let scenarios = workspace.scenarios.keys().map(|id| Some(id.as_str()));
    let cases = base.chain(scenarios).map(|scenario| (scenario, project(workspace, scenario))).collect::<Vec<_>>();
    let figure = |id: &str, places, (scenario, projection): &(Option<&str>, Projection)| Figure {
        scenario: scenario.unwrap_or_default().to_owned(),
        metric: id.to_owned(),
        text: written(last(projection, id), places),
    };
    HEADLINES.iter().flat_map(|(id, places)| cases.iter().map(|case| figure(id, *places, case))).collect()
}

/// The fragment (without `#`) of a link to `workspace`, whose text is `text`.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn share(workspace: &Workspace, text: &str) -> Result<String, LinkError> {
    let template = workspace.template.as_deref().and_then(|name| Some((name, dictionary(name)?)));
    link::encode(text, &headline(workspace), template.map(|(name, json)| Dictionary { name, json }))
}

/// What a link holds: a whole address or what follows its `#`.
///
/// # Errors
/// Every [`LinkError`].
pub fn open_link(link: &str) -> Result<Opened, LinkError> {
    let linked = link::decode(link, dictionary)?;
    let workspace = check(linked.text.as_bytes()).map_err(LinkError::Document)?;
    Ok(Opened { text: linked.text, workspace, digest: linked.digest })
}

/// The text a dictionary's name stands for.
fn dictionary(name: &str) -> Option<&'static str> {
    (name == "starter").then_some(include_str!("../workspace/template/starter.json"))
}

fn last(projection: &Projection, id: &str) -> Option<Decimal> {
    let metric = metric(id).expect("headlines are metrics");
    projection.value(metric, projection.months.checked_sub(1)?, Scope::All)
}

/// The figure with at most `places` decimals and no zeros at its end.
fn written(value: Option<Decimal>, places: u32) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| value.round_dp(places).normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::digest::differences;

    const STARTER: &str = include_str!("../workspace/template/starter.json");

    #[test]
    fn what_was_shared_opens_with_the_same_figures() {
        let workspace = check(STARTER.as_bytes()).unwrap();
        let compact = serde_json::to_string(&workspace).unwrap();
        for text in [STARTER, &compact, &format!("\u{feff}\r\n {compact} \n\n")] {
            let opened = open_link(&share(&workspace, text).unwrap()).unwrap();
            assert_eq!((opened.text.as_str(), &opened.workspace), (text, &workspace));
            assert!(!opened.digest.is_empty());
            assert_eq!(differences(&opened.digest, &headline(&opened.workspace)), []);
        }
    }

    #[test]
    fn every_case_has_its_figures() {
        let workspace = check(STARTER.as_bytes()).unwrap();
        let figures = headline(&workspace);
        assert_eq!(figures.len(), HEADLINES.len() * (1 + workspace.scenarios.len()));
        assert!(figures.iter().all(|figure| figure.text.parse::<Decimal>().is_ok()), "{figures:?}");
        assert_ne!(figures[0].text, figures[1].text, "base and scenario differ");
    }

    #[test]
    fn a_document_that_fails_the_check_does_not_open() {
        let link = link::encode("{\"schema\":1}", &[], None).unwrap();
        assert!(matches!(open_link(&link), Err(LinkError::Document(problems)) if !problems.is_empty()));
    }
}
