//! CSV in German form: UTF-8 with the mark that Excel needs, semicolons, CRLF; no cell is taken for a formula.

/// What a text begins with that a spreadsheet takes for a formula; the wide forms are read as the narrow ones where East Asian text is usual.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table under construction.
#[derive(Debug, Clone)]
pub struct Csv {
    text: String,
}

impl Csv {
    /// A table with its header row.
    #[must_use]
    pub fn new(header: &[&str]) -> Self {
        let mut csv = Self { text: "\u{feff}".to_owned() };
        csv.row(header);
        csv
    }

    /// Adds a row; figures come in German form already.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push(';');
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    /// A text that a spreadsheet would compute gets an apostrophe in front; a negative number stays one.
    fn cell(&mut self, text: &str) {
        let number = text.strip_prefix(['-', '−']).unwrap_or(text);
        let is_number =
            !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_formula = text.starts_with(STARTS) && !is_number;
        let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
        if safe.contains([';', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&safe.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&safe);
        }
    }

    /// The table's text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut csv = Csv::new(&["Stelle", "VZÄ"]);
        csv.row(&["AA;1", "1.234,5"]);
        csv.row(&["=1+1", "-0,5"]);
        csv.row(&["er sagt „\"ja\"“", "@x"]);
        csv.row(&["＝1+1", "\n=1"]);
        let text = csv.into_text();
        assert_eq!(&text.as_bytes()[..3], [0xef, 0xbb, 0xbf]);
        let expected = "Stelle;VZÄ\r\n\"AA;1\";1.234,5\r\n'=1+1;-0,5\r\n\"er sagt „\"\"ja\"\"“\";'@x\r\n'＝1+1;\"'\n=1\"\r\n";
        assert_eq!(&text[3..], expected);
    }
}
