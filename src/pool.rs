//! Working memory that is kept for the next piece of work: where it is large, to get it from the system anew costs more than the work.

use std::sync::{Mutex, PoisonError};

/// As many pieces as were ever in use at once.
pub struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Default> Pool<T> {
    /// Works with a piece, which is as the last one left it.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut piece = kept().pop().unwrap_or_default();
        let done = work(&mut piece);
        kept().push(piece);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_used_again_and_never_by_two_at_once() {
        let pool: Pool<Vec<u8>> = Pool::default();
        pool.with(|first| {
            first.push(1);
            pool.with(|second| second.extend([2, 2]));
        });
        assert_eq!((pool.with(|last| last.clone()), pool.0.lock().map(|kept| kept.len()).ok()), (vec![1], Some(2)));
    }
}
