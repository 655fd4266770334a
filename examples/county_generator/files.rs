//! Lists as departments really keep them, to try `mingqian import` on.

use crate::Problem;
use encoding_rs::GB18030;
use records::lists::{Entity, Inspector};

/// How many entities the file has.
const ENTITIES: usize = 240;

/// GB18030 as Chinese Windows writes it: a title row, a sample row to be deleted, blank rows at the end.
pub fn entities(entities: &[Entity]) -> Result<Vec<u8>, Problem> {
    let mut rows = vec![
        vec!["清溪县检查对象名录库（虚构，仅供试用）".to_owned()],
        [
            "统一社会信用代码/注册号",
            "企业名称",
            "企业类型",
            "所属地区",
            "行业代码",
            "规模",
            "成立日期",
            "状态",
            "标签",
            "许可证名称",
            "许可证有效期至",
            "信用风险分类",
            "注册地址",
            "法定代表人",
            "联系方式",
        ]
        .map(str::to_owned)
        .to_vec(),
        vec!["91350100M000100Y43".to_owned(), "案例（请删除）".to_owned()],
    ];
    let coded = entities.iter().filter(|entity| !entity.id.as_str().contains('-'));
    for entity in coded.take(ENTITIES) {
        let day = |day: Option<records::day::Day>| {
            day.map(|day| format!("{}/{}/{}", day.year(), day.month(), day.day())).unwrap_or_default()
        };
        let status = match entity.status.as_str() {
            "cancelled" => "注销",
            "revoked" => "吊销",
            "suspended" => "歇业",
            _ => "存续",
        };
        rows.push(vec![
            entity.id.to_string(),
            entity.name.clone(),
            entity.kind.clone(),
            entity.area.clone(),
            entity.industry.clone(),
            entity.scale.clone(),
            day(entity.established),
            status.to_owned(),
            entity.tags.join("，"),
            entity.licences.join("，"),
            day(entity.licence_until),
            entity.private.credit_class.clone(),
            entity.private.address.clone(),
            entity.private.legal_representative.clone(),
            entity.private.phone.clone(),
        ]);
    }
    rows.push(vec![String::new(); 15]);
    rows.push(vec![String::new(); 15]);
    let text = csv(&rows);
    let (bytes, _, has_failed) = GB18030.encode(&text);
    if has_failed {
        return Err("a character has no place in GB18030".into());
    }
    Ok(bytes.into_owned())
}

/// UTF-8 with a byte order mark, as spreadsheets write "CSV UTF-8".
pub fn inspectors(inspectors: &[Inspector]) -> Result<Vec<u8>, Problem> {
    let mut rows = vec![
        [
            "单位工号",
            "姓名",
            "所属部门",
            "执法事项范围",
            "地区",
            "家庭所在地",
            "角色",
            "执法证编号",
            "执法证发证日期",
            "执法证有效期",
            "手机号",
            "状态",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for inspector in inspectors {
        let role = |role: &String| if role == "lead" { "组长" } else { "专家" };
        let roles: Vec<&str> = inspector.roles.iter().map(role).collect();
        let day = |day: Option<records::day::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        rows.push(vec![
            inspector.work_no.clone(),
            inspector.name.clone(),
            inspector.department.clone(),
            inspector.expertise.join("，"),
            inspector.areas.join("，"),
            inspector.home.clone(),
            roles.join("，"),
            inspector.certificate_no.clone(),
            day(inspector.certificate_from),
            day(inspector.certificate_until),
            inspector.phone.clone(),
            if inspector.status.is_empty() { "在岗" } else { "离职" }.to_owned(),
        ]);
    }
    Ok(format!("\u{feff}{}", csv(&rows)).into_bytes())
}

/// RFC 4180 with CR LF.
fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    let mut out = String::new();
    for row in rows {
        out.push_str(&row.iter().map(cell).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    }
    out
}
