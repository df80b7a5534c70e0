//! What the sign-in service says of somebody, as far as it is looked at: key, name of the account, groups.

use super::ProviderError;
use crate::api::account_name;
use crate::server::settings::GroupRule;
use crate::store::Person;
use serde_json::Value;

/// Which claims are looked at, and what groups give.
#[derive(Debug, Clone)]
pub(super) struct Mapping {
    /// The claim with the name of the account.
    pub(super) account: String,
    /// The claim with the groups.
    pub(super) groups: String,
    /// What groups give, the first that fits.
    pub(super) rules: Vec<GroupRule>,
}

impl Mapping {
    /// Whether everything is there that is looked at; what is missing may stand in the user information.
    pub(super) fn is_served_by(&self, claims: &Value) -> bool {
        claims.get(&self.account).is_some() && (self.rules.is_empty() || claims.get(&self.groups).is_some())
    }

    /// Whom these claims mean.
    pub(super) fn person(&self, issuer: &str, claims: &Value) -> Result<Person, ProviderError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let subject = text("sub").ok_or(ProviderError::Claim("sub".to_owned()))?;
        let told = text(&self.account).and_then(account_name);
        let name = told.ok_or_else(|| ProviderError::Claim(self.account.clone()))?;
        let groups = self.groups_in(claims);
        let rule = self.rules.iter().find(|rule| groups.contains(&rule.group.as_str()));
        let group = rule.map(|rule| (rule.role, rule.unit.clone()));
        Ok(Person { issuer: issuer.to_owned(), subject: subject.to_owned(), name, group })
    }

    /// The groups: a list of texts, or one text.
    fn groups_in<'a>(&self, claims: &'a Value) -> Vec<&'a str> {
        match claims.get(&self.groups) {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Role;
    use serde_json::json;

    fn mapping(rules: &[&str]) -> Mapping {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        Mapping { account: "preferred_username".to_owned(), groups: "groups".to_owned(), rules }
    }

    #[test]
    fn the_name_is_written_as_accounts_are() {
        let named = |name: Value| mapping(&[]).person("i", &json!({"sub": "7", "preferred_username": name}));
        let person = named(json!(" Planung.Amt ")).unwrap();
        assert_eq!((person.subject.as_str(), person.name.as_str(), person.group), ("7", "planung.amt", None));
        assert_eq!(named(json!("Frau@Amt.example")).unwrap().name, "frau@amt.example");
        for wrong in
            [json!(""), json!(7), json!(null), json!("a b"), json!("x".repeat(41)), json!("<script>")]
        {
            assert!(named(wrong.clone()).is_err(), "{wrong}");
        }
        assert!(mapping(&[]).person("i", &json!({"preferred_username": "a"})).is_err());
    }

    #[test]
    fn the_first_rule_counts_and_groups_are_compared_whole() {
        let rules = mapping(&["leitung=manager", "asyl=team_lead:asyl-eu"]);
        let given = |groups: Value| {
            rules
                .person("i", &json!({"sub": "7", "preferred_username": "a", "groups": groups}))
                .unwrap()
                .group
        };
        assert_eq!(given(json!(["asyl", "leitung"])), Some((Role::Manager, None)));
        assert_eq!(given(json!("asyl")), Some((Role::TeamLead, Some("asyl-eu".to_owned()))));
        for none in [json!(["Leitung", "asyl2", 7]), json!([]), json!(null), json!({"leitung": true})] {
            assert_eq!(given(none.clone()), None, "{none}");
        }
    }

    #[test]
    fn groups_are_missed_only_where_a_rule_asks_for_them() {
        let claims = json!({"sub": "7", "preferred_username": "a"});
        assert!(mapping(&[]).is_served_by(&claims));
        assert!(!mapping(&["a=staff"]).is_served_by(&claims));
        assert!(!mapping(&[]).is_served_by(&json!({"sub": "7"})));
    }
}
