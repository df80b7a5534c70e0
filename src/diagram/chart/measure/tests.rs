//! Classes, words and legends of the measures on the built-in plan.

use super::*;
use crate::plan::builtin;

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn facts(date: NaiveDate) -> Facts {
    let plan = builtin().unwrap();
    let day = plan.on(date, &[]);
    Facts::of(&day, &day, date)
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 1).unwrap()
}

fn known(worth: &[(&str, f64, f64)], open: &[(&str, f64, f64)]) -> Known {
    let worth = worth.iter().map(|(id, cases, half_width)| {
        let cases = Gain { mean: *cases, half_width: *half_width };
        let over_three_months = Gain { mean: 180.0, half_width: 20.0 };
        let waiting_days = Gain { mean: cases.mean / 100.0, half_width: half_width / 100.0 };
        (unit(id), Worth { cases, over_three_months, waiting_days })
    });
    let outlook =
        open.iter().map(|(id, open, over)| (unit(id), Outlook { open: *open, over_three_months: *over }));
    Known {
        last: NaiveDate::from_ymd_opt(2025, 12, 31).unwrap(),
        worth: worth.collect(),
        outlook: outlook.collect(),
    }
}

fn shading(measure: Measure, known: &Known) -> Shading {
    Shading::of(measure, &facts(first_day()), known, Language::German)
}

#[test]
fn keys_lead_back_to_their_measures() {
    for measure in Measure::ALL {
        assert_eq!(Measure::of_key(measure.key()), Some(measure));
    }
    assert_eq!(Measure::of_key("farbe"), None);
}

#[test]
fn load_uses_the_levels_of_the_cards() {
    let shading = shading(Measure::Load, &Known::default());
    let facts = facts(first_day());
    for (id, unit) in &facts.units {
        let shade = &shading.units[id];
        match unit.now.load {
            Some(load) => assert!(shade.words.ends_with(Level::of(load).word(Language::German)), "{shade:?}"),
            None => assert_eq!((shade.class, shade.words.as_str()), (0, "kein Wert")),
        }
    }
    let classes: Vec<u8> =
        shading.legend.iter().map(|entry| entry.class).filter(|class| *class > 0).collect();
    assert_eq!(classes, [1, 2, 3, 4, 5]);
    assert!(shading.note.starts_with("Am höchsten: "), "{}", shading.note);
}

#[test]
fn posts_that_end_count_in_their_unit_and_above_until_they_are_gone() {
    let before = shading(Measure::Kw, &Known::default());
    let words = &before.units[&unit("aufenthalt")].words;
    assert!(words.starts_with("2,0 von "), "{words}");
    assert!(before.units[&unit("aufenthalt")].class > 1);
    assert!(before.units[&unit("abteilung")].words.starts_with("2,0 von "));
    assert_eq!(before.units[&unit("integration")].class, 1);
    let after = facts(NaiveDate::from_ymd_opt(2024, 7, 1).unwrap());
    let after = Shading::of(Measure::Kw, &after, &Known::default(), Language::German);
    assert_eq!(after.units[&unit("aufenthalt")].class, 1);
}

#[test]
fn a_vacancy_is_told_in_posts_and_percent() {
    let shading = shading(Measure::Vacancy, &Known::default());
    let facts = facts(first_day());
    let sums = facts.units[&unit("abteilung")].now.total;
    let share = format::percent(sums.vacant().as_f64() / sums.planned.as_f64(), 0, Language::German);
    let words = &shading.units[&unit("abteilung")].words;
    assert!(words.contains("VZÄ unbesetzt") && words.contains(&share), "{words}");
    assert_eq!(shading.legend[0].words, format::percent(0.0, 0, Language::German));
    assert_eq!(
        shading.legend.last().unwrap().words,
        format!("über {}", format::percent(0.5, 0, Language::German))
    );
}

