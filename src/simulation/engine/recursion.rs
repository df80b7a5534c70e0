//! A day of a group with one queue that all its posts serve: no list of events.
//!
//! Cases begin in the order in which they became ready, so that one pass over them finds for each the post that is free
//! first. The result is that of the event path, see `tests/simulation/paths.rs`.

use super::super::queue::Group;
use super::super::standing::Place;
use super::Engine;
use super::day::Listed;

impl Engine<'_> {
    /// Simulates the cases of the day. Cost: cases times the logarithm of the posts.
    pub(super) fn recursion(&mut self, group: &mut Group, listed: &mut Listed<'_>) {
        // Those of the days before come first; no post is idle while there are any.
        while let Some((minute, server)) = group.free.first() {
            let Some(case) = group.queues.first_mut().and_then(|queue| queue.pop_front()) else { break };
            self.begin_queued(group, server, case, minute);
        }
        while let Some((case, late)) = listed.peek(group)
            && self.over.is_none()
        {
            let mut case = *case;
            listed.take(group, late);
            if !self.ready(group, &mut case) {
                continue;
            }
            let at = self.today.minute(case.ready);
            while let Some((minute, server)) = group.free.first()
                && minute <= at
            {
                group.free.clear(server);
                group.set_idle(server, true);
            }
            if let Some(server) = group.idle_server(0) {
                group.set_idle(server, false);
                self.begin(group, server, case, at, case.ready);
            } else if let Some((minute, server)) = group.free.first() {
                let time = self.today.start + self.today.part(minute);
                self.recorder.stays(case.case_type, Place::Queue, case.ready, time);
                self.begin(group, server, case, minute, time);
            } else {
                self.recorder.enters(case.case_type, Place::Queue, case.ready);
                group.queues[0].push_back(case);
            }
        }
        // Who becomes free now stays idle.
        while let Some((_, server)) = group.free.first() {
            group.free.clear(server);
        }
    }
}
