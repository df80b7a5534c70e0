//! `import` and `cases`: counts from a table into a database and out again.

use crate::program::{errors, run, succeed};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use stellwerk::exchange::{Mapping, TableKind};
use stellwerk::permission::{Role, Status, permit};
use stellwerk::plan::{Plan, builtin};
use stellwerk::statement::DecisionRecord;
use stellwerk::store::{Actor, Editor, Store, StoredDecision, Tenant, Viewer};
use tempfile::TempDir;
use uuid::Uuid;

/// A new database with the built-in plan.
async fn installation(folder: &TempDir) -> PathBuf {
    let file = folder.path().join("stellwerk.db");
    Store::open(&file, &builtin().unwrap()).await.unwrap().close().await.unwrap();
    file
}

async fn verified(file: &Path) -> u64 {
    let store = Store::open(file, &builtin().unwrap()).await.unwrap();
    let entries = store.verify_audit().await.unwrap();
    store.close().await.unwrap();
    entries
}

/// Two years of every case type, as a spreadsheet of an office writes it.
fn table(plan: &Plan, received: u64) -> String {
    let mut text =
        "sep=;\r\nFallzahlen der Abteilung;;;;\r\nMonat;Fallart;Eingänge;Erledigungen;Bestand\r\n".to_owned();
    for (at, case_type) in plan.case_types.iter().enumerate() {
        for month in 0..24 {
            let (year, number) = (2022 + month / 12, month % 12 + 1);
            let stock = 200 + at as u64 + month * (received - 90);
            text.push_str(&format!("{number:02}.{year};{};{received};90;{stock}\r\n", case_type.id));
        }
    }
    text
}

fn import(file: &Path, input: &[u8], more: &[&str]) -> std::process::Output {
    let arguments = [&["import", "-", "--database", file.to_str().unwrap()], more].concat();
    run(&arguments, input)
}

fn digest(file: &Path) -> String {
    format!("{:x}", Sha256::digest(std::fs::read(file).unwrap()))
}

#[tokio::test]
async fn an_import_is_stored_once_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let plan = builtin().unwrap();
    let count = plan.case_types.len() * 24;
    let dry = import(&file, table(&plan, 100).as_bytes(), &["--dry-run"]);
    assert!(dry.status.success(), "{}", errors(&dry));
    assert!(
        String::from_utf8_lossy(&dry.stdout)
            .starts_with(&format!("Probe, nichts gespeichert: {count} neu, 0 geändert"))
    );
    assert_eq!(verified(&file).await, 0);

    // Windows-1252, as Excel writes it.
    let latin: Vec<u8> = table(&plan, 100).chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let done = import(&file, &latin, &[]);
    assert!(done.status.success(), "{}", errors(&done));
    assert_eq!(errors(&done), "");
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(text, format!("Übernommen: {count} neu, 0 geändert, 0 unverändert.\n"));
    assert_eq!(verified(&file).await, 1);

    let again = import(&file, &latin, &[]);
    let text = String::from_utf8(again.stdout).unwrap();
    assert_eq!(text, format!("Übernommen: 0 neu, 0 geändert, {count} unverändert.\n"));
    assert_eq!(verified(&file).await, 1);

    let changed = import(&file, b"Monat;Fallart;Bestand\n12.2023;a01;1\n", &[]);
    assert!(errors(&changed).contains("a01, Dez 2023: gezählter Bestand 1, nach Bestand davor"));
    let text = String::from_utf8(changed.stdout).unwrap();
    assert!(text.starts_with("Übernommen: 0 neu, 1 geändert, 0 unverändert; "), "{text}");
    assert!(text.contains("a01") && text.contains("Bestand"), "{text}");
    assert_eq!(verified(&file).await, 2);

    let shown = succeed(&["cases", "--unit", "aufenthalt", "--database", file.to_str().unwrap()], b"");
    assert!(shown.starts_with("Sachgebiet Aufenthalt/Anerkennung: Ende Dezember 2023 sind "), "{shown}");
    assert!(shown.contains("Monate Arbeit") && shown.lines().count() > 26, "{shown}");
}

