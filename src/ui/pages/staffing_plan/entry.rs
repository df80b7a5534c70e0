//! A post as the inputs of its form, and the change that the inputs ask for.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, PostShare, UnitId, builtin};

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
    fn a_number_is_read_in_the_language_of_the_form() {
        let share = |language, typed: &str| {
            let mut values = Values::new(language);
            values.set("fte", typed.to_owned());
            values.number("fte")
        };
        assert_eq!(share(Language::English, "1,000"), Ok(Some(1000.0)));
        assert_eq!(share(Language::English, "0.875"), Ok(Some(0.875)));
        assert_eq!(share(Language::German, "1.000"), Ok(Some(1000.0)));
        assert_eq!(share(Language::German, "1,000"), Ok(Some(1.0)));
        // Nobody has a thousand posts in one: it is refused, not taken for one.
        for (language, typed) in [(Language::English, "1,000"), (Language::German, "1.000")] {
            let mut values = Values::of(&post(), language);
            values.set("fte", typed.to_owned());
            assert_eq!(values.patch(&post(), &[]), Err(Unreadable::field("fte")));
        }
    }

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    fn half(id: &str) -> PostShare {
        PostShare { unit: unit(id), fte: Fte::from_thousandths(500) }
    }

    fn typed(values: &Values, inputs: &[(&str, &str)]) -> Values {
        let mut values = values.clone();
        inputs.iter().for_each(|(name, value)| values.set(name, (*value).to_owned()));
        values
    }

    #[test]
    fn a_split_post_with_its_own_case_types_is_shown_as_it_is() {
        let plan = builtin().unwrap();
        let shares =
            [half("integration"), PostShare { fte: Fte::from_thousandths(333), ..half("aufenthalt") }];
        let mut post = Post { shares: shares.to_vec(), ..post() };
        // In an order that is neither that of the plan nor that of the identifiers.
        post.case_types = [20, 3, 7].map(|place: usize| plan.case_types[place].id.clone()).to_vec();
        for language in [Language::German, Language::English] {
            let values = Values::of(&post, language);
            assert_eq!(values.patch(&post, &[]), Ok(None), "{language:?}");
            assert_eq!(values.whole(), Some(post.fte()));
        }
    }

    #[test]
    fn lines_split_a_post_and_one_alone_makes_it_whole() {
        let mut post = post();
        let values = Values::of(&post, Language::German);
        let split = typed(&values, &[("fte", "0,5"), ("unit-2", "integration"), ("fte-2", "0,5")]);
        let patch = split.patch(&post, &[]).unwrap().unwrap();
        assert_eq!(patch.fte, None, "the parts say it");
        let shares = vec![half("aufenthalt"), half("integration")];
        assert_eq!(patch.shares.as_ref(), Some(&shares));
        let change = Change { effective: "2024-06-01".parse().unwrap(), action: Action::SetPost(patch) };
        assert!(builtin().unwrap().apply(&change).is_ok());
        assert_eq!(split.whole(), Some(Fte::ONE));
        // The one that is there has another extent, or stands elsewhere.
        let smaller = typed(&values, &[("fte", "0,75")]).patch(&post, &[]).unwrap().unwrap();
        assert_eq!((smaller.fte, smaller.shares), (Some(Fte::from_thousandths(750)), None));
        let moved = typed(&values, &[("unit", "integration")]).patch(&post, &[]).unwrap().unwrap();
        assert_eq!(moved.shares, Some(vec![PostShare { fte: Fte::ONE, ..half("integration") }]));
        // Back to one: a line is emptied, and the extent is what is left.
        post.shares = shares;
        let one = typed(&Values::of(&post, Language::German), &[("unit-1", ""), ("fte-1", " ")]);
        let patch = one.patch(&post, &[]).unwrap().unwrap();
        assert_eq!((patch.fte, patch.shares), (None, Some(vec![half("aufenthalt")])));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let post = post();
        let values = Values::of(&post, Language::German);
        let field = |name: &str| Unreadable::field(name);
        for (inputs, why) in [
            (vec![("unit", ""), ("fte", "")], field("unit")),
            (vec![("unit-1", "integration")], field("fte-1")),
            (vec![("fte-1", "0,5")], field("unit-1")),
            (vec![("unit-1", "integration"), ("fte-1", "halb")], field("fte-1")),
            (vec![("unit-1", "aufenthalt"), ("fte-1", "0,5")], Unreadable::Twice("unit-1".to_owned())),
        ] {
            assert_eq!(typed(&values, &inputs).patch(&post, &[]), Err(why), "{inputs:?}");
        }
        assert_eq!(typed(&values, &[("fte-1", "halb")]).whole(), None);
    }

    #[test]
    fn a_choice_of_case_types_is_a_change_and_none_is_no_choice() {
        let mut post = post();
        let ids = ["n01", "a02", "a01"].map(|id| CaseTypeId::parse(id).unwrap());
        let values = Values::of(&post, Language::German);
        let none = typed(&values, &[("arbeitet-an", "auswahl")]);
        assert_eq!(none.patch(&post, &[]), Err(Unreadable::NothingChosen));
        let chosen = typed(&none, &[("fall-n01", "ja"), ("fall-a02", "ja")]);
        let patch = chosen.patch(&post, &[]).unwrap().unwrap();
        assert_eq!(patch.case_types.as_deref(), Some([ids[1].clone(), ids[0].clone()].as_slice()));
        // What is there keeps its order, what is new comes behind it, and all of it goes at once.
        post.case_types = ids[..2].to_vec();
        let values = Values::of(&post, Language::German);
        let more = typed(&values, &[("fall-a01", "ja")]).patch(&post, &[]).unwrap().unwrap();
        assert_eq!(more.case_types.as_deref(), Some(ids.as_slice()));
        let usual = typed(&values, &[("arbeitet-an", "")]).patch(&post, &[]).unwrap().unwrap();
        assert_eq!(usual.case_types, Some(Vec::new()));
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
