//! Times: the collector's clock, and what it makes of a visitor's.

use std::time::{SystemTime, UNIX_EPOCH};

/// Furthest into the past that an event is dated, in milliseconds (30 days: no outbox keeps it longer).
const FURTHEST: u64 = faqlet_beacon::limit::OUTBOX_AGE;

/// Milliseconds since 1970 by this machine's clock; 0 when it stands before that.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// When something happened by the collector's clock: as long before the arrival as it lay before the sending by the visitor's own
/// clock, so that a wrong clock does not matter. Without a time of sending the visitor's clock must do. Never in the future, never
/// more than [`FURTHEST`] ago.
pub(crate) fn happened_at(created: u64, sent: Option<u64>, received: u64) -> u64 {
    let at = match sent {
        Some(sent) => received.saturating_sub(sent.saturating_sub(created)),
        None => created,
    };
    at.clamp(received.saturating_sub(FURTHEST), received)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400_000;

    #[test]
    fn a_wrong_clock_does_not_shift_the_event() {
        let (truth, received) = (1_000 * DAY, 1_000 * DAY + 7_200_000);
        for wrong_by in [-2 * DAY as i64, 0, 2 * DAY as i64] {
            let by = |time: u64| time.checked_add_signed(wrong_by).unwrap();
            assert_eq!(happened_at(by(truth), Some(by(received)), received), truth);
        }
    }

    #[test]
    fn impossible_times_are_cut_to_the_possible() {
        let received = 1_000 * DAY;
        assert_eq!(happened_at(u64::MAX, None, received), received);
        assert_eq!(happened_at(u64::MAX, Some(0), received), received);
        assert_eq!(happened_at(0, None, received), received - FURTHEST);
        assert_eq!(happened_at(0, Some(u64::MAX), received), received - FURTHEST);
    }
}
