// The pages Pricing and Packaging: an edit by keyboard moves everything that depends on it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { holds } from "./steps.mjs";

const site = useSite();

/** Opens a page of the rail. */
async function turn(name) {
  const page = await site.open();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  return page;
}

const kpi = (page) => page.getByRole("region", { name: "Key figures" }).getByRole("button").first();
const finding = (page) => page.locator("p.finding");
const figure = (page, title) => page.getByRole("figure").filter({ hasText: title });

/** Waits until `read` gives something other than `before`, and gives that. */
async function changed(page, read, before) {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const now = await read();
    if (now !== before) return now;
    await page.waitForTimeout(50);
  }
  assert.fail(`nothing changed from: ${before}`);
}

/** Waits until `read` gives something that matches. */
async function comes(page, read, pattern) {
  let now = "";
  for (let waited = 0; waited < 15_000; waited += 50) {
    now = await read();
    if (pattern.test(now)) return;
    await page.waitForTimeout(50);
  }
  assert.match(now, pattern);
}

test("a price moved by keyboard moves key figures, sentence, demand and mix", async () => {
  const page = await turn("Pricing");
  const price = page.getByRole("textbox", { name: /^Essentials: price per/ });
  const reads = {
    "key figure": () => kpi(page).textContent(),
    sentence: () => finding(page).textContent(),
    demand: () => figure(page, "prospect").first().locator("svg.chart").innerHTML(),
    mix: () => figure(page, "plan mix").locator("svg.chart").innerHTML(),
    bills: () => figure(page, "monthly bill").locator("svg.chart").innerHTML(),
    moves: () => page.getByRole("region", { name: "Source of business" }).textContent(),
  };
  const before = Object.fromEntries(await Promise.all(Object.entries(reads).map(async ([name, read]) => [name, await read()])));
  const value = Number(await price.inputValue());
  await price.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(Number(await price.inputValue()), value + 2);
  for (const [name, read] of Object.entries(reads)) assert.ok(await changed(page, read, before[name]), name);
  assert.match(await finding(page).textContent(), new RegExp(`With Essentials at \\$${value + 2}.* prospects buy.*ARR in .* than at \\$6`));
});

test("the slider moves the price of the plan in focus, and undo takes it back", async () => {
  const page = await turn("Pricing");
  await page.getByRole("textbox", { name: /^Team: price per/ }).focus();
  const slider = page.getByRole("slider", { name: /^Team/ });
  const before = await page.getByRole("textbox", { name: /^Team: price per/ }).inputValue();
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  const price = page.getByRole("textbox", { name: /^Team: price per/ });
  const after = await changed(page, () => price.inputValue(), before);
  await page.getByRole("button", { name: /^Undo/ }).click();
  assert.equal(await changed(page, () => price.inputValue(), after), before);
});

test("a charge becomes graduated, gets a tier, and the invoice counts it", async () => {
  const page = await turn("Pricing");
  await page.getByRole("button", { name: "Charges of Team", exact: true }).click();
  const charges = page.getByRole("region", { name: "Charges of Team" });
  await charges.getByRole("combobox", { name: /price model$/ }).selectOption("graduated");
  await charges.getByRole("button", { name: "Tier", exact: true }).click();
  const second = charges.getByRole("textbox", { name: /tier 2, Unit price$/ });
  await second.fill("5");
  const invoice = page.getByRole("region", { name: "Invoice calculator" });
  await invoice.getByRole("button", { name: "Work out an invoice" }).click();
  await invoice.getByRole("combobox", { name: "Invoice: plan" }).selectOption({ label: "Team" });
  await invoice.getByRole("textbox", { name: /^Invoice: channels/i }).fill("14");
  const total = invoice.getByRole("row", { name: /^Total/ });
  // Ten channels at 12, four at 5.
  await comes(page, () => total.textContent(), /\$140\.00/);
  await charges.getByRole("textbox", { name: /tier 1, Unit price$/ }).fill("10");
  await comes(page, () => total.textContent(), /\$120\.00/);
});

test("an annual invoice takes the discount off twelve months", async () => {
  const page = await turn("Pricing");
  const invoice = page.getByRole("region", { name: "Invoice calculator" });
  await invoice.getByRole("button", { name: "Work out an invoice" }).click();
  await invoice.getByRole("combobox", { name: "Invoice: plan" }).selectOption({ label: "Team" });
  await invoice.getByRole("textbox", { name: /^Invoice: channels/i }).fill("10");
  const total = invoice.getByRole("row", { name: /^Total/ });
  await comes(page, () => total.textContent(), /\$120\.00/);
  await invoice.getByRole("combobox", { name: "Invoice: paid" }).selectOption("annual");
  // Two months free: ten months of 120.
  await comes(page, () => total.textContent(), /\$1,200\.00/);
});

