//! Words of workbooks and calendars.

super::words!(Words, LISTS, {
    sheet_notes: "说明", "Notes";
    sheet_visits: "入企检查", "Visits";
    sheet_reserves: "候补", "Reserves";
    visit: "入企检查编号", "Visit";
    entity_name: "检查对象名称", "Entity";
    area: "区域", "Area";
    drawn: "抽中的检查对象", "Drawn entities";
    departments: "检查部门", "Departments";
    items: "抽查事项", "Items";
    team: "检查组", "Team";
    lead: "组长", "Lead";
    days: "检查日期", "Days";
    state: "状态", "State";
    task: "抽查任务", "Task";
    stratum: "分层", "Stratum";
    rank: "顺位", "Rank";
    ticket: "号签", "Ticket";
    entity: "检查对象代码", "Entity code";
    office_only: "本表含检查人员姓名，仅供内部使用，不得对外提供。", "This copy names inspectors: for the office only, not to be passed on.";
    lead_mark: "（组长）", " (lead)";
    event: "入企检查：{name}", "Visit: {name}";
    event_lead: "入企检查：{name}（组长）", "Visit: {name} (lead)";
    event_items: "抽查事项：{items}", "Items: {items}";
    event_team: "检查组：{team}", "Team: {team}";
    event_visit: "入企检查编号：{visit}；抽取编号：{draw}", "Visit: {visit}; draw: {draw}";
    event_rehearsal: "演练，不作为检查依据。", "Rehearsal: no ground for an inspection.";
    calendar_name: "入企检查 {draw} {who}", "Visits {draw} {who}";
    template_sheet: "{list}名单模板", "Template {list}";
});
