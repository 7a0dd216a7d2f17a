//! What all entries add up to, kept beside them and changed with them in the same batch: so that an entry that damage has removed, or put
//! back to an older value, is noticed when the store is opened.

use sha2::{Digest, Sha256};

/// Where the tally is kept; no entry's key starts with this byte.
pub(super) const TALLY: &[u8] = b"\0tally";

/// How many batches there were, how many entries there are, and the sum of their digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub batches: u64,
    pub entries: u64,
    digests: u64,
}

impl Tally {
    /// Of no entries, after so many batches.
    pub fn after(batches: u64) -> Self {
        Self { batches, ..Self::default() }
    }

    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_add(1);
        self.digests = self.digests.wrapping_add(digest(key, value));
    }

    pub fn remove(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_sub(1);
        self.digests = self.digests.wrapping_sub(digest(key, value));
    }

    pub fn bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        for (place, number) in bytes.chunks_exact_mut(8).zip([self.batches, self.entries, self.digests]) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (numbers, []) = bytes.as_chunks::<8>() else { return None };
        let [batches, entries, digests] = numbers.iter().map(|number| u64::from_be_bytes(*number)).collect::<Vec<_>>().try_into().ok()?;
        Some(Self { batches, entries, digests })
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
