//! Generated plans (valid) and changes (valid or not).

#![expect(clippy::unwrap_used, reason = "helpers of the tests, outside of test functions")]

use chrono::{Days, NaiveDate};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use stellwerk::plan::*;

/// How many objects of each kind a generated plan has at most; changes name one more of each.
const MOST: usize = 6;

pub fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

pub fn unit_id(number: usize) -> UnitId {
    UnitId::parse(&format!("u{number}")).unwrap()
}

pub fn post_id(number: usize) -> PostId {
    PostId::parse(&format!("P-{number}")).unwrap()
}

pub fn case_type_id(number: usize) -> CaseTypeId {
    CaseTypeId::parse(&format!("c{number}")).unwrap()
}

pub fn day() -> impl Strategy<Value = NaiveDate> {
    (0..3_000_u64).prop_map(|days| NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(days))
}

fn text() -> impl Strategy<Value = String> {
    vec(select(vec!['a', 'Ä', 'ß', '"', '\\', '<', '§', '„', '😀', '7', '\u{301}']), 1..20)
        .prop_map(|letters| letters.into_iter().collect())
}

fn note() -> impl Strategy<Value = Option<String>> {
    of(text().prop_map(|line| format!("{line}\n\t{line}")))
}

fn fte() -> impl Strategy<Value = Fte> {
    (0..3_000_i64).prop_map(Fte::from_thousandths)
}

fn share() -> impl Strategy<Value = Share> {
    (0.0..=1.0_f64).prop_map(|value| Share::parse(value).unwrap())
}

fn provenance() -> impl Strategy<Value = Provenance> {
    select(vec![Provenance::Document, Provenance::Assumption])
}

fn delay() -> impl Strategy<Value = Delay> {
    (0.0..36_500.0, 0.0..20.0).prop_map(|(mean, cv)| Delay { mean, cv })
}

fn counts() -> impl Strategy<Value = std::collections::BTreeMap<u16, u64>> {
    btree_map(1900..=2200_u16, 0..1_000_000_000_u64, 0..4)
}

pub fn unit(number: usize, parent: Option<UnitId>) -> impl Strategy<Value = Unit> {
    let kind = select(vec![UnitKind::Department, UnitKind::Section, UnitKind::Team, UnitKind::StaffUnit]);
    let stated = of((fte(), text()).prop_map(|(fte, words)| Stated { fte, words }));
    let staffing = (of(text()), of(fte()), filled());
    (text(), kind, provenance(), stated, staffing, note()).prop_map(
        move |(name, kind, provenance, stated, (budget, minimum_fte, filled), note)| Unit {
            id: unit_id(number),
            parent: parent.clone(),
            name,
            kind,
            provenance,
            stated,
            budget,
            minimum_fte,
            filled,
            note,
        },
    )
}

/// Counted fillings of up to two grades on one day.
fn filled() -> impl Strategy<Value = Vec<CountedFilling>> {
    (day(), vec((fte(), text()), 0..3)).prop_map(|(on, counts)| {
        let count = |(number, (fte, source)): (usize, (Fte, String))| CountedFilling {
            on,
            grade: format!("E {number}"),
            fte,
            source,
        };
        counts.into_iter().enumerate().map(count).collect()
    })
}

/// Parts in up to three units.
fn shares(units: usize) -> impl Strategy<Value = Vec<PostShare>> {
    btree_set(0..units, 1..=units.min(3)).prop_flat_map(|places| {
        let shares: Vec<_> = places
            .into_iter()
            .map(|place| fte().prop_map(move |fte| PostShare { unit: unit_id(place), fte }))
            .collect();
        shares
    })
}

