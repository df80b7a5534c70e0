//! What a post costs and where that figure comes from: what the plan names as its source, or the house itself.
//!
//! Whoever sets a figure of its own in place of a published one must not leave it under the name of the publication.

use super::Reasons;
use crate::format::Language;
use crate::plan::{Assumptions, AssumptionsPatch, EuroPerYear, Plan, Workplace, cost_of_grade};

/// The source that a figure is given when the house sets it itself, under a name of its own beside that of its table.
pub const OWN_FIGURE: &str = "eigener Ansatz des Hauses (Annahme)";

/// Name of the source of the table of costs, and of that of a workplace.
const GRADES: &str = "cost_per_grade";
const WORKPLACE: &str = "workplace";

/// Name of the source of the material cost alone.
pub const MATERIAL_SOURCE: &str = "workplace.material";
/// Name of the source of the overhead alone.
pub const OVERHEAD_SOURCE: &str = "workplace.overhead";

/// Name of the source of the cost of one grade alone.
#[must_use]
pub fn grade_source(grade: &str) -> String {
    format!("{GRADES}.{grade}")
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CostSource {
    /// From what the plan names; none where it names nothing.
    Named(Option<String>),
    /// Set by the house itself: an assumption, with the reason where one was given.
    Own(Option<String>),
}

impl CostSource {
    /// Whether the house has set it itself.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// In words; names of sources stand as they were typed.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let own = match language {
            Language::German => OWN_FIGURE,
            Language::English => "the house's own figure (assumption)",
        };
        match (self, language) {
            (Self::Own(None), _) => own.to_owned(),
            (Self::Own(Some(reason)), _) => format!("{own}: {reason}"),
            (Self::Named(Some(source)), _) => source.clone(),
            (Self::Named(None), Language::German) => "keine Quelle angegeben".to_owned(),
            (Self::Named(None), Language::English) => "no source given".to_owned(),
        }
    }
}

/// What a post of a grade costs in a full year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeCost {
    /// Pay grade as written.
    pub grade: String,
    /// Personnel cost.
    pub cost: EuroPerYear,
    /// Where the figure comes from.
    pub source: CostSource,
}

/// Where the two figures of a workplace come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkplaceSources {
    /// That of the material cost.
    pub material: CostSource,
    /// That of the overhead.
    pub overhead: CostSource,
}

/// The costs of all grades as they are `now`, some day of the plan with its changes, in the order of their names; of a grade in
/// two spellings the one that counts.
#[must_use]
pub fn grade_costs(plan: &Plan, now: &Assumptions, reasons: &Reasons) -> Vec<GradeCost> {
    let cost = |(grade, &cost): (&String, &EuroPerYear)| {
        let first = plan.assumptions.cost_of(grade);
        let names = (GRADES, grade_source(grade));
        let own = || {
            let of = |patch: &AssumptionsPatch| Some(cost_of_grade(patch.cost_per_grade.as_ref()?, grade)?.1);
            reasons.of_figure(first, of)
        };
        GradeCost { grade: grade.clone(), cost, source: source(plan, now, &names, first != Some(cost), own) }
    };
    now.cost_per_grade.iter().filter(|(grade, _)| now.spelled(grade) == *grade).map(cost).collect()
}

/// Where the figures of a workplace come from, as they are `now`.
#[must_use]
pub fn workplace_sources(plan: &Plan, now: &Assumptions, reasons: &Reasons) -> WorkplaceSources {
    let of = |name: &str, figure: fn(Workplace) -> f64| {
        let (first, value) = (figure(plan.assumptions.workplace), figure(now.workplace));
        let own = || reasons.of_figure(Some(first), |patch| patch.workplace.map(figure));
        match source(plan, now, &(WORKPLACE, name.to_owned()), first != value, own) {
            // What a plan says nothing about is the published figure.
            CostSource::Named(None) if value == figure(Workplace::default()) => {
                CostSource::Named(Some("KGSt, Kosten eines Arbeitsplatzes".to_owned()))
            }
            source => source,
        }
    };
    WorkplaceSources {
        material: of(MATERIAL_SOURCE, |workplace| workplace.material),
        overhead: of(OVERHEAD_SOURCE, |workplace| workplace.overhead),
    }
}

