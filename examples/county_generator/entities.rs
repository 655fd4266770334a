//! The entities: businesses, traders without a code, and elevators that belong to a business.

use crate::Problem;
use crate::stream::Stream;
use crate::words::{SYLLABLES, TOWNS, TRADES, Trade};
use records::day::Day;
use records::id::Id;
use records::lists::{Entity, EntityPrivate};
use records::uscc::{self, Registration15};
use std::collections::BTreeSet;

const BUSINESSES: usize = 2_964;
const WITHOUT_CODE: usize = 6;
const ELEVATORS: usize = 30;
/// Characters of an organisation's part, each at its value in GB 11714.
const ORGANISATION: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// All of them, in no particular order.
pub fn entities() -> Result<Vec<Entity>, Problem> {
    let mut maker = Maker { stream: Stream::new("county/entities"), names: BTreeSet::new(), ids: BTreeSet::new() };
    let mut out = Vec::new();
    for _ in 0..BUSINESSES {
        out.push(maker.business()?);
    }
    for number in 1..=WITHOUT_CODE {
        out.push(maker.without_code(number)?);
    }
    elevators(&mut maker.stream, &mut out)?;
    Ok(out)
}

struct Maker {
    stream: Stream,
    names: BTreeSet<String>,
    ids: BTreeSet<String>,
}

impl Maker {
    fn business(&mut self) -> Result<Entity, Problem> {
        let weights: Vec<(usize, usize)> =
            TRADES.iter().enumerate().map(|(index, trade)| (index, trade.weight)).collect();
        let trade = &TRADES[self.stream.weighted(&weights)];
        let town = self.town();
        let is_company = self.stream.is(trade.companies);
        let (kind, registry) = match (trade.word.ends_with("合作社"), is_company) {
            (true, _) => ("农民专业合作社", '3'),
            (false, true) => ("有限责任公司", '1'),
            (false, false) => ("个体工商户", '2'),
        };
        let id = if registry == '2' && self.stream.is(3) { self.registration(town) } else { self.uscc(registry, town) };
        let mut entity = self.entity(id, trade, town)?;
        entity.kind = kind.to_owned();
        entity.scale = self.scale(is_company).to_owned();
        if self.stream.is(1) && entity.id.as_str().len() == 18 {
            entity.former_ids = vec![Id::parse(&self.registration(town))?];
        }
        Ok(entity)
    }

    /// A trader without any licence: a local id with the department's prefix.
    fn without_code(&mut self, number: usize) -> Result<Entity, Problem> {
        let town = self.town();
        let trade = self.stream.below(2);
        let mut entity = self.entity(format!("SCJG-WZ-{number:04}"), &TRADES[trade], town)?;
        entity.kind = "无照经营".to_owned();
        entity.licences.clear();
        entity.licence_until = None;
        entity.private.credit_class.clear();
        Ok(entity)
    }

    fn entity(&mut self, id: String, trade: &Trade, town: usize) -> Result<Entity, Problem> {
        let stream = &mut self.stream;
        let name = loop {
            let given: String = SYLLABLES.iter().map(|words| *stream.pick(words)).collect();
            let name = format!("清溪县{given}{}（虚构）", trade.word);
            if self.names.insert(name.clone()) {
                break name;
            }
        };
        let established = Day::new(2000, 1, 1)?.plus_days(stream.below(9_400) as i32);
        let licence_until = Day::new(2026, 1, 1)?.plus_days(stream.below(1_700) as i32);
        let has_licence = !trade.licence.is_empty();
        let status = stream.weighted(&[("", 960), ("cancelled", 22), ("revoked", 12), ("suspended", 6)]);
        Ok(Entity {
            id: Id::parse(&id)?,
            code: String::new(),
            name,
            kind: String::new(),
            area: TOWNS[town].to_owned(),
            industry: trade.industry.to_owned(),
            scale: String::new(),
            established,
            status: status.to_owned(),
            tags: sorted(trade.tags),
            licences: if has_licence { vec![trade.licence.to_owned()] } else { Vec::new() },
            licence_until: licence_until.filter(|_| has_licence),
            scope: String::new(),
            user_id: None,
            maintainer_id: None,
            former_ids: Vec::new(),
            private: private(stream, town),
        })
    }

