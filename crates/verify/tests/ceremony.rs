//! A draw held as a ceremony: honest bundles of every kind verify, with grade and state.

mod support;

use draw::in_memory::freeze;
use records::plan::Plan;
use support::authority::{self, log_signer};
use support::desk::{self, Number};
use support::{check, village};
use verify::{Grade, Kind, LogCopy, Options, Policy, State, verify};

fn plan(sequence: u32, attempt: u32) -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, sequence, attempt);
    serde_json::from_value(plan).unwrap()
}

#[test]
fn an_open_draw_from_announcement_to_finish() {
    let office = village::office();
    let plan = plan(1, 1);
    let frozen = freeze(&office, &plan).unwrap();
    let closed = Number::new(&frozen).up_to_close().signed();
    let announcement = check(&closed.bundle(Kind::Announcement)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((announcement.standing.grade, announcement.status.state), (Grade::Attested, State::Announced));
    let drawn = closed.rolled(desk::ROLLED).drawn();
    let verified = check(&drawn.bundle(Kind::Outcome)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.standing.grade, verified.status.state), (Grade::Attested, State::Drawn));
    let finished = drawn.finished();
    let bundle = finished.bundle(Kind::Outcome);
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let (log, tiles) = (finished.log(), finished.log().tiles());
    let checkpoint = log.checkpoint(log.size()).to_string();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let options =
        Options { policy: Some(&policy), log: Some(copy), require: Some(Grade::Anchored), ..Options::default() };
    let verified = verify(&bundle, &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.standing.grade, verified.status.state), (Grade::Anchored, State::Finished));
    println!("{}", verified.message(records::lang::Lang::Zh));
    println!("{}", verified.message(records::lang::Lang::En));
    assert_eq!(verified.standing.dated, Some(desk::COSIGNED));
    let _ = log_signer();
}
