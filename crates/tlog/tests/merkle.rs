//! The tree and its proofs against `tests/vectors/merkle/`, and against the definition.

use proptest::prelude::*;
use serde_json::Value;
use tlog::proof::{ProofError, verify_consistency, verify_inclusion};
use tlog::prover::{InclusionProver, consistency_proof, inclusion_proof, stream_inclusion_proof};
use tlog::tree::{Hash, TreeBuilder, empty_root, leaf_hash, node_hash, root_of};

fn vectors(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/merkle/");
    let file = std::fs::read_to_string(format!("{folder}{name}.json")).expect("the vectors are in the repository");
    serde_json::from_str(&file).expect("the vectors are JSON")
}

fn rows(value: &Value) -> &Vec<Value> {
    value.as_array().filter(|rows| !rows.is_empty()).expect("an array of vectors")
}

/// A hash, where the text has 32 bytes.
fn hash_of(value: &Value) -> Option<Hash> {
    let bytes = hex::decode(value.as_str().expect("a text")).expect("hexadecimal digits");
    Some(Hash::new(bytes.try_into().ok()?))
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

/// The code of the check that refuses, if any.
fn refusal(result: Option<Result<(), ProofError>>) -> Option<&'static str> {
    match result {
        None => Some("hash-length"),
        Some(result) => result.err().map(|error| error.code()),
    }
}

#[test]
fn public_inclusion_proofs_hold_or_are_refused_by_the_right_check() {
    let vectors = vectors("inclusion");
    assert_eq!(rows(&vectors["proofs"]).len(), 98);
    for row in rows(&vectors["proofs"]) {
        let verify = || {
            let proof: Vec<Hash> = row["proof"].as_array()?.iter().map(hash_of).collect::<Option<_>>()?;
            let (leaf, root) = (hash_of(&row["leaf_hash"])?, hash_of(&row["root"])?);
            Some(verify_inclusion(&leaf, number(&row["index"]), number(&row["size"]), &proof, &root))
        };
        assert_eq!(refusal(verify()), row["refused_by"].as_str(), "{row}");
    }
}

#[test]
fn public_consistency_proofs_hold_or_are_refused_by_the_right_check() {
    let vectors = vectors("consistency");
    assert_eq!(rows(&vectors["proofs"]).len(), 97);
    for row in rows(&vectors["proofs"]) {
        let verify = || {
            let proof: Vec<Hash> = row["proof"].as_array()?.iter().map(hash_of).collect::<Option<_>>()?;
            let (old_root, root) = (hash_of(&row["old_root"])?, hash_of(&row["root"])?);
            let (old_size, size) = (number(&row["old_size"]), number(&row["size"]));
            Some(verify_consistency(old_size, &old_root, size, &root, &proof))
        };
        assert_eq!(refusal(verify()), row["refused_by"].as_str(), "{row}");
    }
}

#[test]
fn the_classic_tree_has_its_roots() {
    let vectors = vectors("tree");
    let mut tree = TreeBuilder::new();
    let mut roots = vec![tree.root()];
    for (leaf, expected) in rows(&vectors["leaves"]).iter().zip(rows(&vectors["leaf_hashes"])) {
        let bytes = hex::decode(leaf.as_str().unwrap()).unwrap();
        assert_eq!(Some(leaf_hash(&bytes)), hash_of(expected));
        tree.push_leaf(&bytes);
        roots.push(tree.root());
    }
    let expected: Option<Vec<Hash>> = rows(&vectors["roots"]).iter().map(hash_of).collect();
    assert_eq!(Some(roots), expected);
    assert_eq!(Some(empty_root()), hash_of(&vectors["hashes"]["empty_root"]));
    assert_eq!(Some(leaf_hash(b"")), hash_of(&vectors["hashes"]["leaf_empty"]));
    assert_eq!(Some(leaf_hash(b"L123456")), hash_of(&vectors["hashes"]["leaf_L123456"]));
}

fn leaf_hashes(count: usize) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

/// MTH of RFC 6962, section 2.1, word for word.
fn definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            node_hash(&definition(&leaves[..split]), &definition(&leaves[split..]))
        }
    }
}

/// PATH of RFC 6962, section 2.1.1, word for word.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let split = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(split);
    let (mut hashes, sibling) = if index < split {
        (path(index, left), definition(right))
    } else {
        (path(index - split, right), definition(left))
    };
    hashes.push(sibling);
    hashes
}

