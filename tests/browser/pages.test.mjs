// Every page, in light and dark, wide and on a phone: nothing grave for axe, nothing wider than the window, no figure
// that is none, and a table behind every chart.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { PAGES } from "./steps.mjs";
import { start } from "./steps.mjs";
import { turn } from "./steps.mjs";

const site = useSite();

const WINDOWS = [
  ["wide", { width: 1440, height: 900 }],
  ["phone", { width: 390, height: 844 }],
];
const TEMPLATES = ["Buffer", "GitLab", "Notion", "Seat-based"];

/** Waits until the charts of a page are drawn. */
async function drawn(page) {
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  const whole = () => [...document.querySelectorAll("figure")].every((figure) => figure.querySelector("svg.chart, dl"));
  await page.waitForFunction(whole);
}

/** Words on the page, also those only heard, that stand where a figure should. */
function nonsense(page) {
  return page.evaluate(() => {
    const said = [...document.querySelectorAll("[aria-label],[title],[aria-valuetext]")].flatMap((element) =>
      ["aria-label", "title", "aria-valuetext"].map((name) => element.getAttribute(name) ?? ""));
    const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
    const texts = [document.body.textContent, ...said, ...fields];
    return texts.flatMap((text) => text.match(/.{0,40}(\bNaN\b|\bundefined\b|\bInfinity\b|\binf\b|\bnull\b|\[object|−−|\$-).{0,40}/g) ?? []);
  });
}

/** How much wider the content is than the window, and what sticks out. */
function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("main *, header *")].filter((element) => {
      for (let holder = element.parentElement; holder; holder = holder.parentElement) {
        if (getComputedStyle(holder).overflowX !== "visible") return false;
      }
      return element.getBoundingClientRect().right > room + 1;
    });
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80));
    return { over: document.documentElement.scrollWidth - room, names };
  });
}

for (const [name, viewport] of WINDOWS) {
  for (const colorScheme of ["light", "dark"]) {
    test(`every page is in order, ${name}, ${colorScheme}`, async () => {
      const page = await site.open("", { viewport, colorScheme });
      for (const title of PAGES) {
        await turn(page, title);
        await drawn(page);
        await site.axe(page);
        const { over, names } = await overflow(page);
        assert.ok(over <= 0, `${title} is ${over} px wider than the window: ${names}`);
        assert.deepEqual(await nonsense(page), [], title);
      }
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`what lies over the page is in order, ${colorScheme}`, async () => {
    const page = await site.open("", { colorScheme });
    const close = async () => {
      await site.axe(page);
      assert.deepEqual(await nonsense(page), []);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };
    for (const line of ["Open or start a workspace…", "Start, horizon, currency…", "Keyboard shortcuts", "About Planwright"]) {
      await page.getByRole("button", { name: "Menu", exact: true }).click();
      if (line.startsWith("Open")) await site.axe(page);
      await page.getByRole("menuitem", { name: line }).click();
      await page.getByRole("dialog").waitFor();
      await close();
    }
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await close();
    for (const figure of await page.getByRole("region", { name: "Key figures" }).getByRole("button").all()) {
      await figure.click();
      await page.getByRole("dialog").waitFor();
      await close();
    }
  });
}

for (const template of TEMPLATES) {
  test(`every chart of ${template} has a table with figures, and no figure is none`, async () => {
    const page = await site.open();
    await start(page, template);
    for (const title of PAGES) {
      await turn(page, title);
      await drawn(page);
      assert.deepEqual(await nonsense(page), [], title);
      // The sizes of a segment are a list with its figures written out already.
      const charts = page.getByRole("main").getByRole("figure").filter({ has: page.locator("svg.chart") });
      const count = await charts.count();
      for (let at = 0; at < count; at += 1) {
        const chart = charts.nth(at);
        const name = await chart.locator("figcaption b").innerText();
        const toggle = chart.getByRole("button", { name: "Show as table" });
        await toggle.click();
        const rows = chart.getByRole("table").getByRole("row");
        await rows.first().waitFor();
        assert.ok((await rows.count()) >= 2, `${title}: the table of "${name}" has no rows`);
        const cells = await chart.getByRole("table").getByRole("cell").allInnerTexts();
        assert.ok(cells.some((cell) => /\d/.test(cell)), `${title}: the table of "${name}" has no figures`);
        assert.equal(await chart.getByRole("table").getByRole("columnheader").count() > 1, true, `${title}: "${name}"`);
        assert.deepEqual(await nonsense(page), [], `${title}: the table of "${name}"`);
        await toggle.click();
        await chart.locator("svg.chart").first().waitFor();
      }
    }
  });
}

test("with every metric in the overlay, no figure is none", async () => {
  const page = await site.open();
  await turn(page, "Compare");
  const metric = page.getByRole("combobox", { name: "Metric" });
  for (const name of await metric.getByRole("option").allInnerTexts()) {
    await metric.selectOption({ label: name });
    await page.getByRole("figure").filter({ hasText: name }).first().waitFor();
    assert.deepEqual(await nonsense(page), [], name);
  }
});

for (const template of TEMPLATES) {
  test(`${template} on a phone: nothing makes the page wider, and the row of pages shows the page in front`, async () => {
    const page = await site.open("", { viewport: { width: 390, height: 844 } });
    await start(page, template);
    // By key, so that nothing is pressed that would bring the link into view; 0 is the tenth.
    for (const [title, key] of [["Customer list", "0"], ["Overview", "1"], ["Growth", "7"]]) {
      await page.keyboard.press(key);
      const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: title });
      await page.locator('nav a[aria-current="page"]', { hasText: title }).waitFor();
      await drawn(page);
      const { over } = await overflow(page);
      assert.ok(over <= 0, `${title} is ${over} px wider than the window`);
      const { x, width } = await link.boundingBox();
      assert.ok(x >= 0 && x + width <= 390, `${title} is at ${x} to ${x + width}`);
    }
  });
}

test("between a phone and a wide desk nothing sticks out", async () => {
  const page = await site.open("", { viewport: { width: 390, height: 844 } });
  for (const title of PAGES) {
    await turn(page, title);
    await drawn(page);
    for (const width of [390, 600, 768, 961, 1180, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      const { over, names } = await overflow(page);
      assert.ok(over <= 0, `${title} at ${width} px is ${over} px wider: ${names}`);
    }
  }
});

test("long names stay inside the window, and every field of the opening book can be read on a phone", async () => {
  const page = await site.open();
  const long = "Essentials for very small but ambitious teams of two or three";
  await turn(page, "Pricing");
  await page.getByRole("textbox", { name: "Essentials: name" }).fill(long);
  await page.keyboard.press("Tab");
  await page.getByRole("textbox", { name: `${long}: name` }).waitFor();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const { over, names } = await overflow(page);
    assert.ok(over <= 0, `Pricing is ${over} px wider than ${width}: ${names}`);
  }
  await turn(page, "Customers");
  for (const column of ["Age from", "Age to", "Customers"]) {
    const cut = await page.getByRole("textbox", { name: `${column}, row 1`, exact: true }).evaluate((field) => field.scrollWidth - field.clientWidth);
    assert.ok(cut <= 1, `${column} is cut by ${cut} px`);
  }
});
