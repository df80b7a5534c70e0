//! Tables of posts: what they say of each post, and which changes would make a plan agree with them.
//!
//! Never people: a column that looks like names is not read. What a table does not say stays as it is.

mod difference;

pub use difference::{PostChange, PostsDifference, post_differences};

use super::counts::MAX_WRONG;
use super::dates::day;
use super::head::Head;
use super::headings::{PostField, is_sum};
use super::mapping::Mapping;
use super::sheet::{Row, Wrong};
use crate::format::{Language, both_ways, folded, parse_number};
use crate::plan::{Fte, Plan, PostId, PostShare, Unit, UnitId};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// Most rows of a table of posts.
const MAX_POSTS: usize = 50_000;

/// Size above which a point was meant as a decimal one: „1.590“.
const MOST_FTE: f64 = 100.0;

/// What a table says of a post. What it does not say is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPost {
    /// Row of its first part.
    pub row: u32,
    /// Which post.
    pub id: PostId,
    /// Its parts, in the order of the rows.
    pub shares: Vec<PostShare>,
    /// Function.
    pub title: Option<String>,
    /// Pay grade as written.
    pub grade: Option<String>,
    /// Whether it is filled, and the day that is given for it.
    pub occupancy: Option<Listed>,
    /// Last day on which it exists; `Some(None)` where the table says that there is none.
    pub kw: Option<Option<NaiveDate>>,
    /// Whether it belongs to the task force.
    pub task_force: Option<bool>,
    /// Remark.
    pub note: Option<String>,
}

/// How a post stands in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Filled; since when, where it is said.
    Filled(Option<NaiveDate>),
    /// A newcomer comes on this day, where it is said.
    Recruiting(Option<NaiveDate>),
    /// Vacant.
    Vacant,
}

/// A table of posts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostsFile {
    /// The posts in the order of the table.
    pub posts: Vec<ListedPost>,
    /// What was left out, in German sentences.
    pub notices: Vec<String>,
}

/// Reads a table of posts. Units are known by their identifier or their name.
///
/// # Errors
/// Every wrong place in the order of the rows, at most a hundred and a last one that says so.
pub fn read_posts(
    plan: &Plan,
    mapping: &Mapping,
    mut rows: impl Iterator<Item = Result<Row, Wrong>>,
) -> Result<PostsFile, Vec<Wrong>> {
    let mut head: Head<PostField> = Head::find(&mut rows, mapping)?;
    let (notices, wrong) = (std::mem::take(&mut head.notices), std::mem::take(&mut head.wrong));
    let mut reader =
        Reader { plan, head, places: BTreeMap::new(), posts: Vec::new(), wrong, skipped: 0, dateless: 0 };
    for row in rows {
        match row {
            Ok(row) => reader.row(&row),
            Err(wrong) => reader.wrong.push(wrong),
        }
        let many = reader.posts.len() > MAX_POSTS;
        if reader.wrong.len() >= MAX_WRONG || many {
            let at = reader.wrong.last().map_or(1, |wrong| wrong.row);
            let reason = if many {
                "Die Tabelle hat mehr als 50.000 Stellen; bitte teilen Sie sie auf."
            } else {
                "Weitere Fehler werden nicht mehr genannt; bitte berichtigen Sie zuerst diese."
            };
            reader.wrong.push(Wrong::row(at, reason));
            break;
        }
    }
    reader.finish(notices)
}

