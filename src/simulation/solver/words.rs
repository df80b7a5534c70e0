//! Findings in words: what to do, or why nothing is proposed and what instead.

use super::super::target::TargetMeasure;
use super::{Donor, Finding, Found, Reading, Refusal, Search, Step, Way};
use crate::format::{self, Language};
use crate::plan::{Action, Change, EuroPerYear, Fte, Plan, UnitId};

impl Search {
    /// What the search ended with, as a few sentences; none while questions are open. Units are called as in the plan.
    #[must_use]
    pub fn sentence(&self, plan: &Plan, language: Language) -> Option<String> {
        self.told(&Words { search: self, plan, language, step: None })
    }

    /// The same with every number of cases rounded to a multiple of `step`, its interval rounded up: where the exact one would
    /// tell more than may be told.
    #[must_use]
    pub fn coarse_sentence(&self, plan: &Plan, language: Language, step: f64) -> Option<String> {
        self.told(&Words { search: self, plan, language, step: Some(step) })
    }

    fn told(&self, words: &Words<'_>) -> Option<String> {
        Some(match self.finding()? {
            Finding::AlreadyMet { now } => words.already_met(now),
            Finding::Found(found) => words.found(found),
            Finding::NotReachable { now, best, why } | Finding::Implausible { now, best, why } => {
                words.refused(now, best.as_ref(), *why)
            }
        })
    }
}

struct Words<'a> {
    search: &'a Search,
    plan: &'a Plan,
    language: Language,
    /// Figures are multiples of it; none where they are exact.
    step: Option<f64>,
}

