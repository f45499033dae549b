// The page Evidence, as a person uses it: paste a survey with a bad row, mend it, use what it says, take that back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { turn } from "./steps.mjs";

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

/** Turns to the page and opens the panel for new data. */
async function adding(page) {
  await turn(page, "Evidence");
  await page.getByRole("button", { name: "Survey or data" }).click();
  return page.getByRole("region", { name: "New evidence" });
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

test("a survey is pasted, mended, used, and the use is undone", async () => {
  const page = await site.open();
  const panel = await adding(page);
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

  const finding = page.getByRole("region", { name: "Finding: Autumn survey" });
  await finding.getByText("n = 80 respondents").waitFor();
  await finding.getByText("Intervals hold 90 % of what others asked would have said.").waitFor();
  await finding.getByRole("img", { name: /Acceptable from/ }).waitFor();
  const before = await elasticity(page);
  const use = finding.getByRole("button", { name: /^Use this: elasticity/ });
  const found = (await use.textContent()).replace("Use this: elasticity ", "").trim();
  await use.click();
  const now = await elasticity(page);
  assert.notEqual(now, before);
  assert.ok(now.startsWith(found.slice(0, 4)), `${now} is what was found, ${found}`);
  await page.getByRole("button", { name: "Undo" }).click();
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

test("evidence about another price is told and not shaded", async () => {
  const page = await site.open();
  await turn(page, "Pricing");
  await page.getByText(/Not shaded: “Awesome plan at \$10 or \$20, Sep 2016” was about a price for the whole account, this one is for each channel/).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page has no barrier, ${colorScheme}`, async () => {
    const page = await site.open("", { colorScheme });
    const panel = await adding(page);
    await panel.getByRole("textbox", { name: "Rows" }).fill(survey().join("\n"));
    await panel.getByText("80 rows, all of them read.").waitFor();
    await site.axe(page);
    await panel.getByRole("button", { name: "Add this evidence" }).click();
    await page.getByText("Intervals hold 90 % of what others asked would have said.").waitFor();
    await site.axe(page);
  });
}
