//! What an owner may get wrong: each time exit code 1, the place, what was expected and what to do, and the old output stays whole.

use std::fs;
use std::path::Path;

use faqlet_tests::Result;
use faqlet_tests::built::{faqlet, faqlet_prints};

use crate::owner::small_faq;

/// A fault in one file.
struct Fault {
    name: &'static str,
    content: &'static [u8],
    /// What the message must hold, beside the name of the file.
    says: &'static [&'static str],
}

const FAULTS: &[Fault] = &[
    Fault { name: "no-question.md", content: b"---\ncategory: A\n---\nAn answer.\n", says: &["question"] },
    Fault { name: "broken.md", content: b"---\nquestion: [unclosed\n---\nAn answer.\n", says: &[":2", "front matter"] },
    Fault { name: "unclosed.md", content: b"---\nquestion: Why?\n\nAn answer.\n", says: &["---"] },
    Fault { name: "latin1.md", content: b"---\nquestion: Caf\xe9?\n---\nAn answer.\n", says: &["UTF-8"] },
    Fault { name: "language.md", content: b"---\nquestion: Why?\nlang: klingonish9\n---\nAn answer.\n", says: &["lang"] },
    Fault { name: "twice.md", content: b"---\nid: opening\nquestion: Why?\n---\nAn answer.\n", says: &["opening", "id"] },
    Fault { name: "lines.jsonl", content: b"{\"id\":\"a\",\"question\":\"Why?\",\"answer\":\"So.\"}\n{\"id\":\n", says: &[":2"] },
];

#[test]
fn a_fault_in_a_file_is_named_with_its_place_and_the_old_output_stays() -> Result {
    let folder = tempfile::tempdir()?;
    let (source, out) = (folder.path().join("faq"), folder.path().join("help"));
    small_faq(&source)?;
    let build = [Path::new("build"), &source, Path::new("--out"), &out];
    faqlet_prints(&build)?;
    let before = fs::read(out.join("manifest.json"))?;
    for fault in FAULTS {
        fs::write(source.join(fault.name), fault.content)?;
        let output = faqlet(&build)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{}: {said}", fault.name);
        for words in [fault.name].iter().chain(fault.says) {
            assert!(said.contains(words), "{}: expected {words:?} in: {said}", fault.name);
        }
        assert!(!said.contains("panicked"), "{said}");
        assert!(fs::read(out.join("manifest.json"))? == before, "{}: the old output was touched", fault.name);
        fs::remove_file(source.join(fault.name))?;
    }
    faqlet_prints(&build)?;
    Ok(())
}

#[test]
fn an_empty_or_missing_folder_is_an_error_that_says_so() -> Result {
    let folder = tempfile::tempdir()?;
    let (empty, missing, out) = (folder.path().join("empty"), folder.path().join("missing"), folder.path().join("help"));
    fs::create_dir(&empty)?;
    for source in [&empty, &missing] {
        let output = faqlet(&[Path::new("build"), source, Path::new("--out"), &out])?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(&source.display().to_string()), "{said}");
        assert!(!out.exists(), "nothing may be written");
    }
    Ok(())
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() -> Result {
    assert_eq!(faqlet(&["build", "--no-such-option"])?.status.code(), Some(2));
    assert_eq!(faqlet(&["search"])?.status.code(), Some(2));
    assert_eq!(faqlet(&["no-such-command"])?.status.code(), Some(2));
    Ok(())
}

#[test]
fn a_damaged_index_is_an_error_and_no_panic() -> Result {
    let folder = tempfile::tempdir()?;
    let (source, out) = (folder.path().join("faq"), folder.path().join("help"));
    small_faq(&source)?;
    faqlet_prints(&[Path::new("build"), &source, Path::new("--out"), &out])?;
    let index =
        fs::read_dir(&out)?.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.extension().is_some_and(|end| end == "fqi"));
    let index = index.expect("an index in the built folder");
    let whole = fs::read(&index)?;
    for length in [0, 3, 20, whole.len() / 2, whole.len() - 1] {
        fs::write(&index, &whole[..length])?;
        let output = faqlet(&[Path::new("search"), &out, Path::new("open")])?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "cut to {length} bytes: {said}");
        assert!(said.contains("expected") && !said.contains("panicked"), "{said}");
    }
    Ok(())
}
