//! The next post that becomes free: a tournament over the servers of a group.
//!
//! A server has one time at most, so that a tree of winners with a place for each does what a heap does, without its
//! unpredictable branches: setting a time costs a look at sixteen numbers side by side for each sixteenfold of the servers.
//! A node is one number: the time without its last bits, and in these the server.

/// The key of a server. As floating-point numbers the usual processors compare them two at a time; WebAssembly without vectors
/// has a choice without a branch for whole numbers only. Of times that are not negative both have the same order.
#[cfg(not(target_arch = "wasm32"))]
type Key = f64;
#[cfg(target_arch = "wasm32")]
type Key = u64;

#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
const fn key(bits: u64) -> Key {
    f64::from_bits(bits)
}
#[cfg(target_arch = "wasm32")]
#[inline(always)]
const fn key(bits: u64) -> Key {
    bits
}

#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
const fn bits(key: Key) -> u64 {
    key.to_bits()
}
#[cfg(target_arch = "wasm32")]
#[inline(always)]
const fn bits(key: Key) -> u64 {
    key
}

/// No time today: infinite.
const NEVER: Key = key(f64::INFINITY.to_bits());

/// Servers that a node compares, and half of them.
const WIDTH: usize = 16;
const HALF: usize = WIDTH / 2;

/// Keys side by side; aligned, so that comparing takes them from memory without loading them first.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Node<const COUNT: usize = WIDTH>([Key; COUNT]);

/// Minutes by server, and the first of them.
#[derive(Debug)]
pub(super) struct Tournament {
    /// The servers where there are up to sixteen, or the winners of the nodes below.
    root: Node,
    /// Those below, down to the nodes of the servers; each holds the winners of sixteen others, or sixteen servers.
    far: Vec<Node>,
    /// First node of servers below the root; none where the root holds them.
    leaves: Option<usize>,
    first: Key,
    /// Bits of a key that name the server, and those that tell the time.
    mask: u64,
    time: u64,
    /// Infinite where a server has none; filled up to whole blocks.
    minutes: Vec<f64>,
}

#[inline(always)]
fn earlier(a: Key, b: Key) -> Key {
    if a < b { a } else { b }
}

/// The earlier one of each pair of a node: of those that are half a node apart.
#[inline(always)]
fn pairs(Node(keys): &Node) -> [Key; HALF] {
    std::array::from_fn(|at| earlier(keys[at], keys[at + HALF]))
}

#[inline(always)]
fn least_of(eight: [Key; HALF]) -> Key {
    let four: [Key; 4] = std::array::from_fn(|at| earlier(eight[at], eight[at + 4]));
    earlier(earlier(four[0], four[2]), earlier(four[1], four[3]))
}

/// Takes a pair out of the comparison of all, or leaves it as it is.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn lift(pair: Key, lifted: Key) -> Key {
    if pair > lifted { pair } else { lifted }
}
#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn lift(pair: Key, lifted: Key) -> Key {
    pair | lifted
}

/// For each place what lifts its pair out of every comparison, and leaves the others as they are.
static LIFTED: [Node<HALF>; WIDTH] = {
    let mut lifted = [Node([key(0); HALF]); WIDTH];
    let mut place = 0;
    while place < WIDTH {
        lifted[place].0[place % HALF] = NEVER;
        place += 1;
    }
    lifted
};

/// Puts a key into a node; its winner.
///
/// The key is compared with the winner of the other pairs and with the other one of its own, and written afterwards: keys are read
/// two at a time, and reading two of which one has only just been written waits until it has reached the cache (a sixth of the time
/// of a visit).
#[inline(always)]
fn settle(node: &mut Node, place: usize, key: Key) -> Key {
    let place = place % WIDTH;
    let (pairs, Node(lifted)) = (pairs(node), &LIFTED[place]);
    let others = std::array::from_fn(|at| lift(pairs[at], lifted[at]));
    let winner = earlier(earlier(key, node.0[place ^ HALF]), least_of(others));
    node.0[place] = key;
    winner
}

impl Default for Tournament {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Tournament {
    pub(super) fn new(servers: usize) -> Self {
        let (mut before, mut width) = (0, 1);
        while width * WIDTH < servers {
            before += width;
            width *= WIDTH;
        }
        let leaves = usize::checked_sub(before, 1);
        Self {
            root: Node([NEVER; WIDTH]),
            far: vec![Node([NEVER; WIDTH]); leaves.map_or(0, |leaves| leaves + servers.div_ceil(WIDTH))],
            leaves,
            first: NEVER,
            mask: (width * WIDTH) as u64 - 1,
            time: !((width * WIDTH) as u64 - 1),
            minutes: vec![f64::INFINITY; servers.next_multiple_of(HALF)],
        }
    }

