//! Levers in words: what is varied, from what to what, and why so far.

use super::{Lever, LeverKind};
use crate::format::{self, Language};
use crate::plan::{CaseTypeId, Plan};

impl Lever {
    /// What is varied: „Fälle im Jahr: Einbürgerung“. Names of case types are taken from the plan.
    #[must_use]
    pub fn name(&self, plan: &Plan, language: Language) -> String {
        let (german, english) = match &self.kind {
            LeverKind::OpeningWaiting => ("Anfangsbestand wartender Fälle", "cases waiting at the start"),
            LeverKind::OpeningCirculating => {
                ("Inhaber, deren Folgefall noch kommt", "holders whose next case is to come")
            }
            LeverKind::DemandEvent(label) => return of("Wirkung", "effect", label, language),
            LeverKind::OutageLost(label) => {
                return of("Anteil, der ausfällt", "share that is lost", label, language);
            }
            LeverKind::OutageDays(label) => {
                return of("Dauer des Ausfalls", "duration of the outage", label, language);
            }
            LeverKind::Absence => ("Abwesenheit", "absence"),
            LeverKind::Turnover => ("Fluktuation im Jahr", "turnover a year"),
            LeverKind::Recruitment => ("Besetzungsdauer", "time to fill a post"),
            LeverKind::Onboarding => ("Dauer der Einarbeitung", "duration of onboarding"),
            LeverKind::Mentoring => {
                ("Anleitung durch Erfahrene, am Anfang", "time of the experienced for newcomers, at first")
            }
            LeverKind::AtOnce => (
                "Gleichzeitige Einarbeitungen je Einheit, höchstens",
                "newcomers trained in a unit at one time, at most",
            ),
            LeverKind::DecidesAfter => ("Neue Kräfte entscheiden nach", "when newcomers may decide"),
            LeverKind::Transfer => ("Können nach einer Umsetzung", "proficiency kept with new tasks"),
            LeverKind::Allowance => ("Verteilzeit", "allowance time"),
            LeverKind::Decision => (
                "Anteil der Entscheidung am letzten Arbeitsgang",
                "share of the decision in the last step of work",
            ),
            LeverKind::FailureDemand => ("Mehrarbeit durch Warten", "work that waiting creates"),
            LeverKind::Enquiries => {
                ("Nachfragen je wartendem Fall und Monat", "enquiries per waiting case and month")
            }
            LeverKind::Certificates => (
                "Anteil verspäteter Verlängerungen mit Fiktionsbescheinigung",
                "share of late renewals with a certificate",
            ),
            LeverKind::Suits => (
                "Anteil der Fälle über drei Monate mit Untätigkeitsklage",
                "share of old cases that lead to a suit",
            ),
            LeverKind::Dispersion => ("Streuung der Tageszahlen", "dispersion of daily arrivals"),
            LeverKind::HandlingSpread => ("Streuung der Bearbeitungszeiten", "spread of handling times"),
            LeverKind::Demand(id) => return of("Eingang im Jahr", "cases a year", title(plan, id), language),
            LeverKind::Minutes(id) => {
                return of("Bearbeitungszeit je Fall", "handling time per case", title(plan, id), language);
            }
            LeverKind::FollowUps(id) => {
                return of("Folgefälle je Fall", "follow-ups per case", title(plan, id), language);
            }
            LeverKind::ExternalWait(id) => {
                return of("Wartezeit außerhalb", "wait outside", title(plan, id), language);
            }
        };
        pick(german, english, language).to_owned()
    }

