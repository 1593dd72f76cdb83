//! How `faqlet serve` hands out files: the headers that the samples in `pkg-config` recommend.

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{manifest, site};
use faqlet_tests::server::Server;

#[test]
fn files_have_their_types_and_only_hashed_names_are_kept_for_ever() -> Result {
    let server = Server::of_demo()?;
    let manifest = manifest(&site()?.join("help"))?;
    let wasm = manifest["widget"]["wasm"].as_str().context("expected a wasm file")?;
    let index = manifest["languages"][0]["index"]["file"].as_str().context("expected an index file")?;
    for (path, kind, kept) in [
        ("help/faqlet.js", "text/javascript", false),
        ("help/manifest.json", "application/json", false),
        ("help/pages/en.html", "text/html", false),
        (&format!("help/{wasm}"), "application/wasm", true),
        (&format!("help/{index}"), "application/octet-stream", true),
    ] {
        let answer = server.request("GET", &format!("/{path}"), &[], b"")?;
        assert_eq!(answer.status, 200, "{path}");
        let got = answer.header("content-type").unwrap_or_default();
        assert!(got.starts_with(kind), "{path}: expected {kind}, got {got}");
        let cache = answer.header("cache-control").unwrap_or_default();
        assert_eq!(cache.contains("immutable"), kept, "{path}: {cache}");
    }
    Ok(())
}

#[test]
fn pages_come_with_the_strict_policy() -> Result {
    let server = Server::of_demo()?;
    for path in ["/", "/help/pages/en.html"] {
        let answer = server.request("GET", path, &[], b"")?;
        let policy = answer.header("content-security-policy").unwrap_or_default().to_owned();
        for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "trusted-types service-worker"] {
            assert!(policy.contains(part), "{path}: expected {part} in {policy:?}");
        }
        assert!(!policy.contains("'unsafe-"), "{path}: {policy}");
    }
    Ok(())
}

#[test]
fn nothing_outside_the_folder_is_handed_out() -> Result {
    let server = Server::of_demo()?;
    for path in ["/../feedback.db", "/help/../../feedback.db", "/%2e%2e/feedback.db", "/..%2ffeedback.db", "/help/%5c..%5c..%5cfeedback.db"]
    {
        let status = server.request("GET", path, &[], b"")?.status;
        assert!((400..500).contains(&status), "{path} got {status}");
    }
    Ok(())
}

#[test]
fn a_file_that_is_not_there_is_not_found() -> Result {
    let server = Server::of_demo()?;
    assert_eq!(server.request("GET", "/help/no-such-file.js", &[], b"")?.status, 404);
    Ok(())
}
