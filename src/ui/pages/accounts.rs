//! Signing in, the own account, the administration: two parts of the module, one before the door and one behind it, because each of these
//! pages is small.

mod administration;
mod agreement;
mod forms;
mod making;
mod no_access;
mod own_account;
mod programs;
mod reason;
mod second_factor;
mod set_up;
mod sign_in;
mod table;
mod trail;

use crate::ui::dynamic::part;
use administration::Accounts;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use no_access::NoAccess;
use own_account::OwnAccount;
use set_up::SetUp;
use sign_in::SignIn;
use trail::AuditTrail;

/// What is seen by who is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    SignIn,
    SetUp,
    NoAccess,
}

/// What is seen by who is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    OwnAccount,
    Administration,
    Trail,
}

#[lazy]
fn door_pages(page: Door) -> AnyView {
    match page {
        Door::SignIn => part(view! { <SignIn/> }),
        Door::SetUp => part(view! { <SetUp/> }),
        Door::NoAccess => part(view! { <NoAccess/> }),
    }
}

#[lazy]
fn account_pages(page: Inside) -> AnyView {
    match page {
        Inside::OwnAccount => part(view! { <OwnAccount/> }),
        Inside::Administration => part(view! { <Accounts/> }),
        Inside::Trail => part(view! { <AuditTrail/> }),
    }
}

/// Pages of a part of the module, and what fetches it.
macro_rules! pages {
    ($draw:ident, $fetch:ident: $($(#[$doc:meta])* $name:ident => $page:expr),+ $(,)?) => {$(
        $(#[$doc])*
        pub struct $name;

        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_page: Self) -> AnyView {
                $draw($page).await
            }

            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                $fetch().await;
            }
        }
    )+};
}

pages! {
    door_pages, __preload_door_pages:
    /// Signing in.
    SignInPage => Door::SignIn,
    /// Setting a password by a link.
    SetUpPage => Door::SetUp,
    /// Says that a role may not see a page.
    NoAccessPage => Door::NoAccess,
}

pages! {
    account_pages, __preload_account_pages:
    /// The own account: password and sessions.
    OwnAccountPage => Inside::OwnAccount,
    /// All accounts, and the agreement on small groups.
    AdministrationPage => Inside::Administration,
    /// The audit trail.
    TrailPage => Inside::Trail,
}
