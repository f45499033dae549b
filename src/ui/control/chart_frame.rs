//! This file frames a chart: its finding as caption, drawn for the width it has, read by pointer and keys, table twin, saving.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use web_sys::ResizeObserver;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::KeyboardEvent;
use yew::NodeRef;
use yew::PointerEvent;
use yew::Properties;
use yew::UseStateHandle;
use yew::classes;
use yew::component;
use yew::hook;
use yew::html;
use yew::html::IntoPropValue;
use yew::use_effect_with;
use yew::use_memo;
use yew::use_node_ref;
use yew::use_state;
use yew::use_state_eq;

use super::menu::Item;
use super::menu::Menu;
use super::table::TableTwin;
use crate::browser::clock::Timeout;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::part::Part;
use crate::chart::svg::Drawing;
use crate::chart::svg::Mark;
use crate::chart::svg::pixels;
use crate::ui::icon::Icon;
use crate::ui::later;
use crate::ui::save::Kind;
use crate::ui::save::Work;

/// Figures shared by pointer: the same pointer is the same chart, and is not drawn again.
#[derive(Clone)]
pub struct Shown(Rc<dyn Figures>);

impl Shown {
    /// The height that suits it.
    pub fn height_px(&self) -> f64 {
        self.0.height_px(0.0)
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<F: Figures + 'static> From<F> for Shown {
    fn from(figures: F) -> Self {
        Self(Rc::new(figures))
    }
}

impl<F: Figures + 'static> From<Rc<F>> for Shown {
    fn from(figures: Rc<F>) -> Self {
        Self(figures)
    }
}

impl<F: Figures + 'static> IntoPropValue<Shown> for Rc<F> {
    fn into_prop_value(self) -> Shown {
        Shown(self)
    }
}

/// What a frame needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The figures: an `Rc` of them, or `Shown::from(figures)`; keep them in a `use_memo` so that only new figures are drawn.
    pub figures: Shown,
    /// Height of the picture.
    #[prop_or(264.0)]
    pub height_px: f64,
    /// In place of the chart's own finding.
    #[prop_or_default]
    pub title: Option<AttrValue>,
}

/// How long the page says that a chart was copied, in milliseconds.
const SAID_MS: u32 = 4_000;

/// A chart with all that belongs to it.
#[component]
pub fn ChartFrame(props: &Props) -> Html {
    let holder = use_node_ref();
    let width_px = use_width(&holder);
    let as_table = use_state(|| false);
    let place = use_state_eq(|| None::<usize>);
    let (left_out, said) = (use_state(Vec::<String>::new), use_state(String::new));
    let shown = use_memo((props.figures.clone(), (*left_out).clone()), |(figures, left_out)| {
        Part::of(figures.0.clone(), left_out).map_or_else(|| figures.clone(), Shown::from)
    });
    let picture = use_memo(((*shown).clone(), width_px, props.height_px as u32), |(figures, width_px, height_px)| {
        (*width_px > 0.0).then(|| figures.0.draw(Size::new(*width_px, f64::from(*height_px))))
    });
    let figures = shown.0.clone();
    let title = props.title.clone().unwrap_or_else(|| figures.finding().into());
    let toggle = {
        let as_table = as_table.clone();
        Callback::from(move |_| as_table.set(!*as_table))
    };
    let readout = place.map(|index| figures.readout(index));
    html! {
        <figure class="figure">
            <figcaption>
                <b>{ title.clone() }</b>
                <span class="measure">{ figures.subtitle() }</span>
                <span class="tools">
                    <button type="button" class="btn" aria-pressed={as_table.to_string()} onclick={toggle}
                        aria-label={format!("Show as table: {title}")} title="Show as table"><Icon name="table" /></button>
                    { series(&figures, &title, &left_out) }
                    <Menu label={format!("Save: {title}")} face={html! { <Icon name="save" /> }} items={saving(&figures, Size::new(width_px, props.height_px), &said)} />
                </span>
            </figcaption>
            if !said.is_empty() { <p class="help" aria-hidden="true">{ &*said }</p> }
            if *as_table {
                <TableTwin caption={title.clone()} table={figures.table()} />
            }
            <div ref={holder.clone()} class="plot" hidden={*as_table}>
                if let Some(drawn) = picture.as_ref() {
                    { plotted(drawn, &format!("{title}. {}", figures.subtitle()), &holder, &place) }
                    <Tip {holder} picture={picture.clone()} place={*place} readout={readout.clone().unwrap_or_default()} />
                }
                <p class="unseen" role="status">{ readout.map_or_else(|| (*said).clone(), |readout| spoken(&readout)) }</p>
            </div>
        </figure>
    }
}

