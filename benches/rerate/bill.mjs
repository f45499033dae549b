// The bills of the starter template under its base and "pro-price", written out by hand in JavaScript, in whole cents.
// Reads a list, writes each row's bills, and tells the sums and the seconds, as `planwright rerate` does.

import { createReadStream, createWriteStream } from "node:fs";

const [, , list, target] = process.argv;
const TIERS = [[10, 2200, 2500], [50, 1900, 1900], [Infinity, 1600, 1600]];

/** Half-up in whole numbers: a list's amounts are never below zero. */
const half = (numerator, denominator) => Math.floor((2 * numerator + denominator) / (2 * denominator));

/** Cents of a month: the list a month, a fifth off a year up front, the discount in percent, a twelfth of the year. */
function bill(plan, seats, percent, annual, scenario) {
  let month = 0;
  if (plan === "team") month = 1200 * seats;
  else {
    month = 4900;
    let below = 0;
    for (const tier of TIERS) {
      if (seats > below) month += (Math.min(seats, tier[0]) - below) * tier[scenario ? 2 : 1];
      below = tier[0];
    }
  }
  const amount = annual ? half(month * 12 * 80, 100) : month;
  const net = amount - half(amount * percent, 100);
  return annual ? half(net, 12) : net;
}

const money = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
const begun = performance.now();
const out = createWriteStream(target);
let [rows, base, scenario, rest, text, first] = [0, 0, 0, "", "", true];
for await (const part of createReadStream(list, { encoding: "utf8", highWaterMark: 1 << 18 })) {
  const lines = (rest + part).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (first) {
      first = false;
      continue;
    }
    const [name, plan, seats, discount, contract] = line.split(",");
    const percent = discount === "" ? 0 : Number(discount.slice(0, -1));
    const [now, then] = [0, 1].map((one) => bill(plan, Number(seats), percent, contract === "annual", one));
    [rows, base, scenario] = [rows + 1, base + now, scenario + then];
    const change = then - now;
    text += `${name},${plan},${money(now)},${money(then)},${money(change)},${now ? (change / now).toFixed(4) : ""}\n`;
  }
  out.write(text);
  text = "";
}
await new Promise((done) => out.end(done));
console.log(JSON.stringify({ rows, base: money(base), scenario: money(scenario), seconds: (performance.now() - begun) / 1e3 }));
