//! Axes: from values to places, with ticks at round figures.

/// A linear axis from values to places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// An axis that puts `from` at place `start` and `to` at place `end`; an empty range is widened by one.
    #[must_use]
    pub fn new(from: f64, to: f64, start: f64, end: f64) -> Self {
        let to = if to > from { to } else { from + 1.0 };
        Self { from, to, start, end }
    }

    /// The place of a value.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }
}

/// Round figures (1, 2 or 5 times a power of ten apart) from 0 to at least `largest`, about `wanted` of them.
#[must_use]
pub fn ticks_from_zero(largest: f64, wanted: u32) -> Vec<f64> {
    let largest = if largest.is_finite() && largest > 0.0 { largest } else { 1.0 };
    let rough = largest / f64::from(wanted.max(1));
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0);
    let mut ticks = vec![0.0];
    let mut index = 0.0;
    while ticks.last().is_some_and(|last| *last < largest) {
        index += 1.0;
        ticks.push(index * step);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_largest_value() {
        assert_eq!(ticks_from_zero(1240.0, 5), [0.0, 500.0, 1000.0, 1500.0]);
        assert_eq!(ticks_from_zero(0.9, 3), [0.0, 0.5, 1.0]);
        assert_eq!(ticks_from_zero(100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks_from_zero(0.0, 4).len(), 3);
        assert_eq!(ticks_from_zero(f64::NAN, 4).first(), Some(&0.0));
    }

    #[test]
    fn an_axis_may_run_downwards() {
        let scale = Scale::new(0.0, 10.0, 100.0, 0.0);
        assert!((scale.place(2.5) - 75.0).abs() < 1e-12);
        assert!(Scale::new(3.0, 3.0, 0.0, 1.0).place(3.0).is_finite());
    }
}