pub fn post(number: usize, units: usize, case_types: usize) -> impl Strategy<Value = Post> {
    let served = btree_set(0..case_types.max(1), 0..=case_types.min(3));
    let filled = (of(day()), of(day()), any::<bool>());
    let noted = (of(day()), any::<bool>(), of(terms(case_types, 0..=MOST)));
    (shares(units), text(), text(), share(), filled, noted, served, provenance(), note()).prop_map(
        move |(shares, title, grade, casework, filled, (kw, task_force, terms), served, provenance, note)| {
            // Nobody stands in for himself, and nobody has more than there is.
            let terms = terms.and_then(|mut terms: Terms| {
                terms.deputies.retain(|deputy| *deputy != post_id(number));
                let mut rest = shares.iter().map(|share| share.fte).sum::<Fte>();
                terms.holders.retain(|holder| {
                    let fits = holder.fte <= rest;
                    rest = if fits { rest - holder.fte } else { rest };
                    fits
                });
                terms.noted()
            });
            Post {
                id: post_id(number),
                shares,
                title,
                grade,
                casework,
                holder: filled.0.filter(|_| filled.2).map(|since| Holder { since }),
                recruiting_until: filled.1.filter(|_| !filled.2),
                kw,
                task_force,
                case_types: served.into_iter().filter(|_| case_types > 0).map(case_type_id).collect(),
                terms,
                provenance,
                note,
            }
        },
    )
}

