//! This file adds a survey or other data: pasted or from a file, columns told apart, faults listed by row, with a preview.

use std::rc::Rc;

use serde_json::json;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use web_sys::HtmlTextAreaElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_effect_with;
use yew::use_memo;
use yew::use_state;

use super::using;
use crate::browser::files;
use crate::chart::Table;
use crate::demand::answers;
use crate::demand::answers::Study;
use crate::demand::reading;
use crate::demand::reading::Column;
use crate::demand::reading::Fault;
use crate::demand::reading::Mapping;
use crate::number::Currency;
use crate::number::SheetRow;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::workspace::model::Evidence;

/// Rows of the preview.
const PREVIEW: usize = 5;

/// Kinds of data: key, columns, what the area shows while it is empty.
const KINDS: [(&str, &[Column], &str); 4] = [
    ("van_westendorp", answers::VAN_WESTENDORP, "too cheap,cheap,expensive,too expensive\n5,9,15,20\n4,8,12,18"),
    ("gabor_granger", answers::GABOR_GRANGER, "price,would buy,asked\n10,80,100\n15,55,100"),
    ("historic", answers::HISTORIC, "month,price,prospects,buyers\n2026-01,10,1200,96\n2026-02,12,1150,81"),
    ("conjoint", &[], "Seats: 5,Seats: 20,Price: 10,Price: 20,none\n-0.4,0.4,0.9,-0.9,0.1"),
];

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    kind: usize,
    name: String,
    source: String,
    text: String,
    /// Columns moved by hand: wanted column, place in the sheet.
    moved: Vec<(usize, Option<usize>)>,
    /// Why a chosen file was not read.
    refused: Option<String>,
    /// Rows that could not be read and were left out.
    left_out: usize,
}

impl Draft {
    fn put(&mut self, text: String) {
        (self.text, self.refused, self.left_out) = (text, None, 0);
    }

    /// Takes out the rows that cannot be read.
    fn leave_out(&mut self, currency: Currency) {
        loop {
            let wrong = read(self.kind, &self.text, &self.moved, currency).wrong_rows();
            if wrong.is_empty() {
                return;
            }
            let lines = self.text.lines().zip(1..).filter(|(_, line)| !wrong.contains(line));
            self.text = lines.map(|(text, _)| text).collect::<Vec<_>>().join("\n");
            self.left_out += wrong.len();
        }
    }
}

/// What was read of it.
#[derive(Debug, PartialEq)]
struct Read {
    rows: Vec<SheetRow>,
    mapping: Mapping,
    /// The rows as the document keeps them, or what is wrong with them.
    kept: Result<String, Vec<Fault>>,
    preview: Table,
    count: usize,
}

impl Read {
    /// The rows with something wrong in them, among the faults that are listed; the headings are none of them.
    fn wrong_rows(&self) -> Vec<usize> {
        let header = self.rows.first().filter(|_| self.mapping.has_header).map(|row| row.line);
        let faults = self.kept.as_ref().err().into_iter().flatten();
        let mut rows: Vec<_> =
            faults.map(|fault| fault.row).filter(|row| *row > 0 && header.is_none_or(|header| *row > header)).collect();
        rows.dedup();
        rows
    }
}

/// What the panel needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// It is over: the finding added, if one was.
    pub on_done: Callback<Option<String>>,
}

