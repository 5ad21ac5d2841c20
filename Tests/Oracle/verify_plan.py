# SPDX-License-Identifier: GPL-3.0-or-later
"""Verifies a plan (`muster/plan@1`) against its scenario, in exact arithmetic.

    python verify_plan.py SCENARIO.json PLAN.json

Prints one line for each violation; exits 1 if there is any.
"""
import hashlib
import math
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction as F

from oracle import Model, Scenario, frac, loads

GRID = F(1, 1_000_000)
TERMS = ["labour", "overtime", "assets", "unmet", "commitments", "change"]
STATUSES = {"optimal", "feasible"}
STOPS = {"proved", "gap", "time", "work", "memory", "interrupted", "crash"}


def on_grid(value):
    return (value / GRID).denominator == 1


class Verifier:
    def __init__(self, scenario, plan, model=None):
        self.model = model or Model(scenario)
        self.s = self.model.s
        self.plan = plan
        self.violations = []
        self.values = defaultdict(F)  # column key -> value
        self.value = None

    def fail(self, kind, text):
        self.violations.append(f"{kind}: {text}")

    def verify(self, optimum=None, text=None):
        plan = self.plan
        if plan.get("format") != "muster/plan@1":
            self.fail("format", repr(plan.get("format")))
        if text is not None:
            sha = plan.get("scenario", {}).get("sha256")
            if sha != hashlib.sha256(text).hexdigest():
                self.fail("sha256", str(sha))
        if plan.get("status") not in STATUSES:
            self.fail("status", repr(plan.get("status")))
        if plan.get("stop") not in STOPS:
            self.fail("stop", repr(plan.get("stop")))
        self.lists()
        self.limits()
        self.rows()
        self.costs()
        self.objective(optimum)
        said = plan.get("verification")
        if said is None:
            self.fail("verification", "missing")
        elif said.get("feasible") is not True or said.get("violations"):
            self.fail("verification", "the plan itself reports a violation")
        return self.violations

    # Entries

    def entry(self, name, n, entry, fields, amount, keys):
        """Reads one entry: known ids, a period of the horizon, a positive amount on the grid."""
        where = f"{name}[{n}]"
        for field in fields:
            if field not in entry:
                self.fail("missing", f"{where}.{field}")
                return None
        known = {"staff": self.s.staff, "demand": self.s.demands, "asset": self.s.assets, "project": self.s.projects}
        for field, ids in known.items():
            if field in fields and entry[field] not in ids:
                self.fail("unknown", f"{where}.{field} {entry[field]!r}")
                return None
        if "project" in fields and entry["project"] != self.s.demands[entry["demand"]].project:
            self.fail("project", f"{where}: {entry['project']!r} is not the demand's project")
        t = entry.get("period")
        whole = isinstance(t, int) and not isinstance(t, bool)
        if (t is not None or "period" in fields) and not (whole and 0 <= t < len(self.s.periods)):
            self.fail("unknown", f"{where}.period {t!r}")
            return None
        value = frac(entry[amount])
        if value <= 0 or not on_grid(value):
            self.fail("amount", f"{where}.{amount} {entry[amount]} is not above 0 and on the grid")
        if not on_grid(frac(entry["cost"])):
            self.fail("amount", f"{where}.cost {entry['cost']} is not on the grid")
        return value

    def put(self, where, key, value):
        if key in self.values:
            self.fail("twice", f"{where}: {key}")
        if key not in self.model.index:
            self.fail("impossible", f"{where}: {key} does not exist in the model")
        self.values[key] += value

    def cost(self, where, entry, rate):
        said, true = frac(entry["cost"]), rate * self.amount
        if abs(said - true) > GRID:
            self.fail("cost", f"{where}: {entry['cost']}, should be {float(true)}")

    def sorted(self, name, keys):
        if any(a >= b for a, b in zip(keys, keys[1:])):
            self.fail("order", f"{name} is not strictly sorted")

    def lists(self):
        s, plan = self.s, self.plan
        specs = [
            ("assignments", ["staff", "demand", "project", "period", "start", "end", "hours", "cost"], "hours"),
            ("overtime", ["staff", "period", "hours", "cost"], "hours"),
            ("assetUse", ["asset", "demand", "project", "period", "unitDays", "cost"], "unitDays"),
            ("operating", ["staff", "asset", "period", "hours", "cost"], "hours"),
        ]
        for name, fields, amount in specs:
            order = []
            for n, e in enumerate(plan.get(name, [])):
                where = f"{name}[{n}]"
                self.amount = self.entry(name, n, e, fields, amount, order)
                if self.amount is None:
                    continue
                t = e["period"]
                if name == "assignments":
                    key = ("x", e["staff"], e["demand"], t)
                    rate = s.staff[e["staff"]].cost
                    days = s.periods[t]
                    if (e["start"], e["end"]) != (days[0].isoformat(), days[-1].isoformat()):
                        self.fail("dates", f"{where}: {e['start']} to {e['end']} is not period {t}")
                elif name == "overtime":
                    key = ("y", e["staff"], t)
                    rate = s.staff[e["staff"]].cost * (s.staff[e["staff"]].factor - 1)
                elif name == "assetUse":
                    staff_demand = s.demands[e["demand"]].is_staff
                    key = ("v" if staff_demand else "z", e["asset"], e["demand"], t)
                    rate = s.assets[e["asset"]].cost
                else:
                    key = ("q", e["staff"], e["asset"], t)
                    rate = s.staff[e["staff"]].cost
                order.append(key[1:])
                self.put(where, key, self.amount)
                self.cost(where, e, rate)
            self.sorted(name, order)
        order = []
        for n, e in enumerate(plan.get("unmet", [])):
            where = f"unmet[{n}]"
            amount = "hours" if "hours" in e else "unitDays"
            self.amount = self.entry("unmet", n, e, ["demand", "project", amount, "cost"], amount, order)
            if self.amount is None:
                continue
            if (amount == "hours") != s.demands[e["demand"]].is_staff:
                self.fail("unit", f"{where}: {amount}")
            t = e.get("period")
            order.append((e["demand"], -1 if t is None else t))
            self.put(where, ("u", e["demand"], t), self.amount)
            self.cost(where, e, s.unmet_cost(e["demand"]))
        self.sorted("unmet", order)
        order = []
        for n, e in enumerate(plan.get("brokenCommitments", [])):
            where = f"brokenCommitments[{n}]"
            fields = ["staff", "demand", "period", "hours", "cost"]
            self.amount = self.entry("brokenCommitments", n, e, fields, "hours", order)
            if self.amount is None:
                continue
            key = ("s", e["staff"], e["demand"], e["period"])
            order.append(key[1:])
            self.put(where, key, self.amount)
            self.cost(where, e, s.commitment_hour)
        self.sorted("brokenCommitments", order)
        for (i, d, t), hours in s.promised.items():
            missed = max(F(0), hours - self.values.get(("x", i, d, t), F(0)))
            said = self.values.get(("s", i, d, t), F(0))
            if "brokenCommitments" not in plan:
                self.values["s", i, d, t] = missed
            elif said >= missed + GRID:  # what is missed need not be on the grid
                self.fail("broken", f"{i} on {d} in {t}: {float(said)}, should be {float(missed)}")
        # The plan does not list moves: they follow from the hours.
        if s.change_hour > 0:
            for key in self.model.index:
                if key[0] == "x":
                    move = self.values.get(key, F(0)) - s.baseline.get(key[1:], F(0))
                    self.values[("more",) + key[1:]] = max(F(0), move)
                    self.values[("less",) + key[1:]] = max(F(0), -move)

    # The program

    def limits(self):
        for key, upper, _, _ in self.model.columns:
            value = self.values.get(key, F(0))
            # An unmet amount completes an equation, so it shares the equation's rounding.
            slack = GRID if key[0] == "u" else 0
            if upper is not None and value > upper + slack:
                self.fail("limit", f"{key}: {float(value)} is above {float(upper)}")

    def rows(self):
        keys = [c[0] for c in self.model.columns]
        for name, low, high, entries in self.model.rows:
            total = sum((a * self.values.get(keys[j], F(0)) for j, a in entries.items()), F(0))
            used = sum(1 for j in entries if self.values.get(keys[j]))
            slack = F(0)
            if low is not None and low == high:
                slack = GRID * max(1, len(entries))
            elif name[0] in ("equipment", "operators"):
                # Both sides are variables: a rounded amount need not have a partner on the grid.
                slack = GRID * max(1, used)
            if high is not None and total > high + slack:
                self.fail("row", f"{name}: {float(total)} is above {float(high)} by {float(total - high):.3g}")
            if low is not None and total < low - slack:
                self.fail("row", f"{name}: {float(total)} is below {float(low)} by {float(low - total):.3g}")

    # Money

    def costs(self):
        objective = self.plan.get("objective", {})
        terms = objective.get("terms", {})
        for key in terms:
            if key not in TERMS + ["engagement"]:
                self.fail("terms", f"unknown term {key}")
        plan = self.plan

        def added(*names):
            return sum((Decimal(e["cost"]) for name in names for e in plan.get(name, []) if "cost" in e), Decimal(0))

        listed = {
            "labour": added("assignments", "operating"),
            "overtime": added("overtime"),
            "assets": added("assetUse"),
            "unmet": added("unmet"),
        }
        if "brokenCommitments" in plan:
            listed["commitments"] = added("brokenCommitments")
        for key, total in listed.items():
            if Decimal(terms.get(key, 0)) != total:
                self.fail("terms", f"{key} is {terms.get(key)}, its entries add up to {total}")
        recomputed = {key: F(0) for key in TERMS}
        for key, _, cost, term in self.model.columns:
            recomputed[term] += cost * self.values.get(key, F(0))
        recomputed["change"] += self.model.constant
        for key, total in recomputed.items():
            said = frac(terms.get(key), 0)
            if not on_grid(said):
                self.fail("terms", f"{key} {said} is not on the grid")
            if abs(said - total) > F(1, 100_000) + abs(total) * GRID:
                self.fail("terms", f"{key} is {float(said)}, recomputed {float(total)}")
        self.recomputed = sum(recomputed.values(), F(0))

    def objective(self, optimum):
        objective = self.plan.get("objective", {})
        if objective.get("value") is None:
            return self.fail("objective", "no value")
        self.value = value = frac(objective["value"])
        total = sum((frac(v) for v in objective.get("terms", {}).values()), F(0))
        if value != total:
            self.fail("objective", f"value {float(value)} is not the sum of its terms {float(total)}")
        if abs(value - self.recomputed) > F(1, 100_000) + abs(self.recomputed) * GRID:
            self.fail("objective", f"value {float(value)}, recomputed {float(self.recomputed)}")
        bound, gap = frac(objective.get("bound")), frac(objective.get("gap"))
        if bound is None:
            if gap is not None:
                self.fail("gap", "a gap without a bound")
            if self.plan.get("status") == "optimal":
                self.fail("gap", "optimal without a bound")
        else:
            true = (value - bound) / max(F(1), abs(value))
            if gap is None or abs(gap - max(F(0), true)) > F(1, 10**8) and abs(gap - true) > F(1, 10**8):
                self.fail("gap", f"{gap and float(gap)}, should be {float(true)}")
            elif self.plan.get("status") == "optimal" and gap > F(1, 10**6):
                self.fail("gap", f"optimal with a gap of {float(gap)}")
            if bound > value + tolerance(value):
                self.fail("bound", f"{float(bound)} is above the value {float(value)}")
            if optimum is not None and bound > F(optimum) + tolerance(optimum):
                self.fail("bound", f"{float(bound)} is above the optimum {optimum}")
        if optimum is not None and value < F(optimum) - grid_allowance(self, optimum) - tolerance(optimum):
            self.fail("objective", f"value {float(value)} is below the optimum {optimum}")
        said = self.plan.get("verification") or {}
        for key in ("value", "bound"):
            if said.get(key) is not None and objective.get(key) is not None:
                if abs(frac(said[key]) - frac(objective[key])) > tolerance(objective[key]):
                    self.fail("verification", f"{key} differs from the objective's")


