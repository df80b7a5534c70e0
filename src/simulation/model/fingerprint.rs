//! A number for everything that a replication reads: equal models, equal figures.
//!
//! Whoever keeps figures need not compute them again for another list of changes that leaves a unit as it was. Every field is named
//! here, so that a new one cannot be forgotten.

use super::super::random::Key;
use super::{
    CaseTypeInfo, Conditions, Deciding, Epoch, FollowUpEpoch, GroupEpoch, GroupInfo, Model, Occupied,
    OpenGroup, Opening, Order, PopulationEpoch, PopulationInfo, PostEpoch, PostInfo, ServerEpoch, ServerInfo,
    StepEpoch, TypeEpoch, UnitInfo,
};
use crate::simulation::random::hash;
use chrono::Datelike;

/// Takes numbers one after the other.
struct Mixer(Key);

impl Mixer {
    fn number(&mut self, value: u64) {
        self.0 = self.0.child(value);
    }

    fn real(&mut self, value: f64) {
        self.number(value.to_bits());
    }

    fn day(&mut self, value: i64) {
        self.number(value.cast_unsigned());
    }

    /// The length goes first, so that lists beside each other cannot be mixed up.
    fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.number(list.len() as u64);
        for item in list {
            each(self, item);
        }
    }
}

impl Model {
    /// The same for two models only if there is the same to be said about them, and each replication has the same figures in both,
    /// to the bit. Cost: linear in the model.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let Self {
            options,
            plan_name: _,
            start,
            clock,
            types,
            units,
            posts,
            servers,
            groups,
            populations,
            tables,
            epochs,
            warnings,
        } = self;
        let mut mixer = Mixer(Key::root(options.seed, options.horizon_days));
        mixer.number(u64::from(options.warmup_days));
        mixer.list(&options.units, |mixer, unit| mixer.number(hash(unit.as_str())));
        mixer.day(i64::from(start.num_days_from_ce()));
        // All else of the clock follows from the lengths of the days.
        mixer.list(&clock.length, |mixer, length| mixer.real(*length));
        mixer.list(types, case_type);
        mixer.list(units, |mixer, UnitInfo { id, reported }| {
            mixer.number(hash(id.as_str()));
            mixer.number(u64::from(*reported));
        });
        mixer.list(posts, |mixer, PostInfo { hash, servers }| {
            mixer.number(*hash);
            mixer.list(servers, |mixer, server| mixer.number(u64::from(*server)));
        });
        mixer.list(servers, |mixer, ServerInfo { post, unit }| {
            mixer.number(u64::from(*post));
            mixer.number(u64::from(*unit));
        });
        mixer.list(groups, |mixer, GroupInfo { types, servers }| {
            mixer.list(types, |mixer, number| mixer.number(u64::from(*number)));
            mixer.list(servers, |mixer, number| mixer.number(u64::from(*number)));
        });
        mixer.list(populations, |mixer, PopulationInfo { id: _, hash, opening, reported }| {
            mixer.number(*hash);
            mixer.number(*opening);
            mixer.number(u64::from(*reported));
        });
        mixer.list(tables, |mixer, table| mixer.number(table.fingerprint()));
        mixer.list(epochs, epoch);
        mixer.list(warnings, |mixer, sentence| mixer.number(hash(sentence)));
        mixer.0.0
    }
}

fn case_type(mixer: &mut Mixer, info: &CaseTypeInfo) {
    let CaseTypeInfo { id: _, hash, group, reported, opening, open, rates } = info;
    let Opening { waiting, oldest_days, circulating } = opening;
    for number in
        [*hash, u64::from(*group), u64::from(*reported), *waiting, u64::from(*oldest_days), *circulating]
    {
        mixer.number(number);
    }
    // The rest of a rate follows from its mean and the dispersion, which is in the epochs.
    mixer.number(rates.days() as u64);
    rates.iter().for_each(|rate| mixer.real(rate.mean));
    // No list where there are none: models that know no more than the plan keep their number.
    for OpenGroup { place, youngest, oldest, cases } in open {
        for number in [*place as u64, u64::from(*youngest), u64::from(*oldest), *cases] {
            mixer.number(number);
        }
    }
}

