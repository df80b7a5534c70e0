//! Changes meet a plan: each action either does the whole of what it says or leaves the plan as it was.
//!
//! A changed object is built beside the plan, checked by the rules of the file, and only then put in its place.

mod places;
mod posts;
mod tasks;
mod units;

pub(super) use places::{Known, Places};

use super::error::{Errors, Path};
use super::validate::{assumptions as rules, values};
use super::{Action, Assumptions, AssumptionsPatch, Change, ChangeError, Plan, UnitId};
use chrono::Datelike;

impl Plan {
    /// The plan with one change more.
    ///
    /// # Errors
    /// [`ChangeError`] when the change does not fit this plan or breaks a rule of the format.
    pub fn apply(&self, change: &Change) -> Result<Self, ChangeError> {
        let mut plan = self.clone();
        plan.apply_in_place(change)?;
        Ok(plan)
    }

    /// Makes one change; on an error the plan is untouched. Copies nothing but the object that changes.
    ///
    /// A post whose kw date lies before `effective` can no longer be changed. `remove_unit` takes such posts along.
    ///
    /// # Errors
    /// [`ChangeError`] when the change does not fit this plan or breaks a rule of the format.
    pub fn apply_in_place(&mut self, change: &Change) -> Result<(), ChangeError> {
        self.apply_knowing(change, None)
    }

    /// The same where something is known of the post that it is about.
    pub(super) fn apply_knowing(&mut self, change: &Change, known: Option<Known>) -> Result<(), ChangeError> {
        let effective = change.effective;
        if !values::YEARS.contains(&effective.year()) {
            return Err(ChangeError::DateOutOfRange { effective });
        }
        match &change.action {
            Action::AddUnit(unit) => units::add(self, unit),
            Action::RenameUnit { unit, name } => units::rename(self, unit, name),
            Action::MoveUnit { unit, to, before } => {
                units::move_below(self, unit, to.as_ref(), before.as_ref().map(Option::as_ref))
            }
            Action::SetUnit(patch) => units::set(self, patch),
            Action::RemoveUnit { unit } => units::remove(self, unit, effective),
            Action::AddPost(post) => posts::add(self, post, effective, known),
            Action::MovePost { post, to, before } => {
                posts::move_to(self, post, to, before.as_ref().map(Option::as_ref), (effective, known))
            }
            Action::ParkPost { post } => posts::park(self, post, effective),
            Action::RemovePost { post } => posts::remove(self, post, effective),
            Action::SetPost(patch) => posts::set(self, patch, effective, known),
            Action::MoveCaseType { case_type, to } => tasks::move_case_type(self, case_type, to),
            Action::SetCaseType(patch) => tasks::set_case_type(self, patch),
            Action::SetPopulation(patch) => tasks::set_population(self, patch),
            Action::SetFixedTask(patch) => tasks::set_fixed_task(self, patch),
            Action::SetAssumptions(patch) => set_assumptions(self, patch),
        }
    }
}

fn set_assumptions(plan: &mut Plan, patch: &AssumptionsPatch) -> Result<(), ChangeError> {
    if *patch == AssumptionsPatch::default() {
        return Err(nothing("den Annahmen"));
    }
    let mut assumptions: Assumptions = plan.assumptions.clone();
    let AssumptionsPatch {
        method,
        yearly_minutes,
        allowance,
        weekly_hours,
        absence_days_per_year,
        turnover_per_year,
        recruitment_days,
        onboarding,
        failure_demand,
        cost_per_grade,
        workplace,
        recruitment_stages,
        council_weeks,
        leadership_share,
        decision_share,
        due_first,
        ageing_days,
        outages,
        sources,
    } = patch;
    set(&mut assumptions.method, method.as_ref());
    set(&mut assumptions.yearly_minutes, yearly_minutes.as_ref());
    set(&mut assumptions.allowance, allowance.as_ref());
    set(&mut assumptions.weekly_hours, weekly_hours.as_ref());
    set(&mut assumptions.absence_days_per_year, absence_days_per_year.as_ref());
    set(&mut assumptions.turnover_per_year, turnover_per_year.as_ref());
    set(&mut assumptions.recruitment_days, recruitment_days.as_ref());
    if let Some(patch) = onboarding {
        assumptions.onboarding.set(patch);
    }
    set(&mut assumptions.failure_demand, failure_demand.as_ref());
    set(&mut assumptions.cost_per_grade, cost_per_grade.as_ref());
    set(&mut assumptions.workplace, workplace.as_ref());
    set(&mut assumptions.recruitment_stages, recruitment_stages.as_ref());
    set(&mut assumptions.council_weeks, council_weeks.as_ref());
    set(&mut assumptions.leadership_share, leadership_share.as_ref());
    set(&mut assumptions.decision_share, decision_share.as_ref());
    set(&mut assumptions.due_first, due_first.as_ref());
    set(&mut assumptions.ageing_days, ageing_days.as_ref());
    set(&mut assumptions.outages, outages.as_ref());
    set(&mut assumptions.sources, sources.as_ref());
    check("den Annahmen", |path, errors| rules::assumptions(path, &assumptions, &*plan, errors))?;
    plan.assumptions = assumptions;
    Ok(())
}

/// Takes the new value where there is one; true when there is.
fn set<T: Clone>(field: &mut T, value: Option<&T>) -> bool {
    if let Some(value) = value {
        field.clone_from(value);
    }
    value.is_some()
}

/// Runs rules on a changed object; the paths are counted from the object.
fn check(object: &str, rules: impl FnOnce(&Path<'_>, &mut Errors)) -> Result<(), ChangeError> {
    let mut errors = Errors::default();
    rules(&Path::ROOT, &mut errors);
    let errors = errors.into_list();
    if errors.is_empty() { Ok(()) } else { Err(ChangeError::Invalid { object: object.to_owned(), errors }) }
}

fn nothing(object: impl Into<String>) -> ChangeError {
    ChangeError::NothingToSet { object: object.into() }
}

/// Refuses a unit that does not exist.
fn unit_exists(plan: &Plan, id: &UnitId) -> Result<(), ChangeError> {
    match plan.unit(id) {
        Some(_) => Ok(()),
        None => Err(ChangeError::UnknownUnit { unit: id.clone() }),
    }
}

/// Where a thing of a list goes that is to stand directly before another one: that one's place, the end where there is
/// none, or where it is gone. `None` when the thing already stands there.
fn new_place<I: PartialEq>(ids: impl Iterator<Item = I>, place: usize, before: Option<&I>) -> Option<usize> {
    let mut count = 0;
    let found = ids.inspect(|_| count += 1).position(|id| before == Some(&id));
    let target = found.unwrap_or(count);
    (target != place && target != place + 1).then_some(target)
}

/// Moves one thing of a list before the place of another one; the others keep their order.
fn shift<T>(list: &mut [T], from: usize, to: usize) {
    if from < to {
        list[from..to].rotate_left(1);
    } else {
        list[to..=from].rotate_right(1);
    }
}

/// Refuses one object more than the format allows.
fn room(count: usize, limit: usize, objects: &str) -> Result<(), ChangeError> {
    if count < limit { Ok(()) } else { Err(ChangeError::TooMany { objects: objects.to_owned(), limit }) }
}

#[cfg(test)]
mod tests;
