//! The policy: the one table of who may do what, and the rights as types.

use super::{Reach, Role};

/// Declares every right once, as a value and as a type of the same name.
macro_rules! rights {
    ($($(#[$doc:meta])+ $name:ident),+ $(,)?) => {
        /// What can be allowed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Right {
            $($(#[$doc])+ $name,)+
        }

        impl Right {
            /// Every right.
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }

        $(
            #[doc = concat!("[`Right::", stringify!($name), "`] as a type.")]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl Grantable for $name {
                const RIGHT: Right = Right::$name;
            }
        )+
    };
}

/// A right as a type, so that a granted right can be asked for by type.
pub trait Grantable {
    /// The right that this type stands for.
    const RIGHT: Right;
}

rights! {
    /// See plans, scenarios and forecasts.
    ViewScenario,
    /// Make scenarios; add, take back and repeat their changes.
    EditScenario,
    /// Mark a scenario as decided, take down what was decided, and take that back; hand its snapshots to people without an account.
    DecideScenario,
    /// Say something about a scenario or a thing in it, and settle what was said.
    CommentScenario,
    /// See case figures: demand, stock, and measured output of units that reach the minimum group size.
    ViewCases,
    /// Import case figures and correct them.
    EditCases,
    /// See the staffing plan with grades and cost.
    ViewStaffingPlan,
    /// Change what only the staffing plan holds: notes, cost, dates.
    EditStaffingPlan,
    /// See and end own sessions, change the own password, set up and remove the own second factor.
    OwnAccount,
    /// Make, change and close accounts; end their sessions, remove their second factor.
    ManageAccounts,
    /// Read, export and verify the audit trail.
    ViewAudit,
}

/// The policy: every role with all that it may do. What is not in the table is refused.
pub const POLICY: &[(Role, &[(Right, Reach)])] = &[
    (
        Role::Staff,
        &[
            (Right::ViewScenario, Reach::Everything),
            (Right::EditScenario, Reach::Own),
            (Right::CommentScenario, Reach::Everything),
            (Right::OwnAccount, Reach::Own),
        ],
    ),
    (
        Role::TeamLead,
        &[
            (Right::ViewScenario, Reach::Everything),
            (Right::EditScenario, Reach::Own),
            (Right::CommentScenario, Reach::Everything),
            (Right::ViewCases, Reach::Subtree),
            (Right::EditCases, Reach::Subtree),
            (Right::ViewStaffingPlan, Reach::Subtree),
            (Right::OwnAccount, Reach::Own),
        ],
    ),
    (
        Role::Manager,
        &[
            (Right::ViewScenario, Reach::Everything),
            (Right::EditScenario, Reach::Subtree),
            (Right::DecideScenario, Reach::Subtree),
            (Right::CommentScenario, Reach::Everything),
            (Right::ViewCases, Reach::Subtree),
            (Right::EditCases, Reach::Subtree),
            (Right::ViewStaffingPlan, Reach::Subtree),
            (Right::EditStaffingPlan, Reach::Subtree),
            (Right::OwnAccount, Reach::Own),
        ],
    ),
    (
        Role::StaffCouncil,
        &[
            (Right::ViewScenario, Reach::Everything),
            (Right::ViewCases, Reach::Subtree),
            (Right::ViewStaffingPlan, Reach::Subtree),
            (Right::OwnAccount, Reach::Own),
        ],
    ),
    (
        Role::Administrator,
        &[
            (Right::OwnAccount, Reach::Own),
            (Right::ManageAccounts, Reach::Everything),
            (Right::ViewAudit, Reach::Everything),
        ],
    ),
];

/// How far a role's right reaches; none when the table does not grant it.
#[must_use]
pub fn reach(role: Role, right: Right) -> Option<Reach> {
    let (_, rights) = POLICY.iter().find(|(holder, _)| *holder == role)?;
    rights.iter().find(|(granted, _)| *granted == right).map(|(_, reach)| *reach)
}
