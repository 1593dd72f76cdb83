//! What a caller sees of entries and categories.

use super::Engine;

/// What the index knows of an entry; the answer is in the answer files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryView<'a> {
    /// The entry's id.
    pub id: &'a str,
    /// Language of its texts, a BCP 47 tag.
    pub lang: &'a str,
    /// The question as it is shown.
    pub question: &'a str,
    /// Number of its category; `None` when it has none.
    pub category: Option<u32>,
    /// Its tags.
    pub tags: Vec<&'a str>,
}

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryView<'a> {
    /// Its number, for [`Engine::entries_in`] and [`SearchOptions::category`](crate::SearchOptions::category).
    pub number: u32,
    /// Its path from the outermost category inwards; the last part is its own name.
    pub path: Vec<&'a str>,
    /// How many entries are in it and in the categories below it.
    pub entries: u32,
}

impl Engine {
    /// An entry by its number, which is its place among the entries given to [`build`](crate::build).
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<EntryView<'_>> {
        let language = self.labels.language.get(number as usize).copied().unwrap_or(0);
        let tags = self.tags_of(number).iter().filter_map(|tag| self.labels.tags.get(*tag as usize));
        Some(EntryView {
            id: self.id(number)?,
            lang: self.labels.languages.get(language as usize).map_or("", |lang| lang),
            question: self.question(number)?,
            category: self.labels.category_of(number),
            tags: tags.map(|tag| &**tag).collect(),
        })
    }

    /// The number of the entry with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.number_of(id)
    }

    /// All categories, in the order in which the entries name them first.
    pub fn categories(&self) -> impl Iterator<Item = CategoryView<'_>> {
        (0u32..).zip(&self.labels.categories).map(|(number, category)| CategoryView {
            number,
            path: self.path(number),
            entries: category.entries,
        })
    }

    /// Numbers of the entries in a category and in those below it, in order.
    #[must_use]
    pub fn entries_in(&self, category: u32) -> Vec<u32> {
        (0..self.len()).filter(|entry| self.labels.lies_in(self.labels.category_of(*entry), category)).collect()
    }

    fn path(&self, number: u32) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = self.labels.categories.get(number as usize);
        while let Some(category) = at {
            path.push(&*category.name);
            at = category.parent.and_then(|parent| self.labels.categories.get(parent as usize));
        }
        path.reverse();
        path
    }
}
