use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, SubgroupPoint};
use curve25519_dalek::scalar::Scalar;
use draw::escrow::{
    Announced, Dealt, check_announced, check_points, check_rule, check_secret, check_share, check_share_against,
    commitment, deal, recover,
};
use proptest::prelude::*;
use records::events::ShareFile;
use records::hash::{Digest, Secret, sha256};
use records::lang::Lang;
use records::plan::{Escrow, Holder};
use vsss_rs::{DefaultShare, FeldmanVerifierSet, IdentifierPrimeField, ReadableShareSet, Share, ValueGroup};

const DRAW: &str = "COUNTY/7/1";

fn escrow(holders: usize, threshold: u32) -> Escrow {
    let holder = |k| Holder { label: format!("保管方{k}"), outside: true };
    Escrow { holders: (1..=holders).map(holder).collect(), threshold }
}

fn plan() -> Digest {
    sha256(b"plan")
}

fn dealt(escrow: &Escrow, seed: u8) -> Dealt {
    // An even number keeps an odd seed from becoming zero.
    let coefficients: Vec<[u8; 64]> = (0..escrow.threshold as u8).map(|k| [seed ^ k.wrapping_mul(6); 64]).collect();
    deal(&plan(), escrow, &coefficients).unwrap()
}

fn files(escrow: &Escrow, seed: u8) -> (Dealt, Vec<ShareFile>) {
    let dealt = dealt(escrow, seed);
    let files = dealt.share_files(&plan(), DRAW, escrow);
    (dealt, files)
}

fn code<T, E: CodeOf>(result: Result<T, E>) -> &'static str {
    result.err().map_or("ok", |error| error.code_of())
}

trait CodeOf {
    fn code_of(&self) -> &'static str;
}

impl CodeOf for draw::escrow::EscrowError {
    fn code_of(&self) -> &'static str {
        // Every refusal speaks both languages.
        assert!(!self.message(Lang::Zh).is_ascii() && !self.message(Lang::En).is_empty());
        self.code()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_t_shares_recover_and_fewer_give_something_else(
        holders in 1_usize..8,
        more in 0_u32..8,
        coefficients in prop::collection::vec(prop::array::uniform32(1_u8..), 8),
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let threshold = (holders as u32 / 2 + 1 + more).min(holders as u32);
        let escrow = escrow(holders, threshold);
        let coefficients: Vec<[u8; 64]> =
            coefficients.iter().take(threshold as usize).map(|half| [*half, *half].concat().try_into().unwrap()).collect();
        let dealt = deal(&plan(), &escrow, &coefficients).unwrap();
        let all = dealt.share_files(&plan(), DRAW, &escrow);
        let chosen: Vec<ShareFile> =
            order.iter().filter_map(|place| all.get(*place)).take(threshold as usize).cloned().collect();
        prop_assert!(all.iter().all(|file| check_share(file).is_ok()));
        let secret = recover(&chosen, threshold).unwrap();
        prop_assert_eq!(secret.expose_bytes(), dealt.secret.expose_bytes());
        let from_all = recover(&all, threshold).unwrap();
        prop_assert_eq!(from_all.expose_bytes(), dealt.secret.expose_bytes());
        // Somebody else's library finds the same secret, and takes every share by the same points.
        prop_assert_eq!(combined(&chosen), Some(dealt.secret.expose_bytes().to_owned()));
        prop_assert!(all.iter().all(taken_by_another));
        if threshold > 1 {
            let few = &chosen[1..];
            prop_assert_eq!(code(recover(few, threshold)), "escrow-too-few");
            // Pretending that fewer do gives a number, and a wrong one.
            prop_assert_ne!(combined(few), Some(dealt.secret.expose_bytes().to_owned()));
        }
    }

    #[test]
    fn a_tampered_share_is_caught(seed: u8, byte in 0_usize..31, change in 1_u8..) {
        let escrow = escrow(4, 3);
        let (_, mut files) = files(&escrow, seed | 1);
        let mut bytes = files[1].share.to_bytes();
        bytes[byte] ^= change;
        files[1].share = Digest::new(bytes);
        prop_assert_eq!(code(check_share(&files[1])), "escrow-junk");
        prop_assert_eq!(code(recover(&files, 3)), "escrow-junk");
        files.remove(1);
        prop_assert!(recover(&files, 3).is_ok());
    }
}

type Other = DefaultShare<IdentifierPrimeField<Scalar>, IdentifierPrimeField<Scalar>>;

fn other(file: &ShareFile) -> Other {
    let value = Scalar::from_canonical_bytes(file.share.to_bytes()).unwrap();
    Other::with_identifier_and_value(IdentifierPrimeField(Scalar::from(file.index)), IdentifierPrimeField(value))
}

fn combined(files: &[ShareFile]) -> Option<[u8; 32]> {
    let shares: Vec<Other> = files.iter().map(other).collect();
    // It refuses a single share; of one, the polynomial is the share.
    match files {
        [one] => Some(one.share.to_bytes()),
        _ => shares.combine().ok().map(|secret| secret.0.to_bytes()),
    }
}

