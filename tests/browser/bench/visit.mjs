// A first visit: what is downloaded, raw and brotli, and how long until the key figures stand on the screen.

import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { DIST } from "../harness.mjs";
import { line, quantile } from "./figures.mjs";

const VISITS = 10;
const MOST_BYTES = 300_000;
const MOST_MILLISECONDS = 1_000;

/** Ten visits, each in a fresh profile. */
export async function visits(site) {
  const all = [];
  for (let i = 0; i < VISITS; i += 1) all.push(await visit(site));
  const files = await Promise.all(all[0].files.map(sizes));
  const total = (column) => files.reduce((sum, file) => sum + file[column], 0);
  const times = all.map(({ milliseconds }) => milliseconds);
  return {
    files,
    lines: [
      line("first visit: everything downloaded, raw", total("bytes"), "bytes"),
      line("first visit: everything downloaded, brotli", total("brotli"), "bytes", MOST_BYTES),
      line(`first visit: navigation to key figures, p50 of ${VISITS}`, quantile(times, 0.5), "ms"),
      line(`first visit: navigation to key figures, p95 of ${VISITS}`, quantile(times, 0.95), "ms", MOST_MILLISECONDS),
    ],
  };
}

/** One visit: the files asked for, and milliseconds from navigation to the frame with the key figures. */
async function visit({ browser, address }) {
  const profile = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const files = new Set(["index.html"]);
  profile.on("request", (request) => files.add(request.url().slice(address.length) || "index.html"));
  const page = await profile.newPage();
  await page.addInitScript(watchForFigures);
  await page.goto(address);
  const milliseconds = await page.evaluate(() => globalThis.figuresShown);
  // Asked for by the browser itself, unseen by the driver.
  await profile.close();
  return { files: [...files].sort(), milliseconds };
}

/** Runs in the page: resolves with the time when the frame with every key figure has been painted. */
function watchForFigures() {
  globalThis.figuresShown = new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    const look = () => {
      const figures = [...document.querySelectorAll('[aria-label="Key figures"] .value')];
      const shown = figures.length > 0 && figures.every((figure) => /\d|n\/a/.test(figure.textContent));
      if (shown) port2.postMessage(null);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

async function sizes(file) {
  const content = await readFile(`${DIST}/${file}`);
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return { file, bytes: content.length, brotli: brotli.length };
}
