//! Elements, written in few bytes: what never changes about an element is one text that is read when it is drawn, and only what changes
//! is code. (Yew's `html!` writes code for every attribute, which came to twice the bytes.)
//!
//! ```text
//! el("p, class=note, part=note, tabindex=-1").set("lang", lang).add(sentence)
//! ```
//!
//! The text is the element's name and its attributes, parted by `, `; a name without `=` stands for an empty attribute.

use yew::prelude::*;
use yew::virtual_dom::{Key, VList, VTag, VText};

use super::direction;

/// An element that is being written.
#[must_use = "an element is seen only when it is added to another"]
pub(super) struct Element(Box<VTag>);

/// An element by its name and the attributes that never change.
pub(super) fn el(text: &'static str) -> Element {
    let (name, attributes) = text.split_once(", ").unwrap_or((text, ""));
    Element(Box::new(VTag::new(name))).with(attributes)
}

impl Element {
    /// Sets attributes that never change, written as [`el`] takes them.
    pub(super) fn with(mut self, attributes: &'static str) -> Element {
        for attribute in attributes.split(", ").filter(|attribute| !attribute.is_empty()) {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            self.0.add_attribute(name, value);
        }
        self
    }

    /// Sets an attribute; `None` leaves it out.
    pub(super) fn set(mut self, name: &'static str, value: impl Value) -> Element {
        if let Some(value) = value.value() {
            self.0.add_attribute(name, value);
        }
        self
    }

    /// Says which language is inside, and which way it is written.
    pub(super) fn lang(self, lang: &str) -> Element {
        self.set("lang", lang.to_owned()).set("dir", direction(lang))
    }

    /// Puts something inside, after what is there.
    pub(super) fn add(mut self, child: impl Child) -> Element {
        child.put(&mut |node| self.0.add_child(node));
        self
    }

    /// Tells this element from its neighbours in a list, from one drawing to the next.
    pub(super) fn key(mut self, number: u32) -> Element {
        self.0.key = Some(Key::from(number));
        self
    }

    /// Where effects find this element.
    pub(super) fn place(mut self, place: &NodeRef) -> Element {
        self.0.node_ref = place.clone();
        self
    }

    /// What stands in a field.
    pub(super) fn value(mut self, value: String) -> Element {
        self.0.set_value(AttrValue::from(value));
        self
    }

    /// Whether a switch is on.
    pub(super) fn checked(mut self, checked: bool) -> Element {
        self.0.set_checked(checked);
        self
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Html {
        Html::from(*element.0)
    }
}

/// Nodes one after the other, without an element around them.
#[derive(Default)]
pub(super) struct Group(VList);

impl Group {
    /// Puts something after what is there.
    pub(super) fn add(mut self, child: impl Child) -> Group {
        child.put(&mut |node| self.0.add_child(node));
        self
    }
}

impl From<Group> for Html {
    fn from(group: Group) -> Html {
        Html::from(group.0)
    }
}

/// The nodes one after the other.
pub(super) fn all<C: Child>(children: impl IntoIterator<Item = C>) -> Group {
    children.into_iter().fold(Group::default(), Group::add)
}

/// What can be the value of an attribute.
pub(super) trait Value {
    /// The value, where there is one.
    fn value(self) -> Option<AttrValue>;
}

impl Value for &'static str {
    fn value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl Value for String {
    fn value(self) -> Option<AttrValue> {
        Some(AttrValue::from(self))
    }
}

impl Value for AttrValue {
    fn value(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl<T: Value> Value for Option<T> {
    fn value(self) -> Option<AttrValue> {
        self.and_then(T::value)
    }
}

/// What can stand inside an element.
pub(super) trait Child {
    /// Hands over its nodes in order.
    fn put(self, to: &mut dyn FnMut(Html));
}

impl Child for Html {
    fn put(self, to: &mut dyn FnMut(Html)) {
        to(self);
    }
}

impl Child for Element {
    fn put(self, to: &mut dyn FnMut(Html)) {
        to(self.into());
    }
}

impl Child for Group {
    fn put(self, to: &mut dyn FnMut(Html)) {
        to(self.into());
    }
}

impl Child for &'static str {
    fn put(self, to: &mut dyn FnMut(Html)) {
        to(VText::new(self).into());
    }
}

impl Child for String {
    fn put(self, to: &mut dyn FnMut(Html)) {
        to(VText::new(self).into());
    }
}

impl<T: Child> Child for Option<T> {
    // Where there is none its place is kept, so that its coming and going leaves its neighbours the nodes they are.
    fn put(self, to: &mut dyn FnMut(Html)) {
        match self {
            Some(child) => child.put(to),
            None => to(Html::default()),
        }
    }
}
