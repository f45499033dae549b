// The customer list: a file with wrong rows is read, re-rated beside the page, sorted, saved, learnt from, kept and deleted.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { useSite } from "./harness.mjs";
import { choose } from "./steps.mjs";

const site = useSite();

// For the template a first visit opens, Buffer.
const LIST = `Account,Plan,Channels,Discount,Segment,Renewal month
Acme,Essentials,3,,Creators,2026-05
Bolt,Team,10,10%,Agencies,2026-07
Cog,Gold,4,,Creators,
Dyno,Essentials,many,,Creators,
Echo,Essentials,12,,Small businesses,13
Fizz,Essentials,25,,Agencies,Sep
`;

async function openList(options) {
  const page = await site.open("#list", options);
  await page.getByRole("heading", { name: "What would each customer pay?", level: 1 }).waitFor();
  return page;
}

const give = (page, text, name = "customers.csv") =>
  page.getByLabel("CSV file").or(page.getByLabel("Another file")).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

const folder = mkdtempSync(join(tmpdir(), "planwright-list-"));
after(() => rmSync(folder, { recursive: true }));

/** Gives a list of that many rows as a file: handed over as text, the page would be kept busy by the test. */
async function giveMany(page, rows) {
  const row = (_, at) => `customer ${at},${at % 3 ? "Essentials" : "Team"},${1 + (at % 40)},${["Creators", "Agencies"][at % 2]}\n`;
  const path = join(folder, `${rows}.csv`);
  writeFileSync(path, `customer,plan,channels,segment\n${Array.from({ length: rows }, row).join("")}`);
  await page.getByLabel("CSV file").setInputFiles(path);
}

const names = async (page) => {
  const table = page.getByRole("region", { name: "Customers and their bills" });
  return table.getByRole("rowheader").allInnerTexts();
};

test("a file with three bad rows is dropped, re-rated, sorted, filtered, kept over a reload and deleted", async () => {
  const page = await openList();
  await page.getByText("stays in this browser").waitFor();
  // Dropped on the page, as from a folder.
  const dropped = await page.evaluateHandle((text) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], "customers.csv", { type: "text/csv" }));
    return carried;
  }, LIST);
  await page.getByRole("heading", { name: "Your list" }).dispatchEvent("drop", { dataTransfer: dropped });

  const left = page.getByRole("group", { name: "Rows left out" });
  await left.getByText("3 rows are wrong and left out").waitFor();
  assert.deepEqual(await left.getByRole("listitem").allInnerTexts(), [
    'line 4, Plan: found "Gold", allowed: Essentials, Team',
    'line 5, Channels: found "many", allowed: a number in digits, from 0 to 1000000000000',
    'line 6, Renewal month: found "13", allowed: a month as 2027-03, Mar or 3',
  ]);
  await page.getByText("3 customers read.").waitFor();

  // Essentials at $8 instead of $6: 3 and 25 channels cost $6 and $50 more.
  await page.getByLabel("Scenario of the list").selectOption({ label: "Essentials at $8" });
  const rows = page.getByRole("region", { name: "Customers and their bills" });
  await rows.getByRole("row", { name: /Fizz.*\$150\.00.*\$200\.00/ }).waitFor();
  assert.deepEqual(await names(page), ["Fizz", "Acme", "Bolt"]);
  await rows.getByRole("button", { name: "Base" }).click();
  await rows.getByRole("columnheader", { name: "Base", exact: false }).and(page.locator('[aria-sort="descending"]')).waitFor();
  await rows.getByRole("button", { name: "Base" }).click();
  await rows.getByRole("columnheader", { name: "Base", exact: false }).and(page.locator('[aria-sort="ascending"]')).waitFor();
  await rows.getByRole("row", { name: /Acme/ }).and(page.locator('[aria-rowindex="2"]')).waitFor();
  await page.getByLabel("Customers whose name contains").fill("bol");
  await page.getByText("1 shown").waitFor();
  assert.deepEqual(await names(page), ["Bolt"]);
  await page.getByLabel("Customers whose name contains").fill("");

  // Before the price changes nobody pays it; the list of new customers is asked for apart.
  await page.getByLabel("Month billed").selectOption({ label: "Feb 2027" });
  await rows.getByRole("row", { name: /Fizz.*\$150\.00.*\$150\.00/ }).waitFor();
  await page.getByRole("region", { name: "Every scenario" }).getByText("bills of Feb 2027").waitFor();
  await page.getByLabel("Month billed").selectOption({ label: "Dec 2029" });

  // A cap of 10 % holds both rises; it is an input as any other, with its cost in the table.
  await page.getByLabel("Cap on a rise").fill("10");
  await rows.getByRole("row", { name: /Fizz.*\$150\.00.*\$165\.00/ }).waitFor();
  await page.getByRole("row", { name: /Essentials at \$8.*2 at 10\s%.*\$39\.20/ }).waitFor();
  await page.getByText("Nobody leaves or changes plan here").waitFor();

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const text = await readFile(await (await saved).path(), "utf8");
  assert.match(text, /^line,customer,plan,segment,base,bill,change,change_share\n/);
  assert.match(text, /\n7,Fizz,Essentials,Agencies,150\.00,165\.00,15\.00,0\.1000\n/);

  await site.reload(page);
  await page.getByText("3 customers read.").waitFor();
  await page.getByRole("button", { name: "Delete the list" }).click();
  await page.getByText("A row for each customer").waitFor();
  await site.reload(page);
  await page.getByText("A row for each customer").waitFor();
});

