//! What the shipped product weighs and how quick the command is, on the demo's FAQ.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::{Project, read, shown};
use crate::size;

/// Runs a measurement this often and reports the middle one.
const RUNS: usize = 7;

/// Prints sizes and times.
pub(crate) fn measure(project: &Project) -> Result<()> {
    size::print(&size::weigh(project)?);
    let help = project.site().join("help");
    data_files(&help)?;
    let scratch = project.target.join("bench");
    fs::create_dir_all(&scratch)?;
    let build = || {
        let mut command = Command::new(project.faqlet());
        command.arg("build").arg(project.root.join("www/demo/faq")).arg("--out").arg(scratch.join("help"));
        command
    };
    let search = || {
        let mut command = Command::new(project.faqlet());
        command.arg("search").arg(&help).arg("refund");
        command
    };
    println!("\n{:28} {:>9}", "faqlet build, whole demo", millis(median(build)?));
    println!("{:28} {:>9}", "faqlet search, from cold", millis(median(search)?));
    Ok(())
}

/// Index and answer files of the built FAQ, as they lie on disk and as they travel.
fn data_files(help: &Path) -> Result<()> {
    let mut names: Vec<_> = fs::read_dir(help)
        .with_context(|| format!("could not list {}", help.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "fqi" || end == "fqa"))
        .collect();
    names.sort();
    println!("\n{:44} {:>9} {:>10}", "demo data", "raw", "brotli -11");
    for path in names {
        let bytes = read(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name:44} {:>9} {:>10}", bytes.len(), size::compressed(&bytes)?);
    }
    Ok(())
}

/// The middle duration of several runs of a command, its output thrown away.
fn median(command: impl Fn() -> Command) -> Result<Duration> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let mut command = command();
        let started = Instant::now();
        if !command.stdout(Stdio::null()).status()?.success() {
            bail!("`{}` failed", shown(&command));
        }
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times[RUNS / 2])
}

fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
