//! Each fault of a seating or a certificate is refused by its own name.

mod common;

use common::{draw, instance, only_component, stream};
use draw::pair::{
    Certificate, DrawError, Instance, Kind, ModelError, NONE, RecountError, Rows, SeatingFault, Share, Walk,
    check_seating, components, prepare, recount,
};

/// Three visits of two, four inspectors; 3 may not go to visit 0.
fn sample() -> (Instance, Vec<u32>) {
    let mut instance = instance(&[(0, 2); 4], &[&[0, 1, 2], &[1, 2, 3]], &[&[0, 1], &[0, 1], &[0, 1]]);
    instance.barred = Rows::from_rows([vec![3], vec![], vec![]]);
    let seating = draw(&instance, &only_component(&instance), Walk::Protocol, stream("faults", 0)).holders;
    assert_eq!(check_seating(&instance, &[], &seating), Ok(()));
    (instance, seating)
}

#[test]
fn faults_of_a_seating_are_named() {
    let (instance, seating) = sample();
    let with = |changes: &[(usize, u32)]| {
        let mut out = seating.clone();
        changes.iter().for_each(|&(seat, who)| out[seat] = who);
        check_seating(&instance, &[], &out)
    };
    let all = [0, 1, 2, 3, 0, 1];
    assert_eq!(check_seating(&instance, &[], &all[..5]), Err(SeatingFault::Length { got: 5, expected: 6 }));
    assert_eq!(with(&[(3, NONE)]), Err(SeatingFault::Empty { visit: 1, seat: 3 }));
    assert_eq!(with(&[(1, 3)]), Err(SeatingFault::Unlawful { visit: 0, seat: 1, inspector: 3 }), "barred");
    assert_eq!(with(&[(2, 3)]), Err(SeatingFault::Unlawful { visit: 1, seat: 2, inspector: 3 }), "not in pool");
    assert_eq!(with(&[(2, 9)]), Err(SeatingFault::Unlawful { visit: 1, seat: 2, inspector: 9 }), "unknown");
    assert_eq!(with(&[(2, 2), (3, 2)]), Err(SeatingFault::Twice { visit: 1, inspector: 2 }));
    let quota = with(&[(0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 2)]);
    assert_eq!(quota, Err(SeatingFault::Quota { inspector: 0, held: 3, min: 0, max: 2 }));
    let uneven = with(&[(0, 0), (1, 1), (2, 0), (3, 1), (4, 2), (5, 3)]);
    assert!(uneven.is_ok(), "2 2 1 1 is balanced");
    let uneven = with(&[(0, 0), (1, 1), (2, 0), (3, 1), (4, 1), (5, 2)]);
    assert!(matches!(uneven, Err(SeatingFault::Quota { inspector: 1, .. })));
    let aside = check_seating(&instance, &[1], &seating);
    assert_eq!(aside, Err(SeatingFault::Aside { visit: 1, seat: 2 }));
}

#[test]
fn an_unbalanced_seating_is_named() {
    let instance = instance(&[(0, 9); 3], &[&[0, 1], &[1, 2]], &[&[0], &[0], &[1]]);
    assert_eq!(check_seating(&instance, &[], &[0, 1, 2]), Ok(()));
    let fault = check_seating(&instance, &[], &[0, 1, 1]);
    assert_eq!(fault, Err(SeatingFault::Unbalanced { from: 1, to: 2 }));
    // 0 has two, and 2 gets one of them only through 1.
    let fault = check_seating(&instance, &[], &[0, 0, 1]);
    assert_eq!(fault, Err(SeatingFault::Unbalanced { from: 0, to: 2 }));
}

fn certificate(instance: &Instance) -> Certificate {
    for component in components(instance, false) {
        if let Err(DrawError::Infeasible(certificate)) = prepare(instance, &component, stream("faults", 1)) {
            assert_eq!(recount(instance, &certificate), Ok(()));
            return *certificate;
        }
    }
    panic!("the instance is feasible")
}

