// The palette: one field, opened from anywhere, that finds every page, action, scenario, figure and input by its name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { PAGES } from "./steps.mjs";
import { focused } from "./steps.mjs";
import { holds } from "./steps.mjs";
import { start } from "./steps.mjs";
import { tab } from "./steps.mjs";

const site = useSite();
const NAME = "Find a command or input";

const dialog = (page) => page.getByRole("dialog", { name: NAME });
const field = (page) => dialog(page).getByRole("combobox", { name: NAME });
const lines = (page) => dialog(page).getByRole("option");

/** Opens the palette by its key and types into it. */
async function find(page, words) {
  await page.keyboard.press("Control+K");
  await field(page).fill(words);
}

/** Does the first line that is found for some words; it must be called as wanted. */
async function go(page, words, wanted) {
  await find(page, words);
  const first = lines(page).first();
  assert.match(await first.innerText(), wanted, `the first for ${words}`);
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "detached" });
}

/** Waits until what has the focus is called as wanted. */
async function focuses(page, wanted) {
  await page.waitForFunction((wanted) => {
    const element = document.activeElement;
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    return new RegExp(wanted).test(element.getAttribute("aria-label") ?? labels.join(" "));
  }, wanted.source);
}

test("a price is found by its name, and the focus goes to its field", async () => {
  const page = await site.open();
  await go(page, "PRICE essentials", /^Essentials: Price\s+\$8 · Pricing$/);
  await page.getByRole("heading", { name: /^What do we charge/, level: 1 }).waitFor();
  await focuses(page, /^Essentials: price per/);
  await page.keyboard.type("7");
  await holds(page.getByRole("textbox", { name: /^Essentials: price per/ }), "7");
});

test("the list is walked with the arrows, and Esc gives the focus back", async () => {
  const page = await site.open();
  await page.getByRole("button", { name: "Share", exact: true }).focus();
  await find(page, "theme");
  const chosen = dialog(page).getByRole("option", { selected: true });
  await chosen.filter({ hasText: "Theme: as the system" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await chosen.filter({ hasText: "Theme: light" }).waitFor();
  assert.equal(await field(page).getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await chosen.filter({ hasText: "Theme: dark" }).waitFor();
  await site.axe(page);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  assert.equal(await focused(page), "Share");
  await go(page, "theme dark", /^Theme: dark/);
  await page.locator('html[data-theme="dark"]').waitFor();
  await find(page, "theme dark");
  await lines(page).first().filter({ hasText: "now" }).waitFor();
  await site.axe(page);
});

test("every page and every line of the menu is there, and what can be done is done", async () => {
  const page = await site.open();
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  const items = page.getByRole("menu", { name: "Menu" }).locator("button");
  const menu = await items.evaluateAll((items) => items.map((item) => item.firstElementChild.nextSibling.textContent));
  await page.keyboard.press("Escape");
  assert.ok(menu.length > 10 && menu.includes(NAME), menu.join(" | "));
  await find(page, "");
  for (const name of [...PAGES, ...menu.filter((line) => line !== NAME), "Share", "Add scenario"]) {
    await field(page).fill(name);
    const own = new RegExp(`(^|: )${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
    await lines(page).filter({ hasText: own }).first().waitFor();
  }
  await field(page).fill("find command");
  await dialog(page).getByRole("status").filter({ hasText: "Nothing is called that" }).waitFor();
  await page.keyboard.press("Escape");
  await go(page, "growth", /^Growth/);
  await page.getByRole("heading", { name: "Where do new customers come from?", level: 1 }).waitFor();
  await go(page, "keyboard", /^Keyboard shortcuts/);
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await keys.getByText(NAME).waitFor();
  await page.keyboard.press("Escape");
  await go(page, "net revenue", /^Net revenue retention/);
  await page.getByRole("dialog", { name: "Net revenue retention" }).waitFor();
  await page.keyboard.press("Escape");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), go(page, "import file", /^Import a file…/)]);
  assert.equal(await chooser.element().getAttribute("aria-label"), "Import a workspace file");
});

test("scenarios are added, switched, renamed, compared and taken back", async () => {
  const page = await site.open();
  const selected = (name) => page.locator('[role=tab][aria-selected="true"]', { hasText: name }).waitFor();
  await go(page, "premium at $9", /^Premium at \$9\s+Scenario$/);
  await selected("Premium at $9");
  await go(page, "compare with base", /^Compare with: Base/);
  await page.getByRole("button", { name: "Compare with: vs Base" }).waitFor();
  await go(page, "premium rename", /^Premium at \$9: Rename/);
  await focuses(page, /^Name of the scenario$/);
  await page.keyboard.type("Dearer");
  await page.keyboard.press("Enter");
  await tab(page, "Dearer").waitFor();
  await go(page, "duplicate dearer", /^Dearer: Duplicate/);
  await selected("Dearer copy");
  await go(page, "undo", /^Undo/);
  await tab(page, "Dearer copy").waitFor({ state: "detached" });
});

/** What is typed, what the first line says then, and what the focus comes to. */
const HIDDEN = [
  // In a plan that is to be opened, and there in what is closed.
  ["plus minimum spend", /^Plus: Minimum spend/, /^Plus: Minimum spend$/],
  ["business contact sales", /^Business: Contact sales/, /^Business: Contact sales$/],
  // Of another segment than that shown.
  ["companies conversion", /^Companies: Conversion/, /^Companies: Conversion$/],
  ["segment companies", /^Segment Companies/, /^Name of the segment$/],
  ["companies open to switching", /^Companies: Open to switching/, /^Companies: Open to switching$/],
  // In the matrix, beside it, and in the details of a feature.
  ["business saml", /^Business: .*SAML single sign-on/, /^SAML single sign-on in Business$/],
  ["companies saml", /^Companies: .*SAML single sign-on/, /^SAML single sign-on: value to Companies$/],
  ["saml description", /^SAML single sign-on: Description/, /^SAML single sign-on: description$/],
  // Without a name of its own.
  ["companies on plus customers", /^Companies on Plus: Customers/, /^Customers, row \d+$/],
  ["product engineering amount", /^Product and engineering: Amount a month/, /^Product and engineering: amount a month/],
  ["opening cash", /^Opening cash/, /^Opening cash$/],
];

test("an input is reached wherever it is hidden", async () => {
  const page = await site.open();
  await start(page, "Notion");
  for (const [words, first, wanted] of HIDDEN) {
    await go(page, words, first);
    await focuses(page, wanted);
  }
});

test("the palette is opened from the menu and used on a phone", async () => {
  const page = await site.open("", { viewport: { width: 390, height: 844 } });
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("menuitem", { name: NAME }).click();
  await field(page).fill("agencies conversion");
  await site.axe(page);
  await lines(page).filter({ hasText: /^Agencies: Conversion/ }).click();
  await focuses(page, /^Agencies: Conversion$/);
  await page.getByRole("heading", { name: "Who buys, and how big are they?", level: 1 }).waitFor();
});
