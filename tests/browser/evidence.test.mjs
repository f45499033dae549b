// The page Evidence, as a person uses it: paste a survey with a bad row, mend it, use what it says, take that back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { focused, front, newEvidence, turn } from "./steps.mjs";

const site = useSite();

/** Eighty respondents whose prices rise, the last group a little dearer. */
function survey() {
  const rows = ["too cheap,cheap,expensive,too expensive,intent cheap,intent expensive,group"];
  for (let at = 0; at < 80; at++) {
    const base = 2 + (at % 16) / 4;
    rows.push([base, base + 2, base + 5, base + 9, 5 - (at % 2), 1 + (at % 3), at % 4 ? "small" : "large"].join(","));
  }
  return rows;
}

/** The elasticity of the first segment, read on the page Customers; comes back to the finding. */
async function elasticity(page) {
  await turn(page, "Customers");
  const field = page.getByRole("textbox", { name: /Price elasticity$/ }).first();
  const value = await field.inputValue();
  await turn(page, "Evidence");
  await page.getByRole("button", { name: /^Autumn survey/ }).click();
  return value;
}

test("rows that cannot be read are left out by one button, and counted", async () => {
  const page = await site.open();
  const panel = await newEvidence(page);
  const rows = survey().map((row, at) => ([3, 7].includes(at) ? row.replace(/^[^,]*/, "cheap as chips") : row));
  await panel.getByRole("textbox", { name: "Rows" }).fill(rows.join("\n"));
  await panel.getByText('row 8: Too cheap is "cheap as chips", not a number').waitFor();
  await panel.getByRole("button", { name: "Leave these rows out" }).click();
  await panel.getByText("78 rows, all of them read; 2 that could not be read are left out.").waitFor();
  await panel.getByRole("textbox", { name: "Name" }).fill("Autumn survey");
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  await page.getByRole("region", { name: "Finding: Autumn survey" }).getByText("n = 78 respondents").waitFor();
});

