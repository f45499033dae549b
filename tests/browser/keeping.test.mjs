// What is made is kept: undo and redo, several workspaces, files, a full or forbidden storage, two tabs, broken links.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { changed } from "./steps.mjs";
import { choose } from "./steps.mjs";
import { drag } from "./steps.mjs";
import { figures } from "./steps.mjs";
import { fragment } from "./steps.mjs";
import { front } from "./steps.mjs";
import { holds } from "./steps.mjs";
import { kpi } from "./steps.mjs";
import { link } from "./steps.mjs";
import { saved } from "./steps.mjs";
import { stored } from "./steps.mjs";
import { strip } from "./steps.mjs";
import { titled } from "./steps.mjs";
import { turn } from "./steps.mjs";

const site = useSite();

const price = (page, plan) => page.getByRole("textbox", { name: new RegExp(`^${plan}: price per`) });
const title = (page) => page.getByRole("textbox", { name: "Name of the workspace" });
const notice = (page, text) => page.getByRole("status").locator(".notice").filter({ hasText: text });
const library = (page) => page.getByRole("dialog", { name: "Open or start a workspace" });
const workspaces = async (page) => Object.keys(await stored(page)).filter((key) => key.includes("/workspace/"));

/** Opens the page Pricing of the base, everything saved. */
async function pricing(options) {
  const page = await site.open("", options);
  await front(page, "Base");
  await turn(page, "Pricing");
  return page;
}

async function rename(page, name) {
  await title(page).fill(name);
  await title(page).press("Enter");
  await titled(page, name);
}

test("a drag, a burst of typing and a row of nudges are a step of undo each, and all of it can be done again", async () => {
  const page = await pricing();
  const undo = page.getByRole("button", { name: "Undo" });
  const redo = page.getByRole("button", { name: "Redo" });
  const [field, team] = [price(page, "Essentials"), price(page, "Team")];
  assert.ok(await undo.isDisabled());
  const arr = kpi(page, "ARR");
  const first = await arr.textContent();
  await drag(page.getByRole("slider", { name: /^Essentials/ }), 0.7);
  const dragged = await field.inputValue();
  const second = await arr.textContent();
  assert.notEqual(second, first);
  await team.focus();
  await page.keyboard.type("19.50");
  await holds(team, "19.50");
  const third = await arr.textContent();
  await title(page).fill("Tried");
  await title(page).press("Enter");
  await titled(page, "Tried");
  await undo.click();
  await titled(page, "Buffer");
  assert.equal(await arr.textContent(), third);
  await undo.click();
  await holds(team, "12");
  assert.equal(await arr.textContent(), second);
  await undo.click();
  await holds(field, "6");
  assert.equal(await arr.textContent(), first);
  assert.ok(await undo.isDisabled(), "three steps, not one for each pixel or letter");
  for (const [field, value] of [[price(page, "Essentials"), dragged], [team, "19.50"], [title(page), "Tried"]]) {
    await page.keyboard.press("Control+Shift+Z");
    await holds(field, value);
  }
  assert.ok(await redo.isDisabled());
  await page.keyboard.press("Control+Z");
  await titled(page, "Buffer");
  await team.fill("11");
  await holds(team, "11");
  assert.ok(await redo.isDisabled(), "a new edit ends what could be done again");
});

