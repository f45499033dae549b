// The page Packaging in its sections: features move, add-ons sell, plans come and go, and the price page leaves as a file.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { openedFrom } from "./steps.mjs";

const site = useSite();
const SECTIONS = ["Features", "Add-ons", "Plans", "Price page"];

/** Opens Packaging, with one of its sections in front. */
async function turn(section = "Features", options = {}) {
  const page = await site.open("", options);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Packaging" }).click();
  await page.getByRole("tab", { name: section, exact: true }).click();
  await page.getByRole("tabpanel").getByRole("heading", { level: 2 }).first().waitFor();
  return page;
}

const matrix = (page) => page.getByRole("table", { name: "Features by plan" });
const picture = (page, title) => page.getByRole("figure").filter({ hasText: title }).locator("svg.chart").innerHTML();
const arr = (page) => page.getByRole("region", { name: "Key figures" }).getByRole("button").first().textContent();

/** Waits until `read` gives something other than `before`, and gives that. */
async function changed(page, read, before) {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const now = await read();
    if (now !== before) return now;
    await page.waitForTimeout(50);
  }
  assert.fail(`nothing changed from: ${before}`);
}

test("a feature moved by keyboard moves the mix, and undo brings it back", async () => {
  const page = await turn();
  const plans = (await matrix(page).getByRole("columnheader").allTextContents()).slice(1, -1);
  let moved;
  for (const [at, plan] of plans.entries()) {
    for (const tick of await matrix(page).getByRole("checkbox", { name: new RegExp(` in ${plan}$`), checked: true }).all()) {
      const feature = (await tick.getAttribute("aria-label")).slice(0, -` in ${plan}`.length);
      const to = plans[at - 1] && matrix(page).getByRole("checkbox", { name: `${feature} in ${plans[at - 1]}`, exact: true });
      if (to && !(await to.isChecked())) moved ??= { tick, to, from: `${feature} in ${plan}`, into: `${feature} in ${plans[at - 1]}` };
    }
  }
  assert.ok(moved, "a feature the plan below does not have");
  const before = await picture(page, "plan mix");
  await matrix(page).getByRole("checkbox", { name: moved.from, exact: true }).focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await matrix(page).getByRole("checkbox", { name: moved.into, exact: true, checked: true }).waitFor();
  await matrix(page).getByRole("checkbox", { name: moved.from, exact: true, checked: false }).waitFor();
  await changed(page, () => picture(page, "plan mix"), before);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await matrix(page).getByRole("checkbox", { name: moved.from, exact: true, checked: true }).waitFor();
});

test("several moved features are told together, prices left aside", async () => {
  const page = await turn();
  const free = matrix(page).getByRole("checkbox", { checked: false, name: /in Essentials$/ });
  for (let ticked = 0; ticked < 2; ticked += 1) await free.first().click();
  await page.getByText(/^All 2 changes of features together, prices apart, move most: .* of (buyers|prospects) from .* to .*\./).waitFor();
});

test("a feature is found, made a number, and limited by plan", async () => {
  const page = await turn();
  const first = matrix(page).getByRole("textbox", { name: /: name$/ }).first();
  const name = await first.inputValue();
  const rows = () => matrix(page).getByRole("textbox", { name: /: name$/ }).count();
  const all = await rows();
  await page.getByRole("searchbox", { name: "Search features" }).fill(name);
  assert.ok((await changed(page, rows, all)) < all);
  await matrix(page).getByRole("button", { name: `More for ${name}` }).click();
  await matrix(page).getByRole("combobox", { name: `${name}: value` }).selectOption("number");
  const limit = matrix(page).getByRole("textbox", { name: new RegExp(`^${name} in `) }).first();
  await limit.fill("many");
  await limit.press("Enter");
  await page.getByRole("alert").filter({ hasText: "no number" }).waitFor();
  await limit.fill("1,500");
  await limit.press("Enter");
  await changed(page, () => limit.inputValue(), "many");
  assert.equal(await limit.inputValue(), "1,500");
  await page.getByRole("searchbox", { name: "Search features" }).fill("no such thing");
  await page.getByText("No feature is called that.").waitFor();
});

test("a feature is sold apart at a price that says where it comes from", async () => {
  const page = await turn();
  await matrix(page).getByRole("button", { name: /^More for/ }).first().click();
  const details = matrix(page).locator("tr.details");
  await details.getByText(/it starts at \$.* a month, /).first().waitFor();
});

test("the table of values follows the search", async () => {
  const page = await turn();
  const values = page.getByRole("table", { name: "Value of features by segment" });
  const name = await matrix(page).getByRole("textbox", { name: /: name$/ }).first().inputValue();
  const rows = () => values.getByRole("row").count();
  const before = await rows();
  await page.getByRole("searchbox", { name: "Search features" }).fill(name);
  await page.keyboard.press("Enter");
  assert.ok((await changed(page, rows, before)) < before);
  await values.getByRole("rowheader", { name, exact: true }).waitFor();
});