#[tokio::test]
async fn no_form_of_output_tells_the_output_of_a_small_unit() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let database = file.to_str().unwrap();
    assert!(import(&file, table(&builtin().unwrap(), 100).as_bytes(), &[]).status.success());
    for unit in ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"] {
        let text = succeed(&["cases", "--unit", unit, "--database", database], b"");
        assert!(text.contains("Erledigungen werden nicht ausgewiesen"), "{unit}: {text}");
        assert!(text.contains("Dienstvereinbarung"), "{unit}: {text}");
        let csv = succeed(&["cases", "--unit", unit, "--format", "csv", "--database", database], b"");
        assert_eq!(csv.lines().count(), 9, "{csv}");
        assert!(csv.lines().skip(1).all(|line| line.split(';').nth(3) == Some("")), "{csv}");
        let json = succeed(&["cases", "--unit", unit, "--format", "json", "--database", database], b"");
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let lines = json[0]["lines"].as_array().unwrap();
        assert!(lines.len() == 8 && lines.iter().all(|line| line["completed"].is_null()), "{unit}");
    }
    let overview = succeed(&["cases", "--database", database], b"");
    assert!(
        overview.contains("Einbürgerung") && overview.contains("Service Point: Erledigungen werden"),
        "{overview}"
    );
}

#[tokio::test]
async fn what_is_wrong_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let before = digest(&file);
    let many = "x;".repeat(1_000) + "\n";
    for (input, said) in [
        (
            &b"Monat;Fallart;Bestand\n01.2023;a01;1\n31.06.2024;a01;2\n"[..],
            "Zeile 3, Spalte A („Monat“): „31.06.2024“ gibt es",
        ),
        (
            b"Monat;Fallart;Bestand\n01.2023;a01;=cmd|' /C calc'!A0\n",
            "Zeile 2, Spalte C: Die Zelle enthält eine Formel",
        ),
        (b"Monat;Fallart;Bestand\n01.2023;a01;1\n02.2023;\"a0", "Die Datei ist wohl unvollständig"),
        (b"PK\x03\x04\x14\0", "Die Arbeitsmappe ist beschädigt"),
        (many.as_bytes(), "1001 Spalten"),
        (b"", "Es gibt keine Kopfzeile"),
    ] {
        let output = import(&file, input, &[]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        let text = errors(&output);
        assert!(
            text.starts_with("Aus der Standardeingabe wurde nichts übernommen:\n") && text.contains(said),
            "{text}"
        );
    }
    assert_eq!(verified(&file).await, 0);
    assert_eq!(digest(&file), before);
    let missing = folder.path().join("keine.db");
    assert!(errors(&import(&missing, b"", &[])).contains("gibt es nicht"));
    assert!(!missing.exists());
    let strange = run(&["cases", "--unit", "mond", "--database", file.to_str().unwrap()], b"");
    assert!(errors(&strange).contains("Die Einheit „mond“ gibt es im Plan nicht"));
}

const LIST: &str = "Aktenzeichen;Fallart;Eingangsdatum;Status\n1/23;a01;02.01.2023;offen\n2/23;a01;03.01.2023;in Bearbeitung\n";

#[tokio::test]
async fn a_list_of_cases_is_taken_over_once_and_its_states_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let said = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    let dry = import(&file, LIST.as_bytes(), &["--dry-run"]);
    assert_eq!(said(dry), "Probe, nichts gespeichert: 2 Fälle neu, 0 geändert, 0 unverändert.\n");
    assert_eq!(verified(&file).await, 0);
    import(&file, LIST.as_bytes(), &[]);
    assert_eq!(
        said(import(&file, LIST.as_bytes(), &[])),
        "Übernommen: 0 Fälle neu, 0 geändert, 2 unverändert.\n"
    );
    let later = "Aktenzeichen;Fallart;Eingangsdatum;Status\n1/23;a01;02.01.2023;Stufe 7\n";
    assert!(
        errors(&import(&file, later.as_bytes(), &[])).contains("Der Status „Stufe 7“ ist nicht bekannt.")
    );
    let named = import(&file, later.as_bytes(), &["--state", "Stufe 7=applicant", "--complete"]);
    assert_eq!(
        said(named),
        "Übernommen: 0 Fälle neu, 1 geändert, 0 unverändert; 1 offene Fälle fehlen in der Liste und gelten als erledigt.\n"
    );
    assert_eq!(import(&file, b"", &["--state", "x=somewhere"]).status.code(), Some(2));
    assert_eq!(verified(&file).await, 2);
}

