//! What somebody sees of a plan and its changes: the one place that takes fields out which `permission::FIELDS` does not grant.
//!
//! Every plan, scenario, step and snapshot leaves the store through it, for whoever the right in hand was granted to; what is computed
//! inside of a transaction is computed of the whole. And what comes back: whoever does not see a field cannot write it, and what they do
//! not send because they do not have it stays as it is ([`Sight::completed`]).

mod entries;
mod hidden;
mod own;
#[cfg(test)]
mod tests;

pub(super) use entries::EntrySight;
pub use entries::SeenEntry;

use super::access::scope_of_account;
use super::steps::StoredStep;
use super::{Actor, Store, StoreError, StoredScenario, Written};
use crate::permission::{Field, Permit, Reach, Role, ViewScenario, field_reach};
use crate::plan::{Action, Change, Plan, PostId, Snapshot, UnitId};
use crate::simulation::Goal;
use own::Own;
use sqlx::SqliteConnection;

/// What somebody sees of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sight {
    pay: bool,
    notes: Notes,
}

/// Of which posts notes are seen.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Notes {
    All,
    /// Those of the unit and of what lies below it.
    Below(UnitId),
    None,
}

impl Sight {
    /// That of whoever reads without an account.
    pub(super) const NOTHING: Self = Self { pay: false, notes: Notes::None };

    /// That of an account in its role.
    pub(super) async fn of(
        connection: &mut SqliteConnection,
        (tenant, actor): (&str, &str),
        role: Role,
    ) -> Result<Self, StoreError> {
        let pay = field_reach(role, Field::Pay).is_some();
        let notes = match field_reach(role, Field::StaffingNotes) {
            None | Some(Reach::Own) => Notes::None,
            Some(Reach::Everything) => Notes::All,
            Some(Reach::Subtree) => {
                let scope = scope_of_account(connection, tenant, actor).await?;
                match scope.trim_end_matches('/').rsplit('/').next().filter(|head| !head.is_empty()) {
                    None => Notes::All,
                    // An identifier that is none is of no unit.
                    Some(head) => UnitId::parse(head).map_or(Notes::None, Notes::Below),
                }
            }
        };
        Ok(Self { pay, notes })
    }

    fn is_whole(&self) -> bool {
        self.pay && self.notes == Notes::All
    }

