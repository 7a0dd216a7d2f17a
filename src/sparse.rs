//! A wide range of numbers of which many are not used: those that are, counted without gaps.

/// The numbers that are used.
pub struct Sparse {
    /// A bit for each number.
    bits: Vec<u64>,
    /// How many are used before each 64 numbers.
    before: Vec<u32>,
    count: usize,
}

impl Sparse {
    /// The numbers for which this says that they are used, in order from 0 on.
    pub fn of(used: impl Iterator<Item = bool>) -> Self {
        let (mut bits, mut before, mut count) = (Vec::new(), Vec::new(), 0_u32);
        for (at, used) in used.enumerate() {
            if at % 64 == 0 {
                bits.push(0);
                before.push(count);
            }
            if used {
                bits[at / 64] |= 1 << (at % 64);
                count += 1;
            }
        }
        Self { bits, before, count: count as usize }
    }

    /// How many are used.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The how-manieth of those used a number is, from 0; none where it is not used.
    pub fn place(&self, number: u32) -> Option<u32> {
        let (at, bit) = (number as usize / 64, 1_u64 << (number % 64));
        let bits = self.bits[at];
        (bits & bit != 0).then(|| self.before[at] + (bits & (bit - 1)).count_ones())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_used_are_counted_without_gaps() {
        let sparse = Sparse::of((0..200).map(|number| number % 70 == 3));
        assert_eq!((sparse.count(), sparse.place(3), sparse.place(73), sparse.place(143)), (3, Some(0), Some(1), Some(2)));
        assert_eq!((sparse.place(0), sparse.place(4), sparse.place(199)), (None, None, None));
    }
}
