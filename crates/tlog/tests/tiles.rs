//! Tiles, appending, proofs from tiles and audits, against logs that other programs made and against the definition.

mod support;

use proptest::prelude::*;
use std::io;
use support::{Memory, Vectors, entries};
use tlog::audit::audit;
use tlog::checkpoint::SignedCheckpoint;
use tlog::edge::RightEdge;
use tlog::proof::{verify_consistency, verify_inclusion};
use tlog::prover::{consistency_proof, inclusion_proof};
use tlog::tile::{Content, Tile, TileReader};
use tlog::tiled::TiledTree;
use tlog::tree::{Hash, leaf_hash, root_of};

fn leaves(entries: &[Vec<u8>]) -> Vec<Hash> {
    entries.iter().map(|entry| leaf_hash(entry)).collect()
}

#[test]
fn paths_have_one_spelling() {
    for (path, content, index, width) in [
        ("tile/0/000", Content::Hashes(0), 0, 256),
        ("tile/63/x001/x234/067.p/8", Content::Hashes(63), 1_234_067, 8),
        ("tile/entries/x057/500", Content::Entries, 57_500, 256),
        ("tile/entries/001.p/255", Content::Entries, 1, 255),
    ] {
        let tile: Tile = path.parse().unwrap();
        assert_eq!(tile, Tile { content, index, width });
        assert_eq!(tile.to_string(), path);
    }
    for path in [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/001/000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/1000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/1/",
        "tile/0/",
        "/tile/0/000",
        "tile/data/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "checkpoint",
    ] {
        assert_eq!(path.parse::<Tile>().unwrap_err().code(), "tile-path", "{path}");
    }
}

#[test]
fn the_files_of_a_log_are_those_of_the_specification() {
    // The example of c2sp.org/tlog-tiles, "Partial Tiles".
    let all: Vec<Tile> = Tile::all_in_log(70_000).collect();
    let count = |content, full| all.iter().filter(|tile| tile.content == content && tile.is_full() == full).count();
    assert_eq!((count(Content::Hashes(0), true), count(Content::Hashes(1), true)), (273, 1));
    let partial: Vec<String> = all.iter().filter(|tile| !tile.is_full()).map(Tile::to_string).collect();
    assert_eq!(
        partial,
        ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"].map(str::to_owned)
    );
    let of_256: Vec<String> = Tile::all_in_log(256).map(|tile| tile.to_string()).collect();
    assert_eq!(of_256, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(Tile::all_in_log(0).count(), 0);
    assert_eq!(Tile::in_log(Content::Hashes(7), 0, u64::MAX).map(|tile| tile.width), Some(255));
    assert_eq!(Tile::in_log(Content::Hashes(8), 0, u64::MAX), None);
}

/// The checkpoint of a public log at that size.
fn theirs(size: u64) -> (u64, Hash) {
    let checkpoint = SignedCheckpoint::from_bytes(&support::vector(&format!("tessera/checkpoint.{size}"))).unwrap();
    (checkpoint.checkpoint().size, checkpoint.checkpoint().root)
}

#[test]
fn a_log_of_another_program_is_read_audited_and_proven() {
    let reader = Vectors("tessera");
    for size in [0, 7, 8, 15] {
        let (size, root) = theirs(size);
        let mut words = Vec::new();
        audit(&reader, size, root, |_, entry| words.push(String::from_utf8(entry.to_vec()).unwrap())).unwrap();
        let all = ["one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf"];
        assert!(words.iter().zip(all).all(|(got, expected)| got == expected), "{words:?}");
        let mut tree = TiledTree::new(&reader, size, root);
        for index in 0..size {
            let (entry, inclusion) = tree.entry(index).unwrap();
            verify_inclusion(&leaf_hash(&entry), index, size, &inclusion.path, &root).unwrap();
        }
    }
    let (size, root) = theirs(15);
    for old in [0, 1, 2, 7, 8, 15] {
        let consistency = TiledTree::new(&reader, size, root).consistency(old).unwrap();
        assert_eq!((consistency.old_size, consistency.old_root), theirs(old));
    }
}

#[test]
fn our_files_are_those_of_another_program() {
    let mut log = Memory::default();
    let (size, root) = theirs(15);
    let mut all = Vec::new();
    audit(&Vectors("tessera"), size, root, |_, entry| all.push(entry.to_vec())).unwrap();
    for (index, entry) in all.iter().enumerate() {
        log.append(std::slice::from_ref(entry));
        if let size @ (7 | 8 | 15) = index + 1 {
            assert_eq!(log.edge.root(), theirs(size as u64).1);
            for path in [format!("tile/0/000.p/{size}"), format!("tile/entries/000.p/{size}")] {
                assert_eq!(log.files[&path.parse().unwrap()], support::vector(&format!("tessera/{path}")), "{path}");
            }
        }
    }
    // Two levels of tiles, by a third program.
    let log = Memory::of(&entries(0..300));
    let checkpoint = SignedCheckpoint::from_bytes(&support::vector("sunlight/checkpoint")).unwrap();
    assert_eq!((300, log.edge.root()), (checkpoint.checkpoint().size, checkpoint.checkpoint().root));
    for path in ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"] {
        assert_eq!(log.files[&path.parse().unwrap()], support::vector(&format!("sunlight/{path}")), "{path}");
    }
    assert_eq!(RightEdge::read(&Vectors("sunlight"), 300).unwrap(), log.edge);
}