test("plans are added, made free and removed, and undo brings them back", async () => {
  const page = await turn("Pricing");
  const plans = page.getByRole("region", { name: "Plans" });
  const names = () => plans.getByRole("textbox", { name: /: name$/ }).count();
  const count = await names();
  await plans.getByRole("button", { name: "Plan", exact: true }).click();
  assert.equal(await changed(page, names, count), count + 1);
  await plans.getByRole("button", { name: "More for New plan" }).click();
  await page.getByRole("menuitem", { name: "Make it free" }).click();
  await plans.getByRole("row", { name: /New plan/ }).getByText("free").waitFor();
  await plans.getByRole("button", { name: "More for New plan" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  assert.equal(await changed(page, names, count + 1), count);
  await page.getByRole("button", { name: /^Undo/ }).click();
  assert.equal(await changed(page, names, count), count + 1);
});

test("a feature ticked by keyboard moves the mix and says whom", async () => {
  const page = await turn("Packaging");
  const matrix = page.getByRole("table", { name: "Features by plan" });
  const tick = matrix.getByRole("checkbox", { checked: false, name: /in Essentials$/ }).first();
  const name = await tick.getAttribute("aria-label");
  const mix = () => figure(page, "plan mix").locator("svg.chart").innerHTML();
  const before = await mix();
  const said = await finding(page).textContent();
  await tick.focus();
  await page.keyboard.press("Space");
  await matrix.getByRole("checkbox", { checked: true, name, exact: true }).waitFor();
  await changed(page, mix, before);
  assert.match(await changed(page, () => finding(page).textContent(), said), /^Putting .* into Essentials moves .* of (buyers|prospects) from/);
  await matrix.getByRole("button", { name: `Reset ${name} to Base` }).click();
  await matrix.getByRole("checkbox", { checked: false, name, exact: true }).waitFor();
});

test("a block from a spreadsheet fills the value of features", async () => {
  const page = await turn("Packaging");
  const values = page.getByRole("table", { name: "Value of features by segment" });
  const first = values.getByRole("textbox").first();
  await first.focus();
  await first.evaluate((input) => {
    const data = new DataTransfer();
    data.setData("text/plain", "1.5\t2\n3\t4\n");
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  const cell = (row, column) => values.getByRole("row").nth(row).getByRole("textbox").nth(column).inputValue();
  await comes(page, () => cell(2, 1), /^4$/);
  assert.deepEqual([await cell(1, 0), await cell(1, 1), await cell(2, 0), await cell(2, 1)], ["1.50", "2", "3", "4"]);
});

test("a price book says what its rate and factor make of the list", async () => {
  const page = await turn("Pricing");
  await page.getByRole("button", { name: "Price book", exact: true }).click();
  const books = page.getByRole("region", { name: "Price books" });
  await books.getByText("$10.00 on the list is $10.00 here, which brings $10.00.").waitFor();
  for (const [name, value] of [["Currency", "JPY"], ["Price factor", "151"], ["Exchange rate", "0.0066"]]) {
    const field = books.getByRole("textbox", { name: `Price book: ${name}` });
    await field.fill(value);
    await field.press("Enter");
  }
  await books.getByText("$10.00 on the list is ¥1,510 here, which brings $9.97.").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const name of ["Pricing", "Packaging"]) {
    test(`axe has nothing grave to say of ${name} in ${colorScheme}`, async () => {
      const page = await site.open("", { colorScheme });
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
      if (name === "Pricing") await page.getByRole("button", { name: /^Charges of/ }).first().click();
      // The frame around it is tested where it stands.
      await site.axe(page, "main");
    });
  }
}

test("an empty name stays in its field with the error, until it is mended or taken back", async () => {
  const page = await site.open("#pricing");
  const name = page.getByRole("textbox", { name: "Essentials: name", exact: true });
  const error = page.getByRole("main").getByRole("alert");
  await name.fill("");
  await name.press("Enter");
  await error.filter({ hasText: "allowed: some text" }).waitFor();
  await holds(name, "");
  await page.getByRole("textbox", { name: "Team: name", exact: true }).focus();
  await holds(name, "");
  await error.waitFor();
  await name.press("Escape");
  await holds(name, "Essentials");
  await error.waitFor({ state: "detached" });
  await name.fill("");
  await name.press("Enter");
  await error.waitFor();
  await name.fill("Small");
  await name.press("Enter");
  await error.waitFor({ state: "detached" });
  await holds(page.getByRole("textbox", { name: "Small: name", exact: true }), "Small");
});
