//! The formulas beside the simulation: need, capacity, Erlang's wait, Little's law, relief; each difference in words.

mod causes;
mod lines;

use super::ahead::newest;
use crate::caseload::{CrossCheck, Visible};
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, words};
use crate::format::{Language, date, number, percent};
use lines::{LINES, Line, Shown};

/// The check that the newest look ahead brings along.
pub fn of_outlook(context: &Context<'_>) -> Option<Panel> {
    let (_, unit) = newest(context)?;
    Some(panel(unit.check.as_ref()?, context.visible, context.sources.language))
}

/// A check as a panel. Of small units the simulation's pace is withheld and its cases are rounded: it began with their exact stock.
#[must_use]
pub fn panel(check: &CrossCheck, visible: Visible, language: Language) -> Panel {
    let said = Said { check, visible, language };
    let title = said.of(("Gegenprobe mit Formeln", "Cross-check by formula"));
    let names = match language {
        Language::German => ["Größe", "Formel", "Simulation", "Einheit", "Warum verschieden"],
        Language::English => ["Figure", "Formula", "Simulation", "Unit", "Why they differ"],
    };
    let mut table = Table::of_numbers(title.as_str(), &names).words_in(3).words_in(4);
    for line in &LINES {
        let pair = (line.of)(check);
        table.row(vec![
            said.of(line.name).into(),
            said.cell(pair.formula, line, Shown::formula_is_withheld),
            said.cell(pair.simulation, line, Shown::simulation_is_withheld),
            said.of(line.unit).into(),
            said.why(line).into(),
        ]);
    }
    let notes = check.causes.iter().map(|cause| said.cause(*cause)).collect();
    let (sentence, caption) = (said.sentence(), String::new());
    Panel { key: "gegenprobe", title, sentence, picture: None, caption, table, notes }
}

/// A check in words.
struct Said<'a> {
    check: &'a CrossCheck,
    visible: Visible,
    language: Language,
}

