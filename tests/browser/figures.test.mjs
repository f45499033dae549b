// Figures that a finance partner takes along: they add up in every month, agree from page to page, and leave bare.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { front, start, tab, turn } from "./steps.mjs";

const site = useSite();

/** An amount in minor units, as the page writes it. */
const cents = (text) => Math.round(Number(text.replace(/[$,]/g, "").replace("−", "-")) * 100);

/** The table behind the first chart of a page: its headings, and its rows by heading. */
async function twin(page, title) {
  await turn(page, title);
  const figure = page.getByRole("figure").first();
  await figure.locator("svg.chart").waitFor();
  await figure.getByRole("button", { name: /^Show as table/ }).click();
  const lines = await figure.getByRole("row").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  const [heads, ...rows] = lines;
  return { heads, rows: rows.map((cells) => Object.fromEntries(heads.map((head, at) => [head, cells[at]]))) };
}

for (const [template, scenario] of [["Buffer", "Essentials at $8"], ["Notion", "AI on credits"], ["GitLab", "Base"]]) {
  test(`ARR by plan and ARR by price add up to the same in every month, ${template}`, async () => {
    const page = await site.open();
    await start(page, template);
    await front(page, scenario);
    const overview = await twin(page, "Overview");
    const rollout = await twin(page, "Rollout");
    const parts = ({ heads }, total) => heads.slice(1, heads.indexOf(total));
    const sum = (row, names) => names.reduce((sum, name) => sum + cents(row[name]), 0);
    assert.ok(rollout.heads.indexOf("Lost") > rollout.heads.indexOf("ARR"), `${rollout.heads}`);
    for (const [at, row] of overview.rows.entries()) {
      assert.equal(sum(row, parts(overview, "Total")), cents(row.Total), row.Month);
      assert.equal(sum(rollout.rows[at], parts(rollout, "ARR")), cents(rollout.rows[at].ARR), row.Month);
      assert.equal(rollout.rows[at].ARR, row.Total, row.Month);
    }
    const costs = page.getByRole("region", { name: "What it costs" }).getByRole("row");
    const told = Object.fromEntries(await costs.evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))));
    const became = ["Repriced", "Seats cut by those who stay", "Took another plan", "Lost"].filter((name) => name in told);
    assert.equal(sum(told, became), cents(told["All that came up"]), JSON.stringify(told));
  });
}

test("a chart's table is saved as a spreadsheet takes it", async () => {
  const page = await site.open("#rollout");
  const figure = page.getByRole("figure").first();
  await figure.locator("svg.chart").waitFor();
  const saved = async () => {
    await figure.getByRole("button", { name: /^Save/ }).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Save the table as CSV" }).click();
    return readFile(await (await coming).path(), "utf8");
  };
  const [heads, first, ...rest] = (await saved()).trim().split("\n");
  assert.match(heads, /^Month,.*ARR,Lost$/);
  assert.match(first, /^\d{4}-\d{2}(,-?\d+(\.\d+)?)+$/);
  assert.match(rest.at(-1), /,-\d+(\.\d+)?$/);
  const { rows } = await twin(page, "Rollout");
  assert.equal(cents(rows.at(-1).Lost), cents(rest.at(-1).split(",").at(-1)));
});

test("a new scenario stands beside the base it starts from, whatever that was compared with", async () => {
  const page = await site.open();
  await front(page, "Base");
  await page.getByRole("button", { name: /^Compare with: vs Essentials at \$8/ }).waitFor();
  await page.getByRole("button", { name: "Add scenario" }).click();
  await tab(page, "Scenario 1").waitFor();
  await page.getByRole("button", { name: /^Compare with: vs Base/ }).waitFor();
  const said = await page.getByRole("region", { name: "Key figures" }).getByRole("button").allInnerTexts();
  for (const words of said) assert.match(words, /same as Base|no figure/);
});

test("a series is left out of a chart and comes back, while what it says and its table stay whole", async () => {
  const page = await site.open();
  const figure = page.getByRole("figure").first();
  const title = figure.locator("figcaption b");
  const name = (text) => figure.locator("svg.chart text", { hasText: new RegExp(`^${text}$`) });
  await name("Team").waitFor();
  const [before, measure] = [await title.innerText(), figure.locator("figcaption .measure")];
  const toggle = async (text) => {
    await figure.getByRole("button", { name: /^Series: / }).click();
    await page.getByRole("menuitemcheckbox", { name: text, exact: true }).click();
  };
  await toggle("Team");
  await name("Team").waitFor({ state: "detached" });
  await name("Essentials").waitFor();
  assert.equal(await title.innerText(), before);
  assert.match(await measure.innerText(), /not drawn: Team$/);
  await figure.getByRole("img").focus();
  await page.keyboard.press("End");
  const said = figure.getByRole("status").filter({ hasText: "Essentials $" });
  await said.waitFor({ state: "attached" });
  assert.doesNotMatch(await said.textContent(), /Team \$/);
  await toggle("Essentials");
  await name("Essentials").waitFor({ state: "detached" });
  await figure.getByRole("button", { name: /^Series: / }).click();
  assert.equal(await page.getByRole("menuitemcheckbox", { name: "Team", exact: true }).getAttribute("aria-checked"), "false");
  await site.axe(page);
  await page.keyboard.press("Escape");
  await figure.getByRole("button", { name: /^Show as table/ }).click();
  await figure.getByRole("columnheader", { name: "Team", exact: true }).waitFor();
  await figure.getByRole("button", { name: /^Show as table/ }).click();
  await toggle("Team");
  await name("Team").waitFor();
});

test("a chart is copied as a picture and as the text of one", async () => {
  const profile = await site.profile();
  await profile.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await site.open("#rollout", { profile });
  const figure = page.getByRole("figure").first();
  await figure.locator("svg.chart").waitFor();
  const copied = async (line) => {
    await figure.getByRole("button", { name: /^Save/ }).click();
    await page.getByRole("menuitem", { name: line }).click();
    await figure.getByText("Copied.").first().waitFor();
    return page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const [type] = item.types;
      const blob = await item.getType(type);
      return { type, text: type.startsWith("text") ? await blob.text() : "", bytes: blob.size };
    });
  };
  const text = await copied("Copy as SVG");
  assert.equal(text.type, "text/plain");
  assert.match(text.text, /^<svg [^]*<\/svg>$/);
  await page.evaluate(() => navigator.clipboard.writeText(""));
  const picture = await copied("Copy as PNG");
  assert.equal(picture.type, "image/png");
  assert.ok(picture.bytes > 5_000, String(picture.bytes));
});