    /// A value of the assumption with its unit, for [`Lever::low`], [`Lever::base`] and [`Lever::high`].
    #[must_use]
    pub fn figure(&self, value: f64, language: Language) -> String {
        let number = |decimals| format::number(value, decimals, language);
        let with = |decimals, german: &str, english: &str| {
            format!("{} {}", number(decimals), pick(german, english, language))
        };
        match self.kind {
            LeverKind::OpeningWaiting | LeverKind::Demand(_) => with(0, "Fälle", "cases"),
            LeverKind::OpeningCirculating => with(0, "Personen", "persons"),
            LeverKind::Absence => with(1, "Tage im Jahr", "days a year"),
            LeverKind::Recruitment | LeverKind::ExternalWait(_) | LeverKind::OutageDays(_) => {
                with(0, "Tage", "days")
            }
            LeverKind::Onboarding => with(0, "Monate", "months"),
            LeverKind::DecidesAfter => with(1, "Monate", "months"),
            LeverKind::AtOnce => with(0, "Kräfte", "persons"),
            LeverKind::Minutes(_) => with(0, "Minuten", "minutes"),
            LeverKind::OutageLost(_)
            | LeverKind::Turnover
            | LeverKind::Mentoring
            | LeverKind::Transfer
            | LeverKind::Allowance
            | LeverKind::Decision
            | LeverKind::Certificates
            | LeverKind::Suits => format::percent(value, 1, language),
            LeverKind::FailureDemand if value > 0.0 => pick("an", "on", language).to_owned(),
            LeverKind::FailureDemand => pick("aus", "off", language).to_owned(),
            LeverKind::DemandEvent(_)
            | LeverKind::Enquiries
            | LeverKind::Dispersion
            | LeverKind::HandlingSpread
            | LeverKind::FollowUps(_) => number(2),
        }
    }

    /// Why the range is as wide as it is. Ranges are assumptions, except where counted years give them.
    #[must_use]
    pub fn reason(&self, language: Language) -> String {
        if let Some((from, until)) = self.counted {
            return match language {
                Language::German => format!(
                    "±{}: größte Abweichung der gezählten Fälle {from} bis {until} von ihrem Mittel",
                    format::percent(self.spread, 0, language)
                ),
                Language::English => format!(
                    "±{}: largest deviation of the cases counted from {from} to {until} from their mean",
                    format::percent(self.spread, 0, language)
                ),
            };
        }
        let range = format::percent(self.spread, 0, language);
        let points = format::number(self.spread * 100.0, 0, language);
        let (german, english) = match self.kind {
            LeverKind::FailureDemand => return pick("aus oder an", "off or on", language).to_owned(),
            LeverKind::Dispersion => {
                return pick(
                    "halbiert, mindestens rein zufällig (1), bis verdoppelt: Spanne angenommen",
                    "from half, at least pure chance (1), to double: range assumed",
                    language,
                )
                .to_owned();
            }
            LeverKind::AtOnce => {
                return pick(
                    "±1, mindestens 1: Spanne angenommen",
                    "±1, at least 1: range assumed",
                    language,
                )
                .to_owned();
            }
            LeverKind::Allowance | LeverKind::Transfer => {
                return match language {
                    Language::German => format!("±{points} Prozentpunkte: Spanne angenommen"),
                    Language::English => format!("±{points} percentage points: range assumed"),
                };
            }
            LeverKind::Demand(_) => (
                "Spanne angenommen, zu wenige gezählte Jahre für eine eigene",
                "range assumed, too few counted years for one of its own",
            ),
            LeverKind::Minutes(_) => (
                "Spanne angenommen, die Bearbeitungszeit ist eine Annahme",
                "range assumed, the handling time is an assumption",
            ),
            LeverKind::DemandEvent(_) => (
                "Spanne angenommen, die Wirkung ist eine Annahme",
                "range assumed, the effect is an assumption",
            ),
            LeverKind::OutageLost(_) => (
                "Spanne angenommen, höchstens die ganze Kapazität",
                "range assumed, the whole capacity at most",
            ),
            _ => ("Spanne angenommen", "range assumed"),
        };
        format!("±{range}: {}", pick(german, english, language))
    }
}

pub(super) const fn pick<'a>(german: &'a str, english: &'a str, language: Language) -> &'a str {
    match language {
        Language::German => german,
        Language::English => english,
    }
}

fn of(german: &str, english: &str, whose: &str, language: Language) -> String {
    format!("{}: {whose}", pick(german, english, language))
}

fn title<'a>(plan: &'a Plan, id: &'a CaseTypeId) -> &'a str {
    plan.case_type(id).map_or(id.as_str(), |case_type| &case_type.name)
}
