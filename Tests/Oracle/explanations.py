# SPDX-License-Identifier: GPL-3.0-or-later
"""Works out again, with the independent model, what `muster explain` says.

    python explanations.py --muster PATH --count N [--seed S] [--family NAME] [--keep DIR] [--jobs 2]
    python explanations.py --muster PATH --scenario FILE ...

For each scenario:

- every unmet entry has a reason, and the shares of its reasons add up to 1 exactly;
- the patch (RFC 6902) of every remedy and lever is applied and the result solved: it saves what is said, more than
  nothing, and the list is sorted by that;
- every price that was tried is tried again: through its patch, and as a change of the row's right-hand side. What is
  `confirmed` saves the price, and no price is below what one unit saves (the optimum is convex in a right-hand side);
- as many units as `validFor` says save the price each;
- the value with each person away (`--absence`) is that of the scenario with this absence;
- an hour that is forced (`--why`) costs what is said.

Figures of money are compared within 1e-6 of max(1, the scenario's value). A plan is on a grid of millionths, and a
millionth of an hour can cost a penalty price: figures that are farther apart, but by no more than such roundings can
cause, are counted, and must be few. Exits 1 on any other difference.
"""
import argparse
import copy
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction as F

from oracle import Model, frac, loads
from random_scenarios import FAMILIES, generate

KINDS = {"nobody", "away", "taken", "budget", "pace", "asset", "operators", "commitment", "notWorthIt"}
TOLERANCE = 1e-6
# How many figures of a run may be apart by the rounding of plans.
GRID_SHARE = 0.02
# Roundings of a millionth of an hour or unit-day that may come together in one value.
ROUNDINGS = 20
# The most prices of a scenario for which `validFor` is tried.
RANGES = 6


# RFC 6902


def steps(pointer):
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def number(step, length, is_end_allowed=False):
    if step == "-" and is_end_allowed:
        return length
    if not step.isascii() or not step.isdigit() or (step != "0" and step[0] == "0"):
        raise ValueError(f"{step!r} is no index")
    if int(step) >= length + (1 if is_end_allowed else 0):
        raise ValueError(f"there is no element {step}")
    return int(step)


def value_at(document, path):
    for step in path:
        document = document[number(step, len(document)) if isinstance(document, list) else step]
    return document


def add(document, path, value):
    if not path:
        return value
    parent = value_at(document, path[:-1])
    if isinstance(parent, list):
        parent.insert(number(path[-1], len(parent), True), value)
    else:
        parent[path[-1]] = value
    return document


def remove(document, path):
    parent = value_at(document, path[:-1])
    if isinstance(parent, list):
        return parent.pop(number(path[-1], len(parent)))
    return parent.pop(path[-1])


def patched(document, operations):
    """The document with the operations carried out, one after the other."""
    document = copy.deepcopy(document)
    for operation in operations:
        name, path = operation["op"], steps(operation["path"])
        if name == "add":
            document = add(document, path, copy.deepcopy(operation["value"]))
        elif name == "remove":
            remove(document, path)
        elif name == "replace":
            value_at(document, path)
            if path:
                remove(document, path)
            document = add(document, path, copy.deepcopy(operation["value"]))
        elif name == "move":
            document = add(document, path, remove(document, steps(operation["from"])))
        elif name == "copy":
            document = add(document, path, copy.deepcopy(value_at(document, steps(operation["from"]))))
        elif name == "test":
            if value_at(document, path) != operation["value"]:
                raise ValueError(f"the test of {operation['path']} fails")
        else:
            raise ValueError(f"there is no operation {name!r}")
    return document


# Changes of the program


ROW = {"staff": "capacity", "overtime": "overtimeTotal", "pace": "pace", "asset": "asset", "budget": "budget"}


def relaxed(model, price, units):
    """The program with more units on the right-hand side of a price's row; None where the row limits nothing."""
    kind, scenario = price["kind"], model.s
    key = (ROW[kind], price["id"])
    if kind in ("staff", "asset", "pace"):
        key += (int(price["period"]),)
    result = copy.copy(model)
    result.rows = [
        (name, low, high + frac(units), entries) if name == key else (name, low, high, entries)
        for name, low, high, entries in model.rows
    ]
    if all(name != key for name, *_ in model.rows):
        return None
    if kind == "staff":
        # What the row implies as it is does not hold the hour back.
        person, period = price["id"], int(price["period"])
        there = scenario.A(person, period)

        def is_implied(column):
            if column[0] == "x" and (column[1], column[3]) == (person, period):
                return scenario.Ad(person, column[2], period) == there
            if column[0] == "q" and (column[1], column[3]) == (person, period):
                return scenario.Aop(person, column[2], period) == there
            return False

        result.columns = [
            (name, None if is_implied(name) else upper, cost, term) for name, upper, cost, term in model.columns
        ]
    return result


