//! Packages of steps: made, named, switched on and off, dissolved.

use super::Page;
use super::lines::StepLine;
use crate::api::{Package, Revision};
use crate::format::number;
use crate::ui::browser::address;
use crate::ui::components::{DataTable, typed};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use uuid::Uuid;

/// The packages as a table, and a field for a new one.
#[component]
pub fn Packages(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let several = Kept::new(move || page.plan.with_confirmed(|state| state.packages.len() > 1));
    let together = move || {
        let address = address::with_scenario("/simulation?pakete=", page.plan.scenario().0);
        format!("{address}#simulation-packages")
    };
    part(view! {
        <section class="section" aria-labelledby="pakete">
            <h2 id="pakete">{t!(i18n, changes.packages)}</h2>
            <p class="muted">{t!(i18n, changes.packages_hint)}</p>
            {live(move || {
                page.refusals.track();
                let packages = page.plan.with_confirmed(|state| state.packages.clone());
                (!packages.is_empty()).then(|| part(view! { <Table page packages/> }))
            })}
            {live(move || several.get().then(|| part(view! {
                <p><a class="button" rel="external" href=together>{t!(i18n, changes.packages_together)}</a></p>
            })))}
            <Making page/>
        </section>
    })
}

#[component]
fn Table(page: Page, packages: Vec<Package>) -> impl IntoView {
    let i18n = page.i18n;
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, changes.package)}</th>
            <th scope="col">{t!(i18n, changes.counts)}</th>
            <th scope="col" class="is-number">{t!(i18n, scenarios.steps)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let rows: Vec<AnyView> = packages.into_iter().map(|package| row(page, package)).collect();
    let caption = Signal::derive(move || t_string!(i18n, changes.packages_caption).to_owned());
    part(view! { <DataTable id="pakete-tabelle" head caption>{rows}</DataTable> })
}

fn row(page: Page, Package { id, name, is_on }: Package) -> AnyView {
    let i18n = page.i18n;
    let own = move |step: &&StepLine| step.package == Some(id);
    let count = move || {
        let count = page.lines.with(|lines| lines.steps.iter().filter(own).count());
        number(count as f64, 0, i18n.language())
    };
    let (switch_id, name_id) = (format!("schalter-{id}"), format!("paketname-{id}"));
    let known = StoredValue::new(name.clone());
    let element = switch_id.clone();
    let switch = move |_| {
        let name = known.get_value();
        let said = untrack(|| {
            if is_on { t_string!(i18n, changes.is_off, name) } else { t_string!(i18n, changes.is_on, name) }
        });
        page.revise(Revision::SwitchPackage { package: id, is_on: !is_on }, said, element.clone());
    };
    let element = name_id.clone();
    let rename = move |event| {
        let name: String = event_target_value(&event);
        let said = untrack(|| t_string!(i18n, changes.renamed, name = name.trim()));
        page.revise(Revision::RenamePackage { package: id, name }, said, element.clone());
    };
    let dissolve = move |_| {
        let said = untrack(|| t_string!(i18n, changes.dissolved, name = known.get_value()));
        page.revise(Revision::DissolvePackage { package: id }, said, "paket-neu".to_owned());
    };
    let locked = page.locked;
    let label = {
        let name = name.clone();
        move || t_string!(i18n, changes.switch_named, name = &name)
    };
    part(view! {
        <tr data-package=id.to_string()>
            <td>
                <input type="text" class="input" id=name_id maxlength="120" autocomplete="off" prop:value=name.clone() value=name
                    aria-label=t!(i18n, changes.package_name) disabled=move || locked.get() on:change=rename/>
            </td>
            <td>
                <button type="button" class="button" role="switch" id=switch_id aria-checked=is_on.to_string() aria-label=label
                    disabled=move || locked.get() on:click=switch>
                    {text(move || if is_on { t_string!(i18n, changes.on) } else { t_string!(i18n, changes.off) }.to_owned())}
                </button>
            </td>
            <td class="is-number">{text(count)}</td>
            <td>
                <button type="button" class="button" data-variant="quiet" disabled=move || locked.get() on:click=dissolve
                    aria-label=move || t_string!(i18n, changes.dissolve_named, name = known.get_value())>
                    {t!(i18n, changes.dissolve)}
                </button>
            </td>
        </tr>
    })
}

#[component]
fn Making(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let name = typed("paket-neu");
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked();
        let said = untrack(|| t_string!(i18n, changes.package_made, name = wanted.trim()));
        page.revise(
            Revision::MakePackage { package: Uuid::new_v4(), name: wanted },
            said,
            "paket-neu".to_owned(),
        );
        name.set(String::new());
    };
    part(view! {
        <form class="scenario-new" on:submit=make>
            <label class="field">
                <span>{t!(i18n, changes.new_package)}</span>
                <input type="text" class="input" id="paket-neu" maxlength="120" required autocomplete="off"
                    disabled=move || page.locked.get()
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button" disabled=move || page.locked.get()>{t!(i18n, changes.make_package)}</button>
        </form>
    })
}