struct Reader<'a> {
    plan: &'a Plan,
    head: Head<PostField>,
    places: BTreeMap<PostId, usize>,
    posts: Vec<ListedPost>,
    wrong: Vec<Wrong>,
    skipped: usize,
    dateless: usize,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) {
        let text = |field| self.head.text(row, field);
        let (post, unit, size) = (text(PostField::Post), text(PostField::Unit), text(PostField::Fte));
        let state = folded(text(PostField::State));
        // Sums, remarks, posts out of every sum, posts that are gone.
        let gone = matches!(state.as_str(), "weggefallen" | "entfallen" | "ended");
        if is_sum(post)
            || is_sum(unit)
            || gone
            || matches!(folded(unit).as_str(), "parkplatz" | "tray")
            || (unit.is_empty() && size.is_empty())
        {
            self.skipped += 1;
            return;
        }
        let before = self.wrong.len();
        let id = self.check(row, PostField::Post, PostId::parse(post).map_err(|_| {
            format!("„{}“ ist keine Stellennummer; erlaubt sind Buchstaben, Ziffern, Punkt, Strich und Unterstrich.", shown(post))
        }));
        let known = self.unit(id.as_ref(), unit);
        let unit = self.check(row, PostField::Unit, known.ok_or_else(|| {
            format!("Die Einheit „{}“ gibt es im Plan nicht. Bitte verwenden Sie ihre Kennung oder ihren Namen.", shown(unit))
        }));
        let fte = self.check(row, PostField::Fte, fte(size));
        let since = self.day_of(row, PostField::Since);
        let kw = self.kw(row);
        let occupancy = self.occupancy(row, &state, since);
        let (Some(id), Some(unit), Some(fte)) = (id, unit, fte) else { return };
        if self.wrong.len() > before {
            return;
        }
        let share = PostShare { unit, fte };
        if let Some(place) = self.places.get(&id) {
            self.posts[*place].shares.push(share);
            return;
        }
        let some = |field| Some(self.head.text(row, field).to_owned()).filter(|text| !text.is_empty());
        let task_force = self.head.has(PostField::TaskForce).then(|| {
            matches!(
                folded(self.head.text(row, PostField::TaskForce)).as_str(),
                "ja" | "yes" | "x" | "1" | "wahr"
            )
        });
        let listed = ListedPost {
            row: row.number,
            id: id.clone(),
            shares: vec![share],
            title: some(PostField::Title),
            grade: some(PostField::Grade),
            occupancy,
            kw,
            task_force,
            note: some(PostField::Note),
        };
        self.places.insert(id, self.posts.len());
        self.posts.push(listed);
    }

    /// The unit of this name or identifier. Names may occur twice, and one may be the identifier of another: then the unit in which
    /// the post is anyway, else the one that is written just so.
    fn unit(&self, post: Option<&PostId>, text: &str) -> Option<UnitId> {
        let plain = folded(text);
        let named = |unit: &&Unit| folded(&unit.name) == plain || folded(unit.id.as_str()) == plain;
        let present = self.plan.posts.iter().find(|one| Some(&one.id) == post);
        let shares = present.into_iter().flat_map(|post| &post.shares);
        let mut own = shares.filter_map(|share| self.plan.unit(&share.unit));
        let own = own.find(|unit| unit.name == text);
        let exact = || self.plan.units.iter().find(|unit| unit.name == text || unit.id.as_str() == text);
        own.or_else(exact).or_else(|| self.plan.units.iter().find(named)).map(|unit| unit.id.clone())
    }

    fn check<T>(&mut self, row: &Row, field: PostField, found: Result<T, String>) -> Option<T> {
        found.map_err(|reason| self.wrong.push(self.head.wrong(row, field, reason))).ok()
    }

    fn day_of(&mut self, row: &Row, field: PostField) -> Option<NaiveDate> {
        let text = self.head.text(row, field);
        if matches!(text, "" | "-" | "–") {
            return None;
        }
        let found = day(text);
        self.check(row, field, found)
    }

    fn kw(&mut self, row: &Row) -> Option<Option<NaiveDate>> {
        if !self.head.has(PostField::Kw) {
            return None;
        }
        let found = kw(self.head.text(row, PostField::Kw));
        match self.check(row, PostField::Kw, found)? {
            Kw::None => Some(None),
            Kw::On(day) => Some(Some(day)),
            Kw::Dateless => {
                self.dateless += 1;
                None
            }
        }
    }

    fn occupancy(&mut self, row: &Row, state: &str, since: Option<NaiveDate>) -> Option<Listed> {
        match state {
            "besetzt" | "filled" | "ja" | "x" => Some(Listed::Filled(since)),
            "vakant" | "vacant" | "frei" | "unbesetzt" | "nein" | "n. b." => Some(Listed::Vacant),
            "im besetzungsverfahren" | "besetzungsverfahren" | "ausgeschrieben" | "being filled" => {
                Some(Listed::Recruiting(since))
            }
            "" => None,
            _ => {
                let text = shown(self.head.text(row, PostField::State));
                let reason = format!(
                    "„{text}“ ist nicht bekannt; möglich sind besetzt, im Besetzungsverfahren, vakant und weggefallen."
                );
                self.check::<Listed>(row, PostField::State, Err(reason))
            }
        }
    }

    fn finish(mut self, mut notices: Vec<String>) -> Result<PostsFile, Vec<Wrong>> {
        if self.wrong.is_empty() && self.posts.is_empty() {
            let row = self.head.row.number;
            self.wrong.push(Wrong::row(
                row,
                "Unter der Kopfzeile steht keine Stelle; bitte prüfen Sie, ob es die richtige Datei ist.",
            ));
        }
        if !self.wrong.is_empty() {
            return Err(self.wrong);
        }
        let lines = |count: usize| if count == 1 { "Zeile" } else { "Zeilen" };
        if self.skipped > 0 {
            let (count, lines) = (self.skipped, lines(self.skipped));
            notices.push(format!("{count} {lines} mit Summen, weggefallenen oder geparkten Stellen oder ohne Stelle übergangen."));
        }
        if self.dateless > 0 {
            let (count, lines) = (self.dateless, lines(self.dateless));
            notices.push(format!(
                "{count} {lines} mit kw-Vermerk ohne Datum: Das Datum bleibt, wie es im Plan steht."
            ));
        }
        Ok(PostsFile { posts: self.posts, notices })
    }
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// A size in full-time equivalents: „1“, „0,430“.
fn fte(text: &str) -> Result<Fte, String> {
    let shown = shown(text);
    // Nobody has a thousand posts in one: the point was meant as a comma, and that is said.
    if let Some((_, decimal)) = both_ways(text) {
        return Err(format!(
            "„{shown}“ kann auch Tausende heißen. Bitte schreiben Sie den Umfang mit Komma: „{decimal}“."
        ));
    }
    let value = parse_number(text, Language::German).ok_or_else(|| {
        format!("„{shown}“ ist keine Zahl; bitte tragen Sie den Umfang in VZÄ ein, etwa 1,000 oder 0,500.")
    })?;
    if value > MOST_FTE {
        return Err(format!(
            "„{shown}“ sind mehr als 100 VZÄ. Der Punkt gilt als Tausendertrennzeichen; bitte schreiben Sie das Komma."
        ));
    }
    if value <= 0.0 {
        return Err(format!("„{shown}“ ist kein Umfang; er ist größer als 0."));
    }
    Fte::parse(value).map_err(|error| format!("„{shown}“ {error}."))
}

