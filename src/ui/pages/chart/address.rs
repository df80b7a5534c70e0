//! The state of the page in its address: `?tag=2024-06-30&ansicht=tabelle&stand=aenderungen&nebenlinien=0&ebenen=2`.
//!
//! Identifiers and numbers only: an address is sent on and stands in logs, so nothing that somebody has typed is in it.

use super::desk::Look;
use super::walk::Item;
pub use crate::diagram::chart::Folded;
use crate::diagram::chart::measure::Measure;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The path of the page.
pub const PATH: &str = "/organigramm";

/// The day of an address; the plan's first day where none or an impossible one is given. Kept in the years of the
/// plan format.
#[must_use]
pub fn day(given: Option<&str>, first: NaiveDate) -> NaiveDate {
    given.and_then(|text| text.parse::<NaiveDate>().ok()).map_or(first, |date| date.max(first))
}

/// Whether an address asks for the table.
#[must_use]
pub fn is_table(given: Option<&str>) -> bool {
    given == Some("tabelle")
}

/// What an address colours the chart by.
#[must_use]
pub fn measure(given: Option<&str>) -> Option<Measure> {
    Measure::of_key(given?)
}

/// Which of the two organisations an address asks for.
#[must_use]
pub fn look(given: Option<&str>) -> Look {
    given.and_then(Look::named).unwrap_or_default()
}

/// Whether an address wants the lines to the parts of posts in other units.
#[must_use]
pub fn share_lines(given: Option<&str>) -> bool {
    given != Some("0")
}

/// Whether an address wants the tasks listed.
#[must_use]
pub fn tasks(given: Option<&str>) -> bool {
    given == Some("1")
}

/// The chosen items of an address: all of the kind of the first.
#[must_use]
pub fn chosen(given: Option<&str>) -> BTreeSet<Item> {
    let mut items = given.unwrap_or_default().split(',').take(MOST_CHOSEN).filter_map(Item::of_element);
    let Some(first) = items.next() else { return BTreeSet::new() };
    let kind = std::mem::discriminant(&first);
    let others: Vec<Item> = items.filter(|item| std::mem::discriminant(item) == kind).collect();
    gathered(std::iter::once(first).chain(others))
}

/// What is seen of the chart: how large, and where a card lies in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// CSS pixels per hundred user units, 5 to 300.
    pub percent: u16,
    /// A unit that is seen.
    pub unit: UnitId,
    /// How far right of the window's left edge its card begins, in user units.
    pub right: i32,
    /// How far below its upper edge.
    pub down: i32,
}

impl View {
    /// What an address says: `zoom=80&bei=einbuergerung,120,64`; none where a part is missing or impossible.
    #[must_use]
    pub fn read(percent: Option<&str>, place: Option<&str>) -> Option<Self> {
        let percent = percent?.parse().ok().filter(|percent| (5..=300).contains(percent))?;
        let mut parts = place?.split(',');
        let unit = UnitId::parse(parts.next()?).ok()?;
        let mut number =
            || parts.next()?.parse().ok().filter(|number: &i32| number.unsigned_abs() <= FARTHEST);
        Some(Self { percent, unit, right: number()?, down: number()? })
    }

    fn part(&self) -> String {
        format!("zoom={}&bei={},{},{}", self.percent, self.unit, self.right, self.down)
    }
}

/// A card farther from the edge of the window than this is no place to return to, in user units.
const FARTHEST: u32 = 1_000_000;

/// More chosen items than these are not written into an address: it has to stay short enough to be sent on.
const MOST_CHOSEN: usize = 40;

/// How the chart is looked at, beside its day and its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// What colours it.
    pub measure: Option<Measure>,
    /// Which of the organisations it shows.
    pub look: Look,
    /// Whether it goes without the lines to the parts of posts in other units.
    pub without_share_lines: bool,
    /// What is folded.
    pub folded: Folded,
    /// Whether tasks are listed.
    pub tasks: bool,
    /// What is chosen.
    pub chosen: BTreeSet<Item>,
    /// What is seen; none where the chart lies as it was opened.
    pub view: Option<View>,
}

