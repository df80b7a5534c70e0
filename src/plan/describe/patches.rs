//! Changes of fields: each new value in words, one after the other.

use super::Words;
use crate::format;
use crate::plan::{
    AssumptionsPatch, CaseTypeId, CaseTypePatch, Delay, Demand, DemandEvent, FixedTaskPatch, Method, Opening,
    Outage, PopulationPatch, PostPatch, PostShare, Provenance, Step, UnitPatch,
};

/// Characters of a remark that a list shows.
const BRIEF: usize = 160;
/// Outages, and events of the demand, that a list shows.
const LISTED: usize = 5;

/// A remark on one line, not all of a long one.
fn brief(note: &str) -> String {
    let line = note.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(BRIEF) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}

/// „Stelle AA-07: “ and what follows.
struct Parts {
    head: String,
    parts: Vec<String>,
}

impl Parts {
    fn new(head: String) -> Self {
        Self { head, parts: Vec::new() }
    }

    fn add(&mut self, part: Option<String>) {
        self.parts.extend(part);
    }

    fn finish(self, words: Words<'_>) -> String {
        let parts = if self.parts.is_empty() {
            words.pick("keine Änderung", "no change").to_owned()
        } else {
            self.parts.join("; ")
        };
        format!("{}: {parts}", self.head)
    }
}

