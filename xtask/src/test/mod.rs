//! `cargo xtask test`: everything that must hold before a change is kept, in the order in which a mistake shows soonest.

mod browsers;
mod fuzz;
mod postgres;
mod tally;

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::project::{Project, run as run_command};
use crate::steps::Steps;
use crate::test::browsers::Browser;
use crate::test::tally::{Tally, count};
use crate::wasm::Bundle;
use crate::{demo, dist, setup, size};

/// Crates whose own tests must hold in the browser's instruction set as well as natively.
const PURE: [&str; 4] = ["faqlet-engine", "faqlet-profile", "faqlet-beacon", "faqlet-meaning"];

/// Options of `test`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only these groups
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Group>,
    /// Pass this on to the test harness: run only tests whose name contains it
    #[arg(long)]
    filter: Option<String>,
    /// Run the browser tests in these only
    #[arg(long, value_enum, value_delimiter = ',')]
    browsers: Vec<Browser>,
    /// How long each fuzz target runs, in seconds; else a minute for those that every visitor's bytes reach, and less for the others
    #[arg(long)]
    fuzz_seconds: Option<u32>,
    #[command(flatten)]
    dist: dist::Arguments,
}

/// What can be run by itself.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// Formatting and lints
    Style,
    /// Unit tests, native
    Unit,
    /// The collector's tests on a PostgreSQL of its own
    Postgres,
    /// The pure crates' same unit tests as wasm
    Wasm,
    /// Sizes of the shipped files
    Size,
    /// House rules over the sources
    Tidy,
    /// Hostile input, guided by the code it reaches
    Fuzz,
    /// Judged questions over the demo's FAQ
    Ranking,
    /// Files of released formats
    Compat,
    /// The command's whole line, natively and in Node
    Journey,
    /// The built demo in Chromium, Firefox and `WebKit`
    Browser,
}

/// A named piece of work that yields counts.
type Job<'a> = (&'static str, Box<dyn FnOnce() -> Result<Tally> + 'a>);

/// Sets up, runs, sums up.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let plan = Plan { project, arguments };
    let jobs = plan.jobs();
    let mut steps = Steps::new(jobs.len());
    let mut total = Tally::default();
    let mut built = true;
    for (name, job) in jobs {
        if !built && Plan::needs_build(name) {
            steps.skip(name, "the build it tests failed");
            total.add(Tally::FAILED);
            continue;
        }
        let result = steps.run(name, job);
        built &= result.is_ok() || !Plan::builds(name);
        total.add(result.unwrap_or(Tally::FAILED));
    }
    steps.summary();
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The command that runs one test binary of `tests/` on the release files.
pub(crate) fn product_tests(project: &Project, name: &str) -> Command {
    let mut cargo = project.cargo(&["test", "--package", "faqlet-tests", "--test", name]);
    cargo.env("FAQLET_COMMAND", project.faqlet()).env("FAQLET_SITE", project.site()).env("FAQLET_WIDGET", project.widget());
    cargo.env("FAQLET_DIST", project.dist()).env("FAQLET_NODE", project.target.join("node")).env("FAQLET_NPM", project.target.join("npm"));
    cargo
}

struct Plan<'a> {
    project: &'a Project,
    arguments: &'a Arguments,
}

