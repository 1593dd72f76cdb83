//! Column charts over time, drawn by plotters as SVG.
//!
//! The drawing names its colours by place-holders ([`Ink`]) which the page's style sheet maps to real ones, so that one drawing serves
//! light and dark. It is [`WIDTH`] units wide, about a phone's screen: the page sets charts side by side where there is room instead of
//! scaling them, so their text keeps its size.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Day;

/// Width of a chart in CSS pixels at its natural size.
pub(super) const WIDTH: u32 = 360;
/// Height of a chart.
const HEIGHT: u32 = 168;
/// Most columns of a chart; days are put together before to stay below.
pub(super) const COLUMNS: usize = 62;
/// Fewest places for columns: one day's column shall not look like a wall.
const PLACES: usize = 7;

/// The colours of a drawing. The style sheet knows the same values.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    /// Text on the axes.
    Text,
    /// Grid lines.
    Grid,
    /// The first series.
    First,
    /// The second series, on top of the first.
    Second,
    /// The third, on top of both.
    Third,
}

impl Ink {
    fn color(self) -> RGBColor {
        match self {
            Ink::Text => RGBColor(1, 1, 1),
            Ink::Grid => RGBColor(2, 2, 2),
            Ink::First => RGBColor(3, 3, 3),
            Ink::Second => RGBColor(4, 4, 4),
            Ink::Third => RGBColor(5, 5, 5),
        }
    }
}

/// A column of parts, the lowest first.
pub(super) struct Column {
    /// First day of the column, e.g. `2026-01-31`.
    pub(super) date: String,
    /// The parts.
    pub(super) parts: [u64; 3],
}

impl Column {
    /// Its height.
    pub(super) fn sum(&self) -> u64 {
        self.parts.iter().sum()
    }
}

/// A column for each row of days.
pub(super) fn columns(days: &[Day], parts: impl Fn(&Day) -> [u64; 3]) -> Vec<Column> {
    days.iter().map(|day| Column { date: day.date.clone(), parts: parts(day) }).collect()
}

/// The chart as an SVG element; `None` when it cannot be drawn, for which the table beside it stands in.
pub(super) fn draw(columns: &[Column]) -> Option<String> {
    let mut svg = String::new();
    draw_to(columns, &mut svg).ok()?;
    Some(svg)
}

fn draw_to(columns: &[Column], svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let step = axis_step(columns.iter().map(Column::sum).max().unwrap_or(0));
    let most = columns.iter().map(Column::sum).max().unwrap_or(0).div_ceil(step).max(1) * step;
    let area = SVGBackend::with_string(svg, (WIDTH, HEIGHT)).into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin_top(8)
        .margin_right(2)
        .x_label_area_size(22)
        .y_label_area_size(34)
        .build_cartesian_2d(0f64..columns.len().max(PLACES) as f64, 0f64..most as f64)?;
    let text = |anchor: HPos, vertical: VPos| ("sans-serif", 11).into_font().color(&Ink::Text.color()).pos(Pos::new(anchor, vertical));
    let plot = chart.plotting_area().clone();
    let (left, right) = (plot.get_pixel_range().0.start, plot.get_pixel_range().0.end);
    for value in (0..=most).step_by(usize::try_from(step)?) {
        let y = plot.map_coordinate(&(0.0, value as f64)).1;
        area.draw(&PathElement::new(vec![(left, y), (right, y)], Ink::Grid.color()))?;
        area.draw(&Text::new(short(value), (left - 6, y), text(HPos::Right, VPos::Center)))?;
    }
    let gap = if columns.len() > 31 { 0.1 } else { 0.18 };
    chart.draw_series(columns.iter().enumerate().flat_map(|(place, column)| bars(place as f64, gap, column)))?;
    let bottom = plot.get_pixel_range().1.end;
    for (place, anchor) in labelled(columns.len()) {
        let Some(column) = columns.get(place) else { continue };
        let x = match anchor {
            HPos::Left => left,
            HPos::Right => right,
            HPos::Center => plot.map_coordinate(&(place as f64 + 0.5, 0.0)).0,
        };
        area.draw(&Text::new(day_and_month(&column.date), (x, bottom + 7), text(anchor, VPos::Top)))?;
    }
    area.present()?;
    Ok(())
}

