//! This file writes the public price page of a model: plain, accessible HTML in one file, with a switch for the interval.

use rust_decimal::Decimal;

use crate::json::ToJson;
use crate::month::Month;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::plain;
use crate::packaging::Amount;
use crate::packaging::contents;
use crate::packaging::order;
use crate::packaging::scaled;
use crate::pricing::Charge;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::Writer;
use crate::workspace::model::Charges;
use crate::workspace::model::MeterKind;

/// What stands in place of a price that is not published.
fn on_request() -> [Vec<String>; 2] {
    ["Contact sales", "Contact sales"].map(|words| vec![words.to_owned()])
}

/// A price page in words, ready to be shown or written.
#[derive(Clone, Debug, PartialEq)]
pub struct PricePage {
    /// Whose prices they are.
    pub title: String,
    /// The plans, cheapest first.
    pub cards: Vec<Card>,
    /// Features by group: each with its words and what every card says of it.
    pub groups: Vec<(String, Vec<Line>)>,
    /// What can be bought on top.
    pub add_ons: Vec<Extra>,
}

/// One plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name.
    pub name: String,
    /// A line for each charge: paid by the month, and by the year.
    pub prices: [Vec<String>; 2],
    /// What a year up front saves, in words; empty where nothing.
    pub saving: String,
}

/// One feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// By card: what is said, or none where it is not contained.
    pub cells: Vec<Option<String>>,
}

/// One add-on.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// Its name.
    pub name: String,
    /// As of a plan.
    pub prices: [Vec<String>; 2],
    /// Which plans it is for, and what it needs, in words.
    pub rule: String,
}

impl PricePage {
    /// The page of a model; plans closed to new customers in `month` are left out.
    pub fn new(title: &str, model: &Model, month: Month, currency: Currency, locale: Locale) -> Self {
        let json = model.to_json();
        let words = Words { model, writer: Writer { model: &json, currency, locale }, locale };
        let shown: Vec<usize> =
            order(model, currency).into_iter().filter(|at| model.plans[*at].sells_in(month)).collect();
        let ids: Vec<&String> = shown.iter().filter_map(|at| model.plans.get_index(*at)).map(|(id, _)| id).collect();
        let card = |id: &&String| {
            let plan = &model.plans[id.as_str()];
            let saved = plan.annual_discount;
            let none = saved.is_zero() || plan.free || plan.contact_sales;
            let saving = if none { String::new() } else { format!("save {}", crate::number::share(saved, 0, locale)) };
            let prices = match plan.contact_sales {
                true => on_request(),
                false => words.prices(&plan.charges, saved),
            };
            Card { name: plan.name.clone(), prices, saving }
        };
        Self {
            title: title.to_owned(),
            cards: ids.iter().map(card).collect(),
            groups: words.groups(&ids),
            add_ons: words.add_ons(&ids),
        }
    }

