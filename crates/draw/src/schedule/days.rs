//! Sets of days as bits, because most of scheduling asks which days suit everybody of a team.

/// A set of days; bit d of the words stands for day d.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Days {
    words: Vec<u64>,
}

/// Words needed for `days` days.
pub(super) const fn words(days: u32) -> usize {
    days.div_ceil(64) as usize
}

impl Days {
    /// All days of a calendar.
    pub fn all(days: u32) -> Self {
        let mut out = Self { words: vec![u64::MAX; words(days)] };
        if let Some(last) = out.words.last_mut().filter(|_| !days.is_multiple_of(64)) {
            *last = (1 << (days % 64)) - 1;
        }
        out
    }

    pub fn none(days: u32) -> Self {
        Self { words: vec![0; words(days)] }
    }

    pub fn keep(&mut self, others: &[u64]) {
        self.words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
    }

    pub fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub fn remove(&mut self, day: u32) {
        self.words[day as usize / 64] &= !(1 << (day % 64));
    }

    /// The days from which `duration` consecutive days all belong to the set.
    pub fn starts(&mut self, duration: u32) {
        if duration <= 1 {
            return;
        }
        let base = self.words.clone();
        for k in 1..duration.min(64 * base.len() as u32 + 1) {
            for at in 0..base.len() {
                self.words[at] &= shifted_down(&base, at, k);
            }
        }
    }

    /// The days of all windows of `duration` days that start in the set; such windows must end
    /// within the calendar.
    pub fn windows(&mut self, duration: u32) {
        if duration <= 1 {
            return;
        }
        let base = self.words.clone();
        for k in 1..duration.min(64 * base.len() as u32) {
            for at in 0..base.len() {
                self.words[at] |= shifted_up(&base, at, k);
            }
        }
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The k-th day of the set, counting from 0.
    pub fn nth(&self, mut k: usize) -> Option<u32> {
        for (at, &word) in self.words.iter().enumerate() {
            let here = word.count_ones() as usize;
            if k < here {
                let mut word = word;
                for _ in 0..k {
                    word &= word - 1;
                }
                return Some(64 * at as u32 + word.trailing_zeros());
            }
            k -= here;
        }
        None
    }

    /// The days in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words
            .iter()
            .zip(0u32..)
            .flat_map(|(&word, at)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| 64 * at + bit))
    }
}

fn shifted_down(base: &[u64], at: usize, by: u32) -> u64 {
    let (whole, bits) = (by as usize / 64, by % 64);
    let word = |k: usize| base.get(k).copied().unwrap_or(0);
    match bits {
        0 => word(at + whole),
        _ => word(at + whole) >> bits | word(at + whole + 1) << (64 - bits),
    }
}

fn shifted_up(base: &[u64], at: usize, by: u32) -> u64 {
    let (whole, bits) = (by as usize / 64, by % 64);
    let word = |back: usize| at.checked_sub(back).map_or(0, |k| base[k]);
    match bits {
        0 => word(whole),
        _ => word(whole) << bits | word(whole + 1) >> (64 - bits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(days: u32, members: &[u32]) -> Days {
        let mut out = Days::all(days);
        (0..days).filter(|day| !members.contains(day)).for_each(|day| out.remove(day));
        out
    }

    #[test]
    fn windows_cross_word_borders() {
        let mut days = set(130, &[0, 1, 2, 62, 63, 64, 65, 128, 129]);
        days.starts(3);
        assert_eq!(days.iter().collect::<Vec<_>>(), [0, 62, 63]);
        days.windows(3);
        assert_eq!(days.iter().collect::<Vec<_>>(), [0, 1, 2, 62, 63, 64, 65]);
        assert_eq!((days.nth(4), days.nth(7)), (Some(63), None));
    }

    #[test]
    fn a_window_longer_than_the_calendar_has_no_start() {
        let mut days = Days::all(64);
        days.starts(65);
        assert!(days.is_empty());
        let mut days = Days::all(64);
        days.starts(64);
        assert_eq!(days.iter().collect::<Vec<_>>(), [0]);
    }
}
