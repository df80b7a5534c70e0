//! Broken input out of good: bytes turned, cut, doubled, exchanged, mixed with words that parsers trip over.

/// What has broken parsers before.
const WORDS: [&[u8]; 48] = [
    b"0",
    b"-1",
    b"1e400",
    b"-0",
    b"9223372036854775808",
    b"18446744073709551616",
    b"0.0000000000000000000001",
    b"NaN",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"[",
    b"{",
    b"]",
    b"}",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b":",
    b",",
    b";",
    b"\t",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc3\x28",
    b"\xf0\x9f\x98\x80",
    "ß".as_bytes(),
    b"=1+1",
    b"'",
    b"%00",
    b"%",
    b"../",
    b"<",
    b">",
    b"&",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"&amp;",
    b"2024-02-30",
    b"0000-01-01",
    b"99999-12-31",
    b"31.02.2024",
    b"1.234,56",
    b"stellwerk_",
    b"00000000-0000-0000-0000-000000000000",
];

/// Longest input; larger ones the limits refuse before a parser sees them.
const LONGEST: usize = 256 * 1024;

/// Makes inputs by chance, the same ones for the same beginning.
pub struct Mutator(u64);

impl Mutator {
    pub fn new(begin: u64, target: &str) -> Self {
        let name = target.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self((name ^ begin.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1)
    }

    /// Below `most`, which is at least 1.
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    /// A broken input.
    pub fn input(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut input = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            self.break_once(&mut input, seeds);
        }
        input.truncate(LONGEST);
        input
    }

    fn break_once(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        let length = self.below(40).min(input.len() - at);
        match self.below(9) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.below(256) as u8,
            2 => drop(input.drain(at..at + length)),
            3 => {
                let piece = input[at..at + length].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            4 => input.truncate(at),
            5 => {
                let word = WORDS[self.below(WORDS.len())];
                input.splice(at..at + length, word.iter().copied());
            }
            6 => {
                let word = WORDS[self.below(WORDS.len())];
                input.splice(at..at, word.iter().copied());
            }
            7 => {
                // The head of one and the tail of another.
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => {
                // Nested or repeated without end.
                let piece = input[at..at + length.min(8)].to_vec();
                let many = self.below(2_000);
                input.splice(at..at, piece.repeat(many));
            }
        }
    }
}
