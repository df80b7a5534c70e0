//! The changes that make a plan agree with a table of posts.

use super::{Listed, ListedPost};
use crate::format::{Language, date, number};
use crate::plan::read::form;
use crate::plan::{
    Action, Change, Holder, Organisation, Plan, Post, PostId, PostPatch, PostShare, same_grade,
};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeSet;

/// What happens to one post.
#[derive(Debug, Clone, PartialEq)]
pub struct PostChange {
    /// Which post.
    pub post: PostId,
    /// What differs now, in German; empty for a new one.
    pub before: String,
    /// What will be; empty for one that vanishes.
    pub after: String,
    /// Whether it is one that the table does not have.
    pub vanished: bool,
    /// The changes that it is made of.
    pub changes: Vec<Change>,
}

/// A table against a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PostsDifference {
    /// New, changed and vanished posts, in the order of the table, then of the plan.
    pub posts: Vec<PostChange>,
    /// Posts that agree.
    pub unchanged: usize,
}

impl PostsDifference {
    /// How many are new, changed and vanished.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let vanished = self.posts.iter().filter(|one| one.vanished).count();
        let added = self.posts.iter().filter(|one| one.before.is_empty()).count();
        (added, self.posts.len() - added - vanished, vanished)
    }
}

/// Compares a table with the posts of a day. Each post's changes count from that day on.
#[must_use]
pub fn post_differences(
    organisation: &Organisation,
    day: NaiveDate,
    listed: &[ListedPost],
) -> PostsDifference {
    let plan = &organisation.plan;
    let mut found = PostsDifference::default();
    let mut there: BTreeSet<&PostId> = BTreeSet::new();
    for one in listed {
        there.insert(&one.id);
        match plan.posts.iter().find(|post| post.id == one.id) {
            None => found.posts.extend(added(plan, one, day)),
            Some(post) => match changed(plan, post, one, day) {
                Some(change) => found.posts.push(change),
                None => found.unchanged += 1,
            },
        }
    }
    for post in plan.posts.iter().filter(|post| !there.contains(&post.id)) {
        found.posts.push(PostChange {
            post: post.id.clone(),
            before: words(plan, &post.title, &post.grade, &post.shares),
            after: String::new(),
            vanished: true,
            changes: vec![Change { effective: day, action: Action::RemovePost { post: post.id.clone() } }],
        });
    }
    found
}

fn words(plan: &Plan, title: &str, grade: &str, shares: &[PostShare]) -> String {
    let parts: Vec<&str> = [title, grade].into_iter().filter(|text| !text.is_empty()).collect();
    format!("{}, {}", parts.join(", "), shares_in_words(plan, shares))
}

