//! The comparison as a file: every variant, all units together and one by one, with differences and their intervals.

use super::figures::{Variant, contrast};
use super::results::name;
use crate::document::{Cell, Form, Sheet, SheetColumn};
use crate::plan::UnitId;
use crate::simulation::VariantMeasure;
use crate::ui::browser::download;
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::forecasts::StudyRuns;
use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// Saves the table as CSV, or has the server make a workbook of it; there once everything is computed.
pub(super) fn save_button(
    i18n: I18n,
    variants: Arc<Vec<Variant>>,
    runs: Arc<StudyRuns>,
    units: Arc<Vec<(UnitId, String)>>,
    last: NaiveDate,
) -> AnyView {
    let made = move || untrack(|| sheet(i18n, &variants, &runs, &units, last));
    let also_made = made.clone();
    let press = move |_| {
        download::save(&format!("vergleich-{last}.csv"), "text/csv;charset=utf-8", &made().to_csv());
    };
    let table: NodeRef<html::Input> = NodeRef::new();
    // Before the browser sends the form: it needs the table only then.
    let fill = move |_| {
        if let Some(table) = table.get_untracked() {
            table.set_value(&also_made().to_json());
        }
    };
    part(view! {
        <div class="comparison-files">
            <button type="button" class="button" data-variant="small" data-testid="comparison-file" on:click=press>
                {t!(i18n, scenarios.comparison_file)}
            </button>
            <form method="post" action="/export/tabelle">
                <input type="hidden" name="datei" value=format!("vergleich-{last}")/>
                <input type="hidden" name="tag" value=last.to_string()/>
                <input type="hidden" name="tabelle" node_ref=table/>
                <button type="submit" class="button" data-variant="small" data-testid="comparison-workbook" on:click=fill>
                    {t!(i18n, scenarios.comparison_workbook)}
                </button>
            </form>
        </div>
    })
}

/// How the values of a figure are written.
const fn form(measure: VariantMeasure) -> Form {
    match measure {
        VariantMeasure::ShareOverThreeMonths | VariantMeasure::Load => Form::Percent(1),
        VariantMeasure::Open | VariantMeasure::MedianDays | VariantMeasure::NineInTenDays => Form::Number(1),
    }
}

/// One row for each variant, all units together first, then unit by unit.
fn sheet(
    i18n: I18n,
    variants: &[Variant],
    runs: &StudyRuns,
    units: &[(UnitId, String)],
    last: NaiveDate,
) -> Sheet {
    let difference = t_string!(i18n, simulation.difference);
    let half = t_string!(i18n, scenarios.half_width);
    let mut columns = vec![
        SheetColumn::new(t_string!(i18n, scenarios.compared_unit), Form::Text, 30),
        SheetColumn::new(t_string!(i18n, scenarios.one), Form::Text, 30),
    ];
    let posts = [
        (t_string!(i18n, scenarios.fte_total).to_owned(), Form::Number(3)),
        (t_string!(i18n, scenarios.cost).to_owned(), Form::Euro),
    ];
    for (heading, form) in posts.into_iter().take(if knows_cost(variants) { 2 } else { 1 }) {
        columns.push(SheetColumn::new(heading.clone(), form, 12));
        columns.push(SheetColumn::new(format!("{heading}: {difference}"), form, 12));
    }
    for measure in VariantMeasure::ALL {
        let heading = name(i18n, measure, last);
        columns.push(SheetColumn::new(heading.clone(), form(measure), 12));
        columns.push(SheetColumn::new(format!("{heading}: {difference}"), form(measure), 12));
        columns.push(SheetColumn::new(format!("{heading}: {difference}, {half}"), form(measure), 12));
    }
    let mut sheet = Sheet::new(t_string!(i18n, scenarios.comparison), columns);
    let whole = t_string!(i18n, scenarios.whole);
    let each = units.iter().map(|(unit, name)| (Some(unit), name.as_str()));
    for (unit, unit_name) in std::iter::once((None, whole)).chain(each) {
        for place in 0..variants.len() {
            let name =
                if place == 0 { t_string!(i18n, scenarios.as_it_is) } else { variants[place].name.as_str() };
            let mut cells = vec![Cell::from(unit_name), Cell::from(name)];
            cells.extend(figures(variants, runs, place, unit));
            sheet.row(cells);
        }
    }
    sheet
}

/// Whether any variant has a cost: where the plan knows none, or whoever looks does not see it, no column stays empty for it.
pub(super) fn knows_cost(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| variant.posts.cost.is_some())
}

/// Posts, cost and the simulated figures of a variant; what does not exist stays empty, and so do the differences of the plan.
fn figures(variants: &[Variant], runs: &StudyRuns, place: usize, unit: Option<&UnitId>) -> Vec<Cell> {
    let (before, now) = (variants[0].posts_in(unit), variants[place].posts_in(unit));
    let against = |difference: f64| if place == 0 { Cell::default() } else { Cell::from(difference) };
    let mut cells = vec![Cell::from(now.fte), against(now.fte - before.fte)];
    if knows_cost(variants) {
        cells.push(Cell::maybe(now.cost));
        cells.push(match now.cost.zip(before.cost) {
            Some((now, before)) => against(now - before),
            None => Cell::default(),
        });
    }
    for measure in VariantMeasure::ALL {
        match contrast(runs, variants, place, unit, measure) {
            Some(found) => cells.extend([
                Cell::from(found.value.mean),
                against(found.difference.mean),
                against(found.difference.half_width),
            ]),
            None => cells.extend([Cell::default(), Cell::default(), Cell::default()]),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::simulation::{Spread, UnitOutcome};

    /// Two units, twenty runs: what the variant leaves open is five cases fewer in each run and unit.
    #[test]
    fn figures_stand_beside_their_differences_and_intervals() {
        let plan = builtin().unwrap();
        let last = plan.as_of;
        let mut variants = Variant::all(&plan, &[], last);
        variants.push(Variant { name: "S".to_owned(), ..variants[0].clone() });
        let outcome = |run: i32, shift: f64| UnitOutcome {
            open: vec![100.0 + f64::from(run) + shift],
            over_three_months: vec![10.0],
            lead: Spread::from_parts(250, vec![4, 4]),
            utilisation: 0.5,
            effective_fte: 2.0,
            ..UnitOutcome::default()
        };
        let of = |shift: f64| {
            let runs: Vec<UnitOutcome> = (0..20).map(|run| outcome(run, shift)).collect();
            vec![runs; variants[0].units.len()]
        };
        let runs = vec![of(0.0), of(-5.0)];
        let cells = figures(&variants, &runs, 1, None);
        assert_eq!(cells.len(), 4 + 3 * VariantMeasure::ALL.len());
        let units = variants[0].units.len() as f64;
        let value = |place: usize| match cells[place].value {
            crate::document::Value::Number(value) => value,
            ref other => panic!("{other:?}"),
        };
        assert!((value(5) + 5.0 * units).abs() < 1e-6 && value(6).abs() < 1e-6);
        assert!(value(13) > 0.0 && value(16) > 0.0, "the days of all units together are known");
        let plan = figures(&variants, &runs, 0, None);
        assert_eq!(plan[5], Cell::default());
        let alone = figures(&variants, &runs, 1, variants[0].units.first());
        assert_eq!(alone[5], Cell::from(-5.0));
        assert_eq!(alone[13], Cell::default(), "of one unit the engine tells the days itself");
    }
}
