//! Settings of the administration's own sign-in service (OpenID Connect): where it is, and what its claims mean here.

use crate::permission::Role;
use crate::plan::UnitId;
use clap::Args;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// Settings of the sign-in service; none is used without an issuer.
#[derive(Debug, Clone, Args)]
pub struct ProviderSettings {
    /// Adresse des Anmeldedienstes der Verwaltung (OpenID Connect), etwa https://sso.example.de/realms/amt (STELLWERK_OIDC_ISSUER); ohne Angabe gibt es nur Kennwörter
    #[arg(long = "oidc-issuer", env = "STELLWERK_OIDC_ISSUER", hide_env = true, value_name = "URL")]
    pub issuer: Option<Issuer>,
    /// Kennung, unter der Stellwerk beim Anmeldedienst eingetragen ist (STELLWERK_OIDC_CLIENT)
    #[arg(long = "oidc-client", env = "STELLWERK_OIDC_CLIENT", hide_env = true, value_name = "KENNUNG")]
    pub client: Option<String>,
    /// Datei mit dem Geheimnis, das der Anmeldedienst dazu vergeben hat (STELLWERK_OIDC_SECRET_FILE)
    #[arg(
        long = "oidc-secret-file",
        env = "STELLWERK_OIDC_SECRET_FILE",
        hide_env = true,
        value_name = "DATEI"
    )]
    pub secret_file: Option<PathBuf>,
    /// Angabe des Anmeldedienstes, die den Kontonamen trägt, Vorgabe preferred_username (STELLWERK_OIDC_ACCOUNT_CLAIM)
    #[arg(
        long = "oidc-account-claim",
        env = "STELLWERK_OIDC_ACCOUNT_CLAIM",
        hide_env = true,
        default_value = "preferred_username",
        hide_default_value = true,
        value_name = "NAME"
    )]
    pub account_claim: String,
    /// Angabe des Anmeldedienstes, die die Gruppen trägt, Vorgabe groups (STELLWERK_OIDC_GROUPS_CLAIM)
    #[arg(
        long = "oidc-groups-claim",
        env = "STELLWERK_OIDC_GROUPS_CLAIM",
        hide_env = true,
        default_value = "groups",
        hide_default_value = true,
        value_name = "NAME"
    )]
    pub groups_claim: String,
    /// Gruppe, deren Mitglieder beim ersten Anmelden ein Konto erhalten, als GRUPPE=ROLLE oder GRUPPE=ROLLE:EINHEIT (STELLWERK_OIDC_GROUPS, mehrere durch Semikolon getrennt); die erste passende gilt, ohne Angabe legt nur die Administration Konten an
    #[arg(
        long = "oidc-group",
        env = "STELLWERK_OIDC_GROUPS",
        hide_env = true,
        value_delimiter = ';',
        value_name = "GRUPPE=ROLLE"
    )]
    pub groups: Vec<GroupRule>,
    /// Zusätzlich angeforderte Angaben (scope), Vorgabe profile (STELLWERK_OIDC_SCOPES, durch Leerzeichen getrennt)
    #[arg(
        long = "oidc-scope",
        env = "STELLWERK_OIDC_SCOPES",
        hide_env = true,
        default_value = "profile",
        hide_default_value = true,
        value_delimiter = ' ',
        value_name = "NAME"
    )]
    pub scopes: Vec<String>,
}

/// The address of a sign-in service; without encryption on this machine only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// As it was written: the service has to call itself exactly so.
    pub address: String,
    /// Whether connections to it are encrypted.
    pub secure: bool,
}

