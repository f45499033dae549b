// Says where the time of keystrokes goes on one page: node tests/browser/profile.mjs Pricing, with the environment of make.
//
// Names of functions are there only in a build that keeps them: trunk build without --release, its folder named by DIST.

import { PAGES, typed } from "./bench/keys.mjs";
import { start } from "./harness.mjs";

// Microseconds between samples.
const INTERVAL = 200;
const SHOWN = 40;

const wanted = process.argv[2] ?? "Pricing";
const place = PAGES.find(({ page }) => page === wanted);
if (!place) throw new Error(`no page ${wanted}; there are: ${PAGES.map(({ page }) => page).join(", ")}`);
const site = await start();
try {
  let profile;
  await typed(site, place, async (page, work) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Profiler.enable");
    await session.send("Profiler.setSamplingInterval", { interval: INTERVAL });
    await session.send("Profiler.start");
    const measured = await work();
    ({ profile } = await session.send("Profiler.stop"));
    return measured;
  });
  tell(profile);
} finally {
  await site.close();
}

/** Prints the share of busy time each function ran itself, and with all it called. */
function tell({ nodes, samples, timeDeltas }) {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const own = new Map();
  const whole = new Map();
  const add = (times, name, time) => times.set(name, (times.get(name) ?? 0) + time);
  const name = (id) => known.get(id).callFrame.functionName || "(no name)";
  let busy = 0;
  samples.forEach((id, at) => {
    if (["(idle)", "(program)", "(root)"].includes(name(id))) return;
    busy += timeDeltas[at];
    add(own, name(id), timeDeltas[at]);
    const seen = new Set();
    for (let each = id; each !== undefined; each = parents.get(each)) seen.add(name(each));
    for (const each of seen) add(whole, each, timeDeltas[at]);
  });
  const percent = (time = 0) => `${((100 * time) / busy).toFixed(1).padStart(5)} %`;
  console.log(`busy for ${(busy / 1_000).toFixed(0)} ms\n   whole      own`);
  // The page's own functions; what lies between them is the framework calling.
  const ranked = [...whole].filter(([name]) => name.includes("planwright")).sort(([, a], [, b]) => b - a);
  for (const [name, time] of ranked.slice(0, SHOWN)) console.log(`${percent(time)}  ${percent(own.get(name))}  ${name}`);
  console.log("\n     own");
  for (const [name, time] of [...own].sort(([, a], [, b]) => b - a).slice(0, SHOWN / 2)) console.log(`${percent(time)}  ${name}`);
}
