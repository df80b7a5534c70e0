//! Under the time slider: the laws and outages as flags, and the posts that end (kw) as bars whose ends can be dragged.

mod flags;

use super::effect;
use super::goto::Way;
use super::moving::Gesture;
use super::state::Chart;
use crate::diagram::chart::Pointing;
use crate::diagram::chart::deadlines::{
    self, KwBar, grouped, kw_bars, kw_changes, nearest_month_end, step_month_end,
};
use crate::diagram::coordinate;
use crate::format;
use crate::format::decimal::fixed;
use crate::plan::PostId;
use crate::ui::browser::{document, pointer, track};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::forecasts::Question;
use chrono::{Days, NaiveDate};
use leptos::ev;
use leptos::prelude::*;

/// The element along which is dragged.
const TRACK: &str = "fristen";
/// Height of the flags' line, and of a bar for a mouse and for a finger, in CSS pixels.
const FLAGS: f64 = 20.0;
const BAR: (f64, f64) = (24.0, 44.0);
/// What a flag takes of the track, in CSS pixels: nearer ones share one.
const FLAG: f64 = 24.0;
/// Length of the track until it is known, in CSS pixels: that on a telephone.
const SHORT: f64 = 300.0;

/// An end that is being moved.
#[derive(Debug, Clone, PartialEq)]
struct Tried {
    bar: KwBar,
    to: NaiveDate,
    by_pointer: bool,
}

/// What the parts of the ribbon share.
#[derive(Clone, Copy)]
struct Ribbon {
    chart: Chart,
    way: Way,
    first: NaiveDate,
    last: Kept<NaiveDate>,
    tried: Held<Option<Tried>>,
    /// The day of the flag whose list is open.
    listed: Held<Option<NaiveDate>>,
    /// Length of the track, in CSS pixels.
    width: Held<f64>,
}

/// Flags and bars.
#[component]
pub fn KwRibbon() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let first = untrack(|| chart.plan.baseline().as_of);
    let (tried, listed, width) = (Held::new(None), Held::new(None), Held::new(SHORT));
    let ribbon = Ribbon { chart, way: Way::new(chart), first, last: chart.last, tried, listed, width };
    let bars = Kept::new(move || kw_bars(&chart.plan.changed_plan(), &chart.plan.baseline()));
    let flags = Kept::new(move || {
        let all = deadlines::flags(&chart.plan.changed_plan(), ribbon.last.get());
        grouped(all, first, (FLAG / width.get() * ribbon.length()).ceil() as i64)
    });
    let row = move || match chart.shape.get().1 {
        Pointing::Fine => BAR.0,
        Pointing::Coarse => BAR.1,
    };
    let height = move || FLAGS + row() * bars.with(Vec::len) as f64;
    Effect::new(move |_| pointer::hold_scrolling_while_dragging());
    ribbon.measure();
    on_cleanup(move || effect::try_out(chart, None));
    part(view! {
        <div class="ribbon-scroll">
            <svg class="ribbon-picture" id=TRACK width="100%" height=move || coordinate(height()) role="group"
                aria-label=t!(i18n, workbench.ribbon)>
                {live(move || Some(flags.with(|flags| ribbon.flags(flags)).into_any()))}
                {live(move || {
                    let row = row();
                    let bar = |(index, bar): (usize, &KwBar)| ribbon.bar(bar, FLAGS + row * index as f64, row);
                    Some(bars.with(|bars| bars.iter().enumerate().map(bar).collect::<Vec<_>>()).into_any())
                })}
                <line class="ribbon-now" y1="0" y2="100%" x1=move || ribbon.place(chart.date.get()) x2=move || ribbon.place(chart.date.get())></line>
            </svg>
        </div>
        {live(move || Some(flags.with(|flags| ribbon.list(flags))))}
        <p class="ribbon-said" data-testid="ribbon-said">{text(move || ribbon.sentence(bars.with(Vec::is_empty)))}</p>
    })
}

impl Ribbon {
    /// Days on the track; tracks.
    fn length(self) -> f64 {
        (self.last.get() - self.first).num_days().max(1) as f64
    }

    /// A day as a share of the track, for the attributes of the picture; tracks.
    fn place(self, day: NaiveDate) -> String {
        let share = (day - self.first).num_days() as f64 / self.length();
        format!("{}%", fixed(share.clamp(0.0, 1.0) * 100.0, 3))
    }

