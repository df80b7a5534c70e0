//! Through a file and back nothing is lost.

use crate::generate::{change, config, plan};
use proptest::prelude::*;
use stellwerk::plan::{Change, Plan, changes_from_json};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_plan_comes_back_as_it_went(plan in plan()) {
        prop_assert_eq!(plan.validate(), Ok(()));
        let text = plan.to_json();
        let read = Plan::from_json(text.as_bytes());
        prop_assert_eq!(read.as_ref(), Ok(&plan));
        prop_assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
        prop_assert_eq!(read.unwrap().to_json(), text);
    }

    #[test]
    fn changes_come_back_as_they_went(changes in prop::collection::vec(change(), 0..10)) {
        // Not with `changes` itself: JSON has no word for what is no number, it comes back as null.
        let text = serde_json::to_string(&changes).unwrap();
        if let Ok(read) = changes_from_json(text.as_bytes()) {
            prop_assert_eq!(serde_json::from_str::<Vec<Change>>(&text).unwrap(), read.clone());
            let again = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(changes_from_json(again.as_bytes()), Ok(read));
        }
    }
}
