//! A made-up FAQ of 1,000 entries with 30 planted near-duplicates: most are found, and hardly anything else.
//!
//! The other entries are written from a few dozen patterns with changing things, places and figures, as a shop's help centre is: many are
//! alike on purpose, and must not be reported. A planted one is an entry as a second author would have written it: the question asked in
//! other words, sentences changed, moved or left out, a figure that is not the same.

use super::kit::Faq;
use super::{Options, Report};
use std::collections::BTreeSet;

const ENTRIES: usize = 1_000;
const PLANTED: usize = 30;

/// What entries are about.
const THINGS: &[&str] = &[
    "tent",
    "lamp",
    "kettle",
    "jacket",
    "bicycle",
    "keyboard",
    "camera",
    "backpack",
    "stove",
    "mattress",
    "headset",
    "printer",
    "blender",
    "helmet",
    "scooter",
    "charger",
    "projector",
    "carpet",
    "drill",
    "violin",
    "telescope",
    "thermos",
    "hammock",
    "skateboard",
    "microphone",
    "fridge",
    "ladder",
    "aquarium",
    "typewriter",
    "globe",
];

/// What is asked about a thing, and how a second author asks it; with sentences of the answer that belong to it.
const TOPICS: &[(&str, &str, &[&str])] = &[
    (
        "How do I return a {t}?",
        "Can I send my {t} back?",
        &[
            "Print the label from your account and put it on the box.",
            "Bring the parcel to any post office.",
            "The {t} must be clean and complete.",
            "You have {n} days after delivery.",
        ],
    ),
    (
        "How do I clean a {t}?",
        "What is the best way to clean my {t}?",
        &[
            "Use lukewarm water and a soft cloth.",
            "Never put the {t} into a dishwasher.",
            "Let it dry for {n} hours before you store it.",
            "Stubborn stains come off with vinegar.",
        ],
    ),
    (
        "How long is the warranty on a {t}?",
        "What warranty does my {t} have?",
        &[
            "The warranty on the {t} covers faults of material and workmanship.",
            "It lasts {n} months from the day of purchase.",
            "Keep the receipt in a safe place.",
            "Wear and tear are not covered.",
        ],
    ),
    (
        "Where can I get spare parts for a {t}?",
        "Do you sell spare parts for my {t}?",
        &[
            "Spare parts for every {t} are listed below its product page.",
            "We keep them for {n} years after the last one was sold.",
            "Small screws and seals are free of charge.",
            "Write to the workshop if a part is missing from the list.",
        ],
    ),
    (
        "How do I assemble a {t}?",
        "Which steps put my {t} together?",
        &[
            "Lay out all pieces and compare them with the drawing.",
            "Begin with the frame of the {t} and tighten the screws at the end.",
            "Two people need about {n} minutes.",
            "A film on the product page shows each step.",
        ],
    ),
    (
        "Does the {t} come in other colours?",
        "Which colours can I choose for my {t}?",
        &[
            "The {t} is made in {n} colours.",
            "Pictures of all of them are on the product page.",
            "Colours on a screen differ a little from the real ones.",
            "We send samples of cloth on request.",
        ],
    ),
    (
        "What does it cost to ship a {t}?",
        "How much is shipping for my {t}?",
        &[
            "A {t} travels as a bulky parcel.",
            "Shipping costs {n} euros within the country.",
            "Islands pay a supplement that the basket shows.",
            "From two bulky parcels on the second one is free.",
        ],
    ),
    (
        "Can I rent a {t}?",
        "Is it possible to borrow a {t} for a weekend?",
        &[
            "A {t} can be rented in our larger branches.",
            "Book it {n} days ahead in your account.",
            "The deposit is returned when you bring it back undamaged.",
            "Members pay half of the usual rent.",
        ],
    ),
    (
        "How do I repair a broken {t}?",
        "What can I do when my {t} is damaged?",
        &[
            "Our workshop repairs every {t} that we sold.",
            "Describe the damage and add two photographs.",
            "You get an estimate within {n} working days.",
            "If a repair makes no sense we tell you so.",
        ],
    ),
    (
        "Is the {t} safe for children?",
        "From which age may children use the {t}?",
        &[
            "The {t} was tested by an independent laboratory.",
            "Children from {n} years on may use it with an adult beside them.",
            "Small parts can be swallowed by toddlers.",
            "The certificate is on the product page.",
        ],
    ),
    (
        "What do I do with an old {t}?",
        "How is a worn out {t} recycled?",
        &[
            "Bring the old {t} to the recycling point of a branch.",
            "We take apart {n} percent of the material and use it again.",
            "Remove batteries before you hand it in.",
            "You get a voucher as a thank you.",
        ],
    ),
    (
        "Which size of {t} do I need?",
        "How do I choose the right size for my {t}?",
        &[
            "Measure twice and compare with the table of sizes.",
            "A {t} that is {n} centimetres longer is still comfortable.",
            "Staff in the branches help you to choose.",
            "An exchange for another size is free.",
        ],
    ),
    (
        "Can my {t} be engraved?",
        "Do you print names on a {t}?",
        &[
            "Up to {n} letters can be engraved into the {t}.",
            "Engraving takes a week longer.",
            "Engraved goods cannot be returned.",
            "Choose the lettering in the basket.",
        ],
    ),
    (
        "Why does my {t} make a noise?",
        "What helps against a rattling {t}?",
        &[
            "A loose screw is the usual cause of a noisy {t}.",
            "Tighten all screws with the enclosed key.",
            "A drop of oil every {n} weeks helps.",
            "If it goes on, let the workshop look at it.",
        ],
    ),
    (
        "When will the {t} be back in stock?",
        "The {t} is sold out: will you get more?",
        &[
            "New deliveries of the {t} arrive every {n} weeks.",
            "Leave your address on the product page and we write to you.",
            "Reserved pieces are kept for three evenings.",
            "We cannot speed up the factory.",
        ],
    ),
    (
        "Does the {t} need electricity?",
        "Which plug does my {t} have?",
        &[
            "The {t} runs on the current of any household.",
            "It draws {n} watts at most.",
            "An adapter for other countries is sold beside it.",
            "Pull the plug before you open the housing.",
        ],
    ),
    (
        "Can I insure my {t} against theft?",
        "What happens when my {t} is stolen?",
        &[
            "A policy against theft is offered when you buy the {t}.",
            "It costs {n} euros a year.",
            "Report a theft to the police first and send us the number of the report.",
            "Locks of the lowest class are not accepted.",
        ],
    ),
    (
        "Do you give discounts on a {t} for schools?",
        "How do schools buy a {t} at a lower price?",
        &[
            "Schools and clubs pay less from the third {t} on.",
            "The discount is {n} percent.",
            "Send us the order on paper with a stamp.",
            "Invoices are due after the holidays.",
        ],
    ),
    (
        "How heavy is the {t}?",
        "What does the {t} weigh with its packing?",
        &[
            "The {t} weighs {n} kilograms without packing.",
            "One person can carry it up the stairs.",
            "Handles are cut into the box.",
            "Our drivers carry it into the room you name.",
        ],
    ),
    (
        "Can I use the {t} outdoors in winter?",
        "Does frost harm the {t}?",
        &[
            "The {t} bears {n} degrees below zero.",
            "Moisture does more harm than cold.",
            "Cover it when it is not used.",
            "Rust spots are ground off and painted over.",
        ],
    ),
    (
        "How do I register my {t}?",
        "Where do I enter the serial number of the {t}?",
        &[
            "The serial number stands on the underside of the {t}.",
            "Enter it in your account under purchases.",
            "Registration takes {n} minutes and prolongs the warranty.",
            "You can hand the registration on when you sell it.",
        ],
    ),
    (
        "Is there a manual for the {t} in my language?",
        "Where do I find the instructions of my {t}?",
        &[
            "The manual of the {t} is printed in {n} languages.",
            "Others are on the product page for reading and printing.",
            "Large print is available on request.",
            "Old manuals are in the archive.",
        ],
    ),
    (
        "May I test the {t} before I buy it?",
        "Can I try out a {t} in a branch?",
        &[
            "A {t} for trying out stands in every branch.",
            "Staff reserve it for {n} minutes.",
            "On Saturdays it is crowded, so come early.",
            "You need not buy anything.",
        ],
    ),
    (
        "Do you deliver the {t} on Saturdays?",
        "Which days can my {t} be delivered on?",
        &[
            "Drivers bring the {t} from Monday to Saturday.",
            "Choose a window of {n} hours in the basket.",
            "They call half an hour before they arrive.",
            "On holidays nothing is delivered.",
        ],
    ),
    (
        "How do I fold the {t}?",
        "How does the {t} fit back into its bag?",
        &[
            "Loosen both clamps of the {t} and lift the middle.",
            "Fold it along the seams {n} times.",
            "Do not force the joints.",
            "A drawing is sewn into the bag.",
        ],
    ),
    (
        "Can the {t} be paid in instalments?",
        "Do you offer monthly payments for a {t}?",
        &[
            "The price of the {t} can be divided into {n} instalments.",
            "The bank asks for your income.",
            "The first payment falls due a month after delivery.",
            "You can pay off the rest whenever you like.",
        ],
    ),
    (
        "Where is the {t} made?",
        "Which country does the {t} come from?",
        &[
            "The {t} is made by a family business.",
            "Its {n} workers are paid by the tariff.",
            "Wood comes from certified forests.",
            "We visit the factory once a year.",
        ],
    ),
    (
        "Which accessories fit the {t}?",
        "What can I add to my {t}?",
        &[
            "Accessories for the {t} are shown below it.",
            "There are {n} of them at present.",
            "Those of other makers may not hold.",
            "A set costs less than its pieces.",
        ],
    ),
    (
        "How do I update the software of the {t}?",
        "Is there new firmware for my {t}?",
        &[
            "Connect the {t} with the cable and open the app.",
            "The update takes {n} minutes; do not switch it off.",
            "Settings are kept.",
            "If it stops halfway, hold the button and begin again.",
        ],
    ),
    (
        "Can I exchange a {t} that was a gift?",
        "I was given a {t}: may I swap it?",
        &[
            "Gifts are exchanged with the slip that lies in the box.",
            "The giver of the {t} is not told.",
            "You have {n} days from the date on the slip.",
            "The value goes onto a card that does not expire.",
        ],
    ),
    (
        "Why was my order of a {t} cancelled?",
        "My {t} order disappeared: what happened?",
        &[
            "An order is cancelled when the payment was refused twice.",
            "You find the reason beside the {t} in your account.",
            "Money that was taken comes back within {n} working days.",
            "Order again with another card.",
        ],
    ),
    (
        "Do you ship a {t} abroad?",
        "Which countries do you send a {t} to?",
        &[
            "We send the {t} to {n} countries.",
            "Customs may ask for duties that the basket does not show.",
            "Batteries travel by land only.",
            "The list of countries is at the bottom of each page.",
        ],
    ),
    (
        "How do I store a {t} for a long time?",
        "Where should my {t} spend the winter?",
        &[
            "Keep the {t} dry, dark and off the floor.",
            "Air it every {n} weeks.",
            "Plastic bags make it mouldy.",
            "Take out batteries before.",
        ],
    ),
    (
        "Who installs the {t} at my home?",
        "Can a fitter set up my {t}?",
        &[
            "Our fitters install the {t} on the day of delivery.",
            "It takes {n} minutes and costs nothing extra.",
            "Clear the way to the room beforehand.",
            "They take the packing along.",
        ],
    ),
];

