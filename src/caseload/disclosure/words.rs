//! Why something is withheld and what it would take to show it, for the place where it would stand.

use super::{Disclosure, Visible};
use crate::format::Language;
use crate::plan::UnitId;

impl Disclosure {
    /// Why the output of a unit is withheld and what it would take; nothing where it is shown.
    #[must_use]
    pub fn reason(&self, unit: &UnitId, language: Language) -> Option<String> {
        if self.of_unit(unit) == Visible::All {
            return None;
        }
        let (heads, threshold) = (self.heads_of(unit), self.threshold);
        Some(match (heads < threshold, language) {
            (true, Language::German) => {
                let posts = if heads == 1 { "besetzte Stelle" } else { "besetzte Stellen" };
                format!(
                    "Erledigungen werden nicht ausgewiesen: Die Einheit hat {heads} {posts}, gezeigt wird ab {threshold}. \
                     Sie sind in der Summe der übergeordneten Einheit enthalten, die diese Größe erreicht. Eine kleinere \
                     Schwelle setzt eine Dienstvereinbarung voraus."
                )
            }
            (true, Language::English) => {
                let posts = if heads == 1 { "filled post" } else { "filled posts" };
                format!(
                    "Completions are withheld: the unit has {heads} {posts}, they are shown from {threshold} on. They are part \
                     of the sum of the unit above that reaches this size. A smaller threshold needs a service agreement."
                )
            }
            (false, Language::German) if self.earlier.units.contains(unit) => format!(
                "Erledigungen werden nicht ausgewiesen: Unter einem früheren Plan, aus dessen Zeit Fallzahlen vorliegen, hatte die \
                 Einheit, oder eine, deren Erledigungen sich daraus errechnen ließen, weniger als {threshold} besetzte Stellen. Eine \
                 kleinere Schwelle setzt eine Dienstvereinbarung voraus."
            ),
            (false, Language::English) if self.earlier.units.contains(unit) => format!(
                "Completions are withheld: under an earlier plan, of whose time there are counts, the unit, or one whose completions \
                 could be worked out from it, had fewer than {threshold} filled posts. A smaller threshold needs a service agreement."
            ),
            (false, Language::German) => format!(
                "Erledigungen werden nicht ausgewiesen: Aus ihnen ließen sich die einer Einheit mit weniger als \
                 {threshold} besetzten Stellen errechnen. Eine kleinere Schwelle setzt eine Dienstvereinbarung voraus."
            ),
            (false, Language::English) => format!(
                "Completions are withheld: those of a unit with fewer than {threshold} filled posts could be worked out from \
                 them. A smaller threshold needs a service agreement."
            ),
        })
    }

    /// Why output is missing in a table of units, some of which are small, and what it would take.
    #[must_use]
    pub fn reason_of_units(&self, language: Language) -> String {
        let threshold = self.threshold;
        match language {
            Language::German => format!(
                "Erledigungen und Monate Arbeit kleiner Einheiten werden nicht ausgewiesen, ihre übrigen Fallzahlen sind auf fünf \
                 gerundet: Gezeigt wird ab {threshold} besetzten Stellen, und nur, wo sich daraus nicht die Erledigungen einer \
                 kleineren Einheit errechnen ließen. Sie sind in der Summe der übergeordneten Einheit enthalten, die diese Größe \
                 erreicht. Eine kleinere Schwelle setzt eine Dienstvereinbarung voraus."
            ),
            Language::English => format!(
                "Completions and months of work of small units are withheld, their other case figures are rounded to five: they are \
                 shown from {threshold} filled posts on, and only where the completions of a smaller unit could not be worked out \
                 from them. They are part of the sum of the unit above that reaches this size. A smaller threshold needs a service \
                 agreement."
            ),
        }
    }

    /// Why completions are missing in a table of kinds of cases, and what it would take.
    #[must_use]
    pub fn reason_of_kinds(&self, language: Language) -> String {
        let threshold = self.threshold;
        match language {
            Language::German => format!(
                "Fallarten, an denen weniger als {threshold} besetzte Stellen arbeiten oder aus denen sich eine solche errechnen ließe, \
                 sind auf fünf gerundet und ohne Erledigungen; in den Summen sind sie enthalten. Eine kleinere Schwelle setzt eine \
                 Dienstvereinbarung voraus."
            ),
            Language::English => format!(
                "Kinds of cases on which fewer than {threshold} filled posts work, or from which such a one could be worked out, are \
                 rounded to five and without completions; the sums hold them. A smaller threshold needs a service agreement."
            ),
        }
    }

    /// Why a kind of cases is not shown on its own inside of a unit that is shown, and what it would take.
    #[must_use]
    pub fn kind_reason(&self, language: Language) -> String {
        let threshold = self.threshold;
        match language {
            Language::German => format!(
                "Erledigungen dieser Fallart werden nicht ausgewiesen: An ihr, oder an einer, die sich aus ihr errechnen ließe, \
                 arbeiten weniger als {threshold} besetzte Stellen. Sie sind in der Summe der Einheit enthalten. Eine kleinere \
                 Schwelle setzt eine Dienstvereinbarung voraus."
            ),
            Language::English => format!(
                "Completions of this kind of cases are withheld: fewer than {threshold} filled posts work on it, or on one that \
                 could be worked out from it. They are part of the sum of the unit. A smaller threshold needs a service \
                 agreement."
            ),
        }
    }
}
