//! Words of the summary.

super::words!(Words, SUMMARY, {
    title: "随机抽取结果", "Result of a random draw";
    office_copy: "内部留存件：含检查人员姓名，不得对外提供。", "Office copy: it names inspectors and is not to be passed on.";
    print_hint: "可直接打印（A4）。", "Prints on A4.";

    rehearsal_title: "演练", "REHEARSAL";
    rehearsal: "本次抽取是演练，可一次完成。没有任何证据表明名单在产生随机数之前已经锁定。", "This draw is a rehearsal, made in one go. Nothing shows the lists to have been fixed before the randomness.";

    part_overview: "抽取概况", "Overview";
    part_ceremony: "现场报数与摇号", "Contributions and dice";
    part_tasks: "抽查任务", "Tasks";
    part_strata: "分层与抽取数量", "Strata and numbers drawn";
    part_exclusions: "未列入抽取的检查对象", "Entities that were excluded";
    part_exceptions: "放宽、搁置与未定日期", "Relaxations, set-asides and undated visits";
    part_verify: "如何核验", "How to verify";
    part_limits: "本结果不能证明什么", "What this does not prove";
    part_items: "抽查事项与依据", "Items and their legal basis";
    part_visits: "入企检查", "Visits";

    authority: "抽取机关", "Authority";
    campaign: "抽查活动", "Campaign";
    draw: "抽取编号", "Draw";
    order: "序号与次数", "Sequence and attempt";
    order_value: "第 {sequence} 号抽取，第 {attempt} 次", "draw number {sequence}, attempt {attempt}";
    purpose: "用途", "Purpose";
    purpose_rehearsal: "演练", "rehearsal";
    purpose_official: "正式抽取", "official";
    created: "方案日期", "Date of the plan";
    period: "检查期间", "Period";
    period_value: "{from} 至 {until}，{days} 个工作日", "{from} to {until}, {days} working days";
    finish_by: "最迟完成日期", "To be finished by";
    coordination: "号签", "Tickets";
    positive: "各任务共用一套号签", "one ticket for all tasks";
    independent: "各任务各用一套号签", "one ticket for each task";

    number_entities: "名录内检查对象", "Entities in the list";
    number_drawn: "抽中", "Drawn";
    number_reserves: "候补", "Reserves";
    number_visits: "入企检查", "Visits";
    number_dated: "已定日期", "Dated";
    number_undated: "未定日期", "Undated";
    number_set_aside: "搁置", "Set aside";
    number_inspectors: "执法检查人员", "Inspectors";

    participant: "报数方", "Participant";
    contribution: "现场报数", "Contribution";
    no_contribution: "未报数", "none made";
    plan_digest: "方案封存值 P", "Plan commitment P";
    close: "报数汇总值 D", "Close D";
    final_source: "摇号方式", "Final source";
    final_dice: "{a} 面骰子 {b} 枚，约 {bits} 位随机数（{source}）", "{b} dice of {a} sides, {bits} bits ({source})";
    final_balls: "摇球 {a} 次，每次从 {b} 个中取 {c} 个，约 {bits} 位随机数（{source}）", "{a} draws of {c} out of {b} balls, {bits} bits ({source})";
    final_drand: "公共随机信标 drand quicknet 第 {a} 轮（{source}）", "round {a} of the public beacon drand quicknet ({source})";
    final_value: "摇号结果", "Value cast";
    final_digest: "摇号摘要 F", "Final digest F";
    seed: "摇号种子", "Seed";
    seed_hash: "摇号种子的 SHA-256", "SHA-256 of the seed";
    ceremony_note: "摇号种子由方案封存值 P（其中含各名单的校验根）、报数汇总值 D 和摇号摘要 F 合成。任何人可以按协议文本（PROTOCOL.md）第 8、9 节重算。", "The seed is made of the plan commitment P (which holds the roots of the lists), the close D and the final digest F. Anybody can compute it again by sections 8 and 9 of PROTOCOL.md.";

    task: "抽查任务", "Task";
    department: "部门", "Department";
    lead_department: "{department}（牵头）", "{department} (leads)";
    cooperating: "{department}（配合）", "{department} (cooperates)";
    kind: "方式", "Kind";
    undirected: "不定向", "undirected";
    directed: "定向", "directed";
    source_own: "本部门", "own";
    source_joint: "跨部门", "joint";
    source_upper: "上级交办", "from above";
    city_city: "市抽市查", "city draws, city inspects";
    city_county: "市抽县查", "city draws, county inspects";
    county_county: "县抽县查", "county draws, county inspects";
    seats: "检查组", "Team";
    seat: "{department} {count} 人", "{department}: {count}";
    seat_lead: "{department} {count} 人（含组长）", "{department}: {count}, one leads";
    no_seats: "不抽取人员", "no inspectors drawn";
    visit_days: "检查天数", "Days";
    case: "个案检查", "Individual case";

    stratum: "分层", "Stratum";
    population: "可抽数", "Population";
    excluded: "未列入", "Excluded";
    drawn: "抽中", "Drawn";
    share: "占比", "Share";
    reserves: "候补", "Reserves";
    threshold: "入选线（末位号签）", "Threshold (last ticket)";
    total: "合计", "Total";
    labelled_note: "名称不含含义的分层由不公开的内部字段划分；其条件已封存，封存值在方案里；谁属于哪一层由抽取机关划定，旁人不能重算。", "Strata with opaque names are made from sealed fields; their conditions are committed to in the plan. Who lies in which is what the office says, and others cannot recompute it.";
    threshold_note: "号签按数值从小到大排列；号签不大于入选线的即为抽中，其后依次为候补。完整数值见 draw/strata.jsonl。", "Tickets are in ascending order; whoever has a ticket up to the threshold is drawn, and the reserves follow. Full values are in draw/strata.jsonl.";

    reason_closed: "已注销、吊销等，不在经营状态", "closed, cancelled or revoked";
    reason_promise: "在不再检查的约定期内", "a dated promise of no further inspection";
    reason_ceiling: "已达到年度检查次数上限", "a ceiling on visits is reached";
    reason_recent: "近期已被抽查", "visited recently";
    exclusions_note: "各检查对象的原因代码见 lists/exclusions.jsonl；文书编号不公开，只公布其封存值。", "The coded reason of each entity is in lists/exclusions.jsonl; references stay in the office, their commitments are published.";
    exclusions_none: "没有检查对象因上述原因未列入。", "No entity was excluded.";

    relaxations_none: "未使用任何放宽规则。", "No relaxation was needed.";
    relaxations_used: "按方案规定的次序使用了以下放宽规则：", "These relaxations were used, in the plan's order:";
    relax_pairs: "不再适用轮换规则（法定回避不受影响）", "rotation pairs are dropped (conflicts by law stay)";
    relax_home: "不再适用回避居住区域的规则", "the home-area rule is dropped";
    relax_minimums: "不再要求每人最低检查次数", "minimum quotas are dropped";
    relax_raise: "人员池 {pool} 每人上限增加 {add} 次", "the maximum of each member of pool {pool} is raised by {add}";
    repeats: "近期曾同组、此次再次同组的检查人员：{n} 对。", "Pairs of inspectors who were together recently and are again: {n}.";
    set_aside_title: "搁置的入企检查", "Visits set aside";
    set_aside_note: "下列检查在法定回避和名额之内无法组成检查组，按规则搁置并上报上一级。", "No lawful team can be formed for these; by rule they are set aside and passed one level up.";
    set_aside_none: "没有搁置的入企检查。", "No visit was set aside.";
    undated_title: "未定日期的入企检查", "Undated visits";
    undated_none: "检查组已抽定的入企检查都已定日期。", "Every visit with a team has its dates.";
    certificate_places: "{visits} 次检查共需 {demand} 个席位，合法人选 {people} 名，合计最多承担 {capacity} 个，缺 {short} 个", "{demand} seats of {visits} visits; the {people} inspectors who may take them have places for {capacity}: {short} short";
    certificate_minimum: "{people} 名检查人员的最少次数合计 {demand} 次，可由其承担的席位最多 {capacity} 个，多出 {short} 次", "the minima of {people} inspectors ask for {demand} visits; the seats that they may take are {capacity} at most: {short} too many";
    because: "{step}。原因：{why}", "{step}. Why: {why}";
    undated_no_window: "检查组没有共同的空闲日期（已证明）", "the team has no common days (proved)";
    undated_inspector: "检查人员 {who} 的各次检查需 {demand} 人日，合适的日期里只有 {capacity} 人日可用（已证明）", "the visits of {who} take {demand} visit-days, and the days that suit them have {capacity} (proved)";
    undated_cap: "各次检查合计需 {demand} 天次，每日上限只容 {capacity} 天次（已证明）", "the visits together take {demand} visit-days, and the limit a day allows {capacity} (proved)";
    undated_proved: "与其他检查的日期不能同时安排（已证明）", "it cannot be dated together with other visits (proved)";
    undated_not_found: "在规定的尝试次数内没有找到日期（未证明不可能）", "no day was found within the budget (which proves nothing)";
    remedies_title: "怎样可以避免", "What would have done";
    remedies_note: "以下各项逐一试算过：每条之下任取一项，就不必放宽或搁置。下次抽取前可据此补充人员或调整限额；法定回避不在可选之列。", "Each was tried: any one of them makes the relaxation or set-aside it stands under unnecessary. Conflicts by law are never among them.";
    remedies_visit: "搁置的检查 {visit} {name}", "set aside: {visit} {name}";
    remedies_step: "放宽：{step}", "relaxed: {step}";
    remedy_raise: "把 {who} 的检查次数上限提高 {by} 次", "raise the maximum of {who} by {by}";
    remedy_lower: "把 {who} 的最少检查次数减少 {by} 次", "lower the minimum of {who} by {by}";
    remedy_add: "人员池 {pool} 增加 {count} 人", "add {count} inspector(s) to pool {pool}";
    remedy_add_area: "人员池 {pool} 增加 {count} 名可在 {area} 检查的人员", "add {count} inspector(s) to pool {pool} who may work in {area}";
    remedy_lift: "检查 {visit} 不对 {who} 适用轮换规则", "do not apply the rotation rules to {who} for {visit}";
    why: "说明", "Why";
    more_notes: "另有 {n} 项，见 draw/pairing.json。", "{n} more are in draw/pairing.json.";

    verify_intro: "抽取结果连同名单、方案和随机数一起发布。任何人不必相信发布者，即可核验：", "The result is published with its lists, plan and randomness. Anybody can verify it without trusting the publisher:";
    verify_all: "核验整个结果（全部重算）", "Verify everything (it is all computed again)";
    verify_digest: "核对文件未被改动：与公布的结果摘要比较", "Check that no file was changed: compare with the announced digest";
    verify_why: "查询一个检查对象为何抽中或未抽中", "Ask why an entity was drawn or not";
    verify_ticket: "只用系统自带命令计算一个号签（任务 {task}）", "Compute one ticket with nothing but the shell (task {task})";
    verify_seed: "核对摇号种子的摘要", "Check the seed's hash";
    id_here: "检查对象代码", "ENTITY-ID";
    folder_here: "结果文件夹", "BUNDLE";
    verify_note: "以规范文件（plan.json、lists/、draw/）为准；documents/ 内的文件只供阅读。", "What counts is in the canonical files (plan.json, lists/, draw/); the files in documents/ are for reading.";

    limit_rehearsal: "演练不能证明名单在摇号之前已经锁定。", "A rehearsal does not prove that the lists were fixed before the randomness.";
    limit_collusion: "如果在场所有人串通操纵骰子，结果会被左右，本系统发现不了。", "If everybody in the room colludes on the dice, the result can be steered, and this cannot show it.";
    limit_lists: "本结果证明抽取按名单进行，不证明名单本身真实、完整。", "It shows that the draw followed the lists, not that the lists are true and complete.";
    limit_tell: "不能防止知情人泄露结果。", "It does not keep people from telling what they know.";
    limit_inspection: "不证明检查已经进行，也不证明检查结论正确。", "It does not show that an inspection took place, or that its finding is right.";
    limit_names: "检查人员以代号公布。掌握人员名册的人把名册与抽中对象的回避公开信息对照，可能猜出个别姓名。", "Inspectors appear under pseudonyms. Whoever has a roster may guess some names by matching it with the openings of drawn entities.";
    limit_strata: "按不公开字段划分的范围和分层，旁人无法核对谁该在其中：只能核对公布的归属和其后的抽取；分层的抽取比例可能让人猜到内部分类。", "Who belongs in a scope or a stratum made from sealed fields cannot be checked by others, only what was published and what was drawn from it. A stratum's ratio hints at what its opaque name hides.";

    item: "事项", "Item";
    basis: "依据", "Legal basis";
    importance: "类别", "Class";
    importance_key: "重点", "key";
    importance_general: "一般", "general";

    visit: "编号", "Visit";
    entity: "检查对象", "Entity";
    area: "区域", "Area";
    items: "抽查事项", "Items";
    team: "检查组", "Team";
    days: "检查日期", "Days";
    state: "状态", "State";
    state_dated: "已定日期", "dated";
    state_undated: "未定日期", "undated";
    state_unseated: "搁置上报", "set aside";
    state_unpaired: "不抽取人员", "not paired";
    lead_mark: "组长", "lead";
    expert_mark: "专家", "expert";
    unknown_name: "（名录中无名称）", "(no name in the list)";
    via: "抽中：{what}", "drawn: {what}";
    visits_all: "共 {n} 次入企检查。", "{n} visits in all.";
    visits_first: "共 {n} 次入企检查，此处列出前 {shown} 次；其余见 documents/visits.xlsx 和 draw/visits.jsonl。", "{n} visits in all; these are the first {shown}. The rest is in documents/visits.xlsx and draw/visits.jsonl.";
    visits_none: "没有入企检查。", "There is no visit.";

    comma: "、", ", ";
    semicolon: "；", "; ";
    colon: "：", ": ";
    protocol: "协议", "Protocol";
});