    /// The first time; of those that differ by less than a millionth of a second, that of the lowest server.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<(f64, usize)> {
        if self.first == NEVER {
            return None;
        }
        let server = (bits(self.first) & self.mask) as usize;
        Some((*self.minutes.get(server)?, server))
    }

    /// The lowest server whose time has come.
    #[inline(always)]
    pub(super) fn lowest_until(&self, minute: f64) -> Option<usize> {
        // Which of many are free nobody can guess, so that eight of them are looked at before anything is asked.
        self.minutes.as_chunks().0.iter().enumerate().find_map(|(block, times): (usize, &[f64; HALF])| {
            let due = |due, (place, time): (usize, &f64)| due | u32::from(*time <= minute) << place;
            let due = times.iter().enumerate().fold(0, due);
            (due != 0).then(|| block * HALF + due.trailing_zeros() as usize)
        })
    }

    /// The lowest of some servers, given as bits, whose time has come.
    #[inline(always)]
    pub(super) fn lowest_among(&self, minute: f64, servers: u64) -> Option<usize> {
        let mut times = self.minutes.iter().enumerate();
        times.position(|(server, time)| *time <= minute && servers >> (server % 64) & 1 == 1)
    }

    /// Sets the time of a server; `minute` is not negative.
    #[inline(always)]
    pub(super) fn set(&mut self, server: usize, minute: f64) {
        self.minutes[server] = minute;
        self.put(server, self.key(server, minute));
    }

    /// Takes the time of a server away.
    #[inline(always)]
    pub(super) fn clear(&mut self, server: usize) {
        self.minutes[server] = f64::INFINITY;
        self.put(server, NEVER);
    }

    /// Notes the time of a server, infinite where it has none; once all are noted or set, [`Tournament::rebuild`] has to follow. For
    /// many servers less than one by one.
    #[inline(always)]
    pub(super) fn note(&mut self, server: usize, minute: f64) {
        self.minutes[server] = minute;
        let key = key(bits(self.key(server, minute)).min(bits(NEVER)));
        let node = match self.leaves {
            None => &mut self.root,
            Some(leaves) => &mut self.far[leaves + server / WIDTH],
        };
        node.0[server % WIDTH] = key;
    }

    /// Takes over what was noted.
    pub(super) fn rebuild(&mut self) {
        for at in (0..self.far.len()).rev() {
            let winner = least_of(pairs(&self.far[at]));
            match (at / WIDTH).checked_sub(1) {
                None => self.root.0[at % WIDTH] = winner,
                Some(above) => self.far[above].0[at % WIDTH] = winner,
            }
        }
        self.first = least_of(pairs(&self.root));
    }

    /// There is no first one any more: at the end of a day. All times are noted or set anew before [`Tournament::rebuild`].
    pub(super) fn reset(&mut self) {
        self.first = NEVER;
    }

    #[inline(always)]
    fn key(&self, server: usize, minute: f64) -> Key {
        key(minute.to_bits() & self.time | server as u64)
    }

    #[inline(always)]
    fn put(&mut self, server: usize, key: Key) {
        let (mut winner, mut place) = (key, server);
        if let Some(leaves) = self.leaves {
            (winner, place) = self.climb(leaves, server, key);
        }
        self.first = settle(&mut self.root, place, winner);
    }

    /// Goes up to the node below the root; its winner and its place.
    #[inline(never)]
    fn climb(&mut self, leaves: usize, server: usize, key: Key) -> (Key, usize) {
        let (mut at, mut place, mut winner) = (leaves + server / WIDTH, server, key);
        loop {
            winner = settle(&mut self.far[at], place, winner);
            place = at;
            match (at / WIDTH).checked_sub(1) {
                None => return (winner, place),
                Some(above) => at = above,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::Key;

    #[test]
    fn is_the_minimum_whatever_is_set() {
        for servers in [1, 2, 3, 11, 16, 17, 64, 100, 256, 257, 700] {
            let mut tournament = Tournament::new(servers);
            tournament.set(servers - 1, 1.0);
            tournament.reset();
            assert_eq!(tournament.first(), None);
            (0..servers).for_each(|server| tournament.note(server, f64::INFINITY));
            tournament.rebuild();
            assert_eq!(tournament.first(), None);
            tournament.note(servers - 1, 2.5);
            tournament.rebuild();
            assert_eq!(tournament.first(), Some((2.5, servers - 1)));
            assert_eq!(
                (tournament.lowest_until(2.0), tournament.lowest_until(2.5)),
                (None, Some(servers - 1))
            );
            (0..servers).for_each(|server| tournament.clear(server));
            tournament.rebuild();
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
