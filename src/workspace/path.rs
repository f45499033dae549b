//! This file reads and writes a JSON value by JSON Pointer (RFC 6901), keeping the order of maps.

use std::borrow::Cow;

use serde_json::Value;

use crate::json::entry;

/// The steps of a pointer, unescaped; `None` if it is not empty and does not start with `/`.
pub fn steps(path: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let rest = path.strip_prefix('/');
    if rest.is_none() && !path.is_empty() {
        return None;
    }
    Some(rest.into_iter().flat_map(|rest| rest.split('/')).map(unescaped))
}

/// The value at `path`.
pub fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path)?.try_fold(value, |holder, step| inside(holder, &step))
}

/// The value of `holder` under a key or index.
pub fn inside<'a>(holder: &'a Value, step: &str) -> Option<&'a Value> {
    match holder {
        Value::Object(object) => entry(object, step),
        Value::Array(items) => index(step).and_then(|at| items.get(at)),
        _ => None,
    }
}

/// An index as RFC 6901 writes it: digits, no sign and no zero in front.
fn index(step: &str) -> Option<usize> {
    let plain = step.bytes().all(|byte| byte.is_ascii_digit()) && (step.len() == 1 || !step.starts_with('0'));
    if plain { step.parse().ok() } else { None }
}

fn unescaped(step: &str) -> Cow<'_, str> {
    if step.bytes().all(|byte| byte != b'~') { Cow::Borrowed(step) } else { Cow::Owned(unescape(step)) }
}

/// Puts `new` at `path`; a missing last key is added, missing parents are not made. Says whether it could.
pub fn set(value: &mut Value, path: &str, new: Value) -> bool {
    let Some((parent, key)) = split(path) else {
        *value = new;
        return true;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.insert(unescape(key), new);
            true
        }
        Some(Value::Array(items)) => match key.parse::<usize>() {
            Ok(at) if at < items.len() => {
                items[at] = new;
                true
            }
            Ok(at) if at == items.len() => {
                items.push(new);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// The same, a missing parent made first: a map that may be left out comes with its first entry.
pub fn set_within(value: &mut Value, path: &str, new: Value) -> bool {
    if let Some((parent, _)) = split(path)
        && value.pointer(parent).is_none()
    {
        set(value, parent, Value::Object(serde_json::Map::new()));
    }
    set(value, path, new)
}

/// Takes the value at `path` out, keeping the order of what stays. Says whether it was there.
pub fn remove(value: &mut Value, path: &str) -> bool {
    let Some((parent, key)) = split(path) else { return false };
    match value.pointer_mut(parent) {
        Some(Value::Object(object)) => object.shift_remove(&unescape(key)).is_some(),
        Some(Value::Array(items)) => match key.parse::<usize>() {
            Ok(at) if at < items.len() => {
                items.remove(at);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether `path` is `ancestor` or lies inside it.
pub fn within(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn split(path: &str) -> Option<(&str, &str)> {
    path.rfind('/').map(|at| (&path[..at], &path[at + 1..]))
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}
