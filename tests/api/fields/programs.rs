//! What a program does not see in its role is in none of its answers, over every address of the interface.

use super::*;
use stellwerk::permission::{Field, Right, Why, field_reach, permit, reach};
use stellwerk::store::{Actor, Tenant, TokenScope, TokenTerms};

/// What a program is answered that reads in this role, from every address of the interface.
async fn told_a_program(app: &App, role: Role, unit: Option<&str>) -> Told {
    let scenario = app.scenario().await["id"].as_str().unwrap().to_owned();
    let administration =
        Actor { tenant: Tenant::embedded(), name: "verwaltung".to_owned(), request_id: String::new() };
    let (manage, why) = (permit(Role::Administrator).unwrap(), Why::parse("Probe").unwrap());
    let terms =
        TokenTerms { role, unit: unit.map(str::to_owned), ..TokenTerms::new(TokenScope::Simulate, 1) };
    let name = format!("{} {}", role.word(), unit.unwrap_or("alle"));
    let token = app.store.make_token(manage, &administration, &name, &terms, &why).await.unwrap();
    let mut told = Told::default();
    for (path, _) in ROUTES.iter().filter(|(path, _)| path.starts_with("/api/v1/")) {
        let request =
            Request::builder().header("host", HOST).header("authorization", format!("Bearer {token}"));
        let request = if path.ends_with("/simulate") {
            let asked = json!({"scenario": scenario, "years": 1, "replications": 1, "units": ["asyl-eu"]});
            let request = request.method("POST").header("content-type", "application/json").uri(*path);
            request.body(Body::from(asked.to_string()))
        } else {
            let mut address = path.replace("{scenario}", &scenario);
            if path.ends_with("/assessment") {
                address.push_str(&format!("?scenario={scenario}&year=2023"));
            }
            request.uri(address).body(Body::empty())
        };
        let answer = app.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{role:?} {path}: {}", answer.text());
        told.add(path, &answer);
    }
    assert!(told.0.len() > 4);
    told
}

#[tokio::test]
async fn a_program_sees_the_fields_of_its_role_in_its_units() {
    let app = start().await;
    for (_, role) in Role::WORDS.into_iter().filter(|(_, role)| reach(*role, Right::ViewScenario).is_some()) {
        for unit in [None, Some("asyl-eu")] {
            let told = told_a_program(&app, role, unit).await;
            let sees = |secrets: &[&str]| !told.places(secrets).is_empty();
            let (pay, notes) = (field_reach(role, Field::Pay), field_reach(role, Field::StaffingNotes));
            assert_eq!(sees(&[COST]), pay.is_some(), "{role:?} {unit:?}");
            assert_eq!(sees(&AMOUNTS), pay.is_some(), "{role:?} {unit:?}");
            assert_eq!(sees(&NOTES[..1]), notes.is_some(), "{role:?} {unit:?}");
            // Notes of posts elsewhere are of no concern to whoever is limited to a unit.
            assert_eq!(sees(&NOTES[1..]), notes.is_some() && unit.is_none(), "{role:?} {unit:?}");
        }
    }
}

#[tokio::test]
async fn a_program_of_a_unit_sees_the_scenarios_that_an_account_of_the_unit_sees() {
    let app = start().await;
    let other = member(&app, "integration-leitung", "manager", Some("integration")).await;
    let made = done(&other, "scenarios/create", &create("Nur Integration", &Value::Null)).await;
    for (unit, sees) in [(None, true), (Some("integration"), true), (Some("asyl-eu"), false)] {
        let told = told_a_program(&app, Role::Manager, unit).await;
        let id = made["id"].as_str().unwrap();
        assert_eq!(told.places(&[id]).contains("/api/v1/scenarios"), sees, "{unit:?}");
    }
}
