//! Use case of what an installation says about itself.

mod paper;

use super::{Context, Failure, accounts, decisions};
use crate::api::{AboutInstallation, SmallGroups, StoredTable};
use crate::permission::Persons;
use crate::store::TableKept;
pub(super) use paper::paper;

/// Who runs this, and what its database holds; the schema is asked, so that nothing is left out.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn load(context: &Context, english: bool) -> Result<AboutInstallation, Failure> {
    let tables = context.store.tables().await?;
    let (operator, contact) = (context.house.operator.clone(), context.house.contact.clone());
    // What was agreed upon within the house is told within the house.
    let small_groups = match context.caller() {
        Some(_) if !context.owes_second_factor() => {
            let alone = decisions::alone(context).await?;
            Some(SmallGroups { agreement: accounts::agreement(context).await?, alone })
        }
        _ => None,
    };
    let years = context.house.retention;
    let tables = tables.into_iter().map(|kept| table(kept, years, english)).collect();
    Ok(AboutInstallation { operator, contact, tables, small_groups })
}

fn table(TableKept { name, columns, words }: TableKept, years: u16, english: bool) -> StoredTable {
    let Some(words) = words else {
        let words = if english { "not described yet" } else { "noch nicht beschrieben" };
        let text = || words.to_owned();
        return StoredTable { name, columns, people: Persons::None, what: text(), why: text(), kept: text() };
    };
    let text = if english { words.en } else { words.de };
    // How long cases are kept is a setting.
    let kept = text.kept.replace("{years}", &years.to_string());
    StoredTable { name, columns, people: words.people, what: text.what, why: text.why, kept }
}
