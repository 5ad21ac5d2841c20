# SPDX-License-Identifier: GPL-3.0-or-later
"""A second way to the optimum of a tiny scenario, in exact fractions, without HiGHS and without
the rows of `oracle.py`.

It starts from the plan in which nothing is done and asks what can be gained: regular and overtime
hours are columns of their own (a, b), unmet amounts are what the effort leaves, promises are kept
or not, so that every row is "at most" with a right-hand side of at least 0. A tableau simplex with
Bland's rule then needs no first phase. Strict orders and `prefer` are solved at once: costs are
vectors, compared as words in a dictionary are (the 1e-7 that `prefer` may cost is left out).
"""
from __future__ import annotations

import sys
from collections import defaultdict
from fractions import Fraction as F

from facts import Facts
from readings import frac, loads


class Words:
    """Vectors of costs in lexicographic order."""

    def __init__(self, size):
        self.zero = (F(0),) * size

    def negative(self, vector):
        for v in vector:
            if v:
                return v < 0
        return False


def simplex(columns, rows, costs, size, limit=50000):
    """The least cost vector of: rows at most their right-hand sides (at least 0), columns at least 0."""
    words = Words(size)
    table, rhs, basis = [], [], []
    for n, (entries, most) in enumerate(rows):
        if most < 0:
            raise ValueError("negative right-hand side")
        table.append({**{j: a for j, a in entries.items() if a}, columns + n: F(1)})
        rhs.append(F(most))
        basis.append(columns + n)
    reduced = {j: c for j, c in costs.items() if any(c)}
    value = words.zero
    for _ in range(limit):
        entering = min((j for j, c in reduced.items() if words.negative(c)), default=None)
        if entering is None:
            return value
        best = None
        for r, row in enumerate(table):
            a = row.get(entering, 0)
            if a > 0 and (best is None or (rhs[r] / a, basis[r]) < best[:2]):
                best = (rhs[r] / a, basis[r], r)
        if best is None:
            raise ValueError("unbounded")
        step, _, r = best
        pivot = table[r][entering]
        table[r] = {j: a / pivot for j, a in table[r].items()}
        rhs[r], basis[r] = step, entering
        for s, row in enumerate(table):
            a = row.get(entering)
            if s == r or not a:
                continue
            for j, b in table[r].items():
                new = row.get(j, 0) - a * b
                if new:
                    row[j] = new
                else:
                    row.pop(j, None)
            rhs[s] -= a * step
        c = reduced[entering]
        value = tuple(v + ci * step for v, ci in zip(value, c))
        for j, b in table[r].items():
            new = tuple(x - ci * b for x, ci in zip(reduced.get(j, words.zero), c))
            if any(new):
                reduced[j] = new
            else:
                reduced.pop(j, None)
    raise RuntimeError("too many pivots")


