//! The paper for the data protection officer and the staff council: a sheet for the record of processing activities, and a description for
//! the co-determination. Always German. It is made of what `/datenschutz` is made of (the schema, its inventory, the page's own sentences), of
//! the policy and of the settings, so that it says of this installation what is true of it.

mod words;

use super::load;
use crate::api::{AboutInstallation, AgreementEntry, Alone, ApiError, SmallGroups, StoredTable};
use crate::caseload::DEFAULT_HEADS;
use crate::document::{Block, Column, Document, Level, Orientation, Row, Table, Text};
use crate::format::{Language, date, moment, number};
use crate::permission::{Duty, Field, POLICY, Persons, Right, Role, field_reach, reach};
use crate::server::context::{Context, Failure};
use crate::server::door::Entrance;
use crate::store::{today, trail};
use chrono::NaiveDate;
use words::{ABOUT, ACCOUNTS, blank, field_words, measures, reach_words, right_words, role_words, said};

/// What the paper is made of.
struct Facts {
    about: AboutInstallation,
    agreement: Option<AgreementEntry>,
    /// That one person may approve plans alone.
    alone: Option<Alone>,
    /// How people come in, beside a password.
    entrance: Entrance,
    duty: Duty,
    today: NaiveDate,
}

/// The paper of today.
///
/// # Errors
/// [`ApiError::SecondFactorMissing`] where that has to be set up first, [`Failure::Fault`] when the database cannot be read.
pub(in crate::server) async fn paper(context: &Context) -> Result<Document, Failure> {
    if context.owes_second_factor() {
        return Err(ApiError::SecondFactorMissing.into());
    }
    let mut about = load(context, false).await?;
    let (agreement, alone) = match about.small_groups.take() {
        Some(SmallGroups { agreement, alone }) => (agreement, alone),
        None => (None, None),
    };
    let (entrance, duty) = (context.door.entrance(), context.door.duty());
    Ok(document(&Facts { about, agreement, alone, entrance, duty, today: today() }))
}

fn document(facts: &Facts) -> Document {
    let mut blocks = vec![paragraph(
        "Dieses Blatt erzeugt die Installation selbst: aus dem Aufbau ihrer Datenbank, der Tabelle der Rechte und den Einstellungen an \
         diesem Tag. Was in eckigen Klammern steht, weiß das Programm nicht; die Dienststelle trägt es ein.",
    )];
    record(facts, &mut blocks);
    blocks.push(Block::PageBreak);
    description(facts, &mut blocks);
    Document {
        title: "Stellwerk: Angaben für Datenschutz und Personalvertretung".to_owned(),
        description:
            "Blatt für das Verzeichnis von Verarbeitungstätigkeiten und Beschreibung für die Mitbestimmung"
                .to_owned(),
        language: Language::German,
        as_of: facts.today,
        orientation: Orientation::Landscape,
        blocks,
    }
}

/// Part one: the sheet for the record of processing activities.
fn record(facts: &Facts, blocks: &mut Vec<Block>) {
    blocks.push(heading(
        Level::Section,
        "Teil 1: Blatt für das Verzeichnis von Verarbeitungstätigkeiten (Art. 30 DSGVO)",
    ));
    blocks.push(Block::Table(Table {
        caption: "Angaben zur Verarbeitung".to_owned(),
        columns: vec![Column::words("Angabe"), Column::words("Inhalt")],
        rows: statements(facts),
    }));
    blocks.push(heading(Level::Part, "Kategorien von Daten, Zwecke und Löschfristen"));
    blocks.push(Block::Table(Table {
        caption: said(&ABOUT, "tables_caption").split(';').next().unwrap_or_default().to_owned(),
        columns: ["table", "what", "why", "kept"].map(|key| Column::words(said(&ABOUT, key))).into(),
        rows: kept(&facts.about.tables),
    }));
    blocks.push(paragraph(&format!("{}: {}", said(&ABOUT, "log"), said(&ABOUT, "log_text"))));
    blocks.push(paragraph(&format!("{}: {}", said(&ABOUT, "backups"), said(&ABOUT, "backups_text"))));
    blocks.push(heading(Level::Part, "Technische und organisatorische Maßnahmen (Art. 32 DSGVO)"));
    let items = measures(facts.entrance, facts.duty).into_iter().map(Text::from).collect();
    blocks.push(Block::List { numbered: false, items });
}

