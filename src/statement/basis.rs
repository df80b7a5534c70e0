//! The figures that can be put into a text: what the source states, what the plan has, what is assessed, what was counted, what
//! is to be expected.

use super::{
    Basis, CaseFigures, DecisionRecord, Entry, LookAhead, NoForecast, cases, decision, forecast, tables,
};
use crate::assessment::{self, Assessment, Request};
use crate::caseload::is_calibration;
use crate::format::{self, Language};
use crate::plan::{Change, Fte, Occupancy, Organisation, Plan, Post, Provenance, Unit, UnitId};
use crate::staffing_plan::{self, Draft as StaffingDraft, Reasons};

/// What the figures are made from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The changes of the scenario.
    pub changes: &'a [Change],
    /// Their reasons.
    pub reasons: &'a Reasons,
    /// Name of the scenario.
    pub scenario: &'a str,
    /// What the dashboards tell of the cases, of the units that may be told of.
    pub cases: &'a [CaseFigures],
    /// What the simulation expects, or why that is not known; none where it was not asked.
    pub ahead: Option<Result<&'a LookAhead, NoForecast>>,
    /// What was decided about the scenario, where it was taken down.
    pub decision: Option<&'a DecisionRecord>,
}

const GERMAN: Language = Language::German;

/// Everything that a text can refer to. The plan counts on its own day, the scenario in the budget year that it is drawn up for.
#[must_use]
pub fn basis(inputs: &Inputs<'_>) -> Basis {
    let Inputs { plan, changes, reasons, .. } = *inputs;
    let today = plan.on(plan.as_of, &[]);
    let draft = staffing_plan::draft(plan, changes, staffing_plan::next_budget_year(plan), reasons);
    let assessed = assessed(plan, &today);
    let mut figures = vec![Entry {
        key: "stichtag".to_owned(),
        label: "Tag, auf den sich die Angaben beziehen".to_owned(),
        value: format::date(plan.as_of, GERMAN),
        source: String::new(),
        assumed: false,
    }];
    stated(plan, &mut figures);
    dated(plan, &today, &mut figures);
    planned(inputs, &today, &mut figures);
    changed(inputs, &draft, &mut figures);
    if let Some(assessment) = &assessed {
        needed(assessment, &mut figures);
    }
    cases::add(inputs.cases, &mut figures);
    if let Some(decided) = inputs.decision {
        decision::add(decided, inputs.scenario, &mut figures);
    }
    let mut tables = tables::tables(plan, &today, &draft, assessed.as_ref());
    tables.extend(cases::table(inputs.cases));
    let mut basis = Basis { figures, tables, no_forecast: None };
    match inputs.ahead {
        Some(Ok(ahead)) => {
            let reasons = reasons.of_case_types().iter().map(String::as_str);
            let calibrated: Vec<&str> = reasons.filter(|reason| is_calibration(reason)).collect();
            let of = (inputs.scenario, calibrated.as_slice());
            forecast::add(ahead, &plan.with_changes(changes).plan, of, &mut basis);
        }
        Some(Err(why)) => basis.no_forecast = Some(why),
        None => {}
    }
    basis
}