    fn own<'a>(&'a self, plan: &Plan, changes: impl Iterator<Item = &'a Change>) -> Own {
        match &self.notes {
            Notes::All => Own::All,
            Notes::None => Own::default(),
            Notes::Below(head) => Own::below(head, plan, changes),
        }
    }

    /// A plan as it is seen.
    pub(super) fn plan(&self, mut plan: Plan) -> Plan {
        if !self.is_whole() {
            let own = self.own(&plan, [].iter());
            self.hide_in_plan(&mut plan, &own);
        }
        plan
    }

    /// A scenario as it is seen. Steps and changes keep their places: commands name them by these.
    pub(super) fn scenario(&self, mut scenario: StoredScenario) -> StoredScenario {
        if self.is_whole() {
            return scenario;
        }
        let changes = scenario.steps.iter().flat_map(|step| &step.changes);
        let own = self.own(&scenario.baseline, changes);
        self.hide_in_plan(&mut scenario.baseline, &own);
        for change in scenario.steps.iter_mut().flat_map(|step| &mut step.changes) {
            self.hide_in_change(change, &own);
        }
        self.keep_goals(&mut scenario.goals);
        scenario
    }

    /// A snapshot as it is seen.
    pub(super) fn snapshot(&self, mut snapshot: Snapshot) -> Snapshot {
        if self.is_whole() {
            return snapshot;
        }
        let own = self.own(&snapshot.plan, snapshot.steps.iter().flat_map(|step| &step.changes));
        self.hide_in_plan(&mut snapshot.plan, &own);
        for change in snapshot.steps.iter_mut().flat_map(|step| &mut step.changes) {
            self.hide_in_change(change, &own);
        }
        snapshot
    }

    /// The answer to a command on a scenario as it is seen by whoever gave it.
    pub(super) fn written(&self, written: Written, scenario: &StoredScenario) -> Written {
        if self.is_whole() {
            return written;
        }
        let others = scenario.steps.iter().filter(|step| step.id != written.step.id);
        let changes = others.chain([&written.step]).flat_map(|step| &step.changes);
        let own = self.own(&scenario.baseline, changes);
        let Written { version, step } = written;
        let mut changes = step.changes;
        changes.iter_mut().for_each(|change| self.hide_in_change(change, &own));
        Written { version, step: StoredStep { changes, ..step } }
    }

    fn hide_in_plan(&self, plan: &mut Plan, own: &Own) {
        if !self.pay {
            hidden::pay(&mut plan.assumptions);
        }
        for post in plan.posts.iter_mut().chain(&mut plan.tray).filter(|post| !own.has(&post.id)) {
            hidden::notes(&mut post.terms);
        }
        for change in &mut plan.decided {
            self.hide_in_change(change, own);
        }
    }

    fn hide_in_change(&self, change: &mut Change, own: &Own) {
        match &mut change.action {
            Action::AddPost(post) if !own.has(&post.id) => hidden::notes(&mut post.terms),
            Action::SetPost(patch) if !own.has(&patch.post) => {
                if let Some(terms) = &mut patch.terms {
                    hidden::notes(terms);
                }
            }
            Action::SetAssumptions(patch) if !self.pay => hidden::pay_of_patch(patch),
            _ => {}
        }
    }

    fn keep_goals(&self, goals: &mut Vec<Goal>) {
        goals.retain(|goal| self.pay || !is_pay(goal));
    }

    /// The goals that are set when somebody sets these in the place of what they see of the old ones.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToSee`] for a goal that they would not see.
    pub(super) fn completed_goals(&self, old: Vec<Goal>, new: &[Goal]) -> Result<Vec<Goal>, StoreError> {
        if !self.pay && new.iter().any(is_pay) {
            return Err(StoreError::NotTheirsToSee);
        }
        let unseen = old.into_iter().filter(|goal| !self.pay && is_pay(goal));
        Ok(new.iter().cloned().chain(unseen).collect())
    }

    /// The changes that somebody makes on a plan with those in force, with everything in them that they do not see as it was.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToSee`] where they say what they do not see.
    pub(super) fn completed(
        &self,
        plan: &Plan,
        active: &[Change],
        changes: &[Change],
    ) -> Result<Vec<Change>, StoreError> {
        let own = self.own(plan, active.iter().chain(changes));
        let mut all = active.to_vec();
        for change in changes {
            let mut change = change.clone();
            self.complete(&mut change, (plan, &all), &own)?;
            all.push(change);
        }
        Ok(all.split_off(active.len()))
    }

    fn complete(
        &self,
        change: &mut Change,
        (plan, before): (&Plan, &[Change]),
        own: &Own,
    ) -> Result<(), StoreError> {
        let day = change.effective;
        match &mut change.action {
            Action::AddPost(post) => hidden::keep_notes(&mut post.terms, own.has(&post.id), || None),
            Action::SetPost(patch) => {
                let (id, sees): (&PostId, bool) = (&patch.post, own.has(&patch.post));
                let old = || {
                    let then = plan.on(day, before).plan;
                    then.post(id).or_else(|| then.parked(id)).and_then(|post| post.terms.clone())
                };
                match &mut patch.terms {
                    Some(terms) => hidden::keep_notes(terms, sees, old),
                    None => Ok(()),
                }
            }
            Action::SetAssumptions(patch) if !self.pay => {
                hidden::keep_pay(patch, || plan.on(day, before).plan.assumptions.sources)
            }
            _ => Ok(()),
        }
    }
}

/// Whether a goal is a bound in euro.
fn is_pay(goal: &Goal) -> bool {
    matches!(goal, Goal::Cost { .. })
}

impl Store {
    /// A plan that somebody has brought, without what they would not see of the organisation's own.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn as_seen(
        &self,
        permit: Permit<ViewScenario>,
        actor: &Actor,
        plan: Plan,
    ) -> Result<Plan, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let sight = Sight::of(&mut connection, (&actor.tenant.0, &actor.name), permit.role()).await?;
        Ok(sight.plan(plan))
    }
}
