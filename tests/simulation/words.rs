//! The sentences of a comparison.

use crate::plans::{change, options, run, unit};
use crate::repeat::two_units;
use serde_json::json;
use stellwerk::format::Language;
use stellwerk::simulation::{Measure, compare, verdict};

#[test]
fn says_what_changes_and_what_does_not() {
    let baseline = two_units();
    let settings = options(366, 0, 8);
    let (model, runs) = run(&baseline, &[], &settings);
    let less = change("2024-02-01", json!({"remove_post": {"post": "U-2"}}));
    let (changed, after) = run(&baseline, &[less], &settings);
    let comparison = compare((&model, &runs), (&changed, &after));
    let say = |id: &str, measure, language| {
        verdict(&comparison, &unit(id), "Einbürgerung", measure, language).unwrap()
    };
    let open = say("u", Measure::Open, Language::German);
    assert!(open.starts_with("Einbürgerung: offene Fälle am 31.12.2024: "), "{open}");
    assert!(open.contains(" → ") && open.contains("(± ") && !open.contains("kein klarer"), "{open}");
    let untouched = say("v", Measure::Lead, Language::German);
    assert!(untouched.contains("kein klarer Unterschied"), "{untouched}");
    let english = say("v", Measure::WithinTarget, Language::English);
    assert!(
        english.contains("share within the target") && english.contains("no clear difference"),
        "{english}"
    );
    assert!(verdict(&comparison, &unit("w"), "W", Measure::Wait, Language::German).is_none());
}