fn taken_by_another(file: &ShareFile) -> bool {
    use curve25519_dalek::edwards::EdwardsPoint;
    use vsss_rs::elliptic_curve::group::cofactor::CofactorGroup;
    let point = |bytes: &Digest| {
        let point: EdwardsPoint = CompressedEdwardsY(bytes.to_bytes()).decompress().unwrap();
        let inside: Option<SubgroupPoint> = point.into_subgroup().into();
        ValueGroup(inside.unwrap())
    };
    let generator: Option<SubgroupPoint> = ED25519_BASEPOINT_POINT.into_subgroup().into();
    let mut set = vec![ValueGroup(generator.unwrap())];
    set.extend(file.points.iter().map(point));
    FeldmanVerifierSet::<Other, ValueGroup<SubgroupPoint>>::verify_share(&set, &other(file)).is_ok()
}

#[test]
fn rules_of_a_plan_are_named() {
    let rule = |change: fn(&mut Escrow)| {
        let mut escrow = escrow(4, 3);
        change(&mut escrow);
        code(check_rule(&escrow))
    };
    assert_eq!(rule(|_| {}), "ok");
    assert_eq!(rule(|e| e.holders.clear()), "escrow-holders");
    assert_eq!(rule(|e| *e = escrow(256, 200)), "escrow-holders");
    assert_eq!(rule(|e| *e = escrow(255, 128)), "ok");
    assert_eq!(rule(|e| e.threshold = 5), "escrow-threshold");
    assert_eq!(rule(|e| e.threshold = 2), "escrow-threshold"); // half is not more than half
    assert_eq!(rule(|e| e.threshold = 0), "escrow-threshold");
    assert_eq!(rule(|e| e.holders[2].label.clear()), "escrow-no-label");
    assert_eq!(rule(|e| e.holders[2].label = e.holders[0].label.clone()), "escrow-label-twice");
    assert_eq!(rule(|e| e.holders.iter_mut().take(2).for_each(|holder| holder.outside = false)), "ok");
    assert_eq!(rule(|e| e.holders.iter_mut().take(3).for_each(|holder| holder.outside = false)), "escrow-inside");
}

#[test]
fn dealing_takes_one_coefficient_for_each_point_and_none_that_is_zero() {
    let escrow = escrow(3, 2);
    assert_eq!(code(deal(&plan(), &escrow, &[[1; 64]])), "escrow-coefficients");
    assert_eq!(code(deal(&plan(), &escrow, &[[1; 64], [0; 64]])), "escrow-zero-coefficient");
    assert_eq!(code(deal(&plan(), &escrow, &[[0; 64], [1; 64]])), "escrow-zero-coefficient");
    let fewer = Escrow { threshold: 1, ..escrow };
    assert_eq!(code(deal(&plan(), &fewer, &[[1; 64]])), "escrow-threshold");
}

#[test]
fn a_share_says_what_is_wrong_with_it() {
    let escrow = escrow(3, 2);
    let check = |change: fn(&mut ShareFile)| {
        let (_, mut files) = files(&escrow, 3);
        change(&mut files[0]);
        code(check_share(&files[0]))
    };
    let renew = |file: &mut ShareFile| file.commitment = commitment(&file.plan, &file.points);
    assert_eq!(check(|_| {}), "ok");
    assert_eq!(check(|f| f.format = "mq1/slip".to_owned()), "escrow-format");
    assert_eq!(check(|f| f.index = 0), "escrow-index");
    assert_eq!(check(|f| f.index = 256), "escrow-index");
    assert_eq!(check(|f| f.points.clear()), "escrow-points");
    assert_eq!(check(|f| f.points[1] = sha256(b"no point")), "escrow-point");
    assert_eq!(check(|f| f.points[1] = second_form()), "escrow-point");
    assert_eq!(check(|f| f.points[1] = Digest::new(EIGHT_TORSION[1].compress().to_bytes())), "escrow-small-order");
    assert_eq!(check(|f| f.commitment = sha256(b"c")), "escrow-commitment");
    assert_eq!(check(|f| f.plan = sha256(b"other")), "escrow-commitment");
    assert_eq!(check(|f| f.share = Digest::new([0xff; 32])), "escrow-scalar");
    assert_eq!(check(|f| f.index = 2), "escrow-junk");
    // Points of another deal, c made to fit: the share is what does not fit.
    let (_, mut wrong) = files(&escrow, 3);
    wrong[0].points = files(&escrow, 9).0.points.clone();
    renew(&mut wrong[0]);
    assert_eq!(code(check_share(&wrong[0])), "escrow-junk");
}

/// A y of p + 3, p + 4 … that is on the curve: a point with a second form.
fn second_form() -> Digest {
    let form = |k: u8| {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (0xed + k, 0x7f);
        bytes
    };
    let found = (2..19).map(form).find(|bytes| {
        let point = CompressedEdwardsY(*bytes).decompress();
        point.is_some_and(|point| !point.is_small_order())
    });
    Digest::new(found.unwrap())
}

