//! One replication week by week: what came, what was completed, and where the open cases are on Sunday evening.
//!
//! For looking at how a queue comes about. Taken down of the first replication only, from what the engine counts anyway; the ways of
//! cases from place to place are not.

use super::super::model::{Epoch, Model};
use super::super::standing::PLACES;
use super::lane::Lane;
use chrono::Datelike;

/// Figures of a week: arrivals, completions, and the open cases of each place in the order of [`Standing`](super::super::standing::Standing).
pub(super) const FIGURES: usize = 2 + PLACES;

/// Figure after figure by unit in the order of the model, for each week that ends after the warm-up; nothing before it is asked for.
#[derive(Debug, Default)]
pub(super) struct Weeks {
    units: Vec<Vec<f64>>,
    /// Arrivals and completions of each case type up to the last Sunday.
    before: Vec<[u64; 2]>,
}

impl Weeks {
    /// Takes the weeks down from now on.
    pub(super) fn begin(&mut self, model: &Model) {
        self.units.resize(model.units.len(), Vec::new());
        self.before.resize(model.types.len(), [0; 2]);
    }

    /// The day is over; what a case type did counts for the unit that it belongs to then.
    pub(super) fn end_day(&mut self, model: &Model, epoch: &Epoch, lanes: &[Lane], day: u32) {
        if self.units.is_empty() || (model.start.weekday().num_days_from_monday() + day) % 7 != 6 {
            return;
        }
        let told = day >= model.options.warmup_days;
        let from = self.units[0].len();
        if told {
            self.units.iter_mut().for_each(|figures| figures.resize(from + FIGURES, 0.0));
        }
        for ((lane, before), info) in lanes.iter().zip(&mut self.before).zip(&epoch.types) {
            let now = [lane.count.arrivals, lane.completed()];
            if let Some(figures) = self.units.get_mut(info.unit as usize).filter(|_| told) {
                let flows = now.iter().zip(*before).map(|(now, before)| (now - before) as f64);
                let places = lane.level.numbers().into_iter().map(f64::from);
                figures[from..].iter_mut().zip(flows.chain(places)).for_each(|(sum, value)| *sum += value);
            }
            *before = now;
        }
    }

    /// What was taken down of the units that are reported.
    pub(super) fn finish(self, model: &Model) -> Vec<Vec<f64>> {
        let reported = self.units.into_iter().zip(&model.units).filter(|(_, info)| info.reported);
        reported.map(|(figures, _)| figures).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{UnitId, builtin, changes_from_json};
    use crate::simulation::Options;
    use chrono::{Days, NaiveDate};

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    /// The last day of the week with this number, from 0 on.
    fn sunday(start: NaiveDate, week: usize) -> NaiveDate {
        let first = 6 - u64::from(start.weekday().num_days_from_monday());
        start + Days::new(first + 7 * week as u64)
    }

    #[test]
    fn the_weeks_of_a_unit_add_up_to_its_months_and_lose_no_case() {
        let plan = builtin().unwrap();
        let options = Options { horizon_days: 365, replications: 1, ..Options::default() };
        let model = Model::new(&plan, &[], &options).unwrap();
        let replication = model.run(0).unwrap();
        let mut compared = 0;
        for info in &plan.units {
            let months = &replication.unit(&model, &info.id).unwrap().months;
            let weeks: Vec<&[f64]> = replication.weeks(&model, &info.id).chunks(FIGURES).collect();
            // 1 February 2024 is a Thursday: a week of four days, and 51 whole ones.
            assert_eq!(weeks.len(), 52);
            let open = |week: &[f64]| week[2..].iter().sum::<f64>();
            for pair in weeks.windows(2) {
                assert_eq!(open(pair[1]) - open(pair[0]), pair[1][0] - pair[1][1], "{}", info.id);
            }
            for (place, week) in weeks.iter().enumerate() {
                let day = sunday(plan.as_of, place);
                if day.month() != day.succ_opt().unwrap().month() {
                    let month = (day.month() + 12 - plan.as_of.month()) as usize % 12;
                    assert_eq!(open(week), f64::from(months.open[month].unwrap()), "{day}");
                    assert_eq!(week[4..].iter().sum::<f64>(), f64::from(months.external[month].unwrap()));
                    compared += 1;
                }
            }
            // March 2024 ends on a Sunday, and so does June: their three months are the weeks between.
            let of = |list: &[Option<f32>]| list[2..5].iter().map(|one| f64::from(one.unwrap())).sum::<f64>();
            let sum = |figure: usize| weeks[9..22].iter().map(|week| week[figure]).sum::<f64>();
            assert_eq!((sum(0), sum(1)), (of(&months.arrivals), of(&months.completions)), "{}", info.id);
        }
        assert_eq!(compared, 2 * plan.units.len());
        // Only of the first one, and it is the same as without.
        let other = model.run(1).unwrap();
        assert!(plan.units.iter().all(|info| other.weeks(&model, &info.id).is_empty()));
    }

    #[test]
    fn a_case_type_that_moves_takes_its_cases_along() {
        let plan = builtin().unwrap();
        let moved = br#"[{"effective": "2024-03-13", "action": {"move_case_type": {"case_type": "n01", "to": "eu"}}}]"#;
        let changes = changes_from_json(moved).unwrap();
        let options = Options { horizon_days: 60, replications: 1, ..Options::default() };
        let model = Model::new(&plan, &changes, &options).unwrap();
        let replication = model.run(0).unwrap();
        let place = (0..9).find(|week| sunday(plan.as_of, *week) > "2024-03-13".parse().unwrap()).unwrap();
        let jump = |id: &str| {
            let weeks: Vec<&[f64]> = replication.weeks(&model, &unit(id)).chunks(FIGURES).collect();
            let open = |week: &[f64]| week[2..].iter().sum::<f64>();
            open(weeks[place]) - open(weeks[place - 1]) - weeks[place][0] + weeks[place][1]
        };
        assert!(jump("eu") > 100.0);
        assert_eq!(jump("eu"), -jump("einbuergerung"));
    }

    #[test]
    fn weeks_before_the_end_of_the_warm_up_are_not_told() {
        let plan = builtin().unwrap();
        let options = Options { horizon_days: 60, warmup_days: 10, replications: 1, ..Options::default() };
        let model = Model::new(&plan, &[], &options).unwrap();
        let weeks = model.run(0).unwrap().weeks(&model, &unit("eu")).len() / FIGURES;
        // Of nine Sundays the first one lies in the warm-up.
        assert_eq!(weeks, 8);
    }
}
