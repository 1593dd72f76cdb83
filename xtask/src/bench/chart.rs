//! The results as one picture: a panel a figure, a bar an engine, drawn by plotters as SVG.
//!
//! The colours are those of a light page; a style sheet inside the picture exchanges them where the reader's system is dark.

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::relevance::{Condition, mean_over};
use super::results::{Corpus, Engine, Figures, OWN, Results, Set};

/// Width in pixels at natural size: about that of a README.
const WIDTH: i32 = 860;
/// Width of the names before the first panel.
const NAMES: i32 = 96;
/// Height of the panels' titles, above the rows.
const TITLES: i32 = 58;
/// Height of an engine's row.
const ROW: i32 = 24;
/// Room for the number behind the longest bar.
const NUMBER: i32 = 48;

/// A colour on a light page and on a dark one.
struct Ink(RGBColor, &'static str);

const PAPER: Ink = Ink(RGBColor(0xfd, 0xfd, 0xfc), "#161b22");
const TEXT: Ink = Ink(RGBColor(0x24, 0x29, 0x2f), "#e6edf3");
const FAINT: Ink = Ink(RGBColor(0x59, 0x63, 0x6e), "#9198a1");
const BAR: Ink = Ink(RGBColor(0xb4, 0xbc, 0xc5), "#59636e");
const OURS: Ink = Ink(RGBColor(0x0f, 0x76, 0x6e), "#2dd4bf");

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// One panel.
struct Panel {
    title: String,
    note: String,
    /// By engine, in the order of the rows; `None` where there is no figure.
    values: Vec<Option<f64>>,
    /// Bars grow with the logarithm, because the figures span several powers of ten.
    logarithmic: bool,
    show: fn(f64) -> String,
}

/// Draws the chart.
///
/// # Errors
/// When nothing was measured that it could show.
pub(crate) fn draw(results: &Results) -> Result<String> {
    let main = results.main_corpus().ok_or_else(|| anyhow!("expected figures of a generated FAQ to draw, got none"))?;
    let engines: Vec<&Engine> = results.engines.iter().filter(|e| !e.reference && main.engines.contains_key(&e.name)).collect();
    let panels = panels(results, main, &engines);
    let height = TITLES + ROW * engines.len() as i32 + 14;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH as u32, height as u32)).into_drawing_area();
        let failed = |error| anyhow!("could not draw the chart: {error}");
        area.draw(&Rectangle::new([(0, 0), (WIDTH, height)], PAPER.0.filled())).map_err(failed)?;
        for (row, engine) in engines.iter().enumerate() {
            let ink = if engine.name == OWN { OURS.0 } else { TEXT.0 };
            area.draw(&Text::new(engine.title.clone(), (NAMES - 8, middle(row)), font(13, ink, HPos::Right))).map_err(failed)?;
        }
        let step = (WIDTH - NAMES) / panels.len() as i32;
        for (number, panel) in panels.iter().enumerate() {
            draw_panel(&area, panel, &engines, NAMES + step * number as i32, step - NUMBER - 16).map_err(failed)?;
        }
        area.present().map_err(failed)?;
    }
    Ok(themed(&svg))
}

fn panels(results: &Results, main: &Corpus, engines: &[&Engine]) -> Vec<Panel> {
    let of = |value: fn(&Figures) -> Option<f64>| engines.iter().map(|engine| main.engines.get(&engine.name).and_then(value)).collect();
    let english: Vec<&Set> = results.relevance.iter().filter(|set| set.lang == "en").collect();
    let mut panels = vec![
        Panel {
            title: "a keystroke".into(),
            note: "× MiniSearch, logarithmic; shorter is better".into(),
            values: of(|figures| figures.typing.first().and_then(|typing| typing.ratio95)),
            logarithmic: true,
            show: |ratio| if ratio < 0.095 { format!("{ratio:.3}") } else { format!("{ratio:.2}") },
        },
        Panel {
            title: "KB to the first result".into(),
            note: format!("{} entries; shorter is better", main.entries),
            values: of(|figures| Some(figures.bytes.all() / 1024.0)),
            logarithmic: false,
            show: |size| format!("{size:.0}"),
        },
    ];
    if !english.is_empty() {
        let typo = |engine: &&Engine| mean_over(&english, &engine.name, Condition::Typo, |mean| mean.ndcg).map(|(mean, _)| mean);
        panels.push(Panel {
            title: "found despite typing errors".into(),
            note: "nDCG@10, English sets; longer is better".into(),
            values: engines.iter().map(typo).collect(),
            logarithmic: false,
            show: |share| format!("{share:.2}"),
        });
    }
    panels
}

