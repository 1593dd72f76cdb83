//! Days of the calendar, as editors write them. There is no clock here: what today is, the caller says.

use std::fmt;

/// A day of the Gregorian calendar. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day of a text `2026-05-12`; a time behind it, after `T` or a blank, is passed over. `None` when there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = text.split_at_checked(10)?;
        if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
            return None;
        }
        let mut parts = date.split('-');
        let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
        let found = Self { year, month: month as u8, day: day as u8 };
        let exists = parts.next().is_none() && year >= 1 && (1..=12).contains(&month) && (1..=found.days_of_month()).contains(&found.day);
        exists.then_some(found)
    }

    /// The day that is so many days after 1970-01-01; beyond the year 9999 its last day.
    ///
    /// From Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that the leap day comes last.
    #[must_use]
    pub fn from_unix_days(days: u64) -> Self {
        const LAST: u64 = 2_932_896;
        let days = days.min(LAST) + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }

    fn days_of_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_tools_write_them() {
        for (text, expected) in [
            ("2026-05-12", Some("2026-05-12")),
            (" 2026-05-12 ", Some("2026-05-12")),
            ("2026-05-12T23:59:00+02:00", Some("2026-05-12")),
            ("2026-05-12 10:00:00 +0100", Some("2026-05-12")),
            ("2024-02-29", Some("2024-02-29")),
            ("2023-02-29", None),
            ("2000-02-29", Some("2000-02-29")),
            ("1900-02-29", None),
            ("2026-13-01", None),
            ("2026-00-01", None),
            ("2026-04-31", None),
            ("2026-5-12", None),
            ("12.05.2026", None),
            ("2026-05-12x", None),
            ("٢٠٢٦-٠٥-١٢", None),
            ("", None),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), expected, "{text:?}");
        }
        assert!(Date::parse("2026-05-12") < Date::parse("2026-06-01"));
    }

    #[test]
    fn days_since_1970_are_days_of_the_calendar() {
        for (days, expected) in
            [(0, "1970-01-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"), (20_819, "2027-01-01"), (u64::MAX, "9999-12-31")]
        {
            assert_eq!(Date::from_unix_days(days).to_string(), expected);
        }
    }
}
