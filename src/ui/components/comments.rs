//! What was said about a scenario and what is in it: threads of plain text, answered, settled, withdrawn.
//!
//! One list of comments serves every place that shows some of them; where others write, it is read again.

mod thread;
mod writing;

use crate::api::{About, ApiError, Comment, ScenarioId, list_comments};
use crate::format::number;
use crate::permission::Role;
use crate::ui::dynamic::{Held, Row, part, rows, text};
use crate::ui::i18n::{I18n, t_string, use_i18n};
use crate::ui::state::{PlanInHand, ShelfOfToasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
pub use writing::Writing;

/// What the parts share; copies are the same.
#[derive(Clone, Copy)]
pub struct CommentDesk {
    i18n: I18n,
    plan: PlanInHand,
    shelf: ShelfOfToasts,
    /// What is known.
    comments: Held<Arc<Vec<Comment>>>,
    /// The thread that is being answered.
    answering: Held<Option<uuid::Uuid>>,
    /// Answers that are not sent yet, by thread: what others write draws a thread anew.
    answers: Held<Vec<(uuid::Uuid, String)>>,
}

impl CommentDesk {
    /// Of the plan in hand, with what is known so far; below `WithPlan`.
    #[must_use]
    pub fn new(known: Vec<Comment>) -> Self {
        Self {
            i18n: use_i18n(),
            plan: PlanInHand::expect(),
            shelf: ShelfOfToasts::expect(),
            comments: Held::new(Arc::new(known)),
            answering: Held::new(None),
            answers: Held::new(Vec::new()),
        }
    }

    /// Reads the comments anew. What cannot be read now is read with the next news; what is known stays, and so do the fields.
    pub fn read(self) {
        let scenario = self.scenario();
        spawn_local(async move {
            if let Ok(comments) = list_comments(Some(scenario)).await {
                self.comments.set(Arc::new(comments));
            }
        });
    }

    /// What was written to answer a thread and is not sent yet.
    fn answer_to(self, thread: Option<uuid::Uuid>) -> String {
        self.answers.with_untracked(|answers| {
            let kept = answers.iter().find(|(of, _)| Some(*of) == thread);
            kept.map(|(_, text)| text.clone()).unwrap_or_default()
        })
    }

    /// Keeps what is being written to answer a thread.
    fn keep_answer(self, thread: Option<uuid::Uuid>, text: String) {
        let Some(thread) = thread else { return };
        self.answers.update_untracked(|answers| {
            answers.retain(|(of, _)| *of != thread);
            answers.push((thread, text));
        });
    }

    fn scenario(self) -> ScenarioId {
        self.plan.scenario_untracked()
    }

    /// The server's answer: what it stored is shown at once, or the reason is said.
    fn take(self, answer: Result<Comment, ApiError>, done: &str) -> bool {
        match answer {
            Ok(comment) => {
                self.comments.update(|known| {
                    let mut all = known.to_vec();
                    match all.iter_mut().find(|other| other.id == comment.id) {
                        Some(other) => *other = comment,
                        None => all.push(comment),
                    }
                    *known = Arc::new(all);
                });
                self.shelf.show(Tone::Done, done.to_owned(), false);
                true
            }
            Err(error) => {
                self.shelf.show(Tone::Refused, error.to_string(), false);
                false
            }
        }
    }

    /// The threads about one thing, or all; tracks.
    fn threads(self, about: Option<&About>) -> Vec<Vec<Comment>> {
        self.comments.with(|comments| {
            let first = comments.iter().filter(|comment| comment.thread.is_none());
            let wanted = first.filter(|comment| about.is_none_or(|about| comment.about == *about));
            let thread = |first: &Comment| {
                let answers = comments.iter().filter(|comment| comment.thread == Some(first.id));
                std::iter::once(first).chain(answers).cloned().collect()
            };
            wanted.map(thread).collect()
        })
    }

    /// What a comment is about, in words; tracks.
    pub fn name(self, about: &About) -> String {
        let (i18n, plan) = (self.i18n, self.plan.changed_plan());
        match about {
            About::Scenario => t_string!(i18n, record.about_scenario).to_owned(),
            About::Post(id) => t_string!(i18n, record.about_post, id = id.to_string()),
            About::Unit(id) => {
                let name = plan.unit_name(id).to_owned();
                t_string!(i18n, record.about_unit, name)
            }
            About::CaseType(id) => {
                let name = plan.case_type(id).map_or(id.to_string(), |kind| kind.name.clone());
                t_string!(i18n, record.about_case_type, name)
            }
            About::Step(id) => {
                let steps = self.plan.confirmed_steps();
                match steps.iter().find(|step| step.id == *id) {
                    Some(step) => {
                        t_string!(i18n, record.about_step, step = self.plan.describe(&step.changes))
                    }
                    None => t_string!(i18n, record.about_old_step).to_owned(),
                }
            }
        }
    }
}

/// The threads about one thing, or about everything; needs its desk.
#[component]
pub fn Threads(
    /// What all of it belongs to.
    desk: CommentDesk,
    /// What it is about; none shows all, each with what it is about.
    about: Option<About>,
) -> impl IntoView {
    let with_names = about.is_none();
    let about = StoredValue::new(about);
    let threads = move || about.with_value(|about| desk.threads(about.as_ref()));
    let answer = move || {
        let threads = threads();
        let settled = threads.iter().filter(|thread| thread[0].settled.is_some()).count();
        sentence(desk.i18n, threads.len() - settled, settled)
    };
    let list = move || {
        let row = |comments: Vec<Comment>| {
            // A thread that was answered, settled or withdrawn is drawn anew.
            let state = comments.iter().map(|comment| if comment.withdrawn { 'w' } else { 'c' });
            let state: String = state.collect();
            let key = format!("{} {state} {}", comments[0].id, comments[0].settled.is_some());
            Row::new(key, move || thread::draw(desk, comments, with_names))
        };
        threads().into_iter().map(row).collect()
    };
    part(view! {
        <p data-testid="comments-answer">{text(answer)}</p>
        <ul class="comment-threads">{rows(list)}</ul>
    })
}

/// How many are open; tracks the language.
fn sentence(i18n: I18n, open: usize, settled: usize) -> String {
    if open + settled == 0 {
        return t_string!(i18n, record.no_comment).to_owned();
    }
    let count = |count: usize| number(count as f64, 0, i18n.language());
    t_string!(i18n, record.comments_open, open = count(open), settled = count(settled))
}

/// A role in words; tracks the language.
fn role_name(i18n: I18n, role: Role) -> &'static str {
    match role {
        Role::Staff => t_string!(i18n, record.role_staff),
        Role::TeamLead => t_string!(i18n, record.role_team_lead),
        Role::Manager => t_string!(i18n, record.role_manager),
        Role::StaffCouncil => t_string!(i18n, record.role_staff_council),
        Role::Administrator => t_string!(i18n, record.role_administrator),
    }
}
