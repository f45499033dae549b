//! This file holds the editor of tiers and steps: a table whose last row has no end, filled by hand or by pasting.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;
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
use crate::shape::capital;
use crate::ui::frame::Frame;
use crate::ui::frame::Input;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;
use crate::workspace::row_warnings;

const BOUND: &str = "up_to";
const LIMITS: &str = "limits";

/// What the editor needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of the list: `/plans/pro/charges/seats/tiers` (or `/steps`).
    pub path: AttrValue,
}

/// The rows of a charge's table: tiers, blocks, rates, steps. The whole list is one value: a scenario overrides it whole.
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
    let columns = columns(&frame, fields);
    let table = Table {
        frame: &frame,
        path: &props.path,
        title: &input.title,
        noun,
        columns: &columns,
        rows: &rows,
        warnings: &warnings(&frame, &props.path),
        refused: refused_row(&frame, &props.path),
        on_rows: &on_rows,
    };
    let add = {
        let (rows, on_rows, first) = (rows.clone(), on_rows.clone(), first_limit(&columns));
        Callback::from(move |_: MouseEvent| on_rows.emit((with_another(rows.clone(), &first), next_gesture())))
    };
    html! {
        <PasteArea on_paste={table.pasting()}>
            <table class="tiers">
                <caption class="unseen">{ &input.title }</caption>
                <thead><tr>
                    { for columns.iter().map(|column| html! { <th scope="col">{ &column.label }</th> }) }
                    <th scope="col"><span class="unseen">{ "Remove" }</span>
                        if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
                    </th>
                </tr></thead>
                <tbody>{ for (0..rows.len()).map(|at| table.row(at)) }</tbody>
            </table>
            <button type="button" class="btn line" disabled={rows.len() >= most} onclick={add}><Icon name="plus" />{ capital(noun) }</button>
            { refused(&input, table.refused, noun) }
        </PasteArea>
    }
}

/// One column: a field of the row, or the limit of one meter.
struct Column {
    label: String,
    key: &'static str,
    /// The meter, where the field holds a limit by meter.
    inside: Option<String>,
    shape: Shape,
}

impl Column {
    fn value<'a>(&self, row: &'a Value) -> Option<&'a Value> {
        let value = row.get(self.key)?;
        self.inside.as_ref().map_or(Some(value), |inside| value.get(inside))
    }

    fn put(&self, row: &mut Value, value: Option<Value>) {
        match (&self.inside, value) {
            (Some(inside), Some(value)) => row[self.key][inside] = value,
            (Some(inside), None) => {
                if let Some(limits) = row[self.key].as_object_mut() {
                    limits.shift_remove(inside);
                }
            }
            (None, Some(value)) => row[self.key] = value,
            (None, None) => {}
        }
    }

    /// Whether the last row has nothing here, because it holds for all above.
    fn ends(&self) -> bool {
        self.key == BOUND || self.inside.is_some()
    }
}

fn columns(frame: &Frame, fields: &[Field]) -> Vec<Column> {
    let mut columns = Vec::new();
    for field in fields {
        match field.shape {
            Shape::Map { of, keys: Some(collection), .. } => {
                columns.extend(frame.front.named(collection).into_iter().map(|(id, name)| Column {
                    label: format!("{name} up to"),
                    key: field.key,
                    inside: Some(id.to_string()),
                    shape: *of,
                }));
            }
            shape => columns.push(Column { label: field.label.to_owned(), key: field.key, inside: None, shape }),
        }
    }
    columns
}

/// The meter a new step is bounded by where the table has limits by meter.
fn first_limit(columns: &[Column]) -> String {
    columns.iter().find_map(|column| column.inside.clone()).unwrap_or_default()
}

/// What the check warns of, by row.
fn warnings(frame: &Frame, path: &str) -> Vec<(usize, String)> {
    let charge = path.rfind('/').and_then(|end| frame.front.value(&path[..end]));
    let currency = frame.workspace().currency;
    charge.map_or_else(Vec::new, |charge| row_warnings(charge, currency, frame.locale))
}

/// What the check said of the last edit, with the row it is about.
fn refused(input: &Input, row: Option<usize>, noun: &str) -> Html {
    match (&input.problem, row) {
        (Some(problem), Some(row)) => {
            html! { <p class="wrong-text" role="alert">{ format!("{} {row}: {problem}", capital(noun)) }</p> }
        }
        _ => trouble(input),
    }
}

/// The number of the row that the check refused last, from 1.
fn refused_row(frame: &Frame, path: &str) -> Option<usize> {
    frame.input(path)?.problem?;
    let problem = frame.session.refused.as_ref()?.problems.first()?;
    let table = format!("{}/", &path[path.rfind('/')?..]);
    let said = [&problem.path, &problem.found].into_iter().find_map(|text| text.split_once(&table))?;
    let digits: String = said.1.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<usize>().ok().map(|row| row + 1)
}

