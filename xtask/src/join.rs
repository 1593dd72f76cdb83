//! One JavaScript file out of the bindings and the modules that they import. Crates may bring small modules of their own
//! (`#[wasm_bindgen(module = …)]`); a file of its own for each would be one more request, and one more name, for every visitor.

use anyhow::{Context, Result, bail};
use oxc_allocator::Allocator;
use oxc_ast::ast::{Declaration, ImportDeclaration, ImportDeclarationSpecifier, Program, Statement};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType};

/// Replaces each import of one of `modules` (paths as the import names them, and their texts) by the module itself.
///
/// # Errors
/// When a text cannot be parsed, or does something that is not needed here: default imports, imports inside a module, re-exports.
pub(crate) fn join(glue: &str, modules: &[(String, String)]) -> Result<String> {
    let allocator = Allocator::default();
    let program = parse(&allocator, "the bindings", glue)?;
    let mut joined = String::with_capacity(glue.len());
    let (mut kept, mut placed) = (0, Vec::new());
    for statement in &program.body {
        let Statement::ImportDeclaration(import) = statement else { continue };
        let path = import.source.value.as_str();
        let Some(number) = modules.iter().position(|(name, _)| name == path) else { continue };
        joined += &glue[kept..import.span.start as usize];
        if !placed.contains(&number) {
            placed.push(number);
            joined += &enclosed(number, path, &modules[number].1)?;
        }
        joined += &bound(number, import)?;
        kept = import.span.end as usize;
    }
    joined += &glue[kept..];
    Ok(joined)
}

/// The module as a function that is called at once and returns what the module exports; its other names stay its own.
fn enclosed(number: usize, path: &str, text: &str) -> Result<String> {
    let allocator = Allocator::default();
    let program = parse(&allocator, path, text)?;
    let (mut body, mut kept, mut names) = (String::new(), 0, Vec::new());
    for statement in &program.body {
        match statement {
            Statement::ExportDeclaration(export) => {
                names.extend(declared(path, &export.declaration)?);
                body += &text[kept..export.span.start as usize];
                kept = export.declaration.span().start as usize;
            }
            other if other.is_module_declaration() => bail!("{path}: expected a module that imports nothing and exports declarations only"),
            _ => {}
        }
    }
    body += &text[kept..];
    Ok(format!("const module{number} = (() => {{\n{body}\nreturn {{ {} }};\n}})();\n", names.join(", ")))
}

/// The names that an exported declaration makes.
fn declared(path: &str, declaration: &Declaration<'_>) -> Result<Vec<String>> {
    let name = match declaration {
        Declaration::FunctionDeclaration(function) => function.id.as_ref().map(|id| id.name.to_string()),
        Declaration::ClassDeclaration(class) => class.id.as_ref().map(|id| id.name.to_string()),
        Declaration::VariableDeclaration(variables) => {
            let names = variables.declarations.iter().map(|one| one.id.get_binding_identifier().map(|id| id.name.to_string()));
            return names.collect::<Option<_>>().with_context(|| format!("{path}: expected plain names after `export`"));
        }
        _ => None,
    };
    Ok(vec![name.with_context(|| format!("{path}: expected a named function, class or constant after `export`"))?])
}

/// What the import binds, taken from the module's exports.
fn bound(number: usize, import: &ImportDeclaration<'_>) -> Result<String> {
    let mut names = Vec::new();
    for specifier in import.specifiers.iter().flatten() {
        match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(one) => names.push(format!("{}: {}", one.imported.name(), one.local.name)),
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(all) => return Ok(format!("const {} = module{number};", all.local.name)),
            ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => bail!("expected named imports of {}", import.source.value),
        }
    }
    Ok(format!("const {{ {} }} = module{number};", names.join(", ")))
}

fn parse<'a>(allocator: &'a Allocator, name: &str, text: &'a str) -> Result<Program<'a>> {
    let parsed = Parser::new(allocator, text, SourceType::mjs()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("{name} is not JavaScript that can be parsed: {error}");
    }
    Ok(parsed.program)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(text: &str) -> Vec<(String, String)> {
        vec![("./snippets/a.js".to_owned(), text.to_owned())]
    }

    #[test]
    fn imports_become_the_module_itself_once() {
        let glue = "import { open, shut as close } from './snippets/a.js';\nimport * as a from './snippets/a.js';\nopen(close, a.NAME);\n";
        let module =
            "const hidden = 1;\nexport const NAME = 'n';\nexport function open() { return hidden }\nexport async function shut() {}\n";
        let joined = join(glue, &modules(module)).unwrap();
        assert_eq!(joined.matches("const module0").count(), 1, "{joined}");
        assert!(joined.contains("return { NAME, open, shut };"), "{joined}");
        assert!(joined.contains("const { open: open, shut: close } = module0;"), "{joined}");
        assert!(joined.contains("const a = module0;"), "{joined}");
        assert!(!joined.contains("import") && !joined.contains("export"), "{joined}");
        parse(&Allocator::default(), "joined", &joined).unwrap();
    }

    #[test]
    fn other_imports_stay() {
        let glue = "import { b } from './b.js';\nb();\n";
        assert_eq!(join(glue, &modules("")).unwrap(), glue);
    }

    #[test]
    fn a_module_that_imports_is_refused() {
        let glue = "import { open } from './snippets/a.js';\n";
        let error = join(glue, &modules("import { x } from './x.js';\nexport function open() { x() }")).unwrap_err().to_string();
        assert!(error.contains("./snippets/a.js"), "{error}");
    }
}
