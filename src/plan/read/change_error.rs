//! Reading of why a change cannot be made: the server's answer to the page.

use super::json::Node;
use super::object::{Fields, Read};
use crate::plan::error::{Errors, Path};
use crate::plan::{ChangeError, Contents, PathError};

impl Read for PathError {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { path: fields.required("path"), reason: fields.required("reason") }
    }
}

impl Read for Contents {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            units: fields.required("units"),
            posts: fields.required("posts"),
            case_types: fields.required("case_types"),
            populations: fields.required("populations"),
            fixed_tasks: fields.required("fixed_tasks"),
            outages: fields.or("outages", 0),
        }
    }
}

/// Finds the variant by its code and reads its fields.
macro_rules! by_code {
    ($fields:ident, $code:expr, { $($word:literal: $variant:ident { $($field:ident),* }),* $(,)? }) => {
        match $code {
            $($word => Some(ChangeError::$variant { $($field: $fields.required(stringify!($field))),* }),)*
            _ => None,
        }
    };
}

impl Read for ChangeError {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        let code: String = fields.required("code");
        let found = by_code!(fields, code.as_str(), {
            "date_out_of_range": DateOutOfRange { effective },
            "unknown_unit": UnknownUnit { unit },
            "unknown_post": UnknownPost { post },
            "unknown_case_type": UnknownCaseType { case_type },
            "unknown_population": UnknownPopulation { population },
            "unknown_fixed_task": UnknownFixedTask { fixed_task },
            "unit_id_taken": UnitIdTaken { unit },
            "post_id_taken": PostIdTaken { post },
            "post_already_there": PostAlreadyThere { post, unit, name },
            "post_already_parked": PostAlreadyParked { post },
            "order_unchanged": OrderUnchanged { object },
            "case_type_already_there": CaseTypeAlreadyThere { case_type, case_type_name, unit, name },
            "unit_already_there": UnitAlreadyThere { unit, name },
            "cycle": Cycle { unit, name, target },
            "too_deep": TooDeep { name, limit },
            "unit_not_empty": UnitNotEmpty { unit, name, contents },
            "post_ended": PostEnded { post, kw },
            "ends_before_effective": EndsBeforeEffective { post, kw, effective },
            "nothing_to_set": NothingToSet { object },
            "too_many": TooMany { objects, limit },
            "invalid": Invalid { object, errors },
            "reason_missing": ReasonMissing { sentences },
            "built_upon": BuiltUpon { reason },
        });
        found.unwrap_or_else(|| {
            fields.refuse("code", "diesen Grund kennt die Seite nicht; bitte laden Sie sie neu");
            Self::NothingToSet { object: String::new() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::form;
    use super::*;
    use crate::format::Language;
    use crate::plan::{CaseTypeId, FixedTaskId, PopulationId, PostId, UnitId};
    use chrono::NaiveDate;

    /// The one after this, whole; a variant more does not compile until it stands here.
    fn next(error: Option<&ChangeError>) -> Option<ChangeError> {
        use ChangeError as E;
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let unit = UnitId::parse("a-1").unwrap();
        let post = PostId::parse("A-1").unwrap();
        let case_type = CaseTypeId::parse("c").unwrap();
        let [name, object, objects] = ["Name", "der Stelle", "Stellen"].map(str::to_owned);
        Some(match error {
            None => E::DateOutOfRange { effective: day },
            Some(E::DateOutOfRange { .. }) => E::UnknownUnit { unit },
            Some(E::UnknownUnit { .. }) => E::UnknownPost { post },
            Some(E::UnknownPost { .. }) => E::UnknownCaseType { case_type },
            Some(E::UnknownCaseType { .. }) => {
                E::UnknownPopulation { population: PopulationId::parse("p").unwrap() }
            }
            Some(E::UnknownPopulation { .. }) => {
                E::UnknownFixedTask { fixed_task: FixedTaskId::parse("f").unwrap() }
            }
            Some(E::UnknownFixedTask { .. }) => E::UnitIdTaken { unit },
            Some(E::UnitIdTaken { .. }) => E::PostIdTaken { post },
            Some(E::PostIdTaken { .. }) => E::PostAlreadyThere { post, unit, name },
            Some(E::PostAlreadyThere { .. }) => E::PostAlreadyParked { post },
            Some(E::PostAlreadyParked { .. }) => E::OrderUnchanged { object },
            Some(E::OrderUnchanged { .. }) => {
                E::CaseTypeAlreadyThere { case_type, case_type_name: object, unit, name }
            }
            Some(E::CaseTypeAlreadyThere { .. }) => E::UnitAlreadyThere { unit, name },
            Some(E::UnitAlreadyThere { .. }) => E::Cycle { unit, name, target: object },
            Some(E::Cycle { .. }) => E::TooDeep { name, limit: 50 },
            Some(E::TooDeep { .. }) => {
                let (units, posts, case_types) = (1, 2, 3);
                let contents =
                    Contents { units, posts, case_types, populations: 4, fixed_tasks: 5, outages: 6 };
                E::UnitNotEmpty { unit, name, contents: Box::new(contents) }
            }
            Some(E::UnitNotEmpty { .. }) => E::PostEnded { post, kw: day },
            Some(E::PostEnded { .. }) => E::EndsBeforeEffective { post, kw: day, effective: day },
            Some(E::EndsBeforeEffective { .. }) => E::NothingToSet { object },
            Some(E::NothingToSet { .. }) => E::TooMany { objects, limit: 7 },
            Some(E::TooMany { .. }) => {
                let errors = vec![PathError { path: "fte".to_owned(), reason: "ist negativ".to_owned() }];
                E::Invalid { object, errors }
            }
            Some(E::Invalid { .. }) => E::ReasonMissing { sentences: vec![name, object] },
            Some(E::ReasonMissing { .. }) => E::BuiltUpon { reason: Box::new(E::UnknownUnit { unit }) },
            Some(E::BuiltUpon { .. }) => return None,
        })
    }

    /// Every value of the reason is named in both languages, nothing is left open, and both end as sentences do.
    fn speaks_two_languages(error: &ChangeError) {
        let (german, english) = (error.sentence(Language::German), error.sentence(Language::English));
        assert_eq!(error.to_string(), german);
        assert_ne!(german, english);
        for words in [&german, &english] {
            assert!(words.chars().count() > 30 && !words.contains(['{', '}']), "{words}");
        }
        let german_words = [" bitte ", " Bitte ", "Die ", " der "];
        let own = matches!(error, ChangeError::ReasonMissing { .. } | ChangeError::Invalid { .. });
        assert!(own || german_words.iter().all(|word| !english.contains(word)), "{english}");
    }

    #[test]
    fn every_reason_comes_back_as_it_went() {
        let mut seen = 0;
        let mut last = None;
        while let Some(error) = next(last.as_ref()) {
            let text = serde_json::to_string(&error).unwrap();
            assert_eq!(form::<ChangeError>(text.as_bytes()), Ok(error.clone()), "{text}");
            speaks_two_languages(&error);
            last = Some(error);
            seen += 1;
        }
        assert_eq!(seen, 23);
        let refused = form::<ChangeError>(br#"{"code": "strange"}"#).unwrap_err();
        assert_eq!(refused.errors[0].path, "code");
    }
}
