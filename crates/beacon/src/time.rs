//! Times as text: RFC 3339 in, RFC 3339 with milliseconds in UTC out. Days are counted by Howard Hinnant's `days_from_civil` and
//! `civil_from_days` (proleptic Gregorian calendar, no leap seconds), so no date library travels to the browser.

const DAY: u64 = 86_400_000;
/// The first millisecond of the year 10000: RFC 3339 has four digits for the year.
const END: u64 = 253_402_300_800_000;

/// Milliseconds since 1970 as `2026-01-31T12:00:00.000Z`. Later times than the year 9999 are written as its last millisecond.
#[must_use]
pub fn rfc3339(time: u64) -> String {
    let time = time.min(END - 1);
    let (year, month, day) = civil(time / DAY);
    let rest = time % DAY;
    let mut text = String::with_capacity(24);
    push(&mut text, year, 4);
    text.push('-');
    push(&mut text, month, 2);
    text.push('-');
    push(&mut text, day, 2);
    text.push('T');
    push(&mut text, rest / 3_600_000, 2);
    text.push(':');
    push(&mut text, rest / 60_000 % 60, 2);
    text.push(':');
    push(&mut text, rest / 1_000 % 60, 2);
    text.push('.');
    push(&mut text, rest % 1_000, 3);
    text.push('Z');
    text
}

/// Milliseconds since 1970 of a time as RFC 3339 writes it, with any offset; finer fractions are cut off. `None` when it is not one
/// or lies outside 1970 to 9999. A leap second counts as the second after it.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<u64> {
    let mut bytes = text.bytes();
    let year = number(&mut bytes, 4)?;
    expect(&mut bytes, b"-")?;
    let month = number(&mut bytes, 2)?;
    expect(&mut bytes, b"-")?;
    let day = number(&mut bytes, 2)?;
    expect(&mut bytes, b"Tt ")?;
    let hour = number(&mut bytes, 2)?;
    expect(&mut bytes, b":")?;
    let minute = number(&mut bytes, 2)?;
    expect(&mut bytes, b":")?;
    let second = number(&mut bytes, 2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (millis, zone) = fraction(&mut bytes)?;
    let offset = offset(zone, &mut bytes)?;
    if bytes.next().is_some() {
        return None;
    }
    let local = i64::try_from(((hour * 60 + minute) * 60 + second) * 1_000 + millis).ok()?;
    let time = days(year, month, day) * DAY as i64 + local - offset * 60_000;
    u64::try_from(time).ok().filter(|&time| time < END)
}

/// Reads `.123` if it is there; gives milliseconds and the byte after it.
fn fraction(bytes: &mut std::str::Bytes<'_>) -> Option<(u64, u8)> {
    let first = bytes.next()?;
    if first != b'.' {
        return Some((0, first));
    }
    let (mut millis, mut scale, mut digits) = (0, 100, 0u32);
    loop {
        let byte = bytes.next()?;
        if !byte.is_ascii_digit() {
            return (digits > 0).then_some((millis, byte));
        }
        millis += u64::from(byte - b'0') * scale;
        scale /= 10;
        digits += 1;
    }
}

/// Minutes east of UTC.
fn offset(zone: u8, bytes: &mut std::str::Bytes<'_>) -> Option<i64> {
    let sign = match zone {
        b'Z' | b'z' => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = number(bytes, 2)?;
    expect(bytes, b":")?;
    let minutes = number(bytes, 2)?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    i64::try_from(hours * 60 + minutes).ok().map(|offset| sign * offset)
}

fn number(bytes: &mut std::str::Bytes<'_>, digits: usize) -> Option<u64> {
    let mut value = 0;
    for _ in 0..digits {
        let byte = bytes.next().filter(u8::is_ascii_digit)?;
        value = value * 10 + u64::from(byte - b'0');
    }
    Some(value)
}

fn expect(bytes: &mut std::str::Bytes<'_>, any: &[u8]) -> Option<()> {
    any.contains(&bytes.next()?).then_some(())
}

fn push(text: &mut String, value: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = value / 10u64.pow(place) % 10;
        text.extend(char::from_digit(digit as u32, 10));
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the years 0 to 9999.
fn days(year: u64, month: u64, day: u64) -> i64 {
    let year = year as i64 - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month as i64 + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day as i64 - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_times_are_written_and_read() {
        for (time, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_767_225_599_999, "2025-12-31T23:59:59.999Z"),
            (END - 1, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(time), text);
            assert_eq!(parse_rfc3339(text), Some(time));
        }
    }

    #[test]
    fn every_day_of_four_centuries_survives_the_round_trip() {
        for day in 0..146_097 {
            let time = day * DAY + 3_723_004;
            assert_eq!(parse_rfc3339(&rfc3339(time)), Some(time));
        }
    }

    #[test]
    fn offsets_and_fine_fractions_are_understood() {
        assert_eq!(parse_rfc3339("1970-01-01T03:30:00.0019999+03:30"), Some(1));
        assert_eq!(parse_rfc3339("1969-12-31t18:00:00-06:00"), Some(0));
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for bad in [
            "",
            "2026",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00Z ",
            "2026-01-01T00:00:00+25:00",
            "1969-12-31T23:59:59Z",
            "٢٠٢٦-01-01T00:00:00Z",
        ] {
            assert_eq!(parse_rfc3339(bad), None, "{bad}");
        }
    }
}
