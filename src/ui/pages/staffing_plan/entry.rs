//! A post as the inputs of its form, and the change that the inputs ask for.

use crate::format::{self, Language};
use crate::plan::{
    CaseTypeId, Conversion, Evaluation, Fte, Funding, Holder, KwEvent, Leave, PartHolder, Post, PostId,
    PostPatch, Qualification, Share, Terms,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Lines for further holders.
pub const HOLDERS: usize = 3;

/// What stands in the inputs, by their names; an input that is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(BTreeMap<String, String>);

/// Why the inputs make no change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// An input that is missing or cannot be read, by its name.
    Field(String),
    /// The post is filled, and a newcomer is to start on it.
    FilledAndRecruiting,
}

impl Unreadable {
    fn field(name: &str) -> Self {
        Self::Field(name.to_owned())
    }
}

/// The name of the input for a case type.
#[must_use]
pub fn qualification(id: &CaseTypeId) -> String {
    format!("kann-{id}")
}

impl Values {
    /// What stands in an input.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// Somebody has typed.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    /// The inputs of a post as it is.
    #[must_use]
    pub fn of(post: &Post, language: Language) -> Self {
        let mut values = Self::default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        // Three digits after a point would be read as thousands.
        let places = |decimals| if language == Language::English && decimals == 3 { 4 } else { decimals };
        let number = |value: f64, decimals| format::number(value, places(decimals), language);
        let terms = post.noted();
        let mut set = |name: &str, value: String| values.set(name, value);
        set("title", post.title.clone());
        set("grade", post.grade.clone());
        set("besetzt", day(post.holder.as_ref().map(|holder| holder.since)));
        set("fte", number(post.fte().as_f64(), 3));
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
            set(&format!("anteil-{place}"), number(holder.fte.as_f64(), 3));
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
        values
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
        let parse = |text: String| format::parse_number(&text).ok_or_else(|| Unreadable::field(name));
        self.text(name).map(parse).transpose()
    }

    pub(super) fn extent(&self, name: &str) -> Result<Option<Fte>, Unreadable> {
        let parse = |value: f64| Fte::parse(value).map_err(|_| Unreadable::field(name));
        self.number(name)?.map(parse).transpose()
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
        })
    }

    fn holders(&self, old: &Terms) -> Result<Vec<PartHolder>, Unreadable> {
        let mut holders = Vec::new();
        for place in 0..HOLDERS.max(old.holders.len()) {
            let (part, since) = (format!("anteil-{place}"), format!("seit-{place}"));
            let (fte, from) = (self.extent(&part)?, self.day(&since)?);
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
        let mut patch = PostPatch::new(post.id.clone());
        let title = self.needed("title", self.text("title"))?;
        patch.title = (title != post.title).then_some(title);
        let grade = self.needed("grade", self.text("grade"))?;
        patch.grade = (grade != post.grade).then_some(grade);
        let fte = self.needed("fte", self.extent("fte")?)?;
        patch.fte = (fte != post.fte()).then_some(fte);
        let kw = self.day("kw")?;
        patch.kw = (kw != post.kw).then_some(kw);
        let (holder, recruiting) = self.filling()?;
        patch.holder = (holder != post.holder).then_some(holder);
        patch.recruiting_until = (recruiting != post.recruiting_until).then_some(recruiting);
        let terms = self.terms(post, case_types)?.noted();
        patch.terms = (terms != post.terms).then_some(terms);
        Ok((patch != PostPatch::new(post.id.clone())).then_some(patch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn post() -> Post {
        builtin().unwrap().posts.into_iter().find(|post| post.id.as_str() == "AA-05").unwrap()
    }

    #[test]
    fn inputs_that_say_what_is_ask_for_nothing() {
        let mut post = post();
        for language in [Language::German, Language::English] {
            assert_eq!(Values::of(&post, language).patch(&post, &[]), Ok(None));
        }
        let plan = builtin().unwrap();
        let id = plan.case_types[0].id.clone();
        let terms = Terms {
            kw_on: Some(KwEvent::Event("Ende".to_owned())),
            ku: Some(Conversion { grade: "E 8".to_owned(), on: None }),
            leave: Some(Leave { until: None }),
            holders: vec![PartHolder {
                fte: Fte::from_thousandths(333),
                since: "2023-01-01".parse().unwrap(),
                until: None,
                departure: Some("2027-06-30".parse().unwrap()),
            }],
            qualifications: [(id.clone(), Qualification::Decide)].into(),
            funding: Some(Funding {
                share: Share::parse(0.5).unwrap(),
                until: None,
                source: "Land".to_owned(),
            }),
            ..Terms::default()
        };
        post.terms = terms.noted();
        assert_eq!(Values::of(&post, Language::German).patch(&post, &[id]), Ok(None));
    }

    #[test]
    fn what_is_typed_becomes_one_change_and_what_cannot_be_read_is_named() {
        let post = post();
        let mut values = Values::of(&post, Language::German);
        for (name, value) in [
            ("kw-art", "vakanz"),
            ("ku", "E 8"),
            ("sperre", "Rat"),
            ("befristet", "2024-12-31"),
            ("anteil-0", "0,25"),
            ("seit-0", "2023-05-01"),
            ("vertretung", "AA-06; AA-07"),
            ("drittmittel", "50"),
            ("drittmittel-von", "Land"),
        ] {
            values.set(name, value.to_owned());
        }
        let patch = values.patch(&post, &[]).unwrap().unwrap();
        assert_eq!((&patch.grade, &patch.fte, &patch.kw), (&None, &None, &None));
        let terms = patch.terms.unwrap().unwrap();
        assert_eq!(terms.kw_on, Some(KwEvent::NextVacancy));
        assert_eq!((terms.holders.len(), terms.deputies.len()), (1, 2));
        assert!(!terms.may_be_filled());
        for (name, value) in
            [("anteil-0", "viel"), ("seit-0", ""), ("vertretung", "ä"), ("drittmittel", "500")]
        {
            let mut wrong = values.clone();
            wrong.set(name, value.to_owned());
            assert_eq!(wrong.patch(&post, &[]), Err(Unreadable::field(name)), "{name}");
        }
    }

    #[test]
    fn title_and_holder_are_changed_and_a_filled_post_is_not_recruited_for() {
        let post = post();
        let mut values = Values::of(&post, Language::German);
        assert_eq!(values.get("besetzt"), "2018-10-01");
        values.set("title", "  Fachaufsicht ".to_owned());
        values.set("besetzt", String::new());
        let patch = values.patch(&post, &[]).unwrap().unwrap();
        assert_eq!((patch.title.as_deref(), patch.holder), (Some("Fachaufsicht"), Some(None)));
        values.set("besetzt", "2024-05-01".to_owned());
        let patch = values.patch(&post, &[]).unwrap().unwrap();
        assert_eq!(patch.holder, Some(Some(Holder { since: "2024-05-01".parse().unwrap() })));
        values.set("recruiting", "2024-06-01".to_owned());
        assert_eq!(values.patch(&post, &[]), Err(Unreadable::FilledAndRecruiting));
        values.set("title", " ".to_owned());
        assert_eq!(values.patch(&post, &[]), Err(Unreadable::field("title")));
    }
}
