//! This file holds the editor of tiers and steps: a table whose last row has no end, filled by hand or by pasting.

use rust_decimal::Decimal;
use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_callback;

use super::field::handles;
use super::field::reset;
use super::field::trouble;
use super::number::NumberInput;
use super::number::Reset;
use super::number::Typed;
use super::paste::Block;
use super::paste::PasteArea;
use crate::shape::Field;
use crate::shape::Shape;
use crate::ui::frame::Frame;
use crate::ui::frame::group;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::session::Action;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;

const BOUND: &str = "up_to";

/// What the editor needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of the list: `/plans/pro/charges/seats/tiers` (or `/steps`).
    pub path: AttrValue,
}

/// The tiers of a graduated or volume charge, or the steps of a stairstep. The whole list is one value: a scenario
/// overrides it whole.
#[component]
pub fn TierEditor(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = handles(&frame, &props.path);
    let on_rows = use_callback(handles.clone(), |(rows, gesture): (Vec<Value>, u32), (dispatcher, path, scenario)| {
        let edit = Edit::set(scenario.as_deref(), path.as_str(), Value::Array(rows));
        dispatcher.dispatch(Action::Edit { edit, group: group(path, gesture) });
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let Shape::List { noun, of: Shape::Record(fields), most } = input.field.shape else { return html! {} };
    let rows = input.value.as_array().cloned().unwrap_or_default();
    let table =
        Table { frame: &frame, path: &props.path, title: &input.title, noun, fields, rows: &rows, on_rows: &on_rows };
    let add = {
        let (rows, on_rows) = (rows.clone(), on_rows.clone());
        Callback::from(move |_: MouseEvent| on_rows.emit((with_another(rows.clone()), next_gesture())))
    };
    html! {
        <PasteArea on_paste={table.pasting()}>
            <table class="tiers">
                <caption class="unseen">{ &input.title }</caption>
                <thead><tr>
                    { for fields.iter().map(|field| html! { <th scope="col">{ field.label }</th> }) }
                    <th scope="col"><span class="unseen">{ "Remove" }</span>
                        if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
                    </th>
                </tr></thead>
                <tbody>{ for (0..rows.len()).map(|at| table.row(at)) }</tbody>
            </table>
            <button type="button" class="btn line" disabled={rows.len() >= most} onclick={add}><Icon name="plus" />{ capital(noun) }</button>
            { trouble(&input) }
        </PasteArea>
    }
}

/// What the rows are made from.
struct Table<'a> {
    frame: &'a Frame,
    path: &'a AttrValue,
    title: &'a str,
    noun: &'static str,
    fields: &'static [Field],
    rows: &'a [Value],
    on_rows: &'a Callback<(Vec<Value>, u32)>,
}

impl Table<'_> {
    fn row(&self, at: usize) -> Html {
        let last = at + 1 == self.rows.len();
        let gone = {
            let (rows, on_rows) = (self.rows.to_vec(), self.on_rows.clone());
            Callback::from(move |_: MouseEvent| {
                let mut rows = rows.clone();
                rows.remove(at);
                if let Some(last) = rows.last_mut() {
                    last[BOUND] = Value::Null;
                }
                on_rows.emit((rows, next_gesture()));
            })
        };
        let cell = |(column, field): (usize, &Field)| {
            html! {
                <td data-row={at.to_string()} data-column={column.to_string()}>
                    if field.key == BOUND && last { <span class="muted">{ "no end" }</span> } else { { self.cell(at, field) } }
                </td>
            }
        };
        html! {
            <tr key={at}>
                { for self.fields.iter().enumerate().map(cell) }
                <td>
                    if self.rows.len() > 1 {
                        <button type="button" class="btn" aria-label={format!("Remove {} {}", self.noun, at + 1)} onclick={gone}><Icon name="bin" /></button>
                    }
                </td>
            </tr>
        }
    }

    fn cell(&self, at: usize, field: &Field) -> Html {
        let Some(style) = self.frame.style(&field.shape) else { return html! {} };
        let (key, rows, on_rows) = (field.key, self.rows.to_vec(), self.on_rows.clone());
        let on_edit = Callback::from(move |typed: Typed| {
            let Some(value) = typed.value else { return };
            let mut rows = rows.clone();
            rows[at][key] = style.json(value);
            on_rows.emit((rows, typed.gesture));
        });
        let id = format!("{}-{at}-{key}", id_of(self.path));
        let label = format!("{}: {} {}, {}", self.title, self.noun, at + 1, field.label);
        html! { <NumberInput {id} {label} {style} value={words::number(&self.rows[at][key])} {on_edit} /> }
    }

    /// Fills cells down and right from a pasted block; rows are added as it needs them.
    fn pasting(&self) -> Callback<Block> {
        let styles: Vec<_> = self.fields.iter().map(|field| (field.key, self.frame.style(&field.shape))).collect();
        let (rows, on_rows) = (self.rows.to_vec(), self.on_rows.clone());
        Callback::from(move |block: Block| {
            let mut rows = rows.clone();
            for (row, column, text) in block.placed() {
                let Some((key, Some(style))) = styles.get(column) else { continue };
                while rows.len() <= row {
                    rows = with_another(rows);
                }
                if let Ok(value) = style.read(text) {
                    rows[row][*key] = style.json(value);
                }
            }
            if let Some(last) = rows.last_mut() {
                last[BOUND] = Value::Null;
            }
            on_rows.emit((rows, next_gesture()));
        })
    }
}

/// One row more at the end: the one before it ends at twice its beginning.
fn with_another(mut rows: Vec<Value>) -> Vec<Value> {
    let Some(last) = rows.last().cloned() else { return rows };
    let below = rows.len().checked_sub(2).and_then(|at| words::number(&rows[at][BOUND]));
    let bound = below.map_or(Decimal::TEN, |below| below * Decimal::TWO);
    if let Some(ending) = rows.last_mut() {
        ending[BOUND] = Value::String(bound.normalize().to_string());
    }
    rows.push(last);
    rows
}

fn capital(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_new_tier_ends_the_one_before_it_and_has_no_end_itself() {
        let one = vec![json!({ "up_to": null, "unit": "5", "flat": "0" })];
        let two = with_another(one);
        assert_eq!(two[0]["up_to"], "10");
        let three = with_another(two);
        assert_eq!((&three[1]["up_to"], &three[2]["up_to"]), (&json!("20"), &Value::Null));
    }
}