test("undo reaches scenarios: added, renamed, coloured, deleted", async () => {
  const page = await site.open();
  const tabs = page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab");
  const names = () => tabs.allInnerTexts();
  const before = await names();
  await page.getByRole("button", { name: "Add scenario" }).click();
  await tabs.filter({ hasText: "Scenario 1" }).waitFor();
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await tabs.filter({ hasText: "Scenario 1" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await tabs.filter({ hasText: "Scenario 1" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await tabs.filter({ hasText: "Scenario 1" }).waitFor({ state: "detached" });
  assert.deepEqual(await names(), before);
});

test("workspaces are duplicated, renamed, deleted and put back", async () => {
  const page = await site.open();
  await saved(page);
  await rename(page, "First");
  await saved(page);
  const shown = await strip(page);
  await choose(page, "Duplicate");
  await titled(page, "First copy");
  assert.deepEqual(await strip(page), shown);
  await rename(page, "Second");
  await saved(page);
  assert.equal((await workspaces(page)).length, 2);

  await choose(page, "Delete");
  await titled(page, "First");
  await notice(page, "Second was deleted.").waitFor();
  assert.equal((await workspaces(page)).length, 1);
  await notice(page, "Second was deleted.").getByRole("button", { name: "Put it back" }).click();
  await titled(page, "Second");
  assert.equal((await workspaces(page)).length, 2);

  await choose(page, "Open or start a workspace…");
  await library(page).getByRole("button", { name: "Delete First" }).click();
  await library(page).getByRole("button", { name: "First", exact: true }).waitFor({ state: "detached" });
  assert.equal((await workspaces(page)).length, 1);
  await page.keyboard.press("Escape");
  await notice(page, "First was deleted.").getByRole("button", { name: "Put it back" }).click();
  await titled(page, "First");

  await choose(page, "Open or start a workspace…");
  await library(page).getByRole("button", { name: "Duplicate Second" }).click();
  await titled(page, "Second copy");
  await choose(page, "Open or start a workspace…");
  await library(page).getByRole("button", { name: "First", exact: true }).click();
  await titled(page, "First");
  await site.reload(page);
  await titled(page, "First");
});

test("the last workspace can be deleted, and put back", async () => {
  const page = await site.open();
  await saved(page);
  await rename(page, "Only");
  await saved(page);
  await choose(page, "Delete");
  await titled(page, "Buffer");
  await notice(page, "Only was deleted.").getByRole("button", { name: "Put it back" }).click();
  await titled(page, "Only");
});

test("a name typed slowly stays while saving goes on beside it", async () => {
  const page = await pricing();
  await saved(page);
  await price(page, "Team").fill("13");
  await title(page).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Slow");
  await saved(page);
  assert.equal(await title(page).inputValue(), "Slow");
  await page.keyboard.type("ly");
  await page.keyboard.press("Enter");
  await titled(page, "Slowly");
});

/** The file that the page exports. */
async function exported(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** Lets a file fall on the page. */
async function drop(page, name, text) {
  const carried = await page.evaluateHandle(([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name, { type: "application/json" }));
    return carried;
  }, [name, text]);
  const main = page.getByRole("main");
  await main.dispatchEvent("dragover", { dataTransfer: carried });
  await page.getByText("Drop a workspace, a price page or a table to import it").waitFor();
  await main.dispatchEvent("drop", { dataTransfer: carried });
  await page.getByText("Drop a workspace, a price page or a table to import it").waitFor({ state: "detached" });
}

test("a workspace goes out as a file and comes back from it, chosen or dropped", async () => {
  const page = await pricing();
  await price(page, "Team").fill("13");
  await rename(page, "To a file");
  const compared = await figures(page);
  const file = await exported(page, () => choose(page, "Export as a file"));
  assert.match(file.name, /^[\w -]+\.planwright\.json$/);
  assert.equal(JSON.parse(file.text).name, "To a file");

  const other = await site.open();
  await saved(other);
  const [chooser] = await Promise.all([other.waitForEvent("filechooser"), choose(other, "Import a file…")]);
  await chooser.setFiles({ name: file.name, mimeType: "application/json", buffer: Buffer.from(file.text) });
  await titled(other, "To a file");
  await notice(other, `${file.name} was imported as a new workspace.`).waitFor();
  assert.deepEqual(await figures(other), compared);
  await saved(other);
  assert.equal((await workspaces(other)).length, 2, "it is a workspace beside the other");

  await drop(other, "again.json", JSON.stringify({ ...JSON.parse(file.text), name: "Dropped" }));
  await titled(other, "Dropped");
  assert.deepEqual(await figures(other), compared);
  await site.reload(other);
  await titled(other, "Dropped");
});

test("a file that is not a workspace is refused with everything that is wrong", async () => {
  const page = await site.open();
  await saved(page);
  const kept = await stored(page);
  const good = JSON.parse((await exported(page, () => choose(page, "Export as a file"))).text);
  await drop(page, "broken.json", JSON.stringify({ ...good, months: 7, start: "2026-13" }));
  const said = notice(page, "broken.json was not imported");
  await said.waitFor();
  assert.match(await said.innerText(), /2 problems/);
  assert.match(await said.innerText(), /\/months.*7/s);
  assert.match(await said.innerText(), /12 to 120/);
  assert.match(await said.innerText(), /\/start.*2026-13/s);
  for (const text of ["", "{", "[]", "null", "figures, many"]) {
    await drop(page, "other.json", text);
    await notice(page, "other.json was not imported").waitFor();
    await notice(page, "other.json").getByRole("button", { name: "Close this notice" }).click();
    await notice(page, "other.json").waitFor({ state: "detached" });
  }
  assert.equal(await title(page).inputValue(), "Buffer");
  assert.deepEqual(await stored(page), kept);
});

/** Leaves no room in the storage, to the last character. */
function fill() {
  let piece = "x".repeat(1 << 20);
  for (let at = 0; piece.length > 0; at += 1) {
    try {
      localStorage.setItem(`filler ${at}`, piece);
    } catch {
      piece = piece.slice(0, piece.length / 2);
    }
  }
}

test("a full storage is said, an export offered, and saving goes on once there is room", async () => {
  const page = await pricing();
  await saved(page);
  await page.evaluate(fill);
  const before = await stored(page);
  await title(page).fill("A name so long that it needs more room than there is left in the storage");
  await title(page).press("Enter");
  const said = notice(page, "Not saved: the browser's storage is full");
  await said.waitFor();
  await page.getByRole("banner").getByRole("status").filter({ hasText: "Not saved" }).waitFor();
  const after = await stored(page);
  for (const [key, value] of Object.entries(before)) assert.equal(after[key], value, `${key} stays as it was`);
  const file = await exported(page, () => said.getByRole("button", { name: "Export as a file" }).click());
  assert.match(JSON.parse(file.text).name, /^A name so long/);
  await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("filler")).forEach((key) => localStorage.removeItem(key)));
  await price(page, "Team").fill("13");
  await saved(page);
  await site.reload(page);
  assert.match(await title(page).inputValue(), /^A name so long/);
});

test("a storage that refuses is said, and the page works on without it", async () => {
  const profile = await site.profile();
  await profile.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota of trust is used up.", "SecurityError");
    };
  });
  const page = await pricing({ profile });
  const said = notice(page, "the browser refuses to store anything");
  await said.waitFor();
  assert.match(await said.innerText(), /only in this tab/);
  const before = await kpi(page, "ARR").textContent();
  await price(page, "Team").fill("13");
  await changed(kpi(page, "ARR"), before);
  const file = await exported(page, () => said.getByRole("button", { name: "Export as a file" }).click());
  assert.equal(Object.values(JSON.parse(file.text).base.plans)[1].name, "Team");
});

