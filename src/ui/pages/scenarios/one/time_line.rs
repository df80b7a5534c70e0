//! The steps on a time line: each begins where its handle stands, and the handle can be dragged or moved by keys. The dates
//! in the table below say and do the same.

use super::Page;
use super::lines::{StepLine, StepStanding};
use crate::diagram::coordinate;
use crate::format;
use crate::format::decimal::fixed;
use crate::ui::browser::{document, pointer, track};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::ev;
use leptos::prelude::*;
use uuid::Uuid;

/// The element along which is dragged.
const TRACK: &str = "zeitleiste";
/// Height of a line and of the years above, in CSS pixels: enough for a finger.
const LINE: f64 = 28.0;
const YEARS: f64 = 18.0;
/// At least so many months are shown after the first day.
const MONTHS: u32 = 24;

/// What begins on one day: the changes of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begin {
    step: Uuid,
    number: usize,
    name: String,
    day: NaiveDate,
    is_off: bool,
}

/// A begin that is being moved.
#[derive(Debug, Clone, PartialEq)]
struct Tried {
    begin: Begin,
    to: NaiveDate,
    by_pointer: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
}

#[derive(Clone, Copy)]
struct Line {
    page: Page,
    span: Kept<Span>,
    tried: Held<Option<Tried>>,
}

/// The line; nothing while there is no change.
#[component]
pub fn TimeLine(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let begins = Kept::new(move || page.lines.with(|lines| begins(&lines.steps)));
    let span = Kept::new(move || {
        let first = page.plan.with_confirmed(|state| state.baseline.as_of);
        begins.with(|begins| Span::of(first, begins))
    });
    let line = Line { page, span, tried: Held::new(None) };
    Effect::new(move |_| pointer::hold_scrolling_while_dragging());
    let picture = move || {
        let rows: Vec<AnyView> = begins.with(|begins| {
            begins
                .iter()
                .enumerate()
                .map(|(place, begin)| line.begin(begin, YEARS + LINE * place as f64))
                .collect()
        });
        let height = YEARS + LINE * rows.len() as f64;
        if rows.is_empty() {
            return None;
        }
        Some(part(view! {
            <div class="time-line">
                <svg class="time-line-picture" id=TRACK width="100%" height=coordinate(height) role="group" aria-label=t!(i18n, changes.time_line)>
                    {line.years(height)}
                    {rows}
                </svg>
            </div>
            <p class="muted small" data-testid="time-line-said">{text(move || line.said())}</p>
        }))
    };
    part(view! {
        <section class="section" aria-labelledby="zeitleiste-titel">
            <h2 id="zeitleiste-titel">{t!(i18n, changes.time_line)}</h2>
            {live(picture)}
        </section>
    })
}

fn begins(steps: &[StepLine]) -> Vec<Begin> {
    let of = |step: &StepLine| {
        let begin = |day: NaiveDate| {
            let change = step.changes.iter().find(|change| change.date == day);
            let name = change.map(|change| change.words.clone()).unwrap_or_default();
            let is_off = step.standing == StepStanding::Off;
            Begin { step: step.id, number: step.number, name, day, is_off }
        };
        step.dates().into_iter().map(begin).collect::<Vec<_>>()
    };
    steps.iter().filter(|step| step.standing != StepStanding::Undone).flat_map(of).collect()
}

impl Span {
    /// From the day of the plan on, far enough that everything has room to be moved.
    fn of(first: NaiveDate, begins: &[Begin]) -> Self {
        let days = begins.iter().map(|begin| begin.day);
        let least = first.checked_add_months(Months::new(MONTHS)).unwrap_or(first);
        let later = |day: NaiveDate| day.checked_add_months(Months::new(6)).unwrap_or(day);
        let last = days.clone().map(later).fold(least, NaiveDate::max);
        Self { first: days.fold(first, NaiveDate::min), last }
    }

    fn share(self, day: NaiveDate) -> f64 {
        let days = (self.last - self.first).num_days().max(1) as f64;
        ((day - self.first).num_days() as f64 / days).clamp(0.0, 1.0)
    }

    /// A day as a share of the line, for the attributes of the picture.
    fn place(self, day: NaiveDate) -> String {
        format!("{}%", fixed(self.share(day) * 100.0, 3))
    }

    fn day(self, share: f64) -> NaiveDate {
        let days = (share * (self.last - self.first).num_days() as f64).round().max(0.0) as u64;
        self.first.checked_add_days(Days::new(days)).unwrap_or(self.last).min(self.last)
    }
}

/// Changes of an organisation mostly begin with a month.
fn nearest_month(day: NaiveDate) -> NaiveDate {
    let this = day.with_day(1).unwrap_or(day);
    let next = this.checked_add_months(Months::new(1)).unwrap_or(this);
    if next - day < day - this { next } else { this }
}

