// Price models on the page Pricing: any of them can be chosen, a table that falls says so in words, the invoice follows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { holds, start, turn } from "./steps.mjs";

const site = useSite();

/** The charges of Team, the first plan of the starter, opened on the page Pricing. */
async function opened(options = {}) {
  const page = await site.open("", options);
  await start(page, /Seat-based SaaS/);
  await turn(page, "Pricing");
  await page.getByRole("button", { name: "Charges of Team", exact: true }).click();
  return { page, charges: page.getByRole("region", { name: "Charges of Team" }) };
}

const model = (charges) => charges.getByRole("combobox", { name: /price model$/ });
const invoice = (page) => page.getByRole("region", { name: "Invoice calculator" });

/** Types a value into a field and leaves it. */
async function type(field, value) {
  await field.fill(value);
  await field.press("Enter");
}

async function billed(page, seats, words) {
  const open = invoice(page).getByRole("button", { name: "Work out an invoice" });
  if (await open.isVisible()) await open.click();
  await invoice(page).getByRole("combobox", { name: "Invoice: plan" }).selectOption({ label: "Team" });
  await type(invoice(page).getByRole("textbox", { name: "Invoice: seats" }), seats);
  await invoice(page).getByText(words).first().waitFor();
}

for (const colorScheme of ["light", "dark"]) {
  test(`volume tiers that fall are warned of at their row, in words (${colorScheme})`, async () => {
    const { page, charges } = await opened({ colorScheme });
    await model(charges).selectOption({ label: "Volume tiers" });
    await charges.getByRole("button", { name: "Tier", exact: true }).click();
    await type(charges.getByRole("textbox", { name: /tier 1, Up to$/ }), "15");
    await type(charges.getByRole("textbox", { name: /tier 1, Unit price$/ }), "10");
    await type(charges.getByRole("textbox", { name: /tier 2, Unit price$/ }), "5");
    const warning = charges.getByRole("status").filter({ hasText: "Tier 1: the total falls above 15, from $150.00 at 15 to $75.00 just above" });
    await warning.waitFor();
    await billed(page, "16", "16 seats × $5.00 (tier above 15)");
    await site.axe(page);
    await type(charges.getByRole("textbox", { name: /tier 2, Unit price$/ }), "10");
    await warning.waitFor({ state: "detached" });
  });
}

test("tiers that overlap are refused with their row named, and nothing is lost", async () => {
  const { charges } = await opened();
  await model(charges).selectOption({ label: "Graduated tiers" });
  await charges.getByRole("button", { name: "Tier", exact: true }).click();
  await charges.getByRole("button", { name: "Tier", exact: true }).click();
  const bound = charges.getByRole("textbox", { name: /tier 2, Up to$/ });
  await type(bound, "4");
  const refused = charges.getByRole("alert").filter({ hasText: "Tier 2: 4; allowed: more than 10" });
  await refused.waitFor();
  await holds(bound, "4");
  await bound.press("Escape");
  await refused.waitFor({ state: "detached" });
  await holds(bound, "20");
});

test("a plan is never offered as most like itself", async () => {
  const { charges } = await opened();
  const like = charges.getByRole("combobox", { name: "Team: Most like" });
  assert.deepEqual(await like.getByRole("option").allTextContents(), ["none", "Pro"]);
});

test("capacity, credits and adjustments are typed in, and the invoice says how they bill", async () => {
  const { page, charges } = await opened();
  await model(charges).selectOption({ label: "Capacity of several meters" });
  await charges.getByRole("button", { name: "Step", exact: true }).click();
  await type(charges.getByRole("textbox", { name: /step 2, Price$/ }), "90");
  await billed(page, "12", "12 seats: step 2 (above 10 seats), $90.00");
  await model(charges).selectOption({ label: "Prepaid credits" });
  await type(charges.getByRole("textbox", { name: /Credits in a pack$/ }), "10");
  await billed(page, "12", /1\.2 packs of 10 a month on average at/);
  await model(charges).selectOption({ label: "Per unit" });
  await charges.getByText("Units, discounts and limits").click();
  await type(charges.getByRole("textbox", { name: /At most$/ }), "20");
  await billed(page, "12", /at most \$20\.00/);
  await charges.getByText("Units, discounts and limits").click();
  await charges.getByText("1 set").waitFor();
});

test("on a phone the tables of prices fit", async () => {
  const { page, charges } = await opened({ viewport: { width: 390, height: 844 } });
  await model(charges).selectOption({ label: "Graduated blocks" });
  await charges.getByRole("button", { name: "Tier", exact: true }).click();
  await site.axe(page);
});