test("a browser without storage shows the page and says so", async () => {
  const profile = await site.profile();
  await profile.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", { get: () => { throw new DOMException("Denied.", "SecurityError"); } });
  });
  const page = await pricing({ profile });
  await notice(page, "Not saved").waitFor();
  assert.match(await kpi(page, "ARR").textContent(), /\d/);
});

/** Two tabs on one workspace, called Shared, with Team at 12. */
async function twoTabs() {
  const profile = await site.profile();
  const one = await pricing({ profile });
  await saved(one);
  await rename(one, "Shared");
  await saved(one);
  const two = await pricing({ profile });
  await titled(two, "Shared");
  return [one, two];
}

const elsewhere = (page) => page.getByRole("banner").getByRole("status").filter({ hasText: "Changed elsewhere" });

test("what another tab saves is noticed, and taken over on request", async () => {
  const [one, two] = await twoTabs();
  await price(one, "Team").fill("15");
  await saved(one);
  await elsewhere(two).waitFor();
  assert.equal(await price(two, "Team").inputValue(), "12", "nothing changes under the hand");
  await two.getByRole("button", { name: "Take the other version" }).click();
  await front(two, "Base");
  await holds(price(two, "Team"), "15");
  await saved(two);
  assert.equal(await elsewhere(one).count(), 0);
});

test("of two tabs that edit the same workspace neither overwrites the other silently", async () => {
  const [one, two] = await twoTabs();
  await price(one, "Team").fill("15.55");
  await saved(one);
  await elsewhere(two).waitFor();
  await price(two, "Essentials").fill("7.77");
  const kept = await stored(one);
  await two.evaluate(() => dispatchEvent(new Event("pagehide")));
  assert.deepEqual(await stored(one), kept, "the second tab keeps its hands off");

  await two.getByRole("button", { name: "Save this version" }).click();
  await saved(two);
  await elsewhere(one).waitFor();
  assert.equal(await price(one, "Team").inputValue(), "15.55", "the first tab still has its own");
  await one.getByRole("button", { name: "Save this as a copy" }).click();
  await saved(one);
  assert.equal((await workspaces(one)).length, 2);
  await site.reload(two);
  await front(two, "Base");
  await turn(two, "Pricing");
  await holds(price(two, "Essentials"), "7.77");
  const texts = Object.entries(await stored(one)).filter(([key]) => key.includes("/workspace/")).map(([, text]) => text);
  assert.equal(texts.filter((text) => text.includes('"15.55"')).length, 1, "one has the first tab's price");
  assert.equal(texts.filter((text) => text.includes('"7.77"')).length, 1, "the other the second tab's");
});

