//! The guided exercise: ten steps on the built-in figures, each with a place to look at, a question and its answer. The answers are
//! computed from the figures like everything else, so that they cannot grow old.

use super::{Cases, Cell, Dashboard, Department, Sources, View, words};
use crate::assessment::{Request, assess};
use crate::format::{Language, date, number, percent};
use crate::plan::UnitId;
use chrono::NaiveDate;

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseStep {
    /// What it is about.
    pub title: String,
    /// What to do.
    pub text: String,
    /// The page to look at, in the state it speaks of.
    pub address: String,
    /// What that page is called.
    pub link: String,
    /// What is asked.
    pub question: String,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// Which of them is right, counted from 0.
    pub right: usize,
    /// Why.
    pub reason: String,
}

/// What the steps are made of.
struct Maker<'a> {
    sources: &'a Sources<'a>,
    department: Department,
    residence: Dashboard,
    citizenship: Dashboard,
    agreed: Option<u32>,
}

/// The steps; none where the plan is not the built-in one or its figures are missing. `agreed` is the number of filled posts from which
/// on output is shown here, where that is so few that the page shows what the step about small units would find withheld.
#[must_use]
pub fn exercise(sources: &Sources<'_>, cases: &Cases, agreed: Option<u32>) -> Vec<ExerciseStep> {
    let dashboard = |unit: &str| {
        let unit = UnitId::parse(unit).ok().filter(|unit| sources.plan.unit(unit).is_some())?;
        Some(Dashboard::of(sources, &View { unit, case_type: None, relief: None }, cases))
    };
    let (Some(residence), Some(citizenship)) = (dashboard("aufenthalt"), dashboard("einbuergerung")) else {
        return Vec::new();
    };
    let maker = Maker { sources, department: Department::of(sources, cases), residence, citizenship, agreed };
    let steps = [
        maker.stock(),
        maker.largest(),
        maker.old(),
        maker.crossing(),
        maker.withheld(),
        maker.task_force(),
        maker.forecast(),
        maker.law(),
        maker.relief(),
        maker.believe(),
    ];
    steps.into_iter().flatten().collect()
}

/// A place to look at.
struct Place {
    address: &'static str,
    link: (&'static str, &'static str),
}

const ALL_UNITS: Place = Place { address: "/faelle", link: ("Fälle, alle Einheiten", "Cases, all units") };

