//! The last steps of a ceremony: outcome, finish, void.

use draw::ceremony::Phase;
use draw::{escrow, signature};
use records::events::Event;
use records::hash::{Digest, Secret, sha256};
use records::plan::{Mode, Profile};

use crate::ceremony::{bare_void, code, line, with};
use crate::county::key;

#[test]
fn the_outcome_says_what_its_mode_asks_for() {
    with(Mode::Sealed, Profile::Room, |_, _, before| {
        let start = before("draw");
        let end = before("(end)");
        let of = |name: &str| end.events().iter().find(|line| line.event.name() == name).unwrap().event.clone();
        let Event::Draw(honest) = of("draw") else { panic!() };
        let check = |change: fn(&mut records::events::DrawEvent)| {
            let mut draw = honest.clone();
            change(&mut draw);
            code(&start, Event::Draw(draw))
        };
        assert_eq!(check(|_| {}), "ok");
        assert_eq!(check(|d| d.record = d.seed_hash), "step-key");
        assert_eq!(check(|d| d.seed_hash = None), "step-key");
        assert_eq!(check(|d| d.leaves = None), "step-key");
        assert_eq!(check(|d| d.capsules = None), "step-key");
        assert_eq!(check(|d| d.capsules.as_mut().unwrap().count -= 1), "step-capsules");

        let mut drawn = before("finish");
        let leaf = sha256(b"leaf");
        drawn.accept(&line(drawn.plan(), Event::Open { leaf })).unwrap();
        assert_eq!(code(&drawn, Event::Open { leaf }), "step-twice");
        let Event::Finish { record, secret } = of("finish") else { panic!() };
        let finish = |secret| code(&drawn, Event::Finish { record, secret });
        assert_eq!(finish(secret), "ok");
        assert_eq!(finish(None), "step-key");
        assert_eq!(finish(Some(Digest::new([0; 32]))), "escrow-zero-secret");
        assert_eq!(finish(Some(Digest::new([0xff; 32]))), "escrow-scalar");
        assert_eq!(finish(Some(Digest::new([1; 32]))), "escrow-secret");
        let wrong = Secret::new([1; 32]);
        assert_eq!(before("draw").sealing(Some(&wrong)).unwrap_err().code(), "escrow-secret");
        assert_eq!(before("draw").sealing(None).unwrap_err().code(), "step-key");
    });
    with(Mode::Open, Profile::Room, |_, _, before| {
        let drawn = before("finish");
        let finish = |record, secret| code(&drawn, Event::Finish { record, secret });
        assert_eq!(finish(sha256(b"x"), None), "step-record");
        let Event::Draw(draw) = drawn.events().last().unwrap().event.clone() else { panic!() };
        assert_eq!(finish(draw.record.unwrap(), None), "ok");
        assert_eq!(finish(draw.record.unwrap(), Some(sha256(b"x"))), "step-key");
    });
}

#[test]
fn a_void_says_more_the_later_it_comes() {
    with(Mode::Sealed, Profile::Room, |frozen, script, before| {
        let plan = &frozen.announcement.plan;
        let dealt =
            escrow::deal(&frozen.announcement.digest, plan.escrow.as_ref().unwrap(), &script.coefficients).unwrap();
        let s = Some(Digest::new(*dealt.secret.expose_bytes()));
        let early = before("close");
        assert_eq!(code(&early, bare_void("名单有误")), "ok");
        assert_eq!(code(&early, bare_void("")), "step-no-reason");
        let closed = before("roll");
        let d = closed.close_digest().unwrap();
        let signature = |who: &str, reason: &str| {
            Some(signature::sign(&key(who), &signature::void(&frozen.announcement.digest, Some(&d), reason)))
        };
        let void = |secret, record, signature| Event::Void { reason: "断电".to_owned(), record, secret, signature };
        let good = || signature("上级", "断电");
        assert_eq!(code(&early, void(None, None, good())), "step-key");
        assert_eq!(code(&early, void(s, None, None)), "step-key");
        assert_eq!(code(&closed, void(s, None, good())), "ok");
        assert_eq!(code(&closed, bare_void("断电")), "step-key");
        assert_eq!(code(&closed, void(None, None, good())), "step-key");
        assert_eq!(code(&closed, void(s, None, signature("司法局", "断电"))), "signature-invalid");
        assert_eq!(code(&closed, void(s, None, signature("上级", "停水"))), "signature-invalid");
        assert_eq!(code(&closed, void(s, Some(d), good())), "step-key");
        assert_eq!(code(&closed, void(Some(d), None, good())), "escrow-scalar");
        for later in ["draw", "finish"] {
            assert_eq!(code(&before(later), void(s, Some(d), good())), "ok");
            assert_eq!(code(&before(later), void(s, None, good())), "step-key");
        }
        let mut over = closed.clone();
        over.accept(&line(plan, void(s, None, good()))).unwrap();
        assert_eq!(over.phase(), Phase::Void);
        assert_eq!(code(&over, bare_void("again")), "step-too-late");
    });
}
