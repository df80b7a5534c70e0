//! A chart in the colours of a measure on paper, or why it is not coloured.

use super::{Measure, Shade, Shading};
use crate::format::Language;
use crate::plan::UnitId;
use std::sync::Arc;

/// Why a chart on paper is not coloured although that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpainted {
    /// The simulation was not finished within the time that it may take.
    OutOfTime,
    /// The plan cannot be simulated.
    NotSimulated,
}

/// What colours a chart on paper.
#[derive(Debug, Clone, PartialEq)]
pub enum Colours {
    /// These classes.
    Classes(Arc<Shading>),
    /// None, which the legend says.
    Missing(Measure, Unpainted),
}

impl Colours {
    /// Of what.
    #[must_use]
    pub fn measure(&self) -> Measure {
        match self {
            Self::Classes(shading) => shading.measure,
            Self::Missing(measure, _) => *measure,
        }
    }

    /// The class of a unit and its value.
    #[must_use]
    pub fn shade(&self, unit: &UnitId) -> Option<&Shade> {
        match self {
            Self::Classes(shading) => shading.units.get(unit),
            Self::Missing(..) => None,
        }
    }

    /// „Farbe und Muster der Einheiten: Auslastung“.
    #[must_use]
    pub fn title(&self, language: Language) -> String {
        let name = self.measure().name(language);
        match language {
            Language::German => format!("Farbe und Muster der Einheiten: {name}"),
            Language::English => format!("Colour and pattern of the units: {name}"),
        }
    }

    /// Why it is not coloured, where it is not.
    #[must_use]
    pub const fn missing(&self, language: Language) -> Option<&'static str> {
        let Self::Missing(_, why) = self else { return None };
        Some(match (why, language) {
            (Unpainted::OutOfTime, Language::German) => {
                "Nicht gezeichnet: Die Simulation wurde in der vorgesehenen Rechenzeit nicht fertig; die Seite zeigt die Farben."
            }
            (Unpainted::OutOfTime, Language::English) => {
                "Not drawn: the simulation was not finished within the time set for it; the page shows the colours."
            }
            (Unpainted::NotSimulated, Language::German) => {
                "Nicht gezeichnet: Der Plan lässt sich so nicht simulieren; die Seite Simulation nennt den Grund."
            }
            (Unpainted::NotSimulated, Language::English) => {
                "Not drawn: the plan cannot be simulated as it is; the page Simulation tells the reason."
            }
        })
    }
}
