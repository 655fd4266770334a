//! What a key gives is fixed for ever: a later version that pairs otherwise is another protocol.

mod common;

use common::{instance, stream};
use draw::pair::{Options, Rows, Walk, check_seating, settle};
use sha2::{Digest, Sha256};

/// Two hundred visits of forty inspectors in overlapping pools, with quotas, exclusions and pairs
/// to keep apart.
#[test]
fn a_seating_is_stable() {
    let pools: Vec<Vec<u32>> = (0..5).map(|k| (8 * k..8 * k + 8).chain(0..4).collect()).collect();
    let pools: Vec<Vec<u32>> = pools
        .into_iter()
        .map(|mut pool| {
            pool.sort_unstable();
            pool.dedup();
            pool
        })
        .collect();
    let visits: Vec<Vec<u32>> = (0..200).map(|k| vec![k % 5, k % 5, (k * 7 + 3) % 5]).collect();
    let pools: Vec<&[u32]> = pools.iter().map(Vec::as_slice).collect();
    let rows: Vec<&[u32]> = visits.iter().map(Vec::as_slice).collect();
    let mut instance = instance(&[(3, 40); 40], &pools, &rows);
    instance.barred = Rows::from_rows((0..200).map(|k| [k % 40]));
    instance.apart = Rows::from_rows((0..40).map(|k| [(k + 1) % 40]));
    let once = |level: u32| (level == 0).then(|| instance.clone());
    let options = Options { walk: Walk::Protocol, joined: false };
    let open = |visit: u32, attempt: u8| stream(&format!("stable/{attempt}"), visit);
    let got = settle(once, |_| [0; 32], options, open).expect("settled");
    let holders = got.holders();
    assert_eq!(check_seating(&instance, &[], &holders), Ok(()));
    let mut hash = Sha256::new();
    holders.iter().for_each(|who| hash.update(who.to_be_bytes()));
    let part = &got.parts[0].seating;
    assert_eq!(got.parts.len(), 1);
    assert_eq!(
        (&holders[..9], part.words, part.walk.rounds, part.walk.moves),
        (&[5, 2, 30, 10, 15, 0, 18, 23, 22][..], 190_985, 64, 85_751)
    );
    assert_eq!(hex::encode(hash.finalize()), "398e0a4be0a85ad2ec0b9a7d398724ca25584d05796683cd840e81a8e9f32bc0");
    assert_eq!(part.repeats.len(), 65);

    // PASS reads the same words whoever is to be kept apart, so that the seating before TOGETHER is
    // the one of the same instance without that rule.
    let mut free = instance.clone();
    free.apart = Rows::empty(40);
    let before = settle(|level| (level == 0).then(|| free.clone()), |_| [0; 32], options, open).expect("settled");
    let teams: Vec<[u32; 3]> = before.holders().as_chunks().0.to_vec();
    let pairs = teams.iter().flat_map(|&[a, b, c]| [(a, b), (a, c), (b, c)]);
    let repeated = pairs.filter(|&(a, b)| instance.keeps_apart(a, b)).count();
    assert!(repeated >= part.repeats.len(), "TOGETHER never makes it worse: {repeated}");
    assert_eq!(part.walk.together_rounds, 64);
}
