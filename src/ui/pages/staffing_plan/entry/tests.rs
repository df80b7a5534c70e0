//! What the inputs of a post ask for, in both languages.

use super::*;
use crate::plan::{Action, Change, PostShare, UnitId, builtin};

fn post() -> Post {
    builtin().unwrap().posts.into_iter().find(|post| post.id.as_str() == "AA-05").unwrap()
}

#[test]
fn inputs_that_say_what_is_ask_for_nothing() {
    let mut post = post();
    for language in [Language::German, Language::English] {
        assert_eq!(Values::of(&post, language).patch(&post, &[]), Ok(None));
    }
    let plan = builtin().unwrap();
    let id = plan.case_types[0].id.clone();
    let terms = Terms {
        kw_on: Some(KwEvent::Event("Ende".to_owned())),
        ku: Some(Conversion { grade: "E 8".to_owned(), on: None }),
        leave: Some(Leave { until: None }),
        holders: vec![PartHolder {
            fte: Fte::from_thousandths(333),
            since: "2023-01-01".parse().unwrap(),
            until: None,
            departure: Some("2027-06-30".parse().unwrap()),
        }],
        qualifications: [(id.clone(), Qualification::Decide)].into(),
        funding: Some(Funding { share: Share::parse(0.5).unwrap(), until: None, source: "Land".to_owned() }),
        ..Terms::default()
    };
    post.terms = terms.noted();
    assert_eq!(Values::of(&post, Language::German).patch(&post, &[id]), Ok(None));
}

#[test]
fn what_is_typed_becomes_one_change_and_what_cannot_be_read_is_named() {
    let post = post();
    let mut values = Values::of(&post, Language::German);
    for (name, value) in [
        ("kw-art", "vakanz"),
        ("ku", "E 8"),
        ("sperre", "Rat"),
        ("befristet", "2024-12-31"),
        ("anteil-0", "0,25"),
        ("seit-0", "2023-05-01"),
        ("vertretung", "AA-06; AA-07"),
        ("drittmittel", "50"),
        ("drittmittel-von", "Land"),
    ] {
        values.set(name, value.to_owned());
    }
    let patch = values.patch(&post, &[]).unwrap().unwrap();
    assert_eq!((&patch.grade, &patch.fte, &patch.kw), (&None, &None, &None));
    let terms = patch.terms.unwrap().unwrap();
    assert_eq!(terms.kw_on, Some(KwEvent::NextVacancy));
    assert_eq!((terms.holders.len(), terms.deputies.len()), (1, 2));
    assert!(!terms.may_be_filled());
    for (name, value) in [("anteil-0", "viel"), ("seit-0", ""), ("vertretung", "ä"), ("drittmittel", "500")]
    {
        let mut wrong = values.clone();
        wrong.set(name, value.to_owned());
        assert_eq!(wrong.patch(&post, &[]), Err(Unreadable::field(name)), "{name}");
    }
}

#[test]
fn a_number_is_read_in_the_language_of_the_form() {
    let share = |language, typed: &str| {
        let mut values = Values::new(language);
        values.set("fte", typed.to_owned());
        values.number("fte")
    };
    assert_eq!(share(Language::English, "1,000"), Ok(Some(1000.0)));
    assert_eq!(share(Language::English, "0.875"), Ok(Some(0.875)));
    assert_eq!(share(Language::German, "1.000"), Ok(Some(1000.0)));
    assert_eq!(share(Language::German, "1,000"), Ok(Some(1.0)));
    // Nobody has a thousand posts in one: it is refused, not taken for one.
    for (language, typed) in [(Language::English, "1,000"), (Language::German, "1.000")] {
        let mut values = Values::of(&post(), language);
        values.set("fte", typed.to_owned());
        assert_eq!(values.patch(&post(), &[]), Err(Unreadable::field("fte")));
    }
}

