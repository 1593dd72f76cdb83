//! A style sheet without comments and without blanks that mean nothing. It knows just enough CSS for our own sheet: a blank beside
//! `{`, `}`, `;`, `,`, `>` or `!`, or after `:` in a declaration, means nothing; all others stay.

/// The shorter sheet.
pub(crate) fn css(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("/*") {
        bare.push_str(&rest[..start]);
        rest = rest[start..].split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let mut short = words.join(" ");
    for mark in ["{", "}", ";", ",", ">", "!"] {
        short = short.replace(&[" ", mark].concat(), mark).replace(&[mark, " "].concat(), mark);
    }
    // A colon before a blank is a declaration's; selectors have none there.
    short.replace(": ", ":").replace(";}", "}")
}