    /// The whole file. Nothing in it is fetched or run: the switch is a pair of radio buttons and a rule of style.
    pub fn html(&self) -> String {
        let mut out = String::with_capacity(16_384);
        let title = escape(&self.title);
        out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.push_str(&format!("<title>{title}: prices</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"));
        out.push_str(&format!("<h1>{title}: prices</h1>\n{SWITCH}"));
        out.push_str("<ul class=\"plans\">\n");
        for card in &self.cards {
            out.push_str(&format!("<li><h2>{}</h2>{}", escape(&card.name), prices(&card.prices)));
            if !card.saving.is_empty() {
                out.push_str(&format!("<p class=\"annual saving\">{}</p>", escape(&card.saving)));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
        self.table(&mut out);
        if !self.add_ons.is_empty() {
            out.push_str("<h2>Add-ons</h2>\n<ul class=\"plans\">\n");
            for extra in &self.add_ons {
                let (name, rule) = (escape(&extra.name), escape(&extra.rule));
                out.push_str(&format!("<li><h3>{name}</h3>{}<p>{rule}</p></li>\n", prices(&extra.prices)));
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    fn table(&self, out: &mut String) {
        if self.groups.is_empty() {
            return;
        }
        out.push_str("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Compare plans\">\n<table>\n");
        out.push_str("<caption>Compare plans</caption>\n<thead><tr><th scope=\"col\">Feature</th>");
        self.cards.iter().for_each(|card| out.push_str(&format!("<th scope=\"col\">{}</th>", escape(&card.name))));
        out.push_str("</tr></thead>\n");
        for (group, lines) in &self.groups {
            out.push_str("<tbody>\n");
            if !group.is_empty() {
                let width = self.cards.len() + 1;
                let group = escape(group);
                out.push_str(&format!(
                    "<tr><th scope=\"rowgroup\" colspan=\"{width}\" class=\"group\">{group}</th></tr>\n"
                ));
            }
            for line in lines {
                out.push_str(&format!("<tr><th scope=\"row\">{}", escape(&line.name)));
                if !line.description.is_empty() {
                    out.push_str(&format!("<small>{}</small>", escape(&line.description)));
                }
                out.push_str("</th>");
                for cell in &line.cells {
                    let said = cell.as_ref().map_or_else(|| NOT.to_owned(), |said| escape(said));
                    out.push_str(&format!("<td>{said}</td>"));
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n");
        }
        out.push_str("</table>\n</div>\n");
    }
}

/// What a card says of a feature it does not contain.
const NOT: &str = "<span class=\"not\">no</span>";

const SWITCH: &str = concat!(
    "<fieldset><legend>Paid</legend>",
    "<input type=\"radio\" name=\"paid\" id=\"monthly\" checked><label for=\"monthly\">monthly</label>",
    "<input type=\"radio\" name=\"paid\" id=\"annual\"><label for=\"annual\">annually</label></fieldset>\n",
);

const STYLE: &str = concat!(
    ":root{color-scheme:light dark;--ink:light-dark(#1a1c20,#e8eaed);--soft:light-dark(#5b606a,#a5abb5);",
    "--line:light-dark(#d8d8d2,#3a4048);--ground:light-dark(#fff,#16191d);--accent:light-dark(#1d5fbf,#7fb0ff)}",
    "body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}",
    "main{max-width:1080px;margin:0 auto;padding:24px 16px}h1{font-size:28px}h2{font-size:20px;margin:0 0 4px}",
    "h3{font-size:16px;margin:0 0 4px}fieldset{border:1px solid var(--line);border-radius:8px;width:fit-content;",
    "padding:4px 16px;display:flex;gap:8px;align-items:center}label{padding:8px 12px 8px 0}p{margin:0}",
    "input{width:20px;height:20px;accent-color:var(--accent)}.plans{list-style:none;padding:0;margin:24px 0;",
    "display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(200px,1fr))}",
    ".plans li{border:1px solid var(--line);border-radius:8px;padding:16px}.plans p{color:var(--soft)}",
    ".plans p.price{color:var(--ink);font-weight:600}.wide{overflow-x:auto}",
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:8px 0}",
    "th,td{text-align:left;padding:8px 12px 8px 0;border-top:1px solid var(--line);vertical-align:top;font-weight:400}",
    "thead th,.group{font-weight:600}small{display:block;color:var(--soft)}.not{color:var(--soft)}",
    "main:has(#monthly:checked) .annual,main:has(#annual:checked) .monthly{display:none}",
);

fn prices(prices: &[Vec<String>; 2]) -> String {
    let lines = |class: &str, lines: &Vec<String>| {
        let line = |line: &String| format!("<p class=\"price {class}\">{}</p>", escape(line));
        lines.iter().map(line).collect::<String>()
    };
    if prices[0] == prices[1] {
        lines("", &prices[0])
    } else {
        lines("monthly", &prices[0]) + &lines("annual", &prices[1])
    }
}

/// Text that stands in HTML as itself.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

struct Words<'a> {
    model: &'a Model,
    writer: Writer<'a>,
    locale: Locale,
}

impl Words<'_> {
    /// A line for each charge, a month, paid by the month and by the year: a year up front takes its discount off what
    /// recurs, not off usage.
    fn prices(&self, charges: &Charges, annual_discount: Decimal) -> [Vec<String>; 2] {
        if charges.is_empty() {
            return ["Free", "Free"].map(|word| vec![word.to_owned()]);
        }
        let recurs = |meter: Option<&str>| {
            let meter = meter.and_then(|meter| self.model.meters.get(meter));
            meter.is_none_or(|meter| meter.kind == MeterKind::Licence)
        };
        let rest = Decimal::ONE - annual_discount;
        let line = |annual: bool, charges: &Charges| {
            let words = |charge: &Charge| format!("{} a month", self.writer.charge(charge));
            let lines = charges.iter().map(|(id, charge)| {
                let off = annual && recurs(charge.meter()) && !annual_discount.is_zero();
                let one: Map<_> = std::iter::once((id.clone(), charge.clone())).collect();
                let shown = if off { scaled(&one, rest, 28) } else { one };
                shown.values().map(words).collect()
            });
            lines.collect::<Vec<String>>()
        };
        [line(false, charges), line(true, charges)]
    }

    fn groups(&self, ids: &[&String]) -> Vec<(String, Vec<Line>)> {
        let held: Vec<_> = ids.iter().map(|id| contents(self.model, id, 0)).collect();
        let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
        for (id, feature) in &self.model.features {
            let cell = |held: &Vec<(String, Amount)>| {
                let (_, amount) = held.iter().find(|(known, _)| known == id)?;
                Some(self.amount(amount, &feature.unit))
            };
            let cells = held.iter().map(cell).collect();
            let line = Line { name: feature.name.clone(), description: feature.description.clone(), cells };
            match groups.iter_mut().find(|(name, _)| *name == feature.group) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((feature.group.clone(), vec![line])),
            }
        }
        groups
    }

    fn amount(&self, amount: &Amount, unit: &str) -> String {
        match amount {
            Amount::There => "yes".to_owned(),
            Amount::Unlimited => "unlimited".to_owned(),
            Amount::Words(words) => words.clone(),
            Amount::UpTo(limit) => format!("{} {unit}", plain(*limit, 6, self.locale)).trim_end().to_owned(),
        }
    }

    fn add_ons(&self, ids: &[&String]) -> Vec<Extra> {
        let extra = |add_on: &crate::workspace::model::AddOn| {
            let fits: Vec<&str> =
                ids.iter().filter(|id| add_on.fits(id)).map(|id| self.model.plans[id.as_str()].name.as_str()).collect();
            let whom = if fits.len() == ids.len() {
                "with every plan".to_owned()
            } else {
                format!("with {}", fits.join(", "))
            };
            let needed: Vec<&str> = add_on.needs().map(|id| self.model.add_ons[id].name.as_str()).collect();
            let needs = if needed.is_empty() { String::new() } else { format!("; needs {}", needed.join(", ")) };
            Extra {
                name: add_on.name.clone(),
                prices: match add_on.contact_sales {
                    true => on_request(),
                    false => self.prices(&add_on.charges, add_on.annual_discount),
                },
                rule: format!("{whom}{needs}"),
            }
        };
        self.model.add_ons.values().map(extra).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PricePage;
    use super::escape;
    use crate::number::Locale;
    use crate::workspace::check_value;
    use crate::workspace::template;

    fn page() -> PricePage {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["assumptions"] = json!({});
        let base = &mut document["base"];
        base["plans"]["team"]["name"] = json!("<b>Team</b> & \"Co\"");
        base["features"]["gb"] = json!({"name": "Storage", "group": "Security", "kind": "number", "unit": "GB"});
        base["plans"]["team"]["features"]["gb"] = json!(true);
        base["plans"]["team"]["limits"] = json!({"gb": "1500"});
        base["add_ons"]["ai"] = json!({"name": "AI", "charges": {"fee": {"model": "flat", "amount": "10"}},
            "available_for": {"pro": true}});
        let workspace = check_value(&document).unwrap();
        PricePage::new(&workspace.name, &workspace.base, workspace.start, workspace.currency, Locale::EN_US)
    }

    #[test]
    fn the_page_says_prices_by_month_and_year_features_and_add_ons() {
        let page = page();
        assert_eq!(page.cards[0].prices, [vec!["$12 per seat a month"], vec!["$9.60 per seat a month"]]);
        let storage = page.groups.iter().flat_map(|(_, lines)| lines).find(|line| line.name == "Storage").unwrap();
        assert_eq!(storage.cells, [Some("1,500 GB".to_owned()), None]);
        let saving = page.cards[0].saving.replace('\u{a0}', " ");
        assert_eq!((page.add_ons[0].rule.as_str(), saving.as_str()), ("with Pro", "save 20 %"));
    }

    #[test]
    fn what_people_typed_stands_in_the_file_as_text() {
        let html = page().html();
        assert!(html.contains("<h2>&lt;b&gt;Team&lt;/b&gt; &amp; &quot;Co&quot;</h2>") && !html.contains("<b>"));
        for absent in ["<script", "http:", "https:", "src=", "url("] {
            assert!(!html.contains(absent), "{absent}");
        }
        for (open, close) in [("<li>", "</li>"), ("<tr>", "</tr>"), ("<tbody>", "</tbody>"), ("<ul", "</ul>")] {
            assert_eq!(html.matches(open).count(), html.matches(close).count(), "{open}");
        }
        assert_eq!(escape("a'b"), "a&#39;b");
    }
}