def tolerance(value):
    return F(1, 10**5) + abs(F(value)) * F(1, 10**6)


def grid_slack(verifier):
    """What rounding to the grid can move the value by: one millionth in each entry used, at the
    largest price that an entry can cause (its own, and that of the unmet or promised hour)."""
    columns = verifier.model.columns
    entries = sum(1 for c in columns if verifier.values.get(c[0]) and c[0][0] in "xyzvq")
    dearest = max((c[2] for c in columns), default=F(0))
    eta = max((p.skills[k].productivity for p in verifier.s.staff.values() for k in p.skills), default=F(1))
    return GRID * (entries + 1) * dearest * max(F(1), eta)


def grid_allowance(verifier, optimum):
    """How far rounding to the grid may take the value from the optimum: what it can cause, but
    no more than 1e-4 of the optimum or 0.05 of money, whichever is larger."""
    return min(grid_slack(verifier), max(F(1, 20), abs(F(optimum)) / 10_000))


# A plan from the oracle's own solution

def _down(value):
    return F(math.floor(value / GRID + F(1, 1000))) * GRID


def _near(value):
    return F(round(value / GRID)) * GRID


def number(value):
    """An exact Decimal of a figure on the grid."""
    scaled = value / GRID
    assert scaled.denominator == 1
    return (Decimal(scaled.numerator) / Decimal(1_000_000)).normalize() + Decimal(0)


