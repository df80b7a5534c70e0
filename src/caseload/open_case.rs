//! A case of a list of open cases: what an office knows of it without knowing of whom it is.

use crate::plan::CaseTypeId;
use chrono::NaiveDate;
use serde::Serialize;

/// Whose turn it is. The same five places as in [`crate::simulation::Standing`], so that actual and forecast compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The unit's: it lies with us, nobody has begun.
    WithUs,
    /// The unit's: it is being worked on.
    InWork,
    /// Another authority's, a court's, the federal printing house's.
    Authority,
    /// The applicant's.
    Applicant,
    /// Nobody's until it is looked at again.
    Dormant,
}

impl Holder {
    /// All, with their names in files, messages and queries.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("with_us", Self::WithUs),
        ("in_work", Self::InWork),
        ("authority", Self::Authority),
        ("applicant", Self::Applicant),
        ("dormant", Self::Dormant),
    ];

    /// What is said of a case: „liegt bei uns“.
    #[must_use]
    pub fn german(self) -> &'static str {
        match self {
            Self::WithUs => "liegt bei uns",
            Self::InWork => "in Bearbeitung",
            Self::Authority => "bei anderer Behörde",
            Self::Applicant => "bei Antragstellenden",
            Self::Dormant => "ruht",
        }
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::WithUs => "with_us",
            Self::InWork => "in_work",
            Self::Authority => "authority",
            Self::Applicant => "applicant",
            Self::Dormant => "dormant",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }

    /// As the database keeps it: the place in [`Self::WORDS`].
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::WithUs => 0,
            Self::InWork => 1,
            Self::Authority => 2,
            Self::Applicant => 3,
            Self::Dormant => 4,
        }
    }

    /// The one that the database keeps under this number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let (_, holder) = Self::WORDS.get(usize::try_from(number).ok()?)?;
        Some(*holder)
    }
}

/// One case of a list. Its reference is that of the file; it is stored as a pseudonym only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// Row of the file.
    pub row: u32,
    /// File number as the office writes it, without spaces around it.
    pub reference: String,
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Whose turn it is; of a closed case where it was last.
    pub holder: Holder,
    /// Since when; none where the list does not say.
    pub since: Option<NaiveDate>,
    /// Day on which it was completed; none while it is open.
    pub closed: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_number_leads_back() {
        for (word, holder) in Holder::WORDS {
            assert_eq!((holder.word(), Holder::parse(word)), (word, Some(holder)));
            assert_eq!(Holder::from_number(holder.number()), Some(holder));
            assert_eq!(serde_json::to_value(holder).unwrap(), word);
        }
        assert_eq!(
            (Holder::parse("lost"), Holder::from_number(5), Holder::from_number(-1)),
            (None, None, None)
        );
    }
}
