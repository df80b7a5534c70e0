//! The HTML document around the application; only the server renders it.

use super::App;
use super::held::HeldUntilAwake;
use super::hydration::{Assets, HydrationScripts};
use super::presentation::KeptPresentation;
use super::theme::{ATTRIBUTE, Theme};
use super::visitor::Visitor;
use super::{language, presentation};
use crate::api::MANIFEST_PATH;
use crate::permission::Role;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::Arc;

/// What the document says of its visitor; spelled out below, as the markup takes no constants for names.
pub(super) const ATTRIBUTES: (&str, &str, &str, &str, &str, &str) = (
    "data-role",
    "data-account",
    "data-demonstration",
    "data-provider",
    "data-unit",
    "data-owes-second-factor",
);

/// The HTML document around the application.
pub fn shell(assets: Arc<Assets>) -> impl IntoView {
    debug_assert_eq!(ATTRIBUTE, "data-kern-theme", "the attribute is spelled out below");
    let style = assets.style.clone();
    let manifest = assets.keeps_pages.then(|| view! { <link rel="manifest" href=MANIFEST_PATH/> });
    let visitor = Visitor::expect();
    let provider = visitor.provider_word();
    let Visitor { name, role, unit, demonstration, owes_second_factor, .. } = visitor;
    view! {
        <!DOCTYPE html>
        <html
            lang=language::current().as_str()
            data-kern-theme=Theme::current().attribute()
            data-presentation=presentation::attribute()
            data-role=role.map(Role::word)
            data-account=name
            data-demonstration=demonstration.then_some("")
            data-provider=provider
            data-unit=unit
            data-owes-second-factor=owes_second_factor.then_some("")
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {manifest}
                <link rel="stylesheet" id="leptos" href=style/>
                <KeptPresentation/>
                <HeldUntilAwake/>
                <HydrationScripts assets/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