/// The parts of a column, each on top of the one before; empty parts are not drawn.
fn bars(place: f64, gap: f64, column: &Column) -> impl Iterator<Item = Rectangle<(f64, f64)>> {
    let mut from = 0;
    let parts = column.parts.into_iter().zip([Ink::First, Ink::Second, Ink::Third]).map(move |(part, ink)| {
        let below = from;
        from += part;
        (below as f64, from as f64, ink)
    });
    parts
        .filter(|(from, to, _)| to > from)
        .map(move |(from, to, ink)| Rectangle::new([(place + gap, to), (place + 1.0 - gap, from)], ink.color().filled()))
}

/// The distance of the grid lines: 1, 2 or 5 times a power of ten, for three to five lines.
fn axis_step(most: u64) -> u64 {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if most.div_ceil(step) <= 4 {
                return step;
            }
        }
        power *= 10;
    }
}

/// Which columns have their date below: the first, the last, and the middle one when there is room.
fn labelled(columns: usize) -> Vec<(usize, HPos)> {
    let last = if columns < PLACES { HPos::Center } else { HPos::Right };
    match columns {
        0 => Vec::new(),
        1..=4 => vec![(0, HPos::Left)],
        5..=8 => vec![(0, HPos::Left), (columns - 1, last)],
        _ => vec![(0, HPos::Left), (columns / 2, HPos::Center), (columns - 1, last)],
    }
}

/// A number in few characters: 1200 as `1.2k`.
fn short(value: u64) -> String {
    let part = |unit: u64, name: &str| {
        let tenths = value * 10 / unit;
        if tenths.is_multiple_of(10) { format!("{}{name}", tenths / 10) } else { format!("{}.{}{name}", tenths / 10, tenths % 10) }
    };
    match value {
        0..=999 => value.to_string(),
        1_000..=999_999 => part(1_000, "k"),
        _ => part(1_000_000, "M"),
    }
}

/// `2026-01-31` as `31 Jan`.
fn day_and_month(date: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = date.split('-').skip(1).map(|part| part.parse::<usize>().unwrap_or(0));
    let month = parts.next().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
    format!("{} {month}", parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_a_few_round_lines() {
        for (most, step) in [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (21, 10), (1_000_000, 500_000)] {
            assert_eq!(axis_step(most), step, "{most}");
        }
    }

    #[test]
    fn numbers_and_dates_are_short() {
        assert_eq!([0, 999, 1_000, 1_500, 25_000, 2_500_000].map(short), ["0", "999", "1k", "1.5k", "25k", "2.5M"]);
        assert_eq!(day_and_month("2026-01-31"), "31 Jan");
    }

    #[test]
    fn a_drawing_holds_every_part_and_only_placeholder_colours() {
        let column = |parts| Column { date: "2026-01-31".into(), parts };
        let svg = draw(&[column([3, 1, 2]), column([0, 2, 0]), column([0, 0, 0])]).unwrap();
        assert_eq!(svg.matches("fill=\"#030303\"").count(), 1);
        assert_eq!(svg.matches("fill=\"#040404\"").count(), 2);
        assert_eq!(svg.matches("fill=\"#050505\"").count(), 1);
        assert!(svg.contains("31 Jan") && !svg.contains("NaN"));
        let colours = svg.match_indices("=\"#").map(|(at, _)| &svg[at + 3..at + 9]);
        assert!(colours.into_iter().all(|colour| ["010101", "020202", "030303", "040404", "050505"].contains(&colour)), "{svg}");
    }
}