/// The beginning of another month: that of the day itself where it lies on the way.
fn step_month(day: NaiveDate, by: i32) -> NaiveDate {
    let this = day.with_day(1).unwrap_or(day);
    let months = Months::new(by.unsigned_abs());
    if by > 0 {
        this.checked_add_months(months).unwrap_or(day)
    } else {
        let from = if this < day { this.checked_add_months(Months::new(1)).unwrap_or(this) } else { this };
        from.checked_sub_months(months).unwrap_or(day)
    }
}

impl Line {
    /// The year under which each January begins.
    fn years(self, height: f64) -> Vec<AnyView> {
        let span = self.span.get();
        let year = |year: i32| {
            let day = NaiveDate::from_ymd_opt(year, 1, 1)?;
            let place = span.place(day);
            Some(part(view! {
                <line class="time-line-year" x1=place.clone() x2=place.clone() y1="0" y2=coordinate(height)></line>
                <svg x=place y="0" overflow="visible"><text class="time-line-words" x="4" y="12">{year.to_string()}</text></svg>
            }))
        };
        (span.first.year() + 1..=span.last.year()).filter_map(year).collect()
    }

    fn day_of(self, begin: &Begin) -> Kept<NaiveDate> {
        let begin = begin.clone();
        Kept::new(move || {
            let tried = self
                .tried
                .with(|tried| tried.as_ref().filter(|tried| tried.begin == begin).map(|tried| tried.to));
            tried.unwrap_or(begin.day)
        })
    }

    fn begin(self, begin: &Begin, top: f64) -> AnyView {
        let (i18n, span) = (self.page.i18n, self.span);
        let language = i18n.language();
        let day = self.day_of(begin);
        let words = {
            let (number, name) = (begin.number, begin.name.clone());
            move || format!("{number} · {} · {name}", format::date(day.get(), language))
        };
        let place = move || span.get().place(day.get());
        let side = move || if span.get().share(day.get()) > 0.5 { "left" } else { "right" };
        part(view! {
            <g class="time-line-row" data-off=begin.is_off.then_some("true")>
                <line class="time-line-rail" x1="0" x2="100%" y1=coordinate(top + LINE / 2.0) y2=coordinate(top + LINE / 2.0)></line>
                <svg x=place y=coordinate(top) overflow="visible">
                    {self.handle(begin, day)}
                    <text class="time-line-words" x="12" y=coordinate(LINE / 2.0 + 4.0) data-side=side>{text(words)}</text>
                </svg>
            </g>
        })
    }

    fn handle(self, begin: &Begin, day: Kept<NaiveDate>) -> AnyView {
        let (i18n, span) = (self.page.i18n, self.span);
        let language = i18n.language();
        let days = move |day: NaiveDate| (day - span.get().first).num_days();
        let label = t_string!(i18n, changes.begin_of, number = begin.number, name = begin.name.clone());
        let was = begin.day;
        let value = move || {
            let (date, before) = (format::date(day.get(), language), format::date(was, language));
            if day.get() == was { date } else { t_string!(i18n, changes.begin_tried, date, before) }
        };
        let (pressed, by_key, left) = (begin.clone(), begin.clone(), begin.clone());
        let locked = self.page.locked;
        part(view! {
            <g class="time-line-begin" role="slider" tabindex="0" id=element(begin) aria-label=label
                aria-disabled=move || locked.get().to_string()
                aria-valuemin="0" aria-valuemax=move || days(span.get().last) aria-valuenow=move || days(day.get()) aria-valuetext=value
                on:pointerdown=move |event| self.press(&pressed, &event)
                on:pointermove=move |event| self.drag(&event)
                on:pointerup=move |_| self.finish(true)
                on:pointercancel=move |_| self.cancel()
                on:keydown=move |event| self.key(&by_key, &event)
                on:blur=move |_| self.leave(&left)>
                <rect class="time-line-room" x="-14" y="0" width="28" height=coordinate(LINE)></rect>
                <circle class="time-line-handle" cx="0" cy=coordinate(LINE / 2.0) r="7"></circle>
            </g>
        })
    }

    fn press(self, begin: &Begin, event: &ev::PointerEvent) {
        if event.button() == 0 && event.is_primary() && !self.page.locked.get_untracked() {
            track::hold(event);
            document::set_root_attribute(pointer::DRAGGING, Some("true"));
            self.tried.set(Some(Tried { begin: begin.clone(), to: begin.day, by_pointer: true }));
        }
    }

    fn drag(self, event: &ev::PointerEvent) {
        let is_dragged =
            self.tried.with_untracked(|tried| tried.as_ref().is_some_and(|tried| tried.by_pointer));
        let Some(share) = track::share(TRACK, f64::from(event.client_x())).filter(|_| is_dragged) else {
            return;
        };
        let day = self.span.get_untracked().day(share);
        // With Shift every day, else beginnings of months.
        self.attempt(if event.shift_key() { day } else { nearest_month(day) });
    }

