//! This file says which dates of a model come after its last month, so that nothing of them is seen.

use super::Map;
use super::Workspace;
use super::model::Group;
use super::model::Model;
use crate::month::Month;

/// What to know of a month that comes after the last one shown, as a sentence without a full stop; `None` of any other.
pub fn beyond(workspace: &Workspace, month: Month) -> Option<String> {
    let last = workspace.start.plus(workspace.months as i32 - 1);
    (month > last).then(|| {
        let (month, last) = (month.label(), last.label());
        format!("{month} comes after the last month shown, {last}: nothing of it is seen; lengthen the horizon")
    })
}

/// Price changes, moves of existing customers and closings of plans that come after the last month, each by its path.
pub(super) fn unseen(workspace: &Workspace, model: &Model) -> Vec<(String, String)> {
    let mut dates: Vec<(String, Option<Month>)> = Vec::new();
    for (id, plan) in &model.plans {
        dates.push((format!("/plans/{id}/closed"), plan.closed));
    }
    let mut change = |at: &str, from: Option<Month>, date: Option<Month>, groups: &Map<Group>| {
        dates.push((format!("{at}/from"), from));
        dates.push((format!("{at}/date"), date));
        dates.extend(groups.iter().map(|(id, group)| (format!("{at}/groups/{id}/date"), group.date)));
    };
    let rollout = &model.rollout;
    change("/rollout", rollout.from, rollout.date, &rollout.groups);
    for (id, later) in &model.price_changes {
        change(&format!("/price_changes/{id}"), Some(later.from), later.date, &later.groups);
    }
    dates.into_iter().filter_map(|(path, month)| Some((path, beyond(workspace, month?)?))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::number::Locale;
    use crate::workspace::check_value;
    use crate::workspace::template;
    use crate::workspace::warnings;

    #[test]
    fn a_change_after_the_last_month_is_named_and_one_in_it_is_not() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        let named = |document: &serde_json::Value| {
            let workspace = check_value(document).unwrap();
            let found = warnings(&workspace, Locale::EN_US).into_iter();
            found.map(|(scenario, warning)| (scenario, warning.path, warning.words)).collect::<Vec<_>>()
        };
        assert_eq!(named(&document), []);
        let (start, months) = (document["start"].clone(), &document["months"]);
        let start: crate::month::Month = start.as_str().unwrap().parse().unwrap();
        let last = start.plus(months.as_i64().unwrap() as i32 - 1);
        document["base"]["rollout"]["from"] = json!(last.to_string());
        document["base"]["price_changes"] = json!({});
        document["scenarios"] = json!({});
        assert_eq!(named(&document), []);
        document["base"]["rollout"]["from"] = json!(last.plus(1).to_string());
        let words = format!(
            "{} comes after the last month shown, {}: nothing of it is seen; lengthen the horizon",
            last.plus(1).label(),
            last.label()
        );
        assert_eq!(named(&document), [(None, "/rollout/from".to_owned(), words)]);
    }
}
