# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans made from the model's own solution, or from sums: what tests compare with."""
from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction as F

from plan_format import GRID, IDENTITY, PENALTIES, SPENT, order_key
from readings import frac, half_up
from verify_plan import Verifier


def plan_of(model, text=b"", solved=None):
    """The solution of the last step as a plan: sums rounded down to the grid, hours given up where that
    takes more overtime than it leaves. Good enough to be found right but for a few millionths."""
    f, verifier = model.f, Verifier({}, model)
    steps, solution = solved or model.solve()
    sums = defaultdict(F)
    for key, x in zip(model.keys, solution):
        if key[0] in ("x", "w", "q", "wq", "z", "v"):
            sums[verifier.group(key)] += F(max(0.0, x))
    sums = {k: F(math.floor(v / GRID + F(1, 100))) * GRID for k, v in sums.items()}
    for key in [k for k in sums if k[0] in ("w", "wq")]:
        if key[0] == "w":
            whole = sum((v for k, v in sums.items() if k[0] == "x" and (k[1], k[2], k[4]) == key[1:]), F(0))
        else:
            whole = sums[("q", *key[1:])]
        sums[key] = min(sums[key], whole)
    for i, person in f.staff.items():
        for t, days in enumerate(f.periods):
            mine = [k for k in sums if k[1] == i and k[-1] == t and k[0] in ("x", "q", "w", "wq")]
            lack = sum((sums[k] * (1 if k[0] in ("x", "q") else -1) for k in mine), F(0))
            lack -= sum((person.r(k) - person.lost[k] for k in days), F(0))
            while lack > 0:
                most = max((k for k in mine if k[0] in ("x", "q")), key=lambda k: sums[k])
                sums[most] -= GRID
                lack -= GRID
    return plan_from(model, sums, steps, text)


def plan_from(model, sums, steps, text=b""):
    """A plan with these sums of what is done: what is unmet and broken, and all claims, follow from them."""
    f, verifier = model.f, Verifier({}, model)
    verifier.sums.update({k: v for k, v in sums.items() if v > 0})
    for d in f.staff_demands:
        for t in d.meets if d.even else [None]:
            wanted = d.wanted(t) if d.even else d.hours
            keys = [k for k in sums if k[0] == "x" and k[2] == d.id and t in (None, k[-1])]
            if d.crew:
                met = sum(
                    (
                        min(sum((sums[k] for k in keys if k[3] == n and k[-1] == p), F(0)) / place.count
                            for n, place in enumerate(d.places))
                        for p in {k[-1] for k in keys}
                    ),
                    F(0),
                )  # fmt: skip
            else:
                met = sum((d.eta(k[1]) * sums[k] for k in keys), F(0))
            verifier.sums["u", d.id, t] = max(F(0), half_up(wanted - met, 6))
    for e in f.asset_demands:
        for t in {f.period_of[k] for k in e.window}:
            wanted = e.units * sum(1 for k in e.window if f.period_of[k] == t)
            met = sum((v for k, v in sums.items() if k[0] == "z" and k[1] == e.id and k[-1] == t), F(0))
            verifier.sums["u", e.id, t] = max(F(0), half_up(wanted - met, 6))
        if e.missing:
            verifier.sums["u", e.id, e.meets[-1]] += half_up(e.missing, 6)
    for (i, d, t), promise in f.promised.items():
        worked = sum((v for k, v in sums.items() if k[0] == "x" and (k[1], k[2], k[4]) == (i, d, t)), F(0))
        verifier.sums["s", i, d, t] = F(math.ceil(max(F(0), promise - worked) / GRID)) * GRID
    return written(verifier, steps, text)


def number(value):
    scaled = half_up(value, 6) / GRID
    return Decimal(scaled.numerator).scaleb(-6).normalize() + Decimal(0)