impl Words<'_> {
    pub(super) fn set_unit(self, patch: &UnitPatch) -> String {
        let name = self.unit(&patch.unit);
        let mut parts = Parts::new(self.titled("Einheit", "Unit", &name));
        parts.add(patch.kind.map(|kind| self.titled("Art", "kind", kind.word(self.language))));
        parts.add(patch.provenance.map(|provenance| self.provenance(provenance)));
        parts.add(patch.stated.as_ref().map(|stated| match stated {
            Some(stated) => {
                let (fte, words) = (self.fte(stated.fte), &stated.words);
                let value = self.say(|| format!("{fte} („{words}“)"), || format!("{fte} (“{words}”)"));
                self.titled("laut Dokument", "stated in the document", &value)
            }
            None => self.pick("ohne Angabe des Dokuments", "nothing stated in the document").to_owned(),
        }));
        parts.add(patch.budget.as_ref().map(|budget| match budget {
            Some(budget) => self.titled("Teilhaushalt", "sub-budget", budget),
            None => self.pick("ohne eigenen Teilhaushalt", "no sub-budget of its own").to_owned(),
        }));
        parts.add(patch.minimum_fte.map(|minimum| match minimum {
            Some(minimum) => self.titled("Mindestbesetzung", "minimum staffing", &self.fte(minimum)),
            None => self.pick("ohne Mindestbesetzung", "no minimum staffing").to_owned(),
        }));
        parts.add(patch.filled.as_ref().map(|counts| {
            let word = self.pick("gezählte Besetzung", "counted filling");
            match counts.last() {
                Some(last) => {
                    let on = self.date(last.on);
                    format!("{word}: {}, {} {}, {on}", last.source, last.grade, self.fte(last.fte))
                }
                None => self.pick("ohne gezählte Besetzung", "no counted filling").to_owned(),
            }
        }));
        parts.add(patch.note.as_ref().map(|_| self.pick("Bemerkung geändert", "note changed").to_owned()));
        parts.finish(self)
    }

    fn shares(self, shares: &[PostShare]) -> String {
        let parts: Vec<String> = shares
            .iter()
            .map(|share| format!("{} {}", self.unit(&share.unit), self.fte(share.fte)))
            .collect();
        self.titled("aufgeteilt auf", "split over", &parts.join(" / "))
    }

    pub(super) fn set_post(self, patch: &PostPatch) -> String {
        let mut parts = Parts::new(self.post(&patch.post));
        parts.add(patch.title.as_ref().map(|title| self.titled("Funktion", "function", title)));
        parts.add(patch.grade.as_ref().map(|grade| self.titled("Bewertung", "pay grade", grade)));
        parts.add(patch.fte.map(|fte| self.titled("Umfang", "size", &self.fte(fte))));
        parts.add(patch.shares.as_ref().map(|shares| self.shares(shares)));
        parts.add(patch.casework.map(|share| {
            self.titled("Anteil Fallbearbeitung", "share of casework", &self.percent(share.as_f64()))
        }));
        parts.add(patch.kw.map(|kw| match kw {
            Some(kw) => self.titled("kw", "ends after", &self.date(kw)),
            None => self.pick("kw-Vermerk aufgehoben", "no longer ends").to_owned(),
        }));
        parts.add(patch.holder.as_ref().map(|holder| match holder {
            Some(holder) => self.titled("besetzt seit", "filled since", &self.date(holder.since)),
            None => self.pick("unbesetzt", "vacant").to_owned(),
        }));
        parts.add(patch.recruiting_until.map(|until| match until {
            Some(until) => self.titled("Nachbesetzung zum", "to be filled on", &self.date(until)),
            None => self.pick("keine Nachbesetzung vorgesehen", "not being filled").to_owned(),
        }));
        parts.add(patch.case_types.as_ref().map(|ids| self.served(ids)));
        parts.add(patch.terms.as_ref().map(|terms| {
            match terms.as_deref().map(|terms| terms.words(self.language)) {
                Some(words) if !words.is_empty() => {
                    self.titled("Vermerke und Besetzung:", "notes and holders:", &words.join("; "))
                }
                _ => self.pick("ohne Vermerke", "no notes").to_owned(),
            }
        }));
        parts.finish(self)
    }

    fn served(self, ids: &[CaseTypeId]) -> String {
        if ids.is_empty() {
            return self
                .pick("bearbeitet alle Fallarten der Einheit", "handles all case types of the unit")
                .to_owned();
        }
        let names: Vec<String> = ids.iter().map(|id| self.case_type(id)).collect();
        self.titled("bearbeitet", "handles", &names.join(", "))
    }

    pub(super) fn set_case_type(self, patch: &CaseTypePatch) -> String {
        let name = self.case_type(&patch.case_type);
        let mut parts = Parts::new(self.titled("Fallart", "Case type", &name));
        parts.add(patch.name.as_ref().map(|name| self.titled("Name", "name", name)));
        parts.add(patch.legal_basis.as_ref().map(|basis| {
            let basis = basis.as_deref().unwrap_or_else(|| self.pick("keine", "none"));
            self.titled("Rechtsgrundlage", "legal basis", basis)
        }));
        parts.add(patch.counts.as_ref().map(|counts| self.counts(counts)));
        parts.add(patch.demand.as_ref().map(|demand| self.demand(demand)));
        parts.add(patch.steps.as_ref().map(|steps| self.steps(steps)));
        parts.add(patch.follow_ups.as_ref().map(|follow_ups| {
            let names: Vec<String> = follow_ups
                .iter()
                .map(|next| {
                    format!("{} ({})", self.case_type(&next.case_type), self.percent(next.share.as_f64()))
                })
                .collect();
            let names =
                if names.is_empty() { self.pick("keine", "none").to_owned() } else { names.join(", ") };
            self.titled("Folgefälle", "follow-up cases", &names)
        }));
        parts.add(patch.opening.as_ref().map(|opening| self.opening(opening)));
        parts.add(patch.priority.map(|priority| self.titled("Rang", "priority", &priority.to_string())));
        parts.add(patch.walk_in.map(|walk_in| {
            let text = if walk_in {
                self.pick("Eingang nur an Arbeitstagen", "arrives on working days only")
            } else {
                self.pick("Eingang an allen Tagen", "arrives on all days")
            };
            text.to_owned()
        }));
        parts.add(patch.target_days.map(|days| match days {
            Some(days) => self.titled("Ziel", "target", &self.days(f64::from(days))),
            None => self.pick("kein Ziel", "no target").to_owned(),
        }));
        parts.add(patch.target_basis.as_ref().map(|basis| {
            let basis = basis.as_deref().unwrap_or_else(|| self.pick("keine", "none"));
            self.titled("Grundlage des Ziels", "basis of the target", basis)
        }));
        parts.add(patch.provenance.map(|provenance| self.provenance(provenance)));
        parts.add(patch.note.as_ref().map(|note| match note {
            Some(note) => self.titled("Nachweis", "evidence", &brief(note)),
            None => self.pick("ohne Nachweis", "no evidence").to_owned(),
        }));
        parts.finish(self)
    }

    fn provenance(self, provenance: Provenance) -> String {
        let provenance = match provenance {
            Provenance::Document => self.pick("Quelldokument", "source document"),
            Provenance::Assumption => self.pick("Annahme", "assumption"),
        };
        self.titled("Herkunft", "provenance", provenance)
    }

    fn counts(self, counts: &std::collections::BTreeMap<u16, u64>) -> String {
        let years: Vec<String> =
            counts.iter().map(|(year, count)| format!("{year}: {}", self.number(*count as f64))).collect();
        let years = if years.is_empty() { self.pick("keine", "none").to_owned() } else { years.join(", ") };
        self.titled("Zahlen", "figures", &years)
    }

    fn demand(self, demand: &Demand) -> String {
        let yearly = self.number(demand.per_year);
        let mut text = self.say(
            || format!("erwarteter Eingang {yearly} im Jahr"),
            || format!("expected arrivals {yearly} a year"),
        );
        if demand.growth != 0.0 {
            let sign = if demand.growth > 0.0 { "+" } else { "" };
            text.push_str(&format!(
                ", {} {sign}{}",
                self.pick("Wachstum", "growth"),
                self.percent(demand.growth)
            ));
        }
        if !demand.season.is_empty() {
            text.push_str(self.pick(", mit Jahresverlauf", ", seasonal"));
        }
        text + &self.events(&demand.events)
    }

    /// The list as it is then; of a long one the latest, which stand at its end.
    fn events(self, events: &[DemandEvent]) -> String {
        let more = events.len().saturating_sub(LISTED);
        let shown: Vec<String> = events.iter().skip(more).map(|event| self.event(event)).collect();
        let shown = shown.join(", ");
        let before = match more {
            0 => String::new(),
            more => self.say(|| format!("{more} weitere und "), || format!("{more} more and ")),
        };
        match events.len() {
            0 => String::new(),
            1 => format!(", {} {shown}", self.pick("Ereignis", "event")),
            _ => format!(", {} {before}{shown}", self.pick("Ereignisse:", "events:")),
        }
    }

    fn event(self, event: &DemandEvent) -> String {
        let from = self.date(event.from);
        let days = match event.until.map(|until| self.date(until)) {
            Some(until) => self.say(|| format!("{from} bis {until}"), || format!("{from} to {until}")),
            None => self.say(|| format!("ab {from}"), || format!("from {from}")),
        };
        let off = if event.enabled { "" } else { self.pick(", ausgeschaltet", ", switched off") };
        let (label, factor) = (&event.label, self.number(event.factor));
        self.say(
            || format!("„{label}“ ({days}, Faktor {factor}{off})"),
            || format!("“{label}” ({days}, factor {factor}{off})"),
        )
    }

    fn steps(self, steps: &[Step]) -> String {
        let minutes: f64 = steps.iter().map(Step::expected_minutes).sum();
        let (count, minutes) = (steps.len(), self.number_with((minutes * 10.0).round() / 10.0, 0));
        self.say(
            || {
                format!(
                    "{count} {} mit {minutes} Minuten je Fall",
                    if count == 1 { "Schritt" } else { "Schritte" }
                )
            },
            || format!("{count} {} of {minutes} minutes a case", if count == 1 { "step" } else { "steps" }),
        )
    }

    fn opening(self, opening: &Opening) -> String {
        let (waiting, days) =
            (self.number(opening.waiting as f64), self.days(f64::from(opening.oldest_days)));
        let circulating = self.number(opening.circulating as f64);
        self.say(
            || format!("Anfangsbestand {waiting} (ältester {days}), {circulating} im Umlauf"),
            || format!("opening stock {waiting} (oldest {days}), {circulating} circulating"),
        )
    }

    pub(super) fn set_population(self, patch: &PopulationPatch) -> String {
        let name = self.population(&patch.population);
        let mut parts = Parts::new(self.titled("Personenbestand", "Population", &name));
        parts.add(patch.unit.as_ref().map(|unit| self.titled("Einheit", "unit", &self.unit(unit))));
        parts.add(patch.name.as_ref().map(|name| self.titled("Name", "name", name)));
        parts.add(
            patch.opening.map(|count| self.titled("Anfangsbestand", "opening", &self.number(count as f64))),
        );
        parts.add(
            patch
                .inflow_per_year
                .map(|count| self.titled("Zugang im Jahr", "inflow a year", &self.number(count))),
        );
        parts.add(
            patch
                .mean_stay_days
                .map(|days| self.titled("mittlerer Aufenthalt", "mean stay", &self.days(days))),
        );
        parts.add(patch.places.map(|places| match places {
            Some(places) => self.titled("Plätze", "places", &self.number(places as f64)),
            None => self.pick("ohne Platzgrenze", "no limit of places").to_owned(),
        }));
        parts.add(patch.persons_per_fte.map(|ratio| match ratio {
            Some(ratio) => self.titled("Schlüssel 1 zu", "care ratio 1 to", &self.number(ratio)),
            None => self.pick("ohne Schlüssel", "no care ratio").to_owned(),
        }));
        parts.add(patch.counts.as_ref().map(|counts| self.counts(counts)));
        parts.finish(self)
    }

    pub(super) fn set_fixed_task(self, patch: &FixedTaskPatch) -> String {
        let name = self.fixed_task(&patch.fixed_task);
        let mut parts = Parts::new(self.titled("Grundlast", "Fixed task", &name));
        parts.add(patch.unit.as_ref().map(|unit| self.titled("Einheit", "unit", &self.unit(unit))));
        parts.add(patch.name.as_ref().map(|name| self.titled("Name", "name", name)));
        parts.add(patch.fte.map(|fte| self.titled("Umfang", "size", &self.fte(fte))));
        parts.finish(self)
    }

    pub(super) fn set_assumptions(self, patch: &AssumptionsPatch) -> String {
        let mut parts = Parts::new(self.pick("Annahmen", "Assumptions").to_owned());
        parts.add(patch.method.map(|method| {
            let name = match method {
                Method::Kgst => "A (KGSt)",
                Method::Bmi => "B (BMI)",
            };
            self.titled("Verfahren", "method", name)
        }));
        parts.add(patch.yearly_minutes.map(|minutes| {
            let (employee, civil) = (self.number(minutes.employee), self.number(minutes.civil_servant));
            self.say(
                || format!("Jahresarbeitsminuten {employee} (Beschäftigte), {civil} (Beamte)"),
                || format!("yearly minutes {employee} (employees), {civil} (civil servants)"),
            )
        }));
        parts.add(
            patch
                .allowance
                .map(|share| self.titled("Verteilzeit", "allowance time", &self.percent(share.as_f64()))),
        );
        parts.add(
            patch.weekly_hours.map(|hours| self.titled("Wochenstunden", "weekly hours", &self.number(hours))),
        );
        parts.add(
            patch
                .absence_days_per_year
                .map(|days| self.titled("Ausfalltage im Jahr", "days of absence a year", &self.number(days))),
        );
        parts.add(patch.outages.as_ref().map(|outages| self.outages(outages)));
        self.staffing_assumptions(patch, &mut parts);
        parts.finish(self)
    }

    /// The list as it is then; not all of a long one.
    fn outages(self, outages: &[Outage]) -> String {
        let shown: Vec<String> = outages.iter().take(LISTED).map(|outage| self.outage(outage)).collect();
        let more = match outages.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => self.say(|| format!(" und {more} weitere"), || format!(" and {more} more")),
        };
        match shown.len() {
            0 => self.pick("ohne Ausfälle", "no outages").to_owned(),
            _ => format!("{} {}{more}", self.pick("Ausfälle:", "outages:"), shown.join(", ")),
        }
    }

    fn outage(self, outage: &Outage) -> String {
        let names: Vec<String> = outage.units.iter().map(|unit| self.unit(unit)).collect();
        let whom = match names.len() {
            0 => self.pick("alle Einheiten", "all units").to_owned(),
            _ => names.join(" / "),
        };
        let off = if outage.enabled { "" } else { self.pick(", ausgeschaltet", ", switched off") };
        let (from, until) = (self.date(outage.from), self.date(outage.until));
        let (label, lost) = (&outage.label, self.percent(outage.lost.as_f64()));
        self.say(
            || format!("„{label}“ ({from} bis {until}, {lost} weniger Kapazität, {whom}{off})"),
            || format!("“{label}” ({from} to {until}, {lost} less capacity, {whom}{off})"),
        )
    }

    fn staffing_assumptions(self, patch: &AssumptionsPatch, parts: &mut Parts) {
        parts.add(patch.turnover_per_year.map(|share| {
            self.titled("Fluktuation im Jahr", "turnover a year", &self.percent(share.as_f64()))
        }));
        parts.add(
            patch
                .recruitment_days
                .map(|delay| self.titled("Dauer der Nachbesetzung", "time to recruit", &self.delay(&delay))),
        );
        parts.add(patch.onboarding.as_ref().map(|patch| self.onboarding(patch)));
        parts.add(patch.failure_demand.as_ref().map(|failure| {
            let text = if failure.enabled {
                self.pick("Folgeaufwand des Wartens berücksichtigt", "work caused by waiting counts")
            } else {
                self.pick(
                    "Folgeaufwand des Wartens nicht berücksichtigt",
                    "work caused by waiting does not count",
                )
            };
            text.to_owned()
        }));
        parts.add(patch.cost_per_grade.as_ref().map(|costs| {
            // So it reaches whoever may not see amounts.
            if costs.is_empty() {
                return self.pick("Personalkosten geändert", "personnel cost changed").to_owned();
            }
            let amounts: Vec<String> = costs
                .iter()
                .map(|(grade, amount)| {
                    format!("{grade}: {} €", format::number(amount.as_f64(), 0, self.language))
                })
                .collect();
            self.titled("Personalkosten im Jahr", "personnel cost a year", &amounts.join(", "))
        }));
        parts.add(patch.workplace.map(|workplace| {
            let material = format::number(workplace.material, 0, self.language);
            let overhead = self.percent(workplace.overhead);
            self.say(
                || format!("Arbeitsplatz {material} € Sachkosten, {overhead} Gemeinkosten"),
                || format!("workplace {material} € material cost, {overhead} overhead"),
            )
        }));
        parts.add(patch.recruitment_stages.as_ref().map(|stages| {
            let stages: Vec<String> =
                stages.iter().map(|stage| format!("{} {}", stage.name, self.days(stage.days))).collect();
            self.titled("Besetzungsverfahren:", "recruitment:", &stages.join(", "))
        }));
        parts.add(patch.council_weeks.map(|weeks| {
            let weeks = self.number(f64::from(weeks));
            self.say(
                || format!("Vorlauf für den Rat {weeks} Wochen"),
                || format!("council asked {weeks} weeks before"),
            )
        }));
        parts.add(patch.leadership_share.map(|share| {
            let share = self.percent(share.as_f64());
            self.say(|| format!("Leitung {share} je Kopf"), || format!("leading {share} a head"))
        }));
        parts.add(patch.decision_share.map(|share| {
            let share = self.percent(share.as_f64());
            self.titled("Anteil der Entscheidung", "share of the decision", &share)
        }));
        parts.add(patch.due_first.map(|due| {
            let text = if due {
                self.pick("bei gleichem Rang nach Fälligkeit", "of one rank by due date")
            } else {
                self.pick("bei gleichem Rang nach Eingang", "of one rank by arrival")
            };
            text.to_owned()
        }));
        parts.add(patch.ageing_days.map(|days| {
            let days = self.days(days);
            self.titled("Vorsprung je Rang", "lead of a rank", &days)
        }));
        // The source of a figure goes with the figure.
        let alone = patch.sources.as_ref().filter(|_| parts.parts.is_empty());
        parts.add(alone.map(|_| self.pick("Quellenangaben geändert", "sources changed").to_owned()));
    }

    fn delay(self, delay: &Delay) -> String {
        self.days(delay.mean)
    }

    fn days(self, days: f64) -> String {
        let unit = if days == 1.0 { self.pick("Tag", "day") } else { self.pick("Tage", "days") };
        format!("{} {unit}", self.number(days))
    }

    pub(super) fn titled(self, german: &'static str, english: &'static str, value: &str) -> String {
        format!("{} {value}", self.pick(german, english))
    }
}
