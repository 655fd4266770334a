// Days: `YYYY-MM-DD`, real dates of the Gregorian calendar, years 1900–9999. As texts they order as the days do.

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}

function leap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function isDay(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 10 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d) return false;
  const year = digits(bytes, from, 4);
  const month = digits(bytes, from + 5, 2);
  const day = digits(bytes, from + 8, 2);
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  const length = month === 2 && leap(year) ? 29 : LENGTHS[month - 1]!;
  return day <= length;
}

/** How many days a day is after 1970-01-01; of a text that is a day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86400000;
}
