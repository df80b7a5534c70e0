//! The address of the page: what it asks for, and going to another one.

use uuid::Uuid;

/// The parameter with the scenario in hand.
const SCENARIO: &str = "szenario";

/// Instead of an identifier: the scenario in hand.
pub const IN_HAND: &str = "aktuell";

/// Before the identifier in the address of a scenario's own page.
const PAGE: &str = "/szenarien/";

/// The scenario that the address asks for: the same in the server and in the browser.
#[must_use]
pub fn scenario() -> Option<Uuid> {
    asked_for(&path(), &query())
}

/// The address of a scenario's own page.
#[must_use]
pub fn of_scenario(scenario: Uuid) -> String {
    format!("{PAGE}{scenario}")
}

/// An address that asks for a scenario, whatever it asked for before.
#[must_use]
pub fn with_scenario(address: &str, scenario: Uuid) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    if is_own_page(path) {
        return of_scenario(scenario);
    }
    let other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(SCENARIO);
    let mut parts: Vec<String> = query.split('&').filter(other).map(str::to_owned).collect();
    parts.push(format!("{SCENARIO}={scenario}"));
    format!("{path}?{}", parts.join("&"))
}

/// The parameter with which a page is shown to others.
const PRESENTED: &str = "praesentation";

/// Whether the address asks for a page as it is shown to others: the same in the server and in the browser.
#[must_use]
pub fn is_presented() -> bool {
    presented(&query())
}

fn presented(query: &str) -> bool {
    query.trim_start_matches('?').split('&').any(|pair| pair.split_once('=') == Some((PRESENTED, "1")))
}

/// An address that asks for it, or no longer does.
fn with_presentation(address: &str, is_on: bool) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(PRESENTED);
    let mut parts: Vec<String> = query.split('&').filter(other).map(str::to_owned).collect();
    if is_on {
        parts.push(format!("{PRESENTED}=1"));
    }
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

/// Notes in the address of the page whether it is shown to others; the way back stays as it is.
pub fn present(is_on: bool) {
    #[cfg(feature = "hydrate")]
    if is_presented() != is_on {
        let address = with_presentation(&current(), is_on);
        if let Ok(history) = leptos::prelude::window().history() {
            let state = history.state().unwrap_or_default();
            // Refused only for addresses of other sites.
            let _ = history.replace_state_with_url(&state, "", Some(&address));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = with_presentation("", is_on);
}

/// Another query for the page that is shown, for reload and sending on; nothing is loaded and the way back stays as it is. Nothing happens
/// where another page is shown meanwhile.
pub fn replace(address: &str) {
    #[cfg(feature = "hydrate")]
    {
        let address = with_presentation(address, is_presented());
        if address.split('?').next() != Some(path().as_str()) || address == current() {
            return;
        }
        if let Ok(history) = leptos::prelude::window().history() {
            let state = history.state().unwrap_or_default();
            // Refused only for addresses of other sites, and by a browser that finds it too often: the next one follows.
            let _ = history.replace_state_with_url(&state, "", Some(&address));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = address;
}

fn in_path(path: &str) -> Option<Uuid> {
    Uuid::try_parse(path.strip_prefix(PAGE)?).ok()
}

/// Also the page of the one in hand, whichever it is.
fn is_own_page(path: &str) -> bool {
    in_path(path).is_some() || path.strip_prefix(PAGE) == Some(IN_HAND)
}

fn asked_for(path: &str, query: &str) -> Option<Uuid> {
    if let Some(scenario) = in_path(path) {
        return Some(scenario);
    }
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == SCENARIO).find_map(|(_, value)| Uuid::try_parse(value).ok())
}

#[cfg(feature = "ssr")]
fn query() -> String {
    super::request::query().unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn path() -> String {
    super::request::path().unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn path() -> String {
    #[cfg(feature = "hydrate")]
    {
        leptos::prelude::window().location().pathname().unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

#[cfg(not(feature = "ssr"))]
fn query() -> String {
    #[cfg(feature = "hydrate")]
    {
        leptos::prelude::window().location().search().unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// Path and query of the page; empty on the server.
#[must_use]
pub fn current() -> String {
    #[cfg(feature = "hydrate")]
    {
        let location = leptos::prelude::window().location();
        format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// What stands behind the cross of the address; the server is never told.
#[must_use]
pub fn fragment() -> String {
    #[cfg(feature = "hydrate")]
    {
        let hash = leptos::prelude::window().location().hash().unwrap_or_default();
        hash.trim_start_matches('#').to_owned()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// The address of the site, `https://stellwerk.example.de`; empty on the server.
#[must_use]
pub fn site() -> String {
    #[cfg(feature = "hydrate")]
    {
        leptos::prelude::window().location().origin().unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// Loads another page, anew: nothing of what this one knows is kept.
pub fn load(address: &str) {
    #[cfg(feature = "hydrate")]
    {
        // Refused only for addresses that are none; ours are made here.
        let _ = leptos::prelude::window().location().assign(address);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = address;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_whether_it_is_shown_to_others() {
        let address = with_presentation("/organigramm?tag=2024-06-30", true);
        assert_eq!(address, "/organigramm?tag=2024-06-30&praesentation=1");
        assert!(presented(&address[12..]) && !presented("?praesentation=0") && !presented("praesentation"));
        assert_eq!(with_presentation(&address, true), address);
        assert_eq!(with_presentation(&address, false), "/organigramm?tag=2024-06-30");
        assert_eq!(with_presentation("/?praesentation=1", false), "/");
    }

    #[test]
    fn an_address_leads_back_to_its_scenario() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let address = with_scenario("/organigramm?tag=2024-06-30&ansicht=tabelle", one);
        assert_eq!(address, format!("/organigramm?tag=2024-06-30&ansicht=tabelle&szenario={one}"));
        assert_eq!(with_scenario(&address, two), address.replace(&one.to_string(), &two.to_string()));
        assert_eq!(with_scenario("/", one), format!("/?szenario={one}"));
        for (query, wanted) in [
            (format!("?szenario={one}"), Some(one)),
            (format!("tag=1&szenario={two}"), Some(two)),
            ("?szenario=../../x".to_owned(), None),
            ("szenario".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(asked_for("/organigramm", &query), wanted, "{query}");
        }
        // A scenario's own page says it in its path.
        assert_eq!(asked_for(&of_scenario(one), &format!("?szenario={two}")), Some(one));
        assert_eq!(asked_for("/szenarien/vergleich", &format!("?szenario={two}")), Some(two));
        assert_eq!(with_scenario(&of_scenario(one), two), of_scenario(two));
        assert_eq!(with_scenario("/szenarien/aktuell", two), of_scenario(two));
        assert_eq!(
            with_scenario("/szenarien/vergleich", two),
            format!("/szenarien/vergleich?szenario={two}")
        );
    }
}
