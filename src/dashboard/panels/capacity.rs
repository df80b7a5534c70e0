//! Whether the posts are enough: how long the stock lasts, the load with dated reductions, and what relief would take.

use super::{Slots, mark_events, month_labels, reductions as reductions_panel, withheld};
use crate::assessment::{Item, ItemKind, Reductions, Request, Staircase, assess, reductions, staircases};
use crate::caseload::{
    Flow, Month, Relief, ReliefError, Visible, case_types_of, months_of_work, relief as computed,
};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::{Context, ReliefWish};
use crate::dashboard::{Cell, Panel, Table, happenings, sources_units, words};
use crate::format::{Language, date, number};
use crate::plan::UnitId;
use chrono::NaiveDate;

/// Takes one figure out of a capacity.
type FigureOf = fn(&Capacity) -> f64;

/// Months ahead of which the capacity is shown.
const MONTHS: i32 = 12;

/// Full-time equivalents of a unit with everything below it on a day.
struct Capacity {
    plan: f64,
    filled: f64,
    present: f64,
    proficient: f64,
    effective: f64,
    need: f64,
    reductions: Reductions,
}

fn capacity(context: &Context<'_>, day: NaiveDate) -> Option<Capacity> {
    let sources = context.sources;
    let units = sources_units(sources.plan, context.unit);
    let plan = sources.plan.on(day, sources.changes).plan;
    let steps = staircases(&plan, day).ok()?;
    let here: Vec<&Staircase> = steps.iter().filter(|step| units.contains(&step.unit)).collect();
    let sum = |figure: fn(&Staircase) -> f64| here.iter().map(|step| figure(step)).sum::<f64>();
    Some(Capacity {
        plan: sum(|step| step.plan),
        filled: sum(|step| step.filled),
        present: sum(|step| step.present),
        proficient: sum(|step| step.proficient),
        effective: sum(|step| step.effective),
        need: sum(|step| step.need),
        reductions: reductions(&plan, here.iter().map(|step| &step.unit), day),
    })
}

/// A month ahead, its first day, and the capacity on it.
type Ahead = (Month, NaiveDate, Capacity);

/// The capacity on the first days of the months ahead.
fn ahead(context: &Context<'_>) -> Option<(Month, Vec<Ahead>)> {
    let first = context.sources.until()?.plus(1);
    let of = |month| {
        let month = first.plus(month);
        let day = month.first_day()?.max(context.sources.plan.as_of);
        Some((month, day, capacity(context, day)?))
    };
    Some((first, (0..=MONTHS).filter_map(of).collect()))
}

/// Weighted load over the months ahead, and what takes from the capacity when.
pub fn load_and_reductions(context: &Context<'_>) -> [Option<Panel>; 2] {
    // Of one kind of cases there are no posts of its own.
    if context.narrowed {
        return [None, None];
    }
    match ahead(context) {
        Some((first, months)) => [
            load(context, first, &months),
            reductions_panel::of(
                context,
                &months.iter().map(|(_, day, of)| (*day, of.reductions)).collect::<Vec<_>>(),
            ),
        ],
        None => [None, None],
    }
}

/// Minutes that one effective full-time equivalent, as the staircase counts it, gives to cases in a month: absence and allowance are
/// taken off there, so it is the whole working time.
fn minutes_per_month(context: &Context<'_>) -> f64 {
    const WORKING_DAYS: f64 = 250.0;
    context.sources.plan.assumptions.day_minutes() * WORKING_DAYS / 12.0
}

