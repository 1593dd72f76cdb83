//! The difference between what is used and what is proposed, one line an item, each with its reason.

use faqlet_compiler::learned::{Learned, Used};
use std::collections::BTreeMap;

/// Items by name, with what is told beside it.
fn items(learned: &Learned) -> BTreeMap<String, (String, bool)> {
    let mut items = BTreeMap::new();
    for entry in &learned.entries {
        let name = format!("{} {}", entry.lang, entry.id);
        if let Some(weight) = &entry.weight {
            let why = format!("({} helpful, {} not, on {} days)", weight.yes, weight.no, weight.days);
            items.insert(format!("{name}  weight"), (format!("{:.3} {why}", weight.factor), weight.used));
        }
        for wording in &entry.wordings {
            let why = format!("({} helpful votes on {} days)", wording.votes, wording.days);
            items.insert(format!("{name}  asked as “{}”", wording.text), (why, wording.used));
        }
    }
    for group in &learned.synonyms {
        let why = format!("({} helpful votes)", group.votes);
        items.insert(format!("{}  same meaning? {}", group.lang, group.words.join(" = ")), (why, group.used));
    }
    for gap in &learned.missing {
        let nearest = gap.nearest.as_ref().map_or(String::new(), |id| format!(", nearest {id}"));
        items.insert(
            format!("{}  no answer to “{}”", gap.lang, gap.words.join(" ")),
            (format!("({} searches{nearest})", gap.searches), true),
        );
    }
    items
}

/// What would change: `+` new, `-` gone, `~` told otherwise; what is not in use says so.
pub(super) fn text(before: &Learned, after: &Learned) -> String {
    let (old, new) = (items(before), items(after));
    let mut text = String::new();
    let mut line = |mark: char, name: &str, (why, used): &(String, bool)| {
        text += &format!("{mark} {name}  {why}{}\n", if *used { "" } else { "  not in use" });
    };
    for (name, item) in &new {
        match old.get(name) {
            None => line('+', name, item),
            Some(known) if known != item => line('~', name, item),
            Some(_) => {}
        }
    }
    for (name, item) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        line('-', name, item);
    }
    if text.is_empty() {
        text += "Nothing new.\n";
    }
    let Used { weights, wordings, synonyms } = after.used();
    text + &format!("In use would be {weights} weights, {wordings} wordings and {synonyms} groups of synonyms.\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use faqlet_compiler::learned::{LearnedEntry, LearnedWording};

    fn with(texts: &[(&str, bool)]) -> Learned {
        let wording = |(text, used): &(&str, bool)| LearnedWording { used: *used, text: (*text).to_owned(), votes: 7, days: 3 };
        let wordings = texts.iter().map(wording).collect();
        let entry = LearnedEntry { lang: "en".into(), id: "refund".into(), weight: None, wordings };
        Learned { entries: vec![entry], ..Learned::default() }
    }

    #[test]
    fn each_change_is_a_line_with_its_reason() {
        let text = text(&with(&[("money back", true), ("old", true)]), &with(&[("money back", true), ("cash", false)]));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "+ en refund  asked as “cash”  (7 helpful votes on 3 days)  not in use");
        assert_eq!(lines[1], "- en refund  asked as “old”  (7 helpful votes on 3 days)");
        assert_eq!(lines.len(), 3);
    }
}
