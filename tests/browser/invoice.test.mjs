// The invoice calculator and the chart of bills: parts of a period, what comes off, tax, the cheapest plan, the price of one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { saved } from "./steps.mjs";

const site = useSite();

/** The page Pricing with an invoice opened for so many channels of the plan Team, at $12 each. */
async function invoiceOf(channels, options = {}) {
  const page = await site.open("", options);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Pricing" }).click();
  const invoice = page.getByRole("region", { name: "Invoice calculator" });
  await invoice.getByRole("button", { name: "Work out an invoice" }).click();
  await invoice.getByRole("combobox", { name: "Invoice: plan" }).selectOption({ label: "Team" });
  await invoice.getByRole("textbox", { name: /^Invoice: channels/i }).fill(String(channels));
  await invoice.getByText("Part of a period, coupons, tax").click();
  return { page, invoice };
}

/** Waits until the row begins with `name` and reads `pattern`. */
async function reads(invoice, name, pattern) {
  const row = invoice.getByRole("row", { name }).filter({ hasText: pattern });
  await row.first().waitFor();
}

test("a part of a month is billed as the convention counts it", async () => {
  const { invoice } = await invoiceOf(12);
  await reads(invoice, /^Total/, "$144.00");
  await invoice.getByLabel("Invoice: in use from").fill("2027-01-15");
  await invoice.getByRole("textbox", { name: "Invoice: billing day" }).fill("1");
  // 17 of 31 days of 144; of months of 30 days 16 of 30.
  await reads(invoice, /^Channels/, "17 of 31 days");
  await reads(invoice, /^Total/, "$78.97");
  const counted = invoice.getByRole("combobox", { name: "Invoice: counted by" });
  await counted.selectOption("fixed-30");
  await reads(invoice, /^Total/, "$76.80");
  await counted.selectOption("seconds");
  await invoice.getByLabel("Invoice: in use from").fill("2027-01-31T12:00");
  await reads(invoice, /^Channels/, "43,200 of 2,678,400 seconds");
  await invoice.getByLabel("Invoice: until").fill("2027-01-01T00:00");
  await invoice.getByRole("alert").filter({ hasText: "The end is not after the start" }).waitFor();
});

test("what was billed, coupons and tax come to a total that adds up", async () => {
  const { invoice } = await invoiceOf(12);
  const type = (name, value) => invoice.getByRole("textbox", { name: `Invoice: ${name}`, exact: true }).fill(value);
  await type("billed before", "100");
  await type("percentage off", "25");
  await type("amount off", "4");
  await type("tax", "20");
  await reads(invoice, /^Billed before/, "−$100.00");
  await reads(invoice, /^Percentage off/, "−$11.00");
  await reads(invoice, /^Amount off/, "−$4.00");
  await reads(invoice, /^Tax/, "$5.80");
  await reads(invoice, /^Total/, "$34.80");
});

test("an upgrade credits what is left, and the cheapest plan is named", async () => {
  const { invoice } = await invoiceOf(10);
  // In the scenario in front Essentials costs 8 a channel from March 2027, 6 before; Team 12: 17 of 31 days.
  await invoice.getByText(/^Essentials is the cheapest plan for this usage, \$80\.00 a month; Team is next, \$40\.00 more\.$/).waitFor();
  await invoice.getByLabel("Invoice: in use from").fill("2027-01-15");
  await invoice.getByRole("textbox", { name: "Invoice: billing day" }).fill("1");
  await invoice.getByRole("combobox", { name: "Invoice: in place of" }).selectOption({ label: "Essentials" });
  await reads(invoice, /^Essentials: Channels/, "−$32.90");
  await reads(invoice, /^Total/, "$32.91");
  await invoice.getByText("Prices of Jan 2027").waitFor();
  await invoice.getByText(/^Essentials is the cheapest plan for this usage, \$60\.00 a month; Team is next, \$60\.00 more\.$/).waitFor();
});

test("a list of transactions is priced one by one, and a rate is a price to move", async () => {
  const { page, invoice } = await invoiceOf(12);
  await page.getByRole("button", { name: "Charges of Team", exact: true }).click();
  const charges = page.getByRole("region", { name: "Charges of Team" });
  await charges.getByRole("combobox", { name: /price model$/ }).selectOption("percentage");
  const share = charges.getByRole("textbox", { name: /Rate$/ });
  await share.fill("1");
  const list = invoice.getByRole("textbox", { name: "Invoice: single transactions" });
  await list.fill("10 200 900");
  await list.press("Tab");
  await reads(invoice, /^Channels/, "$10.00 → $0.10, $200.00 → $2.00, $900.00 → $9.00");
  await reads(invoice, /^Total/, "$11.10");
  // Saving shows itself between typing and leaving the field.
  await share.fill("2");
  await list.fill("10 x");
  await saved(page);
  await list.press("Tab");
  await invoice.getByRole("alert").filter({ hasText: "separate several by spaces" }).waitFor();
  const rate = page.getByRole("textbox", { name: /^Team: price per/ });
  await rate.focus();
  const demand = page.getByRole("region", { name: "Demand", exact: true });
  await demand.getByText(/Team, price per channel/).first().waitFor();
  await demand.locator("svg.chart").filter({ hasText: /\d%/ }).waitFor();
  await page.getByRole("slider", { name: /^Team/ }).waitFor();
});