/// The panel.
#[component]
pub fn Adding(props: &Props) -> Html {
    let frame = use_frame();
    let draft = use_state(Draft::default);
    let (_, columns, hint) = KINDS[draft.kind];
    let currency = frame.workspace().currency;
    let read =
        use_memo((draft.kind, draft.text.clone(), draft.moved.clone(), currency), |(kind, text, moved, currency)| {
            (!text.trim().is_empty()).then(|| read(*kind, text, moved, *currency))
        });
    let change = |change: fn(&mut Draft, String)| {
        let draft = draft.clone();
        Callback::from(move |value: String| {
            let mut now = (*draft).clone();
            change(&mut now, value);
            draft.set(now);
        })
    };
    let on_kind = change(|draft, value| {
        draft.kind = KINDS.iter().position(|(key, ..)| *key == value).unwrap_or(0);
        draft.moved.clear();
    });
    let on_text = change(|draft, value| draft.put(value));
    let on_file = change(|draft, value| {
        draft.kind = kind_of(&value).unwrap_or(draft.kind);
        draft.put(value);
    });
    let on_refused = change(|draft, why| draft.refused = Some(why));
    use_handed(&on_file, &on_refused);
    let typed = |on: Callback<String>| {
        on.reform(|event: InputEvent| {
            event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default()
        })
    };
    let oninput = on_text.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
    });
    let onchange = chosen(on_file, on_refused);
    let add = added(&frame, &draft, &read, &props.on_done);
    let cancel = props.on_done.reform(|_: MouseEvent| None);
    let ready = read.as_ref().as_ref().is_some_and(|read| read.kept.is_ok());
    let options =
        KINDS.iter().map(|(key, ..)| (AttrValue::from(*key), AttrValue::from(Evidence::kind(key)))).collect::<Vec<_>>();
    html! {
        <section class="section adding" aria-label="New evidence">
            <h2>{ "New evidence" }</h2>
            <div class="row"><label for="new-kind">{ "Kind" }</label>
                <Select id="new-kind" label="Kind" {options} value={KINDS[draft.kind].0} on_pick={on_kind.reform(|key: AttrValue| key.to_string())} /></div>
            <div class="row"><label for="new-name">{ "Name" }</label>
                <span class="field text"><input id="new-name" autocomplete="off" maxlength="80" value={draft.name.clone()} oninput={typed(change(|draft, value| draft.name = value))} /></span></div>
            <div class="row"><label for="new-source">{ "Source" }</label>
                <span class="field text"><input id="new-source" autocomplete="off" maxlength="400" value={draft.source.clone()} oninput={typed(change(|draft, value| draft.source = value))} /></span></div>
            <label for="new-rows" class="help">{ wanted(columns) }</label>
            <textarea id="new-rows" class="survivors" rows="6" spellcheck="false" autocomplete="off" placeholder={hint} aria-label="Rows" value={draft.text.clone()} {oninput} />
            <div class="row"><label for="new-file">{ "Or a CSV file" }</label><input id="new-file" type="file" accept=".csv,.tsv,.txt,text/csv" {onchange} /></div>
            if let Some(why) = &draft.refused { <p class="wrong-text" role="alert">{ why }</p> }
            if let Some(read) = read.as_ref() { { told(columns, read, &draft, currency) } }
            <div class="fit-tools">
                <button type="button" class="btn main" disabled={!ready} onclick={add}>{ "Add this evidence" }</button>
                <button type="button" class="btn" onclick={cancel}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

/// Reads the file that was dropped elsewhere and handed on, if one was.
#[hook]
fn use_handed(on_file: &Callback<String>, on_refused: &Callback<String>) {
    let (on_file, on_refused) = (on_file.clone(), on_refused.clone());
    use_effect_with((), move |()| {
        files::handed().into_iter().for_each(|file| take(file, on_file.clone(), on_refused.clone()))
    });
}

/// Adds what was read as a finding.
fn added(
    frame: &Frame,
    draft: &UseStateHandle<Draft>,
    read: &Rc<Option<Read>>,
    on_done: &Callback<Option<String>>,
) -> Callback<MouseEvent> {
    let (frame, draft, read, on_done) = (frame.clone(), draft.clone(), read.clone(), on_done.clone());
    Callback::from(move |_: MouseEvent| {
        let Some(Ok(rows)) = read.as_ref().as_ref().map(|read| &read.kept) else { return };
        let (kind, ..) = KINDS[draft.kind];
        let name = if draft.name.trim().is_empty() { Evidence::kind(kind) } else { draft.name.trim() };
        let source = if draft.source.trim().is_empty() { "to be filled in" } else { draft.source.trim() };
        let value = json!({"kind": kind, "name": "", "source": source, "rows": rows});
        on_done.emit(Some(using::add(&frame, name, value)));
    })
}

/// How many rows are read, and how many are not.
fn counted_rows(rows: usize, left_out: usize) -> String {
    let read = if rows == 1 { "1 row, and it is read".to_owned() } else { format!("{rows} rows, all of them read") };
    match left_out {
        0 => format!("{read}."),
        1 => format!("{read}; 1 that could not be read is left out."),
        more => format!("{read}; {more} that could not be read are left out."),
    }
}

/// How the rows are read, what is wrong with them, and the first of them.
fn told(columns: &[Column], read: &Read, draft: &UseStateHandle<Draft>, currency: Currency) -> Html {
    let leave_out = {
        let draft = draft.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*draft).clone();
            next.leave_out(currency);
            draft.set(next);
        })
    };
    html! {
        <>
            { mapped(columns, read, draft) }
            if let Err(faults) = &read.kept {
                <div role="alert">for fault in faults { <p class="wrong-text">{ fault.to_string() }</p> }</div>
                if !read.wrong_rows().is_empty() {
                    <button type="button" class="btn line" onclick={leave_out}>{ "Leave these rows out" }</button>
                }
            } else {
                <p class="help" role="status">{ counted_rows(read.count, draft.left_out) }</p>
            }
            if !read.preview.rows.is_empty() {
                <TableTwin caption="The first rows as they are read" table={read.preview.clone()} />
            }
        </>
    }
}

