//! The integer model of a pairing: no strings, no dates, no reasons.
//!
//! The caller numbers inspectors and visits in byte order of their ids, so that index order is id
//! order everywhere below.

/// "Nobody" and "no seat" in every flat array of the pairing.
pub const NONE: u32 = u32::MAX;

/// A list of lists in two flat arrays: row `k` is `items[start[k]..start[k + 1]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    start: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Rows {
    fn default() -> Self {
        Self { start: vec![0], items: Vec::new() }
    }
}

impl Rows {
    /// `count` empty rows.
    #[must_use]
    pub fn empty(count: usize) -> Self {
        Self { start: vec![0; count + 1], items: Vec::new() }
    }

    /// Starts with room for `rows` rows of `items` items in all.
    #[must_use]
    pub fn with_capacity(rows: usize, items: usize) -> Self {
        let mut start = Vec::with_capacity(rows + 1);
        start.push(0);
        Self { start, items: Vec::with_capacity(items) }
    }

    /// Copies `rows`.
    pub fn from_rows<R: AsRef<[u32]>>(rows: impl IntoIterator<Item = R>) -> Self {
        let mut out = Self::default();
        for row in rows {
            out.push(row.as_ref().iter().copied());
        }
        out
    }

    /// Appends one row.
    pub fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.items.extend(row);
        self.start.push(self.items.len() as u32);
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.start.len() - 1
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `k`.
    #[must_use]
    #[inline]
    pub fn row(&self, k: u32) -> &[u32] {
        &self.items[self.start[k as usize] as usize..self.start[k as usize + 1] as usize]
    }

    /// The position of row `k`'s first item among all items.
    #[must_use]
    #[inline]
    pub fn first(&self, k: u32) -> u32 {
        self.start[k as usize]
    }

    /// All items, row after row.
    #[must_use]
    pub fn items(&self) -> &[u32] {
        &self.items
    }

    /// The row in which item number `item` stands.
    #[must_use]
    pub fn row_of(&self, item: u32) -> u32 {
        // Empty rows share their start with the next one: the last row starting at or before it.
        (self.start.partition_point(|&s| s <= item) - 1) as u32
    }
}

/// Who may be sent where, and how often. The *number* of a seat is its position in `seats`, visit
/// after visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instance {
    /// Inspectors are `0..inspector_count`.
    pub inspector_count: u32,
    /// The least number of visits of each inspector.
    pub min: Vec<u32>,
    /// The largest number of visits of each inspector.
    pub max: Vec<u32>,
    /// Members of each pool, ascending: department, role, expertise, area and validity resolved.
    pub pools: Vec<Vec<u32>>,
    /// Visit → the pool of each of its seats, in seat order.
    pub seats: Rows,
    /// Visit → inspectors who may not be sent there, ascending.
    pub barred: Rows,
    /// Inspector → inspectors who should not be in a team with him, ascending. A pair counts when
    /// either of the two names the other.
    pub apart: Rows,
}

/// What is wrong with the numbers of an instance: a fault of the caller, never of the plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// A list has another length than the number of inspectors or visits asks for.
    #[error("list `{list}` has {got} rows, expected {expected}")]
    Length {
        /// Field of the instance.
        list: &'static str,
        /// Rows found.
        got: usize,
        /// Rows needed.
        expected: usize,
    },
    /// A list must be strictly ascending and within range.
    #[error("row {row} of list `{list}` is not strictly ascending below {below}")]
    Row {
        /// Field of the instance.
        list: &'static str,
        /// Row number.
        row: usize,
        /// Exclusive upper bound of the items.
        below: u32,
    },
    /// A minimum is above its maximum.
    #[error("inspector {inspector} has minimum {min} above maximum {max}")]
    Quota {
        /// Inspector index.
        inspector: u32,
        /// His minimum.
        min: u32,
        /// His maximum.
        max: u32,
    },
    /// There is more of something than the numbers of the engine hold.
    #[error("too many {what}: {most} is the most")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there may be.
        most: u32,
    },
}

impl Instance {
    /// The number of visits.
    #[must_use]
    pub fn visit_count(&self) -> u32 {
        self.seats.len() as u32
    }

    /// The number of seats of all visits.
    #[must_use]
    pub fn seat_count(&self) -> u32 {
        self.seats.items().len() as u32
    }

    /// Whether `inspector` is free of exclusions at `visit`; his pool is asked separately.
    #[must_use]
    #[inline]
    pub fn admits(&self, visit: u32, inspector: u32) -> bool {
        self.barred.row(visit).binary_search(&inspector).is_err()
    }

    /// Whether `inspector` may take seat number `seat` of `visit`.
    #[must_use]
    pub fn lawful(&self, visit: u32, seat: u32, inspector: u32) -> bool {
        let pool = self.seats.items()[seat as usize];
        self.pools[pool as usize].binary_search(&inspector).is_ok() && self.admits(visit, inspector)
    }

    /// Whether two inspectors should not be sent together.
    #[must_use]
    pub fn keeps_apart(&self, a: u32, b: u32) -> bool {
        self.apart.row(a).binary_search(&b).is_ok() || self.apart.row(b).binary_search(&a).is_ok()
    }

    /// Checks lengths, order and ranges, so that nothing below needs to doubt an index.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), ModelError> {
        let inspectors = self.inspector_count as usize;
        let visits = self.seats.len();
        if self.seats.items().len() >= NONE as usize || visits >= NONE as usize {
            return Err(ModelError::TooMany { what: "seats or visits", most: NONE - 1 });
        }
        if (0..visits).any(|k| self.seats.row(k as u32).len() > usize::from(u16::MAX)) {
            return Err(ModelError::TooMany { what: "seats of one visit", most: u32::from(u16::MAX) });
        }
        length("min", self.min.len(), inspectors)?;
        length("max", self.max.len(), inspectors)?;
        length("barred", self.barred.len(), visits)?;
        length("apart", self.apart.len(), inspectors)?;
        for (i, (&min, &max)) in self.min.iter().zip(&self.max).enumerate() {
            if min > max {
                return Err(ModelError::Quota { inspector: i as u32, min, max });
            }
        }
        let pool_count = self.pools.len() as u32;
        if let Some(seat) = self.seats.items().iter().position(|&pool| pool >= pool_count) {
            let row = self.seats.row_of(seat as u32) as usize;
            return Err(ModelError::Row { list: "seats", row, below: pool_count });
        }
        for (row, pool) in self.pools.iter().enumerate() {
            ascending("pools", row, pool, self.inspector_count)?;
        }
        for k in 0..visits {
            ascending("barred", k, self.barred.row(k as u32), self.inspector_count)?;
        }
        for k in 0..inspectors {
            ascending("apart", k, self.apart.row(k as u32), self.inspector_count)?;
        }
        Ok(())
    }
}

fn length(list: &'static str, got: usize, expected: usize) -> Result<(), ModelError> {
    if got == expected { Ok(()) } else { Err(ModelError::Length { list, got, expected }) }
}

fn ascending(list: &'static str, row: usize, items: &[u32], below: u32) -> Result<(), ModelError> {
    let ordered = items.windows(2).all(|pair| pair[0] < pair[1]);
    if ordered && items.last().is_none_or(|&last| last < below) {
        Ok(())
    } else {
        Err(ModelError::Row { list, row, below })
    }
}
