//! What the table of the simulation says: which columns there are, and what stands in each cell.

use crate::forecasting::{ForecastView, Paired, UnitForecast};
use crate::format::{self, Language};
use crate::simulation::{Direction, Summary};
use crate::ui::i18n::{I18n, t_string};
use chrono::NaiveDate;

/// A figure of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Open cases on the last day.
    Open,
    /// Of these, those older than three months (section 75 VwGO).
    OverThreeMonths,
    /// Calendar days from application to completion.
    LeadDays,
    /// Part of the time present that is spent on cases.
    Utilisation,
}

impl Figure {
    const ALL: [Self; 4] = [Self::Open, Self::OverThreeMonths, Self::LeadDays, Self::Utilisation];

    /// Whether less of it is better for those who wait, as [`crate::simulation::VariantMeasure::has_verdict`] has it.
    const fn has_verdict(self) -> bool {
        matches!(self, Self::Open | Self::OverThreeMonths)
    }

    const fn of(self, unit: &UnitForecast) -> &Paired {
        match self {
            Self::Open => &unit.open,
            Self::OverThreeMonths => &unit.over_three_months,
            Self::LeadDays => &unit.lead_days,
            Self::Utilisation => &unit.utilisation,
        }
    }

    fn value(self, value: f64, language: Language) -> String {
        match self {
            Self::Utilisation => format::percent(value, 0, language),
            _ => format::number(value, 0, language),
        }
    }

    /// Half the width of an interval: finer than the figure where that is small.
    fn half_width(self, value: f64, language: Language) -> String {
        let decimals = usize::from(value < 10.0);
        match self {
            Self::Utilisation => format::percent(value, 1, language),
            Self::LeadDays => format::number(value, decimals, language),
            _ => format::number(value, 0, language),
        }
    }
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The figure, with all changes that there are.
    Value(Figure),
    /// Half the width of its 95 % interval; a column of its own, so that the figures stay numbers in a spreadsheet.
    Interval(Figure),
    /// The figure without the changes.
    Before(Figure),
    /// The paired difference with its 95 % interval.
    Difference(Figure),
}

/// Without changes each figure with its interval; with changes before, after and difference of what the waiting notice.
pub fn columns(changed: bool) -> Vec<Column> {
    if !changed {
        return Figure::ALL
            .into_iter()
            .flat_map(|figure| [Column::Value(figure), Column::Interval(figure)])
            .collect();
    }
    let three = |figure| [Column::Before(figure), Column::Value(figure), Column::Difference(figure)];
    let mut columns: Vec<Column> =
        [Figure::Open, Figure::OverThreeMonths, Figure::LeadDays].into_iter().flat_map(three).collect();
    columns.push(Column::Value(Figure::Utilisation));
    columns
}

impl Column {
    /// The term of the glossary that says what it means.
    pub const fn means(self) -> &'static str {
        let (Self::Value(figure) | Self::Interval(figure) | Self::Before(figure) | Self::Difference(figure)) =
            self;
        if matches!(self, Self::Interval(_)) {
            return "intervall";
        }
        match figure {
            Figure::Open => "bestand",
            Figure::OverThreeMonths => "drei-monate",
            Figure::LeadDays => "dauer",
            Figure::Utilisation => "belegte-zeit",
        }
    }

    /// What stands above it.
    pub fn name(self, i18n: I18n, last: NaiveDate) -> String {
        let figure = match self {
            Self::Value(figure) | Self::Before(figure) => match figure {
                Figure::Open => {
                    t_string!(i18n, simulation.open, date = format::date(last, i18n.language()))
                }
                Figure::OverThreeMonths => t_string!(i18n, simulation.over_three_months).to_owned(),
                Figure::LeadDays => t_string!(i18n, simulation.lead_days).to_owned(),
                Figure::Utilisation => t_string!(i18n, simulation.utilisation).to_owned(),
            },
            Self::Interval(figure) => {
                let short = match figure {
                    Figure::Open => t_string!(i18n, simulation.short_open),
                    Figure::OverThreeMonths => t_string!(i18n, simulation.short_old),
                    Figure::LeadDays => t_string!(i18n, simulation.short_days),
                    Figure::Utilisation => t_string!(i18n, simulation.utilisation),
                };
                return format!("± {short}");
            }
            Self::Difference(_) => return t_string!(i18n, simulation.difference).to_owned(),
        };
        match self {
            Self::Before(_) => format!("{figure}, {}", t_string!(i18n, simulation.without)),
            _ => figure,
        }
    }
}

/// What stands in a cell, and for a difference whether it is good for those who wait.
pub fn cell(i18n: I18n, unit: &UnitForecast, column: Column) -> (String, Option<&'static str>) {
    let language = i18n.language();
    match column {
        Column::Value(figure) => (figure.value(figure.of(unit).scenario.mean, language), None),
        Column::Interval(figure) => (figure.half_width(figure.of(unit).scenario.half_width, language), None),
        Column::Before(figure) => (figure.value(figure.of(unit).baseline.mean, language), None),
        Column::Difference(figure) => {
            let difference = &figure.of(unit).difference;
            (in_words(i18n, difference), difference.direction().key().filter(|_| figure.has_verdict()))
        }
    }
}

/// A difference with its interval.
pub fn in_words(i18n: I18n, difference: &Summary) -> String {
    let language = i18n.language();
    if difference.mean == 0.0 && difference.half_width == 0.0 {
        return t_string!(i18n, simulation.same).to_owned();
    }
    let words = format!(
        "{} ± {}",
        format::signed(difference.mean, 0, language),
        format::number(difference.half_width, 0, language)
    );
    match difference.direction() {
        Direction::NoClearDifference => format!("{words} ({})", t_string!(i18n, simulation.unclear)),
        Direction::Lower | Direction::Higher => words,
    }
}

/// The answer for the whole department in a sentence.
pub fn answer(i18n: I18n, view: &ForecastView, changed: bool, last: NaiveDate) -> String {
    let language = i18n.language();
    let sum = |of: fn(&Paired) -> f64, figure: Figure| {
        format::number(view.units.iter().map(|unit| of(figure.of(unit))).sum(), 0, language)
    };
    let after = |figure| sum(|figure| figure.scenario.mean, figure);
    let date = format::date(last, language);
    if !changed {
        let (open, share) = (&view.whole.open.scenario, &view.whole.share_over_three_months.scenario);
        let number = |value| format::number(value, 0, language);
        let points = format::number(100.0 * share.half_width, usize::from(share.half_width < 0.1), language);
        return t_string!(
            i18n,
            simulation.answer,
            date,
            open = number(open.mean),
            half = number(open.half_width),
            share = format::percent(share.mean, 0, language),
            points
        );
    }
    let (open, old) = (after(Figure::Open), after(Figure::OverThreeMonths));
    let before = |figure| sum(|figure| figure.baseline.mean, figure);
    let (open_before, old_before) = (before(Figure::Open), before(Figure::OverThreeMonths));
    t_string!(i18n, simulation.answer_changed, date, open, open_before, old, old_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_waits_is_called_better_or_worse() {
        assert_eq!(Figure::ALL.map(Figure::has_verdict), [true, true, false, false]);
    }

    #[test]
    fn differences_stand_only_where_something_was_changed() {
        assert_eq!(columns(false).len(), 8, "each with its interval");
        assert!(!columns(false).iter().any(|column| matches!(column, Column::Difference(_))));
        let with = columns(true);
        assert_eq!(with.iter().filter(|column| matches!(column, Column::Difference(_))).count(), 3);
        assert_eq!(with.len(), 10);
    }
}
