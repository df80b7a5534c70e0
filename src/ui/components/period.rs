//! How far a page looks ahead; it stands in the address, so a link shows a colleague the same figures.

use crate::ui::dynamic::{Kept, part};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::Scenario;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;

/// Name in the address.
const UNTIL: &str = "bis";
/// Years that can be chosen, counted from the year of the plan's first day.
const YEARS: [i32; 6] = [1, 2, 3, 4, 5, 10];

/// The last day that an address asks for; the end of the next calendar year where it says nothing of use.
#[must_use]
pub fn last_day(address: &ParamsMap, first: NaiveDate) -> NaiveDate {
    let asked = address.get(UNTIL).and_then(|year| year.parse::<i32>().ok());
    let ahead = asked.map(|year| year.saturating_sub(first.year())).filter(|ahead| YEARS.contains(ahead));
    end_of(first.year() + ahead.unwrap_or(YEARS[0])).unwrap_or(first)
}

fn end_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

/// A page's address with another last day; `beside` is what else stands in it.
fn address(path: &str, beside: Option<&(&'static str, String)>, year: &str) -> String {
    let beside = beside.map(|(name, value)| format!("{name}={value}&")).unwrap_or_default();
    format!("{path}?{beside}{UNTIL}={year}")
}

/// The list of years; without JavaScript the button sends it.
#[component]
pub fn Period(
    /// First day of the plan.
    first: NaiveDate,
    /// The last day that is chosen.
    last: Kept<NaiveDate>,
    /// The page.
    path: &'static str,
    /// What its address keeps beside the last day: name and value, of characters that need no escaping.
    #[prop(optional)]
    beside: Option<(&'static str, String)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let kept =
        beside.clone().map(|(name, value)| part(view! { <input type="hidden" name=name value=value/> }));
    let choose = move |event: leptos::ev::Event| {
        let address = scenario.address(&address(path, beside.as_ref(), &event_target_value(&event)));
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&address, options));
    };
    let option = move |ahead: i32| {
        let year = first.year() + ahead;
        part(view! {
            <option value=year.to_string() selected=move || last.get().year() == year>{format!("31.12.{year}")}</option>
        })
    };
    part(view! {
        <form class="choices" method="get" action=path>
            {kept}
            <label class="field">
                <span>{t!(i18n, simulation.until)}</span>
                <select class="select" name=UNTIL on:change=choose>
                    {YEARS.map(option).into_iter().collect::<Vec<_>>()}
                </select>
            </label>
            <noscript><button type="submit" class="button">{t!(i18n, assessment.show)}</button></noscript>
        </form>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_makes_no_sense_asks_for_the_usual() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let of = |year: &str| {
            let mut map = ParamsMap::new();
            map.insert(UNTIL, year.to_owned());
            last_day(&map, first).year()
        };
        assert_eq!(of("2028"), 2028);
        for wrong in ["", "x", "2024", "1999", "2031", "-2147483648", "99999999999"] {
            assert_eq!(of(wrong), 2025, "{wrong}");
        }
    }

    #[test]
    fn what_else_stands_in_the_address_stays() {
        assert_eq!(address("/simulation", None, "2027"), "/simulation?bis=2027");
        let beside = ("mit", "a,b".to_owned());
        assert_eq!(
            address("/szenarien/vergleich", Some(&beside), "2027"),
            "/szenarien/vergleich?mit=a,b&bis=2027"
        );
    }
}
