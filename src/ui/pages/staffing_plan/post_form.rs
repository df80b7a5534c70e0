//! One post with everything that the Stellenplan notes about it, and the case types that hang on one post.

use super::Desk;
use super::entry::{HOLDERS, Unreadable, Values, qualification};
use crate::format;
use crate::plan::{Action, CaseTypeId, Change, Organisation, Plan, Post, PostId};
use crate::staffing_plan::{Coverage, coverage};
use crate::ui::components::{DataTable, typed};
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
    values: Held<Values>,
    reason: Held<String>,
    problem: Held<Option<String>>,
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
        self.values.set(post.map(|post| Values::of(&post, language)).unwrap_or_default());
        self.problem.set(None);
    }

    fn submit(self) {
        let done = untrack(|| self.change());
        if done.is_ok() {
            self.reason.set(String::new());
        }
        self.problem.set(done.err());
    }

    fn change(self) -> Result<(), String> {
        let i18n = self.desk.i18n;
        let post = self.post().ok_or_else(|| t_string!(i18n, staffing.no_post).to_owned())?;
        let case_types: Vec<CaseTypeId> = self.served().into_iter().map(|(id, _)| id).collect();
        let patch = self.values.with(|values| values.patch(&post, &case_types));
        let patch = patch
            .map_err(|Unreadable(name)| t_string!(i18n, staffing.unreadable, field = label(i18n, &name)))?;
        let patch = patch.ok_or_else(|| t_string!(i18n, staffing.nothing_changed).to_owned())?;
        let change = Change { effective: self.day.get(), action: Action::SetPost(patch) };
        let reason = Some(self.reason.get()).filter(|reason| !reason.trim().is_empty());
        self.desk.in_hand.apply_step(vec![change], reason).map_err(|reason| reason.to_string())
    }

    /// An input with its label.
    fn input(self, name: impl Into<String>, kind: &'static str) -> AnyView {
        let name = name.into();
        let (id, of_label) = (format!("stelle-{name}"), name.clone());
        let of_input = id.clone();
        let (shown, typed) = (name.clone(), name);
        part(view! {
            <label class="staffing-entry" for=of_input>
                <span>{text(move || label(self.desk.i18n, &of_label))}</span>
                <input id=id class="input" type=kind autocomplete="off" prop:value=move || self.values.with(|values| values.get(&shown))
                    on:input=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))/>
            </label>
        })
    }

    /// A list of words with its label.
    fn choose(self, name: String, title: AnyView, words: Vec<(String, AnyView)>) -> AnyView {
        let id = format!("stelle-{name}");
        let of_input = id.clone();
        let typed = name.clone();
        let option = move |(word, shown): (String, AnyView)| {
            let (name, value) = (name.clone(), word.clone());
            part(view! {
                <option value=word selected=move || self.values.with(|values| values.get(&name) == value)>{shown}</option>
            })
        };
        let options: Vec<AnyView> = words.into_iter().map(option).collect();
        part(view! {
            <label class="staffing-entry" for=of_input>
                <span>{title}</span>
                <select id=id class="select"
                    on:change=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))>
                    {options}
                </select>
            </label>
        })
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
        values: Held::new(Values::default()),
        reason: typed("stelle-grund"),
        problem: Held::new(None),
    };
    form.fill();
    form.values.update(Values::keep_typed);
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
                <select class="select" data-testid="choose-post" on:change=choose>
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
    let holders: Vec<AnyView> = (0..HOLDERS)
        .flat_map(|place| {
            [
                form.input(format!("anteil-{place}"), "text"),
                form.input(format!("seit-{place}"), "date"),
                form.input(format!("bis-{place}"), "date"),
            ]
        })
        .collect();
    part(view! {
        <form class="staffing-form" data-testid="post-form" on:submit=move |event| { event.prevent_default(); form.submit(); }>
            <fieldset>
                <legend>{t!(i18n, staffing.group_post)}</legend>
                {form.input("grade", "text")} {form.input("bewertet", "date")} {form.input("bewertung", "text")}
                {form.input("fte", "text")}
            </fieldset>
            <fieldset>
                <legend>{t!(i18n, staffing.group_notes)}</legend>
                {form.input("kw", "date")}
                {form.choose("kw-art".to_owned(), title("kw-art"), kw)}
                {form.input("kw-ereignis", "text")}
                {form.input("ku", "text")} {form.input("ku-ab", "date")}
                {form.input("sperre", "text")}
                {form.choose("leerstelle".to_owned(), title("leerstelle"), leave)}
                {form.input("leerstelle-bis", "date")}
            </fieldset>
            <fieldset>
                <legend>{t!(i18n, staffing.group_holders)}</legend>
                {form.input("befristet", "date")}
                {live(move || Some(stages(form)))}
                {form.input("recruiting", "date")}
                <p class="staffing-latest">{text(move || latest_start(form))}</p>
                <div class="staffing-holders">{holders}</div>
                {form.input("vertretung", "text")}
            </fieldset>
            <fieldset>
                <legend>{t!(i18n, staffing.group_funding)}</legend>
                {form.input("drittmittel", "text")} {form.input("drittmittel-bis", "date")} {form.input("drittmittel-von", "text")}
            </fieldset>
            {live(move || qualifications(form))}
            <label class="staffing-entry staffing-reason" for="stelle-grund">
                <span>{t!(i18n, staffing.column_reason)}</span>
                <input id="stelle-grund" class="input" type="text" maxlength="2000" autocomplete="off"
                    prop:value=move || form.reason.get()
                    on:input=move |event| form.reason.set(event_target_value(&event))/>
            </label>
            {live(move || form.problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> })))}
            <button type="submit" class="button">{t!(i18n, staffing.apply)}</button>
        </form>
    })
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
        let stage = form.values.with(|values| values.get("stufe"));
        if before.is_some_and(|before| before != stage) && !stage.is_empty() {
            let days = Days::new(remaining(&stage).ceil().max(0.0) as u64);
            let planned = untrack(|| form.post()).map(|post| Values::of(&post, untrack(|| i18n.language())));
            let is_planned = planned.is_some_and(|planned| planned.get("stufe") == stage);
            if let Some(start) = form.day.get_untracked().checked_add_days(days).filter(|_| !is_planned) {
                form.values.update(|values| values.set("recruiting", start.to_string()));
            }
        }
        stage
    });
    form.choose("stufe".to_owned(), text(move || label(i18n, "stufe")), words)
}