fn epoch(mixer: &mut Mixer, epoch: &Epoch) {
    let Epoch { first_day, conditions, types, posts, servers, groups, populations, left, deciding, order } =
        epoch;
    mixer.number(u64::from(*first_day));
    self::conditions(mixer, conditions);
    mixer.list(types, type_epoch);
    mixer.list(posts, |mixer, PostEpoch { exists, last_day, occupancy, contract_end, refill, successor }| {
        mixer.number(u64::from(*exists));
        mixer.day(*last_day);
        let (kind, day) = match occupancy {
            None => (0, 0),
            Some(Occupied::Since(day)) => (1, *day),
            Some(Occupied::Until(day)) => (2, *day),
            Some(Occupied::Vacant) => (3, 0),
        };
        mixer.number(kind);
        mixer.day(day);
        mixer.day(*contract_end);
        mixer.number(u64::from(*refill));
        // Nothing where there is none: models without planned successors keep their number.
        successor.iter().for_each(|first| mixer.day(*first));
    });
    mixer.list(servers, |mixer, ServerEpoch { size, experience, classes }| {
        mixer.real(*size);
        mixer.number(*experience as u64);
        mixer.list(classes, |mixer, class| mixer.number(u64::from(*class)));
    });
    mixer.list(groups, |mixer, GroupEpoch { classes, requeue, hands_over: _, stand_ins }| {
        mixer.list(classes, |mixer, rank| mixer.number(u64::from(*rank)));
        mixer.number(u64::from(*requeue));
        // No list where there are none, as below.
        for (deputy, post) in stand_ins {
            mixer.number(u64::from(*deputy));
            mixer.number(u64::from(*post));
        }
    });
    mixer.list(populations, |mixer, PopulationEpoch { unit, inflow, leaving, places }| {
        mixer.number(u64::from(*unit));
        mixer.real(inflow.mean);
        mixer.real(*leaving);
        mixer.number(*places);
    });
    // Nothing where there is none: models without outages keep their number.
    if !left.is_empty() {
        mixer.list(left, |mixer, left| mixer.real(*left));
    }
    let Deciding { classes, share } = deciding;
    if !classes.is_empty() {
        mixer.list(classes, |mixer, class| mixer.number(u64::from(*class)));
        mixer.real(*share);
    }
    let Order { due, ageing, days } = order;
    if !days.is_empty() {
        mixer.number(u64::from(*due));
        mixer.number(u64::from(*ageing));
        mixer.list(days, |mixer, days| mixer.real(*days));
    }
}

fn conditions(mixer: &mut Mixer, conditions: &Conditions) {
    let Conditions {
        allowance,
        absence,
        absence_ends,
        absence_begins,
        leaving,
        recruitment_mean,
        recruitment_table,
        proficiency,
        mentor,
        experienced,
        transfer,
        at_once,
        decides_after,
    } = conditions;
    for value in [allowance, absence, absence_ends, absence_begins, leaving, recruitment_mean, transfer] {
        mixer.real(*value);
    }
    mixer.number(u64::from(*recruitment_table));
    mixer.number(*experienced as u64);
    for curve in [proficiency, mentor] {
        mixer.list(curve, |mixer, value| mixer.real(*value));
    }
    // Nothing where neither is noted: such models keep their number.
    if (*at_once, *decides_after) != (0, 0) {
        mixer.number(u64::from(*at_once));
        mixer.day(*decides_after);
    }
}

fn type_epoch(mixer: &mut Mixer, epoch: &TypeEpoch) {
    let TypeEpoch { unit, class, dispersion, target_days, steps, plain: _, follow_ups, caused } = epoch;
    mixer.number(u64::from(*unit));
    mixer.number(u64::from(*class));
    mixer.real(*dispersion);
    mixer.number(target_days.map_or(u64::MAX, u64::from));
    mixer.list(steps, |mixer, StepEpoch { share, minutes, table, then, owner, repeat }| {
        let (mean, wait) = then.unwrap_or((-1.0, 0));
        for value in [*share, *minutes, *repeat, mean] {
            mixer.real(value);
        }
        for number in [u64::from(*table), u64::from(wait), *owner as u64] {
            mixer.number(number);
        }
    });
    mixer.list(follow_ups, |mixer, FollowUpEpoch { case_type, stream, share, mean, table }| {
        mixer.real(*share);
        mixer.real(*mean);
        for number in [u64::from(*case_type), *stream, u64::from(*table)] {
            mixer.number(number);
        }
    });
    let caused = caused.as_ref().map(super::super::failure::Caused::numbers).unwrap_or_default();
    mixer.list(&caused, |mixer, number| mixer.number(*number));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, PostId, UnitId, builtin};
    use crate::simulation::Options;
    use chrono::NaiveDate;

    #[test]
    fn a_unit_that_a_change_leaves_alone_has_the_same_model_and_figures() {
        let plan = builtin().unwrap();
        let (post, to) = (PostId::parse("AA-03").unwrap(), UnitId::parse("einbuergerung").unwrap());
        let effective = NaiveDate::from_ymd_opt(2024, 5, 17).unwrap();
        let changes = [Change { effective, action: Action::MovePost { post, to, before: None } }];
        for unit in plan.units.iter().filter(|unit| plan.case_types.iter().any(|one| one.unit == unit.id)) {
            let options = Options { horizon_days: 400, units: vec![unit.id.clone()], ..Options::default() };
            let [without, with] = [&[][..], &changes].map(|list| Model::new(&plan, list, &options).unwrap());
            let touched = ["aufenthalt", "einbuergerung"].contains(&unit.id.as_str());
            assert_eq!(without.fingerprint() != with.fingerprint(), touched, "{}", unit.id);
            assert_eq!(without.run(1).unwrap() != with.run(1).unwrap(), touched, "{}", unit.id);
        }
    }

    #[test]
    fn what_is_asked_is_part_of_it() {
        let plan = builtin().unwrap();
        let of = |options: &Options| Model::new(&plan, &[], options).unwrap().fingerprint();
        let usual = Options { horizon_days: 100, ..Options::default() };
        assert_eq!(
            of(&usual),
            of(&Options { replications: 7, ..usual.clone() }),
            "their number changes none"
        );
        for other in [
            Options { horizon_days: 101, ..usual.clone() },
            Options { seed: 2, ..usual.clone() },
            Options { warmup_days: 3, ..usual.clone() },
            Options { units: vec![UnitId::parse("asyl").unwrap()], ..usual.clone() },
        ] {
            assert_ne!(of(&usual), of(&other), "{other:?}");
        }
    }
}
