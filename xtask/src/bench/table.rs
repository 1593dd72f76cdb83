//! The results as Markdown, for the README.

use std::fmt::Write;

use super::relevance::{Condition, Figure, mean_over};
use super::results::{Corpus, Figures, OWN, Results, Set, YARDSTICK};

/// The tables, with a sentence about how they came to be.
///
/// Times and memory are multiples of MiniSearch's, because milliseconds of one machine say nothing about another; sizes are exact.
pub(crate) fn markdown(results: &Results) -> String {
    let mut text = String::new();
    if let Some(main) = results.main_corpus() {
        engines(results, main, &mut text);
    }
    if !results.relevance.is_empty() {
        languages(results, &mut text);
    }
    text
}

/// One row an engine: sizes, ratios, relevance.
fn engines(results: &Results, main: &Corpus, text: &mut String) {
    let others: Vec<&Corpus> = results.corpora.iter().filter(|c| c.name.starts_with("syn-") && c.entries < main.entries).collect();
    let english: Vec<&Set> = results.relevance.iter().filter(|set| set.lang == "en").collect();
    let mut heads = vec![String::new()];
    heads.extend(
        others.iter().copied().chain([main]).map(|corpus| format!("KB to the first result, {} entries", thousands(corpus.entries))),
    );
    heads.extend(["a keystroke", "ready", "memory", "build"].map(|what| format!("{what}, × MiniSearch")));
    if !english.is_empty() {
        heads.extend(["nDCG@10", "with typing errors", "found nothing"].map(str::to_owned));
    }
    row(&heads, text);
    row(&heads.iter().map(|head| if head.is_empty() { "---" } else { "---:" }.to_owned()).collect::<Vec<_>>(), text);
    for engine in &results.engines {
        let Some(figures) = main.engines.get(&engine.name) else { continue };
        let version = engine.version.as_ref().map_or(String::new(), |version| format!(" {version}"));
        let name = format!("{}{version}", engine.title);
        let mut cells = vec![if engine.name == OWN { format!("<b>{name}</b>") } else { name }];
        cells.extend(others.iter().copied().chain([main]).map(|corpus| corpus.engines.get(&engine.name).map_or(String::new(), kilobytes)));
        cells.extend(ratios(figures, main.engines.get(YARDSTICK)));
        if !english.is_empty() {
            cells.extend(relevance(&english, &engine.name));
        }
        row(&cells, text);
    }
    let keystroke = "A keystroke: 95th percentile over every prefix of the same queries, Faqlet's with the matches marked.";
    let ready = "Ready: from bytes in memory to an engine that can be asked.";
    let star = if text.contains("* |") { " *: too slow to finish all queries." } else { "" };
    let sizes = "Sizes are brotli's, of index and engine without any interface: Faqlet's widget is weighed under the limits below.";
    let _ = writeln!(text, "\n{keystroke} {ready} {sizes} Chromium {}, one run, one page.{star}", results.chromium);
}

/// nDCG@10 of queries as they are and with typing errors, and how many queries found nothing.
fn relevance(sets: &[&Set], engine: &str) -> [String; 3] {
    let cell = |condition, figure: Figure, show: fn(f64) -> String| {
        let found = mean_over(sets, engine, condition, figure);
        found.map_or(String::new(), |(mean, complete)| show(mean) + if complete { "" } else { "*" })
    };
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    [
        cell(Condition::Clean, |mean| mean.ndcg, decimals),
        cell(Condition::Typo, |mean| mean.ndcg, decimals),
        cell(Condition::Clean, |mean| mean.empty, percent),
    ]
}

/// Keystroke, ready, memory and build as multiples of the yardstick's.
fn ratios(figures: &Figures, yardstick: Option<&Figures>) -> [String; 4] {
    let to = |value: fn(&Figures) -> f64| yardstick.map(|other| value(figures) / value(other));
    let keystroke = figures.typing.first().and_then(|typing| typing.ratio95);
    let all = [keystroke, to(|f| f.load.ready()), to(|f| f.memory), to(|f| f.build)];
    all.map(|ratio| ratio.map_or(String::new(), significant))
}

