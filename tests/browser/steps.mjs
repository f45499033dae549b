// What a person does on the page and reads from it, by roles and labels. Every wait is for a state.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/** The pages of the rail, in their order. */
export const PAGES = ["Overview", "Pricing", "Evidence", "Rollout", "Packaging", "Customers", "Growth", "Costs", "Compare", "Customer list"];

/** A step of a longer story, named when it fails. */
export async function step(name, work) {
  try {
    await work();
  } catch (cause) {
    throw new Error(`at the step "${name}": ${cause.message}`, { cause });
  }
}

/** Waits until the window is titled after a workspace. */
export function titled(page, name) {
  return page.waitForFunction((title) => document.title === title, `${name} – Planwright`);
}

/** Turns to a page by its name in the rail. */
export async function turn(page, name) {
  const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name });
  await link.click();
  await page.locator('nav a[aria-current="page"]', { hasText: name }).waitFor();
  await page.locator("main").getByText("Loading…").waitFor({ state: "detached" });
}

/** Opens the page's menu and does what one of its lines says. */
export async function choose(page, line) {
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("menu", { name: "Menu" }).getByRole("menuitem", { name: line, exact: true }).click();
}

/** Opens a template from the library. */
export async function start(page, template) {
  await choose(page, "Open or start a workspace…");
  const library = page.getByRole("dialog", { name: "Open or start a workspace" });
  await library.getByRole("button", { name: template }).first().click();
  await library.waitFor({ state: "detached" });
}

/** Opens the file of a workspace. */
export async function opened(page, file) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), choose(page, "Import a file…")]);
  await chooser.setFiles(file);
  await titled(page, JSON.parse(await readFile(file, "utf8")).name);
}

/** Opens the workspace that is made of a pasted price page or table of plans. */
export async function openedFrom(page, table) {
  await choose(page, "Import a price page…");
  const dialog = page.getByRole("dialog", { name: "Import a price page" });
  await dialog.getByRole("textbox", { name: "Or paste a page or a table of plans" }).fill(table);
  await dialog.getByRole("button", { name: "Read what is pasted" }).click();
  await dialog.getByRole("button", { name: "Open it" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Turns to the page Evidence and opens the panel for new data. */
export async function newEvidence(page) {
  await turn(page, "Evidence");
  await page.getByRole("button", { name: "Survey or data" }).click();
  return page.getByRole("region", { name: "New evidence" });
}

/** A figure of the strip, by its name. */
export function kpi(page, name) {
  return page.getByRole("region", { name: "Key figures" }).getByRole("button", { name: new RegExp(`^${name},`) });
}

/** What the whole strip says. */
export function strip(page) {
  return page.getByRole("region", { name: "Key figures" }).getByRole("button").allInnerTexts();
}

/** The tab of a scenario. */
export function tab(page, name) {
  return page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab", { name: new RegExp(`^${escaped(name)}( \\d+ changes?)?$`) });
}

/** Brings a scenario to the front. */
export async function front(page, name) {
  await tab(page, name).click();
  await page.locator('[role=tab][aria-selected="true"]', { hasText: name }).waitFor();
}

/** Waits until the page says that everything is saved. */
export function saved(page) {
  return page.getByRole("banner").getByRole("status").filter({ hasText: /^Saved$/ }).waitFor();
}

/** Waits until a field holds a value. */
export async function holds(field, value) {
  const handle = await field.elementHandle();
  await field.page().waitForFunction(([field, value]) => field.value === value, [handle, value]);
}

/** Waits until the text of one element is no longer `before`, and gives it. */
export async function changed(locator, before) {
  const handle = await locator.elementHandle();
  await locator.page().waitForFunction(([node, before]) => node.textContent !== before, [handle, before]);
  return locator.textContent();
}

/** Waits until the text of one element is `wanted`. */
export async function says(locator, wanted) {
  const handle = await locator.elementHandle();
  await locator.page().waitForFunction(([node, wanted]) => node.textContent === wanted, [handle, wanted]);
}

/** Everything this origin keeps in the browser. */
export function stored(page) {
  return page.evaluate(() => Object.fromEntries(Object.entries(localStorage)));
}

/** The link of the workspace in front, from the dialog, which is closed again. */
export async function link(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this workspace" });
  const address = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  return address;
}

/** What stands behind the sign # of an address, with it. */
export function fragment(address) {
  return new URL(address).hash;
}

/** Every figure of the page Compare, scenario by scenario. */
export async function figures(page) {
  await turn(page, "Compare");
  return page.getByRole("region", { name: "Figures by scenario" }).getByRole("row").allInnerTexts();
}

/** Drags the thumb of a slider to a share of its length, in steps, by mouse. */
export async function drag(slider, to) {
  const page = slider.page();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  const [low, high, now] = await slider.evaluate(({ min, max, value }) => [min, max, value].map(Number));
  const thumb = 16;
  const x = (share) => box.x + thumb / 2 + (box.width - thumb) * share;
  const y = box.y + box.height / 2;
  await page.mouse.move(x((now - low) / (high - low)), y);
  await page.mouse.down();
  await page.mouse.move(x(to), y, { steps: 12 });
  await page.mouse.up();
}

/** Watches parts of the page, and tells in which frame each first changed: `[name, locator]`, then `frames()`. */
export async function watch(page, parts) {
  const handles = await Promise.all(parts.map(async ([name, locator]) => ({ name, node: await locator.elementHandle() })));
  await page.evaluate((parts) => {
    const seen = {};
    let frame = 0;
    const count = () => (frame++, requestAnimationFrame(count));
    requestAnimationFrame(count);
    for (const { name, node } of parts) {
      const options = { childList: true, subtree: true, characterData: true, attributes: true };
      new MutationObserver(() => (seen[name] ??= frame)).observe(node, options);
    }
    globalThis.watched = seen;
  }, handles);
  const all = parts.length;
  return async () => {
    await page.waitForFunction((all) => Object.keys(globalThis.watched).length === all, all);
    return page.evaluate(() => globalThis.watched);
  };
}

/** What the element with the focus is called. */
export async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    return element.getAttribute("aria-label") ?? (labels.join(" ") || element.textContent.trim());
  });
}

/** Presses Tab (or another key) until what has the focus is called as wanted; at most `most` times. */
export async function reach(page, wanted, { key = "Tab", most = 80 } = {}) {
  const passed = [];
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press(key);
    const name = await focused(page);
    if (wanted.test(name)) return name;
    passed.push(name);
  }
  assert.fail(`${key} does not reach ${wanted}: ${passed.join(" | ")}`);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
