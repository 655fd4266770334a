//! The simulation report and the templates of lists.

#[path = "fixture/mod.rs"]
mod fixture;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use documents::*;
use fixture::{day, digest, id};
use records::lang::Lang;
use records::ratio::Ratio;
use std::io::Cursor;
use std::path::Path;

fn report() -> SimulationReport {
    let stratum = |task: &str, population: u64, n: u64, lowest: u64, highest: u64| StratumChance {
        task: id(task),
        stratum: id("S1"),
        name: "第一层 <b>".into(),
        population,
        n,
        lowest,
        highest,
        times: n * 200,
    };
    SimulationReport {
        authority: "清溪县市场监督管理局".into(),
        campaign: "春季联合抽查".into(),
        draw: "QXX-SCJG/1/1".into(),
        created: day(3, 2),
        plan: digest("plan"),
        seeds: 200,
        unplaced: 6,
        unseated: 2,
        undated: 5,
        unplaced_max: Ratio::new(1, 20).unwrap(),
        relaxations: vec![190, 8, 2],
        strata: vec![stratum("SCJG-1", 120, 12, 9, 31), stratum("XFJY-1", 30, 30, 200, 200)],
        loads: (0..9).map(|visits| LoadCount { visits, count: u64::from(visits * (9 - visits)) }).collect(),
        dates: day(3, 16).through(day(4, 24)).map(|day| DayCount { day, count: u64::from(day.day()) * 20 }).collect(),
        seats: 8_000,
        seats_as_filled: 1_234,
        pairs: Some(PairFigures {
            inspector: id("I-00000000A1"),
            visit: id("E1"),
            met: 77,
            of: 180,
            places: 2,
            lawful: 7,
        }),
        warnings: vec![Text {
            zh: "XFJY-1 的每个对象都必然抽中".into(), en: "XFJY-1 draws everybody".into()
        }],
        office_warnings: vec![Text { zh: "某一配对可以预料".into(), en: "a pair is predictable".into() }],
    }
}

fn snapshot(name: &str, got: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("MINGQIAN_BLESS").is_some() {
        std::fs::write(&path, got).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), got, "{name}");
}

#[test]
fn public_report_has_strata_and_no_figure_of_inspectors() {
    let public = simulation_table(&report(), Audience::Public, Lang::Zh);
    let office = simulation_table(&report(), Audience::Office, Lang::Zh);
    let page = String::from_utf8(simulation_html(&report(), Audience::Public).unwrap()).unwrap();
    let office_page = String::from_utf8(simulation_html(&report(), Audience::Office).unwrap()).unwrap();
    for private in ["I-00000000A1", "某一配对可以预料", "15.43%"] {
        assert!(!public.contains(private) && !page.contains(private), "{private}");
        assert!(office.contains(private) && office_page.contains(private), "{private}");
    }
    for known in ["10.00%", "4.50%", "15.50%", "3.00%", "必然抽中"] {
        assert!(public.contains(known) && page.contains(known), "{known}");
    }
    assert!(office_page.contains("不得对外提供") && !page.contains("不得对外提供"));
}

#[test]
fn pages_are_well_formed_with_plots() {
    for (audience, plots) in [(Audience::Public, 2), (Audience::Office, 4)] {
        let html = String::from_utf8(simulation_html(&report(), audience).unwrap()).unwrap();
        snapshot(&format!("simulation.{plots}.html"), &html);
        assert_eq!(html.matches("<svg").count(), plots);
        let mut reader = quick_xml::Reader::from_str(&html);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(!html.contains("<b>>") && html.contains("第一层 &#60;b&#62;"));
    }
}

#[test]
fn a_plan_above_its_share_is_called_so() {
    let mut report = report();
    assert!(report.is_within());
    report.unplaced = 10;
    assert!(report.is_within(), "ten of two hundred is the five per cent allowed");
    report.unplaced = 11;
    assert!(!report.is_within());
    assert!(simulation_table(&report, Audience::Public, Lang::Zh).contains("不得封存"));
}

#[test]
fn tables_are_those_of_the_snapshots() {
    for (name, lang, audience) in
        [("simulation.txt", Lang::Zh, Audience::Office), ("simulation.en.txt", Lang::En, Audience::Public)]
    {
        snapshot(name, &simulation_table(&report(), audience, lang));
    }
}

#[test]
fn templates_are_text_and_the_same_on_every_run() {
    let template = ListTemplate {
        list: "entities",
        headers: &["统一社会信用代码", "企业名称"],
        samples: &[&["99010100MA0000001X", "案例（请删除）"], &["=1+1", "001234"]],
        created: day(1, 1),
    };
    let bytes = list_template_xlsx(&template).unwrap();
    assert_eq!(bytes, list_template_xlsx(&template).unwrap());
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("entities").unwrap();
    let text = |row, column| range.get_value((row, column)).cloned();
    assert_eq!(text(0, 0), Some(Data::String("统一社会信用代码".into())));
    assert_eq!(text(1, 1), Some(Data::String("案例（请删除）".into())));
    assert_eq!(text(2, 0), Some(Data::String("'=1+1".into())));
    assert_eq!(text(2, 1), Some(Data::String("001234".into())));
}
