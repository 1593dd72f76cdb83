//! Opening hours as owners write them: `Mon-Fri 08:00-18:00`, `Sat,Sun 10:00-13:00`.

use faqlet_profile::site::Span;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads hours of some days. `None` when they are written otherwise.
pub(super) fn span(text: &str) -> Option<Span> {
    let text = text.to_lowercase().replace(['–', '—'], "-");
    let (days, hours) = text.trim().rsplit_once(' ')?;
    let (from, to) = hours.split_once('-')?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    let mut all = Vec::new();
    for part in days.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        // Fri-Mon goes over the end of the week.
        let length = (last + 7 - first) % 7;
        all.extend((0..=length).map(|step| (first + step) % 7 + 1));
    }
    all.sort_unstable();
    all.dedup();
    (from < to).then_some(Span { days: all, from, to })
}

/// Number of a day by its English name or the first three letters of it, 0 for Monday.
fn day(name: &str) -> Option<u8> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let name = name.trim();
    let at = DAYS.iter().position(|known| *known == name).or_else(|| NAMES.iter().position(|known| *known == name))?;
    Some(at as u8)
}

/// Minutes after midnight of a time `08:00`; 24:00 is the day's end.
fn minutes(time: &str) -> Option<u16> {
    let (hour, minute) = time.trim().split_once(':')?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let all = hour * 60 + minute;
    (minute < 60 && all <= 1_440).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("Mon-Fri 08:00-18:00", Some((vec![1, 2, 3, 4, 5], 480, 1_080))),
            ("Sat, Sun 9:30-13:00", Some((vec![6, 7], 570, 780))),
            ("Fri-Mon 00:00-24:00", Some((vec![1, 5, 6, 7], 0, 1_440))),
            ("monday 08:00–09:00", Some((vec![1], 480, 540))),
            ("Mon-Fri 18:00-08:00", None),
            ("Mon-Fri 08:00-25:00", None),
            ("Mon-Fri 8-18", None),
            ("Mo-Fr 08:00-18:00", None),
            ("08:00-18:00", None),
            ("", None),
        ] {
            assert_eq!(span(text).map(|span| (span.days, span.from, span.to)), expected, "{text:?}");
        }
    }
}
