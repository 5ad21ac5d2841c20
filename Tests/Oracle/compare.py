# SPDX-License-Identifier: GPL-3.0-or-later
"""Solves scenarios with Muster and with the oracle, and compares.

    python compare.py --muster PATH --count N --seed S [--family NAME] [--engine auto|glpk|native]
                      [--keep DIR] [--jobs 2] [--scenario FILE ...]

Exits 1 on any mismatch. Each failure names the seed that makes it again.

A plan is rounded to millionths, and a millionth of an hour can cost a penalty price; so a value
may be apart from the optimum by what that rounding can cause, but never by more than 1e-4 of the
optimum or 0.05 of money, whichever is larger, and in no more than 5 % of the scenarios.
"""
import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction as F

from oracle import Model, frac, loads
from random_scenarios import FAMILIES, generate
from verify_plan import Verifier, grid_allowance, tolerance


GRID_SHARE = 0.05


def run_muster(muster, engine, text, limit):
    command = [muster, "solve", "-", "--engine", engine, "--format", "json"]
    done = subprocess.run(command, input=text, capture_output=True, timeout=limit)
    if done.returncode != 0:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[:400]}")
    return loads(done.stdout)


def check(job):
    name, text, options = job
    result = {"name": name, "problems": [], "gap": None, "grid": False, "columns": 0}
    plan = None
    try:
        model = Model(loads(text))
        result["columns"] = len(model.columns)
        optimum = model.solve()[0]
    except Exception as error:  # a failure of the oracle is a failure of the run, not a pass
        result["problems"].append(f"oracle: {error!r}")
        return result
    try:
        plan = run_muster(options["muster"], options["engine"], text, options["timeout"])
        verifier = Verifier(None, plan, model)
        result["problems"] += verifier.verify(optimum, text)
        value = verifier.value
        if value is not None:
            away = value - F(optimum)
            result["gap"] = float(away / max(F(1), abs(F(optimum))))
            if abs(away) > tolerance(optimum):
                native = options["engine"] == "native"
                if abs(away) <= grid_allowance(verifier, optimum):
                    result["grid"] = True
                elif not native or away < 0:
                    result["problems"].append(f"value: {float(value):.9g}, optimum {optimum:.9g}")
            bound = frac(plan["objective"].get("bound"))
            if bound is not None and not bound <= F(optimum) + tolerance(optimum):
                result["problems"].append(f"bound: {float(bound):.9g}, optimum {optimum:.9g}")
    except Exception as error:
        result["problems"].append(f"muster: {type(error).__name__}: {error}")
    if result["problems"] and options["keep"]:
        os.makedirs(options["keep"], exist_ok=True)
        base = os.path.join(options["keep"], name.replace(os.sep, "_").replace(" ", "-"))
        with open(base + ".json", "wb") as file:
            file.write(text)
        with open(base + ".problems.txt", "w", encoding="utf-8") as file:
            file.write("\n".join(result["problems"]) + "\n")
        if plan is not None:
            with open(base + ".plan.json", "w", encoding="utf-8") as file:
                json.dump(plan, file, indent=1, default=float)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", required=True)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", choices=FAMILIES)
    parser.add_argument("--engine", default="auto", choices=["auto", "glpk", "native"])
    parser.add_argument("--keep")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("--scenario", nargs="*", default=[])
    options = vars(parser.parse_args())
    jobs = []
    for path in options["scenario"]:
        with open(path, "rb") as file:
            jobs.append((os.path.basename(path), file.read(), options))
    for seed in range(options["seed"], options["seed"] + options["count"]):
        family = options["family"] or FAMILIES[seed % len(FAMILIES)]
        jobs.append((f"seed-{seed}-{family}", json.dumps(generate(seed, family)).encode(), options))
    if not jobs:
        parser.error("nothing to do: give --count or --scenario")
    failures, gaps, grid, kinds = [], [], 0, Counter()
    with ProcessPoolExecutor(options["jobs"]) as pool:
        for result in pool.map(check, jobs, chunksize=1):
            grid += result["grid"]
            if result["gap"] is not None:
                gaps.append(result["gap"])
            if result["problems"]:
                failures.append(result)
                kinds.update({p.split(":")[0] for p in result["problems"]})
    for result in failures:
        print(f"{result['name']:<28} {result['columns']:>5} columns  {result['problems'][0][:180]}")
        for problem in result["problems"][1:4]:
            print(f"{'':<43} {problem[:180]}")
    gaps.sort()
    if gaps:
        middle, high = gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)]
        print(f"gap to the optimum: median {middle:.2e}, 95% {high:.2e}, largest {gaps[-1]:.2e}")
    print(f"{len(jobs)} scenarios, {len(failures)} failed {dict(kinds) or ''}, {grid} apart by the grid's rounding only")
    too_many = grid > GRID_SHARE * len(jobs)
    if too_many:
        print(f"more than {GRID_SHARE:.0%} need the allowance for rounding: look for an error that it hides")
    sys.exit(1 if failures or too_many else 0)


if __name__ == "__main__":
    main()
