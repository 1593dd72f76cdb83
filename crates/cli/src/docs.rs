//! The documents that are made from the command itself: a page a command from its help, and the list of rules. The tests here compare them
//! with what lies in `docs/`; with `FAQLET_BLESS_DOCS` naming that folder they are written instead (`cargo xtask bless --docs`).

use crate::Cli;
use clap::{Arg, ArgAction, Command, CommandFactory};
use faqlet_compiler::check::RULES;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What every page begins with.
const MADE: &str = "<!-- Made by `cargo xtask bless --docs`: do not edit. -->\n\n";

#[test]
fn each_commands_page_is_its_own_help() {
    let mut index = format!("{MADE}# Commands\n\n| | |\n|---|---|\n");
    let cli = Cli::command();
    for command in cli.get_subcommands() {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(index, "| [`faqlet {name}`]({name}.md) | {} |", text(&about)).unwrap();
        same(&format!("commands/{name}.md"), &page(command));
    }
    index += "\nEvery command ends with 0 when all is well, 1 after an error that it has explained, 2 after wrong usage.\n";
    same("commands/README.md", &index);
    let known: Vec<String> = cli.get_subcommands().map(|command| format!("{}.md", command.get_name())).collect();
    for entry in fs::read_dir(docs().join("commands")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || known.contains(&name), "docs/commands/{name} is of no command: remove it");
    }
}

#[test]
fn the_list_of_rules_is_that_of_the_command() {
    let mut list = format!("{MADE}{RULES_INTRODUCTION}\n| rule | severity | reports |\n|---|---|---|\n");
    for rule in RULES {
        writeln!(list, "| [`{0}`](#{0}) | {1} | {2} |", rule.id, rule.severity.name(), text(rule.summary)).unwrap();
    }
    for rule in RULES {
        write!(list, "\n## {}\n\n*{}.* Reports {}.\n\n{}\n", rule.id, rule.severity.name(), text(rule.summary), text(rule.why)).unwrap();
    }
    same("RULES.md", &list);
}

/// What stands above the rules.
const RULES_INTRODUCTION: &str = "# What `faqlet check` looks for

```
faqlet check                        # the folder faq/
faqlet check faq more.jsonl         # any mixture of folders and files
faqlet check --deny warnings        # for a pipeline: ends with 1 at a warning too
faqlet check --only dead-link,stale # or --skip
faqlet check --format sarif         # for code hosts and editors; json for programs
```

Each finding names file and line, what was expected, what came, and what to do now. `faqlet check` ends with 0 when there is nothing of the
severity that `--deny` names or worse (`errors` unless you say otherwise), with 1 when there is, and with 2 after wrong usage. It writes
nothing, looks at no network, and is quick enough to run on each save: a thousand entries take well under a second.
";

fn page(command: &Command) -> String {
    let name = command.get_name();
    let mut page = format!("{MADE}# faqlet {name}\n");
    for paragraph in command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default().split("\n\n") {
        let end = if paragraph.ends_with('.') { "" } else { "." };
        write!(page, "\n{}{end}\n", text(paragraph)).unwrap();
    }
    write!(page, "\n```\n{}\n```\n", usage(command)).unwrap();
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) = shown(command).partition(|argument| argument.is_positional());
    table(&mut page, "argument", &positional);
    table(&mut page, "option", &options);
    page
}

fn shown(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|argument| !argument.is_hide_set() && !["help", "version"].contains(&argument.get_id().as_str()))
}

/// The line that says how it is called, without the colours of a terminal.
fn usage(command: &Command) -> String {
    let mut parts = vec![format!("faqlet {}", command.get_name())];
    if shown(command).any(|argument| !argument.is_positional()) {
        parts.push("[OPTIONS]".to_owned());
    }
    for argument in shown(command) {
        if argument.is_positional() {
            let more = if many(argument) { "..." } else { "" };
            let name = value(argument);
            parts.push(if argument.is_required_set() { format!("<{name}>{more}") } else { format!("[{name}]{more}") });
        } else if argument.is_required_set() {
            parts.push(called(argument));
        }
    }
    parts.join(" ")
}

fn many(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Append) || argument.get_num_args().is_some_and(|range| range.max_values() > 1)
}

fn value(argument: &Arg) -> String {
    argument.get_value_names().and_then(|names| names.first()).map_or_else(String::new, ToString::to_string)
}

/// `-u`, `--unified`, `--lang <LANG>`.
fn called(argument: &Arg) -> String {
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let long = argument.get_long().map(|long| format!("--{long}")).unwrap_or_default();
    let value = if argument.get_action().takes_values() { format!(" <{}>", value(argument)) } else { String::new() };
    format!("{short}{long}{value}")
}

fn table(page: &mut String, head: &str, arguments: &[&Arg]) {
    if arguments.is_empty() {
        return;
    }
    write!(page, "\n| {head} | meaning |\n|---|---|\n").unwrap();
    for argument in arguments {
        let name = if argument.is_positional() { value(argument) } else { called(argument) };
        writeln!(page, "| `{name}` | {} |", meaning(argument)).unwrap();
    }
}

fn meaning(argument: &Arg) -> String {
    let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut meaning = text(&help.replace("\n\n", " "));
    let takes = argument.get_action().takes_values();
    let values = argument.get_possible_values();
    let values: Vec<String> = values.iter().filter(|value| takes && !value.is_hide_set()).map(choice).collect();
    if !values.is_empty() {
        write!(meaning, ": {}", values.join("; ")).unwrap();
    }
    let defaults: Vec<String> = argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    if takes && !defaults.is_empty() {
        write!(meaning, " [default: {}]", defaults.join(", ")).unwrap();
    }
    meaning
}

fn choice(value: &clap::builder::PossibleValue) -> String {
    let help = value.get_help().map(|help| format!(" ({})", text(&help.to_string()))).unwrap_or_default();
    format!("`{}`{help}", value.get_name())
}

/// Help text as Markdown: bars would end a cell, angle brackets begin a tag.
fn text(help: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for c in help.chars() {
        code ^= c == '`';
        match c {
            '\n' => out.push(' '),
            '|' => out.push_str("\\|"),
            '<' | '*' | '_' if !code => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// Compares a document with what it should be, or writes it.
fn same(name: &str, expected: &str) {
    if let Some(folder) = std::env::var_os("FAQLET_BLESS_DOCS") {
        let path = Path::new(&folder).join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, expected).unwrap();
        return;
    }
    let got = fs::read_to_string(docs().join(name)).unwrap_or_default().replace("\r\n", "\n");
    let first = expected.lines().zip(got.lines().chain(std::iter::repeat(""))).find(|(a, b)| a != b);
    assert!(
        got == expected,
        "docs/{name} is out of date, first at {first:?}\nhelp: run `cargo xtask bless --docs` and look at the difference"
    );
}
