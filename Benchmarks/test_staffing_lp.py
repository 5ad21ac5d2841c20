# SPDX-License-Identifier: GPL-3.0-or-later
"""The program that the peers are given has the optimum of the exact model that the tests use."""
import glob
import json
import os
import sys

import highspy

import peers
import staffing_lp

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(ROOT, "Tests", "Oracle"))
import facts  # noqa: E402
import oracle  # noqa: E402
import random_scenarios  # noqa: E402
import readings  # noqa: E402

COUNT = 240
# What the peers' program refuses; of all else there is as much as the seed says.
REFUSED = [
    "anyOf", "crew", "limits", "limitsEach", "limitsShare", "preferences", "baseline", "baselineStart", "strict", "early",
    "late", "balanced",
]


def scenarios():
    for path in sorted(glob.glob(os.path.join(ROOT, "Scenarios", "*.json"))):
        # The exact model takes its time: what is large is left to the comparison of optima itself.
        if os.path.getsize(path) > 60_000:
            continue
        with open(path, "rb") as file:
            yield os.path.basename(path), file.read()
    for seed in range(COUNT):
        yield f"seed {seed}", json.dumps(random_scenarios.generate(seed, without=REFUSED))


def main():
    compared = left_out = 0
    wrong = []
    for name, text in scenarios():
        data = json.loads(text)
        try:
            lp = staffing_lp.StaffingLP(data)
            exact = oracle.Model(facts.Facts(readings.loads(text)))
        except staffing_lp.Unsupported:
            left_out += 1
            continue
        if not exact.keys:
            left_out += 1
            continue
        found, status = peers.highs(lp, {"solver": "simplex"}, 60, peers.Clock())
        expected = dict(exact.solve()[0])["value"]
        compared += 1
        if found is None or abs(found - expected) > 1e-6 * max(1, abs(expected)):
            wrong.append(f"{name}: {found} ({status}), the exact model: {expected}")
    print(f"HiGHS {highspy.Highs().version()}: {compared} programs compared, {left_out} left out, {len(wrong)} differ")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
