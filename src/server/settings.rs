//! Settings of the server: each is a flag and an environment variable.

mod provider;
mod proxy;

pub use provider::{GroupRule, Issuer, ProviderSettings};
pub use proxy::{AccountHeader, ProxyNetwork, ProxySettings};

use super::security_txt::SecurityContact;
use crate::permission::Duty;
use clap::Args;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

/// Settings of the server.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Netzadresse, auf der der Server Anfragen annimmt, Vorgabe 127.0.0.1 (STELLWERK_ADDRESS)
    #[arg(
        long,
        env = "STELLWERK_ADDRESS",
        hide_env = true,
        default_value = "127.0.0.1",
        hide_default_value = true,
        value_name = "ADRESSE"
    )]
    pub address: IpAddr,
    /// Netzwerkport, Vorgabe 3000 (STELLWERK_PORT)
    #[arg(
        long,
        env = "STELLWERK_PORT",
        hide_env = true,
        default_value_t = 3000,
        hide_default_value = true,
        value_name = "PORT"
    )]
    pub port: u16,
    /// Datei der Datenbank, Vorgabe data/stellwerk.db (STELLWERK_DATABASE); sie wird angelegt, wenn sie fehlt
    #[arg(
        long,
        env = "STELLWERK_DATABASE",
        hide_env = true,
        default_value = "data/stellwerk.db",
        hide_default_value = true,
        value_name = "DATEI"
    )]
    pub database: PathBuf,
    /// Was protokolliert wird (STELLWERK_LOG): error, warn, info (Vorgabe), debug, trace oder je Modul (stellwerk=debug,sqlx=warn)
    #[arg(
        long,
        env = "STELLWERK_LOG",
        hide_env = true,
        default_value = "info",
        hide_default_value = true,
        value_name = "STUFE"
    )]
    pub log: String,
    /// Ordner mit den gebauten Dateien der Seite (STELLWERK_SITE); ohne Angabe werden die üblichen Orte durchsucht
    #[arg(long, env = "STELLWERK_SITE", hide_env = true, value_name = "ORDNER")]
    pub site: Option<PathBuf>,
    /// Vorführung (STELLWERK_DEMO): Anmelden in jeder Rolle mit einem Klick und ohne Kennwort; nur auf diesem Rechner
    #[arg(long, env = "STELLWERK_DEMO", hide_env = true)]
    pub demo: bool,
    /// Adresse, unter der Stellwerk hinter einem Proxy erreichbar ist, zum Beispiel https://stellwerk.example.de (STELLWERK_ORIGIN)
    #[arg(long, env = "STELLWERK_ORIGIN", hide_env = true, value_name = "URL")]
    pub origin: Option<Origin>,
    /// Ordner, aus dem Tabellen von selbst übernommen werden (STELLWERK_IMPORT_FOLDER); danach liegen sie in „erledigt“ oder „abgelehnt“, mit einem Protokoll daneben
    #[arg(long, env = "STELLWERK_IMPORT_FOLDER", hide_env = true, value_name = "ORDNER")]
    pub import_folder: Option<PathBuf>,
    /// Größte Datei, die auf der Seite „Daten“ angenommen wird, in MB, Vorgabe 5 (STELLWERK_UPLOAD); Falllisten können größer sein
    #[arg(
        long,
        env = "STELLWERK_UPLOAD",
        hide_env = true,
        default_value_t = 5,
        hide_default_value = true,
        value_name = "MB",
        value_parser = clap::value_parser!(u16).range(1..=2000)
    )]
    pub upload: u16,
    /// Adresse und Port, unter denen Messwerte für Prometheus abgerufen werden, etwa 127.0.0.1:9464 (STELLWERK_METRICS); nur auf diesem Rechner, ohne Angabe gar nicht
    #[arg(long, env = "STELLWERK_METRICS", hide_env = true, value_name = "ADRESSE:PORT", value_parser = loopback)]
    pub metrics: Option<SocketAddr>,
    /// Anfragen je Sekunde, die ein Konto auf Dauer stellen darf, Vorgabe 20 (STELLWERK_REQUESTS); eine Netzadresse zehnmal so viele
    #[arg(
        long,
        env = "STELLWERK_REQUESTS",
        hide_env = true,
        default_value = "20",
        hide_default_value = true,
        value_name = "ZAHL"
    )]
    pub requests: NonZeroU32,
    /// Behörde, die Stellwerk betreibt, wie sie auf den Seiten zu Datenschutz und Barrierefreiheit heißt (STELLWERK_OPERATOR)
    #[arg(long, env = "STELLWERK_OPERATOR", hide_env = true, value_name = "NAME")]
    pub operator: Option<String>,
    /// Wohin sich Fragen und Beschwerden richten, etwa eine Mailadresse (STELLWERK_CONTACT)
    #[arg(long, env = "STELLWERK_CONTACT", hide_env = true, value_name = "TEXT")]
    pub contact: Option<String>,
    /// Wohin Sicherheitslücken gemeldet werden, als mailto:, https: oder tel: (STELLWERK_SECURITY_CONTACT); steht dann in /.well-known/security.txt
    #[arg(long, env = "STELLWERK_SECURITY_CONTACT", hide_env = true, value_name = "URI")]
    pub security_contact: Option<SecurityContact>,
    /// Jahre, nach deren Ablauf abgeschlossene Vorgänge aus Falllisten gelöscht werden, gerechnet vom Ende des Jahres ihres Abschlusses, Vorgabe 3 (STELLWERK_RETENTION); ihre Monatssummen bleiben
    #[arg(
        long,
        env = "STELLWERK_RETENTION",
        hide_env = true,
        default_value_t = 3,
        hide_default_value = true,
        value_name = "JAHRE",
        value_parser = clap::value_parser!(u16).range(1..=30)
    )]
    pub retention: u16,
    /// Für wen ein zweiter Faktor Pflicht ist (STELLWERK_SECOND_FACTOR): free (Vorgabe) für niemanden, leading für Leitung und Administration, all für alle; Konten des Anmeldedienstes oder des anmeldenden Proxys und die Vorführung sind ausgenommen
    #[arg(
        long,
        env = "STELLWERK_SECOND_FACTOR",
        hide_env = true,
        default_value = "free",
        hide_default_value = true,
        value_name = "WER",
        value_parser = duty
    )]
    pub second_factor: Duty,
    /// Ob Browser Seiten zum Weiterarbeiten ohne Verbindung vorhalten (STELLWERK_OFFLINE): on (Vorgabe) oder off; off räumt auch auf, was schon vorgehalten wird
    #[arg(
        long,
        env = "STELLWERK_OFFLINE",
        hide_env = true,
        default_value = "on",
        hide_default_value = true,
        value_name = "on|off",
        action = clap::ArgAction::Set,
        value_parser = switch
    )]
    pub offline: bool,
    /// The administration's own sign-in service.
    #[command(flatten)]
    pub provider: ProviderSettings,
    /// A proxy that signs people in.
    #[command(flatten)]
    pub proxy: ProxySettings,
}