/// By when a recruitment has to begin for the day on which somebody is to start; tracks.
fn latest_start(form: Form) -> String {
    let i18n = form.desk.i18n;
    let wanted = form.values.with(|values| values.get("recruiting")).parse::<NaiveDate>().ok();
    let contract = form.values.with(|values| values.get("befristet")).parse::<NaiveDate>().ok();
    let Some(day) = wanted.or_else(|| contract?.succ_opt()) else { return String::new() };
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
        form.choose(qualification(&id), name.into_any(), words)
    };
    let choices: Vec<AnyView> = served.into_iter().map(choice).collect();
    Some(part(view! {
        <details class="fold">
            <summary>{t!(i18n, staffing.qualifications)}</summary>
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

/// The label of an input; tracks the language.
fn label(i18n: I18n, name: &str) -> String {
    let numbered = |word: &str, place: &str| {
        let number = place.parse::<usize>().unwrap_or_default() + 2;
        t_string!(i18n, staffing.holder_field, number, word)
    };
    if let Some(place) = name.strip_prefix("anteil-") {
        return numbered(t_string!(i18n, staffing.field_part), place);
    }
    if let Some(place) = name.strip_prefix("seit-") {
        return numbered(t_string!(i18n, staffing.field_since), place);
    }
    if let Some(place) = name.strip_prefix("bis-") {
        return numbered(t_string!(i18n, staffing.field_contract), place);
    }
    let word = match name {
        "grade" => t_string!(i18n, staffing.field_grade),
        "fte" => t_string!(i18n, staffing.field_fte),
        "kw" => t_string!(i18n, staffing.field_kw),
        "kw-art" => t_string!(i18n, staffing.field_kw_on),
        "kw-ereignis" => t_string!(i18n, staffing.field_kw_event),
        "ku" => t_string!(i18n, staffing.field_ku),
        "ku-ab" => t_string!(i18n, staffing.field_ku_on),
        "sperre" => t_string!(i18n, staffing.field_block),
        "leerstelle" => t_string!(i18n, staffing.field_leave),
        "leerstelle-bis" => t_string!(i18n, staffing.field_leave_until),
        "befristet" => t_string!(i18n, staffing.field_contract),
        "stufe" => t_string!(i18n, staffing.field_stage),
        "recruiting" => t_string!(i18n, staffing.field_recruiting),
        "vertretung" => t_string!(i18n, staffing.field_deputies),
        "bewertet" => t_string!(i18n, staffing.field_evaluated),
        "bewertung" => t_string!(i18n, staffing.field_evaluation),
        "drittmittel" => t_string!(i18n, staffing.field_funding),
        "drittmittel-bis" => t_string!(i18n, staffing.field_funding_until),
        "drittmittel-von" => t_string!(i18n, staffing.field_funding_source),
        _ => t_string!(i18n, staffing.qualifications),
    };
    word.to_owned()
}
