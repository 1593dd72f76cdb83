//! Puts the tables into the README, between two comments, and the chart beside the other documents.

use anyhow::{Result, bail};

use crate::project::{Project, read, write_if_changed};

const START: &str = "<!-- bench:start -->";
const END: &str = "<!-- bench:end -->";

/// Where the chart lies, as the README names it.
const CHART: &str = "docs/bench.svg";

/// Writes both.
///
/// # Errors
/// When the README has no place for the tables, or a file cannot be written.
pub(crate) fn write(project: &Project, tables: &str, chart: &str) -> Result<()> {
    let path = project.root.join("README.md");
    let readme = String::from_utf8(read(&path)?)?;
    let picture = format!("![Faqlet beside other search libraries]({CHART})");
    let renewed = insert(&readme, &format!("{picture}\n\n{}", tables.trim()))?;
    write_if_changed(&project.root.join(CHART), chart.as_bytes())?;
    write_if_changed(&path, renewed.as_bytes())
}

/// The text with what stands between the two comments replaced.
fn insert(text: &str, new: &str) -> Result<String> {
    let parts = text.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        bail!("expected `{START}` and, below it, `{END}` in README.md; put them where the figures are to stand");
    };
    Ok(format!("{before}{START}\n{new}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_comments_is_replaced() {
        let text = format!("# A\n{START}\nold\n{END}\n## B\n");
        let renewed = insert(&text, "new").unwrap();
        assert_eq!(renewed, format!("# A\n{START}\nnew\n{END}\n## B\n"));
        assert_eq!(insert(&renewed, "new").unwrap(), renewed);
    }

    #[test]
    fn a_text_without_a_place_says_what_is_missing() {
        for text in ["", START, END, &format!("{END}{START}")] {
            assert!(insert(text, "new").unwrap_err().to_string().contains(START), "{text}");
        }
    }
}
