//! What is stored and where it came from, as far as it is about the units of whoever asks.

use super::page::own;
use crate::api::{ImportShown, Provenance, TableSums};
use crate::caseload::{Counted, Visible, to_five};
use crate::format::{Language, date, number};
use crate::permission::ViewCases;
use crate::plan::CaseTypeId;
use crate::server::{Context, Failure};
use crate::store::{ImportEntry, ImportKind};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Imports that are listed.
const MOST_IMPORTS: u32 = 100;

/// A list of cases, as far as it may be told of.
struct Listed {
    as_of: NaiveDate,
    open: u64,
    /// Whether that is rounded to five.
    rounded: bool,
}

/// What is stored and where it came from.
///
/// # Errors
/// [`crate::api::ApiError::Forbidden`], [`Failure::Fault`].
pub async fn provenance(context: &Context) -> Result<Provenance, Failure> {
    let view = context.permit::<ViewCases>()?;
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let counted = context.counted(&plan).await?;
    let own = own(context, &plan, &view);
    let listed = context.store.listed_ledger(view, context.actor()).await?;
    let listed = listed.disclosed(&plan, context.least_heads().await?);
    // Where nothing is counted beside it, the list is its own measure.
    let seen = if counted.is_empty() { &listed } else { &counted };
    let withheld = seen.withheld(&plan);
    let small: BTreeSet<&CaseTypeId> =
        listed.case_types().into_iter().filter(|id| withheld.contains(*id)).collect();
    let rounded = match &own {
        Some(own) => small.iter().any(|id| own.contains(*id)),
        None => plan.children(None).any(|top| seen.disclosure().of_unit(&top.id) == Visible::Coarse),
    };
    let list = list(context, own.as_ref(), rounded).await?;
    let say = |language| sentence(language, &counted, list.as_ref(), own.as_ref());
    let imports = match &own {
        None => context.store.imports(view, context.actor(), MOST_IMPORTS).await?,
        Some(own) => context.store.imports_of(view, context.actor(), own, MOST_IMPORTS).await?,
    };
    let shown = |one: ImportEntry| {
        let foreign = own.is_some() && one.actor != context.actor().name;
        shown(one, foreign, !small.is_empty())
    };
    Ok(Provenance {
        sentence: say(Language::German),
        sentence_english: say(Language::English),
        imports: imports.into_iter().map(shown).collect(),
        most_bytes: context.upload,
    })
}

/// The list of cases: for an account with units of its own only theirs.
async fn list(
    context: &Context,
    own: Option<&BTreeSet<CaseTypeId>>,
    rounded: bool,
) -> Result<Option<Listed>, Failure> {
    let view = context.permit::<ViewCases>()?;
    let Some(list) = context.store.case_list(view, context.actor()).await? else { return Ok(None) };
    let open = match own {
        None => list.open,
        Some(own) => {
            let types: Vec<CaseTypeId> = own.iter().cloned().collect();
            context.store.open_ages(view, context.actor(), &types, list.as_of).await?.open()
        }
    };
    if own.is_some() && open == 0 {
        return Ok(None);
    }
    Ok(Some(Listed { as_of: list.as_of, open: if rounded { to_five(open) } else { open }, rounded }))
}

fn sentence(
    language: Language,
    counted: &Counted,
    list: Option<&Listed>,
    own: Option<&BTreeSet<CaseTypeId>>,
) -> String {
    let span = counted.span_of(|id| own.is_none_or(|own| own.contains(id)));
    let counts = span.map(|(first, last, types)| match language {
        Language::German => format!(
            "Fallzahlen liegen von {} bis {} für {types} Fallarten vor.",
            first.in_full(language),
            last.in_full(language)
        ),
        Language::English => format!(
            "There are counts from {} to {} for {types} case types.",
            first.in_full(language),
            last.in_full(language)
        ),
    });
    let cases = list.map(|list| {
        let (day, open) = (date(list.as_of, language), number(list.open as f64, 0, language));
        match (language, list.rounded) {
            (Language::German, false) => {
                format!("Die Fallliste hat den Stand {day} mit {open} offenen Fällen.")
            }
            (Language::German, true) => {
                format!("Die Fallliste hat den Stand {day} mit rund {open} offenen Fällen.")
            }
            (Language::English, false) => format!("The list of cases is of {day} with {open} open cases."),
            (Language::English, true) => {
                format!("The list of cases is of {day} with about {open} open cases.")
            }
        }
    });
    let limited = own.map(|_| match language {
        Language::German => "Gezeigt wird, was Ihre Einheiten betrifft.".to_owned(),
        Language::English => "What is shown is about your units.".to_owned(),
    });
    let none = match language {
        Language::German => "Es liegen noch keine Fallzahlen und keine Fallliste vor.",
        Language::English => "There are neither counts nor a list of cases yet.",
    };
    let mut said: Vec<String> = counts.into_iter().chain(cases).collect();
    if said.is_empty() {
        said.push(none.to_owned());
    }
    said.extend(limited);
    said.join(" ")
}

/// An import in the list. One of others that touched the units of whoever asks is told without what it did to other units. How
/// many cases a list changes or misses is what was completed: where there are small units it is rounded.
fn shown(one: ImportEntry, foreign: bool, small: bool) -> ImportShown {
    let is_list = one.kind == ImportKind::Cases.word();
    let count = |value: i64| u64::try_from(value).unwrap_or(0);
    let outcome = |value: i64| if is_list && small { to_five(count(value)) } else { count(value) };
    let sums = (!foreign).then(|| TableSums {
        added: count(one.added),
        changed: outcome(one.changed),
        unchanged: outcome(one.unchanged),
        absent: outcome(one.absent),
        withheld: 0,
    });
    let rounded = (sums.is_some() && is_list && small).then(|| {
        "Geänderte und unveränderte Fälle sind auf fünf gerundet, weil kleine Einheiten darunter sein können."
            .to_owned()
    });
    let notices = one.notices.lines().filter(|_| !foreign).map(str::to_owned);
    ImportShown {
        sums,
        notices: notices.chain(rounded).collect(),
        id: one.id,
        kind: one.kind,
        source: one.source,
        actor: one.actor,
        recorded_at: one.recorded_at,
    }
}
