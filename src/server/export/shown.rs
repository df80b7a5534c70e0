//! A table as the page shows it, on its way into a file: what reads as a number, a share or a day becomes one, all else stays words.

use crate::document::{Cell, Form, Sheet, SheetColumn};
use crate::format::{Language, parse_number};
use chrono::NaiveDate;

/// Most columns and rows of such a table, and the longest text in a cell, in characters.
const MOST_COLUMNS: usize = 200;
const MOST_ROWS: usize = 20_000;
const LONGEST: usize = 2_000;

/// Widths of columns, in characters.
const FIRST_WIDE: u16 = 36;
const WIDE: u16 = 18;

/// The table of a text: its caption in the first line, its headings in the second, cells apart by tabs.
///
/// # Errors
/// A reason in German.
pub(super) fn sheet(text: &str, language: Language) -> Result<Sheet, &'static str> {
    let mut lines = text.lines().map(|line| line.split('\t').map(str::trim).collect::<Vec<_>>());
    let caption = lines.next().map(|line| line.join(" ")).unwrap_or_default();
    let headings = lines.next().filter(|line| line.iter().any(|cell| !cell.is_empty()));
    let headings = headings.ok_or("enthält keine Tabelle")?;
    let rows: Vec<Vec<&str>> = lines.filter(|line| line.iter().any(|cell| !cell.is_empty())).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or_default().max(headings.len());
    if count > MOST_COLUMNS || rows.len() > MOST_ROWS {
        return Err("hat mehr als 200 Spalten oder 20.000 Zeilen");
    }
    let words = headings.iter().chain(rows.iter().flatten()).copied().chain([caption.as_str()]);
    if words.into_iter().any(|words| words.chars().count() > LONGEST) {
        return Err("hat eine Überschrift oder Zelle mit mehr als 2.000 Zeichen");
    }
    let at = |row: &[&str], place: usize| row.get(place).copied().unwrap_or_default().to_owned();
    // A column of bars says in a picture what the others say in figures.
    let filled = |place: &usize| rows.iter().any(|row| !at(row, *place).is_empty());
    let places: Vec<usize> = (0..count).filter(|place| *place == 0 || filled(place)).collect();
    let mut columns = Vec::new();
    let mut cells = vec![Vec::new(); rows.len()];
    for place in places {
        let words: Vec<String> = rows.iter().map(|row| at(row, place)).collect();
        let (form, typed) = column(&words, place == 0, language);
        let wide = if place == 0 { FIRST_WIDE } else { WIDE };
        columns.push(SheetColumn::new(at(&headings, place), form, wide));
        cells.iter_mut().zip(typed).for_each(|(row, cell): (&mut Vec<Cell>, Cell)| row.push(cell));
    }
    let mut sheet = Sheet::new(Sheet::fitting_name(&caption), columns);
    cells.into_iter().for_each(|cells| sheet.row(cells));
    sheet.notes.extend(Some(caption).filter(|caption| !caption.is_empty()));
    Ok(sheet)
}

/// The cells of a column, typed, and its form: that of all of its cells, or words where they differ. What names the rows is no number.
fn column(words: &[String], names: bool, language: Language) -> (Form, Vec<Cell>) {
    let read: Vec<Option<(Cell, Form)>> = words.iter().map(|words| typed(words, names, language)).collect();
    let of = |form: Form| match form {
        Form::Number(_) => Form::Number(0),
        Form::Percent(_) => Form::Percent(0),
        other => other,
    };
    let filled =
        || read.iter().zip(words).filter(|(_, words)| !is_nothing(words)).map(|(read, _)| read.as_ref());
    let first = filled().next().flatten().map(|(_, form)| of(*form));
    let alike = filled().all(|read| read.map(|(_, form)| of(*form)) == first);
    let decimals = || {
        read.iter().flatten().filter_map(|(_, form)| match form {
            Form::Number(decimals) | Form::Percent(decimals) => Some(*decimals),
            _ => None,
        })
    };
    let most = decimals().max().unwrap_or_default();
    let form = match first.filter(|_| alike) {
        Some(Form::Number(_)) => Form::Number(most),
        Some(Form::Percent(_)) => Form::Percent(most),
        other => other.unwrap_or_default(),
    };
    let cell = |(read, words): (&Option<(Cell, Form)>, &String)| match read {
        _ if is_nothing(words) => Cell::default(),
        // A share beside other figures keeps its sign, without which nobody would know that it is one.
        Some((cell, own)) if form != Form::Text || !matches!(own, Form::Percent(_)) => {
            cell.clone().written(if form == Form::Text { *own } else { form })
        }
        _ => Cell::from(words.as_str()).written(Form::Text),
    };
    (form, read.iter().zip(words).map(cell).collect())
}

