//! Who looks at the page, and whether it is a demonstration: the server writes it into the document, the browser reads it
//! there. It stays as long as the page does, because signing in and out load another one.

use crate::permission::{Access, Field, Right, Role, counts_while_owing, field_reach};
use leptos::prelude::*;

/// Attributes of the document's root.
const ROLE: &str = "data-role";
const ACCOUNT: &str = "data-account";
const DEMONSTRATION: &str = "data-demonstration";
const PROVIDER: &str = "data-provider";
const UNIT: &str = "data-unit";
const OWES: &str = "data-owes-second-factor";

/// What it says where the sign-in service let the visitor in, and where it only could.
const USED: &str = "used";
const OFFERED: &str = "offered";

/// Who looks at the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visitor {
    /// Name of the account; none where nobody is signed in.
    pub name: Option<String>,
    /// Its role.
    pub role: Option<Role>,
    /// The unit that it is limited to; none for all units.
    pub unit: Option<String>,
    /// Whether roles are taken by one press and without a password.
    pub demonstration: bool,
    /// Whether the administration's own sign-in service lets people in.
    pub provider: bool,
    /// Whether it let this one in.
    pub by_provider: bool,
    /// Whether a second factor has to be set up before anything else is open.
    pub owes_second_factor: bool,
}

impl Visitor {
    /// Makes it known to everything below; on the server the request has brought it.
    pub fn provide() {
        #[cfg(not(feature = "ssr"))]
        {
            use super::browser::document::root_attribute;
            let provider = root_attribute(PROVIDER);
            provide_context(Self {
                name: root_attribute(ACCOUNT),
                role: root_attribute(ROLE).and_then(|word| Role::parse(&word)),
                unit: root_attribute(UNIT),
                demonstration: root_attribute(DEMONSTRATION).is_some(),
                provider: provider.is_some(),
                by_provider: provider.as_deref() == Some(USED),
                owes_second_factor: root_attribute(OWES).is_some(),
            });
        }
        debug_assert_eq!(
            (ROLE, ACCOUNT, DEMONSTRATION, PROVIDER, UNIT, OWES),
            super::shell::ATTRIBUTES,
            "they are spelled out there"
        );
    }

    /// What the document says of the sign-in service.
    #[must_use]
    pub fn provider_word(&self) -> Option<&'static str> {
        self.provider.then_some(if self.by_provider { USED } else { OFFERED })
    }

    /// From context; nobody outside a request.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_default()
    }

    /// Whether plans come with a field at all; where not, the page says so instead of leaving a gap.
    #[must_use]
    pub fn sees(&self, field: Field) -> bool {
        self.role.is_some_and(|role| field_reach(role, field).is_some())
    }

    /// Whether the policy grants a right, and it counts already.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        Access::Needs(right).admits(self.role) && (!self.owes_second_factor || counts_while_owing(right))
    }
}
