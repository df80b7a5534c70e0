//! The inputs of a post: each with its label, by name.

use super::entry::{Unreadable, Values};
use super::works_on::WORKS_ON;
use crate::ui::browser::document;
use crate::ui::components::on_language;
use crate::ui::dynamic::{Held, Kept, live, part, text};
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
    prefix: &'static str,
    /// Why they made no change when they were sent last.
    wrong: Held<Option<Unreadable>>,
}

impl Inputs {
    /// Inputs of a form.
    pub fn new(i18n: I18n, values: Values, prefix: &'static str) -> Self {
        let values = Held::new(values);
        on_language(i18n, move |_, to| values.update(|values| values.speak(to)));
        Self { i18n, values, prefix, wrong: Held::new(None) }
    }

    /// Other values, of which nothing is wrong so far.
    pub fn fill(self, values: Values) {
        self.values.set(values);
        self.wrong.set(None);
    }

    /// What the inputs ask for, or why they ask for nothing, in words that then stand at the input, too.
    pub fn asked<T>(self, asked: Result<T, Unreadable>) -> Result<T, String> {
        let wrong = asked.as_ref().err().cloned();
        if let Some(wrong) = &wrong {
            document::focus(&format!("#{}-{}", self.prefix, wrong.input()));
        }
        self.wrong.set(wrong);
        asked.map_err(|why| untrack(|| in_words(self.i18n, &why)))
    }

    /// An input with its label.
    pub fn input(self, name: impl Into<String>, kind: &'static str) -> AnyView {
        let name = name.into();
        let (id, of_label) = (format!("{}-{name}", self.prefix), name.clone());
        let of_input = id.clone();
        let (shown, typed) = (name.clone(), name.clone());
        let sensitive = is_sensitive(&name);
        let wrong = self.is_wrong(name);
        part(view! {
            <div class="staffing-entry" data-sensitive=sensitive>
                <label for=of_input>{text(move || label(self.i18n, &of_label))}</label>
                <input id=id class="input" type=kind autocomplete="off" prop:value=move || self.values.with(|values| values.get(&shown))
                    aria-invalid=move || wrong.get().to_string() aria-describedby=move || self.told(wrong)
                    on:input=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))/>
                {self.problem(wrong)}
            </div>
        })
    }

    /// A list of words with its label.
    pub fn choose(self, name: String, title: AnyView, words: Vec<(String, AnyView)>) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let of_input = id.clone();
        let sensitive = is_sensitive(&name);
        let typed = name.clone();
        let wrong = self.is_wrong(name.clone());
        let option = move |(word, shown): (String, AnyView)| {
            let (name, value) = (name.clone(), word.clone());
            part(view! {
                <option value=word prop:selected=move || self.values.with(|values| values.get(&name) == value)>{shown}</option>
            })
        };
        let options: Vec<AnyView> = words.into_iter().map(option).collect();
        part(view! {
            <div class="staffing-entry" data-sensitive=sensitive>
                <label for=of_input>{title}</label>
                <select id=id class="select"
                    aria-invalid=move || wrong.get().to_string() aria-describedby=move || self.told(wrong)
                    on:change=move |event| self.values.update(|values| values.set(&typed, event_target_value(&event)))>
                    {options}
                </select>
                {self.problem(wrong)}
            </div>
        })
    }

    /// Whether an input is the one that is wrong.
    fn is_wrong(self, name: String) -> Kept<bool> {
        Kept::new(move || self.wrong.with(|wrong| wrong.as_ref().is_some_and(|wrong| wrong.input() == name)))
    }

    /// The identifier of what is told of the wrong input, at that input alone; tracks.
    fn told(self, wrong: Kept<bool>) -> Option<String> {
        wrong.get().then(|| format!("{}-fehler", self.prefix))
    }

    /// What is wrong, below its input.
    fn problem(self, wrong: Kept<bool>) -> AnyView {
        live(move || {
            let id = self.told(wrong)?;
            let words = self.wrong.with(|wrong| wrong.as_ref().map(|wrong| in_words(self.i18n, wrong)));
            Some(part(view! { <p class="assumption-problem" id=id>{words}</p> }))
        })
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
fn in_words(i18n: I18n, why: &Unreadable) -> String {
    match why {
        Unreadable::Field(name) => t_string!(i18n, staffing.unreadable, field = label(i18n, name)),
        Unreadable::Twice(name) => t_string!(i18n, staffing.unit_twice, field = label(i18n, name)),
        Unreadable::NothingChosen => t_string!(i18n, staffing.nothing_chosen).to_owned(),
        Unreadable::FilledAndRecruiting => t_string!(i18n, staffing.filled_and_recruiting).to_owned(),
    }
}

/// The label of an input of several lines, with the number of its line; tracks the language.
fn numbered(i18n: I18n, name: &str) -> Option<String> {
    let (name, place) = name.split_once('-')?;
    let place = place.parse::<usize>().ok()?;
    // Before the further holders comes the one who has inputs of its own.
    let of_holder = |word| t_string!(i18n, staffing.holder_field, number = place + 2, word);
    Some(match name {
        "unit" => t_string!(i18n, staffing.share_unit, number = place + 1),
        "fte" => t_string!(i18n, staffing.share_fte, number = place + 1),
        "anteil" => of_holder(t_string!(i18n, staffing.field_part)),
        "seit" => of_holder(t_string!(i18n, staffing.field_since)),
        "bis" => of_holder(t_string!(i18n, staffing.field_contract)),
        "ausscheiden" => of_holder(t_string!(i18n, staffing.field_last_day)),
        _ => return None,
    })
}

/// The label of an input; tracks the language.
pub fn label(i18n: I18n, name: &str) -> String {
    if let Some(label) = numbered(i18n, name) {
        return label;
    }
    let word = match name {
        "unit" => t_string!(i18n, staffing.column_unit),
        "title" => t_string!(i18n, staffing.field_title),
        "grade" => t_string!(i18n, staffing.field_grade),
        "fte" => t_string!(i18n, staffing.field_fte),
        WORKS_ON => t_string!(i18n, staffing.works_on),
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
