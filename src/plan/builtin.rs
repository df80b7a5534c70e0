//! The built-in plan: the department of the source document, filled up with assumptions that say so.
//!
//! Facts of the document (units, 41 posts) have the provenance `document`; every figure beside them is an
//! `assumption` with its reason in the note. The file is data, read like any other plan.

use super::{InvalidPlan, Plan};

/// The built-in plan as the file that is handed out by `stellwerk example`.
pub const BUILTIN_JSON: &str = include_str!("builtin.json");

/// The built-in plan, read and checked like any other file.
///
/// # Errors
/// [`InvalidPlan`] if the file in the repository is broken; a test keeps it whole.
pub fn builtin() -> Result<Plan, InvalidPlan> {
    Plan::from_json(BUILTIN_JSON.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Fte, Post, Provenance, UnitId, WaitOwner};

    fn plan() -> Plan {
        builtin().unwrap_or_else(|errors| panic!("{errors}"))
    }

    fn stated_posts<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Post> + 'a {
        plan.posts.iter().filter(|post| post.provenance == Provenance::Document)
    }

    /// Whether `unit` is `above` or stands below it.
    fn within(plan: &Plan, unit: &UnitId, above: &str) -> bool {
        let mut here = Some(unit);
        while let Some(id) = here {
            if id.as_str() == above {
                return true;
            }
            here = plan.unit(id).and_then(|unit| unit.parent.as_ref());
        }
        false
    }

    #[test]
    fn holds_the_41_posts_that_the_document_states() {
        let plan = plan();
        let total: Fte = stated_posts(&plan).map(Post::fte).sum();
        assert_eq!(total, Fte::from_thousandths(41_000));
        for (section, posts) in [
            ("aufenthalt", 11),
            ("asyl-eu", 5),
            ("eu", 2),
            ("asyl", 1),
            ("rueckkehr", 2),
            ("service-point", 3),
            ("einbuergerung", 4),
            ("integration", 18),
        ] {
            let sum: Fte = stated_posts(&plan)
                .filter(|post| post.home().is_some_and(|unit| within(&plan, unit, section)))
                .map(Post::fte)
                .sum();
            assert_eq!(sum, Fte::from_thousandths(posts * 1000), "{section}");
            let unit = plan.units.iter().find(|unit| unit.id.as_str() == section);
            let stated = unit.and_then(|unit| unit.stated.as_ref()).map(|stated| stated.fte);
            assert_eq!(stated, Some(sum), "{section}");
        }
    }

    #[test]
    fn every_assumption_gives_its_reason() {
        let plan = plan();
        let given = |note: &Option<String>| note.as_deref().is_some_and(|note| !note.trim().is_empty());
        let assumed = |provenance| provenance == Provenance::Assumption;
        for unit in plan.units.iter().filter(|unit| assumed(unit.provenance)) {
            assert!(given(&unit.note), "{}", unit.id);
            assert!(unit.stated.is_none(), "{}: what is stated is no assumption", unit.id);
        }
        for post in &plan.posts {
            assert!(given(&post.note), "{}: grade and holder are assumptions", post.id);
        }
        for case_type in &plan.case_types {
            assert!(given(&case_type.note), "{}", case_type.id);
            let owned = case_type.steps.iter().any(|step| step.then_owner != WaitOwner::Authority);
            let told = case_type.note.as_deref().is_some_and(|note| note.contains("Wer am Zug ist: Annahme"));
            assert_eq!(owned, told, "{}: whose turn it is during a wait is an assumption", case_type.id);
        }
        for population in &plan.populations {
            assert!(given(&population.note), "{}", population.id);
        }
        for task in &plan.fixed_tasks {
            assert!(given(&task.note), "{}", task.id);
        }
        for figure in [
            "yearly_minutes",
            "allowance",
            "absence_days_per_year",
            "turnover_per_year",
            "onboarding",
            "then_owner",
        ] {
            assert!(plan.assumptions.sources.contains_key(figure), "{figure}");
        }
    }

    #[test]
    fn passes_nothing_off_as_stated_that_the_document_does_not_state() {
        let plan = plan();
        let assumed = |provenance| provenance == Provenance::Assumption;
        assert!(plan.case_types.iter().all(|case_type| assumed(case_type.provenance)));
        assert!(plan.populations.iter().all(|population| assumed(population.provenance)));
        assert!(plan.fixed_tasks.iter().all(|task| assumed(task.provenance)));
        assert!(plan.posts.iter().filter(|post| post.task_force).all(|post| assumed(post.provenance)));
        assert!(stated_posts(&plan).all(|post| post.kw.is_none()));
        for unit in plan.units.iter().filter(|unit| unit.id.as_str().starts_with("int-")) {
            assert!(assumed(unit.provenance), "{}: the document states no split of the 18", unit.id);
        }
        let office: Vec<_> =
            plan.posts.iter().filter(|p| p.home().is_some_and(|u| u.as_str() == "beirat")).collect();
        assert!(!office.is_empty() && office.iter().all(|post| assumed(post.provenance)));
    }

    #[test]
    fn starts_near_the_cases_of_2023() {
        let plan = plan();
        for case_type in &plan.case_types {
            let Some(&counted) = case_type.counts.get(&2023) else { panic!("{}: no count", case_type.id) };
            let returning: f64 = plan
                .case_types
                .iter()
                // The passage from § 104c to § 25b begins in 2024 and comes on top.
                .filter(|source| source.id.as_str() != "r04")
                .flat_map(|source| source.follow_ups.iter().map(move |follow| (source, follow)))
                .filter(|(_, follow)| follow.case_type == case_type.id)
                .map(|(source, follow)| {
                    source.opening.circulating as f64 * 365.0 / follow.after_days.mean * follow.share.as_f64()
                })
                .sum();
            let expected = case_type.demand.per_year + returning;
            let difference = (expected - counted as f64).abs();
            assert!(difference <= 0.01 * counted as f64 + 0.5, "{}: {expected} and {counted}", case_type.id);
        }
    }
}