/// Words that a second author chooses otherwise.
const OTHERWISE: &[(&str, &str)] = &[
    ("usual", "common"),
    ("about", "roughly"),
    ("within", "in"),
    ("every", "each"),
    ("need", "require"),
    ("costs", "is"),
    ("begin", "start"),
    ("before", "until"),
    ("bring", "take"),
    ("get", "receive"),
    ("large", "big"),
    ("keep", "hold on to"),
    ("small", "little"),
    ("listed", "shown"),
];

/// A generator of numbers that is the same everywhere (Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

struct Made {
    question: String,
    answer: Vec<String>,
    thing: usize,
    topic: usize,
}

fn filled(text: &str, thing: &str, figure: usize) -> String {
    text.replace("{t}", thing).replace("{n}", &figure.to_string())
}

fn original(thing: usize, topic: usize, dice: &mut Dice) -> Made {
    let (question, _, sentences) = TOPICS[topic];
    let figure = 2 + dice.below(60);
    let answer = sentences.iter().map(|sentence| filled(sentence, THINGS[thing], figure)).collect();
    Made { question: filled(question, THINGS[thing], figure), answer, thing, topic }
}

/// An entry as a second author would have written it.
fn again(first: &Made, dice: &mut Dice) -> Made {
    let question = filled(TOPICS[first.topic].1, THINGS[first.thing], 0);
    let mut answer: Vec<String> = first.answer.clone();
    match dice.below(4) {
        0 => drop(answer.remove(dice.below(answer.len()))),
        1 => answer.reverse(),
        2 => answer.push("Ask us if anything is unclear.".to_owned()),
        _ => answer.swap(0, 1),
    }
    let mut text = answer.join("\n");
    for (word, other) in OTHERWISE {
        if dice.below(2) == 0 {
            text = text.replace(&format!(" {word} "), &format!(" {other} "));
        }
    }
    if dice.below(2) == 0 {
        let figure: String = text.chars().filter(char::is_ascii_digit).collect();
        if !figure.is_empty() {
            text = text.replace(&figure, "77");
        }
    }
    Made { question, answer: text.lines().map(str::to_owned).collect(), thing: first.thing, topic: first.topic }
}

