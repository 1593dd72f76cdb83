//! `faqlet build`: what it writes, and that a failure or a sudden end leaves the old output whole.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;
use support::Shop;

#[test]
fn a_folder_is_built_and_summed_up() {
    let shop = Shop::new();
    let ran = shop.build(&["--site", "shop"]);
    let out = ran.success().out();
    for part in ["Built help", "en       3 entries", "zh-Hant  1 entry", "繁體中文", "files"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    assert_eq!(ran.err(), "");
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(shop.path("help/manifest.json")).unwrap()).unwrap();
    assert_eq!(
        (&manifest["site"], &manifest["default"], &manifest["languages"][1]["lang"]),
        (&"shop".into(), &"en".into(), &"zh-Hant".into())
    );
    for name in ["precache.json", "pages/en.html", "pages/zh-Hant.html"] {
        assert!(shop.path("help").join(name).is_file(), "{name}");
    }
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let shop = Shop::built();
    let first = shop.contents("help");
    shop.build(&[]).success();
    assert_eq!(shop.contents("help"), first);
}

#[test]
fn compressed_copies_come_when_asked_for_and_go_when_not() {
    let shop = Shop::new();
    shop.build(&["--compress"]).success();
    assert!(shop.path("help/pages/en.html.br").is_file() && shop.path("help/pages/en.html.gz").is_file());
    shop.build(&[]).success();
    assert!(!shop.path("help/pages/en.html.br").exists());
}

#[test]
fn a_build_with_the_memory_of_others_is_the_same_as_a_clean_one() {
    let shop = Shop::new();
    let cache = shop.path(".help.faqlet-cache");
    shop.build(&["--compress"]).success();
    let first = fs::read(&cache).unwrap();
    let clean = || {
        let other = Shop::new();
        other.put("faq/en/more.md", "---\nquestion: One more?\n---\nAnd its answer.\n");
        other.build(&["--compress"]).success();
        other
            .contents("help")
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(other.path("")).unwrap().to_owned(), bytes))
            .collect::<Vec<_>>()
    };
    let here = || {
        shop.build(&["--compress"]).success();
        shop.contents("help")
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(shop.path("")).unwrap().to_owned(), bytes))
            .collect::<Vec<_>>()
    };
    shop.put("faq/en/more.md", "---\nquestion: One more?\n---\nAnd its answer.\n");
    assert_eq!(here(), clean());
    let second = fs::read(&cache).unwrap();
    assert_ne!(first, second);
    // Damaged, somebody else's, gone: the output stays the same, and a good one is made again.
    let mut damaged = second.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for bad in [Some(damaged), Some(b"mine".to_vec()), Some(Vec::new()), None] {
        match bad {
            Some(bytes) => fs::write(&cache, bytes).unwrap(),
            None => fs::remove_file(&cache).unwrap(),
        }
        assert_eq!(here(), clean());
        assert_eq!(fs::read(&cache).unwrap(), second);
    }
}

