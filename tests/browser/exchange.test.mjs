// Price pages come in by file, by paste and from the gallery, each with its report first; price lists go out as files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { useSite } from "./harness.mjs";
import { choose, front, holds, start, titled, turn } from "./steps.mjs";

const site = useSite();
const GALLERY = fileURLToPath(new URL("../../gallery/", import.meta.url));

/** The dialog that imports a price page. */
async function importing(page) {
  await choose(page, "Import a price page…");
  return page.getByRole("dialog", { name: "Import a price page" });
}

test("a price page chosen as a file opens with its plans, after its report", async () => {
  const page = await site.open();
  const dialog = await importing(page);
  await dialog.getByLabel("Price page file").setInputFiles(`${GALLERY}notion-2025.yml`);
  const understood = dialog.getByRole("region", { name: "Understood" });
  await understood.getByText("4 plans (1 free, 2 with a price, 1 on request), 3 add-ons").waitFor();
  await dialog.getByRole("region", { name: "Assumed" }).getByText(/plans\/ENTERPRISE \(line 560\)/).waitFor();
  await dialog.getByRole("region", { name: "Left out" }).getByText(/pricingUrls/).waitFor();
  await dialog.getByRole("button", { name: "Open it" }).click();
  await titled(page, "Notion");
  await turn(page, "Pricing");
  for (const [plan, price] of [["Plus", "12"], ["Business", "18"], ["Enterprise", "27"]]) {
    await holds(page.getByRole("textbox", { name: new RegExp(`^${plan}: price per user`) }), price);
  }
});

/** Drops a file on the page that is open. */
async function drop(page, name, text, onto = page.getByRole("heading", { level: 1 })) {
  const dropped = await page.evaluateHandle(([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name));
    return carried;
  }, [name, text]);
  await onto.dispatchEvent("drop", { dataTransfer: dropped });
}

test("what is dropped anywhere goes to what reads it", async () => {
  const page = await site.open();
  const dialog = page.getByRole("dialog", { name: "Import a price page" });
  await drop(page, "notion.yml", await readFile(`${GALLERY}notion-2025.yml`, "utf8"));
  await dialog.getByText("4 plans (1 free, 2 with a price, 1 on request), 3 add-ons").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await drop(page, "plans.csv", "Plan,Team,Pro\nPrice,€12 / user / month,€20 / user / month\nSSO,no,yes\n");
  await dialog.getByText("2 plans (0 free, 2 with a price, 0 on request)").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await drop(page, "customers.csv", "customer,plan,channels\nAcme,Team,4\n");
  await page.getByRole("heading", { name: "What would each customer pay?", level: 1 }).waitFor();
  await page.getByText("1 customer read.").waitFor();
});

test("what is dropped on an open dialog, or beside it, is read", async () => {
  const page = await site.open();
  const dialog = await importing(page);
  // The browser gives what lies beside a dialog to the dialog itself.
  await drop(page, "plans.csv", "Plan,Team,Pro\nPrice,€12 / user / month,€20 / user / month\nSSO,no,yes\n", dialog);
  await dialog.getByText("2 plans (0 free, 2 with a price, 0 on request)").waitFor();
  await drop(page, "notion.yml", await readFile(`${GALLERY}notion-2025.yml`, "utf8"), dialog.getByRole("heading", { level: 2 }));
  await dialog.getByText("4 plans (1 free, 2 with a price, 1 on request), 3 add-ons").waitFor();
});

test("what is no price page is refused in words, and a pasted table is read", async () => {
  const page = await site.open();
  const dialog = await importing(page);
  const pasted = dialog.getByRole("textbox", { name: "Or paste a page or a table of plans" });
  await pasted.fill("saasName: X\nplans: 12\n");
  await dialog.getByRole("button", { name: "Read what is pasted" }).click();
  await dialog.getByRole("alert").getByText("this is not a price page, line 2").waitFor();
  await pasted.fill("# Notes\n\nA tool, made for prices.\nThe cost of it, and of others, is unknown.\n");
  await dialog.getByRole("button", { name: "Read what is pasted" }).click();
  await dialog.getByRole("alert").getByText('line 4: the row "The cost of it" holds "and of others"; a price page has a price').waitFor();
  await pasted.fill("Plan\tTeam\tPro\nPrice\t€12 / user / month\t€20 / user / month\nSSO\tno\tyes\n");
  await dialog.getByRole("button", { name: "Read what is pasted" }).click();
  await dialog.getByText("2 plans (0 free, 2 with a price, 0 on request)").waitFor();
  await dialog.getByRole("button", { name: "Open it" }).click();
  await titled(page, "Pasted price page");
});

test("a page of the gallery is loaded when it is chosen, with whose it is beside it", async () => {
  const page = await site.open();
  await choose(page, "Open or start a workspace…");
  const library = page.getByRole("dialog", { name: "Open or start a workspace" });
  const slack = library.getByRole("button", { name: /^Slack/ });
  assert.match(await slack.innerText(), /Seen 8 Mar 2025, from isa-group\/SaaS-analysis, CC BY 4.0/);
  await slack.click();
  const dialog = page.getByRole("dialog", { name: "Import a price page" });
  await dialog.getByText("4 plans (1 free, 2 with a price, 1 on request)").waitFor();
  await dialog.getByRole("button", { name: "Open it" }).click();
  await titled(page, "slack");
});

test("the price list of the scenario in front is saved for other programs", async () => {
  const page = await site.open();
  await start(page, "Seat-based SaaS");
  await front(page, "Pro seats at $25");
  await choose(page, "Export the price list…");
  const dialog = page.getByRole("dialog", { name: "Export the price list" });
  await dialog.getByText("of Pro seats at $25").waitFor();
  const saved = async (format) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: `Export as ${format}` }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };
  const stripe = await saved("Stripe");
  assert.equal(stripe.name, "seat-based-saas.stripe.json");
  const seats = JSON.parse(stripe.text).prices.find((price) => price.lookup_key === "plan_pro_seats_month");
  assert.equal(seats.tiers[0].unit_amount, 2500);
  await dialog.getByText("seat-based-saas.stripe.json was saved.").waitFor();
  const lago = await saved("Lago");
  assert.equal(JSON.parse(lago.text).plans[0].plan.code, "team");
  await dialog.getByText(/What plans contain: 5 features/).waitFor();
  assert.match((await saved("Pricing2Yaml")).text, /^syntaxVersion: '2.1'\nsaasName: 'Seat-based SaaS'/);
});

for (const theme of ["light", "dark"]) {
  test(`the dialogs are accessible, ${theme}`, async () => {
    const page = await site.open("", { colorScheme: theme });
    const dialog = await importing(page);
    await site.axe(page);
    await dialog.getByRole("button", { name: /^Notion/ }).click();
    await dialog.getByRole("region", { name: "Assumed" }).waitFor();
    await site.axe(page);
    await dialog.getByRole("button", { name: "Close" }).click();
    await choose(page, "Export the price list…");
    await page.getByRole("dialog", { name: "Export the price list" }).waitFor();
    await site.axe(page);
  });
}