def forced(model, staff, demand, period, hours):
    """The program in which a person works at least so much on a demand in a period."""
    result = copy.copy(model)
    result.rows = model.rows + [(("forced",), frac(hours), None, {model.index["x", staff, demand, period]: F(1)})]
    return result


# What is checked


class Report:
    def __init__(self, value, grid):
        self.problems, self.counts, self.apart = [], Counter(), 0
        self.tolerance = TOLERANCE * max(1.0, abs(value))
        self.grid = max(self.tolerance, grid)

    def same(self, what, said, right, slack=0.0):
        """Compares money."""
        self.counts[what.split(" ")[0]] += 1
        away = max(0.0, abs(float(said) - float(right)) - slack)
        if away <= self.tolerance:
            return
        if away <= self.grid:
            self.apart += 1
        else:
            self.problems.append(f"{what}: {float(said):.9g}, not {float(right):.9g}")

    def expect(self, what, holds):
        self.counts[what.split(" ")[0]] += 1
        if not holds:
            self.problems.append(what)


def check_reasons(report, explanation):
    for entry in explanation["unmet"]:
        reasons = entry["reasons"]
        name = f"reasons of {entry['demand']}"
        report.expect(f"{name}: there are none", reasons)
        report.expect(f"{name}: an unknown kind", all(r["kind"] in KINDS for r in reasons))
        report.expect(f"{name}: a share of nothing", all(r["share"] > 0 for r in reasons))
        report.expect(f"{name}: an empty detail", all(r["detail"] for r in reasons))
        total = sum((Decimal(r["share"]) for r in reasons), Decimal(0))
        report.expect(f"{name}: shares add up to {total}", total == 1)


def check_changes(report, name, changes, data, before):
    """Remedies or levers: each patched scenario is solved."""
    for change in changes:
        label = f"{name} '{change['title']}'"
        report.expect(f"{label}: is not confirmed", change["confirmed"] is True)
        report.expect(f"{label}: saves {change['saves']}", change["saves"] is not None and change["saves"] > 0)
        report.expect(
            f"{label}: saves is not the difference", change["costBefore"] - change["costAfter"] == change["saves"])
        after = Model(patched(data, change["patch"])).solve()[0]
        report.same(f"{label} costBefore", change["costBefore"], before)
        report.same(f"{label} costAfter", change["costAfter"], after)
        report.same(f"{label} saves", change["saves"], before - after)
    saved = [change["saves"] for change in changes]
    report.expect(f"{name}s are not sorted", saved == sorted(saved, reverse=True))


def check_prices(report, explanation, data, model, before):
    tried_ranges = 0
    for price in explanation["bottlenecks"]:
        label = f"price of {price['kind']} {price['id']} {price.get('period', '')}".strip()
        each, kind, tried = price["pricePerUnit"], price["kind"], price.get("tried")
        report.expect(f"{label}: is {each}", each > 0)
        if price["confirmed"]:
            report.expect(f"{label}: confirmed, but not tried", tried is not None)
        if "patch" in price:
            report.expect(f"{label}: a patch, but not tried", tried is not None)
        if tried:
            units = tried["units"]
            report.expect(f"{label}: tried {units} units", 0 < units <= 1)
            if price["confirmed"]:
                report.same(f"{label} confirmed", tried["saves"], units * each)
            if kind in ROW:
                after = relaxed(model, price, units)
                report.expect(f"{label}: the row does not exist", after is not None)
                if after:
                    report.same(f"{label} saves", tried["saves"], before - after.solve()[0])
            if "patch" in price:
                after = Model(patched(data, price["patch"])).solve()[0]
                report.same(f"{label} saves with its patch", tried["saves"], before - after)
            elif kind == "skill":
                report.expect(f"{label}: has no patch", False)
        elif price["confirmed"] and kind in ROW:
            report.same(f"{label} confirmed", each, before - relaxed(model, price, 1).solve()[0])
        if kind in ROW and tried_ranges < RANGES:
            tried_ranges += 1
            one = relaxed(model, price, 1)
            report.expect(f"{label}: the row does not exist", one is not None)
            if one is None:
                continue
            saved = before - one.solve()[0]
            report.expect(
                f"{label}: one unit saves {saved:.9g}, more than {each}", saved <= float(each) + report.grid)
            holds = price.get("validFor")
            if holds:
                many = min(Decimal(holds), Decimal(1000))
                saved = before - relaxed(model, price, many).solve()[0]
                report.same(f"{label} validFor {many}", many * each, saved)


