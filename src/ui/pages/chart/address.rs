//! The state of the page in its address: `?tag=2024-06-30&ansicht=tabelle&stand=aenderungen`.

use super::desk::Look;
use crate::diagram::chart::measure::Measure;
use chrono::NaiveDate;

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
    match given {
        Some("vorher") => Look::Before,
        Some("aenderungen") => Look::Changes,
        _ => Look::After,
    }
}

/// The address of a state; what is usual is left out.
#[must_use]
pub fn of(
    date: NaiveDate,
    first: NaiveDate,
    table: bool,
    (measure, look): (Option<Measure>, Look),
) -> String {
    let mut parts = Vec::new();
    if date != first {
        parts.push(format!("tag={date}"));
    }
    if table {
        parts.push("ansicht=tabelle".to_owned());
    }
    match look {
        Look::After => {}
        Look::Before => parts.push("stand=vorher".to_owned()),
        Look::Changes => parts.push("stand=aenderungen".to_owned()),
    }
    if let Some(measure) = measure {
        parts.push(format!("farbe={}", measure.key()));
    }
    if parts.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_state() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let kw = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        let plain = (None, Look::After);
        assert_eq!(of(kw, first, true, plain), "/organigramm?tag=2024-06-30&ansicht=tabelle");
        assert_eq!(of(first, first, false, plain), "/organigramm");
        for wanted in [Look::After, Look::Before, Look::Changes] {
            let address = of(first, first, false, (None, wanted));
            assert_eq!(look(address.split_once("stand=").map(|(_, word)| word)), wanted);
        }
        let coloured = of(first, first, false, (Some(Measure::Kw), Look::After));
        assert_eq!(coloured, "/organigramm?farbe=kw");
        assert_eq!(
            (measure(Some("kw")), measure(Some("rot")), measure(None)),
            (Some(Measure::Kw), None, None)
        );
        assert_eq!(day(Some("2024-06-30"), first), kw);
        assert_eq!(day(Some("2024-02-31"), first), first);
        assert_eq!(day(Some("1999-01-01"), first), first);
        assert_eq!(day(None, first), first);
        assert!(is_table(Some("tabelle")) && !is_table(Some("bild")) && !is_table(None));
    }
}