fn shares_in_words(plan: &Plan, shares: &[PostShare]) -> String {
    let one = |share: &PostShare| {
        let unit = plan.unit_name(&share.unit);
        format!("{unit} {} VZÄ", number(share.fte.as_f64(), 3, Language::German))
    };
    shares.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A new post, as the reader of plans makes it: what the table does not say has the value that a plan file would give it.
fn added(plan: &Plan, one: &ListedPost, day: NaiveDate) -> Option<PostChange> {
    let title = one.title.clone().unwrap_or_else(|| "Sachbearbeitung".to_owned());
    let shares: Vec<_> = one
        .shares
        .iter()
        .map(|share| json!({"unit": share.unit.as_str(), "fte": share.fte.as_f64()}))
        .collect();
    let mut fields = json!({
        "id": one.id.as_str(),
        "title": title,
        "grade": one.grade.clone().unwrap_or_default(),
        "provenance": "assumption",
        "note": one.note.clone().unwrap_or_else(|| "Aus einer Tabelle übernommen.".to_owned()),
    });
    let object = fields.as_object_mut()?;
    match one.shares.as_slice() {
        [share] => {
            object.insert("unit".to_owned(), json!(share.unit.as_str()));
            object.insert("fte".to_owned(), json!(share.fte.as_f64()));
        }
        _ => drop(object.insert("shares".to_owned(), json!(shares))),
    }
    match one.occupancy {
        Some(Listed::Filled(since)) => {
            object.insert("holder".to_owned(), json!({"since": since.unwrap_or(day).to_string()}));
        }
        Some(Listed::Recruiting(Some(until))) => {
            object.insert("recruiting_until".to_owned(), json!(until.to_string()));
        }
        _ => {}
    }
    if let Some(Some(kw)) = one.kw {
        object.insert("kw".to_owned(), json!(kw.to_string()));
    }
    if one.task_force == Some(true) {
        object.insert("task_force".to_owned(), json!(true));
    }
    let post: Post = form(fields.to_string().as_bytes()).ok()?;
    let after = words(plan, &post.title, &post.grade, &post.shares);
    let changes = vec![Change { effective: day, action: Action::AddPost(post) }];
    Some(PostChange { post: one.id.clone(), before: String::new(), after, vanished: false, changes })
}

/// What differs, as a move and a patch.
fn changed(plan: &Plan, post: &Post, one: &ListedPost, day: NaiveDate) -> Option<PostChange> {
    let mut patch = PostPatch::new(post.id.clone());
    let (mut before, mut after, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    let mut tell = |old: String, new: String| {
        before.push(old);
        after.push(new);
    };
    if post.shares != one.shares {
        tell(shares_in_words(plan, &post.shares), shares_in_words(plan, &one.shares));
        match (post.shares.as_slice(), one.shares.as_slice()) {
            ([old], [new]) => {
                if old.unit != new.unit {
                    let action =
                        Action::MovePost { post: post.id.clone(), to: new.unit.clone(), before: None };
                    changes.push(Change { effective: day, action });
                }
                patch.fte = (old.fte != new.fte).then_some(new.fte);
            }
            _ => patch.shares = Some(one.shares.clone()),
        }
    }
    if let Some(title) = one.title.as_ref().filter(|title| **title != post.title) {
        tell(post.title.clone(), title.clone());
        patch.title = Some(title.clone());
    }
    if let Some(grade) = one.grade.as_ref().filter(|grade| !same_grade(grade, &post.grade)) {
        tell(post.grade.clone(), grade.clone());
        patch.grade = Some(grade.clone());
    }
    if let Some(kw) = one.kw.filter(|kw| *kw != post.kw) {
        let words = |kw: Option<NaiveDate>| {
            kw.map_or("ohne kw".to_owned(), |kw| format!("kw {}", date(kw, Language::German)))
        };
        tell(words(post.kw), words(kw));
        patch.kw = Some(kw);
    }
    let filled = post.holder.as_ref().map(|holder| holder.since);
    match one.occupancy {
        Some(Listed::Filled(since))
            if filled.is_none() || since.is_some_and(|since| Some(since) != filled) =>
        {
            let since = since.unwrap_or(day);
            tell(occupied(filled), occupied(Some(since)));
            patch.holder = Some(Some(Holder { since }));
        }
        Some(Listed::Vacant) if filled.is_some() || post.recruiting_until.is_some() => {
            tell(occupied(filled), occupied(None));
            patch.holder = filled.is_some().then_some(None);
            patch.recruiting_until = post.recruiting_until.is_some().then_some(None);
        }
        Some(Listed::Recruiting(Some(until)))
            if post.recruiting_until != Some(until) && filled != Some(until) =>
        {
            tell(occupied(filled), format!("im Besetzungsverfahren bis {}", date(until, Language::German)));
            patch.holder = filled.is_some().then_some(None);
            patch.recruiting_until = Some(Some(until));
        }
        _ => {}
    }
    if patch != PostPatch::new(post.id.clone()) {
        changes.push(Change { effective: day, action: Action::SetPost(patch) });
    }
    (!changes.is_empty()).then(|| PostChange {
        post: post.id.clone(),
        before: before.join("; "),
        after: after.join("; "),
        vanished: false,
        changes,
    })
}

fn occupied(since: Option<NaiveDate>) -> String {
    since.map_or("vakant".to_owned(), |since| format!("besetzt seit {}", date(since, Language::German)))
}
