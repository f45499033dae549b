// Keystroke to painted page: each key counts from the browser's own timestamp to the end of the frame with its last change.

import assert from "node:assert/strict";
import { opened } from "../steps.mjs";
import { line, quantile } from "./figures.mjs";

const KEYS = 120;
const MOST_MEDIAN = 10;
const MOST_P95 = 16.7;
const PRICE = /: price per/;

// Where each page is typed into, and numbers that field may hold. On Packaging what moves the charts is a feature ticked by
// the space bar; pages without inputs are moved by undo and redo of a price.
export const PAGES = [
  { page: "Overview" },
  { page: "Pricing", field: PRICE, texts: ["7", "9", "12", "5", "14"] },
  { page: "Packaging", tick: / in Essentials$/ },
  { page: "Customers", field: /α$/, texts: ["2", "31", "4", "12"] },
  { page: "Growth", field: /: Prospects a month$/, texts: ["125000", "98000", "110500"] },
  { page: "Costs", field: /^Marketing: amount a month$/, texts: ["41000", "38500", "52250"] },
  { page: "Compare" },
];

/** Lines for every page. */
export async function keystrokes(site, file) {
  const lines = [];
  for (const place of [...PAGES, { ...PAGES[1], name: "Pricing, 4 plans and 6 segments", file }]) {
    const { latencies, work, charts, idle } = await typed(site, place);
    const name = place.name ?? place.page;
    const what = `${name}: keystroke to painted page`;
    lines.push(
      line(`${what}, p50 of ${latencies.length}`, quantile(latencies, 0.5), "ms", MOST_MEDIAN),
      line(`${what}, p95`, quantile(latencies, 0.95), "ms", MOST_P95),
      line(`${what}, longest`, Math.max(...latencies), "ms"),
      line(`${name}: of it work, not waiting for the screen, p50`, quantile(work, 0.5), "ms"),
      line(`${name}: charts of the page redrawn by a key, most`, Math.max(...charts), "charts"),
    );
    if (idle > 0) lines.push(line(`${name}: keys that changed nothing, left out`, idle, "keys"));
  }
  return lines;
}

/** Opens a page of the rail in a fresh profile, and types; `around` is given what types, to watch it. */
export async function typed({ browser, address }, place, around = (_, work) => work()) {
  const profile = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await profile.newPage();
  await page.goto(address);
  const keys = await ready(page, place);
  await page.waitForTimeout(1_000);
  await page.evaluate(watch);
  const measured = await around(page, () => strokes(page, keys));
  await profile.close();
  const seen = measured.filter(Boolean);
  assert.ok(seen.length > KEYS / 2, `on ${place.page} only ${seen.length} of ${measured.length} keys changed a chart`);
  return {
    latencies: seen.map(({ latency }) => latency),
    work: seen.map(({ work }) => work),
    charts: seen.map(({ charts }) => charts),
    idle: measured.length - seen.length,
  };
}

/** Brings the page to where keys count, and says which to press. */
async function ready(page, { page: name, field, tick, texts, file }) {
  if (file) await opened(page, file);
  const turn = (name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  const repeated = (first, second) => Array.from({ length: KEYS }, (_, at) => (at % 2 ? second : first));
  if (!field && !tick) {
    await turn("Pricing");
    await page.getByRole("textbox", { name: PRICE }).first().press("ArrowUp");
    await turn(name);
    return repeated("Control+Z", "Control+Shift+Z");
  }
  await turn(name);
  if (tick) {
    await page.getByRole("checkbox", { name: tick, checked: false }).first().focus();
    return repeated("Space", "Space");
  }
  await page.getByRole("textbox", { name: field }).first().focus();
  return numbers(texts);
}

// Selects what is in the field; not measured.
const SELECT = "Control+A";

/** Arrows up and down, then numbers digit by digit, each in place of the one before. */
function numbers(texts) {
  const keys = Array.from({ length: KEYS / 2 }, (_, at) => (at % 10 < 5 ? "ArrowUp" : "ArrowDown"));
  const measured = () => keys.filter((key) => key !== SELECT).length;
  for (let at = 0; measured() < KEYS; at += 1) keys.push(SELECT, ...texts[at % texts.length]);
  return keys;
}

async function strokes(page, keys) {
  const measured = [];
  for (const key of keys) {
    // A hand does not keep time with the screen.
    await page.waitForTimeout(40 + Math.random() * 40);
    if (key === SELECT) {
      await page.keyboard.press(key);
      continue;
    }
    await page.evaluate(() => globalThis.stroke.arm());
    await page.keyboard.press(key);
    measured.push(await page.evaluate(() => globalThis.stroke.settled()));
  }
  return measured;
}

/** Runs in the page: notes the key, every change of figures and charts after it, and the end of the frames that show them. */
function watch() {
  const QUIET = 60;
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  let stroke = null;
  // Only the key itself, not the ones held with it.
  addEventListener("keydown", (event) => {
    const held = ["Control", "Shift", "Alt", "Meta"].includes(event.key);
    if (stroke && !held) stroke.pressed ??= event.timeStamp;
  }, true);

  const framed = (current) => {
    if (current.framing) return;
    current.framing = true;
    requestAnimationFrame(() => {
      const begun = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        current.framing = false;
        current.painted = performance.now();
        current.painting = current.painted - begun;
      };
      port2.postMessage(null);
    });
  };
  const noted = (changes) => {
    if (stroke?.pressed === undefined) return;
    stroke.changed = performance.now();
    for (const { target } of changes) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      const chart = element?.closest("figure");
      if (chart) stroke.charts.add(chart);
    }
    framed(stroke);
  };
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  for (const part of [document.querySelector("main"), document.querySelector('[aria-label="Key figures"]')]) {
    new MutationObserver(noted).observe(part, everything);
  }

  globalThis.stroke = {
    arm() {
      stroke = { charts: new Set() };
    },
    /** What the key took, once nothing changes any more; nothing where it changed nothing. */
    async settled() {
      const current = stroke;
      do await wait(QUIET);
      while (current.framing || performance.now() - (current.changed ?? 0) < QUIET);
      stroke = null;
      if (current.changed === undefined || current.charts.size === 0) return null;
      return {
        latency: current.painted - current.pressed,
        work: current.changed - current.pressed + current.painting,
        charts: current.charts.size,
      };
    },
  };
}
