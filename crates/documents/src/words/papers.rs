//! Words that several papers of a ceremony share: parties, values, events, checks.

super::words!(Words, PAPERS, {
    blank: "____________", "____________";
    none: "无", "none";
    place: "地点", "Place";
    time: "时间", "Time";
    host: "主持人", "Host";
    members: "在场成员", "Members present";
    witnesses: "见证人", "Witnesses";
    remarks: "其他记录", "Remarks";
    mode: "公开方式", "Mode";
    mode_open: "公开：抽取后随即全部公布", "open: everything is published at the draw";
    mode_sealed: "封存：到检查时逐户启封，全部完成后公布", "sealed: each visit is opened when it begins, all of it is published at the end";
    profile: "报数方式", "Contributions";
    profile_room: "现场报数，当场录入、复读", "said aloud, typed, read back";
    profile_remote: "先交封存值，再揭示", "committed first, then revealed";
    log: "公开日志", "Log";
    superior: "上一级", "One level up";
    superior_key: "上一级的公钥", "Key of the superior";
    beacon_round: "信标轮次", "Round of the beacon";
    custodians: "封装单保管人", "Custodians of the capsules";
    holders: "密钥份额持有人", "Holders of shares";
    holders_value: "{threshold} 份可合成（共 {count} 份）", "any {threshold} of {count} give the secret";
    outside: "{label}（不承担本次检查）", "{label} (does not inspect in this draw)";
    outside_said: "{label}（报数方，不承担本次检查）", "{label} (a participant that does not inspect in this draw)";
    participants: "报数方", "Participants";

    commitment: "操作方秘密的封存值 c", "Commitment c to the operator's secret";
    points: "份额校验点", "Points of the escrow";
    holder: "持有人", "Holder";
    contribution_commitment: "报数封存值", "Commitment";
    salt: "盐值", "Salt";
    signature: "电子签名", "Signature";
    signature_none: "方案中没有其公钥，未作电子签名", "the plan has no key of his: no electronic signature";
    record_by: "{recorder} 记", "Noted by {recorder}";
    record_digest: "抽取结果记录的 SHA-256", "SHA-256 of the record of the outcome";
    leaves: "封存条目", "Leaves";
    leaves_root: "封存条目校验根", "Root of the leaves";
    capsules: "封装单", "Capsules";
    capsules_root: "封装单校验根", "Root of the capsules";
    secret: "操作方秘密 s", "Operator's secret s";
    leaf: "封存条目的值", "Hash of the leaf";
    nonce: "随机数", "Nonce";
    seat: "席位", "Seat";
    seat_value: "第 {n} 席", "number {n}";
    by: "接替者", "Replaced by";
    approved_by: "批准", "Approved by";
    skipped: "跳过", "Passed over";
    reason: "原因", "Reason";
    date: "日期", "Date";

    event_announce: "名单锁定、方案封存", "Lists frozen, plan committed";
    event_share: "份额核对无误", "Share checked";
    event_contribution: "现场报数", "Contribution";
    event_commitment: "交报数封存值", "Commitment";
    event_reveal: "揭示报数", "Reveal";
    event_close: "报数截止", "Close";
    event_sign: "对汇总值签名", "Close signed";
    event_roll: "摇号", "Final source sampled";
    event_draw: "随机抽取", "Draw";
    event_open: "启封", "Opening";
    event_replace_inspector: "递补检查人员", "Inspector replaced";
    event_replace_entity: "递补检查对象", "Entity replaced";
    event_finish: "全部公开、办结", "Finished";
    event_void: "作废", "Void";

    said_committed: "已交封存值，未揭示：按空值计入", "committed and did not reveal: empty in D";
    said_nothing: "未报数：按空值计入", "said nothing: empty in D";
    is_empty: "按空值计入 D", "Empty in D";
    nobody_empty: "没有：各方都已报数", "nobody: all have contributed";

    list: "名单", "List";
    list_count: "条数", "Lines";
    list_root: "校验根", "Root";
    list_entities: "检查对象名单", "Entities";
    list_inspectors: "执法检查人员名单（代号）", "Inspectors (pseudonyms)";
    list_items: "抽查事项清单", "Items";
    list_exclusions: "未列入抽取名单", "Exclusions";
    list_barred: "回避封存值", "Barred pairs, committed";
    list_apart: "不宜同组封存值", "Rotation, committed";
    list_selection: "上级抽取结果", "Drawn above";
    list_strata: "分层标签", "Stratum labels";

    part_checkpoint: "公开日志检查点", "Checkpoint of the log";
    checkpoint_note: "以上各步都已写入公开日志，下面是其签名检查点全文。请拍照保存：日后日志如被改写，凭它就能发现。", "All steps are in the log; this is its signed checkpoint in full. Photograph it: it exposes a log that is rewritten later.";
    checkpoint_none: "尚无检查点。", "There is no checkpoint yet.";
    checkpoint_code: "检查点全文", "The checkpoint in full";
    code_too_long: "内容有 {got} 字节，超过一个二维码的容量（{most} 字节），未印二维码。", "{got} bytes are more than one QR code holds ({most}); there is none.";

    void_title: "作废", "VOID";
    void_text: "本次抽取已作废。原因：{reason}", "This draw is void. Reason: {reason}";
    secret_title: "保密", "SECRET";

    policy_here: "信任策略文件", "POLICY";
    share_here: "份额文件", "SHARE-FILE";
    slip_here: "凭单文件", "SLIP-FILE";
});
