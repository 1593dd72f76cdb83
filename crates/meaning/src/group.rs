//! Which scripts a text is written in, and so which pack reads it.

/// Scripts that share a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Latin letters.
    Latin,
    /// Chinese characters, Japanese kana, Korean syllables.
    Han,
    /// Arabic letters, in which Persian and Urdu are written too.
    Arabic,
}

impl Group {
    /// All of them.
    pub const ALL: [Group; 3] = [Group::Latin, Group::Han, Group::Arabic];

    /// Its name in packs and names of files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Latin => "latin",
            Self::Han => "han",
            Self::Arabic => "arabic",
        }
    }

    /// The group of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// The group that a letter is of; `None` for letters of other scripts, and for what is no letter.
    #[must_use]
    pub fn of_letter(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => Some(Self::Latin),
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Some(Self::Han),
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Some(Self::Han),
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => Some(Self::Arabic),
            _ => None,
        }
    }

    /// The group that most of a text is written in; `None` where that is another script, or where there are no letters. A Chinese character
    /// says about as much as three letters, and counts so: «如何安裝 Firefox» is a Chinese text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut counts = [0u32; 4];
        for c in text.chars().take(1000) {
            let (place, weight) = match Self::of_letter(c) {
                Some(Self::Latin) => (0, 1),
                Some(Self::Han) => (1, 3),
                Some(Self::Arabic) => (2, 1),
                None if c.is_alphabetic() => (3, 1),
                None => continue,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += weight;
            }
        }
        let most = counts.iter().max().copied().filter(|most| *most > 0)?;
        let first = counts.iter().position(|count| *count == most)?;
        Self::ALL.get(first).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_most_of_a_text_decides() {
        for (text, group) in [
            ("how do I pay?", Some(Group::Latin)),
            ("如何安裝 Firefox", Some(Group::Han)),
            ("パスワードを忘れた", Some(Group::Han)),
            ("비밀번호", Some(Group::Han)),
            ("رمز عبور", Some(Group::Arabic)),
            ("пароль", None),
            ("?! 42", None),
            ("", None),
        ] {
            assert_eq!(Group::of(text), group, "{text}");
        }
    }
}