#[test]
fn numbers_stay_what_they_are_when_the_language_changes() {
    let mut values = Values::of(&post(), Language::German);
    let numbers = ["fte", "fte-1", "anteil-0", "drittmittel", "mindestens", "gesetz-faktor"];
    numbers.iter().for_each(|name| values.set(name, "1,125".to_owned()));
    values.set("gesetz-anlauf", "1.000".to_owned());
    values.set("title", "1,125".to_owned());
    values.speak(Language::English);
    for name in numbers {
        assert_eq!((values.get(name).as_str(), values.number(name)), ("1.125", Ok(Some(1.125))), "{name}");
    }
    assert_eq!(values.number("gesetz-anlauf"), Ok(Some(1000.0)));
    assert_eq!(values.get("title"), "1,125", "words are no numbers");
    // What cannot be read stays for whoever typed it.
    values.set("fte", "halb".to_owned());
    values.speak(Language::German);
    assert_eq!(values.get("fte"), "halb");
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn half(id: &str) -> PostShare {
    PostShare { unit: unit(id), fte: Fte::from_thousandths(500) }
}

fn typed(values: &Values, inputs: &[(&str, &str)]) -> Values {
    let mut values = values.clone();
    inputs.iter().for_each(|(name, value)| values.set(name, (*value).to_owned()));
    values
}

#[test]
fn a_split_post_with_its_own_case_types_is_shown_as_it_is() {
    let plan = builtin().unwrap();
    let shares = [half("integration"), PostShare { fte: Fte::from_thousandths(333), ..half("aufenthalt") }];
    let mut post = Post { shares: shares.to_vec(), ..post() };
    // In an order that is neither that of the plan nor that of the identifiers.
    post.case_types = [20, 3, 7].map(|place: usize| plan.case_types[place].id.clone()).to_vec();
    for language in [Language::German, Language::English] {
        let values = Values::of(&post, language);
        assert_eq!(values.patch(&post, &[]), Ok(None), "{language:?}");
        assert_eq!(values.whole(), Some(post.fte()));
    }
}

#[test]
fn lines_split_a_post_and_one_alone_makes_it_whole() {
    let mut post = post();
    let values = Values::of(&post, Language::German);
    let split = typed(&values, &[("fte", "0,5"), ("unit-2", "integration"), ("fte-2", "0,5")]);
    let patch = split.patch(&post, &[]).unwrap().unwrap();
    assert_eq!(patch.fte, None, "the parts say it");
    let shares = vec![half("aufenthalt"), half("integration")];
    assert_eq!(patch.shares.as_ref(), Some(&shares));
    let change = Change { effective: "2024-06-01".parse().unwrap(), action: Action::SetPost(patch) };
    assert!(builtin().unwrap().apply(&change).is_ok());
    assert_eq!(split.whole(), Some(Fte::ONE));
    // The one that is there has another extent, or stands elsewhere.
    let smaller = typed(&values, &[("fte", "0,75")]).patch(&post, &[]).unwrap().unwrap();
    assert_eq!((smaller.fte, smaller.shares), (Some(Fte::from_thousandths(750)), None));
    let moved = typed(&values, &[("unit", "integration")]).patch(&post, &[]).unwrap().unwrap();
    assert_eq!(moved.shares, Some(vec![PostShare { fte: Fte::ONE, ..half("integration") }]));
    // Back to one: a line is emptied, and the extent is what is left.
    post.shares = shares;
    let one = typed(&Values::of(&post, Language::German), &[("unit-1", ""), ("fte-1", " ")]);
    let patch = one.patch(&post, &[]).unwrap().unwrap();
    assert_eq!((patch.fte, patch.shares), (None, Some(vec![half("aufenthalt")])));
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let post = post();
    let values = Values::of(&post, Language::German);
    let field = |name: &str| Unreadable::field(name);
    for (inputs, why) in [
        (vec![("unit", ""), ("fte", "")], field("unit")),
        (vec![("unit-1", "integration")], field("fte-1")),
        (vec![("fte-1", "0,5")], field("unit-1")),
        (vec![("unit-1", "integration"), ("fte-1", "halb")], field("fte-1")),
        (vec![("unit-1", "aufenthalt"), ("fte-1", "0,5")], Unreadable::Twice("unit-1".to_owned())),
    ] {
        assert_eq!(typed(&values, &inputs).patch(&post, &[]), Err(why), "{inputs:?}");
    }
    assert_eq!(typed(&values, &[("fte-1", "halb")]).whole(), None);
}

#[test]
fn a_choice_of_case_types_is_a_change_and_none_is_no_choice() {
    let mut post = post();
    let ids = ["n01", "a02", "a01"].map(|id| CaseTypeId::parse(id).unwrap());
    let values = Values::of(&post, Language::German);
    let none = typed(&values, &[("arbeitet-an", "auswahl")]);
    assert_eq!(none.patch(&post, &[]), Err(Unreadable::NothingChosen));
    let chosen = typed(&none, &[("fall-n01", "ja"), ("fall-a02", "ja")]);
    let patch = chosen.patch(&post, &[]).unwrap().unwrap();
    assert_eq!(patch.case_types.as_deref(), Some([ids[1].clone(), ids[0].clone()].as_slice()));
    // What is there keeps its order, what is new comes behind it, and all of it goes at once.
    post.case_types = ids[..2].to_vec();
    let values = Values::of(&post, Language::German);
    let more = typed(&values, &[("fall-a01", "ja")]).patch(&post, &[]).unwrap().unwrap();
    assert_eq!(more.case_types.as_deref(), Some(ids.as_slice()));
    let usual = typed(&values, &[("arbeitet-an", "")]).patch(&post, &[]).unwrap().unwrap();
    assert_eq!(usual.case_types, Some(Vec::new()));
}

#[test]
fn title_and_holder_are_changed_and_a_filled_post_is_not_recruited_for() {
    let post = post();
    let mut values = Values::of(&post, Language::German);
    assert_eq!(values.get("besetzt"), "2018-10-01");
    values.set("title", "  Fachaufsicht ".to_owned());
    values.set("besetzt", String::new());
    let patch = values.patch(&post, &[]).unwrap().unwrap();
    assert_eq!((patch.title.as_deref(), patch.holder), (Some("Fachaufsicht"), Some(None)));
    values.set("besetzt", "2024-05-01".to_owned());
    let patch = values.patch(&post, &[]).unwrap().unwrap();
    assert_eq!(patch.holder, Some(Some(Holder { since: "2024-05-01".parse().unwrap() })));
    values.set("recruiting", "2024-06-01".to_owned());
    assert_eq!(values.patch(&post, &[]), Err(Unreadable::FilledAndRecruiting));
    values.set("title", " ".to_owned());
    assert_eq!(values.patch(&post, &[]), Err(Unreadable::field("title")));
}