/// What Art. 30 asks for, with a mark where the program does not know it.
fn statements(facts: &Facts) -> Vec<Row> {
    let AboutInstallation { operator, contact, .. } = &facts.about;
    let told = |text: &Option<String>, missing| text.clone().map_or_else(|| blank(missing), Text::from);
    let abroad = if facts.entrance == Entrance::Service {
        "Durch das Programm keine. Beim Anmelden spricht der Server mit dem Anmeldedienst der Verwaltung, sonst mit keinem anderen Rechner."
    } else {
        "Durch das Programm keine: Der Server spricht mit keinem anderen Rechner."
    };
    let rows: [(&str, Text); 9] = [
        ("Verarbeitung", "Personal- und Organisationsplanung mit Stellwerk".into()),
        ("Verantwortlich", told(operator, "Name der verantwortlichen Stelle")),
        ("Kontakt", told(contact, "Kontakt der verantwortlichen Stelle")),
        ("Datenschutzbeauftragte Person", blank("Name und Kontakt")),
        (
            "Zwecke",
            "Stellen bemessen, Stellenplan und Organisation planen, Fallzahlen und Wartezeiten vorausberechnen; der Zweck jeder Tabelle \
             steht unten."
                .into(),
        ),
        ("Rechtsgrundlage", blank("Rechtsgrundlage der Verarbeitung")),
        (
            "Betroffene Personen",
            "Beschäftigte, die ein Konto haben; Menschen, deren Anliegen bearbeitet wird, nur unter Pseudonym; wer sich anzumelden versucht, \
             nur als Prüfwert."
                .into(),
        ),
        (
            "Empfänger",
            "In der Dienststelle die Rollen nach Teil 2. Wer einen Leselink erhält, liest einen festgehaltenen Stand ohne Kosten, Begründungen \
             und Konten; Programme mit einem eigenen Zugang lesen Plan, Szenarien und Bemessung. Wer den Server betreibt oder Sicherungen \
             verwahrt, hat Zugriff auf die Datenbankdatei."
                .into(),
        ),
        ("Übermittlung in Drittländer", abroad.into()),
    ];
    rows.into_iter().map(|(name, text)| Row::plain(vec![Text::strong(name), text])).collect()
}

/// Every table, grouped by whom it tells of: persons first.
fn kept(tables: &[StoredTable]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (people, key) in [
        (Persons::Accounts, "people_accounts"),
        (Persons::Pseudonyms, "people_pseudonyms"),
        (Persons::None, "people_none"),
    ] {
        rows.push(Row::group(format!("{}: {}", said(&ABOUT, "people"), said(&ABOUT, key))));
        let of = tables.iter().filter(|table| table.people == people);
        rows.extend(of.map(|table| {
            let StoredTable { name, what, why, kept, .. } = table;
            Row::plain([name, what, why, kept].map(|text| Text::from(text.as_str())).into())
        }));
    }
    rows
}

/// Part two: the description for the co-determination.
fn description(facts: &Facts, blocks: &mut Vec<Block>) {
    blocks.push(heading(Level::Section, "Teil 2: Beschreibung für die Mitbestimmung"));
    blocks.push(paragraph(
        "Für die Beteiligung der Personalvertretung (in Rheinland-Pfalz § 80 LPersVG; welcher Absatz und welche Nummer gelten, prüft die \
         Dienststelle).",
    ));
    blocks.push(heading(Level::Part, "Welche Daten es gibt und welche nicht"));
    let absent = ["not_stored_people", "not_stored_output", "not_stored_tracking"];
    blocks.push(paragraph(&format!("{}:", said(&ABOUT, "not_stored"))));
    let items = absent.map(|key| Text::from(said(&ABOUT, key))).into();
    blocks.push(Block::List { numbered: false, items });
    let of = facts.about.tables.iter().filter(|table| table.people == Persons::Accounts);
    let names: Vec<&str> = of.map(|table| table.name.as_str()).collect();
    blocks.push(paragraph(&format!(
        "Kein Feld hält fest, welche Vorgänge eine einzelne Person bearbeitet, und keine Auswertung gibt etwas je Person aus; je Gruppe wird ab der Größe \
         ausgewiesen, die unten steht. Konten werden in diesen Tabellen genannt, weil dort steht, wer sich anmelden darf und wer etwas \
         geändert hat: {}. Was Teil 1 zu jeder Tabelle sagt, gilt auch hier; alle Spalten stehen am Ende.",
        names.join(", ")
    )));
    groups(facts.agreement.as_ref(), blocks);
    approval(facts.alone.as_ref(), blocks);
    blocks.push(heading(Level::Part, "Wer was sieht und darf"));
    blocks.push(Block::Table(rights()));
    blocks.push(paragraph(
        "„Einheiten des Kontos“ sind die Einheit, auf die ein Konto begrenzt ist, und alles, was darunter liegt; ohne Begrenzung alle. Was in \
         der Tabelle nicht steht, ist verschlossen.",
    ));
    blocks.push(Block::Table(fields()));
    blocks.push(paragraph(said(&ABOUT, "fields_text")));
    trail_of(facts, blocks);
    blocks.push(heading(Level::Part, "Alle Spalten der Datenbank"));
    let row =
        |table: &StoredTable| Row::plain(vec![table.name.as_str().into(), table.columns.join(", ").into()]);
    blocks.push(Block::Table(Table {
        caption: said(&ABOUT, "tables_caption").to_owned(),
        columns: vec![Column::words(said(&ABOUT, "table")), Column::words("Spalten")],
        rows: facts.about.tables.iter().map(row).collect(),
    }));
}

