//! When a press on a post becomes a drag: far enough with a mouse, long enough and still with a finger or pen.
//!
//! Free of the browser; times in milliseconds, places in CSS pixels.

/// Distance at which a mouse lifts the post.
const MOUSE_DISTANCE: f64 = 5.0;
/// How long a finger or pen must rest.
pub const HOLD_MILLISECONDS: u64 = 250;
/// How far a resting finger may stray.
pub const HOLD_TOLERANCE: f64 = 5.0;

/// What the press was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse or touchpad.
    Mouse,
    /// A finger or a pen.
    Touch,
}

/// How far the gesture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Pressed,
    Lifted,
    Over,
}

/// What the page has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    None,
    /// Show the post as lifted.
    Lift,
    /// The lifted post is somewhere else.
    Move,
    /// Let the post go where it is.
    Drop,
    /// Put everything back.
    Cancel,
}

/// One press from beginning to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gesture {
    /// Identifies the pointer; others are ignored.
    pub pointer_id: i32,
    /// What it was made with.
    pub pointer: Pointer,
    start: (f64, f64),
    phase: Phase,
}

impl Gesture {
    /// A press at a place.
    #[must_use]
    pub fn pressed(pointer_id: i32, pointer: Pointer, at: (f64, f64)) -> Self {
        Self { pointer_id, pointer, start: at, phase: Phase::Pressed }
    }

    /// The pointer is somewhere else.
    pub fn moved(&mut self, to: (f64, f64)) -> Step {
        let distance = (to.0 - self.start.0).hypot(to.1 - self.start.1);
        match (self.phase, self.pointer) {
            (Phase::Lifted, _) => Step::Move,
            (Phase::Pressed, Pointer::Mouse) if distance >= MOUSE_DISTANCE => {
                self.phase = Phase::Lifted;
                Step::Lift
            }
            // The finger swipes: the page scrolls, the post stays.
            (Phase::Pressed, Pointer::Touch) if distance > HOLD_TOLERANCE => {
                self.phase = Phase::Over;
                Step::None
            }
            _ => Step::None,
        }
    }

    /// The time of holding still is over.
    pub fn held(&mut self) -> Step {
        if self.phase == Phase::Pressed && self.pointer == Pointer::Touch {
            self.phase = Phase::Lifted;
            Step::Lift
        } else {
            Step::None
        }
    }

    /// The pointer was let go.
    pub fn released(&mut self) -> Step {
        let lifted = self.phase == Phase::Lifted;
        self.phase = Phase::Over;
        if lifted { Step::Drop } else { Step::None }
    }

    /// Escape, or the browser took the pointer away.
    pub fn cancelled(&mut self) -> Step {
        let lifted = self.phase == Phase::Lifted;
        self.phase = Phase::Over;
        if lifted { Step::Cancel } else { Step::None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mouse_lifts_after_five_pixels() {
        let mut gesture = Gesture::pressed(1, Pointer::Mouse, (10.0, 10.0));
        assert_eq!(gesture.moved((13.0, 13.0)), Step::None);
        assert_eq!(gesture.held(), Step::None);
        assert_eq!(gesture.moved((13.0, 14.0)), Step::Lift);
        assert_eq!(gesture.moved((99.0, 14.0)), Step::Move);
        assert_eq!(gesture.released(), Step::Drop);
        assert_eq!(gesture.released(), Step::None);
    }

    #[test]
    fn a_click_lifts_nothing() {
        let mut gesture = Gesture::pressed(1, Pointer::Mouse, (10.0, 10.0));
        assert_eq!(gesture.released(), Step::None);
    }

    #[test]
    fn a_swipe_scrolls_and_a_resting_finger_lifts() {
        let mut swipe = Gesture::pressed(1, Pointer::Touch, (10.0, 10.0));
        assert_eq!(swipe.moved((10.0, 30.0)), Step::None);
        assert_eq!(swipe.held(), Step::None);
        assert_eq!(swipe.released(), Step::None);

        let mut hold = Gesture::pressed(1, Pointer::Touch, (10.0, 10.0));
        assert_eq!(hold.moved((12.0, 12.0)), Step::None);
        assert_eq!(hold.held(), Step::Lift);
        assert_eq!(hold.moved((100.0, 12.0)), Step::Move);
        assert_eq!(hold.cancelled(), Step::Cancel);
        assert_eq!(hold.released(), Step::None);
    }
}
