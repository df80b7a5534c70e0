//! What a draft begins with: facts and figures of the plan, in words that can be changed.

use super::{Draft, NoForecast, Section, Template, decision};
use crate::format::Language;
use crate::plan::{Plan, Unit, UnitKind};

/// What there is to tell beside the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Whether the scenario in hand changes posts.
    pub changed: bool,
    /// Whether there is a forecast.
    pub forecast: bool,
    /// Why there is none, where one was asked for.
    pub no_forecast: Option<NoForecast>,
    /// Whether there is something to tell of the cases.
    pub cases: bool,
    /// Whether the scenario was decided on and that was taken down.
    pub decided: bool,
    /// Whether other scenarios were rejected for it.
    pub rejects: bool,
}

impl Told {
    /// What stands under „Prognose“: the forecast, or why there is none.
    fn ahead(self) -> Option<&'static str> {
        if self.forecast { Some(FORECAST) } else { Some(self.no_forecast?.sentence(Language::German)) }
    }
}

/// A draft of this kind for a plan; what there is to tell beside it stands in the text.
#[must_use]
pub fn draft(template: Template, plan: &Plan, told: Told) -> Draft {
    let changed = told.changed;
    let source = is_of_the_source(plan);
    let reference = if source { "Antrag AT/0019/2024" } else { "" };
    let title = match (template, source) {
        (Template::Statement, true) => {
            "Stellungnahme zum Antrag AT/0019/2024: Personal in der Abteilung Migration und Integration"
                .to_owned()
        }
        (Template::Statement, false) => format!("Stellungnahme: Personal – {}", plan.name),
        (Template::Resolution, _) => format!("Beschlussvorlage: Stellen – {}", plan.name),
        (Template::Answer, _) => format!("Antwort auf eine Anfrage: Personal – {}", plan.name),
    };
    let mut sections = match template {
        Template::Statement => statement(plan, source, told),
        Template::Resolution => resolution(plan, source, changed),
        Template::Answer => answer(plan, source, changed),
    };
    if let Some(ahead) = told.ahead() {
        // Before what it costs, which stands last.
        let last = sections.len().saturating_sub(1);
        sections.insert(last, section("Prognose", ahead));
    }
    if told.decided {
        let last = sections.len().saturating_sub(1);
        sections.insert(last, section("Beschluss", decision::sentence(told.rejects)));
    }
    Draft { template, title, reference: reference.to_owned(), sections }
}

fn section(heading: &str, text: impl Into<String>) -> Section {
    Section { heading: heading.to_owned(), text: text.into() }
}

fn statement(plan: &Plan, source: bool, told: Told) -> Vec<Section> {
    let changed = told.changed;
    let mut sections = vec![
        section("Gegenstand", subject(plan)),
        section("Sachgebiete, Aufgaben und Stellen", if source { UNITS.to_owned() } else { units(plan) }),
    ];
    if source {
        sections.push(section("Stand der Organisation", ORGANISATION));
    }
    let challenges = [source.then_some(CHALLENGES), told.cases.then_some(CASES)];
    let challenges: Vec<&str> = challenges.into_iter().flatten().collect();
    if !challenges.is_empty() {
        sections.push(section("Herausforderungen", challenges.join("\n\n")));
    }
    sections.push(section("Ausblick", outlook(source, changed)));
    sections.push(section("Finanzielle Auswirkungen", money(changed)));
    sections
}

fn resolution(plan: &Plan, source: bool, changed: bool) -> Vec<Section> {
    let proposal = if changed {
        "Der Rat beschließt die folgenden Änderungen im Stellenplan {szenario.jahr}:\n\n{tabelle.aenderungen}"
    } else {
        "Der Rat nimmt den Bericht zur Kenntnis."
    };
    let counted = plan.case_types.iter().any(|kind| !kind.counts.is_empty());
    let reasons = if counted {
        "Dem rechnerischen Bedarf liegen Fallzahlen und mittlere Bearbeitungszeiten zugrunde; er ist eine Entscheidungshilfe \
         und keine amtliche Bemessung.\n\n{tabelle.bedarf}"
    } else {
        "Ein rechnerischer Bedarf liegt nicht vor, weil keine Fallzahlen erfasst sind."
    };
    vec![
        section("Beschlussvorschlag", proposal),
        section("Sachverhalt", if source { format!("{}\n\n{UNITS}", subject(plan)) } else { units(plan) }),
        section("Begründung", reasons),
        section("Finanzielle Auswirkungen", money(changed)),
    ]
}