/// Another program's reader on our files.
struct Theirs<'a>(&'a Memory);

impl tlog_tiles::TileReader for Theirs<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let read = |tile: &tlog_tiles::Tile| {
            let content = Content::Hashes(tile.level());
            let ours = Tile { content, index: tile.level_index(), width: tile.width() as u16 };
            // Their path has the height in it.
            assert_eq!(tile.path().replacen("tile/8/", "tile/", 1), ours.to_string());
            self.0.files.get(&ours).cloned().ok_or(tlog_tiles::Error::InvalidTile)
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _tiles: &[tlog_tiles::Tile], _data: &[Vec<u8>]) {}
}

#[test]
fn another_program_reads_our_log_and_checks_our_proofs() {
    let log = Memory::of(&entries(0..700));
    let root = log.edge.root();
    let their_root = tlog_tiles::Hash(root.to_bytes());
    let theirs = Theirs(&log);
    let reader = tlog_tiles::TileHashReader::new(700, their_root, &theirs);
    assert_eq!(tlog_tiles::tree_hash(700, &reader).unwrap().0, root.to_bytes());
    let mut ours = TiledTree::new(&log, 700, root);
    for index in [0, 1, 255, 256, 511, 512, 600, 699] {
        let (entry, inclusion) = ours.entry(index).unwrap();
        let path: Vec<_> = inclusion.path.iter().map(|hash| tlog_tiles::Hash(hash.to_bytes())).collect();
        assert_eq!(tlog_tiles::prove_record(700, index, &reader).unwrap(), path);
        tlog_tiles::check_record(&path, 700, their_root, index, tlog_tiles::record_hash(&entry)).unwrap();
    }
    for old in [1, 255, 256, 257, 512, 699] {
        let consistency = ours.consistency(old).unwrap();
        let proof: Vec<_> = consistency.proof.iter().map(|hash| tlog_tiles::Hash(hash.to_bytes())).collect();
        assert_eq!(tlog_tiles::prove_tree(700, old, &reader).unwrap(), proof);
        let old_root = tlog_tiles::Hash(consistency.old_root.to_bytes());
        tlog_tiles::check_tree(&proof, 700, their_root, old, old_root).unwrap();
    }
}

#[test]
fn each_refusal_of_a_tile_has_its_code() {
    let log = Memory::of(&entries(0..300));
    let root = log.edge.root();
    let with = |path: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = log.clone();
        change(changed.files.get_mut(&path.parse().unwrap()).unwrap());
        audit(&changed, 300, root, |_, _| {}).unwrap_err().code()
    };
    assert_eq!(with("tile/0/001.p/44", &|bytes| bytes.truncate(43 * 32)), "tile-length");
    assert_eq!(with("tile/0/000", &|bytes| bytes[0] ^= 1), "audit-entry");
    assert_eq!(with("tile/entries/000", &|bytes| bytes[2] ^= 1), "audit-entry");
    assert_eq!(with("tile/entries/000", &|bytes| bytes.push(0)), "tile-bundle");
    assert_eq!(with("tile/entries/000", &|bytes| bytes.truncate(99)), "tile-bundle");
    assert_eq!(with("tile/1/000.p/1", &|bytes| bytes[0] ^= 1), "audit-node");
    assert_eq!(audit(&log, 299, root, |_, _| {}).unwrap_err().code(), "tile-missing");
    let mut missing = log.clone();
    missing.files.remove(&"tile/entries/000".parse().unwrap());
    assert_eq!(audit(&missing, 300, root, |_, _| {}).unwrap_err().code(), "tile-missing");
    assert_eq!(audit(&log, 300, leaf_hash(b""), |_, _| {}).unwrap_err().code(), "audit-root");
    let long = RightEdge::new().append(&[], &[vec![0; 65_535], vec![0; 65_536]]).unwrap_err();
    assert_eq!(long.code(), "tile-entry-length");
    RightEdge::new().append(&[], &[vec![0; 65_535], Vec::new()]).unwrap();

    struct Broken;
    impl TileReader for Broken {
        fn read(&self, _tile: &Tile) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    assert_eq!(audit(&Broken, 1, root, |_, _| {}).unwrap_err().code(), "tile-read");
}

