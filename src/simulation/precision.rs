//! How many replications a wanted precision needs.

use super::forecast::Summary;

/// Replications that are always run: an interval of fewer says little about its own width, and whoever stops at the first narrow one would
/// stop where it came out too narrow.
const LEAST: u32 = 32;
/// Most growth in one step: the width is itself an estimate.
const GROWTH: u32 = 4;

/// A wanted precision within a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half width of the 95 % interval over the mean, above 0 (0.05: ± 5 %).
    pub relative: f64,
    /// Most replications.
    pub most: u32,
}

impl Precision {
    /// The number of replications to go on to, or none when all figures are precise enough or the budget is spent.
    ///
    /// The half width falls with the root of the number: n (h / wanted)² are needed, and a tenth more for safety.
    /// Continue with the numbers from `done` on; nothing that was computed is lost. Give paired differences to
    /// stop when the difference is known well.
    #[must_use]
    pub fn next(&self, done: u32, figures: &[Summary]) -> Option<u32> {
        if done >= self.most {
            return None;
        }
        if done < LEAST {
            return Some(LEAST.min(self.most));
        }
        let ratio = |figure: &Summary| {
            let wanted = self.relative * figure.mean.abs();
            if figure.half_width <= wanted { 0.0 } else { figure.half_width / wanted }
        };
        let worst = figures.iter().map(ratio).fold(0.0, f64::max);
        if worst <= 0.0 {
            return None;
        }
        // A mean of zero asks for endlessly many: the growth bounds the step, the budget the whole. The cast saturates.
        let needed = libm::ceil(f64::from(done) * worst * worst * 1.1) as u32;
        Some(needed.clamp(done + 1, done.saturating_mul(GROWTH)).min(self.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(mean: f64, half_width: f64) -> Summary {
        Summary { mean, half_width, ..Summary::default() }
    }

    #[test]
    fn goes_on_until_precise_or_spent() {
        let wanted = Precision { relative: 0.05, most: 1000 };
        assert_eq!(wanted.next(0, &[]), Some(32));
        assert_eq!(wanted.next(32, &[figure(100.0, 4.9), figure(0.0, 0.0)]), None);
        // Twice too wide: four times as many, and the growth bounds it.
        assert_eq!(wanted.next(50, &[figure(100.0, 10.0)]), Some(200));
        assert_eq!(wanted.next(50, &[figure(-100.0, 6.0), figure(1.0, 0.0)]), Some(80));
        assert_eq!(wanted.next(400, &[figure(0.0, 1.0)]), Some(1000));
        assert_eq!(wanted.next(1000, &[figure(0.0, 1.0)]), None);
        assert_eq!(Precision { relative: 0.05, most: 5 }.next(0, &[]), Some(5));
    }
}
