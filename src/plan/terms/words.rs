//! What is noted about a post, in words.

use super::{Conversion, Evaluation, Funding, KwEvent, Leave, PartHolder, Qualification, Terms};
use crate::format::{Language, date, number, percent};

const fn pick(language: Language, german: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::German => german,
        Language::English => english,
    }
}

impl KwEvent {
    /// „kw bei nächster Vakanz“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match self {
            Self::NextVacancy => {
                pick(language, "kw bei nächster Vakanz", "ends with the next vacancy").to_owned()
            }
            Self::Event(event) => format!("{} {event}", pick(language, "kw bei", "ends with")),
        }
    }
}

impl Conversion {
    /// „ku E 8 ab 01.01.2026“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let when = match self.on {
            Some(on) => format!("{} {}", pick(language, "ab", "from"), date(on, language)),
            None => pick(language, "bei nächster Vakanz", "with the next vacancy").to_owned(),
        };
        format!("ku {} {when}", self.grade)
    }
}

impl Leave {
    /// „Leerstelle bis 31.08.2025“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let word = pick(language, "Leerstelle", "on leave");
        match self.until {
            Some(until) => format!("{word} {} {}", pick(language, "bis", "until"), date(until, language)),
            None => word.to_owned(),
        }
    }
}

impl Evaluation {
    /// „bewertet am 01.03.2023: Leitungsanteil“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let word = pick(language, "bewertet am", "evaluated on");
        format!("{word} {}: {}", date(self.on, language), self.reason)
    }
}

impl Funding {
    /// „50 % Drittmittel (Land) bis 31.12.2025“.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let share = percent(self.share.as_f64(), 0, language);
        let until = self.until.map_or_else(String::new, |until| {
            format!(" {} {}", pick(language, "bis", "until"), date(until, language))
        });
        format!("{share} {} ({}){until}", pick(language, "Drittmittel", "third-party funds"), self.source)
    }
}

impl PartHolder {
    fn words(&self, language: Language) -> String {
        let fte = number(self.fte.as_f64(), 3, language);
        let until = self.until.map_or_else(String::new, |until| {
            format!(" {} {}", pick(language, "befristet bis", "until"), date(until, language))
        });
        let departure = self.departure.map_or_else(String::new, |day| {
            format!(" ({} {})", pick(language, "letzter Tag", "last day"), date(day, language))
        });
        let unit = pick(language, "VZÄ seit", "FTE since");
        format!("{fte} {unit} {}{until}{departure}", date(self.since, language))
    }
}

impl Terms {
    /// The notes that the Stellenplan itself carries, one sentence part each: kw without a day, ku, Sperrvermerk, Leerstelle,
    /// third-party funding.
    #[must_use]
    pub fn marks(&self, language: Language) -> Vec<String> {
        let block = self
            .block
            .as_ref()
            .map(|block| format!("{} ({block})", pick(language, "Sperrvermerk", "blocked")));
        let parts = [
            self.kw_on.as_ref().map(|kw| kw.words(language)),
            self.ku.as_ref().map(|ku| ku.words(language)),
            block,
            self.leave.as_ref().map(|leave| leave.words(language)),
            self.funding.as_ref().map(|funding| funding.words(language)),
        ];
        parts.into_iter().flatten().collect()
    }

    /// All that is noted, one sentence part each; case types and posts by their identifiers.
    #[must_use]
    pub fn words(&self, language: Language) -> Vec<String> {
        let mut parts = self.marks(language);
        if let Some(until) = self.contract_until {
            let word = pick(language, "befristet besetzt bis", "temporary contract until");
            parts.push(format!("{word} {}", date(until, language)));
        }
        if let Some(day) = self.departure {
            let word = pick(language, "Ausscheiden geplant, letzter Tag", "planned departure, last day");
            parts.push(format!("{word} {}", date(day, language)));
        }
        if !self.holders.is_empty() {
            let holders: Vec<String> = self.holders.iter().map(|holder| holder.words(language)).collect();
            let word = pick(language, "weitere Besetzung", "further holders");
            parts.push(format!("{word}: {}", holders.join(", ")));
        }
        if let Some(stage) = &self.recruiting_stage {
            let from = self.recruiting_from.map_or_else(String::new, |from| {
                format!(" {} {}", pick(language, "ab", "from"), date(from, language))
            });
            parts.push(format!("{}: {stage}{from}", pick(language, "Besetzungsverfahren", "recruitment")));
        }
        for (level, word) in [
            (Qualification::Decide, pick(language, "entscheidet", "decides")),
            (Qualification::Prepare, pick(language, "bereitet vor", "prepares")),
        ] {
            let of_level = self.qualifications.iter().filter(|(_, one)| **one == level);
            let ids: Vec<&str> = of_level.map(|(id, _)| id.as_str()).collect();
            if !ids.is_empty() {
                parts.push(format!("{word}: {}", ids.join(", ")));
            }
        }
        if !self.deputies.is_empty() {
            let ids: Vec<&str> = self.deputies.iter().map(|id| id.as_str()).collect();
            parts.push(format!("{} {}", pick(language, "Vertretung:", "deputies:"), ids.join(", ")));
        }
        parts.extend(self.evaluation.as_ref().map(|evaluation| evaluation.words(language)));
        if self.withheld {
            parts.push(
                pick(language, "weitere Vermerke nicht für Ihre Rolle", "further notes not for your role")
                    .to_owned(),
            );
        }
        parts
    }
}