    fn key(self, begin: &Begin, event: &ev::KeyboardEvent) {
        if self.page.locked.get_untracked() {
            return;
        }
        let now = self.tried.with_untracked(|tried| tried.as_ref().map_or(begin.day, |tried| tried.to));
        let span = self.span.get_untracked();
        let to = match (event.key().as_str(), event.shift_key()) {
            ("ArrowRight" | "ArrowUp", false) => step_month(now, 1),
            ("ArrowLeft" | "ArrowDown", false) => step_month(now, -1),
            ("ArrowRight" | "ArrowUp", true) => now.succ_opt().unwrap_or(now),
            ("ArrowLeft" | "ArrowDown", true) => now.pred_opt().unwrap_or(now),
            ("PageUp", _) => step_month(now, 6),
            ("PageDown", _) => step_month(now, -6),
            ("Home", _) => span.first,
            ("End", _) => span.last,
            ("Enter" | " ", _) => {
                event.prevent_default();
                return self.finish(false);
            }
            ("Escape", _) => {
                event.prevent_default();
                return self.cancel();
            }
            _ => return,
        };
        event.prevent_default();
        if self.tried.with_untracked(Option::is_none) {
            self.tried.set(Some(Tried { begin: begin.clone(), to: begin.day, by_pointer: false }));
        }
        self.attempt(to);
    }

    fn attempt(self, to: NaiveDate) {
        let Span { first, last } = self.span.get_untracked();
        let to = to.clamp(first, last);
        if let Some(tried) = self.tried.get_untracked().filter(|tried| tried.to != to) {
            self.tried.set(Some(Tried { to, ..tried }));
        }
    }

    /// Takes the tried day over.
    fn finish(self, by_pointer: bool) {
        let Some(tried) = self.tried.get_untracked().filter(|tried| tried.by_pointer == by_pointer) else {
            return;
        };
        self.put_down();
        // The handle is drawn anew on its day; the focus goes with it.
        let moved = Begin { day: tried.to, ..tried.begin.clone() };
        self.page.redate(tried.begin.step, tried.begin.day, &tried.to.to_string(), element(&moved));
    }

    fn cancel(self) {
        if self.tried.with_untracked(Option::is_some) {
            self.put_down();
        }
    }

    /// The focus goes elsewhere: what was tried by keys is not taken over.
    fn leave(self, begin: &Begin) {
        let by_key = |tried: &Tried| !tried.by_pointer && tried.begin == *begin;
        if self.tried.with_untracked(|tried| tried.as_ref().is_some_and(by_key)) {
            self.cancel();
        }
    }

    fn put_down(self) {
        document::set_root_attribute(pointer::DRAGGING, None);
        self.tried.set(None);
    }

    /// What is said below: the day that is tried, else how the line is used.
    fn said(self) -> String {
        let (i18n, language) = (self.page.i18n, self.page.i18n.language());
        match self.tried.get() {
            Some(Tried { begin, to, .. }) => {
                let (date, before) = (format::date(to, language), format::date(begin.day, language));
                t_string!(i18n, changes.begin_moved, name = begin.name, date, before)
            }
            None => t_string!(i18n, changes.time_line_hint).to_owned(),
        }
    }
}

fn element(begin: &Begin) -> String {
    format!("beginn-{}-{}", begin.step, begin.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_begin_goes_to_the_nearest_month_and_from_one_to_the_next() {
        for (from, to) in [
            ("2025-01-01", "2025-01-01"),
            ("2025-01-14", "2025-01-01"),
            ("2025-01-20", "2025-02-01"),
            ("2025-12-31", "2026-01-01"),
        ] {
            assert_eq!(nearest_month(day(from)), day(to), "{from}");
        }
        assert_eq!(step_month(day("2025-01-15"), 1), day("2025-02-01"));
        assert_eq!(step_month(day("2025-01-15"), -1), day("2025-01-01"));
        assert_eq!(step_month(day("2025-01-01"), -1), day("2024-12-01"));
        assert_eq!(step_month(day("2025-01-01"), 6), day("2025-07-01"));
    }

    #[test]
    fn the_line_holds_everything_with_room_to_move() {
        let begin = |text: &str| Begin {
            step: Uuid::nil(),
            number: 1,
            name: String::new(),
            day: day(text),
            is_off: false,
        };
        let span = Span::of(day("2024-02-01"), &[]);
        assert_eq!((span.first, span.last), (day("2024-02-01"), day("2026-02-01")));
        let span = Span::of(day("2024-02-01"), &[begin("2024-01-01"), begin("2027-01-01")]);
        assert_eq!((span.first, span.last), (day("2024-01-01"), day("2027-07-01")));
        assert_eq!((span.place(span.first), span.place(span.last)), ("0.000%".into(), "100.000%".into()));
        assert_eq!(span.day(span.share(day("2025-03-01"))), day("2025-03-01"));
        assert_eq!((span.day(-1.0), span.day(2.0)), (span.first, span.last));
    }
}
