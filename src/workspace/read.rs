//! This file reads JSON text into a value and finds keys that stand twice, which JSON's grammar lets pass.

use std::cell::RefCell;
use std::fmt;

use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Value;

use crate::shape::Problem;
use crate::shape::escape;

/// The value written in `bytes` (UTF-8, with or without a byte order mark), or why it cannot be read.
pub(super) fn read(bytes: &[u8]) -> Result<Value, Vec<Problem>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let twice = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let value = Reader { path: String::new(), twice: &twice }.deserialize(&mut source);
    match value.and_then(|value| source.end().map(|()| value)) {
        Ok(value) if twice.borrow().is_empty() => Ok(value),
        Ok(_) => Err(twice.into_inner()),
        Err(error) => Err(vec![Problem {
            path: String::new(),
            found: format!("text that is not JSON: {error}"),
            allowed: "a workspace as JSON".into(),
        }]),
    }
}

/// Reads the value at `path`.
struct Reader<'a> {
    path: String,
    twice: &'a RefCell<Vec<Problem>>,
}

impl Reader<'_> {
    fn inner(&self, key: &str) -> Self {
        Self { path: format!("{}/{}", self.path, escape(key)), twice: self.twice }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inner(&list.len().to_string()))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let inner = self.inner(&key);
            let path = inner.path.clone();
            let value = entries.next_value_seed(inner)?;
            if object.insert(key, value).is_some() {
                let found = "a key that stands twice".into();
                self.twice.borrow_mut().push(Problem { path, found, allowed: "each key once".into() });
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_said() {
        let rows: &[(&[u8], &str, &str)] = &[
            (b"{\n \"a\": }", "", "line 2 column 7"),
            (b"", "", "line 1 column 0"),
            (b"{} {}", "", "trailing characters"),
            (b"\"\\ud800\"", "", "escape"),
            (b"[1e999]", "", "number out of range"),
            (b"{\"a\":{\"b/c\":1,\"b/c\":2}}", "/a/b~1c", "stands twice"),
            (b"\xff\xfe", "", "line 1 column 1"),
            (&[b'['; 100_000], "", "recursion limit"),
        ];
        for (bytes, path, words) in rows {
            let problems = read(bytes).unwrap_err();
            assert_eq!(problems[0].path, *path);
            assert!(problems[0].found.contains(words), "{}", problems[0]);
        }
    }

    #[test]
    fn what_is_read_is_what_stands_there() {
        let text = r#"{"b":[1,-2,0.5,null,true],"a":{"x":"é"}}"#;
        assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(read("\u{feff}{}".as_bytes()).unwrap(), serde_json::json!({}));
    }
}
