//! A new post as a change of the scenario.

use super::entry::{Unreadable, Values};
use super::inputs::Inputs;
use super::making::{Said, free_id, make, said};
use super::shares::{self, choice, lines};
use super::works_on::{groups, works_on};
use crate::format::{self, Language};
use crate::plan::{Action, Change, Fte, Holder, Post, PostId, Provenance, Share, UnitId};
use crate::ui::dynamic::{Held, Kept, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

impl Values {
    /// The inputs of a post that is still to be made: a whole one, vacant, of casework only.
    fn blank(unit: Option<&UnitId>, day: NaiveDate, language: Language) -> Self {
        let mut values = Self::new(language);
        values.set("unit", unit.map(ToString::to_string).unwrap_or_default());
        values.set("fte", format::number(Fte::ONE.as_f64(), 1, language));
        values.set("casework", "100".to_owned());
        values.set("ab", day.to_string());
        values
    }

    /// The day from which on a change counts.
    pub(super) fn effective(&self) -> Result<NaiveDate, Unreadable> {
        self.needed("ab", self.day("ab")?)
    }

    /// The change that makes the post. Whoever is to fill it after the change counts is a newcomer, whoever does so before holds it.
    fn new_post(&self, id: impl FnOnce(&UnitId) -> PostId) -> Result<Change, Unreadable> {
        let effective = self.effective()?;
        let shares = self.shares()?;
        let home = self.needed("unit", shares.first().map(|share| share.unit.clone()))?;
        let casework = self.number("casework")?.and_then(|percent| Share::parse(percent / 100.0).ok());
        let since = self.day("besetzt-ab")?;
        let post = Post {
            id: id(&home),
            title: self.needed("title", self.text("title"))?,
            grade: self.needed("grade", self.text("grade"))?,
            shares,
            casework: self.needed("casework", casework)?,
            holder: since.filter(|since| *since <= effective).map(|since| Holder { since }),
            recruiting_until: since.filter(|since| *since > effective),
            kw: self.day("kw")?,
            task_force: self.get("taskforce") == "ja",
            case_types: self.works_on(&[])?,
            terms: None,
            // No source states it; the reason given with the step is why it is there.
            provenance: Provenance::Assumption,
            note: self.text("grund"),
        };
        Ok(Change { effective, action: Action::AddPost(post) })
    }
}

/// The form of a new post.
#[component]
pub fn NewPost(
    /// The unit that is chosen at first.
    unit: Option<UnitId>,
    /// The day from which on it counts at first.
    day: NaiveDate,
    /// Called with the new post, and the day from which on it is there.
    done: Callback<(PostId, NaiveDate)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let blank = move |unit: Option<&UnitId>, day| Values::blank(unit, day, untrack(|| i18n.language()));
    let inputs = Inputs::new(i18n, blank(unit.as_ref(), day), "neu");
    let values = inputs.values;
    let answer = Held::new(Said::default());
    let effective = Kept::new(move || values.with(Values::effective).unwrap_or(day));
    let organisation = Kept::new(move || in_hand.organisation(effective.get()));
    let units = Kept::new(move || organisation.with(|all| shares::units(&all.plan)));
    let groups = Kept::new(move || organisation.with(|all| groups(&all.plan)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked =
            values.with_untracked(|values| values.new_post(|unit| untrack(|| free_id(in_hand, unit))));
        let change = match inputs.asked(asked) {
            Ok(change) => change,
            Err(why) => return answer.set(Said::refused(why)),
        };
        let reason = values.with_untracked(|values| values.text("grund"));
        let said = make(in_hand, i18n, change.clone(), reason);
        let is_done = said.is_done();
        answer.set(said);
        if let (true, Action::AddPost(post)) = (is_done, &change.action) {
            inputs.fill(blank(post.home(), change.effective));
            done.run((post.id.clone(), change.effective));
        }
    };
    let id = move || {
        let home = values.with(Values::units).into_iter().next();
        home.map(|unit| t_string!(i18n, staffing.new_id, id = free_id(in_hand, &unit).to_string()))
    };
    let yes_or_no = vec![
        (String::new(), t!(i18n, staffing.no).into_any()),
        ("ja".to_owned(), t!(i18n, staffing.yes).into_any()),
    ];
    part(view! {
        <form class="staffing-form" data-testid="new-post" on:submit=submit>
            <p class="forecast-hint">{t!(i18n, staffing.new_hint)}</p>
            <div class="staffing-holders">
                {choice(inputs, units, "unit".to_owned())}
                {inputs.input("title", "text")} {inputs.input("grade", "text")} {inputs.input("fte", "text")}
                {inputs.input("casework", "text")} {inputs.input("ab", "date")} {inputs.input("besetzt-ab", "date")}
                {inputs.input("kw", "date")}
                {inputs.choose("taskforce".to_owned(), t!(i18n, staffing.field_task_force).into_any(), yes_or_no)}
            </div>
            <details class="fold">
                <summary>{t!(i18n, staffing.split_new)}</summary>
                <fieldset>
                    <legend class="visually-hidden">{t!(i18n, staffing.group_shares)}</legend>
                    {lines(inputs, units, 1)}
                </fieldset>
            </details>
            {works_on(inputs, groups)}
            {inputs.reason()}
            <p class="staffing-latest">{text(move || id().unwrap_or_default())}</p>
            {said(answer)}
            <button type="submit" class="button">{t!(i18n, staffing.create)}</button>
        </form>
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn filled() -> Values {
        let unit = UnitId::parse("einbuergerung").unwrap();
        let mut values = Values::blank(Some(&unit), day("2025-01-01"), Language::German);
        for (name, value) in
            [("title", "Sachbearbeitung Einbürgerung"), ("grade", "E 9c"), ("grund", "Mehr Anträge")]
        {
            values.set(name, value.to_owned());
        }
        values
    }

    fn post(values: &Values) -> Post {
        match values.new_post(|_| PostId::parse("EB-05").unwrap()).unwrap().action {
            Action::AddPost(post) => post,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_typed_becomes_a_post_that_the_plan_takes() {
        let plan = builtin().unwrap();
        let change = filled().new_post(|_| PostId::parse("EB-05").unwrap()).unwrap();
        assert_eq!(change.effective, day("2025-01-01"));
        let after = plan.apply(&change).unwrap();
        let made = after.post(&PostId::parse("EB-05").unwrap()).unwrap();
        assert_eq!((made.fte(), made.casework), (Fte::ONE, Share::ONE));
        assert_eq!((&made.holder, made.recruiting_until, made.kw), (&None, None, None));
        assert!(!made.task_force && made.provenance == Provenance::Assumption);
        assert_eq!(made.note.as_deref(), Some("Mehr Anträge"));
    }

    #[test]
    fn a_post_is_filled_from_its_first_day_on_or_by_a_newcomer() {
        let mut values = filled();
        values.set("besetzt-ab", "2025-01-01".to_owned());
        assert_eq!(post(&values).holder, Some(Holder { since: day("2025-01-01") }));
        values.set("besetzt-ab", "2025-04-01".to_owned());
        let later = post(&values);
        assert_eq!((later.holder, later.recruiting_until), (None, Some(day("2025-04-01"))));
        values.set("taskforce", "ja".to_owned());
        values.set("kw", "2026-12-31".to_owned());
        values.set("casework", "0".to_owned());
        let leading = post(&values);
        assert!(leading.task_force && leading.casework == Share::ZERO);
        assert_eq!(leading.kw, Some(day("2026-12-31")));
    }

    #[test]
    fn a_new_post_may_be_split_and_work_on_a_choice() {
        let mut values = filled();
        for (name, value) in [
            ("fte", "0,5"),
            ("unit-1", "integration"),
            ("fte-1", "0,25"),
            ("arbeitet-an", "auswahl"),
            ("fall-a01", "ja"),
        ] {
            values.set(name, value.to_owned());
        }
        let change = values.new_post(|unit| PostId::parse(unit.as_str()).unwrap()).unwrap();
        let after = builtin().unwrap().apply(&change).unwrap();
        let made = after.post(&PostId::parse("einbuergerung").unwrap()).unwrap();
        assert_eq!((made.shares.len(), made.fte()), (2, Fte::from_thousandths(750)));
        assert_eq!(made.case_types.len(), 1);
    }

    #[test]
    fn what_is_missing_or_cannot_be_read_is_named() {
        for (name, value) in
            [("unit", ""), ("title", " "), ("grade", ""), ("fte", "viel"), ("casework", "101"), ("ab", "")]
        {
            let mut values = filled();
            values.set(name, value.to_owned());
            let asked = values.new_post(|_| PostId::parse("EB-05").unwrap());
            assert_eq!(asked, Err(Unreadable::Field(name.to_owned())), "{name}");
        }
    }
}
