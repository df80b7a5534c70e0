//! The log names addresses, faults and identifiers of requests: no secrets, no names of accounts, nothing of what is kept, not even
//! at the level that tells most.

use crate::program::{stellwerk, succeed};
use crate::server::{end, free_port, request};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

const PASSWORD: &str = "kanarie kennwort lang";
const NEXT_PASSWORD: &str = "noch eine kanarie mehr";

/// A server in earnest whose log goes to a file, with a visitor who is signed in or not.
struct Logged {
    port: u16,
    cookie: String,
    /// What must never be in the log.
    secrets: Vec<String>,
}

impl Logged {
    fn start(folder: &Path) -> (Child, Self) {
        let port = free_port();
        std::fs::write(folder.join("geheim"), "dienstkanarie\n").unwrap();
        let child = stellwerk()
            .args(["serve", "--log", "trace", "--port", &port.to_string(), "--requests", "1000000"])
            // A sign-in service that does not answer: what is said of that is logged, too.
            .args(["--oidc-issuer", "http://127.0.0.1:9/", "--oidc-client", "stellwerk"])
            .arg("--oidc-secret-file")
            .arg(folder.join("geheim"))
            .arg("--database")
            .arg(folder.join("stellwerk.db"))
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        let secrets = vec!["dienstkanarie".to_owned()];
        (child, Self { port, cookie: String::new(), secrets })
    }

    /// Keeps in mind what must not be in the log.
    fn secret(&mut self, text: &str) -> String {
        self.secrets.push(text.to_owned());
        text.to_owned()
    }

