//! This file lists the templates: workspaces a person can start from, populated and ready to be changed.

use super::Workspace;
use super::check;

/// A workspace to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Stable id: on the command line, in addresses and in the field `template` of documents that started here.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The question it answers, in a sentence.
    pub description: &'static str,
    /// The document as the program would save it.
    pub json: &'static str,
}

/// Every template, in the order offered; a first visit opens the first.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "buffer",
        title: "Buffer",
        description: "Raise the entry price, or put a plan between? Self-serve social media tool, priced by channel.",
        json: include_str!("template/buffer.json"),
    },
    Template {
        name: "gitlab",
        title: "GitLab Premium",
        description: "Roll a 53 % list rise through annual renewals, with a one-year offer on the way.",
        json: include_str!("template/gitlab.json"),
    },
    Template {
        name: "notion",
        title: "Notion AI",
        description: "Sell AI as an add-on, inside a plan, or on credits? Seats, attach rate and the cost of AI.",
        json: include_str!("template/notion.json"),
    },
    Template {
        name: "starter",
        title: "Seat-based SaaS",
        description: "A small invented company with two plans and two segments, to be overwritten with your own.",
        json: include_str!("template/starter.json"),
    },
];

/// The template of this name.
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

impl Template {
    /// The workspace.
    pub fn open(&self) -> Workspace {
        check(self.json.as_bytes()).expect("every template passes the check: a test opens each")
    }
}

#[cfg(test)]
mod tests {
    use super::TEMPLATES;
    use super::template;
    use crate::workspace::check;
    use crate::workspace::migrate::migrate;
    use crate::workspace::value_at;

    #[test]
    fn every_template_passes_the_check_and_says_what_it_is() {
        for found in TEMPLATES {
            let workspace =
                check(found.json.as_bytes()).unwrap_or_else(|problems| panic!("{}: {problems:?}", found.name));
            assert_eq!(workspace.template.as_deref(), Some(found.name));
            assert_eq!((workspace.id.as_str(), workspace.name.as_str()), (found.name, found.title));
            assert!((36..=60).contains(&workspace.months) && !workspace.scenarios.is_empty(), "{}", found.name);
            assert_eq!(template(found.name), Some(found));
        }
        assert_eq!(template("none"), None);
    }

    /// What the program writes is what stands in the file, brought forward from the version it was written in, so that a
    /// link to an untouched template holds no other difference.
    #[test]
    fn every_template_is_written_as_the_program_writes_it() {
        for found in TEMPLATES {
            let kept = migrate(serde_json::from_str(found.json).unwrap()).unwrap();
            let written = serde_json::to_string_pretty(&found.open()).unwrap();
            assert!(written == serde_json::to_string_pretty(&kept).unwrap(), "{} is not in that form", found.name);
        }
    }

    /// Every figure somebody might dispute says where it comes from.
    #[test]
    fn every_assumed_figure_has_a_range_or_a_path_over_time() {
        for found in TEMPLATES {
            let workspace = found.open();
            let somewhere = |path: &str| {
                let mut scenarios = workspace.scenarios.keys().map(|id| Some(id.as_str()));
                value_at(&workspace, None, path).or_else(|| scenarios.find_map(|id| value_at(&workspace, id, path)))
            };
            assert!(!workspace.assumptions.is_empty());
            for (path, assumption) in workspace.assumptions.iter().filter(|(_, known)| known.assumed()) {
                let value = somewhere(path).unwrap_or_else(|| panic!("{} {path}", found.name));
                assert!(assumption.range.is_some() || value.is_object(), "{} {path}", found.name);
                let Some(range) = &assumption.range else { continue };
                let value = value.as_f64().or_else(|| value.as_str()?.parse().ok());
                let value = value.unwrap_or_else(|| panic!("{} {path} is no number", found.name));
                assert!((range[0]..=range[1]).contains(&value), "{} {path}: {value} {range:?}", found.name);
            }
        }
    }
}