test("a survey is pasted, mended, used, and the use is undone", async () => {
  const page = await site.open();
  const panel = await newEvidence(page);
  const rows = survey();
  const bad = rows.with(3, rows[3].replace(/^[^,]*/, "cheap as chips"));
  await panel.getByRole("textbox", { name: "Rows" }).fill(bad.join("\n"));
  await panel.getByText('row 4: Too cheap is "cheap as chips", not a number').waitFor();
  assert.equal(await panel.getByRole("button", { name: "Add this evidence" }).isDisabled(), true);
  await panel.getByRole("textbox", { name: "Rows" }).fill(rows.join("\n"));
  await panel.getByText("80 rows, all of them read.").waitFor();
  await panel.getByRole("textbox", { name: "Name" }).fill("Autumn survey");
  await panel.getByRole("textbox", { name: "Source" }).fill("own panel, October");
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  await panel.waitFor({ state: "detached" });
  assert.equal(await focused(page), "Survey or data");

  const finding = page.getByRole("region", { name: "Finding: Autumn survey" });
  await finding.getByText("n = 80 respondents").waitFor();
  await finding.getByText("Intervals hold 90 % of what others asked would have said.").waitFor();
  await finding.getByRole("img", { name: /Acceptable from/ }).waitFor();
  const crossings = finding.getByRole("region", { name: "Where the curves cross" }).first();
  assert.equal(await crossings.getByRole("row").count(), 7);
  await crossings.getByRole("row", { name: /too cheap × expensive \(narrower\)/ }).waitFor();
  const groups = finding.getByRole("region", { name: "Groups side by side" }).first();
  await groups.getByRole("columnheader", { name: "large" }).waitFor();
  await groups.getByRole("row", { name: /^Counted 80 20 60$/ }).waitFor();
  await finding.getByLabel("Elasticity to").selectOption({ index: 3 });
  await finding.getByRole("row", { name: /^Arc \(midpoint\)/ }).waitFor();
  const before = await elasticity(page);
  // What nobody uses carries no curve.
  await turn(page, "Pricing");
  const demand = page.getByRole("region", { name: "Demand" });
  await demand.getByText("No evidence about the price of Essentials is used").waitFor();
  await demand.getByText("Not shaded: “Autumn survey” is not used here").waitFor();
  await turn(page, "Evidence");
  await page.getByRole("button", { name: /^Autumn survey/ }).click();
  const use = finding.getByRole("button", { name: /^Use this: elasticity/ });
  const found = (await use.textContent()).replace("Use this: elasticity ", "").trim();
  await use.click();
  const now = await elasticity(page);
  assert.notEqual(now, before);
  assert.ok(now.startsWith(found.slice(0, 4)), `${now} is what was found, ${found}`);
  await turn(page, "Pricing");
  await demand.locator("svg.chart text", { hasText: /^evidence \$/ }).waitFor();
  assert.equal(await demand.getByText("“Autumn survey” is not used here").count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await demand.getByText("No evidence about the price of Essentials is used").waitFor();
  assert.equal(await elasticity(page), before);
});

test("an experiment is told with its slope and without an optimum", async () => {
  const page = await site.open();
  await turn(page, "Evidence");
  await page.getByRole("button", { name: "Experiment", exact: true }).click();
  const form = page.getByRole("region", { name: "What it is about: New experiment" });
  // The figures of Buffer's experiment of 2016.
  const figures = { "Users at the lower price": 16520, "Revenue at the lower price": 57946.06, "Users at the higher price": 16938, "Revenue at the higher price": 47001.05 };
  for (const [label, value] of Object.entries(figures)) await form.getByLabel(label, { exact: true }).fill(String(value));
  const finding = page.getByRole("region", { name: "Finding: New experiment" });
  await finding.getByText(/two prices give a local slope, not a curve/i).waitFor();
  await finding.getByRole("button", { name: "Use this: elasticity −1.34" }).waitFor();
  // With buyers counted, chance has a size.
  await form.getByLabel("Buyers at the lower price", { exact: true }).fill("900");
  await form.getByLabel("Buyers at the higher price", { exact: true }).fill("500");
  await finding.getByRole("row", { name: /^Elasticity at .* to / }).waitFor();
});

test("what was used says where it went, for as long as the model carries exactly that", async () => {
  const page = await site.open();
  await front(page, "Base");
  await turn(page, "Evidence");
  await page.getByRole("button", { name: "Experiment", exact: true }).click();
  const form = page.getByRole("region", { name: "What it is about: New experiment" });
  const finding = page.getByRole("region", { name: "Finding: New experiment" });
  const button = finding.getByRole("button", { name: /elasticity/ });
  const status = finding.getByRole("status").filter({ hasText: /^Elasticity of / });
  // What it begins with is nobody's, and cannot be used.
  await finding.getByText("These figures are an example").waitFor();
  assert.equal(await button.count(), 0);
  await form.getByLabel("Users at the lower price", { exact: true }).fill("1200");
  await button.filter({ hasText: "Use this: elasticity" }).waitFor();
  assert.equal(await status.count(), 0);
  const words = (await button.textContent()).replace("Use this: elasticity ", "").trim();
  await button.focus();
  await page.keyboard.press("Enter");
  await button.filter({ hasText: `In use: elasticity ${words}` }).waitFor();
  const wanted = new RegExp(`^Elasticity of .+ is now ${words}, from this experiment\\. Undo takes it back\\.$`);
  assert.match(await status.textContent(), wanted);
  assert.match(await focused(page), /^In use/, "the button keeps the focus");
  await site.axe(page);
  await front(page, "Premium at $9");
  assert.match(await status.textContent(), new RegExp(` is now ${words} in Premium at \\$9, from this experiment`));
  await form.getByLabel("Revenue at the higher price", { exact: true }).fill("1400");
  await button.filter({ hasText: "Use this: elasticity" }).waitFor();
  assert.equal(await status.count(), 0);
  await form.getByLabel("Revenue at the higher price", { exact: true }).fill("1500");
  await button.filter({ hasText: `In use: elasticity ${words}` }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await button.filter({ hasText: "Use this: elasticity" }).waitFor();
  assert.equal(await status.count(), 0);
});

test("a curve is drawn with its fits, and several changes of price are told one by one", async () => {
  const page = await site.open();
  let panel = await newEvidence(page);
  // Dropped on the page, its kind told by its columns.
  const dropped = await page.evaluateHandle(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["price,would buy,asked\n5,80,100\n8,55,100\n12,30,100\n16,32,100\n20,9,100\n"], "curve.csv"));
    return carried;
  });
  await page.getByRole("heading", { name: "Evidence", exact: false, level: 2 }).first().dispatchEvent("drop", { dataTransfer: dropped });
  await panel.getByText("5 rows, all of them read.").waitFor();
  assert.equal(await panel.getByLabel("Kind").inputValue(), "gabor_granger");
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  const finding = page.getByRole("region", { name: /^Finding: Would they buy/ });
  await finding.locator("svg.chart text", { hasText: "logistic" }).waitFor();
  await finding.locator("svg.chart text", { hasText: "isotonic" }).waitFor();

  panel = await newEvidence(page);
  await panel.getByLabel("Kind").selectOption("historic");
  const months = Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, "0")},${[10, 12, 15][Math.floor(at / 4)]},1000,${[100, 80, 55][Math.floor(at / 4)]}`);
  await panel.getByRole("textbox", { name: "Rows" }).fill(["month,price,prospects,buyers", ...months].join("\n"));
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  const changes = page.getByRole("region", { name: "Every change of price" }).first();
  await changes.getByRole("row", { name: /^May 2026 \$10\.00 → \$12\.00 10\.0\s?% → 8\.0\s?%/ }).waitFor();
  await changes.getByRole("row", { name: /^Sep 2026/ }).waitFor();
  await page.getByText(/constant elasticity of −\d/).waitFor();
});

test("prices are compared for a need that is typed", async () => {
  const page = await site.open();
  await turn(page, "Evidence");
  const section = page.getByRole("region", { name: "Competitors" });
  await section.getByRole("button", { name: "Competitor" }).click();
  await section.getByText("customers you have do not react to their moves").waitFor();
  await section.getByLabel("Need: channels a month").fill("10");
  await section.getByRole("row", { name: /^Essentials \$80\.00/ }).waitFor();
  await section.getByRole("row", { name: /^Team \$120\.00/ }).waitFor();
  await section.getByRole("row", { name: /^New competitor \$20\.00/ }).waitFor();
});

test("a finding is changed and removed for every scenario, whichever is in front", async () => {
  const page = await site.open();
  await front(page, "Essentials at $8");
  await turn(page, "Evidence");
  await page.getByText("adding, changing and removing it here counts for all of them").waitFor();
  const about = page.getByRole("region", { name: /^What it is about: / });
  await about.getByLabel("Name", { exact: true }).fill("Told anew");
  await about.getByLabel("Name", { exact: true }).press("Enter");
  await page.getByRole("button", { name: /^Told anew/ }).waitFor();
  for (const scenario of ["Premium at $9", "Base"]) {
    await front(page, scenario);
    await page.getByRole("button", { name: /^Told anew/ }).waitFor();
  }
  await front(page, "Premium at $9");
  await page.getByRole("button", { name: "Remove Told anew" }).click();
  await page.getByText("Nothing was measured yet").waitFor();
  await front(page, "Base");
  await page.getByText("Nothing was measured yet").waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("button", { name: /^Told anew/ }).waitFor();
});

test("a competitor's price for each unit follows the need", async () => {
  const page = await site.open();
  await turn(page, "Evidence");
  const section = page.getByRole("region", { name: "Competitors" });
  await section.getByRole("button", { name: "Competitor" }).click();
  await section.getByRole("row", { name: /^New competitor \$20\.00 \$20\.00/ }).waitFor();
  await section.getByLabel(/Price for each/).selectOption({ label: "channels" });
  await section.getByLabel("Need: channels a month").fill("10");
  // A new customer of the segment has 2.6 channels on average.
  await section.getByRole("row", { name: /^New competitor \$200\.00 \$52\.00/ }).waitFor();
});

test("no frame waits for the intervals of a large survey", async (t) => {
  const page = await site.open();
  // Every slice runs on a timer: how long each takes is what a frame may have to wait.
  await page.addInitScript(() => {
    const timer = globalThis.setInterval;
    globalThis.longest = 0;
    globalThis.setInterval = (work, ...rest) => timer(() => {
      const begun = performance.now();
      work();
      globalThis.longest = Math.max(globalThis.longest, performance.now() - begun);
    }, ...rest);
  });
  await site.reload(page);
  const panel = await newEvidence(page);
  const [head, ...rows] = survey();
  const text = [head, ...Array.from({ length: 1_000 }, (_, at) => rows[at % rows.length])].join("\n");
  await panel.getByLabel("Or a CSV file").setInputFiles({ name: "survey.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await panel.getByText("1000 rows, all of them read.").waitFor();
  await page.evaluate(() => { globalThis.longest = 0; });
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  await page.getByText("Intervals hold 90 % of what others asked would have said.").waitFor();
  const longest = await page.evaluate(() => globalThis.longest);
  t.diagnostic(`1,000 respondents resampled, longest slice ${longest.toFixed(1)} ms`);
  assert.ok(longest > 0);
});

test("evidence about another price is told and not shaded", async () => {
  const page = await site.open();
  await turn(page, "Pricing");
  await page.getByText(/Not shaded: “Awesome plan at \$10 or \$20, Sep 2016” was about a price for the whole account, this one is for each channel/).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page has no barrier, ${colorScheme}`, async () => {
    const page = await site.open("", { colorScheme });
    const panel = await newEvidence(page);
    await panel.getByRole("textbox", { name: "Rows" }).fill(survey().join("\n"));
    await panel.getByText("80 rows, all of them read.").waitFor();
    await site.axe(page);
    await panel.getByRole("button", { name: "Add this evidence" }).click();
    await page.getByText("Intervals hold 90 % of what others asked would have said.").waitFor();
    await site.axe(page);
  });
}
