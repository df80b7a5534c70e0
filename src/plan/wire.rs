//! Large types are read from one kind of source only: what comes is first a tree of JSON values.
//!
//! A derived `Deserialize` is compiled anew for each source (text, bytes, tree). In the page, where the plan comes from the
//! server, the document and the workers, that alone took a tenth of the module.

/// Writes a type as derived, and reads it through [`serde_json::Value`]; the type derives with `#[serde(remote = "Self")]`.
#[macro_export]
#[doc(hidden)]
macro_rules! read_through_value {
    ($($type:ty),+ $(,)?) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$type>::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                <$type>::deserialize(value).map_err(serde::de::Error::custom)
            }
        }
    )+};
}
