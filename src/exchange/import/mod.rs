//! This module makes a workspace out of a price page: Pricing2Yaml, or a table pasted from a spreadsheet.

mod add_ons;

mod annual;

mod assume;

mod billing;

mod boundless;

mod build;

mod contents;

mod defined;

mod expected;

mod expression;

mod grid;

mod head;

mod itself;

mod labels;

mod misspelt;

mod names;

mod page;

mod price_words;

mod priced;

mod pricing2yaml;

mod remarks;

mod report;

mod rows;

mod sizes;

mod sold;

mod table;

#[cfg(test)]
mod tests;

mod unit;

mod values;

use serde_json::Value;

use super::file;
use super::yaml;
use crate::month::Month;
use crate::number;
use crate::number::Locale;
use crate::workspace::Workspace;
use crate::workspace::check_value;

pub use defined::TYPES;
pub use itself::ITSELF;
pub use names::key;
pub use names::shouted;
pub use priced::annual_discount;
pub use priced::counted;
pub use report::ImportError;
pub use report::Note;
pub use report::Report;

use page::Page;

/// The workspace of the price page in `bytes`, beginning in the month `today`, and what was done to get it.
///
/// # Errors
/// [`ImportError`]. Never panics, whatever the bytes.
pub fn import(bytes: &[u8], today: Month) -> Result<(Workspace, Report), ImportError> {
    let text = file::text(bytes).map_err(ImportError::Text)?;
    let mut report = Report::default();
    let page = match yaml::read(&text).or_else(|error| untabbed(&text, error, &mut report)) {
        Ok(root) if root.get("schema").is_some() && root.get("base").is_some() => {
            let why = "it is a workspace of this app, to be opened as one".into();
            return Err(ImportError::NotAPage { line: root.line, why });
        }
        Ok(root) if pricing2yaml::looks(&root) => pricing2yaml::read(&root, &mut report)?,
        // To YAML a table is an error, or one long text.
        _ if grid::looks(&text) => table::read(&text, &mut report)?,
        Ok(root) => pricing2yaml::read(&root, &mut report)?,
        Err(error) => return Err(ImportError::Yaml(error)),
    };
    made(page, today, report)
}

/// The document in a text that YAML refuses for its tabs, if it is a price page when they are spaces.
fn untabbed(text: &str, error: yaml::YamlError, report: &mut Report) -> Result<yaml::Node, yaml::YamlError> {
    if !text.contains('\t') {
        return Err(error);
    }
    let lines = text.lines().map(|line| {
        let tabs = line.len() - line.trim_start_matches('\t').len();
        format!("{}{}\n", "  ".repeat(tabs), line[tabs..].replace('\t', " "))
    });
    let root = yaml::read(&lines.collect::<String>()).map_err(|_| error.clone())?;
    if !pricing2yaml::looks(&root) || (root.get("plans").is_none() && root.get("addOns").is_none()) {
        return Err(error);
    }
    report::say(&mut report.assumed, "Each tab a line begins with is two spaces; YAML has none there.");
    Ok(root)
}

/// The workspace of a page.
fn made(page: Page, today: Month, mut report: Report) -> Result<(Workspace, Report), ImportError> {
    let list = build::list(&page, &mut report);
    if list.plans.is_empty() {
        let line = page.plans.first().map_or(1, |plan| plan.place.line);
        return Err(ImportError::NotAPage { line, why: "none of its plans has a price a month".into() });
    }
    tallied(&list, &mut report);
    let mut document = assume::workspace(&page, list, today, &mut report);
    loop {
        match check_value(&document) {
            Ok(workspace) => return Ok((workspace, report)),
            Err(problems) => {
                // What add-ons need and exclude may contradict itself; a page's rules are taken over where they hold.
                let rule = problems.iter().find_map(|problem| Some((problem, rule(&problem.path, &document)?)));
                let Some((problem, (id, field, rule))) = rule else { return Err(ImportError::Document(problems)) };
                let words = format!("What the add-on {id} {rule}: {}", problem.found);
                report::say(&mut report.left_out, words);
                if let Some(add_on) = document["base"]["add_ons"].get_mut(&id).and_then(Value::as_object_mut) {
                    add_on.shift_remove(field);
                }
            }
        }
    }
}

/// The add-on whose rule a path leads into, the rule's field and words for it, if it has one to be taken out.
fn rule(path: &str, document: &Value) -> Option<(String, &'static str, &'static str)> {
    let (id, rest) = path.strip_prefix("/base/add_ons/")?.split_once('/')?;
    let at = rest.split('/').next()?;
    let rules = [("depends_on", "needs"), ("excludes", "excludes"), ("available_for", "goes with")];
    let (field, words) = rules.into_iter().find(|(field, _)| *field == at)?;
    document["base"]["add_ons"].get(id)?.get(field).map(|_| (id.to_owned(), field, words))
}

/// Says how much was taken over.
fn tallied(list: &build::List, report: &mut Report) {
    let count = |many: usize, noun: &str| number::counted(many, noun, Locale::EN_US);
    let free = list.plans.values().filter(|plan| plan["free"] == true).count();
    let request = list.order.iter().filter(|(_, request)| *request).count();
    let meters = list.meters.values().filter_map(|meter| meter["name"].as_str()).collect::<Vec<_>>();
    let words = format!(
        "{} ({free} free, {} with a price, {request} on request), {}, {}; {}.",
        count(list.plans.len(), "plan"),
        list.plans.len() - free - request,
        count(list.add_ons.len(), "add-on"),
        count(list.features.len(), "feature"),
        if meters.is_empty() { "flat prices".to_owned() } else { format!("counted in {}", meters.join(", ")) },
    );
    report.understood.insert(0, Note { path: String::new(), line: None, words });
}
