//! What must be on the machine before a command can do its work. What rustup or, on Debian as root, apt can add is added; for
//! the rest there is one sentence that says exactly what to install.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{Project, on_path, output, run};

/// A program that the whole-product tests need.
struct Tool {
    /// Any one of these names on the search path will do.
    programs: &'static [&'static str],
    /// Debian packages that bring it.
    packages: &'static [&'static str],
    /// What it is, for the sentence to people on other systems.
    what: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { programs: &["chromium", "google-chrome", "chrome"], packages: &["chromium"], what: "Chromium" },
    Tool { programs: &["chromedriver"], packages: &["chromium-driver"], what: "chromedriver of the same version" },
    Tool { programs: &["node"], packages: &["nodejs"], what: "Node.js 20 or newer" },
    Tool { programs: &["npm"], packages: &["npm"], what: "npm" },
];

/// What the browser tests need besides.
const OTHER_BROWSERS: &[Tool] = &[
    Tool { programs: &["firefox-esr", "firefox"], packages: &["firefox-esr"], what: "Firefox ESR" },
    Tool { programs: &["WebKitWebDriver"], packages: &["webkit2gtk-driver"], what: "WebKitWebDriver with MiniBrowser (WebKitGTK)" },
    Tool { programs: &["Xvfb"], packages: &["xvfb"], what: "Xvfb" },
];

/// Firefox's driver, which Debian does not have. It is built without optimising, which takes a third of the time; it has little to do.
const GECKODRIVER: &str = "0.37.1";

/// Folders of fonts that the screenshots and the right-to-left and Chinese tests are drawn with, and their Debian packages.
const FONTS: &[(&str, &str)] = &[
    ("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", "fonts-noto-core"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
];

/// Adds rustc targets that are missing.
///
/// # Errors
/// When one is missing and rustup cannot add it.
pub(crate) fn rust_targets(targets: &[&str]) -> Result<()> {
    for target in targets {
        let folder = output(rustc(), &["--print", "target-libdir", "--target", target])?;
        if !Path::new(&folder).is_dir() {
            rustup(&["target", "add", target])
                .with_context(|| format!("expected the Rust target {target}; install it with `rustup target add {target}`"))?;
        }
    }
    Ok(())
}

/// Adds rustfmt and clippy when they are missing.
///
/// # Errors
/// When one is missing and rustup cannot add it.
pub(crate) fn rust_tools() -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output("cargo", &[command, "--version"]).is_err() {
            rustup(&["component", "add", component])
                .with_context(|| format!("expected cargo {command}; install it with `rustup component add {component}`"))?;
        }
    }
    Ok(())
}

/// Whether the standard library's source is there, after trying to add it.
pub(crate) fn rust_source() -> bool {
    let Ok(sysroot) = output(rustc(), &["--print", "sysroot"]) else { return false };
    let source = PathBuf::from(sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    source.is_file() || (rustup(&["component", "add", "rust-src"]).is_ok() && source.is_file())
}

/// Makes sure of browser, driver, Node and fonts.
///
/// # Errors
/// One sentence with what to install, where this program may not install it.
pub(crate) fn browser_and_node() -> Result<()> {
    programs(TOOLS, FONTS)
}

/// Makes sure of Firefox, `WebKit`, and what drives them.
///
/// # Errors
/// One sentence with what to install, where this program may not install it.
pub(crate) fn other_browsers(project: &Project) -> Result<()> {
    programs(OTHER_BROWSERS, &[])?;
    let tools = project.target.join("tools");
    let built = tools.join("bin").join(format!("geckodriver{}", std::env::consts::EXE_SUFFIX));
    let is_there = |program: &Path| output(program, &["--version"]).is_ok_and(|text| text.contains(GECKODRIVER));
    if is_there(&built) || !built.is_file() && is_there(Path::new("geckodriver")) {
        return Ok(());
    }
    println!("building geckodriver {GECKODRIVER}");
    let mut cargo =
        project.cargo(&["install", "geckodriver", "--version", GECKODRIVER, "--locked", "--debug", "--force", "--quiet", "--root"]);
    run(cargo.arg(&tools).env("CARGO_PROFILE_DEV_DEBUG", "0"))
        .with_context(|| format!("expected to build geckodriver; install it with `cargo install geckodriver --version {GECKODRIVER}`"))
}

/// Makes sure of the compiler that builds libFuzzer.
///
/// # Errors
/// One sentence with what to install, where this program may not install it.
pub(crate) fn cpp_compiler() -> Result<()> {
    let compiler = Tool { programs: &["c++"], packages: &["g++"], what: "a C++ compiler named c++" };
    programs(&[compiler], &[])
}

/// Makes sure of PostgreSQL's programs.
///
/// # Errors
/// One sentence with what to install, where this program may not install it.
pub(crate) fn postgres() -> Result<()> {
    if postgres_programs().is_some() {
        return Ok(());
    }
    let server = Tool { programs: &["pg_ctl"], packages: &["postgresql"], what: "pg_ctl of PostgreSQL 15 or newer" };
    programs(&[server], &[])
}

/// The folder with PostgreSQL's programs: the newest of Debian's, or what is on the search path.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(|entry| {
        let entry = entry.ok()?;
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| (0, folder));
    let whole = |folder: &Path| folder.join("pg_ctl").is_file() && folder.join("initdb").is_file();
    versions
        .chain(on_path.collect::<Vec<_>>())
        .filter(|(_, folder)| whole(folder))
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder)
}

