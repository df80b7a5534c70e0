//! One post with everything that the Stellenplan notes about it, and the case types that hang on one post.

use super::Desk;
use super::entry::{HOLDERS, Values, qualification};
use super::inputs::{Inputs, label};
use super::making::{Said, make, said};
use super::removing::{Ending, Removing};
use super::shares::{self, Units, lines};
use super::works_on::{Group, groups, works_on};
use crate::format;
use crate::plan::{Action, CaseTypeId, Change, Organisation, Plan, Post, PostId};
use crate::staffing_plan::{Coverage, coverage};
use crate::ui::browser::document;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Name of the post in the address.
const POST: &str = "stelle";

/// What the inputs share; copies are the same form.
#[derive(Clone, Copy)]
struct Form {
    desk: Desk,
    /// The day from which a change counts.
    day: Held<NaiveDate>,
    chosen: Held<Option<PostId>>,
    organisation: Kept<Organisation>,
    /// Units and case types of the day.
    units: Units,
    groups: Kept<Vec<Group>>,
    inputs: Inputs,
    answer: Held<Said>,
}

impl Form {
    /// The post with all changes that count by the day; tracks.
    fn post(self) -> Option<Post> {
        let chosen = self.chosen.get()?;
        self.organisation.with(|organisation| organisation.plan.post(&chosen).cloned())
    }

    /// Case types that the post serves, with their names; tracks.
    fn served(self) -> Vec<(CaseTypeId, String)> {
        let Some(post) = self.post() else { return Vec::new() };
        self.organisation.with(|organisation| served(&organisation.plan, &post))
    }

    /// The inputs say what is.
    fn fill(self) {
        let language = untrack(|| self.desk.i18n.language());
        let post = untrack(|| self.post());
        self.inputs.fill(post.map(|post| Values::of(&post, language)).unwrap_or_default());
    }

    fn submit(self) {
        let said = untrack(|| self.change()).map_or_else(Said::refused, |change| {
            let reason = self.inputs.values.with_untracked(|values| values.text("grund"));
            make(self.desk.in_hand, self.desk.i18n, change, reason)
        });
        self.answer.set(said);
    }

    /// The change that the inputs ask for; tracks.
    fn change(self) -> Result<Change, String> {
        let i18n = self.desk.i18n;
        let post = self.post().ok_or_else(|| t_string!(i18n, staffing.no_post).to_owned())?;
        let case_types: Vec<CaseTypeId> = self.served().into_iter().map(|(id, _)| id).collect();
        let patch = self.inputs.values.with(|values| values.patch(&post, &case_types));
        let patch =
            self.inputs.asked(patch)?.ok_or_else(|| t_string!(i18n, staffing.nothing_changed).to_owned())?;
        Ok(Change { effective: self.day.get(), action: Action::SetPost(patch) })
    }
}

fn served(plan: &Plan, post: &Post) -> Vec<(CaseTypeId, String)> {
    let serves = |of: &&crate::plan::CaseType| post.shares.iter().any(|share| post.serves(&share.unit, of));
    plan.case_types.iter().filter(serves).map(|of| (of.id.clone(), of.name.clone())).collect()
}

/// The form, and what hangs on one post.
#[component]
pub fn Posts(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let map = use_query_map();
    let first = desk.plan.with_untracked(|plan| plan.as_of);
    let day = Held::new(first);
    let organisation = Kept::new(move || desk.in_hand.organisation(day.get()));
    let asked = untrack(|| map.with(|map| map.get(POST))).and_then(|id| PostId::parse(&id).ok());
    let opened = asked.is_some();
    let form = Form {
        desk,
        day,
        chosen: Held::new(asked),
        organisation,
        units: Kept::new(move || organisation.with(|all| shares::units(&all.plan))),
        groups: Kept::new(move || organisation.with(|all| groups(&all.plan))),
        inputs: Inputs::new(i18n, Values::default(), "stelle"),
        answer: Held::new(Said::default()),
    };
    form.fill();
    // Another post, another day, or a change made elsewhere: the inputs say what is.
    Effect::new(move |before: Option<Option<Post>>| {
        let post = form.post();
        if before.is_some_and(|before| before != post) {
            form.fill();
        }
        post
    });
    part(view! {
        <section class="section staffing-posts" aria-labelledby="stelle-teil">
            <details class="study" open=opened>
                <summary><h2 id="stelle-teil">{t!(i18n, staffing.posts)}</h2></summary>
                <p class="forecast-hint">{t!(i18n, staffing.posts_hint)}</p>
                {which(form)}
                {live(move || removing(form))}
                {live(move || form.chosen.with(Option::is_some).then(|| fields(form)))}
            </details>
            {hanging(form)}
        </section>
    })
}