impl Said<'_> {
    fn of(&self, (german, english): (&str, &str)) -> String {
        match self.language {
            Language::German => german.to_owned(),
            Language::English => english.to_owned(),
        }
    }

    fn cell(&self, value: Option<f64>, line: &Line, is_withheld: fn(Shown) -> bool) -> Cell {
        if self.visible == Visible::Coarse && is_withheld(line.shown) {
            return Cell::Withheld;
        }
        value.map_or(Cell::Empty, |value| {
            let value = if line.shown == Shown::Cases { words::coarse(value, self.visible) } else { value };
            Cell::Number(value, line.decimals)
        })
    }

    fn why(&self, line: &Line) -> String {
        let pair = (line.of)(self.check);
        let why = if pair.formula.is_none() { line.without.unwrap_or(line.why) } else { line.why };
        let day = |day| date(day, self.language);
        self.of(why).replace("{day}", &day(self.check.day)).replace("{until}", &day(self.check.until))
    }

    fn sentence(&self) -> String {
        let check = self.check;
        let days = |days: f64| number(days, 1, self.language);
        let load = check.load.formula.map(|load| percent(load, 0, self.language));
        let formula = match (load, check.wait_days.formula.map(days)) {
            (None, _) => self.of((
                "Am ersten Tag arbeitet niemand an Fällen; die Formeln nennen keine Wartezeit.",
                "Nobody handles cases on the first day; the formulas tell no wait.",
            )),
            (Some(load), Some(wait)) => self
                .of((
                    "Bei {load} belegter Zeit wartet ein Arbeitsschritt nach Erlang C im Mittel {wait} Arbeitstage auf seinen Beginn.",
                    "With {load} of the time occupied a step waits {wait} working days in the mean for its beginning, by Erlang C.",
                ))
                .replace("{load}", &load)
                .replace("{wait}", &wait),
            (Some(load), None) => self
                .of((
                    "Nach der Formel wären {load} der Zeit belegt; ab 100\u{202f}% wächst die Schlange ohne Ende, und Erlang C nennt keine \
                     Wartezeit.",
                    "By formula {load} of the time would be occupied; from 100\u{202f}% on the queue grows for ever, and Erlang C tells no wait.",
                ))
                .replace("{load}", &load),
        };
        let Some(wait) = check.wait_days.simulation.filter(|_| self.visible == Visible::All) else {
            return formula;
        };
        let simulation = self.of((
            "In der Simulation sind es bis {until} im Mittel {wait} Arbeitstage.",
            "In the simulation it is {wait} working days in the mean until {until}.",
        ));
        let until = date(check.until, self.language);
        format!("{formula} {}", simulation.replace("{until}", &until).replace("{wait}", &days(wait)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Cause, Pair};
    use chrono::NaiveDate;

    fn pair(formula: f64, simulation: f64) -> Pair {
        Pair { formula: Some(formula), simulation: Some(simulation) }
    }

    fn check() -> CrossCheck {
        CrossCheck {
            day: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
            until: NaiveDate::from_ymd_opt(2024, 12, 30).unwrap(),
            need: pair(10.1, 10.4),
            effective: pair(7.5, 6.5),
            load: pair(0.87, 0.96),
            wait_days: pair(1.23, 14.52),
            waiting: pair(17.0, 203.0),
            stay_days: pair(61.0, 48.0),
            open: pair(412.0, 503.0),
            missing: pair(0.0, 0.31),
            scattered_days: Some(1.84),
            causes: vec![Cause::Backlog(903.0), Cause::Capacity, Cause::Scatter(1.41)],
        }
    }

    #[test]
    fn both_figures_stand_side_by_side_and_the_difference_is_told() {
        let panel = panel(&check(), Visible::All, Language::German);
        assert_eq!(
            panel.sentence,
            "Bei 87\u{202f}% belegter Zeit wartet ein Arbeitsschritt nach Erlang C im Mittel 1,2 Arbeitstage auf seinen Beginn. In der \
             Simulation sind es bis 30.12.2024 im Mittel 14,5 Arbeitstage."
        );
        assert_eq!(panel.table.rows.len(), 8);
        let told: Vec<String> =
            panel.table.rows[3].iter().take(4).map(|cell| cell.shown(Language::German)).collect();
        assert_eq!(told, ["Wartezeit bis zum Beginn (Erlang C)", "1,23", "14,52", "Arbeitstage"]);
        let why: Vec<String> = panel.table.rows.iter().map(|row| row[4].shown(Language::German)).collect();
        assert!(why.iter().all(|why| why.ends_with('.') && !why.contains('{')), "{why:?}");
        for (note, figure) in panel.notes.iter().zip(["903", "7,5", "1,84"]) {
            assert!(note.contains(figure), "{note}");
        }
        assert_eq!(panel.notes.len(), 3);
    }

    #[test]
    fn where_erlang_has_no_answer_it_is_said_in_both_languages() {
        let overloaded = CrossCheck {
            load: pair(1.2, 1.0),
            wait_days: Pair { formula: None, simulation: Some(40.0) },
            causes: vec![Cause::Overload],
            ..check()
        };
        let german = panel(&overloaded, Visible::All, Language::German);
        assert!(german.sentence.contains("Erlang C nennt keine Wartezeit"), "{}", german.sentence);
        assert_eq!(german.table.rows[3][1], Cell::Empty);
        let english = panel(&overloaded, Visible::All, Language::English);
        assert!(english.sentence.contains("Erlang C tells no wait"), "{}", english.sentence);
    }

    #[test]
    fn of_a_small_unit_no_pace_of_the_simulation_is_told() {
        let panel = panel(&check(), Visible::Coarse, Language::German);
        assert!(!panel.sentence.contains("14,5"), "{}", panel.sentence);
        for row in [0, 2, 3, 5, 7] {
            assert_eq!(panel.table.rows[row][2], Cell::Withheld, "{row}");
        }
        // The simulated stock over its completions is pace, whichever column it stands in.
        assert_eq!(panel.table.rows[5][1], Cell::Withheld);
        assert_eq!(panel.table.rows[6][2], Cell::Number(505.0, 0));
        assert!(panel.notes[0].contains("905"), "{}", panel.notes[0]);
    }
}