test("a tier goes by the units at the period's end where its charge says so", async () => {
  const { page, invoice } = await invoiceOf(10);
  const end = invoice.getByRole("textbox", { name: "Invoice: channels at the end" });
  assert.equal(await end.count(), 0);
  await page.getByRole("button", { name: "Charges of Team", exact: true }).click();
  const charges = page.getByRole("region", { name: "Charges of Team" });
  await charges.getByRole("combobox", { name: /price model$/ }).selectOption("volume");
  await charges.getByRole("switch", { name: /Tier by the period's end$/ }).check();
  await end.fill("25");
  await end.press("Tab");
  await reads(invoice, /^Channels/, "10 channels × $12.00, by 25 channels at the period's end");
  // The charge is that of the list from March on.
  await invoice.getByLabel("Invoice: in use from").fill("2027-04-15");
  await invoice.getByRole("textbox", { name: "Invoice: billing day" }).fill("1");
  await invoice.getByRole("combobox", { name: "Invoice: included usage" }).selectOption({ label: "prorated" });
  await reads(invoice, /^Channels/, "by 25 channels at the period's end");
});

test("an invoice knows what was negotiated, the year of a ramp, and the former list", async () => {
  const { page, invoice } = await invoiceOf(10);
  await invoice.getByRole("textbox", { name: "Invoice: negotiated discount" }).fill("25");
  await reads(invoice, /^Negotiated discount/, "−$30.00");
  await reads(invoice, /^Total/, "$90.00");
  await page.getByRole("button", { name: "Charges of Team", exact: true }).click();
  const charges = page.getByRole("region", { name: "Charges of Team" });
  await charges.getByText("Terms of Team").click();
  const ramp = charges.getByRole("group", { name: "Ramp of Team" });
  for (const [year, share] of [["1", "50"], ["2", "80"]]) {
    await ramp.getByRole("button", { name: "Year", exact: true }).click();
    await ramp.getByRole("textbox", { name: `Team: ramp, year ${year}` }).fill(share);
  }
  await reads(invoice, /^Total/, "$45.00");
  await invoice.getByRole("textbox", { name: "Invoice: year of the contract" }).fill("2");
  await reads(invoice, /^Total/, "$72.00");
  // Essentials costs 8 from March 2027 in the scenario in front, 6 before.
  await invoice.getByRole("combobox", { name: "Invoice: plan" }).selectOption({ label: "Essentials" });
  await invoice.getByLabel("Invoice: in use from").fill("2027-03-17");
  await invoice.getByRole("textbox", { name: "Invoice: billing day" }).fill("1");
  await invoice.getByRole("combobox", { name: "Invoice: in place of" }).selectOption({ label: "Essentials" });
  await reads(invoice, /^Essentials: Channels/, "−$38.71");
  await invoice.getByLabel("Invoice: at the prices of").fill("2027-01");
  await reads(invoice, /^Essentials: Channels/, "−$29.03");
});

test("an invoice from a price book is in its currency", async () => {
  const { page, invoice } = await invoiceOf(10);
  const books = page.getByRole("region", { name: "Price books" });
  await books.getByRole("button", { name: "Price book", exact: true }).click();
  const currency = books.getByRole("textbox", { name: /currency$/i });
  await currency.fill("EUR");
  await currency.press("Enter");
  await books.getByRole("textbox", { name: /factor/i }).fill("0.9");
  await invoice.getByRole("combobox", { name: "Invoice: price book" }).selectOption({ index: 1 });
  await reads(invoice, /^Channels/, "10 channels × €10.80");
  await reads(invoice, /^Total/, "€108.00");
  await invoice.getByText(/in EUR$/).waitFor();
});

test("bills are shown for one unit too, on axes of either kind", async () => {
  const { page } = await invoiceOf(10);
  const bills = page.getByRole("figure").filter({ hasText: "monthly bill" });
  const picture = bills.locator("svg.chart");
  const whole = await picture.innerHTML();
  await page.getByRole("combobox", { name: "Bills: show" }).selectOption({ label: "the price of one" });
  await bills.filter({ hasText: "monthly bill over the quantity" }).waitFor();
  const one = await picture.innerHTML();
  assert.notEqual(one, whole);
  await page.getByRole("combobox", { name: "Bills: axes" }).selectOption({ label: "logarithmic" });
  await page.waitForFunction((before) => ![...document.querySelectorAll("svg.chart")].some((svg) => svg.innerHTML === before), one);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`the invoice is in order in ${colorScheme}, ${width} wide`, async () => {
      const { page, invoice } = await invoiceOf(12, { colorScheme, viewport: { width, height: 900 } });
      await invoice.getByRole("textbox", { name: "Invoice: tax", exact: true }).fill("20");
      await reads(invoice, /^Tax/, "20 %");
      await site.axe(page, "main");
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${over} pixels wider than the window`);
    });
  }
}
