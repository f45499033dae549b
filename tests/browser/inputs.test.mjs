// The pages Customers, Growth and Costs, by roles and labels: survivors become a curve, spend moves CAC, costs move cash,
// and the P&L foots.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";

const site = useSite();

/** Turns to a page by its name in the rail. */
async function turn(page, name) {
  await page.getByRole("navigation").getByRole("link", { name }).click();
}

/** The text of a table's cell, by caption, row heading and column heading. */
async function cell(page, table, row, column) {
  const found = page.getByRole("table", { name: table });
  const heads = await found.getByRole("columnheader").allInnerTexts();
  const at = heads.findIndex((head) => head.trim() === column);
  assert.ok(at > 0, `${table} has no column ${column}: ${heads}`);
  const line = found.getByRole("row").filter({ has: page.getByRole("rowheader", { name: row, exact: true }) });
  return line.getByRole("cell").nth(at - 1).innerText();
}

/** A number as the page writes it. */
function number(text) {
  return Number(text.replace(/[$,%\s]/g, "").replace("−", "-"));
}

/** Waits until `read` gives something else than `before`. */
async function moved(read, before) {
  const end = Date.now() + 10_000;
  for (;;) {
    const now = await read();
    if (now !== before) return now;
    assert.ok(Date.now() < end, `still ${before}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Fader & Hardie (2007), table 1, "regular" customers; the paper finds α 0.704 and β 1.182.
const SURVIVORS = ["100%", "63.1%", "46.8%", "38.2%", "32.6%", "28.9%", "26.2%", "24.1%"];

test("pasted survivors are fitted, used and taken back", async () => {
  const page = await site.open();
  await turn(page, "Customers");
  const curve = page.getByRole("combobox", { name: "Retention curve" });
  await page.getByRole("group", { name: "Segment" }).getByRole("button").last().click();
  const before = await curve.inputValue();
  const survivors = page.getByRole("textbox", { name: "Survivors by month" });
  const counted = await survivors.inputValue();
  await survivors.fill(SURVIVORS.join("\n"));
  await page.getByRole("rowheader", { name: "sBG, α 0.704 β 1.182" }).waitFor();
  const off = async (row) => number((await cell(page, "How well the curves fit", row, "Off by")).replace("pt", ""));
  assert.ok((await off("sBG, α 0.704 β 1.182")) < 1);
  assert.ok((await off("Constant churn")) > 10, "constant churn fits badly");
  await page.getByRole("button", { name: "Use this fit" }).click();
  assert.equal(await curve.inputValue(), "sbg");
  assert.match(await page.getByRole("textbox", { name: /α$/ }).inputValue(), /^0\.70/);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await curve.inputValue(), before);
  assert.equal(await survivors.inputValue(), counted);
});

test("survivors that cannot be read are named by their row", async () => {
  const page = await site.open();
  await turn(page, "Customers");
  await page.getByRole("textbox", { name: "Survivors by month" }).fill("100\n90\nmany\n80");
  await page.getByRole("alert").getByText("row 3").waitFor();
});

test("segments are added, renamed, duplicated and removed", async () => {
  const page = await site.open();
  await turn(page, "Customers");
  const segments = page.getByRole("group", { name: "Segment", exact: true }).getByRole("button");
  await segments.first().waitFor();
  const count = await segments.count();
  await page.getByRole("button", { name: "Segment", exact: true }).click();
  await page.getByText("No channel brings prospects to New segment").waitFor();
  const name = page.getByRole("textbox", { name: "Name of the segment" });
  await name.fill("Studios");
  await name.press("Enter");
  await segments.filter({ hasText: /^Studios$/ }).waitFor();
  await page.getByRole("button", { name: "Duplicate Studios" }).click();
  await segments.filter({ hasText: "Studios copy" }).waitFor();
  await page.getByRole("button", { name: "Remove Studios copy" }).click();
  await segments.filter({ hasText: "Studios copy" }).waitFor({ state: "detached" });
  assert.equal(await segments.count(), count + 1);
});

test("a block pasted into the opening book fills and adds rows", async () => {
  const page = await site.open();
  await turn(page, "Customers");
  const rows = page.getByRole("table", { name: "Opening book" }).getByRole("row");
  await rows.last().waitFor();
  const count = await rows.count();
  const field = page.getByRole("textbox", { name: `Customers, row ${count - 2}` });
  await field.focus();
  await field.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "1,111\n222");
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByRole("textbox", { name: `Customers, row ${count - 1}` }).waitFor();
  assert.equal(number(await page.getByRole("textbox", { name: `Customers, row ${count - 1}` }).inputValue()), 222);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("textbox", { name: `Customers, row ${count - 1}` }).waitFor({ state: "detached" });
});

test("more spend brings more customers at a higher CAC", async () => {
  const page = await site.open();
  await turn(page, "Growth");
  await page.getByRole("button", { name: "Paid channel" }).click();
  const channel = page.getByRole("group", { name: "New paid channel", exact: true });
  const spend = channel.getByRole("textbox", { name: /Spend a month$/ });
  const table = "What channels bring";
  const read = (column) => () => cell(page, table, "New paid channel", column);
  const before = [await read("CAC")(), await read("New customers")(), await read("Next one costs")()];
  await spend.fill("60k");
  const cac = await moved(read("CAC"), before[0]);
  assert.ok(number(cac) > number(before[0]), `${before[0]} then ${cac}`);
  assert.ok(number(await read("New customers")()) > number(before[1]));
  assert.ok(number(await read("Next one costs")()) > number(cac), "the next one costs more than the mean");
  await channel.getByRole("combobox", { name: /kind$/ }).selectOption("organic");
  await channel.getByRole("textbox", { name: /Prospects a month$/ }).waitFor();
  assert.equal(await read("CAC")(), "–");
});

test("a cost moves cash, and the P&L foots to the cent", async () => {
  const page = await site.open();
  await turn(page, "Costs");
  const table = "P&L and cash";
  await page.getByRole("group", { name: "Columns of the P&L" }).getByRole("button", { name: "Yearly" }).click();
  const years = (await page.getByRole("table", { name: table }).getByRole("columnheader").allInnerTexts()).slice(1);
  const cash = () => cell(page, table, "Cash at the end", years[0]);
  const before = await cash();
  await page.getByRole("button", { name: "Add a cost to Research and development" }).click();
  const amount = page.getByRole("textbox", { name: "New cost: amount a month" });
  await amount.fill("10k");
  const after = await moved(cash, before);
  await page.waitForFunction(() => true);
  assert.ok(number(before) > number(await cash()), `${before} then ${after}`);
  const cents = (text) => BigInt(Math.round(number(text) * 100));
  const at = async (row, year) => cents(await cell(page, table, row, year));
  for (const year of years) {
    assert.equal(await at("Revenue", year) - await at("Cost of revenue", year), await at("Gross profit", year));
    assert.equal(await at("Gross profit", year) - await at("Operating costs", year), await at("Operating profit", year));
    const departments = ["Sales and marketing", "Research and development", "General and administrative"];
    const sum = (await Promise.all(departments.map((row) => at(row, year)))).reduce((a, b) => a + b);
    assert.equal(sum, await at("Operating costs", year));
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe has nothing grave to say of the three pages in ${colorScheme}`, async () => {
    const page = await site.open("", { colorScheme });
    for (const name of ["Customers", "Growth", "Costs"]) {
      await turn(page, name);
      await page.getByRole("figure").first().waitFor();
      await site.axe(page, "main");
    }
  });
}

test("nothing is wider than a phone", async () => {
  const page = await site.open("", { viewport: { width: 390, height: 800 } });
  for (const name of ["Customers", "Growth", "Costs"]) {
    await turn(page, name);
    await page.getByRole("figure").first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${name} is ${width} wide`);
  }
});
