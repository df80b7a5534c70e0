//! `/`: how are we doing?

mod figures;

use crate::assessment::Level;
use crate::format::{date, number, percent};
use crate::plan::{Fte, Provenance};
use crate::ui::components::{
    DataTable, Figure, Meter, PageHeading, PageTitle, ProvenanceMark, WithPlan, meaning, unit_name,
};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use chrono::NaiveDate;
use figures::{Figures, Happening, Row, What, figures};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The department in one look: the answer, the sums, the units, what happens next.
pub struct OverviewPage;

#[lazy_route]
impl LazyRoute for OverviewPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, overview.title).to_owned())/>
            <PageHeading>{t!(i18n, overview.question)}</PageHeading>
            <WithPlan>
                <Overview/>
            </WithPlan>
        }
        .into_any()
    }
}

#[component]
fn Overview() -> impl IntoView {
    let plan = PlanInHand::expect();
    let day = Kept::new(move || plan.baseline().as_of);
    let figures = Kept::new(move || figures(&plan.organisation(day.get()).plan, day.get(), &plan.changes()));
    part(view! {
        <Answer figures day/>
        <Sums figures day/>
        <Units figures/>
        <Ahead figures day/>
    })
}

/// The sentence that answers the question.
#[component]
fn Answer(figures: Kept<Figures>, day: Kept<NaiveDate>) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = move || {
        let figures = figures.get();
        let loads = figures.sections_by_load();
        let over = loads.iter().filter(|(_, load)| *load > 1.0).count();
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
    let basis = move || {
        let year = figures.get().year.map(|year| year.to_string()).unwrap_or_default();
        t_string!(i18n, overview.answer_basis, year, date = date(day.get(), i18n.language()))
    };
    part(view! { <p class="lead">{text(sentence)} " " <span class="muted">{text(basis)}</span></p> })
}

/// What the document states, and what the example holds.
#[component]
fn Sums(figures: Kept<Figures>, day: Kept<NaiveDate>) -> impl IntoView {
    let i18n = use_i18n();
    let fte = move |fte: Fte| number(fte.as_f64(), 1, i18n.language());
    let label =
        move |text: fn(crate::ui::i18n::I18n) -> &'static str| Signal::derive(move || text(i18n).to_owned());
    let open_label =
        Signal::derive(move || t_string!(i18n, overview.open_cases, date = date(day.get(), i18n.language())));
    let note = move || {
        let extra = figures.with(|figures| figures.planned - figures.stated);
        (extra > Fte::ZERO).then(|| t_string!(i18n, overview.posts_note, extra = fte(extra)))
    };
    part(view! {
        <dl class="figures">
            <Figure means="vzae" label=label(|i18n| t_string!(i18n, overview.posts_stated))
                value=Signal::derive(move || fte(figures.with(|figures| figures.stated)))>
                <ProvenanceMark provenance=Provenance::Document/>
            </Figure>
            <Figure means="stellenplan" label=label(|i18n| t_string!(i18n, overview.posts_plan))
                value=Signal::derive(move || fte(figures.with(|figures| figures.planned)))>
                <ProvenanceMark provenance=Provenance::Assumption/>
            </Figure>
            <Figure means="besetzt" label=label(|i18n| t_string!(i18n, overview.posts_filled))
                value=Signal::derive(move || fte(figures.with(|figures| figures.filled)))>
                <ProvenanceMark provenance=Provenance::Assumption/>
            </Figure>
            <Figure means="vakant" label=label(|i18n| t_string!(i18n, overview.posts_vacant))
                value=Signal::derive(move || fte(figures.with(|figures| figures.planned - figures.filled)))>
                <ProvenanceMark provenance=Provenance::Assumption/>
            </Figure>
            <Figure means="bestand" label=open_label
                value=Signal::derive(move || {
                    number(figures.with(|figures| figures.open_cases) as f64, 0, i18n.language())
                })>
                <ProvenanceMark provenance=Provenance::Assumption/>
            </Figure>
        </dl>
        <p class="muted small overview-note">{text(move || note().unwrap_or_default())}</p>
    })
}

/// The table of units.
#[component]
fn Units(figures: Kept<Figures>) -> impl IntoView {
    let i18n = use_i18n();
    let year = move || figures.get().year.map(|year| year.to_string()).unwrap_or_default();
    let head = view! {
        <tr>
            <th scope="col">{t!(i18n, overview.column_unit)}</th>
            <th scope="col" class="is-number">{t!(i18n, overview.column_stated)}</th>
            <th scope="col" class="is-number">{meaning("stellenplan", text(move || t_string!(i18n, overview.column_plan).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("besetzt", text(move || t_string!(i18n, overview.column_filled).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("vakant", text(move || t_string!(i18n, overview.column_vacant).to_owned()))}</th>
            <th scope="col">{meaning("auslastung", text(move || t_string!(i18n, overview.column_load, year = year())))}</th>
            <th scope="col">{meaning("auslastung", text(move || t_string!(i18n, overview.column_expected).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("bestand", text(move || t_string!(i18n, overview.column_open).to_owned()))}</th>
        </tr>
    };
    let head = part(head);
    part(view! {
        <section class="section" aria-labelledby="einheiten">
            <h2 id="einheiten">{t!(i18n, overview.units_title)}</h2>
            <DataTable id="einheiten-tabelle" head
                caption=Signal::derive(move || t_string!(i18n, overview.units_caption).to_owned())>
                {live(move || {
                    let rows: Vec<AnyView> =
                        figures.get().rows.into_iter().map(|row| view! { <UnitRow row/> }.into_any()).collect();
                    Some(rows.into_any())
                })}
            </DataTable>
            <p class="muted small overview-note">
                <ProvenanceMark provenance=Provenance::Assumption/>
                " "
                {t!(i18n, overview.load_basis)}
                " "
                <a href=Scenario::expect().address("/bemessung")>{t!(i18n, shell.nav_assessment)}</a>
                "."
            </p>
        </section>
    })
}

#[component]
fn UnitRow(row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let fte = move |fte: Fte| number(fte.as_f64(), 1, i18n.language());
    let (planned, filled, vacant, open) = (row.planned, row.filled, row.vacant(), row.open_cases);
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
    part(view! {
        <tr data-depth=row.depth.min(3).to_string()>
            <th scope="row" class="overview-unit">{unit_name(&row.unit.name)} {mark}</th>
            <td class="is-number">{stated}</td>
            <td class="is-number">{move || fte(planned)}</td>
            <td class="is-number">{move || fte(filled)}</td>
            <td class="is-number">{move || fte(vacant)}</td>
            <td><LoadCell load=row.load/></td>
            <td><LoadCell load=row.expected/></td>
            <td class="is-number">{move || number(open as f64, 0, i18n.language())}</td>
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
fn Ahead(figures: Kept<Figures>, day: Kept<NaiveDate>) -> impl IntoView {
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
