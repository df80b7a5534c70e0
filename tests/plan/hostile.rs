//! Whatever stands in a file: an answer, never a panic.

use crate::generate::{config, plan};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use stellwerk::plan::{Change, Plan, changes_from_json};

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z_]{0,12}".prop_map(Value::from),
        Just(json!("2024-02-30")),
    ];
    let key = prop_oneof![
        "[a-z_]{0,12}",
        proptest::sample::select(vec![
            "format",
            "units",
            "posts",
            "id",
            "name",
            "unit",
            "shares",
            "effective",
            "action",
            "set_post",
            "counts",
            "demand",
            "steps",
            "curve",
            "onboarding",
            "assumptions",
            "case_types",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Puts a value somewhere into another one.
fn plant(target: &mut Value, way: &[Index], seed: Value) {
    let Some((index, rest)) = way.split_first() else {
        *target = seed;
        return;
    };
    match target {
        Value::Object(fields) if !fields.is_empty() => {
            let place = index.index(fields.len());
            if let Some(inner) = fields.values_mut().nth(place) {
                plant(inner, rest, seed);
            }
        }
        Value::Array(entries) if !entries.is_empty() => {
            let place = index.index(entries.len());
            plant(&mut entries[place], rest, seed);
        }
        _ => *target = seed,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn bytes_get_an_answer(bytes in vec(any::<u8>(), 0..200)) {
        let _ = (Plan::from_json(&bytes), changes_from_json(&bytes), Change::from_json(&bytes));
    }

    #[test]
    fn json_gets_an_answer(value in json_value()) {
        let text = value.to_string();
        prop_assert!(Plan::from_json(text.as_bytes()).is_err());
        let _ = (changes_from_json(text.as_bytes()), Change::from_json(text.as_bytes()));
    }

    #[test]
    fn a_damaged_plan_is_valid_or_refused_with_a_path(
        plan in plan(),
        way in vec(any::<Index>(), 1..6),
        seed in json_value(),
    ) {
        let mut value = serde_json::to_value(&plan).unwrap();
        plant(&mut value, &way, seed);
        match Plan::from_json(value.to_string().as_bytes()) {
            Ok(read) => prop_assert_eq!(read.validate(), Ok(())),
            Err(refused) => {
                prop_assert!(!refused.errors.is_empty());
                prop_assert!(refused.errors.iter().all(|error| !error.path.is_empty()), "{}", refused);
            }
        }
    }

    #[test]
    fn a_cut_off_plan_is_refused(plan in plan(), cut in any::<Index>()) {
        let text = plan.to_json();
        let bytes = &text.as_bytes()[..cut.index(text.len() - 2)];
        prop_assert!(Plan::from_json(bytes).is_err());
    }
}