/// The source of a figure of a table: the one named for it alone before that of its table. A figure that was `changed` while the
/// source of its table stayed is the house's own, whoever changed it and by which way.
fn source<'a>(
    plan: &Plan,
    now: &Assumptions,
    (table, figure): &(&str, String),
    changed: bool,
    reason: impl FnOnce() -> Option<&'a str>,
) -> CostSource {
    let named = now.sources.get(figure);
    let same_table = now.sources.get(*table) == plan.assumptions.sources.get(*table);
    let is_own = named.map_or(changed && same_table, |named| named == OWN_FIGURE);
    if is_own {
        return CostSource::Own(reason().map(str::to_owned));
    }
    CostSource::Named(named.or_else(|| now.sources.get(*table)).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, builtin, changes_from_json};

    fn changes(patch: &str) -> Vec<Change> {
        let text = format!(r#"[{{"effective": "2024-03-01", "action": {{"set_assumptions": {patch}}}}}]"#);
        changes_from_json(text.as_bytes()).unwrap()
    }

    /// Another cost of E 9b, all others as they are.
    fn edited(plan: &Plan, euro: f64, sources: &str) -> Vec<Change> {
        let mut costs = plan.assumptions.cost_per_grade.clone();
        costs.insert("E 9b".to_owned(), EuroPerYear::parse(euro).unwrap());
        let costs = serde_json::to_string(&costs).unwrap();
        changes(&format!(r#"{{"cost_per_grade": {costs}{sources}}}"#))
    }

    fn of_grade(plan: &Plan, list: &[Change], reasons: &Reasons, grade: &str) -> CostSource {
        let now = plan.on("2025-06-30".parse().unwrap(), list).plan.assumptions;
        grade_costs(plan, &now, reasons).into_iter().find(|cost| cost.grade == grade).unwrap().source
    }

    #[test]
    fn an_edited_figure_does_not_keep_the_name_of_the_publication() {
        let plan = builtin().unwrap();
        let none = Reasons::default();
        let published = CostSource::Named(plan.assumptions.sources.get("cost_per_grade").cloned());
        assert!(published.words(Language::German).starts_with("KGSt 8/2025"));
        assert_eq!(of_grade(&plan, &[], &none, "E 9b"), published);
        let list = edited(&plan, 75_000.0, "");
        assert_eq!(of_grade(&plan, &list, &none, "E 9b"), CostSource::Own(None));
        assert_eq!(of_grade(&plan, &list, &none, "E 9c"), published, "the others are as they were");
        let mut reasons = Reasons::default();
        reasons.add(&list, Some("Ist 2023 der Kämmerei"));
        let own = of_grade(&plan, &list, &reasons, "E 9b");
        assert_eq!(own.words(Language::German), "eigener Ansatz des Hauses (Annahme): Ist 2023 der Kämmerei");
        assert_eq!(
            own.words(Language::English),
            "the house's own figure (assumption): Ist 2023 der Kämmerei"
        );
    }

    #[test]
    fn the_last_step_that_set_the_figure_gives_the_reason() {
        let plan = builtin().unwrap();
        let (first, other) = (edited(&plan, 75_000.0, ""), edited(&plan, 76_000.0, ""));
        let mut reasons = Reasons::default();
        reasons.add(&first, Some("erst"));
        reasons.add(&other, None);
        let list = [first, other].concat();
        assert_eq!(of_grade(&plan, &list, &reasons, "E 9b"), CostSource::Own(None));
        // The same figure once more, in a step about something else, takes no reason away and gives none.
        reasons.add(&edited(&plan, 76_000.0, ""), Some("eine andere Gruppe"));
        assert_eq!(of_grade(&plan, &list, &reasons, "E 9b"), CostSource::Own(None));
    }

    #[test]
    fn who_names_a_source_is_believed() {
        let plan = builtin().unwrap();
        let none = Reasons::default();
        let table = edited(&plan, 75_000.0, r#", "sources": {"cost_per_grade": "Kämmerei 2024"}"#);
        let kaemmerei = CostSource::Named(Some("Kämmerei 2024".to_owned()));
        assert_eq!(of_grade(&plan, &table, &none, "E 9b"), kaemmerei);
        let alone = edited(&plan, 75_000.0, r#", "sources": {"cost_per_grade.E 9b": "Kämmerei 2024"}"#);
        assert_eq!(of_grade(&plan, &alone, &none, "E 9b"), kaemmerei);
        let mark = format!(r#", "sources": {{"cost_per_grade.E 9b": "{OWN_FIGURE}"}}"#);
        assert_eq!(of_grade(&plan, &edited(&plan, 80_100.0, &mark), &none, "E 9b"), CostSource::Own(None));
    }

    #[test]
    fn the_figures_of_a_workplace_tell_each_its_own_source() {
        let plan = builtin().unwrap();
        let of = |list: &[Change], reasons: &Reasons| {
            let now = plan.on("2025-06-30".parse().unwrap(), list).plan.assumptions;
            workplace_sources(&plan, &now, reasons)
        };
        let published = CostSource::Named(Some("KGSt, Kosten eines Arbeitsplatzes".to_owned()));
        let both = WorkplaceSources { material: published.clone(), overhead: published.clone() };
        assert_eq!(of(&[], &Reasons::default()), both);
        let list = changes(r#"{"workplace": {"material": 12000, "overhead": 0.2}}"#);
        let mut reasons = Reasons::default();
        reasons.add(&list, Some("Miete"));
        let own = CostSource::Own(Some("Miete".to_owned()));
        assert_eq!(of(&list, &reasons), WorkplaceSources { material: own, overhead: published });
    }
}