/// What is noted about a post; names case types of the plan and any posts.
fn terms(case_types: usize, posts: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Terms> {
    let kw_on = of(prop_oneof![Just(KwEvent::NextVacancy), text().prop_map(KwEvent::Event)]);
    let ku = of((text(), of(day())).prop_map(|(grade, on)| Conversion { grade, on }));
    let holder = (1..400_i64, day(), of(day()), of(day())).prop_map(|(fte, since, until, departure)| {
        PartHolder { fte: Fte::from_thousandths(fte), since, until, departure }
    });
    let level = select(vec![Qualification::Prepare, Qualification::Decide]);
    let qualified = btree_map(0..case_types.max(1), level, 0..=case_types.min(2));
    let leave = of(of(day()).prop_map(|until| Leave { until }));
    let notes = (kw_on, ku, of(text()), (of(day()), of(day())), leave);
    let holding = (vec(holder, 0..3), of((text(), of(day()))), qualified, btree_set(posts, 0..3));
    let evaluation = of((day(), text()).prop_map(|(on, reason)| Evaluation { on, reason }));
    let funding =
        of((share(), of(day()), text()).prop_map(|(share, until, source)| Funding { share, until, source }));
    (notes, holding, evaluation, funding).prop_map(
        move |((kw_on, ku, block, (contract_until, departure), leave), holding, evaluation, funding)| {
            let qualified = holding.2.into_iter().filter(|_| case_types > 0);
            let (recruiting_stage, recruiting_from) = holding.1.unzip();
            Terms {
                kw_on,
                ku,
                block,
                contract_until,
                departure,
                leave,
                holders: holding.0,
                recruiting_stage,
                recruiting_from: recruiting_from.flatten(),
                qualifications: qualified.map(|(number, level)| (case_type_id(number), level)).collect(),
                deputies: holding.3.into_iter().map(post_id).collect(),
                evaluation,
                funding,
                withheld: false,
            }
        },
    )
}

fn demand() -> impl Strategy<Value = Demand> {
    let event = (day(), of(0..400_u64), 0.0..1_000.0, 0..400_u32, text(), any::<bool>()).prop_map(
        |(from, length, factor, ramp_days, label, enabled)| DemandEvent {
            from,
            until: length.map(|days| from + Days::new(days)),
            factor,
            ramp_days,
            label,
            enabled,
        },
    );
    let season = prop_oneof![Just(Vec::new()), vec(0.1..100.0, 12)];
    (0.0..1e9, -0.99..10.0, 0.0..1_000.0, season, vec(event, 0..3)).prop_map(
        |(per_year, growth, dispersion, season, events)| Demand {
            per_year,
            growth,
            dispersion,
            season,
            events,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let shape = select(vec![
        Distribution::Lognormal,
        Distribution::Exponential,
        Distribution::Gamma,
        Distribution::Constant,
        Distribution::Empirical(vec![0.0, 0.5, 1.5, 2.0]),
    ]);
    let owner = select(vec![WaitOwner::Authority, WaitOwner::Applicant, WaitOwner::Dormant]);
    let then = of((delay(), share()))
        .prop_map(|then| (then.map(|then| then.0), then.map_or(Share::ZERO, |then| then.1)));
    (text(), 0.0..1e6, 0.0..20.0, shape, share(), (then, owner), of(text())).prop_map(
        |(name, minutes, cv, distribution, share, ((then_days, then_repeat), then_owner), then_party)| Step {
            name,
            minutes: Minutes::parse(minutes).unwrap(),
            cv,
            distribution,
            share,
            then_days,
            then_party,
            then_owner,
            then_repeat,
        },
    )
}

fn follow_up(case_types: usize) -> impl Strategy<Value = FollowUp> {
    (0..case_types.max(1), share(), delay()).prop_map(|(number, share, after_days)| FollowUp {
        case_type: case_type_id(number),
        share,
        after_days,
    })
}

fn opening() -> impl Strategy<Value = Opening> {
    (0..1_000_u64, 0..1_000_u32, 0..1_000_u64).prop_map(|(waiting, oldest_days, circulating)| Opening {
        waiting,
        oldest_days,
        circulating,
    })
}

fn case_type(number: usize, units: usize, case_types: usize) -> impl Strategy<Value = CaseType> {
    let figures = (counts(), demand(), vec(step(), 1..3), vec(follow_up(case_types), 0..3), opening());
    let caused =
        of(select(vec![CausedByWaiting::Enquiry, CausedByWaiting::Certificate, CausedByWaiting::Suit]));
    let rules = (any::<u8>(), any::<bool>(), of(0..36_500_u32), of(text()), of(text()), caused);
    (0..units, text(), figures, rules, provenance(), note()).prop_map(
        move |(unit, name, figures, rules, provenance, note)| CaseType {
            id: case_type_id(number),
            unit: unit_id(unit),
            name,
            legal_basis: rules.3,
            counts: figures.0,
            demand: figures.1,
            steps: figures.2,
            follow_ups: figures.3,
            opening: figures.4,
            priority: rules.0,
            caused_by_waiting: rules.5,
            walk_in: rules.1,
            target_days: rules.2,
            target_basis: rules.4,
            provenance,
            note,
        },
    )
}

fn population(number: usize, units: usize) -> impl Strategy<Value = Population> {
    let figures = (0..1_000_000_u64, 0.0..1e9, 0.0..36_500.0, of(0..1_000_u64), of(0.001..1e6));
    (0..units, text(), figures, counts(), provenance(), note()).prop_map(
        move |(unit, name, figures, counts, provenance, note)| Population {
            id: PopulationId::parse(&format!("p{number}")).unwrap(),
            unit: unit_id(unit),
            name,
            opening: figures.0,
            inflow_per_year: figures.1,
            mean_stay_days: figures.2,
            places: figures.3,
            persons_per_fte: figures.4,
            counts,
            provenance,
            note,
        },
    )
}

fn fixed_task(number: usize, units: usize) -> impl Strategy<Value = FixedTask> {
    (0..units, text(), fte(), provenance(), note()).prop_map(move |(unit, name, fte, provenance, note)| {
        FixedTask {
            id: FixedTaskId::parse(&format!("f{number}")).unwrap(),
            unit: unit_id(unit),
            name,
            fte,
            provenance,
            note,
        }
    })
}

fn curve(least: usize) -> impl Strategy<Value = Vec<(f64, Share)>> {
    vec((0.1..60.0, share()), least..5).prop_map(|points| {
        let mut month = 0.0;
        let mut curve = Vec::new();
        for (distance, share) in points {
            curve.push((month, share));
            month += distance;
        }
        curve
    })
}

/// Outages that name units with numbers below this one, which must be some.
fn outages(units: usize) -> impl Strategy<Value = Vec<Outage>> {
    let outage = (day(), 0..60_u64, 0.001..=1.0_f64, text(), btree_set(0..units, 0..3), any::<bool>());
    let outage = outage.prop_map(|(from, length, lost, label, units, enabled)| Outage {
        from,
        until: from + Days::new(length),
        lost: Share::parse(lost).unwrap(),
        label,
        units: units.into_iter().map(unit_id).collect(),
        enabled,
    });
    vec(outage, 0..3)
}

fn assumptions(units: usize) -> impl Strategy<Value = Assumptions> {
    let times = (1.0..200_000.0, 1.0..200_000.0, share(), 0.1..60.0, 0.0..260.0, share(), delay());
    let onboarding = (curve(1), curve(0), share(), 0..=1000_u32, 0.0..=600.0).prop_map(|values| Onboarding {
        curve: values.0,
        mentor: values.1,
        transfer: values.2,
        at_once: values.3,
        decides_after: values.4,
    });
    let failure = (any::<bool>(), 0.0..100.0, 0.0..1.0, 0.0..1.0).prop_map(|values| FailureDemand {
        enabled: values.0,
        enquiries_per_waiting_case_month: values.1,
        certificate_share: values.2,
        suit_share: values.3,
    });
    let costs = btree_map(text(), (0..1_000_000_000_i64).prop_map(EuroPerYear::from_cents), 0..3);
    let tables =
        (costs, btree_map(text(), text(), 0..3), staffing(), outages(units), (any::<bool>(), 0.0..=3650.0));
    (select(vec![Method::Kgst, Method::Bmi]), times, onboarding, failure, tables).prop_map(
        |(method, times, onboarding, failure_demand, tables)| Assumptions {
            method,
            yearly_minutes: YearlyMinutes { employee: times.0, civil_servant: times.1 },
            allowance: times.2,
            weekly_hours: times.3,
            absence_days_per_year: times.4,
            turnover_per_year: times.5,
            recruitment_days: times.6,
            onboarding,
            failure_demand,
            cost_per_grade: tables.0,
            workplace: tables.2.0,
            recruitment_stages: tables.2.1,
            council_weeks: tables.2.2,
            leadership_share: tables.2.3,
            decision_share: tables.2.4,
            due_first: tables.4.0,
            ageing_days: tables.4.1,
            outages: tables.3,
            sources: tables.1,
        },
    )
}

/// Cost of a workplace, stages of a recruitment, weeks before the council.
fn staffing() -> impl Strategy<Value = (Workplace, Vec<RecruitmentStage>, u32, Share, Share)> {
    let workplace = (0.0..1e6, 0.0..10.0).prop_map(|(material, overhead)| Workplace { material, overhead });
    let stage = (text(), 0.0..400.0).prop_map(|(name, days)| RecruitmentStage { name, days });
    (workplace, vec(stage, 0..3), 0..520_u32, share(), share())
}

/// A valid plan.
pub fn plan() -> impl Strategy<Value = Plan> {
    (1..=MOST, 0..=MOST, 0..=MOST, 0..3_usize, 0..3_usize).prop_flat_map(
        |(units, posts, case_types, populations, fixed_tasks)| {
            let region = select(vec![Region::RheinlandPfalz, Region::None]);
            let unit = |number: usize| {
                of(0..number.max(1)).prop_flat_map(move |parent| {
                    unit(number, parent.filter(|parent| *parent < number).map(unit_id))
                })
            };
            let parts = (
                (0..units).map(unit).collect::<Vec<_>>(),
                (0..posts).map(|number| post(number, units, case_types)).collect::<Vec<_>>(),
                vec(prop::bool::weighted(0.2), posts),
                (0..case_types).map(|number| case_type(number, units, case_types)).collect::<Vec<_>>(),
                (0..populations).map(|number| population(number, units)).collect::<Vec<_>>(),
                (0..fixed_tasks).map(|number| fixed_task(number, units)).collect::<Vec<_>>(),
            );
            (text(), day(), region, parts, assumptions(units)).prop_map(
                |(name, as_of, region, parts, assumptions)| {
                    let mut parked = parts.2.into_iter();
                    let (tray, posts) = parts.1.into_iter().partition(|_| parked.next() == Some(true));
                    Plan {
                        format: Format::V1,
                        name,
                        as_of,
                        region,
                        units: parts.0,
                        posts,
                        tray,
                        case_types: parts.3,
                        populations: parts.4,
                        fixed_tasks: parts.5,
                        assumptions,
                        decided: Vec::new(),
                        practice: Practice::default(),
                    }
                },
            )
        },
    )
}

/// A number that may be anything, nonsense included, save −0, which no file can bring.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![3 => 0.0..100.0, 1 => any::<f64>(), 1 => select(vec![f64::NAN, f64::INFINITY, -1.0, 0.0])]
        .prop_map(|value| value + 0.0)
}

/// A text that may break the rules.
fn wild_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => text(), 1 => Just(String::new()), 1 => Just("x".repeat(300)), 1 => Just("a\u{0}b".to_owned())]
}