#[test]
fn small_trees_follow_the_definition_in_full() {
    for size in 0..=66 {
        let leaves = leaf_hashes(size);
        let root = definition(&leaves);
        assert_eq!(root_of(leaves.iter().copied()), root);
        for (index, leaf) in leaves.iter().enumerate() {
            let proof = inclusion_proof(&leaves, index as u64).unwrap();
            assert_eq!(proof, path(index, &leaves));
            verify_inclusion(leaf, index as u64, size as u64, &proof, &root).unwrap();
        }
        for old_size in 0..=size {
            let old_root = definition(&leaves[..old_size]);
            let proof = consistency_proof(&leaves, old_size as u64).unwrap();
            verify_consistency(old_size as u64, &old_root, size as u64, &root, &proof).unwrap();
        }
        assert_eq!(inclusion_proof(&leaves, size as u64).unwrap_err().code(), "prover-index");
        assert_eq!(consistency_proof(&leaves, size as u64 + 1).unwrap_err().code(), "prover-old-size");
    }
}

proptest! {
    #[test]
    fn chunks_from_several_cores_make_the_same_tree(size in 0..3000_usize, level in 0..9_u32) {
        let leaves = leaf_hashes(size);
        let mut tree = TreeBuilder::new();
        for chunk in leaves.chunks(1 << level) {
            let mut part = TreeBuilder::new();
            chunk.iter().for_each(|leaf| part.push(*leaf));
            tree.append(&part).unwrap();
        }
        prop_assert_eq!(tree.size(), size as u64);
        prop_assert_eq!(tree.root(), definition(&leaves));
    }

    #[test]
    fn one_pass_proves_many_leaves(size in 1..600_usize, wanted in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
        let leaves = leaf_hashes(size);
        let wanted: Vec<u64> = wanted.iter().map(|index| index.index(size) as u64).collect();
        let mut prover = InclusionProver::new(&wanted);
        leaves.iter().for_each(|leaf| prover.push(*leaf));
        let proofs = prover.finish().unwrap();
        let distinct: std::collections::BTreeSet<u64> = wanted.into_iter().collect();
        prop_assert_eq!(proofs.iter().map(|proof| proof.index).collect::<Vec<_>>(), distinct.into_iter().collect::<Vec<_>>());
        for proof in proofs {
            prop_assert_eq!(&proof.path, &path(proof.index as usize, &leaves));
            prop_assert_eq!((proof.size, proof.root), (size as u64, definition(&leaves)));
            prop_assert_eq!(stream_inclusion_proof(leaves.iter().copied(), proof.index), Ok(proof));
        }
    }

    #[test]
    fn a_changed_proof_is_refused(size in 2..300_usize, index: prop::sample::Index, place: prop::sample::Index, bit in 0..256_usize) {
        let leaves = leaf_hashes(size);
        let root = definition(&leaves);
        let index = index.index(size);
        let mut proof = path(index, &leaves);
        let place = place.index(proof.len());
        let mut bytes = proof[place].to_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[place] = Hash::new(bytes);
        let result = verify_inclusion(&leaves[index], index as u64, size as u64, &proof, &root);
        prop_assert_eq!(result.unwrap_err().code(), "proof-root");
        proof.pop();
        let result = verify_inclusion(&leaves[index], index as u64, size as u64, &proof, &root);
        prop_assert_eq!(result.unwrap_err().code(), "proof-length");
    }

    #[test]
    fn hostile_numbers_end_in_an_error(index: u64, size: u64, count in 0..70_usize) {
        let hashes = leaf_hashes(count);
        let root = empty_root();
        let result = verify_inclusion(&root, index, size, &hashes, &root);
        prop_assert!(result.is_err());
        let (old_size, size) = (index.min(size).max(1), index.max(size).max(2));
        prop_assume!(old_size < size);
        prop_assert!(verify_consistency(old_size, &root, size, &root, &hashes).is_err());
    }
}

#[test]
fn the_largest_sizes_do_not_overflow() {
    let root = empty_root();
    for index in [0, 1, u64::MAX - 1, u64::MAX / 2] {
        assert!(verify_inclusion(&root, index, u64::MAX, &[root; 64], &root).is_err());
        let old_size = index.max(1);
        assert!(verify_consistency(old_size, &root, u64::MAX, &root, &[root; 64]).is_err());
    }
}

#[test]
fn a_part_that_does_not_fit_is_refused() {
    let mut tree = TreeBuilder::new();
    tree.push_leaf(b"one");
    assert_eq!(tree.push_subtree(1, empty_root()).unwrap_err().code(), "tree-unaligned");
    assert_eq!(tree.push_subtree(64, empty_root()).unwrap_err().code(), "tree-too-large");
    let mut pair = TreeBuilder::new();
    pair.push_leaf(b"two");
    pair.push_leaf(b"three");
    let before = tree.clone();
    assert_eq!(tree.append(&pair).unwrap_err().code(), "tree-unaligned");
    assert_eq!(tree, before);
}
