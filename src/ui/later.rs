//! Parts of a page that come when it has woken up: until then, what the server has drawn of them stays in its place.

use super::dynamic::{Held, live, part};
use leptos::prelude::*;

/// A view of a part that is still on its way; `drawn` is what the server has drawn of it, nothing in the browser, which keeps what
/// was sent.
pub fn awake<P: Clone + Send + Sync + 'static>(
    there: Held<Option<P>>,
    drawn: impl Fn() -> String + Send + Sync + 'static,
    draw: impl Fn(P) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    live(move || Some(there.get().map_or_else(|| still(drawn()), &draw)))
}

/// What a part of the module holds, once the page is awake. `parts` brings it: the macro that splits the module makes it wait in the
/// browser, and can only be put on a function of the page's own.
#[cfg(feature = "hydrate")]
pub fn there<P, A>(parts: impl Fn() -> A + 'static) -> Held<Option<P>>
where
    P: Clone + Send + Sync + 'static,
    A: Future<Output = P> + 'static,
{
    let there = Held::new(None);
    Effect::new(move |_| {
        let part = parts();
        leptos::task::spawn_local(async move { there.set(Some(part.await)) });
    });
    there
}

/// The same where nothing is split.
#[cfg(not(feature = "hydrate"))]
pub fn there<P: Clone + Send + Sync + 'static>(parts: impl Fn() -> P + 'static) -> Held<Option<P>> {
    let there = Held::new(None);
    Effect::new(move |_| there.set(Some(parts())));
    there
}

/// A view that `pick` takes out of a part; until the part is there, what the server has drawn of it.
#[cfg(feature = "ssr")]
pub fn view_of<P, S>(
    there: Held<Option<P>>,
    shared: S,
    parts: fn() -> P,
    pick: fn(P) -> fn(S) -> AnyView,
) -> AnyView
where
    P: Clone + Send + Sync + 'static,
    S: Copy + Send + Sync + 'static,
{
    awake(there, move || pick(parts())(shared).to_html(), move |parts| pick(parts)(shared))
}

/// The same in the browser, which has what the server has drawn and need not ask for the part once more.
#[cfg(not(feature = "ssr"))]
pub fn view_of<P, S, A>(
    there: Held<Option<P>>,
    shared: S,
    _parts: fn() -> A,
    pick: fn(P) -> fn(S) -> AnyView,
) -> AnyView
where
    P: Clone + Send + Sync + 'static,
    S: Copy + Send + Sync + 'static,
{
    awake(there, String::new, move |parts| pick(parts)(shared))
}

/// What the server has drawn of a view, without life.
pub fn still(drawn: String) -> AnyView {
    part(view! { <div class="still" inert inner_html=drawn></div> })
}
