//! Threads of this process as a crew.

use super::{Crew, Driver, Event, Work};
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// Has work done by at most so many threads and gives it back when nothing is left to do; `told` sees it after every event.
///
/// # Panics
/// Where `answer` does, after the others have gone on with what is left.
pub fn on_threads<W>(
    work: W,
    threads: usize,
    answer: impl Fn(&W::Task) -> Result<W::Answer, String> + Sync,
    mut told: impl FnMut(&W),
) -> W
where
    W: Work,
    W::Task: Send,
    W::Answer: Send,
{
    let mut driver = Driver::new(work, threads);
    let answer = &answer;
    thread::scope(|scope| {
        let (events, heard) = channel();
        let mut crew = Threads(Vec::new());
        for number in 0..threads {
            let (tasks, given) = channel::<W::Task>();
            let voice = Voice { number, events: events.clone() };
            scope.spawn(move || {
                for task in given {
                    voice.say(match answer(&task) {
                        Ok(answer) => Event::Done(answer),
                        Err(reason) => Event::Failed(reason),
                    });
                }
            });
            crew.0.push(tasks);
            driver.hear(number, Event::Ready);
        }
        loop {
            // One replication at a time: a thread is told the next one faster than it computes any.
            driver.pump(&mut crew, 1, threads);
            if !driver.is_busy() {
                break;
            }
            let Ok((number, event)) = heard.recv() else { break };
            driver.hear(number, event);
            told(driver.work());
        }
    });
    driver.into_work()
}

/// Where each thread takes its tasks from.
struct Threads<T>(Vec<Sender<T>>);

impl<T: Clone> Crew<T> for Threads<T> {
    fn run(&mut self, worker: usize, task: &T) {
        // A thread that is gone has said so (`Voice`).
        let _ = self.0.get(worker).map(|tasks| tasks.send(task.clone()));
    }

    /// A thread answers at the end of its task, which is short.
    fn cancel(&mut self, _worker: usize) {}
}

/// What a thread speaks with; falls silent with a word, so that nobody waits for a thread that has panicked.
struct Voice<A> {
    number: usize,
    events: Sender<(usize, Event<A>)>,
}

impl<A> Voice<A> {
    fn say(&self, event: Event<A>) {
        // Nobody listens any more at the end.
        let _ = self.events.send((self.number, event));
    }
}

impl<A> Drop for Voice<A> {
    fn drop(&mut self) {
        self.say(Event::Broken);
    }
}
