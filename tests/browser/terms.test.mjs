// Commercial terms on the page Pricing: a coupon lowers ARR and is told as a difference, a seat minimum shows in the bill.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";

const site = useSite();

/** Opens Pricing in the first scenario. */
async function pricing(options) {
  const page = await site.open("", options);
  await page.getByRole("tablist").first().getByRole("tab").nth(1).click();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Pricing" }).click();
  await page.getByRole("heading", { name: "Coupons" }).waitFor();
  return page;
}

/** Waits until `read` gives something that passes, and gives that. */
async function until(page, read, passes) {
  let now;
  for (let waited = 0; waited < 15_000; waited += 50) {
    now = await read();
    if (passes(now)) return now;
    await page.waitForTimeout(50);
  }
  assert.fail(`it stayed: ${now}`);
}

test("a coupon lowers ARR and stands in the list of differences", async () => {
  const page = await pricing();
  const arr = () => page.getByRole("region", { name: "Key figures" }).getByRole("button").first().textContent();
  const before = await arr();
  const coupons = page.getByRole("region", { name: "Coupons" });
  await coupons.getByRole("button", { name: "Coupon", exact: true }).click();
  const coupon = coupons.getByRole("group", { name: "Coupon" });
  await coupon.getByText("20 % off for 3 months").waitFor();
  await coupon.getByRole("combobox", { name: /Holds/ }).selectOption({ label: "Forever" });
  await coupon.getByText("20 % off for ever").waitFor();
  await until(page, arr, (now) => now !== before);
  await site.axe(page);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Compare" }).click();
  await page.getByRole("heading", { name: "Which case wins, and why?", level: 1 }).waitFor();
  await page.getByText(/New coupon Coupon, 20\s%\soff for ever/).first().waitFor();
});

test("a seat minimum is billed where a customer has fewer", async () => {
  const page = await pricing({ colorScheme: "dark", viewport: { width: 390, height: 844 } });
  const plans = page.getByRole("region", { name: "Plans" });
  await plans.getByRole("button", { name: /^Charges of Essentials/ }).click();
  await page.getByText("Terms of Essentials").click();
  const least = page.getByRole("textbox", { name: /^Essentials: Least billed: / });
  await least.fill("500");
  await least.press("Enter");
  const invoice = page.getByRole("region", { name: "Invoice calculator" });
  await invoice.getByRole("button", { name: "Work out an invoice" }).click();
  await invoice.getByRole("combobox", { name: /plan/i }).first().selectOption({ label: "Essentials" });
  await invoice.getByText(/at least 500 billed/).waitFor();
  await site.axe(page);
});
