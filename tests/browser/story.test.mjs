// The first thing a person does, step by step, as one would: from a template and a dragged price to a link that opens
// to the same figures elsewhere, and nothing lost by closing the tab.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { PAGES } from "./steps.mjs";
import { changed } from "./steps.mjs";
import { drag } from "./steps.mjs";
import { figures } from "./steps.mjs";
import { fragment } from "./steps.mjs";
import { front } from "./steps.mjs";
import { holds } from "./steps.mjs";
import { kpi } from "./steps.mjs";
import { link } from "./steps.mjs";
import { saved } from "./steps.mjs";
import { start } from "./steps.mjs";
import { step } from "./steps.mjs";
import { stored } from "./steps.mjs";
import { strip } from "./steps.mjs";
import { tab } from "./steps.mjs";
import { titled } from "./steps.mjs";
import { turn } from "./steps.mjs";
import { watch } from "./steps.mjs";

const site = useSite();

const price = (page, plan) => page.getByRole("textbox", { name: new RegExp(`^${plan}: price per`) });
const slider = (page, plan) => page.getByRole("slider", { name: new RegExp(`^${plan}`) });
const figure = (page, title) => page.getByRole("figure").filter({ hasText: title });

/** Chooses what the strip shows: exactly these figures. */
async function show(page, names) {
  await turn(page, "Overview");
  await page.getByRole("button", { name: "Change span, currency or key figures" }).click();
  const dialog = page.getByRole("dialog", { name: "Start, horizon, currency" });
  const box = (name) => dialog.getByRole("checkbox", { name, exact: true });
  for (const name of ["Net revenue retention", "Logo churn", "Operating profit", "CAC payback", "Cash"]) {
    if (!names.includes(name)) await box(name).uncheck();
  }
  for (const name of names) await box(name).check();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal((await strip(page)).length, names.length);
}

test("the first visit opens a populated workspace", async () => {
  const page = await site.open();
  await saved(page);
  const figures = await strip(page);
  assert.ok(figures.length >= 6);
  for (const figure of figures) assert.match(figure, /\d/, "every key figure has a value");
  await page.locator("svg.chart").first().waitFor();
  assert.ok((await page.locator("svg.chart").count()) >= 3);
  const rail = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  assert.deepEqual((await rail.allInnerTexts()).map((name) => name.match(/^\w+( [a-z]+)?/)[0]), PAGES);
  assert.match(await page.locator("p.finding").textContent(), /^ARR grows from \$/);
});

test("every template opens from the library, populated", async () => {
  const page = await site.open();
  for (const [card, name] of [["GitLab", /GitLab/], ["Notion", /Notion/], ["Seat-based", /Seat-based/], ["Buffer", /Buffer/]]) {
    await start(page, card);
    const title = page.getByRole("textbox", { name: "Name of the workspace" });
    assert.match(await title.inputValue(), name);
    assert.match(await kpi(page, "ARR").textContent(), /\d/);
    await saved(page);
  }
});

test("a dragged price moves plan mix, churn, ARR, profit and cash in the same frame", async () => {
  const page = await site.open();
  await start(page, "Buffer");
  await show(page, ["ARR", "Logo churn", "Operating profit", "Cash"]);
  await turn(page, "Pricing");
  const parts = [
    ["ARR", kpi(page, "ARR")],
    ["churn", kpi(page, "Logo churn")],
    ["profit", kpi(page, "Operating profit")],
    ["cash", kpi(page, "Cash")],
    ["plan mix", figure(page, "plan mix by segment")],
    ["finding", page.locator("p.finding")],
  ];
  const texts = () => Promise.all(parts.slice(0, 4).map(([, part]) => part.textContent()));
  const before = await texts();
  const frames = await watch(page, parts);
  await slider(page, "Essentials").focus();
  await page.keyboard.press("PageUp");
  const moved = await frames();
  assert.equal(new Set(Object.values(moved)).size, 1, `parts moved in different frames: ${JSON.stringify(moved)}`);
  const after = await texts();
  parts.slice(0, 4).forEach(([name], at) => assert.notEqual(after[at], before[at], name));
});

