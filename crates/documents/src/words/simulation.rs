//! Words of the simulation report.

super::words!(Words, SIMULATION, {
    title: "抽取前模拟报告", "Simulation before the draw";
    office_copy: "内部留存件：含检查人员的统计，不得对外提供。", "Office copy: it has figures on inspectors and is not to be passed on.";
    public_note: "本报告用公开的、不可能成为真实摇号种子的模拟种子反复抽取得出。数字是频率估计，不是预告。", "The draw was repeated with public seeds that can never be the real one. The figures are estimated frequencies and foretell nothing.";
    campaign: "抽查活动", "Campaign";
    draw: "抽取编号", "Draw";
    plan_digest: "方案封存值 P", "Plan commitment P";
    seeds: "模拟抽取次数", "Simulated draws";

    part_strata: "各分层的抽中机会", "Chances by stratum";
    task: "抽查任务", "Task";
    stratum: "分层", "Stratum";
    population: "可抽数", "Population";
    n: "抽取数", "Drawn";
    chance: "应有机会", "Chance";
    lowest: "模拟最低", "Lowest seen";
    mean: "模拟平均", "Mean seen";
    highest: "模拟最高", "Highest seen";
    chances_plot: "各分层应有机会（条）与模拟最低、最高（线）", "Chance of each stratum (bar), lowest and highest seen (line)";

    part_unplaced: "不能全部安排的抽取", "Draws with a visit that could not be placed";
    unplaced: "有搁置或未定日期检查的抽取", "Draws with an unseated or undated visit";
    unseated: "其中有搁置", "of these with an unseated visit";
    undated: "其中有未定日期", "of these with an undated visit";
    unplaced_max: "方案允许的最大占比", "Largest share that the plan allows";
    unplaced_plot: "不能全部安排的抽取占比", "Share of draws with an unplaced visit";
    share_found: "模拟结果", "simulated";
    share_allowed: "方案上限", "allowed by the plan";
    is_within: "未超过方案规定。", "Within what the plan allows.";
    is_beyond: "超过方案规定：此方案不得封存。", "Beyond what the plan allows: this plan may not be committed.";
    relaxed: "使用放宽规则的抽取", "Draws that needed relaxations";

    part_loads: "检查人员工作量", "Loads of inspectors";
    loads_plot: "每人每次抽取的检查次数", "Visits per inspector and draw";
    load: "检查次数", "Visits";
    times: "次数", "Times";
    part_dates: "检查日期分布", "Days of visits";
    dates_plot: "各工作日的检查数（每次抽取平均）", "Visits on each working day (mean per draw)";
    day: "日期", "Day";
    part_pairs: "检查人员与检查对象的配对", "Inspectors and entities";
    pair_largest: "同一配对出现的最高频率", "Largest frequency of one pair";
    pair_bound: "该配对机会的下限（名额 ÷ 合法人员）", "Its lower bound (places / lawful inspectors)";
    pair_which: "该配对", "That pair";
    as_filled: "仍与初次安排相同的席位占比", "Share of seats still as FILL left them";

    part_warnings: "提示", "Warnings";
    warn_certain: "{task} 的分层 {stratum} 全部抽中，没有随机性", "{task}, stratum {stratum}: everybody is drawn, there is no chance in it";
    warn_never: "{task} 的分层 {stratum} 一户也不抽", "{task}, stratum {stratum}: nobody is drawn";
    warn_unplaced: "{draws} 次模拟中有 {unplaced} 次出现搁置或未定日期的检查，超过方案规定", "{unplaced} of {draws} draws left a visit without team or days, more than the plan allows";
    warn_predictable: "只要 {visit} 被检查，检查组里总有 {inspector}（{draws} 次中 {met} 次）", "whenever {visit} is visited, {inspector} is in the team ({met} of {draws})";
    warnings_none: "没有需要提示的情况。", "Nothing to warn of.";
});
