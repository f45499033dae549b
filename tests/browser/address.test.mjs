// The address while the app is open: places a person goes to by hand, and links pasted over it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { fragment } from "./steps.mjs";
import { front } from "./steps.mjs";
import { holds } from "./steps.mjs";
import { link } from "./steps.mjs";
import { saved } from "./steps.mjs";
import { tab } from "./steps.mjs";
import { titled } from "./steps.mjs";
import { turn } from "./steps.mjs";

const site = useSite();

const title = (page) => page.getByRole("textbox", { name: "Name of the workspace" });
const price = (page) => page.getByRole("textbox", { name: /^Essentials: price per/ });

async function rename(page, name) {
  await title(page).fill(name);
  await title(page).press("Enter");
  await titled(page, name);
}

/** Changes what stands behind the sign # as a person does in the line of the address. */
const go = (page, hash) => page.evaluate((hash) => void (location.hash = hash), hash);

/** Waits until the address ends in `hash`. */
const addressed = (page, hash) => page.waitForFunction((hash) => location.hash === hash, hash);

/** Asserts which page and which scenario are in front, by their names. */
async function stands(page, name, scenario, how) {
  const rail = page.getByRole("navigation", { name: "Pages" });
  const chosen = page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab", { selected: true });
  const [first, second] = [await rail.locator('a[aria-current="page"]').innerText(), await chosen.innerText()];
  assert.ok(first.trim().startsWith(name) && second.trim().startsWith(scenario), `${first}, ${second} ${how ?? ""}`);
}

test("an address changed by hand turns the page and brings a scenario to the front; what it does not know changes nothing", async () => {
  const page = await site.open("#pricing");
  await page.evaluate(() => void (window.still = true));
  await front(page, "Base");
  await addressed(page, "#pricing/");
  await price(page).fill("7");
  await go(page, "#rollout");
  await page.locator('nav a[aria-current="page"]', { hasText: "Rollout" }).waitFor();
  await addressed(page, "#rollout/");
  await stands(page, "Rollout", "Base");
  await go(page, "#costs/premium-9");
  await page.locator('[role=tab][aria-selected="true"]', { hasText: "Premium at $9" }).waitFor();
  await stands(page, "Costs", "Premium at $9");
  for (const unknown of ["#nowhere", "#nowhere/essentials-8", "#/essentials-8"]) {
    await go(page, unknown);
    await addressed(page, "#costs/premium-9");
    await stands(page, "Costs", "Premium at $9", unknown);
  }
  await go(page, "#pricing/nobody");
  await addressed(page, "#pricing/premium-9");
  await stands(page, "Pricing", "Premium at $9");
  await go(page, "#pricing/");
  await tab(page, "Base").and(page.locator('[aria-selected="true"]')).waitFor();
  await holds(price(page), "7");
  await page.getByRole("button", { name: "Undo" }).click();
  await holds(price(page), "6");
  assert.ok(await page.evaluate(() => window.still), "nothing was loaded again");
});

test("a link pasted into an open tab opens there, a broken one is named", async () => {
  const page = await site.open();
  await saved(page);
  await rename(page, "Sent");
  await saved(page);
  const whole = fragment(await link(page));
  await rename(page, "Mine");
  await saved(page);
  await page.evaluate((link) => void (location.hash = link), whole);
  await titled(page, "Sent");
  await page.getByRole("status").filter({ hasText: "Same figures as when shared" }).waitFor();
  await page.evaluate((link) => void (location.hash = link), whole.slice(0, -9));
  await page.getByRole("alert").filter({ hasText: "was cut short" }).waitFor();
  await page.getByRole("button", { name: "Open my own workspaces" }).click();
  await titled(page, "Mine");
});

test("what was changed in the instant before a link is pasted is saved before the link opens", async () => {
  const profile = await site.profile();
  const page = await site.open("#pricing/", { profile });
  await saved(page);
  const whole = fragment(await link(page));
  // In one turn of the page, so that no pause in typing has passed.
  await page.evaluate(([link, label]) => {
    const field = [...document.querySelectorAll("input")].find((field) => field.getAttribute("aria-label")?.startsWith(label));
    field.value = "7";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    location.hash = link;
  }, [whole, "Essentials: price per"]);
  await page.getByRole("status").filter({ hasText: "You are looking at a link" }).waitFor();
  await holds(price(await site.open("#pricing/", { profile })), "7");
});

test("a link does not take the place of changes that no storage takes, until they are exported", async () => {
  const profile = await site.profile();
  const own = await site.open("", { profile });
  const whole = fragment(await link(own));
  await own.close();
  await profile.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota of trust is used up.", "SecurityError");
    };
  });
  const page = await site.open("#pricing/", { profile });
  await price(page).fill("7");
  await go(page, whole);
  const said = page.getByRole("status").locator(".notice").filter({ hasText: "Export it before you open another" });
  await said.waitFor();
  await addressed(page, "#pricing/");
  await holds(price(page), "7");
  await Promise.all([page.waitForEvent("download"), said.getByRole("button", { name: "Export as a file" }).click()]);
  await go(page, whole);
  await page.getByRole("status").filter({ hasText: "You are looking at a link" }).waitFor();
});