test("a price is dragged by the slider, by its label, by its unit, or nudged", async () => {
  const page = await site.open();
  await turn(page, "Pricing");
  await front(page, "Base");
  const field = price(page, "Essentials");
  const arr = kpi(page, "ARR");
  let said = await arr.textContent();
  const moved = async (from, how) => {
    const value = await field.inputValue();
    assert.notEqual(Number(value), Number(from), how);
    said = await changed(arr, said);
    return value;
  };
  assert.equal(await field.inputValue(), "6");
  await drag(slider(page, "Essentials"), 0.6);
  const slid = await moved("6", "slider");
  assert.ok(Number(slid) > 6);
  const unit = field.locator("xpath=preceding-sibling::*[contains(@class, 'unit')]");
  const box = await unit.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 24, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  const scrubbed = await moved(slid, "unit");
  assert.ok(Number(scrubbed) < Number(slid));
  await field.focus();
  await page.keyboard.press("ArrowUp");
  const nudged = await moved(scrubbed, "arrow");
  assert.ok(Number(nudged) > Number(scrubbed));
  await field.fill("7.25");
  await moved(nudged, "typing");
});

test("a scenario is made, renamed, compared, shared, opened elsewhere, kept, and survives the tab", async () => {
  const home = await site.profile();
  let page = await site.open("", { profile: home });
  let address;
  let compared;
  let shown;

  await step("open Buffer", async () => {
    await start(page, "Buffer");
    await saved(page);
  });

  await step("make a second scenario, rename it, and drag a price in it", async () => {
    await turn(page, "Pricing");
    await page.getByRole("button", { name: "Add scenario" }).click();
    const made = page.locator('[role=tab][aria-selected="true"]', { hasText: /^Scenario 1/ });
    await made.waitFor();
    await made.press("F2");
    const name = page.getByRole("textbox", { name: "Name of the scenario" });
    await name.fill("Dearer Essentials");
    await name.press("Enter");
    await tab(page, "Dearer Essentials").waitFor();
    assert.match(await kpi(page, "ARR").textContent(), /same as Base/);
    const before = await kpi(page, "ARR").textContent();
    await drag(slider(page, "Essentials"), 0.5);
    assert.match(await changed(kpi(page, "ARR"), before), /vs Base/);
    await price(page, "Essentials").fill("9");
    await page.getByRole("button", { name: /^Reset Essentials: price/ }).waitFor();
  });

  await step("churn of the price change is explained", async () => {
    await turn(page, "Compare");
    const row = page.getByRole("region", { name: "Figures by scenario" }).getByRole("row", { name: /^Logo churn/ });
    assert.match(await row.innerText(), /pt/);
    await kpi(page, "Net revenue retention").click();
    const dialog = page.getByRole("dialog", { name: "Net revenue retention" });
    assert.match(await dialog.innerText(), /Net revenue retention = /);
    assert.match(await dialog.innerText(), /vs Base/);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  await step("compare: lines over each other, figures with differences, changes as sentences", async () => {
    await turn(page, "Compare");
    const overlay = page.getByRole("main").getByRole("figure").first();
    assert.ok((await overlay.locator("svg.chart path.line, svg.chart polyline.line, svg.chart path.dash, svg.chart polyline.dash").count()) >= 4);
    for (const name of ["Base", "Dearer Essentials"]) await overlay.locator("svg.chart text", { hasText: name }).first().waitFor();
    const table = page.getByRole("region", { name: "Figures by scenario" });
    assert.match(await table.getByRole("row", { name: /^ARR/ }).innerText(), /[▲▼]/);
    await table.getByRole("columnheader", { name: "Dearer Essentials" }).waitFor();
    const changes = page.getByRole("region", { name: "Changes of Dearer Essentials" }).getByRole("listitem");
    assert.deepEqual(await changes.allInnerTexts(), ["Essentials price: $6 → $9 from Mar 2027"]);
    compared = await figures(page);
    await front(page, "Dearer Essentials");
    shown = await strip(page);
  });

  await step("share: the link says how long it is and what that is good for", async () => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Share this workspace" });
    const text = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
    assert.match(await dialog.innerText(), new RegExp(`${text.length.toLocaleString("en-US")} characters: short enough for bookmarks`));
    assert.ok(text.startsWith(`${site.address}#pw1`), text);
    await dialog.getByRole("button", { name: "Copy the link" }).click();
    await dialog.getByRole("status").filter({ hasText: /\S/ }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    address = await link(page);
    assert.equal(address, text);
  });

  await step("the link opens to the same figures in another browser, whose workspaces stay as they are", async () => {
    const other = await site.profile();
    const own = await site.open("", { profile: other });
    await saved(own);
    const name = own.getByRole("textbox", { name: "Name of the workspace" });
    await name.fill("Mine");
    await name.press("Enter");
    await titled(own, "Mine");
    await saved(own);
    const kept = await stored(own);
    await own.close();
    const opened = await site.open(fragment(address), { profile: other });
    await opened.getByRole("status").filter({ hasText: "Same figures as when shared" }).waitFor();
    const place = opened.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Compare" });
    assert.equal(await place.getAttribute("aria-current"), "page", "it opens on the page it was shared from");
    assert.deepEqual(await strip(opened), shown, "and on the scenario that was in front");
    await front(opened, "Dearer Essentials");
    assert.deepEqual(await strip(opened), shown);
    assert.deepEqual(await figures(opened), compared);
    await turn(opened, "Pricing");
    const before = await kpi(opened, "ARR").textContent();
    await price(opened, "Team").fill("15");
    await changed(kpi(opened, "ARR"), before);
    await price(opened, "Team").fill("12");
    await opened.evaluate(() => dispatchEvent(new Event("pagehide")));
    assert.deepEqual(await stored(opened), kept, "playing with a link stores nothing");

    await opened.getByRole("button", { name: "Keep a copy" }).click();
    await saved(opened);
    assert.equal(Object.keys(await stored(opened)).length, Object.keys(kept).length + 1);
    for (const [key, value] of Object.entries(kept)) {
      if (key.includes("/workspace/")) assert.equal((await stored(opened))[key], value, "the other workspace stays");
    }
    assert.equal(new URL(opened.url()).hash.includes("pw1"), false, "a kept link leaves the address");
    await site.reload(opened);
    await front(opened, "Dearer Essentials");
    assert.deepEqual(await figures(opened), compared);
  });

  await step("reload keeps the work", async () => {
    await site.reload(page);
    await front(page, "Dearer Essentials");
    assert.deepEqual(await strip(page), shown);
    assert.deepEqual(await figures(page), compared);
  });

  await step("closing the tab at once loses nothing", async () => {
    await turn(page, "Pricing");
    await price(page, "Team").fill("14");
    await holds(price(page, "Team"), "14");
    await page.close({ runBeforeUnload: true });
    page = await site.open("", { profile: home });
    await front(page, "Dearer Essentials");
    await turn(page, "Pricing");
    assert.equal(await price(page, "Team").inputValue(), "14");
    assert.equal(await price(page, "Essentials").inputValue(), "9");
  });
});

test("what was refused in one scenario does not stand in another, nor in another workspace", async () => {
  const page = await site.open("#pricing");
  const price = page.getByRole("textbox", { name: /: price per/ }).first();
  await price.fill("much");
  const refusal = page.getByRole("alert").filter({ hasText: "has no digits" });
  await refusal.waitFor();
  await tab(page, "Base").click();
  await refusal.waitFor({ state: "detached" });
  assert.match(await price.inputValue(), /^[\d.,]+$/);
  await price.fill("more");
  await refusal.waitFor();
  await start(page, "Seat-based SaaS");
  await refusal.waitFor({ state: "detached" });
  assert.match(await price.inputValue(), /^[\d.,]+$/);
});

test("after a look at the base, another scenario is compared with the base again", async () => {
  const page = await site.open();
  const front = page.getByRole("tab", { selected: true });
  const first = await front.innerText();
  await page.getByRole("button", { name: "Add scenario" }).click();
  await page.getByRole("tab", { name: /^Scenario 1/, selected: true }).waitFor();
  await kpi(page, "ARR").filter({ hasText: "vs Base" }).or(kpi(page, "ARR").filter({ hasText: "same as Base" })).waitFor();
  await tab(page, "Base").click();
  await kpi(page, "ARR").filter({ hasNotText: "Base" }).waitFor();
  await tab(page, first.split("\n")[0]).click();
  await kpi(page, "ARR").filter({ hasText: "vs Base" }).waitFor();
});
