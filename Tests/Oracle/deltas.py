# SPDX-License-Identifier: GPL-3.0-or-later
"""Works out again, from two plans alone, what `muster compare` says of them.

    python deltas.py A.json B.json COMPARISON.json               one comparison
    python deltas.py --muster PATH --count N [--seed S]          random scenarios, changed, solved and compared

Every figure is read as a decimal and added up exactly. Exits 1 on any difference.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal as D
from pathlib import Path

from metamorphic import fixed
from random_scenarios import generate

# list -> what identifies an entry, its amount, the term that its costs are of
LISTS = {
    # A person's hours in all places of a crew are one change (model.md, section 5).
    "assignments": (("staff", "demand", "period"), "hours", "labour"),
    "operating": (("staff", "asset", "demand", "period"), "hours", "labour"),
    "overtime": (("staff", "demand", "period", "asset"), "hours", "overtime"),
    "assetUse": (("asset", "demand", "period"), "unitDays", "assets"),
    "unmet": (("demand",), None, "unmet"),
    "brokenCommitments": (("staff", "demand", "period"), "hours", "commitments"),
}
# Terms without entries of their own.
WITHOUT_ENTRIES = {"change", "preference", "engagement", "delay", "training"}
# Not yet covered: differences of these lists do not say for which demand, so only their sums can be worked out.
SUMS_ONLY = {"overtime": ("staff", "period"), "operating": ("staff", "asset", "period")}


def loads(text):
    return json.loads(text, parse_float=D, parse_int=D)


def amounts(plan, name):
    keys, amount, _ = LISTS[name]
    result = defaultdict(lambda: [D(0), D(0)])
    for entry in plan[name]:
        cell = result[tuple(entry.get(key) for key in keys)]
        cell[0] += entry[amount] if amount else entry.get("hours", entry.get("unitDays"))
        cell[1] += entry["cost"]
    return result


def problems(before, after, difference):
    """What the difference of two plans of one calendar says wrongly."""
    found = []

    def expect(what, said, right):
        if said != right:
            found.append(f"{what}: {said}, not {right}")

    delta = difference["delta"]
    sums = defaultdict(D)
    changes, people, moved = 0, set(), D(0)
    for name, keys in SUMS_ONLY.items():
        right = defaultdict(lambda: [D(0), D(0)])
        for plan, sign in ((before, -1), (after, 1)):
            for e in plan[name]:
                right[tuple(e[k] for k in keys)][0] += sign * e["hours"]
                right[tuple(e[k] for k in keys)][1] += sign * e["cost"]
        for e in difference[name]:
            expect(f"{name} delta", e["delta"], e["after"] - e["before"])
            right[tuple(e[k] for k in keys)][0] -= e["delta"]
            right[tuple(e[k] for k in keys)][1] -= e["cost"]
            sums[LISTS[name][2]] += e["cost"]
        for key, (hours, cost) in right.items():
            expect(f"{name} {key} is short by", [hours, cost], [0, 0])
    for name, (keys, _, term) in LISTS.items():
        if name in SUMS_ONLY:
            continue
        old, new = amounts(before, name), amounts(after, name)
        said = {tuple(entry.get(key) for key in keys): entry for entry in difference[name]}
        if len(said) != len(difference[name]):
            found.append(f"{name}: an entry is used twice")
        for key in old.keys() | new.keys():
            was, now = old[key], new[key]
            if was == now:
                if key in said:
                    found.append(f"{name} {key}: nothing differs")
                continue
            entry = said.pop(key, None)
            if entry is None:
                found.append(f"{name} {key}: is missing")
                continue
            expect(f"{name} {key} before", entry["before"], was[0])
            expect(f"{name} {key} after", entry["after"], now[0])
            expect(f"{name} {key} delta", entry["delta"], now[0] - was[0])
            expect(f"{name} {key} cost", entry["cost"], now[1] - was[1])
            sums[term] += entry["cost"]
            if name == "assignments" and was[0] != now[0]:
                changes += 1
                people.add(key[0])
                moved += abs(now[0] - was[0])
        for key in said:
            found.append(f"{name} {key}: is in neither plan")
    for term, right in after["objective"]["terms"].items():
        expect(f"term {term}", delta["terms"][term], right - before["objective"]["terms"][term])
        if term not in WITHOUT_ENTRIES:
            expect(f"sum of {term}", sums[term], delta["terms"][term])
    expect("value", delta["value"], after["objective"]["value"] - before["objective"]["value"])
    expect("sum of terms", sum(delta["terms"].values()), delta["value"])
    expect("cost", delta["cost"], after["money"]["spent"] - before["money"]["spent"])
    expect("changes", delta["changes"], D(changes))
    expect("people", delta["people"], D(len(people)))
    expect("hours moved", delta["hoursMoved"], moved)
    worked = [sum((e["hours"] for e in plan["assignments"]), D(0)) for plan in (before, after)]
    expect("hours", delta["hours"], worked[1] - worked[0])
    for key, part in (("unmetHours", "hours"), ("unmetUnitDays", "unitDays")):
        expect(key, delta[key], after["summary"][part]["unmet"] - before["summary"][part]["unmet"])
    return found


def changed(scenario, seed):
    """The scenario with people dearer or away; ids and calendar stay."""
    chance = random.Random(seed)
    scenario = json.loads(json.dumps(scenario))
    for person in scenario.get("staff", []):
        if chance.random() < 0.3:
            person.pop("annualSalary", None)
            person["costPerHour"] = round(chance.uniform(20, 120), 2)
        if chance.random() < 0.2:
            start = scenario["calendar"]["start"]
            person.setdefault("absences", []).append({"from": start, "to": start})
    return scenario


def run(*command):
    done = subprocess.run(command, capture_output=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--muster")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.files:
        before, after, comparison = (loads(Path(path).read_text(encoding="utf-8")) for path in options.files)
        found = problems(before, after, comparison["differences"][0])
        print("\n".join(found) or "every figure is right")
        sys.exit(1 if found else 0)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.count):
            # Penalties are written out: otherwise a comparison values both plans at those of the first.
            scenario = fixed(generate(seed, "XS"))
            plans = []
            for name, document in (("a", scenario), ("b", changed(scenario, seed))):
                source, target = Path(folder, name + ".json"), Path(folder, name + ".plan.json")
                source.write_text(json.dumps(document), encoding="utf-8")
                run(options.muster, "solve", str(source), "-o", str(target), "--quiet")
                plans.append(target)
            comparison = loads(run(options.muster, "compare", *map(str, plans)))
            found = problems(*(loads(p.read_text(encoding="utf-8")) for p in plans), comparison["differences"][0])
            if found:
                failures += 1
                print(f"seed {seed}: {found[0]}" + (f" and {len(found) - 1} more" if len(found) > 1 else ""))
    print(f"{options.count} comparisons, {failures} wrong")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
