//! The plans that are measured; W1 and W2 are the usual workloads of comparisons between simulators.

use serde_json::{Value, json};
use stellwerk::plan::{Plan, builtin};
use stellwerk::simulation::{Model, Options};

/// Working minutes of 2024 and of 2025.
const YEAR: f64 = 251.0 * 468.0;

fn post(unit: &str, number: usize) -> Value {
    json!({"id": format!("P-{unit}-{number}"), "unit": unit, "title": "Schalter", "grade": "EG 8",
        "holder": {"since": "2010-01-01"}})
}

fn plan(value: &Value) -> Option<Plan> {
    Plan::from_json(value.to_string().as_bytes()).ok()
}

fn model(value: &Value, horizon_days: u32) -> Option<Model> {
    Model::new(&plan(value)?, &[], &Options { horizon_days, ..Options::default() }).ok()
}

/// Cases that arrive in a replication.
pub fn arrivals(model: &Model) -> u64 {
    let balance = model.run(0).map(|one| one.balance()).unwrap_or_default();
    balance.case_types.values().map(|line| line.arrivals).sum()
}

/// W1: M/M/11 at load 0.9, a million customers in 2024 and 2025. Later years have other numbers of working days and
/// with the same cases of a year another load: over five years the mean wait of theory is 3.7 % below that of load 0.9.
pub fn w1() -> Option<Model> {
    const MINUTES: f64 = 2.326;
    let posts: Vec<_> = (0..11).map(|number| post("u", number)).collect();
    let value = json!({"format": "stellwerk-plan/1", "name": "W1", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "Schalter"}], "posts": posts,
        "case_types": [{"id": "a", "unit": "u", "name": "Vorsprache", "walk_in": true,
            "demand": {"per_year": 0.9 * 11.0 * YEAR / MINUTES},
            "steps": [{"name": "Vorsprache", "minutes": MINUTES, "distribution": "exponential"}]}]});
    model(&value, 731)
}

/// W2: eight units of 1 to 18 posts at loads of 0.80 to 0.92, 150,000 cases in five years, of which a fifth goes out for
/// a month in the mean and comes back once. 1.2 visits a case.
pub fn w2() -> Option<Model> {
    w2_over(1826)
}

/// W2 over another number of days. In 2024 and 2025 loads are as they say; later years have more working days for the same cases.
pub fn w2_over(horizon_days: u32) -> Option<Model> {
    model(&eight_units(), horizon_days)
}

/// W2 on the way of the events: in every unit a post that ended before the start and served a case type of its own, which
/// never comes. It takes nothing away from anybody, but not all posts serve all queues.
pub fn w2_by_events() -> Option<Model> {
    let mut value = eight_units();
    for unit in value["units"].clone().as_array()? {
        let id = unit["id"].as_str()?;
        let mut ended = post(id, 99);
        (ended["case_types"], ended["kw"]) = (json!([format!("never-{id}")]), json!("2023-12-31"));
        value["posts"].as_array_mut()?.push(ended);
        value["case_types"]
            .as_array_mut()?
            .push(json!({"id": format!("never-{id}"), "unit": id, "name": "Nie",
            "demand": {"per_year": 0}, "steps": [{"name": "nichts", "minutes": 1}]}));
    }
    model(&value, 1826)
}

