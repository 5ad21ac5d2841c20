#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions in whole numbers, at equal times: muster beside general solvers on muster's own tight model.

The model is what `muster export --mps` writes, with its window rows; reading it is not counted for the peers. The best
value and the highest bound of all runs of a scenario are what each value and bound is compared with, in percent. What a
peer claims is taken as it is; muster's bound is the one that its checker certifies.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import runs

DECISIONS = [
    "maxProjects", "minimumHoursPerWeek", "team", "indivisible", "external", "allOrNothing", "shift", "after",
    "training", "all",
]  # fmt: skip


def run_highs(mps, limit):
    solver = runs.highs(limit)
    solver.readModel(mps)
    return runs.run_highs(solver)


def run_cbc(mps, limit):
    began = time.perf_counter()
    run = subprocess.run(
        ["cbc", mps, "-timem", "elapsed", "-seconds", str(limit), "-ratioGap", "1e-6", "-solve", "-quit"],
        capture_output=True, text=True, timeout=10 * limit + 60,
    )  # fmt: skip
    seconds = time.perf_counter() - began

    def last(pattern):
        found = re.findall(pattern, run.stdout)
        return float(found[-1]) if found else None

    value = last(r"Objective value:\s+([-0-9.e+]+)")
    bound = last(r"Lower bound:\s+([-0-9.e+]+)")
    status = "optimal" if "Result - Optimal solution found" in run.stdout else "stopped"
    if value is not None and abs(value) > 1e40:
        value = None
    return {"seconds": seconds, "value": value, "bound": value if status == "optimal" else bound, "status": status}


def percent(figure, best):
    if figure is None or best is None:
        return None
    return 100 * (figure - best) / max(1e-9, abs(best))


def shown(figure):
    return "-" if figure is None else f"{figure:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", required=True)
    parser.add_argument("--size", nargs="+", default=["S"])
    parser.add_argument("--decisions", nargs="+", default=DECISIONS)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--limits", nargs="+", type=float, default=[10])
    parser.add_argument("--peers", nargs="*", default=["highs"], choices=["highs", "cbc"])
    arguments = parser.parse_args()
    gaps = {}
    print("size decision seed limit solver | seconds | value above best % | bound below best % | status")
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.size:
            for decision in arguments.decisions:
                for seed in arguments.seeds:
                    scenario, mps = os.path.join(folder, "s.json"), os.path.join(folder, "s.mps")
                    subprocess.run(
                        [arguments.muster, "generate", "--size", size, "--seed", str(seed), "--decision", decision,
                         "-o", scenario], check=True)  # fmt: skip
                    if arguments.peers:
                        subprocess.run([arguments.muster, "export", scenario, "-o", mps], check=True)
                    done = []
                    for limit in arguments.limits:
                        done.append((limit, "muster", runs.run_muster(arguments.muster, scenario, limit)))
                        for peer in arguments.peers:
                            done.append((limit, peer, {"highs": run_highs, "cbc": run_cbc}[peer](mps, limit)))
                    best = min((r["value"] for *_, r in done if r.get("value") is not None), default=None)
                    for limit, name, run in done:
                        value, bound = run.get("value"), run.get("bound")
                        above, below = percent(value, best), percent(bound, best)
                        gaps.setdefault((size, limit, name), []).append(
                            None if above is None or below is None else above - below)
                        kind = f" ({run['kind']})" if run.get("kind") else ""
                        print(
                            f"{size} {decision} {seed} {limit:g} {name} | {run['seconds']:.2f} | {shown(above)} | "
                            f"{shown(below)} | {run['status']}{kind}", flush=True)  # fmt: skip
                    values = [run["value"] for *_, run in done if run.get("value") is not None]
                    bounds = [(run["bound"], name) for _, name, run in done if run.get("bound") is not None]
                    for bound, name in bounds:
                        if values and bound > min(values) + 1e-6 * max(1, abs(min(values))):
                            print(f"  {name}'s bound is above the best value")
    for (size, limit, name), found in gaps.items():
        known = [gap for gap in found if gap is not None]
        print(
            f"{size}, {limit:g} s, {name}: gap in the median {shown(statistics.median(known) if known else None)} %, "
            f"at most {shown(max(known, default=None))} %, none in {len(found) - len(known)} of {len(found)}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
