//! This file saves and copies a chart as a picture, and saves it as a table.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::Callback;

use crate::browser::clipboard;
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

/// What is done with a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Its picture becomes a file.
    Save(Kind),
    /// Its picture goes to the clipboard.
    Copy(Kind),
    /// Its table becomes a file.
    Table,
}

/// Does it with a chart at a size, coloured as the page shows it now; says how copying went.
pub fn work(work: Work, figures: &dyn Figures, size: Size, said: Callback<String>) {
    match work {
        Work::Save(kind) => picture(figures, size, kind),
        Work::Copy(kind) => copy(figures, size, kind, said),
        Work::Table => table(figures),
    }
}

/// Saves a chart's picture.
fn picture(figures: &dyn Figures, size: Size, kind: Kind) {
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

/// Copies a chart's picture, an SVG as its text; says how that went.
fn copy(figures: &dyn Figures, size: Size, kind: Kind, said: Callback<String>) {
    let alone = standalone(figures, size, &tokens(), "Inter, system-ui, sans-serif");
    spawn_local(async move {
        let copied = match kind {
            Kind::Svg => clipboard::write(&alone).await.map_err(|error| error.to_string()),
            Kind::Png => png(&alone).await,
        };
        said.emit(copied.map_or_else(|error| format!("Not copied: {error}."), |()| "Copied.".to_owned()));
    });
}

async fn png(alone: &str) -> Result<(), String> {
    let (width, height) = drawn(alone);
    let blob = picture::png(alone, width, height, SCALE).await.map_err(|error| error.to_string())?;
    clipboard::write_picture(blob.as_ref()).await.map_err(|error| error.to_string())
}

/// Saves a chart's table as CSV, its figures bare: a spreadsheet would take `$1,240` and `−3` for words.
fn table(figures: &dyn Figures) {
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
