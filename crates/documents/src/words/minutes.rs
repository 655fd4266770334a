//! Words of the minutes, of the announcement and of the page of the close.

super::words!(Words, MINUTES, {
    title: "双随机抽取记录", "Minutes of a random draw";
    part_meeting: "一、会议", "1 Meeting";
    part_plan: "二、方案与名单", "2 Plan and lists";
    part_events: "三、经过", "3 What happened, in order";
    part_values: "四、合成的数值", "4 Values";
    part_outcome: "五、抽取结果", "5 Outcome";
    part_log: "六、公开日志检查点", "6 Checkpoint of the log";
    part_verify: "七、如何核验", "7 How to verify";
    part_signatures: "八、签字", "8 Signatures";

    events_note: "每一步都在下一步之前写入公开日志。数值按记录原样照录。", "Each step was logged before the next one. Values are given as they were recorded.";
    number: "序", "No.";
    event: "事项", "Step";
    content: "内容", "Content";

    outcome_sealed: "本次抽取结果封存。现在公布的只有种子的摘要、条目和封装单的数目与校验根；抽中名单、检查组和日期到检查时逐户启封，办结时全部公开。", "The outcome is sealed. Only the hash of the seed and the numbers and roots of leaves and capsules are public now; visits are opened one by one, and everything is published at the finish.";
    outcome_none: "未产生抽取结果。", "There is no outcome.";
    leaves_count: "封存条目（入企检查与候补）", "Leaves (visits and reserves)";
    capsules_count: "封装单", "Capsules";
    visits: "入企检查", "Visits";
    visits_value: "共 {all} 次：已定日期 {dated}，未定日期 {undated}，搁置 {unseated}，不抽取人员 {unpaired}", "{all} in all: {dated} dated, {undated} undated, {unseated} set aside, {unpaired} without inspectors";

    verify_all: "核验整个抽取，并得出次序证明的等级", "Verify everything, and learn the grade of the order of events";
    verify_digest: "核对文件未被改动：与公布的结果摘要比较", "Check that no file was changed: compare with the announced digest";
    verify_why: "查询一个检查对象为何抽中或未抽中", "Ask why an entity was drawn or not";
    grade_note: "本记录不评定“次序证明”的等级，也不代替核验：等级由核验程序根据结果文件夹和您自己选定的信任策略得出。", "These minutes give no grade and replace no verification: the verifier derives the grade from the bundle and from a trust policy of your own choice.";

    signatures_note: "签字只表示以上经过与本人所见一致。", "Signing says only that the above is what one saw.";
    sign_name: "姓名", "Name";
    sign_role: "身份", "Role";
    sign_signature: "签字", "Signature";
    sign_date: "日期", "Date";
    role_host: "主持人", "Host";
    role_participant: "报数方：{label}", "Participant: {label}";
    role_recorder: "摇号记录人", "Recorder of the final source";
    role_holder: "份额持有人：{label}", "Holder: {label}";
    role_custodian: "封装单保管人：{label}", "Custodian: {label}";
    role_member: "在场成员", "Member";
    role_witness: "见证人", "Witness";
    role_superior: "上一级：{label}", "One level up: {label}";

    close_title: "报数汇总值 D", "The close: D";
    close_now: "请现在拍照或抄下。摇号在此之后进行；此后任何报数都不能再改。", "Photograph it or note it down now. The final source is sampled after this; no contribution can change any more.";
    close_code: "二维码内容：mq1 D、抽取编号、汇总值", "In the QR code: mq1 D, the draw, the value";
    close_who: "各方报数", "Who said what";
    close_next: "下一步摇号：{source}", "Next: {source}";

    announce_title: "双随机抽取公告", "Announcement of a random draw";
    announce_text: "名单和方案已经锁定，尚未产生任何随机数。", "Lists and plan are frozen. Nothing random exists yet.";
    part_note_down: "请现在记下", "Note down now";
    note_plan: "方案封存值 P：拍照，或至少抄下头尾各一组。此后改动名单或方案中的任何一个字，P 都会不同。", "P: photograph it, or copy at least the first and last group. Any later change of a list or of the plan, be it one character, changes P.";
    note_numbers: "抽取编号 {draw}（第 {sequence} 号，第 {attempt} 次）和各名单的条数。编号不能跳过，作废的也保留。", "The draw {draw} (number {sequence}, attempt {attempt}) and the lengths of the lists. Numbers have no gap, and void ones stay.";
    note_points: "封存值 c 和各校验点：它们固定了操作方的秘密，使其不能事后更换。", "c and the points: they fix the operator's secret, so that it cannot be exchanged later.";
    note_log: "公开日志检查点：交一份给上一级和各报数方。", "The checkpoint: one copy for the level above, one for each participant.";
    plan_code: "二维码内容：mq1 P、抽取编号、封存值", "In the QR code: mq1 P, the draw, the value";
    part_lists: "锁定的名单", "Frozen lists";
    part_parties: "谁参加、怎样摇号", "Who takes part, and the final source";
    part_escrow: "操作方秘密的封存", "The operator's secret";
});