fn answer(plan: &Plan, source: bool, changed: bool) -> Vec<Section> {
    vec![
        section("Frage", "Wie viele Stellen hat die Abteilung, und welche Aufgaben haben sie?"),
        section("Antwort", if source { UNITS.to_owned() } else { units(plan) }),
        section("Grundlage der Angaben", subject(plan)),
        section("Finanzielle Auswirkungen", money(changed)),
    ]
}

fn subject(plan: &Plan) -> String {
    format!(
        "Die Verwaltung berichtet über Gliederung, Aufgaben und Stellen der Organisationseinheit „{}“. Die Angaben gelten mit Stand vom \
         {{stichtag}}.",
        plan.name
    )
}

fn outlook(source: bool, changed: bool) -> String {
    let mut text = String::new();
    if source {
        text.push_str(OUTLOOK);
    }
    if changed {
        text.push_str(
            "\n\nFür den Stellenplan {szenario.jahr} werden Änderungen an {szenario.anzahl} Stellen vorgeschlagen, zusammen \
             {szenario.stellen} VZÄ:\n\n{tabelle.aenderungen}",
        );
    }
    if text.is_empty() {
        text.push_str("Änderungen an den Stellen werden nicht vorgeschlagen.");
    }
    text.trim().to_owned()
}

fn money(changed: bool) -> String {
    if changed {
        "Die vorgeschlagenen Änderungen wirken sich im Jahr mit {szenario.kosten} Personalkosten aus. Grundlage sind \
         durchschnittliche Personalkosten je Entgelt- und Besoldungsgruppe."
            .to_owned()
    } else {
        // True of each of the three papers: an answer is no Vorlage.
        "Damit sind keine finanziellen Auswirkungen verbunden.".to_owned()
    }
}

/// Whether the plan holds the department of the source document with all that it states.
fn is_of_the_source(plan: &Plan) -> bool {
    let states = |id: &str| plan.units.iter().any(|unit| unit.id.as_str() == id && unit.stated.is_some());
    ["aufenthalt", "asyl-eu", "eu", "asyl", "rueckkehr", "service-point", "einbuergerung", "integration"]
        .into_iter()
        .all(states)
}

/// For any other plan: each section with its posts, its parts and its remark.
fn units(plan: &Plan) -> String {
    let mut text = String::new();
    for unit in plan.units.iter().filter(|unit| unit.kind != UnitKind::Team) {
        let posts = posts(unit);
        text.push_str(&format!("## {}\n\n{posts}\n\n", unit.name));
        for part in plan
            .units
            .iter()
            .filter(|part| part.parent.as_ref() == Some(&unit.id) && part.kind == UnitKind::Team)
        {
            text.push_str(&format!("- {}: {{{}}}\n", part.name, key(part)));
        }
        text.push('\n');
    }
    text.push_str("Im Plan stehen zusammen {plan.gesamt} Stellen.\n\n{tabelle.plan}");
    text
}

fn posts(unit: &Unit) -> String {
    if unit.stated.is_some() {
        format!("Nach Angabe der Quelle sind hier {{{}}} Stellen eingerichtet.", key(unit))
    } else {
        format!("Im Plan stehen hier {{{}}} Stellen.", key(unit))
    }
}

fn key(unit: &Unit) -> String {
    if unit.stated.is_some() { format!("quelle.{}", unit.id) } else { format!("plan.{}", unit.id) }
}

/// What the source says of the sections, in our own words; its figures are bound.
const UNITS: &str = "\
Die Abteilung ist in spezialisierte Sachgebiete gegliedert. Ihr zugeordnet ist außerdem die Geschäftsstelle des Beirats für Migration und \
Integration; eine Zahl ihrer Stellen liegt nicht vor.

## Aufenthalt/Anerkennung