#[test]
fn a_point_that_is_off_by_small_order_is_refused() {
    // A dealer can add such a point: by eight all shares would be good, and the secret would never open the first point.
    let escrow = escrow(3, 2);
    let off = |number: usize| {
        let (_, mut files) = files(&escrow, 3);
        for file in &mut files {
            let point = CompressedEdwardsY(file.points[number].to_bytes()).decompress().unwrap() + EIGHT_TORSION[1];
            file.points[number] = Digest::new(point.compress().to_bytes());
            file.commitment = commitment(&file.plan, &file.points);
        }
        files
    };
    for number in [0, 1] {
        assert!(off(number).iter().all(|file| code(check_share(file)) == "escrow-small-order"));
        assert_eq!(code(recover(&off(number), 2)), "escrow-small-order");
    }
}

#[test]
fn a_share_of_something_else_is_told_apart() {
    let escrow = escrow(3, 2);
    let (dealt, _) = files(&escrow, 3);
    let plan = plan();
    let announced =
        Announced { plan: &plan, draw: DRAW, escrow: &escrow, points: &dealt.points, commitment: &dealt.commitment };
    let what = |change: &dyn Fn(&mut ShareFile)| {
        let (_, mut files) = files(&escrow, 3);
        change(&mut files[0]);
        match check_share_against(&files[0], announced) {
            Err(draw::escrow::EscrowError::Other { what, .. }) => what,
            other => code(other),
        }
    };
    assert_eq!(what(&|_| {}), "ok");
    assert_eq!(what(&|f| f.draw = "COUNTY/7/2".to_owned()), "draw");
    assert_eq!(what(&|f| f.plan = sha256(b"other")), "plan");
    assert_eq!(what(&|f| f.commitment = sha256(b"other")), "commitment");
    assert_eq!(what(&|f| f.points.swap(0, 1)), "points");
    assert_eq!(what(&|f| f.holder = "路人".to_owned()), "holder");
    assert_eq!(what(&|f| f.index = 2), "holder");
    assert_eq!(what(&|f| f.index = 4), "escrow-index");
    assert_eq!(what(&|f| f.index = 0), "escrow-index");
    assert_eq!(what(&|f| f.share = sha256(b"junk")), "escrow-scalar");
    let wrong = Announced { points: &dealt.points[..1], ..announced };
    assert_eq!(code(check_announced(wrong)), "escrow-points");
    let other = sha256(b"other");
    assert_eq!(code(check_announced(Announced { commitment: &other, ..announced })), "escrow-commitment");
    assert_eq!(code(check_points(&[])), "escrow-points");
}

#[test]
fn shares_that_do_not_belong_together_are_refused() {
    let escrow = escrow(4, 3);
    let given = |change: &dyn Fn(&mut Vec<ShareFile>)| {
        let (_, mut files) = files(&escrow, 3);
        change(&mut files);
        code(recover(&files, 3))
    };
    assert_eq!(given(&|_| {}), "ok");
    assert_eq!(given(&|f| f.truncate(2)), "escrow-too-few");
    assert_eq!(given(&|f| f.clear()), "escrow-too-few");
    assert_eq!(given(&|f| f[2] = f[1].clone()), "escrow-twice");
    assert_eq!(given(&|f| f[2].draw = "COUNTY/8/1".to_owned()), "escrow-mixed");
    assert_eq!(given(&|f| f[2].plan = sha256(b"other")), "escrow-mixed");
    assert_eq!(given(&|f| f[2] = files(&escrow, 9).1[2].clone()), "escrow-mixed");
    assert_eq!(given(&|f| f[2].share = f[1].share), "escrow-junk");
    let (_, all) = files(&escrow, 3);
    assert_eq!(code(recover(&all, 2)), "escrow-points"); // the points say three
}

#[test]
fn a_published_secret_opens_the_first_point() {
    let dealt = dealt(&escrow(3, 2), 3);
    assert_eq!(code(check_secret(&dealt.secret, &dealt.points)), "ok");
    assert_eq!(code(check_secret(&dealt.shares[0], &dealt.points)), "escrow-secret");
    assert_eq!(code(check_secret(&Secret::new([0; 32]), &dealt.points)), "escrow-zero-secret");
    assert_eq!(code(check_secret(&Secret::new([0xff; 32]), &dealt.points)), "escrow-scalar");
    assert_eq!(code(check_secret(&dealt.secret, &[])), "escrow-secret");
}

#[test]
fn secrets_of_a_deal_are_not_shown() {
    let dealt = dealt(&escrow(3, 2), 3);
    let shown = format!("{dealt:?}");
    for secret in dealt.shares.iter().chain([&dealt.secret]) {
        assert!(!shown.contains(&hex::encode(secret.expose_bytes())));
    }
}