/// Months of work: at the present pace, and at effective capacity.
pub fn reach(context: &Context<'_>) -> Option<Panel> {
    let language = context.sources.language;
    let stock = words::stock_of(&context.report.lines)? as f64;
    let day = context.sources.plan.as_of.max(context.sources.until()?.plus(1).first_day()?);
    let capacity = if context.narrowed { None } else { capacity(context, day) };
    let at_capacity = capacity.as_ref().and_then(|capacity| {
        let sources = context.sources;
        let minutes = sources.counted.backlog_minutes(sources.plan, &context.types, context.visible)?;
        months_of_work(minutes, capacity.effective * minutes_per_month(context))
    });
    let at_capacity = at_capacity.map(|months| words::coarse(months * 10.0, context.visible) / 10.0);
    let title = context.say("Monate Arbeit", "Months of work");
    let names =
        [context.say("Maß", "Measure"), context.say("Monate", "Months"), context.say("bedeutet", "means")];
    let names = names.each_ref().map(String::as_str);
    let months = |months: f64| number(months, 1, language);
    let pace = context.report.months_of_work;
    let sentence = match (pace, at_capacity, language) {
        (Some(pace), Some(full), Language::German) => format!(
            "Der Bestand reicht beim Tempo der letzten drei Monate für {} Monate ({}); käme nichts Neues, hätten die \
             eingearbeiteten Kräfte ihn in {} Monaten erledigt.",
            months(pace),
            words::reach_word(pace, language),
            months(full)
        ),
        (Some(pace), Some(full), Language::English) => format!(
            "At the pace of the last three months the stock lasts {} months ({}); were nothing new to come, the effective \
             capacity would clear it in {} months.",
            months(pace),
            words::reach_word(pace, language),
            months(full)
        ),
        (None, Some(full), Language::German) => {
            format!(
                "Käme nichts Neues, hätten die eingearbeiteten Kräfte den Bestand in {} Monaten erledigt.",
                months(full)
            )
        }
        (None, Some(full), Language::English) => {
            format!(
                "Were nothing new to come, the effective capacity would clear the stock in {} months.",
                months(full)
            )
        }
        (Some(pace), None, Language::German) => {
            format!("Der Bestand reicht beim Tempo der letzten drei Monate für {} Monate.", months(pace))
        }
        (Some(pace), None, Language::English) => {
            format!("At the pace of the last three months the stock lasts {} months.", months(pace))
        }
        (None, None, _) if context.visible == Visible::Coarse => {
            return withheld(context, "reichweite", title, &names);
        }
        (None, None, _) => return None,
    };
    let mut table = Table::of_numbers(title.as_str(), &names).words_in(2);
    let mut row = |name: String, months: Option<f64>, withheld: bool| {
        let word = months.map(|months| words::reach_word(months, language));
        let figure = match months {
            Some(months) => Cell::Number(months, 1),
            None if withheld => Cell::Withheld,
            None => Cell::Empty,
        };
        table.row(vec![name.into(), figure, word.map_or(Cell::Empty, Into::into)]);
    };
    let small = context.visible == Visible::Coarse;
    row(
        context.say("beim Tempo der letzten drei Monate", "at the pace of the last three months"),
        pace,
        small,
    );
    row(
        context.say("mit wirksamer Kapazität, ohne Neueingang", "at effective capacity, nothing new coming"),
        at_capacity,
        false,
    );
    table.row(vec![
        context.say("Bestand (Fälle)", "Stock (cases)").into(),
        Cell::Number(stock, 0),
        Cell::Empty,
    ]);
    Some(Panel {
        key: "reichweite",
        title,
        sentence,
        picture: None,
        caption: String::new(),
        table,
        notes: vec![context.say(
            "Wirksame Kapazität: besetzte Stellen ohne Abwesenheit, Einarbeitung, Anleitung und Verteilzeit (Annahmen des \
             Plans).",
            "Effective capacity: filled posts without absence, onboarding, mentoring and allowance (assumptions of the plan).",
        )],
    })
}

