# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a scenario whose effect on the value is known, tried on Muster or on the model itself.

    python metamorphic.py [--muster PATH] [--engine auto] [--size XS] [--without KEY ...] --count N --seed S

Most of them say the same thing in other words: a rota for a week, two people for a pool, a limit for a weekly
maximum, days for weeks.
"""
from __future__ import annotations

import argparse
import copy
import json
import random
import sys
from decimal import Decimal

from compare import solved
from facts import Facts
from oracle import Model
from random_scenarios import add_arguments, generate
from readings import WEEKDAYS, loads


def read(data):
    return Facts(loads(json.dumps(data)))


def demands(data):
    return [d for p in data["projects"] for d in p.get("demands", [])]


def places(data):
    """Everything that asks something of people: demands, and places of crews."""
    return [place for d in demands(data) for place in [d, *d.get("crew", [])]]


def scopes(data):
    return data.get("limits", []) + data.get("preferences", [])


def fixed(data):
    """The scenario with its derived figures written out, so that a change leaves them alone; weighted, and
    with one value only."""
    data, f = copy.deepcopy(data), read(data)
    policy = data.setdefault("policy", {})
    policy.pop("prefer", None)
    policy.pop("priorities", None)
    figures = {
        "unmetCostPerHour": f.unmet_hour,
        "unmetCostPerUnitDay": f.unmet_unit,
        "commitmentCostPerHour": f.commitment_hour,
    }
    # A round figure: what matters is that both sides use the same one.
    policy.update({key: float(round(figure, 3)) for key, figure in figures.items()})
    return data


def permuted(data, r):
    for key in ("staff", "assets", "projects", "commitments", "limits", "preferences"):
        r.shuffle(data.get(key, []))
    for project in data["projects"]:
        r.shuffle(project.get("demands", []))
    return data


def renamed(data, r):
    """Every id gets a new one whose order has nothing to do with the old."""
    names = {}

    def new(kind, old):
        return names.setdefault((kind, old), f"{r.randrange(10**9):09d}-{kind}")

    for p in data.get("staff", []):
        p["id"] = new("s", p["id"])
    for a in data.get("assets", []):
        a["id"] = new("a", a["id"])
    for p in data["projects"]:
        p["id"] = new("p", p["id"])
        if "rates" in p:
            p["rates"] = {new("s", i): c for i, c in p["rates"].items()}
        for d in p.get("demands", []):
            d["id"] = new("d", d["id"])
            if "asset" in d:
                d["asset"] = new("a", d["asset"])
            for use in d.get("uses", []):
                use["asset"] = new("a", use["asset"])
    for place in places(data):
        for key in ("only", "exclude"):
            if key in place:
                place[key] = [new("s", i) for i in place[key]]
    for e in scopes(data):
        for key, kind in (("staff", "s"), ("projects", "p"), ("demands", "d")):
            if key in e:
                e[key] = [new(kind, i) for i in e[key]]
    for e in data.get("commitments", []) + data.get("baseline", {}).get("assignments", []):
        e["staff"], e["demand"] = new("s", e["staff"]), new("d", e["demand"])
    return data


def alone(data, r):
    """Somebody with no promise and no baseline, who would have to be shared out, and whose hours no limit counts for
    each person."""
    if any(limit.get("each") == "staff" for limit in data.get("limits", [])):
        return None
    named = {c["staff"] for c in data.get("commitments", []) + data.get("baseline", {}).get("assignments", [])}
    free = [p for p in data.get("staff", []) if p["id"] not in named]
    return r.choice(free) if free else None


def with_twin(data, person):
    twin = copy.deepcopy(person)
    twin["id"] = person["id"] + "-twin"
    data["staff"].append(twin)
    lists = [place.get(key) for place in places(data) for key in ("only", "exclude")]
    for names in lists + [e.get("staff") for e in scopes(data)]:
        if names and person["id"] in names:
            names.append(twin["id"])
    for project in data["projects"]:
        if person["id"] in project.get("rates", {}):
            project["rates"][twin["id"]] = project["rates"][person["id"]]
    return twin


def pool_or_two(data, r):
    """A pool of two, and two people."""
    person = alone(data, r)
    if person is None:
        return None
    person["headcount"] = 2
    pool = copy.deepcopy(data)
    twin = with_twin(data, person)
    person["headcount"] = twin["headcount"] = 1
    return pool, data


def more_capacity(data, r):
    """Somebody more, or a unit more. Not for those who are promised by their share."""
    named = {c["staff"] for c in data.get("commitments", []) if "share" in c}
    people = [p for p in data.get("staff", []) if p["id"] not in named]
    entry = r.choice(people + data.get("assets", []) or [None])
    if entry is None:
        return None
    if entry in data.get("assets", []):
        for outage in entry.get("outages", []):
            outage.setdefault("quantity", entry.get("quantity", 1))
        entry["quantity"] = entry.get("quantity", 1) + 1
    else:
        entry["headcount"] = entry.get("headcount", 1) + 1
    return data


MONEY = {"costPerHour", "costPerUnitDay", "budget", "unmetCost"}
POLICY = ("unmetCostPerHour", "unmetCostPerUnitDay", "commitmentCostPerHour", "changeCostPerHour")


def tripled(data, r):
    """All money three times."""
    f = read(data)

    def three(value):
        if isinstance(value, list):
            return [{**entry, "value": three(entry["value"])} for entry in value]
        return float(Decimal(repr(value)) * 3)

    for p in data.get("staff", []):
        if "annualSalary" in p:  # rounding to the cent does not scale
            del p["annualSalary"]
            steps = f.staff[p["id"]].cost.steps
            p["costPerHour"] = [{"value": float(steps[0][1])}]
            p["costPerHour"] += [{"value": float(value), "from": day.isoformat()} for day, value in steps[1:]]
    for entry in data.get("staff", []) + data.get("assets", []) + data["projects"] + demands(data) + scopes(data):
        for key in MONEY & set(entry):
            entry[key] = three(entry[key])
        if "rates" in entry:
            entry["rates"] = {i: three(c) for i, c in entry["rates"].items()}
    for key in POLICY:
        if key in data["policy"]:
            data["policy"][key] = three(data["policy"][key])
    return data


def in_other_words(data, r):
    """Every calendar as hours of weekdays, or as a rota of seven days."""
    f = read(data)
    calendar = data["calendar"]
    for definition, one in [(calendar, f.calendar)] + [(c, f.calendars[i]) for i, c in calendar.get("calendars", {}).items()]:  # fmt: skip
        for key in ("workdays", "hoursPerDay", "hours", "pattern"):
            definition.pop(key, None)
        if one.pattern:
            # One turn later; and twice as long, which changes nothing.
            first, days = one.pattern_from.isoformat(), [float(h) for h in one.pattern]
            definition["pattern"] = {"from": first, "days": days * 2}
        elif r.random() < 0.5:
            definition["hours"] = {d: float(h) for d, h in zip(WEEKDAYS, one.week) if h or r.random() < 0.5}
        else:
            definition["pattern"] = {"from": "2024-01-01", "days": [float(h) for h in one.week]}  # a Monday
        definition["holidays"] = [day.isoformat() for day in sorted(one.holidays)]
    return data


def nothing_new(data, r):
    """Dated values that do not change."""
    start = data["calendar"]["start"]
    for p in data.get("staff", []):
        for key in ("costPerHour", "annualSalary", "hoursPerDay", "support", "calendar"):
            if key in p and not isinstance(p[key], list):
                p[key] = [{"value": p[key]}, {"value": p[key], "from": start}]
    return data


def limit_for_maximum(data, r):
    """maxHoursPerWeek as a limit."""
    for d in demands(data):
        if "maxHoursPerWeek" in d:
            most = d.pop("maxHoursPerWeek")
            entry = {"id": f"week-of-{d['id']}", "per": "week", "maxHours": most, "demands": [d["id"]]}
            data.setdefault("limits", []).append(entry)
    return data


def hours_for_fte(data, r):
    f = read(data)
    for d in demands(data):
        if "fte" in d:
            del d["fte"]
            d["hours"] = float(f.demands[d["id"]].hours)
    return data


def one_alternative(data, r):
    """Skills as the only alternative."""
    for place in places(data):
        if "skills" in place and "anyOf" not in place:
            place["anyOf"] = [place.pop("skills")]
    return data


def cost_for_priority(data, r):
    """What an unmet unit costs, said by the demand itself."""
    f = read(data)
    for d in demands(data):
        d["unmetCost"] = float(f.demands[d["id"]].unmet_price)
    return data


def crew_of_one(data, r):
    """A demand where nobody's pace differs as a crew of one."""
    f = read(data)
    asked = ("skills", "anyOf", "certifications", "clearance", "locations", "departments", "only", "exclude")
    for d in demands(data):
        one = f.demands[d["id"]]
        if one.staff and not one.crew and all(one.eta(i) == 1 for i, _ in one.D):
            d["crew"] = [{key: d.pop(key) for key in asked if key in d}]
    return data


