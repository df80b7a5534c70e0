//! Puts the derivations to the figures.

use super::derivation::{Derivation, Input, Origin};
use super::figures::{Figures, Raw};
use super::{Assessment, Backlog, Item, ItemKind, Parameters, Period, Request, UnitAssessment, load_name};
use crate::format::Language;
use crate::plan::{CaseType, FixedTask, Plan, Population, Provenance, UnitId};
use std::collections::BTreeMap;

/// The assessment with all derivations.
pub(super) fn explain(plan: &Plan, request: &Request, raw: &Raw) -> Assessment {
    let mut items = items(plan, request, raw);
    let figures = raw.own.iter().zip(&raw.total);
    let units = plan.units.iter().zip(figures).map(|(unit, (own, total))| UnitAssessment {
        unit: unit.id.clone(),
        name: unit.name.clone(),
        own: *own,
        total: *total,
        items: items.remove(&unit.id).unwrap_or_default(),
        need: need(own, &raw.parameters),
        load: total.load.map(|load| load_derivation(request.period, total, load)),
        leadership: leadership(plan, total),
    });
    Assessment {
        plan: plan.name.clone(),
        period: request.period,
        posts_on: raw.posts_on,
        parameters: raw.parameters.clone(),
        net_minutes: raw.parameters.derivation(),
        units: units.collect(),
        total: raw.whole,
        missing: raw.missing.clone(),
        leadership_share: plan.assumptions.leadership_share.as_f64(),
        leadership_source: plan.assumptions.leadership_source().0.to_owned(),
    }
}

/// The rows by unit: case types, persons, base load, each in the order of the plan.
fn items<'a>(plan: &'a Plan, request: &Request, raw: &Raw) -> BTreeMap<&'a UnitId, Vec<Item>> {
    let mut items: BTreeMap<&UnitId, Vec<Item>> = BTreeMap::new();
    for (of, cases) in plan.case_types.iter().zip(&raw.cases) {
        let item = cases.map(|cases| case_item(of, cases, request, &raw.parameters));
        items.entry(&of.unit).or_default().extend(item);
    }
    for (of, persons) in plan.populations.iter().zip(&raw.persons) {
        let item = persons.and_then(|persons| key_item(of, persons, request.period, &raw.parameters));
        items.entry(&of.unit).or_default().extend(item);
    }
    for of in &plan.fixed_tasks {
        items.entry(&of.unit).or_default().push(fixed_item(of, &raw.parameters));
    }
    items
}

fn quantity_source(period: Period) -> String {
    match period {
        Period::Year(year) => format!("Fallzahlen {year}"),
        Period::On(_) => "Erwartungswert der zwölf Monate ab dem Stichtag mit Wachstum, Saison, Ereignissen und Folgefällen".to_owned(),
    }
}

fn quantity_origin(period: Period, provenance: Provenance) -> Origin {
    match period {
        Period::Year(_) => provenance.into(),
        Period::On(_) => Origin::Computed,
    }
}

fn case_item(of: &CaseType, cases: f64, request: &Request, parameters: &Parameters) -> Item {
    let minutes_per_case = of.minutes_per_case();
    let minutes = cases * minutes_per_case;
    let need = parameters.need(minutes);
    let derivation = Derivation {
        title: of.name.clone(),
        formula: "Fälle × mittlere Bearbeitungszeit ÷ Minuten je VZÄ und Jahr".to_owned(),
        inputs: vec![
            Input::new("Fälle", cases, "im Jahr", quantity_origin(request.period, of.provenance))
                .with_source(quantity_source(request.period)),
            Input::new("mittlere Bearbeitungszeit", minutes_per_case, "min", of.provenance.into())
                .with_source("Summe der Schritte, ohne Verteilzeit"),
            net(parameters),
        ],
        result: need,
        unit: "VZÄ".to_owned(),
        source: parameters.method_source().to_owned(),
    };
    Item {
        kind: ItemKind::CaseType(of.id.clone()),
        name: of.name.clone(),
        quantity: cases,
        minutes_per_case: Some(minutes_per_case),
        minutes,
        need,
        backlog: backlog_of(of, minutes_per_case, request, parameters),
        provenance: of.provenance,
        note: of.note.clone(),
        derivation,
    }
}

fn backlog_of(of: &CaseType, per_case: f64, request: &Request, parameters: &Parameters) -> Option<Backlog> {
    let cases = of.opening.waiting;
    if cases == 0 {
        return None;
    }
    let need = super::backlog(cases as f64, per_case, request.backlog_years, parameters);
    Some(Backlog {
        cases,
        minutes: cases as f64 * per_case,
        need,
        derivation: Derivation {
            title: format!("Rückstandsabbau: {}", of.name),
            formula: "offene Fälle × Bearbeitungszeit ÷ (Minuten je VZÄ und Jahr × Abbaujahre)".to_owned(),
            inputs: vec![
                Input::new("offene Fälle", cases as f64, "Fälle", of.provenance.into())
                    .with_source("Bestand am ersten Tag des Plans"),
                Input::new("Bearbeitungszeit", per_case, "min", of.provenance.into())
                    .with_source("volle Bearbeitungszeit; wie viel schon getan ist, ist nicht bekannt"),
                net(parameters),
                Input::new("Abbaujahre", request.backlog_years, "Jahre", Origin::Assumption),
            ],
            result: need,
            unit: "VZÄ, befristet".to_owned(),
            source: parameters.method_source().to_owned(),
        },
    })
}