impl Maker<'_> {
    fn language(&self) -> Language {
        self.sources.language
    }

    fn say(&self, german: &str, english: &str) -> String {
        self.sources.say(german, english)
    }

    fn step(
        &self,
        place: &Place,
        title: (&str, &str),
        text: (&str, &str),
        question: (&str, &str),
        (options, right): (Vec<String>, usize),
        reason: String,
    ) -> ExerciseStep {
        ExerciseStep {
            title: self.say(title.0, title.1),
            text: self.say(text.0, text.1),
            address: place.address.to_owned(),
            link: self.say(place.link.0, place.link.1),
            question: self.say(question.0, question.1),
            options,
            right,
            reason,
        }
    }

    /// A figure of a row of the department's table.
    fn row(&self, unit: &str) -> Option<&Vec<Cell>> {
        let place = self.department.units.iter().position(|(id, _)| id.as_str() == unit)?;
        self.department.table.rows.get(place)
    }

    fn stock(&self) -> Option<ExerciseStep> {
        let Cell::Number(stock, _) = self.row("abteilung")?[1] else { return None };
        let options = around(stock, |value| words::count(value, self.language()));
        Some(self.step(
            &ALL_UNITS,
            ("Der Überblick", "The overview"),
            (
                "Öffnen Sie die Fälle aller Einheiten. Der Satz oben sagt, was die Tabelle zeigt.",
                "Open the cases of all units. The sentence at the top says what the table shows.",
            ),
            (
                "Wie viele Fälle sind in der ganzen Abteilung offen?",
                "How many cases are open in the whole department?",
            ),
            options,
            self.department.sentence.clone(),
        ))
    }

    fn largest(&self) -> Option<ExerciseStep> {
        let stock = |row: &Vec<Cell>| if let Cell::Number(stock, _) = row[1] { stock } else { 0.0 };
        let mut rows: Vec<(&str, f64)> = self
            .department
            .units
            .iter()
            .zip(&self.department.table.rows)
            .filter(|((_, depth), _)| *depth == 1)
            .filter_map(|(_, row)| match &row[0] {
                Cell::Text(name) => Some((name.as_str(), stock(row))),
                _ => None,
            })
            .collect();
        let largest = rows.iter().max_by(|a, b| a.1.total_cmp(&b.1))?.0.to_owned();
        rows.truncate(4);
        if !rows.iter().any(|(name, _)| *name == largest) {
            rows.pop();
            rows.push((&largest, 0.0));
        }
        let options: Vec<String> = rows.iter().map(|(name, _)| (*name).to_owned()).collect();
        let right = options.iter().position(|name| *name == largest)?;
        let reason = match self.language() {
            Language::German => {
                format!("Am meisten liegt bei „{largest}“: Die Spalte „Bestand“ sagt es, ohne Klick.")
            }
            Language::English => {
                format!("Most of it lies with “{largest}”: the column “Open” says so without a click.")
            }
        };
        Some(self.step(
            &ALL_UNITS,
            ("Wo es liegt", "Where it lies"),
            ("Vergleichen Sie die Sachgebiete in der Tabelle.", "Compare the sections in the table."),
            ("Welches Sachgebiet hat den größten Bestand?", "Which section has the largest stock?"),
            (options, right),
            reason,
        ))
    }

    fn old(&self) -> Option<ExerciseStep> {
        let panel = self.residence.panel("alter")?;
        let sum = |rows: &[Vec<Cell>]| {
            rows.iter().map(|row| if let Cell::Number(value, _) = row[1] { value } else { 0.0 }).sum::<f64>()
        };
        let (all, old) = (sum(&panel.table.rows), sum(&panel.table.rows[1..]));
        let share = if all > 0.0 { old / all } else { 0.0 };
        let options = [0.02, 0.1, 0.3, 0.6];
        let right = nearest(&options, share);
        let words = options.map(|option| match self.language() {
            Language::German => format!("rund {}", percent(option, 0, Language::German)),
            Language::English => format!("about {}", percent(option, 0, Language::English)),
        });
        let place =
            Place { address: "/faelle/aufenthalt#alter", link: ("Aufenthalt: Alter", "Residence: age") };
        Some(self.step(
            &place,
            ("Drei Monate", "Three months"),
            (
                "Nach drei Monaten ohne zureichenden Grund ist eine Untätigkeitsklage zulässig (§ 75 VwGO). Das Bild hat an dieser \
                 Stelle eine Linie.",
                "After three months without sufficient reason an action for failure to act is admissible (§ 75 VwGO). The picture has \
                 a line there.",
            ),
            (
                "Welcher Teil der offenen Fälle des Sachgebiets Aufenthalt ist älter?",
                "Which part of the open cases of the section residence is older?",
            ),
            (words.to_vec(), right),
            panel.sentence.clone(),
        ))
    }

    fn crossing(&self) -> Option<ExerciseStep> {
        let panel = self.residence.panel("frist")?;
        let Cell::Number(next, _) = panel.table.rows.first()?[1] else { return None };
        let place =
            Place { address: "/faelle/aufenthalt#frist", link: ("Aufenthalt: Frist", "Residence: deadline") };
        Some(self.step(
            &place,
            ("Was als Nächstes überschreitet", "What crosses next"),
            (
                "Wer heute handelt, kann Überschreitungen noch verhindern. Das Bild zählt sie für vier, acht und zwölf Wochen.",
                "Who acts today can still prevent crossings. The picture counts them for four, eight and twelve weeks.",
            ),
            (
                "Wie viele Fälle werden in den nächsten vier Wochen älter als drei Monate, wenn nichts geschieht?",
                "How many cases become older than three months within four weeks if nothing is done?",
            ),
            around(next.max(1.0), |value| words::count(value, self.language())),
            panel.sentence.clone(),
        ))
    }

    fn withheld(&self) -> Option<ExerciseStep> {
        let reason = self.citizenship.withheld.clone()?;
        let options = vec![
            self.say("Sie wurden nicht gezählt.", "They were not counted."),
            self.say(
                "In so kleinen Einheiten wäre die Zahl eine Leistungsmessung einzelner Personen.",
                "In units so small the number would measure the work of single persons.",
            ),
            self.say("Sie stehen nur im Bericht.", "They stand in the report only."),
        ];
        let place = Place { address: "/faelle/einbuergerung", link: ("Einbürgerung", "Naturalisation") };
        let title = ("Was nicht gezeigt wird", "What is not shown");
        let Some(heads) = self.agreed else {
            return Some(self.step(
                &place,
                title,
                (
                    "Die Einbürgerung hat vier Stellen. Ohne Dienstvereinbarung fehlen dort Erledigungen und Bearbeitungsdauer.",
                    "Naturalisation has four posts. Without a service agreement completions and cycle times are missing there.",
                ),
                ("Warum werden Erledigungen hier nicht ausgewiesen?", "Why are completions withheld here?"),
                (options, 1),
                reason,
            ));
        };
        // A demonstration shows everything: the step must not say of the page what is not so.
        let heads = number(f64::from(heads), 0, self.language());
        let german = format!(
            "Die Einbürgerung hat vier Stellen. Hier ist eine kleinere Grenze als fünf besetzte Stellen eingetragen ({heads}; eine \
             Demonstration zeigt alles), deshalb sehen Sie dort Erledigungen und Bearbeitungsdauer. Ohne Dienstvereinbarung fehlt beides."
        );
        let english = format!(
            "Naturalisation has four posts. Here a smaller limit than five filled posts is entered ({heads}; a demonstration shows \
             everything), so that you see completions and cycle times there. Without a service agreement both are missing."
        );
        let without =
            self.say("Ohne Dienstvereinbarung steht dort:", "Without a service agreement it says there:");
        Some(self.step(
            &place,
            title,
            (&german, &english),
            (
                "Warum würden Erledigungen dort ohne Dienstvereinbarung nicht ausgewiesen?",
                "Why would completions be withheld there without a service agreement?",
            ),
            (options, 1),
            format!("{without} {reason}"),
        ))
    }

    fn task_force(&self) -> Option<ExerciseStep> {
        let day = NaiveDate::from_ymd_opt(2024, 6, 30)?;
        let fte: f64 = self
            .sources
            .plan
            .posts
            .iter()
            .filter(|post| post.kw == Some(day))
            .map(|post| post.fte().as_f64())
            .sum();
        let options = around(fte.max(0.5), |value| format!("{} VZÄ", number(value, 1, self.language())));
        let place = Place {
            address: "/organigramm",
            link: ("Organigramm mit Zeitregler", "Chart with the time slider"),
        };
        let when = date(day, self.language());
        let reason = match self.language() {
            Language::German => format!(
                "Am {when} entfallen {} VZÄ mit kw-Vermerk. Wie viele Stellen der Task Force der Vermerk trifft, nennt das \
                 Quelldokument nicht: Die Zahl ist eine Annahme.",
                number(fte, 1, Language::German)
            ),
            Language::English => format!(
                "On {when} {} FTE with a kw note end. The source document does not say how many posts of the task force the note \
                 is about: the number is an assumption.",
                number(fte, 1, Language::English)
            ),
        };
        Some(self.step(
            &place,
            ("Die Task Force endet am 30.06.2024", "The task force ends on 30 June 2024"),
            (
                "Ziehen Sie den Zeitregler über dem Organigramm auf den 01.07.2024 und sehen Sie, welche Stellen verschwinden.",
                "Move the time slider above the chart to 1 July 2024 and see which posts disappear.",
            ),
            ("Wie viele VZÄ entfallen an diesem Tag?", "How many FTE end on that day?"),
            options,
            reason,
        ))
    }

    fn forecast(&self) -> Option<ExerciseStep> {
        let panel = self.residence.panel("bestand")?;
        let ahead: Vec<f64> = panel
            .table
            .rows
            .iter()
            .filter_map(|row| if let Cell::Number(value, _) = row[2] { Some(value) } else { None })
            .collect();
        let here = panel.table.rows.iter().rev().find_map(|row| match row[1] {
            Cell::Number(value, _) => Some(value),
            _ => None,
        })?;
        let last = *ahead.last()?;
        let right = if last > 1.1 * here {
            0
        } else if last < 0.9 * here {
            2
        } else {
            1
        };
        let options = vec![
            self.say("Er steigt deutlich.", "It rises clearly."),
            self.say("Er bleibt ungefähr gleich.", "It stays about the same."),
            self.say("Er sinkt deutlich.", "It falls clearly."),
        ];
        let place = Place {
            address: "/faelle/aufenthalt#bestand",
            link: ("Aufenthalt: Bestand und Prognose", "Residence: stock and forecast"),
        };
        Some(self.step(
            &place,
            ("Was geschieht dann?", "What happens then?"),
            (
                "Die Prognose beginnt mit dem Bestand am letzten Monatsende. Die Marken nennen, was wann geschieht; das Band sagt, \
                 wie sicher sie ist.",
                "The forecast begins with the stock at the end of the last month. The marks name what happens when; \
                 the band says how sure it is.",
            ),
            (
                "Was wird bis Ende 2024 aus dem Bestand im Sachgebiet Aufenthalt?",
                "What becomes of the stock of the section residence by the end of 2024?",
            ),
            (options, right),
            panel.sentence.clone(),
        ))
    }

    fn law(&self) -> Option<ExerciseStep> {
        let day = self.sources.plan.as_of;
        let assessment = assess(&self.sources.plan.on(day, &[]).plan, &Request::on(day)).ok()?;
        let unit = UnitId::parse("einbuergerung").ok()?;
        let load = assessment.unit(&unit)?.total.load?;
        let options = around(load, |value| percent(value, 0, self.language()));
        let language = self.language();
        let reason = match language {
            Language::German => format!(
                "Erwartet werden {}: Das Staatsangehörigkeitsmodernisierungsgesetz wirkt ab dem 27.06.2024 (Faktor ist Annahme).",
                words::load(load, language)
            ),
            Language::English => format!(
                "Expected is {}: the new nationality law counts from 27 June 2024 on (its factor is an assumption).",
                words::load(load, language)
            ),
        };
        let place = Place {
            address: "/bemessung?faelle=erwartet",
            link: ("Bemessung mit den erwarteten Fällen", "Assessment with the expected cases"),
        };
        Some(self.step(
            &place,
            ("Ein Gesetz kommt", "A law comes"),
            (
                "Die Bemessung rechnet auch mit den Fällen der nächsten zwölf Monate, Gesetze eingerechnet.",
                "The assessment also computes with the cases of the next twelve months, laws included.",
            ),
            ("Welche Auslastung hat die Einbürgerung dann?", "What is the load of naturalisation then?"),
            options,
            reason,
        ))
    }

    fn relief(&self) -> Option<ExerciseStep> {
        let panel = self.residence.panel("entlastung")?;
        let name = self.say("Entlastung", "Relief");
        let row = panel.table.rows.iter().find(|row| row[0] == Cell::Text(name.clone()))?;
        let Cell::Number(fte, _) = row[1] else { return None };
        let language = self.language();
        let options = around(fte.max(0.25), |value| match language {
            Language::German => format!("{} VZÄ", number(value, 2, language)),
            Language::English => format!("{} FTE", number(value, 2, language)),
        });
        let place = Place {
            address: "/faelle/aufenthalt#entlastung",
            link: ("Aufenthalt: Entlastung", "Residence: relief"),
        };
        Some(self.step(
            &place,
            ("Was Entlastung kostet", "What relief takes"),
            (
                "Die Formel rechnet mit eingearbeiteten Kräften ab sofort. Lassen Sie daneben die Simulation rechnen: mit Ausschreibung \
                 und Einarbeitung.",
                "The formula computes with proficient people from now on. Let the simulation compute beside it: with recruiting and \
                 onboarding.",
            ),
            (
                "Wie viele VZÄ zusätzlich nennt die Formel, um den Bestand in zwölf Monaten zu halbieren?",
                "How many more FTE does the formula name to halve the stock in twelve months?",
            ),
            if fte > 0.0 { options } else { around(0.0, |value| number(value, 2, language)) },
            panel.sentence.clone(),
        ))
    }

    fn believe(&self) -> Option<ExerciseStep> {
        let found = self.sources.backtest?.accuracy(|_| true)?;
        let options = [0.5, 0.7, 0.9, 1.0];
        let right = nearest(&options, found.coverage);
        let words = options.map(|option| match self.language() {
            Language::German => format!("rund {}", percent(option, 0, Language::German)),
            Language::English => format!("about {}", percent(option, 0, Language::English)),
        });
        let place = Place { address: "/faelle#ruecktest", link: ("Fälle: Rücktest", "Cases: backtest") };
        Some(self.step(
            &place,
            ("Was der Rücktest prüft", "What the backtest checks"),
            (
                "An erzeugten Zahlen 2022 kalibriert, an 2023 geprüft: So zeigt sich, ob das Verfahren richtig rechnet, mehr nicht.",
                "Calibrated on generated figures of 2022, checked against 2023: this shows whether the method computes rightly, no more.",
            ),
            ("Welcher Teil der Monate lag im 90-%-Band?", "Which part of the months lay in the 90 % band?"),
            (words.to_vec(), right),
            self.department.accuracy.as_ref()?.sentence.clone(),
        ))
    }
}