#[tokio::test]
async fn what_was_decided_on_the_page_holds_on_the_command_line_until_it_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let list = "Laufzeichen;Fallart;Eingangsdatum;Status\n1/23;a01;02.01.2023;Stufe 7\n";
    let said = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    assert!(!import(&file, list.as_bytes(), &["--dry-run"]).status.success());
    let named =
        ["--dry-run", "--kind", "cases", "--column", "Laufzeichen=reference", "--state", "Stufe 7=applicant"];
    assert!(
        said(import(&file, list.as_bytes(), &named)).starts_with("Probe, nichts gespeichert: 1 Fälle neu")
    );
    for wrong in [["--kind", "personen"], ["--column", "Laufzeichen=name"], ["--column", "=reference"]] {
        assert_eq!(import(&file, list.as_bytes(), &wrong).status.code(), Some(2), "{wrong:?}");
    }
    let mut mapping = Mapping::of(&[("Laufzeichen", "reference")]);
    mapping.decide_state("Stufe 7", "applicant");
    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    store.keep_mapping(permit(Role::Manager).unwrap(), &actor, TableKind::Cases, &mapping).await.unwrap();
    store.close().await.unwrap();
    assert!(said(import(&file, list.as_bytes(), &[])).starts_with("Übernommen: 1 Fälle neu"));
    let other = ["--state", "Stufe 7=dormant"];
    assert!(said(import(&file, list.as_bytes(), &other)).starts_with("Übernommen: 0 Fälle neu, 1 geändert"));
}

#[tokio::test]
async fn posts_and_figures_of_the_assessment_become_steps_of_the_scenario_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let said = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let (_, all) = store.scenarios(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    let (id, name) = (all[0].id.to_string(), all[0].described.name.clone());
    store.close().await.unwrap();
    let figures = "Fallart;Jahr;Fallzahl;mBZ;Laufbahngruppe;Quelle\na01;2023;1.234;95,5;2.1;Erhebung 2023\n";
    // Nobody has said where to.
    let refused = import(&file, figures.as_bytes(), &[]);
    assert!(errors(&refused).contains("--scenario"), "{}", errors(&refused));
    let strange = import(&file, figures.as_bytes(), &["--scenario", "Mond"]);
    assert!(errors(&strange).contains("„Mond“ gibt es nicht. Vorhanden: "), "{}", errors(&strange));
    let dry = import(&file, figures.as_bytes(), &["--dry-run", "--scenario", &name, "--kind", "workload"]);
    assert!(errors(&dry).contains("Hinweis: Fallzahlen sind die Mengen der Bemessung"), "{}", errors(&dry));
    let text = said(dry);
    assert!(text.starts_with("Probe, nichts gespeichert: 1 geändert, 0 unverändert."), "{text}");
    assert!(text.contains("Fallzahl 2023: 1.234; mBZ 95,5 Min."), "{text}");
    assert_eq!(verified(&file).await, 0);
    let done = said(import(&file, figures.as_bytes(), &["--scenario", &name]));
    let begin = format!("In das Szenario „{name}“ übernommen: 1 geändert, 0 unverändert.");
    assert!(done.starts_with(&begin), "{done}");
    assert_eq!(verified(&file).await, 1);
    let again = said(import(&file, figures.as_bytes(), &["--scenario", &id]));
    assert!(again.ends_with("übernommen: 0 geändert, 1 unverändert.\n"), "{again}");
    let posts = "Stelle;Einheit;VZÄ;Bewertung\nNEU-1;asyl;0,500;EG 9b\n";
    let done = said(import(&file, posts.as_bytes(), &["--scenario", &id]));
    assert!(done.contains("1 geändert, 0 unverändert; ") && done.contains("NEU-1"), "{done}");
    assert_eq!(verified(&file).await, 2);
    // Counts belong to no scenario.
    let counts = import(&file, b"Monat;Fallart;Bestand\n01.2023;a01;1\n", &["--scenario", &id]);
    assert!(errors(&counts).contains("Bitte lassen Sie --scenario weg"), "{}", errors(&counts));
    assert_eq!(verified(&file).await, 2);
}

