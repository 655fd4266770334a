//! Whose turn it is, and what is asked for: one function for each event.

use super::ask::Ask;
use crate::commands::ceremony::{close, draw as draw_step, end, people, roll};
use crate::output::Output;
use draw::ceremony::Missing;
use office::Result;
use office::ceremony::{Desk, Drawn, read_share};
use records::events::{RollRecord, ShareFile};
use records::hash::Digest;
use std::path::Path;

/// What became of a question.
pub enum Turn {
    /// The event is logged.
    Taken,
    /// Somebody does not want to, and need not.
    Passed,
    /// Nobody answers any more, or wants to go on later.
    Ended,
}

/// Asks for what is missing, and takes it.
pub fn take(desk: &mut Desk<'_>, draw: &str, next: &Missing, ask: &mut Ask<'_>, output: &Output) -> Result<Turn> {
    ask.say_text(&format!("→ {}", next.message(output.lang)));
    let turn = match next {
        Missing::Announce => None,
        Missing::Share { holder } => share(desk, draw, holder, ask)?,
        Missing::Contribution { label } => contribution(desk, draw, label, ask)?,
        Missing::Commitment { label } => commitment(desk, draw, label, ask)?,
        Missing::Reveal { label } => reveal(desk, draw, label, ask, output)?,
        Missing::Close => closing(desk, draw, ask, output)?,
        Missing::Sign { label } => sign(desk, draw, label, ask)?,
        Missing::Roll => rolling(desk, draw, ask, output)?,
        Missing::Draw => drawing(desk, draw, ask, output)?,
        Missing::Finish => finish(desk, draw, ask, output)?,
    };
    Ok(turn.unwrap_or(Turn::Ended))
}

/// Nothing where standard input has ended.
type Asked = Result<Option<Turn>>;

fn share(desk: &mut Desk<'_>, draw: &str, holder: &str, ask: &mut Ask<'_>) -> Asked {
    let announced = desk.announced(draw)?;
    if let Some((_, file)) = announced.shares.iter().find(|(label, _)| label == holder) {
        ask.say_text(&format!("{}", file.display()));
    }
    ask.say_text(&desk.share_statement(draw, holder)?.to_string());
    let Some(answer) = ask.line(
        "已复制给持有人并由他核对无误：输入他的签名（本机上的将被抹去；还没有，直接回车）",
        "copied to the holder and found good by him: type his signature (the copy here is wiped; not yet: empty line)",
    ) else {
        return Ok(None);
    };
    if answer.trim().is_empty() {
        return Ok(Some(Turn::Ended));
    }
    desk.share(draw, holder, answer.trim().to_owned()).map(|()| Some(Turn::Taken))
}

fn contribution(desk: &mut Desk<'_>, draw: &str, label: &str, ask: &mut Ask<'_>) -> Asked {
    match ask.twice("报的数（不报，直接回车）", "the value (nothing: empty line)") {
        None => Ok(None),
        Some(value) if value.is_empty() => Ok(Some(Turn::Passed)),
        Some(value) => desk.contribute(draw, label, &value).map(|()| Some(Turn::Taken)),
    }
}

fn commitment(desk: &mut Desk<'_>, draw: &str, label: &str, ask: &mut Ask<'_>) -> Asked {
    match ask.line("封存值，64位数字（不交，直接回车）", "the commitment, 64 digits (nothing: empty line)")
    {
        None => Ok(None),
        Some(word) if word.is_empty() => Ok(Some(Turn::Passed)),
        Some(word) => match digits(&word) {
            Some(commitment) => desk.commit(draw, label, commitment).map(|()| Some(Turn::Taken)),
            None => again(ask),
        },
    }
}

fn reveal(desk: &mut Desk<'_>, draw: &str, label: &str, ask: &mut Ask<'_>, output: &Output) -> Asked {
    if let Some(warning) = people::no_commitment_yet(&desk.status(draw)?, output) {
        ask.say_text(&warning);
    }
    let Some(value) = ask.line("报的数（不公布，直接回车）", "the value (nothing: empty line)") else {
        return Ok(None);
    };
    if value.is_empty() {
        return Ok(Some(Turn::Passed));
    }
    let Some(salt) = ask.line("盐，64位数字", "the salt, 64 digits") else { return Ok(None) };
    match digits(&salt) {
        Some(salt) => desk.reveal(draw, label, &value, salt).map(|()| Some(Turn::Taken)),
        None => again(ask),
    }
}

fn closing(desk: &mut Desk<'_>, draw: &str, ask: &mut Ask<'_>, output: &Output) -> Asked {
    let silent = desk.silent(draw)?.unwrap_or_default();
    if !silent.is_empty() {
        let silent: Vec<&str> = silent.iter().map(String::as_str).collect();
        ask.say_text(&close::said_nothing(&silent, output));
    }
    match ask.yes("截止，不再接受报数", "close; nothing is taken any more") {
        None => Ok(None),
        Some(false) => Ok(Some(Turn::Ended)),
        Some(true) => {
            close::report(&desk.close_contributions(draw)?, output);
            Ok(Some(Turn::Taken))
        }
    }
}

