//! The fuzz targets in `fuzz/`: each runs for a while, as many at a time as there are processors, from its seeds in `fuzz/corpus` and from
//! what earlier runs have found. Stable Rust does it: the flags below make the compiler count which code an input reaches, and libFuzzer
//! is built from source by the crate `libfuzzer-sys`; no tool has to be installed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::project::{Project, output, run as run_command};
use crate::setup;
use crate::test::tally::Tally;

/// A fuzz target: a file of this name in `fuzz/src/bin`.
struct Target {
    name: &'static str,
    input: Input,
    /// How long it runs when nothing else is said, in seconds.
    seconds: u32,
}

/// For what the bytes of a site and of its visitors reach in every browser.
const LONG: u32 = 60;
/// Long enough to replay the corpus and to meet what a change broke; what nobody has met takes more, before a release.
const SHORT: u32 = 5;

/// What a target's input is.
#[derive(Clone, Copy)]
enum Input {
    /// A whole file of ours, mutated by the target section by section.
    File,
    /// Text, grown from nothing.
    Text,
}

/// The targets, those that run longest first.
const TARGETS: [Target; 11] = [
    Target { name: "search", input: Input::Text, seconds: LONG },
    Target { name: "open", input: Input::File, seconds: LONG },
    Target { name: "snippet", input: Input::Text, seconds: LONG },
    Target { name: "analyse", input: Input::Text, seconds: LONG },
    Target { name: "entries", input: Input::Text, seconds: SHORT },
    Target { name: "markdown", input: Input::Text, seconds: SHORT },
    Target { name: "beacon", input: Input::Text, seconds: SHORT },
    Target { name: "answers", input: Input::File, seconds: SHORT },
    Target { name: "shards", input: Input::File, seconds: SHORT },
    Target { name: "meaning", input: Input::File, seconds: SHORT },
    Target { name: "profile", input: Input::Text, seconds: SHORT },
];

/// Coverage of every edge, as libFuzzer reads it.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// An input may not take longer, in seconds by the clock on the wall. The targets themselves assert far less, in processor time; this ends
/// what would never end, and must not end what waits for a busy machine.
const LONGEST_INPUT: u32 = 60;
/// Memory of a target, in MiB.
const MOST_MEMORY: u32 = 512;

/// Checks, builds and runs the targets whose names contain `filter`, each for `seconds` or its own time. Each counts as one test.
///
/// # Errors
/// When they cannot be built, or are not formatted or linted.
pub(super) fn run(project: &Project, seconds: Option<u32>, filter: Option<&str>) -> Result<Tally> {
    setup::cpp_compiler()?;
    let fuzz = Fuzz { project, seconds, host: output("rustc", &["--print", "host-tuple"])? };
    run_command(&mut project.cargo(&["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))?;
    run_command(fuzz.cargo("clippy").args(["--", "-Dwarnings"]))?;
    run_command(&mut fuzz.cargo("build"))?;
    let wanted: Vec<&Target> = TARGETS.iter().filter(|target| filter.is_none_or(|part| target.name.contains(part))).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(wanted.len());
    let waiting = Mutex::new(wanted.into_iter());
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(target) = waiting.lock().ok().and_then(|mut targets| targets.next()) {
                    let passed = fuzz.one(target).unwrap_or_else(|error| {
                        println!("  {}: {error:#}", target.name);
                        false
                    });
                    if let Ok(mut tally) = tally.lock() {
                        tally.add(if passed { Tally { passed: 1, failed: 0 } } else { Tally::FAILED });
                    }
                }
            });
        }
    });
    Ok(tally.into_inner().unwrap_or(Tally::FAILED))
}

struct Fuzz<'a> {
    project: &'a Project,
    seconds: Option<u32>,
    host: String,
}