#[tokio::test]
async fn a_watched_folder_takes_over_and_puts_away() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let mapping = Mapping::of(&[("Laufzeichen", "reference")]);
    store.keep_mapping(permit(Role::Manager).unwrap(), &actor, TableKind::Cases, &mapping).await.unwrap();
    store.close().await.unwrap();
    let inbox = folder.path().join("eingang");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join("liste.csv"), LIST.replace("Aktenzeichen", "Laufzeichen")).unwrap();
    std::fs::write(inbox.join("falsch.csv"), "Monat;Fallart;Bestand\n13.2023;a01;1\n").unwrap();
    std::fs::write(inbox.join("brief.docx"), "x").unwrap();
    let mut watching = crate::program::stellwerk()
        .args(["import", "--watch", inbox.to_str().unwrap(), "--database", file.to_str().unwrap()])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let (done, refused) =
        (inbox.join("erledigt/liste.csv.protokoll.txt"), inbox.join("abgelehnt/falsch.csv.protokoll.txt"));
    for _ in 0..300 {
        if done.exists() && refused.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(std::fs::read_to_string(done).unwrap().contains("Übernommen: 2 Fälle neu"));
    assert!(
        std::fs::read_to_string(refused).unwrap().contains("Zeile 2, Spalte A („Monat“): „13.2023“ gibt es")
    );
    assert!(inbox.join("erledigt/liste.csv").exists() && inbox.join("abgelehnt/falsch.csv").exists());
    assert!(!inbox.join("liste.csv").exists() && inbox.join("brief.docx").exists());
    assert_eq!(verified(&file).await, 1);
}

fn local() -> Actor {
    Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() }
}

/// Takes a decision down about the first scenario.
async fn decided(file: &Path) -> Uuid {
    let store = Store::open(file, &builtin().unwrap()).await.unwrap();
    let (_, all) = store.scenarios(permit(Role::Manager).unwrap(), &local()).await.unwrap();
    let editor = Editor::new(permit(Role::Manager).unwrap(), &local(), all[0].id);
    let editor = editor.deciding(permit(Role::Manager).unwrap());
    let record = DecisionRecord {
        resolution: "BV/0123/2024".to_owned(),
        decided_on: "2024-06-27".parse().unwrap(),
        reasons: "Weil sie reicht.".to_owned(),
        rejected: Vec::new(),
    };
    // Somebody else lays it before those who decide.
    let other = Actor { name: "planung".to_owned(), ..local() };
    let proposing = Editor::new(permit(Role::Manager).unwrap(), &other, all[0].id);
    store.set_status(&proposing, all[0].version, Uuid::now_v7(), (Status::Proposed, "")).await.unwrap();
    store.record_decision(&editor, all[0].version + 1, Uuid::now_v7(), record).await.unwrap();
    store.close().await.unwrap();
    all[0].id
}

async fn decision(file: &Path, scenario: Uuid) -> Option<StoredDecision> {
    let store = Store::open(file, &builtin().unwrap()).await.unwrap();
    let viewer = Viewer::new(permit(Role::Manager).unwrap(), &local(), scenario);
    let found = store.decision(&viewer).await.unwrap();
    store.close().await.unwrap();
    found
}

#[tokio::test]
async fn a_whole_instance_goes_out_and_comes_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    import(&file, LIST.as_bytes(), &[]);
    import(&file, table(&builtin().unwrap(), 100).as_bytes(), &[]);
    let id = decided(&file).await;
    let (out, copy) = (folder.path().join("instanz.jsonl"), folder.path().join("kopie.db"));
    let paths = [&file, &out, &copy].map(|path| path.to_str().unwrap().to_owned());
    let [database, out_path, copy_path] = paths.each_ref().map(String::as_str);
    let said = succeed(&["export", out_path, "--database", database], b"");
    assert!(said.starts_with("Ausgegeben: "), "{said}");
    assert!(!run(&["export", out_path, "--database", database], b"").status.success());
    let said = succeed(&["import-instance", out_path, "--database", copy_path], b"");
    assert!(said.starts_with("Eingelesen: "), "{said}");
    let shown = |database: &str| succeed(&["cases", "--format", "json", "--database", database], b"");
    assert_eq!(shown(copy_path), shown(database));
    assert_eq!(verified(&copy).await, verified(&file).await);
    let (kept, came) = (decision(&file, id).await, decision(&copy, id).await);
    assert!(kept.is_some() && came == kept, "{came:?}");
    // What came in goes out the same.
    let again = folder.path().join("noch-einmal.jsonl");
    succeed(&["export", again.to_str().unwrap(), "--database", copy_path], b"");
    assert_eq!(std::fs::read_to_string(&again).unwrap(), std::fs::read_to_string(&out).unwrap());
    // The same list changes nothing: the pseudonyms are still those of its file numbers.
    let same = String::from_utf8(import(&copy, LIST.as_bytes(), &[]).stdout).unwrap();
    assert_eq!(same, "Übernommen: 0 Fälle neu, 0 geändert, 2 unverändert.\n");
    // A half file makes no database.
    let text = std::fs::read_to_string(&out).unwrap();
    std::fs::write(&again, &text[..text.len() / 2]).unwrap();
    let half = folder.path().join("halb.db");
    let output =
        run(&["import-instance", again.to_str().unwrap(), "--database", half.to_str().unwrap()], b"");
    assert!(errors(&output).contains("Es wurde nichts eingelesen."), "{}", errors(&output));
    assert!(!half.exists());
}

