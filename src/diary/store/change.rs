//! A change: what it puts and removes, what it expects, and the acknowledgement that its maker waits for.

use super::error::StoreError;
use super::sled::{Engine, Fault};
use super::tally::{TALLY, Tally};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use tokio::sync::oneshot;

/// Bytes of the longest key. sled keeps up to 257 of them on a page.
pub const LONGEST_KEY: usize = 400;
/// Bytes of the longest key and value together. sled keeps up to twenty on a page, and moves a page of over 128 kB to a file of its own
/// that it never syncs: this keeps every page below that.
pub const LONGEST_ENTRY: usize = 6_000;

/// What is to change, all or nothing. A key that is both removed and put is put.
#[derive(Default, Clone)]
pub struct Change {
    /// Keys with their new values.
    pub puts: Vec<(Vec<u8>, Vec<u8>)>,
    /// Keys to remove; one that is not there is no error.
    pub removes: Vec<Vec<u8>>,
    /// Keys with the values they must have now (`None`: absent), or the change is refused.
    pub expect: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

/// Counts only: keys and values may carry a case reference.
impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { puts, removes, expect } = self;
        write!(f, "Change {{ puts: {}, removes: {}, expect: {} }}", puts.len(), removes.len(), expect.len())
    }
}

impl Change {
    /// A change of one value.
    #[must_use]
    pub fn put(key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self { puts: vec![(key.into(), value.into())], ..Self::default() }
    }

    /// A change that removes one key.
    #[must_use]
    pub fn remove(key: impl Into<Vec<u8>>) -> Self {
        Self { removes: vec![key.into()], ..Self::default() }
    }

    /// The same change, refused unless `key` has this value (`None`: is absent) when its turn comes.
    #[must_use]
    pub fn expecting(mut self, key: impl Into<Vec<u8>>, value: Option<Vec<u8>>) -> Self {
        self.expect.push((key.into(), value));
        self
    }

    pub(super) fn weight(&self) -> usize {
        self.puts.len() + self.removes.len()
    }

    fn fits(&self) -> bool {
        let named = |key: &[u8]| (1..=LONGEST_KEY).contains(&key.len()) && key[0] != TALLY[0];
        self.puts.iter().all(|(key, value)| named(key) && key.len() + value.len() <= LONGEST_ENTRY)
            && self.removes.iter().all(|key| named(key))
    }
}

pub(super) type Answer = Result<(), StoreError>;
pub(super) type Tell = oneshot::Sender<Answer>;

/// The acknowledgement of a change: wait for it, or await it. Dropping it does not take the change back.
#[derive(Debug)]
#[must_use = "a change is only known to be saved when this says so"]
pub struct Waiting(oneshot::Receiver<Answer>);

impl Waiting {
    pub(super) fn pair() -> (Tell, Self) {
        let (tell, answer) = oneshot::channel();
        (tell, Self(answer))
    }

    /// Blocks until the change is on the disk, whole. Asynchronous code that must not stand still awaits instead.
    ///
    /// # Errors
    /// The change was refused, or the disk failed.
    pub fn wait(self) -> Result<(), StoreError> {
        let mut waiting = std::pin::pin!(self);
        // Tokio's own blocking wait panics on a thread that drives a runtime, and delivery waits on such a one.
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        loop {
            match waiting.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}

/// Wakes the thread that waits.
struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Future for Waiting {
    type Output = Result<(), StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or(Err(StoreError::Closed)))
    }
}

/// Changes of one gathering, as they add up.
#[derive(Default)]
pub(super) struct Gathering(BTreeMap<Vec<u8>, Option<Vec<u8>>>);

/// One key with its values before and after.
pub(super) struct Effect {
    pub key: Vec<u8>,
    pub old: Option<Vec<u8>>,
    pub new: Option<Vec<u8>>,
}

impl Gathering {
    /// Adds a change if it fits and finds what it expects, seeing those admitted before it.
    pub fn admit(&mut self, change: Change, live: &Engine) -> Answer {
        if !change.fits() {
            return Err(StoreError::Unfit);
        }
        for (key, expected) in &change.expect {
            let present = self.0.get(key).map_or_else(|| live.get(key), |value| Ok(value.clone()))?;
            if present != *expected {
                return Err(StoreError::Changed);
            }
        }
        self.0.extend(change.removes.into_iter().map(|key| (key, None)));
        self.0.extend(change.puts.into_iter().map(|(key, value)| (key, Some(value))));
        Ok(())
    }

    /// What differs from the live database, which holds only what is on the disk.
    pub fn effects(self, live: &Engine) -> Result<Vec<Effect>, Fault> {
        let effects = self.0.into_iter().map(|(key, new)| live.get(&key).map(|old| Effect { key, old, new }));
        effects.filter(|effect| effect.as_ref().map_or(true, |effect| effect.old != effect.new)).collect()
    }
}

impl Effect {
    pub fn count(&self, tally: &mut Tally) {
        if let Some(old) = &self.old {
            tally.remove(&self.key, old);
        }
        if let Some(new) = &self.new {
            tally.add(&self.key, new);
        }
    }

    pub fn as_write(&self) -> (&[u8], Option<&[u8]>) {
        (&self.key, self.new.as_deref())
    }
}