fn wild_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![9 => day(), 1 => select(vec![NaiveDate::MIN, NaiveDate::MAX])]
}

fn any_unit() -> impl Strategy<Value = UnitId> {
    (0..=MOST).prop_map(unit_id)
}

fn any_post() -> impl Strategy<Value = PostId> {
    (0..=MOST).prop_map(post_id)
}

fn any_case_type() -> impl Strategy<Value = CaseTypeId> {
    (0..=MOST).prop_map(case_type_id)
}

fn unit_patch() -> impl Strategy<Value = UnitPatch> {
    let kind = select(vec![UnitKind::Department, UnitKind::Section, UnitKind::Team, UnitKind::StaffUnit]);
    let stated = of((fte(), wild_text()).prop_map(|(fte, words)| Stated { fte, words }));
    let staffing = (of(of(wild_text())), of(of(fte())), of(filled()));
    (any_unit(), of(kind), of(provenance()), of(stated), staffing, of(note())).prop_map(
        |(unit, kind, provenance, stated, (budget, minimum_fte, filled), note)| UnitPatch {
            unit,
            kind,
            provenance,
            stated,
            budget,
            minimum_fte,
            filled,
            note,
        },
    )
}

fn post_patch() -> impl Strategy<Value = PostPatch> {
    let wild_fte = prop_oneof![fte(), any::<i64>().prop_map(Fte::from_thousandths)];
    let dates = (of(of(wild_day())), of(of(wild_day())), of(of(wild_day())));
    (
        any_post(),
        of(wild_text()),
        of(wild_text()),
        (of(wild_fte), of(shares(MOST))),
        of(share()),
        dates,
        (of(vec(any_case_type(), 0..3)), of(of(terms(MOST, 0..=MOST)))),
    )
        .prop_map(|(post, title, grade, (fte, shares), casework, dates, (case_types, terms))| {
            PostPatch {
                post,
                title,
                grade,
                fte,
                shares,
                casework,
                kw: dates.0,
                holder: dates.1.map(|since| since.map(|since| Holder { since })),
                recruiting_until: dates.2,
                case_types,
                terms: terms.map(|terms| terms.map(Box::new)),
            }
        })
}

