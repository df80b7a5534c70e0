//! Every command of the page with its name, its key, and why it cannot be run just now: one list for the palette and the
//! sheet of shortcuts.

use super::desk::Sheet;
use super::goto::Way;
use super::state::Chart;
use super::trial::{LiftedBy, Target};
use super::walk::Item;
use crate::diagram::chart::measure::Measure;
use crate::ui::browser::document;
use crate::ui::i18n::{Locale, t_string};
use crate::ui::theme::{Theme, ThemeChoice};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A command.
#[derive(Clone)]
pub struct Command {
    /// Tells it from the others.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// Its keys as they are written in Germany, such as „Strg+K“; empty without any.
    pub keys: String,
    /// Why it cannot be run now, in a sentence.
    pub blocked: Option<String>,
    /// Runs it.
    pub run: Arc<dyn Fn() + Send + Sync>,
}

/// What commands act on; made inside a component.
#[derive(Clone, Copy)]
pub struct Commands {
    chart: Chart,
    way: Way,
    theme: ThemeChoice,
    visit: Callback<&'static str>,
}

impl Commands {
    /// For the page below which this is called.
    #[must_use]
    pub fn new(chart: Chart) -> Self {
        let navigate = use_navigate();
        Self {
            chart,
            way: Way::new(chart),
            theme: ThemeChoice::expect(),
            visit: Callback::new(move |path: &'static str| navigate(path, NavigateOptions::default())),
        }
    }

    /// Where things are found.
    #[must_use]
    pub const fn way(self) -> Way {
        self.way
    }

    /// All commands, as things stand; tracks the language only.
    #[must_use]
    pub fn all(self) -> Vec<Command> {
        let mut all = self.editing();
        all.extend(self.forms());
        all.extend(self.seeing());
        all.extend(self.time());
        all.extend(self.colours());
        all.extend(self.page());
        all
    }

    fn ctrl(self, key: &str) -> String {
        format!("{}+{key}", t_string!(self.chart.i18n, workbench.key_ctrl))
    }

    fn editing(self) -> Vec<Command> {
        let (chart, i18n) = (self.chart, self.chart.i18n);
        let plan = chart.plan;
        let here = untrack(|| chart.tab_stop.get());
        let item = || here.is_none().then(|| t_string!(i18n, workbench.no_item).to_owned());
        let posts = here.as_ref().is_none_or(|here| !matches!(here, Item::Post(_)));
        let posts = posts.then(|| t_string!(i18n, workbench.no_posts).to_owned());
        let chosen = chart.selected.with_untracked(BTreeSet::is_empty);
        let with_item = move |act: fn(Chart, Item)| {
            move || {
                if let Some(item) = chart.tab_stop.get_untracked() {
                    act(chart, item);
                }
            }
        };
        vec![
            command("undo", t_string!(i18n, workbench.cmd_undo), self.ctrl("Z"), move || plan.undo())
                .unless(!plan.can_undo_untracked(), t_string!(i18n, workbench.no_undo)),
            command("redo", t_string!(i18n, workbench.cmd_redo), self.ctrl("Y"), move || plan.redo())
                .unless(!plan.can_redo_untracked(), t_string!(i18n, workbench.no_redo)),
            command(
                "open",
                t_string!(i18n, workbench.cmd_open),
                t_string!(i18n, workbench.key_enter).to_owned(),
                with_item(|chart, item| chart.opened.set(Some(item))),
            )
            .when(item()),
            command(
                "pick-up",
                t_string!(i18n, workbench.cmd_pick_up),
                "M".to_owned(),
                with_item(|chart, item| {
                    chart.focus(item.clone());
                    chart.pick_up(&item, LiftedBy::Keys);
                }),
            )
            .when(item()),
            command(
                "park",
                t_string!(i18n, workbench.cmd_park),
                String::new(),
                with_item(|chart, item| {
                    chart.move_to(&chart.hand(&item), &Target::Tray);
                }),
            )
            .when(posts),
            command(
                "choose-all",
                t_string!(i18n, workbench.cmd_choose_all),
                self.ctrl("A"),
                with_item(|chart, item| chart.choose_all(&item)),
            )
            .when(item()),
            command(
                "choose-none",
                t_string!(i18n, workbench.cmd_choose_none),
                "Escape".to_owned(),
                move || chart.select(BTreeSet::new()),
            )
            .unless(chosen, t_string!(i18n, workbench.no_choice)),
        ]
    }

    fn forms(self) -> Vec<Command> {
        let (chart, i18n) = (self.chart, self.chart.i18n);
        let here = untrack(|| chart.tab_stop.get());
        let (insert, delete) = (t_string!(i18n, workbench.key_insert), t_string!(i18n, workbench.key_delete));
        let no_item = (here.is_none(), t_string!(i18n, workbench.no_item));
        let no_post = (!matches!(here, Some(Item::Post(_))), t_string!(i18n, workbench.no_posts));
        let no_unit = (!matches!(here, Some(Item::Unit(_))), t_string!(i18n, workbench.no_unit));
        let form = |id, name, keys: &str, sheet: Sheet, (blocked, why): (bool, &str)| {
            let open = move || {
                if let Some(item) = chart.tab_stop.get_untracked() {
                    chart.desk.form(&item, sheet);
                }
            };
            command(id, name, keys.to_owned(), open).unless(blocked, why)
        };
        vec![
            form("new-post", t_string!(i18n, workbench.cmd_new_post), insert, Sheet::NewPost, no_item),
            form(
                "remove-post",
                t_string!(i18n, workbench.cmd_remove_post),
                delete,
                Sheet::RemovePost,
                no_post,
            ),
            form("new-unit", t_string!(i18n, workbench.cmd_new_unit), "", Sheet::NewUnit, no_item),
            form("edit-unit", t_string!(i18n, workbench.cmd_edit_unit), "", Sheet::EditUnit, no_unit),
            form(
                "remove-unit",
                t_string!(i18n, workbench.cmd_remove_unit),
                delete,
                Sheet::RemoveUnit,
                no_unit,
            ),
        ]
    }

    fn seeing(self) -> Vec<Command> {
        let (chart, i18n, way) = (self.chart, self.chart.i18n, self.way);
        let desk = chart.desk;
        let (table, picture) = (way.is_table(), t_string!(i18n, workbench.no_picture));
        let shown = t_string!(i18n, workbench.is_shown);
        let fit = move || chart.layout.with_untracked(|layout| chart.camera.fit(layout, true));
        let fold = move || way.levels(Some(2));
        let shares = chart.facts.with_untracked(|facts| facts.has_shares());
        let no_lines =
            if shares { table.then_some(picture) } else { Some(t_string!(i18n, workbench.no_shares)) };
        let no_lines = no_lines.map(ToString::to_string);
        vec![
            command("find", t_string!(i18n, workbench.cmd_find), "/".to_owned(), move || desk.find()),
            command("chart", t_string!(i18n, workbench.cmd_chart), String::new(), move || way.show(false))
                .unless(!table, shown),
            command("grid", t_string!(i18n, workbench.cmd_grid), String::new(), move || way.show(true))
                .unless(table, shown),
            command("tasks", t_string!(i18n, workbench.cmd_tasks), String::new(), move || {
                chart.tasks.update(|tasks| *tasks = !*tasks)
            }),
            command("share-lines", t_string!(i18n, workbench.cmd_share_lines), String::new(), move || {
                way.toggle_share_lines()
            })
            .when(no_lines),
            command("unfold", t_string!(i18n, workbench.cmd_unfold), "*".to_owned(), move || {
                way.levels(None)
            }),
            command("fold", t_string!(i18n, workbench.cmd_fold), String::new(), fold),
            command("zoom-in", t_string!(i18n, workbench.cmd_zoom_in), "+".to_owned(), move || {
                chart.camera.zoom_by(1.25, None)
            })
            .unless(table, picture),
            command("zoom-out", t_string!(i18n, workbench.cmd_zoom_out), "−".to_owned(), move || {
                chart.camera.zoom_by(0.8, None)
            })
            .unless(table, picture),
            command("zoom-fit", t_string!(i18n, workbench.cmd_zoom_fit), "0".to_owned(), fit)
                .unless(table, picture),
            command("spans", t_string!(i18n, workbench.cmd_spans), String::new(), move || {
                desk.sheet.set(Some(Sheet::Spans))
            }),
            command("shortcuts", t_string!(i18n, workbench.cmd_shortcuts), "?".to_owned(), move || {
                desk.sheet.set(Some(Sheet::Shortcuts))
            }),
            command("palette", t_string!(i18n, workbench.cmd_palette), self.ctrl("K"), move || {
                desk.sheet.set(Some(Sheet::Palette))
            }),
        ]
    }

    fn time(self) -> Vec<Command> {
        let (chart, i18n, way) = (self.chart, self.chart.i18n, self.way);
        let first = chart.plan.baseline().as_of;
        let (before, after) = untrack(|| neighbours(chart));
        let none = t_string!(i18n, workbench.no_event);
        let go = move |date: Option<NaiveDate>| {
            move || {
                if let Some(date) = date {
                    way.date(date);
                }
            }
        };
        let is_first = chart.date.get_untracked() == first;
        vec![
            command("first-day", t_string!(i18n, workbench.cmd_first_day), String::new(), go(Some(first)))
                .unless(is_first, t_string!(i18n, workbench.is_shown)),
            command("next-event", t_string!(i18n, workbench.cmd_next_event), String::new(), go(after))
                .unless(after.is_none(), none),
            command(
                "previous-event",
                t_string!(i18n, workbench.cmd_previous_event),
                String::new(),
                go(before),
            )
            .unless(before.is_none(), none),
        ]
    }

    fn colours(self) -> Vec<Command> {
        let (chart, i18n, way) = (self.chart, self.chart.i18n, self.way);
        let shown = t_string!(i18n, workbench.is_shown);
        let now = chart.desk.measure.get_untracked();
        let colour = |measure: Measure| {
            let name = t_string!(i18n, workbench.cmd_colour, measure = measure.name(chart.language()));
            command(measure.key(), &name, String::new(), move || way.colour(Some(measure)))
                .unless(now == Some(measure), shown)
        };
        let none =
            command("no-colour", t_string!(i18n, workbench.cmd_colour_none), String::new(), move || {
                way.colour(None);
            });
        Measure::ALL.into_iter().map(colour).chain([none.unless(now.is_none(), shown)]).collect()
    }

    fn page(self) -> Vec<Command> {
        let (chart, i18n, theme, visit) = (self.chart, self.chart.i18n, self.theme, self.visit);
        let shown = t_string!(i18n, workbench.is_shown);
        let colours = |id, name, chosen: Theme| {
            command(id, name, String::new(), move || theme.set(chosen)).unless(theme.get() == chosen, shown)
        };
        let language = |id, name, chosen: Locale| {
            let is_now = i18n.get_locale_untracked() == chosen;
            command(id, name, String::new(), move || i18n.set_locale(chosen)).unless(is_now, shown)
        };
        let go = |id, path, page: &'static str| {
            let name = t_string!(i18n, workbench.cmd_go, page);
            command(id, &name, String::new(), move || visit.run(path))
        };
        vec![
            command("print", t_string!(i18n, workbench.cmd_print), self.ctrl("P"), document::print),
            command("export", t_string!(i18n, chart.export), String::new(), move || {
                chart.exporting.set(true)
            }),
            go("overview", "/", t_string!(i18n, shell.nav_overview)),
            go("assessment", "/bemessung", t_string!(i18n, shell.nav_assessment)),
            go("simulation", "/simulation", t_string!(i18n, shell.nav_simulation)),
            colours("light", t_string!(i18n, workbench.cmd_theme_light), Theme::Light),
            colours("dark", t_string!(i18n, workbench.cmd_theme_dark), Theme::Dark),
            colours("system", t_string!(i18n, workbench.cmd_theme_system), Theme::System),
            language("german", t_string!(i18n, workbench.cmd_german), Locale::de),
            language("english", t_string!(i18n, workbench.cmd_english), Locale::en),
        ]
    }
}

/// The days of the events before and after the day shown.
fn neighbours(chart: Chart) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (first, date) = (chart.plan.baseline().as_of, chart.date.get());
    chart.events.with(|events| {
        let before = events.iter().rev().find(|event| event.date < date).map(|event| event.date);
        let before = before.or_else(|| (date > first).then_some(first));
        (before, events.iter().find(|event| event.date > date).map(|event| event.date))
    })
}

fn command(id: &'static str, name: &str, keys: String, run: impl Fn() + Send + Sync + 'static) -> Command {
    Command { id, name: name.to_owned(), keys, blocked: None, run: Arc::new(run) }
}

impl Command {
    fn unless(self, blocked: bool, why: &str) -> Self {
        self.when(blocked.then(|| why.to_owned()))
    }

    fn when(self, blocked: Option<String>) -> Self {
        Self { blocked, ..self }
    }
}
