//! Work that consists of numbered pieces, each of which depends on its number only.

use super::Work;

/// What is said where pieces are missing and nobody told why.
const BROKEN: &str = "Ein Thread der Simulation brach ab.";

/// Pieces from 0 on, their answers in their order. With the first failure no more is begun.
#[derive(Debug)]
pub struct Numbered<A> {
    answers: Vec<Option<A>>,
    /// The first that nobody was given.
    next: usize,
    again: Vec<usize>,
    done: usize,
    failed: Option<(usize, String)>,
}

impl<A> Numbered<A> {
    /// So many pieces.
    #[must_use]
    pub fn new(count: usize) -> Self {
        let answers = std::iter::repeat_with(|| None).take(count).collect();
        Self { answers, next: 0, again: Vec::new(), done: 0, failed: None }
    }

    /// Pieces that are done.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// All answers.
    ///
    /// # Errors
    /// In words for people: of the failed pieces that with the lowest number.
    pub fn into_answers(self) -> Result<Vec<A>, String> {
        if let Some((_, reason)) = self.failed {
            return Err(reason);
        }
        let answers: Option<Vec<A>> = self.answers.into_iter().collect();
        answers.ok_or_else(|| BROKEN.to_owned())
    }
}

impl<A> Work for Numbered<A> {
    type Task = usize;
    type Answer = A;

    fn next_task(&mut self, _most: u32, _workers: usize) -> Option<usize> {
        if self.failed.is_some() {
            return None;
        }
        self.again.pop().or_else(|| {
            let number = self.next;
            (number < self.answers.len()).then(|| {
                self.next += 1;
                number
            })
        })
    }

    fn wants(&self, _task: &usize) -> bool {
        self.failed.is_none()
    }

    fn take(&mut self, task: &usize, answer: A) {
        if let Some(place) = self.answers.get_mut(*task) {
            self.done += usize::from(place.is_none());
            *place = Some(answer);
        }
    }

    fn put_back(&mut self, task: &usize) {
        self.again.push(*task);
    }

    fn fail(&mut self, task: &usize, reason: &str) {
        if self.failed.as_ref().is_none_or(|(number, _)| task < number) {
            self.failed = Some((*task, reason.to_owned()));
        }
    }
}
