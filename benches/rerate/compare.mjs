// Re-rates one list by the command line, by hand-written JavaScript and by numpy, in one run: rows a second, the most
// memory held, and whether all three agree to the cent, row by row. make bench-rerate calls it with the program.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [, , program, count = "1000000"] = process.argv;
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "planwright-rerate-"));
const file = (name) => join(folder, name);

/** Runs a command with its output in a file, under what tells the most memory it held where that is installed. */
function timed(command, words, out) {
  const target = openSync(out, "w");
  const meter = "import resource,subprocess,sys;c=subprocess.call(sys.argv[1:]);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,file=sys.stderr);sys.exit(c)";
  const run = spawnSync("python3", ["-c", meter, command, ...words], { stdio: ["ignore", target, "pipe"], encoding: "utf8" });
  closeSync(target);
  assert.equal(run.status, 0, run.stderr);
  const said = run.stderr.trim().split("\n");
  return { megabytes: Number(said.pop()) / 1024, said };
}

/** Name and the two bills of each row. */
const bills = (path, heading) =>
  readFileSync(path, "utf8").trimEnd().split("\n").slice(heading).map((line) => line.split(",")).map(([name, , base, scenario]) => `${name} ${base} ${scenario}`);

try {
  const rows = Number(count);
  for (const [name, size] of [["list.csv", rows], ["short.csv", rows / 10]]) {
    timed(process.execPath, [join(here, "list.mjs"), String(size)], file(name));
  }
  const starter = spawnSync(program, ["templates", "starter"], { encoding: "utf8" });
  writeFileSync(file("starter.json"), starter.stdout);
  const own = (list, out) => timed(program, ["rerate", file("starter.json"), file(list), "--scenario", "pro-price"], file(out));
  const short = own("short.csv", "short.out");
  const whole = own("list.csv", "own.out");
  const seconds = Number(whole.said.at(-1).match(/in ([\d.]+) s/)[1]);
  const script = timed(process.execPath, [join(here, "bill.mjs"), file("list.csv"), file("script.out")], file("script.json"));
  const numpy = timed("python3", [join(here, "bill.py"), file("list.csv"), file("numpy.out")], file("numpy.json"));
  const told = (name) => JSON.parse(readFileSync(file(name), "utf8"));
  const table = [["planwright rerate", seconds, whole], ["JavaScript by hand", told("script.json").seconds, script], ["numpy by hand", told("numpy.json").seconds, numpy]];
  console.log(`${rows} rows, two bills each`);
  console.table(Object.fromEntries(table.map(([name, taken, { megabytes }]) => [name, {
    "rows a second": Math.round(rows / taken),
    seconds: Number(taken.toFixed(2)),
    "most memory, MB": Math.round(megabytes),
  }])));
  console.log(`memory of planwright at a tenth of the rows: ${Math.round(short.megabytes)} MB`);
  console.log(`numpy without reading and writing (columns made, then billed): ${told("numpy.json").arithmetic.toFixed(2)} s`);
  const [mine, byHand, byNumpy] = [bills(file("own.out"), 1), bills(file("script.out"), 0), bills(file("numpy.out"), 0)];
  assert.deepEqual([mine.length, byHand.length, byNumpy.length], [rows, rows, rows]);
  mine.forEach((row, at) => assert.ok(row === byHand[at] && row === byNumpy[at], `row ${at + 1}: ${row} / ${byHand[at]} / ${byNumpy[at]}`));
  console.log("all three agree to the cent in every row");
} finally {
  rmSync(folder, { recursive: true });
}