/// The address of a state; what is usual is left out.
#[must_use]
pub fn of(date: NaiveDate, first: NaiveDate, table: bool, sight: &Sight) -> String {
    let mut parts = Vec::new();
    if date != first {
        parts.push(format!("tag={date}"));
    }
    if table {
        parts.push("ansicht=tabelle".to_owned());
    }
    if sight.look != Look::After {
        parts.push(format!("stand={}", sight.look.word()));
    }
    if sight.without_share_lines {
        parts.push("nebenlinien=0".to_owned());
    }
    if let Some(measure) = sight.measure {
        parts.push(format!("farbe={}", measure.key()));
    }
    parts.extend(sight.folded.part());
    if sight.tasks {
        parts.push("aufgaben=1".to_owned());
    }
    if (1..=MOST_CHOSEN).contains(&sight.chosen.len()) {
        let ids: Vec<String> = sight.chosen.iter().map(Item::element_id).collect();
        parts.push(format!("auswahl={}", ids.join(",")));
    }
    parts.extend(sight.view.as_ref().map(View::part));
    if parts.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_state() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let kw = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        let plain = Sight::default();
        assert_eq!(of(kw, first, true, &plain), "/organigramm?tag=2024-06-30&ansicht=tabelle");
        assert_eq!(of(first, first, false, &plain), "/organigramm");
        for wanted in [Look::After, Look::Before, Look::Changes] {
            let address = of(first, first, false, &Sight { look: wanted, ..Sight::default() });
            assert_eq!(look(address.split_once("stand=").map(|(_, word)| word)), wanted);
        }
        let coloured = of(first, first, false, &Sight { measure: Some(Measure::Kw), ..Sight::default() });
        assert_eq!(coloured, "/organigramm?farbe=kw");
        assert_eq!(
            (measure(Some("kw")), measure(Some("rot")), measure(None)),
            (Some(Measure::Kw), None, None)
        );
        let bare = of(first, first, false, &Sight { without_share_lines: true, ..Sight::default() });
        assert_eq!(bare, "/organigramm?nebenlinien=0");
        assert!(share_lines(None) && share_lines(Some("1")) && !share_lines(Some("0")));
        assert_eq!(day(Some("2024-06-30"), first), kw);
        assert_eq!(day(Some("2024-02-31"), first), first);
        assert_eq!(day(Some("1999-01-01"), first), first);
        assert_eq!(day(None, first), first);
        assert!(is_table(Some("tabelle")) && !is_table(Some("bild")) && !is_table(None));
    }

    #[test]
    fn what_is_seen_and_chosen_leads_back_to_itself() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let view = View::read(Some("80"), Some("einbuergerung,120,-64")).unwrap();
        let items = chosen(Some("stelle-AA-01,einheit-asyl,stelle-AA-02,stelle-<b>,/etc"));
        assert_eq!(items.len(), 2, "posts only, as the first is one: {items:?}");
        let sight = Sight { tasks: true, chosen: items.clone(), view: Some(view), ..Sight::default() };
        let address = of(first, first, false, &sight);
        assert_eq!(
            address,
            "/organigramm?aufgaben=1&auswahl=stelle-AA-01,stelle-AA-02&zoom=80&bei=einbuergerung,120,-64"
        );
        assert_eq!(chosen(Some("stelle-AA-01,stelle-AA-02")), items);
        assert!(tasks(Some("1")) && !tasks(Some("ja")) && !tasks(None));
        let wrong = [
            (Some("4"), Some("asyl,1,1")),
            (Some("301"), Some("asyl,1,1")),
            (Some("80"), Some("Asyl,1,1")),
            (Some("80"), Some("asyl,1")),
            (Some("80"), Some("asyl,1,99999999")),
            (Some("80"), Some("asyl,1,-2147483648")),
            (None, Some("asyl,1,1")),
            (Some("80"), None),
        ];
        for (percent, place) in wrong {
            assert_eq!(View::read(percent, place), None, "{percent:?} {place:?}");
        }
        // A choice that is too long is left out; the rest stays.
        let many = (0..41).map(|n| format!("stelle-A-{n}")).collect::<Vec<_>>();
        let items = many.iter().filter_map(|id| Item::of_element(id)).collect();
        assert_eq!(of(first, first, false, &Sight { chosen: items, ..Sight::default() }), "/organigramm");
    }

    #[test]
    fn what_is_folded_stands_in_the_address() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let sight = Sight { folded: Folded::read(None, Some("rueckkehr,asyl")), ..Sight::default() };
        assert_eq!(of(first, first, false, &sight), "/organigramm?zu=asyl,rueckkehr");
    }
}
