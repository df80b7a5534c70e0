//! The same where a plan that begins later has more posts: of the time before nothing more is told.

use super::{SMALL, Watch, at_the_default_threshold, forbidden, ledger, units};
use serde_json::json;
use stellwerk::plan::{Occupancy, Plan, Post, PostId, builtin};

/// The plan a year later, with nine more filled posts in every small unit.
fn grown(before: &Plan) -> Plan {
    let mut after = Plan { as_of: "2025-02-01".parse().unwrap(), ..before.clone() };
    for unit in SMALL {
        let filled = |post: &&Post| {
            post.home().is_some_and(|home| home.as_str() == unit)
                && matches!(post.occupancy(after.as_of), Occupancy::Filled { .. })
        };
        let like = after.posts.iter().find(filled).cloned().unwrap();
        after.posts.extend((1..=9).map(|number| {
            let id = PostId::parse(&format!("{}-N{number}", like.id)).unwrap();
            Post { id, ..like.clone() }
        }));
    }
    after
}

#[tokio::test]
async fn more_posts_in_a_later_plan_tell_nothing_of_the_time_before() {
    let before = builtin().unwrap();
    let ledger = ledger(&before);
    let (app, watch) = (at_the_default_threshold(&ledger).await, Watch::over(&forbidden(&before, &ledger)));
    app.alone().await;
    let take = json!({"way": "baseline", "replaces": 1, "note": "Beschluss"});
    let taken = crate::plan_file::post(&app, &take, grown(&before).to_json().as_bytes()).await;
    assert_eq!(taken["looked"]["taken"], true, "{taken}");
    let all = app.said("dashboards/department", &json!({"english": false})).await;
    watch.look("department", &all.to_string());
    for unit in units(&before) {
        let dashboard = app.said("dashboards/unit", &json!({"ask": {"unit": unit, "english": false}})).await;
        watch.look(&unit, &dashboard.to_string());
        if SMALL.contains(&unit.as_str()) {
            let reason = dashboard["withheld"].as_str().unwrap();
            assert!(reason.contains("Unter einem früheren Plan"), "{unit}: {reason}");
        }
    }
    for case_type in &before.case_types {
        let ask = json!({"ask": {"unit": case_type.unit, "case_type": case_type.id, "english": false}});
        watch.look(case_type.id.as_str(), &app.said("dashboards/unit", &ask).await.to_string());
    }
    let year = app.call("imports/sheet", &json!({"year": 2023})).await;
    watch.look("sheet", &year.text());
}
