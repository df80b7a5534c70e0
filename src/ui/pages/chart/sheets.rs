//! What opens in front of the page: commands, shortcuts, layers and spans of control, the forms of posts and units.

use super::commands::Commands;
use super::desk::Sheet;
use super::form_sheets::FormSheets;
use super::palette::{Palette, sheet};
use super::state::Chart;
use crate::diagram::chart::span::Spans;
use crate::format;
use crate::ui::components::{DataTable, Dialog};
use crate::ui::dynamic::{Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// All of them; one is open at a time.
#[component]
pub fn Sheets() -> impl IntoView {
    part(view! {
        <div>
            <Palette/>
            <Shortcuts/>
            <SpansSheet/>
            <FormSheets/>
        </div>
    })
}

/// The keys and what they do.
#[component]
fn Shortcuts() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let commands = Commands::new(chart);
    let open = sheet(chart, Sheet::Shortcuts);
    let title = Signal::derive(move || t_string!(i18n, workbench.shortcuts_title).to_owned());
    let content = move || {
        let mut page = Vec::new();
        let mut signs = tree_keys(i18n);
        for command in commands.all().into_iter().filter(|command| !command.keys.is_empty()) {
            let with_ctrl = command.keys.contains('+') && command.keys.len() > 1;
            // What the tree's own keys say already is not said twice.
            if with_ctrl {
                page.push((command.keys, command.name))
            } else if !["open", "choose-none"].contains(&command.id) {
                signs.push((command.keys, command.name));
            }
        }
        part(view! {
            <div class="shortcuts" data-testid="shortcuts">
                <p>{t!(i18n, workbench.shortcuts_where)}</p>
                {section(t!(i18n, workbench.shortcuts_chart).into_any(), signs)}
                {section(t!(i18n, workbench.shortcuts_hand).into_any(), hand_keys(i18n))}
                {section(t!(i18n, workbench.shortcuts_ribbon).into_any(), ribbon_keys(i18n))}
                {section(t!(i18n, workbench.shortcuts_page).into_any(), page)}
            </div>
        })
    };
    part(view! {
        <Dialog open title id="tasten-titel">{when(move || open.get(), content)}</Dialog>
    })
}

fn section(title: AnyView, keys: Vec<(String, String)>) -> AnyView {
    let row =
        |(keys, name): (String, String)| part(view! { <div><dt><kbd>{keys}</kbd></dt><dd>{name}</dd></div> });
    part(view! {
        <section>
            <h3>{title}</h3>
            <dl class="key-list">{keys.into_iter().map(row).collect::<Vec<_>>()}</dl>
        </section>
    })
}

fn pair(keys: impl Into<String>, does: &str) -> (String, String) {
    (keys.into(), does.to_owned())
}

fn tree_keys(i18n: I18n) -> Vec<(String, String)> {
    let (home, end) = (t_string!(i18n, workbench.key_home), t_string!(i18n, workbench.key_end));
    let shift = t_string!(i18n, workbench.key_shift);
    vec![
        pair("↓ ↑", t_string!(i18n, workbench.keys_arrows)),
        pair("→ ←", t_string!(i18n, workbench.keys_sides)),
        pair(format!("{home} {end}"), t_string!(i18n, workbench.keys_ends)),
        pair(t_string!(i18n, workbench.key_pages), t_string!(i18n, workbench.keys_pages)),
        pair(t_string!(i18n, workbench.key_letters), t_string!(i18n, workbench.keys_letters)),
        pair(t_string!(i18n, workbench.key_enter), t_string!(i18n, workbench.keys_enter)),
        pair(t_string!(i18n, workbench.key_space), t_string!(i18n, workbench.keys_space)),
        pair(format!("{shift}+↓ {shift}+↑"), t_string!(i18n, workbench.keys_shift)),
    ]
}

fn hand_keys(i18n: I18n) -> Vec<(String, String)> {
    vec![
        pair("↓ ↑", t_string!(i18n, workbench.keys_hand_arrows)),
        pair(t_string!(i18n, workbench.key_enter), t_string!(i18n, workbench.keys_hand_enter)),
        pair("Escape", t_string!(i18n, workbench.keys_hand_escape)),
    ]
}

fn ribbon_keys(i18n: I18n) -> Vec<(String, String)> {
    let shift = t_string!(i18n, workbench.key_shift);
    vec![
        pair("→ ←", t_string!(i18n, workbench.keys_ribbon_arrows)),
        pair(format!("{shift}+→ {shift}+←"), t_string!(i18n, workbench.keys_ribbon_shift)),
        pair(t_string!(i18n, workbench.key_enter), t_string!(i18n, workbench.keys_ribbon_enter)),
        pair("Escape", t_string!(i18n, workbench.keys_ribbon_escape)),
    ]
}

/// Layers and spans of control: the sentence, and the table behind it.
#[component]
fn SpansSheet() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = sheet(chart, Sheet::Spans);
    let title = Signal::derive(move || t_string!(i18n, workbench.spans_title).to_owned());
    let spans = Kept::new(move || chart.facts.with(|facts| Spans::of(facts)));
    let caption = Signal::derive(move || {
        let layers =
            spans.with(|spans| spans.layers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
        let date = format::date(chart.date.get(), chart.language());
        format!(
            "{} · {}",
            t_string!(i18n, chart.as_of, date),
            t_string!(i18n, workbench.spans_layers, layers)
        )
    });
    let content = move || {
        let sentence = move || {
            spans
                .with(|spans| chart.facts.with(|facts| spans.sentence(facts, chart.language())))
                .unwrap_or_default()
        };
        let head = view! {
            <tr>
                <th scope="col">{t!(i18n, workbench.spans_unit)}</th>
                <th scope="col" class="is-number">{t!(i18n, workbench.spans_posts)}</th>
                <th scope="col" class="is-number">{t!(i18n, workbench.spans_units)}</th>
                <th scope="col" class="is-number">{t!(i18n, workbench.spans_total)}</th>
            </tr>
        };
        let rows = live(move || {
            let row = |span: &crate::diagram::chart::span::Span| {
                let unit = chart
                    .facts
                    .with(|facts| facts.units.get(&span.unit).map(|unit| (unit.name.clone(), unit.level)));
                let (name, level) = unit.unwrap_or_default();
                part(view! {
                    <tr>
                        <th scope="row" data-level=level.min(4).to_string()>{name}</th>
                        <td class="is-number">{span.posts.to_string()}</td>
                        <td class="is-number">{span.units.to_string()}</td>
                        <td class="is-number">{span.total().to_string()}</td>
                    </tr>
                })
            };
            Some(spans.with(|spans| spans.spans.iter().map(row).collect::<Vec<_>>()).into_any())
        });
        part(view! {
            <div data-testid="spans-sheet">
                <p><strong>{text(sentence)}</strong></p>
                <DataTable caption id="tabelle-spannen" head=part(head)>{rows}</DataTable>
                <p class="table-note">{t!(i18n, workbench.spans_note)}</p>
            </div>
        })
    };
    part(view! { <Dialog open title id="spannen-titel">{when(move || open.get(), content)}</Dialog> })
}
