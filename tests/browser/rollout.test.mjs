// The page Rollout: a rise reaches existing customers by the policy a person chooses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";

const site = useSite();

/** Opens the page in the scenario in front, which raises a price. */
async function rollout(options) {
  const page = await site.open("#rollout", options);
  await page.getByRole("heading", { name: "What does a price change really reach?" }).waitFor();
  return page;
}

const change = (page) => page.getByRole("region", { name: "Price change", exact: true });
const existing = (scope) => scope.getByRole("combobox", { name: /Existing customers/ });
const finding = (page) => page.locator("p.finding");

/** Waits until the finding matches. */
async function says(page, pattern) {
  await finding(page).filter({ hasText: pattern }).waitFor();
}

/** The last row of the table twin of the chart of what is reached, by column. */
async function reached(page) {
  const figure = page.getByRole("figure").first();
  const button = figure.getByRole("button", { name: /^Show as table/ });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  const table = figure.getByRole("table");
  const headers = await table.getByRole("columnheader").allTextContents();
  const cells = await table.getByRole("row").last().locator("th, td").allTextContents();
  return Object.fromEntries(headers.map((header, at) => [header, cells[at]]));
}

test("who keeps the price is grandfathered, and steps reach all of them", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  await existing(change(page)).selectOption({ label: "keep their price" });
  await says(page, /Everybody keeps the old price/);
  const kept = await reached(page);
  assert.notEqual(kept["Old price"] ?? "0", "0", JSON.stringify(kept));
  assert.ok(!("Repriced" in kept), JSON.stringify(kept));
  await existing(change(page)).selectOption({ label: "move in steps" });
  await says(page, /is repriced/);
  assert.equal(await change(page).getByRole("textbox", { name: /Steps$/ }).first().inputValue(), "3");
  const stepped = await reached(page);
  assert.notEqual(stepped["Repriced"] ?? "0", "0", JSON.stringify(stepped));
  const long = page.getByRole("region", { name: "How long it takes" }).first();
  await long.getByRole("rowheader", { name: "99 %" }).or(long.getByRole("rowheader", { name: "99%" })).waitFor();
});

test("a group of old customers keeps the price while all others move", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  const before = await finding(page).textContent();
  await change(page).getByRole("button", { name: "Group who get something else" }).click();
  await page.getByRole("menuitem", { name: "By tenure" }).click();
  const group = change(page).getByRole("group", { name: "Two years and more" });
  await group.getByRole("combobox").first().waitFor();
  await page.waitForFunction((before) => document.querySelector("p.finding").textContent !== before, before);
  await group.getByRole("button", { name: "Remove Two years and more" }).click();
  await says(page, before);
});

test("a size that was refused counts once the other end of the band makes room for it", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  await change(page).getByRole("button", { name: "Group who get something else" }).click();
  await page.getByRole("menuitem", { name: "By size" }).click();
  const [least, most] = [/At least/, /At most/].map((name) => page.getByRole("textbox", { name }).first());
  await least.waitFor();
  assert.notEqual(await most.inputValue(), "");
  await least.fill("");
  await least.pressSequentially("101");
  const refusal = page.getByRole("alert").filter({ hasText: /allowed/ });
  await refusal.waitFor();
  await most.fill("");
  await refusal.waitFor({ state: "detached" });
  assert.equal(await least.inputValue(), "101");
  // What the field shows is what the document has: it is taken back by one step of undo.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.waitForFunction((id) => document.getElementById(id).value !== "101", await least.getAttribute("id"));
});

test("nobody is said to pay more who keeps the price", async () => {
  const page = await rollout();
  const winners = page.getByRole("figure", { name: /pays more|pay more/ });
  await winners.waitFor();
  await existing(change(page)).selectOption({ label: "keep their price" });
  await says(page, /Everybody keeps the old price/);
  await page.getByRole("figure", { name: /^Nobody's bill changes/ }).waitFor();
  const costs = page.getByRole("table", { name: "What it costs" });
  assert.match(await costs.getByRole("row").filter({ hasText: "would undo the rise" }).innerText(), /n\/a/);
});

test("customers choose between the new price and a path they are bound to", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  await existing(change(page)).selectOption({ label: "choose an offer" });
  await change(page).getByRole("group", { name: "New price now" }).waitFor();
  const path = change(page).getByRole("group", { name: "Bound for two years" });
  await path.getByText("Bound until it ends").waitFor();
  await says(page, /is repriced/);
});

test("with several changes, what came up is said to count at each of them", async () => {
  const page = await rollout();
  const costs = page.getByRole("region", { name: "What it costs" });
  await costs.getByRole("heading", { name: /at the old price$/ }).waitFor();
  await page.getByRole("main").getByRole("button", { name: "Price change", exact: true }).click();
  const price = page.getByRole("region", { name: "Later price changes" }).getByRole("textbox", { name: /Price|Amount/ }).first();
  await price.fill("99");
  await costs.getByRole("heading", { name: /each time they are$/ }).waitFor();
});

test("a change to the prices there are is said to change none, until a price in it is moved", async () => {
  const page = await rollout();
  await page.getByRole("tab", { name: /Base/ }).click();
  await says(page, /move a price on Pricing/);
  const later = page.getByRole("region", { name: "Later price changes" });
  await later.getByRole("button", { name: "Price change" }).click();
  await says(page, /has the prices that its plans have already/);
  const price = later.getByRole("textbox", { name: /Price|Amount/ }).first();
  await price.fill("99");
  await price.press("Enter");
  await says(page, /is repriced/);
});

test("a segment that studies every rise loses more", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  const before = await finding(page).textContent();
  const segment = page.getByRole("region", { name: "How segments react" }).getByRole("group", { name: "Creators" });
  await segment.getByRole("button", { name: /^Set Notice of price changes/ }).click();
  const notice = segment.getByRole("textbox", { name: /Notice of price changes/ });
  await notice.fill("3");
  await notice.press("Enter");
  await page.waitForFunction((before) => document.querySelector("p.finding").textContent !== before, before);
});

