//! This file is the table of what each feature is worth to a customer of each segment, filled by hand or by pasting.

use std::rc::Rc;

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::control::Block;
use crate::ui::control::NumberField;
use crate::ui::control::PasteArea;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::page::parts::ROWS;
use crate::ui::page::parts::use_in_view;
use crate::workspace::Edit;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Ids and names of the features that were searched for.
    pub features: Rc<Vec<(AttrValue, AttrValue)>>,
}

/// The table.
#[component]
pub fn Values(props: &Props) -> Html {
    let frame = use_frame();
    let view = use_in_view(None);
    let (features, segments) = (&props.features, frame.front.named("segments"));
    if features.is_empty() || segments.is_empty() {
        return html! {};
    }
    let on_paste = {
        let (frame, features) = (frame.clone(), features.clone());
        Callback::from(move |block: Block| paste(&frame, &features, &block))
    };
    let row = |(at, (feature, name)): (usize, &(AttrValue, AttrValue))| {
        html! {
            <tr key={feature.as_str()} aria-rowindex={(at + 2).to_string()}>
                <th scope="row">{ name.clone() }</th>
                for (column, (segment, segment_name)) in segments.iter().enumerate() {
                    <td key={segment.as_str()} data-row={at.to_string()} data-column={column.to_string()}>
                        <NumberField path={path(segment, feature)} label={format!("{name}: value to {segment_name}")} />
                    </td>
                }
            </tr>
        }
    };
    let rows = view.rows(features.len());
    html! {
        <section class="section" aria-label="Value of features">
            <h2>{ "Value of features" }<small>{ "to one customer, a month" }</small></h2>
            <PasteArea {on_paste}>
                <div ref={view.holder.clone()} class={(features.len() > ROWS).then_some("in-view")} onscroll={view.onscroll.clone()}>
                    <table class="values" aria-rowcount={(features.len() + 1).to_string()}>
                        <caption class="unseen">{ "Value of features by segment" }</caption>
                        <thead><tr aria-rowindex="1">
                            <th scope="col">{ "Feature" }</th>
                            { for segments.iter().map(|(_, name)| html! { <th scope="col">{ name.clone() }</th> }) }
                        </tr></thead>
                        <tbody>
                            { view.gap(0..rows.start) }
                            { for features.iter().enumerate().take(rows.end).skip(rows.start).map(row) }
                            { view.gap(rows.end..features.len()) }
                        </tbody>
                    </table>
                </div>
            </PasteArea>
            <p class="help">{ "A block copied from a spreadsheet fills the table from the field it is pasted into." }</p>
        </section>
    }
}

fn path(segment: &str, feature: &str) -> String {
    format!("/segments/{segment}/values/{feature}")
}

/// Fills fields down and right, as one step, and says how many; what is no number here is left as it was.
fn paste(frame: &Frame, features: &[(AttrValue, AttrValue)], block: &Block) -> usize {
    let segments = frame.front.named("segments");
    let edit = |(row, column, text): (usize, usize, &str)| {
        let path = path(&segments.get(column)?.0, &features.get(row)?.0);
        let style = frame.style(&frame.front.field(&path)?.shape)?;
        let value: Value = style.json(style.read(text).ok()?);
        Some(frame.setting(&path, value))
    };
    let edits: Vec<Edit> = block.placed().filter_map(edit).collect();
    let taken = edits.len();
    if taken > 0 {
        frame.edit(Edit::Many(edits));
    }
    taken
}
