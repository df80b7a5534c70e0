//! What a stock is made of: what lies with us, what lies with others, and the backlog that the plan assumes beside it.

use crate::assessment::{Request, assess};
use crate::caseload::{Holder, Month};
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Column, Origin, Sources, Table, words};
use crate::format::{Language, date, number};

/// Open cases of the day on which their ages are known.
struct Parts {
    month: Month,
    /// In the queue or in work.
    ours: u64,
    /// With another authority, with applicants, dormant.
    others: u64,
    /// Enquiries and counter work, which have no file.
    without_file: u64,
    /// The queue that the plan assumes; none where it is not compared, as cases were counted.
    assumed: Option<u64>,
}

fn parts(context: &Context<'_>) -> Option<Parts> {
    let ages = context.ages.as_ref()?;
    let of = |wanted: &[Holder]| {
        let own = ages.cells.iter().filter(|cell| wanted.contains(&cell.holder));
        own.map(|cell| cell.cases).sum::<u64>()
    };
    let ours = of(&[Holder::WithUs, Holder::InWork]);
    let plan = context.sources.plan;
    let own = plan.case_types.iter().filter(|one| context.types.contains(&one.id));
    let assumed = own.map(|one| one.opening.waiting).sum();
    let stock = words::stock_of(&context.report.lines).unwrap_or_default();
    Some(Parts {
        month: Month::of(ages.day)?,
        ours,
        others: ages.open() - ours,
        without_file: stock.saturating_sub(ages.open()),
        assumed: (context.sources.origin == Origin::Generated).then_some(assumed),
    })
}

/// Columns of the month of which it is known who has the open cases.
pub fn columns(context: &Context<'_>, table: &mut Table) {
    let Some(parts) = parts(context) else { return };
    let names = [
        Some(context.say("davon bei uns", "of these with us")),
        Some(context.say("davon bei Dritten", "of these with others")),
        parts.assumed.map(|_| context.say("Annahme des Plans: wartend", "assumed by the plan: waiting")),
    ];
    for name in names.into_iter().flatten() {
        table.columns.push(Column { name, is_number: true });
    }
    let label = parts.month.label(context.sources.language);
    for row in &mut table.rows {
        let is_then = row.first() == Some(&Cell::Text(label.clone()));
        let figures = [Some(parts.ours), Some(parts.others), parts.assumed];
        let cell = |cases: u64| if is_then { Cell::Number(cases as f64, 0) } else { Cell::Empty };
        row.extend(figures.into_iter().flatten().map(cell));
    }
}

/// What has to be known of a generated stock: it is not the backlog that the plan assumes, and only a part of it compares with that.
pub fn notes(context: &Context<'_>) -> Vec<String> {
    let Some(Parts { ours, others, without_file, assumed: Some(assumed), .. }) = parts(context) else {
        return Vec::new();
    };
    let Sources { plan, language, .. } = *context.sources;
    let own = plan.case_types.iter().filter(|one| context.types.contains(&one.id));
    let days = own.map(|one| one.opening.oldest_days).max().unwrap_or_default();
    let count = |cases: u64| words::count(cases as f64, language);
    let (cases, day, with_us, outside) =
        (count(assumed), date(plan.as_of, language), count(ours), count(others));
    let rest = count(without_file);
    let compared = match language {
        Language::German => format!(
            "Der Plan nimmt für den {day} {cases} wartende Fälle an, die ältesten {days} Tage alt. Vergleichen lässt sich damit nur, was vom \
             erzeugten Bestand bei uns liegt (Warteschlange und in Arbeit): {with_us}; bei Dritten liegen {outside}, {rest} sind Anfragen \
             und Vorsprachen ohne Akte. Der erzeugte Bestand folgt nicht aus dem angenommenen: Er ist, was nach drei gespielten \
             Jahren übrig bleibt. Beides sind Annahmen; gezählt ist keine der beiden Zahlen."
        ),
        Language::English => format!(
            "For {day} the plan assumes {cases} waiting cases, the oldest of them {days} days old. Only what lies with us of the generated \
             stock compares with that (queue and in work): {with_us}; {outside} lie with others, {rest} are enquiries and counter work \
             without a file. The generated stock does not follow from the assumed one: it is what is left after three years that were \
             played. Both are assumptions; neither figure was counted."
        ),
    };
    [Some(compared), excluding(context, ours, assumed)].into_iter().flatten().collect()
}

/// Where the cases that the plan states need more posts than it has, a stock as small as the one that it states cannot stay: the two
/// exclude each other.
fn excluding(context: &Context<'_>, ours: u64, assumed: u64) -> Option<String> {
    if context.narrowed || ours <= assumed {
        return None;
    }
    let Sources { plan, language, .. } = *context.sources;
    let year = context.sources.until()?.year();
    let assessment =
        assess(&plan.on(plan.as_of, &[]).plan, &Request::year(u16::try_from(year).ok()?)).ok()?;
    let figures = assessment.unit(context.unit)?.total;
    let load = figures.load.filter(|load| *load > 1.0)?;
    let (need, posts) =
        (number(figures.need, 2, language), number(figures.posts.regular.as_f64(), 2, language));
    let load = words::load(load, language);
    Some(match language {
        Language::German => format!(
            "Die Fallzahlen {year} brauchen {need} VZÄ, der Plan hat {posts} ({load}): Damit kann kein so kleiner Bestand bleiben, wie er \
             ihn annimmt. Angenommene Nachfrage und angenommener Bestand schließen hier einander aus."
        ),
        Language::English => format!(
            "The cases of {year} need {need} FTE, the plan has {posts} ({load}): no stock as small as the one that it assumes can stay with \
             them. Assumed demand and assumed stock exclude each other here."
        ),
    })
}
