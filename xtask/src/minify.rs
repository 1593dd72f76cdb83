//! JavaScript made small by a real parser, so that what is shipped is what was written, only shorter.

use anyhow::{Result, anyhow, bail};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The oldest JavaScript that has all the widget needs anyway (private fields, top-level await); nothing newer is written.
const LANGUAGE: &str = "es2022";

/// How a file is loaded, which decides whether its top-level names are its own.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// By a plain script tag: top-level names are the page's.
    Script,
    /// By `import`.
    Module,
}

/// The shorter text. Comments that tell bundlers something (`@vite-ignore`, `@__PURE__`) stay; but in a script, of which no bundler leaves
/// anything out, not which calls it might leave out.
///
/// # Errors
/// When the source is not JavaScript; `name` says which file it was.
pub(crate) fn minify(name: &str, source: &str, kind: Kind) -> Result<String> {
    let allocator = Allocator::default();
    let source_type = match kind {
        Kind::Script => SourceType::script(),
        Kind::Module => SourceType::mjs(),
    };
    let parsed = Parser::new(&allocator, source, source_type).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("{name} is not JavaScript that can be parsed: {error}");
    }
    let mut program = parsed.program;
    let target = EngineTargets::from_target(LANGUAGE).map_err(|error| anyhow!("{LANGUAGE}: {error}"))?;
    let compress = CompressOptions { target, ..CompressOptions::smallest() };
    let options = MinifierOptions { compress: Some(compress), ..MinifierOptions::default() };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let comments = CommentOptions { annotation: true, ..CommentOptions::disabled() };
    let options = CodegenOptions { minify: true, comments, ..CodegenOptions::default() };
    let code = Codegen::new().with_options(options).with_scoping(minified.scoping).build(&program).code;
    Ok(match kind {
        Kind::Script => code.replace("/* @__PURE__ */ ", ""),
        Kind::Module => code,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_long_local_names_go() {
        let short =
            minify("a.js", "// why\nexport function add(first, second) { /* sum */ return first + second; }", Kind::Module).unwrap();
        assert_eq!(short, "export function add(e,t){return e+t}");
    }

    #[test]
    fn a_script_keeps_of_the_words_to_bundlers_those_about_its_imports() {
        let source = "(() => { const made = new Map(); made.set(import(/* @vite-ignore */ location.hash)); globalThis.made = made })()";
        let short = minify("a.js", source, Kind::Script).unwrap();
        assert!(short.contains("/* @vite-ignore */") && !short.contains("PURE"), "{short}");
    }

    #[test]
    fn top_level_names_of_a_script_stay_because_the_page_sees_them() {
        let short = minify("a.js", "function faqlet() { return 1 }\nfunction helper() { return faqlet() }", Kind::Script).unwrap();
        assert!(short.contains("function faqlet") && short.contains("function helper"), "{short}");
    }

    #[test]
    fn notes_to_bundlers_stay() {
        let short = minify("a.js", "export const load = (file) => import(/* @vite-ignore */ file);", Kind::Module).unwrap();
        assert!(short.contains("@vite-ignore"), "{short}");
    }

    #[test]
    fn an_error_names_the_file() {
        let error = minify("faqlet.js", "let = ;", Kind::Script).unwrap_err().to_string();
        assert!(error.contains("faqlet.js"), "{error}");
    }
}