fn sign(desk: &mut Desk<'_>, draw: &str, label: &str, ask: &mut Ask<'_>) -> Asked {
    ask.say_text(&desk.closed(draw)?.statement.to_string());
    match ask.line("签名，128位数字（不签，直接回车）", "the signature, 128 digits (nothing: empty line)")
    {
        None => Ok(None),
        Some(word) if word.is_empty() => Ok(Some(Turn::Passed)),
        Some(word) => desk.sign(draw, label, word.trim()).map(|()| Some(Turn::Taken)),
    }
}

/// Two people write the result down, each for himself; of a beacon there is one text to be pasted.
fn rolling(desk: &mut Desk<'_>, draw: &str, ask: &mut Ask<'_>, output: &Output) -> Asked {
    if let Some(round) = desk.beacon_round(draw)? {
        let Some(value) = ask.line("这一轮的签名，96位数字", "the round's signature, 96 digits") else {
            return Ok(None);
        };
        if let Err(line) = roll::check_beacon(round, value.trim(), output) {
            ask.say_text(&line);
            return Ok(Some(Turn::Taken));
        }
        return desk.roll(draw, value.trim(), Vec::new()).map(|()| Some(Turn::Taken));
    }
    let mut records = Vec::new();
    for (zh, en) in [("第一记录人", "first recorder"), ("第二记录人", "second recorder")] {
        let Some(recorder) = ask.line(zh, en) else { return Ok(None) };
        let Some(value) = ask.line("他记下的结果", "what he wrote down") else { return Ok(None) };
        records.push(RollRecord { recorder, value: roll::unspaced(&value) });
    }
    let value = records.first().map(|record| record.value.clone()).unwrap_or_default();
    desk.roll(draw, &value, records).map(|()| Some(Turn::Taken))
}

fn drawing(desk: &mut Desk<'_>, draw: &str, ask: &mut Ask<'_>, output: &Output) -> Asked {
    let drawn: Drawn = if desk.is_sealed(draw)? {
        let one =
            ask.line("第一名保管人的密钥写到（如 U盘 上的文件）", "file for the first custodian (such as on a stick)");
        let two = ask.line("第二名保管人的密钥写到", "file for the second custodian");
        let (Some(one), Some(two)) = (one, two) else { return Ok(None) };
        let (one, two) = (one.trim(), two.trim());
        if one.is_empty() || two.is_empty() {
            ask.say(
                "两名保管人各要一个文件名，不能空着；不想现在抽取，按 Ctrl-C 中断，以后再接着做",
                "each custodian needs a file's name; to stop here press Ctrl-C and go on later",
            );
            return Ok(Some(Turn::Taken));
        }
        let halves = [Path::new(one), Path::new(two)];
        if let Some(warning) = draw_step::one_place(halves, output) {
            ask.say_text(&warning);
        }
        desk.draw(draw, Some(halves))?
    } else {
        match ask.yes("抽取", "draw") {
            None => return Ok(None),
            Some(false) => return Ok(Some(Turn::Ended)),
            Some(true) => desk.draw(draw, None)?,
        }
    };
    draw_step::report(&drawn, output);
    Ok(Some(Turn::Taken))
}

fn finish(desk: &mut Desk<'_>, draw: &str, ask: &mut Ask<'_>, output: &Output) -> Asked {
    ask.say(
        "检查和递补都做完之后才办结；在那之前用 ceremony open、slips、replace",
        "finish when inspections and replacements are over; until then use `ceremony open`, `slips`, `replace`",
    );
    match ask.yes("现在办结", "finish now") {
        None => return Ok(None),
        Some(false) => return Ok(Some(Turn::Ended)),
        Some(true) => {}
    }
    let days = desk.unopened_days(draw)?;
    if !days.is_empty() {
        ask.say_text(&end::unopened(&days, output));
        match ask.yes("没有启封的也不等了，仍然办结", "finish all the same") {
            None => return Ok(None),
            Some(false) => return Ok(Some(Turn::Ended)),
            Some(true) => {}
        }
    }
    let mut shares: Vec<ShareFile> = Vec::new();
    while desk.is_sealed(draw)? {
        let Some(file) = ask.line("份额文件（够了就直接回车）", "a share's file (enough: empty line)")
        else {
            return Ok(None);
        };
        if file.is_empty() {
            break;
        }
        shares.push(read_share(Path::new(file.trim()))?);
    }
    let folder = desk.finish(draw, &shares)?;
    ask.say_text(&folder.display().to_string());
    Ok(Some(Turn::Taken))
}

fn digits(word: &str) -> Option<Digest> {
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    word.parse().ok()
}

fn again(ask: &Ask<'_>) -> Asked {
    ask.say("应为64位数字（0-9、a-f），请重新输入", "expected 64 digits 0-9 a-f; type it anew");
    Ok(Some(Turn::Taken))
}
