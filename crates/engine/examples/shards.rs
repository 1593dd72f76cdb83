//! Measures a divided index: what each query of a list loads, and how long a keystroke takes.
//!
//! ```text
//! cargo run --release -p faqlet-engine --example shards -- FOLDER LANG QUERIES
//! ```
//!
//! `FOLDER` is what `faqlet build --compress` wrote, `QUERIES` a file with a query a line. Sizes are those of the `.gz` copies. Each query is typed
//! letter by letter into an engine that keeps what has come, as a visitor's does; a query counts what all its letters loaded, with the files of
//! answers of its ten results. Nobody waits for a file here: times are those of the engine alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use faqlet_engine::{Engine, SearchOptions};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
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
        let ends: Vec<usize> = query.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
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
                let entries: Vec<u32> = found.hits.iter().take(16).map(|hit| hit.entry).collect();
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