    fn bar(self, bar: &KwBar, top: f64, height: f64) -> AnyView {
        let language = self.chart.language();
        let middle = top + height / 2.0;
        let posts = self.posts(&bar.posts);
        let key = bar.clone();
        let to = Kept::new(move || {
            let tried = self
                .tried
                .with(|tried| tried.as_ref().filter(|tried| tried.bar == key).map(|tried| tried.to));
            tried.unwrap_or(key.kw)
        });
        let (label, unit) = (posts.clone(), format!(" · {}", bar.unit_name));
        let before = bar.before.map(|before| part(view! {
            <line class="kw-before" x1=self.place(before) x2=self.place(before) y1=coordinate(middle - 8.0) y2=coordinate(middle + 8.0)></line>
        }));
        let beyond = bar.kw > self.last.get();
        let said = move || {
            let date = format::date(to.get(), language);
            let sign = if beyond { " →" } else { "" };
            format!("kw {date}{sign} · {label}")
        };
        part(view! {
            <g class="kw-row" data-task-force=bar.task_force.then_some("true") data-changed=bar.before.is_some().then_some("true")>
                <rect class="kw-bar" x="0" y=coordinate(middle - 7.0) height="14" width=move || self.place(to.get())></rect>
                {before}
                <svg x=move || self.place(to.get()) y=coordinate(top) overflow="visible">
                    {self.handle(bar, posts, height)}
                    <text class="kw-date" x="14" y=coordinate(height / 2.0 + 4.0) data-side=move || self.side(to.get())>
                        {text(said)}
                        <tspan class="kw-unit">{unit}</tspan>
                    </text>
                </svg>
            </g>
        })
    }