#[test]
fn open_cases_add_up_and_the_share_is_that_of_the_sum() {
    let known = known(&[], &[("eu", 100.0, 50.0), ("asyl-eu", 300.0, 10.0)]);
    let open = shading(Measure::OpenCases, &known);
    assert_eq!(open.units[&unit("asyl-eu")].words, "400 offene Fälle am 31.12.2025");
    assert_eq!(open.units[&unit("abteilung")].class, 4);
    assert_eq!(open.units[&unit("integration")].class, 0);
    let bounds: Vec<&str> = open.legend.iter().map(|entry| entry.words.as_str()).collect();
    assert_eq!(bounds[..3], ["kein Wert", "bis 100", "über 100 bis 200"]);
    let share = shading(Measure::OverThreeMonths, &known);
    assert_eq!(share.units[&unit("asyl-eu")].words, "15\u{202f}% über drei Monate am 31.12.2025");
    assert_eq!((share.units[&unit("eu")].class, share.units[&unit("asyl-eu")].class), (4, 3));
}

#[test]
fn half_a_post_that_changes_nothing_clear_is_said_to() {
    let shading =
        shading(Measure::HalfPost, &known(&[("eu", 210.0, 40.0), ("einbuergerung", 10.0, 30.0)], &[]));
    let eu = &shading.units[&unit("eu")];
    assert_eq!(eu.words, "210 (± 40) offene Fälle weniger am 31.12.2025; über drei Monate alt: 180 weniger");
    assert_eq!((eu.class, shading.units[&unit("einbuergerung")].class), (5, 1));
    assert!(shading.units[&unit("einbuergerung")].words.starts_with("kein klarer Unterschied"));
    // What half a post brings is the unit's own, it does not add up.
    assert_eq!(shading.units[&unit("abteilung")].class, 0);
    assert!(shading.note.contains("EU-Bürger") || shading.note.starts_with("Am höchsten: "));
}

#[test]
fn waiting_that_half_a_post_saves_is_told_in_days_with_its_interval() {
    let worth = [("eu", 1_240.0, 310.0), ("einbuergerung", 100.0, 300.0), ("asyl", -500.0, 100.0)];
    let shading = shading(Measure::HalfPostWaiting, &known(&worth, &[]));
    let words = |id: &str| shading.units[&unit(id)].words.as_str();
    assert_eq!(words("eu"), "12,4 (± 3,1) Tage weniger Wartezeit je Eingang bis 31.12.2025");
    assert_eq!(
        words("einbuergerung"),
        "kein klarer Unterschied der Wartezeit bis 31.12.2025 (± 3,0 Tage je Eingang)"
    );
    assert_eq!(words("asyl"), "5,0 (± 1,0) Tage mehr Wartezeit je Eingang bis 31.12.2025");
    assert!(shading.units[&unit("eu")].class > shading.units[&unit("asyl")].class);
    assert!(shading.note.contains("Gesetz von Little"), "{}", shading.note);
    let cells: Vec<&[String; 3]> = shading.worth.iter().map(|(_, cells)| cells).collect();
    assert_eq!(cells.len(), 3);
    assert_eq!(
        cells[0].each_ref().map(String::as_str),
        ["1.240 (± 310) weniger", "180 (± 20) weniger", "12,4 (± 3,1) weniger"]
    );
    assert_eq!(cells[1][2], "kein klarer Unterschied (± 3,0)");
    assert_eq!(cells[2][0], "500 (± 100) mehr");
    assert!(
        super::Shading::of(Measure::Load, &facts(first_day()), &Known::default(), Language::English)
            .worth
            .is_empty()
    );
}

#[test]
fn steps_are_round() {
    assert_eq!(round_step(0.0), 1.0);
    assert_eq!(round_step(1.1), 2.0);
    assert_eq!(round_step(80.0), 100.0);
    assert_eq!(round_step(210.0), 250.0);
    assert_eq!(round_step(2_600.0), 5_000.0);
}
