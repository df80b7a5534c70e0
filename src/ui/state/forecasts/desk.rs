//! The way to the engine's side of the page: a part of the module of its own, loaded with the first question.
//!
//! Questions that come while it is on its way wait in their order.

use super::engine;
use super::{Forecasts, Question, Study};
use std::cell::RefCell;

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub ask: fn(Forecasts, Option<Question>),
    pub try_out: fn(Forecasts, Option<Question>),
    pub prepare: fn(Forecasts, Question, u32),
    pub study: fn(Forecasts, Option<Study>),
    pub aim: fn(Forecasts),
    pub stop: fn(),
    pub go_on: fn(Forecasts),
}

#[leptos::wasm_split::wasm_split(forecasting, fallible, wasm_split_path = ::leptos::wasm_split)]
fn desk() -> Result<Desk, leptos::wasm_split::SplitLoaderError> {
    Ok(Desk {
        ask: engine::ask,
        try_out: engine::try_out,
        prepare: engine::prepare,
        study: engine::study,
        aim: engine::aim,
        stop: engine::stop,
        go_on: engine::go_on,
    })
}

enum State {
    Absent,
    Coming(Vec<Box<dyn FnOnce(Desk)>>),
    There(Desk),
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::Absent) };
}

/// Does something with the part: at once where it is there, else when it has come.
pub(super) fn with(work: impl FnOnce(Desk) + 'static) {
    let there = STATE.with_borrow_mut(|state| match state {
        State::There(desk) => Some((*desk, Box::new(work) as Box<dyn FnOnce(Desk)>)),
        State::Coming(waiting) => {
            waiting.push(Box::new(work));
            None
        }
        State::Absent => {
            *state = State::Coming(vec![Box::new(work)]);
            leptos::task::spawn_local(load());
            None
        }
    });
    // Not while the state is borrowed: the work may ask for more.
    if let Some((desk, work)) = there {
        work(desk);
    }
}

async fn load() {
    // Cut off from the server: the next question tries again.
    let Ok(desk) = desk().await else {
        STATE.set(State::Absent);
        return;
    };
    let waiting = STATE.with_borrow_mut(|state| std::mem::replace(state, State::There(desk)));
    if let State::Coming(waiting) = waiting {
        for work in waiting {
            work(desk);
        }
    }
}
