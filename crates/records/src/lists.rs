//! The eight lists that an office keeps, one canonical line a record (`docs/PROTOCOL.md`, section "Lists").
//!
//! A record has public fields at the top level and, under the key `private`, what stays in the office. Empty
//! text and empty arrays are left out, so that a record has one form only.

use crate::day::Day;
use crate::id::Id;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// The name of a list, as typed on the command line and as hashed into salts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// 检查对象名录库: what can be drawn.
    Entities,
    /// 执法检查人员名录库: who can be drawn.
    Inspectors,
    /// 抽查事项清单: what may lawfully be inspected.
    Items,
    /// 回避: pairs that must not, or should not, meet.
    Conflicts,
    /// Days on which an inspector is away.
    Absences,
    /// Dated promises of no further inspection.
    Promises,
    /// Visits made so far, also by other bodies.
    History,
    /// Entities that an upper level has drawn already (市抽县查).
    Selection,
}

impl List {
    /// All lists, in the order in which an office fills them.
    pub const ALL: [List; 8] = [
        List::Entities,
        List::Inspectors,
        List::Items,
        List::Conflicts,
        List::Absences,
        List::Promises,
        List::History,
        List::Selection,
    ];

    /// The name in lower-case ASCII, as in file names and in salts.
    pub const fn name(self) -> &'static str {
        match self {
            List::Entities => "entities",
            List::Inspectors => "inspectors",
            List::Items => "items",
            List::Conflicts => "conflicts",
            List::Absences => "absences",
            List::Promises => "promises",
            List::History => "history",
            List::Selection => "selection",
        }
    }

    /// The list for people, with the name that commands take.
    pub const fn title(self, lang: Lang) -> &'static str {
        let zh = match self {
            List::Entities => "检查对象（entities）",
            List::Inspectors => "执法检查人员（inspectors）",
            List::Items => "抽查事项（items）",
            List::Conflicts => "回避（conflicts）",
            List::Absences => "请假（absences）",
            List::Promises => "承诺不再检查（promises）",
            List::History => "历次检查（history）",
            List::Selection => "上级已抽（selection）",
        };
        lang.pick(zh, self.name())
    }

    /// The list of that name, if there is one.
    pub fn from_name(name: &str) -> Option<List> {
        List::ALL.into_iter().find(|list| list.name() == name)
    }
}

/// What is drawn: a business, a piece of equipment, a product, a website, a project, or a trader without a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Unified social credit code, 15-digit registration number, or a derived id (`X-…`).
    pub id: Id,
    /// The code as its holder writes it, where it is not a lawful id and `id` is derived from it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Registered name.
    pub name: String,
    /// 企业类型: enterprise, 个体工商户, equipment, … as the list says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Area by GB/T 2260 code or by name, as the list says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// Industry by GB/T 4754.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub industry: String,
    /// 规模.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scale: String,
    /// Day of registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established: Option<Day>,
    /// Status code by `config/codes.toml` (`active`, `cancelled`, `revoked`, …); empty means `active`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Library tags, sorted and unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Names of licences, sorted and unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<String>,
    /// The last day on which its licence is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_until: Option<Day>,
    /// Business scope.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// The user of a piece of equipment: one visit a user, however many pieces are drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id>,
    /// The maintainer of a piece of equipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer_id: Option<Id>,
    /// Earlier codes of the same entity, sorted and unique, disjoint from all ids of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Id>,
    /// What stays in the office.
    #[serde(default, skip_serializing_if = "EntityPrivate::is_empty")]
    pub private: EntityPrivate,
}

/// The sealed fields of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityPrivate {
    /// Credit-risk class (A, B, C, D): for the office, not a public rating.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit_class: String,
    /// Registered address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Legal representative (法定代表人).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub legal_representative: String,
    /// Contact telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Why a code that fails its check digit was accepted, in the words of the person who accepted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accepted: String,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl EntityPrivate {
    /// Whether there is nothing to seal (an empty object is sealed all the same).
    pub fn is_empty(&self) -> bool {
        *self == EntityPrivate::default()
    }
}

