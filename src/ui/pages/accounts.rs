//! Signing in, the own account, the administration: one part of the module, because these pages are small.

mod administration;
mod agreement;
mod forms;
mod making;
mod no_access;
mod own_account;
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

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    SignIn,
    SetUp,
    NoAccess,
    OwnAccount,
    Administration,
    Trail,
}

#[lazy]
fn account_pages(page: Page) -> AnyView {
    match page {
        Page::SignIn => part(view! { <SignIn/> }),
        Page::SetUp => part(view! { <SetUp/> }),
        Page::NoAccess => part(view! { <NoAccess/> }),
        Page::OwnAccount => part(view! { <OwnAccount/> }),
        Page::Administration => part(view! { <Accounts/> }),
        Page::Trail => part(view! { <AuditTrail/> }),
    }
}

async fn load() {
    #[cfg(target_arch = "wasm32")]
    __preload_account_pages().await;
}

/// A page of this part of the module.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident => $page:ident),+ $(,)?) => {$(
        $(#[$doc])*
        pub struct $name;

        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_page: Self) -> AnyView {
                account_pages(Page::$page).await
            }

            async fn preload() {
                load().await;
            }
        }
    )+};
}

pages! {
    /// Signing in.
    SignInPage => SignIn,
    /// Setting a password by a link.
    SetUpPage => SetUp,
    /// Says that a role may not see a page.
    NoAccessPage => NoAccess,
    /// The own account: password and sessions.
    OwnAccountPage => OwnAccount,
    /// All accounts, and the agreement on small groups.
    AdministrationPage => Administration,
    /// The audit trail.
    TrailPage => Trail,
}
