# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of people in Tests/Field: what is right there, against the model, and against Muster.

    python field.py                       the model itself
    python field.py --muster PATH         also the plans of `muster solve`

Each folder has scenarios and `expected.json`: `right` (in words), `later` (what is not for `solve`), and
`solve`, a list of `{scenario, value, spent, unmetHours, unmet, brokenHours, overtimeHours, order, sums, load}`.
`sums` are hours of assignments that have the given staff, demand and start; `unmet` are by demand. Every
figure but `value` is asserted only where all best plans have it: the model looks for its least and its greatest.
"""
from __future__ import annotations

import argparse
import json
import pathlib
import subprocess
import sys
from fractions import Fraction as F

from facts import Facts, whole_keys
from oracle import PREFER_SLACK, Model
from plan_format import SPENT
from readings import frac, loads
from verify_plan import verifier_of
from whole import Whole

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Field"
ROOM = 1e-3  # what 1e-7 of the value buys, and the grid


def cases():
    for path in sorted(FOLDER.glob("*/expected.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["solve"]:
            yield path.parent / case["scenario"], case


class Wanted:
    """The figures of a case, each as {column: coefficient}, and what is expected."""

    def __init__(self, model, case):
        self.model, self.case = model, case

    def columns(self, kind, **of):
        f, names = self.model.f, {"x": ("staff", "demand"), "u": ("demand",), "w": (), "wq": (), "s": (), "q": ()}
        for j, key in enumerate(self.model.keys):
            if key[0] != kind:
                continue
            parts = dict(zip(names[kind], key[1:]))
            if "start" in of:
                parts["start"] = f.periods[f.period_of[key[-1]]][0].isoformat()
            if all(parts[name] == wanted for name, wanted in of.items()):
                yield j

    def figures(self):
        f, case = self.model.f, self.case
        if case.get("spent") is not None:
            money = {j: sum((c for term, c in terms.items() if term in SPENT), F(0)) for j, terms in enumerate(self.model.terms)}  # fmt: skip
            yield "spent", case["spent"], money
        if case.get("unmetHours") is not None:
            u = {j: F(f.demands[self.model.keys[j][1]].counts) for j in self.columns("u") if f.demands[self.model.keys[j][1]].staff}  # fmt: skip
            yield "unmetHours", case["unmetHours"], u
        for d, hours in case.get("unmet", {}).items():
            yield f"unmet of {d}", hours, {j: F(1) for j in self.columns("u", demand=d)}
        if "brokenHours" in case:
            yield "brokenHours", case["brokenHours"], {j: F(1) for j in self.columns("s")}
        if "overtimeHours" in case:
            yield "overtimeHours", case["overtimeHours"], {j: F(1) for kind in ("w", "wq") for j in self.columns(kind)}
        for of in case.get("sums", []):
            of = dict(of)
            hours = of.pop("hours")
            yield f"hours of {of}", hours, {j: F(1) for j in self.columns("x", **of)}
        for of in case.get("load", []):
            used = {j: F(1) for j in self.columns("x", staff=of["id"], start=of["start"])}
            yield f"load of {of['id']} from {of['start']}", of["used"], used


def check_model(path, case):
    """The differences between the model's best plans and what is expected."""
    data, found = loads(path.read_text(encoding="utf-8")), []

    def same(what, got, wanted):
        if abs(got - wanted) > ROOM:
            found.append(f"{what}: {got:.6f}, expected {wanted}")

    if whole_keys(data):
        check_whole(Whole(data), case, same)
        return found
    model = Model(Facts(data))
    steps, _ = model.solve()

    same("value", dict(steps)["value"], case["value"])
    for what, value in case.get("order", {}).items():
        same(what, dict(steps).get(what, float("nan")), value)
    held = []
    for (what, costs, constant), (_, best) in zip(model.objectives(), steps):
        room = float(PREFER_SLACK) if what == "value" and model.f.prefer else 1e-9
        held.append((costs, F(best + room * max(1, abs(best))) - constant))
    for what, wanted, sums in Wanted(model, case).figures():
        least, _ = model.minimise(sums, F(0), held)
        most, _ = model.minimise({j: -a for j, a in sums.items()}, F(0), held)
        same(f"{what}, least", least, wanted)
        same(f"{what}, greatest", -most, wanted)
    return found


