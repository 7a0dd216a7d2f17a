//! What all entries add up to, kept beside them and changed with them in the same batch: so that an entry that damage has removed, or put
//! back to an older value, is noticed when the store is opened.

use sha2::{Digest, Sha256};

/// Where the tally is kept; no entry's key starts with this byte.
pub(super) const TALLY: &[u8] = b"\0tally";

/// How many entries, and the sum of their digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub entries: u64,
    digests: u64,
}

impl Tally {
    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_add(1);
        self.digests = self.digests.wrapping_add(digest(key, value));
    }

    pub fn remove(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_sub(1);
        self.digests = self.digests.wrapping_sub(digest(key, value));
    }

    pub fn bytes(self) -> [u8; 16] {
        (u128::from(self.entries) << 64 | u128::from(self.digests)).to_be_bytes()
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (entries, digests) = bytes.split_at_checked(8)?;
        Some(Self { entries: u64::from_be_bytes(entries.try_into().ok()?), digests: u64::from_be_bytes(digests.try_into().ok()?) })
    }
}

fn digest(key: &[u8], value: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(key.len().to_be_bytes());
    hash.update(key);
    hash.update(value);
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_and_removed_leaves_no_trace_and_the_bytes_read_back() {
        let mut tally = Tally::default();
        tally.add(b"a", b"1");
        let before = tally;
        tally.add(b"b", b"2");
        assert_eq!(Tally::read(&tally.bytes()), Some(tally));
        tally.remove(b"b", b"2");
        assert_eq!(tally, before);
        assert_ne!(digest(b"ab", b"c"), digest(b"a", b"bc"));
    }
}
