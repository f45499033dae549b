// Writes a customer list of N rows for the starter template to standard output, always the same for the same N.

import { once } from "node:events";

const rows = Number(process.argv[2] ?? 1_000_000);
// Numbers that look random and are the same everywhere: a linear congruence of 31 bits.
let state = 20261;
const next = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * below);
};

let text = "customer,plan,seats,discount,contract,renewal month,segment\n";
for (let row = 1; row <= rows; row += 1) {
  const [plan, segment] = [next(3) ? "team" : "pro", next(4) ? "small" : "mid"];
  const seats = segment === "small" ? 1 + next(20) : 1 + next(400);
  const discount = next(5) ? "" : `${5 * (1 + next(6))}%`;
  const contract = next(3) ? "monthly" : "annual";
  text += `customer-${row},${plan},${seats},${discount},${contract},${1 + next(12)},${segment}\n`;
  if (text.length > 1 << 16) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
    text = "";
  }
}
process.stdout.write(text);
