//! A part of a whole, for figures of how well something does.

use serde::Serialize;

/// Parts of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many did.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Share {
    /// Counts one more.
    pub fn count(&mut self, did: bool) {
        self.whole += 1;
        self.part += usize::from(did);
    }

    /// Counts what another counted.
    pub fn add(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }

    /// The ratio, or `None` of nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of questions and drafts")]
    pub fn ratio(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ratio().map(rounded).serialize(serializer)
    }
}

/// To four places, as figures are printed.
#[must_use]
pub fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}
