//! The one thread that writes. It gathers what waits, makes it one batch, puts that on the disk, and only then acknowledges.

use super::Limits;
use super::change::{Answer, Change, Effect, Gathering, Tell};
use super::error::StoreError;
use super::folder::{Current, Folder};
use super::rewrite::Copy;
use super::shared::Shared;
use super::sled::Fault;
use super::tally::{TALLY, Tally};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

/// Puts and removes of a gathering, about: sled's memory grows with large batches.
const HEAVIEST: usize = 256;

/// What the writer is asked.
pub(super) enum Request {
    Change(Change, Tell),
    Rewrite(Tell),
}

/// The writer's own: nobody else changes the folder or the database.
pub(super) struct Writer {
    pub folder: Folder,
    pub shared: Arc<Shared>,
    pub inbox: Receiver<Request>,
    pub limits: Limits,
    pub current: Current,
    pub tally: Tally,
    pub copy: Option<Copy>,
    /// Where a copy failed, the size at which to try again.
    pub retry_over: u64,
}

impl Writer {
    /// Serves until the store is closed and nothing waits.
    pub fn run(mut self) -> Folder {
        while let Some(requests) = self.gather() {
            self.serve(requests);
            self.keep_small();
        }
        if let Some(copy) = self.copy.take() {
            copy.abandon();
        }
        self.folder
    }

    /// What waits now; blocks for the first unless there is copying to do. `None` when the store is closed.
    fn gather(&self) -> Option<Vec<Request>> {
        let first = match self.inbox.try_recv() {
            Ok(first) => first,
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if self.copy.is_some() => return Some(Vec::new()),
            Err(TryRecvError::Empty) => self.inbox.recv().ok()?,
        };
        let mut weight = first.weight();
        let mut gathered = vec![first];
        while gathered.len() < self.limits.gather && weight < HEAVIEST {
            let Ok(request) = self.inbox.try_recv() else { break };
            weight += request.weight();
            gathered.push(request);
        }
        Some(gathered)
    }

    fn serve(&mut self, requests: Vec<Request>) {
        let mut changes = Vec::new();
        for request in requests {
            match (request, self.shared.failure()) {
                (Request::Change(_, tell) | Request::Rewrite(tell), Some(failure)) => drop(tell.send(Err(failure))),
                (Request::Change(change, tell), None) => changes.push((change, tell)),
                (Request::Rewrite(tell), None) => self.begin_copy(vec![tell]),
            }
        }
        self.save(changes);
    }

    fn save(&mut self, changes: Vec<(Change, Tell)>) {
        let mut gathering = Gathering::default();
        let shared = Arc::clone(&self.shared);
        let answers: Vec<(Tell, Answer)> = {
            let live = shared.live();
            changes.into_iter().map(|(change, tell)| (tell, gathering.admit(change, &live))).collect()
        };
        let outcome = self.commit(gathering);
        for (tell, answer) in answers {
            // Nobody may be waiting any more; the change stands.
            let _ = tell.send(answer.and_then(|()| outcome.clone()));
        }
    }

    fn commit(&mut self, gathering: Gathering) -> Answer {
        let effects = gathering.effects(&self.shared.live())?;
        if effects.is_empty() {
            return Ok(());
        }
        self.check_room(0)?;
        let mut tally = self.tally;
        tally.batches += 1;
        for effect in &effects {
            effect.count(&mut tally);
        }
        self.shared.write(&effects, tally).map_err(|fault| self.shared.fail(fault))?;
        self.tally = tally;
        self.follow(&effects);
        Ok(())
    }

    /// Refuses before the disk is full: a database that found no room under a batch must be opened again, and needs room for that too.
    fn check_room(&self, more: u64) -> Answer {
        let room = self.folder.room().map_err(|error| StoreError::Failed(error.to_string()))?;
        if room < self.limits.keep_free.saturating_add(more) { Err(StoreError::NoSpace) } else { Ok(()) }
    }

    fn follow(&mut self, effects: &[Effect]) {
        if let Some(Err(fault)) = self.copy.as_ref().map(|copy| copy.follow(effects)) {
            self.give_up(fault);
        }
    }

    /// Begins a copy when the database has grown, and takes the next step of one begun.
    fn keep_small(&mut self) {
        if let Some(failure) = self.shared.failure() {
            let asked = self.copy.take().map(Copy::abandon).unwrap_or_default();
            return self.put_off(asked, &failure);
        }
        let Some(copy) = &mut self.copy else {
            if self.is_large() {
                self.begin_copy(Vec::new());
            }
            return;
        };
        let copied = copy.slice(&self.shared.live(), self.limits.slice);
        match copied {
            Ok(false) => {}
            Ok(true) => self.finish_copy(),
            Err(fault) => self.give_up(fault),
        }
    }

    fn is_large(&self) -> bool {
        let size = self.shared.live().len().unwrap_or_default();
        size > self.limits.rewrite_over && size / 2 > self.current.size && size > self.retry_over
    }

    fn begin_copy(&mut self, mut asked: Vec<Tell>) {
        if let Some(copy) = &mut self.copy {
            // The copy under way may hold what was asked to be gone: it begins again.
            asked.append(&mut copy.asked);
            let _ = self.copy.take().map(Copy::abandon);
        }
        let size = self.shared.live().len().unwrap_or_default();
        let begun = self.check_room(size).and_then(|()| Ok(Copy::begin(&self.folder, self.current.number)?));
        match begun {
            Ok(mut copy) => {
                copy.asked = asked;
                self.copy = Some(copy);
            }
            Err(error) => self.put_off(asked, &error),
        }
    }

    fn give_up(&mut self, fault: Fault) {
        let asked = self.copy.take().map(Copy::abandon).unwrap_or_default();
        self.put_off(asked, &fault.into());
    }

    /// The database goes on as it is, and is tried again when it has grown by half.
    fn put_off(&mut self, asked: Vec<Tell>, error: &StoreError) {
        let size = self.shared.live().len().unwrap_or_default();
        self.retry_over = size.saturating_add(size / 2);
        for tell in asked {
            let _ = tell.send(Err(error.clone()));
        }
    }

    fn finish_copy(&mut self) {
        let Some(copy) = self.copy.take() else { return };
        let current = match copy.settle(self.tally, self.limits.scan) {
            Ok(current) => current,
            Err(fault) => {
                self.copy = Some(copy);
                return self.give_up(fault);
            }
        };
        let outcome = self.folder.name_current(current).map_err(|error| {
            // Which of the two is named is not known: only an opening finds out.
            self.shared.fail(error.into())
        });
        let (engine, asked) = copy.into_parts();
        if outcome.is_ok() {
            drop(self.shared.replace(engine));
            self.current = current;
            // What cannot be removed now is removed at the next opening.
            let _ = self.folder.tidy(current.number);
        }
        for tell in asked {
            let _ = tell.send(outcome.clone());
        }
    }
}

impl Request {
    fn weight(&self) -> usize {
        match self {
            Self::Change(change, _) => change.weight(),
            Self::Rewrite(_) => 0,
        }
    }
}

/// The batch of a gathering: its effects, and the tally they make.
pub(super) fn writes<'a>(effects: &'a [Effect], tally: &'a [u8]) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> {
    effects.iter().map(Effect::as_write).chain(std::iter::once((TALLY, Some(tally))))
}