fn is_nothing(words: &str) -> bool {
    matches!(words, "" | "–")
}

/// A day, a share or a number; none for words.
fn typed(words: &str, names: bool, language: Language) -> Option<(Cell, Form)> {
    let days = match language {
        Language::German => "%d.%m.%Y",
        Language::English => "%d %b %Y",
    };
    if let Ok(day) = NaiveDate::parse_from_str(words, days) {
        return Some((Cell::from(day), Form::Date));
    }
    if names {
        return None;
    }
    let (figure, is_share) = words.strip_suffix('%').map_or((words, false), |figure| (figure.trim(), true));
    let value = parse_number(figure.strip_prefix(['+', '±']).unwrap_or(figure), language)?;
    let point = if language == Language::German { ',' } else { '.' };
    let decimals = figure.split_once(point).map_or(0, |(_, decimals)| decimals.len());
    let decimals = u8::try_from(decimals).ok().filter(|decimals| *decimals <= 9)?;
    Some(if is_share {
        (Cell::from(value / 100.0), Form::Percent(decimals))
    } else {
        (Cell::from(value), Form::Number(decimals))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_figures_and_words_stay_words() {
        let text = "Offene Fälle je Einheit\r\nEinheit\tFälle\tAnteil\tUnterschied\tBild\tSpanne\r\n\
            =1+1\t1.234,5\t12 %\t +12 ± 3\t\t10–20\r\n2024\t-3\t–\t+4\t\t\r\n";
        let sheet = sheet(text, Language::German).unwrap();
        let heads: Vec<&str> = sheet.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(heads, ["Einheit", "Fälle", "Anteil", "Unterschied", "Spanne"]);
        let forms: Vec<Form> = sheet.columns.iter().map(|column| column.form).collect();
        assert_eq!(forms, [Form::Text, Form::Number(1), Form::Percent(0), Form::Text, Form::Text]);
        assert_eq!(
            sheet.to_csv(),
            "\u{feff}Einheit;Fälle;Anteil (%);Unterschied;Spanne\r\n'=1+1;1234,5;12;'+12 ± 3;10–20\r\n2024;-3,0;;4;\r\n"
        );
        assert_eq!((sheet.name.as_str(), sheet.notes.len()), ("Offene Fälle je Einheit", 1));
    }

    #[test]
    fn what_the_english_page_shows_is_read_as_it_means_it() {
        let text = "Open\nMonth end\tOpen\tShare\tMixed\n30 Jun 2024\t1,234\t12.5 %\t5 %\n31 Jul 2024\t900\t7 %\t3\n";
        let sheet = sheet(text, Language::English).unwrap();
        let forms: Vec<Form> = sheet.columns.iter().map(|column| column.form).collect();
        assert_eq!(forms, [Form::Date, Form::Number(0), Form::Percent(1), Form::Text]);
        assert_eq!(
            sheet.to_csv(),
            "\u{feff}Month end;Open;Share (%);Mixed\r\n30.06.2024;1234;12,5;5 %\r\n31.07.2024;900;7,0;3\r\n"
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let long = format!("A\nB\n{}", "x".repeat(LONGEST + 1));
        let wide = format!("A\n{}", "x\t".repeat(MOST_COLUMNS + 1));
        let titled = format!("{}\nA\nB", "x".repeat(LONGEST + 1));
        for wrong in ["", "Nur ein Titel", "Titel\r\n\t\r\n", &long, &wide, &titled] {
            assert!(sheet(wrong, Language::German).is_err());
        }
        assert!(sheet("\nA\n", Language::German).is_ok());
    }
}
