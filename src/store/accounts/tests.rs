//! Sessions end by the clock, links work once, nobody is let in after their account was closed.

use super::*;
use crate::permission::{OwnAccount, Why, permit};
use crate::plan::builtin;
use crate::store::Secret;
use tempfile::TempDir;

/// A reason that says something.
pub(super) fn why() -> Why {
    Why::parse("Vertretung ab Mai").unwrap()
}

/// A store of its own.
pub(super) struct Opened {
    _folder: TempDir,
    pub(super) store: Store,
    pub(super) actor: Actor,
}

impl Opened {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let name = "verwaltung".to_owned();
        let actor = Actor { tenant: Tenant::embedded(), name, request_id: String::new() };
        Self { _folder: folder, store, actor }
    }

    async fn account(&self, name: &str) -> StoredAccount {
        let standing =
            Standing { role: Role::Manager, unit: Some("asyl".to_owned()), scope: "/a/asyl/".to_owned() };
        let link = Secret::new().fingerprint();
        let permit = permit(Role::Administrator).unwrap();
        self.store.create_account(permit, &self.actor, name, &standing, &link).await.unwrap()
    }

    async fn begin(&self, account: Uuid) -> Fingerprint {
        let proof = Secret::new().fingerprint();
        self.store.begin_session(&self.actor.tenant, account, (&proof, None), "Firefox").await.unwrap();
        proof
    }

    async fn found(&self, proof: &Fingerprint) -> Option<Signed> {
        self.store.session(&self.actor.tenant, proof, false).await.unwrap()
    }

    /// Lets time pass for all sessions: since they were used, and since they were begun.
    async fn pass(&self, unused: i64, begun: i64) {
        sqlx::query("UPDATE session SET seen_at = seen_at - $1, started_at = started_at - $2")
            .bind(unused * MINUTE)
            .bind(begun * MINUTE)
            .execute(&self.store.writer)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_session_ends_half_an_hour_after_its_last_use_and_after_eight_hours_in_any_case() {
    let opened = Opened::new().await;
    let account = opened.account("planung").await.id;
    let proof = opened.begin(account).await;
    let signed = opened.found(&proof).await.unwrap();
    assert_eq!((signed.identity.account, signed.touch_due), (account, false));
    assert_eq!((signed.identity.role, signed.identity.scope.as_str()), (Role::Manager, "/a/asyl/"));

    // Used again and again it goes on, until the eight hours are over.
    for _ in 0..16 {
        opened.pass(29, 29).await;
        let signed = opened.found(&proof).await.unwrap();
        assert!(signed.touch_due);
        opened.store.touch_session(&opened.actor.tenant, signed.identity.session).await.unwrap();
        assert!(!opened.found(&proof).await.unwrap().touch_due);
    }
    opened.pass(0, 17).await;
    assert_eq!(opened.found(&proof).await, None, "8 hours and a minute");

    let proof = opened.begin(account).await;
    opened.pass(29, 29).await;
    assert!(opened.found(&proof).await.is_some());
    opened.pass(2, 2).await;
    assert_eq!(opened.found(&proof).await, None, "31 minutes without use");
}

#[tokio::test]
async fn a_new_session_takes_the_place_of_the_one_that_the_browser_had() {
    let opened = Opened::new().await;
    let account = opened.account("planung").await.id;
    let (old, new) = (opened.begin(account).await, Secret::new().fingerprint());
    opened.store.begin_session(&opened.actor.tenant, account, (&new, Some(&old)), "").await.unwrap();
    assert_eq!(opened.found(&old).await, None);
    assert!(opened.found(&new).await.is_some());
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_gets_no_session_any_more() {
    let opened = Opened::new().await;
    opened.store.first_administrator(&opened.actor, &Secret::new().fingerprint()).await.unwrap();
    let account = opened.account("planung").await;
    let proof = opened.begin(account.id).await;
    let manage = permit(Role::Administrator).unwrap();
    let closed =
        opened.store.close_account(manage, &opened.actor, (account.id, account.version), true, &why()).await;
    assert!(closed.unwrap().closed);
    assert_eq!(opened.found(&proof).await, None);
    let again = (&Secret::new().fingerprint(), None);
    let refused = opened.store.begin_session(&opened.actor.tenant, account.id, again, "").await;
    assert!(matches!(refused, Err(StoreError::NoAccount)), "{refused:?}");
}

#[tokio::test]
async fn a_link_works_once_and_for_a_day() {
    let opened = Opened::new().await;
    let account = opened.account("planung").await;
    let manage = permit(Role::Administrator).unwrap();
    let link = Secret::new().fingerprint();
    let renewed = opened.store.renew_link(manage, &opened.actor, account.id, &link, &why()).await.unwrap();
    assert!(renewed.link_until.unwrap() > now() + 23 * 60 * MINUTE);
    let tenant = &opened.actor.tenant;
    let owner = opened.store.link_owner(tenant, &link).await.unwrap().unwrap();
    assert_eq!((owner.account, owner.name.as_str()), (account.id, "planung"));
    let old = opened.begin(account.id).await;
    let proof = Secret::new().fingerprint();
    opened.store.redeem_link((tenant, ""), &link, "hash", (&proof, "")).await.unwrap();
    assert_eq!(opened.found(&old).await, None, "a new password ends what was begun with the old one");
    assert!(opened.found(&proof).await.is_some());
    assert_eq!(opened.store.credentials(tenant, "planung").await.unwrap().unwrap().password, "hash");
    let again = opened.store.redeem_link((tenant, ""), &link, "other", (&proof, "")).await;
    assert!(matches!(again, Err(StoreError::NoLink)), "{again:?}");

    opened.store.renew_link(manage, &opened.actor, account.id, &link, &why()).await.unwrap();
    sqlx::query("UPDATE account_link SET expires_at = $1")
        .bind(now())
        .execute(&opened.store.writer)
        .await
        .unwrap();
    assert_eq!(opened.store.link_owner(tenant, &link).await.unwrap(), None);
}

#[tokio::test]
async fn sessions_of_others_are_not_there() {
    let opened = Opened::new().await;
    let (own, other) = (opened.account("eins").await.id, opened.account("zwei").await.id);
    let (proof, foreign) = (opened.begin(own).await, opened.begin(other).await);
    let identity = opened.found(&proof).await.unwrap().identity;
    let foreign = opened.found(&foreign).await.unwrap().identity.session;
    let right = || permit::<OwnAccount>(Role::Manager).unwrap();
    let who = (&opened.actor, &identity);
    assert_eq!(opened.store.own_sessions(right(), who).await.unwrap().len(), 1);
    let refused = opened.store.end_own_session(right(), who, Some(foreign)).await;
    assert!(matches!(refused, Err(StoreError::NoSession)), "{refused:?}");
    opened.store.end_own_session(right(), who, None).await.unwrap();
    assert!(opened.found(&proof).await.is_some(), "the one that asks stays");
}

/// The units of accounts and the homes of scenarios, as they are stored.
async fn places(opened: &Opened) -> (Vec<String>, Vec<String>) {
    let read = async |statement: &'static str| {
        sqlx::query_scalar(statement).fetch_all(&opened.store.readers).await.unwrap()
    };
    let scopes = read("SELECT scope FROM account WHERE unit IS NOT NULL ORDER BY name").await;
    (scopes, read("SELECT home FROM scenario WHERE home <> '' ORDER BY id").await)
}

#[tokio::test]
async fn accounts_and_scenarios_follow_their_unit_from_the_day_on_which_it_moves() {
    let opened = Opened::new().await;
    opened.account("planung").await;
    sqlx::query("UPDATE scenario SET home = '/abteilung/asyl-eu/asyl/'")
        .execute(&opened.store.writer)
        .await
        .unwrap();
    // The path that the account was made with is of no organisation.
    assert_eq!(opened.store.settle_scopes(&opened.actor).await.unwrap(), 1);
    let before = vec!["/abteilung/asyl-eu/asyl/".to_owned()];
    assert_eq!(places(&opened).await, (before.clone(), before.clone()));
    assert_eq!(opened.store.settle_scopes(&opened.actor).await.unwrap(), 0, "once");

    let mut plan = builtin().unwrap();
    let decided =
        r#"[{"effective": "2199-01-01", "action": {"move_unit": {"unit": "asyl", "to": "integration"}}}]"#;
    plan.decided = crate::plan::changes_from_json(decided.as_bytes()).unwrap();
    sqlx::query("UPDATE plan SET document = $1")
        .bind(serde_json::to_string(&plan).unwrap())
        .execute(&opened.store.writer)
        .await
        .unwrap();
    assert_eq!(opened.store.settle_scopes(&opened.actor).await.unwrap(), 0, "not before its day");
    let day = "2199-01-01".parse().unwrap();
    assert_eq!(opened.store.settle_scopes_on(&opened.actor, day).await.unwrap(), 1);
    let after = vec!["/abteilung/integration/asyl/".to_owned()];
    assert_eq!(places(&opened).await, (after.clone(), after));
    let trail = opened.store.audit_trail().await.unwrap();
    assert_eq!(trail.iter().filter(|entry| entry.action == "account.follow").count(), 2);
}
