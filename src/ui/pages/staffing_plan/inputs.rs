//! The inputs of a post: each with its label, by name.

use super::entry::{Unreadable, Values};
use crate::plan::{Plan, Unit};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{I18n, t_string};
use leptos::prelude::*;

/// Inputs over values; copies are the same.
#[derive(Clone, Copy)]
pub struct Inputs {
    /// Language and texts.
    pub i18n: I18n,
    /// What stands in them.
    pub values: Held<Values>,
    /// Stands before the name in the identifiers of the elements; each form has its own.
    pub prefix: &'static str,
}

impl Inputs {
    /// An input with its label.
    pub fn input(self, name: impl Into<String>, kind: &'static str) -> AnyView {
        let name = name.into();
        let (id, of_label) = (format!("{}-{name}", self.prefix), name.clone());
        let of_input = id.clone();
        let sensitive = is_sensitive(&name);
        let (shown, typed) = (name.clone(), name);
        part(view! {
            <label class="staffing-entry" for=of_input data-sensitive=sensitive>
                <span>{text(move || label(self.i18n, &of_label))}</span>
                <input id=id class="input" type=kind autocomplete="off" prop:value=move || self.values.with(|values| values.get(&shown))
                    on:input=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))/>
            </label>
        })
    }

    /// A list of words with its label.
    pub fn choose(self, name: String, title: AnyView, words: Vec<(String, AnyView)>) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let of_input = id.clone();
        let sensitive = is_sensitive(&name);
        let typed = name.clone();
        let option = move |(word, shown): (String, AnyView)| {
            let (name, value) = (name.clone(), word.clone());
            part(view! {
                <option value=word prop:selected=move || self.values.with(|values| values.get(&name) == value)>{shown}</option>
            })
        };
        let options: Vec<AnyView> = words.into_iter().map(option).collect();
        part(view! {
            <label class="staffing-entry" for=of_input data-sensitive=sensitive>
                <span>{title}</span>
                <select id=id class="select"
                    on:change=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))>
                    {options}
                </select>
            </label>
        })
    }

    /// The units of a plan as a list, and what choosing none of them means.
    pub fn units(self, name: &'static str, none: AnyView, plan: &Plan) -> AnyView {
        let unit = |unit: &Unit| (unit.id.to_string(), unit.name.clone().into_any());
        let words = std::iter::once((String::new(), none)).chain(plan.units.iter().map(unit)).collect();
        self.choose(name.to_owned(), text(move || label(self.i18n, name)).into_any(), words)
    }

    /// Why, in the words of the one who decides; kept with the step.
    pub fn reason(self) -> AnyView {
        let id = format!("{}-grund", self.prefix);
        let of_input = id.clone();
        part(view! {
            <label class="staffing-entry staffing-reason" for=of_input>
                <span>{text(move || label(self.i18n, "grund"))}</span>
                <input id=id class="input" type="text" maxlength="2000" autocomplete="off"
                    prop:value=move || self.values.with(|values| values.get("grund"))
                    on:input=move |event| self.values.update(|values| values.set("grund", event_target_value(&event)))/>
            </label>
        })
    }
}

/// Of the marks of the post itself the Leerstelle tells of a person: that the holder is on leave, and until when.
fn is_sensitive(name: &str) -> Option<&'static str> {
    name.starts_with("leerstelle").then_some("")
}

/// Why inputs make no change, in words; tracks the language.
pub fn in_words(i18n: I18n, why: &Unreadable) -> String {
    match why {
        Unreadable::Field(name) => t_string!(i18n, staffing.unreadable, field = label(i18n, name)),
        Unreadable::FilledAndRecruiting => t_string!(i18n, staffing.filled_and_recruiting).to_owned(),
    }
}

/// The label of an input; tracks the language.
pub fn label(i18n: I18n, name: &str) -> String {
    let numbered = |word: &str, place: &str| {
        let number = place.parse::<usize>().unwrap_or_default() + 2;
        t_string!(i18n, staffing.holder_field, number, word)
    };
    let of_holder = match name.split_once('-') {
        Some(("anteil", place)) => Some((t_string!(i18n, staffing.field_part), place)),
        Some(("seit", place)) => Some((t_string!(i18n, staffing.field_since), place)),
        Some(("bis", place)) => Some((t_string!(i18n, staffing.field_contract), place)),
        Some(("ausscheiden", place)) => Some((t_string!(i18n, staffing.field_last_day), place)),
        _ => None,
    };
    if let Some((word, place)) = of_holder {
        return numbered(word, place);
    }
    let word = match name {
        "unit" => t_string!(i18n, staffing.column_unit),
        "title" => t_string!(i18n, staffing.field_title),
        "grade" => t_string!(i18n, staffing.field_grade),
        "fte" => t_string!(i18n, staffing.field_fte),
        "casework" => t_string!(i18n, staffing.field_casework),
        "ab" => t_string!(i18n, staffing.from_day),
        "grund" => t_string!(i18n, staffing.column_reason),
        "name" => t_string!(i18n, staffing.unit_name),
        "art" => t_string!(i18n, staffing.unit_kind),
        "ueber" => t_string!(i18n, staffing.unit_above),
        "teilhaushalt" => t_string!(i18n, staffing.unit_budget),
        "mindestens" => t_string!(i18n, staffing.unit_minimum),
        "bemerkung" => t_string!(i18n, staffing.unit_note),
        "besetzt" => t_string!(i18n, staffing.field_filled),
        "besetzt-ab" => t_string!(i18n, staffing.field_filled_from),
        "kw" => t_string!(i18n, staffing.field_kw),
        "kw-art" => t_string!(i18n, staffing.field_kw_on),
        "kw-ereignis" => t_string!(i18n, staffing.field_kw_event),
        "ku" => t_string!(i18n, staffing.field_ku),
        "ku-ab" => t_string!(i18n, staffing.field_ku_on),
        "sperre" => t_string!(i18n, staffing.field_block),
        "leerstelle" => t_string!(i18n, staffing.field_leave),
        "leerstelle-bis" => t_string!(i18n, staffing.field_leave_until),
        "befristet" => t_string!(i18n, staffing.field_contract),
        "ausscheiden" => t_string!(i18n, staffing.field_departure),
        "stufe-ab" => t_string!(i18n, staffing.field_stage_from),
        "stufe" => t_string!(i18n, staffing.field_stage),
        "recruiting" => t_string!(i18n, staffing.field_recruiting),
        "vertretung" => t_string!(i18n, staffing.field_deputies),
        "bewertet" => t_string!(i18n, staffing.field_evaluated),
        "bewertung" => t_string!(i18n, staffing.field_evaluation),
        "drittmittel" => t_string!(i18n, staffing.field_funding),
        "drittmittel-bis" => t_string!(i18n, staffing.field_funding_until),
        "drittmittel-von" => t_string!(i18n, staffing.field_funding_source),
        _ => t_string!(i18n, staffing.qualifications),
    };
    word.to_owned()
}