/// From how many heads on output is shown: what counts, in the sentence of the page.
fn groups(agreement: Option<&AgreementEntry>, blocks: &mut Vec<Block>) {
    blocks.push(heading(Level::Part, "Ab welcher Gruppengröße etwas ausgewiesen wird"));
    let (key, heads, title, day) = match agreement {
        None => ("no_agreement", DEFAULT_HEADS, "", String::new()),
        Some(AgreementEntry { heads, title, agreed_on, demonstration }) => {
            let key = if *demonstration { "agreement_demonstration" } else { "agreement_now" };
            (key, *heads, title.as_str(), date(*agreed_on, Language::German))
        }
    };
    let heads_words = number(f64::from(heads), 0, Language::German);
    let sentence = said(&ACCOUNTS, key).replace("{{ heads }}", &heads_words).replace("{{ day }}", &day);
    blocks.push(Block::Paragraph(Text::strong(sentence.replace("{{ title }}", title))));
    if heads == 1 {
        blocks.push(paragraph(
            "Bei dieser Größe wird auch ausgewiesen, was eine Einheit mit einer einzigen besetzten Stelle erledigt.",
        ));
    }
    blocks.push(paragraph(said(&ABOUT, "small_groups_text")));
}

/// Which fields each role sees of what it sees.
fn fields() -> Table {
    let mut columns = vec![Column::words("Angabe")];
    columns.extend(Role::WORDS.map(|(_, role)| Column::words(role_words(role))));
    let row = |field: Field| {
        let cell = |(_, role): (&str, Role)| Text::from(field_reach(role, field).map_or("–", reach_words));
        let cells = std::iter::once(Text::strong(field_words(field))).chain(Role::WORDS.map(cell));
        Row::plain(cells.collect())
    };
    let rows = Field::ALL.map(row).into();
    Table { caption: "Angaben, die nicht jede Rolle sieht".to_owned(), columns, rows }
}

/// Who approves plans, in the sentence of the page.
fn approval(alone: Option<&Alone>, blocks: &mut Vec<Block>) {
    blocks.push(heading(Level::Part, said(&ACCOUNTS, "approval")));
    let sentence = match alone {
        None => said(&ACCOUNTS, "two_person").to_owned(),
        Some(Alone { reason, at, .. }) => {
            let sentence = said(&ACCOUNTS, "single_now").replace("{{ day }}", &moment(*at, Language::German));
            sentence.replace("{{ reason }}", reason)
        }
    };
    blocks.push(Block::Paragraph(Text::strong(sentence)));
}

/// The policy: a row for each right, a column for each role.
fn rights() -> Table {
    let mut columns = vec![Column::words("Recht")];
    columns.extend(Role::WORDS.map(|(_, role)| Column::words(role_words(role))));
    let row = |right: &Right| {
        let cell = |(_, role): (&str, Role)| Text::from(reach(role, *right).map_or("–", reach_words));
        let cells = std::iter::once(Text::strong(right_words(*right))).chain(Role::WORDS.map(cell));
        Row::plain(cells.collect())
    };
    let rows = Right::ALL.iter().map(row).collect();
    Table { caption: "Rechte jeder Rolle und wie weit sie reichen".to_owned(), columns, rows }
}

/// What the audit trail holds, and who reads it.
fn trail_of(facts: &Facts, blocks: &mut Vec<Block>) {
    blocks.push(heading(Level::Part, "Was das Prüfprotokoll enthält"));
    if let Some(audit) = facts.about.tables.iter().find(|table| table.name == "audit") {
        let StoredTable { what, why, kept, .. } = audit;
        blocks.push(paragraph(&format!("Inhalt: {what}. Zweck: {why}. Dauer: {kept}.")));
    }
    let readers =
        POLICY.iter().filter(|(_, rights)| rights.iter().any(|(right, _)| *right == Right::ViewAudit));
    let readers: Vec<&str> = readers.map(|(role, _)| role_words(*role)).collect();
    blocks.push(paragraph(&format!(
        "Auf den Seiten liest es: {}. Wann sich jemand anmeldet, steht nicht darin. Festgehalten werden diese Vorgänge:",
        readers.join(", ")
    )));
    let actions: Vec<&str> = trail::actions(Language::German).collect();
    blocks.push(paragraph(&format!("{}.", actions.join("; "))));
}

fn heading(level: Level, text: &str) -> Block {
    Block::Heading(level, text.to_owned())
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

#[cfg(test)]
mod tests;