/// Which post, and from when on.
fn which(form: Form) -> AnyView {
    let i18n = form.desk.i18n;
    let options = live(move || {
        let option = |post: &Post| {
            let id = post.id.clone();
            let name = format!("{} – {}, {}", post.id, post.title, post.grade);
            part(view! {
                <option value=id.to_string() selected=move || form.chosen.with(|chosen| chosen.as_ref() == Some(&id))>{name}</option>
            })
        };
        let posts = form.organisation.with(|all| all.plan.posts.iter().map(option).collect::<Vec<_>>());
        Some(posts.into_any())
    });
    let choose = move |event: leptos::ev::Event| {
        form.chosen.set(PostId::parse(&event_target_value(&event)).ok());
        form.answer.set(Said::default());
    };
    let set_day = move |event: leptos::ev::Event| {
        if let Ok(day) = event_target_value(&event).parse() {
            form.day.set(day);
        }
    };
    part(view! {
        <div class="staffing-controls">
            <label class="field">
                <span>{t!(i18n, staffing.column_post)}</span>
                <select class="select" id="stelle-wahl" data-testid="choose-post" on:change=choose>
                    <option value="">{t!(i18n, staffing.choose_post)}</option>
                    {options}
                </select>
            </label>
            <label class="field">
                <span>{t!(i18n, staffing.from_day)}</span>
                <input type="date" class="input" required prop:value=move || form.day.get().to_string() on:change=set_day/>
            </label>
        </div>
    })
}

fn fields(form: Form) -> AnyView {
    let i18n = form.desk.i18n;
    let word = |text: fn(I18n) -> &'static str| self::text(move || text(i18n).to_owned());
    let kw = vec![
        (String::new(), word(|i18n| t_string!(i18n, staffing.kw_none))),
        ("vakanz".to_owned(), word(|i18n| t_string!(i18n, staffing.kw_vacancy))),
        ("ereignis".to_owned(), word(|i18n| t_string!(i18n, staffing.kw_event))),
    ];
    let leave = vec![
        (String::new(), word(|i18n| t_string!(i18n, staffing.no))),
        ("ja".to_owned(), word(|i18n| t_string!(i18n, staffing.yes))),
    ];
    let title = |name: &'static str| self::text(move || label(i18n, name));
    part(view! {
        <form class="staffing-form" data-testid="post-form" on:submit=move |event| { event.prevent_default(); form.submit(); }>
            <fieldset>
                <legend>{t!(i18n, staffing.group_post)}</legend>
                {form.inputs.input("title", "text")}
                {form.inputs.input("grade", "text")} {form.inputs.input("bewertet", "date")} {form.inputs.input("bewertung", "text")}
            </fieldset>
            <fieldset>
                <legend>{t!(i18n, staffing.group_shares)}</legend>
                {lines(form.inputs, form.units, 0)}
            </fieldset>
            {works_on(form.inputs, form.groups)}
            <fieldset>
                <legend>{t!(i18n, staffing.group_notes)}</legend>
                {form.inputs.input("kw", "date")}
                {form.inputs.choose("kw-art".to_owned(), title("kw-art"), kw)}
                {form.inputs.input("kw-ereignis", "text")}
                {form.inputs.input("ku", "text")} {form.inputs.input("ku-ab", "date")}
                {form.inputs.input("sperre", "text")}
                {form.inputs.choose("leerstelle".to_owned(), title("leerstelle"), leave)}
                {form.inputs.input("leerstelle-bis", "date")}
            </fieldset>
            {holders(form)}
            <fieldset>
                <legend>{t!(i18n, staffing.group_funding)}</legend>
                {form.inputs.input("drittmittel", "text")} {form.inputs.input("drittmittel-bis", "date")} {form.inputs.input("drittmittel-von", "text")}
            </fieldset>
            {live(move || qualifications(form))}
            {form.inputs.reason()}
            {said(form.answer)}
            <button type="submit" class="button">{t!(i18n, staffing.apply)}</button>
        </form>
    })
}

