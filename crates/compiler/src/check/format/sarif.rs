//! SARIF 2.1.0 (OASIS, 2020), which code hosts show beside the changed lines and editors in their list of problems.

use super::uri;
use crate::check::report::{Finding, Report, Severity};
use crate::check::rules::{RULES, Rule};
use crate::diagnostic::Place;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A report as a SARIF log with one run.
#[must_use]
pub fn sarif(report: &Report) -> String {
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "faqlet check",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": report.findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    log.to_string() + "\n"
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.why },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn result(finding: &Finding) -> Value {
    let index = RULES.iter().position(|rule| rule.id == finding.rule.id);
    let mut result = json!({
        "ruleId": finding.rule.id,
        "level": level(finding.severity),
        "message": { "text": finding.message() },
        "locations": [location(&finding.place)],
        "partialFingerprints": { "faqlet/v1": fingerprint(finding) },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(number, other)| {
            let mut location = location(&other.place);
            location["id"] = json!(number);
            location["message"] = json!({ "text": other.text });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri::reference(&place.path) } });
    if let Some(line) = place.line {
        physical["region"] = json!({ "startLine": line.max(1) });
    }
    json!({ "physicalLocation": physical })
}

/// Names a finding while lines above it come and go: rule, file, entry and what was expected, not the line.
fn fingerprint(finding: &Finding) -> String {
    let entry = finding.entry.as_ref().map(|(lang, id)| format!("{lang} {id}")).unwrap_or_default();
    let parts = [finding.rule.id, &uri::slashes(&finding.place.path), &entry, &finding.expected].join("\n");
    Sha256::digest(parts.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Options;
    use crate::check::kit::Faq;

    fn log() -> Value {
        let faq = Faq::new(&[
            ("en/a.md", "---\nquestion: When are you open?\ncatgory: x\n---\n\n[y](gone.md)\n"),
            ("en/b c.md", "---\nid: b\nquestion: when are you open\n---\n\n"),
            ("de/a.md", "---\nquestion: Wann?\n---\nx\n"),
        ]);
        serde_json::from_str(&sarif(&faq.check(&Options::default()))).unwrap()
    }

    /// What the standard's section 3 requires of the parts that we write.
    #[test]
    fn a_log_has_the_structure_of_the_standard() {
        let log = log();
        assert_eq!(log["version"], "2.1.0");
        assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(run["tool"]["driver"]["name"].is_string());
        let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        for rule in rules {
            assert!(["none", "note", "warning", "error"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
            assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        }
        let results = run["results"].as_array().unwrap();
        assert!(results.len() >= 5, "{results:#?}");
        for result in results {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(ids[index], result["ruleId"].as_str().unwrap());
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            assert_eq!(result["partialFingerprints"]["faqlet/v1"].as_str().unwrap().len(), 32);
            let locations = result["locations"].as_array().unwrap();
            let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
            for location in locations.iter().chain(&related) {
                let physical = &location["physicalLocation"];
                let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
                assert!(uri.starts_with("file:///") && !uri.contains(' '), "{uri}");
                assert!(physical["region"]["startLine"].as_u64().is_none_or(|line| line >= 1));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rules.len(), "each rule once");
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move() {
        let prints = |front: &str| {
            let text = format!("---\nquestion: A?\n{front}---\n\n[y](gone.md)\n");
            let faq = Faq::new(&[("a.md", &text)]);
            let mut report = faq.check(&Options::default());
            report.findings.iter_mut().for_each(|finding| finding.place.path = "a.md".into());
            (report.findings[0].place.line, fingerprint(&report.findings[0]))
        };
        let (first, moved) = (prints(""), prints("tags: [x]\n"));
        assert_ne!(first.0, moved.0);
        assert_eq!(first.1, moved.1);
    }
}
