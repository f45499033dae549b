//! This file saves a chart as a picture or a table.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::browser::files;
use crate::browser::files::FileError;
use crate::browser::picture;
use crate::chart::Figures;
use crate::chart::Size;
use crate::chart::standalone::standalone;
use crate::chart::written::bare;

/// Pixels of a saved picture to each pixel on the screen.
const SCALE: u32 = 2;
/// The tokens a picture is coloured with.
const COLOURS: &[&str] = &[
    "bg",
    "ink",
    "soft",
    "faint",
    "grid",
    "shade",
    "line-strong",
    "good",
    "bad",
    "warn",
    "base",
    "s1",
    "s2",
    "s3",
    "s4",
    "s1-ink",
    "s2-ink",
    "s3-ink",
    "s4-ink",
    "p1",
    "p2",
    "p3",
    "p4",
];

/// What a picture is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it was drawn.
    Svg,
    /// As pixels.
    Png,
}

/// Saves a chart's picture at a size, coloured as the page shows it now.
pub fn picture(figures: &dyn Figures, size: Size, kind: Kind) {
    let name = figures.chart().id;
    let alone = standalone(figures, size, &tokens(), "Inter, system-ui, sans-serif");
    match kind {
        Kind::Svg => tell(files::save(&format!("{name}.svg"), "image/svg+xml", &alone)),
        Kind::Png => {
            let (width, height) = drawn(&alone);
            spawn_local(async move {
                tell(match picture::png(&alone, width, height, SCALE).await {
                    Ok(blob) => files::save_blob(&format!("{name}.png"), &blob),
                    Err(error) => Err(error),
                });
            });
        }
    }
}

/// Saves a chart's table as CSV, its figures bare: a spreadsheet would take `$1,240` and `−3` for words.
pub fn table(figures: &dyn Figures) {
    let (name, table) = (figures.chart().id, bare(|| figures.table()));
    let text = crate::exchange::table::write(std::iter::once(&table.headers).chain(&table.rows));
    tell(files::save(&format!("{name}.csv"), "text/csv", &text));
}

fn tell(saved: Result<(), FileError>) {
    if let Err(error) = saved {
        gloo::dialogs::alert(&format!("The file was not saved: {error}"));
    }
}

/// The colours of the page's theme as they are now, as CSS declarations.
fn tokens() -> String {
    let probe =
        gloo::utils::document().create_element("span").ok().and_then(|probe| probe.dyn_into::<HtmlElement>().ok());
    let Some(probe) = probe else { return String::new() };
    // A probe that cannot be placed has no computed colours, and the picture keeps its own.
    let _ = gloo::utils::body().append_child(&probe);
    let colour = |name: &&str| {
        probe.style().set_property("color", &format!("var(--{name})")).ok()?;
        let computed = gloo::utils::window().get_computed_style(&probe).ok()??;
        Some(format!("--{name}:{}", computed.get_property_value("color").ok()?))
    };
    let found: Vec<String> = COLOURS.iter().filter_map(colour).collect();
    probe.remove();
    found.join(";")
}

/// Width and height of a picture, from its own attributes.
fn drawn(svg: &str) -> (u32, u32) {
    let number = |name: &str| {
        let from = svg.find(&format!(" {name}=\""))? + name.len() + 3;
        svg[from..].split('"').next()?.parse::<f64>().ok().map(|pixels| libm::ceil(pixels) as u32)
    };
    (number("width").unwrap_or(800), number("height").unwrap_or(400))
}
