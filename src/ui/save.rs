//! This file saves a chart as a picture or a table.

use wasm_bindgen_futures::spawn_local;

use crate::browser::files;
use crate::browser::files::FileError;
use crate::browser::picture;
use crate::chart::Table;
use crate::chart::standalone::standalone;

/// Pixels of a saved picture to each pixel on the screen.
const SCALE: u32 = 2;

/// What a picture is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it was drawn.
    Svg,
    /// As pixels.
    Png,
}

/// Saves a chart's picture, coloured as the page shows it now.
pub fn picture(name: &'static str, svg: &str, kind: Kind) {
    let alone = standalone(svg, dark());
    match kind {
        Kind::Svg => tell(files::save(&format!("{name}.svg"), "image/svg+xml", &alone)),
        Kind::Png => {
            let (width, height) = size(svg);
            spawn_local(async move {
                tell(match picture::png(&alone, width, height, SCALE).await {
                    Ok(blob) => files::save_blob(&format!("{name}.png"), &blob),
                    Err(error) => Err(error),
                });
            });
        }
    }
}

/// Saves a chart's table as CSV.
pub fn table(name: &'static str, table: &Table) {
    let text = crate::exchange::table::write(&table.headers, &table.rows);
    tell(files::save(&format!("{name}.csv"), "text/csv", &text));
}

fn tell(saved: Result<(), FileError>) {
    if let Err(error) = saved {
        gloo::dialogs::alert(&format!("The file was not saved: {error}"));
    }
}

fn dark() -> bool {
    let root = gloo::utils::document().document_element();
    root.and_then(|root| root.get_attribute("data-theme")).as_deref() == Some("dark")
}

/// Width and height of a picture, from its own attributes.
fn size(svg: &str) -> (u32, u32) {
    let number = |name: &str| {
        let from = svg.find(&format!(" {name}=\""))? + name.len() + 3;
        svg[from..].split('"').next()?.parse::<f64>().ok().map(|pixels| libm::ceil(pixels) as u32)
    };
    (number("width").unwrap_or(800), number("height").unwrap_or(400))
}
