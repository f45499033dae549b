// Prints one table: how fast a projection is, natively and as WebAssembly, and the page as a person meets it, beside the
// targets. make bench calls it with the program that times projections and the folder of the same as WebAssembly.

import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { drag } from "./bench/drag.mjs";
import { projections } from "./bench/engine.mjs";
import { print } from "./bench/figures.mjs";
import { keystrokes } from "./bench/keys.mjs";
import { visits } from "./bench/visit.mjs";
import { start } from "./harness.mjs";

// A document of four plans and six segments, opened as a file.
const WIDE = fileURLToPath(new URL("../../benches/wide.json", import.meta.url));

const [native, wasm] = process.argv.slice(2);
const site = await start();
try {
  const engine = native && wasm ? await projections(site, native, wasm) : [];
  const { files, lines } = await visits(site);
  const typed = await keystrokes(site, WIDE);
  const dragged = [...(await drag(site)), ...(await drag(site, "dragging a price of 4 plans and 6 segments", WIDE))];
  const [{ model }, { length }] = [cpus()[0], cpus()];
  console.log(`${model.trim()}, ${length} processors; Chromium ${site.browser.version()}\n`);
  print([...engine, ...lines, ...typed, ...dragged]);
  console.log("\nDownloaded by a first visit");
  console.table(files);
} finally {
  await site.close();
}