fn draw_panel(
    area: &Area<'_>,
    panel: &Panel,
    engines: &[&Engine],
    left: i32,
    width: i32,
) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
    area.draw(&Text::new(panel.title.clone(), (left, 20), font(14, TEXT.0, HPos::Left)))?;
    area.draw(&Text::new(panel.note.clone(), (left, 40), font(11, FAINT.0, HPos::Left)))?;
    let known = || panel.values.iter().flatten().copied();
    let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
    for (row, (engine, value)) in engines.iter().zip(&panel.values).enumerate() {
        let Some(value) = *value else { continue };
        let share = if panel.logarithmic { logarithmic(value, least, most) } else { value / most };
        let end = left + (share * f64::from(width)).round() as i32;
        let ours = engine.name == OWN;
        let ink = if ours { OURS.0 } else { BAR.0 };
        area.draw(&Rectangle::new([(left, middle(row) - 7), (end.max(left + 1), middle(row) + 7)], ink.filled()))?;
        let ink = if ours { OURS.0 } else { TEXT.0 };
        area.draw(&Text::new((panel.show)(value), (end + 5, middle(row)), font(12, ink, HPos::Left)))?;
    }
    Ok(())
}

/// A bar's share of the full width where bars grow with the logarithm: the shortest keeps a twelfth, so that it can be seen.
fn logarithmic(value: f64, least: f64, most: f64) -> f64 {
    const SHORTEST: f64 = 1.0 / 12.0;
    if most <= least { 1.0 } else { SHORTEST + (1.0 - SHORTEST) * (value / least).ln() / (most / least).ln() }
}

/// The vertical middle of a row.
fn middle(row: usize) -> i32 {
    TITLES + ROW * row as i32 + ROW / 2
}

fn font(size: u32, ink: RGBColor, anchor: HPos) -> TextStyle<'static> {
    ("system-ui, sans-serif", size).into_font().color(&ink).pos(Pos::new(anchor, VPos::Center))
}

/// The picture with the rules that exchange its colours on a dark page.
fn themed(svg: &str) -> String {
    let rule = |Ink(light, dark): &Ink| format!("[fill=\"{}\"]{{fill:{dark}}}", hex(*light));
    let rules: String = [PAPER, TEXT, FAINT, BAR, OURS].iter().map(rule).collect();
    svg.replacen(
        "xmlns=\"http://www.w3.org/2000/svg\">",
        &format!("xmlns=\"http://www.w3.org/2000/svg\">\n<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"),
        1,
    )
}

/// As plotters writes colours.
fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::results::sample;

    #[test]
    fn the_picture_names_every_engine_and_is_legible_on_dark_pages() {
        let svg = draw(&sample()).unwrap();
        for text in ["Faqlet", "MiniSearch", "Slow", "found despite typing errors", "prefers-color-scheme:dark"] {
            assert!(svg.contains(text), "{text} is missing in {svg}");
        }
        for Ink(light, _) in [PAPER, TEXT, FAINT, BAR, OURS] {
            let used = svg.matches(&format!("fill=\"{}\"", hex(light))).count();
            assert!(used > 1, "{} is exchanged but not drawn, or the other way round", hex(light));
        }
    }

    #[test]
    fn the_longest_logarithmic_bar_fills_the_panel_and_the_shortest_can_be_seen() {
        assert!((logarithmic(100.0, 0.01, 100.0) - 1.0).abs() < 1e-9);
        assert!((logarithmic(0.01, 0.01, 100.0) - 1.0 / 12.0).abs() < 1e-9);
        assert!((logarithmic(3.0, 3.0, 3.0) - 1.0).abs() < 1e-9);
    }
}