test("an add-on sells, its bundle is mapped, and it goes into a plan", async () => {
  const page = await turn();
  await page.getByRole("tab", { name: "Features" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Add-ons", selected: true }).waitFor();
  const before = await arr(page);
  await page.getByRole("button", { name: "Add-on", exact: true }).click();
  await page.getByRole("table", { name: "Attach by segment" }).waitFor();
  await changed(page, () => arr(page), before);
  await page.getByText(/valid subscriptions/).waitFor();
  await page.getByRole("figure").filter({ hasText: /break-even is 50\s% without upgrades/ }).waitFor();
  const details = page.getByRole("region", { name: "Details of New add-on" });
  const bundle = details.getByRole("button", { name: /^Bundle into/ }).last();
  const plan = (await bundle.textContent()).replace("Bundle into ", "");
  await bundle.click();
  await details.getByRole("button", { name: `Take out of ${plan}` }).click();
  await details.getByRole("button", { name: `Bundle into ${plan}` }).waitFor();
});

test("a plan is put between two others and another is retired", async () => {
  const page = await turn("Plans");
  const rows = () => page.getByRole("table", { name: "Steps between plans" }).getByRole("row").count();
  const before = await rows();
  await page.getByRole("button", { name: /^Plan between/ }).last().click();
  assert.equal(await changed(page, rows, before), before + 1);
  await page.getByLabel("Retire: month").fill("2027-09");
  await page.getByText(/^Until Sep 2027 it sells as before, then to nobody new\./).waitFor();
  await page.getByRole("button", { name: "Retire", exact: true }).click();
  assert.equal(await changed(page, rows, before + 1), before);
  await page.getByRole("table", { name: "Consumer surplus by segment" }).waitFor();
});

test("the price page follows the switch and is saved as one plain file", async () => {
  const page = await turn("Price page");
  const section = page.getByRole("region", { name: "Price page", exact: true });
  const before = await section.textContent();
  await section.getByRole("radio", { name: "annually" }).check();
  await changed(page, () => section.textContent(), before);
  const coming = page.waitForEvent("download");
  await section.getByRole("button", { name: "Save as file" }).click();
  const html = await readFile(await (await coming).path(), "utf8");
  assert.match(html, /^<!doctype html>/);
  assert.doesNotMatch(html, /<script|src=|https?:/);
  const saved = await page.context().newPage();
  await saved.setContent(html);
  const price = saved.locator(".price:visible").first();
  const monthly = await price.textContent();
  await saved.getByRole("radio", { name: "annually" }).check();
  assert.notEqual(await saved.locator(".plans .price:visible").allTextContents().then(String), monthly);
  await saved.getByRole("table", { name: "Compare plans" }).waitFor();
});

/** A workspace of a price page with so many features, in groups of ten. */
async function manyFeatures(count) {
  const page = await site.open();
  const rows = Array.from({ length: count }, (_, at) => `Feature ${at + 1}\t${at % 2 ? "yes" : "no"}\tyes`);
  const table = ["Plan\tTeam\tPro", "Price\t$12 / user / month\t$20 / user / month", ...rows].join("\n");
  await openedFrom(page, table);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Packaging" }).click();
  await matrix(page).waitFor();
  return page;
}

test("of 400 features only those in view are there, and each is found, reached by key and ticked at once", async (t) => {
  const page = await manyFeatures(400);
  const table = matrix(page);
  const names = table.getByRole("textbox", { name: /^Feature \d+: name$/ });
  assert.ok((await names.count()) <= 40);
  const said = Number(await table.getAttribute("aria-rowcount"));
  assert.ok(said > 400, `a reader hears of ${said} rows`);

  // Tab goes on where rows were not there yet.
  await table.getByRole("button", { name: "More for Feature 1", exact: true }).focus();
  for (let presses = 0; presses < 60 * 4; presses += 1) await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement.closest("tr")?.ariaRowIndex > 55);

  // The end comes by scrolling; the last row says its place.
  await table.evaluate((table) => table.parentElement.scrollTo(0, 1e6));
  const last = table.getByRole("row", { name: /Feature 400/ });
  await last.waitFor();
  assert.equal(Number(await last.getAttribute("aria-rowindex")), said);
  assert.ok((await names.count()) <= 40);
  await site.axe(page, "main");

  // A tick is on screen within a frame or two, however many features there are.
  const tick = table.getByRole("checkbox", { name: "Feature 399 in Team", exact: true });
  const took = await tick.evaluate((input) => {
    const begun = performance.now();
    input.click();
    return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
  });
  t.diagnostic(`a tick among 400 features took ${took.toFixed(1)} ms`);
  await table.getByRole("checkbox", { name: "Feature 399 in Team", exact: true, checked: true }).waitFor();

  // What is typed and scrolled away from is kept.
  await table.getByRole("textbox", { name: "Feature 400: name" }).fill("The last of all");
  await table.evaluate((table) => table.parentElement.scrollTo(0, 0));
  await table.getByRole("checkbox", { name: "Feature 1 in Team", exact: true }).waitFor();
  await page.getByRole("searchbox", { name: "Search features" }).fill("last of");
  await table.getByRole("textbox", { name: "The last of all: name" }).waitFor();
  await page.getByText("1 feature found.").waitFor();

  // The values below are in view in the same way.
  await page.getByRole("searchbox", { name: "Search features" }).fill("");
  await page.getByRole("searchbox", { name: "Search features" }).blur();
  const values = page.getByRole("table", { name: "Value of features by segment" });
  assert.ok((await values.getByRole("row").count()) <= 43);
  await values.evaluate((table) => table.parentElement.scrollTo(0, 1e6));
  await values.getByRole("textbox", { name: /^The last of all: value to/ }).first().waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe has nothing grave to say of any section in ${colorScheme}`, async () => {
    const page = await turn("Add-ons", { colorScheme });
    await page.getByRole("button", { name: "Add-on", exact: true }).click();
    for (const section of SECTIONS) {
      await page.getByRole("tab", { name: section, exact: true }).click();
      await page.getByRole("tabpanel").getByRole("heading", { level: 2 }).first().waitFor();
      if (section === "Features") await matrix(page).getByRole("button", { name: /^More for/ }).first().click();
      await site.axe(page, "main");
    }
  });
}