/// The text of a DOCX.
fn text_of(docx: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(docx).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    text
}

#[tokio::test]
async fn a_statement_tells_what_the_named_database_has_counted_but_no_output_of_small_units() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    assert!(import(&file, table(&builtin().unwrap(), 100).as_bytes(), &[]).status.success());
    let plan = folder.path().join("plan.json");
    std::fs::write(&plan, builtin().unwrap().to_json()).unwrap();
    let write = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let call = ["statement", plan.to_str().unwrap(), "--output", out.to_str().unwrap()];
        succeed(&[&call[..], more].concat(), b"");
        text_of(&out)
    };
    let without = write("ohne.docx", &[]);
    let with = write("mit.docx", &["--database", file.to_str().unwrap()]);
    let caption = "Fälle je Organisationseinheit";
    assert!(!without.contains(caption) && with.contains(caption), "{with}");
    assert!(with.contains("Ende Dezember 2023") && with.contains("nicht ausgewiesen"), "{with}");
    let missing = folder.path().join("keine.db");
    let call =
        ["statement", plan.to_str().unwrap(), "--output", "x.pdf", "--database", missing.to_str().unwrap()];
    assert!(errors(&run(&call, b"")).contains("gibt es nicht"));
    assert!(!missing.exists());
}

/// A workbook that holds macros.
fn with_macros() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("xl/vbaProject.bin", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut writer, b"\xd0\xcf\x11\xe0").unwrap();
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn the_protocol_of_a_folder_tells_less_than_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = installation(&folder).await;
    assert!(import(&file, table(&builtin().unwrap(), 100).as_bytes(), &[]).status.success());
    // One guess at what a small unit completed is wrong, the other one right: 90.
    let guesses = "Monat;Fallart;Erledigungen\n03.2023;n01;91\n03.2023;n02;90\n";
    // Who has the file of the database may see what is in it.
    let shown = import(&file, guesses.as_bytes(), &["--dry-run"]);
    assert!(errors(&shown).contains("Achtung: n01, Mär 2023: gezählter Bestand"), "{}", errors(&shown));
    let text = String::from_utf8(shown.stdout).unwrap();
    assert!(text.starts_with("Probe, nichts gespeichert: 0 neu, 1 geändert, 1 unverändert"), "{text}");
    assert!(
        text.lines().any(|line| line.contains("n01") && line.contains("90") && line.contains("91")),
        "{text}"
    );

    let inbox = folder.path().join("eingang");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join("klein.csv"), guesses).unwrap();
    std::fs::write(inbox.join("makros.xlsm"), with_macros()).unwrap();
    let mut watching = crate::program::stellwerk()
        .args(["import", "--watch", inbox.to_str().unwrap(), "--database", file.to_str().unwrap()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let paths = ["erledigt/klein.csv.protokoll.txt", "abgelehnt/makros.xlsm.protokoll.txt"];
    let [done, refused] = paths.map(|path| inbox.join(path));
    for _ in 0..300 {
        if done.exists() && refused.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    // What stands in the file has been written when the next look begins.
    std::thread::sleep(std::time::Duration::from_secs(3));
    watching.kill().unwrap();
    let said = String::from_utf8(watching.wait_with_output().unwrap().stdout).unwrap();
    let protocol = std::fs::read_to_string(done).unwrap();
    for told in [&said, &protocol] {
        assert!(told.contains("Übernommen: 0 neu, 0 geändert, 0 unverändert, 2 ohne Vergleich"), "{told}");
        assert!(told.contains("Hinweis: Ohne Vergleich: 2 Angaben"), "{told}");
        assert!(!told.contains("90") && !told.contains("Achtung"), "{told}");
    }
    assert!(std::fs::read_to_string(refused).unwrap().contains("Makros (.xlsm)"));
}
