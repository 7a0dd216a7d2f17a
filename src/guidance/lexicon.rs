//! The vocabulary: which terms are known, how telling each is, and a message as weighted terms.

use super::terms::{self, Kind, Reader};
use rustc_hash::FxHashMap;

/// How much runs of letters weigh beside words.
const LETTERS_SHARE: f32 = 0.45;
/// Runs of letters and pairs that occur in fewer messages than this say nothing yet.
const MIN_MESSAGES: u32 = 2;

/// Known terms with their inverse document frequency.
pub struct Lexicon {
    reader: Reader,
    ids: FxHashMap<u64, u32>,
    idf: Vec<f32>,
}

/// A message as (term id, weight), in order of id; the words' weights have length 1, the letters' [`LETTERS_SHARE`].
pub type Vector = Vec<(u32, f32)>;

impl Lexicon {
    /// Learns the vocabulary of the messages, and returns each message as a vector.
    #[must_use]
    pub fn learn<'a>(reader: Reader, messages: impl ExactSizeIterator<Item = &'a str>) -> (Self, Vec<Vector>) {
        let total = messages.len();
        let mut raw: Vec<Vec<(u64, bool)>> = Vec::with_capacity(total);
        let mut frequency: FxHashMap<u64, (u32, bool)> = FxHashMap::default();
        for message in messages {
            let mut keys = Vec::new();
            reader.visit(message, |kind, text| keys.push((terms::key(kind, text), kind == Kind::Letters)));
            keys.sort_unstable();
            let mut distinct = keys.clone();
            distinct.dedup();
            for (key, letters) in distinct {
                frequency.entry(key).or_insert((0, letters)).0 += 1;
            }
            raw.push(keys);
        }
        let mut kept: Vec<(u64, u32)> =
            frequency.into_iter().filter(|(_, (n, _))| *n >= MIN_MESSAGES).map(|(key, (n, _))| (key, n)).collect();
        kept.sort_unstable();
        let idf = kept.iter().map(|(_, n)| inverse_frequency(total, *n)).collect();
        let ids = kept.iter().enumerate().map(|(id, (key, _))| (*key, u32::try_from(id).unwrap_or(u32::MAX))).collect();
        let lexicon = Self { reader, ids, idf };
        let vectors = raw.iter().map(|keys| lexicon.weigh(keys)).collect();
        (lexicon, vectors)
    }

    /// How many terms are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.idf.len()
    }

    /// How messages are read.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// A message as weighted known terms.
    #[must_use]
    pub fn vector(&self, message: &str) -> Vector {
        let mut keys = Vec::new();
        self.reader.visit(message, |kind, text| keys.push((terms::key(kind, text), kind == Kind::Letters)));
        keys.sort_unstable();
        self.weigh(&keys)
    }

    /// The id of one term, if it is known.
    #[must_use]
    pub fn id(&self, kind: Kind, text: &str) -> Option<u32> {
        self.ids.get(&terms::key(kind, text)).copied()
    }

    fn weigh(&self, sorted: &[(u64, bool)]) -> Vector {
        let mut vector = Vector::new();
        let (mut of_words, mut of_letters) = (0.0_f32, 0.0_f32);
        let mut letters = Vec::new();
        for same in sorted.chunk_by(|a, b| a == b) {
            let Some(id) = self.ids.get(&same[0].0).copied() else { continue };
            #[expect(clippy::cast_precision_loss, reason = "counts within a message are small")]
            let weight = (1.0 + (same.len() as f32).ln()) * self.idf[id as usize];
            let sum = if same[0].1 { &mut of_letters } else { &mut of_words };
            *sum += weight * weight;
            letters.push(same[0].1);
            vector.push((id, weight));
        }
        let (for_words, for_letters) = (1.0 / of_words.sqrt().max(1e-6), LETTERS_SHARE / of_letters.sqrt().max(1e-6));
        for ((_, weight), is_letters) in vector.iter_mut().zip(letters) {
            *weight *= if is_letters { for_letters } else { for_words };
        }
        vector
    }
}

#[expect(clippy::cast_precision_loss, reason = "message counts are far below 2^24")]
fn inverse_frequency(total: usize, containing: u32) -> f32 {
    ((1.0 + total as f32) / (1.0 + containing as f32)).ln() + 1.0
}