/// Weighted load beside the capacity.
fn load(context: &Context<'_>, first: Month, months: &[Ahead]) -> Option<Panel> {
    let sources = context.sources;
    let language = sources.language;
    let (_, day, now) = months.first()?;
    let load = assess(&sources.plan.on(*day, sources.changes).plan, &Request::on(*day))
        .ok()
        .and_then(|assessment| assessment.unit(context.unit)?.total.load);
    let title = context.say("Gewichtete Last und Kapazität", "Weighted load and capacity");
    let least = months.iter().min_by(|a, b| a.2.effective.total_cmp(&b.2.effective))?;
    let fte = |value: f64| number(value, 2, language);
    let sentence = match (load, language) {
        (Some(load), Language::German) => format!(
            "Auslastung {}: {} VZÄ Bedarf. Von {} VZÄ im Plan sind {} fallwirksam; am wenigsten sind es am {} mit {}.",
            words::load(load, language),
            fte(now.need),
            fte(now.plan),
            fte(now.effective),
            date(least.1, language),
            fte(least.2.effective)
        ),
        (Some(load), Language::English) => format!(
            "Load {}: {} FTE needed. Of {} FTE in the plan {} are effective; the least are {} on {}.",
            words::load(load, language),
            fte(now.need),
            fte(now.plan),
            fte(now.effective),
            fte(least.2.effective),
            date(least.1, language)
        ),
        (None, Language::German) => {
            format!("Von {} VZÄ im Plan sind {} fallwirksam.", fte(now.plan), fte(now.effective))
        }
        (None, Language::English) => {
            format!("Of {} FTE in the plan {} are effective.", fte(now.plan), fte(now.effective))
        }
    };
    let largest = months.iter().map(|month| month.2.plan.max(month.2.need)).fold(1.0, f64::max);
    let mut plot = Plot::new(months.len(), largest, language);
    plot.labels(&month_labels(first, months.len(), language));
    let values =
        |figure: fn(&Capacity) -> f64| months.iter().map(|month| figure(&month.2)).collect::<Vec<_>>();
    let lines: [(&str, String, FigureOf); 4] = [
        ("need", context.say("Bedarf", "needed"), |capacity| capacity.need),
        ("plan", context.say("Plan", "plan"), |capacity| capacity.plan),
        ("filled", context.say("besetzt", "filled"), |capacity| capacity.filled),
        ("effective", context.say("fallwirksam", "effective"), |capacity| capacity.effective),
    ];
    for (class, _, figure) in &lines {
        plot.course(class, 0, &values(*figure));
    }
    plot.legend(&lines.each_ref().map(|(class, name, _)| (*class, name.as_str())));
    // The picture ends with the first day of its last month.
    let span = (first.first_day()?, first.plus(MONTHS).first_day()?);
    let events = happenings(sources.plan, sources.changes, context.unit, span, language);
    let mut notes = mark_events(&mut plot, (first, Slots::Firsts), &events, language);
    notes.push(context.say(
        "Bedarf: erwartete Fälle mal mittlere Bearbeitungszeit, durch die Jahresarbeitszeit (siehe Bemessung). Der \
         Bedarf enthält Abwesenheit und Verteilzeit schon; zu vergleichen ist er mit Plan und besetzt. Anwesend und eingearbeitet \
         sind Annahmen des Plans.",
        "Needed: expected cases times mean handling time over the yearly minutes (see assessment). The need includes absence \
         and allowance already; compare it with plan and filled. Presence and onboarding are assumptions of the plan.",
    ));
    let names = match language {
        Language::German => {
            ["Tag", "Bedarf (VZÄ)", "Plan", "besetzt", "anwesend", "eingearbeitet", "fallwirksam"]
        }
        Language::English => ["Day", "Needed (FTE)", "plan", "filled", "present", "proficient", "effective"],
    };
    let mut table = Table::of_numbers(title.as_str(), &names);
    for (_, day, capacity) in months {
        let figures = [
            capacity.need,
            capacity.plan,
            capacity.filled,
            capacity.present,
            capacity.proficient,
            capacity.effective,
        ];
        let mut row = vec![Cell::Date(*day)];
        row.extend(figures.map(|figure| Cell::Number(figure, 2)));
        table.row(row);
    }
    Some(Panel {
        key: "last",
        caption: context
            .say("Vollzeitäquivalente am Monatsersten", "Full-time equivalents on the first of the month"),
        picture: Some(plot.scene(&title, &sentence)),
        title,
        sentence,
        table,
        notes,
    })
}