    fn town(&mut self) -> usize {
        self.stream.weighted(&[(0, 30), (1, 16), (2, 12), (3, 11), (4, 10), (5, 8), (6, 7), (7, 6)])
    }

    fn scale(&mut self, is_company: bool) -> &'static str {
        if is_company {
            self.stream.weighted(&[("大型", 14), ("中型", 20), ("小型", 42), ("微型", 24)])
        } else {
            self.stream.weighted(&[("大型", 0), ("中型", 2), ("小型", 28), ("微型", 70)])
        }
    }

    /// A code with both of its check characters right.
    fn uscc(&mut self, registry: char, town: usize) -> String {
        loop {
            // The organisation's part begins with M and a letter, as codes given since 2015 do.
            let mut part = String::from("MA");
            for _ in 0..6 {
                part.push(char::from(*self.stream.pick(uscc::ALPHABET)));
            }
            let value = |byte: u8| ORGANISATION.iter().position(|other| *other == byte).unwrap_or(0);
            let pairs = part.bytes().zip(ORGANISATION_WEIGHTS);
            let sum: usize = pairs.map(|(byte, weight)| value(byte) * weight).sum();
            let check = match 11 - sum % 11 {
                10 => 'X',
                11 => '0',
                digit => char::from(b'0' + digit as u8),
            };
            let first = format!("9{registry}99010{}{part}{check}", town + 1);
            let Some(last) = uscc::check_character(&first) else { continue };
            let code = format!("{first}{last}");
            if self.ids.insert(code.clone()) {
                return code;
            }
        }
    }

    /// A registration number of 15 digits, as before 2015.
    fn registration(&mut self, town: usize) -> String {
        loop {
            let first = format!("99010{}6{:07}", town + 1, self.stream.below(10_000_000));
            let fits = |digit: &char| {
                Registration15::parse(&format!("{first}{digit}")).is_ok_and(|code| code.check_digit_warning().is_none())
            };
            let Some(last) = ('0'..='9').find(fits) else { continue };
            let code = format!("{first}{last}");
            if self.ids.insert(code.clone()) {
                return code;
            }
        }
    }
}

fn private(stream: &mut Stream, town: usize) -> EntityPrivate {
    let class = stream.weighted(&[("A", 40), ("B", 35), ("C", 15), ("D", 5), ("", 5)]);
    let street = stream.pick(&["前街", "后街", "河东路", "河西路", "站前路", "学府路"]);
    let surname = stream.pick(&["赵", "钱", "孙", "李", "周", "吴", "郑", "王"]);
    EntityPrivate {
        credit_class: class.to_owned(),
        address: format!("清溪县{}{street}{}号", TOWNS[town], 1 + stream.below(300)),
        legal_representative: format!("{surname}某"),
        phone: format!("0000-{:07}", stream.below(10_000_000)),
        accepted: String::new(),
        note: String::new(),
    }
}

fn sorted(tags: &[&str]) -> Vec<String> {
    let mut tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    tags.sort_unstable();
    tags
}

/// Elevators of malls, hotels and cinemas, each kept by one of the county's maintainers.
fn elevators(stream: &mut Stream, entities: &mut Vec<Entity>) -> Result<(), Problem> {
    let with = |tag: &str| -> Vec<Entity> {
        let is_active = |entity: &&Entity| entity.status.is_empty();
        let has = |entity: &&Entity| entity.tags.iter().any(|other| other == tag);
        entities.iter().filter(is_active).filter(has).cloned().collect()
    };
    let (users, maintainers) = (with("特种设备使用"), with("特种设备维保"));
    for number in 1..=ELEVATORS {
        let (user, maintainer) = (stream.pick(&users), stream.pick(&maintainers));
        entities.push(Entity {
            id: Id::parse(&format!("DT-9901-{number:04}"))?,
            name: format!("乘客电梯{number}号（虚构）"),
            kind: "特种设备".to_owned(),
            tags: vec!["电梯".to_owned()],
            licences: vec!["特种设备使用登记证".to_owned()],
            area: user.area.clone(),
            established: user.established,
            user_id: Some(user.id.clone()),
            maintainer_id: Some(maintainer.id.clone()),
            code: String::new(),
            industry: String::new(),
            scale: String::new(),
            status: String::new(),
            licence_until: None,
            scope: String::new(),
            former_ids: Vec::new(),
            private: EntityPrivate::default(),
        });
    }
    Ok(())
}
