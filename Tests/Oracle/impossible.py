# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans whose sums over each period keep every limit, and for which no daily amounts exist.

    python impossible.py                     the cases
    python impossible.py --write FOLDER      NAME.json and NAME.plan.json of each
    python impossible.py --muster PATH       fails unless `muster check` refuses every one

Everything that such a plan says of itself (costs, terms, summary, load) is right, so that only the days are wrong.
2026-01-05 is a Monday.
"""
from __future__ import annotations

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction as F

from facts import Facts
from oracle import Model
from made_plan import plan_from
from readings import loads

P = {"id": "p", "costPerHour": 10}
Q = {"id": "q", "costPerHour": 10}
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-01-{n:02}" for n in range(5, 12))
ALL = {"workdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
MONTH = {"period": "month", "end": "2026-01-31"}


def plan(staff, demands, calendar=None, **rest):
    return {
        "format": "muster/scenario@1",
        "calendar": {"start": MON, "end": SUN, **(calendar or {})},
        "staff": staff,
        "projects": [{"id": "j", "demands": demands}],
        **rest,
    }


def work(name, hours, first=MON, last=None, **rest):
    out = {"id": name, "hours": hours, "from": first, **rest}
    return {**out, "to": last} if last else out


def x(person, demand, hours, place=0, t=0):
    return ("x", person, demand, place, t), hours


def w(person, demand, hours, t=0):
    return ("w", person, demand, t), hours


def units(kind, demand, amount, asset="a", t=0):
    return (kind, demand, asset, t), amount


def q(person, demand, hours, asset="a", t=0):
    return ("q", person, asset, demand, t), hours


def until(day):
    return {"employed": {"to": day}}


def since(day):
    return {"employed": {"from": day}}


TOOL = [{"id": "a"}]
USES = {"uses": [{"asset": "a", "unitsPerPerson": 1}]}

CASES = {
    "two windows of one person": (
        plan([P], [work("d", 16, last=TUE), work("e", 16, last=TUE)]),
        [x("p", "d", 16), x("p", "e", 16)],
    ),
    "three windows of two people": (
        plan([P, Q], [work("d", 16, last=TUE), work("e", 16, TUE, WED), work("f", 20, last=WED, only=["p", "q"])]),
        [x("p", "d", 16), x("q", "e", 16), x("p", "f", 10), x("q", "f", 10)],
    ),
    "a window of a half day off": (
        plan([{**P, "absences": [{"from": TUE, "to": TUE, "share": 0.5}]}], [work("d", 16, last=TUE)]),
        [x("p", "d", 13)],
    ),
    "a certificate that ends": (
        plan([{**P, "certifications": {"c": {"until": TUE}}}], [work("d", 40, certifications=["c"])]),
        [x("p", "d", 17)],
    ),
    "a skill that begins": (
        plan([{**P, "skills": {"s": {"level": 2, "from": FRI}}}], [work("d", 40, skills={"s": 1})]),
        [x("p", "d", 9)],
    ),
    "one skill ends before the other begins": (
        plan(
            [{**P, "skills": {"s": {"level": 2, "until": MON}, "t": {"level": 2, "from": FRI}}}],
            [work("d", 40, anyOf=[{"s": 1}, {"t": 1}])],
        ),
        [x("p", "d", 17)],
    ),
    "a calendar that changes": (
        plan(
            [{**P, "calendar": [{"value": "short"}, {"value": "full", "from": THU}]}],
            [work("d", 40, last=WED), work("e", 20)],
            {"calendars": {"short": {"hoursPerDay": 4}, "full": {}}},
        ),
        [x("p", "d", 14)],
    ),
    "a tool at the weekend": (
        plan([P, Q], [work("d", 80, **USES)], assets=TOOL),
        [x("p", "d", 28), x("q", "d", 28), units("v", "d", 7)],
    ),
    "a tool that is out": (
        plan([P, Q], [work("d", 80, **USES)], assets=[{"id": "a", "quantity": 2, "outages": [{"from": MON, "to": WED}]}]),
        [x("p", "d", 28), x("q", "d", 28), units("v", "d", 7)],
    ),
    "a tool wanted by two demands on the same days": (
        plan([P], [work("d", 16, last=TUE, **USES), {"id": "e", "units": 1, "asset": "a", "to": TUE}], assets=TOOL),
        [x("p", "d", 16), units("v", "d", 2), units("z", "e", 2)],
    ),
    "overtime is one shift on the same tool": (
        plan(
            [{**P, "overtime": {"hoursPerWeek": 20, "hoursPerDay": 4}}, {**Q, **P, "id": "q", **since(TUE)}],
            [work("d", 60, last=TUE, only=["p"], **USES)],
            assets=[{"id": "a", "outages": [{"from": TUE, "to": TUE}]}],
        ),
        [x("p", "d", 20), w("p", "d", 4), units("v", "d", 1)],
    ),
    "units that are out": (
        plan(
            [P],
            [{"id": "e", "units": 1, "asset": "a"}],
            assets=[{"id": "a", "quantity": 2, "outages": [{"from": MON, "to": TUE}]}],
        ),
        [units("z", "e", 6)],
    ),
    "more units than wanted on a day": (
        plan(
            [P],
            [{"id": "e", "units": 2, "asset": "a", "to": WED}],
            assets=[{"id": "a", "quantity": 3, "outages": [{"from": TUE, "to": TUE}]}],
        ),
        [units("z", "e", 5)],
    ),
    "overtime of a day": (
        plan([{**P, "overtime": {"hoursPerWeek": 10, "hoursPerDay": 2}}], [work("d", 60, last=MON)]),
        [x("p", "d", 14), w("p", "d", 6)],
    ),
    "overtime of a week inside a month": (
        plan([{**P, "overtime": {"hoursPerWeek": 4}}], [work("d", 300)], MONTH),
        [x("p", "d", 180), w("p", "d", 20)],
    ),
    "overtime at the weekend": (
        plan([{**P, "overtime": {"hoursPerWeek": 12, "hoursPerDay": 3, "days": "all"}}], [work("d", 20, SAT)]),
        [x("p", "d", 8), w("p", "d", 8)],
    ),
    "a crew that never meets": (
        plan(
            [{**P, **until(TUE)}, {**Q, **since(WED)}],
            [work("d", 16, crew=[{"only": ["p"]}, {"only": ["q"]}])],
        ),
        [x("p", "d", 16), x("q", "d", 16, 1)],
    ),
    "a crew that meets too little": (
        plan(
            [{**P, **until(WED)}, {**Q, **since(TUE)}, {**Q, "id": "r", "absences": [{"from": WED, "to": WED}]}],
            [work("d", 16, crew=[{"count": 2, "only": ["p", "q"]}, {"only": ["r"]}])],
        ),
        [x("p", "d", 12), x("q", "d", 12), x("r", "d", 12, 1)],
    ),
    "a limit of a day": (
        plan([P], [work("d", 40)], limits=[{"id": "l", "per": "day", "maxHours": 6}]),
        [x("p", "d", 31)],
    ),
    "a share of a day": (
        plan([P, Q], [work("d", 40, last=MON)], limits=[{"id": "l", "per": "day", "maxShare": 0.5, "each": "staff"}]),
        [x("p", "d", 5)],
    ),
    "a limit of weeks inside a month": (
        plan([P], [work("d", 300)], MONTH, limits=[{"id": "l", "per": "week", "maxHours": 20, "staff": ["p"]}]),
        [x("p", "d", 81)],
    ),
    "a demand's hours a week inside a month": (
        plan([P], [work("d", 300, maxHoursPerWeek=20)], {**MONTH, "weekStart": "thu"}),
        [x("p", "d", 101)],
    ),
    "a limit of a month that a week is cut by": (
        plan([P], [work("d", 80)], {"start": "2026-03-30", "end": "2026-04-12"},
             limits=[{"id": "l", "per": "month", "maxHours": 40}]),
        [x("p", "d", 40), x("p", "d", 40, t=1)],
    ),  # fmt: skip
    "operators of a tool who are away": (
        plan(
            [P, {**Q, "skills": {"run": 1}, **since(FRI)}],
            [work("d", 40, only=["p"], **USES)],
            assets=[{"id": "a", "operators": {"skills": {"run": 1}, "hoursPerUnitDay": 4}}],
        ),
        [x("p", "d", 16), units("v", "d", 2), q("q", "d", 8)],
    ),
    "operators of units who are away": (
        plan(
            [{**Q, "skills": {"run": 1}, **since(THU)}],
            [{"id": "e", "units": 1, "asset": "a"}],
            assets=[{"id": "a", "operators": {"skills": {"run": 1}, "hoursPerUnitDay": 4}}],
        ),
        [units("z", "e", 3), q("q", "e", 12)],
    ),
    "operators who have other work on these days": (
        plan(
            [{**Q, "skills": {"run": 1}}],
            [{"id": "e", "units": 1, "asset": "a", "to": TUE}, work("d", 16, last=TUE)],
            assets=[{"id": "a", "operators": {"skills": {"run": 1}, "hoursPerUnitDay": 4}}],
        ),
        [units("z", "e", 2), q("q", "e", 8), x("q", "d", 16)],
    ),
    "half days on half a tool": (
        plan(
            [{**P, "hoursPerDay": 4}],
            [work("d", 20, **USES)],
            assets=[{"id": "a", "quantity": 0.25, "outages": [{"from": SAT, "to": SAT, "quantity": 0}]}],
        ),
        [x("p", "d", 14), units("v", "d", 1.75)],
    ),
}


def made(data, sums):
    """The bytes of the scenario, and the plan that claims these sums."""
    text = json.dumps(data, indent=1).encode()
    model = Model(Facts(loads(text)))
    steps, _ = model.solve()
    return text, plan_from(model, {key: F(str(amount)) for key, amount in sums}, steps, text)


def write(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (data, sums) in CASES.items():
        text, claimed = made(data, sums)
        base = folder / name.replace(" ", "-").replace("'", "")
        base.with_suffix(".json").write_bytes(text)
        base.with_suffix(".plan.json").write_text(json.dumps(claimed, indent=1, default=number), encoding="utf-8")
        yield name, base.with_suffix(".json"), base.with_suffix(".plan.json")


def number(value):
    return int(value) if value == int(value) else float(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="FOLDER")
    parser.add_argument("--muster")
    options = parser.parse_args()
    accepted = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, scenario, claimed in write(options.write or folder):
            verdict = ""
            if options.muster:
                command = [options.muster, "check", str(scenario), str(claimed), "--format", "json"]
                done = subprocess.run(command, capture_output=True, timeout=60)
                report = json.loads(done.stdout) if done.stdout.strip().startswith(b"{") else {}
                if report.get("valid") is not False:
                    accepted += 1
                    verdict = f"  NOT REFUSED: exit {done.returncode} {done.stderr.decode(errors='replace')[:200]}"
            print(name + verdict)
    print(f"{len(CASES)} plans" + (f", {accepted} not refused" if options.muster else ""))
    sys.exit(1 if accepted else 0)


if __name__ == "__main__":
    main()
