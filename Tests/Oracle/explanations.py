# SPDX-License-Identifier: GPL-3.0-or-later
"""Works out again, with the model by days, what `muster explain` says.

    python explanations.py --muster PATH --count N [--seed S] [--size XS] [--only KEY] [--without KEY ...] [--keep DIR]
    python explanations.py --muster PATH --scenario FILE ...

For each scenario:

- every unmet entry has a reason, and the shares of its reasons add up to 1 exactly;
- the patch (RFC 6902) of every remedy and lever is applied and the result solved: it saves what is said, more than
  nothing, and the list is sorted by that; `spent`, `hours` and `unitDays` lie between what the best plans of both allow;
- what was tried for a price is tried again through its patch, and as a change of the row's right-hand side where that
  is one row (an hour more of somebody in a period is not: it may be on any of its days); what is `confirmed` saves the
  price, no price is below what one unit saves, and as many units as `validFor` says save the price each;
- the value with each person away (`--absence`) is that of the scenario with this absence;
- an hour that is forced (`--why`) costs what is said.

Figures of money are compared within 1e-6 of max(1, the scenario's value). A plan is on a grid of millionths, and a
millionth of an hour can cost a penalty price: figures that are farther apart, but by no more than such roundings can
cause, are counted, and must be few. Exits 1 on any other difference.
"""
from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction as F

import runs
from facts import Facts
from oracle import Model
from patches import patched
from random_scenarios import UNEXPLAINED, generate
from plan_format import SPENT
from readings import frac, loads

KINDS = {
    "nobody", "away", "taken", "budget", "limit", "asset", "operators", "together", "after", "team", "commitment",
    "notWorthIt",
}  # fmt: skip
TOLERANCE = 1e-6
# How many figures of a run may be apart by the rounding of plans.
GRID_SHARE = 0.02
# Roundings of a millionth of an hour or unit-day that may come together in one value.
ROUNDINGS = 20


class Solved:
    """A scenario with its value, and between what its best plans have spent and covered."""

    def __init__(self, data):
        self.model = Model(Facts(data))
        self.steps, _ = self.model.solve()
        self.value = dict(self.steps)["value"]
        self._ranges = {}

    def range(self, what):
        """The least and the greatest amount (`spent`, `hours`, `unitDays`) of the best plans."""
        if what not in self._ranges:
            m, sums, constant = self.model, {}, F(0)
            if what == "spent":
                sums = {j: sum((c for k, c in terms.items() if k in SPENT), F(0)) for j, terms in enumerate(m.terms)}
            else:
                for d in m.f.demands.values():
                    if d.staff == (what == "hours"):
                        constant += d.hours * d.counts if d.staff else d.units * len(d.window)
                for j, key in enumerate(m.keys):
                    if key[0] == "u" and m.f.demands[key[1]].staff == (what == "hours"):
                        sums[j] = F(-m.f.demands[key[1]].counts)
            held = [
                (costs, F(best + 1e-7 * max(1, abs(best))) - c) for (_, costs, c), (_, best) in zip(m.objectives(), self.steps)
            ]
            least, _ = m.minimise(sums, constant, held)
            most, _ = m.minimise({j: -a for j, a in sums.items()}, -constant, held)
            self._ranges[what] = least, -most
        return self._ranges[what]


def relaxed(model, price, units):
    """The program with more units on the right-hand side of a price's row; None where that is not one row."""
    name = {"budget": "budget", "overtime": "overtime total", "limit": "limit"}.get(price["kind"])
    rows = [row for row in model.rows if name and row[0][:2] == (name, price["id"])]
    if len(rows) != 1:
        return None
    result = copy.copy(model)
    result.rows = [
        (row[0], row[1], row[2] + frac(units), row[3]) if row is rows[0] else row for row in model.rows
    ]
    return result


def forced(model, staff, demand, period, hours):
    """The program in which a person works at least so much on a demand in a period."""
    result = copy.copy(model)
    result.rows = model.rows + [(("forced",), frac(hours), None, model.worked[staff, demand, period])]
    return result


class Report:
    def __init__(self, value, grid):
        self.problems, self.counts, self.apart = [], Counter(), 0
        self.tolerance = TOLERANCE * max(1.0, abs(value))
        self.grid = max(self.tolerance, grid)

    def within(self, what, said, least, most):
        """Compares money, or hours."""
        self.counts[what.split(" ")[0]] += 1
        away = max(0.0, least - float(said), float(said) - most)
        if away <= self.tolerance:
            return
        if away <= self.grid:
            self.apart += 1
        else:
            self.problems.append(f"{what}: {float(said):.9g}, not {least:.9g}" + (f" to {most:.9g}" if most > least else ""))

    def same(self, what, said, right):
        self.within(what, said, float(right), float(right))

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
            f"{label}: saves is not the difference", change["costBefore"] - change["costAfter"] == change["saves"]
        )
        after = Solved(patched(data, change["patch"]))
        report.same(f"{label} costBefore", change["costBefore"], before.value)
        report.same(f"{label} costAfter", change["costAfter"], after.value)
        report.same(f"{label} saves", change["saves"], before.value - after.value)
        for what in ("spent", "hours", "unitDays"):
            if change.get(what) is not None:
                (old_least, old_most), (least, most) = before.range(what), after.range(what)
                report.within(f"{label} {what}", change[what], least - old_most, most - old_least)
    saved = [change["saves"] for change in changes]
    report.expect(f"{name}s are not sorted", saved == sorted(saved, reverse=True))


