//! The next post that becomes free: a tournament over the servers of a group.
//!
//! A server has one time at most, so that a tree of winners with a place for each does what a heap does, without its
//! unpredictable branches: setting a time costs three comparisons for each fourfold of the servers. A node is one number:
//! the time without its last bits, and in these the server.

/// No time today.
const NEVER: u64 = u64::MAX;

/// Servers that a node compares.
const WIDTH: usize = 4;

/// Minutes by server, and the first of them.
#[derive(Debug)]
pub(super) struct Tournament {
    /// The root and the four nodes below it: all that there is for up to sixteen servers. Each node holds the winners of four
    /// others, or four servers. The places without use spare the question whether a place exists.
    near: [[u64; WIDTH]; 2 * WIDTH],
    /// Those below, down to the nodes of the servers.
    far: Vec<[u64; WIDTH]>,
    /// First node of servers.
    leaves: usize,
    first: u64,
    /// Bits of a key that name the server.
    mask: u64,
    minutes: Vec<f64>,
}

/// Nodes near the root.
const NEAR: usize = 1 + WIDTH;

/// Puts a key into a node; its winner.
#[inline(always)]
fn settle(node: &mut [u64; WIDTH], place: usize, key: u64) -> u64 {
    node[place % WIDTH] = key;
    node[0].min(node[1]).min(node[2].min(node[3]))
}

impl Default for Tournament {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Tournament {
    pub(super) fn new(servers: usize) -> Self {
        let (mut leaves, mut width) = (1, WIDTH);
        while width * WIDTH < servers {
            leaves += width;
            width *= WIDTH;
        }
        let places = width * WIDTH;
        Self {
            near: [[NEVER; WIDTH]; 2 * WIDTH],
            far: vec![[NEVER; WIDTH]; leaves + width - NEAR],
            leaves,
            first: NEVER,
            mask: places as u64 - 1,
            minutes: vec![0.0; places],
        }
    }

    /// The first time; of those that differ by less than a millionth of a second, that of the lowest server.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<(f64, usize)> {
        if self.first == NEVER {
            return None;
        }
        let server = (self.first & self.mask) as usize;
        Some((*self.minutes.get(server)?, server))
    }

    /// Sets the time of a server; `minute` is not negative.
    #[inline(always)]
    pub(super) fn set(&mut self, server: usize, minute: f64) {
        self.minutes[server] = minute;
        self.put(server, minute.to_bits() & !self.mask | server as u64);
    }

    /// Takes the time of a server away.
    #[inline(always)]
    pub(super) fn clear(&mut self, server: usize) {
        self.put(server, NEVER);
    }

    /// Takes all times away: at the end of a day, for less than one by one.
    pub(super) fn reset(&mut self) {
        if self.first != NEVER {
            self.near.fill([NEVER; WIDTH]);
            self.far.fill([NEVER; WIDTH]);
            self.first = NEVER;
        }
    }

    #[inline(always)]
    fn put(&mut self, server: usize, key: u64) {
        let mut at = self.leaves + server / WIDTH;
        let mut place = server;
        let mut winner = key;
        while at >= NEAR {
            winner = settle(&mut self.far[at - NEAR], place, winner);
            (at, place) = ((at - 1) / WIDTH, at - 1);
        }
        winner = settle(&mut self.near[at % (2 * WIDTH)], place, winner);
        self.first = settle(&mut self.near[0], at - 1, winner);
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
            tournament.set(servers - 1, 1.0);
            tournament.reset();
            assert_eq!(tournament.first(), None);
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