/// For whom a second factor is a duty.
fn duty(word: &str) -> Result<Duty, String> {
    Duty::parse(word).ok_or_else(|| "erlaubt sind free, leading und all".to_owned())
}

/// Whether something is switched on.
fn switch(word: &str) -> Result<bool, String> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("erlaubt sind on und off".to_owned()),
    }
}

/// An address of this machine that no other reaches.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    match text.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() => Ok(address),
        Ok(_) => Err("erlaubt sind nur Adressen dieses Rechners wie 127.0.0.1:9464".to_owned()),
        Err(_) => Err("erwartet werden Adresse und Port wie 127.0.0.1:9464".to_owned()),
    }
}

impl Settings {
    /// Where the server listens.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    /// Whether browsers reach the server on their own machine and without encryption.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match &self.origin {
            Some(origin) => !origin.secure && origin.is_loopback(),
            None => self.address.is_loopback(),
        }
    }

    /// Whether what is sent can be read on its way.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        !self.is_local() && !self.origin.as_ref().is_some_and(|origin| origin.secure)
    }

    /// Where a user of this machine finds the page.
    #[must_use]
    pub fn url(&self) -> String {
        if let Some(origin) = &self.origin {
            return origin.to_string();
        }
        if self.address.is_unspecified() {
            return format!("http://127.0.0.1:{}", self.port);
        }
        format!("http://{}", self.listen())
    }
}

/// Scheme, host and port as a browser writes them: `https://stellwerk.example.de`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whether the connection of the browser is encrypted.
    pub secure: bool,
    /// Host, with the port where it is not the scheme's own.
    pub authority: String,
}

impl Origin {
    /// Whether it is the browser's own machine.
    fn is_loopback(&self) -> bool {
        let Ok(authority) = self.authority.parse::<http::uri::Authority>() else { return false };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri: http::Uri = text.parse().map_err(|_| format!("„{text}“ ist keine Adresse"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("„{text}“ beginnt nicht mit https:// oder http://"));
        };
        if !matches!(scheme, "http" | "https") || !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(format!("„{text}“ muss aus https:// oder http:// und dem Rechnernamen bestehen"));
        }
        if authority.as_str().contains('@') {
            return Err(format!("„{text}“ darf keine Anmeldedaten enthalten"));
        }
        let own_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.as_str().to_ascii_lowercase();
        let authority = authority.strip_suffix(own_port).unwrap_or(&authority).to_owned();
        Ok(Self { secure: scheme == "https", authority })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_origins_as_browsers_write_them() {
        let origin: Origin = "https://Stellwerk.example.de:443/".parse().unwrap();
        assert_eq!(origin, Origin { secure: true, authority: "stellwerk.example.de".to_owned() });
        assert_eq!("http://10.0.0.7:3000".parse::<Origin>().unwrap().to_string(), "http://10.0.0.7:3000");
        for wrong in
            ["stellwerk.example.de", "ftp://x.de", "https://x.de/pfad", "https://a@x.de", "", "https://"]
        {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
