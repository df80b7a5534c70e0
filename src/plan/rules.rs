//! Soft rules: what a change is allowed to do, but not without a second look.
//!
//! Hard rules are errors of [`Plan::apply`], their texts too are data (`rules/hard/`). A soft rule speaks where a change brings about what was not there before;
//! some ask for a reason, which is kept with the change. Texts, weights and limits are data (`rules/texts.json`).

mod budget;
mod days;
mod hard;
mod moving;
mod staffing;
mod step;
mod texts;

pub use budget::budgets;
pub use days::changing_days;
pub(super) use hard::refusal;
pub use moving::before_moving;
pub use step::{check_between, check_step, justified, justified_between};

use super::{CaseTypeId, Change, Fte, Plan, PostId, UnitId};
use crate::format::{self, Language};
use crate::plan::gather::in_order;
use chrono::NaiveDate;
use texts::Texts;

/// A soft rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A post changes from one sub-budget to another: section 5 GemHVO (Rheinland-Pfalz).
    BudgetPost,
    /// A unit does, with all its posts.
    BudgetUnit,
    /// The grade of a post is far from those of the unit's other posts.
    Grade,
    /// A unit falls below its minimum.
    Minimum,
    /// Only one post is left that can handle a case type.
    SinglePoint,
    /// No post is left that can.
    Unserved,
    /// A post ends by its kw date soon after the change counts.
    EndsSoon,
    /// A post that is split moves, and its parts are joined.
    SplitPost,
    /// A post moves that works on a choice of case types, of which its new unit has none.
    OwnTasks,
    /// Posts lie in the tray.
    Tray,
}

impl Rule {
    /// All rules, the weightiest first.
    pub const ALL: [Self; 10] = [
        Self::BudgetPost,
        Self::BudgetUnit,
        Self::Grade,
        Self::Minimum,
        Self::SinglePoint,
        Self::Unserved,
        Self::EndsSoon,
        Self::SplitPost,
        Self::OwnTasks,
        Self::Tray,
    ];

    /// How the rule is called in the data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BudgetPost => "budget_post",
            Self::BudgetUnit => "budget_unit",
            Self::Grade => "grade",
            Self::Minimum => "minimum",
            Self::SinglePoint => "single_point",
            Self::Unserved => "unserved",
            Self::EndsSoon => "ends_soon",
            Self::SplitPost => "split_post",
            Self::OwnTasks => "own_tasks",
            Self::Tray => "tray",
        }
    }

    /// What its text may name.
    #[cfg(test)]
    const fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::BudgetPost => &["post", "from", "to"],
            Self::BudgetUnit => &["unit", "from", "to", "count", "fte"],
            Self::Grade => &["post", "grade", "unit", "others"],
            Self::Minimum => &["unit", "fte", "minimum"],
            Self::SinglePoint => &["case_type", "post"],
            Self::Unserved => &["case_type", "unit"],
            Self::EndsSoon => &["post", "kw", "days", "date"],
            Self::SplitPost => &["post", "parts", "fte"],
            Self::OwnTasks => &["post", "case_types"],
            Self::Tray => &["count", "fte"],
        }
    }
}

/// How much a finding asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Severity {
    /// To be shown.
    #[default]
    Hint,
    /// To be justified; the reason is kept with the change.
    NeedsReason,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A case type.
    CaseType(CaseTypeId),
    /// The tray.
    Tray,
}

/// What a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// How much it asks for.
    pub severity: Severity,
    /// About what.
    pub subject: Subject,
    /// In words: what, why, and what to do.
    pub sentence: String,
}

/// What changes bring about that was not there before: `before` and `after` are the organisation of the day `date`
/// without and with them ([`Plan::on`]). What asks for a reason comes first. Cost: n log n.
#[must_use]
pub fn check(
    before: &Plan,
    after: &Plan,
    changes: &[Change],
    date: NaiveDate,
    language: Language,
) -> Vec<Finding> {
    let mut findings = Findings::new(language);
    budget::check(before, after, &mut findings);
    staffing::grades(before, after, &mut findings);
    staffing::minimum(Some(before), after, &mut findings);
    staffing::served(Some(before), after, &mut findings);
    staffing::ends_soon(after, changes, date, &mut findings);
    moving::check(before, after, changes, date, &mut findings);
    if after.tray.iter().any(|post| before.parked(&post.id).is_none()) {
        tray(after, &mut findings);
    }
    findings.finish()
}

/// What is to be said about the organisation of a day, whoever brought it about.
#[must_use]
pub fn standing(plan: &Plan, language: Language) -> Vec<Finding> {
    let mut findings = Findings::new(language);
    staffing::minimum(None, plan, &mut findings);
    staffing::served(None, plan, &mut findings);
    if !plan.tray.is_empty() {
        tray(plan, &mut findings);
    }
    findings.finish()
}

fn tray(plan: &Plan, findings: &mut Findings) {
    let fte = plan.tray.iter().map(super::Post::fte).sum();
    let values = [("count", findings.posts(plan.tray.len())), ("fte", findings.fte(fte))];
    findings.add(Rule::Tray, Subject::Tray, &values);
}

/// Collects findings in one language.
struct Findings {
    language: Language,
    texts: Texts,
    list: Vec<Finding>,
}

impl Findings {
    fn new(language: Language) -> Self {
        Self { language, texts: Texts::new(), list: Vec::new() }
    }

    fn add(&mut self, rule: Rule, subject: Subject, values: &[(&str, String)]) {
        if let Some(text) = self.texts.of(rule) {
            let sentence = text.sentence(values, self.language);
            self.list.push(Finding { rule, severity: text.severity, subject, sentence });
        }
    }

    fn limit(&self, rule: Rule) -> f64 {
        self.texts.of(rule).map_or(0.0, |text| text.limit)
    }

    fn finish(self) -> Vec<Finding> {
        in_order(self.list, |a, b| {
            b.severity.cmp(&a.severity).then(a.rule.cmp(&b.rule)).then_with(|| a.subject.cmp(&b.subject))
        })
    }

    fn posts(&self, count: usize) -> String {
        let word = match (self.language, count) {
            (Language::German, 1) => "Stelle",
            (Language::German, _) => "Stellen",
            (Language::English, 1) => "post",
            (Language::English, _) => "posts",
        };
        format!("{count} {word}")
    }

    fn days(&self, count: i64) -> String {
        let word = match (self.language, count) {
            (Language::German, 1) => "Tag",
            (Language::German, _) => "Tage",
            (Language::English, 1) => "day",
            (Language::English, _) => "days",
        };
        format!("{count} {word}")
    }

    fn fte(&self, value: Fte) -> String {
        let unit = match self.language {
            Language::German => "VZÄ",
            Language::English => "FTE",
        };
        let decimals = match value.thousandths() {
            tenths if tenths % 100 == 0 => 1,
            hundredths if hundredths % 10 == 0 => 2,
            _ => 3,
        };
        format!("{} {unit}", format::number(value.as_f64(), decimals, self.language))
    }

    fn date(&self, day: NaiveDate) -> String {
        format::date(day, self.language)
    }
}

#[cfg(test)]
mod tests;
