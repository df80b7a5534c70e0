//! A frozen staffing plan as a file: what was frozen, whatever has become of the plan.

use super::{File, Table, fault};
use crate::api::ApiError;
use crate::export::{self, About, TableForm};
use crate::format::{Language, moment};
use crate::server::context::{Context, Failure};
use crate::store::{StoreError, StoredStaffingPlan};
use uuid::Uuid;

/// The frozen plan, as far as the caller may see it, and whether that is a part of it.
pub(super) async fn found(context: &Context, id: Uuid) -> Result<(StoredStaffingPlan, bool), Failure> {
    let found = match context.store.staffing_plan(context.permit()?, context.actor(), id).await {
        Err(StoreError::NotFound) => {
            return Err(ApiError::NotFound { what: "Der festgehaltene Stellenplan".to_owned() }.into());
        }
        found => found?,
    };
    let Some(limit) = context.staffing()? else { return Ok((found, false)) };
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    Ok((StoredStaffingPlan { frozen: limit.frozen(found.frozen, &plan), ..found }, true))
}

/// Its table or its list of changes.
pub(super) fn drawn(
    plan: &StoredStaffingPlan,
    part: bool,
    form: TableForm,
    which: Table,
) -> Result<File, Failure> {
    let frozen = &plan.frozen;
    let on = moment(plan.recorded_at, Language::German);
    let note = format!(
        "Festgehalten am {on} für „{}“ ({}); Prüfsumme (SHA-256): {}.",
        plan.label, frozen.name, plan.hash
    );
    let note = if part {
        format!("{note} Auszug für die eigenen Einheiten; die Prüfsumme ist die des Ganzen.")
    } else {
        note
    };
    let (name, title, sheet) = match which {
        Table::ChangeList => (
            "veraenderungen",
            "Veränderungsliste zum Stellenplan",
            export::frozen_change_sheet(frozen, &note),
        ),
        _ => ("stellenplan", "Stellenplan", export::frozen_plan_sheet(frozen, &note)),
    };
    let day = on.split_once(',').map_or(on.as_str(), |(day, _)| day);
    let title = format!("{title} {} – {} – festgehalten am {day}", frozen.year, plan.label);
    let about = About { title, as_of: frozen.day };
    let bytes = export::tables(&[sheet], &about, form).map_err(fault)?;
    let name = format!("{name}-{}-festgehalten.{}", frozen.year, form.ending());
    Ok(File { name, media_type: form.media_type(), bytes })
}