/// The menu of the series, each of which is drawn or left out; one always stays.
fn series(figures: &Rc<dyn Figures>, title: &str, left_out: &UseStateHandle<Vec<String>>) -> Html {
    let all = figures.series();
    let drawn = |name: &String| !left_out.contains(name);
    let last = all.iter().filter(|(_, name)| drawn(name)).count() == 1;
    let item = |(class, name): &(&'static str, String)| {
        let (left_out, own, now) = (left_out.clone(), name.clone(), drawn(name));
        let action = Callback::from(move |()| {
            let mut next = (*left_out).clone();
            next.retain(|name| *name != own);
            if now {
                next.push(own.clone());
            }
            left_out.set(next);
        });
        Item::new(name.clone(), "", action).series(class, now).disabled(now && last)
    };
    if all.len() < 2 {
        return html! {};
    }
    html! { <Menu label={format!("Series: {title}")} face={html! { <Icon name="series" /> }} items={all.iter().map(item).collect::<Vec<_>>()} /> }
}

/// The picture, with what the pointer and the keys do on it.
fn plotted(picture: &Picture, label: &str, holder: &NodeRef, place: &UseStateHandle<Option<usize>>) -> Html {
    let onpointermove = {
        let (place, plot, holder) = (place.clone(), picture.plot.clone(), holder.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(target) = holder.cast::<HtmlElement>() else { return };
            let at = target.get_bounding_client_rect();
            place.set(plot.probe(f64::from(event.client_x()) - at.left(), f64::from(event.client_y()) - at.top()));
        })
    };
    let leave = {
        let place = place.clone();
        Callback::from(move |()| place.set(None))
    };
    let onkeydown = {
        let (place, plot) = (place.clone(), picture.plot.clone());
        Callback::from(move |event: KeyboardEvent| {
            let by = if event.shift_key() { 12 } else { 1 };
            let step = |right: i32, down: i32| match *place {
                Some(index) => plot.step(index, right, down),
                None => plot.len().saturating_sub(1),
            };
            let next = match event.key().as_str() {
                "ArrowRight" => step(by, 0),
                "ArrowLeft" => step(-by, 0),
                "ArrowDown" if !plot.rows.is_empty() => step(0, 1),
                "ArrowUp" if !plot.rows.is_empty() => step(0, -1),
                "Home" => 0,
                "End" => plot.len().saturating_sub(1),
                "Escape" if place.is_some() => return place.set(None),
                _ => return,
            };
            event.prevent_default();
            place.set(Some(next).filter(|_| !plot.is_empty()));
        })
    };
    let onpointerleave = leave.reform(|_: PointerEvent| ());
    let onblur = leave.reform(|_: yew::FocusEvent| ());
    html! {
        <div class="picture" tabindex="0" role="img" aria-label={format!("{label}. Arrow keys read the figures.")}
            onpointerdown={onpointermove.clone()} {onpointermove} {onpointerleave} {onblur} {onkeydown}>
            { drawn(&picture.drawing) }
        </div>
    }
}

/// A drawing as elements: of a redrawn one only what differs is touched.
fn drawn(drawing: &Drawing) -> Html {
    let (width, height) = (pixels(drawing.size.0), pixels(drawing.size.1));
    html! {
        <svg class="chart" viewBox={drawing.view_box()} {width} {height} aria-hidden="true" focusable="false">
            { for drawing.marks.iter().map(mark) }
        </svg>
    }
}

fn mark(mark: &Mark) -> Html {
    let class = mark.classes().join(" ");
    let class = AttrValue::from(class.trim_end().to_owned());
    match mark {
        Mark::Path { data, .. } => {
            html! { <path {class} d={data.clone()} /> }
        }
        Mark::Text { at, label, .. } => {
            html! { <text {class} x={pixels(at.0)} y={pixels(at.1)}>{ label }</text> }
        }
    }
}