/// Who fills the post, and who is to.
fn holders(form: Form) -> AnyView {
    let holder = |place: usize| {
        let kinds = [("anteil", "text"), ("seit", "date"), ("bis", "date"), ("ausscheiden", "date")];
        kinds.map(|(name, kind)| form.inputs.input(format!("{name}-{place}"), kind))
    };
    let holders: Vec<AnyView> = (0..HOLDERS).flat_map(holder).collect();
    part(view! {
        <fieldset data-sensitive="">
            <legend>{t!(form.desk.i18n, staffing.group_holders)}</legend>
            {form.inputs.input("besetzt", "date")} {form.inputs.input("befristet", "date")}
            {form.inputs.input("ausscheiden", "date")}
            {live(move || Some(stages(form)))} {form.inputs.input("stufe-ab", "date")}
            {form.inputs.input("recruiting", "date")}
            <p class="staffing-latest">{text(move || latest_start(form))}</p>
            <div class="staffing-holders">{holders}</div>
            {form.inputs.input("vertretung", "text")}
            <p class="staffing-latest">{t!(form.desk.i18n, staffing.deputies_hint)}</p>
        </fieldset>
    })
}

/// The form that gives the post up; tracks which one.
fn removing(form: Form) -> Option<AnyView> {
    let post = form.chosen.get()?;
    let day = form.day.get();
    let done = Callback::new(move |first: NaiveDate| {
        if first <= day {
            form.chosen.set(None);
            // What had the focus is gone.
            request_animation_frame(|| document::focus("#stelle-wahl"));
        }
    });
    Some(part(view! {
        <details class="fold">
            <summary>{t!(form.desk.i18n, staffing.remove)}</summary>
            <Removing what=Ending::Post(post) day done/>
        </details>
    }))
}

/// The stages of the recruitment as a list; choosing one sets the day on which a newcomer can start. Tracks.
fn stages(form: Form) -> AnyView {
    let i18n = form.desk.i18n;
    let stages = form.organisation.with(|all| all.plan.assumptions.stages());
    let none = text(move || t_string!(i18n, staffing.no_stage).to_owned());
    let mut words = vec![(String::new(), none)];
    words.extend(stages.iter().map(|stage| {
        let days = format::number(stage.days, 0, i18n.language());
        let shown = format!("{} ({days} {})", stage.name, t_string!(i18n, simulation.unit_days));
        (stage.name.clone(), shown.into_any())
    }));
    let remaining = move |name: &str| -> f64 {
        stages.iter().skip_while(|stage| stage.name != name).map(|stage| stage.days).sum()
    };
    // What is still to be done counts from the day of the change on.
    Effect::new(move |before: Option<String>| {
        let stage = form.inputs.values.with(|values| values.get("stufe"));
        if before.is_some_and(|before| before != stage) && !stage.is_empty() {
            let days = Days::new(remaining(&stage).ceil().max(0.0) as u64);
            let planned = untrack(|| form.post()).map(|post| Values::of(&post, untrack(|| i18n.language())));
            let is_planned = planned.is_some_and(|planned| planned.get("stufe") == stage);
            // For somebody who is still there the first day follows from the stages and the last day.
            let is_filled = form.inputs.values.with_untracked(|values| !values.get("besetzt").is_empty());
            if is_filled && !is_planned {
                let day = form.day.get_untracked().to_string();
                form.inputs.values.update(|values| values.set("stufe-ab", day));
            } else if let Some(start) =
                form.day.get_untracked().checked_add_days(days).filter(|_| !is_planned)
            {
                form.inputs.values.update(|values| values.set("recruiting", start.to_string()));
            }
        }
        stage
    });
    form.inputs.choose("stufe".to_owned(), text(move || label(i18n, "stufe")), words)
}

