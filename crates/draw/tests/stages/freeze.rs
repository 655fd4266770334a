use draw::freeze::{Freezer, FrozenEntity};
use draw::in_memory::{Office, freeze};
use draw::rules::OUTSIDE;
use records::canonical;
use records::frozen::{Barred, Exclusion, ExclusionReason, FrozenInspector, LabelLine};
use records::hash::{HmacKey, h};
use records::lists::{ConflictKind, Entity, Inspector};
use records::plan::Plan;

use crate::fixture::{self, id};

fn lists(office: &Office) -> draw::freeze::Lists<'_> {
    draw::freeze::Lists {
        inspectors: &office.inspectors,
        items: &office.items,
        conflicts: &office.conflicts,
        absences: &office.absences,
        promises: &office.promises,
        history: &office.history,
        selection: &office.selection,
    }
}

fn lines(frozen: &draw::in_memory::Frozen<'_>, list: &str) -> Vec<String> {
    let bytes = frozen.lists[list].as_bytes();
    std::str::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
}

fn records<T: serde::de::DeserializeOwned>(frozen: &draw::in_memory::Frozen<'_>, list: &str) -> Vec<T> {
    lines(frozen, list).iter().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
}

fn error(change: impl FnOnce(&mut Office, &mut Plan)) -> draw::in_memory::DrawError {
    let (mut office, mut plan) = (fixture::office(), fixture::plan());
    change(&mut office, &mut plan);
    office.sort();
    freeze(&office, &plan).map(drop).unwrap_err()
}

#[test]
fn public_lines_have_no_private_field_and_one_commitment() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let secret = HmacKey::new(office.secret.expose_bytes());
    for (line, entity) in lines(&frozen, "entities").iter().zip(&office.entities) {
        assert!(!line.contains("private") && !line.contains("credit_class"), "{line}");
        // By hand, from the text of section 6.
        let private = match entity.private.credit_class.as_str() {
            "" => "{}".to_owned(),
            class => format!("{{\"credit_class\":\"{class}\"}}"),
        };
        let parts: [&[u8]; 4] = [b"entities", b"", entity.id.as_bytes(), private.as_bytes()];
        let salt = secret.mac(h("mq1/salt", &parts).as_bytes());
        let sealed = h("mq1/sealed", &[&salt, private.as_bytes()]);
        // The same line through serde: the entity without `private`, with `sealed`.
        let mut value = serde_json::to_value(Entity { private: Default::default(), ..entity.clone() }).unwrap();
        value["sealed"] = sealed.to_string().into();
        assert_eq!(line.as_bytes(), canonical::value_to_vec(&value).unwrap());
    }
}

/// `sealed` stands in the order of keys, whatever other keys there are.
#[test]
fn sealed_is_put_in_its_place() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let freezer = Freezer::new(&plan, &office.secret, lists(&office)).unwrap();
    let mut out = FrozenEntity::default();
    for line in [
        r#"{"id":"A","name":"n"}"#,
        r#"{"id":"A","name":"n","private":{"note":"x"}}"#,
        r#"{"id":"A","name":"n","private":{"note":"x"},"status":"active"}"#,
        r#"{"id":"A","name":"n","private":{},"scale":"s","scope":"s","tags":["t"],"user_id":"B"}"#,
        r#"{"area":"x","id":"A","name":"n","scope":"s"}"#,
    ] {
        freezer.entity(line.as_bytes(), &mut out).unwrap();
        canonical::check(&out.public).unwrap();
        let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
        value.as_object_mut().unwrap().remove("private");
        let got: serde_json::Value = serde_json::from_slice(&out.public).unwrap();
        value["sealed"] = got["sealed"].clone();
        assert_eq!(got, value);
    }
}

#[test]
fn each_exclusion_has_its_reason() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let got: Vec<(String, Vec<(String, ExclusionReason)>)> = records::<Exclusion>(&frozen, "exclusions")
        .into_iter()
        .map(|line| {
            let tasks = line.tasks.into_iter().map(|task| (task.task.to_string(), task.reason));
            (line.id.to_string(), tasks.collect())
        })
        .collect();
    use ExclusionReason::{Ceiling, Closed, Promise, Recent};
    let of = |entity: &str, tasks: &[(&str, ExclusionReason)]| {
        (entity.to_owned(), tasks.iter().map(|(t, r)| ((*t).to_owned(), *r)).collect())
    };
    assert_eq!(
        got,
        [
            of("E01", &[("MARKET", Ceiling)]),
            of("E02", &[("MARKET", Ceiling)]),
            of("E03", &[("MARKET", Closed), ("CREDIT", Closed)]),
            of("E04", &[("MARKET", Promise)]),
            of("E07", &[("MARKET", Recent)]),
            of("LIFT-1", &[("MARKET", Ceiling)]),
        ],
        "the case lifts ceiling, promise and recency from CREDIT"
    );
    // The commitment of one, by hand.
    let private = r#"{"id":"E04","references":[{"reference":"承诺〔2026〕1号","task":"MARKET"}]}"#;
    let private = private.as_bytes();
    let secret = HmacKey::new(office.secret.expose_bytes());
    let parts: [&[u8]; 4] = [b"exclusions", b"COUNTY/7/1", b"E04", private];
    let salt = secret.mac(h("mq1/salt", &parts).as_bytes());
    let e04 = &records::<Exclusion>(&frozen, "exclusions")[3];
    assert_eq!(e04.sealed, h("mq1/sealed", &[&salt, private]));
}

