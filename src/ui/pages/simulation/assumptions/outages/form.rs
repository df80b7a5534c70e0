//! The form of an outage: what, from when to when, how much of the capacity, and whom it hits.

use super::{Desk, whom};
use crate::format::{self, Language, number};
use crate::plan::{Outage, Share, Unit, UnitId};
use crate::ui::components::number_follows;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Where the form begins.
pub(super) const FIRST: &str = "#ausfall-was";
/// The option that leaves several units as they are.
const SEVERAL: &str = "*";

/// What stands in the fields.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    label: Held<String>,
    from: Held<String>,
    until: Held<String>,
    /// In per cent.
    lost: Held<String>,
    units: Held<Vec<UnitId>>,
}

impl Fields {
    /// An outage of everything, of which nothing is said yet.
    pub(super) fn new() -> Self {
        let empty = || Held::new(String::new());
        Self {
            label: empty(),
            from: empty(),
            until: empty(),
            lost: Held::new("100".to_owned()),
            units: Held::new(Vec::new()),
        }
    }

    /// What is typed is read in the language of the page.
    pub(super) fn follow(self, i18n: I18n) {
        number_follows(i18n, self.lost);
    }

    /// Takes over a present outage.
    pub(super) fn fill(self, outage: &Outage, language: Language) {
        let lost = outage.lost.as_f64() * 100.0;
        self.label.set(outage.label.clone());
        self.from.set(outage.from.to_string());
        self.until.set(outage.until.to_string());
        self.lost.set(number(lost, usize::from((lost * 10.0).round() % 10.0 != 0.0), language));
        self.units.set(outage.units.clone());
    }

    fn empty(self) {
        for field in [self.label, self.from, self.until] {
            field.set(String::new());
        }
        self.lost.set("100".to_owned());
        self.units.set(Vec::new());
    }

    /// The outage that the fields say, or what is wrong with them.
    fn outage(self, i18n: I18n) -> Result<Outage, String> {
        let label = self.label.with(|label| label.trim().to_owned());
        if label.is_empty() {
            return Err(t_string!(i18n, simulation.outage_no_label).to_owned());
        }
        let day = |typed: Held<String>| {
            let day = typed.with(|day| day.parse::<NaiveDate>().ok());
            day.ok_or_else(|| t_string!(i18n, simulation.no_day).to_owned())
        };
        let (from, until) = (day(self.from)?, day(self.until)?);
        if until < from {
            return Err(t_string!(i18n, simulation.outage_order).to_owned());
        }
        let percent =
            self.lost.with(|lost| format::parse_number(lost, i18n.language())).filter(|lost| *lost > 0.0);
        let lost = percent.and_then(|percent| Share::parse(percent / 100.0).ok());
        let lost = lost.ok_or_else(|| t_string!(i18n, simulation.outage_not_share).to_owned())?;
        Ok(Outage { from, until, lost, label, units: self.units.get(), enabled: true })
    }
}

impl Desk {
    /// Adds the outage of the form, or puts it in the place of the one that is being changed.
    fn take(self) {
        match untrack(|| self.made()) {
            Ok(outages) => {
                if outages == self.outages.get_untracked() || self.set(outages) {
                    self.close();
                }
            }
            Err(reason) => self.problem.set(Some(reason)),
        }
    }

    /// All outages with that of the form.
    fn made(self) -> Result<Vec<Outage>, String> {
        let mut outages = self.outages.get();
        let new = self.fields.outage(self.i18n)?;
        let Some(old) = self.changing.get() else {
            outages.push(new);
            return Ok(outages);
        };
        // Meanwhile it may have been switched, here or by others.
        let is_old = |one: &&mut Outage| Outage { enabled: old.enabled, ..(**one).clone() } == old;
        let Some(place) = outages.iter_mut().find(is_old) else {
            return Err(t_string!(self.i18n, simulation.outage_gone).to_owned());
        };
        *place = Outage { enabled: place.enabled, ..new };
        Ok(outages)
    }

    fn close(self) {
        self.changing.set(None);
        self.problem.set(None);
        self.fields.empty();
    }
}

