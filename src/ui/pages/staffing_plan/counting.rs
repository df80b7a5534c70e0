//! How many posts were filled on 30 June, as somebody has counted them: a step of the scenario that takes the place of the forecast.

use super::Desk;
use crate::format::{self, date};
use crate::plan::{Action, Change, CountedFilling, Fte, Plan, UnitId, UnitPatch, same_grade};
use crate::staffing_plan::reference_day;
use crate::ui::components::{number_follows, typed};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The form: a line of the table, a number, where it comes from.
#[component]
pub fn Counting(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let (number, source) = (typed("zaehlung-zahl"), typed("zaehlung-quelle"));
    number_follows(i18n, number);
    let line = Held::new(String::new());
    let problem = Held::new(None::<String>);
    let options = live(move || {
        let option = |(key, name): (String, String)| {
            let own = key.clone();
            part(view! { <option value=key selected=move || line.get() == own>{name}</option> })
        };
        Some(lines(desk).into_iter().map(option).collect::<Vec<_>>().into_any())
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let done = untrack(|| change(desk, &line.get(), &number.get(), &source.get()));
        if done.is_ok() {
            number.set(String::new());
        }
        problem.set(done.err());
    };
    let hint =
        move || t_string!(i18n, staffing.counting_hint, date = date(counted_on(desk), i18n.language()));
    let told = live(move || {
        problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    part(view! {
        <section class="section staffing-counting" aria-labelledby="zaehlung-teil">
            <details class="study">
                <summary><h2 id="zaehlung-teil">{t!(i18n, staffing.counting)}</h2></summary>
                <p class="forecast-hint">{text(hint)}</p>
                <form class="staffing-form" data-testid="counting-form" on:submit=save>
                    <label class="staffing-entry">
                        <span>{t!(i18n, staffing.counting_line)}</span>
                        <select class="select" name="zeile" on:change=move |event| line.set(event_target_value(&event))>
                            <option value="">"–"</option>
                            {options}
                        </select>
                    </label>
                    <label class="staffing-entry">
                        <span>{t!(i18n, staffing.counting_number)}</span>
                        <input class="input" id="zaehlung-zahl" inputmode="decimal" autocomplete="off" prop:value=move || number.get()
                            on:input=move |event| number.set(event_target_value(&event))/>
                    </label>
                    <label class="staffing-entry">
                        <span>{t!(i18n, staffing.counting_source)}</span>
                        <input class="input" id="zaehlung-quelle" maxlength="200" autocomplete="off" prop:value=move || source.get()
                            on:input=move |event| source.set(event_target_value(&event))/>
                    </label>
                    {told}
                    <button type="submit" class="button">{t!(i18n, staffing.counting_save)}</button>
                </form>
            </details>
        </section>
    })
}

/// The day that the table of the budget year looks for; tracks.
fn counted_on(desk: Desk) -> NaiveDate {
    reference_day(desk.query.with(|query| query.year) - 1)
}

/// Units and grades of the table; tracks.
fn lines(desk: Desk) -> Vec<(String, String)> {
    desk.draft.with(|draft| {
        let rows = draft.table.units.iter().filter(|unit| !unit.gone);
        let rows = rows.flat_map(|unit| unit.rows.iter().map(move |row| (unit, &row.grade)));
        rows.map(|(unit, grade)| (format!("{}|{grade}", unit.unit), format!("{}, {grade}", unit.name)))
            .collect()
    })
}

/// The counts of a unit with another one for a day and a grade; without a number that one is taken away.
fn counts(
    plan: &Plan,
    (unit, grade): (&UnitId, &str),
    on: NaiveDate,
    new: Option<(Fte, &str)>,
) -> Vec<CountedFilling> {
    let old = plan.unit(unit).map(|unit| unit.filled.clone()).unwrap_or_default();
    let others = old.into_iter().filter(|count| count.on != on || !same_grade(&count.grade, grade));
    let new = new.map(|(fte, source)| CountedFilling {
        on,
        grade: grade.to_owned(),
        fte,
        source: source.to_owned(),
    });
    others.chain(new).collect()
}

/// The step of the scenario, from the day of the table on.
fn change(desk: Desk, line: &str, number: &str, source: &str) -> Result<(), String> {
    let wrong = || t_string!(desk.i18n, staffing.counting_wrong).to_owned();
    let (unit, grade) = line.split_once('|').ok_or_else(wrong)?;
    let unit = UnitId::parse(unit).map_err(|_| wrong())?;
    let (number, source) = (number.trim(), source.trim());
    let new = if number.is_empty() {
        None
    } else {
        let value = format::parse_number(number, desk.i18n.language())
            .filter(|value| (0.0..=10_000.0).contains(value));
        let fte = value.and_then(|value| Fte::parse(value).ok()).filter(|_| !source.is_empty());
        Some((fte.ok_or_else(wrong)?, source))
    };
    let effective = desk.plan.with(|plan| plan.as_of);
    let plan = desk.in_hand.organisation(effective).plan;
    let filled = Some(counts(&plan, (&unit, grade), counted_on(desk), new));
    let action = Action::SetUnit(UnitPatch { filled, ..UnitPatch::new(unit) });
    let reason = (!source.is_empty()).then(|| source.to_owned());
    let step = vec![Change { effective, action }];
    desk.in_hand.apply_step(step, reason).map_err(|reason| desk.i18n.refusal(&reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn a_count_takes_the_place_of_the_one_of_the_same_day_and_grade() {
        let mut plan = builtin().unwrap();
        let unit = plan.units[0].id.clone();
        let on = reference_day(2024);
        let one = counts(&plan, (&unit, "E 9b"), on, Some((Fte::ONE, "Personalliste")));
        plan.units[0].filled = one;
        let other = counts(&plan, (&unit, "E 8"), on, Some((Fte::ONE, "Personalliste")));
        assert_eq!(other.len(), 2);
        let two = counts(&plan, (&unit, "E 9b"), on, Some((Fte::from_thousandths(2000), "Nachzählung")));
        assert_eq!((two.len(), two[0].fte.thousandths(), two[0].source.as_str()), (1, 2000, "Nachzählung"));
        assert_eq!(counts(&plan, (&unit, "EG9b"), on, None), [], "however it is spelled");
    }
}
