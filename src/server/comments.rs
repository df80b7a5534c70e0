//! Use cases of comments: list, write, settle, withdraw.

use super::{Context, Failure, scenarios};
use crate::api::{About, AddComment, Comment, ScenarioId, SettleThread, Settled, WithdrawComment};
use crate::permission::DecideScenario;
use crate::plan::{CaseTypeId, PostId, UnitId};
use crate::store::{Said, StoredComment};

/// The comments on a scenario.
///
/// # Errors
/// [`crate::api::ApiError::NotFound`] when there is no such scenario.
pub async fn list(context: &Context, asked: Option<ScenarioId>) -> Result<Vec<Comment>, Failure> {
    let scenario = scenarios::asked_or_working(context, asked).await?;
    let stored = context.store.comments(&context.viewer(scenario)?).await?;
    stored.into_iter().map(|stored| comment(context, stored)).collect()
}

/// Writes a comment.
///
/// # Errors
/// [`crate::api::ApiError::NotFound`] when there is no such scenario or thread.
pub async fn add(context: &Context, command: AddComment) -> Result<Comment, Failure> {
    let AddComment { scenario, comment: id, about, thread, text } = command;
    let (kind, of) = words(&about);
    let said = Said { id, thread, about: (kind, &of), content: &text };
    comment(context, context.store.add_comment(&context.commenter(scenario)?, said).await?)
}

/// Marks a thread as settled, or as open again.
///
/// # Errors
/// [`crate::api::ApiError::NotFound`] when there is no such scenario or thread.
pub async fn settle(context: &Context, command: SettleThread) -> Result<Comment, Failure> {
    let SettleThread { scenario, thread, settled } = command;
    comment(context, context.store.settle_thread(&context.commenter(scenario)?, thread, settled).await?)
}

/// Takes the text of a comment away.
///
/// # Errors
/// [`crate::api::ApiError::Forbidden`] for what another one wrote, [`crate::api::ApiError::NotFound`].
pub async fn withdraw(context: &Context, command: WithdrawComment) -> Result<Comment, Failure> {
    let WithdrawComment { scenario, comment: id } = command;
    comment(context, context.store.withdraw_comment(&context.commenter(scenario)?, id).await?)
}

/// How the database names what a comment is about.
fn words(about: &About) -> (&'static str, String) {
    match about {
        About::Scenario => ("scenario", String::new()),
        About::Post(id) => ("post", id.to_string()),
        About::Unit(id) => ("unit", id.to_string()),
        About::CaseType(id) => ("case_type", id.to_string()),
        About::Step(id) => ("step", id.to_string()),
    }
}

fn about(kind: &str, id: &str) -> Option<About> {
    match kind {
        "scenario" => Some(About::Scenario),
        "post" => PostId::parse(id).ok().map(About::Post),
        "unit" => UnitId::parse(id).ok().map(About::Unit),
        "case_type" => CaseTypeId::parse(id).ok().map(About::CaseType),
        "step" => id.parse().ok().map(About::Step),
        _ => None,
    }
}

fn comment(context: &Context, stored: StoredComment) -> Result<Comment, Failure> {
    let StoredComment { id, thread, about: (kind, of), content, created_by, role, recorded_at, .. } = stored;
    let about = about(&kind, &of)
        .ok_or_else(|| Failure::Fault(format!("the comment {id} is about {kind} {of}").into()))?;
    let is_own = context.actor().name == created_by || context.permit::<DecideScenario>().is_ok();
    Ok(Comment {
        id,
        thread,
        about,
        text: content,
        by: created_by,
        role,
        at: recorded_at,
        settled: stored.resolved.map(|(by, at)| Settled { by, at }),
        withdrawn: stored.withdrawn,
        may_withdraw: is_own && !stored.withdrawn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spoken_of_has_one_name() {
        let all = [
            About::Scenario,
            About::Post(PostId::parse("AA-05").unwrap()),
            About::Unit(UnitId::parse("asyl").unwrap()),
            About::CaseType(CaseTypeId::parse("visum").unwrap()),
            About::Step(uuid::Uuid::from_u128(9)),
        ];
        for one in all {
            let (kind, id) = words(&one);
            assert_eq!(about(kind, &id), Some(one));
        }
        assert_eq!(about("person", "x"), None);
        assert_eq!(about("step", "x"), None);
    }
}