/// The FAQ as JSON Lines, and the pairs of lines that say the same.
pub(super) fn corpus(seed: u64) -> (String, BTreeSet<(usize, usize)>) {
    let mut dice = Dice(seed);
    let mut all: Vec<(usize, usize)> = (0..THINGS.len()).flat_map(|thing| (0..TOPICS.len()).map(move |topic| (thing, topic))).collect();
    for at in (1..all.len()).rev() {
        all.swap(at, dice.below(at + 1));
    }
    let mut made: Vec<Made> = all.iter().take(ENTRIES - PLANTED).map(|(thing, topic)| original(*thing, *topic, &mut dice)).collect();
    let mut planted = BTreeSet::new();
    for number in 0..PLANTED {
        let first = number * 31 + dice.below(30);
        let copy = again(&made[first], &mut dice);
        planted.insert((first + 1, made.len() + 1));
        made.push(copy);
    }
    let line = |(number, made): (usize, &Made)| {
        serde_json::json!({ "id": format!("e{}", number + 1), "question": made.question, "answer": made.answer.join(" ") }).to_string()
            + "\n"
    };
    (made.iter().enumerate().map(line).collect(), planted)
}

/// The pairs of lines that a rule reports.
fn reported(report: &Report) -> BTreeSet<(usize, usize)> {
    let line = |line: Option<u32>| line.unwrap_or(0) as usize;
    report.findings.iter().map(|finding| (line(finding.related[0].place.line), line(finding.place.line))).collect()
}

#[test]
fn planted_near_duplicates_are_found_and_hardly_anything_else() {
    for seed in 1..=2 {
        let (text, planted) = corpus(seed);
        assert_eq!((text.lines().count(), planted.len()), (ENTRIES, PLANTED));
        let faq = Faq::new(&[("all.jsonl", &text)]);
        let report = faq.check(&Options { only: vec!["near-duplicate".to_owned()], ..Options::default() });
        let reported = reported(&report);
        let found = reported.intersection(&planted).count();
        let false_alarms: Vec<_> = reported.difference(&planted).collect();
        let lines: Vec<&str> = text.lines().collect();
        let missed = planted.difference(&reported).map(|(a, b)| [lines[a - 1], lines[b - 1]]).collect::<Vec<_>>();
        assert!(found >= 28, "seed {seed}: found {found} of {PLANTED}; missed {missed:#?}");
        assert!(false_alarms.len() <= 5, "seed {seed}: {} false alarms, such as {:?}", false_alarms.len(), false_alarms.first());
        println!("seed {seed}: {found} of {PLANTED} found, {} false alarms", false_alarms.len());
    }
}