def any_period(data, r):
    """Where nothing is by period the value does not depend on it."""
    for d in demands(data):
        d.pop("pace", None)
    data.pop("commitments", None)
    data.pop("baseline", None)
    for p in data.get("staff", []):
        for key in ("costPerHour", "annualSalary"):
            if isinstance(p.get(key), list):
                p[key] = p[key][0]["value"]
    other = copy.deepcopy(data)
    data["calendar"]["period"], other["calendar"]["period"] = "day", r.choice(["week", "month"])
    return data, other


CHANGES = [
    (permuted, "="),
    (renamed, "="),
    (pool_or_two, "="),
    (more_capacity, ">="),
    (tripled, "3"),
    (in_other_words, "="),
    (nothing_new, "="),
    (limit_for_maximum, "="),
    (hours_for_fte, "="),
    (one_alternative, "="),
    (cost_for_priority, "="),
    (crew_of_one, "="),
    (any_period, "="),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster")
    parser.add_argument("--engine", default="auto")
    add_arguments(parser)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = {**vars(parser.parse_args()), "arguments": "", "timeout": 120}
    options["without"] = options["without"] or []

    def value(data):
        text = json.dumps(data)
        if options["muster"]:
            return float(solved(options, text.encode())["objective"]["value"])
        return Model(Facts(loads(text))).solve()[0][0][1]

    failures = tried = 0
    for seed in range(options["seed"], options["seed"] + options["count"]):
        base = fixed(generate(seed, options["size"], options["only"], options["without"]))
        first = value(base)
        for change, relation in CHANGES:
            changed, expected = change(copy.deepcopy(base), random.Random(f"{seed}-{change.__name__}")), first
            if changed is None:
                continue
            if isinstance(changed, tuple):
                expected, changed = value(changed[0]), changed[1]
            expected *= 3 if relation == "3" else 1
            tried += 1
            got = value(changed)
            # Muster rounds to the grid in each entry, at penalty prices: leave room for that.
            allowed = (1e-2 if options["muster"] else 1e-5) + 2e-6 * abs(expected)
            if got > expected + allowed or relation != ">=" and got < expected - allowed:
                failures += 1
                print(f"seed {seed}: {change.__name__}: {got:.9g}, expected {relation} {expected:.9g}")
    print(f"{tried} changes tried, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
