//! What was counted of the stock beside what the plan begins with, and whether the plan can begin with it.

use crate::caseload::{CountedKind, CountedStock, ONE_TIME};
use crate::dashboard::{Cases, Cell, Origin, Panel, Sources, Table};
use crate::format::{Language, date, number};
use crate::plan::{CaseType, Plan};

/// The counted stock beside that of the plan's first day, and why it cannot be taken over, where it cannot. Nothing of generated
/// figures: their stock follows from the plan.
pub fn counted(sources: &Sources<'_>, cases: &Cases) -> Option<(Panel, Option<String>)> {
    let stock = stock_of(sources, cases).filter(|stock| !stock.kinds.is_empty() || stock.withheld > 0)?;
    let plan = sources.plan;
    let title = sources.say("Bestand am ersten Tag des Plans", "Stock on the first day of the plan");
    let names = match sources.language {
        Language::German => [
            "Fallart",
            "Einheit",
            "gezählt offen",
            "davon bei uns",
            "Alter bis (Tage)",
            "im Plan wartend",
            "im Plan Alter bis (Tage)",
        ],
        Language::English => [
            "Kind of case",
            "Unit",
            "counted open",
            "of these with us",
            "age up to (days)",
            "waiting in the plan",
            "age up to in the plan (days)",
        ],
    };
    let mut table = Table::of_numbers(title.as_str(), &names).words_in(1);
    for (kind, of) in pairs(&stock, plan) {
        table.row(vec![
            of.name.as_str().into(),
            plan.unit_name(&of.unit).into(),
            Cell::count(Some(kind.open)),
            Cell::count(Some(kind.opening.waiting)),
            Cell::Number(f64::from(kind.opening.oldest_days), 0),
            Cell::count(Some(of.opening.waiting)),
            Cell::Number(f64::from(of.opening.oldest_days), 0),
        ]);
    }
    let refused = refusal(plan, &stock, sources.language);
    let panel = Panel {
        key: "anfangsbestand",
        sentence: sentence(&stock, plan, sources.language),
        picture: None,
        caption: String::new(),
        table,
        notes: notes(sources, &stock),
        title,
    };
    Some((panel, refused))
}

/// The counted stock of what may be looked at; none of generated figures.
#[must_use]
pub fn stock_of(sources: &Sources<'_>, cases: &Cases) -> Option<CountedStock> {
    if sources.origin == Origin::Generated {
        return None;
    }
    sources.counted.stock(sources.plan, cases.ages.as_ref(), |unit| sources.reaches(unit))
}

/// Why a plan cannot begin with a counted stock; none where it can.
#[must_use]
pub fn refusal(plan: &Plan, stock: &CountedStock, language: Language) -> Option<String> {
    let days = stock.days_to(plan);
    if days > ONE_TIME {
        let counted = stock.until.last_day().map(|day| date(day, language)).unwrap_or_default();
        let first = date(plan.as_of, language);
        return Some(match language {
            Language::German => format!(
                "Nicht möglich: Gezählt ist bis {counted}, der Plan beginnt am {first}. Dazwischen dürfen höchstens {ONE_TIME} Tage \
                 liegen, es sind {days}."
            ),
            Language::English => format!(
                "Not possible: the counts end on {counted}, the plan begins on {first}. There may be at most {ONE_TIME} days in \
                 between, and there are {days}."
            ),
        });
    }
    let same = match language {
        Language::German => {
            "Es gibt nichts zu übernehmen: Kein Bestand, der ausgewiesen wird, weicht vom Plan ab."
        }
        Language::English => "There is nothing to take over: no stock that is shown differs from the plan.",
    };
    stock.changes(plan).is_empty().then(|| same.to_owned())
}

fn pairs<'a>(
    stock: &'a CountedStock,
    plan: &'a Plan,
) -> impl Iterator<Item = (&'a CountedKind, &'a CaseType)> {
    stock.kinds.iter().filter_map(|kind| Some((kind, plan.case_type(&kind.case_type)?)))
}

fn sentence(stock: &CountedStock, plan: &Plan, language: Language) -> String {
    let month = stock.until.in_full(language);
    let planned: u64 = pairs(stock, plan).map(|(_, of)| of.opening.waiting).sum();
    let [counted, planned] = [stock.waiting(), planned].map(|cases| number(cases as f64, 0, language));
    match (language, stock.kinds.is_empty()) {
        (Language::German, true) => format!("Von Ende {month} wird der Bestand keiner Fallart ausgewiesen."),
        (Language::English, true) => format!("Of the end of {month} the stock of no kind of cases is shown."),
        (Language::German, false) => format!(
            "Ende {month} liegen {counted} Fälle bei uns; der Plan beginnt in denselben Fallarten mit {planned} wartenden Fällen \
             (Annahme)."
        ),
        (Language::English, false) => format!(
            "At the end of {month} {counted} cases lie with us; in the same kinds the plan begins with {planned} waiting cases \
             (assumption)."
        ),
    }
}

fn notes(sources: &Sources<'_>, stock: &CountedStock) -> Vec<String> {
    let language = sources.language;
    let how = match stock.listed.map(|day| date(day, language)) {
        None => sources.say(
            "Ohne Fallliste aus dieser Zeit gilt jeder offene Fall als bei uns wartend; das Alter bleibt wie im Plan (Annahme).",
            "Without a list of cases of that time every open case counts as waiting with us; ages stay as in the plan (assumption).",
        ),
        Some(day) => sources.say(
            &format!(
                "Wie viele Fälle bei uns liegen und wie alt sie sind, sagt die Fallliste vom {day}. Der Plan verteilt das Alter \
                 gleichmäßig, und zwar so weit, dass der Anteil über drei Monate stimmt. Was bei Dritten liegt, kennt der \
                 Anfangsbestand nicht; was in Bearbeitung ist, wartet in ihm von vorn."
            ),
            &format!(
                "How many cases lie with us and how old they are is said by the list of {day}. The plan spreads ages evenly, up to \
                 where the share beyond three months is right. The opening stock knows nothing of what lies with others; what is \
                 in work waits in it from the start."
            ),
        ),
    };
    let left = (stock.withheld > 0).then(|| match language {
        Language::German => format!(
            "Fallarten, die wie im Plan bleiben, weil ihre Zahlen nicht ausgewiesen werden (kleine Einheiten): {}.",
            stock.withheld
        ),
        Language::English => format!(
            "Kinds of cases that stay as in the plan because their figures are withheld (small units): {}.",
            stock.withheld
        ),
    });
    [how].into_iter().chain(left).collect()
}
