//! `/`: how are we doing?

mod figures;
mod lapsing;
mod sums;

use crate::api::{ApiError, CasesInBrief, CountedCases, counted_cases};
use crate::assessment::{Level, Period, load_name};
use crate::format::{date, number, percent};
use crate::permission::Right;
use crate::plan::{Fte, Provenance, UnitId};
use crate::ui::Visitor;
use crate::ui::codec::JsonText;
use crate::ui::components::{
    DataTable, Failure, Meter, PageHeading, PageTitle, ProvenanceMark, WithPlan, cases_alerts, meaning,
    unit_name,
};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use chrono::NaiveDate;
use figures::{Figures, Happening, Row, What, figures};
use lapsing::{Coming, Lapsing, coming};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use std::collections::{BTreeMap, BTreeSet};
use sums::{Sums, marked};

/// What was counted, on its way; none for those who may not see it.
type Counting = Option<Resource<Result<Option<CountedCases>, ApiError>, JsonText>>;

/// The department in one look: the answer, the sums, the units, what happens next.
pub struct OverviewPage;

#[lazy_route]
impl LazyRoute for OverviewPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        let counting: Counting = Visitor::expect().may(Right::ViewCases).then(|| {
            Resource::new_with_options(move || i18n.get_locale() == Locale::en, counted_cases, false)
        });
        let coming = coming();
        view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, overview.title).to_owned())/>
            <PageHeading>{t!(i18n, overview.title)}</PageHeading>
            <WithPlan>
                <Overview counting coming/>
            </WithPlan>
        }
        .into_any()
    }
}

#[component]
fn Overview(counting: Counting, coming: Coming) -> impl IntoView {
    let plan = PlanInHand::expect();
    let day = Kept::new(move || plan.baseline().as_of);
    let figures = Kept::new(move || figures(&plan.organisation(day.get()).plan, day.get(), &plan.changes()));
    let with_cases = move |counted| with_cases((figures, day), counted);
    let cases = match counting {
        None => with_cases(None),
        Some(counting) => {
            let content = move || {
                Suspend::new(async move {
                    match counting.await {
                        Ok(counted) => with_cases(counted),
                        Err(error) => {
                            let retry = move || counting.refetch();
                            part(view! { <Failure sentence=error.to_string() retry/> {with_cases(None)} })
                        }
                    }
                })
            };
            // What the plan says needs no answer.
            part(view! { <Transition fallback=move || with_cases(None)>{content}</Transition> })
        }
    };
    part(view! {
        <Answer figures day/>
        {cases}
        <Ahead figures day coming/>
    })
}

/// What holds open cases: those that were counted, else those that the plan assumes, named as such.
fn with_cases((figures, day): (Kept<Figures>, Kept<NaiveDate>), counted: Option<CountedCases>) -> AnyView {
    let alerts = counted.as_ref().and_then(|counted| {
        let i18n = use_i18n();
        let (alerts, more) = (counted.alerts.clone(), counted.more);
        let below = (more > 0).then(|| {
            let words = text(move || t_string!(i18n, overview.alerts_more, more));
            part(view! { <p><a href=Scenario::expect().address("/faelle")>{words}</a></p> })
        });
        cases_alerts(alerts, below)
    });
    part(view! {
        <Sums figures day counted=counted.clone()/>
        {alerts}
        <Units figures counted/>
    })
}

/// The sentence that answers the question.
#[component]
fn Answer(figures: Kept<Figures>, day: Kept<NaiveDate>) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = move || {
        let figures = figures.get();
        let loads = figures.sections_by_load();
        let over = loads.iter().filter(|(_, load)| Level::of(*load).is_too_much()).count();
        match loads.first() {
            None => t_string!(i18n, overview.answer_unknown).to_owned(),
            Some((name, load)) => {
                let load = percent(*load, 0, i18n.language());
                if over == 0 {
                    t_string!(i18n, overview.answer_none, name, load)
                } else {
                    t_string!(i18n, overview.answer_over, over, all = loads.len(), name, load)
                }
            }
        }
    };
    let basis = move || t_string!(i18n, overview.answer_basis, date = date(day.get(), i18n.language()));
    part(view! { <p class="lead">{text(sentence)} " " <span class="muted">{text(basis)}</span></p> })
}