test("a reload comes back to the page and the scenario in front", async () => {
  const page = await site.open();
  await saved(page);
  await turn(page, "Growth");
  await site.reload(page);
  await page.getByRole("heading", { name: "Where do new customers come from?", level: 1 }).waitFor();
  await front(page, "Base");
  await site.reload(page);
  await page.getByRole("heading", { name: "Where do new customers come from?", level: 1 }).waitFor();
  await page.locator('[role=tab][aria-selected="true"]', { hasText: "Base" }).waitFor();
  await front(page, "Premium at $9");
  await turn(page, "Overview");
  await site.reload(page);
  await page.getByRole("heading", { name: "How are we doing?", level: 1 }).waitFor();
  await page.locator('[role=tab][aria-selected="true"]', { hasText: "Premium at $9" }).waitFor();
});

test("each tab comes back to its own workspace, whatever the other saved last", async () => {
  const [one, two] = await twoTabs();
  await choose(two, "Duplicate");
  await titled(two, "Shared copy");
  await saved(two);
  await rename(one, "Saved last");
  await saved(one);
  await site.reload(two);
  await titled(two, "Shared copy");
  await site.reload(one);
  await titled(one, "Saved last");
});

test("a workspace deleted in another tab can still be saved from here", async () => {
  const [one, two] = await twoTabs();
  await choose(one, "Delete");
  await notice(two, "Another tab has deleted this workspace.").waitFor();
  await two.getByRole("button", { name: "Save this version" }).click();
  await saved(two);
  await site.reload(two);
  await titled(two, "Shared");
});

const CRC = Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** CRC-32 as zip has it, in eight hexadecimal digits. */
function crc32(text) {
  const crc = [...Buffer.from(text)].reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), ~0);
  return (~crc >>> 0).toString(16).padStart(8, "0");
}

/** The same link as a later version would have closed it: mark, version, length, checksum of version and body. */
function newer(link) {
  const body = link.slice(17);
  return `${link.slice(0, 3)}2${link.slice(4, 9)}${crc32(`2${body}`)}${body}`;
}

const BREAKS = [
  ["cut", (link) => link.slice(0, -40), /was cut short: \d+ of \d+ characters arrived/],
  ["cut to its first letters", (link) => link.slice(0, 9), /was cut short: only \d+ characters arrived/],
  ["damaged", (link) => link.slice(0, 60) + (link[60] === "A" ? "B" : "A") + link.slice(61), /checksum does not match/],
  ["written in capitals", (link) => link.toUpperCase(), /checksum does not match/],
  ["newer", newer, /is of version 2, this app reads up to 1/],
];

test("a cut, a damaged and a newer link are named as such, and nothing opens in their place", async () => {
  const profile = await site.profile();
  const own = await site.open("", { profile });
  await saved(own);
  const whole = fragment(await link(own));
  assert.match(whole, /^#pw1[0-9a-f]{5}[0-9a-f]{8}/);
  assert.equal(newer(whole).length, whole.length);
  const kept = await stored(own);
  for (const [how, broken, words] of BREAKS) {
    const page = await site.open(broken(whole), { profile });
    await page.getByRole("heading", { name: "This link does not open", level: 1 }).waitFor();
    assert.match(await page.getByRole("alert").innerText(), words, how);
    assert.equal(await page.getByRole("region", { name: "Key figures" }).count(), 0, "nothing is opened in its place");
    assert.deepEqual(await stored(page), kept);
    await page.getByRole("button", { name: "Open my own workspaces" }).click();
    await titled(page, "Buffer");
    assert.equal(new URL(page.url()).hash, "");
    await page.close();
  }
});

test("undo and redo say what their step changes, once somebody comes near", async () => {
  const page = await site.open("#pricing/");
  const [undo, redo] = ["Undo", "Redo"].map((name) => page.getByRole("button", { name, exact: true }));
  const titled = (button, wanted) => button.and(page.getByTitle(wanted)).waitFor();
  const price = page.getByRole("textbox", { name: /^Essentials: price per/ });
  await price.fill("7");
  await titled(undo, "Undo (Ctrl+Z)");
  await undo.hover();
  await titled(undo, /^Undo: Essentials price: \$6 → \$7.* \(Ctrl\+Z\)$/);
  await undo.click();
  await page.mouse.move(0, 0);
  await redo.focus();
  await titled(redo, /^Redo: Essentials price: \$6 → \$7.* \(Ctrl\+Shift\+Z\)$/);
  await page.keyboard.press("Enter");
  // A plan taken out takes more with it.
  await page.getByRole("button", { name: "More for Team", exact: true }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await undo.hover();
  await titled(undo, /^Undo: Plan Team removed, and \d+ more \(Ctrl\+Z\)$/);
  await undo.click();
  await titled(undo, /^Undo: Essentials price: \$6 → \$7/);
});
