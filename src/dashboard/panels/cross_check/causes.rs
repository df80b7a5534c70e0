//! Why formula and simulation differ, in sentences.

use super::Said;
use crate::caseload::Cause;
use crate::dashboard::words;
use crate::format::number;

impl Said<'_> {
    /// What makes formula and simulation differ.
    pub(super) fn cause(&self, cause: Cause) -> String {
        let figure = |value: f64, decimals| number(value, decimals, self.language);
        match cause {
            Cause::Backlog(cases) => {
                self.of(BACKLOG).replace("{cases}", &figure(words::coarse(cases, self.visible), 0))
            }
            Cause::Capacity => {
                let [from, to] = [self.check.effective.formula, self.check.effective.simulation]
                    .map(|fte| figure(fte.unwrap_or_default(), 1));
                self.of(CAPACITY).replace("{from}", &from).replace("{to}", &to)
            }
            Cause::Queues(count) => self.of(QUEUES).replace("{count}", &figure(f64::from(count), 0)),
            Cause::Scatter(cv) => {
                let scattered = self.check.scattered_days.map(|days| figure(days, 2));
                let words = scattered.as_ref().map_or(SCATTER, |_| SCATTER_WITH);
                self.of(words)
                    .replace("{cv}", &figure(cv, 2))
                    .replace("{days}", scattered.as_deref().unwrap_or_default())
            }
            Cause::NoPost => self.of(NO_POST),
            Cause::Overload => self.of(OVERLOAD),
            Cause::Priority => self.of(PRIORITY),
            Cause::Absence => self.of(ABSENCE),
            Cause::Demand => self.of(DEMAND),
            Cause::Outside => self.of(OUTSIDE),
        }
    }
}

/// German and English.
type Words = (&'static str, &'static str);

const NO_POST: Words = (
    "Niemand da: In mindestens einer Einheit arbeitet am ersten Tag niemand an Fällen; die Simulation besetzt nach.",
    "Nobody there: in at least one unit nobody handles cases on the first day; the simulation recruits.",
);

const OVERLOAD: Words = (
    "Überlast: In mindestens einer Einheit kommt mehr Arbeit, als die Kapazität des ersten Tages leistet. Erlang C hat dort keine \
     Antwort.",
    "Overload: in at least one unit more work comes in than the capacity of the first day can do. Erlang C has no answer there.",
);

const BACKLOG: Words = (
    "Rückstand: Die Simulation beginnt mit {cases} offenen Fällen, die Formel der Wartezeit mit keinem.",
    "Backlog: the simulation begins with {cases} open cases, the formula of the wait with none.",
);

const CAPACITY: Words = (
    "Kapazität: am ersten Tag {from} wirksame VZÄ, im Mittel der Simulation {to}; die Formeln kennen nur den ersten Tag.",
    "Capacity: {from} effective FTE on the first day, {to} in the mean of the simulation; the formulas know the first day only.",
);

const QUEUES: Words = (
    "Mehrere Schlangen: Die Formel rechnet {count} Einheiten einzeln und mittelt nach Arbeitsschritten.",
    "Several queues: the formula takes {count} units one by one, and their mean by steps.",
);

const PRIORITY: Words = (
    "Vorrang: Einige Fallarten kommen zuerst an die Reihe; die anderen warten länger, als eine gemeinsame Schlange sagt.",
    "Priority: some case types go first; the others wait longer than one common queue says.",
);

const ABSENCE: Words = (
    "Abwesenheit: Urlaub und Krankheit fallen in der Simulation als ganze Tage an, in der Formel sind sie gleichmäßig abgezogen.",
    "Absence: leave and illness are whole days in the simulation, in the formula they are taken off evenly.",
);

const SCATTER: Words = (
    "Streuung: Erlang C setzt für die Bearbeitungszeit einen Variationskoeffizienten von 1 voraus, hier ist er {cv}.",
    "Scatter: Erlang C takes a coefficient of variation of 1 for the handling time, here it is {cv}.",
);

const SCATTER_WITH: Words = (
    "Streuung: Erlang C setzt für die Bearbeitungszeit einen Variationskoeffizienten von 1 voraus, hier ist er {cv}; damit wären es \
     {days} Arbeitstage (Näherung von Allen und Cunneen).",
    "Scatter: Erlang C takes a coefficient of variation of 1 for the handling time, here it is {cv}; with it the wait is {days} working \
     days (approximation of Allen and Cunneen).",
);

const DEMAND: Words = (
    "Nachfrage: Wachstum, Saison und datierte Ereignisse wirken in der Simulation Tag für Tag, in der Formel als Jahresmittel.",
    "Demand: growth, season and dated events work day by day in the simulation, as a mean of the year in the formula.",
);

const OUTSIDE: Words = (
    "Wartezeit bei Dritten: Sie zählt in Dauer und Bestand der Simulation, in Erlang C nicht.",
    "Waits with others: they count in the times and the stock of the simulation, not in Erlang C.",
);