/// The table of units.
#[component]
fn Units(figures: Kept<Figures>, counted: Option<CountedCases>) -> impl IntoView {
    let i18n = use_i18n();
    let counted_name = move || {
        figures.get().year.map(|year| load_name(Period::Year(year), i18n.language())).unwrap_or_default()
    };
    let visitor = Visitor::expect();
    let may = visitor.may(Right::ViewCases);
    let limit = visitor.unit.as_deref().and_then(|unit| UnitId::parse(unit).ok());
    let basis = match &counted {
        Some(counted) => Some(basis(counted)),
        None => may.then(nothing_counted),
    };
    let head = view! {
        <tr>
            <th scope="col">{t!(i18n, overview.column_unit)}</th>
            <th scope="col">{meaning("auslastung", text(move || t_string!(i18n, overview.column_load).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("bedarf-zu-stellen", text(counted_name))}</th>
            {heads_of_cases(counted.as_ref())}
            <th scope="col" class="is-number">{meaning("stellenplan", text(move || t_string!(i18n, overview.column_plan).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("besetzt", text(move || t_string!(i18n, overview.column_filled).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("vakant", text(move || t_string!(i18n, overview.column_vacant).to_owned()))}</th>
            <th scope="col" class="is-number">{t!(i18n, overview.column_stated)}</th>
        </tr>
    };
    let head = part(head);
    let cells = counted.map(Cells::of);
    part(view! {
        <section class="section" aria-labelledby="einheiten">
            <h2 id="einheiten">{t!(i18n, overview.units_title)}</h2>
            <DataTable id="einheiten-tabelle" head
                caption=Signal::derive(move || t_string!(i18n, overview.units_caption).to_owned())>
                {live(move || {
                    let figures = figures.get();
                    let leads = if may { figures.dashboards(limit.as_ref()) } else { BTreeSet::new() };
                    let row = |row: Row| {
                        let counted = cells.as_ref().map(|cells| cells.of_unit(&row.unit.id));
                        let leads = leads.contains(&row.unit.id);
                        view! { <UnitRow row counted leads/> }.into_any()
                    };
                    let rows: Vec<AnyView> = figures.rows.into_iter().map(row).collect();
                    Some(rows.into_any())
                })}
            </DataTable>
            {basis}
            <p class="muted small overview-note">
                {marked(figures, |figures| figures.cases_from)}
                " "
                {t!(i18n, overview.load_basis)}
                " "
                <a href=Scenario::expect().address("/bemessung?faelle=erwartet")>{t!(i18n, shell.nav_assessment)}</a>
                "."
            </p>
        </section>
    })
}

/// What the counts rest on, and what is not seen of them.
fn basis(counted: &CountedCases) -> AnyView {
    let i18n = use_i18n();
    let origin = counted.origin.clone();
    let words = text(move || t_string!(i18n, overview.counted_basis, origin = origin.clone()));
    part(view! {
        <p class="muted small overview-note">
            {words} " " {counted.stale.clone()} " " {counted.withheld.clone()} " " {t!(i18n, overview.counted_more)} " "
            <a href=Scenario::expect().address("/faelle")>{t!(i18n, cases.title)}</a> "."
        </p>
    })
}

/// That the open cases are those of the plan, and where counted ones come in: what is generated until then differs.
fn nothing_counted() -> AnyView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let way = move |path: &str, name: AnyView| part(view! { <a href=scenario.address(path)>{name}</a> });
    part(view! {
        <p class="muted small overview-note">
            {t!(i18n, overview.nothing_counted)} " "
            {way("/faelle", t!(i18n, cases.title).into_any())} ". "
            {t!(i18n, overview.counted_come_in)} " "
            {way("/daten", t!(i18n, data.title).into_any())} "."
        </p>
    })
}

/// The heads of what is said of open cases.
fn heads_of_cases(counted: Option<&CountedCases>) -> AnyView {
    let i18n = use_i18n();
    let Some(counted) = counted else {
        let plan = meaning("bestand", text(move || t_string!(i18n, overview.column_open).to_owned()));
        return part(view! { <th scope="col" class="is-number">{plan}</th> });
    };
    let until = counted.until.clone();
    let open = text(move || t_string!(i18n, overview.column_open_counted, until = until.clone()));
    let old = counted.listed.clone().map(|day| {
        let old = text(move || t_string!(i18n, overview.column_old, day = day.clone()));
        part(view! { <th scope="col" class="is-number">{meaning("drei-monate", old)}</th> })
    });
    part(view! { <th scope="col" class="is-number">{meaning("bestand", open)}</th> {old} })
}

/// What was counted of each unit.
struct Cells {
    of: BTreeMap<UnitId, CasesInBrief>,
    /// Whether ages are known.
    aged: bool,
}

impl Cells {
    fn of(counted: CountedCases) -> Self {
        let of = counted.units.into_iter().map(|one| (one.unit.clone(), one)).collect();
        Self { of, aged: counted.listed.is_some() }
    }

    /// A dash where nothing was counted or nothing may be seen.
    fn of_unit(&self, unit: &UnitId) -> Vec<String> {
        let none = || "–".to_owned();
        let (open, old) =
            self.of.get(unit).map_or_else(|| (none(), none()), |one| (one.open.clone(), one.old.clone()));
        if self.aged { vec![open, old] } else { vec![open] }
    }
}

#[component]
fn UnitRow(
    row: Row,
    counted: Option<Vec<String>>,
    /// Whether its name leads to its dashboard.
    leads: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let fte = move |fte: Fte| number(fte.as_f64(), 1, i18n.language());
    let (planned, filled, vacant, open) = (row.planned, row.filled, row.vacant(), row.open_cases);
    let in_the_past = row.counted;
    let stated = match row.unit.stated.clone() {
        Some(stated) => part(view! {
            <span class="number">{move || fte(stated.fte)}</span>
            " "
            <ProvenanceMark provenance=Provenance::Document note=stated.words/>
        }),
        None => part(view! { <span class="muted">{t!(i18n, overview.not_stated)}</span> }),
    };
    let mark = (row.unit.provenance == Provenance::Assumption)
        .then(|| part(view! { " " <ProvenanceMark provenance=Provenance::Assumption note=row.unit.note.clone().unwrap_or_default()/> }));
    let cell = |words: AnyView| part(view! { <td class="is-number">{words}</td> });
    let cases: Vec<AnyView> = match counted {
        Some(counted) => counted.into_iter().map(|words| cell(words.into_any())).collect(),
        None => vec![cell(text(move || number(open as f64, 0, i18n.language())))],
    };
    let name = unit_name(&row.unit.name);
    let name = if leads {
        let address = Scenario::expect().address(&format!("/faelle/{}", row.unit.id));
        part(view! { <a href=address>{name}</a> })
    } else {
        name
    };
    part(view! {
        <tr data-depth=row.depth.min(3).to_string()>
            <th scope="row" class="overview-unit">{name} {mark}</th>
            <td><LoadCell load=row.load/></td>
            {cell(text(move || in_the_past.map_or_else(|| "–".to_owned(), |counted| percent(counted, 0, i18n.language()))))}
            {cases}
            <td class="is-number">{move || fte(planned)}</td>
            <td class="is-number">{move || fte(filled)}</td>
            <td class="is-number">{move || fte(vacant)}</td>
            <td class="is-number">{stated}</td>
        </tr>
    })
}

/// Bar, figure and word of a load.
#[component]
fn LoadCell(load: Option<f64>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(load) = load else {
        return part(view! { <span class="muted">{t!(i18n, overview.no_figure)}</span> });
    };
    part(view! {
        <div class="load" data-level=Level::of(load).key()>
            <Meter fraction=load/>
            <span class="number">{move || percent(load, 0, i18n.language())}</span>
            <span class="load-word">{move || Level::of(load).word(i18n.language())}</span>
        </div>
    })
}

/// Dates ahead.
#[component]
fn Ahead(figures: Kept<Figures>, day: Kept<NaiveDate>, coming: Coming) -> impl IntoView {
    let i18n = use_i18n();
    let today = move || date(day.get(), i18n.language());
    let head = view! {
        <tr>
            <th scope="col">{t!(i18n, overview.column_date)}</th>
            <th scope="col">{t!(i18n, overview.column_event)}</th>
            <th scope="col">{t!(i18n, overview.column_where)}</th>
            <th scope="col">{t!(i18n, overview.column_source)}</th>
        </tr>
    };
    let head = part(head);
    part(view! {
        <section class="section" aria-labelledby="termine">
            <h2 id="termine">{t!(i18n, overview.next_title)}</h2>
            <DataTable id="termine-tabelle" head
                caption=Signal::derive(move || t_string!(i18n, overview.next_caption, date = today()))>
                {live(move || {
                    let ahead = figures.get().ahead;
                    if ahead.is_empty() {
                        let none = text(move || t_string!(i18n, overview.next_none, date = today()));
                        return Some(part(view! { <tr><td colspan="4">{none}</td></tr> }));
                    }
                    let row = |happening| view! { <HappeningRow happening/> }.into_any();
                    let rows: Vec<AnyView> = ahead.into_iter().map(row).collect();
                    Some(rows.into_any())
                })}
            </DataTable>
            <Lapsing coming/>
        </section>
    })
}

#[component]
fn HappeningRow(happening: Happening) -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    let when = happening.date;
    let count = move |fte: Fte| number(fte.as_f64(), 1, i18n.language());
    let words = move || match &happening.what {
        What::Ending(fte) => t_string!(i18n, overview.event_kw, count = count(*fte)),
        What::Recruiting(fte) => t_string!(i18n, overview.event_recruiting, count = count(*fte)),
        What::Demand(label) => t_string!(i18n, overview.event_demand, label),
        What::Outage(outage) => {
            let language = i18n.language();
            let (until, lost) = (date(outage.until, language), outage.lost_in_words(language));
            t_string!(i18n, overview.event_outage, label = outage.label.clone(), until, lost)
        }
        What::Change(change) => {
            t_string!(
                i18n,
                overview.event_change,
                change = change.describe(&plan.changed_plan(), i18n.language())
            )
        }
    };
    let units = happening.units.iter().cloned().collect::<Vec<_>>().join(", ");
    let source = match happening.provenance {
        Some(provenance) => view! { <ProvenanceMark provenance/> }.into_any(),
        None => part(view! { <span class="muted small">{t!(i18n, overview.scenario)}</span> }),
    };
    part(view! {
        <tr>
            <td class="number">{move || date(when, i18n.language())}</td>
            <td>{text(words)}</td>
            <td>{units}</td>
            <td>{source}</td>
        </tr>
    })
}
