//! Writes values as JSON: just the kinds of value that messages and what is kept are made of. No numbers with fractions, no maps: what
//! it does not know it refuses, and `None` comes out. (A whole JSON library would weigh more than the rest of the outbox.)

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeSeq, SerializeStruct, Serializer};

/// The value as JSON; `None` when there is something in it that this writer does not know.
#[must_use]
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    let mut out = String::new();
    value.serialize(Writer { out: &mut out }).ok().map(|()| out)
}

/// Something this writer does not know.
#[derive(Debug)]
struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected texts, whole numbers, lists and structures")
    }
}

impl std::error::Error for Unknown {}

impl ser::Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Unknown {
        Unknown
    }
}

struct Writer<'a> {
    out: &'a mut String,
}

fn text(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\x1f' => {
                out.push_str("\\u00");
                out.extend(char::from_digit(c as u32 >> 4, 16));
                out.extend(char::from_digit(c as u32 & 15, 16));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// A list or a structure that is being written.
struct Open<'a> {
    out: &'a mut String,
    empty: bool,
    end: char,
}

impl<'a> Open<'a> {
    fn new(out: &'a mut String, start: char, end: char) -> Open<'a> {
        out.push(start);
        Open { out, empty: true, end }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.empty) {
            self.out.push(',');
        }
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        self.next();
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Unknown> {
        self.out.push(self.end);
        Ok(())
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unknown> {
        self.next();
        text(self.out, key);
        self.out.push(':');
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Unknown> {
        self.out.push(self.end);
        Ok(())
    }
}

/// Refuses kinds of value.
macro_rules! refuse {
    ($($name:ident($($of:ty),*);)*) => {
        $(fn $name(self, $(_: $of),*) -> Result<(), Unknown> { Err(Unknown) })*
    };
}

/// Writes whole numbers.
macro_rules! whole {
    ($($name:ident($of:ty);)*) => {
        $(fn $name(self, value: $of) -> Result<(), Unknown> { self.serialize_u64(u64::from(value)) })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unknown;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Impossible<(), Unknown>;
    type SerializeTupleStruct = Impossible<(), Unknown>;
    type SerializeTupleVariant = Impossible<(), Unknown>;
    type SerializeMap = Impossible<(), Unknown>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Impossible<(), Unknown>;

    whole! { serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); }
    refuse! {
        serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64); serialize_f32(f32); serialize_f64(f64);
        serialize_char(char); serialize_bytes(&[u8]); serialize_unit(); serialize_unit_struct(&'static str);
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unknown> {
        let mut digits = [0u8; 20];
        let mut rest = value;
        let mut first = digits.len();
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            first = at;
            if rest == 0 {
                break;
            }
        }
        self.out.extend(digits.iter().skip(first).map(|digit| char::from(*digit)));
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unknown> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unknown> {
        text(self.out, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unknown> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unknown> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<(), Unknown> {
        Err(Unknown)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Unknown> {
        Ok(Open::new(self.out, '[', ']'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Unknown> {
        Ok(Open::new(self.out, '{', '}'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unknown> {
        Err(Unknown)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unknown> {
        Err(Unknown)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeTupleVariant, Unknown> {
        Err(Unknown)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unknown> {
        Err(Unknown)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeStructVariant, Unknown> {
        Err(Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faqlet_beacon::{Data, Event, Search, Term, Vote, uuid};
    use faqlet_profile::{How, Kind, Purpose, State, Trace, Visitor};

    #[test]
    fn a_message_is_written_as_a_reader_of_json_expects_it() {
        let comment = Some("a \"quoted\" \\ line\nand a tab\tیک".to_owned());
        let vote = Vote { lang: "en".into(), version: "v".into(), entry: "refund".into(), helpful: false, comment, ..Vote::default() };
        let event = Event::new(uuid(1_000, [7; 10]), "shop".into(), 1_000, Data::Vote(vote));
        assert_eq!(write(&event).unwrap(), serde_json::to_string(&event).unwrap().replace("\\n", "\\u000a").replace("\\t", "\\u0009"));
        let terms = vec![Term { term: "a".into(), count: 1 }, Term { term: "b".into(), count: u32::MAX }];
        let search = Search { lang: "en".into(), version: "v".into(), searches: 3, unknown: 0, terms };
        assert_eq!(write(&search).unwrap(), serde_json::to_string(&search).unwrap());
    }

    #[test]
    fn what_is_kept_of_a_visitor_is_written_whole() {
        let mut visitor = Visitor::new(false, 1_780_000_000_000);
        visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, 1, 1_780_000_000_000);
        visitor.note(Trace::Read, &["Returns", "Refunds"], 1_780_000_000_000);
        visitor.saw("refund", "0a1b2c3d", 1_780_000_000_000);
        visitor.voted("refund", Some(false));
        visitor.told(Kind::Tier, "gold", 1_780_000_000_000);
        let saved = visitor.saved().unwrap();
        assert_eq!(write(&saved).unwrap(), serde_json::to_string(&saved).unwrap());
    }

    #[test]
    fn numbers_of_any_length_are_written() {
        for number in [0, 9, 10, 65_535, u64::MAX] {
            assert_eq!(write(&number).unwrap(), number.to_string());
        }
    }

    #[test]
    fn what_is_not_known_is_refused_whole() {
        assert_eq!(write(&1.5), None);
        assert_eq!(write(&vec![("a", 1)]), None);
    }
}