/// A number of posts: „11“, „10,5“.
pub(super) fn fte(value: Fte) -> String {
    let text = format::number(value.as_f64(), 3, GERMAN);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Units with a number that the source states, the highest ones first among their line.
pub(super) fn highest_stated(plan: &Plan) -> Vec<&Unit> {
    let is_below_stated = |unit: &Unit| {
        let mut above = unit.parent.as_ref();
        while let Some(found) = above.and_then(|id| plan.unit(id)) {
            if found.stated.is_some() {
                return true;
            }
            above = found.parent.as_ref();
        }
        false
    };
    plan.units.iter().filter(|unit| unit.stated.is_some() && !is_below_stated(unit)).collect()
}

/// Whether a unit is the other one or stands below it.
pub(super) fn is_within(plan: &Plan, unit: &UnitId, above: &UnitId) -> bool {
    let mut here = Some(unit);
    while let Some(id) = here {
        if id == above {
            return true;
        }
        here = plan.unit(id).and_then(|unit| unit.parent.as_ref());
    }
    false
}

/// What the source states, in its own word.
fn stated(plan: &Plan, figures: &mut Vec<Entry>) {
    for unit in &plan.units {
        let Some(stated) = &unit.stated else { continue };
        figures.push(Entry {
            key: format!("quelle.{}", unit.id),
            label: format!("Stellen laut Quelle: {}", unit.name),
            value: fte(stated.fte),
            source: format!("Quelldokument, {}: „{}“.", unit.name, stated.words),
            assumed: false,
        });
    }
    let highest = highest_stated(plan);
    if highest.is_empty() {
        return;
    }
    let values = highest.iter().filter_map(|unit| unit.stated.as_ref()).map(|stated| stated.fte);
    let terms: Vec<String> = values.clone().map(fte).collect();
    figures.push(Entry {
        key: "quelle.gesamt".to_owned(),
        label: "Stellen laut Quelle, alle genannten zusammen".to_owned(),
        value: fte(values.sum()),
        source: format!("Summe der im Quelldokument genannten Stellen: {}.", terms.join(" + ")),
        assumed: false,
    });
}

/// The next kw date. It is stated where a unit of the source names it in its remark; how many posts bear it is another matter.
fn dated(plan: &Plan, today: &Organisation, figures: &mut Vec<Entry>) {
    let Some(day) = today.plan.posts.iter().filter_map(|post| post.kw).min() else { return };
    let value = format::date(day, GERMAN);
    let names = |unit: &&Unit| {
        unit.provenance == Provenance::Document
            && unit.note.as_ref().is_some_and(|note| note.contains(&value))
    };
    let named = plan.units.iter().find(names);
    figures.push(Entry {
        key: "kw.termin".to_owned(),
        label: "Nächster kw-Termin".to_owned(),
        source: match named {
            Some(unit) => {
                format!("Quelldokument, {}: kw-Vermerk mit diesem Datum, ohne Zahl der Stellen.", unit.name)
            }
            None => "kw-Vermerke der Stellen im Plan.".to_owned(),
        },
        assumed: named.is_none(),
        value,
    });
    let bears = |post: &&Post| post.kw == Some(day);
    let source = "Plan: angenommene Stellen mit kw-Vermerk; eine Quelle für die Zahl gibt es nicht.";
    figures.push(posts("kw.zahl", "Stellen mit diesem kw-Termin", today, bears, source));
}

/// What the plan has on its day.
fn planned(inputs: &Inputs<'_>, today: &Organisation, figures: &mut Vec<Entry>) {
    let day = inputs.plan.as_of;
    let source = format!("Plan „{}“ am {}.", inputs.plan.name, format::date(day, GERMAN));
    for unit in &today.plan.units {
        let here = |post: &&Post| post.home().is_some_and(|home| is_within(&today.plan, home, &unit.id));
        let label = format!("Stellen im Plan: {}", unit.name);
        let found = posts(&format!("plan.{}", unit.id), &label, today, here, &source);
        // How the posts of a section are split up may be assumed although each of them is stated.
        let assumed = found.assumed || unit.provenance == Provenance::Assumption;
        figures.push(Entry { assumed, ..found });
    }
    figures.push(posts("plan.gesamt", "Stellen im Plan zusammen", today, |_| true, &source));
    let force = "Plan: als Task Force gekennzeichnete Stellen.";
    figures.push(posts("taskforce.zahl", "Task-Force-Stellen im Plan", today, |post| post.task_force, force));
    let recruiting = |post: &&Post| !matches!(post.occupancy(day), Occupancy::Filled { .. });
    let vacant = posts(
        "vakant.zahl",
        "Stellen im Plan, die nicht besetzt sind",
        today,
        recruiting,
        "Plan: Besetzung am Stichtag.",
    );
    // That a post exists may be stated; who of them is filled never is.
    figures.push(Entry { assumed: true, ..vacant });
}

fn posts(
    key: &str,
    label: &str,
    today: &Organisation,
    which: impl Fn(&&Post) -> bool,
    source: &str,
) -> Entry {
    let found: Vec<&Post> = today.plan.posts.iter().filter(which).collect();
    Entry {
        key: key.to_owned(),
        label: label.to_owned(),
        value: fte(found.iter().map(|post| post.fte()).sum()),
        source: source.to_owned(),
        assumed: found.is_empty() || found.iter().any(|post| post.provenance == Provenance::Assumption),
    }
}

/// What the scenario changes.
fn changed(inputs: &Inputs<'_>, draft: &StaffingDraft, figures: &mut Vec<Entry>) {
    let entries: Vec<_> = draft.entries.iter().filter(|entry| entry.by_scenario).collect();
    let source = format!("Szenario „{}“ im Stellenplan {}.", inputs.scenario, draft.year);
    let mut push = |key: &str, label: &str, value: String, assumed: bool| {
        let (key, label, source) = (key.to_owned(), label.to_owned(), source.clone());
        figures.push(Entry { key, label, value, source, assumed });
    };
    let more: Fte = entries.iter().map(|entry| entry.more_fte()).sum();
    push("szenario.jahr", "Haushaltsjahr, für das geplant wird", draft.year.to_string(), false);
    push("szenario.anzahl", "Stellen, die das Szenario ändert", entries.len().to_string(), false);
    let more = staffing_plan::more(more, GERMAN);
    push("szenario.stellen", "Stellen mehr oder weniger", more, false);
    let cents: Option<i64> = entries.iter().map(|entry| entry.more_cents).sum();
    if let Some(cents) = cents {
        let euro = format!("{}\u{202f}€", format::signed(cents as f64 / 100.0, 0, GERMAN));
        // The cost of a grade is an average, never a fact of the posts.
        push("szenario.kosten", "Personalkosten mehr oder weniger im Jahr", euro, !entries.is_empty());
    }
}

/// The need of a counted year; none where nothing was counted.
fn assessed(plan: &Plan, today: &Organisation) -> Option<Assessment> {
    let year = plan.case_types.iter().filter_map(|kind| kind.counts.keys().max()).max()?;
    assessment::assess(&today.plan, &Request::year(*year)).ok()
}

fn needed(assessment: &Assessment, figures: &mut Vec<Entry>) {
    let source = match assessment.period {
        assessment::Period::Year(year) => {
            format!(
                "Stellenbemessung aus Fallzahlen {year} und mittleren Bearbeitungszeiten; {}.",
                assessment.parameters.source
            )
        }
        assessment::Period::On(_) => assessment.parameters.source.clone(),
    };
    let mut push = |key: String, label: String, value: String| {
        figures.push(Entry { key, label, value, source: source.clone(), assumed: true });
    };
    for unit in assessment.units.iter().filter(|unit| unit.total.need > 0.0) {
        let need = format!("{}\u{a0}VZÄ", format::number(unit.total.need, 2, GERMAN));
        push(format!("bedarf.{}", unit.unit), format!("Bedarf: {}", unit.name), need);
        if let Some(load) = unit.total.load {
            let load = format::percent(load, 0, GERMAN);
            push(
                format!("auslastung.{}", unit.unit),
                format!("{}: {}", assessment::load_name(assessment.period, GERMAN), unit.name),
                load,
            );
        }
    }
}
