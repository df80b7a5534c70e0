//! The register of dates as a calendar file (iCalendar, RFC 5545): whole days, without alarms, which are everybody's own choice.

use super::{Due, register::DueKind};
use crate::format::Language;
use chrono::{DateTime, NaiveDate, Utc};

/// Longest line in octets, its end not counted (section 3.1).
const LONGEST_LINE: usize = 75;

/// The file. `stamp` is when the dates were taken down; a calendar knows by it and by the identifier of an entry which of two
/// is the newer one. From when on a vacant post could be filled is no date that anybody has to keep, so it is left out.
#[must_use]
pub fn icalendar(dues: &[Due], name: &str, stamp: DateTime<Utc>, language: Language) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Stellwerk//Stellenplan//DE".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(name)),
    ];
    let stamp = stamp.format("%Y%m%dT%H%M%SZ").to_string();
    for due in dues.iter().filter(|due| due.kind != DueKind::EarliestStart) {
        lines.extend(event(due, name, &stamp, language));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(due: &Due, name: &str, stamp: &str, language: Language) -> Vec<String> {
    let next = due.day.succ_opt().unwrap_or(due.day);
    let summary = format!("{}: {}", due.post, due.words(language));
    let description = format!("{}; {}\n{name}", due.title, due.units.join(" / "));
    let acts = matches!(due.kind, DueKind::Council | DueKind::RecruitmentStart | DueKind::StageEnd);
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}-{}-{}-{}@stellwerk", due.post, due.kind.key(), due.about.key(), due.of),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", compact(due.day)),
        format!("DTEND;VALUE=DATE:{}", compact(next)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("DESCRIPTION:{}", escaped(&description)),
        format!("CATEGORIES:{}", if acts { "Frist" } else { "Stellenplan" }),
        // A date in the calendar takes nobody's time.
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A text as a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => value.extend(['\\', character]),
            '\n' => value.push_str("\\n"),
            other if other.is_control() => value.push(' '),
            other => value.push(other),
        }
    }
    value
}

/// A line with its end, divided where it is too long, never within a character.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 2);
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(character);
        length += character.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};
    use crate::staffing_plan::register;

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn the_file_has_the_form_that_calendars_read() {
        let plan = builtin().unwrap();
        let list = changes_from_json(
            r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01",
                "title": "Sachbearbeitung; Rückstände, Umzüge und alles Übrige, was in der Task Force liegen geblieben ist \\ ä"}}},
                {"effective": "2024-03-01", "action": {"set_post": {"post": "AA-05", "holder": null}}}]"#
                .as_bytes(),
        )
        .unwrap();
        let all = register(&plan, &list, plan.as_of);
        let stamp = DateTime::from_timestamp(1_706_745_600, 0).unwrap();
        let text = icalendar(&all, "Stellenplan", stamp, Language::German);
        let is_kept = |due: &&crate::staffing_plan::Due| due.kind != DueKind::EarliestStart;
        let dues: Vec<_> = all.iter().filter(is_kept).collect();
        assert_eq!(all.len(), dues.len() + 1, "AA-05 is vacant without a date");
        assert!(
            text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n")
        );
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])), "{text}");
        let whole = unfolded(&text);
        let of = |start: &str| whole.lines().filter(|line| line.starts_with(start)).count();
        for start in ["BEGIN:VEVENT", "END:VEVENT", "UID:", "DTSTAMP:20240201T000000Z", "SUMMARY:"] {
            assert_eq!(of(start), dues.len(), "{start}");
        }
        assert!(whole.contains("DTSTART;VALUE=DATE:20240630\r\nDTEND;VALUE=DATE:20240701\r\n"));
        assert!(whole.contains("UID:TF-01-kw-kw-2024-06-30@stellwerk\r\n"));
        assert!(whole.contains("Sachbearbeitung\\; Rückstände\\, Umzüge"), "{whole}");
        assert!(whole.contains("liegen geblieben ist \\\\ ä\\;"), "{whole}");
        let mut ids: Vec<&str> = whole.lines().filter(|line| line.starts_with("UID:")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), dues.len(), "an identifier for each");
        assert_eq!(text, icalendar(&all, "Stellenplan", stamp, Language::German));
    }
}
