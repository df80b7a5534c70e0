//! The words of the audit trail: every action that is recorded, every key and value of what is recorded with it.

use crate::format::Language;

/// A word in both languages, German first.
type Word = (&'static str, &'static str, &'static str);

/// The actions, by the name under which they are recorded.
pub(super) const ACTIONS: &[Word] = &[
    (
        "account.bind",
        "mit dem Konto des Anmeldedienstes verbunden",
        "bound to the account of the sign-in service",
    ),
    ("account.change", "Rolle oder Einheiten geändert", "role or units changed"),
    ("account.close", "Konto geschlossen", "account closed"),
    ("account.create", "Konto angelegt", "account made"),
    ("account.end_sessions", "Anmeldungen beendet", "sessions ended"),
    (
        "account.follow",
        "Konto ist seiner Einheit an ihren neuen Ort gefolgt",
        "account followed its unit to its new place",
    ),
    ("account.link", "Link zum Kennwort ausgegeben", "link for the password given out"),
    ("account.no_second_factor", "zweiter Faktor entfernt", "second factor removed"),
    ("account.password", "Kennwort gesetzt", "password set"),
    ("account.provider", "Art der Anmeldung geändert", "way of signing in changed"),
    ("account.recovery_codes", "Wiederherstellungscodes erneuert", "recovery codes renewed"),
    ("account.reopen", "Konto wieder geöffnet", "account opened again"),
    ("account.second_factor", "zweiter Faktor eingerichtet", "second factor set up"),
    ("agreement.end", "Dienstvereinbarung beendet", "service agreement ended"),
    ("agreement.record", "Dienstvereinbarung eingetragen", "service agreement recorded"),
    ("cases.forget", "abgeschlossene Vorgänge gelöscht", "completed cases deleted"),
    ("cases.import", "Fallzahlen übernommen", "case figures imported"),
    ("cases.list", "Fallliste übernommen", "list of cases imported"),
    ("comment.add", "Anmerkung geschrieben", "comment written"),
    ("comment.reopen", "Anmerkung wieder geöffnet", "comment opened again"),
    ("comment.settle", "Anmerkung erledigt", "comment settled"),
    ("comment.withdraw", "Anmerkung zurückgezogen", "comment withdrawn"),
    ("package.dissolve", "Paket aufgelöst", "package dissolved"),
    ("package.make", "Paket angelegt", "package made"),
    ("package.rename", "Paket umbenannt", "package renamed"),
    ("package.switch", "Paket ein- oder ausgeschaltet", "package switched on or off"),
    ("plan.adopt", "Änderungen in den Plan übernommen", "changes adopted into the plan"),
    ("plan.replace", "Plan durch eine Datei ersetzt", "plan replaced by a file"),
    ("scenario.append", "Änderung im Szenario", "change in the scenario"),
    ("scenario.create", "Szenario angelegt", "scenario made"),
    ("scenario.decide", "Beschluss festgehalten", "decision taken down"),
    ("scenario.describe", "Szenario beschrieben", "scenario described"),
    ("scenario.follow", "Szenario auf den neuen Plan gesetzt", "scenario put onto the new plan"),
    ("scenario.goals", "Ziele gesetzt", "goals set"),
    ("scenario.redo", "Änderung wiederholt", "change made again"),
    ("scenario.remove", "Szenario entfernt", "scenario removed"),
    ("scenario.restore", "Szenario wiederhergestellt", "scenario restored"),
    ("scenario.status", "Bearbeitungsstand gesetzt", "status of the scenario set"),
    ("scenario.undo", "Änderung zurückgenommen", "change taken back"),
    ("snapshot.restore", "Stand als neues Szenario geöffnet", "snapshot opened as a scenario"),
    ("snapshot.take", "Stand festgehalten", "snapshot taken"),
    ("snapshot_link.make", "Leselink angelegt", "read-only link made"),
    ("snapshot_link.revoke", "Leselink widerrufen", "read-only link revoked"),
    ("staffing_plan.freeze", "Stellenplan festgehalten", "staffing plan frozen"),
    ("statement.create", "Stellungnahme angelegt", "statement made"),
    ("statement.freeze", "Stellungnahme festgehalten", "statement frozen"),
    ("statement.remove", "Stellungnahme entfernt", "statement removed"),
    ("statement.save", "Stellungnahme gespeichert", "statement saved"),
    ("step.assign", "Schritt einem Paket zugeordnet", "step put into a package"),
    ("step.explain", "Begründung eines Schritts geändert", "reason of a step changed"),
    ("step.redate", "Datum eines Schritts geändert", "date of a step changed"),
    ("step.remove", "Schritt herausgenommen", "step taken out"),
    ("step.take_up", "Schritt wieder aufgenommen", "step taken up again"),
    ("token.make", "Zugriffsschlüssel ausgestellt", "access token made"),
    ("token.revoke", "Zugriffsschlüssel widerrufen", "access token revoked"),
];

/// The keys of what is recorded with an action.
pub(super) const KEYS: &[Word] = &[
    ("about", "Bezug", "about"),
    ("accounts_moved", "Konten, die ihrer Einheit gefolgt sind", "accounts that followed their unit"),
    ("added", "neu", "new"),
    ("agreed_on", "vereinbart am", "agreed on"),
    ("assign", "Zuordnung", "assignment"),
    ("at_most", "höchstens", "at most"),
    ("by", "durch", "by"),
    ("by_provider", "Anmeldung über den Dienst", "sign-in by the service"),
    ("changed", "geändert", "changed"),
    ("changed_rounded", "geändert, auf fünf gerundet", "changed, rounded to five"),
    ("changes", "Änderungen", "changes"),
    ("closed", "geschlossen", "closed"),
    ("closed_rounded", "abgeschlossen, auf fünf gerundet", "completed, rounded to five"),
    ("comment", "Anmerkung", "comment"),
    ("cost", "Personalkosten", "personnel cost"),
    ("decided_on", "beschlossen am", "decided on"),
    ("demonstration", "Vorführung", "demonstration"),
    ("described", "Szenario", "scenario"),
    ("description", "Beschreibung", "description"),
    ("dissolve_package", "Auflösung", "dissolution"),
    ("expires_at", "gültig bis", "valid until"),
    ("explain", "Begründung", "reason"),
    ("forgotten_rounded", "gelöscht, auf fünf gerundet", "deleted, rounded to five"),
    ("from", "bisher", "before"),
    ("fte", "VZÄ", "FTE"),
    ("hash", "Prüfsumme", "checksum"),
    ("heads", "kleinste Gruppe", "smallest group"),
    ("id", "Kennung", "identifier"),
    ("is_on", "eingeschaltet", "switched on"),
    ("issuer", "Anmeldedienst", "sign-in service"),
    ("kept_from", "aufbewahrt ab", "kept from"),
    ("label", "Bezeichnung", "label"),
    ("left", "weggelassen", "left out"),
    ("link", "Leselink", "read-only link"),
    ("make_package", "neues Paket", "new package"),
    ("measure", "Kennzahl", "figure"),
    ("name", "Name", "name"),
    ("new", "neu", "new"),
    ("note", "Vermerk", "note"),
    ("old", "bisher", "until now"),
    ("on", "am", "on"),
    ("onto", "auf Planfassung", "onto version of the plan"),
    ("origin", "Vorlage", "origin"),
    ("origin_version", "Fassung der Vorlage", "version of the origin"),
    ("package", "Paket", "package"),
    ("plan_version", "Planfassung", "version of the plan"),
    ("reason", "Begründung", "reason"),
    ("reasons", "Gründe", "reasons"),
    ("recorded_at", "aufgezeichnet", "recorded"),
    ("redate", "Datum", "date"),
    ("rejected", "verworfen", "rejected"),
    ("remove", "herausgenommen", "taken out"),
    ("rename_package", "neuer Name", "new name"),
    ("resolution", "Beschluss", "resolution"),
    ("role", "Rolle", "role"),
    ("said", "Inhalt", "content"),
    ("scenario", "Szenario", "scenario"),
    ("scope", "darf", "may"),
    ("second_factor", "zweiter Faktor", "second factor"),
    ("service", "Bedienung", "service"),
    ("sessions", "Anmeldungen", "sessions"),
    ("snapshot", "Stand", "snapshot"),
    ("source", "Quelle", "source"),
    ("status", "Bearbeitungsstand", "status"),
    ("step", "Schritt", "step"),
    ("switch_package", "Schalter", "switch"),
    ("take_up", "aufgenommen", "taken up"),
    ("thread", "Faden", "thread"),
    ("title", "Titel", "title"),
    ("to", "nun", "now"),
    ("undone", "zurückgenommen", "taken back"),
    ("unit", "Einheit", "unit"),
    ("version", "Fassung", "version"),
    ("visibility", "sichtbar", "visible"),
    ("year", "Haushaltsjahr", "budget year"),
];

/// Values that are names of the program's, by their key.
const VALUES: &[(&str, &[Word])] = &[
    (
        "role",
        &[
            ("staff", "Mitarbeit", "staff"),
            ("team_lead", "Sachgebietsleitung", "head of section"),
            ("manager", "Leitung", "management"),
            ("staff_council", "Personalrat", "staff council"),
            ("administrator", "Administration", "administration"),
        ],
    ),
    ("by", &[("provider", "Anmeldedienst", "sign-in service"), ("link", "Link", "link")]),
    ("scope", &[("read", "lesen", "read"), ("simulate", "lesen und rechnen", "read and simulate")]),
    (
        "status",
        &[
            ("draft", "in Arbeit", "in progress"),
            ("proposed", "vorgeschlagen", "proposed"),
            ("decided", "beschlossen", "decided"),
        ],
    ),
    (
        "visibility",
        &[
            ("private", "nur für den Ersteller", "only for the creator"),
            ("unit", "für die Abteilung", "for the department"),
            ("public", "öffentlich", "public"),
        ],
    ),
    (
        "measure",
        &[
            ("share_over_three_months", "Anteil über drei Monate", "share over three months"),
            ("open", "offene Fälle", "open cases"),
            ("over_three_months", "Fälle über drei Monate", "cases over three months"),
            ("lead_days", "Durchlaufzeit in Tagen", "lead time in days"),
            ("utilisation", "Auslastung", "utilisation"),
        ],
    ),
];

/// The word of a list that stands for a name.
pub(super) fn find(words: &[Word], name: &str, language: Language) -> Option<&'static str> {
    let (_, german, english) = words.iter().find(|(known, ..)| *known == name)?;
    Some(match language {
        Language::German => german,
        Language::English => english,
    })
}

/// The word for a value of a key that is a name of the program's.
pub(super) fn value(key: &str, value: &str, language: Language) -> Option<&'static str> {
    let (_, words) = VALUES.iter().find(|(known, _)| *known == key)?;
    find(words, value, language)
}
