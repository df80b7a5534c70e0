//! A unit in the chart: its card, its posts, the units below.
//!
//! The cards and tiles are tree items in one flat list for screen readers: the boxes around them carry no role.

use super::effect;
use super::state::Chart;
use super::tile::PostTile;
use super::walk::Item;
use super::words;
use crate::diagram::chart::UnitFacts;
use crate::format;
use crate::plan::{PostId, UnitId, UnitKind};
use crate::ui::components::{Meter, ProvenanceMark};
use crate::ui::dynamic::{Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// A unit with everything below it.
#[component]
pub fn UnitBox(
    /// Which unit.
    id: UnitId,
) -> impl IntoView {
    let chart = Chart::expect();
    let key = id.clone();
    let unit = Kept::new(move || chart.facts.with(|facts| facts.units.get(&key).cloned()));
    let kind = unit.with_untracked(|unit| unit.as_ref().map_or("team", |unit| kind_of(unit.kind)));
    let posts =
        Kept::new(move || of(unit, |unit| unit.posts.iter().map(|post| post.id.clone()).collect::<Vec<_>>()));
    let below = move |staff: bool| {
        Kept::new(move || {
            chart.facts.with(|facts| {
                let children =
                    unit.with(|unit| unit.as_ref().map(|unit| unit.children.clone())).unwrap_or_default();
                let is_staff = |child: &UnitId| {
                    facts.units.get(child).is_some_and(|child| child.kind == UnitKind::StaffUnit)
                };
                children.into_iter().filter(|child| is_staff(child) == staff).collect::<Vec<UnitId>>()
            })
        })
    };
    let (staff, line) = (below(true), below(false));
    let name = id.clone();
    let is_open = Kept::new(move || chart.closed.with(|closed| !closed.contains(&name)));
    let hint = Hint::memo(chart, id.clone());
    let home = StoredValue::new(id.clone());
    let tiles = move || {
        let tile = |post: PostId| {
            let key = post.to_string();
            Row::new(key, move || view! { <PostTile id=post unit=home.get_value()/> }.into_any())
        };
        posts.get().into_iter().map(tile).collect()
    };
    part(view! {
        <div class="unit" role="none" data-unit=id.to_string() data-kind=kind
            data-drop=move || hint.with(Hint::kind)
            data-changed=move || of(unit, UnitFacts::is_changed).then_some("true")>
            <div class="unit-head" role="none">
                <div class="unit-box" role="none">
                    <UnitCard id=id.clone() unit hint is_open/>
                    {when(move || is_open.get(), move || part(view! { <div class="tiles" role="none">{rows(tiles)}</div> }))}
                </div>
                {when(
                    move || is_open.get() && staff.with(|staff| !staff.is_empty()),
                    move || part(view! { <div class="unit-staff" role="none">{rows(move || boxes(staff.get()))}</div> }),
                )}
            </div>
            {when(
                move || is_open.get() && line.with(|line| !line.is_empty()),
                move || part(view! {
                    <div class="unit-children" role="none" data-count=move || line.with(Vec::len).to_string()>
                        {rows(move || boxes(line.get()))}
                    </div>
                }),
            )}
        </div>
    })
}

/// The boxes of units side by side.
pub fn boxes(units: Vec<UnitId>) -> Vec<Row> {
    units.into_iter().map(|id| Row::new(id.to_string(), move || view! { <UnitBox id/> }.into_any())).collect()
}

/// A figure of a unit; the default where the unit is gone.
fn of<T: Default>(unit: Kept<Option<UnitFacts>>, take: impl FnOnce(&UnitFacts) -> T) -> T {
    unit.with(|unit| unit.as_ref().map(take)).unwrap_or_default()
}

/// A name that may be broken after a slash: „Einbürgerung/Staatsangehörigkeit“ is wider than a card.
fn breakable(name: &str) -> String {
    name.replace('/', "/\u{200b}")
}

const fn kind_of(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Department => "department",
        UnitKind::Section => "section",
        UnitKind::Team => "team",
        UnitKind::StaffUnit => "staff",
    }
}

