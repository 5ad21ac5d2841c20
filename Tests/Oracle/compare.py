# SPDX-License-Identifier: GPL-3.0-or-later
"""Solves scenarios with Muster and with the model by days, and compares.

    python compare.py --muster PATH --count N [--seed S] [--size XS] [--only KEY | --each-key]
                      [--without KEY ...] [--absent] [--engine auto] [--arguments "--load"] [--keep DIR] [--jobs 2] [--scenario FILE ...]

With `--absent` one or two keys of each scenario are left out, emptied or set to 0 (absence.py); what Muster refuses as a
scenario that cannot be is counted apart.

Every claim of a plan is recomputed, daily amounts are looked for, and every step of the order is solved.
Exits 1 on any difference. Each failure names what makes it again.

A plan is rounded to millionths, and a millionth of an hour can cost a penalty price: a value may be apart from the
optimum by what the plan itself says that rounding may cost, in no more than 5 % of the scenarios by more than 1e-6.

With decisions in whole numbers (`--only team` and so on, or `decisions`) a plan may be `feasible`: it is counted apart
with its own gap, and fails where its bound is above the optimum, its value below it, or more than 5 % above it.
"""
from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import runs
from absence import changed
from facts import whole_keys
from plan_format import tolerance
from random_scenarios import DECISION_KEYS, KEYS, generate
from readings import frac, loads
from verify_plan import verifier_of
from whole import proved

GRID_SHARE = 0.05


def solved(options, text):
    command = [options["muster"], "solve", "-", "--engine", options["engine"], "--format", "json"]
    command += shlex.split(options["arguments"])
    done = subprocess.run(command, input=text, capture_output=True, timeout=options["timeout"])
    if done.returncode == 65 and options["absent"]:
        return None
    if done.returncode != 0:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[:400]}")
    return loads(done.stdout)


def check(job):
    name, text, options = job
    result = {
        "name": name, "problems": [], "gap": None, "grid": False, "columns": 0, "status": None, "unproved": False,
        "whole": False, "own_gap": None, "known": None,
    }  # fmt: skip
    plan = None
    try:
        data = loads(text)
        result["whole"] = whole = bool(whole_keys(data))
        try:
            plan = solved(options, text)
        except Exception as error:
            result["problems"].append(f"muster: {error}")
        if plan is not None:
            verifier = verifier_of(plan, data, options["seconds"])
            result["columns"] = len(verifier.model.keys)
            result["problems"] += verifier.verify(text)
            result["status"] = plan.get("status")
            if verifier.value is not None:
                best = frac(dict(verifier.best)["value"])
                away = verifier.value - best
                result["gap"] = float(away / max(1, abs(best)))
                result["grid"] = abs(away) > tolerance(best) and plan.get("status") == "optimal"
                if whole:
                    result["own_gap"] = plan["objective"].get("gap") and float(plan["objective"]["gap"])
                    result["known"] = all(proved(v, verifier.whole.bounds[what]) for what, v in verifier.best)
                elif plan.get("status") == "feasible" and options["engine"] != "native" and not options["arguments"]:
                    result["unproved"] = True
    except Exception as error:  # a failure of the model is a failure of the run, not a pass
        result["problems"].append(f"model: {type(error).__name__}: {error}")
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


def scenarios(options):
    for path in options["scenario"]:
        with open(path, "rb") as file:
            yield os.path.basename(path), file.read()
    for n in range(options["count"]):
        seed, only = options["seed"] + n, options["only"]
        if options["each_key"] or options["each_decision"]:
            keys = DECISION_KEYS if options["each_decision"] else [key for key in KEYS if key not in options["without"]]
            only = keys[seed % len(keys)]
        scenario, done = generate(seed, options["size"], only, options["without"]), ""
        if options["absent"]:
            scenario, done = changed(scenario, seed)
        name = f"{seed} --size {options['size']}" + (f" --only {only}" if only else "") + (f" --absent ({done})" if done else "")
        yield name, json.dumps(scenario).encode()


def report_decided(results):
    """How many plans with decisions are proved, and how far the others are from the optimum, and say that they are."""
    if not results:
        return
    feasible = [r for r in results if r["status"] == "feasible"]
    print(
        f"decisions: {len(results) - len(feasible)} proved, {len(feasible)} feasible; the model itself has not proved "
        f"{sum(r['known'] is False for r in results)}"
    )
    if feasible:
        worst = max(feasible, key=lambda r: r["gap"] if r["gap"] is not None else -1)
        said = [r["own_gap"] for r in feasible if r["own_gap"] is not None]
        print(
            f"of the feasible ones the worst is {worst['gap']:.2e} above the optimum ({worst['name']}); the worst gap that one "
            f"states is {max(said, default=float('nan')):.2e}, {len(feasible) - len(said)} state none"
        )


def main():
    parser = runs.parser(__doc__)
    parser.add_argument("--each-key", action="store_true", help="each key alone, one after the other")
    parser.add_argument("--each-decision", action="store_true", help="each decision alone, and all of them, one after the other")
    parser.add_argument("--seconds", type=float, default=120, help="for the model's own optimum of decisions")
    parser.add_argument("--absent", action="store_true", help="something is left out, emptied or 0 in each")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--arguments", default="", help="more arguments of muster solve")
    parser.add_argument("--unproved", type=float, default=0, help="share of the plans that may stay unproved")
    parser.add_argument("--keep")
    parser.add_argument("--scenario", nargs="*", default=[])
    options = vars(parser.parse_args())
    options["without"] = options["without"] or []
    jobs = [(name, text, options) for name, text in scenarios(options)]
    if not jobs:
        parser.error("nothing to do: give --count or --scenario")
    failures, unproved, gaps, grid, kinds, statuses = [], [], [], 0, Counter(), Counter()
    decided, refused = [], 0
    with ProcessPoolExecutor(options["jobs"]) as pool:
        for result in pool.map(check, jobs, chunksize=1):
            grid += result["grid"]
            refused += result["status"] is None and not result["problems"]
            statuses[result["status"]] += 1
            if result["whole"] and result["status"]:
                decided.append(result)
            if result["unproved"]:
                unproved.append(f"{result['name']} ({result['gap']:.1e})")
            if result["gap"] is not None:
                gaps.append(result["gap"])
            if result["problems"]:
                failures.append(result)
                kinds.update({p.split(":")[0] for p in result["problems"]})
    for result in failures:
        print(f"{result['name']:<36} {result['columns']:>5} columns  {result['problems'][0][:180]}")
        for problem in result["problems"][1:4]:
            print(f"{'':<51} {problem[:180]}")
    gaps.sort()
    if gaps:
        middle, high = gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)]
        print(f"gap to the optimum: median {middle:.2e}, 95% {high:.2e}, largest {gaps[-1]:.2e}; {dict(statuses)}")
    report_decided(decided)
    if refused:
        print(f"{refused} scenarios cannot be, and were refused")
    print(f"{len(jobs)} scenarios, {len(failures)} failed {dict(kinds) or ''}, {grid} apart by the grid's rounding only")
    if unproved:
        print(f"{len(unproved)} plans unproved, with all the time that they want, and this far from the best: {', '.join(unproved)}")
    too_many_unproved = len(unproved) > options["unproved"] * len(jobs)
    too_many = grid > GRID_SHARE * len(jobs)
    if too_many:
        print(f"more than {GRID_SHARE:.0%} need the allowance for rounding: look for an error that it hides")
    sys.exit(1 if failures or too_many or too_many_unproved else 0)


if __name__ == "__main__":
    main()