/// What it takes to bring the stock down to the wish in time, as a formula. The simulation answers beside it.
pub fn relief(context: &Context<'_>, wish: ReliefWish) -> Option<Panel> {
    let sources = context.sources;
    let language = sources.language;
    let until = sources.until()?;
    let months = f64::from(wish.until.number() - until.number());
    let day = sources.plan.as_of.max(until.plus(1).first_day()?);
    let stock = words::stock_of(&context.report.lines)? as f64;
    let (received, minutes_per_case, is_counted) = inflow(context, day)?;
    // Where output is withheld or was not counted the capacity of the plan stands in for it.
    let minutes_per_fte = minutes_per_month(context) * effective_part(context, day);
    let measured = context.report.completed_in_a_year().map(|completed| completed as f64 / 12.0);
    if context.narrowed && measured.is_none() {
        return None;
    }
    let planned = capacity(context, day)?.effective * minutes_per_month(context) / minutes_per_case;
    let completed = measured.unwrap_or(planned);
    let flow = Flow { stock, received, completed, minutes_per_case, minutes_per_fte };
    let found = computed(flow, wish.target, months);
    let title = context.say("Entlastung", "Relief");
    let when = wish.until.in_full(language);
    let (target, now) = (words::count(wish.target, language), words::count(stock, language));
    let sentence = match (&found, language) {
        (Ok(Relief { fte, .. }), Language::German) if *fte <= 0.0 => {
            format!(
                "Beim jetzigen Tempo sinkt der Bestand bis Ende {when} ohne Entlastung auf höchstens {target} Fälle."
            )
        }
        (Ok(Relief { fte, .. }), Language::English) if *fte <= 0.0 => {
            format!(
                "At the present pace the stock falls to at most {target} cases by the end of {when} without relief."
            )
        }
        (Ok(Relief { fte, .. }), Language::German) => format!(
            "Um den Bestand von {now} bis Ende {when} auf {target} Fälle zu senken, braucht es nach der Formel {} VZÄ zusätzlich, \
             {} Monate lang, voll eingearbeitet.",
            number(*fte, 2, language),
            number(months, 0, language)
        ),
        (Ok(Relief { fte, .. }), Language::English) => format!(
            "To bring the stock from {now} down to {target} cases by the end of {when} takes {} more FTE by the formula, for {} \
             months, fully proficient.",
            number(*fte, 2, language),
            number(months, 0, language)
        ),
        (Err(error), _) => error.sentence(language),
    };
    let table = relief_table(context, &flow, &found, (months, measured.is_some(), is_counted), &title);
    Some(Panel {
        key: "entlastung",
        title,
        sentence,
        picture: None,
        caption: String::new(),
        table,
        notes: vec![context.say(
            "Formel: ((Bestand − Ziel) ÷ Monate + Eingang − Erledigung) × Minuten je Fall ÷ Minuten einer Vollzeitkraft im Monat. \
             Ausschreibung und Einarbeitung stehen nicht in ihr; mit ihnen rechnet die Simulation.",
            "Formula: ((stock − target) ÷ months + received − completed) × minutes a case ÷ minutes of a full-time equivalent a \
             month. Recruiting and onboarding are not in it; the simulation has them.",
        )],
    })
}

/// Cases received in a month and the mean minutes of one, and whether they were counted: where a year of them was not, as by a list
/// of open cases alone, what the plan expects stands in for it.
fn inflow(context: &Context<'_>, day: NaiveDate) -> Option<(f64, f64, bool)> {
    let sources = context.sources;
    let minutes = sources.counted.minutes_per_case(sources.plan, &context.types, context.visible);
    if let Some((received, minutes)) = context.report.received_in_a_year().zip(minutes) {
        return Some((received as f64 / 12.0, minutes, true));
    }
    let assessment = assess(&sources.plan.on(day, sources.changes).plan, &Request::on(day)).ok()?;
    let own = |item: &&Item| matches!(&item.kind, ItemKind::CaseType(id) if context.types.contains(id));
    let items = || assessment.units.iter().flat_map(|unit| &unit.items).filter(own);
    let (cases, minutes): (f64, f64) =
        (items().map(|item| item.quantity).sum(), items().map(|item| item.minutes).sum());
    (cases > 0.0).then(|| (cases / 12.0, minutes / cases, false))
}

