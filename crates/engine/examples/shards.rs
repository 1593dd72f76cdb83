//! Measures a divided index: what each query of a list loads, and how long a keystroke takes.
//!
//! ```text
//! cargo run --release -p faqlet-engine --example shards -- FOLDER LANG QUERIES [FAQ]
//! ```
//!
//! `FOLDER` is what `faqlet build --compress` wrote; or, where `FAQ` names a file of entries (JSON Lines with id, question, answer, category), what
//! this program writes from it, in order of the categories, to be compressed by `gzip -9 -k` before it is measured. `QUERIES` is a file with a query a line. Sizes are those of the `.gz` copies. Each query is typed
//! letter by letter into an engine that keeps what has come, as a visitor's does; a query counts what all its letters loaded, with the files of
//! answers of its ten results; with `FAQLET_WHOLE=1` each is entered at once, as by somebody who types without a pause. Nobody waits for a file here: times are those of the engine alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use faqlet_engine::answer::{Answer, Block, Inline, encode_chunk};
use faqlet_engine::{AnswersPart, BuildOptions, Engine, Entry, SearchOptions, build, divide};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [folder, lang, _, faq] = arguments.as_slice() {
        return make(Path::new(folder), lang, faq);
    }
    let [folder, lang, queries] = arguments.as_slice() else {
        eprintln!("expected a built folder, a language and a file of queries; see the head of examples/shards.rs");
        return ExitCode::from(2);
    };
    let folder = Path::new(folder);
    let root = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let root = root.into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(&format!("index.{lang}.")) && name.ends_with(".fqi")
    });
    let Some(root) = root else { return ExitCode::FAILURE };
    let start = Instant::now();
    let Ok(mut engine) = Engine::open(&fs::read(&root).unwrap_or_default()) else { return ExitCode::FAILURE };
    println!("root {} KB, opened in {:?}", size(&root) / 1024, start.elapsed());
    let mut work = Work { folder: folder.to_owned(), lang: lang.clone(), seen: BTreeSet::new(), times: Vec::new() };
    let texts = fs::read_to_string(queries).unwrap_or_default();
    let sizes: Vec<u64> = texts.lines().map(|query| work.query(&mut engine, query)).collect();
    let Some((first, rest)) = sizes.split_first() else { return ExitCode::FAILURE };
    let mut rest = rest.to_vec();
    rest.sort_unstable();
    work.times.sort_unstable();
    let of = |share: usize| rest.get(rest.len() * share / 100).copied().unwrap_or_default() / 1024;
    let time = |share: usize| work.times.get(work.times.len() * share / 1000).copied().unwrap_or_default();
    println!("first query {} KB; further ones: median {} KB, 90 % {} KB, of {}", first / 1024, of(50), of(90), rest.len());
    println!("keystrokes: median {:?}, 99 % {:?}, of {}", time(500), time(990), work.times.len());
    ExitCode::SUCCESS
}

/// Builds, divides and writes.
fn make(folder: &Path, lang: &str, faq: &str) -> ExitCode {
    let start = Instant::now();
    let mut entries: Vec<Entry> = Vec::new();
    for line in fs::read_to_string(faq).unwrap_or_default().lines() {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let mut entry = Entry::new(&text("id"), lang, &text("question"), &text("answer"));
        entry.category = vec![text("category")];
        entries.push(entry);
    }
    entries.sort_by(|a, b| a.category.cmp(&b.category));
    let Ok(bytes) = build(&entries, &BuildOptions { lang: lang.to_owned(), ..BuildOptions::default() }) else { return ExitCode::FAILURE };
    println!("{} entries, index {} KB, in {:?}", entries.len(), bytes.len() / 1024, start.elapsed());
    let Ok(engine) = Engine::from_vec(bytes) else { return ExitCode::FAILURE };
    let mut answers = Vec::new();
    let write = |stem: &str, ending: &str, bytes: &[u8]| {
        let hash = bytes.iter().fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3));
        fs::write(folder.join(format!("{stem}.{lang}.{hash:016x}.{ending}")), bytes).map(|()| hash.to_be_bytes())
    };
    for (number, some) in (0u32..).zip(entries.chunks(8)) {
        let answer = |entry: &Entry| Answer { blocks: vec![Block::Paragraph(vec![Inline::Text(entry.answer.clone())])] };
        let file = encode_chunk(number * 8, &some.iter().map(answer).collect::<Vec<_>>());
        let Ok(name) = write("answers", "fqa", &file) else { return ExitCode::FAILURE };
        answers.push(AnswersPart { first: number * 8, count: some.len() as u32, bytes: file.len() as u32, name });
    }
    drop(entries);
    let Some(divided) = divide(&engine, &answers) else { return ExitCode::FAILURE };
    let names: Vec<_> = divided.shards.iter().filter_map(|shard| write("shard", "fqs", shard).ok()).collect();
    println!("{} shards, divided after {:?}", names.len(), start.elapsed());
    match write("index", "fqi", &divided.root(&names)) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

struct Work {
    folder: PathBuf,
    lang: String,
    seen: BTreeSet<PathBuf>,
    times: Vec<Duration>,
}

fn size(path: &Path) -> u64 {
    let packed = PathBuf::from(format!("{}.gz", path.display()));
    fs::metadata(packed).or_else(|_| fs::metadata(path)).map_or(0, |found| found.len())
}

impl Work {
    /// Types a query; how many bytes that loads.
    fn query(&mut self, engine: &mut Engine, query: &str) -> u64 {
        let mut bytes = 0;
        let whole = std::env::var_os("FAQLET_WHOLE").is_some();
        let ends: Vec<usize> = query.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
        let ends = if whole { vec![query.len()] } else { ends };
        for end in ends {
            bytes += self.key(engine, query.get(..end).unwrap_or_default());
        }
        let options = SearchOptions::default();
        let hits = engine.search(query, &options).hits;
        for shard in 0..engine.shards() {
            let parts: Vec<_> = engine.answers_on(shard).to_vec();
            for part in parts.iter().filter(|part| hits.iter().any(|hit| (part.first..part.first + part.count).contains(&hit.entry))) {
                bytes += self.load("answers", part.name, "fqa").1;
            }
        }
        bytes
    }

    /// What one key loads, in as many rounds as that takes.
    fn key(&mut self, engine: &mut Engine, text: &str) -> u64 {
        let mut bytes = 0;
        for _ in 0..8 {
            let start = Instant::now();
            let mut wanted = engine.wanted(text, true, true);
            if wanted.is_empty() {
                let found = engine.search(text, &SearchOptions { limit: 50, ..SearchOptions::default() });
                let entries: Vec<u32> = found.hits.iter().take(12).map(|hit| hit.entry).collect();
                wanted = engine.wanted_cards(&entries);
            }
            self.times.push(start.elapsed());
            if wanted.is_empty() {
                break;
            }
            for shard in wanted {
                let (file, size) = self.load("shard", engine.shard(shard).unwrap_or_default(), "fqs");
                bytes += size;
                if engine.take(shard, file).is_err() {
                    println!("shard {shard} was refused");
                }
            }
        }
        bytes
    }

    /// A file, and what it costs to load it the first time.
    fn load(&mut self, stem: &str, name: [u8; 8], ending: &str) -> (Option<Vec<u8>>, u64) {
        let path = self.folder.join(format!("{stem}.{}.{:016x}.{ending}", self.lang, u64::from_be_bytes(name)));
        let new = self.seen.insert(path.clone());
        (fs::read(&path).ok(), if new { size(&path) } else { 0 })
    }
}