/// What the readout beside the pointer needs.
#[derive(Properties, PartialEq)]
struct TipProps {
    holder: NodeRef,
    picture: Rc<Option<Picture>>,
    place: Option<usize>,
    readout: Readout,
}

/// The exact figures at one place, beside a line through it. Moved through the style object: the page allows no
/// style attributes.
#[component]
fn Tip(props: &TipProps) -> Html {
    let (tip, line) = (use_node_ref(), use_node_ref());
    let at = props.place.and_then(|place| props.picture.as_ref().as_ref()?.plot.middle(place));
    let deps = (tip.clone(), line.clone(), props.holder.clone(), at, props.readout.clone());
    use_effect_with(deps, |(tip, line, holder, at, _)| {
        let parts = (tip.cast::<HtmlElement>(), line.cast::<HtmlElement>(), holder.cast::<HtmlElement>());
        let (Some(tip), Some(line), Some(holder), Some((x, y))) = (parts.0, parts.1, parts.2, *at) else { return };
        let (width, room) = (f64::from(tip.offset_width()), f64::from(holder.client_width()));
        let left = if x + 14.0 + width > room { (x - width - 14.0).max(0.0) } else { x + 14.0 };
        let top = y.map_or(8.0, |y| (y - 40.0).max(0.0));
        for (element, property, value) in [(&tip, "left", left), (&tip, "top", top), (&line, "left", x)] {
            // Lengths in pixels are always accepted.
            let _ = element.style().set_property(property, &format!("{value:.1}px"));
        }
    });
    if at.is_none() || props.readout.rows.is_empty() {
        return html! {};
    }
    let row = |(class, name, figure): &(&'static str, String, String)| {
        html! { <tr><td><span class="chart swatch"><i class={classes!("key", *class)} /></span>{ name }</td><td>{ figure }</td></tr> }
    };
    html! {
        <>
            <span ref={line} class="cursor" hidden={at.is_some_and(|(_, y)| y.is_some())} />
            <div ref={tip} class="tip" aria-hidden="true">
                <b>{ &props.readout.heading }</b>
                <table><tbody>{ for props.readout.rows.iter().map(row) }</tbody></table>
            </div>
        </>
    }
}

fn spoken(readout: &Readout) -> String {
    let rows: Vec<String> = readout.rows.iter().map(|(_, name, figure)| format!("{name} {figure}")).collect();
    format!("{}: {}", readout.heading, rows.join(", "))
}

fn saving(figures: &Rc<dyn Figures>, size: Size, said: &UseStateHandle<String>) -> Vec<Item> {
    let does = |work: Work| {
        let (figures, said) = (figures.clone(), said.clone());
        Callback::from(move |()| {
            said.set(String::new());
            let told = said.clone();
            let tell = Callback::from(move |words| {
                told.set(words);
                let told = told.clone();
                Timeout::new(SAID_MS, move || told.set(String::new())).forget();
            });
            let figures = figures.clone();
            spawn_local(async move {
                if later::save(work, figures, size, tell.clone()).await.is_err() {
                    tell.emit("What saves charts could not be fetched: try again.".to_owned());
                }
            });
        })
    };
    vec![
        Item::new("Save as SVG", "save", does(Work::Save(Kind::Svg))),
        Item::new("Save as PNG", "save", does(Work::Save(Kind::Png))),
        Item::new("Save the table as CSV", "table", does(Work::Table)),
        Item::new("Copy as SVG", "copy", does(Work::Copy(Kind::Svg))).ruled(),
        Item::new("Copy as PNG", "copy", does(Work::Copy(Kind::Png))),
    ]
}

/// The width of an element in whole pixels, followed as it changes; 0 before it is laid out.
#[hook]
fn use_width(node: &NodeRef) -> f64 {
    let width = use_state_eq(|| 0.0);
    {
        let width = width.clone();
        use_effect_with(node.clone(), move |node| {
            let element = node.cast::<HtmlElement>();
            let measured = element.clone();
            let seen = Closure::<dyn FnMut()>::new(move || {
                // A hidden element has no width; the last one stays.
                if let Some(now) = measured.as_ref().map(|element| element.client_width()).filter(|now| *now > 0) {
                    width.set(f64::from(now));
                }
            });
            let observer = ResizeObserver::new(seen.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(seen);
            }
        });
    }
    *width
}