/// One row a language: Faqlet against the best that any setting of any other engine reaches on each set.
fn languages(results: &Results, text: &mut String) {
    let heads = ["labelled sets", "Faqlet", "best other", "Faqlet, typing errors", "best other", "Faqlet, last word cut", "best other"];
    text.push('\n');
    row(&heads, text);
    row(&["---", "---:", "---:", "---:", "---:", "---:", "---:"], text);
    let mut seen: Vec<&str> = Vec::new();
    for lang in results.relevance.iter().map(|set| set.lang.as_str()) {
        if seen.contains(&lang) {
            continue;
        }
        seen.push(lang);
        let sets: Vec<&Set> = results.relevance.iter().filter(|set| set.lang == lang).collect();
        let mut cells = vec![format!("{} ({})", language(lang), sets.len())];
        for condition in Condition::ALL {
            let own = sets.iter().filter_map(|set| set.own()).map(|judged| condition.of(judged).ndcg);
            let best = sets.iter().filter_map(|set| set.best_other(condition, |mean| mean.ndcg)).map(|(best, _)| best);
            cells.extend([decimals(mean(own)), decimals(mean(best))]);
        }
        row(&cells, text);
    }
    let about = "nDCG@10, mean over the sets of a language. \"Best other\" is the best setting of the best other engine on each set";
    let _ = writeln!(text, "\n{about}, a different one from set to set.");
}

fn row(cells: &[impl AsRef<str>], text: &mut String) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn kilobytes(figures: &Figures) -> String {
    thousands((figures.bytes.all() / 1024.0).round() as u32)
}

/// Two significant digits, as exact as a ratio of two measured times can be.
fn significant(ratio: f64) -> String {
    // An engine without an index builds nothing.
    if ratio < 1e-4 {
        return "–".to_owned();
    }
    let digits = (1.0 - ratio.log10().floor()).clamp(0.0, 3.0) as usize;
    format!("{ratio:.digits$}")
}

/// A share as `.728`.
fn decimals(share: f64) -> String {
    if share.is_nan() { String::new() } else { format!("{share:.3}").replacen("0.", ".", 1) }
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let numbers: Vec<f64> = numbers.collect();
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// `10,000`.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let from_end = |at: usize| digits.len() - at;
    let separated = digits.char_indices().flat_map(|(at, digit)| [(at > 0 && from_end(at) % 3 == 0).then_some(','), Some(digit)]);
    separated.flatten().collect()
}

fn language(tag: &str) -> &str {
    match tag {
        "en" => "English",
        "fa" => "Persian",
        "tl" | "fil" => "Tagalog",
        "zh-Hans" | "zh-Hant" => "Chinese",
        "several" => "several languages",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::results::sample;

    #[test]
    fn every_engine_has_a_row_with_sizes_and_multiples() {
        let text = markdown(&sample());
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[2], "| <b>Faqlet</b> | 100 | 200 | 0.050 | 0.50 | 0.25 | 2.0 | .900 | .850 | 0 % |");
        assert_eq!(rows[3], "| MiniSearch 7.2.0 | 300 | 3,000 | 1.0 | 1.0 | 1.0 | 1.0 | .700 | .600 | 1 % |");
        assert_eq!(rows[4], "| Slow 1.0.0 |  | 1,000 | 20 | 1.0 | 1.0 | 1.0 | .500* | .400* | 10 %* |");
        assert!(text.contains("*: too slow"), "{text}");
    }

    #[test]
    fn languages_compare_with_the_best_setting_of_any_other_engine() {
        let text = markdown(&sample());
        assert!(text.contains("| English (1) | .900 | .750 | .850 | .600 | .880 | .690 |"), "{text}");
    }

    #[test]
    fn ratios_have_two_significant_digits() {
        assert_eq!([0.0, 0.00123, 0.0456, 0.789, 1.24, 23.4].map(significant), ["–", "0.001", "0.046", "0.79", "1.2", "23"]);
        assert_eq!([7, 1234, 1_234_567].map(thousands), ["7", "1,234", "1,234,567"]);
    }
}
