//! The item list: what the three departments may inspect, with the laws on which they rely.
//!
//! The laws exist; which of their articles applies is for a real office to write, and so the list says "示例".

use crate::{DEPARTMENTS, Problem};
use records::id::Id;
use records::lists::Item;

/// Name, legal basis, whom it concerns.
type Row = (&'static str, &'static str, &'static str);

const ENTERPRISE: &str = "《企业信息公示暂行条例》";
const REGISTRATION: &str = "《中华人民共和国市场主体登记管理条例》";
const FOOD: &str = "《中华人民共和国食品安全法》";
const EQUIPMENT: &str = "《中华人民共和国特种设备安全法》";
const SAFETY: &str = "《中华人民共和国安全生产法》";
const CHEMICALS: &str = "《危险化学品安全管理条例》";
const FIREWORKS: &str = "《烟花爆竹安全管理条例》";
const FIRE: &str = "《中华人民共和国消防法》";
const CROWDED: &str = "《公共娱乐场所消防安全管理规定》";

const MARKET: [Row; 16] = [
    ("营业执照规范使用情况的检查", REGISTRATION, "各类经营主体"),
    ("名称规范使用情况的检查", "《企业名称登记管理规定》", "各类经营主体"),
    ("住所（经营场所）的检查", REGISTRATION, "各类经营主体"),
    ("法定代表人（负责人）任职情况的检查", REGISTRATION, "各类经营主体"),
    ("年度报告公示信息的检查", ENTERPRISE, "各类经营主体"),
    ("即时公示信息的检查", ENTERPRISE, "企业"),
    ("食品销售者经营行为的检查", FOOD, "食品销售者"),
    ("餐饮服务提供者经营行为的检查", FOOD, "餐饮服务提供者"),
    ("食品生产者生产行为的检查", FOOD, "食品生产者"),
    ("特种设备使用单位的检查", EQUIPMENT, "特种设备使用单位"),
    ("电梯维护保养单位的检查", EQUIPMENT, "电梯维护保养单位"),
    ("药品零售经营行为的检查", "《中华人民共和国药品管理法》", "药品零售者"),
    ("计量器具使用情况的检查", "《中华人民共和国计量法》", "使用强制检定计量器具者"),
    ("广告发布行为的检查", "《中华人民共和国广告法》", "广告主、广告发布者"),
    ("明码标价情况的检查", "《中华人民共和国价格法》", "各类经营主体"),
    ("产品质量的监督检查", "《中华人民共和国产品质量法》", "生产者、销售者"),
];

const EMERGENCY: [Row; 12] = [
    ("安全生产责任制落实情况的检查", SAFETY, "生产经营单位"),
    ("安全生产教育培训情况的检查", SAFETY, "生产经营单位"),
    ("事故隐患排查治理情况的检查", SAFETY, "生产经营单位"),
    ("应急预案制定和演练情况的检查", "《生产安全事故应急条例》", "生产经营单位"),
    ("危险化学品经营许可条件的检查", CHEMICALS, "危险化学品经营单位"),
    ("危险化学品储存情况的检查", CHEMICALS, "危险化学品储存单位"),
    ("烟花爆竹经营许可条件的检查", FIREWORKS, "烟花爆竹经营单位"),
    ("烟花爆竹储存情况的检查", FIREWORKS, "烟花爆竹经营单位"),
    ("工贸企业有限空间作业的检查", SAFETY, "工贸企业"),
    ("工贸企业粉尘防爆情况的检查", SAFETY, "工贸企业"),
    ("安全设备维护检测情况的检查", SAFETY, "生产经营单位"),
    ("特种作业人员持证上岗情况的检查", SAFETY, "生产经营单位"),
];

const RESCUE: [Row; 12] = [
    ("消防安全责任落实情况的检查", FIRE, "人员密集场所"),
    ("消防设施器材配置和完好情况的检查", FIRE, "人员密集场所"),
    ("疏散通道、安全出口畅通情况的检查", FIRE, "人员密集场所"),
    ("消防控制室值班情况的检查", FIRE, "设有消防控制室的单位"),
    ("用火用电安全管理情况的检查", FIRE, "人员密集场所"),
    ("员工消防安全培训情况的检查", FIRE, "人员密集场所"),
    ("公众聚集场所投入使用、营业前检查承诺事项的核查", FIRE, "公众聚集场所"),
    ("公共娱乐场所消防安全管理情况的检查", CROWDED, "公共娱乐场所"),
    ("消防产品质量的检查", FIRE, "使用消防产品的单位"),
    ("消防技术服务机构从业情况的检查", FIRE, "消防技术服务机构"),
    ("外墙保温和装修材料燃烧性能的检查", FIRE, "人员密集场所"),
    ("微型消防站建设情况的检查", FIRE, "消防安全重点单位"),
];

/// How many items of each department the example's plan relies on. These are general ones: key items know no ceiling.
const IN_PLAN: [usize; 3] = [8, 6, 5];

/// All 40 items.
pub fn items() -> Result<Vec<Item>, Problem> {
    let lists: [(&str, &[Row]); 3] = [("SCJG", &MARKET), ("YJGL", &EMERGENCY), ("XFJY", &RESCUE)];
    let mut out = Vec::new();
    for (department, (prefix, rows)) in lists.into_iter().enumerate() {
        for (number, (name, basis, target)) in rows.iter().enumerate() {
            let is_key = number >= IN_PLAN[department] && number % 3 == 0;
            out.push(Item {
                id: Id::parse(&format!("{prefix}-{:02}", number + 1))?,
                code: String::new(),
                name: (*name).to_owned(),
                sub_item: String::new(),
                basis: (*basis).to_owned(),
                department: DEPARTMENTS[department].to_owned(),
                target: (*target).to_owned(),
                importance: if is_key { "key" } else { "general" }.to_owned(),
                method: "现场检查".to_owned(),
                ratio: "按年度计划确定".to_owned(),
                frequency: if is_key { "按需" } else { "每年不超过两次" }.to_owned(),
                requirement: "两名以上持有执法证的人员".to_owned(),
                note: "示例".to_owned(),
            });
        }
    }
    Ok(out)
}