impl<'a> Plan<'a> {
    /// The wanted jobs in order, with the builds they need.
    fn jobs(&'a self) -> Vec<Job<'a>> {
        let mut jobs: Vec<Job<'a>> = vec![("set-up", Box::new(|| self.set_up()))];
        if self.wants(Group::Style) {
            jobs.push(("formatting", Box::new(|| self.passes(&["fmt", "--all", "--check"]))));
            jobs.push(("lints, native", Box::new(|| self.passes(&["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"]))));
            jobs.push(("lints, widget", Box::new(|| self.lint_wasm(Bundle::Widget))));
            jobs.push(("lints, headless", Box::new(|| self.lint_wasm(Bundle::EngineMeaning))));
        }
        if self.wants(Group::Tidy) {
            jobs.push(("house rules", Box::new(|| self.product("tidy"))));
        }
        if self.wants(Group::Unit) {
            jobs.push(("unit tests", Box::new(|| self.unit())));
            jobs.push(("tests of xtask", Box::new(|| self.harness(self.project.cargo(&["test", "--package", "xtask"])))));
        }
        if self.wants(Group::Postgres) {
            jobs.push(("PostgreSQL", Box::new(|| self.postgres())));
        }
        if self.wants(Group::Wasm) {
            jobs.push(("unit tests in wasm", Box::new(|| self.unit_in_wasm())));
        }
        self.add_product_jobs(&mut jobs);
        if self.wants(Group::Fuzz) {
            let Arguments { fuzz_seconds, filter, .. } = self.arguments;
            jobs.push(("fuzzing", Box::new(|| fuzz::run(self.project, *fuzz_seconds, filter.as_deref()))));
        }
        jobs
    }

    fn add_product_jobs(&'a self, jobs: &mut Vec<Job<'a>>) {
        let product =
            [(Group::Ranking, "ranking", "ranking"), (Group::Compat, "old formats", "compat"), (Group::Journey, "journey", "journey")];
        let site = self.wants(Group::Browser) || product.iter().any(|(group, ..)| self.wants(*group));
        if site || self.wants(Group::Size) {
            jobs.push(("browser files", Box::new(|| self.done(dist::browser_files(self.project, &self.arguments.dist)))));
        }
        if self.wants(Group::Size) {
            jobs.push(("sizes", Box::new(|| self.sizes())));
        }
        if site {
            jobs.push(("faqlet command", Box::new(|| self.done(dist::command(self.project).and_then(|()| dist::lay_out(self.project))))));
            jobs.push(("demo site", Box::new(|| self.done(demo::assemble(self.project)))));
        }
        for (group, name, binary) in product {
            if self.wants(group) {
                jobs.push((name, Box::new(move || self.product(binary))));
            }
        }
        if self.wants(Group::Browser) {
            let wanted = |browser: &Browser| self.arguments.browsers.is_empty() || self.arguments.browsers.contains(browser);
            for browser in Browser::ALL.into_iter().filter(wanted) {
                jobs.push((browser.step(), Box::new(move || self.browser(browser))));
            }
        }
    }

    /// Steps without which nothing after them can be tested.
    fn builds(name: &str) -> bool {
        ["set-up", "browser files", "faqlet command", "demo site"].contains(&name)
    }

    /// Steps that look at the built files.
    fn needs_build(name: &str) -> bool {
        ["sizes", "faqlet command", "demo site", "ranking", "old formats", "journey"].contains(&name) || name.starts_with("browser, ")
    }

    fn wants(&self, group: Group) -> bool {
        self.arguments.only.is_empty() || self.arguments.only.contains(&group)
    }

    fn set_up(&self) -> Result<Tally> {
        setup::rust_tools()?;
        setup::rust_targets(&["wasm32-unknown-unknown", "wasm32-wasip1"])?;
        if self.wants(Group::Wasm) || self.wants(Group::Journey) || self.wants(Group::Browser) {
            setup::browser_and_node()?;
        }
        if self.wants(Group::Browser) {
            setup::other_browsers(self.project)?;
            setup::node_packages(self.project)?;
        }
        Ok(Tally::default())
    }

    fn done<T>(&self, result: Result<T>) -> Result<Tally> {
        result.map(|_| Tally::default())
    }

    fn passes(&self, arguments: &[&str]) -> Result<Tally> {
        self.done(run_command(&mut self.project.cargo(arguments)))
    }

    fn lint_wasm(&self, bundle: Bundle) -> Result<Tally> {
        let mut cargo = self.project.cargo(&["clippy", "--package", "faqlet-widget", "--lib", "--target", "wasm32-unknown-unknown"]);
        self.done(run_command(cargo.args(bundle.features()).args(["--", "-Dwarnings"])))
    }

    fn unit(&self) -> Result<Tally> {
        // xtask by itself: inside the workspace its libraries would be built a second time with other features.
        self.harness(self.project.cargo(&["test", "--workspace", "--exclude", "faqlet-tests", "--exclude", "xtask", "--no-fail-fast"]))
    }

    /// The tests that both databases must pass, and those that end the server under load: these by themselves, it is everybody's.
    fn postgres(&self) -> Result<Tally> {
        let server = postgres::Server::start(self.project)?;
        let mut total = Tally::default();
        for (target, tests) in
            [(&["--lib"][..], "on_postgres"), (&["--test", "delivery"], "on_postgres"), (&["--test", "delivery"], "restarts_of")]
        {
            let mut cargo = self.project.cargo(&["test", "--package", "faqlet-collector"]);
            cargo.args(target).args(["--", "--ignored", tests]);
            cargo.env("FAQLET_TEST_POSTGRES", server.address()).env("FAQLET_TEST_POSTGRES_RESTART", server.restart());
            cargo.env("FAQLET_TEST_POSTGRES_CERTIFICATE", server.certificate());
            total.add(self.harness(cargo)?);
        }
        Ok(total)
    }

    fn unit_in_wasm(&self) -> Result<Tally> {
        let runner = format!("node --no-warnings {}", self.project.root.join("xtask/wasi-runner.mjs").display());
        let mut cargo = self.project.cargo(&["test", "--target", "wasm32-wasip1", "--lib", "--tests", "--no-fail-fast"]);
        cargo.args(PURE.iter().flat_map(|name| ["--package", name]));
        cargo.env("CARGO_TARGET_WASM32_WASIP1_RUNNER", runner);
        // A panic ends a wasm program at once, with all that the harness had kept back.
        cargo.args(["--", "--no-capture"]);
        self.harness(cargo)
    }

    fn sizes(&self) -> Result<Tally> {
        let weights = size::weigh(self.project)?;
        size::print(&weights);
        if weights.iter().any(size::Weight::over) {
            bail!("over the budget in pkg-config/size-budget.toml");
        }
        Ok(Tally::default())
    }

    fn product(&self, binary: &str) -> Result<Tally> {
        self.harness(product_tests(self.project, binary))
    }

    fn browser(&self, browser: Browser) -> Result<Tally> {
        let mut command = browsers::command(self.project, browser, self.arguments.filter.as_deref());
        count(command.env("RUST_BACKTRACE", "0"))
    }

    fn harness(&self, mut command: Command) -> Result<Tally> {
        // A failing test says what it expected; where the harness called it from is noise.
        command.env("RUST_BACKTRACE", "0");
        if let Some(filter) = &self.arguments.filter {
            let started = command.get_args().any(|argument| argument == "--");
            command.args((!started).then_some("--")).arg(filter);
        }
        count(&mut command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[Group]) -> Vec<&'static str> {
        let project = Project::here().unwrap();
        let arguments =
            Arguments { only: only.to_vec(), filter: None, browsers: Vec::new(), fuzz_seconds: None, dist: dist::Arguments::default() };
        Plan { project: &project, arguments: &arguments }.jobs().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn one_group_brings_the_builds_it_needs_and_no_other_tests() {
        assert_eq!(
            names(&[Group::Browser]),
            ["set-up", "browser files", "faqlet command", "demo site", "browser, Chromium", "browser, Firefox", "browser, WebKit"]
        );
        assert_eq!(names(&[Group::Tidy]), ["set-up", "house rules"]);
    }

    #[test]
    fn without_a_choice_every_group_runs() {
        let all = names(&[]);
        for name in [
            "formatting",
            "lints, headless",
            "unit tests in wasm",
            "sizes",
            "ranking",
            "old formats",
            "journey",
            "browser, WebKit",
            "fuzzing",
        ] {
            assert!(all.contains(&name), "{name} is missing in {all:?}");
        }
    }
}