test("a list goes with its workspace, and comes back with it", async () => {
  const page = await openList();
  await give(page, LIST);
  await page.getByText("3 customers read.").waitFor();
  await choose(page, "Delete");
  await page.getByText("A row for each customer").waitFor();
  const kept = () => page.evaluate(() => new Promise((resolve) => {
    indexedDB.open("planwright").onsuccess = ({ target }) => {
      target.result.transaction("customer-lists").objectStore("customer-lists").count().onsuccess = (count) => resolve(count.target.result);
    };
  }));
  await page.waitForFunction(() => new Promise((resolve) => {
    indexedDB.open("planwright").onsuccess = ({ target }) => {
      target.result.transaction("customer-lists").objectStore("customer-lists").count().onsuccess = (count) => resolve(count.target.result === 0);
    };
  }));
  await page.getByRole("button", { name: "Put it back" }).click();
  await page.getByText("3 customers read.").waitFor();
  await site.reload(page);
  await page.getByText("3 customers read.").waitFor();
  assert.equal(await kept(), 1);
});

test("columns of other names are mapped, and rows can be pasted", async () => {
  const page = await openList();
  await page.getByText("Paste rows instead").click();
  await page.getByLabel("Rows of the list, with headings").fill("Who\tWhat\tHow many\nAcme\tTeam\t4\n");
  await page.getByRole("button", { name: "Use these rows" }).click();
  await page.getByRole("alert").getByText("no column says the customer; its headings are: Who, What, How many").waitFor();
  await page.getByLabel("Column of customer", { exact: true }).selectOption("Who");
  await page.getByRole("alert").getByText("no column says the plan").waitFor();
  await page.getByLabel("Column of plan").selectOption("What");
  await page.getByText("1 customer read.").waitFor();
  await page.getByText("No column says channels: counted as 0.").waitFor();
  await page.getByLabel("Column of channels").selectOption("How many");
  const rows = page.getByRole("region", { name: "Customers and their bills" });
  await rows.getByRole("row", { name: /Acme.*\$48\.00/ }).waitFor();
});

test("what a list teaches is one step that can be undone", async () => {
  const page = await openList();
  await give(page, "customer,plan,channels,segment\na,Essentials,2,Creators\nb,Team,4,Creators\nc,Team,6,Creators\n");
  await page.getByText("3 customers read.").waitFor();
  await page.getByRole("button", { name: "Learn from the list" }).click();
  await page.getByText("now follow 3 customers").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), true);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe has nothing grave to say of a list in ${colorScheme}`, async () => {
    const page = await openList({ colorScheme });
    await give(page, LIST);
    await page.getByText("3 customers read.").waitFor();
    await site.axe(page);
  });
}

test("a hundred thousand customers are re-rated while the page answers, and the work can be cancelled", async (t) => {
  const page = await openList();
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((seen) => {
      for (const { duration } of seen.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  await giveMany(page, 100_000);
  await page.getByRole("progressbar", { name: "Customers re-rated" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("The list is not re-rated.").waitFor();
  const begun = performance.now();
  await page.getByRole("button", { name: "Re-rate it" }).click();
  await page.getByText("100,000 customers read.").waitFor();
  const seconds = (performance.now() - begun) / 1e3;
  const rows = page.getByRole("region", { name: "Customers and their bills" });
  await rows.getByRole("row").nth(1).waitFor();
  await rows.evaluate((holder) => holder.scrollTo(0, holder.scrollHeight / 2));
  await rows.locator('[aria-rowindex="50000"]').waitFor();
  assert.ok((await rows.getByRole("row").count()) < 100);
  const longest = await page.evaluate(() => globalThis.longest);
  t.diagnostic(`100,000 customers re-rated in ${seconds.toFixed(2)} s; longest blocked stretch ${longest.toFixed(0)} ms`);
});

test("a worker that dies is said to have, and the list is re-rated by another", async () => {
  const page = await openList();
  site.allow(/dies/);
  await giveMany(page, 400_000);
  await page.getByRole("progressbar", { name: "Customers re-rated" }).waitFor();
  // Between two questions nobody waits for the worker, and its end changes nothing.
  await page.waitForFunction(() => document.querySelector("progress")?.value > 0.05);
  await page.workers()[0].evaluate(() => void setTimeout(() => { throw new Error("dies"); }));
  await page.getByRole("alert").getByText(/background worker stopped and will be started again \(.*dies/).waitFor();
  await page.getByRole("button", { name: "Re-rate it" }).click();
  await page.getByText("400,000 customers read.").waitFor();
});
