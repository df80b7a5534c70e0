//! A post as the inputs of its form, and the change that the inputs ask for.

#[cfg(test)]
mod tests;

use super::shares::line;
use super::works_on::WORKS_ON;
use crate::format::{self, Language};
use crate::plan::{
    CaseTypeId, Conversion, Evaluation, Fte, Funding, Holder, KwEvent, Leave, PartHolder, Post, PostId,
    PostPatch, Qualification, Share, Terms, post_patch,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most full-time equivalents of a post, as in the tables of posts.
const MOST_FTE: f64 = 100.0;

/// Lines for further holders.
pub const HOLDERS: usize = 3;

/// What stands in the inputs, by their names; an input that is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    typed: BTreeMap<String, String>,
    /// In which numbers are shown and read.
    language: Language,
}

/// Why the inputs make no change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// An input that is missing or cannot be read, by its name.
    Field(String),
    /// An input, by its name, that names a unit which another one has named before.
    Twice(String),
    /// Only chosen case types, and none is.
    NothingChosen,
    /// The post is filled, and a newcomer is to start on it.
    FilledAndRecruiting,
}

impl Unreadable {
    fn field(name: &str) -> Self {
        Self::Field(name.to_owned())
    }

    /// The input at which it is told, by its name.
    pub fn input(&self) -> &str {
        match self {
            Self::Field(name) | Self::Twice(name) => name,
            Self::NothingChosen => WORKS_ON,
            Self::FilledAndRecruiting => "recruiting",
        }
    }
}

/// The name of the input for a case type.
#[must_use]
pub fn qualification(id: &CaseTypeId) -> String {
    format!("kann-{id}")
}

/// Whether an input holds a number: of a post, a unit or a law.
fn is_number(name: &str) -> bool {
    let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(
        kind,
        "fte" | "fte-" | "anteil-" | "drittmittel" | "mindestens" | "gesetz-faktor" | "gesetz-anlauf"
    )
}

