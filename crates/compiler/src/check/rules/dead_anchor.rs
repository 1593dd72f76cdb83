//! Links to a heading that is not there.

use super::{Corpus, Found, Rule, Severity};
use crate::check::locate;
use crate::entry::Entry;
use crate::links::{self, Target};
use faqlet_engine::answer::Block;

pub(super) const RULE: Rule = Rule {
    id: "dead-anchor",
    severity: Severity::Warning,
    summary: "a `#fragment` that names no heading of the answer it leads to",
    why: "The visitor lands at the top of a long answer instead of the part that was meant. Headings get anchors from their text; \
          `## Fees {#fees}` names one that stays when the text changes.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let targets = links::Targets::of(language.entries.iter().copied());
        for entry in &language.entries {
            links::each(&entry.answer, &mut |href| {
                let (other, anchor) = match targets.find(entry, href) {
                    Target::Entry(other, Some(anchor)) => (other, anchor),
                    Target::Here(anchor) => (*entry, anchor),
                    _ => return,
                };
                if !anchor.is_empty() && !anchors(&other.answer.blocks).any(|known| known == anchor) {
                    report(entry, other, href, found);
                }
            });
        }
    }
}

fn report(entry: &Entry, other: &Entry, href: &str, found: &mut Found) {
    let known: Vec<String> = anchors(&other.answer.blocks).take(8).map(|anchor| format!("`#{anchor}`")).collect();
    let known = if known.is_empty() { "it has no headings".to_owned() } else { known.join(", ") };
    let expected = format!("an anchor of `{}` ({known})", other.id);
    let finding = found.entry(entry, expected, format!("`{href}`"), "correct the fragment or name a heading with `{#…}`");
    if let Some(finding) = finding {
        finding.place = locate::of(entry, href);
    }
}

/// The anchors of an answer. Headings stand at the top or inside quotes, callouts, details and lists.
fn anchors(blocks: &[Block]) -> Box<dyn Iterator<Item = &str> + '_> {
    Box::new(blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &str> + '_> {
        match block {
            Block::Heading { anchor, .. } => Box::new(std::iter::once(anchor.as_str())),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } | Block::Details { blocks: inner, .. } => anchors(inner),
            Block::List { items, .. } => Box::new(items.iter().flat_map(|item| anchors(item))),
            _ => Box::new(std::iter::empty()),
        }
    }))
}
