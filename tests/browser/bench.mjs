// Measures the page as a first visit meets it: what is downloaded, and how long until the app shows itself.

import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { DIST, start } from "./harness.mjs";

const VISITS = 15;

/** One visit in a fresh profile: the files asked for, and milliseconds from navigation to the first heading. */
async function visit({ browser, address }) {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const files = new Set(["index.html"]);
  profile.on("request", (request) => files.add(request.url().slice(address.length) || "index.html"));
  const page = await profile.newPage();
  await page.addInitScript(watchForHeading);
  await page.goto(address);
  const milliseconds = await page.evaluate(() => globalThis.headingShown);
  // Asked for by the browser itself, unseen by the driver.
  files.add(await page.locator("link[rel=icon]").getAttribute("href").then((path) => path.replace(/^\.\//, "")));
  await profile.close();
  return { files: [...files].sort(), milliseconds };
}

/** Runs in the page: resolves with the time of the first frame after the heading is there. */
function watchForHeading() {
  globalThis.headingShown = new Promise((resolve) => {
    const look = () => (document.querySelector("h1") ? resolve(performance.now()) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}

async function sizes(file) {
  const content = await readFile(DIST + file);
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return { file, bytes: content.length, brotli: brotli.length };
}

const total = (rows, column) => rows.reduce((sum, row) => sum + row[column], 0);
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

const site = await start();
const visits = [];
for (let i = 0; i < VISITS; i += 1) visits.push(await visit(site));
const version = site.browser.version();
await site.close();

const rows = await Promise.all(visits[0].files.map(sizes));
rows.push({ file: "all of a first visit", bytes: total(rows, "bytes"), brotli: total(rows, "brotli") });
console.log("Downloaded by a first visit");
console.table(rows);

const times = visits.map((each) => each.milliseconds).sort((a, b) => a - b);
console.log(`From navigation to the app's heading, local server, Chromium ${version}`);
console.table([{ visits: VISITS, "p50 ms": Math.round(quantile(times, 0.5)), "p95 ms": Math.round(quantile(times, 0.95)) }]);
