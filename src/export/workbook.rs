//! Sheets as a workbook (XLSX): typed cells, formulas with their results, the row of headings frozen and repeated in print.

use super::ExportError;
use crate::document::{Cell, Form, RowKind, Sheet, Value};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

/// What stands in the properties of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its title.
    pub title: String,
    /// The day on which its figures are true; also the day of the file, so that the same sheets give the same bytes.
    pub as_of: NaiveDate,
}

pub(super) fn write(sheets: &[Sheet], about: &About) -> Result<Vec<u8>, ExportError> {
    workbook(sheets, about).map_err(|error| ExportError::Drawing(error.to_string()))
}

fn workbook(sheets: &[Sheet], about: &About) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(&about.title).set_author("Stellwerk");
    // A day that a workbook does not know is said in the footer alone.
    let made = date(about.as_of).or_else(|_| ExcelDateTime::from_ymd(1900, 1, 1))?;
    workbook.set_properties(&properties.set_creation_datetime(&made));
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet, about)?;
    }
    workbook.save_to_buffer()
}

fn date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
}

fn german(day: NaiveDate) -> String {
    crate::format::date(day, crate::format::Language::German)
}

fn fill(page: &mut Worksheet, sheet: &Sheet, about: &About) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00e8_e8e8))
        .set_border_bottom(FormatBorder::Thin);
    for (index, column) in sheet.columns.iter().enumerate() {
        let number = column_number(index);
        page.set_column_width(number, f64::from(column.width))?;
        page.write_string_with_format(0, number, &column.heading, &heading)?;
    }
    for (index, row) in sheet.rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate().take(sheet.columns.len()) {
            put(page, sheet, (index, column), cell, row.kind)?;
        }
    }
    if let Some(rows) = sheet.filterable() {
        let last = column_number(sheet.columns.len().saturating_sub(1));
        page.autofilter(0, 0, row_number(rows.saturating_sub(1)), last)?;
    }
    let words = Format::new().set_italic();
    for (index, note) in sheet.remarks().enumerate() {
        page.write_string_with_format(row_number(sheet.rows.len() + index + 1), 0, note, &words)?;
    }
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    page.set_paper_size(9);
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    let day = german(about.as_of);
    page.set_footer(format!("&L{} · Stand {day}&RSeite &P von &N", about.title.replace('&', "&&")));
    Ok(())
}

/// Row of the sheet for the row `index` of the table: the headings stand in the first.
fn row_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn column_number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn put(
    page: &mut Worksheet,
    sheet: &Sheet,
    (index, column): (usize, usize),
    cell: &Cell,
    kind: RowKind,
) -> Result<(), XlsxError> {
    let (row, number) = (row_number(index), column_number(column));
    let format = format_of(sheet.form(column, cell), kind);
    match &cell.value {
        Value::Empty => page.write_blank(row, number, &format)?,
        // A text is a text, whatever it begins with: it has the type of one.
        Value::Text(text) => page.write_string_with_format(row, number, text, &format)?,
        Value::Number(value) if value.is_finite() => {
            page.write_number_with_format(row, number, *value, &format)?
        }
        Value::Number(_) => page.write_blank(row, number, &format)?,
        Value::Date(day) => match date(*day) {
            Ok(day) => page.write_datetime_with_format(row, number, &day, &format)?,
            // Workbooks know the years 1900 to 9999: any other day stays words.
            Err(_) => page.write_string_with_format(row, number, german(*day), &format)?,
        },
        Value::Formula { formula, result } => {
            let formula = Formula::new(sheet.formula_at(formula, index)).set_result(result.to_string());
            page.write_formula_with_format(row, number, formula, &format)?
        }
    };
    Ok(())
}

/// The forms are written as the file wants them; spreadsheets show them with the signs of their language.
fn format_of(form: Form, kind: RowKind) -> Format {
    let decimals =
        |count: u8| if count == 0 { String::new() } else { format!(".{}", "0".repeat(count.into())) };
    let format = match form {
        Form::Text => Format::new().set_text_wrap().set_align(FormatAlign::Top),
        Form::Number(count) => Format::new().set_num_format(format!("#,##0{}", decimals(count))),
        Form::Percent(count) => Format::new().set_num_format(format!("0{}%", decimals(count))),
        Form::Euro => Format::new().set_num_format("#,##0.00\\ \"€\""),
        Form::Date => Format::new().set_num_format("dd\\.mm\\.yyyy").set_align(FormatAlign::Left),
    };
    let format = format.set_align(FormatAlign::Top);
    match kind {
        RowKind::Plain => format,
        RowKind::Group => format.set_bold().set_background_color(Color::RGB(0x00f4_f4f4)),
        RowKind::Sum => format.set_bold().set_border_top(FormatBorder::Thin),
    }
}