#[test]
fn tiles_of_another_tree_give_no_proof() {
    let log = Memory::of(&entries(0..300));
    let mut tree = TiledTree::new(&log, 300, leaf_hash(b"another"));
    assert_eq!(tree.inclusion(5).unwrap_err().code(), "proof-root");
    assert_eq!(tree.consistency(256).unwrap_err().code(), "proof-root");
    let mut tree = TiledTree::new(&log, 300, log.edge.root());
    assert_eq!(tree.inclusion(300).unwrap_err().code(), "prover-index");
    assert_eq!(tree.entry(300).unwrap_err().code(), "prover-index");
    assert_eq!(tree.consistency(301).unwrap_err().code(), "prover-old-size");
    assert!(TiledTree::new(&log, u64::MAX, log.edge.root()).inclusion(u64::MAX - 1).is_err());
    assert!(TiledTree::new(&log, u64::MAX, log.edge.root()).consistency(1 << 40).is_err());
}

#[test]
fn a_partial_tile_that_was_removed_is_taken_from_the_full_one() {
    let mut log = Memory::of(&entries(0..200));
    let root = log.edge.root();
    log.append(&entries(200..256));
    log.files.retain(|tile, _| tile.is_full());
    audit(&log, 200, root, |_, _| {}).unwrap();
    TiledTree::new(&log, 200, root).entry(199).unwrap();
}

#[test]
fn an_earlier_tree_is_proven_from_later_partial_tiles() {
    let earlier = Memory::of(&entries(0..300)).edge.root();
    let log = Memory::of(&entries(0..310));
    assert_eq!(TiledTree::new(&log, 300, earlier).entry(299).unwrap_err().code(), "tile-missing");
    let mut tree = TiledTree::new(&log, 300, earlier).in_log_of(310);
    assert_eq!(tree.entry(299).unwrap().0, b"record 299");
    tree.consistency(257).unwrap();
    assert_eq!(tree.entry(300).unwrap_err().code(), "prover-index");
    assert_eq!(tree.consistency(301).unwrap_err().code(), "prover-old-size");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn random_batches_give_the_tree_of_all(batches in prop::collection::vec(0..400_u64, 1..8), asked: prop::sample::Index) {
        let mut log = Memory::default();
        let mut sizes = vec![0];
        for batch in batches {
            let size = log.edge.size();
            log.append(&entries(size..size + batch));
            sizes.push(size + batch);
        }
        let size = log.edge.size();
        let all = leaves(&entries(0..size));
        let root = root_of(all.iter().copied());
        prop_assert_eq!(log.edge.root(), root);
        prop_assert_eq!(&RightEdge::read(&log, size).unwrap(), &log.edge);
        prop_assert_eq!(&audit(&log, size, root, |_, _| {}).unwrap(), &log.edge);
        // At once, the log has the same files, without the partial tiles of sizes between.
        let at_once = Memory::of(&entries(0..size));
        prop_assert!(at_once.files.iter().all(|(tile, bytes)| log.files.get(tile) == Some(bytes)));
        prop_assert_eq!(at_once.files.keys().copied().collect::<std::collections::BTreeSet<_>>(), Tile::all_in_log(size).collect());
        let mut tree = TiledTree::new(&log, size, root);
        for old in sizes {
            let consistency = tree.consistency(old).unwrap();
            prop_assert_eq!(consistency.old_root, root_of(all.iter().take(old as usize).copied()));
            prop_assert_eq!(&consistency.proof, &consistency_proof(&all, old).unwrap());
            verify_consistency(old, &consistency.old_root, size, &root, &consistency.proof).unwrap();
            prop_assert!(consistency.proof.len() * 45 < 3000);
        }
        if size > 0 {
            let index = asked.index(size as usize) as u64;
            prop_assert_eq!(tree.inclusion(index).unwrap().path, inclusion_proof(&all, index).unwrap());
        }
    }

    #[test]
    fn each_changed_byte_of_each_file_is_noticed(size in 1..600_u64, file: prop::sample::Index, place: prop::sample::Index, bit in 0..8_u32) {
        let log = Memory::of(&entries(0..size));
        let root = log.edge.root();
        let mut changed = log.clone();
        let files = changed.files.len();
        let bytes = changed.files.values_mut().nth(file.index(files)).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let found = audit(&changed, size, root, |_, _| {});
        prop_assert!(found.is_err());
    }

    #[test]
    fn a_path_is_read_back(level in 0..64_u8, index: u64, width in 1..=256_u16, is_entries: bool) {
        let content = if is_entries { Content::Entries } else { Content::Hashes(level) };
        let tile = Tile { content, index, width };
        prop_assert_eq!(tile.to_string().parse::<Tile>().unwrap(), tile);
    }
}