/// A person with an enforcement certificate (执法证). The whole record stays in the office; a draw shows a pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspector {
    /// Derived from department and work number: `Id::derived(&[department, work_no])`.
    pub id: Id,
    /// 单位工号, unique in the department.
    pub work_no: String,
    /// Name.
    pub name: String,
    /// The department that sends the inspector.
    pub department: String,
    /// Areas in which the inspector may work; empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Home area, for the rotation rule.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub home: String,
    /// Expertise codes (执法事项范围), sorted and unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expertise: Vec<String>,
    /// Roles: `lead`, `expert`, …; sorted and unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// 执法证编号.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub certificate_no: String,
    /// First day of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_from: Option<Day>,
    /// Last day of the certificate; without it the inspector takes no seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_until: Option<Day>,
    /// Former units (entity ids), for the rotation rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_units: Vec<Id>,
    /// Status code by `config/codes.toml`; empty means `active`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Fewest visits in a draw, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota_min: Option<u32>,
    /// Most visits in a draw, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota_max: Option<u32>,
    /// Most visits a day, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_max: Option<u32>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Position, unit, gender and whatever else the list says, joined for the office's eyes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One thing that may lawfully be inspected (抽查事项). Public as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The item's code, or an id derived from it.
    pub id: Id,
    /// The code as written, where it is not a lawful id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// 抽查事项名称.
    pub name: String,
    /// 抽查子项.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sub_item: String,
    /// 抽查依据: without a legal basis nothing is inspected.
    pub basis: String,
    /// 抽查主体: the department that inspects.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// 抽查对象, as prose.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// `key` (重点) or `general` (一般).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub importance: String,
    /// 抽查方式.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// 抽查比例, as prose; never parsed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ratio: String,
    /// 抽查频次, as prose; never parsed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub frequency: String,
    /// 检查人员要求, as prose.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub requirement: String,
    /// 备注.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Whether a pair is kept apart by law or by the plan's rotation rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConflictKind {
    /// 回避: kinship or interest. Never relaxed.
    Law,
    /// 轮换 / 不宜同组: may be relaxed in the plan's order.
    Rotation,
}

/// A pair that must not (law) or should not (rotation) meet. Exactly one of `entity` and `other` is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// `Id::derived(&["conflict", inspector, entity or other, kind])`.
    pub id: Id,
    /// The inspector's id.
    pub inspector: Id,
    /// The entity's id (also a former one).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Id>,
    /// Another inspector's id; such a pair is always of kind rotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Id>,
    /// By law or by rotation.
    pub kind: ConflictKind,
    /// Ground, for auditors.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ground: String,
    /// Document or file number, for auditors.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// Days on which an inspector is away, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// `Id::derived(&["absence", inspector, from, until])`.
    pub id: Id,
    /// The inspector's id.
    pub inspector: Id,
    /// First day away.
    pub from: Day,
    /// Last day away.
    pub until: Day,
    /// Reason, for the office.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A dated promise: no inspection in these days but for the coded cases that override it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// `Id::derived(&["promise", entity, from, until])`.
    pub id: Id,
    /// The entity's id (also a former one).
    pub entity: Id,
    /// First day of the promise.
    pub from: Day,
    /// Last day of the promise.
    pub until: Day,
    /// Codes of individual cases (`config/codes.toml`) that override it, sorted and unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
    /// Who made it, in which document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// A visit made so far, by this office or by another body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastVisit {
    /// `Id::derived(&["visit", entity, date, departments, draw])`, with case and reference behind them where there is either.
    pub id: Id,
    /// The entity's id (also a former one).
    pub entity: Id,
    /// First day of the visit.
    pub date: Day,
    /// Departments that took part, sorted and unique; a joint visit counts once in a joint ceiling.
    pub departments: Vec<String>,
    /// Code of the individual case (个案检查) that caused it; empty for a planned visit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub case: String,
    /// Which draw it came from, where there was one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub draw: String,
    /// Ids of the inspectors, sorted and unique, where they are ours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspectors: Vec<Id>,
    /// Document number, for auditors.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// An entity that an upper level has drawn for a task of ours (市抽县查).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The entity's id. One record an entity.
    pub id: Id,
    /// Ids of the tasks for which it was drawn, sorted and unique.
    pub tasks: Vec<String>,
    /// The upper level's draw or document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}
