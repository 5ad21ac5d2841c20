#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solves shipped scenarios with every engine: the values have to agree, and the plans to say whose they are.

HiGHS comes from the wheel that the independent model is solved with.
"""

import argparse
import glob
import json
import os
import subprocess
import sys

import highspy

TOLERANCE = 1e-6


def plan(muster, scenario, *options):
    run = subprocess.run([muster, "solve", scenario, "--format", "json", *options], capture_output=True, timeout=300)
    if run.returncode != 0:
        raise SystemExit(f"{scenario} {' '.join(options)}: exit {run.returncode}: {run.stderr.decode()}")
    return json.loads(run.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--muster", required=True)
    parser.add_argument("scenarios", nargs="*", help="by default the shipped ones without decisions that are small")
    arguments = parser.parse_args()
    library = os.path.join(os.path.dirname(highspy.__file__), "libhighs.so.1")
    scenarios = arguments.scenarios or sorted(
        f for f in glob.glob("Scenarios/*.json") if os.path.getsize(f) < 200_000
    )
    failed = solved = confirmed = 0
    for scenario in scenarios:
        native = plan(arguments.muster, scenario, "--engine", "native")
        highs = plan(arguments.muster, scenario, "--engine", "highs", "--highs", library)
        auto = plan(arguments.muster, scenario)
        confirmed += auto["engine"].get("start") == "native"
        problems = []
        if "fallback" in highs["engine"]:
            problems.append(f"HiGHS did not answer: {highs['engine']['fallback']}")
        for other in (highs, auto):
            if not other["verification"]["feasible"]:
                problems.append(f"the plan of {other['engine']['name']} does not keep the rules")
            if native["status"] == other["status"] == "optimal":
                value, own = other["objective"]["value"], native["objective"]["value"]
                if abs(value - own) > 2 * TOLERANCE * max(1, abs(own)):
                    problems.append(f"{other['engine']['name']} finds {value}, the native engine {own}")
        solved += 1
        failed += bool(problems)
        for problem in problems:
            print(f"{scenario}: {problem}")
    print(f"{solved} scenarios by native, HiGHS and auto ({confirmed} optima confirmed by GLPK): {failed} failed")
    return 1 if failed or solved == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
