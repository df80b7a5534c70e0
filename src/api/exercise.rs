//! The guided exercise.

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// A step of the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExerciseTask {
    /// What it is about.
    pub title: String,
    /// What to do.
    pub text: String,
    /// The page to look at.
    pub address: String,
    /// What that page is called.
    pub link: String,
    /// What is asked.
    pub question: String,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// Which of them is right, counted from 0.
    pub right: usize,
    /// Why.
    pub reason: String,
}

/// The exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exercise {
    /// Its steps.
    pub tasks: Vec<ExerciseTask>,
    /// Whether something is being computed that a step needs.
    pub pending: bool,
    /// Whether the pages show other figures than those of the exercise.
    pub own_figures: bool,
}

/// The steps, on the built-in figures.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(name = ExerciseCall, endpoint = "dashboards/exercise", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_exercise(
    /// Whether the words are English.
    english: bool,
) -> Result<Exercise, ApiError> {
    server::handle(async |context| server::dashboards::exercise(&context, english).await).await
}
