//! Plots as integers: positions of bars and of their labels, drawn by the template as SVG.

use crate::text::Text;

/// Width of every plot in user units.
pub(crate) const WIDTH: u64 = 720;
/// Height of the part that holds upright bars.
pub(crate) const HEIGHT: u64 = 180;
/// Room on the left for numbers.
const LEFT: u64 = 56;
/// Room above the highest bar for its number.
const TOP: u64 = 18;
/// Most labels below the axis.
const LABELS_MAX: usize = 12;
/// Width of a bar with its room from which on its number is written above it.
const VALUE_ROOM: u64 = 36;
/// Height of one lying bar with its room.
const ROW: u64 = 28;
/// Where lying bars begin.
const NAME: u64 = 170;

/// An upright bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Left edge.
    pub(crate) x: u64,
    /// Upper edge.
    pub(crate) y: u64,
    /// Width.
    pub(crate) width: u64,
    /// Height.
    pub(crate) height: u64,
    /// Middle, for labels.
    pub(crate) middle: u64,
    /// What it stands for.
    pub(crate) label: String,
    /// Whether the label is written below the axis.
    pub(crate) is_labelled: bool,
    /// Its number, as written.
    pub(crate) value: String,
    /// Whether there is room to write the number above it.
    pub(crate) is_valued: bool,
}

/// Upright bars for `(label, size, number as written)`.
pub(crate) fn bars(values: &[(String, u64, String)]) -> Vec<Bar> {
    let count = u64::try_from(values.len()).unwrap_or(1).max(1);
    let largest = values.iter().map(|(_, size, _)| *size).max().unwrap_or(0).max(1);
    let step = ((WIDTH - LEFT) / count).clamp(2, 64);
    let every = values.len().div_ceil(LABELS_MAX).max(1);
    let bar = |(index, (label, size, value)): (usize, &(String, u64, String))| {
        let place = u64::try_from(index).unwrap_or(0);
        let height = scaled(*size, largest, HEIGHT - TOP);
        let x = LEFT + place * step;
        Bar {
            x,
            y: HEIGHT - height,
            width: step - step / 4,
            height,
            middle: x + (step - step / 4) / 2,
            label: label.clone(),
            is_labelled: index % every == 0,
            is_valued: step >= VALUE_ROOM,
            value: value.clone(),
        }
    };
    values.iter().enumerate().map(bar).collect()
}

/// A lying bar with a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// Upper edge.
    pub(crate) y: u64,
    /// Middle, where the range's line is.
    pub(crate) middle: u64,
    /// Base line of the text.
    pub(crate) text: u64,
    /// Left edge.
    pub(crate) x: u64,
    /// Width.
    pub(crate) width: u64,
    /// Left end of the range.
    pub(crate) from: u64,
    /// Right end of the range.
    pub(crate) until: u64,
    /// What it stands for.
    pub(crate) label: Text,
    /// Its number, as written.
    pub(crate) value: String,
}

/// A share as a fraction.
pub(crate) type Share = (u64, u64);

/// Lying bars for `(label, share, lowest share, highest share, number as written)`, and the height of all.
pub(crate) fn ranges(values: &[(Text, Share, Share, Share, String)]) -> (Vec<Range>, u64) {
    let room = WIDTH - NAME - 72;
    // The scale ends at the largest share that is shown, in millionths, so that one per cent is still seen.
    let parts = |(part, whole): Share| scaled(part.min(whole), whole.max(1), 1_000_000);
    let largest =
        values.iter().map(|(_, share, _, highest, _)| parts(*share).max(parts(*highest))).max().unwrap_or(0).max(1);
    let place = |share: Share| NAME + scaled(parts(share), largest, room);
    let mut y = 4;
    let mut out = Vec::with_capacity(values.len());
    for (label, share, lowest, highest, value) in values {
        out.push(Range {
            y,
            middle: y + (ROW - 8) / 2,
            text: y + ROW - 13,
            x: NAME,
            width: place(*share) - NAME,
            from: place(*lowest),
            until: place(*highest),
            label: label.clone(),
            value: value.clone(),
        });
        y += ROW;
    }
    (out, y + 4)
}

fn scaled(size: u64, largest: u64, room: u64) -> u64 {
    let scaled = u128::from(size) * u128::from(room) / u128::from(largest.max(1));
    u64::try_from(scaled).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(label: &str, size: u64) -> (String, u64, String) {
        (label.to_owned(), size, size.to_string())
    }

    #[test]
    fn the_highest_bar_fills_the_room_and_nothing_leaves_it() {
        let got = bars(&[value("a", 1), value("b", 4), value("c", 0)]);
        assert_eq!(got[1].height, HEIGHT - TOP);
        assert_eq!(got[0].height, (HEIGHT - TOP) / 4);
        assert_eq!(got[2].height, 0);
        assert!(got.iter().all(|bar| bar.x + bar.width <= WIDTH && bar.y + bar.height == HEIGHT));
    }

    #[test]
    fn many_bars_keep_few_labels() {
        let values: Vec<_> = (0..250).map(|n| value(&n.to_string(), n)).collect();
        let got = bars(&values);
        assert!(got.iter().filter(|bar| bar.is_labelled).count() <= LABELS_MAX);
        assert!(got.iter().all(|bar| bar.x + bar.width <= WIDTH && !bar.is_valued));
    }

    #[test]
    fn no_value_is_no_bar() {
        assert!(bars(&[]).is_empty());
        assert!(ranges(&[]).0.is_empty());
    }

    #[test]
    fn ranges_lie_around_their_bar() {
        let (got, height) = ranges(&[(Text::same("s"), (1, 10), (1, 20), (2, 10), String::new())]);
        assert_eq!(got[0].until, WIDTH - 72);
        assert!(got[0].from < got[0].x + got[0].width && got[0].x + got[0].width < got[0].until);
        assert!(got[0].y < height);
    }
}