#[test]
fn populations_are_counted() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let got: Vec<_> = frozen
        .announcement
        .plan
        .populations
        .iter()
        .map(|p| (p.stratum.as_str(), p.population, p.excluded, p.n, p.reserves))
        .collect();
    assert_eq!(
        got,
        [("NORTH", 3, 3, 2, 1), ("SOUTH", 3, 3, 2, 1), ("L1", 1, 1, 1, 0), ("L2", 5, 0, 1, 2), ("ALL", 3, 0, 3, 0),]
    );
}

/// Frozen inspectors and what bars them.
#[test]
fn inspectors_are_pseudonyms() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let inspectors: Vec<FrozenInspector> = records(&frozen, "inspectors");
    assert_eq!(inspectors.len(), 6, "who has left takes no part");
    let name = |work_no: &str| frozen.names().iter().find(|name| name.work_no == work_no).unwrap();
    let by_hand = {
        let secret = HmacKey::new(office.secret.expose_bytes());
        let parts: [&[u8]; 3] = [b"COUNTY/7/1", "市场监管局".as_bytes(), b"M3"];
        let code = secret.mac(h("mq1/pseudonym", &parts).as_bytes());
        format!("I-{}", hex::encode_upper(&code[..5]))
    };
    assert_eq!(name("M3").pseudonym.as_str(), by_hand);
    let m3 = inspectors.iter().find(|one| one.id.as_str() == by_hand).unwrap();
    let absent: Vec<String> = m3.absent.iter().map(ToString::to_string).collect();
    assert_eq!(absent, ["2026-03-02", "2026-03-03"]);
    let text = lines(&frozen, "inspectors").concat();
    assert!(!text.contains("检查员") && !text.contains("M3") && !text.contains("138000"));

    let all: Vec<Barred> = records(&frozen, "barred");
    let ids: Vec<&str> = all.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(
        ids,
        ["E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "LIFT-1"],
        "excluded ones too; E12 lies in no stratum of a task with seats"
    );
    let of = |entity: &str| {
        let (_, openings) = frozen.look_up([&id(entity)]).unwrap();
        let opening = openings.into_iter().next().unwrap();
        let line = all.iter().find(|line| line.id == opening.id).unwrap();
        for (kind, opened, commitment) in
            [("law", &opening.law, line.law), ("rotation", &opening.rotation, line.rotation)]
        {
            let mut parts: Vec<&[u8]> = vec![kind.as_bytes(), opened.salt.as_bytes()];
            parts.extend(opened.inspectors.iter().map(|id| id.as_bytes()));
            assert_eq!(h("mq1/barred", &parts), commitment, "{entity} {kind}");
        }
        let work_no =
            |id: &records::id::Id| frozen.names().iter().find(|name| name.pseudonym == *id).unwrap().work_no.clone();
        let names = |opened: &records::frozen::OpenedIds| {
            let mut out: Vec<String> = opened.inspectors.iter().map(work_no).collect();
            out.sort();
            out.join(" ")
        };
        (names(&opening.law), names(&opening.rotation))
    };
    let (none, some) = (String::new(), |text: &str| text.to_owned());
    assert_eq!(of("E06"), (some("M1"), none.clone()), "declared");
    assert_eq!(of("LIFT-1"), (some("M1"), some("M3")), "by its user; visited by M1 and M3");
    assert_eq!(of("E01"), (some("M1"), none.clone()), "a visit to its lift bars nobody from it");
    assert_eq!(of("E04"), (none.clone(), some("M2")), "by its old code");
    assert_eq!(of("E05"), (none.clone(), some("M1")), "former unit");
    assert_eq!(of("E08"), (none.clone(), none), "last visit is too long ago");
    let (_, nothing) = frozen.look_up([&id("E12")]).unwrap();
    assert!(nothing.is_empty());
}

