//! This file holds the macros that declare the types of a document, each key written once.

/// Makes a type that can be read from and written to JSON known to serde, by way of a tree of JSON values.
#[macro_export]
macro_rules! through_json {
    ($($kind:ty),* $(,)?) => {$(
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::json::ToJson::to_json(self), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::json::FromJson::from_json(&value).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

/// Reads and writes a type as its text, by its own `Display` and `FromStr`.
#[macro_export]
macro_rules! text {
    ($kind:ty, $wanted:literal) => {
        impl $crate::json::FromJson for $kind {
            fn from_json(value: &serde_json::Value) -> Result<Self, $crate::json::Unread> {
                value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| $crate::json::unread($wanted))
            }
        }

        impl $crate::json::ToJson for $kind {
            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::String(self.to_string())
            }
        }

        $crate::through_json!($kind);
    };
}

/// Reads and writes a struct as an object of these fields.
#[macro_export]
macro_rules! plain {
    ($kind:ident { $($field:ident),* }) => {
        impl $crate::json::Fields for $kind {
            fn take(object: &mut $crate::json::Object<'_>) -> Result<Self, $crate::json::Unread> {
                Ok(Self { $($field: object.part(stringify!($field))?),* })
            }

            fn put(&self, object: &mut $crate::json::Written) {
                $(object.part(stringify!($field), &self.$field);)*
            }
        }

        $crate::object!($kind);
    };
}

/// Reads and writes a type with [`Fields`] as an object of its own.
#[macro_export]
macro_rules! object {
    ($kind:ty) => {
        impl $crate::json::FromJson for $kind {
            fn from_json(value: &serde_json::Value) -> Result<Self, $crate::json::Unread> {
                $crate::json::Object::read(value)
            }
        }

        impl $crate::json::ToJson for $kind {
            fn to_json(&self) -> serde_json::Value {
                $crate::json::Written::of(self)
            }
        }

        $crate::through_json!($kind);
    };
}

/// Declares an enum that is an object in JSON, whose tag says which of its fields follow.
///
/// `tagged! { by "kind"; pub enum Source { Organic = "organic" { prospects: Driver }, … } }`: each case with the value of
/// the tag. Fields that are an `Option` may be left out.
#[macro_export]
macro_rules! tagged {
    (by $tag:literal; $(#[$meta:meta])* pub enum $name:ident {
        $($(#[$about:meta])* $case:ident = $key:literal $({ $($(#[$field_meta:meta])* $field:ident : $kind:ty),* $(,)? })?),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name { $($(#[$about])* $case $({ $($(#[$field_meta])* $field: $kind),* })?),* }

        impl $crate::json::Fields for $name {
            fn take(object: &mut $crate::json::Object<'_>) -> Result<Self, $crate::json::Unread> {
                match object.tag($tag)? {
                    $($key => Ok(Self::$case $({ $($field: object.part(stringify!($field))?),* })?),)*
                    _ => Err($crate::json::unread(concat!("a known ", $tag))),
                }
            }

            fn put(&self, object: &mut $crate::json::Written) {
                match self {
                    $(Self::$case $({ $($field),* })? => {
                        object.tag($tag, $key);
                        $($(object.part(stringify!($field), $field);)*)?
                    })*
                }
            }
        }

        $crate::object!($name);
    };
}

/// Declares an enum that is one of a few texts in JSON; `else` names the one meant where none is written.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident $(else $absent:ident)? {
        $($(#[$about:meta])* $case:ident = $key:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$about])* $case),* }

        impl $crate::json::FromJson for $name {
            fn from_json(value: &serde_json::Value) -> Result<Self, $crate::json::Unread> {
                match value.as_str() {
                    $(Some($key) => Ok(Self::$case),)*
                    _ => Err($crate::json::unread(concat!($($key, " "),*))),
                }
            }

            $(fn absent() -> Option<Self> {
                Some(Self::$absent)
            })?
        }

        impl $crate::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::from(match self { $(Self::$case => $key),* })
            }

            $(fn is_absent(&self) -> bool {
                *self == Self::$absent
            })?
        }

        $(impl Default for $name {
            fn default() -> Self {
                Self::$absent
            }
        })?

        $crate::through_json!($name);
    };
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde_json::json;

    use crate::json::FromJson;
    use crate::json::ToJson;

    crate::tagged! {
        by "kind";
        /// A thing.
        pub enum Thing {
            Bare = "bare",
            Full = "full" { number: f64, note: Option<String>, exact: Decimal },
        }
    }

    crate::choice! {
        /// A side.
        pub enum Side else Left { Left = "left", Right = "right" }
    }

    #[test]
    fn a_case_is_told_by_its_tag_and_reads_back() {
        let full = Thing::Full { number: 1.5, note: None, exact: "0.10".parse().unwrap() };
        assert_eq!(full.to_json(), json!({"kind": "full", "number": 1.5, "exact": "0.10"}));
        for thing in [Thing::Bare, full] {
            assert_eq!(Thing::from_json(&thing.to_json()), Ok(thing.clone()));
            assert_eq!(serde_json::from_str::<Thing>(&serde_json::to_string(&thing).unwrap()).unwrap(), thing);
        }
        assert_eq!(
            Thing::from_json(&json!({"kind": "full", "number": 1, "note": null, "exact": "2"})).unwrap().to_json()["number"],
            1.0
        );
    }

    #[test]
    fn what_does_not_fit_is_refused_in_words() {
        for (value, words) in [
            (json!(1), "expected an object"),
            (json!({"kind": "other"}), "expected a known kind"),
            (json!({"kind": "bare", "more": 1}), "an unknown field among kind, more"),
            (json!({"kind": "full", "number": "1", "exact": "1"}), "number: expected a number"),
            (json!({"kind": "full", "number": 1}), "missing field `exact`"),
            (json!({"kind": "full", "number": 1, "exact": 2}), "exact: expected a decimal written as text"),
        ] {
            assert_eq!(Thing::from_json(&value).unwrap_err().to_string(), words);
        }
    }

    #[test]
    fn what_is_left_out_means_the_usual() {
        assert_eq!(Side::absent(), Some(Side::Left));
        assert!(Side::Left.is_absent() && !Side::Right.is_absent());
        assert!(Side::from_json(&json!("up")).is_err());
        assert!(0_f64.to_json() == json!(0.0) && !0_f64.is_absent(), "a number of 0 says something");
    }
}