/// Two seats of one visit and only one inspector: his two places count as one there.
#[test]
fn a_team_needs_different_people() {
    let instance = instance(&[(0, 9)], &[&[0]], &[&[0, 0]]);
    let got = certificate(&instance);
    let share = Share { inspector: 0, places: 1 };
    let (seats, inspectors) = (vec![0, 1], vec![share]);
    assert_eq!(got, Certificate { kind: Kind::Places, seats, inspectors, demand: 2, capacity: 1 });
}

#[test]
fn tampered_certificates_are_refused() {
    // Five seats, four places; the last visit has enough and is not part of the proof.
    let short = instance(&[(0, 2), (0, 2), (0, 9)], &[&[0, 1], &[2]], &[&[0], &[0], &[0, 0], &[0], &[1]]);
    let right = certificate(&short);
    assert_eq!((right.seats.as_slice(), right.demand, right.capacity), (&[0, 1, 2, 3, 4][..], 5, 4));
    let changed = |change: &dyn Fn(&mut Certificate)| {
        let mut out = right.clone();
        change(&mut out);
        recount(&short, &out).expect_err("tampered")
    };
    let satisfied = changed(&|c| {
        c.seats.pop();
        c.demand = 4;
    });
    assert_eq!(satisfied, RecountError::Satisfied { demand: 4, capacity: 4 });
    assert_eq!(changed(&|c| c.seats.swap(0, 1)), RecountError::List { list: "seats", below: 6 });
    assert_eq!(changed(&|c| c.seats.push(6)), RecountError::List { list: "seats", below: 6 });
    assert_eq!(changed(&|c| c.inspectors[0].places = 1), RecountError::Differs { list: "inspectors" });
    assert_eq!(changed(&|c| c.inspectors.truncate(1)), RecountError::Differs { list: "inspectors" });
    let total = |total, got, counted| RecountError::Total { total, got, counted };
    assert_eq!(changed(&|c| c.demand = 6), total("demand", 6, 5));
    assert_eq!(changed(&|c| c.capacity = 3), total("capacity", 3, 4));
}

#[test]
fn tampered_minimum_certificates_are_refused() {
    let high = instance(&[(2, 9), (2, 9), (0, 9)], &[&[0, 1], &[0, 1, 2]], &[&[0], &[1], &[1]]);
    let right = certificate(&high);
    assert_eq!((right.kind, right.demand, right.capacity), (Kind::Minimum, 4, 3));
    let mut less = right.clone();
    less.inspectors.pop();
    less.demand = 2;
    assert_eq!(recount(&high, &less), Err(RecountError::Satisfied { demand: 2, capacity: 3 }));
    let mut seats = right;
    seats.seats.pop();
    assert_eq!(recount(&high, &seats), Err(RecountError::Differs { list: "seats" }));
}

#[test]
fn malformed_instances_are_refused() {
    let (right, _) = sample();
    let changed = |change: &dyn Fn(&mut Instance)| {
        let mut out = right.clone();
        change(&mut out);
        out.check().expect_err("malformed")
    };
    assert_eq!(right.check(), Ok(()));
    assert_eq!(changed(&|i| i.min[1] = 3), ModelError::Quota { inspector: 1, min: 3, max: 2 });
    let length = changed(&|i| i.max.truncate(3));
    assert_eq!(length, ModelError::Length { list: "max", got: 3, expected: 4 });
    let row = |list, row, below| ModelError::Row { list, row, below };
    assert_eq!(changed(&|i| i.pools[1].push(3)), row("pools", 1, 4));
    assert_eq!(changed(&|i| i.barred = Rows::from_rows([vec![], vec![4], vec![]])), row("barred", 1, 4));
    assert_eq!(changed(&|i| i.seats = Rows::from_rows([vec![0], vec![], vec![2]])), row("seats", 2, 2));
}