fn programs(tools: &[Tool], fonts: &[(&'static str, &'static str)]) -> Result<()> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !tool.programs.iter().any(|program| on_path(program))).collect();
    let debian = Path::new("/etc/debian_version").is_file() && on_path("apt-get");
    let fonts = fonts.iter().filter(|(file, _)| debian && !Path::new(file).is_file()).map(|(_, package)| *package);
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages.iter().copied()).chain(fonts).collect();
    if packages.is_empty() && missing.is_empty() {
        return Ok(());
    }
    if !debian {
        let names: Vec<&str> = missing.iter().map(|tool| tool.what).collect();
        bail!("expected these programs on the search path: {}; install them with your system's package manager", names.join(", "));
    }
    if output("id", &["-u"])? != "0" {
        bail!("some Debian packages are missing; install them with `sudo apt-get install --no-install-recommends {}`", packages.join(" "));
    }
    println!("installing {}", packages.join(" "));
    run(&mut apt(&["update", "-qq"]))?;
    let install: Vec<&str> = ["install", "-y", "-qq", "--no-install-recommends"].into_iter().chain(packages).collect();
    run(&mut apt(&install))
}

/// Installs the JavaScript that only tests use under the target folder: axe-core and the like in `node`, the bundler of the npm package's
/// test in `npm`, each from its own locked list.
///
/// # Errors
/// When npm cannot fetch it.
pub(crate) fn node_packages(project: &Project) -> Result<PathBuf> {
    install(project, "tests/npm", "npm")?;
    install(project, "tests/browser", "node")
}

/// Brings a folder of packages to what the list says.
fn install(project: &Project, list: &str, folder: &str) -> Result<PathBuf> {
    let folder = project.target.join(folder);
    fs::create_dir_all(&folder)?;
    let mut fresh = folder.join("node_modules").is_dir();
    for name in ["package.json", "package-lock.json"] {
        let (from, to) = (project.root.join(list).join(name), folder.join(name));
        let wanted = crate::project::read(&from)?;
        fresh &= fs::read(&to).is_ok_and(|old| old == wanted);
        fs::write(&to, wanted)?;
    }
    if !fresh {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
        run(&mut npm).with_context(|| format!("expected npm to fetch the packages named in {list}/package.json; is there a network?"))?;
    }
    Ok(folder)
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    // Another installation may hold the lock for a moment.
    command.args(["-o", "DPkg::Lock::Timeout=300"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn rustup(arguments: &[&str]) -> Result<()> {
    println!("rustup {}", arguments.join(" "));
    run(Command::new("rustup").args(arguments))
}

fn rustc() -> std::ffi::OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}
