//! Pairs of numbers, of which it is seen at a glance that one is not among them.

/// Bits in the table.
const BITS: usize = 1 << 23;

/// A set of pairs in which a look-up may say yes to a pair that is not there, rarely, and never no to one that is.
pub struct Pairs(Vec<u64>);

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; BITS / 64])
    }
}

impl Pairs {
    /// Adds a pair.
    pub fn add(&mut self, a: u32, b: u32) {
        let (place, bit) = place(a, b);
        self.0[place] |= bit;
    }

    /// Whether a pair may be among them.
    pub fn may_hold(&self, a: u32, b: u32) -> bool {
        let (place, bit) = place(a, b);
        self.0[place] & bit != 0
    }
}

fn place(a: u32, b: u32) -> (usize, u64) {
    let mixed = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 41;
    let at = usize::try_from(mixed).unwrap_or(0) % BITS;
    (at / 64, 1 << (at % 64))
}