class Gain:
    """The program of a scenario, told from the plan in which nothing is done."""

    def __init__(self, facts):
        self.f = f = facts
        self.steps = []
        if f.strict:
            if f.any_promised:
                self.steps.append("commitments")
            self.steps += [("priority", p) for p in sorted({d.priority for d in f.demands.values()}, reverse=True)]
        self.steps.append("value")
        self.steps += f.prefer
        self.costs, self.rows = [], []
        self.start = {step: F(0) for step in self.steps}  # what doing nothing costs
        # What decisions in whole numbers speak of: columns by person, demand and period, of units, and of effort
        self.in_period, self.units, self.met = defaultdict(list), {}, defaultdict(dict)
        self.build()
        self.nothing("value", sum(f.fixed.values(), F(0)))

    def add(self, value=F(0), **_):
        self.costs.append({"value": value})
        return len(self.costs) - 1

    def cost(self, j, step, amount):
        if step in self.steps:
            self.costs[j][step] = self.costs[j].get(step, F(0)) + amount

    def nothing(self, step, amount):
        if step in self.steps:
            self.start[step] += amount

    def at_most(self, entries, most):
        self.rows.append((entries, most))

    def build(self):
        f = self.f
        hours = defaultdict(list)  # (person, day) -> regular columns; every hour of work or operating
        extra = defaultdict(list)
        spent = defaultdict(dict)  # project -> money
        counted = []  # (person, demand, day, column)
        in_period = self.in_period
        units = defaultdict(list)  # (asset, day)
        place = defaultdict(list)  # (demand, place, day) -> columns
        members = defaultdict(list)  # (demand, person, day)
        met = self.met  # (demand, what it is counted by) -> effort
        last = len(f.periods) - 1

        def hour(person, demand, day, labour, like=F(0), operating=False):
            """A regular hour and, where it may be, one of overtime."""
            t = f.period_of[day]
            both = []
            kinds = [(hours, F(0))] + ([(extra, (person.factor - 1) * person.cost_in(t))] if person.o(day) else [])
            for group, premium in kinds:
                j = self.add(labour + premium + like)
                group[person.id, day].append(j)
                spent[demand.project][j] = labour + premium
                counted.append((person, demand, day, j))
                if not operating:
                    self.cost(j, "early", F(t))
                    self.cost(j, "late", F(last - t))
                both.append(j)
            return both

        def unit(asset, demand, day):
            j = self.add(asset.cost)
            spent[demand.project][j] = asset.cost
            units[asset.id, day].append(j)
            if asset.operators:
                crew = {j: asset.hours_per_unit}
                for person in f.staff.values():
                    if day in asset.operator_days(person):
                        price = person.cost_in(f.period_of[day])
                        for q in hour(person, demand, day, price, operating=True):
                            crew[q] = F(-1)
                self.at_most(crew, F(0))
            return j

        def unmet(key, demand, wanted):
            price = demand.unmet_price
            self.nothing("value", price * wanted)
            self.nothing(("priority", demand.priority), price * wanted)
            for j, effort in met[key].items():
                self.cost(j, "value", -price * effort)
                self.cost(j, ("priority", demand.priority), -price * effort)
            self.at_most(met[key], wanted)

        for d in f.staff_demands:
            use = defaultdict(lambda: defaultdict(dict))  # day -> (asset, shift) -> column -> units
            for (i, n), days in d.D.items():
                person = f.staff[i]
                for day in days:
                    t = f.period_of[day]
                    like = f.preference(i, d.id) * d.eta(i)
                    both = hour(person, d, day, f.cost(i, d.id, t), like)
                    in_period[i, d.id, t] += both
                    place[d.id, n, day] += both
                    members[d.id, i, day] += both
                    for asset, each in d.uses:
                        for shift, j in enumerate(both):
                            long = person.over_day if shift else person.P(day)
                            use[day][asset, shift][j] = each / long
                    if not d.crew:
                        met[d.id, t if d.even else None].update({j: d.eta(i) for j in both})
            for day in d.E:
                for asset, _ in d.uses:
                    v = unit(f.assets[asset], d, day)
                    for shift in (0, 1):
                        self.at_most({**use[day][asset, shift], v: F(-1)}, F(0))
                if d.crew:
                    m = self.add()
                    met[d.id, f.period_of[day] if d.even else None][m] = F(1)
                    for n, p in enumerate(d.places):
                        self.at_most({m: F(p.count), **{j: F(-1) for j in place[d.id, n, day]}}, F(0))
                        self.at_most({m: F(-p.count), **{j: F(1) for j in place[d.id, n, day]}}, F(0))
                    for i in f.staff:
                        row = {j: F(1) for j in members[d.id, i, day]}
                        self.at_most({**row, m: F(-f.staff[i].headcount)}, F(0))
            for t in d.meets if d.even else [None]:
                unmet((d.id, t), d, d.wanted(t) if d.even else d.hours)

        for e in f.asset_demands:
            for day in e.window:
                for a in f.assets.values():
                    if e.fits(a):
                        self.units[a.id, e.id, day] = j = unit(a, e, day)
                        met[e.id, day][j] = F(1)
                unmet((e.id, day), e, e.units)
            for step in ("value", ("priority", e.priority)):
                self.nothing(step, e.unmet_price * e.missing)

        for person in f.staff.values():
            weeks, all_extra = defaultdict(dict), {}
            for day in f.days:
                self.at_most({j: F(1) for j in hours[person.id, day]}, person.r(day) - person.lost[day])
                over = {j: F(1) for j in extra[person.id, day]}
                self.at_most(over, person.o(day))
                weeks[f.span("week", day)].update(over)
                all_extra.update(over)
            for over in weeks.values():
                self.at_most(over, person.over_week * person.headcount)
            if person.over_total is not None:
                self.at_most(all_extra, person.over_total * person.headcount)
        for (asset, day), used in units.items():
            self.at_most({j: F(1) for j in used}, f.assets[asset].units(day))
        for p, project in f.projects.items():
            if project.get("budget") is not None:
                self.at_most(spent[p], frac(project["budget"]))
        for limit in f.limits:
            self.limit(limit, counted)
        if "balanced" in self.steps:
            share = self.add()
            self.cost(share, "balanced", F(1))
            for person in f.staff.values():
                regular = sum((person.r(day) for day in f.days), F(0))
                if regular > 0 and not person.external:
                    mine = {j: F(1) for who, _, _, j in counted if who is person}
                    self.at_most({**mine, share: -regular}, F(0))

        for key, promised in f.promised.items():
            kept = self.add()
            self.nothing("value", promised * f.commitment_hour)
            self.nothing("commitments", promised)
            self.cost(kept, "value", -f.commitment_hour)
            self.cost(kept, "commitments", F(-1))
            self.at_most({kept: F(1)}, promised)
            self.at_most({kept: F(1), **{j: F(-1) for j in in_period[key]}}, F(0))
        if f.change_hour:
            for key in set(in_period) | set(f.baseline):
                was = f.baseline.get(key, F(0))
                self.nothing("value", f.change_hour * was)
                over = self.add()  # what is above the baseline counts twice: once back, once on
                self.cost(over, "value", 2 * f.change_hour)
                for j in in_period[key]:
                    self.cost(j, "value", -f.change_hour)
                self.at_most({over: F(-1), **{j: F(1) for j in in_period[key]}}, was)

    def limit(self, limit, counted):
        f = self.f
        groups = defaultdict(dict)
        days = defaultdict(set)
        for day in f.days:
            days[f.span(limit.per, day)].add(day)
        for person, demand, day, j in counted:
            if limit.person(person) and limit.demand(demand):
                each = {"staff": person.id, "project": demand.project, "demand": demand.id}.get(limit.each)
                groups[f.span(limit.per, day), each][j] = F(1)
        for (name, each), entries in groups.items():
            most = limit.hours
            if most is None:
                who = [p for p in f.staff.values() if limit.person(p) and (limit.each != "staff" or p.id == each)]
                most = limit.share * sum((p.r(day) for p in who for day in days[name]), F(0))
            if name == f.span(limit.per, f.start):
                most -= limit.used
            self.at_most(entries, max(F(0), most))

    def best(self):
        vectors = {j: tuple(c.get(step, F(0)) for step in self.steps) for j, c in enumerate(self.costs)}
        gained = simplex(len(self.costs), self.rows, vectors, len(self.steps))
        return [(step, self.start[step] + g) for step, g in zip(self.steps, gained)]


def best(scenario):
    """[(step, exact value)]."""
    return Gain(scenario if isinstance(scenario, Facts) else Facts(scenario)).best()


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            print("  ".join(f"{step} {float(value):.9f}" for step, value in best(loads(file.read()))), path)


if __name__ == "__main__":
    main()