impl Values {
    /// Empty inputs of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { typed: BTreeMap::new(), language }
    }

    /// What stands in an input.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.typed.get(name).cloned().unwrap_or_default()
    }

    /// Somebody has typed.
    pub fn set(&mut self, name: &str, value: String) {
        self.typed.insert(name.to_owned(), value);
    }

    /// The inputs of a post as it is.
    #[must_use]
    pub fn of(post: &Post, language: Language) -> Self {
        let mut values = Self::new(language);
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let number = |value: f64, decimals| format::number(value, decimals, language);
        let extent = |fte: Fte| number(fte.as_f64(), if fte.thousandths() % 10 == 0 { 2 } else { 3 });
        let terms = post.noted();
        let mut set = |name: &str, value: String| values.set(name, value);
        set("title", post.title.clone());
        set("grade", post.grade.clone());
        set("besetzt", day(post.holder.as_ref().map(|holder| holder.since)));
        for (place, share) in post.shares.iter().enumerate() {
            let (unit, fte) = line(place);
            set(&unit, share.unit.to_string());
            set(&fte, extent(share.fte));
        }
        set("kw", day(post.kw));
        set("recruiting", day(post.recruiting_until));
        let (kw_on, event) = match &terms.kw_on {
            None => ("", String::new()),
            Some(KwEvent::NextVacancy) => ("vakanz", String::new()),
            Some(KwEvent::Event(event)) => ("ereignis", event.clone()),
        };
        set("kw-art", kw_on.to_owned());
        set("kw-ereignis", event);
        set("ku", terms.ku.as_ref().map(|ku| ku.grade.clone()).unwrap_or_default());
        set("ku-ab", day(terms.ku.as_ref().and_then(|ku| ku.on)));
        set("sperre", terms.block.clone().unwrap_or_default());
        set("befristet", day(terms.contract_until));
        set("ausscheiden", day(terms.departure));
        set("leerstelle", if terms.leave.is_some() { "ja" } else { "" }.to_owned());
        set("leerstelle-bis", day(terms.leave.as_ref().and_then(|leave| leave.until)));
        for (place, holder) in terms.holders.iter().enumerate() {
            set(&format!("anteil-{place}"), extent(holder.fte));
            set(&format!("seit-{place}"), day(Some(holder.since)));
            set(&format!("bis-{place}"), day(holder.until));
            set(&format!("ausscheiden-{place}"), day(holder.departure));
        }
        set("stufe", terms.recruiting_stage.clone().unwrap_or_default());
        set("stufe-ab", day(terms.recruiting_from));
        set("bewertet", day(terms.evaluation.as_ref().map(|one| one.on)));
        set("bewertung", terms.evaluation.as_ref().map(|one| one.reason.clone()).unwrap_or_default());
        let funding = terms.funding.as_ref();
        set("drittmittel", funding.map(|one| number(one.share.as_f64() * 100.0, 1)).unwrap_or_default());
        set("drittmittel-bis", day(funding.and_then(|one| one.until)));
        set("drittmittel-von", funding.map(|one| one.source.clone()).unwrap_or_default());
        let deputies: Vec<String> = terms.deputies.iter().map(ToString::to_string).collect();
        set("vertretung", deputies.join(", "));
        for (id, level) in &terms.qualifications {
            let word = match level {
                Qualification::Prepare => "vorbereiten",
                Qualification::Decide => "entscheiden",
            };
            set(&qualification(id), word.to_owned());
        }
        values.set_works_on(&post.case_types);
        values
    }

    /// The numbers in the inputs are written and read in another language from now on.
    pub fn speak(&mut self, language: Language) {
        let from = std::mem::replace(&mut self.language, language);
        let numbers = self.typed.iter_mut().filter(|(name, _)| is_number(name));
        for (_, text) in numbers {
            if let Some(again) = format::rewritten(text, from, language) {
                *text = again;
            }
        }
    }

    /// What stands behind a beginning in the names of inputs that are not empty.
    pub(super) fn filled(&self, beginning: &str) -> impl Iterator<Item = &str> {
        let filled = self.typed.iter().filter(|(_, value)| !value.is_empty());
        filled.filter_map(move |(name, _)| name.strip_prefix(beginning))
    }

    /// What stands in an input, without blanks around it; none where nothing does.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The day in an input; none where it is empty.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>, Unreadable> {
        let parse = |text: String| text.parse().map_err(|_| Unreadable::field(name));
        self.text(name).map(parse).transpose()
    }

    /// The number in an input; none where it is empty.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn number(&self, name: &str) -> Result<Option<f64>, Unreadable> {
        let read = |text: &str| format::parse_number(text, self.language);
        let parse = |text: String| read(&text).ok_or_else(|| Unreadable::field(name));
        self.text(name).map(parse).transpose()
    }

    pub(super) fn extent(&self, name: &str) -> Result<Option<Fte>, Unreadable> {
        let parse = |value: f64| Fte::parse(value).map_err(|_| Unreadable::field(name));
        self.number(name)?.map(parse).transpose()
    }

    /// The extent of a post or of a part of it. Nobody has a thousand posts in one: that was a point or a comma of another language.
    pub(super) fn extent_of_post(&self, name: &str) -> Result<Option<Fte>, Unreadable> {
        match self.extent(name)? {
            Some(fte) if fte.as_f64() > MOST_FTE => Err(Unreadable::field(name)),
            found => Ok(found),
        }
    }

    pub(super) fn needed<T>(&self, name: &str, value: Option<T>) -> Result<T, Unreadable> {
        value.ok_or_else(|| Unreadable::field(name))
    }

    /// Who fills the post, and who is to: not both.
    pub(super) fn filling(&self) -> Result<(Option<Holder>, Option<NaiveDate>), Unreadable> {
        let holder = self.day("besetzt")?.map(|since| Holder { since });
        let recruiting = self.day("recruiting")?;
        if holder.is_some() && recruiting.is_some() {
            return Err(Unreadable::FilledAndRecruiting);
        }
        Ok((holder, recruiting))
    }

    /// What is noted; holders and qualifications that have no input of their own stay.
    fn terms(&self, post: &Post, case_types: &[CaseTypeId]) -> Result<Terms, Unreadable> {
        let old = post.noted();
        let kw_on = match self.get("kw-art").as_str() {
            "vakanz" => Some(KwEvent::NextVacancy),
            "ereignis" => Some(KwEvent::Event(self.needed("kw-ereignis", self.text("kw-ereignis"))?)),
            _ => None,
        };
        let on = self.day("ku-ab")?;
        let until = self.day("leerstelle-bis")?;
        let evaluation = match (self.day("bewertet")?, self.text("bewertung")) {
            (None, None) => None,
            (on, reason) => Some(Evaluation {
                on: self.needed("bewertet", on)?,
                reason: self.needed("bewertung", reason)?,
            }),
        };
        let mut qualifications = old.qualifications.clone();
        for id in case_types {
            match self.get(&qualification(id)).as_str() {
                "vorbereiten" => qualifications.insert(id.clone(), Qualification::Prepare),
                "entscheiden" => qualifications.insert(id.clone(), Qualification::Decide),
                _ => qualifications.remove(id),
            };
        }
        Ok(Terms {
            kw_on,
            ku: self.text("ku").map(|grade| Conversion { grade, on }),
            block: self.text("sperre"),
            contract_until: self.day("befristet")?,
            departure: self.day("ausscheiden")?,
            leave: (self.get("leerstelle") == "ja").then_some(Leave { until }),
            holders: self.holders(old)?,
            recruiting_stage: self.text("stufe"),
            // Without a stage there is nothing that could have begun.
            recruiting_from: self.day("stufe-ab")?.filter(|_| self.text("stufe").is_some()),
            qualifications,
            deputies: self.deputies()?,
            evaluation,
            funding: self.funding()?,
            withheld: old.withheld,
        })
    }

    fn holders(&self, old: &Terms) -> Result<Vec<PartHolder>, Unreadable> {
        let mut holders = Vec::new();
        for place in 0..HOLDERS.max(old.holders.len()) {
            let (part, since) = (format!("anteil-{place}"), format!("seit-{place}"));
            let (fte, from) = (self.extent_of_post(&part)?, self.day(&since)?);
            let until = self.day(&format!("bis-{place}"))?;
            let departure = self.day(&format!("ausscheiden-{place}"))?;
            if fte.is_some() || from.is_some() || until.is_some() || departure.is_some() {
                let (fte, since) = (self.needed(&part, fte)?, self.needed(&since, from)?);
                holders.push(PartHolder { fte, since, until, departure });
            }
        }
        Ok(holders)
    }

    fn deputies(&self) -> Result<Vec<PostId>, Unreadable> {
        let text = self.get("vertretung");
        let ids = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
        ids.map(|id| PostId::parse(id).map_err(|_| Unreadable::field("vertretung"))).collect()
    }

    fn funding(&self) -> Result<Option<Funding>, Unreadable> {
        let (share, until) = (self.number("drittmittel")?, self.day("drittmittel-bis")?);
        let source = self.text("drittmittel-von");
        if share.is_none() && until.is_none() && source.is_none() {
            return Ok(None);
        }
        let share = share.and_then(|share| Share::parse(share / 100.0).ok());
        let share = self.needed("drittmittel", share)?;
        Ok(Some(Funding { share, until, source: self.needed("drittmittel-von", source)? }))
    }

    /// The change that the inputs ask for, of the post as it is; none where they say what is.
    ///
    /// # Errors
    /// The first input that cannot be read.
    pub fn patch(&self, post: &Post, case_types: &[CaseTypeId]) -> Result<Option<PostPatch>, Unreadable> {
        let title = self.needed("title", self.text("title"))?;
        let grade = self.needed("grade", self.text("grade"))?;
        let shares = self.shares()?;
        let kw = self.day("kw")?;
        let (holder, recruiting_until) = self.filling()?;
        let terms = self.terms(post, case_types)?.noted();
        let case_types = self.works_on(&post.case_types)?;
        let asked =
            Post { title, grade, shares, kw, holder, recruiting_until, case_types, terms, ..post.clone() };
        Ok(post_patch(post, &asked))
    }
}
