//! The browsers of the browser tests, one after another, and which tests run in which.

use std::process::Command;

use clap::ValueEnum;

use crate::project::Project;

/// A browser to test in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Browser {
    /// Chromium: every test
    Chromium,
    /// Firefox ESR: what a visitor relies on
    Firefox,
    /// `WebKitGTK`: what a visitor relies on
    Webkit,
}

impl Browser {
    /// All of them, in the order in which they run.
    pub(super) const ALL: [Browser; 3] = [Browser::Chromium, Browser::Firefox, Browser::Webkit];

    /// The name of the step.
    pub(super) fn step(self) -> &'static str {
        match self {
            Browser::Chromium => "browser, Chromium",
            Browser::Firefox => "browser, Firefox",
            Browser::Webkit => "browser, WebKit",
        }
    }

    /// What `FAQLET_BROWSER` calls it.
    fn name(self) -> &'static str {
        match self {
            Browser::Chromium => "chromium",
            Browser::Firefox => "firefox",
            Browser::Webkit => "webkit",
        }
    }
}

/// Files of `tests/browser` that are run in every browser; the others are about what is the same in all of them, or about Chromium's own
/// tools. A test in such a file that must ask Chromium stands in a module named `chromium`.
const EVERYWHERE: &[&str] = &[
    "accessibility::",
    "api::",
    "bad_index::",
    "consent::",
    "crash::a_vote_survives",
    "journey::",
    "offline::",
    "policy::",
    "privacy::",
    "profile::",
    "pwa::",
    "robust::",
    "storage::",
    "updates::",
];

/// What WebKitGTK's test browser is not asked: it does not always open the database again for a second visit of one run (the README says so),
/// and its driver does not come back while a button of the mouse is held.
const NOT_IN_WEBKIT: &[&str] = &[
    "journey::a_launcher_that_is_pressed",
    "offline::a_vote_given_offline_goes_with_the_next_visit",
    "profile::consent_and_its_withdrawal_reach_every_tab_at_once",
    "storage::",
];

/// The tests of one browser; `filter` takes the place of the list above.
pub(super) fn command(project: &Project, browser: Browser, filter: Option<&str>) -> Command {
    let mut cargo = super::product_tests(project, "browser");
    cargo.env("FAQLET_BROWSER", browser.name()).arg("--");
    match filter {
        Some(filter) => drop(cargo.arg(filter)),
        None if browser != Browser::Chromium => drop(cargo.args(EVERYWHERE)),
        None => {}
    }
    if browser != Browser::Chromium {
        cargo.args(["--skip", "::chromium::"]);
    }
    if browser == Browser::Webkit {
        cargo.args(NOT_IN_WEBKIT.iter().flat_map(|name| ["--skip", name]));
    }
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(browser: Browser, filter: Option<&str>) -> Vec<String> {
        let project = Project::here().unwrap();
        let command = command(&project, browser, filter);
        command.get_args().skip_while(|argument| *argument != "--").map(|argument| argument.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn chromium_runs_everything_and_the_others_what_is_named() {
        assert_eq!(arguments(Browser::Chromium, None), ["--"]);
        let firefox = arguments(Browser::Firefox, None);
        assert!(firefox.contains(&"journey::".to_owned()) && firefox.ends_with(&["--skip".into(), "::chromium::".into()]), "{firefox:?}");
        assert!(arguments(Browser::Webkit, Some("vote")).starts_with(&[
            "--".into(),
            "vote".into(),
            "--skip".into(),
            "::chromium::".into()
        ]));
    }

    #[test]
    fn every_file_named_is_there() {
        let folder = Project::here().unwrap().root.join("tests/browser");
        for name in EVERYWHERE {
            let file = folder.join(name.split("::").next().unwrap_or_default()).with_extension("rs");
            assert!(file.is_file(), "expected {}", file.display());
        }
    }
}
