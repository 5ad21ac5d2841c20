# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a scenario whose effect on the value is known, tried on Muster or on the oracle.

    python metamorphic.py [--muster PATH] [--engine auto] --count N --seed S

Without `--muster` the oracle itself is put to the test.
"""
import argparse
import copy
import json
import random
import sys
from decimal import Decimal
from fractions import Fraction as F

from compare import run_muster
from oracle import Model, Scenario, frac, loads
from random_scenarios import generate


def fixed_policy(data):
    """The scenario with its derived figures written out, so that a change leaves them alone."""
    data = copy.deepcopy(data)
    s = Scenario(data)
    figures = {
        "unmetCostPerHour": s.unmet_hour,
        "unmetCostPerUnitDay": s.unmet_unit,
        "commitmentCostPerHour": s.commitment_hour,
    }
    # A round figure: what matters is that both sides use the same one.
    data.setdefault("policy", {}).update({k: float(round(v, 3)) for k, v in figures.items()})
    return data


def permute(data, r):
    data = copy.deepcopy(data)
    for key in ("staff", "assets", "projects", "commitments"):
        r.shuffle(data.get(key, []))
    for project in data["projects"]:
        r.shuffle(project.get("demands", []))
    return data


def rename(data, r):
    """Every id gets a new one whose sort order is unrelated to the old."""
    data = copy.deepcopy(data)
    names = {}

    def new(kind, old):
        return names.setdefault((kind, old), f"{r.randrange(10**9):09d}-{kind}")

    for p in data.get("staff", []):
        p["id"] = new("s", p["id"])
    for a in data.get("assets", []):
        a["id"] = new("a", a["id"])
    for p in data["projects"]:
        p["id"] = new("p", p["id"])
        for d in p.get("demands", []):
            d["id"] = new("d", d["id"])
            for key in ("only", "exclude"):
                if key in d:
                    d[key] = [new("s", i) for i in d[key]]
            if "asset" in d:
                d["asset"] = new("a", d["asset"])
            for use in d.get("uses", []):
                use["asset"] = new("a", use["asset"])
    for e in data.get("commitments", []) + data.get("baseline", {}).get("assignments", []):
        e["staff"], e["demand"] = new("s", e["staff"]), new("d", e["demand"])
        if "project" in e:
            e["project"] = new("p", e["project"])
    return data


def split(data, r, halves):
    """One person in two: a pool of two in two people, or a person in two half ones. People
    with commitments or a baseline are left alone, as those would have to be shared out."""
    data = copy.deepcopy(data)
    named = {c["staff"] for c in data.get("commitments", [])}
    named |= {c["staff"] for c in data.get("baseline", {}).get("assignments", [])}
    free = [p for p in data.get("staff", []) if p["id"] not in named]
    if not free:
        return None
    person = r.choice(free)
    if not halves:
        person["headcount"] = 2
    original = copy.deepcopy(data)
    twin = copy.deepcopy(person)
    twin["id"] = person["id"] + "-twin"
    for p in (person, twin):
        if not halves:
            p["headcount"] = 1
            continue
        calendar = data["calendar"]
        own = calendar.get("calendars", {}).get(p.get("calendar"), {})
        hours = p.get("hoursPerDay", own.get("hoursPerDay", calendar.get("hoursPerDay", 8)))
        p["hoursPerDay"] = hours / 2
        for key in ("hoursPerWeek", "hoursTotal"):
            if key in p.get("overtime", {}):
                p["overtime"][key] /= 2
    data["staff"].append(twin)
    for project in data["projects"]:
        for d in project.get("demands", []):
            for key in ("only", "exclude"):
                if person["id"] in d.get(key, []):
                    d[key].append(twin["id"])
    return original, data


def more_capacity(data, r):
    data = copy.deepcopy(data)
    choices = [p for p in data.get("staff", [])] + [a for a in data.get("assets", [])]
    if not choices:
        return None
    entry = r.choice(choices)
    if "quantity" in entry or entry in data.get("assets", []):
        for outage in entry.get("outages", []):
            outage.setdefault("quantity", entry.get("quantity", 1))
        entry["quantity"] = entry.get("quantity", 1) + 1
    else:
        entry["headcount"] = entry.get("headcount", 1) + 1
    return data


def money(data, factor):
    data = copy.deepcopy(data)
    s = Scenario(loads(json.dumps(data)))

    def scale(entry, key):
        if key in entry:
            entry[key] = float(frac(Decimal(repr(entry[key]))) * factor)

    for p in data.get("staff", []):
        if "annualSalary" in p:  # the cent's rounding does not scale
            del p["annualSalary"]
            p["costPerHour"] = float(s.staff[p["id"]].cost)
        scale(p, "costPerHour")
    for a in data.get("assets", []):
        scale(a, "costPerUnitDay")
    for p in data["projects"]:
        scale(p, "budget")
    for key in ("unmetCostPerHour", "unmetCostPerUnitDay", "commitmentCostPerHour", "changeCostPerHour"):
        scale(data["policy"], key)
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    def value(data):
        text = json.dumps(data)
        if options.muster:
            return float(run_muster(options.muster, options.engine, text.encode(), 120)["objective"]["value"])
        return Model(loads(text)).solve()[0]

    failures = tried = 0
    for seed in range(options.seed, options.seed + options.count):
        r = random.Random(seed)
        base = fixed_policy(generate(seed))
        base = json.loads(json.dumps(base))
        first = value(base)
        cases = [("permute", first, permute(base, r), "="), ("rename", first, rename(base, r), "=")]
        pool = split(base, r, False)
        if pool:
            cases.append(("split a pool", value(pool[0]), pool[1], "="))
        half = split(base, r, True)
        if half:
            cases.append(("halve a person", first, half[1], "="))
        more = more_capacity(base, r)
        if more:
            cases.append(("add capacity", first, more, ">="))
        cases.append(("scale money", first * 3, money(base, F(3)), "="))
        for name, expected, changed, relation in cases:
            tried += 1
            got = value(changed)
            # Muster rounds to the grid in each entry, at penalty prices: leave room for that.
            allowed = (1e-2 if options.muster else 1e-5) + 2e-6 * abs(expected)
            if got > expected + allowed or relation == "=" and got < expected - allowed:
                failures += 1
                print(f"seed {seed}: {name}: {got:.9g}, expected {relation} {expected:.9g}")
    print(f"{tried} changes tried, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