/// What the rows are made from.
struct Table<'a> {
    frame: &'a Frame,
    path: &'a AttrValue,
    title: &'a str,
    noun: &'static str,
    columns: &'a [Column],
    rows: &'a [Value],
    warnings: &'a [(usize, String)],
    /// The row the check refused last, from 1.
    refused: Option<usize>,
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
                end(&mut rows);
                on_rows.emit((rows, next_gesture()));
            })
        };
        let cell = |(place, column): (usize, &Column)| {
            html! {
                <td data-row={at.to_string()} data-column={place.to_string()}>
                    if column.ends() && last { <span class="muted">{ "no end" }</span> } else { { self.cell(at, column) } }
                </td>
            }
        };
        let warning = self.warnings.iter().find(|(row, _)| *row == at).map(|(_, words)| words);
        html! {
            <>
                <tr key={at}>
                    { for self.columns.iter().enumerate().map(cell) }
                    <td>
                        if self.rows.len() > 1 {
                            <button type="button" class="btn" aria-label={format!("Remove {} {}", self.noun, at + 1)} onclick={gone}><Icon name="bin" /></button>
                        }
                    </td>
                </tr>
                if let Some(words) = warning {
                    <tr key={format!("warned-{at}")} class="warned"><td colspan={(self.columns.len() + 1).to_string()}>
                        <span role="status">{ format!("{} {}: {words}.", capital(self.noun), at + 1) }</span>
                    </td></tr>
                }
            </>
        }
    }

    fn cell(&self, at: usize, column: &Column) -> Html {
        let Some(style) = self.frame.style_at(self.path, &column.shape) else { return html! {} };
        let inside = column.inside.clone();
        let id = format!("{}-{at}-{}{}", id_of(self.path), column.key, inside.as_deref().unwrap_or_default());
        let label = format!("{}: {} {}, {}", self.title, self.noun, at + 1, column.label);
        let value = column.value(&self.rows[at]).and_then(words::number);
        let optional = inside.is_some();
        let (rows, on_rows) = (self.rows.to_vec(), self.on_rows.clone());
        let column = Column { label: String::new(), key: column.key, inside, shape: column.shape };
        let on_edit = Callback::from(move |typed: Typed| {
            if typed.value.is_none() && !optional {
                return;
            }
            let mut rows = rows.clone();
            column.put(&mut rows[at], typed.value.map(|value| style.json(value)));
            on_rows.emit((rows, typed.gesture));
        });
        html! { <NumberInput {id} {label} {style} {value} {optional} refused={self.refused == Some(at + 1)} whose={self.frame.whose()} {on_edit} /> }
    }

    /// Fills cells down and right from a pasted block; rows are added as it needs them.
    fn pasting(&self) -> Callback<Block, usize> {
        let columns = columns_again(self.columns);
        let styles: Vec<_> = self.columns.iter().map(|column| self.frame.style_at(self.path, &column.shape)).collect();
        let (rows, on_rows) = (self.rows.to_vec(), self.on_rows.clone());
        Callback::from(move |block: Block| {
            let (mut rows, mut taken) = (rows.clone(), 0);
            for (row, place, text) in block.placed() {
                let (Some(column), Some(Some(style))) = (columns.get(place), styles.get(place)) else { continue };
                while rows.len() <= row {
                    rows = with_another(rows, &first_limit(&columns));
                }
                if let Ok(value) = style.read(text) {
                    column.put(&mut rows[row], Some(style.json(value)));
                    taken += 1;
                }
            }
            end(&mut rows);
            on_rows.emit((rows, next_gesture()));
            taken
        })
    }
}

/// The same columns, for a callback to keep.
fn columns_again(columns: &[Column]) -> Vec<Column> {
    let again = |column: &Column| Column { label: String::new(), inside: column.inside.clone(), ..*column };
    columns.iter().map(again).collect()
}

/// Makes the last row hold for all above.
fn end(rows: &mut [Value]) {
    let Some(last) = rows.last_mut() else { return };
    match last.get_mut(LIMITS) {
        Some(limits) => *limits = json!({}),
        None => last[BOUND] = Value::Null,
    }
}

/// One row more at the end: the one before it ends at twice its beginning.
fn with_another(mut rows: Vec<Value>, meter: &str) -> Vec<Value> {
    let Some(last) = rows.last().cloned() else { return rows };
    let before = rows.len().checked_sub(2).map(|at| rows[at].clone()).unwrap_or_default();
    let twice = |value: Option<&Value>| {
        let bound = value.and_then(words::number).map_or(Decimal::TEN, |below| below * Decimal::TWO);
        Value::String(bound.normalize().to_string())
    };
    if let Some(ending) = rows.last_mut() {
        if ending.get(LIMITS).is_none() {
            ending[BOUND] = twice(before.get(BOUND));
        } else if let Some(below) = before[LIMITS].as_object().filter(|below| !below.is_empty()) {
            ending[LIMITS] = below.iter().map(|(meter, limit)| (meter.clone(), twice(Some(limit)))).collect();
        } else {
            ending[LIMITS] = json!({ meter: twice(None) });
        }
    }
    rows.push(last);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_tier_ends_the_one_before_it_and_has_no_end_itself() {
        let one = vec![json!({ "up_to": null, "unit": "5", "flat": "0" })];
        let two = with_another(one, "");
        assert_eq!(two[0]["up_to"], "10");
        let three = with_another(two, "");
        assert_eq!((&three[1]["up_to"], &three[2]["up_to"]), (&json!("20"), &Value::Null));
    }

    #[test]
    fn a_new_step_doubles_every_limit() {
        let one = vec![json!({ "limits": {}, "price": "5" })];
        let three = with_another(with_another(one, "seats"), "seats");
        let limits: Vec<_> = three.iter().map(|row| row["limits"].clone()).collect();
        assert_eq!(limits, [json!({ "seats": "10" }), json!({ "seats": "20" }), json!({})]);
    }
}