/// Who is barred from a user is barred from his equipment, under whatever code the conflict has him.
#[test]
fn a_conflict_with_a_former_code_reaches_the_equipment() {
    let (mut office, plan) = (fixture::office(), fixture::plan());
    let m4 = office.inspectors.iter().find(|one| one.work_no == "M4").unwrap().id.clone();
    for (field, kind) in [(0, ConflictKind::Law), (1, ConflictKind::Rotation)] {
        let mut office = office.clone();
        let lift = &mut office.entities[12];
        (lift.user_id, lift.maintainer_id) = if field == 0 { (Some(id("E04")), None) } else { (None, Some(id("E04"))) };
        office.conflicts = vec![fixture::conflict(&m4, "OLD-4", kind)];
        office.sort();
        let frozen = freeze(&office, &plan).unwrap();
        let (_, openings) = frozen.look_up([&id("LIFT-1")]).unwrap();
        let m4 = &frozen.names().iter().find(|name| name.inspector == m4).unwrap().pseudonym;
        let opened = if kind == ConflictKind::Law { &openings[0].law } else { &openings[0].rotation };
        assert!(opened.inspectors.contains(m4), "{kind:?}");
    }
    // The equipment's own former code.
    office.entities[12].former_ids = vec![id("OLD-LIFT")];
    office.conflicts = vec![fixture::conflict(&m4, "OLD-LIFT", ConflictKind::Law)];
    office.sort();
    let frozen = freeze(&office, &plan).unwrap();
    let (_, openings) = frozen.look_up([&id("LIFT-1")]).unwrap();
    assert_eq!(openings[0].law.inspectors.len(), 1);
}

/// What keeps inspectors away from a user keeps them away from his equipment, under whatever code it is recorded.
#[test]
fn a_users_promises_and_visits_count_for_his_equipment() {
    let reason = |change: &dyn Fn(&mut Office)| {
        let (mut office, plan) = (fixture::office(), fixture::plan());
        (office.promises, office.history) = (Vec::new(), Vec::new());
        office.entities[12].user_id = Some(id("E04"));
        change(&mut office);
        office.sort();
        let frozen = freeze(&office, &plan).unwrap();
        let line = records::<Exclusion>(&frozen, "exclusions").into_iter().find(|line| line.id == id("LIFT-1"));
        line.map(|line| line.tasks[0].reason)
    };
    let promise = |code: &str| fixture::promise(code, "2026-01-01", "2026-12-31", &[]);
    assert_eq!(reason(&|_| ()), None);
    for code in ["E04", "OLD-4"] {
        let visit = |date: &str, department: &str| fixture::visit(code, date, &[department], &[]);
        let (past, recent) = (visit("2026-01-10", "市场监管局"), visit("2026-02-20", "消防大队"));
        assert_eq!(reason(&|office| office.promises.push(promise(code))), Some(ExclusionReason::Promise), "{code}");
        assert_eq!(reason(&|office| office.history.push(past.clone())), Some(ExclusionReason::Ceiling), "{code}");
        assert_eq!(reason(&|office| office.history.push(recent.clone())), Some(ExclusionReason::Recent), "{code}");
    }
    assert_eq!(
        reason(&|office| office.promises.push(promise("E02"))),
        None,
        "a maintainer is not where the equipment is"
    );
    assert_eq!(
        reason(&|office| office.entities[3].status = "revoked".to_owned()),
        None,
        "the equipment may still be there"
    );
}

/// A declared pair stays apart although the plan looks at no past teams.
#[test]
fn declared_pairs_count_without_a_rule_for_past_teams() {
    let (office, mut plan) = (fixture::office(), fixture::plan());
    plan.rotation.together_days = 0;
    let freezer = Freezer::new(&plan, &office.secret, lists(&office)).unwrap();
    let (_, openings) = freezer.apart().unwrap();
    assert_eq!(
        openings.iter().map(|opening| opening.inspectors.len()).sum::<usize>(),
        2,
        "M1 and M2 name each other; M1 and M3 were together once"
    );
}

#[test]
fn labels_say_the_stratum_and_nothing_else() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let labels: Vec<LabelLine> = records(&frozen, "strata");
    assert_eq!(labels.len(), office.entities.len(), "one for each entity");
    let strata: Vec<&str> =
        labels.iter().map(|line| line.labels.first().map_or("", |label| label.stratum.as_str())).collect();
    assert_eq!(strata, ["", "L2", "L1", "", "L2", "", "L2", "L1", "", "L2", "", "L2", ""]);
    let secret = HmacKey::new(office.secret.expose_bytes());
    for (line, private) in [(&labels[1], "{\"credit_class\":\"B\"}"), (&labels[12], "{}")] {
        let parts: [&[u8]; 4] = [b"strata", b"COUNTY/7/1", line.id.as_bytes(), private.as_bytes()];
        let salt = secret.mac(h("mq1/salt", &parts).as_bytes());
        assert_eq!(line.sealed, h("mq1/sealed", &[&salt, private.as_bytes()]));
    }
}