/// The form.
pub(super) fn drawn(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let is_change = move || desk.changing.with(Option::is_some);
    let cancel = live(move || {
        let words = t!(i18n, simulation.row_cancel);
        is_change().then(|| {
            part(view! { <button type="button" class="button" data-variant="quiet" on:click=move |_| desk.close()>{words}</button> })
        })
    });
    let submit = text(move || {
        let words = if is_change() {
            t_string!(i18n, simulation.outage_save)
        } else {
            t_string!(i18n, simulation.outage_add)
        };
        words.to_owned()
    });
    let problem = live(move || {
        let reason = desk.problem.get()?;
        Some(part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    part(view! {
        <form class="assumption-form" aria-label=t!(i18n, simulation.group_outages) on:submit=move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            desk.take();
        }>
            {inputs(desk)}
            <span class="assumption-actions"><button type="submit" class="button">{submit}</button>{cancel}</span>
        </form>
        {problem}
    })
}

fn inputs(desk: Desk) -> AnyView {
    let (i18n, fields) = (desk.i18n, desk.fields);
    let day = move |id: &'static str, name: AnyView, field: Held<String>| {
        part(view! {
            <label class="field">
                <span>{name}</span>
                <input id=id type="date" class="input" required min="1900-01-01" max="2200-12-31"
                    value=untrack(move || field.get()) prop:value=move || field.get()
                    on:input=move |event| field.set(event_target_value(&event))/>
            </label>
        })
    };
    let from = text(move || t_string!(i18n, simulation.outage_from).to_owned());
    let until = text(move || t_string!(i18n, simulation.outage_until).to_owned());
    part(view! {
        <label class="field">
            <span>{t!(i18n, simulation.outage_label)}</span>
            <input id="ausfall-was" class="input" required maxlength="200" autocomplete="off"
                value=untrack(move || fields.label.get()) prop:value=move || fields.label.get()
                on:input=move |event| fields.label.set(event_target_value(&event))/>
        </label>
        {day("ausfall-von", from, fields.from)}
        {day("ausfall-bis", until, fields.until)}
        <label class="field">
            <span>{t!(i18n, simulation.outage_lost)}</span>
            <input id="ausfall-anteil" class="input assumption-number" inputmode="decimal" autocomplete="off" required
                value="100" prop:value=move || fields.lost.get()
                on:input=move |event| fields.lost.set(event_target_value(&event))/>
            <span>"%"</span>
        </label>
        <label class="field">
            <span>{t!(i18n, simulation.outage_units)}</span>
            <select id="ausfall-einheit" class="select" on:change=move |event| choose(fields, &event_target_value(&event))>
                {live(move || Some(options(desk)))}
            </select>
        </label>
    })
}

/// Nothing chosen means all; several units, which a file can name, stay as they are.
fn choose(fields: Fields, chosen: &str) {
    if chosen != SEVERAL {
        fields.units.set(UnitId::parse(chosen).into_iter().collect());
    }
}

/// All units, each of them, and where an outage names several, these.
fn options(desk: Desk) -> AnyView {
    let (i18n, chosen) = (desk.i18n, desk.fields.units);
    let all = move || chosen.with(Vec::is_empty);
    let several = live(move || {
        let units = chosen.get();
        let names = desk.sources.now.with(|plan| whom(i18n, plan, &units));
        let option = || part(view! { <option value=SEVERAL prop:selected=true>{names}</option> });
        (units.len() > 1).then(option)
    });
    let option = |unit: &Unit| {
        let (id, name) = (unit.id.clone(), unit.name.clone());
        let value = id.to_string();
        let is_chosen = move || chosen.with(|units| units.as_slice() == std::slice::from_ref(&id));
        part(view! { <option value=value prop:selected=is_chosen>{name}</option> })
    };
    let units: Vec<AnyView> = desk.sources.now.with(|plan| plan.units.iter().map(option).collect());
    part(view! {
        <option value="" prop:selected=all>{t!(i18n, simulation.outage_all)}</option>
        {several}
        {units}
    })
}