test("seats that customers cut are told, and taken off what they pay", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  const segment = page.getByRole("region", { name: "How segments react" }).getByRole("group", { name: "Creators" });
  await segment.getByRole("button", { name: /^Set Seats they cut/ }).click();
  const cutting = segment.getByRole("textbox", { name: /Seats they cut/ });
  await cutting.fill("0.8");
  await cutting.press("Enter");
  await says(page, /cut seats worth/);
  const costs = page.getByRole("region", { name: "What it costs" }).first();
  await costs.getByRole("rowheader", { name: "Seats cut by those who stay" }).waitFor();
  await page.getByRole("columnheader", { name: "After seats cut" }).waitFor();
  assert.match((await reached(page))["Seats cut"] ?? "", /[1-9]/);
});

test("a person asks when a share of their own is repriced", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  const long = page.getByRole("region", { name: "How long it takes" }).first();
  const asked = long.getByRole("textbox", { name: "Until repriced" });
  const said = long.getByRole("status");
  await said.filter({ hasText: /^80/ }).waitFor();
  await asked.fill("33");
  await asked.press("Enter");
  await said.filter({ hasText: /^33.*(is repriced by|not repriced)/ }).waitFor();
  await page.getByText(/^Doing nothing is the same scenario at the old prices/).waitFor();
  const turn = (name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  await turn("Overview");
  await long.waitFor({ state: "detached" });
  await turn("Rollout");
  await said.filter({ hasText: /^33/ }).waitFor();
});

test("who is in a group and what it chooses from are changed by the keyboard after it is there", async () => {
  const page = await rollout();
  await says(page, /is repriced/);
  await change(page).getByRole("button", { name: "Group who get something else" }).click();
  await page.getByRole("menuitem", { name: "By tenure" }).click();
  const group = change(page).getByRole("group", { name: "Two years and more", exact: true });
  const segments = group.getByRole("group", { name: /^Segments/ });
  const box = segments.getByRole("checkbox").first();
  await box.waitFor();
  assert.equal(await box.isChecked(), true);
  await box.focus();
  await page.keyboard.press("Space");
  await page.waitForFunction((box) => !box.checked, await box.elementHandle());
  const before = await finding(page).textContent();
  await box.focus();
  await page.keyboard.press("Space");
  await page.waitForFunction((box) => box.checked, await box.elementHandle());
  await page.waitForFunction((before) => document.querySelector("p.finding").textContent !== before, before);
  await group.getByRole("button", { name: /^Size of/ }).press("Enter");
  await group.getByRole("textbox", { name: /At least/ }).first().waitFor();
  await group.getByRole("combobox", { name: /They/ }).selectOption({ label: "choose an offer" });
  const offer = group.getByRole("group", { name: "Bound for two years" });
  const name = offer.getByRole("textbox", { name: /Name/ }).first();
  await name.fill("Slow path");
  await name.press("Enter");
  await group.getByRole("group", { name: "Slow path" }).getByRole("button", { name: /Remove Slow path/ }).press("Enter");
  await group.getByRole("group", { name: "Slow path" }).waitFor({ state: "detached" });
  await site.axe(page, "main");
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe has nothing grave to say of Rollout in ${colorScheme}`, async () => {
    const page = await rollout({ colorScheme });
    await existing(change(page)).selectOption({ label: "move in steps" });
    await change(page).getByRole("button", { name: "Group who get something else" }).click();
    await page.getByRole("menuitem", { name: "By size" }).click();
    await page.getByRole("region", { name: "By size" }).first().waitFor();
    await site.axe(page, "main");
  });
}
