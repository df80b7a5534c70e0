//! Queues in their long run, by formula: Erlang C, its correction for scattered times, and Little's law.
//!
//! A formula knows one load for ever: no opening backlog, no leave, no priority, no end of a post. What it says stands beside the
//! simulation, which knows them, as a check of both.

/// Posts that serve one queue, first come first served; all times in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// Arrivals in a unit of time.
    pub arrivals: f64,
    /// Mean time that one post takes for one of them.
    pub service: f64,
    /// Posts; at least one.
    pub posts: u32,
}

impl Queue {
    /// Part of the time that the posts are busy: arrivals × service ÷ posts. From 1 on the queue grows for ever.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.arrivals * self.service / f64::from(self.posts.max(1))
    }

    /// Whether the formulas have an answer: figures that are none, no post, or a load of 1 and more leave them without.
    fn is_stable(&self) -> bool {
        let Self { arrivals, service, posts } = *self;
        posts > 0 && arrivals >= 0.0 && service >= 0.0 && self.load() < 1.0
    }

    /// Probability of having to wait (Erlang C); none where the queue grows for ever. Cost: linear in the posts.
    ///
    /// By way of Erlang B, whose recursion neither overflows nor loses digits.
    #[must_use]
    pub fn chance_of_waiting(&self) -> Option<f64> {
        if !self.is_stable() {
            return None;
        }
        let (offered, load) = (self.arrivals * self.service, self.load());
        let blocked = (1..=self.posts).fold(1.0, |blocked, post| {
            let refused = offered * blocked;
            refused / (f64::from(post) + refused)
        });
        Some(blocked / (1.0 - load * (1.0 - blocked)))
    }

    /// Mean wait until the beginning (M/M/c): C × service ÷ (posts × (1 − load)); none where the queue grows for ever.
    #[must_use]
    pub fn wait(&self) -> Option<f64> {
        let waits = self.chance_of_waiting()?;
        Some(waits * self.service / (f64::from(self.posts) * (1.0 - self.load())))
    }

    /// The same with times that scatter as given by the square of their coefficient of variation (Allen and Cunneen): wait × (1 + cv²) ÷ 2.
    /// Exact for one post, near for several.
    #[must_use]
    pub fn wait_scattered(&self, squared_cv: f64) -> Option<f64> {
        Some(self.wait()? * (1.0 + squared_cv) / 2.0)
    }
}

/// How long each of those stays who are there: number ÷ departures (Little's law), in the unit of time of the departures; none where
/// nobody leaves.
#[must_use]
pub fn mean_stay(number: f64, departures: f64) -> Option<f64> {
    (departures > 0.0 && number >= 0.0).then(|| number / departures)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The load is that of so many posts, each of which takes one unit of time.
    fn queue(posts: u32, load: f64) -> Queue {
        Queue { arrivals: load * f64::from(posts), service: 1.0, posts }
    }

    /// Published: eleven posts at nine tenths wait 0.594497 service times.
    #[test]
    fn agrees_with_the_published_value_of_eleven_posts() {
        assert!((queue(11, 0.9).wait().unwrap() - 0.594_497).abs() < 5e-7);
    }

    /// One post: ρ ÷ (1 − ρ); two: ρ² ÷ (1 − ρ²), each in service times.
    #[test]
    fn agrees_with_the_closed_forms_of_one_and_two_posts() {
        for load in [0.1, 0.5, 0.7, 0.95] {
            let (one, two) = (queue(1, load), queue(2, load));
            assert!((one.chance_of_waiting().unwrap() - load).abs() < 1e-12);
            assert!((one.wait().unwrap() - load / (1.0 - load)).abs() < 1e-9);
            assert!((two.wait().unwrap() - load * load / (1.0 - load * load)).abs() < 1e-9);
        }
        // Pollaczek and Khinchine: constant times halve the wait, a coefficient of 1 leaves it.
        let one = queue(1, 0.8);
        assert!((one.wait_scattered(0.0).unwrap() - 2.0).abs() < 1e-12);
        assert_eq!(one.wait_scattered(1.0), one.wait());
    }

    #[test]
    fn nobody_waits_where_nothing_comes_and_many_posts_are_no_trouble() {
        assert_eq!(queue(3, 0.0).wait(), Some(0.0));
        let many = queue(10_000, 0.99).wait().unwrap();
        assert!(many > 0.0 && many < 0.01, "{many}");
    }

    #[test]
    fn has_no_answer_from_full_load_on() {
        for load in [1.0, 1.2, f64::NAN, f64::INFINITY] {
            assert_eq!(queue(4, load).wait(), None, "{load}");
        }
        assert_eq!(Queue { arrivals: 1.0, service: 0.1, posts: 0 }.wait(), None);
    }

    #[test]
    fn littles_law_turns_a_stock_into_a_time() {
        assert_eq!(mean_stay(120.0, 4.0), Some(30.0));
        assert_eq!(mean_stay(120.0, 0.0), None);
        // What the posts hold in the queue is arrivals × wait: the law the other way round.
        let queue = queue(11, 0.9);
        let waiting = queue.arrivals * queue.wait().unwrap();
        assert!((mean_stay(waiting, queue.arrivals).unwrap() - queue.wait().unwrap()).abs() < 1e-12);
    }
}
