//! What has to be set on one object so that it becomes another; nothing where they are the same.

use crate::plan::{
    Assumptions, AssumptionsPatch, CaseType, CaseTypePatch, FixedTask, FixedTaskPatch, OnboardingPatch,
    Population, PopulationPatch, Post, PostPatch, Unit, UnitPatch,
};

fn changed<T: PartialEq + Clone>(old: &T, new: &T) -> Option<T> {
    (old != new).then(|| new.clone())
}

/// Everything but name, parent and place.
pub(super) fn unit(old: &Unit, new: &Unit) -> Option<UnitPatch> {
    let patch = UnitPatch {
        unit: new.id.clone(),
        kind: changed(&old.kind, &new.kind),
        provenance: changed(&old.provenance, &new.provenance),
        stated: changed(&old.stated, &new.stated),
        budget: changed(&old.budget, &new.budget),
        minimum_fte: changed(&old.minimum_fte, &new.minimum_fte),
        filled: changed(&old.filled, &new.filled),
        note: changed(&old.note, &new.note),
    };
    (patch != UnitPatch::new(new.id.clone())).then_some(patch)
}

/// Whether no patch can make the one of the other: what a post is never changes.
pub(super) fn is_another_post(old: &Post, new: &Post) -> bool {
    (old.task_force, old.provenance, &old.note) != (new.task_force, new.provenance, &new.note)
}

/// Everything that can be set, its parts included.
#[must_use]
pub fn post(old: &Post, new: &Post) -> Option<PostPatch> {
    let mut patch = PostPatch {
        post: new.id.clone(),
        title: changed(&old.title, &new.title),
        grade: changed(&old.grade, &new.grade),
        fte: None,
        shares: changed(&old.shares, &new.shares),
        casework: changed(&old.casework, &new.casework),
        kw: changed(&old.kw, &new.kw),
        holder: changed(&old.holder, &new.holder),
        recruiting_until: changed(&old.recruiting_until, &new.recruiting_until),
        case_types: changed(&old.case_types, &new.case_types),
        terms: changed(&old.terms, &new.terms),
    };
    // A whole post that stays where it is has another size: that is said more simply.
    if let ([before], [after]) = (&old.shares[..], &new.shares[..])
        && before.unit == after.unit
        && patch.shares.take().is_some()
    {
        patch.fte = Some(after.fte);
    }
    (patch != PostPatch::new(new.id.clone())).then_some(patch)
}

/// Everything but the unit.
pub(super) fn case_type(old: &CaseType, new: &CaseType) -> Option<CaseTypePatch> {
    let patch = CaseTypePatch {
        case_type: new.id.clone(),
        name: changed(&old.name, &new.name),
        legal_basis: changed(&old.legal_basis, &new.legal_basis),
        counts: changed(&old.counts, &new.counts),
        demand: changed(&old.demand, &new.demand),
        steps: changed(&old.steps, &new.steps),
        follow_ups: changed(&old.follow_ups, &new.follow_ups),
        opening: changed(&old.opening, &new.opening),
        priority: changed(&old.priority, &new.priority),
        walk_in: changed(&old.walk_in, &new.walk_in),
        target_days: changed(&old.target_days, &new.target_days),
        target_basis: changed(&old.target_basis, &new.target_basis),
        provenance: changed(&old.provenance, &new.provenance),
        note: changed(&old.note, &new.note),
    };
    (patch != CaseTypePatch::new(new.id.clone())).then_some(patch)
}

/// Everything, its unit included.
pub(super) fn population(old: &Population, new: &Population) -> Option<PopulationPatch> {
    let patch = PopulationPatch {
        population: new.id.clone(),
        unit: changed(&old.unit, &new.unit),
        name: changed(&old.name, &new.name),
        opening: changed(&old.opening, &new.opening),
        inflow_per_year: changed(&old.inflow_per_year, &new.inflow_per_year),
        mean_stay_days: changed(&old.mean_stay_days, &new.mean_stay_days),
        places: changed(&old.places, &new.places),
        persons_per_fte: changed(&old.persons_per_fte, &new.persons_per_fte),
        counts: changed(&old.counts, &new.counts),
    };
    (patch != PopulationPatch::new(new.id.clone())).then_some(patch)
}

/// Everything, its unit included.
pub(super) fn fixed_task(old: &FixedTask, new: &FixedTask) -> Option<FixedTaskPatch> {
    let (unit, name, fte) =
        (changed(&old.unit, &new.unit), changed(&old.name, &new.name), changed(&old.fte, &new.fte));
    let any = unit.is_some() || name.is_some() || fte.is_some();
    any.then(|| FixedTaskPatch { fixed_task: new.id.clone(), unit, name, fte })
}

/// All assumptions.
pub(super) fn assumptions(old: &Assumptions, new: &Assumptions) -> Option<AssumptionsPatch> {
    let patch = AssumptionsPatch {
        method: changed(&old.method, &new.method),
        yearly_minutes: changed(&old.yearly_minutes, &new.yearly_minutes),
        allowance: changed(&old.allowance, &new.allowance),
        weekly_hours: changed(&old.weekly_hours, &new.weekly_hours),
        absence_days_per_year: changed(&old.absence_days_per_year, &new.absence_days_per_year),
        turnover_per_year: changed(&old.turnover_per_year, &new.turnover_per_year),
        recruitment_days: changed(&old.recruitment_days, &new.recruitment_days),
        onboarding: OnboardingPatch::between(&old.onboarding, &new.onboarding),
        failure_demand: changed(&old.failure_demand, &new.failure_demand),
        cost_per_grade: changed(&old.cost_per_grade, &new.cost_per_grade),
        workplace: changed(&old.workplace, &new.workplace),
        recruitment_stages: changed(&old.recruitment_stages, &new.recruitment_stages),
        council_weeks: changed(&old.council_weeks, &new.council_weeks),
        leadership_share: changed(&old.leadership_share, &new.leadership_share),
        decision_share: changed(&old.decision_share, &new.decision_share),
        due_first: changed(&old.due_first, &new.due_first),
        ageing_days: changed(&old.ageing_days, &new.ageing_days),
        outages: changed(&old.outages, &new.outages),
        sources: changed(&old.sources, &new.sources),
    };
    (patch != AssumptionsPatch::default()).then_some(patch)
}
