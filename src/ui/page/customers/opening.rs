//! This file holds the opening book: who is a customer at the start, by segment, plan, contract and age.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state;

use crate::number::Locale;
use crate::number::count;
use crate::number::parse_number;
use crate::ui::control::Block;
use crate::ui::control::Field;
use crate::ui::control::PasteArea;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::Objects;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::words;
use crate::workspace::Edit;

const OPENING: &str = "/opening";
const COLUMNS: [(&str, &str); 6] = [
    ("segment", "Segment"),
    ("plan", "Plan"),
    ("interval", "Contract"),
    ("age_from", "Age from"),
    ("age_to", "Age to"),
    ("customers", "Customers"),
];
/// Rows shown before the rest is asked for.
const SHOWN: usize = 24;

/// The table of vintages.
#[component]
pub fn Opening() -> Html {
    let frame = use_frame();
    let objects = objects(&frame, OPENING);
    let whole = use_state(|| false);
    let ids = frame.front.keys(OPENING);
    let shown = if *whole { ids.len() } else { ids.len().min(SHOWN) };
    let customers = |id: &String| frame.front.value(&format!("{OPENING}/{id}/customers")).and_then(words::number);
    let sum: rust_decimal::Decimal = ids.iter().filter_map(customers).sum();
    let add = {
        let (frame, objects) = (frame.clone(), objects.clone());
        Callback::from(move |_: MouseEvent| {
            let id = objects.fresh("vintage");
            objects.run(objects.inserting(id, fresh(&frame)));
        })
    };
    let more = {
        let whole = whole.clone();
        Callback::from(move |_: MouseEvent| whole.set(true))
    };
    let on_paste = {
        let (frame, objects, ids) = (frame.clone(), objects.clone(), ids.clone());
        Callback::from(move |block: Block| {
            let (edits, taken) = pasted(&frame, &objects, &ids, &block);
            if !edits.is_empty() {
                objects.run(Edit::Many(edits));
            }
            taken
        })
    };
    html! {
        <section class="section below">
            <h2>{ "Opening book" }<small>{ "customers at the start, spread evenly over their ages in months" }</small></h2>
            <PasteArea {on_paste}>
                <table class="book">
                    <caption class="unseen">{ "Opening book" }</caption>
                    <thead><tr>
                        for (key, name) in COLUMNS { <th scope="col" class={(key == "segment" || key == "plan" || key == "interval").then_some("words")}>{ name }</th> }
                        <th scope="col"><span class="unseen">{ "Remove" }</span></th>
                    </tr></thead>
                    <tbody>
                        for (at, id) in ids.iter().take(shown).enumerate() { <Vintage key={id.as_str()} {at} id={id.clone()} /> }
                        <tr class="total">
                            <th scope="row">{ "All" }</th><td /><td /><td /><td />
                            <td>{ count(sum, frame.locale) }</td><td />
                        </tr>
                    </tbody>
                </table>
            </PasteArea>
            <div class="fit-tools">
                <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Vintage" }</button>
                if shown < ids.len() { <button type="button" class="btn" data-holds={OPENING} onclick={more}>{ format!("Show all {}", ids.len()) }</button> }
                <span class="help">{ "A block copied from a sheet can be pasted into any cell; rows beyond the end are added." }</span>
            </div>
            { objects.trouble() }
        </section>
    }
}

/// What a row needs.
#[derive(Properties, PartialEq)]
struct Props {
    at: usize,
    id: AttrValue,
}

#[component]
fn Vintage(props: &Props) -> Html {
    let frame = use_frame();
    let objects = objects(&frame, OPENING);
    let row = props.at + 1;
    let remove = {
        let id = props.id.clone();
        Callback::from(move |_: MouseEvent| objects.remove(&id))
    };
    let cell = |(column, (key, name)): (usize, &(&'static str, &'static str))| {
        html! {
            <td key={*key} data-row={props.at.to_string()} data-column={column.to_string()}>
                <Field path={format!("{OPENING}/{}/{key}", props.id)} label={format!("{name}, row {row}")} />
            </td>
        }
    };
    html! { <tr>{ for COLUMNS.iter().enumerate().map(cell) }<td>{ bin(format!("Remove row {row}"), remove) }</td></tr> }
}

/// A vintage to start from.
fn fresh(frame: &Frame) -> Value {
    let first = |collection: &str| frame.front.named(collection).first().map(|(id, _)| id.to_string());
    let free = &frame.front.projection.rates.free;
    let paid =
        frame.front.named("plans").into_iter().zip(free).find(|(_, free)| !**free).map(|((id, _), _)| id.to_string());
    let plan = paid.or_else(|| first("plans"));
    json!({"segment": first("segments"), "plan": plan, "interval": "monthly", "age_from": 0, "age_to": 11, "customers": 100})
}

/// The edits that put a pasted block into the table, and how many of its cells they hold; cells that mean nothing are passed
/// over.
fn pasted(frame: &Frame, objects: &Objects, ids: &[String], block: &Block) -> (Vec<Edit>, usize) {
    let (mut edits, mut taken) = (Vec::new(), 0);
    for (down, cells) in block.cells.iter().enumerate() {
        let read = |(right, text): (usize, &String)| {
            let (key, _) = COLUMNS.get(block.column + right)?;
            Some((*key, meant(frame, key, text)?))
        };
        let values: Vec<(&str, Value)> = cells.iter().enumerate().filter_map(read).collect();
        taken += values.len();
        match ids.get(block.row + down) {
            Some(id) => {
                edits.extend(
                    values.into_iter().map(|(key, value)| frame.setting(&format!("{OPENING}/{id}/{key}"), value)),
                );
            }
            None if !values.is_empty() => {
                let mut vintage = fresh(frame);
                values.into_iter().for_each(|(key, value)| vintage[key] = value);
                edits.push(objects.inserting(format!("{}-{}", objects.fresh("pasted"), down + 1), vintage));
            }
            None => {}
        }
    }
    (edits, taken)
}

/// The value a cell stands for: a name or id, a contract, a number.
fn meant(frame: &Frame, key: &str, text: &str) -> Option<Value> {
    let text = text.trim();
    let named = |collection: &str| {
        let same =
            |(id, name): &(AttrValue, AttrValue)| name.eq_ignore_ascii_case(text) || id.eq_ignore_ascii_case(text);
        frame.front.named(collection).into_iter().find(same).map(|(id, _)| Value::from(id.to_string()))
    };
    match key {
        "segment" => named("segments"),
        "plan" => named("plans"),
        "interval" => match text.to_ascii_lowercase().chars().next()? {
            'm' => Some("monthly".into()),
            'a' | 'y' => Some("annual".into()),
            _ => None,
        },
        _ => counted(text, frame.locale),
    }
}

/// Months or customers: a number that is no percentage and no money.
fn counted(text: &str, locale: Locale) -> Option<Value> {
    let parsed = parse_number(text, locale).ok().filter(|parsed| !parsed.percent && parsed.currency.is_none())?;
    let value = parsed.value.normalize().to_string();
    value.parse::<i64>().map(Value::from).ok().or_else(|| value.parse::<f64>().ok().map(Value::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::counted;
    use crate::number::Locale;

    /// 85 % would be 0.85 customers.
    #[test]
    fn percentages_and_money_are_no_counts() {
        let rows = [("1,250", Some(json!(1250))), ("2.5", Some(json!(2.5))), ("85 %", None), ("€40", None)];
        for (text, expected) in rows {
            assert_eq!(counted(text, Locale::EN_US), expected, "{text}");
        }
    }
}
