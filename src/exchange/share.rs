//! This file makes and opens whole links: the template as dictionary, and the headline figures as digest.

use super::dictionary::dictionary;
use super::dictionary::dictionary_of;
use super::digest::Figure;
use super::link;
use super::link::LinkError;
use crate::number::UNDEFINED;
use crate::projection::DEFAULT_KPIS;
use crate::projection::Metric;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::projection::metric;
use crate::projection::project;
use crate::workspace::Workspace;
use crate::workspace::check;

/// A link that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The document's text, byte for byte as it was shared.
    pub text: String,
    /// The same, checked.
    pub workspace: Workspace,
    /// The headline figures when it was shared, as far as a link carries them.
    pub digest: Vec<Figure>,
}

/// The headline figures, the most telling first: the workspace's key figures in the last month, each for the base and
/// then the scenarios in the order of the tabs.
pub fn headline(workspace: &Workspace) -> Vec<Figure> {
    let base = std::iter::once(None);
    let scenarios = workspace.scenarios.keys().map(|id| Some(id.as_str()));
    let cases = base.chain(scenarios).map(|scenario| (scenario, project(workspace, scenario))).collect::<Vec<_>>();
    let figure = |metric: &Metric, (scenario, projection): &(Option<&str>, Projection)| Figure {
        scenario: scenario.unwrap_or_default().to_owned(),
        metric: metric.id.to_owned(),
        text: projection
            .value(metric, projection.months - 1, Scope::All)
            .map_or_else(|| UNDEFINED.to_owned(), |value| value.normalize().to_string()),
    };
    let metrics = kpis(workspace);
    metrics.iter().flat_map(|metric| cases.iter().map(|case| figure(metric, case))).collect()
}

/// The metrics of the strip: those the workspace names, else the usual ones.
pub fn kpis(workspace: &Workspace) -> Vec<&'static Metric> {
    let named = workspace.kpis.iter().filter_map(|id| metric(id)).collect::<Vec<_>>();
    if named.is_empty() { DEFAULT_KPIS.iter().filter_map(|id| metric(id)).collect() } else { named }
}

/// The fragment (without `#`) of a link to `workspace`, whose text is `text`.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn share(workspace: &Workspace, text: &str) -> Result<String, LinkError> {
    let dictionary = workspace.template.as_deref().and_then(dictionary_of);
    link::encode(text, &headline(workspace), dictionary)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::digest::differences;
    use crate::workspace::template::TEMPLATES;

    #[test]
    fn what_was_shared_opens_with_the_same_figures() {
        for template in TEMPLATES {
            let workspace = template.open();
            let compact = serde_json::to_string(&workspace).unwrap();
            for text in [template.json, &compact, &format!("\u{feff}\r\n {compact} \n\n")] {
                let opened = open_link(&share(&workspace, text).unwrap()).unwrap();
                assert_eq!((opened.text.as_str(), &opened.workspace), (text, &workspace));
                assert!(!opened.digest.is_empty());
                assert_eq!(differences(&opened.digest, &headline(&opened.workspace)), []);
            }
        }
    }

    #[test]
    fn every_case_has_its_key_figures() {
        for template in TEMPLATES {
            let workspace = template.open();
            let figures = headline(&workspace);
            assert_eq!(figures.len(), kpis(&workspace).len() * (1 + workspace.scenarios.len()));
            let cases = &figures[..=workspace.scenarios.len()];
            assert!(cases.iter().all(|figure| figure.metric == cases[0].metric), "{}", template.name);
            assert_eq!((cases[0].scenario.as_str(), cases[1].scenario.is_empty()), ("", false));
        }
    }

    #[test]
    fn a_document_that_fails_the_check_does_not_open() {
        let link = link::encode("{\"schema\":1}", &[], None).unwrap();
        assert!(matches!(open_link(&link), Err(LinkError::Document(problems)) if !problems.is_empty()));
    }
}