/// What a note says about the end of a post.
#[derive(Debug, PartialEq, Eq)]
enum Kw {
    /// Nothing.
    None,
    /// It ends, without a day.
    Dateless,
    /// It ends after this day.
    On(NaiveDate),
}

/// Reads „kw 30.06.2024“, „KW 06/2024“, „kw“, „KW-Vermerk bis zum 30.06.2024“, „30.06.2024“.
fn kw(text: &str) -> Result<Kw, String> {
    if matches!(text, "" | "-" | "–" | "nein") {
        return Ok(Kw::None);
    }
    let date = text.split(' ').rev().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let Some(date) = date else {
        return if folded(text).contains("kw") || matches!(folded(text).as_str(), "ja" | "x") {
            Ok(Kw::Dateless)
        } else {
            Err(format!(
                "„{}“ ist kein kw-Vermerk; bitte schreiben Sie ihn wie „kw 30.06.2024“.",
                shown(text)
            ))
        };
    };
    if let Some((month, year)) = date.split_once('/') {
        let number = |text: &str| text.parse::<u32>().ok();
        let first = number(month)
            .zip(number(year))
            .and_then(|(month, year)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1));
        let last =
            first.and_then(|first| first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1)));
        return last.map(Kw::On).ok_or_else(|| {
            format!("„{}“ gibt es im Kalender nicht; bitte berichtigen Sie das Datum.", shown(date))
        });
    }
    day(date).map(Kw::On)
}

#[cfg(test)]
mod tests;
