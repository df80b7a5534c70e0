//! Fields of what somebody may see that not everybody sees: the second table beside the policy. What is not in it is withheld.
//!
//! Whoever sees plans and scenarios gets them with these fields only where the table grants them; they are taken out where the
//! database is read (`store::sight`), not in the page.

use super::{Reach, Role};

/// A field, or a group of fields that tell the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What posts cost: cost by grade and of a workplace with their sources, and bounds in euro that a scenario is to keep.
    Pay,
    /// What is noted about a post and no forecast needs: kw without a day and why, ku, why it is blocked, job evaluation,
    /// third-party funding. Days and extents that capacity follows from are no part of it.
    StaffingNotes,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Pay, Self::StaffingNotes];
}

/// Every role with the fields that it sees. Cost is told of grades and not of posts, so that it has no place in the tree of units;
/// notes are those of posts in the account's units.
pub const FIELDS: &[(Role, &[(Field, Reach)])] = &[
    (Role::Staff, &[]),
    (Role::TeamLead, &[(Field::Pay, Reach::Everything), (Field::StaffingNotes, Reach::Subtree)]),
    (Role::Manager, &[(Field::Pay, Reach::Everything), (Field::StaffingNotes, Reach::Subtree)]),
    (Role::StaffCouncil, &[(Field::Pay, Reach::Everything), (Field::StaffingNotes, Reach::Subtree)]),
    (Role::Administrator, &[]),
];

/// How far a role sees a field; none where the table does not grant it.
#[must_use]
pub fn field_reach(role: Role, field: Field) -> Option<Reach> {
    let (_, fields) = FIELDS.iter().find(|(holder, _)| *holder == role)?;
    fields.iter().find(|(granted, _)| *granted == field).map(|(_, reach)| *reach)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::{Right, reach};

    #[test]
    fn names_every_role_once_and_every_field_at_most_once() {
        for (_, role) in Role::WORDS {
            assert_eq!(FIELDS.iter().filter(|(holder, _)| *holder == role).count(), 1, "{role:?}");
        }
        assert_eq!(FIELDS.len(), Role::WORDS.len());
        for (role, fields) in FIELDS {
            for field in Field::ALL {
                let granted = fields.iter().filter(|(granted, _)| *granted == field).count();
                assert!(granted <= 1, "{role:?} {field:?}");
            }
        }
    }

    #[test]
    fn says_of_each_role_and_field_what_was_decided() {
        let decided = |role: Role, field: Field| match (role, field) {
            (Role::Staff | Role::Administrator, _) => None,
            (_, Field::Pay) => Some(Reach::Everything),
            (_, Field::StaffingNotes) => Some(Reach::Subtree),
        };
        for (_, role) in Role::WORDS {
            for field in Field::ALL {
                assert_eq!(field_reach(role, field), decided(role, field), "{role:?} {field:?}");
            }
        }
    }

    /// The staffing plan tells both: to see it without them, or them without it, would make no sense.
    #[test]
    fn who_sees_the_staffing_plan_sees_what_is_in_it_and_nobody_else() {
        for (_, role) in Role::WORDS {
            let plan = reach(role, Right::ViewStaffingPlan);
            for field in Field::ALL {
                assert_eq!(field_reach(role, field).is_some(), plan.is_some(), "{role:?} {field:?}");
            }
            assert_eq!(field_reach(role, Field::StaffingNotes), plan, "{role:?}: of the same units");
        }
    }
}
