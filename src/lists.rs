//! Many short lists, one after another in one piece of memory: a list of its own for each costs more than what is in it.

/// Lists by number.
pub struct Lists<T> {
    /// Where each list begins, and at last where all end.
    starts: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], all: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// As many lists as `count`, each with what comes under its number, in the order in which that comes.
    pub fn by_number<I: Iterator<Item = (u32, T)>>(count: usize, entries: impl Fn() -> I) -> Self {
        let mut starts = vec![0_u32; count + 1];
        entries().for_each(|(number, _)| starts[number as usize] += 1);
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        let mut all: Vec<T> = entries().next().map(|(_, any)| vec![any; sum as usize]).unwrap_or_default();
        for (number, item) in entries() {
            let next = &mut starts[number as usize];
            all[*next as usize] = item;
            *next += 1;
        }
        // Each list is full, so that its next place is where the one after it begins.
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, all }
    }

    /// Adds a list.
    pub fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.all.extend(items);
        self.starts.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A list.
    pub fn get(&self, number: u32) -> &[T] {
        let at = number as usize;
        &self.all[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Every list, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[T]> {
        self.starts.windows(2).map(|ends| &self.all[ends[0] as usize..ends[1] as usize])
    }

    /// Where each list begins, at last where all end, and what is in them.
    pub fn parts(&self) -> (&[u32], &[T]) {
        (&self.starts, &self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_comes_under_their_number_in_its_order() {
        let mut lists = Lists::by_number(4, || [(2, 'a'), (0, 'b'), (2, 'c')].into_iter());
        lists.push(['d']);
        assert_eq!(lists.iter().collect::<Vec<_>>(), [&['b'][..], &[], &['a', 'c'], &[], &['d']]);
        assert_eq!((lists.len(), lists.get(2)), (5, &['a', 'c'][..]));
        assert_eq!(Lists::<char>::by_number(2, std::iter::empty).iter().len(), 2);
    }
}
