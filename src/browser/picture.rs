//! This file turns a drawn chart into a picture file.

use gloo::file::Blob;
use gloo::file::ObjectUrl;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::CanvasRenderingContext2d;
use web_sys::HtmlCanvasElement;
use web_sys::HtmlImageElement;

use super::document;
use super::files::FileError;
use super::words;

/// Draws an SVG text as PNG, `scale` pixels to its pixel. The SVG stands alone: it carries its own `width`, `height`
/// and colours, since no style sheet of the page reaches it.
///
/// # Errors
/// [`FileError::Refused`] if the browser cannot draw it.
pub async fn png(svg: &str, width_px: u32, height_px: u32, scale: u32) -> Result<Blob, FileError> {
    draw(svg, width_px * scale, height_px * scale).await.map_err(|thrown| FileError::Refused(words(&thrown)))
}

async fn draw(svg: &str, width_px: u32, height_px: u32) -> Result<Blob, JsValue> {
    let address = ObjectUrl::from(Blob::new_with_options(svg, Some("image/svg+xml")));
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    JsFuture::from(image.decode()).await?;
    let canvas = document().create_element("canvas")?.unchecked_into::<HtmlCanvasElement>();
    canvas.set_width(width_px);
    canvas.set_height(height_px);
    let context = canvas.get_context("2d")?.ok_or(JsValue::from_str("no canvas"))?;
    context.unchecked_into::<CanvasRenderingContext2d>().draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        f64::from(width_px),
        f64::from(height_px),
    )?;
    let blob = JsFuture::from(Promise::new(&mut |done, failed| {
        let given = Closure::once_into_js(move |blob: JsValue| {
            let answer =
                if blob.is_null() { failed.call1(&JsValue::NULL, &blob) } else { done.call1(&JsValue::NULL, &blob) };
            drop(answer);
        });
        if let Err(thrown) = canvas.to_blob(given.unchecked_ref()) {
            wasm_bindgen::throw_val(thrown);
        }
    }))
    .await?;
    Ok(Blob::from(blob.unchecked_into::<web_sys::Blob>()))
}
