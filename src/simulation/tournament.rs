//! The next completion of a day: a tournament over the servers of a group.
//!
//! A server has one completion at most, so that a tree of winners with a place for each does what a heap does, without
//! its unpredictable branches: setting a time costs one comparison for each doubling of the servers.

/// No completion today.
const NEVER: u64 = u64::MAX;

/// Minute of the window (as bits, which order as the numbers do), and the server.
type Entry = (u64, u32);

/// Completions of today by server.
#[derive(Debug, Default)]
pub(super) struct Tournament {
    /// Winners from the root at 1 down to the servers from `half` on.
    nodes: Vec<Entry>,
    half: usize,
}

impl Tournament {
    pub(super) fn new(servers: usize) -> Self {
        let half = servers.next_power_of_two().max(1);
        let mut nodes = vec![(NEVER, 0); 2 * half];
        for (server, node) in nodes[half..].iter_mut().enumerate() {
            node.1 = server as u32;
        }
        Self { nodes, half }
    }

    /// The first completion, the lower server among equals.
    #[inline]
    pub(super) fn first(&self) -> Option<(f64, usize)> {
        let (bits, server) = *self.nodes.get(1)?;
        (bits != NEVER).then(|| (f64::from_bits(bits), server as usize))
    }

    /// Sets the completion of a server; `minute` is not negative.
    #[inline]
    pub(super) fn set(&mut self, server: usize, minute: f64) {
        self.put(server, minute.to_bits());
    }

    /// Takes the completion of a server away.
    #[inline]
    pub(super) fn clear(&mut self, server: usize) {
        self.put(server, NEVER);
    }

    fn put(&mut self, server: usize, bits: u64) {
        let mut at = self.half + server;
        let mut winner = (bits, server as u32);
        self.nodes[at] = winner;
        while at > 1 {
            let other = self.nodes[at ^ 1];
            // The left one wins among equals; it has the lower number.
            let wins = if at & 1 == 0 { winner.0 <= other.0 } else { winner.0 < other.0 };
            winner = if wins { winner } else { other };
            at /= 2;
            self.nodes[at] = winner;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::Key;

    #[test]
    fn is_the_minimum_whatever_is_set() {
        for servers in [1, 2, 3, 11, 64, 100] {
            let mut tournament = Tournament::new(servers);
            let mut times = vec![f64::INFINITY; servers];
            for step in 0..2000 {
                let key = Key::root(servers as u64, step);
                let (server, minute) = (key.bits(0) as usize % servers, (key.bits(1) % 20) as f64);
                if key.bits(2).is_multiple_of(3) {
                    tournament.clear(server);
                    times[server] = f64::INFINITY;
                } else {
                    tournament.set(server, minute);
                    times[server] = minute;
                }
                let expected = times
                    .iter()
                    .copied()
                    .enumerate()
                    .min_by(|a, b| a.1.total_cmp(&b.1))
                    .filter(|(_, time)| time.is_finite())
                    .map(|(server, time)| (time, server));
                assert_eq!(tournament.first(), expected);
            }
        }
    }
}