def check_whole(whole, case, same):
    """The same with decisions in whole numbers: the least and the greatest over everything that can be decided."""
    steps = dict(whole.solve())
    same("value", steps["value"], case["value"])
    for what, value in case.get("order", {}).items():
        same(what, steps.get(what, float("nan")), value)
    prefers = whole.program(0).f.prefer
    held = []
    for what, best in steps.items():
        room = float(PREFER_SLACK) if what == "value" and prefers else 1e-9
        held.append((what, F(best + room * max(1, abs(best)))))
    for n, (name, wanted, _) in enumerate(Wanted(whole.program(0), case).figures()):

        def figure(model, sign, n=n, name=name):
            sums = list(Wanted(model, case).figures())[n][2]
            constant = sum(model.fixed.values(), F(0)) if name == "spent" else F(0)
            return {j: sign * a for j, a in sums.items()}, sign * constant

        same(f"{name}, least", whole.least(lambda model: figure(model, 1), held), wanted)
        same(f"{name}, greatest", -whole.least(lambda model: figure(model, -1), held), wanted)


def check_plan(path, case, plan):
    """The differences between a plan and what is expected of it, but for what the grid costs."""
    text = path.read_bytes()
    verifier = verifier_of(plan, loads(text))
    found, rounding = verifier.verify(text), float(verifier.rounding())

    def same(what, got, wanted):
        if got is None or abs(float(got) - wanted) > max(ROOM, rounding, 1e-6 * abs(wanted)):
            found.append(f"{what}: {got}, expected {wanted}")

    def hours(name, **of):
        return sum(
            (frac(e["hours"]) for e in plan.get(name, []) if "hours" in e and all(e.get(k) == v for k, v in of.items())),
            F(0),
        )

    same("value", plan["objective"]["value"], case["value"])
    if case.get("spent") is not None:
        same("spent", plan.get("money", {}).get("spent"), case["spent"])
    if case.get("unmetHours") is not None:
        same("unmetHours", plan["summary"]["hours"]["unmet"], case["unmetHours"])
    for d, amount in case.get("unmet", {}).items():
        same(f"unmet of {d}", hours("unmet", demand=d), amount)
    if "brokenHours" in case:
        same("brokenHours", hours("brokenCommitments"), case["brokenHours"])
    if "overtimeHours" in case:
        same("overtimeHours", hours("overtime"), case["overtimeHours"])
    for of in case.get("sums", []):
        of = dict(of)
        amount = of.pop("hours")
        same(f"hours of {of}", hours("assignments", **of), amount)
    said = {e["what"]: e["value"] for e in plan.get("order", [])}
    for what, value in case.get("order", {}).items():
        same(f"order {what}", said.get(what), value)
    for of in case.get("load", []):
        lines = [e for e in plan["load"]["people"] if e["id"] == of["id"] and e["start"] == of["start"]]
        for key in ("available", "used"):
            same(f"load of {of['id']} from {of['start']}", lines and lines[0][key], of[key])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster")
    options = parser.parse_args()
    wrong = count = 0
    for path, case in cases():
        found = check_model(path, case)
        if options.muster:
            done = subprocess.run([options.muster, "solve", path, "--load", "--format", "json"], capture_output=True, timeout=120)
            if done.returncode != 0:
                found.append(f"muster: exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[:300]}")
            else:
                found += check_plan(path, case, loads(done.stdout))
        count += 1
        wrong += bool(found)
        for line in found:
            print(f"{path.parent.name}/{path.name}: {line}")
    print(f"{count} scenarios, {wrong} wrong")
    sys.exit(1 if wrong or not count else 0)


if __name__ == "__main__":
    main()
