//! Numbers, days, participants, final source, publication and simulation.

use records::day::Day;
use records::entropy::{DICE_MAX, DRAND_PERIOD, EntropyError, FinalSource, day_begins};
use records::plan::Plan;

use super::super::context::{Context, say};
use super::super::places::element_path;

/// Longest period for which days are listed: two hundred weeks, of a thousand working days (section 5).
const PERIOD_DAYS_MAX: i32 = 1_400;

/// Most working days of a plan, whatever the calendar says (section 5).
const WORKING_DAYS_MAX: usize = 1_000;

/// Most days from the end of the period to `finish_by` (section 5).
const FINISH_DAYS_MAX: i32 = 366;

pub(super) fn check(cx: &mut Context<'_>, plan: &Plan) {
    numbers(cx, plan);
    days(cx, plan);
    participants(cx, plan);
    final_source(cx, plan);
    publish(cx, plan);
    if plan.min_choice_waiver.is_empty() && cx.places.is_written("min_choice_waiver") && cx.good("min_choice_waiver") {
        cx.refuse(
            "text-empty",
            "min_choice_waiver",
            say("“min_choice_waiver”是空的", "写上谁以哪份文件同意，或删去这一行"),
            say("the waiver is empty", "write who allowed it in which document, or remove the line"),
        );
    }
}

fn numbers(cx: &mut Context<'_>, plan: &Plan) {
    let counted = [
        ("sequence", plan.sequence),
        ("attempt", plan.attempt),
        ("min_choice", plan.min_choice),
        ("publish.results_working_days", plan.publish.results_working_days),
        ("simulation.seeds", plan.simulation.seeds),
    ];
    for (key, value) in counted {
        if value == 0 && cx.good(key) {
            cx.refuse(
                "number-zero",
                key,
                say(format!("“{key}”不能是0"), "写1或更大的整数"),
                say(format!("{key:?} can't be 0"), "write 1 or more"),
            );
        }
    }
    let least = cx.config.rules.min_choice;
    let low = plan.min_choice < least && plan.min_choice > 0;
    if low && plan.min_choice_waiver.is_empty() && cx.all_good(&["min_choice", "min_choice_waiver"]) {
        cx.refuse(
            "min-choice-low",
            "min_choice",
            say(
                format!("每席至少{}名人选，少于规则要求的{least}名", plan.min_choice),
                format!("写{least}或更大；确经上一级同意的，在 min_choice_waiver 里写明谁以哪份文件同意"),
            ),
            say(
                format!("{} lawful inspectors for a seat are fewer than the {least} of the rules", plan.min_choice),
                format!("write {least} or more, or say in `min_choice_waiver` who allowed it one level up"),
            ),
        );
    }
}

fn days(cx: &mut Context<'_>, plan: &Plan) {
    let period = plan.period;
    let refuse_order = |cx: &mut Context<'_>, code, key: &str, early: (Day, &str, &str), late: (Day, &str, &str)| {
        if late.0 < early.0 {
            cx.refuse(
                code,
                key,
                say(format!("{}（{}）早于{}（{}）", late.1, late.0, early.1, early.0), "改正日期"),
                say(format!("{} ({}) is before {} ({})", late.2, late.0, early.2, early.0), "mend the dates"),
            );
        }
    };
    let from = (period.from, "期间第一天", "the first day of the period");
    let until = (period.until, "期间最后一天", "the last day of the period");
    if cx.all_good(&["period.from", "period.until"]) {
        refuse_order(cx, "period-backwards", "period.until", from, until);
    }
    if cx.all_good(&["finish_by", "period.until"]) {
        let finish = (plan.finish_by, "finish_by", "`finish_by`");
        refuse_order(cx, "finish-before-end", "finish_by", until, finish);
        if period.until.days_until(plan.finish_by) > FINISH_DAYS_MAX {
            cx.refuse(
                "finish-late",
                "finish_by",
                say(
                    format!("最迟办结日 {} 比期间最后一天晚一年以上", plan.finish_by),
                    "写期间最后一天之后一年以内的日期：一次抽取不能一直不办结",
                ),
                say(
                    format!("`finish_by` {} is more than a year after the last day of the period", plan.finish_by),
                    "write a day within a year of it: a draw can't be left open for ever",
                ),
            );
        }
    }
    if cx.all_good(&["created", "period.from"]) {
        let created = (plan.created, "制定日期", "the day on which the plan was made");
        refuse_order(cx, "created-late", "created", created, from);
    } else if cx.all_good(&["created", "period.until"]) {
        // The first day could not be read, and the last one is later still.
        let created = (plan.created, "制定日期", "the day on which the plan was made");
        refuse_order(cx, "created-late", "created", created, until);
    }
}

/// The working days of the period by the named calendar; none where something is wrong.
pub(super) fn working_days(cx: &mut Context<'_>, plan: &Plan) -> Vec<Day> {
    let config = cx.config;
    let calendar = config.calendars.get(&plan.calendar);
    if calendar.is_none() && cx.good("calendar") {
        let names = config.calendars.keys().map(String::as_str);
        cx.unknown("calendar-unknown", "calendar", ("工作日历", "calendar"), &plan.calendar, names);
    }
    let period = plan.period;
    let length = period.from.days_until(period.until);
    if !cx.all_good(&["period.from", "period.until"]) || length < 0 {
        return Vec::new();
    }
    if length > PERIOD_DAYS_MAX {
        too_long(cx);
        return Vec::new();
    }
    let Some(calendar) = calendar else { return Vec::new() };
    match calendar.working_days(period.from, period.until) {
        Ok(days) => {
            if days.is_empty() {
                cx.refuse(
                    "no-working-day",
                    "period",
                    say("期间里没有一个工作日", "延长期间；调休和节假日以 config/calendar.toml 为准"),
                    say(
                        "the period has no working day",
                        "make it longer; config/calendar.toml says which days are worked",
                    ),
                );
            }
            if days.len() > WORKING_DAYS_MAX {
                too_long(cx);
            }
            days
        }
        Err(unknown) => {
            let year = unknown.year;
            cx.refuse(
                unknown.code(),
                "period",
                say(
                    format!("工作日历“{}”里没有{year}年", plan.calendar),
                    format!("在 config/calendar.toml 里补上国务院办公厅公布的{year}年放假安排，或改期间"),
                ),
                say(
                    format!("the calendar {:?} has no data for {year}", plan.calendar),
                    format!("add the announced days of {year} to config/calendar.toml, or change the period"),
                ),
            );
            Vec::new()
        }
    }
}

