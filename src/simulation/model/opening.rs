//! Open cases of the first day of which more is known than their number: how old they are, and with whom.

use super::{Model, OpenGroup, build};
use crate::plan::CaseTypeId;
use crate::simulation::SimulationError;
use crate::simulation::standing::Place;

/// Open cases of a kind that stand alike on the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCases {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Where they are. Of what is in work the rest of one of its steps is left, and what comes after it.
    pub place: Place,
    /// Ages of the youngest and the oldest in days; they are even in between.
    pub ages: (u32, u32),
    /// So many.
    pub cases: u64,
}

impl Model {
    /// The same model, opened with these cases: of a kind that is among them they stand in place of the cases that wait by the
    /// plan; kinds that are not simulated are passed over.
    ///
    /// A case that lies with others comes back after the rest of the wait of one of its steps and needs what comes after it. Where
    /// the kind has no wait with these others any wait of the kind will do; where it has none, the case waits here from its first
    /// step on. A case in work is in one of its steps, in a longer one rather than in a shorter one, and any part of that may be done.
    ///
    /// # Errors
    /// [`SimulationError::TooMuchWork`] when these are more cases than a replication may handle.
    pub fn with_open_cases(mut self, open: &[OpenCases]) -> Result<Self, SimulationError> {
        for info in &mut self.types {
            let own = open.iter().filter(|one| one.case_type == info.id);
            let group = |one: &OpenCases| {
                let (youngest, oldest) = one.ages;
                OpenGroup { place: one.place, youngest, oldest: oldest.max(youngest), cases: one.cases }
            };
            let groups: Vec<OpenGroup> = own.map(group).collect();
            if !groups.is_empty() {
                info.opening.waiting = 0;
                info.open = groups;
            }
        }
        build::work(&self)?;
        Ok(self)
    }
}