impl Words<'_> {
    fn pick(&self, german: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        match self.language {
            Language::German => german(),
            Language::English => english(),
        }
    }

    fn unit<'b>(&'b self, id: &'b UnitId) -> &'b str {
        self.plan.unit_name(id)
    }

    fn reading(&self, reading: &Reading) -> String {
        let measure = self.search.target.measure;
        let mut told = *reading;
        let counts_cases = matches!(measure, TargetMeasure::Open | TargetMeasure::OverThreeMonths);
        if let Some(step) = self.step.filter(|_| counts_cases) {
            told.summary.mean = libm::round(reading.summary.mean / step) * step;
            told.summary.half_width = (libm::ceil(reading.summary.half_width / step) * step).max(step);
        }
        told.sentence(measure, self.language)
    }

    fn fte(&self, size: Fte) -> String {
        // Half posts need one decimal; posts that are moved may have three.
        let thousandths = size.thousandths();
        let decimals = if thousandths % 100 == 0 { 1 } else { 3 };
        let number = format::number(size.as_f64(), decimals, self.language);
        self.pick(|| format!("{number} VZÄ"), || format!("{number} FTE"))
    }

    fn euro(&self, amount: EuroPerYear) -> String {
        let number = format::number(amount.as_f64(), 0, self.language);
        self.pick(|| format!("{number}\u{202f}€"), || format!("€{number}"))
    }

    fn already_met(&self, now: &Reading) -> String {
        let (name, target) =
            (self.unit(&self.search.target.unit), self.search.target.sentence(self.language));
        let now = self.reading(now);
        self.pick(
            || format!("{name}: Das Ziel ({target}) ist schon erreicht: {now}. Es braucht keine Änderung."),
            || format!("{name}: the target ({target}) is met already: {now}. No change is needed."),
        )
    }

    fn found(&self, found: &Found) -> String {
        let (name, target) =
            (self.unit(&self.search.target.unit), self.search.target.sentence(self.language));
        let (with, now) = (self.reading(&found.step.reading), self.reading(&found.now));
        let (size, from) = (self.fte(found.step.size), format::date(self.search.from, self.language));
        let less = self.reading(&found.one_less);
        match &self.search.way {
            Way::Posts(posts) => {
                let filled = format::date(posts.filled, self.language);
                let proficiency = format::percent(posts.proficiency, 0, self.language);
                self.pick(
                    || format!("{name}: Mit {size} zusätzlich ab {from}, besetzt ab {filled}, ist das Ziel ({target}) erreicht: {with}. Mit einer halben Stelle weniger: {less}. Ohne zusätzliche Stellen: {now}. Am Zieltag leisten die neuen Kräfte {proficiency} einer eingearbeiteten Kraft."),
                    || format!("{name}: with {size} added from {from}, filled from {filled}, the target ({target}) is met: {with}. With half a post less: {less}. Without additional posts: {now}. On the day of the target the newcomers do {proficiency} of what an experienced colleague does."),
                )
            }
            Way::Moves(_) => {
                let posts = moved(&found.step.changes);
                let donors: Vec<String> = found.donors.iter().map(|donor| self.donor(donor)).collect();
                let (donors, old) = (donors.join("; "), format::signed(found.old_cases, 0, self.language));
                let worse = if found.old_cases >= 0.5 {
                    self.pick(|| ", im Ganzen also mehr".to_owned(), || ", so more on the whole".to_owned())
                } else {
                    String::new()
                };
                self.pick(
                    || format!("{name}: Mit der Umsetzung von {posts} ({size}) ab {from} ist das Ziel ({target}) erreicht: {with}. Mit einer Umsetzung weniger: {less}. Ohne Umsetzung: {now}. Was das bei den anderen ändert: {donors}. Fälle älter als drei Monate in diesen Einheiten zusammen: {old}{worse}."),
                    || format!("{name}: with {posts} ({size}) moved from {from} on the target ({target}) is met: {with}. With one move less: {less}. Without any: {now}. What that changes for the others: {donors}. Cases older than three months in these units together: {old}{worse}."),
                )
            }
        }
    }

    fn donor(&self, donor: &Donor) -> String {
        format!("{} {} → {}", self.unit(&donor.unit), self.reading(&donor.before), self.reading(&donor.after))
    }

    fn refused(&self, now: &Reading, best: Option<&Step>, why: Refusal) -> String {
        let (name, target) =
            (self.unit(&self.search.target.unit), self.search.target.sentence(self.language));
        let now = self.reading(now);
        let (reason, instead) = (self.why(why), self.instead(why));
        let best = best.map_or_else(String::new, |step| {
            let (size, with) = (self.fte(step.size), self.reading(&step.reading));
            self.pick(
                || format!(" Mit {size} wären es {with}."),
                || format!(" With {size} it would be {with}."),
            )
        });
        self.pick(
            || format!("{name}: Für das Ziel ({target}) gibt es keinen Vorschlag; ohne Änderung: {now}. {reason}{best} {instead}"),
            || format!("{name}: there is no proposal for the target ({target}); without a change: {now}. {reason}{best} {instead}"),
        )
    }

    fn why(&self, why: Refusal) -> String {
        let date = |day| format::date(day, self.language);
        match why {
            Refusal::TooSoon { filled } => self.pick(
                || format!("Zusätzliche Stellen wären nach der mittleren Dauer einer Besetzung erst am {} besetzt und könnten bis zum Zieltag nichts bewirken.", date(filled)),
                || format!("After the mean time to fill a post, additional ones would be filled on {} only and could do nothing by the day of the target.", date(filled)),
            ),
            Refusal::TooMany { most } => self.pick(
                || format!("Es bräuchte mehr als {} zusätzlich, mehr als die Einheit heute für Fälle hat; das ist kein Stellenbedarf, sondern ein Hinweis auf ein unerreichbares Ziel oder falsche Annahmen.", self.fte(most)),
                || format!("It would take more than {} added, more than the unit has for cases today; that is no need for posts but a sign of an unreachable target or wrong assumptions.", self.fte(most)),
            ),
            Refusal::OutOfReach { tried } => self.pick(
                || format!("Selbst {} zusätzlich erreichen es nicht: Die neuen Kräfte kommen zu spät, oder die Fälle warten nicht auf Bearbeitung, sondern auf andere.", self.fte(tried)),
                || format!("Even {} added do not meet it: the newcomers come too late, or the cases do not wait for handling but for others.", self.fte(tried)),
            ),
            Refusal::OverBudget { needed, cost, budget } => {
                let (size, cost, budget) = (self.fte(needed), self.euro(cost), self.euro(budget));
                self.pick(
                    || format!("Erst {size} zusätzlich erreichen es. Sie kosten {cost} im Jahr, mehr als der Betrag von {budget}."),
                    || format!("It takes {size} added to meet it. They cost {cost} a year, more than the amount of {budget}."),
                )
            }
            Refusal::NoDonors => self.pick(
                || "Keine andere Einheit hat (noch) eine besetzte ganze Stelle mit Fallbearbeitung abzugeben, ohne selbst ohne Bearbeitung zu bleiben.".to_owned(),
                || "No other unit has a filled whole post with casework (left) to give without being left with none itself.".to_owned(),
            ),
            Refusal::DonorsWouldMiss => self.pick(
                || "Jede weitere Umsetzung ließe die abgebende Einheit dasselbe Ziel verfehlen, das sie jetzt erreicht.".to_owned(),
                || "Every further move would make the unit that gives miss the same target that it meets now.".to_owned(),
            ),
            Refusal::NoMoveHelps => self.pick(
                || "Keine weitere Umsetzung verbessert das Ergebnis: In der abgebenden Einheit blieben mindestens so viele alte Fälle liegen, wie hier erledigt würden.".to_owned(),
                || "No further move makes things better: at least as many old cases would be left in the unit that gives as would be dealt with here.".to_owned(),
            ),
            Refusal::ManyMoves { moved } => self.pick(
                || format!("Auch {moved} Umsetzungen reichen nicht; mehr wären keine Umverteilung, sondern eine andere Organisation."),
                || format!("Even {moved} moves do not suffice; more would be no redistribution but another organisation."),
            ),
        }
    }

    fn instead(&self, why: Refusal) -> String {
        match why {
            Refusal::TooSoon { .. } => self.pick(
                || "Bitte ein späteres Ziel wählen oder prüfen, ob eine Umsetzung eingearbeiteter Kräfte hilft.".to_owned(),
                || "Please choose a later target, or see whether moving experienced colleagues helps.".to_owned(),
            ),
            Refusal::OutOfReach { .. } if self.search.target.measure == TargetMeasure::LeadDays => self.pick(
                || "Die mittlere Dauer zählt, was erledigt wird: Wer alte Fälle abbaut, erhöht sie zunächst. Bitte ein Ziel für den Bestand wählen.".to_owned(),
                || "The mean duration counts what is completed: whoever works off old cases raises it at first. Please choose a target for the open cases.".to_owned(),
            ),
            Refusal::TooMany { .. } | Refusal::OutOfReach { .. } => self.pick(
                || "Bitte ein späteres oder weniger strenges Ziel wählen oder Fallzahlen und Bearbeitungszeiten prüfen.".to_owned(),
                || "Please choose a later or less strict target, or check case numbers and handling times.".to_owned(),
            ),
            Refusal::OverBudget { .. } => self.pick(
                || "Bitte einen höheren Betrag oder ein späteres oder weniger strenges Ziel wählen.".to_owned(),
                || "Please choose a higher amount, or a later or less strict target.".to_owned(),
            ),
            Refusal::NoDonors | Refusal::DonorsWouldMiss | Refusal::NoMoveHelps | Refusal::ManyMoves { .. } => self.pick(
                || "Bitte zusätzliche Stellen prüfen oder ein weniger strenges Ziel wählen.".to_owned(),
                || "Please look at additional posts, or choose a less strict target.".to_owned(),
            ),
        }
    }
}

/// The posts that are moved, by their identifiers.
fn moved(changes: &[Change]) -> String {
    let post = |change: &Change| match &change.action {
        Action::MovePost { post, .. } => Some(post.to_string()),
        _ => None,
    };
    changes.iter().filter_map(post).collect::<Vec<String>>().join(", ")
}
