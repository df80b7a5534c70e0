//! `stellwerk import`: monthly counts and lists of cases from a table into the database; posts and figures of the assessment into a
//! scenario.

mod report;
mod step;
mod watch;

use super::database::{Database, Opened};
use super::files;
use crate::exchange::{Accept, Mapping, TableKind, Wrong};
use crate::server::imports::{
    Eyes, Importer, LISTED, Looked, OF_PLAN, Order, Outcome, UNKNOWN, cases_sentence, contradiction,
};
use clap::Args;
use report::counts_summary;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use step::{Offer, Target};

/// Room for the first lines, from which the separator is told.
pub(super) const BUFFER: usize = 64 * 1024;

/// What is said where counts or cases come with a scenario.
const NOT_OF_PLAN: &str = "Fallzahlen und Falllisten gehören zu keinem Szenario; es wurde nichts übernommen. Bitte lassen Sie --scenario weg.";

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk import TABELLE [ANGABEN]\n       stellwerk import --watch ORDNER [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Import {
    /// CSV oder Excel-Arbeitsmappe (.xlsx): Fallzahlen mit den Spalten Monat, Fallart und Eingänge, Erledigungen oder Bestand; oder eine Fallliste mit Aktenzeichen, Fallart, Eingangsdatum und, wo bekannt, Status, Seit, Erledigt am; mit --scenario auch Stellen mit Stelle, Einheit und VZÄ, oder Angaben zur Bemessung mit Fallart, Jahr, Fallzahl, mBZ und, wo bekannt, Laufbahngruppe und Quelle; „-“ liest die Standardeingabe
    #[arg(value_name = "TABELLE", required_unless_present = "watch", conflicts_with = "watch")]
    table: Option<PathBuf>,
    /// Diesen Ordner überwachen, bis das Programm beendet wird: Jede Tabelle wird übernommen und nach „erledigt“ oder „abgelehnt“ verschoben, mit einem Protokoll daneben
    #[arg(long, value_name = "ORDNER", conflicts_with_all = ["dry_run", "complete", "states", "columns", "kind", "scenario"])]
    watch: Option<PathBuf>,
    /// Nur prüfen und zeigen, was sich ändern würde; nichts speichern
    #[arg(long)]
    dry_run: bool,
    /// Die Fallliste enthält alle offenen Fälle: Gespeicherte, die in ihr fehlen, gelten als an ihrem letzten Tag erledigt
    #[arg(long)]
    complete: bool,
    /// Was ein Status der Fallliste bedeutet, etwa --state "Stufe 7=applicant"; möglich sind with_us, in_work, authority, applicant, dormant, closed
    #[arg(long = "state", value_name = "WORT=ZUSTAND", value_parser = state)]
    states: Vec<(String, String)>,
    /// Was die Tabelle enthält: counts (Fallzahlen), cases (Fallliste), posts (Stellen) oder workload (Mengen und Bearbeitungszeiten der Bemessung); ohne Angabe sagt es die Kopfzeile
    #[arg(long, value_name = "ART", value_parser = kind)]
    kind: Option<TableKind>,
    /// Was eine Spalte enthält, etwa --column "Vorgang=reference"; ein leerer Name lässt sie aus. Vorgabe ist die Zuordnung, die auf der Seite „Daten“ gemerkt wurde
    #[arg(long = "column", value_name = "KOPF=SPALTE", value_parser = column)]
    columns: Vec<(String, String)>,
    /// Name oder Kennung des Szenarios, in das Stellen oder Angaben zur Bemessung als Schritt übernommen werden; auf der Seite lässt er sich zurücknehmen
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    #[command(flatten)]
    database: Database,
}

/// What a table holds.
fn kind(text: &str) -> Result<TableKind, String> {
    TableKind::parse(text).ok_or_else(|| "erwartet wird counts, cases, posts oder workload".to_owned())
}

/// A decision about a column.
fn column(text: &str) -> Result<(String, String), String> {
    let mut fields = TableKind::WORDS.map(|(_, kind)| kind.fields()).concat();
    fields.sort_unstable();
    fields.dedup();
    match text.rsplit_once('=') {
        Some((heading, name))
            if !heading.trim().is_empty() && (name.is_empty() || fields.contains(&name)) =>
        {
            Ok((heading.to_owned(), name.to_owned()))
        }
        _ => Err(format!("erwartet wird KOPF=SPALTE mit einer dieser Spalten: {}", fields.join(", "))),
    }
}

/// A decision about a word for a state.
fn state(text: &str) -> Result<(String, String), String> {
    let says = |says: &str| says == "closed" || crate::caseload::Holder::parse(says).is_some();
    match text.rsplit_once('=') {
        Some((word, name)) if !word.trim().is_empty() && says(name) => Ok((word.to_owned(), name.to_owned())),
        _ => {
            Err("erwartet wird WORT=ZUSTAND mit with_us, in_work, authority, applicant, dormant oder closed"
                .to_owned())
        }
    }
}

impl Import {
    fn table(&self) -> &Path {
        self.table.as_deref().unwrap_or(Path::new(files::STANDARD_INPUT))
    }

    pub(super) fn run(&self) -> Result<ExitCode, String> {
        if let Some(folder) = &self.watch {
            return watch::watch(folder, &self.database);
        }
        let source = files::source(self.table())?;
        let text = self.database.run(async |opened| self.import(opened, source).await)?;
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn import(&self, opened: &Opened, source: Box<dyn std::io::Read + Send>) -> Result<String, String> {
        let said = |error: crate::store::StoreError| error.to_string();
        let plan = opened.store.first_plan(opened.permit()?, &opened.actor).await.map_err(said)?;
        let mut decided = Mapping::default();
        self.states.iter().for_each(|(word, says)| decided.decide_state(word, says));
        self.columns.iter().for_each(|(heading, field)| decided.decide(heading, field));
        let importer = Importer {
            store: &opened.store,
            actor: &opened.actor,
            edit: opened.permit()?,
            view: opened.permit()?,
            plan: &plan,
            scope: None,
            eyes: Eyes::Holder,
        };
        let name = self.table().file_name().map(|name| name.to_string_lossy().into_owned());
        let target = match &self.scenario {
            Some(asked) => Some(Target::find(opened, asked).await?),
            None => None,
        };
        let order = Order {
            kind: self.kind,
            mappings: importer.with_kept(decided, self.kind).await.map_err(said)?,
            accept: Accept { absent: self.complete, ..Accept::default() },
            take: !self.dry_run && target.is_none(),
            changes: target.as_ref().map(|target| target.changes.clone()).unwrap_or_default(),
            source: name.unwrap_or_default(),
            ..Order::default()
        };
        let source = BufReader::with_capacity(BUFFER, source);
        let mut progress = |read: usize| {
            if read.is_multiple_of(200_000) {
                eprintln!("{read} Fälle gelesen …");
            }
        };
        let looked = importer.look(source, &order, &mut progress).await.map_err(said)?;
        let (offer, told) = match &looked.outcome {
            Outcome::Posts { difference, notices } => (Offer::of_posts(difference), notices),
            Outcome::Workload { difference, notices } => (Offer::of_workload(difference), notices),
            _ if target.is_some() && looked.is_taken() => return Err(NOT_OF_PLAN.to_owned()),
            _ => return self.told(&looked),
        };
        notices(told);
        match target {
            _ if self.dry_run => Ok(offer.trial()),
            Some(target) => target.take(opened, &offer, &order.source).await,
            None => Err(OF_PLAN.to_owned()),
        }
    }

    fn told(&self, looked: &Looked) -> Result<String, String> {
        match &looked.outcome {
            Outcome::Unknown => Err(refusal(self.table(), &[Wrong::row(1, UNKNOWN)])),
            Outcome::Posts { .. } | Outcome::Workload { .. } => Err(OF_PLAN.to_owned()),
            Outcome::Refused { wrong, .. } => Err(refusal(self.table(), wrong)),
            Outcome::Counts { difference, contradictions, notices: told } => {
                notices(told);
                contradictions
                    .iter()
                    .take(LISTED)
                    .for_each(|one| eprintln!("Achtung: {}", contradiction(one)));
                Ok(counts_summary(difference, !self.dry_run))
            }
            Outcome::Cases { difference, found, .. } => {
                notices(&found.notices);
                Ok(cases_sentence(difference, !self.dry_run, self.complete) + "\n")
            }
        }
    }
}

fn notices(notices: &[String]) {
    notices.iter().for_each(|notice| eprintln!("Hinweis: {notice}"));
}

fn refusal(file: &Path, wrong: &[Wrong]) -> String {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    format!("Aus {} wurde nichts übernommen:\n{}", files::name(file), lines.join("\n"))
}