def check_prices(report, explanation, data, before):
    model = before.model
    for price in explanation["bottlenecks"]:
        label = f"price of {price['kind']} {price['id']} {price.get('period', '')}".strip()
        each, tried = price["pricePerUnit"], price.get("tried")
        report.expect(f"{label}: is {each}", each > 0)
        if price["confirmed"]:
            report.expect(f"{label}: confirmed, but not tried", tried is not None)
        if tried:
            units = tried["units"]
            report.expect(f"{label}: tried {units} units", 0 < units <= 1)
            if price["confirmed"]:
                report.same(f"{label} confirmed", tried["saves"], units * each)
            if "patch" in price:
                after = Solved(patched(data, price["patch"])).value
                report.same(f"{label} saves with its patch", tried["saves"], before.value - after)
            if len(before.steps) == 1 and (after := relaxed(model, price, units)):
                report.same(f"{label} saves", tried["saves"], before.value - dict(after.solve()[0])["value"])
        if len(before.steps) == 1 and (one := relaxed(model, price, 1)):
            saved = before.value - dict(one.solve()[0])["value"]
            report.expect(f"{label}: one unit saves {saved:.9g}, more than {each}", saved <= float(each) + report.grid)
            if price.get("validFor"):
                many = min(Decimal(price["validFor"]), Decimal(1000))
                saved = before.value - dict(relaxed(model, price, many).solve()[0])["value"]
                report.same(f"{label} validFor {many}", many * each, saved)


def check_absences(report, explanation, data, before):
    calendar = data["calendar"]
    for absence in explanation["absence"]:
        index = next(k for k, person in enumerate(data["staff"]) if person["id"] == absence["staff"])
        away = copy.deepcopy(data)
        away["staff"][index].setdefault("absences", []).append({"from": absence["from"], "to": absence["to"]})
        label = f"absence of {absence['staff']}"
        report.expect(f"{label}: not all the time", (absence["from"], absence["to"]) == (calendar["start"], calendar["end"]))
        after = Solved(away).value
        report.same(f"{label} value", absence["value"], after)
        report.same(f"{label} costs", absence["costs"], after - before.value)
    costs = [absence["costs"] for absence in explanation["absence"]]
    report.expect("absences are not sorted", costs == sorted(costs, reverse=True))
    report.expect("absences of some are missing", len(costs) == len(data.get("staff", [])))


def check_why(report, why, before):
    force = why.get("forced")
    if not force or len(before.steps) > 1:
        return
    label = f"why {why['staff']} {why['demand']}"
    try:
        program = forced(before.model, why["staff"], why["demand"], int(force["period"]), force["hours"])
        after = dict(program.solve()[0])["value"]
    except RuntimeError as error:
        report.expect(f"{label}: {force['hours']} h in period {force['period']} are not possible ({error})", False)
        return
    report.same(f"{label} value", force["value"], after)
    report.same(f"{label} costs", force["costs"], after - before.value)
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
        before = Solved(data)
        model = before.model
        dearest = max((float(sum(abs(c) for c in terms.values())) for terms in model.terms), default=0)
        report = Report(before.value, ROUNDINGS * 1e-6 * dearest)
        explanation = run(options, text)
        report.same("value", explanation["value"], before.value)
        check_reasons(report, explanation)
        for entry in explanation["unmet"]:
            if entry["remedies"]:
                check_changes(report, f"remedy of {entry['demand']}", entry["remedies"], data, before)
        check_prices(report, explanation, data, before)
        if data.get("staff"):
            check_absences(report, run(options, text, "--absence"), data, before)
        best = run(options, text, "--best", "3")
        if "levers" in best:
            check_changes(report, "lever", best["levers"], data, before)
            report.expect("levers: more than were asked for", len(best["levers"]) <= 3)
        pairs = [key[:2] for key in model.worked]
        # The first, the last and one in the middle: pairs that may work together, all of different kinds by chance.
        for staff, demand in dict.fromkeys(pairs[k] for k in (0, len(pairs) // 2, -1) if pairs):
            check_why(report, run(options, text, "--why", staff, demand)["why"], before)
    except Exception as error:  # a failure of the model is a failure of the run, not a pass
        return {"name": name, "problems": [f"{type(error).__name__}: {error}"], "counts": Counter(), "apart": 0}
    if report.problems and options["keep"]:
        os.makedirs(options["keep"], exist_ok=True)
        base = os.path.join(options["keep"], name.replace(os.sep, "_").replace(" ", "-"))
        with open(base + ".json", "wb") as file:
            file.write(text)
        with open(base + ".problems.txt", "w", encoding="utf-8") as file:
            file.write("\n".join(report.problems) + "\n")
    return {"name": name, "problems": report.problems, "counts": report.counts, "apart": report.apart}


def main():
    parser = runs.parser(__doc__)
    parser.add_argument("--keep")
    parser.add_argument("--scenario", nargs="*", default=[])
    options = vars(parser.parse_args())
    if options["without"] is None:
        options["without"] = UNEXPLAINED
    jobs = []
    for path in options["scenario"]:
        with open(path, "rb") as file:
            jobs.append((os.path.basename(path), file.read(), options))
    for seed in range(options["seed"], options["seed"] + options["count"]):
        data = generate(seed, options["size"], options["only"], options["without"])
        jobs.append((f"{seed} --size {options['size']}", json.dumps(data).encode(), options))
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
