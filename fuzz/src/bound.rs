//! Bounds that every piece of work keeps: processor time and memory. Not only panics are bugs; an input over which a browser tab stands
//! still, or dies for lack of memory, is one too.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The most processor time that any single call may take on inputs of a few kilobytes. Instrumented code with all checks is several times
/// slower than what is shipped.
pub const MOST_TIME: Duration = Duration::from_millis(100);

/// Bytes that opening anything takes, however small it is: mostly the tables of the checksum.
const SMALL_THINGS: u64 = 12 * 1024;

/// Runs `work` and asserts that it keeps [`MOST_TIME`].
///
/// # Panics
/// When it does not.
pub fn within<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = now();
    let result = work();
    let took = now().saturating_sub(start);
    assert!(took <= MOST_TIME, "{what}: expected at most {MOST_TIME:?} of processor time, got {took:?}");
    result
}

/// Runs `work` in bounded time and asserts that it holds at most `factor` times `size` bytes at any moment, and [`SMALL_THINGS`].
///
/// # Panics
/// When it does not.
pub fn within_memory<T>(what: &str, size: usize, factor: u64, work: impl FnOnce() -> T) -> T {
    let mut result = None;
    let peak = allocation_counter::measure(|| result = Some(within(what, work))).bytes_max;
    let most = size as u64 * factor + SMALL_THINGS;
    assert!(peak <= most, "{what}: expected at most {factor} times {size} bytes of memory, got {peak}");
    result.expect("the work has run")
}

/// Processor time of this thread, from some starting point.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
