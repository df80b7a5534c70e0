//! What the address of a dashboard asks for: `/faelle/aufenthalt?fallart=a08&bis=2024-12&ziel=400`. A link shows a colleague the
//! same figures.

use crate::api::AskUnitCases;
use crate::plan::{CaseTypeId, UnitId};
use leptos_router::params::ParamsMap;

/// Names in the address.
pub const KIND: &str = "fallart";
pub const UNTIL: &str = "bis";
pub const TARGET: &str = "ziel";

/// The words of the address; what cannot be read is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The unit; none where the address names none.
    pub unit: Option<UnitId>,
    /// One kind of its cases.
    pub kind: Option<CaseTypeId>,
    /// Month of the relief.
    pub until: Option<String>,
    /// Cases that may be open then.
    pub target: Option<u32>,
}

impl Query {
    /// Reads path and query.
    #[must_use]
    pub fn read(path: &ParamsMap, map: &ParamsMap) -> Self {
        let is_month = |text: &String| text.len() == 7 && text.as_bytes()[4] == b'-';
        Self {
            unit: path.get("unit").and_then(|unit| UnitId::parse(&unit).ok()),
            kind: map.get(KIND).and_then(|kind| CaseTypeId::parse(&kind).ok()),
            until: map.get(UNTIL).filter(is_month),
            target: map.get(TARGET).and_then(|target| target.trim().parse().ok()),
        }
    }

    /// The question to the server; none without a unit.
    #[must_use]
    pub fn ask(&self, english: bool) -> Option<AskUnitCases> {
        Some(AskUnitCases {
            unit: self.unit.clone()?,
            case_type: self.kind.clone(),
            until: self.until.clone(),
            target: self.target.map(f64::from),
            english,
        })
    }

    /// The address of this.
    #[must_use]
    pub fn address(&self) -> String {
        let unit = self.unit.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("/faelle/{unit}{}", self.parameters("?"))
    }

    /// The address of a file of this.
    #[must_use]
    pub fn file(&self, form: &str, panel: Option<&str>, english: bool) -> String {
        let unit = self.unit.as_ref().map(ToString::to_string).unwrap_or_default();
        let panel = panel.map(|panel| format!("&tabelle={panel}")).unwrap_or_default();
        let language = if english { "&sprache=en" } else { "" };
        format!("/export/faelle?einheit={unit}&form={form}{panel}{language}{}", self.parameters("&"))
    }

    fn parameters(&self, first: &str) -> String {
        let kind = self.kind.as_ref().map(|kind| format!("{KIND}={kind}"));
        let until = self.until.as_ref().map(|until| format!("{UNTIL}={until}"));
        let target = self.target.map(|target| format!("{TARGET}={target}"));
        let parts: Vec<String> = [kind, until, target].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("{first}{}", parts.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_leads_back_to_itself() {
        let path = map(&[("unit", "aufenthalt")]);
        let query = Query::read(&path, &map(&[(KIND, "a08"), (UNTIL, "2024-12"), (TARGET, "400")]));
        assert_eq!(query.address(), "/faelle/aufenthalt?fallart=a08&bis=2024-12&ziel=400");
        assert_eq!(
            query.file("csv", Some("alter"), true),
            "/export/faelle?einheit=aufenthalt&form=csv&tabelle=alter&sprache=en&fallart=a08&bis=2024-12&ziel=400"
        );
        let nonsense = Query::read(&path, &map(&[(KIND, "A 08;"), (UNTIL, "immer"), (TARGET, "-3")]));
        assert_eq!(nonsense.address(), "/faelle/aufenthalt");
        assert_eq!(Query::read(&map(&[("unit", "<b>")]), &map(&[])).ask(false), None);
    }
}
