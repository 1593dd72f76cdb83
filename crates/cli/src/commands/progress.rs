//! What a build is busy with: how long each part took, for the summary, and a line on the terminal when it takes long.
//!
//! Times are shown and never written into a file: the same sources give the same bytes.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Shorter builds say nothing before they are done.
const PATIENCE: Duration = Duration::from_secs(1);

/// A build under way.
pub(super) struct Progress {
    parts: Vec<(&'static str, Duration)>,
    now: Option<(&'static str, Instant)>,
    line: Option<Line>,
}

/// The line on the terminal, drawn by a thread of its own.
struct Line {
    tell: Sender<&'static str>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Shows a line after a second if errors go to a terminal: a file or another program wants no such lines.
    pub(super) fn new() -> Self {
        Self { parts: Vec::new(), now: None, line: std::io::stderr().is_terminal().then(Line::new) }
    }

    /// Begins the next part; `what` says what is being done, such as `reading`.
    pub(super) fn begin(&mut self, what: &'static str) {
        self.finish_part();
        self.now = Some((what, Instant::now()));
        if let Some(line) = &self.line {
            // The thread ends only after the sender.
            let _ = line.tell.send(what);
        }
    }

    /// Takes the line away for what is printed next.
    pub(super) fn aside(&self) {
        if self.line.is_some() {
            draw("");
        }
    }

    /// Ends the last part and takes the line away.
    pub(super) fn end(&mut self) {
        self.finish_part();
        if let Some(line) = self.line.take() {
            drop(line.tell);
            let _ = line.thread.join();
        }
    }

    /// The parts with their times, the slowest first: `compressing 1.20 s, reading 0.10 s`. Empty when the whole took no time to speak of.
    pub(super) fn slowest(&self) -> String {
        const WORTH_SAYING: Duration = Duration::from_millis(5);
        let mut parts: Vec<_> = self.parts.iter().filter(|(_, took)| *took >= WORTH_SAYING).collect();
        parts.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
        let texts: Vec<String> = parts.iter().map(|(what, took)| format!("{what} {:.2} s", took.as_secs_f64())).collect();
        texts.join(", ")
    }

    fn finish_part(&mut self) {
        if let Some((what, start)) = self.now.take() {
            self.parts.push((what, start.elapsed()));
        }
    }
}

impl Drop for Progress {
    /// Also after an error no line may stay on the terminal.
    fn drop(&mut self) {
        self.end();
    }
}

impl Line {
    fn new() -> Self {
        let (tell, told) = mpsc::channel::<&'static str>();
        let thread = std::thread::spawn(move || {
            let (start, mut what, mut drawn) = (Instant::now(), "", false);
            let mut next = PATIENCE;
            loop {
                match told.recv_timeout(next.saturating_sub(start.elapsed())) {
                    Ok(part) => what = part,
                    Err(RecvTimeoutError::Timeout) => {
                        draw(&format!("{what} … {} s", start.elapsed().as_secs()));
                        drawn = true;
                        next = start.elapsed() + PATIENCE;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if drawn {
                draw("");
            }
        });
        Self { tell, thread }
    }
}

/// Puts a text in the place of the one before, on the same line. A terminal that is gone is no reason to stop a build.
fn draw(text: &str) {
    let _ = write!(std::io::stderr(), "\r\x1b[2K{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_part_comes_first_and_short_ones_are_left_out() {
        let parts = [("reading", 20), ("compiling", 1), ("compressing", 1500)];
        let parts = parts.map(|(what, millis)| (what, Duration::from_millis(millis))).to_vec();
        let mut progress = Progress { parts, now: None, line: None };
        progress.end();
        assert_eq!(progress.slowest(), "compressing 1.50 s, reading 0.02 s");
    }

    #[test]
    fn a_line_is_taken_away_when_the_build_ends() {
        let mut progress = Progress { parts: Vec::new(), now: None, line: Some(Line::new()) };
        progress.begin("reading");
        progress.begin("writing");
        progress.end();
        assert!(progress.line.is_none());
        assert_eq!(progress.parts.iter().map(|(what, _)| *what).collect::<Vec<_>>(), ["reading", "writing"]);
    }
}