impl Fuzz<'_> {
    /// Where everything is built, and where inputs are gathered.
    fn folder(&self) -> PathBuf {
        self.project.target.join("fuzz")
    }

    /// With `--target`, so that the flags do not reach build scripts.
    fn cargo(&self, command: &str) -> Command {
        let mut cargo = self.project.cargo(&[command, "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &self.host]);
        cargo.arg("--target-dir").arg(self.folder()).env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
        cargo
    }

    fn seconds_of(&self, target: &Target) -> u32 {
        self.seconds.unwrap_or(target.seconds)
    }

    /// Runs a target; whether nothing was found.
    fn one(&self, target: &Target) -> Result<bool> {
        let Target { name, .. } = target;
        println!("  {name}: {} s", self.seconds_of(target));
        let log = self.folder().join(format!("{name}.log"));
        let mut command = self.command(target)?;
        let file = fs::File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).status();
        let status = status.with_context(|| format!("could not start {name}"))?;
        let text = String::from_utf8_lossy(&crate::project::read(&log)?).into_owned();
        println!("  {name}: {}", Figures::read(&text).shown());
        if status.success() {
            return Ok(true);
        }
        println!("  {name}: {status}\n{}", complaint(&text));
        match written(&text) {
            Some(input) => {
                println!("  run it again: {} {input}", command.get_program().display());
                println!("  once it is mended, keep that input in fuzz/corpus/{name}/");
            }
            None => println!("  all it said: {}", log.display()),
        }
        Ok(false)
    }

    fn command(&self, target: &Target) -> Result<Command> {
        let Target { name, input, .. } = target;
        let folder = self.folder();
        let corpus = folder.join("corpus").join(name);
        fs::create_dir_all(&corpus).with_context(|| format!("could not make {}", corpus.display()))?;
        let mut command = Command::new(folder.join(&self.host).join("release").join(name));
        command
            .arg(format!("-max_total_time={}", self.seconds_of(target)))
            .arg("-print_final_stats=1")
            .arg("-print_funcs=0")
            .arg("-seed=1");
        command.arg(format!("-timeout={LONGEST_INPUT}")).arg(format!("-rss_limit_mb={MOST_MEMORY}"));
        command.arg(format!("-artifact_prefix={}", folder.join(format!("{name}-")).display()));
        command.args(match input {
            Input::File => ["-max_len=8192", "-len_control=0"],
            Input::Text => ["-max_len=2048", "-len_control=100"],
        });
        let sources = self.project.root.join("fuzz");
        let dictionary = sources.join("dictionaries").join(format!("{name}.dict"));
        command.args(dictionary.is_file().then(|| format!("-dict={}", dictionary.display())));
        let seeds = sources.join("corpus").join(name);
        command.arg(corpus).args(seeds.is_dir().then_some(seeds));
        // A failed assertion says which; the frames above it are libFuzzer's.
        command.env("RUST_BACKTRACE", "0").current_dir(sources);
        Ok(command)
    }
}

/// How far a run came.
#[derive(Debug, Default, PartialEq, Eq)]
struct Figures {
    /// Inputs run.
    executions: u64,
    /// Edges of the code that were reached.
    coverage: u64,
    /// Inputs kept because they reach something that others do not.
    inputs: u64,
}

impl Figures {
    /// From what libFuzzer prints: `#123 NEW cov: 45 ft: 67 corp: 8/9b …`, the last line counts.
    fn read(log: &str) -> Figures {
        let mut figures = Figures::default();
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
        for line in log.lines() {
            let after = |mark: &str| line.split_once(mark).and_then(|(_, rest)| number(rest.trim_start()));
            if let Some(executions) = after("stat::number_of_executed_units:").or_else(|| number(line.strip_prefix('#')?)) {
                figures.executions = executions;
            }
            figures.coverage = after(" cov: ").unwrap_or(figures.coverage);
            figures.inputs = after(" corp: ").unwrap_or(figures.inputs);
        }
        figures
    }

    fn shown(&self) -> String {
        format!("{} executions, {} edges reached, {} inputs kept", self.executions, self.coverage, self.inputs)
    }
}

/// What went wrong, from the first word of a panic or of libFuzzer itself, without dumps of bytes and advice about sanitizers; the input
/// itself in base 64, fit to be sent to somebody.
fn complaint(log: &str) -> String {
    let begins = |line: &&str| line.contains("panicked at") || line.contains("ERROR: libFuzzer");
    let advice = |line: &&str| line.starts_with("NOTE:") || line.starts_with("note:") || line.starts_with("      ");
    let said = log.lines().skip_while(|line| !begins(line)).take_while(|line| !line.starts_with("SUMMARY:"));
    let input = log.lines().filter(|line| line.starts_with("Base64:"));
    let cut = |line: &str| format!("    {}", line.chars().take(3000).collect::<String>());
    said.filter(|line| !advice(line)).take(12).chain(input).map(cut).collect::<Vec<_>>().join("\n")
}

/// The file with the input that failed.
fn written(log: &str) -> Option<&str> {
    log.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, path)| path.trim())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const LOG: &str = "INFO: Seed: 7\n#2\tINITED cov: 10 ft: 10 corp: 1/1b exec/s: 0 rss: 27Mb\n#90\tNEW    cov: 45 ft: 67 corp: 8/9b lim: 4\n\
        thread '<unnamed>' (1) panicked at src/bin/search.rs:3:5:\nexpected this\nnote: run with\n==1== ERROR: libFuzzer: deadly signal\n\
        NOTE: libFuzzer has\nSUMMARY: libFuzzer: deadly signal\n0x61,\nBase64: YQ==\n\
        artifact_prefix='x-'; Test unit written to x-crash-1\nstat::number_of_executed_units: 95\n";

    #[test]
    fn figures_and_complaints_are_read_from_what_libfuzzer_prints() {
        assert_eq!(Figures::read(LOG), Figures { executions: 95, coverage: 45, inputs: 8 });
        assert_eq!(Figures::read(""), Figures::default());
        let complaint = complaint(LOG);
        assert!(complaint.contains("expected this") && complaint.ends_with("Base64: YQ=="), "{complaint}");
        assert!(!complaint.contains("0x61") && !complaint.contains("note:"), "{complaint}");
        assert_eq!(written(LOG), Some("x-crash-1"));
    }

    #[test]
    fn every_target_in_the_sources_is_run() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/src/bin");
        let mut files: Vec<String> =
            fs::read_dir(sources).unwrap().map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
        files.sort_unstable();
        let mut names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }
}