fn case_type_patch() -> impl Strategy<Value = CaseTypePatch> {
    let wild_demand = (wild(), wild(), wild(), vec(wild(), 0..13)).prop_map(|values| Demand {
        per_year: values.0,
        growth: values.1,
        dispersion: values.2,
        season: values.3,
        events: Vec::new(),
    });
    let figures = (
        of(counts()),
        of(prop_oneof![demand(), wild_demand]),
        of(vec(step(), 0..3)),
        of(vec(follow_up(MOST), 0..3)),
        of(opening()),
    );
    let rules =
        (of(any::<u8>()), of(any::<bool>()), of(of(any::<u32>())), of(of(wild_text())), of(of(wild_text())));
    let evidence = (of(provenance()), of(of(wild_text())));
    let values = (any_case_type(), of(wild_text()), figures, rules, evidence);
    values.prop_map(|(case_type, name, figures, rules, evidence)| CaseTypePatch {
        case_type,
        name,
        legal_basis: rules.3,
        counts: figures.0,
        demand: figures.1,
        steps: figures.2,
        follow_ups: figures.3,
        opening: figures.4,
        priority: rules.0,
        walk_in: rules.1,
        target_days: rules.2,
        target_basis: rules.4,
        provenance: evidence.0,
        note: evidence.1,
    })
}

fn population_patch() -> impl Strategy<Value = PopulationPatch> {
    let figures = (of(any::<u64>()), of(wild()), of(wild()), of(of(any::<u64>())), of(of(wild())));
    (0..3_usize, of(any_unit()), of(wild_text()), figures, of(counts())).prop_map(
        |(number, unit, name, figures, counts)| PopulationPatch {
            population: PopulationId::parse(&format!("p{number}")).unwrap(),
            unit,
            name,
            opening: figures.0,
            inflow_per_year: figures.1,
            mean_stay_days: figures.2,
            places: figures.3,
            persons_per_fte: figures.4,
            counts,
        },
    )
}

