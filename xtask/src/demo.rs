//! `cargo xtask demo`: the whole line on this machine, from the shop's FAQ files to its report.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};

use crate::dist;
use crate::project::{Project, copy_folder, on_path, run as run_command};
use crate::steps::Steps;

/// The shop's name in what visitors tell it.
const SITE: &str = "quillfern";

/// And that of the company whose field handbook is the demo of an installed app.
const HANDBOOK: &str = "northwick";

/// Options of `demo`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port to serve at; without it, 8080 or the next one that is free
    #[arg(long)]
    port: Option<u16>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    dist: dist::Arguments,
}

/// Builds, serves until interrupted.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::new(4);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", || assemble(project))?;
    let port = match arguments.port {
        Some(port) => port,
        None => free_port()?,
    };
    serve(project, port, !arguments.no_open)
}

/// The shop's pages with its FAQ built into `help/`, and the field handbook with its own in `field/`, under `target/demo/site`.
///
/// # Errors
/// When the FAQ does not build or a file cannot be copied.
pub(crate) fn assemble(project: &Project) -> Result<()> {
    let site = project.site();
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("could not empty {}", site.display()))?;
    }
    let source = project.root.join("www/demo");
    copy_folder(&source, &site, &["faq"])?;
    build(project, &source.join("faq"), &site.join("help"), SITE)?;
    let handbook = project.root.join("www/field");
    copy_folder(&handbook, &site.join("field"), &["faq"])?;
    build(project, &handbook.join("faq"), &site.join("field/help"), HANDBOOK)
}

fn build(project: &Project, faq: &Path, out: &Path, name: &str) -> Result<()> {
    let mut faqlet = Command::new(project.faqlet());
    run_command(faqlet.arg("build").arg(faq).arg("--out").arg(out).args(["--site", name]))
}

/// The first port from 8080 on that nobody listens at.
fn free_port() -> Result<u16> {
    (8080..8180)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .context("expected a free port between 8080 and 8179; name another with --port")
}

fn serve(project: &Project, port: u16, open: bool) -> Result<ExitCode> {
    let store = project.target.join("demo/feedback.db");
    let mut command = Command::new(project.faqlet());
    command.arg("serve").arg(project.site()).args(["--listen", &format!("127.0.0.1:{port}")]).arg("--collect").arg(&store);
    let mut server = command.spawn().with_context(|| format!("could not start {}", project.faqlet().display()))?;
    let address = format!("http://127.0.0.1:{port}/");
    println!("\nThe demo shop is at {address}");
    println!("A field handbook that works without a network: {address}field/");
    println!("What visitors tell it: {} report --store {}", project.near(&project.faqlet()), project.near(&store));
    println!("Stop with Ctrl+C.\n");
    if open {
        open_browser(&address);
    }
    let status = server.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opens the address where there is a screen to open it on. It is printed too, so nothing is lost when this fails.
fn open_browser(address: &str) {
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start"]),
        _ if screen && on_path("xdg-open") => ("xdg-open", &[]),
        _ => return,
    };
    let _ = Command::new(program).args(arguments).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
