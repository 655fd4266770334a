use draw::seed::{Keys, Reveal, Seed, Share, ceremony, check_final, close, commitment, contributions, open_seed};
use records::entropy::FinalSource;
use records::frozen::FinalValue;
use records::hash::{Digest, Secret, expand, h, hkdf_extract, sha256};
use records::plan::{Coordination, Profile};

use crate::fixture;

fn announced() -> Digest {
    sha256(b"announced")
}

#[test]
fn a_room_says_and_rolls() {
    let plan = fixture::plan();
    let said = contributions(&plan, [("群众代表", "7"), ("市场监管局", "18")]).unwrap();
    let labels: Vec<&str> = said.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["市场监管局", "群众代表"], "the plan's order");
    let ceremony = ceremony(&plan, said, fixture::DICE).unwrap();
    let sealing = open_seed(&plan, &announced(), &ceremony).unwrap();

    // By hand, from the text of section 8.
    let p = announced();
    let parts: [&[u8]; 11] = [
        p.as_bytes(),
        b"",
        "市场监管局".as_bytes(),
        b"",
        b"18",
        "消防大队".as_bytes(),
        b"",
        b"",
        "群众代表".as_bytes(),
        b"",
        b"7",
    ];
    assert_eq!(sealing.close, h("mq1/close", &parts));
    assert_eq!(sealing.final_digest, h("mq1/final", &[b"dice-10x20", fixture::DICE.as_bytes()]));
    let ikm = [*sealing.close.as_bytes(), *sealing.final_digest.as_bytes()].concat();
    let seed = expand(&hkdf_extract(p.as_bytes(), &ikm), "mq1/seed", &[]);
    assert_eq!(sealing.seed.digest().as_bytes(), &seed);
    assert_eq!(sealing.seed.hash(), sha256(&seed));
}

#[test]
fn wrong_ceremonies_are_named() {
    let plan = fixture::plan();
    let code = |said: &[(&str, &str)]| contributions(&plan, said.iter().copied()).unwrap_err().code();
    assert_eq!(code(&[("路人", "1")]), "seed-not-participant");
    assert_eq!(code(&[("消防大队", "1"), ("消防大队", "2")]), "seed-order");
    assert_eq!(code(&[("消防大队", "")]), "seed-length");
    assert_eq!(code(&[("消防大队", &"x".repeat(1025))]), "seed-length");
    assert!(ceremony(&plan, vec![], "3141592653589793238").is_err(), "nineteen dice");
    let mut said = contributions(&plan, fixture::SAID).unwrap();
    said.reverse();
    assert_eq!(ceremony(&plan, said, fixture::DICE).unwrap_err().code(), "seed-order");
    let few = FinalSource::Dice { sides: 10, count: 19 };
    let last = FinalValue { source: few.id(), value: "3141592653589793238".to_owned() };
    assert_eq!(check_final(&few, &last).unwrap_err().code(), "entropy-too-few-bits");
}

#[test]
fn remote_reveals_must_open_their_commitments() {
    let mut plan = fixture::plan();
    plan.profile = Profile::Remote;
    let salt = [7; 32];
    let committed = commitment(&announced(), "市场监管局", "18", &salt);
    let reveal = |value: &str| Some(Reveal { value: value.to_owned(), salt: Some(salt) });
    let share = |value| Share { commitment: Some(committed), reveal: reveal(value) };
    let none = Share::default();

    let d = close(&plan, &announced(), None, &[share("18"), none.clone(), none.clone()]).unwrap();
    let withheld = Share { commitment: Some(committed), reveal: None };
    let other = close(&plan, &announced(), None, &[withheld, none.clone(), none.clone()]).unwrap();
    assert_ne!(d, other);
    let lied = close(&plan, &announced(), None, &[share("19"), none.clone(), none.clone()]);
    assert_eq!(lied.unwrap_err().code(), "seed-commitment");
    let unannounced = Share { commitment: None, reveal: reveal("18") };
    let error = close(&plan, &announced(), None, &[unannounced, none.clone(), none.clone()]);
    assert_eq!(error.unwrap_err().code(), "seed-profile");
    // Nor does a label's commitment fit another label.
    let moved = close(&plan, &announced(), None, &[none.clone(), share("18"), none]);
    assert_eq!(moved.unwrap_err().code(), "seed-commitment");
}

#[test]
fn every_input_changes_the_seed() {
    let (p, d, f) = (announced(), sha256(b"d"), sha256(b"f"));
    let secret = Secret::new([9; 32]);
    let seeds = [
        Seed::derive(&p, None, &d, &f),
        Seed::derive(&d, None, &p, &f),
        Seed::derive(&p, None, &f, &d),
        Seed::derive(&p, Some(&secret), &d, &f),
        Seed::simulated(&p, 0),
        Seed::simulated(&p, 1),
    ];
    for (k, seed) in seeds.iter().enumerate() {
        assert!(!seeds[..k].contains(seed), "seed {k}");
    }
}

#[test]
fn independent_tasks_have_their_own_keys() {
    let mut plan = fixture::plan();
    let seed = Seed::simulated(&announced(), 3);
    let Keys { tickets, pair, .. } = &seed.keys(&plan);
    assert!(tickets.windows(2).all(|two| two[0] == two[1]));
    plan.coordination = Coordination::Independent;
    let alone = seed.keys(&plan);
    assert_eq!(alone.pair, *pair);
    assert!(alone.tickets[0] != alone.tickets[1] && !alone.tickets.contains(&tickets[0]));
    assert_ne!(alone.pair_stream("E01", 0), alone.pair_stream("E01", 1));
    assert_ne!(alone.pair_stream("E01", 0), alone.schedule_stream("E01", 0));
}