#[test]
fn faults_are_named() {
    let code = |change: fn(&mut Office, &mut Plan)| error(change).code();
    assert_eq!(code(|o, _| o.entities[1].id = id("E01")), "freeze-order");
    assert_eq!(code(|o, _| o.entities[1].former_ids = vec![id("E05")]), "freeze-former-id");
    assert_eq!(code(|o, _| o.entities[1].former_ids = vec![id("OLD-4")]), "freeze-former-id");
    assert_eq!(code(|o, _| o.entities[1].former_ids = vec![id("E02")]), "freeze-former-id");
    assert_eq!(code(|o, _| o.entities[12].user_id = Some(id("OLD-4"))), "freeze-former-user");
    assert_eq!(code(|o, _| o.entities[12].maintainer_id = Some(id("OLD-4"))), "freeze-former-user");
    assert_eq!(code(|o, _| o.conflicts[0].inspector = id("X-0")), "freeze-inspector-unknown");
    assert_eq!(code(|o, _| o.conflicts.iter_mut().for_each(|c| c.other = Some(id("X-0")))), "freeze-inspector-unknown");
    assert_eq!(code(|o, _| o.absences[0].inspector = id("X-0")), "freeze-inspector-unknown");
    assert_eq!(code(|o, _| o.selection[0].id = id("E99")), "freeze-selection-unknown");
    assert_eq!(code(|o, _| o.inspectors.iter_mut().for_each(|i| i.quota_min = Some(10))), "freeze-quota");
    assert_eq!(code(|o, _| o.inspectors.iter_mut().for_each(|i| i.daily_max = Some(256))), "freeze-daily-max");
    assert_eq!(code(|_, p| p.tasks[0].items = vec![id("NONE")]), "freeze-unknown");
    assert_eq!(code(|_, p| p.tasks[0].ceilings = vec![id("NONE")]), "freeze-unknown");
    assert_eq!(code(|_, p| p.tasks[0].overall_min = "90%".parse().unwrap()), "freeze-overall-min");
    let twice = error(|o, _| {
        let mut again: Inspector = fixture::inspector("市场监管局", "M1", &[]);
        again.id = id("X-2");
        o.inspectors.push(again);
    });
    assert_eq!(twice.code(), "freeze-pseudonym");
}

/// Barring all but a few of them is how a pair would be fixed.
#[test]
fn too_small_a_choice_is_refused_unless_waived() {
    let bar = |office: &mut Office| {
        for inspector in office.inspectors.clone() {
            if ["M1", "M2", "M3"].contains(&inspector.work_no.as_str()) {
                let law = fixture::conflict(&inspector.id, "E09", ConflictKind::Law);
                office.conflicts.push(law);
            }
        }
    };
    let refused = error(|office, plan| {
        bar(office);
        plan.min_choice = 2;
    });
    let text = refused.to_string();
    assert!(text.contains("E09") && text.contains("MARKET") && text.contains('1'), "{text}");
    let (mut office, mut plan) = (fixture::office(), fixture::plan());
    bar(&mut office);
    office.sort();
    plan.min_choice = 2;
    plan.min_choice_waiver = "市联席会议〔2026〕3号".to_owned();
    assert!(freeze(&office, &plan).is_ok());
    // Nobody is sent to E03, who is closed: the choice there does not matter.
    let closed = error(|office, plan| {
        office.conflicts.clear();
        for inspector in office.inspectors.clone() {
            office.conflicts.push(fixture::conflict(&inspector.id, "E03", ConflictKind::Law));
        }
        plan.min_choice = 5;
    });
    assert!(!closed.to_string().contains("E03 has"), "{closed}");
}

/// The same numbers whatever buffer, and offered is what is not excluded.
#[test]
fn buffers_are_used_again_without_traces() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let freezer = Freezer::new(&plan, &office.secret, lists(&office)).unwrap();
    let mut again = FrozenEntity::default();
    for entity in office.entities.iter().rev().chain(&office.entities) {
        let line = canonical::to_vec(entity).unwrap();
        freezer.entity(&line, &mut again).unwrap();
        let mut fresh = FrozenEntity::default();
        freezer.entity(&line, &mut fresh).unwrap();
        assert_eq!(
            (&again.public, &again.exclusion, &again.barred, &again.labels, &again.offered),
            (&fresh.public, &fresh.exclusion, &fresh.barred, &fresh.labels, &fresh.offered)
        );
        for (offered, (stratum, excluded)) in again.offered.iter().zip(again.strata.iter().zip(&again.excluded)) {
            assert_eq!(*offered, if excluded.is_some() { OUTSIDE } else { *stratum });
        }
    }
}