fn wanted(columns: &[Column]) -> String {
    if columns.is_empty() {
        return "One respondent a row, one utility for each level; the first row names them as “Attribute: level”."
            .to_owned();
    }
    let names = |needed: bool| {
        let names = columns.iter().filter(|column| column.needed == needed).map(|column| column.label.to_lowercase());
        names.collect::<Vec<_>>().join(", ")
    };
    let may = names(false);
    let may = if may.is_empty() { String::new() } else { format!("; {may} if there are any") };
    format!("Columns {}{may}, as copied from a sheet.", names(true))
}

/// Reads a chosen file into the area.
fn chosen(on_text: Callback<String>, on_refused: Callback<String>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let file = event.target_dyn_into::<HtmlInputElement>().and_then(|field| files::chosen(&field));
        file.into_iter().for_each(|file| take(file, on_text.clone(), on_refused.clone()));
    })
}

/// Reads a file.
fn take(file: web_sys::File, on_text: Callback<String>, on_refused: Callback<String>) {
    spawn_local(async move {
        match files::read(&file).await {
            Ok(text) => on_text.emit(text),
            Err(why) => on_refused.emit(why.to_string()),
        }
    });
}

/// Whether a file may be data by its name.
pub fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    [".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// The kind of data whose columns the headings of a text name.
fn kind_of(text: &str) -> Option<usize> {
    let rows = answers::cut(text).ok()?;
    KINDS.iter().position(|(_, columns, _)| {
        let mapping = reading::guess(&rows, columns);
        let found = columns.iter().zip(&mapping.places).all(|(column, place)| !column.needed || place.is_some());
        !columns.is_empty() && mapping.has_header && found
    })
}

/// A choice for each wanted column: which of the sheet it is.
fn mapped(columns: &[Column], read: &Read, draft: &UseStateHandle<Draft>) -> Html {
    let width = read.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let header = read.rows.first().filter(|_| read.mapping.has_header);
    let name = |place: usize| {
        let named = header.and_then(|row| row.cells.get(place)).filter(|name| !name.is_empty());
        AttrValue::from(named.cloned().unwrap_or_else(|| format!("column {}", place + 1)))
    };
    let mut options: Vec<(AttrValue, AttrValue)> = vec![("".into(), "none".into())];
    options.extend((0..width).map(|place| (place.to_string().into(), name(place))));
    let row = |(at, column): (usize, &Column)| {
        let id = format!("column-{at}");
        let now = read.mapping.places[at].map(|place| place.to_string()).unwrap_or_default();
        let draft = draft.clone();
        let on_pick = Callback::from(move |place: AttrValue| {
            let mut next = (*draft).clone();
            next.moved.retain(|(moved, _)| *moved != at);
            next.moved.push((at, place.parse().ok()));
            draft.set(next);
        });
        html! {
            <div class="row" key={at}><label for={id.clone()}>{ column.label }</label>
                <Select {id} label={format!("Column of {}", column.label)} options={options.clone()} value={now} {on_pick} /></div>
        }
    };
    if columns.is_empty() {
        return html! {};
    }
    html! {
        <details class="mapping" open={read.kept.is_err()}><summary>{ "Which column is which" }</summary>
            { for columns.iter().enumerate().map(row) }
        </details>
    }
}

fn read(kind: usize, text: &str, moved: &[(usize, Option<usize>)], currency: Currency) -> Read {
    let (key, columns, _) = KINDS[kind];
    let rows = match answers::cut(text) {
        Ok(rows) => rows,
        Err(faults) => {
            let mapping = Mapping { has_header: false, places: vec![None; columns.len()] };
            return Read { rows: Vec::new(), mapping, kept: Err(faults), preview: Table::default(), count: 0 };
        }
    };
    if key == "conjoint" {
        let found = answers::conjoint_in(text, currency);
        let count = found.as_ref().map_or(0, |study| study.respondents.len());
        let preview = found.as_ref().map(levels).unwrap_or_default();
        let mapping = Mapping { has_header: true, places: Vec::new() };
        return Read { rows, mapping, kept: found.map(|_| text.trim_end().to_owned()), preview, count };
    }
    let mut mapping = reading::guess(&rows, columns);
    for (at, place) in moved.iter().filter(|(at, _)| *at < columns.len()) {
        mapping.places[*at] = *place;
    }
    let body = reading::read(&rows, columns, &mapping, Some(currency));
    let cell = |entry: &Option<reading::Entry>| entry.as_ref().map(ToString::to_string).unwrap_or_default();
    let first = body.iter().flatten().take(PREVIEW).map(|row| row.iter().map(cell).collect()).collect();
    let headers = columns.iter().map(|column| column.label.to_owned()).collect();
    let count = body.as_ref().map_or(0, Vec::len);
    let preview = Table { headers, rows: first };
    let kept = body.and_then(|body| checked(key, reading::written(&body), &rows, &mapping));
    Read { rows, mapping, kept, preview, count }
}

/// The kept rows, if the method can use them; faults name the lines of the text as it was pasted.
fn checked(key: &str, kept: String, rows: &[SheetRow], mapping: &Mapping) -> Result<String, Vec<Fault>> {
    let told = match key {
        "gabor_granger" => answers::gabor_granger(&kept).map(drop),
        "historic" => answers::historic(&kept).map(drop),
        _ => Ok(()),
    };
    let line = |row: usize| {
        let at = row.checked_sub(1)? + usize::from(mapping.has_header);
        rows.get(at).map(|row| row.line)
    };
    let placed = |fault: Fault| Fault { row: line(fault.row).unwrap_or(fault.row), what: fault.what };
    told.map(|()| kept).map_err(|faults| faults.into_iter().map(placed).collect())
}

fn levels(study: &Study) -> Table {
    let mean = |at: usize| crate::demand::conjoint::mean_worth(&study.respondents, at, None);
    let row = |(at, level): (usize, &answers::Level)| {
        let price = level.price.map_or_else(String::new, |price| price.to_string());
        vec![format!("{} {}", level.attribute, level.name), format!("{:.2}", mean(at)), price]
    };
    let headers = ["Level", "Mean utility", "Price"].map(str::to_owned).to_vec();
    Table { headers, rows: study.levels.iter().enumerate().map(row).collect() }
}
