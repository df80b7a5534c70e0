//! The laws and outages as flags; several that would lie on each other are one flag with their number, which opens a list of them.

use super::{Ribbon, TRACK};
use crate::diagram::chart::deadlines::{Flag, FlagKind};
use crate::format;
use crate::ui::browser::{document, pointer, track};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::ev;
use leptos::prelude::*;

/// The list of those that share a flag.
const LIST: &str = "ereignisse-liste";
/// Part of the track that a flag with its word takes where the track is as short as on a telephone.
const WORD: f64 = 0.21;

impl Ribbon {
    /// Follows the length of the track.
    pub(super) fn measure(self) {
        Effect::new(move |_| {
            let measure = move || {
                if let Some(width) = track::width(TRACK).filter(|width| *width != self.width.get_untracked())
                {
                    self.width.set(width);
                }
            };
            measure();
            let resized = window_event_listener(ev::resize, move |_| measure());
            on_cleanup(move || resized.remove());
        });
    }

    pub(super) fn flags(self, groups: &[Vec<Flag>]) -> Vec<AnyView> {
        let lines = groups.iter().flatten().filter_map(|flag| self.outage_days(flag));
        let mut drawn: Vec<AnyView> = lines.collect();
        for (index, group) in groups.iter().enumerate() {
            let next = groups.get(index + 1).map_or_else(|| self.last.get(), |next| next[0].date);
            drawn.push(match group.as_slice() {
                [flag] => {
                    let room = (next - flag.date).num_days() as f64 / self.length();
                    self.flag(flag, room >= WORD)
                }
                several => self.several(several),
            });
        }
        drawn
    }

    /// The list of the flag that is open; nothing while none is.
    pub(super) fn list(self, groups: &[Vec<Flag>]) -> AnyView {
        let open = self.listed.get();
        let Some(group) = groups.iter().find(|group| group.len() > 1 && Some(group[0].date) == open) else {
            return ().into_any();
        };
        let first = group[0].date;
        let item = |flag: &Flag| {
            let (words, day) = (self.title(flag), flag.date.max(self.first));
            let go = move |_| {
                self.close(first);
                self.way.date(day);
            };
            part(
                view! { <li><button type="button" class="button" data-variant="quiet" on:click=go>{words}</button></li> },
            )
        };
        let items: Vec<AnyView> = group.iter().map(item).collect();
        part(view! {
            <ul class="flag-list" id=LIST aria-label=t!(self.chart.i18n, workbench.flag_list)
                on:keydown=move |event| if event.key() == "Escape" {
                    event.stop_propagation();
                    self.close(first);
                }>
                {items}
            </ul>
        })
    }

    fn close(self, first: NaiveDate) {
        self.listed.set(None);
        pointer::focus_in_place(&place_of(first));
    }

    fn open(self, first: NaiveDate) {
        if self.listed.get_untracked() == Some(first) {
            return self.close(first);
        }
        self.listed.set(Some(first));
        request_animation_frame(|| document::focus(&format!("#{LIST} button")));
    }

    /// What a flag stands for, with its days.
    fn words(self, flag: &Flag) -> String {
        let (i18n, language) = (self.chart.i18n, self.chart.language());
        let date = format::date(flag.date, language);
        match (&flag.kind, flag.until) {
            (FlagKind::Outage(outage), Some(until)) => {
                let (until, lost) = (format::date(until, language), outage.lost_in_words(language));
                t_string!(i18n, workbench.flag_outage, date, until, label = flag.label.clone(), lost)
            }
            (_, Some(until)) => {
                let until = format::date(until, language);
                t_string!(i18n, workbench.flag_until, date, until, label = flag.label.clone())
            }
            (_, None) => t_string!(i18n, workbench.flag, date, label = flag.label.clone()),
        }
    }

    /// The same with whom it is about.
    fn title(self, flag: &Flag) -> String {
        let whom = match flag.tasks.as_slice() {
            [] => t_string!(self.chart.i18n, workbench.flag_all_units).to_owned(),
            tasks => tasks.join(", "),
        };
        format!("{} – {whom}", self.words(flag))
    }

    /// `has_room`: up to the next flag, for a word beside it.
    fn flag(self, flag: &Flag, has_room: bool) -> AnyView {
        let i18n = self.chart.i18n;
        let day = flag.date.max(self.first);
        let (kind, shape) = match &flag.kind {
            FlagKind::Outage(_) => {
                ("outage", outage_shape(has_room.then(|| t_string!(i18n, workbench.flag_outage_word))))
            }
            FlagKind::Demand => ("demand", part(view! { <path d="M0 18V2h9l-3 3.5 3 3.5H0"></path> })),
        };
        let label = t_string!(i18n, workbench.flag_go, words = self.words(flag));
        part(view! {
            <svg x=self.place(day) y="0" overflow="visible">
                <g class="flag" data-kind=kind role="button" tabindex="0" aria-label=label on:click=move |_| self.way.date(day)
                    on:keydown=move |event| if presses(&event) { self.way.date(day) }>
                    <title>{self.title(flag)}</title>
                    <rect class="flag-room" x="-12" y="-4" width="24" height="24"></rect>
                    {shape}
                </g>
            </svg>
        })
    }

    /// One flag for several, with their number.
    fn several(self, group: &[Flag]) -> AnyView {
        let (first, count) = (group[0].date, group.len());
        let all: Vec<String> = group.iter().map(|flag| self.words(flag)).collect();
        let label = t_string!(self.chart.i18n, workbench.flag_several, count, words = all.join("; "));
        let is_open = move || (self.listed.get() == Some(first)).to_string();
        let title: Vec<String> = group.iter().map(|flag| self.title(flag)).collect();
        part(view! {
            <svg x=self.place(first.max(self.first)) y="0" overflow="visible">
                <g class="flag" data-kind="several" role="button" tabindex="0" id=place_of(first) aria-label=label
                    aria-expanded=is_open on:click=move |_| self.open(first)
                    on:keydown=move |event| if presses(&event) { self.open(first) }>
                    <title>{title.join("\n")}</title>
                    <rect class="flag-room" x="-12" y="-4" width="30" height="24"></rect>
                    <path d="M0 18V1h15v12H0"></path>
                    <text class="flag-count" x="7.5" y="10.5">{count}</text>
                </g>
            </svg>
        })
    }

    /// The line under an outage lasts as long as it does, whoever shares its flag.
    fn outage_days(self, flag: &Flag) -> Option<AnyView> {
        let until = flag.until.filter(|_| flag.kind != FlagKind::Demand)?.succ_opt()?;
        let (from, until) = (self.place(flag.date), self.place(until));
        Some(part(view! { <line class="outage-days" x1=from x2=until y1="18" y2="18"></line> }))
    }
}

/// Where capacity is missing the flag is a square with a cross, and says what it is where there is room.
fn outage_shape(word: Option<&'static str>) -> AnyView {
    let word = word.map(|word| part(view! { <text class="outage-word" x="12" y="11">{word}</text> }));
    part(view! {
        <path d="M0 18V2h9v9H0M2 4l5 5M7 4l-5 5"></path>
        {word}
    })
}

/// The name of a flag in the document.
fn place_of(first: NaiveDate) -> String {
    format!("ereignis-{first}")
}

/// Whether a key presses a button; the page does not scroll then.
fn presses(event: &ev::KeyboardEvent) -> bool {
    let presses = matches!(event.key().as_str(), "Enter" | " ");
    if presses {
        event.prevent_default();
    }
    presses
}