fn assumptions_patch() -> impl Strategy<Value = AssumptionsPatch> {
    let wild_curve = || vec((wild(), share()), 0..4);
    let onboarding =
        (of(wild_curve()), of(wild_curve()), of(share()), 0..2000_u32, of(wild())).prop_map(|values| {
            OnboardingPatch {
                curve: values.0,
                mentor: values.1,
                transfer: values.2,
                at_once: Some(values.3),
                decides_after: values.4,
            }
        });
    let delay = (wild(), wild()).prop_map(|(mean, cv)| Delay { mean, cv });
    // They may name what does not exist, and end before they begin.
    let outages = (outages(MOST + 1), any::<bool>()).prop_map(|(mut outages, turned)| {
        outages
            .iter_mut()
            .filter(|_| turned)
            .for_each(|outage| std::mem::swap(&mut outage.from, &mut outage.until));
        outages
    });
    let values = (
        of(share()),
        of(wild()),
        of(wild()),
        of(onboarding),
        of(delay),
        of(staffing()),
        of(outages),
        of(wild()),
    );
    values.prop_map(|values| AssumptionsPatch {
        allowance: values.0,
        weekly_hours: values.1,
        absence_days_per_year: values.2,
        onboarding: values.3,
        recruitment_days: values.4,
        workplace: values.5.as_ref().map(|staffing| staffing.0),
        recruitment_stages: values.5.as_ref().map(|staffing| staffing.1.clone()),
        leadership_share: values.5.as_ref().map(|staffing| staffing.3),
        decision_share: values.5.as_ref().map(|staffing| staffing.4),
        council_weeks: values.5.map(|staffing| staffing.2),
        due_first: values.7.map(|days| days > 0.0),
        ageing_days: values.7,
        outages: values.6,
        ..AssumptionsPatch::default()
    })
}

/// Any change: it may name what does not exist and set what is not allowed.
pub fn change() -> impl Strategy<Value = Change> {
    let fixed_task =
        (0..3_usize, of(any_unit()), of(wild_text()), of(fte())).prop_map(|(number, unit, name, fte)| {
            let fixed_task = FixedTaskId::parse(&format!("f{number}")).unwrap();
            Action::SetFixedTask(FixedTaskPatch { fixed_task, unit, name, fte })
        });
    let action =
        prop_oneof![
            (0..=MOST, of(any_unit()), wild_text()).prop_flat_map(|(number, parent, name)| {
                unit(number, parent)
                    .prop_map(move |unit| Action::AddUnit(Unit { name: name.clone(), ..unit }))
            }),
            (any_unit(), wild_text()).prop_map(|(unit, name)| Action::RenameUnit { unit, name }),
            (any_unit(), of(any_unit()), of(of(any_unit())))
                .prop_map(|(unit, to, before)| Action::MoveUnit { unit, to, before }),
            unit_patch().prop_map(Action::SetUnit),
            any_unit().prop_map(|unit| Action::RemoveUnit { unit }),
            (0..=MOST).prop_flat_map(|number| post(number, MOST, MOST)).prop_map(Action::AddPost),
            (any_post(), any_unit(), of(of(any_post()))).prop_map(|(post, to, before)| Action::MovePost {
                post,
                to,
                before
            }),
            any_post().prop_map(|post| Action::ParkPost { post }),
            any_post().prop_map(|post| Action::RemovePost { post }),
            post_patch().prop_map(Action::SetPost),
            (any_case_type(), any_unit()).prop_map(|(case_type, to)| Action::MoveCaseType { case_type, to }),
            case_type_patch().prop_map(Action::SetCaseType),
            population_patch().prop_map(Action::SetPopulation),
            fixed_task,
            assumptions_patch().prop_map(|patch| Action::SetAssumptions(Box::new(patch))),
        ];
    (wild_day(), action).prop_map(|(effective, action)| Change { effective, action })
}