/// By when a recruitment has to begin for the day on which somebody is to start; tracks.
fn latest_start(form: Form) -> String {
    let i18n = form.desk.i18n;
    let wanted = form.inputs.values.with(|values| values.get("recruiting")).parse::<NaiveDate>().ok();
    let last = |name: &str| form.inputs.values.with(|values| values.get(name)).parse::<NaiveDate>().ok();
    let last = [last("befristet"), last("ausscheiden")].into_iter().flatten().min();
    let Some(day) = wanted.or_else(|| last?.succ_opt()) else { return String::new() };
    let days = form.organisation.with(|all| all.plan.assumptions.recruitment_days.mean);
    let Some(start) = day.checked_sub_days(Days::new(days.ceil().max(0.0) as u64)) else {
        return String::new();
    };
    let language = i18n.language();
    let (day, start) = (format::date(day, language), format::date(start, language));
    t_string!(i18n, staffing.latest_start, day, start, days = format::number(days, 0, language))
}

/// What the holder may do, by case type; tracks.
fn qualifications(form: Form) -> Option<AnyView> {
    let i18n = form.desk.i18n;
    let served = form.served();
    if served.is_empty() {
        return None;
    }
    let choice = |(id, name): (CaseTypeId, String)| {
        let word = |text: fn(I18n) -> &'static str| self::text(move || text(i18n).to_owned());
        let words = vec![
            (String::new(), word(|i18n| t_string!(i18n, staffing.may_all))),
            ("vorbereiten".to_owned(), word(|i18n| t_string!(i18n, staffing.may_prepare))),
            ("entscheiden".to_owned(), word(|i18n| t_string!(i18n, staffing.may_decide))),
        ];
        form.inputs.choose(qualification(&id), name.into_any(), words)
    };
    let choices: Vec<AnyView> = served.into_iter().map(choice).collect();
    Some(part(view! {
        <details class="fold" data-sensitive="">
            <summary>{t!(i18n, staffing.qualifications)}</summary>
            <p class="staffing-latest">{t!(i18n, staffing.qualifications_hint)}</p>
            <fieldset><legend class="visually-hidden">{t!(i18n, staffing.qualifications)}</legend>{choices}</fieldset>
        </details>
    }))
}

/// Case types that at most one filled post may decide.
fn hanging(form: Form) -> AnyView {
    let i18n = form.desk.i18n;
    let found = Kept::new(move || {
        let day = form.day.get();
        form.organisation.with(|organisation| coverage(&organisation.plan, day))
    });
    let caption = Signal::derive(move || {
        let date = format::date(form.day.get(), i18n.language());
        t_string!(i18n, staffing.hanging_caption, date)
    });
    let table = live(move || {
        let rows: Vec<AnyView> =
            found.with(|found| found.iter().map(|one| coverage_row(i18n, one)).collect());
        if rows.is_empty() {
            return Some(part(view! { <p>{t!(i18n, staffing.nothing_hangs)}</p> }));
        }
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, staffing.column_case_type)}</th>
                <th scope="col">{t!(i18n, staffing.column_decides)}</th>
                <th scope="col" class="is-number">{t!(i18n, staffing.column_prepare)}</th>
                <th scope="col">{t!(i18n, staffing.column_deputies)}</th>
            </tr>
        });
        Some(view! { <DataTable id="einzelstellen-tabelle" head caption>{rows}</DataTable> }.into_any())
    });
    part(view! {
        <h3 class="staffing-hanging">{t!(i18n, staffing.hanging)}</h3>
        {table}
    })
}

fn coverage_row(i18n: I18n, one: &Coverage) -> AnyView {
    let decides =
        one.decides.as_ref().map_or_else(|| t_string!(i18n, staffing.nobody).to_owned(), ToString::to_string);
    let deputies: Vec<String> = one.deputies.iter().map(ToString::to_string).collect();
    let deputies = if deputies.is_empty() { "–".to_owned() } else { deputies.join(", ") };
    part(view! {
        <tr>
            <th scope="row">{one.name.clone()}</th>
            <td>{decides}</td>
            <td class="is-number">{one.prepare.to_string()}</td>
            <td>{deputies}</td>
        </tr>
    })
}
