// One projection, timed by the same program natively and as WebAssembly in the browser.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "../../../.ci/serve.mjs";
import { line } from "./figures.mjs";

// Microseconds for the GitLab template, natively.
const MOST = { f64: 100, ledger: 1_000 };
const MOST_RATIO = 1.3;
const KINDS = { f64: "f64", ledger: "with the Decimal ledger" };
const PATIENCE = 120_000;

/** Lines from the program at `native` and the module in the folder `wasm`. */
export async function projections({ browser }, native, wasm) {
  const natively = parsed((await promisify(execFile)(native)).stdout.trim().split("\n"));
  const inBrowser = parsed(await module(browser, wasm, natively.length));
  return natively.flatMap((one, at) => {
    const other = inBrowser[at];
    const what = `${one.name}, ${one.months} months, ${KINDS[one.kind]}`;
    const most = one.name === "workload" ? undefined : MOST[one.kind];
    return [
      line(`${what}: native`, one.median, "µs", most),
      line(`${what}: wasm`, other.median, "µs"),
      line(`${what}: wasm against native`, other.least / one.least, "×", MOST_RATIO),
    ];
  });
}

const parsed = (lines) => lines.map((text) => JSON.parse(text));

/** What the module prints on the console of a page that holds nothing else. */
async function module(browser, folder, count) {
  const html = '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="start.js"></script>';
  await writeFile(join(folder, "index.html"), html);
  await writeFile(join(folder, "start.js"), 'import start from "./bench.js";\nawait start();\n');
  const server = await serve(folder);
  const page = await browser.newPage();
  try {
    const lines = [];
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the module did not finish")), PATIENCE);
      page.on("pageerror", reject);
      page.on("console", (message) => {
        if (message.text().startsWith("{")) lines.push(message.text());
        if (lines.length === count) resolve(clearTimeout(late));
      });
      page.goto(server.address).catch(reject);
    });
    return lines;
  } finally {
    await page.close();
    await server.close();
  }
}
