//! What was worked out ahead and no longer changes: read where it lies, in the program or in a file that was read, without a copy.

use crate::lists::Lists;
use serde::{Deserialize, Serialize};
use zerovec::ule::AsULE;
use zerovec::{ZeroSlice, ZeroVec};

/// Values one after another.
pub type Column<T> = ZeroVec<'static, T>;

/// Many short lists of values.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "'de: 'static, T: Deserialize<'de>"))]
pub struct Rows<T: AsULE + 'static> {
    /// Where each list begins, and at last where all end.
    starts: Column<u32>,
    all: Column<T>,
}

impl<T: AsULE> Rows<T> {
    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// A list; an empty one where there is none of this number.
    pub fn get(&self, number: u32) -> &ZeroSlice<T> {
        let [start, end] = [number as usize, number as usize + 1].map(|at| value(&self.starts, at) as usize);
        self.all.get_subslice(start..end).unwrap_or(ZeroSlice::new_empty())
    }
}

impl<T: AsULE> From<Lists<T>> for Rows<T> {
    fn from(lists: Lists<T>) -> Self {
        let (starts, all) = lists.parts();
        Self { starts: Column::alloc_from_slice(starts), all: Column::alloc_from_slice(all) }
    }
}

/// Values by keys that are hashes: each key at the first free place from where it leads.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "'de: 'static, T: Deserialize<'de>"))]
pub struct Keyed<T: AsULE + 'static> {
    /// 0 at free places, of which there are always some.
    keys: Column<u64>,
    values: Column<T>,
}

impl<T: AsULE + Default> Keyed<T> {
    /// Values by keys, no two the same and none 0.
    pub fn new(entries: impl ExactSizeIterator<Item = (u64, T)>) -> Self {
        let places = places_for(entries.len());
        let (mut keys, mut values) = (vec![0; places], vec![T::default(); places]);
        for (key, value) in entries {
            if let Some(place) = places_of(key, places).find(|place| keys[*place] == 0) {
                (keys[place], values[place]) = (key, value);
            }
        }
        Self { keys: Column::alloc_from_slice(&keys), values: Column::alloc_from_slice(&values) }
    }

    /// The value of a key; nothing's value where there is none.
    pub fn get(&self, key: u64) -> T {
        let found = places_of(key, self.keys.len()).find(|place| [key, 0].contains(&value(&self.keys, *place)));
        found.filter(|place| value(&self.keys, *place) != 0).map_or_else(T::default, |place| value(&self.values, place))
    }
}

/// How many places there are for so many keys: a quarter of them stays free.
pub fn places_for(keys: usize) -> usize {
    keys * 4 / 3 + 1
}

/// The places where a hash leads among so many, one after another: each of them once, so that every search ends.
pub fn places_of(hash: u64, places: usize) -> impl Iterator<Item = usize> {
    let first = usize::try_from(hash % (places as u64).max(1)).unwrap_or(0);
    (0..places).map(move |step| (first + step) % places)
}

/// A value of a column; nothing's value past its end, where a damaged file may lead.
pub fn value<T: AsULE + Default>(column: &ZeroSlice<T>, at: usize) -> T {
    column.get(at).unwrap_or_default()
}

/// The places of a value in a column in order.
pub fn places_with<T: AsULE + Ord>(column: &ZeroSlice<T>, value: T) -> impl Iterator<Item = usize> {
    let first = column.binary_search_by(|other| other.cmp(&value).then(std::cmp::Ordering::Greater));
    (first.unwrap_or_else(|first| first)..).take_while(move |place| column.get(*place) == Some(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;

    #[test]
    fn lists_are_the_same_once_written_and_read_where_they_lie() {
        let mut lists = Lists::default();
        lists.push([3_u32, 4]);
        lists.push([]);
        lists.push([5]);
        let rows = Rows::from(lists);
        let written: &'static [u8] = postcard::to_allocvec(&rows).unwrap().leak();
        let read: Rows<u32> = postcard::from_bytes(written).unwrap();
        for rows in [rows, read] {
            let lists: Vec<Vec<u32>> = (0..3).map(|number| rows.get(number).iter().collect()).collect();
            assert_eq!((rows.len(), lists), (3, vec![vec![3, 4], vec![], vec![5]]));
            assert!(rows.get(3).is_empty() && rows.get(u32::MAX).is_empty());
        }
    }

    #[test]
    fn values_are_found_by_their_keys() {
        let keyed = Keyed::new([(1_u64, 'a' as u32), (9, 2), (17, 3), (u64::MAX, 4)].into_iter());
        assert_eq!([1, 9, 17, u64::MAX, 2, 25, 0].map(|key| keyed.get(key)), ['a' as u32, 2, 3, 4, 0, 0, 0]);
        assert_eq!(Keyed::<u32>::default().get(1), 0);
    }

    #[test]
    fn every_place_of_a_value_is_found() {
        let column = Column::alloc_from_slice(&[1_u32, 3, 3, 3, 8]);
        let places = [0, 1, 2, 3, 8, 9].map(|value| places_with(&column, value).collect::<Vec<_>>());
        assert_eq!(places, [vec![], vec![0], vec![], vec![1, 2, 3], vec![4], vec![]]);
    }
}