Das Sachgebiet erteilt und verlängert humanitäre Aufenthaltserlaubnisse nach einer positiven Asylentscheidung und Titel der \
Fachkräfteeinwanderung. Dafür sind zurzeit {quelle.aufenthalt} Vollzeitstellen vorhanden.

Zusätzlich unterstützen Task-Force-Stellen, die im Stellenplan eingerichtet sind. Ein Teil von ihnen trägt einen kw-Vermerk zum \
{kw.termin}; wie viele Stellen es insgesamt sind und wie viele den Vermerk tragen, ist nicht angegeben.

Derzeit unbesetzte Stellen sind im Besetzungsverfahren; auch ihre Zahl ist nicht angegeben.

## Asyl/EU

Von zurzeit {quelle.asyl-eu} Stellen entfallen

- {quelle.eu} auf EU-Angelegenheiten,
- {quelle.asyl} auf das laufende Asylverfahren,
- {quelle.rueckkehr} auf das Rückkehr- und Bleibemanagement, das vollziehbar ausreisepflichtige Personen betreut.

## Service Point

Im Service Point arbeiten {quelle.service-point} Vollzeitkräfte.

## Einbürgerung/Staatsangehörigkeit

Für Einbürgerungen und Fragen der Staatsangehörigkeit sind {quelle.einbuergerung} Vollzeitkräfte eingesetzt.

## Integration

Das Sachgebiet verwaltet Wohnraum, koordiniert die Unterbringung, fördert die Integration und leistet Sozialarbeit. Dafür bestehen \
{quelle.integration} Stellen; wie sie sich auf die Aufgaben verteilen, ist nicht angegeben.

## Zusammenfassung

Die genannten Zahlen ergeben zusammen {quelle.gesamt} Stellen. Nicht enthalten sind Leitungsstellen, Task-Force-Stellen und die Stellen der \
Geschäftsstelle des Beirats, weil dafür keine Zahlen vorliegen.

{tabelle.quelle}";

const ORGANISATION: &str = "\
Die gesamte Abteilung durchläuft einen Organisationsprozess: Aufgaben werden neu zugeschnitten und zugewiesen, Stellenbeschreibungen \
erstellt.

Die Fallzahlen der Jahre 2022 und 2023 werden ausgewertet. Ergebnisse der Stellenbemessung und der Stellenbewertung werden in Kürze erwartet.";

const CHALLENGES: &str = "\
- Ausländerbehörde: Das Recht ändert sich häufig, vor allem bei der Fachkräfteeinwanderung. Der Schulungsbedarf ist hoch, ebenso die \
Fluktuation; die Einarbeitung dauert über zwei Jahre.
- Rückkehr: Viele ausreisepflichtige Personen können nicht zurückgeführt werden, etwa weil ihr Herkunftsstaat die Aufnahme verweigert oder \
die Klärung der Identität Jahre dauert.
- Einbürgerung: Die Nachfrage ist hoch und wird mit dem neuen Staatsangehörigkeitsgesetz voraussichtlich stark steigen.
- Integration: Die Zuweisungen bleiben hoch, und mit ihnen der Druck auf Gemeinschaftsunterkünfte und Wohnungen. Die der Stadt Koblenz \
zugewiesenen Menschen sind zu betreuen.";

/// What lies on the desks: nothing that the source says.
const CASES: &str = "\
Wie viele Fälle offen sind, wie alt sie sind und wie viele Monate Arbeit sie beim Tempo der letzten drei Monate bedeuten, zeigt die \
folgende Tabelle.

{tabelle.faelle}";

const OUTLOOK: &str = "\
Weitere Stellen für den Stellenplan 2025 sollen im ersten Quartal 2024 angemeldet werden.";

/// The forecast, which is nobody's statement of fact.
const FORECAST: &str = "\
Die folgenden Angaben sind eine Prognose, keine gezählten Werte und keine Angaben einer Quelle. Sie sind das Ergebnis einer \
Simulation, die auf den Annahmen des Plans beruht ({prognose.verfahren}). Treffen die Annahmen zu, sind bis zum {prognose.tag} im Mittel \
{prognose.offen.gesamt} offene Fälle zu erwarten, älter als drei Monate davon {prognose.alt.gesamt}.

{tabelle.prognose}";
