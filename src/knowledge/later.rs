//! What is read from a file when it is asked for: much of the knowledge base is only there to be learnt from, and once that is done need not
//! be read at all.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// What is in a file, read when it is first asked for.
#[derive(Clone)]
pub struct Later<T> {
    bytes: Option<&'static [u8]>,
    read: fn(&'static str) -> T,
    value: OnceLock<T>,
}

impl<T> Later<T> {
    /// What `read` makes of a file; of an empty one where there is none, or it is not UTF-8.
    pub(super) fn of(bytes: Option<&'static [u8]>, read: fn(&'static str) -> T) -> Self {
        Self { bytes, read, value: OnceLock::new() }
    }

    /// Whether there is such a file. It is not read for this.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.bytes.is_some()
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &'static str {
        self.bytes.and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// What is there already.
impl<T: Default> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { bytes: None, read: |_| T::default(), value: OnceLock::from(value) }
    }
}

/// That of a file that is not there.
impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        Self::of(None, |_| T::default())
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| (self.read)(self.text()))
    }
}

impl<T> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_when_it_is_asked_for_and_a_missing_one_is_empty() {
        let words: fn(&'static str) -> Vec<&'static str> = |text| text.split(' ').filter(|word| !word.is_empty()).collect();
        let (there, missing) = (Later::of(Some(b"one two"), words), Later::of(None, words));
        assert!(there.is_there() && there.value.get().is_none());
        assert_eq!((there.as_slice(), there.value.get().is_some()), (&["one", "two"][..], true));
        assert!(!missing.is_there() && missing.is_empty());
        assert!(Later::of(Some(b"\xff"), words).is_empty());
    }
}
