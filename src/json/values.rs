//! This file holds what the values every document is made of look like in JSON: numbers, texts, lists, maps.

use std::rc::Rc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::Value;

use super::FromJson;
use super::ToJson;
use super::Unread;
use super::unread;
use super::within;

macro_rules! leaf {
    ($($kind:ty, $wanted:literal, $read:expr, $write:expr, $absent:expr);* $(;)?) => {$(
        impl FromJson for $kind {
            fn from_json(value: &Value) -> Result<Self, Unread> {
                let read: fn(&Value) -> Option<Self> = $read;
                read(value).ok_or_else(|| unread($wanted))
            }

            fn absent() -> Option<Self> {
                $absent
            }
        }

        impl ToJson for $kind {
            fn to_json(&self) -> Value {
                let write: fn(&Self) -> Value = $write;
                write(self)
            }

            fn is_absent(&self) -> bool {
                Self::absent().is_some_and(|absent| absent == *self)
            }
        }
    )*};
}

leaf! {
    f64, "a number", Value::as_f64, |number| Value::from(*number), None;
    u64, "a whole number", Value::as_u64, |number| Value::from(*number), None;
    u32, "a whole number", |value| value.as_u64()?.try_into().ok(), |number| Value::from(*number), None;
    bool, "true or false", Value::as_bool, |flag| Value::from(*flag), Some(false);
    String, "text", |value| value.as_str().map(str::to_owned), |text| Value::from(text.as_str()), Some(Self::new());
    Decimal, "a decimal written as text", |value| value.as_str()?.parse().ok(), |number| Value::from(number.to_string()), Some(Self::ZERO);
    Value, "a value", |value| Some(value.clone()), Value::clone, None;
}

impl<T: FromJson> FromJson for Option<T> {
    const MAY_MISS: bool = true;

    fn from_json(value: &Value) -> Result<Self, Unread> {
        match value {
            Value::Null => Ok(None),
            value => T::from_json(value).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: FromJson> FromJson for Rc<T> {
    const MAY_MISS: bool = T::MAY_MISS;

    fn from_json(value: &Value) -> Result<Self, Unread> {
        T::from_json(value).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

impl<T: ToJson> ToJson for Rc<T> {
    fn to_json(&self) -> Value {
        T::to_json(self)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Result<Self, Unread> {
        value.as_array().ok_or_else(|| unread("a list"))?.iter().map(T::from_json).collect()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.iter().map(T::to_json).collect()
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: FromJson> FromJson for IndexMap<String, T> {
    fn from_json(value: &Value) -> Result<Self, Unread> {
        let entries = value.as_object().ok_or_else(|| unread("an object"))?;
        let mut all = Self::with_capacity(entries.len());
        for (key, value) in entries {
            all.insert(key.clone(), T::from_json(value).map_err(|error| within(key, &error))?);
        }
        Ok(all)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: ToJson> ToJson for IndexMap<String, T> {
    fn to_json(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
