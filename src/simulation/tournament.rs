//! The next post that becomes free: a tournament over the servers of a group.
//!
//! A server has one time at most, so that a tree of winners with a place for each does what a heap does, without its
//! unpredictable branches: setting a time costs one comparison for each doubling of the servers. A node is one number:
//! the time without its last bits, and in these the server.

/// No time today.
const NEVER: u64 = u64::MAX;

/// Minutes by server, and the first of them.
#[derive(Debug, Default)]
pub(super) struct Tournament {
    /// Winners from the root at 1 down to the servers from `half` on; a power of two.
    nodes: Vec<u64>,
    half: usize,
    minutes: Vec<f64>,
}

impl Tournament {
    pub(super) fn new(servers: usize) -> Self {
        let half = servers.next_power_of_two().max(1);
        Self { nodes: vec![NEVER; 2 * half], half, minutes: vec![0.0; half] }
    }

    /// The first time; of those that differ by less than a millionth of a second, that of the lowest server.
    #[inline]
    pub(super) fn first(&self) -> Option<(f64, usize)> {
        let first = *self.nodes.get(1)?;
        if first == NEVER {
            return None;
        }
        let server = first as usize & (self.half - 1);
        Some((*self.minutes.get(server)?, server))
    }

    /// Sets the time of a server; `minute` is not negative.
    #[inline]
    pub(super) fn set(&mut self, server: usize, minute: f64) {
        self.minutes[server] = minute;
        let bits = self.half as u64 - 1;
        self.put(server, minute.to_bits() & !bits | server as u64);
    }

    /// Takes the time of a server away.
    #[inline]
    pub(super) fn clear(&mut self, server: usize) {
        self.put(server, NEVER);
    }

    #[inline]
    fn put(&mut self, server: usize, key: u64) {
        let mut at = self.half + server;
        let mut winner = key;
        let nodes = self.nodes.as_mut_slice();
        nodes[at] = winner;
        while at > 1 {
            winner = winner.min(nodes[at ^ 1]);
            at /= 2;
            nodes[at] = winner;
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