impl FromStr for Issuer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri: http::Uri = text.parse().map_err(|_| format!("„{text}“ ist keine Adresse"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("„{text}“ beginnt nicht mit https://"));
        };
        if uri.query().is_some() || authority.as_str().contains('@') {
            return Err(format!("„{text}“ darf weder Anmeldedaten noch „?“ enthalten"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let loopback =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        match scheme {
            "https" => Ok(Self { address: text.to_owned(), secure: true }),
            "http" if loopback => Ok(Self { address: text.to_owned(), secure: false }),
            _ => Err("http:// ist nur auf diesem Rechner erlaubt, sonst https://".to_owned()),
        }
    }
}

/// What membership in a group of the service gives here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// The group, as the service calls it.
    pub group: String,
    /// The role of its members.
    pub role: Role,
    /// The unit that they are limited to; none for all units.
    pub unit: Option<String>,
}

impl FromStr for GroupRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Names of groups may hold the sign themselves: CN=Planung,OU=Amt=manager.
        let (group, given) = text.trim().rsplit_once('=').ok_or("erwartet wird GRUPPE=ROLLE")?;
        let (word, unit) = given.split_once(':').map_or((given, None), |(word, unit)| (word, Some(unit)));
        if group.trim().is_empty() {
            return Err("vor dem letzten „=“ fehlt die Gruppe".to_owned());
        }
        let role = match Role::parse(word.trim()) {
            // Whoever looks after groups in a directory would otherwise make themselves the administrator here.
            None | Some(Role::Administrator) => {
                return Err(format!(
                    "„{word}“ ist keine Rolle für Gruppen; erlaubt sind staff, team_lead, manager und staff_council"
                ));
            }
            Some(role) => role,
        };
        let unit = unit.map(str::trim).map(str::to_owned);
        if let Some(unit) = &unit
            && UnitId::parse(unit).is_err()
        {
            return Err(format!("„{unit}“ ist keine Kennung einer Einheit"));
        }
        Ok(Self { group: group.trim().to_owned(), role, unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        provider: ProviderSettings,
    }

    fn provider(flags: &[&str]) -> ProviderSettings {
        Line::parse_from(std::iter::once(&"stellwerk").chain(flags)).provider
    }

    #[test]
    fn an_issuer_is_encrypted_or_on_this_machine() {
        for (address, secure) in [
            ("https://sso.example.de/realms/amt", true),
            ("http://127.0.0.1:8080/", false),
            ("http://localhost:8080/realms/amt", false),
            ("http://[::1]:8080", false),
        ] {
            let issuer: Issuer = address.parse().unwrap();
            assert_eq!(issuer, Issuer { address: address.to_owned(), secure });
        }
        for wrong in [
            "",
            "sso.example.de",
            "http://sso.example.de",
            "ftp://127.0.0.1/",
            "https://a:b@sso.example.de/",
            "https://sso.example.de/?realm=amt",
            "http://127.0.0.1.example.de/",
        ] {
            assert!(wrong.parse::<Issuer>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_group_gives_a_role_and_perhaps_a_unit_but_never_the_administration() {
        let rule = |text: &str| text.parse::<GroupRule>();
        let expected = |group: &str, role, unit: Option<&str>| GroupRule {
            group: group.to_owned(),
            role,
            unit: unit.map(str::to_owned),
        };
        assert_eq!(rule("/planung=manager").unwrap(), expected("/planung", Role::Manager, None));
        assert_eq!(
            rule(" asyl = team_lead:asyl-eu ").unwrap(),
            expected("asyl", Role::TeamLead, Some("asyl-eu"))
        );
        assert_eq!(
            rule("CN=Rat,OU=Amt=staff_council").unwrap(),
            expected("CN=Rat,OU=Amt", Role::StaffCouncil, None)
        );
        for wrong in
            ["", "planung", "=staff", "planung=", "it=administrator", "x=leitung", "x=staff:", "x=staff:A B"]
        {
            assert!(rule(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn groups_keep_their_order_and_scopes_are_words() {
        let read = provider(&["--oidc-group", "b=staff;a=manager", "--oidc-scope", "profile email"]);
        let names: Vec<&str> = read.groups.iter().map(|rule| rule.group.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(read.scopes, ["profile", "email"]);
        let default = provider(&[]);
        assert_eq!((default.account_claim.as_str(), default.scopes.len()), ("preferred_username", 1));
    }
}
