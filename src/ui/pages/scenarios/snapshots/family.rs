//! What came of what: scenarios and snapshots as a tree in words.

use crate::api::{Descent, FamilyLine};
use crate::format::{day_of, number};
use crate::ui::browser::address;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use leptos::prelude::*;

/// Lines further down are drawn at this depth.
const DEEPEST: u32 = 6;

/// The family of the scenario in hand.
#[component]
pub fn Family(lines: Vec<FamilyLine>) -> impl IntoView {
    let i18n = use_i18n();
    let items: Vec<AnyView> = lines.into_iter().map(|line| item(i18n, line)).collect();
    part(view! {
        <h3 class="family-heading">{t!(i18n, record.family)}</h3>
        <p class="muted small">{t!(i18n, record.family_hint)}</p>
        <ul class="family">{items}</ul>
    })
}

fn item(i18n: I18n, line: FamilyLine) -> AnyView {
    let plan = PlanInHand::expect();
    let is_scenario = !matches!(line.descent, Descent::Snapshot | Descent::Version);
    let is_here = is_scenario && line.scenario == plan.scenario_untracked();
    let depth = line.depth.min(DEEPEST).to_string();
    let link = (is_scenario && !is_here && !line.removed).then(|| {
        let to = address::with_scenario("/szenarien/akte", line.scenario.0);
        let name = StoredValue::new(line.name.clone());
        part(view! {
            " "
            <a href=to rel="external" aria-label=move || t_string!(i18n, record.link_named, name = name.get_value())>
                {t!(i18n, record.link)}
            </a>
        })
    });
    let here = is_here.then(|| part(view! { " " <strong>"(" {t!(i18n, record.line_here)} ")"</strong> }));
    let removed = line
        .removed
        .then(|| part(view! { " " <span class="muted">"(" {t!(i18n, record.line_removed)} ")"</span> }));
    let kind = match line.descent {
        Descent::Snapshot => "snapshot",
        Descent::Version => "version",
        _ => "scenario",
    };
    part(view! {
        <li data-depth=depth data-kind=kind aria-current=is_here.then_some("true")>
            {text(move || words(i18n, &line))}{here}{removed}{link}
        </li>
    })
}

/// One line in words; tracks the language.
fn words(i18n: I18n, line: &FamilyLine) -> String {
    let (name, date) = (&line.name, day_of(line.at, i18n.language()));
    let version = number(line.version.unwrap_or_default() as f64, 0, i18n.language());
    match line.descent {
        Descent::First => t_string!(i18n, record.line_first, name, date),
        Descent::Branch => t_string!(i18n, record.line_branch, name, date, version),
        Descent::Snapshot => t_string!(i18n, record.line_snapshot, name, date, version),
        Descent::Restored => t_string!(i18n, record.line_restored, name, date),
        Descent::Version => t_string!(i18n, record.line_version, version, date),
    }
}