    /// Sends a request of the page; takes over the cookie that comes with the answer.
    fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let (port, length) = (self.port, body.len());
        let answer = request(
            port,
            &format!(
                "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
                 User-Agent: agentkanarie\r\nReferer: http://127.0.0.1:{port}/?q=herkunftskanarie\r\n{headers}\
                 Content-Length: {length}\r\n\r\n{body}",
                self.cookie
            ),
        );
        let set = answer.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: stellwerk_sitzung="));
        if let Some(value) = set.map(|set| set.split(';').next().unwrap()).filter(|value| !value.is_empty()) {
            self.cookie = format!("stellwerk_sitzung={}", self.secret(value));
        }
        answer
    }

    fn form(&mut self, path: &str, form: &str) -> String {
        self.send("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form)
    }

    fn try_call(&mut self, function: &str, body: &Value) -> String {
        self.send(
            "POST",
            &format!("/api/{function}"),
            "Content-Type: application/json\r\n",
            &body.to_string(),
        )
    }

    /// Calls a server function, which has to work.
    fn call(&mut self, function: &str, body: &Value) -> Value {
        let answer = self.try_call(function, body);
        assert!(answer.contains(" 200 OK"), "{function}: {answer}");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Sets a password by the key of a link.
    fn redeem(&mut self, key: &str) {
        self.secret(key);
        let (key, password) = (key.to_owned(), self.secret(PASSWORD));
        self.call("account/redeem", &json!({"command": {"key": key, "password": password}}));
    }

    /// What is done with accounts: made, signed in with right and wrong words, another password.
    fn comes_in(&mut self) {
        let name = self.secret("kanarienkonto");
        let make = json!({"command": {"name": name, "role": "manager", "unit": null}});
        let made = self.call("accounts/create", &make);
        self.redeem(made["address"].as_str().unwrap().strip_prefix("/einrichten#").unwrap());
        for (name, password) in [
            (name.as_str(), "falsche+kanarie"),
            ("unbekannter-kanarienvogel", "falsche+kanarie"),
            (name.as_str(), "kanarie+kennwort+lang"),
        ] {
            self.secret(name);
            self.secret(password);
            let answer =
                self.form("/anmelden", &format!("name={name}&kennwort={password}&weiter=%2Fzielkanarie"));
            assert!(answer.contains(" 303 "), "{answer}");
        }
        self.secret("falsche kanarie");
        self.secret("zielkanarie");
        let next = self.secret(NEXT_PASSWORD);
        self.call("account/password", &json!({"command": {"old": PASSWORD, "new": next}}));
        self.sets_up_a_second_factor(&next);
    }

    /// The secret and recovery codes of a second factor; its codes are six digits, which may stand in any line by chance.
    fn sets_up_a_second_factor(&mut self, password: &str) {
        let begun = self.call("account/begin_second_factor", &json!({"password": password}));
        let shown = self.secret(begun["secret"].as_str().unwrap());
        let plain = self.secret(&shown.replace(' ', ""));
        let secret = totp_rs::Secret::try_from_base32(plain).unwrap();
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let code = totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(time).to_string();
        let confirmed = self.call("account/confirm_second_factor", &json!({"code": code}));
        for code in confirmed["codes"].as_array().unwrap() {
            let code = self.secret(code.as_str().unwrap());
            self.secret(&code.replace('-', ""));
        }
    }

    /// What is kept: names, texts, a statement, what cannot be read, a table.
    fn works(&mut self) {
        let scenario = self.call("scenarios/current", &json!({}))["id"].clone();
        let name = self.secret("Szenariokanarie");
        let create = json!({"command": {"command": Uuid::new_v4(), "name": name, "description": name}});
        self.call("scenarios/create", &create);
        let text = self.secret("Anmerkungskanarie");
        let said = json!({"command": {
            "scenario": scenario, "comment": Uuid::new_v4(), "about": "scenario", "text": text,
        }});
        self.call("comments/add", &said);
        let create =
            json!({"command": {"command": Uuid::new_v4(), "scenario": scenario, "template": "answer"}});
        let made = self.call("statements/create", &create);
        let mut draft = made["draft"].clone();
        draft["title"] = json!(self.secret("Titelkanarie"));
        draft["sections"] = json!([{"heading": "x", "text": self.secret("Textkanarie")}]);
        let mut command = json!({
            "command": Uuid::new_v4(), "scenario": scenario, "statement": made["id"], "version": 1, "draft": draft,
        });
        let saved = self.call("statements/save", &json!({ "command": command }));
        command = json!({
            "command": Uuid::new_v4(), "scenario": scenario, "statement": made["id"], "version": saved["version"],
        });
        self.call("statements/freeze", &json!({ "command": command }));
        let field = self.secret("Feldkanarie");
        assert!(self.try_call("scenarios/append", &json!({"falsch": field})).contains(" 422 "));
        let file = self.secret("dateikanarie.csv");
        let ask = json!({
            "name": file, "kind": null, "columns": [], "states": [], "take": true, "added": true, "changed": true,
            "complete": false, "leave": [], "scenario": null,
        });
        let (number, person, kind) =
            (self.secret("AZ-KANARIE"), self.secret("Kanarienmann"), self.secret("zzkanarie"));
        for rows in
            [format!("{number};a01;08.01.2024;{person}"), format!("{number};{kind};08.01.2024;{person}")]
        {
            let table = format!("{ask}\nAktenzeichen;Fallart;Eingang;Nachname\n{rows}\n");
            assert!(self.send("POST", "/daten/datei", "", &table).contains(" 200 OK"));
        }
    }

    /// Addresses with words that somebody typed, reports, tokens, the sign-in service.
    fn asks(&mut self, database: &Path) {
        for word in [
            "anfragekanarie",
            "codekanarie",
            "statekanarie",
            "berichtskanarie",
            "agentkanarie",
            "herkunftskanarie",
        ] {
            self.secret(word);
        }
        self.send("GET", "/export/organigramm?szenario=anfragekanarie", "", "");
        self.send("GET", "/anmelden/verwaltungskonto?weiter=/anfragekanarie", "", "");
        self.send("GET", "/anmelden/verwaltungskonto/rueckkehr?code=codekanarie&state=statekanarie", "", "");
        let report = json!({"csp-report": {
            "document-uri": "http://127.0.0.1/konto?q=berichtskanarie", "blocked-uri": "https://evil.example/berichtskanarie",
            "effective-directive": "img-src", "original-policy": "berichtskanarie",
        }});
        let answer =
            self.send("POST", "/csp-report", "Content-Type: application/csp-report\r\n", &report.to_string());
        assert!(answer.contains(" 204 "), "{answer}");
        let name = self.secret("zugangskanarie");
        let given = succeed(
            &[
                "token",
                "create",
                &name,
                "--reason",
                "Berichtswesen",
                "--database",
                database.to_str().unwrap(),
            ],
            b"",
        );
        let token = self.secret(given.split_whitespace().last().unwrap());
        let wrong = self.secret(&format!("{}kanarie", &token[..token.len() - 7]));
        for (token, status) in [(token, " 200 OK"), (wrong, " 401 ")] {
            let answer = self.send("GET", "/api/v1/plan", &format!("Authorization: Bearer {token}\r\n"), "");
            assert!(answer.contains(status), "{answer}");
        }
    }
}

/// The key that the first start prints.
fn first_key(child: &mut Child) -> String {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.contains("/einrichten#")).expect("no link");
    line.split("/einrichten#").nth(1).unwrap()[..64].to_owned()
}

#[test]
fn nothing_that_is_secret_or_somebodys_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut logged) = Logged::start(folder.path());
    let key = first_key(&mut child);
    logged.redeem(&key);
    logged.comes_in();
    logged.works();
    logged.asks(&folder.path().join("stellwerk.db"));
    logged.form("/abmelden", "");
    assert_eq!(end(child, "-TERM").status.code(), Some(0));

    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    // It is the log, at the level that tells most: requests by their path, statements, what was refused.
    for word in [
        "TRACE",
        "/export/organigramm",
        "INSERT INTO statement",
        "the content policy was violated",
        "img-src",
    ] {
        assert!(log.contains(word), "{word} is not in the log, so that nothing can be concluded from it");
    }
    let lines: Vec<String> = log.lines().map(str::to_lowercase).collect();
    for secret in &logged.secrets {
        assert!(secret.len() >= 8, "{secret} may be there by chance");
        let told = lines.iter().find(|line| line.contains(&secret.to_lowercase()));
        assert_eq!(told, None, "{secret} stands in the log");
    }
}
