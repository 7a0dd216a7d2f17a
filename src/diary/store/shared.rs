//! What readers and the writer share: the live database, whether it failed, and the snapshot being read.

use super::change::Effect;
use super::error::StoreError;
use super::sled::{Engine, Fault, Pair};
use super::snapshot::Snapshot;
use super::tally::Tally;
use super::writer::writes;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};

/// Poison is passed over: a panic leaves nothing half done here, since every batch is whole or the store has failed.
#[derive(Debug)]
pub(super) struct Shared {
    /// Locked for writing only while a batch is applied or the database is replaced, so that no reader sees half of one.
    live: RwLock<Engine>,
    failure: OnceLock<StoreError>,
    snapshot: Mutex<Option<Snapshot>>,
}

impl Shared {
    pub fn new(live: Engine) -> Self {
        Self { live: RwLock::new(live), failure: OnceLock::new(), snapshot: Mutex::new(None) }
    }

    pub fn live(&self) -> RwLockReadGuard<'_, Engine> {
        self.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A look at the live database, unless it failed: then what is in memory may differ from what is on the disk.
    pub fn look<T>(&self, look: impl FnOnce(&Engine) -> Result<T, Fault>) -> Result<T, StoreError> {
        match self.failure() {
            Some(failure) => Err(failure),
            None => Ok(look(&self.live())?),
        }
    }

    pub fn failure(&self) -> Option<StoreError> {
        self.failure.get().cloned()
    }

    /// From here on every look and change is refused, until the store is opened again.
    pub fn fail(&self, fault: Fault) -> StoreError {
        self.failure.get_or_init(|| fault.into()).clone()
    }

    /// Applies one batch and returns when it is on the disk. Readers are held up by the first half only.
    pub fn write(&self, effects: &[Effect], tally: Tally) -> Result<(), Fault> {
        {
            let live = self.live.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(snapshot) = &mut *self.snapshot() {
                for effect in effects {
                    snapshot.remember(effect);
                }
            }
            live.apply(writes(effects, &tally.bytes()))?;
        }
        let live = self.live();
        live.settle()?;
        live.note(tally.batches);
        Ok(())
    }

    /// Puts another database, which holds the same, in place of the live one.
    pub fn replace(&self, engine: Engine) -> Engine {
        std::mem::replace(&mut *self.live.write().unwrap_or_else(PoisonError::into_inner), engine)
    }

    pub fn begin_snapshot(&self) {
        *self.snapshot() = Some(Snapshot::default());
    }

    pub fn end_snapshot(&self) {
        *self.snapshot() = None;
    }

    /// The next entries of the snapshot, and whether they were the last.
    pub fn next_of_snapshot(&self, limit: usize) -> Result<(Vec<Pair>, bool), StoreError> {
        self.look(|live| self.snapshot().get_or_insert_default().next(live, limit))
    }

    fn snapshot(&self) -> MutexGuard<'_, Option<Snapshot>> {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
