# The bills of the starter template under its base and "pro-price", written out by hand with numpy, in whole cents.
# Reads a list, writes each row's bills, and tells the sums and the seconds, as `planwright rerate` does. All in memory.

import csv
import json
import sys
import time

import numpy as np

begun = time.perf_counter()
with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))[1:]
read = time.perf_counter()
names, plans, seats, discounts, contracts, _, _ = zip(*rows)
pro = np.array(plans) == "pro"
seats = np.array(seats, dtype=np.int64)
percent = np.array([int(discount[:-1] or 0) if discount else 0 for discount in discounts], dtype=np.int64)
annual = np.array(contracts) == "annual"


def half(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def bills(first):
    tiers = np.minimum(seats, 10) * first + np.clip(seats - 10, 0, 40) * 1900 + np.clip(seats - 50, 0, None) * 1600
    month = np.where(pro, 4900 + tiers, 1200 * seats)
    amount = np.where(annual, half(month * 12 * 80, 100), month)
    net = amount - half(amount * percent, 100)
    return np.where(annual, half(net, 12), net)


base, scenario = bills(2200), bills(2500)
rated = time.perf_counter()
with open(sys.argv[2], "w", newline="") as file:
    for name, plan, now, then in zip(names, plans, base.tolist(), scenario.tolist()):
        share = f"{(then - now) / now:.4f}" if now else ""
        file.write(f"{name},{plan},{now / 100:.2f},{then / 100:.2f},{(then - now) / 100:.2f},{share}\n")
money = lambda cents: f"{cents // 100}.{cents % 100:02d}"
print(json.dumps({
    "rows": len(names),
    "base": money(int(base.sum())),
    "scenario": money(int(scenario.sum())),
    "seconds": time.perf_counter() - begun,
    "arithmetic": rated - read,
}))
