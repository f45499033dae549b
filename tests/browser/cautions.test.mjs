// What the page says, and where, of what is easily misread: wrong prices, empty pages, dates that are too late, large rises.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";
import { front, newEvidence, openedFrom, start, turn } from "./steps.mjs";

const site = useSite();
const finding = (page) => page.locator("p.finding");
const rail = (page, name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name });

/** Types a value into a field and leaves it. */
async function type(field, value) {
  await field.fill(value);
  await field.press("Tab");
}

/** Two plans with flat prices. */
const FLAT = "Plan\tTeam\tPro\nPrice\t$12\t$20\nSSO\tno\tyes";

for (const width of [1440, 390]) {
  test(`a wrong price keeps its field, and its neighbours theirs (${width} px)`, async () => {
    const page = await site.open("#pricing", { viewport: { width, height: 900 } });
    const table = page.getByRole("table", { name: "Plans" });
    const price = table.getByRole("textbox", { name: "Essentials: price per channel" });
    const before = await price.boundingBox();
    await type(price, "12x");
    const alert = table.getByRole("alert");
    await alert.filter({ hasText: "is not a number" }).waitFor();
    const after = await price.boundingBox();
    assert.ok(after.width >= before.width - 1, `the field is ${after.width} px wide, it was ${before.width}`);
    assert.equal(await price.inputValue(), "12x");
    const said = await alert.boundingBox();
    for (const other of await table.locator("input, button").all()) {
      const box = await other.boundingBox();
      if (box === null) continue;
      const apart = box.x + box.width <= said.x || said.x + said.width <= box.x || box.y + box.height <= said.y || said.y + said.height <= box.y;
      assert.ok(apart, `what is wrong lies over ${await other.getAttribute("aria-label")}`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  });
}

test("a workspace without scenarios that comes in on Compare is seen on Overview", async () => {
  const page = await site.open("#compare");
  await openedFrom(page, FLAT);
  await page.getByRole("heading", { name: "How are we doing?", level: 1 }).waitFor();
  await turn(page, "Compare");
  await page.getByText("There is only Base. Add a scenario").waitFor();
});

test("a feature that is ticked counts on Packaging, and a coupon on Pricing", async () => {
  const page = await site.open("#packaging");
  await rail(page, "Pricing").filter({ hasText: "1 changed" }).waitFor();
  assert.equal(await rail(page, "Packaging").filter({ hasText: "changed" }).count(), 0);
  await page.getByRole("checkbox", { name: "Approval workflows in Essentials" }).check();
  await rail(page, "Packaging").filter({ hasText: "1 changed" }).waitFor();
  await rail(page, "Pricing").filter({ hasText: "1 changed" }).waitFor();
  await turn(page, "Pricing");
  await page.getByRole("button", { name: "Coupon", exact: true }).click();
  await rail(page, "Pricing").filter({ hasText: "2 changed" }).waitFor();
});

test("the tab, the rail and Compare count the same changes of a scenario", async () => {
  const page = await site.open();
  for (const template of ["Notion", "Buffer", "GitLab"]) {
    await start(page, new RegExp(template));
    const names = await page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab").locator("visible=true").allInnerTexts();
    assert.ok(names.length > 1, template);
    for (const text of names.slice(1)) {
      const [, name, count] = /^\s*(.*?)\s*(\d+)\s*changes?$/s.exec(text);
      await front(page, name);
      const counts = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").locator(".n").allInnerTexts();
      assert.equal(counts.reduce((sum, text) => sum + parseInt(text, 10), 0), Number(count), `${template}, ${name}: the rail`);
      await turn(page, "Compare");
      const changes = page.getByRole("region", { name: `Changes of ${name}` });
      await changes.waitFor();
      assert.equal(await changes.getByRole("listitem").count(), Number(count), `${template}, ${name}: Compare`);
      assert.match(await changes.getByRole("heading").innerText(), new RegExp(`${count} changes? to Base$`));
    }
  }
});

test("a price change after the last month is said to be unseen", async () => {
  const page = await site.open("#rollout");
  const change = page.getByRole("region", { name: "Price change", exact: true });
  const from = change.getByLabel(/From$/).first();
  await from.fill("2031-01");
  await change.getByRole("status").filter({ hasText: "Jan 2031 comes after the last month shown, Dec 2029: nothing of it is seen" }).waitFor();
  await from.fill("2029-12");
  await change.getByRole("status").waitFor({ state: "detached" });
});

test("a large rise on monthly contracts is cautioned of where no evidence covers it", async () => {
  const page = await site.open("#rollout");
  const caution = page.getByText(/^Bills of customers who pay by the month rise by up to 33\.3\s%, and no evidence covers/);
  await caution.waitFor();
  await turn(page, "Pricing");
  await type(page.getByRole("textbox", { name: "Essentials: price per channel" }), "7");
  await turn(page, "Rollout");
  await finding(page).filter({ hasText: "is repriced" }).waitFor();
  assert.equal(await page.getByText(/^Bills of customers who pay by the month/).count(), 0);
});

test("a plan that is closed gets no slider, and no word of what prospects would do", async () => {
  const page = await site.open("#packaging");
  await page.getByRole("tab", { name: "Plans" }).click();
  await page.getByRole("button", { name: "Retire", exact: true }).click();
  await turn(page, "Pricing");
  const price = page.getByRole("textbox", { name: "Essentials: price per channel" });
  await finding(page).filter({ hasText: /Team/ }).waitFor();
  await page.getByRole("slider").first().waitFor();
  await price.focus();
  await finding(page).filter({ hasText: /^Essentials is closed to new customers from .*: its customers come to Team/ }).waitFor();
  assert.equal(await page.getByRole("slider").count(), 0);
  assert.equal(await page.getByText(/still rises/).count(), 0);
});

test("plans that charge for no usage are told by their bills, not drawn against it", async () => {
  const page = await site.open();
  await openedFrom(page, FLAT);
  await turn(page, "Pricing");
  await page.getByText("No plan charges by usage, so bills are the same however much a customer uses: Team $12, Pro $20.").waitFor();
  assert.equal(await page.getByText("number of months").count(), 0);
});

test("a respondent who is left out is not counted", async () => {
  const page = await site.open();
  const panel = await newEvidence(page);
  const rows = Array.from({ length: 40 }, (_, at) => `${4 + (at % 5)},${8 + (at % 5)},${14 + (at % 5)},${20 + (at % 5)}`);
  await panel.getByRole("textbox", { name: "Rows" }).fill(["too cheap,cheap,expensive,too expensive", ...rows, "9,8,7,6"].join("\n"));
  await panel.getByText("41 rows, all of them read.").waitFor();
  await panel.getByRole("textbox", { name: "Name" }).fill("Spring survey");
  await panel.getByRole("textbox", { name: "Source" }).fill("own panel");
  await panel.getByRole("button", { name: "Add this evidence" }).click();
  const told = page.getByRole("region", { name: "Finding: Spring survey" });
  await told.getByText("n = 40 respondents, 1 left out").waitFor();
});

test("the month of a price change is a sentence that names it", async () => {
  const page = await site.open();
  await start(page, /Seat-based SaaS/);
  await turn(page, "Compare");
  const changes = page.getByRole("region", { name: "Changes of Pro seats at $25" });
  await changes.getByText("The new prices hold: from the start → from Mar 2027").waitFor();
});

test("a menu near the lower edge opens inside the window", async () => {
  const page = await site.open("#rollout", { viewport: { width: 390, height: 660 } });
  const button = page.getByRole("button", { name: "Group who get something else" });
  await button.evaluate((button) => button.scrollIntoView({ block: "end" }));
  await button.click();
  const box = await page.getByRole("menu", { name: "Group who get something else" }).boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= 660, `the menu reaches from ${box.y} to ${box.y + box.height} of 660 px`);
});