/// Name, sums, load and open cases of a unit.
#[component]
fn UnitCard(
    id: UnitId,
    unit: Kept<Option<UnitFacts>>,
    hint: Kept<Hint>,
    is_open: Kept<bool>,
) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let item = Item::Unit(id.clone());
    let element = item.element_id();
    let mine = item.clone();
    let is_focused = Kept::new(move || chart.tab_stop.with(|item| item.as_ref() == Some(&mine)));
    let mark = move || {
        of(unit, |unit| {
            let words = unit.stated.as_ref().map(|stated| format!("„{}“", stated.words));
            let note = [words, unit.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" – ");
            Some((unit.provenance, note))
        })
        .map(|(provenance, note)| view! { <ProvenanceMark provenance note/> }.into_any())
    };
    let has_below = move || of(unit, |unit| !unit.posts.is_empty() || !unit.children.is_empty());
    let load = Kept::new(move || of(unit, |unit| unit.now.load));
    let force = Kept::new(move || of(unit, |unit| words::load_with_task_force(i18n, unit.now)));
    let changed = move || unit.with(|unit| unit.as_ref().and_then(|unit| words::difference(i18n, unit)));
    part(view! {
        <div class="unit-card" role="treeitem" id=element
            tabindex=move || if is_focused.get() { "0" } else { "-1" }
            attr:aria-level=move || of(unit, |unit| unit.level).to_string()
            aria-posinset=move || of(unit, |unit| unit.position).to_string()
            aria-setsize=move || of(unit, |unit| unit.siblings).to_string()
            aria-expanded=move || has_below().then(|| is_open.get().to_string())
            aria-selected=move || is_focused.get().to_string()
            on:focus=move |_| chart.focused.set(Some(item.clone()))>
            <div class="unit-name">
                <span class="unit-title">{text(move || of(unit, |unit| breakable(&unit.name)))}</span>
                " "
                {live(mark)}
            </div>
            <div class="unit-sums">
                <span class="visually-hidden">", "</span>
                {text(move || of(unit, |unit| words::sums(i18n, unit.now.total)))}
            </div>
            <div class="unit-load">
                <span class="visually-hidden">", "</span>
                {live(move || load.get().map(|load| view! { <Meter fraction=load/> }.into_any()))}
                <span class="unit-load-words">
                    <span class="visually-hidden">{t!(i18n, chart.column_load)} " "</span>
                    {text(move || match force.get() {
                        Some(force) => format!("{}, {force}", words::load_short(i18n, load.get())),
                        None => words::load_short(i18n, load.get()),
                    })}
                </span>
            </div>
            {when(move || { of(unit, |unit| unit.open_cases) > 0 }, move || part(view! {
                <div class="unit-cases">
                    <span class="visually-hidden">", "</span>
                    {text(move || {
                        let count = format::number(of(unit, |unit| unit.open_cases) as f64, 0, chart.language());
                        t_string!(i18n, chart.open_cases, count)
                    })}
                    " "
                    <span class="assumed" title=move || {
                        let date = format::date(chart.plan.baseline().as_of, chart.language());
                        t_string!(i18n, chart.open_cases_note, date)
                    }>
                        <span aria-hidden="true">"◇"</span>
                        <span class="visually-hidden">{t!(i18n, shell.provenance_assumption)}</span>
                    </span>
                </div>
            }))}
            {live(move || changed().map(|words| part(view! {
                <div class="unit-change" data-testid="unit-change">
                    <span class="visually-hidden">", "</span>
                    <strong>{t!(i18n, chart.scenario)}</strong> ": " {words}
                </div>
            })))}
            <HintBox id hint/>
        </div>
    })
}

/// What a card says while a post is being moved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hint {
    kind: Option<&'static str>,
    sentence: String,
}

impl Hint {
    fn memo(chart: Chart, id: UnitId) -> Kept<Self> {
        Kept::new(move || {
            chart.lift.with(|lift| {
                let Some(lift) = lift else { return Self::default() };
                let source = lift.post.unit == id;
                let Some(trial) = &lift.trial else {
                    let kind = if source { "source" } else { "possible" };
                    return Self { kind: Some(kind), sentence: String::new() };
                };
                let sentence = trial.sentence(&id).cloned().unwrap_or_default();
                if trial.target == id {
                    return match &trial.refused {
                        Some(reason) => Self { kind: Some("refused"), sentence: reason.clone() },
                        None => Self { kind: Some("target"), sentence },
                    };
                }
                let kind = match (source, sentence.is_empty()) {
                    (true, _) => "source",
                    (false, false) => "touched",
                    (false, true) => "possible",
                };
                Self { kind: Some(kind), sentence }
            })
        })
    }

    fn kind(&self) -> Option<&'static str> {
        self.kind
    }
}

/// The sentences of a trial in the card: of the assessment at once, of the simulation as it arrives.
#[component]
fn HintBox(id: UnitId, hint: Kept<Hint>) -> impl IntoView {
    let chart = Chart::expect();
    let forecast = Kept::new(move || {
        let wanted =
            hint.with(|hint| matches!(hint.kind, Some("target" | "source")) && !hint.sentence.is_empty());
        wanted.then(|| effect::sentence(chart, &id)).flatten()
    });
    // The sentence is spoken by the live region; here it is for the eyes.
    live(move || {
        let hint = hint.get();
        (!hint.sentence.is_empty()).then(|| {
            let refused = hint.kind == Some("refused");
            part(view! {
                <div class="unit-hint" data-testid="drop-sentence" aria-hidden="true" lang=refused.then_some("de")>
                    <span class="unit-hint-icon">{if refused { "⊘" } else { "→" }}</span>
                    <span>
                        {breakable(&hint.sentence)}
                        {live(move || forecast.get().map(|words| part(view! { <br/> <span data-testid="drop-forecast">{words}</span> })))}
                    </span>
                </div>
            })
        })
    })
}
