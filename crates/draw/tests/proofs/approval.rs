//! Both people of a replacement.

use draw::replace::{InspectorRequest, SUPERIOR, judge, propose_inspector};
use draw::signature;
use records::events::{Event, EventLine, Replacement};

use crate::county::key;
use crate::fixture::id;
use crate::hand::{code, digest, hand, inspector, plan, signed};

#[test]
fn two_people_agree_and_the_second_time_the_superior() {
    let plan = plan();
    let hand = hand(&plan);
    let propose = |earlier: &[&Replacement], approved_by: &str| {
        let request = InspectorRequest { approved_by: approved_by.to_owned(), ..inspector(&plan, &[]) };
        propose_inspector(&plan, &hand, earlier, &request)
    };
    let check = |earlier: &[&Replacement], line: &EventLine| {
        judge(&plan, &digest(), &hand, earlier, line).err().map_or("ok", |error| code(&error))
    };
    let with_signature = |line: &EventLine, to: Option<String>| {
        let mut out = line.clone();
        let Event::Replace(Replacement::Inspector { signature, .. }) = &mut out.event else { panic!() };
        *signature = to;
        out
    };
    // Somebody without a key: no signature.
    let plain = signed(&plan, propose(&[], "局长").unwrap());
    assert_eq!(check(&[], &plain), "ok");
    assert_eq!(check(&[], &with_signature(&plain, Some("00".repeat(64)))), "replace-signature-key");
    // Somebody with a key: his signature over this event.
    let own = signed(&plan, propose(&[], "市场监管局").unwrap());
    assert_eq!(check(&[], &own), "ok");
    assert_eq!(check(&[], &with_signature(&own, None)), "replace-signature-key");
    let message = signature::replacement(&digest(), &own).unwrap();
    let forged = signature::sign(&key("上级"), &message);
    assert_eq!(check(&[], &with_signature(&own, Some(forged))), "signature-invalid");
    let of_another = signature::sign(&key("市场监管局"), &signature::replacement(&digest(), &plain).unwrap());
    assert_eq!(check(&[], &with_signature(&own, Some(of_another))), "signature-invalid");
    // The second time in one visit.
    let Event::Replace(first) = &plain.event else { panic!() };
    assert_eq!(code(&propose(&[first], "市场监管局").unwrap_err()), "replace-approver");
    let second = signed(&plan, propose(&[first], SUPERIOR).unwrap());
    assert_eq!(check(&[first], &second), "ok");
    assert_eq!(check(&[first], &with_signature(&second, None)), "replace-signature-key");
    let mut other = second.clone();
    let Event::Replace(Replacement::Inspector { approved_by, .. }) = &mut other.event else { panic!() };
    *approved_by = "局长".to_owned();
    assert_eq!(check(&[first], &with_signature(&other, None)), "replace-approver");
    // Whoever calls himself superior signs as the superior, the first time too.
    assert_eq!(check(&[], &signed(&plan, propose(&[], SUPERIOR).unwrap())), "ok");
    assert_eq!(check(&[], &with_signature(&second, None)), "replace-passed-over", "P is first there");
    // Another visit is another first.
    let request = InspectorRequest { visit: id("W"), ..inspector(&plan, &[]) };
    assert!(propose_inspector(&plan, &hand, &[first], &request).is_ok());
}
