//! Whom an entry is for, as authors write it: `audience: { first: [{ tier: gold }, { product: lamp }] }` in front matter and JSON, and
//! `first tier:gold, product:lamp` where there is room for a text only. Conditions in one pair of braces, or joined by `+`, must all
//! hold; of several, one is enough.

use super::fields::{Raw, RawValue};
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::one_line;
use crate::language;
use faqlet_profile::site::{Audience, AudienceMode, Condition};

const EXPECTED: &str = "an audience such as `first: [{ tier: gold }]` or `only: [{ product: lamp }]`";
const REMEDY: &str = "name tier, product, interest or lang; leave the audience out where the entry is for everybody";

/// Reads an audience. `None` after an error was noted.
pub(super) fn read(raw: Raw, diagnostics: &mut Diagnostics) -> Option<Audience> {
    let place = raw.place;
    let (mode, conditions) = match raw.value {
        RawValue::Map(map) => {
            let mut map = map.into_iter();
            let (Some((mode, conditions)), None) = (map.next(), map.next()) else {
                return refuse(place, "several fields, or none", diagnostics);
            };
            (mode, conditions)
        }
        RawValue::Text(text) => {
            let text = one_line(&text);
            let (mode, rest) = text.split_once(' ').unwrap_or((&text, ""));
            (mode.trim_end_matches(':').to_owned(), Raw { place: place.clone(), value: RawValue::Text(rest.to_owned()) })
        }
        _ => return refuse(place, "a list", diagnostics),
    };
    let mode = match mode.as_str() {
        "first" => AudienceMode::First,
        "only" => AudienceMode::Only,
        other => return refuse(place, &format!("`{}`", one_line(other)), diagnostics),
    };
    let mut any = Vec::new();
    gather(conditions, &mut any, diagnostics)?;
    if any.is_empty() {
        return refuse(place, "no condition", diagnostics);
    }
    Some(Audience { mode, any })
}

fn refuse<T>(place: Place, got: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    diagnostics.error(place, EXPECTED, got, REMEDY);
    None
}

/// Reads conditions: one, or a list of them.
pub(crate) fn gather(raw: Raw, any: &mut Vec<Condition>, diagnostics: &mut Diagnostics) -> Option<()> {
    match raw.value {
        RawValue::List(list) => {
            // A list in a list would say nothing; it is refused with its place.
            for member in list {
                match member.value {
                    RawValue::List(_) => return refuse(member.place, "a list in a list", diagnostics),
                    value => gather(Raw { place: member.place, value }, any, diagnostics)?,
                }
            }
        }
        RawValue::Map(map) => {
            let mut condition = Condition::default();
            for (key, raw) in map {
                let RawValue::Text(text) = raw.value else { return refuse(raw.place, "no text", diagnostics) };
                set(&mut condition, &key, &text, &raw.place, diagnostics)?;
            }
            any.push(condition);
        }
        RawValue::Text(text) => {
            for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
                let mut condition = Condition::default();
                for pair in part.split('+') {
                    let Some((key, value)) = pair.split_once(':') else {
                        return refuse(raw.place, &format!("`{}`", one_line(pair)), diagnostics);
                    };
                    set(&mut condition, key.trim(), value, &raw.place, diagnostics)?;
                }
                any.push(condition);
            }
        }
        RawValue::Null => {}
    }
    Some(())
}

fn set(condition: &mut Condition, key: &str, value: &str, place: &Place, diagnostics: &mut Diagnostics) -> Option<()> {
    let value = one_line(value);
    let field = match key {
        "tier" => &mut condition.tier,
        "product" => &mut condition.product,
        "interest" => &mut condition.interest,
        "lang" => {
            let Some(tag) = language::canonical(&value) else {
                return refuse(place.clone(), &format!("the language `{value}`"), diagnostics);
            };
            condition.lang = Some(tag);
            return Some(());
        }
        other => return refuse(place.clone(), &format!("`{}`", one_line(other)), diagnostics),
    };
    if value.is_empty() {
        return refuse(place.clone(), &format!("`{key}` without a name"), diagnostics);
    }
    *field = Some(value);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn place() -> Place {
        Place::line(Path::new("a.md"), 2)
    }

    fn text(text: &str) -> Result<Audience, String> {
        let mut diagnostics = Diagnostics::new();
        let raw = Raw { place: place(), value: RawValue::Text(text.to_owned()) };
        read(raw, &mut diagnostics).ok_or_else(|| diagnostics.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn texts_say_whom_an_entry_is_for() {
        let audience = text("first tier:gold, product: lamp + lang:PT-br").unwrap();
        assert_eq!(audience.mode, AudienceMode::First);
        let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
        let lamp = Condition { product: Some("lamp".into()), lang: Some("pt-BR".into()), ..Condition::default() };
        assert_eq!(audience.any, [gold, lamp]);
        assert_eq!(text("only: interest:tea").unwrap().mode, AudienceMode::Only);
    }

    #[test]
    fn slips_are_errors_with_their_place() {
        for slip in ["", "gold", "never tier:gold", "first", "first gold", "first teir:gold", "only lang:xx-none", "only tier:"] {
            let error = text(slip).unwrap_err();
            assert!(error.starts_with("a.md:2: expected an audience"), "{slip}: {error}");
        }
    }
}