#[test]
fn the_widget_comes_from_a_folder_when_asked_for() {
    let shop = Shop::new();
    for name in [
        "widget.js",
        "widget.wasm",
        "widget.css",
        "engine.js",
        "engine.wasm",
        "engine-meaning.js",
        "engine-meaning.wasm",
        "more.js",
        "first.js",
        "faqlet-sw.js",
    ] {
        shop.put(&format!("widget/{name}"), name);
    }
    shop.put("widget/faqlet.js", "let words = JSON.parse('{\"en\":[\"Help\"]}');");
    shop.put("widget/ui.json", r#"[{"lang":"en","words":["Help!"],"texts":["Search"]}]"#);
    shop.run(&["build", "faq", "--out", "help", "--widget", "widget"]).failed(1, &["widget/headless.js: expected a file of the widget"]);
    shop.put(
        "widget/headless.js",
        "import init from './engine.js'; new URL('./engine.wasm', x); import('./engine-meaning.js'); new URL('./engine-meaning.wasm', x);",
    );
    shop.run(&["build", "faq", "--out", "help", "--widget", "widget"]).success();
    assert_eq!(fs::read_to_string(shop.path("help/faqlet.js")).unwrap(), "let words = {\"en\":[\"Help!\"],\"zh-Hant\":[\"Help!\"]};");
    assert!(shop.path("help/engine.js").is_file());
}

#[test]
fn errors_in_the_content_are_all_named_and_nothing_is_written() {
    let shop = Shop::built();
    let before = shop.contents("help");
    shop.put("faq/en/broken.md", "---\nquestion: [x\n---\ny\n");
    shop.put("faq/en/empty.md", "---\ncategory: x\n---\ny\n");
    shop.put("faq/en/twice.md", "---\nid: refund\nquestion: x\nlang: xx\n---\ny\n");
    shop.build(&[]).failed(
        1,
        &[
            "faq/en/broken.md:2: expected",
            "faq/en/empty.md:1: expected a question",
            "faq/en/twice.md:4: expected a language tag",
            "3 errors",
        ],
    );
    assert_eq!(shop.contents("help"), before);
}

#[test]
fn warnings_are_told_and_do_not_stop_the_build() {
    let shop = Shop::new();
    shop.put("faq/en/link.md", "---\nquestion: x\n---\n\n[y](javascript:z)\n");
    let ran = shop.build(&[]);
    ran.success();
    assert!(ran.err().contains("faq/en/link.md:5: warning: expected a link"), "{}", ran.err());
    assert!(ran.out().contains("1 warning"), "{}", ran.out());
}

#[test]
fn a_flood_of_warnings_is_cut_short() {
    let shop = Shop::new();
    let lines: String = (0..500).map(|number| format!("{{\"id\":\"{number}\",\"question\":\"x\"}}\n")).collect();
    shop.put("faq/many.jsonl", &lines);
    let ran = shop.build(&[]);
    assert_eq!(ran.success().err().lines().count(), 101);
    assert!(ran.err().contains("… and 400 more"), "{}", ran.err());
}

/// Faults of the command line and of the folders, and what the message says.
#[test]
fn faults_outside_of_the_content_are_explained() {
    let shop = Shop::new();
    shop.put("photos/summer.jpg", "x");
    shop.put("file", "x");
    shop.put("nothing/.keep", "");
    let cases: &[(&[&str], i32, &str)] = &[
        (&["build", "faq", "--out", "help", "--default-lang", "klingon"], 2, "expected a language tag"),
        (&["build", "faq", "--out", "help", "--no-widget", "--default-lang", "fa"], 1, "expected a language of the FAQ (en, zh-Hant)"),
        (&["build", "faq", "--out", "help", "--no-widget", "--site", "My Shop"], 1, "expected a site name"),
        (&["build", "missing", "--out", "help", "--no-widget"], 1, "missing: expected a readable folder or file"),
        (&["build", "nothing", "--out", "help", "--no-widget"], 1, "nothing: expected files ending in .md"),
        (&["build", "file", "--out", "help", "--no-widget"], 1, "file: expected a folder, or a file ending in"),
        (&["build", "faq", "--out", "photos", "--no-widget"], 1, "photos: expected an empty folder or one that `faqlet build` made"),
        (&["build", "faq", "--out", "faq", "--no-widget"], 1, "faq: expected sources outside of the output folder"),
        (&["build", "faq", "--out", "faq", "--no-widget", "--force"], 1, "faq: expected sources outside of the output folder"),
        (&["build", "faq", "--out", "file/help", "--no-widget"], 1, "file/help: expected to find the folder; got"),
        (&["build", "faq", "--out", "help", "--widget", "nowhere"], 1, "nowhere/faqlet.js: expected a file of the widget"),
    ];
    for (arguments, code, says) in cases {
        let ran = shop.run(arguments);
        assert_eq!(ran.0.status.code(), Some(*code), "{arguments:?}: {}", ran.err());
        assert!(ran.err().contains(says) && !ran.err().contains("panicked"), "{arguments:?}: {says:?} in {}", ran.err());
        assert!(!shop.path("help").exists(), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(shop.path("photos/summer.jpg")).unwrap(), "x");
    assert!(shop.path("faq/en/refund.md").is_file());
}

/// A running command that is ended when the test is over, also when it fails.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_watched_folder_is_built_again_at_each_change_and_survives_mistakes() {
    let shop = Shop::new();
    let mut command = shop.command(&["build", "faq", "--out", "help", "--no-widget", "--watch"]);
    let mut running = Running(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut told = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut complaints = BufReader::new(running.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut built = move || told.find(|line| line.starts_with("Built")).unwrap();
    built();
    shop.put("faq/en/broken.md", "---\ncategory: x\n---\ny\n");
    complaints.find(|line| line.contains("nothing was written")).unwrap();
    shop.put("faq/en/broken.md", "---\nquestion: Mended?\n---\nYes.\n");
    built();
    assert!(fs::read_to_string(shop.path("help/pages/en.html")).unwrap().contains("Mended?"));
}

/// The output without patches and the list that names them too: they tell of the versions before it, and differ; every one that is listed is there.
fn version(shop: &Shop) -> Vec<(PathBuf, Vec<u8>)> {
    let (patches, rest): (Vec<_>, _) = shop
        .contents("help")
        .into_iter()
        .filter(|(path, _)| !path.ends_with("files.json"))
        .partition(|(path, _)| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("patch")));
    if let Some((_, list)) = patches.iter().find(|(path, _)| path.ends_with("patches.json")) {
        let list = String::from_utf8_lossy(list);
        // Versions that come again are led to by the same patch.
        let listed: BTreeSet<_> = list.split('"').filter(|text| text.starts_with("patch.") && text.ends_with(".fqp")).collect();
        assert_eq!(listed.len(), patches.len() - 1, "{list}");
    }
    rest
}

/// A small random number generator (xorshift64*, Vigna 2016): the same numbers on every run.
struct Random(u64);

impl Random {
    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Killed at whatever moment, the output is the whole old one or the whole new one, and the next build cleans up.
#[cfg(unix)]
#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_output() {
    let shop = Shop::new();
    let write = |mark: u32| {
        let lines: String = (0..400)
            .map(|n| format!("{{\"id\":\"{n}\",\"question\":\"question {n} of {mark}\",\"answer\":\"answer {mark} to {n}\"}}\n"))
            .collect();
        shop.put("faq/many.jsonl", &lines);
    };
    let whole = |mark: u32| {
        write(mark);
        shop.build(&["--no-meaning"]).success();
        version(&shop)
    };
    let start = Instant::now();
    let outputs = [whole(0), whole(1)];
    // Two builds took that long; the moments lie anywhere in a little more than one.
    let longest = start.elapsed() * 6 / 10;
    let mut random = Random(20_260_512);
    for number in 0..50 {
        write(number % 2);
        let mut build =
            shop.command(&["build", "faq", "--out", "help", "--no-widget", "--no-meaning"]).stdout(Stdio::null()).spawn().unwrap();
        let moment = longest.mul_f64(random.share());
        std::thread::sleep(moment);
        build.kill().unwrap();
        build.wait().unwrap();
        assert!(outputs.contains(&version(&shop)), "kill {number}, after {moment:?}");
    }
    whole(0);
    let names: Vec<_> = fs::read_dir(shop.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "only sources and output are left: {names:?}");
}