def written(verifier, steps, text):
    f = verifier.f
    lists = {name: [] for name in IDENTITY}
    names = {"x": "assignments", "w": "overtime", "wq": "overtime", "q": "operating", "z": "assetUse", "v": "assetUse"}
    names.update(u="unmet", s="brokenCommitments")
    parts = {"x": "idnt", "w": "idt", "q": "iadt", "wq": "iadt", "z": "dat", "v": "dat", "u": "dt", "s": "idt"}
    words = {"i": "staff", "d": "demand", "a": "asset", "n": "place", "t": "period"}
    verifier.sums = defaultdict(F, {k: v for k, v in verifier.sums.items() if v > 0})
    for key, amount in verifier.sums.items():
        name, kind = names[key[0]], key[0]
        e = {words[p]: part for p, part in zip(parts[kind], key[1:])}
        demand = f.demands[e["demand"]]
        if not demand.crew:
            e.pop("place", None)
        if e["period"] is None:
            del e["period"]
        else:
            days = f.periods[e["period"]]
            e.update(start=days[0].isoformat(), end=days[-1].isoformat())
        if name != "brokenCommitments":
            e["project"] = demand.project
        unit = "unitDays" if name == "assetUse" or name == "unmet" and not demand.staff else "hours"
        e[unit] = number(amount)
        price = verifier.what(name, "", e, demand, e.get("period"))[1]
        e["cost"] = number(price * amount)
        if name == "unmet":
            e.update(reasons=[], remedies=[])
        lists[name].append(e)
    for name, entries in lists.items():
        entries.sort(key=lambda e: order_key(e, IDENTITY[name]))
    plan = {"format": "muster/plan@1", "scenario": {"sha256": hashlib.sha256(text).hexdigest()}, **lists, **decided(f)}
    costs = {name: sum((frac(e["cost"]) for e in entries), F(0)) for name, entries in lists.items()}
    terms = {
        "labour": costs["assignments"] + costs["operating"],
        "overtime": costs["overtime"],
        "assets": costs["assetUse"],
        "unmet": costs["unmet"],
        "commitments": costs["brokenCommitments"],
        "preference": F(0),
        "change": F(0),
        **f.fixed,
    }
    worked = defaultdict(F)
    for key, amount in verifier.sums.items():
        if key[0] == "x":
            worked[key[1], key[2], key[4]] += amount
            terms["preference"] += f.preference(key[1], key[2]) * f.demands[key[2]].eta(key[1]) * amount
    for key in set(worked) | set(f.baseline):
        terms["change"] += f.change_hour * abs(worked.get(key, F(0)) - f.baseline.get(key, F(0)))
    terms = {key: half_up(amount, 6) for key, amount in terms.items()}
    value = sum(terms.values(), F(0))
    bound = half_up(min(value, F(dict(steps)["value"])), 6)
    plan["money"] = {
        "spent": number(sum((terms.get(k, F(0)) for k in SPENT), F(0))),
        "penalties": number(sum((terms.get(k, F(0)) for k in PENALTIES), F(0))),
    }
    verifier.plan, verifier.value = plan, value
    verifier.entries = len(verifier.sums)
    gap = (value - bound) / max(F(1), abs(value))
    plan["objective"] = {
        "value": number(value), "bound": number(bound), "gap": float(gap), "rounding": number(verifier.rounding()),
        "terms": {k: number(v) for k, v in terms.items()},
    }  # fmt: skip
    optimal = gap <= F(1, 10**6) or value - bound <= verifier.rounding()
    plan.update(status="optimal" if optimal else "feasible", stop="proved", engine={"name": "oracle", "version": "1"})
    plan["bottlenecks"] = []
    plan["verification"] = {
        "feasible": True, "violations": [], "value": number(value), "bound": number(bound), "boundKind": "lagrangian",
    }  # fmt: skip
    if len(steps) > 1:
        plan["order"] = [{"what": what, "value": reached, "bound": None} for what, reached in verifier.reached().items()]
    plan["summary"] = summary_of(verifier)
    plan["load"] = {
        kind: [
            {"id": name, "period": t, "start": days[0].isoformat(), "end": days[-1].isoformat(), **line_of(line)}
            for name, t, days, line in sorted(
                (name, t, days, line)
                for t, days in enumerate(f.periods)
                for name, line in verifier.loads(days)[kind].items()
            )
        ]
        for kind in ("people", "departments", "skills", "assets")
    }
    return plan


def whole_plan_of(whole, text=b""):
    """A best plan of a scenario with decisions."""
    steps = whole.solve()
    return plan_of(whole.model, text, (steps, whole.columns))


def decided(f):
    """The lists of what is decided of starts, heads and trainings."""
    made = f.decided
    costs = {p: frac(f.projects[p]["shift"].get("costPerWeek"), 0) * n for p, n in made.starts.items()}
    lists = {
        "starts": [{"project": p, "weeks": n, "cost": number(costs[p])} for p, n in sorted(made.starts.items()) if n],
        "trainings": [
            {"staff": i, "skill": e["skill"], "cost": number(frac(e.get("cost"), 0))}
            for i, person in sorted(f.staff.items())
            for e in sorted(person.data.get("training", []), key=lambda e: e["skill"])
            if (i, e["skill"]) in made.bought
        ],
        "engaged": [
            {"staff": i, "heads": n, "cost": number(frac(f.staff[i].external.get("engagementCost"), 0) * n)}
            for i, n in sorted(made.heads.items())
            if n
        ],
    }
    return {name: entries for name, entries in lists.items() if entries}


def line_of(line):
    return {key: half_up(v, 6) for key, v in zip(("available", "used", "overtime"), line)}


def summary_of(verifier):
    f = verifier.f

    def coverage(unit, fits):
        demands = [d for d in f.demands.values() if d.staff == (unit == "hours") and fits(d)]
        wanted = sum((d.hours * d.counts if d.staff else d.units * d.days_wanted for d in demands), F(0))
        unmet = sum((verifier.sum("u", d=d.id) * d.counts for d in demands), F(0))
        share = (wanted - unmet) / wanted if wanted else F(1)
        return {"wanted": half_up(wanted, 6), "met": wanted - unmet, "unmet": unmet, "share": share}

    def both(fits):
        return {unit: coverage(unit, fits) for unit in ("hours", "unitDays")}

    cost = defaultdict(F)
    for name in ("assignments", "overtime", "assetUse", "operating"):
        for e in verifier.plan[name]:
            cost[e["project"]] += frac(e["cost"])
    priorities = sorted({d.priority for d in f.demands.values()}, reverse=True)
    out = both(lambda d: True)
    out["cost"] = sum(cost.values(), F(0))
    out["coverageByPriority"] = [{"priority": p, **both(lambda d, p=p: d.priority == p)} for p in priorities]
    out["projects"] = [{"id": p, **both(lambda d, p=p: d.project == p), "cost": cost[p]} for p in sorted(f.projects)]
    out["utilisation"] = {
        kind: [
            {"id": name, **line_of(line), "share": line[1] / line[0] if line[0] else F(0)}
            for name, line in sorted(lines.items())
        ]
        for kind, lines in verifier.loads(f.days).items()
    }
    return out