/// A value among wrong ones, in order; its place differs from value to value.
fn around(value: f64, words: impl Fn(f64) -> String) -> (Vec<String>, usize) {
    const FACTORS: [([f64; 3], usize); 3] =
        [([1.0, 1.6, 2.4], 0), ([0.5, 1.0, 1.75], 1), ([0.35, 0.6, 1.0], 2)];
    if value <= 0.0 {
        return ([0.0, 1.0, 2.5].map(words).to_vec(), 0);
    }
    let (factors, right) = FACTORS[(value * 100.0) as usize % FACTORS.len()];
    (factors.map(|factor| words(factor * value)).to_vec(), right)
}

fn nearest(options: &[f64], value: f64) -> usize {
    let distance = |place: &usize| (options[*place] - value).abs();
    (0..options.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_answer_is_among_the_options() {
        for value in [40.0, 41.0, 1.37, 1_234.0] {
            let (options, right) = around(value, |value| format!("{value:.2}"));
            assert_eq!((options.len(), options[right].as_str()), (3, format!("{value:.2}").as_str()));
        }
        let (options, right) = around(0.0, |value| format!("{value:.1}"));
        assert_eq!(options[right], "0.0");
        assert_eq!(nearest(&[0.5, 0.7, 0.9, 1.0], 0.93), 2);
    }
}
