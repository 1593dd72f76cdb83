//! `cargo xtask bless`: renews what tests or the README compare with or show. A person looks at the difference before committing it.

use std::process::ExitCode;

use anyhow::Result;

use crate::project::{Project, run as run_command};
use crate::steps::Steps;
use crate::{demo, dist, setup, test};

/// Options of `bless`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    dist: dist::Arguments,
}

/// Takes the screenshots in `docs/screenshots`.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::new(6);
    steps.run("set-up", setup::browser_and_node)?;
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", || demo::assemble(project))?;
    let folder = project.root.join("docs/screenshots");
    steps.run("screenshots", || {
        let mut cargo = test::product_tests(project, "browser");
        cargo.args(["--", "--ignored", "bless", "--test-threads=1"]).env("FAQLET_BLESS", &folder);
        run_command(&mut cargo)
    })?;
    println!("\nLook at every file in {} before you commit it.", folder.display());
    Ok(ExitCode::SUCCESS)
}
