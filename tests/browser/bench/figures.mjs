// What all measurements share: quantiles, and the lines of the one table that is printed.

/** The value below which `share` of the values lie. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** A line of the table: a figure, and the most it should be, if there is such a target. */
export function line(what, figure, unit, most) {
  return { what, figure, unit, most };
}

/** Prints the lines with a verdict for each that has a target. */
export function print(lines) {
  const rows = lines.map(({ what, figure, unit, most }) => [
    what,
    written(figure, unit),
    most === undefined ? "" : `at most ${written(most, unit)}`,
    most === undefined ? "" : figure <= most ? "ok" : "over",
  ]);
  const head = ["", "measured", "target", ""];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at].length)));
  const left = new Set([0, 3]);
  const cell = (text, at) => (left.has(at) ? text.padEnd(widths[at]) : text.padStart(widths[at]));
  for (const row of [head, ...rows]) console.log(row.map(cell).join("  ").trimEnd());
}

// Decimals of the units that are measured; all others are counted.
const DECIMALS = { "ms": 1, "µs": 1, "%": 1, "×": 2 };

function written(value, unit) {
  const places = value < 100 ? (DECIMALS[unit] ?? 0) : 0;
  return `${value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places })} ${unit}`;
}
