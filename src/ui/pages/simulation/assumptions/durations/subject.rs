//! What has a duration: a step of a case type, or the wait behind it; and the change that gives it another one.

use super::draft::shown;
use crate::format::Language;
use crate::plan::{
    Action, CaseType, CaseTypeId, CaseTypePatch, Distribution, Minutes, OTHER_EVIDENCE, Plan, Provenance,
    Step,
};
use crate::simulation::TimeTaken;

/// Most characters of a note that are kept.
const MOST_NOTED: usize = 3_000;

/// A step of a case type, or the wait behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The case type.
    pub case_type: CaseTypeId,
    /// The place of the step.
    pub step: usize,
    /// Whether it is the wait behind the step, in days; else its handling time, in minutes.
    pub is_wait: bool,
}

impl Subject {
    /// All of a case type, in their order.
    pub fn of(case_type: &CaseType) -> Vec<Self> {
        let steps = case_type.steps.iter().enumerate();
        let both = steps.flat_map(|(place, step)| {
            let one = |is_wait| Self { case_type: case_type.id.clone(), step: place, is_wait };
            [Some(one(false)), step.then_days.is_some().then(|| one(true))]
        });
        both.flatten().collect()
    }

    /// Tells it from all others of a plan.
    pub fn key(&self) -> String {
        format!("{} {} {}", self.case_type, self.step, u8::from(self.is_wait))
    }

    /// The one with this key; none where the plan does not have it.
    pub fn with_key(plan: &Plan, key: &str) -> Option<Self> {
        plan.case_types.iter().flat_map(Self::of).find(|one| one.key() == key)
    }

    /// Its case type and its step; none where the plan does not have them.
    pub fn parts<'a>(&self, plan: &'a Plan) -> Option<(&'a CaseType, &'a Step)> {
        let of = plan.case_type(&self.case_type)?;
        Some((of, of.steps.get(self.step)?))
    }

    /// How long it takes; none where the plan does not have it.
    pub fn time(&self, plan: &Plan) -> Option<TimeTaken> {
        let (_, step) = self.parts(plan)?;
        if self.is_wait { Some(TimeTaken::of_wait(&step.then_days?)) } else { Some(TimeTaken::of_step(step)) }
    }

    /// Most that it can take in the mean.
    pub const fn most(&self) -> f64 {
        if self.is_wait { 36_500.0 } else { 100_000.0 }
    }

    /// The action that gives it another duration, and the reason that is kept with it; none where the plan does not have it.
    /// What takes the place of a mean of the source document does not stand there; a spread never does.
    pub fn action(&self, plan: &Plan, time: &TimeTaken, evidence: &Evidence) -> Option<(Action, String)> {
        let (of, step) = self.parts(plan)?;
        let before = self.time(plan)?;
        let mut steps = of.steps.clone();
        let changed = steps.get_mut(self.step)?;
        let is_shape = matches!(time.distribution, Distribution::Empirical(_));
        // That of a shape follows from it, and says nothing but what a reader of the file can compute.
        let cv = if is_shape { (time.spread() * 10_000.0).round() / 10_000.0 } else { time.cv };
        if self.is_wait {
            let wait = changed.then_days.as_mut()?;
            (wait.mean, wait.cv) = (time.mean, cv);
        } else {
            changed.minutes = Minutes::parse(time.mean).ok()?;
            changed.cv = cv;
            changed.distribution.clone_from(&time.distribution);
        }
        let is_new =
            (time.mean - before.mean).abs() > 1e-9 * before.mean && of.provenance == Provenance::Document;
        let words = evidence.words(self, time);
        let beginning = self.beginning(&step.name);
        let patch = CaseTypePatch {
            steps: Some(steps),
            note: Some(Some(note(&beginning, &words, of.note.as_deref().unwrap_or_default()))),
            provenance: is_new.then_some(Provenance::Assumption),
            ..CaseTypePatch::new(of.id.clone())
        };
        Some((Action::SetCaseType(patch), format!("{}: {beginning}{words}", of.name)))
    }

    /// How its note begins; in German, as it is kept.
    fn beginning(&self, step: &str) -> String {
        let what = if self.is_wait { "Wartezeit nach" } else { "Bearbeitungszeit von" };
        format!("{what} „{step}“: ")
    }
}

/// A note with the new words at its beginning, in place of those that were there of the same; what is noted of other figures stays.
fn note(beginning: &str, words: &str, old: &str) -> String {
    let mut note = format!("{beginning}{words}");
    for rest in old.split(OTHER_EVIDENCE).filter(|rest| !rest.is_empty() && !rest.starts_with(beginning)) {
        note.push_str(OTHER_EVIDENCE);
        note.push_str(rest);
    }
    note.chars().take(MOST_NOTED).collect()
}

/// Where a duration comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// How many cases were measured; none where it was estimated.
    pub measured: Option<usize>,
    /// What the user says of the source, without spaces around it; may be empty.
    pub source: String,
}

impl Evidence {
    /// What is kept, in German: how it was found, its mean, median and 90-% value, its distribution, the source.
    fn words(&self, of: &Subject, time: &TimeTaken) -> String {
        let unit = if of.is_wait { "Tage" } else { "Minuten" };
        let [mean, median, ninety] =
            [time.mean, time.quantile(0.5), time.quantile(0.9)].map(|value| shown(value, Language::German));
        let found = match self.measured {
            Some(count) => format!("aus {count} gemessenen Fällen"),
            None => "geschätzt".to_owned(),
        };
        let shape = match time.distribution {
            Distribution::Lognormal => "Lognormalverteilung",
            Distribution::Gamma => "Gammaverteilung",
            Distribution::Exponential => "Exponentialverteilung",
            Distribution::Constant => "immer gleich",
            Distribution::Empirical(_) => "gemessene Form",
        };
        let mut words = format!(
            "{found}, die Hälfte höchstens {median}, neun von zehn höchstens {ninety}, im Mittel {mean} {unit} ({shape})."
        );
        if !self.source.is_empty() {
            words.push_str(&format!(" Quelle: {}.", self.source.trim_end_matches('.')));
        }
        words
    }
}
