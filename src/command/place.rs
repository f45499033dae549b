//! This file finds what a name on the command line stands for: an object by its id, else by what people call it.

use super::Failure;
use crate::workspace::Map;
use crate::workspace::Workspace;

/// What the base is called where a scenario may be named.
const BASE: &str = "base";

/// The place in `map` of the object whose id, or whose only name, is `name`.
pub(super) fn find<T>(
    map: &Map<T>,
    what: &'static str,
    name: &str,
    called: impl Fn(&T) -> &str,
) -> Result<usize, Failure> {
    if let Some(at) = map.get_index_of(name) {
        return Ok(at);
    }
    let mut named = map.values().enumerate().filter(|(_, object)| called(object) == name);
    match (named.next(), named.next()) {
        (Some((at, _)), None) => Ok(at),
        _ => Err(Failure::Unknown { what, name: name.to_owned(), known: listed(map, called) }),
    }
}

/// The id of the scenario meant; none for the base.
pub(super) fn scenario<'a>(workspace: &'a Workspace, name: Option<&str>) -> Result<Option<&'a str>, Failure> {
    let Some(name) = name else { return Ok(None) };
    let found = find(&workspace.scenarios, "scenario", name, |scenario| &scenario.name);
    match found {
        Ok(at) => Ok(workspace.scenarios.get_index(at).map(|(id, _)| id.as_str())),
        Err(_) if name == BASE => Ok(None),
        Err(Failure::Unknown { what, name, mut known }) => {
            known.insert(0, BASE.to_owned());
            Err(Failure::Unknown { what, name, known })
        }
        Err(other) => Err(other),
    }
}

fn listed<T>(map: &Map<T>, called: impl Fn(&T) -> &str) -> Vec<String> {
    map.iter().map(|(id, object)| format!("{id} ({})", called(object))).collect()
}
