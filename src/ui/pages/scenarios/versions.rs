//! The versions of the plan: what was taken over when and out of what, how each differs from the one before, and the button that brings one
//! back as a scenario.

use crate::api::{
    PlanVersion, PlanVersions, RestoreVersion, RestoredVersion, VersionKind, plan_versions, restore_version,
};
use crate::format::{Language, date, moment, number};
use crate::permission::Right;
use crate::ui::browser::address;
use crate::ui::components::role_name;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, Locale, t, t_string, use_i18n};
use crate::ui::state::{ShelfOfToasts, Together, Tone};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Section {
    i18n: I18n,
    shelf: ShelfOfToasts,
    /// What is known; none until it was asked for.
    told: Held<Option<PlanVersions>>,
    /// The scenario that was made last.
    made: Held<Option<RestoredVersion>>,
    /// Whether the user may make scenarios.
    may: bool,
}

impl Section {
    /// Asks for the newest ones, or for those before one of them, which are put behind.
    fn load(self, before: Option<i64>) {
        let english = untrack(|| self.i18n.language()) == Language::English;
        spawn_local(async move {
            match plan_versions(before, english).await {
                Ok(mut found) => {
                    if before.is_some() {
                        let known = self.told.get_untracked().unwrap_or_default();
                        found.versions = [known.versions, found.versions].concat();
                    }
                    self.told.set(Some(found));
                }
                Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    }

    fn restore(self, version: i64) {
        let name =
            untrack(|| t_string!(self.i18n, approval.restore_name, version = whole(self.i18n, version)));
        let english = self.i18n.get_locale_untracked() == Locale::en;
        let asked = RestoreVersion { version, command: Uuid::new_v4(), name, english };
        spawn_local(async move {
            match restore_version(asked).await {
                Ok(made) => self.made.set(Some(made)),
                Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    }
}

fn whole(i18n: I18n, value: i64) -> String {
    number(value as f64, 0, i18n.language())
}

/// The section with all of it.
#[component]
pub fn Versions() -> impl IntoView {
    let i18n = use_i18n();
    let section = Section {
        i18n,
        shelf: ShelfOfToasts::expect(),
        told: Held::new(None),
        made: Held::new(None),
        may: Visitor::expect().may(Right::EditScenario),
    };
    Effect::new(move |_| {
        // Changes are told in the language of the page.
        let _ = i18n.language();
        section.load(None);
    });
    Together::expect().on_beside(move || section.load(None));
    let list = live(move || section.told.get().map(|told| listed(section, told)));
    part(view! {
        <section class="section" aria-labelledby="fassungen">
            <h2 id="fassungen">{t!(i18n, approval.versions)}</h2>
            <p class="muted small">{t!(i18n, approval.versions_hint)}</p>
            <div role="status">{live(move || section.made.get().map(|made| restored(i18n, made)))}</div>
            {list}
        </section>
    })
}

fn listed(section: Section, told: PlanVersions) -> AnyView {
    let i18n = section.i18n;
    let last = told.versions.last().map(|version| version.version).filter(|_| told.more);
    let newest = told.versions.first().map(|version| version.version);
    let items: Vec<AnyView> =
        told.versions.into_iter().map(|version| item(section, newest, version)).collect();
    let more = last.map(|last| {
        part(view! {
            <p><button type="button" class="button" on:click=move |_| section.load(Some(last))>{t!(i18n, approval.earlier)}</button></p>
        })
    });
    part(view! { <ol class="plan-versions" reversed data-testid="plan-versions">{items}</ol> {more} })
}

/// One version; tracks the language.
fn item(section: Section, newest: Option<i64>, entry: PlanVersion) -> AnyView {
    let i18n = section.i18n;
    let (version, figure) = (entry.version, whole(i18n, entry.version));
    let is_newest = newest == Some(version);
    let current =
        is_newest.then(|| part(view! { " " <strong>"(" {t_string!(i18n, approval.in_force)} ")"</strong> }));
    let restore = (section.may && !is_newest).then(|| {
        let label = t_string!(i18n, approval.restore_named, version = &figure);
        part(view! {
            <button type="button" class="button" data-variant="quiet" aria-label=label
                on:click=move |_| section.restore(version)>{t_string!(i18n, approval.restore)}</button>
        })
    });
    let record = entry.scenario.map(|id| {
        let to = address::with_scenario("/szenarien/akte", id.0);
        part(view! { <p><a href=to rel="external">{t_string!(i18n, approval.record, name = &entry.source)}</a></p> })
    });
    let altered = (!entry.intact)
        .then(|| part(view! { <p class="assumption-problem">{t_string!(i18n, approval.altered)}</p> }));
    let note =
        (!entry.note.is_empty()).then(|| part(view! { <p class="decision-text">{entry.note.clone()}</p> }));
    part(view! {
        <li data-version=version.to_string()>
            <h3>{t_string!(i18n, approval.version, version = &figure)}{current}</h3>
            <p>{origin(i18n, &entry)}</p>
            {note}
            {altered}
            {differences(i18n, &entry)}
            {record}
            {restore}
        </li>
    })
}

/// Where a version comes from, with all that was taken down.
fn origin(i18n: I18n, entry: &PlanVersion) -> String {
    let language = i18n.language();
    let (name, at) = (&entry.source, entry.at.map(|at| moment(at, language)).unwrap_or_default());
    let mut parts = vec![match entry.kind {
        VersionKind::First => t_string!(i18n, approval.first, date = at),
        VersionKind::Adopted if entry.scenario.is_none() => {
            t_string!(i18n, approval.adopted_hidden, date = at)
        }
        VersionKind::Adopted => t_string!(i18n, approval.adopted, date = at, name),
        VersionKind::Replaced => t_string!(i18n, approval.replaced, date = at, name),
        VersionKind::Unknown => t_string!(i18n, approval.unknown).to_owned(),
    }];
    parts.extend(
        entry.restores.map(|version| t_string!(i18n, approval.restores, version = whole(i18n, version))),
    );
    parts.extend(entry.decided_on.map(|day| {
        t_string!(i18n, approval.resolution, number = &entry.resolution, date = date(day, language))
    }));
    parts.extend(
        entry
            .scenario_version
            .map(|version| t_string!(i18n, approval.scenario_version, version = whole(i18n, version))),
    );
    parts.extend(entry.role.map(|role| t_string!(i18n, approval.as_role, role = role_name(i18n, role))));
    parts.push(t_string!(i18n, approval.hash, hash = entry.hash.short()));
    parts.join(" · ")
}

/// What changed, folded in; nothing of the first version.
fn differences(i18n: I18n, entry: &PlanVersion) -> Option<AnyView> {
    if entry.count == 0 {
        return None;
    }
    let figure = |count: usize| number(count as f64, 0, i18n.language());
    let items: Vec<AnyView> =
        entry.changes.iter().map(|words| part(view! { <li>{words.clone()}</li> })).collect();
    let more = entry.count - entry.changes.len();
    let more = (more > 0)
        .then(|| part(view! { <li>{t_string!(i18n, approval.more_changes, count = figure(more))}</li> }));
    Some(part(view! {
        <details>
            <summary>{t_string!(i18n, approval.changes, count = figure(entry.count))}</summary>
            <ul>{items}{more}</ul>
        </details>
    }))
}

/// The scenario that was made, with the way to it and what it lacks.
fn restored(i18n: I18n, made: RestoredVersion) -> AnyView {
    let RestoredVersion { scenario, name, beyond } = made;
    let beyond = (!beyond.is_empty()).then(|| {
        let items: Vec<AnyView> = beyond.into_iter().map(|words| part(view! { <li>{words}</li> })).collect();
        part(view! { <p>{t!(i18n, approval.beyond)}</p> <ul>{items}</ul> })
    });
    let to = format!("/szenarien/{}", scenario.0);
    part(view! {
        <div class="notice" data-tone="notice" data-testid="version-restored">
            <p>
                {text(move || t_string!(i18n, approval.restored, name = &name))} " "
                <a href=to rel="external">{t!(i18n, approval.restored_open)}</a>
            </p>
            {beyond}
        </div>
    })
}