def plan_from_solution(model, optimum, solution):
    """The oracle's solution as a plan, rounded to the grid as far as that goes."""
    s = model.s
    value = {}
    for (key, upper, _, _), x in zip(model.columns, solution):
        v = max(F(0), _down(F(x)))
        if upper is not None and v > upper:
            v = F(math.floor(upper / GRID)) * GRID
        value[key] = v
    keys = [c[0] for c in model.columns]
    upper = {c[0]: c[1] for c in model.columns}

    def activity(row, skip=None):
        return sum((a * value[keys[j]] for j, a in row[3].items() if keys[j] != skip), F(0))

    # Everything was rounded down, so the rows between variables (equipment, operators) miss by
    # no more than the grid allows. Overtime is what the capacity row needs, and where that takes
    # more than its own limits leave, the work gives way, a millionth at a time.
    for row in model.rows:
        if row[0][0] == "capacity":
            y = ("y",) + row[0][1:]
            if y in value:
                need = F(math.ceil((activity(row, y) - row[2]) / GRID)) * GRID
                value[y] = max(F(0), min(need, F(math.floor(upper[y] / GRID)) * GRID))
    hard = [r for kind in ("overtimeTotal", "capacity", "pace", "asset", "budget") for r in model.rows if r[0][0] == kind]
    for row in hard:
        entries = [(keys[j], a) for j, a in row[3].items() if a > 0]
        while activity(row) > row[2]:
            key = max((k for k, _ in entries), key=lambda k: value[k])
            assert value[key] > 0
            value[key] -= GRID
    for row in model.rows:
        if row[0][0] in ("effort", "supply"):
            u = ("u", row[0][1], row[0][2])
            value[u] = max(F(0), _near(row[2] - activity(row, u)))

    names = ("assignments", "overtime", "assetUse", "operating", "unmet", "brokenCommitments")
    lists = {name: [] for name in names}
    terms = {k: F(0) for k in TERMS}
    for key, _, cost, term in model.columns:
        amount = value[key]
        if key[0] == "s":
            missed = max(F(0), s.promised[key[1:]] - value.get(("x",) + key[1:], F(0)))
            amount = F(math.ceil(missed / GRID)) * GRID
        elif key[0] in ("more", "less"):
            move = value[("x",) + key[1:]] - s.baseline.get(key[1:], F(0))
            amount = max(F(0), move if key[0] == "more" else -move)
        if key[0] in ("more", "less"):
            terms[term] += cost * amount
            continue
        if amount == 0:
            continue
        money = _near(cost * amount)
        terms[term] += money
        t = key[-1]
        if key[0] == "x":
            entry = {
                "staff": key[1],
                "demand": key[2],
                "project": s.demands[key[2]].project,
                "period": t,
                "start": s.periods[t][0].isoformat(),
                "end": s.periods[t][-1].isoformat(),
                "hours": number(amount),
            }
            name = "assignments"
        elif key[0] == "y":
            entry, name = {"staff": key[1], "period": t, "hours": number(amount)}, "overtime"
        elif key[0] == "q":
            entry = {"staff": key[1], "asset": key[2], "period": t, "hours": number(amount)}
            name = "operating"
        elif key[0] == "s":
            entry = {"staff": key[1], "demand": key[2], "period": t, "hours": number(amount)}
            name = "brokenCommitments"
        elif key[0] in "zv":
            entry = {"asset": key[1], "demand": key[2], "project": s.demands[key[2]].project, "period": t}
            entry["unitDays"] = number(amount)
            name = "assetUse"
        else:
            entry = {"demand": key[1], "project": s.demands[key[1]].project}
            if t is not None:
                entry["period"] = t
            entry["hours" if s.demands[key[1]].is_staff else "unitDays"] = number(amount)
            entry.update(reasons=[], remedies=[])
            name = "unmet"
        entry["cost"] = number(money)
        lists[name].append(entry)
    terms["change"] += model.constant
    terms["change"] = _near(terms["change"])
    for name, entries in lists.items():
        order = {"assignments": ("staff", "demand"), "overtime": ("staff",), "unmet": ("demand",)}
        order.update(assetUse=("asset", "demand"), operating=("staff", "asset"))
        order.update(brokenCommitments=("staff", "demand"))
        entries.sort(key=lambda e: tuple(e[k] for k in order[name]) + (e.get("period", -1),))
    total = sum(terms.values(), F(0))
    bound = min(total, F(repr(float(optimum))))
    bound = F(math.floor(bound / GRID)) * GRID
    gap = (total - bound) / max(F(1), abs(total))
    return {
        "format": "muster/plan@1",
        "scenario": {"name": s.data.get("name"), "sha256": ""},
        "status": "optimal" if gap <= F(1, 10**6) else "feasible",
        "stop": "proved",
        "engine": {"name": "oracle", "version": "1"},
        "objective": {
            "value": number(total),
            "bound": number(bound),
            "gap": Decimal(repr(float(gap))),
            "terms": {k: number(v) for k, v in terms.items()},
        },
        **lists,
        "verification": {"feasible": True, "violations": [], "value": number(total), "bound": number(bound)},
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        text = file.read()
    with open(sys.argv[2], "rb") as file:
        plan = loads(file.read())
    model = Model(Scenario(loads(text)))
    optimum = model.solve()[0]
    violations = Verifier(None, plan, model).verify(optimum, text)
    for line in violations:
        print(line)
    print(f"optimum {optimum:.6f}, plan {plan.get('objective', {}).get('value')}, {len(violations)} violations")
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