/// The part of a filled post that reaches the cases when its holder is proficient.
fn effective_part(context: &Context<'_>, day: NaiveDate) -> f64 {
    let plan = context.sources.plan;
    let working_days = f64::from(
        crate::plan::Calendar::new(plan.region).working_days_in_year(chrono::Datelike::year(&day)).max(1),
    );
    let presence = 1.0 - (plan.assumptions.absence_days_per_year / working_days).clamp(0.0, 0.99);
    presence * (1.0 - plan.assumptions.allowance.as_f64().min(0.99))
}

fn relief_table(
    context: &Context<'_>,
    flow: &Flow,
    found: &Result<Relief, ReliefError>,
    (months, is_measured, is_counted): (f64, bool, bool),
    title: &str,
) -> Table {
    let names =
        [context.say("Größe", "Figure"), context.say("Wert", "Value"), context.say("Einheit", "Unit")];
    let mut table = Table::of_numbers(title, &names.each_ref().map(String::as_str)).words_in(2);
    let mut row = |name: (&str, &str), value: f64, decimals: usize, unit: (&str, &str)| {
        let (name, unit) = (context.say(name.0, name.1), context.say(unit.0, unit.1));
        table.row(vec![name.into(), Cell::Number(value, decimals), unit.into()]);
    };
    let cases = ("Fälle", "cases");
    let per_month = ("Fälle je Monat", "cases a month");
    row(("Bestand", "Stock"), flow.stock, 0, cases);
    let received = if is_counted {
        ("Eingang", "Received")
    } else {
        ("Eingang nach dem Plan (Annahme)", "Received by the plan (assumption)")
    };
    row(received, flow.received, 1, per_month);
    let completed = if is_measured {
        ("Erledigung", "Completed")
    } else {
        ("Erledigung nach der Kapazität des Plans", "Completed by the capacity of the plan")
    };
    row(completed, words::coarse(flow.completed, context.visible), 1, per_month);
    row(
        ("Bearbeitungszeit", "Handling time"),
        flow.minutes_per_case,
        1,
        ("Minuten je Fall", "minutes a case"),
    );
    row(
        ("Zeit einer Vollzeitkraft für Fälle", "Time of one FTE for cases"),
        flow.minutes_per_fte,
        0,
        ("Minuten je Monat", "minutes a month"),
    );
    if let Ok(relief) = found {
        row(("nötige Erledigungen", "Completions needed"), relief.completions_per_month, 1, per_month);
        row(("davon fehlen", "Of these missing"), relief.missing_per_month, 1, per_month);
        row(("Entlastung", "Relief"), relief.fte, 2, ("VZÄ zusätzlich", "FTE more"));
        if let Some(cost) = yearly_cost(context, context.unit) {
            row(
                ("Personalkosten bis dahin", "Personnel cost until then"),
                relief.fte * cost * months / 12.0,
                0,
                ("Euro (Annahme je Bewertung)", "euro (assumed per grade)"),
            );
        }
    }
    table
}

/// Mean personnel cost of a post with casework in the unit, in euro a year; none where no grade has one.
fn yearly_cost(context: &Context<'_>, unit: &UnitId) -> Option<f64> {
    let plan = context.sources.plan;
    let units = sources_units(plan, unit);
    let costs: Vec<f64> = plan
        .posts
        .iter()
        .filter(|post| post.casework.as_f64() > 0.0 && post.home().is_some_and(|home| units.contains(home)))
        .filter_map(|post| plan.assumptions.cost_per_grade.get(&post.grade).map(|cost| cost.as_f64()))
        .collect();
    (!costs.is_empty() && !case_types_of(plan, unit).is_empty())
        .then(|| costs.iter().sum::<f64>() / costs.len() as f64)
}
