//! Visible progress: which step of how many runs, how long each took, and a table at the end.

use std::time::{Duration, Instant};

use anyhow::Result;

/// What a step came to.
pub(crate) trait Outcome {
    /// Shown beside the step's time; empty when there is nothing to say.
    fn note(&self) -> String {
        String::new()
    }

    /// Whether it counts as failed although it ran to its end.
    fn failed(&self) -> bool {
        false
    }
}

impl Outcome for () {}

/// A row of steps that run one after another.
pub(crate) struct Steps {
    total: usize,
    started: Instant,
    done: Vec<Done>,
}

/// One finished step.
struct Done {
    name: String,
    took: Duration,
    note: String,
    failed: bool,
}

impl Steps {
    /// `total` is how many steps will be run.
    pub(crate) fn new(total: usize) -> Steps {
        Steps { total, started: Instant::now(), done: Vec::new() }
    }

    /// Runs one step and keeps its time and what it came to.
    pub(crate) fn run<T: Outcome>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.done.len() + 1;
        println!("\n[{number}/{}] {name}", self.total);
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        let (note, failed) = match &result {
            Ok(value) => (value.note(), value.failed()),
            Err(error) => (format!("failed: {error:#}"), true),
        };
        println!("[{number}/{}] {name}: {}{}{note}", self.total, seconds(took), if note.is_empty() { "" } else { ", " });
        self.done.push(Done { name: name.to_owned(), took, note, failed });
        result
    }

    /// Notes a step that was not run, and why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        println!("\n[{}/{}] {name}: not run, {why}", self.done.len() + 1, self.total);
        self.done.push(Done { name: name.to_owned(), took: Duration::ZERO, note: format!("not run: {why}"), failed: true });
    }

    /// Prints what each step took.
    pub(crate) fn summary(&self) {
        let width = self.done.iter().map(|step| step.name.chars().count()).max().unwrap_or(0);
        println!("\nsummary");
        for step in &self.done {
            let mark = if step.failed { '✗' } else { '✓' };
            println!("  {mark} {:width$}  {:>9}  {}", step.name, seconds(step.took), step.note);
        }
        println!("    {:width$}  {:>9}", "all", seconds(self.started.elapsed()));
    }
}

/// A duration as people read it: `0.4 s`, `2 min 05 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 { format!("{:.1} s", duration.as_secs_f64()) } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
