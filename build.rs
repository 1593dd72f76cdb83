//! Makes the style sheet small before it is compiled into the widget: comments and blanks are for those who write it.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=www/faqlet.css");
    let source = fs::read_to_string("www/faqlet.css").expect("www/faqlet.css is there and is UTF-8");
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&out).join("faqlet.css"), minify::css(&source)).expect("cargo's folder can be written to");
}

#[path = "src/minify.rs"]
mod minify;
