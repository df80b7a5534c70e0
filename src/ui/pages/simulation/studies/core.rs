//! What the questions compute with, behind pointers: a part of the module of its own, loaded when it is first needed.

use crate::forecasting::{ForecastView, Inputs, ResultFile};
use crate::format::Language;
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{
    Lever, LeverRuns, Search, SolverError, Summariser, Target, Tornado, UnitOutcome, levers,
};
use chrono::NaiveDate;

type Start = fn(&Plan, &[Change], Target, NaiveDate) -> Result<Search, SolverError>;

/// The functions of the core that the page calls.
#[derive(Debug, Clone, Copy)]
pub struct Core {
    /// The assumptions that can be varied.
    pub levers: fn(&Plan, &[Change], &UnitId) -> Vec<Lever>,
    /// The assumptions by influence.
    pub tornado: fn(&[Option<f64>], &[LeverRuns], &mut Summariser) -> Tornado,
    /// An assumption in words.
    pub name: fn(&Lever, &Plan, Language) -> String,
    /// A value of it with its unit.
    pub figure: fn(&Lever, f64, Language) -> String,
    /// Why it is varied so far.
    pub reason: fn(&Lever, Language) -> String,
    /// A search for additional posts.
    pub posts: Start,
    /// A search for posts to move.
    pub moves: Start,
    /// Why a search makes no sense.
    pub refusal: fn(&SolverError, Language) -> String,
    /// Tells a search what it asked.
    pub answer: fn(&mut Search, usize, Vec<Vec<UnitOutcome>>),
    /// The file of a result.
    pub result: fn(Inputs, &ForecastView) -> ResultFile,
    /// The text of that file.
    pub text: fn(&ResultFile) -> String,
    /// What a search ended with.
    pub sentence: fn(&Search, &Plan, Language) -> Option<String>,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(studies, wasm_split_path = ::leptos::wasm_split)
)]
pub fn core() -> Core {
    Core {
        levers,
        tornado: Tornado::of,
        name: Lever::name,
        figure: Lever::figure,
        reason: Lever::reason,
        posts: Search::posts,
        moves: Search::moves,
        refusal: SolverError::sentence,
        answer: Search::answer,
        result: ResultFile::of_view,
        text: ResultFile::to_json,
        sentence: Search::sentence,
    }
}
