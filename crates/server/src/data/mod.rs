//! What pages show, as data: rows and objects without a word of any language, written beside the pages and served by the interface.
//!
//! | file | what |
//! |---|---|
//! | `draw` | all of one draw but its rows |
//! | `rows` | draws, visits, the drawn and their reserves, files |
//! | `table` | rows in a file, each found without reading the others |
//! | `groups` | which visits are of a department, an area, an item or a day |
//!
//! Texts are those of the pages: without controls, directions and what is not seen (section 3 of `docs/PROTOCOL.md`). Numbers are
//! integers. Digests are 64 hexadecimal digits, days `YYYY-MM-DD`.

mod draw;
mod groups;
mod rows;
mod table;

pub(crate) use draw::{
    AreaShare, Attempts, Attester, Cast, Digests, DrawDocument, DrawItems, FinalValue, Grading, Holding, Item,
    ListRoot, Opened, Pool, Replaced, Said, Step, Stratum, TaskData, Witnessed, Work,
};
pub(crate) use groups::{By, Groups};
pub(crate) use rows::{
    CountsRow, DrawRow, DrawState, FileRow, FilesDocument, SelectedRow, TeamMember, VisitFor, VisitRow, VisitStanding,
};
pub(crate) use table::{Table, written};

/// Rows of a file `NAME.jsonl`, with where they begin in `NAME.index.txt`.
pub(crate) const DRAWS: &str = "draws";
pub(crate) const VISITS: &str = "visits";
pub(crate) const SELECTED: &str = "selected";

/// Where the data of a draw is, seen from its folder; data of all draws is in the same folder of the site.
pub(crate) const FOLDER: &str = "data";