/// Its cases come in working time, as those of the other simulators do: what comes at weekends waits for Monday in a crowd, four times as long.
fn eight_units() -> Value {
    const MINUTES: f64 = 183.0;
    let (mut units, mut posts, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for (count, load) in
        [(1, 0.80), (2, 0.82), (3, 0.84), (5, 0.86), (8, 0.88), (11, 0.90), (15, 0.91), (18, 0.92)]
    {
        let unit = format!("u{count}");
        units.push(json!({"id": unit, "name": "Einheit"}));
        posts.extend((0..count).map(|number| post(&unit, number)));
        let per_year = load * count as f64 * YEAR / MINUTES / 1.2;
        types.push(json!({"id": format!("a{count}"), "unit": unit, "name": "Antrag", "walk_in": true,
            "demand": {"per_year": per_year},
            "steps": [
                {"name": "anfragen", "minutes": MINUTES, "cv": 1.0, "share": 0.2, "then_days": {"mean": 30.0, "cv": 1.0}},
                {"name": "entscheiden", "minutes": MINUTES, "cv": 1.0}]}));
    }
    json!({"format": "stellwerk-plan/1", "name": "W2", "as_of": "2024-01-01",
        "units": units, "posts": posts, "case_types": types})
}

/// W3: 45 posts in eight units with absences, leavings and newcomers, overdispersed arrivals, waits outside and renewals, about 84,000 cases in five
/// years. Where posts are shared, one of each unit works half of its time in the next, which ties all together, and every other unit has a
/// second case type that goes first.
pub fn w3(shared: bool) -> Option<Model> {
    const SIZES: [usize; 8] = [2, 3, 4, 5, 6, 7, 8, 10];
    let (mut units, mut posts, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for (place, count) in SIZES.into_iter().enumerate() {
        let unit = format!("u{place}");
        units.push(json!({"id": unit, "name": "Einheit"}));
        posts.extend((0..count).map(|number| post(&unit, number)));
        if let Some(last) = posts.last_mut().filter(|_| shared)
            && place + 1 < SIZES.len()
        {
            let half = |unit: String| json!({"unit": unit, "fte": 0.5});
            last["shares"] = json!([half(unit.clone()), half(format!("u{}", place + 1))]);
            last.as_object_mut()?.remove("unit");
        }
        let mut case_type = |id: String, priority: u8, per_year: f64| {
            types.push(json!({"id": id, "unit": unit, "name": "Antrag", "priority": priority,
                "demand": {"per_year": per_year, "dispersion": 1.4}, "target_days": 60,
                "steps": [
                    {"name": "anfragen", "minutes": 90, "cv": 0.7, "share": 0.2, "then_days": {"mean": 30.0, "cv": 1.0}},
                    {"name": "entscheiden", "minutes": 190, "cv": 1.2}],
                "follow_ups": [{"case_type": id, "share": 0.1, "after_days": {"mean": 730, "cv": 0.2}}]}));
        };
        let per_year = 345.0 * count as f64;
        let first = if shared && place % 2 == 0 { 0.25 } else { 0.0 };
        case_type(format!("a{place}"), 3, per_year * (1.0 - first));
        if first > 0.0 {
            case_type(format!("b{place}"), 1, per_year * first);
        }
    }
    let value = json!({"format": "stellwerk-plan/1", "name": "W3", "as_of": "2024-01-01",
        "units": units, "posts": posts, "case_types": types,
        "assumptions": {"absence_days_per_year": 30, "turnover_per_year": 0.1, "recruitment_days": {"mean": 90, "cv": 0.4},
            "onboarding": {"curve": [[0, 0.25], [3, 0.5], [6, 0.75], [12, 1.0]]}}});
    model(&value, 1826)
}

/// The built-in department over five years, all units: half a million cases, most of them short.
pub fn department() -> Option<Model> {
    Model::new(&builtin().ok()?, &[], &Options::default()).ok()
}

/// Units of twenty posts each, with all effects: 500 are 10,000 posts.
pub fn large(count: usize, per_unit: f64) -> Option<Plan> {
    let units: Vec<_> =
        (0..count).map(|n| json!({"id": format!("u-{n}"), "name": format!("Einheit {n}")})).collect();
    let post = |n: usize| {
        json!({"id": format!("P-{n}"), "unit": format!("u-{}", n % count), "title": "Sachbearbeitung",
            "grade": "EG 9b", "holder": {"since": "2020-01-01"}})
    };
    let case_type = |n: usize| {
        json!({"id": format!("c-{n}"), "unit": format!("u-{n}"), "name": "Antrag",
            "demand": {"per_year": per_unit}, "steps": [
                {"name": "prüfen", "minutes": 1_200_000.0 / per_unit, "then_days": {"mean": 30}},
                {"name": "ausgeben", "minutes": 120_000.0 / per_unit}]})
    };
    plan(&json!({"format": "stellwerk-plan/1", "name": "Groß", "as_of": "2024-01-01", "units": units,
        "posts": (0..20 * count).map(post).collect::<Vec<_>>(),
        "case_types": (0..count).map(case_type).collect::<Vec<_>>(),
        "assumptions": {"absence_days_per_year": 46, "turnover_per_year": 0.15}}))
}