    /// Near the right edge the date stands left of the handle.
    fn side(self, day: NaiveDate) -> &'static str {
        if (day - self.first).num_days() as f64 / self.length() > 0.8 { "left" } else { "right" }
    }

    fn handle(self, bar: &KwBar, posts: String, height: f64) -> AnyView {
        let chart = self.chart;
        let (i18n, language) = (chart.i18n, chart.language());
        let label = t_string!(i18n, workbench.ribbon_end, posts, unit = bar.unit_name.clone());
        let days = move |day: NaiveDate| (day - self.first).num_days();
        let key = bar.clone();
        let to = Kept::new(move || {
            let tried = self
                .tried
                .with(|tried| tried.as_ref().filter(|tried| tried.bar == key).map(|tried| tried.to));
            tried.unwrap_or(key.kw)
        });
        let kw = bar.kw;
        let value = move || {
            let (date, before) = (format::date(to.get(), language), format::date(kw, language));
            if to.get() == kw { date } else { t_string!(i18n, workbench.ribbon_tried, date, before) }
        };
        let (pressed, by_key, left) = (bar.clone(), bar.clone(), bar.clone());
        let room = height.max(24.0);
        part(view! {
            <g class="kw-end" role="slider" tabindex="0" aria-label=label data-kw=bar.posts.first().map(ToString::to_string)
                aria-valuemin=0 aria-valuemax=days(self.last.get()) aria-valuenow=move || days(to.get()) aria-valuetext=value
                on:pointerdown=move |event| self.press(&pressed, &event)
                on:pointermove=move |event| self.drag(&event)
                on:pointerup=move |_| self.finish(true)
                on:pointercancel=move |_| self.cancel()
                on:keydown=move |event| self.key(&by_key, &event)
                on:blur=move |_| self.leave(&left)>
                <rect class="kw-room" x=coordinate(-room / 2.0) y=coordinate((height - room) / 2.0) width=coordinate(room) height=coordinate(room)></rect>
                <rect class="kw-handle" x="-4" y=coordinate(height / 2.0 - 10.0) width="8" height="20" rx="2"></rect>
            </g>
        })
    }

    fn posts(self, posts: &[PostId]) -> String {
        match posts {
            [first, .., last] if posts.len() > 3 => t_string!(
                self.chart.i18n,
                workbench.ribbon_several,
                first = first.to_string(),
                last = last.to_string(),
                count = posts.len()
            ),
            posts => posts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }

    fn press(self, bar: &KwBar, event: &ev::PointerEvent) {
        if event.button() == 0 && event.is_primary() {
            track::hold(event);
            document::set_root_attribute(pointer::DRAGGING, Some("true"));
            self.tried.set(Some(Tried { bar: bar.clone(), to: bar.kw, by_pointer: true }));
        }
    }

    fn drag(self, event: &ev::PointerEvent) {
        let is_dragged =
            self.tried.with_untracked(|tried| tried.as_ref().is_some_and(|tried| tried.by_pointer));
        let Some(share) = track::share(TRACK, f64::from(event.client_x())).filter(|_| is_dragged) else {
            return;
        };
        let last = self.last.get_untracked();
        let days = (share * (last - self.first).num_days() as f64).round().max(0.0) as u64;
        let day = self.first.checked_add_days(Days::new(days)).unwrap_or(last);
        // With Shift every day, else ends of months: that is how such dates are set.
        self.attempt(if event.shift_key() { day } else { nearest_month_end(day) });
    }

    fn key(self, bar: &KwBar, event: &ev::KeyboardEvent) {
        let now = self.tried.with_untracked(|tried| tried.as_ref().map_or(bar.kw, |tried| tried.to));
        let by_day = |forwards: bool| {
            let next = if forwards { now.succ_opt() } else { now.pred_opt() };
            next.unwrap_or(now)
        };
        let to = match (event.key().as_str(), event.shift_key()) {
            ("ArrowRight" | "ArrowUp", false) => step_month_end(now, 1),
            ("ArrowLeft" | "ArrowDown", false) => step_month_end(now, -1),
            ("ArrowRight" | "ArrowUp", true) => by_day(true),
            ("ArrowLeft" | "ArrowDown", true) => by_day(false),
            ("PageUp", _) => step_month_end(now, 6),
            ("PageDown", _) => step_month_end(now, -6),
            ("Home", _) => self.first,
            ("End", _) => self.last.get_untracked(),
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
            self.tried.set(Some(Tried { bar: bar.clone(), to: bar.kw, by_pointer: false }));
        }
        self.attempt(to);
    }

    /// Shows another last day, and asks the simulation what it would mean.
    fn attempt(self, to: NaiveDate) {
        let to = to.clamp(self.first, self.last.get_untracked());
        let Some(tried) = self.tried.get_untracked().filter(|tried| tried.to != to) else { return };
        let tried = Tried { to, ..tried };
        let changes = kw_changes(&tried.bar, to, self.chart.date.get_untracked(), self.first);
        let (plan, active) = untrack(|| (self.chart.plan.baseline(), self.chart.plan.changes()));
        let question = Question::of_trial(plan, active, &changes).filter(|_| !changes.is_empty());
        self.chart.forecasts.try_out(question);
        self.tried.set(Some(tried));
    }

    /// Takes the tried day over, one step for all posts of the bar; where a soft rule asks for a reason, once it is given.
    fn finish(self, by_pointer: bool) {
        let chart = self.chart;
        let Some(tried) = self.tried.get_untracked().filter(|tried| tried.by_pointer == by_pointer) else {
            return;
        };
        let changes = kw_changes(&tried.bar, tried.to, chart.date.get_untracked(), self.first);
        self.put_down();
        if changes.is_empty() {
            return;
        }
        let words = untrack(|| {
            let language = chart.language();
            let (date, before) = (format::date(tried.to, language), format::date(tried.bar.kw, language));
            t_string!(chart.i18n, workbench.ribbon_set, posts = self.posts(&tried.bar.posts), date, before)
        });
        if let Err(reason) = chart.plan.check_step(&changes) {
            return chart.say(chart.i18n.refusal(&reason));
        }
        if let Some(post) = tried.bar.posts.first().cloned() {
            chart.justify(changes, Gesture::End { post, words });
        }
    }

    fn cancel(self) {
        if let Some(tried) = self.tried.get_untracked() {
            self.put_down();
            let language = untrack(|| self.chart.language());
            let date = format::date(tried.bar.kw, language);
            self.chart.say(untrack(|| t_string!(self.chart.i18n, workbench.ribbon_kept, date)));
        }
    }

    /// The focus goes elsewhere: what was tried by keys is not taken over.
    fn leave(self, bar: &KwBar) {
        let by_key = |tried: &Tried| !tried.by_pointer && tried.bar == *bar;
        if self.tried.with_untracked(|tried| tried.as_ref().is_some_and(by_key)) {
            self.cancel();
        }
    }

    fn put_down(self) {
        document::set_root_attribute(pointer::DRAGGING, None);
        self.tried.set(None);
        effect::try_out(self.chart, None);
    }

    /// What is said below: what the tried day would mean, else what the ribbon is for.
    fn sentence(self, is_empty: bool) -> String {
        let chart = self.chart;
        let (i18n, language) = (chart.i18n, chart.language());
        let Some(tried) = self.tried.get() else {
            return if is_empty { t_string!(i18n, workbench.ribbon_none).to_owned() } else { String::new() };
        };
        let (date, before) = (format::date(tried.to, language), format::date(tried.bar.kw, language));
        let moved = t_string!(i18n, workbench.ribbon_moved, before);
        let mut words = format!("{} · {}: kw {date}", self.posts(&tried.bar.posts), tried.bar.unit_name);
        if tried.to != tried.bar.kw {
            words.push_str(&format!(" {moved}"));
            if let Some(effect) = effect::sentence(chart, &tried.bar.unit) {
                words.push_str(&format!("; {effect}"));
            }
        }
        words
    }
}