def check_absences(report, explanation, data, before):
    calendar = data["calendar"]
    for absence in explanation["absence"]:
        index = next(k for k, person in enumerate(data["staff"]) if person["id"] == absence["staff"])
        away = copy.deepcopy(data)
        away["staff"][index].setdefault("absences", []).append({"from": absence["from"], "to": absence["to"]})
        label = f"absence of {absence['staff']}"
        report.expect(f"{label}: not all the time", (absence["from"], absence["to"]) == (calendar["start"], calendar["end"]))
        after = Model(away).solve()[0]
        report.same(f"{label} value", absence["value"], after)
        report.same(f"{label} costs", absence["costs"], after - before)
    costs = [absence["costs"] for absence in explanation["absence"]]
    report.expect("absences are not sorted", costs == sorted(costs, reverse=True))
    report.expect("absences of some are missing", len(costs) == len(data.get("staff", [])))


def check_why(report, why, model, before):
    if not why.get("forced"):
        return
    label = f"why {why['staff']} {why['demand']}"
    force = why["forced"]
    program = forced(model, why["staff"], why["demand"], int(force["period"]), force["hours"])
    try:
        after = program.solve()[0]
    except RuntimeError as error:
        report.expect(f"{label}: {force['hours']} h in period {force['period']} are not possible ({error})", False)
        return
    report.same(f"{label} value", force["value"], after)
    report.same(f"{label} costs", force["costs"], after - before)
    report.expect(f"{label}: costs {force['costs']}", force["costs"] >= 0 or -float(force["costs"]) <= report.grid)


def run(options, text, *arguments):
    command = [options["muster"], "explain", "-", "--format", "json", "--quiet", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, timeout=options["timeout"])
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[:300]}")
    return loads(done.stdout)


def check(job):
    name, text, options = job
    try:
        data = loads(text)
        model = Model(data)
        before = model.solve()[0]
        dearest = max([float(column[2]) for column in model.columns], default=0)
        report = Report(before, ROUNDINGS * 1e-6 * dearest)
        explanation = run(options, text)
        report.same("value", explanation["value"], before)
        check_reasons(report, explanation)
        for entry in explanation["unmet"]:
            if entry["remedies"]:
                check_changes(report, f"remedy of {entry['demand']}", entry["remedies"], data, before)
        check_prices(report, explanation, data, model, before)
        if data.get("staff"):
            check_absences(report, run(options, text, "--absence"), data, before)
        best = run(options, text, "--best", "3")
        if "levers" in best:
            check_changes(report, "lever", best["levers"], data, before)
            report.expect("levers: more than were asked for", len(best["levers"]) <= 3)
        pairs = [column[0][1:3] for column in model.columns if column[0][0] == "x"]
        # The first, the last and one in the middle: pairs that may work together, all of different kinds by chance.
        for staff, demand in dict.fromkeys(pairs[k] for k in (0, len(pairs) // 2, -1) if pairs):
            check_why(report, run(options, text, "--why", staff, demand)["why"], model, before)
    except Exception as error:  # a failure of the oracle is a failure of the run, not a pass
        return {"name": name, "problems": [f"{type(error).__name__}: {error}"], "counts": Counter(), "apart": 0}
    if report.problems and options["keep"]:
        os.makedirs(options["keep"], exist_ok=True)
        base = os.path.join(options["keep"], name.replace(os.sep, "_"))
        with open(base + ".json", "wb") as file:
            file.write(text)
        with open(base + ".problems.txt", "w", encoding="utf-8") as file:
            file.write("\n".join(report.problems) + "\n")
    return {"name": name, "problems": report.problems, "counts": report.counts, "apart": report.apart}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", required=True)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", choices=FAMILIES)
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
    failed, counts, apart = 0, Counter(), 0
    with ProcessPoolExecutor(options["jobs"]) as pool:
        for result in pool.map(check, jobs, chunksize=1):
            counts.update(result["counts"])
            apart += result["apart"]
            if result["problems"]:
                failed += 1
                for problem in result["problems"][:4]:
                    print(f"{result['name']:<24} {problem[:200]}")
    figures = sum(counts.values())
    print(f"{len(jobs)} scenarios, {failed} failed; {figures} figures {dict(sorted(counts.items()))}")
    print(f"{apart} apart by the rounding of plans only")
    too_many = apart > GRID_SHARE * figures
    if too_many:
        print(f"more than {GRID_SHARE:.0%} need the allowance for rounding: look for an error that it hides")
    sys.exit(1 if failed or too_many else 0)


if __name__ == "__main__":
    main()
