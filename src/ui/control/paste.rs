//! This file fills a table from a column or block copied out of a spreadsheet.

use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use web_sys::Element;
use yew::Callback;
use yew::Children;
use yew::Event;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state;

/// The most cells one paste may fill.
const MOST_CELLS: usize = 4_000;

/// A pasted block: where its top left corner goes, and its cells by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Row of the table, from 0.
    pub row: usize,
    /// Column of the table, from 0.
    pub column: usize,
    /// The text of the cells.
    pub cells: Vec<Vec<String>>,
}

impl Block {
    /// Every cell with its row and column in the table.
    pub fn placed(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        self.cells.iter().enumerate().flat_map(move |(down, row)| {
            row.iter().enumerate().map(move |(right, text)| (self.row + down, self.column + right, text.as_str()))
        })
    }
}

/// What the area needs. Cells say where they are with `data-row` and `data-column` on an element around the input.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// A block of more than one cell was pasted; answers how many of its cells were taken.
    pub on_paste: Callback<Block, usize>,
    /// The table.
    #[prop_or_default]
    pub children: Children,
}

/// An area that takes pasted blocks and says how many cells it passed over; a single value goes into its field as always.
#[component]
pub fn PasteArea(props: &Props) -> Html {
    let on_paste = props.on_paste.clone();
    let passed = use_state(|| (0, 0));
    let tell = passed.setter();
    let onpaste = Callback::from(move |event: Event| {
        let Some((row, column)) = place(&event) else { return };
        let Some(pasted) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else { return };
        let cells = cells(&pasted.get_data("text/plain").unwrap_or_default());
        if cells.len() > 1 || cells.first().is_some_and(|row| row.len() > 1) {
            event.prevent_default();
            let all = cells.iter().flatten().filter(|cell| !cell.is_empty()).count();
            let taken = on_paste.emit(Block { row, column, cells });
            tell.set((all.saturating_sub(taken), all));
        }
    });
    let (left, all) = *passed;
    html! {
        <div class="wide" {onpaste}>
            { for props.children.iter() }
            if left > 0 { <p class="wrong-text" role="status">{ format!("{left} of {all} pasted cells were passed over: they are no values here, or beyond the table.") }</p> }
        </div>
    }
}

/// The cells of a copied block: columns by tab, rows by line, quoted as spreadsheets do.
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b'\t').from_reader(text.as_bytes());
    let mut left = MOST_CELLS;
    let mut rows = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        if record.len() > left {
            break;
        }
        left -= record.len();
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    rows
}

fn place(event: &Event) -> Option<(usize, usize)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let cell = target.closest("[data-row][data-column]").ok()??;
    let at = |name: &str| cell.get_attribute(name)?.parse().ok();
    Some((at("data-row")?, at("data-column")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_by_tab_and_line() {
        for (text, expected) in [
            ("1\n2\n", vec![vec!["1"], vec!["2"]]),
            ("1\t2\r\n3\t4", vec![vec!["1", "2"], vec!["3", "4"]]),
            ("\"a\nb\"\t1", vec![vec!["a\nb", "1"]]),
            ("7", vec![vec!["7"]]),
            ("", vec![]),
        ] {
            assert_eq!(cells(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_block_goes_down_and_right_from_its_corner() {
        let block = Block { row: 2, column: 1, cells: cells("1\t2\n3") };
        assert_eq!(block.placed().collect::<Vec<_>>(), [(2, 1, "1"), (2, 2, "2"), (3, 1, "3")]);
    }
}