fn key_item(of: &Population, persons: f64, period: Period, parameters: &Parameters) -> Option<Item> {
    let ratio = of.persons_per_fte.filter(|ratio| *ratio > 0.0)?;
    let need = super::key(persons, ratio);
    let source = match period {
        Period::Year(year) => format!("Jahresmittel {year}"),
        Period::On(_) => "Erwartungswert aus Zugang und Verweildauer".to_owned(),
    };
    Some(Item {
        kind: ItemKind::Population(of.id.clone()),
        name: of.name.clone(),
        quantity: persons,
        minutes_per_case: None,
        minutes: need * parameters.net_minutes(),
        need,
        backlog: None,
        provenance: of.provenance,
        note: of.note.clone(),
        derivation: Derivation {
            title: of.name.clone(),
            formula: "Personen ÷ Personen je VZÄ".to_owned(),
            inputs: vec![
                Input::new("Personen", persons, "Personen", quantity_origin(period, of.provenance))
                    .with_source(source),
                Input::new("Personen je VZÄ", ratio, "Personen", of.provenance.into())
                    .with_source("Betreuungsschlüssel"),
            ],
            result: need,
            unit: "VZÄ".to_owned(),
            source: "Schlüsselzahl".to_owned(),
        },
    })
}

fn fixed_item(of: &FixedTask, parameters: &Parameters) -> Item {
    let need = of.fte.as_f64();
    Item {
        kind: ItemKind::FixedTask(of.id.clone()),
        name: of.name.clone(),
        quantity: 1.0,
        minutes_per_case: None,
        minutes: need * parameters.net_minutes(),
        need,
        backlog: None,
        provenance: of.provenance,
        note: of.note.clone(),
        derivation: Derivation {
            title: of.name.clone(),
            formula: "fester Wert".to_owned(),
            inputs: vec![Input::new("Grundlast", need, "VZÄ", of.provenance.into())],
            result: need,
            unit: "VZÄ".to_owned(),
            source: "Grundlast: Aufgabe, deren Umfang nicht von Fällen abhängt".to_owned(),
        },
    }
}

fn net(parameters: &Parameters) -> Input {
    Input::new("Minuten je VZÄ und Jahr", parameters.net_minutes(), "min", Origin::Computed)
        .with_source(parameters.method_source())
}

fn need(own: &Figures, parameters: &Parameters) -> Derivation {
    Derivation {
        title: "Dauerhafter Bedarf ohne Leitung".to_owned(),
        formula: "Fallminuten ÷ Minuten je VZÄ und Jahr + Bedarf nach Schlüssel + Grundlast".to_owned(),
        inputs: vec![
            Input::new("Fallminuten", own.case_minutes, "min", Origin::Computed),
            net(parameters),
            Input::new("Bedarf nach Schlüssel", own.key_need, "VZÄ", Origin::Computed),
            Input::new("Grundlast", own.base_need, "VZÄ", Origin::Computed),
        ],
        result: own.need,
        unit: "VZÄ".to_owned(),
        source: parameters.method_source().to_owned(),
    }
}

fn load_derivation(period: Period, total: &Figures, load: f64) -> Derivation {
    Derivation {
        title: load_name(period, Language::German),
        formula: "dauerhafter Bedarf ohne Leitung ÷ Stellen ohne Leitung und Task Force".to_owned(),
        inputs: vec![
            Input::new("dauerhafter Bedarf ohne Leitung", total.need, "VZÄ", Origin::Computed),
            Input::new(
                "Stellen ohne Leitung und Task Force",
                total.posts.regular.as_f64(),
                "VZÄ",
                Origin::Computed,
            )
            .with_source("Stellen des Plans am Stichtag, auch unbesetzte; gezählt werden ganze Stellen"),
        ],
        result: load,
        unit: String::new(),
        source: "Verhältnis von Bedarf zu Stellen; über 1 fehlen Stellen".to_owned(),
    }
}

fn leadership(plan: &Plan, total: &Figures) -> Derivation {
    let share = plan.assumptions.leadership_share.as_f64();
    let (source, published) = plan.assumptions.leadership_source();
    let origin = if published { Origin::Published } else { Origin::Assumption };
    Derivation {
        title: "Bedarf für Leitung".to_owned(),
        formula: "geführte Köpfe × Anteil je Kopf".to_owned(),
        inputs: vec![
            Input::new("geführte Köpfe", f64::from(total.heads), "Köpfe", Origin::Computed).with_source(
                "je Stelle ohne Leitungsstellen so viele Köpfe, wie sie sich teilen; eine vakante Stelle zählt als ein Kopf",
            ),
            Input::new("Anteil je Kopf", share, "VZÄ", origin).with_source(source),
        ],
        result: total.leadership_need,
        unit: "VZÄ".to_owned(),
        source: "KGSt, Leitungsanteil nach Köpfen".to_owned(),
    }
}