fn too_long(cx: &mut Context<'_>) {
    cx.refuse(
        "period-long",
        "period.until",
        say("期间超过1400天，或超过1000个工作日", "改正年份，或分成几次抽取：方案最多一千个工作日"),
        say(
            "the period is longer than 1,400 days, or has more than 1,000 working days",
            "mend the year, or draw several times: a plan has at most 1,000 working days",
        ),
    );
}

fn participants(cx: &mut Context<'_>, plan: &Plan) {
    if cx.any_broken_below("participants") {
        return;
    }
    if plan.participants.is_empty() {
        cx.refuse(
            "participants-empty",
            "participants",
            say("没有人报数", "至少写一方，最好有企业或群众代表"),
            say("nobody contributes", "write at least one label"),
        );
    }
    for (index, label) in plan.participants.iter().enumerate() {
        let key = element_path("participants", index);
        if plan.participants.iter().take(index).any(|earlier| earlier == label) {
            cx.refuse(
                "participant-twice",
                &key,
                say(format!("报数方“{label}”写了两次"), "删去一个，或写得能区分"),
                say(format!("the participant {label:?} stands there twice"), "remove one or tell them apart"),
            );
        }
        if label.is_empty() || label.contains('=') {
            cx.refuse(
                "participant-label",
                &key,
                say(format!("报数方“{label}”的名称是空的或含有“=”"), "换一个名称"),
                say(format!("the label {label:?} is empty or holds \"=\""), "give it another label"),
            );
        }
    }
}

fn final_source(cx: &mut Context<'_>, plan: &Plan) {
    if cx.any_broken_below("final") {
        return;
    }
    let source = &plan.final_source;
    let key = match source {
        FinalSource::Dice { sides: 6 | 10, .. } => "final.count",
        FinalSource::Dice { .. } => "final.sides",
        FinalSource::Balls { .. } => "final.draws",
        FinalSource::Drand { .. } => "final.round",
    };
    if let Err(error) = source.check()
        && !matches!(error, EntropyError::TooFewBits { .. })
    {
        cx.refuse(
            error.code(),
            key,
            say("摇号方式写得不对", "骰子写10面或6面、1到200枚；摇球写1到50次、球2到100个；drand 写轮次"),
            say(
                error.to_string(),
                "write 10 or 6 sides and 1 to 200 dice, 1 to 50 draws of 2 to 100 balls, or a drand round",
            ),
        );
        return;
    }
    if let Some(begins) = source.begins().filter(|begins| *begins < day_begins(plan.created) && cx.good("created")) {
        let later = (day_begins(plan.created) - begins).div_ceil(DRAND_PERIOD);
        cx.refuse(
            "round-past",
            key,
            say(
                "这一轮信标在制定方案之前就已经公布，人人都能先算出结果",
                format!("至少加 {later} 轮，并留出封存之后的十分钟"),
            ),
            say(
                "this round was public before the plan was made, so that everybody could compute the outcome",
                format!("add at least {later} rounds, and ten minutes after the close"),
            ),
        );
    }
    let (least, bits) = (cx.config.rules.entropy_bits_min, source.bits());
    if bits < least {
        let enough = enough(source, least);
        cx.refuse(
            "entropy-too-few-bits",
            key,
            say(format!("这样摇号只有{bits}比特，至少要{least}比特"), format!("写{enough}或更大")),
            say(
                format!("this source has {bits} bits of chance, at least {least} are needed"),
                format!("write {enough} or more"),
            ),
        );
    }
}

/// The least number of dice, or of draws of balls, that has so many bits.
fn enough(source: &FinalSource, least: u32) -> u32 {
    let with = |number: u32| match *source {
        FinalSource::Dice { sides, .. } => FinalSource::Dice { sides, count: number },
        FinalSource::Balls { of, pick, .. } => FinalSource::Balls { draws: number, of, pick },
        FinalSource::Drand { round } => FinalSource::Drand { round },
    };
    (1..DICE_MAX).find(|number| with(*number).bits() >= least).unwrap_or(DICE_MAX)
}

fn publish(cx: &mut Context<'_>, plan: &Plan) {
    if plan.publish.inspectors != "pseudonyms" && cx.good("publish.inspectors") {
        cx.refuse(
            "publish-inspectors",
            "publish.inspectors",
            say("公开的抽取结果里检查人员只用化名", "写 \"pseudonyms\"，姓名怎么公开由 names 决定"),
            say(
                "inspectors stand in a public draw under pseudonyms only",
                "write \"pseudonyms\"; `names` says where names are shown",
            ),
        );
    }
    let names = ["never", "slips", "site"];
    if !names.contains(&plan.publish.names.as_str()) && cx.good("publish.names") {
        cx.unknown("word", "publish.names", ("姓名公开方式", "way to show names"), &plan.publish.names, names);
    }
}
