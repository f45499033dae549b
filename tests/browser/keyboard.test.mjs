// The whole job without a pointer: Tab and arrows, Enter and Esc, with the focus never lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { PAGES } from "./steps.mjs";
import { changed } from "./steps.mjs";
import { focused } from "./steps.mjs";
import { holds } from "./steps.mjs";
import { kpi } from "./steps.mjs";
import { reach } from "./steps.mjs";
import { saved } from "./steps.mjs";
import { says } from "./steps.mjs";
import { tab } from "./steps.mjs";
import { turn } from "./steps.mjs";

const site = useSite();

const price = (page, plan) => page.getByRole("textbox", { name: new RegExp(`^${plan}: price per`) });
const press = (page, ...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

/** Waits until what has the focus is called as wanted. */
function focuses(page, wanted) {
  return page.waitForFunction((wanted) => {
    const element = document.activeElement;
    return (element.getAttribute("aria-label") ?? element.textContent.trim()).startsWith(wanted);
  }, wanted);
}

test("a price is reached, nudged, seen in ARR, put back and reset", async () => {
  const page = await site.open();
  await page.keyboard.press("2");
  await page.getByRole("heading", { name: /^What do we charge/, level: 1 }).waitFor();
  await reach(page, /^Essentials: price per/);
  const field = price(page, "Essentials");
  const arr = kpi(page, "ARR");
  const first = await arr.textContent();
  assert.equal(await field.inputValue(), "8");
  await press(page, "ArrowUp", "ArrowUp", "ArrowDown");
  await holds(field, "9");
  const second = await changed(arr, first);
  await press(page, "Shift+ArrowUp");
  await holds(field, "19");
  await changed(arr, second);
  await press(page, "Escape");
  await holds(field, "8");
  await says(arr, first);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("11");
  await changed(arr, first);
  await press(page, "Enter");
  await holds(field, "11");
  await reach(page, /^Reset Essentials: price/);
  await press(page, "Enter");
  await holds(field, "6");
  assert.match(await arr.textContent(), /same as Base/);
  await focuses(page, "Essentials: price per");
  await press(page, "Control+Z");
  await holds(field, "11");
});

test("the first Tab offers a way past the bars", async () => {
  const page = await site.open();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the page");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "page");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

test("every page is turned to by its number, and by Tab and Enter in the rail", async () => {
  const page = await site.open();
  const current = (name) => page.locator('nav a[aria-current="page"]', { hasText: name }).waitFor();
  for (const [at, name] of PAGES.entries()) {
    await page.keyboard.press(String((at + 1) % 10));
    await current(name);
  }
  await reach(page, /^Growth/);
  await page.keyboard.press("Enter");
  await current("Growth");
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^Costs/, "the focus stays in the rail");
});

test("Explain opens from the strip, traps the focus, and gives it back", async () => {
  const page = await site.open();
  await reach(page, /^Net revenue retention/);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Net revenue retention" });
  await dialog.waitFor();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press("Tab");
    const inside = () => document.activeElement === document.body || document.querySelector("dialog[open]").contains(document.activeElement);
    assert.ok(await page.evaluate(inside), await focused(page));
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await focuses(page, "Net revenue retention");
});

test("Explain leads on to the figures in a formula, and still gives the focus back", async () => {
  const page = await site.open();
  await reach(page, /^ARR/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "ARR" }).waitFor();
  await reach(page, /^MRR$/);
  await page.keyboard.press("Enter");
  const second = page.getByRole("dialog", { name: "MRR" });
  await second.waitFor();
  assert.ok(await page.evaluate(() => document.querySelector("dialog[open]").contains(document.activeElement)));
  await page.keyboard.press("Escape");
  await second.waitFor({ state: "detached" });
  await focuses(page, "ARR");
});

test("the menu is walked with the arrows, and Esc gives the focus back", async () => {
  const page = await site.open();
  await reach(page, /^Menu$/);
  await page.keyboard.press("Enter");
  await focuses(page, "Open or start a workspace");
  await page.keyboard.press("ArrowDown");
  await focuses(page, "Rename");
  await press(page, "ArrowUp", "ArrowUp");
  await focuses(page, "About Planwright");
  await page.keyboard.press("Home");
  await focuses(page, "Open or start a workspace");
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await focuses(page, "Menu");
  await press(page, "Enter", "End", "Enter");
  const about = page.getByRole("dialog", { name: "About Planwright" });
  await about.waitFor();
  await page.keyboard.press("Escape");
  await about.waitFor({ state: "detached" });
  await focuses(page, "Menu");
});

test("scenarios are walked, added, renamed and moved", async () => {
  const page = await site.open();
  await saved(page);
  const selected = (name) => page.locator('[role=tab][aria-selected="true"]', { hasText: name }).waitFor();
  const names = async () => (await page.getByRole("tab").allInnerTexts()).map((name) => name.trim().replace(/\s*\d+( changes?)?$/, ""));
  await reach(page, /^Essentials at \$8/);
  await page.keyboard.press("ArrowRight");
  await selected("Premium at $9");
  await page.keyboard.press("ArrowRight");
  await selected("Base");
  await page.keyboard.press("ArrowLeft");
  await selected("Premium at $9");
  await page.keyboard.press("Home");
  await selected("Base");
  await page.keyboard.press("End");
  await selected("Premium at $9");
  await page.keyboard.press("Alt+ArrowLeft");
  await page.getByRole("tab").nth(1).filter({ hasText: "Premium at $9" }).waitFor();
  await focuses(page, "Premium at $9");
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Name of the scenario" }).waitFor();
  await page.keyboard.type("Third plan");
  await page.keyboard.press("Enter");
  await tab(page, "Third plan").waitFor();
  await reach(page, /^Add scenario$/);
  await page.keyboard.press("Enter");
  await selected("Scenario 1");
  assert.deepEqual((await names()).length, 4);
});

test("a renamed scenario keeps the focus on its tab", async () => {
  const page = await site.open();
  await saved(page);
  await reach(page, /^Essentials at \$8/);
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Name of the scenario" }).waitFor();
  await page.keyboard.type("Dearer");
  await page.keyboard.press("Enter");
  await focuses(page, "Dearer");
  await page.keyboard.press("F2");
  await page.keyboard.type("Nothing of this");
  await page.keyboard.press("Escape");
  await focuses(page, "Dearer");
});

test("a chart's exact figures are read with the arrows", async () => {
  const page = await site.open();
  await reach(page, /ARR by plan.*Arrow keys read the figures/);
  const said = page.getByRole("figure").first().getByRole("status");
  const reads = async (month) => {
    await said.filter({ hasText: new RegExp(`^${month}: `) }).waitFor({ state: "attached" });
    return said.textContent();
  };
  await page.keyboard.press("End");
  const last = await reads("Dec 2029");
  for (const name of ["Essentials", "Team", "Base"]) assert.match(last, new RegExp(`${name} \\$[\\d.,]+`));
  await page.keyboard.press("ArrowLeft");
  await reads("Nov 2029");
  await page.keyboard.press("Shift+ArrowLeft");
  await reads("Nov 2028");
  await page.keyboard.press("Home");
  await reads("Jan 2026");
  await page.keyboard.press("Escape");
  await says(said, "");
});

test("a slider moves with the arrows and says its value in words", async () => {
  const page = await site.open();
  await page.keyboard.press("2");
  // The slider is that of the plan last passed.
  await reach(page, /^Team: Price, slider$/);
  const slider = page.getByRole("slider", { name: /^Team/ });
  assert.equal(await slider.getAttribute("aria-valuetext"), "$12");
  const arr = await kpi(page, "ARR").textContent();
  await page.keyboard.press("ArrowRight");
  await changed(kpi(page, "ARR"), arr);
  assert.match(await slider.getAttribute("aria-valuetext"), /^\$12\.\d+$/);
});

test("the link is shared, and the keys are listed, without a pointer", async () => {
  const page = await site.open();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await keys.getByText("Undo").waitFor();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await reach(page, /^Share$/);
  await page.keyboard.press("Enter");
  const share = page.getByRole("dialog", { name: "Share this workspace" });
  await share.waitFor();
  await reach(page, /^Copy the link$/);
  await page.keyboard.press("Enter");
  await share.getByRole("status").filter({ hasText: /\S/ }).waitFor();
  await page.keyboard.press("Escape");
  await share.waitFor({ state: "detached" });
  await focuses(page, "Share");
});

test("what is removed leaves the focus with its neighbours", async () => {
  const page = await site.open("#customers");
  const remove = page.getByRole("button", { name: "Remove row 2", exact: true });
  await remove.focus();
  const rows = await page.getByRole("button", { name: /^Remove row / }).count();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Remove row ${rows}`, exact: true }).waitFor({ state: "detached" });
  await focuses(page, "Remove row");
  await turn(page, "Rollout");
  const add = page.getByRole("button", { name: "Price change", exact: true });
  await add.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove New prices", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("None: the list stays as it is.").waitFor();
  await focuses(page, "Price change");
});
