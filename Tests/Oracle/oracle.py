# SPDX-License-Identifier: GPL-3.0-or-later
"""The linear program of a scenario by days (rows 1 to 12 of the model's section 2), and its
optimum from HiGHS; with `priorities: strict` or `prefer` the steps, one after the other.

    python oracle.py SCENARIO.json ...        the value, and each step where there are several

Columns have keys, k being a date and n the number of a place (0 without a crew):
("x" | "w", i, d, n, k), ("q" | "wq", i, a, n, k), ("z", e, a, k), ("v", d, a, k),
("m", d, k), ("u", d, t or None), ("u", e, k), ("s" | "more" | "less", i, d, t).
"""
from __future__ import annotations

import os
import sys
from collections import defaultdict
from fractions import Fraction as F

from facts import Facts
from readings import frac, loads

TERMS = ["labour", "overtime", "assets", "unmet", "commitments", "preference", "change", "engagement", "delay", "training"]
PREFER_SLACK = F(1, 10**7)


class Model:
    def __init__(self, facts):
        self.f = self.facts = facts if isinstance(facts, Facts) else Facts(facts)
        self.keys, self.index, self.upper, self.terms = [], {}, [], []
        self.rows = []  # (name, low, high, {column: coefficient})
        self.fixed = self.f.fixed
        self.constant = F(0)  # the change of a baseline's hours that no column can answer
        self.capacity = defaultdict(dict)  # (i, k)
        self.overtime = defaultdict(dict)  # (i, k)
        self.asset_use = defaultdict(dict)  # (a, k)
        self.operated = defaultdict(dict)  # (a, n, k): units
        self.operating = defaultdict(dict)  # (a, n, k): hours
        self.effort = defaultdict(dict)  # (d, t or None)
        self.worked = defaultdict(dict)  # (i, d, t): all places
        self.budget = defaultdict(dict)  # project
        self.limited = defaultdict(list)  # day -> (i, demand, column): worked and operating hours
        self._staff_columns()
        self._asset_columns()
        self._operating_columns()
        self._equipment()
        self._crews()
        self._effort()
        self._capacity_and_overtime()
        self._assets()
        self._budgets()
        self._limits()
        self._commitments()
        self._change()

    def column(self, *key, upper=None, **terms):
        self.index[key] = len(self.keys)
        self.keys.append(key)
        self.upper.append(upper)
        self.terms.append({term: c for term, c in terms.items() if c})
        return self.index[key]

    def row(self, name, low, high, entries):
        self.rows.append((name, low, high, entries))

    # Columns

    def _work(self, kind, i, rest, k, cost, project, demand, preference=F(0)):
        """A worked or operating amount and, where there is overtime that day, its part of that."""
        f, person = self.f, self.f.staff[i]
        x = self.column(kind, i, *rest, k, labour=cost, preference=preference)
        self.capacity[i, k][x] = F(1)
        self.budget[project][x] = cost
        self.limited[k].append((i, demand, x))
        if person.o(k) > 0:
            extra = (person.factor - 1) * person.cost_in(f.period_of[k])
            w = self.column({"x": "w", "q": "wq"}[kind], i, *rest, k, overtime=extra)
            self.capacity[i, k][w] = F(-1)
            self.overtime[i, k][w] = F(1)
            self.budget[project][w] = extra
            self.row(("part", kind, i, *rest, k), None, F(0), {w: F(1), x: F(-1)})
        return x

    def _staff_columns(self):
        f = self.f
        for d in f.staff_demands:
            for (i, n), days in d.D.items():
                like = f.preference(i, d.id) * d.eta(i)
                for k in days:
                    t = f.period_of[k]
                    x = self._work("x", i, (d.id, n), k, f.cost(i, d.id, t), d.project, d, like)
                    self.worked[i, d.id, t][x] = F(1)
                    if not d.crew:
                        self.effort[d.id, t if d.even else None][x] = d.eta(i)

    def _asset_columns(self):
        f = self.f
        for e in f.asset_demands:
            for k in e.window:
                supply = {}
                for a, asset in f.assets.items():
                    if e.fits(asset):
                        z = self.column("z", e.id, a, k, assets=asset.cost)
                        supply[z] = self.asset_use[a, k][z] = F(1)
                        self.budget[e.project][z] = asset.cost
                        self.operated[a, e.id, k][z] = F(1)
                u = self.column("u", e.id, k, unmet=e.unmet_price)
                supply[u] = F(1)
                self.row(("supply", e.id, k), e.units, e.units, supply)
            if e.missing:
                u = self.column("u", e.id, "missing", unmet=e.unmet_price)
                self.row(("missing", e.id), e.missing, e.missing, {u: F(1)})
        for d in f.staff_demands:
            for a, _ in d.uses:
                for k in d.E:
                    v = self.column("v", d.id, a, k, assets=f.assets[a].cost)
                    self.asset_use[a, k][v] = F(1)
                    self.budget[d.project][v] = f.assets[a].cost
                    self.operated[a, d.id, k][v] = F(1)

    def _operating_columns(self):
        f = self.f
        for (a, n, k), units in self.operated.items():
            asset = f.assets[a]
            if asset.operators is None:
                continue
            demand, entries = f.demands[n], {}
            for i, person in f.staff.items():
                if k in asset.operator_days(person):
                    cost = person.cost_in(f.period_of[k])
                    entries[self._work("q", i, (a, n), k, cost, demand.project, demand)] = F(1)
            entries.update({j: -asset.hours_per_unit for j in units})
            self.row(("operators", a, n, k), F(0), None, entries)

    # Rows

    def _equipment(self):
        f = self.f
        for d in f.staff_demands:
            for a, each in d.uses:
                for k in d.E:
                    v = self.index["v", d.id, a, k]
                    regular, extra = {v: F(-1)}, {v: F(-1)}
                    for i, n in d.D:
                        x, w = (self.index.get((kind, i, d.id, n, k)) for kind in "xw")
                        if x is not None:
                            regular[x] = each / f.staff[i].P(k)
                        if w is not None:
                            regular[w] = -each / f.staff[i].P(k)
                            extra[w] = each / f.staff[i].o1
                    self.row(("equipment", a, d.id, k), None, F(0), regular)
                    if len(extra) > 1:
                        self.row(("equipment overtime", a, d.id, k), None, F(0), extra)

    def _crews(self):
        for d in self.f.staff_demands:
            if not d.crew:
                continue
            for k in d.E:
                m = self.column("m", d.id, k)
                self.effort[d.id, self.f.period_of[k] if d.even else None][m] = F(1)
                mine = defaultdict(dict)
                for n, place in enumerate(d.places):
                    entries = {m: F(-place.count)}
                    for i in self.f.staff:
                        x = self.index.get(("x", i, d.id, n, k))
                        if x is not None:
                            entries[x] = mine[i][x] = F(1)
                    self.row(("place", d.id, n, k), F(0), F(0), entries)
                for i, entries in mine.items():
                    self.row(("together", i, d.id, k), None, F(0), {**entries, m: F(-self.f.staff[i].headcount)})

    def _effort(self):
        for d in self.f.staff_demands:
            for t in d.meets if d.even else [None]:
                wanted = d.wanted(t) if d.even else d.hours
                u = self.column("u", d.id, t, unmet=d.unmet_price)
                self.row(("effort", d.id, t), wanted, wanted, {**self.effort[d.id, t], u: F(1)})

    def _capacity_and_overtime(self):
        f = self.f
        for (i, k), entries in self.capacity.items():
            self.row(("capacity", i, k), None, f.staff[i].r(k) - f.staff[i].lost[k], entries)
        weeks, total = defaultdict(dict), defaultdict(dict)
        for (i, k), entries in self.overtime.items():
            self.row(("overtime", i, k), None, f.staff[i].o(k), entries)
            weeks[i, f.span("week", k)].update(entries)
            total[i].update(entries)
        for (i, week), entries in weeks.items():
            self.row(("overtime week", i, week), None, f.staff[i].over_week * f.staff[i].headcount, entries)
        for i, entries in total.items():
            if f.staff[i].over_total is not None:
                self.row(("overtime total", i), None, f.staff[i].over_total * f.staff[i].headcount, entries)

    def _assets(self):
        for (a, k), entries in self.asset_use.items():
            self.row(("asset", a, k), None, self.f.assets[a].units(k), entries)

    def _budgets(self):
        for p, project in self.f.projects.items():
            if project.get("budget") is not None and self.budget[p]:
                self.row(("budget", p), None, frac(project["budget"]), self.budget[p])

    def _limits(self):
        f = self.f
        for limit in f.limits:
            people = {i for i, person in f.staff.items() if limit.person(person)}
            for name, days in f.spans(limit.per).items():
                sums = defaultdict(dict)
                for k in days:
                    for i, demand, x in self.limited[k]:
                        if i in people and limit.demand(demand):
                            one = {None: None, "staff": i, "project": demand.project, "demand": demand.id}[limit.each]
                            sums[one][x] = F(1)
                for one, entries in sums.items():
                    self.row(("limit", limit.id, one, name), None, limit_of(f, limit, people, one, days), entries)

    def _commitments(self):
        f = self.f
        for (i, d, t), hours in f.promised.items():
            s = self.column("s", i, d, t, commitments=f.commitment_hour)
            self.row(("commitment", i, d, t), hours, None, {**self.worked.get((i, d, t), {}), s: F(1)})

    def _change(self):
        f = self.f
        if f.change_hour == 0:
            return
        for key in sorted(set(self.worked) | set(f.baseline), key=repr):
            was = f.baseline.get(key, F(0))
            if key not in self.worked:
                self.constant += f.change_hour * was
                continue
            more, less = (self.column(kind, *key, change=f.change_hour) for kind in ("more", "less"))
            self.row(("change", *key), was, was, {**self.worked[key], more: F(-1), less: F(1)})

    # Objectives, as (name, {column: coefficient}, constant)

    def value(self):
        costs = {j: sum(terms.values(), F(0)) for j, terms in enumerate(self.terms) if terms}
        return "value", costs, self.constant + sum(self.fixed.values(), F(0))

    def objectives(self):
        """The steps of section 2, "Order"."""
        f, out = self.f, []
        if f.strict:
            if f.any_promised:
                out.append(("commitments", {j: F(1) for j, key in enumerate(self.keys) if key[0] == "s"}, F(0)))
            for priority in sorted({d.priority for d in f.demands.values()}, reverse=True):
                costs = {
                    j: self.terms[j].get("unmet", F(0))
                    for j, key in enumerate(self.keys)
                    if key[0] == "u" and f.demands[key[1]].priority == priority
                }
                out.append((f"priority {shortest(priority)}", costs, F(0)))
        out.append(self.value())
        last = len(f.periods) - 1
        for what in f.prefer:
            if what == "balanced":
                out.append((what, {self._balance(): F(1)}, F(0)))
            else:
                late = what == "late"
                costs = {}
                for j, key in enumerate(self.keys):
                    if key[0] == "x":
                        t = f.period_of[key[-1]]
                        costs[j] = F(last - t if late else t)
                out.append((what, costs, F(0)))
        return out

    def _balance(self):
        """The column of the greatest share of anybody who has regular hours."""
        if ("share",) in self.index:
            return self.index["share",]
        share = self.column("share")
        sums = defaultdict(dict)
        for j, key in enumerate(self.keys):
            if key[0] in ("x", "q"):
                sums[key[1]][j] = F(1)
        for i, entries in sums.items():
            hours = sum((self.f.staff[i].r(k) for k in self.f.days), F(0))
            if hours > 0 and not self.f.staff[i].external:
                self.row(("share", i), None, F(0), {**entries, share: -hours})
        return share

    def solve(self, reached=None):
        """[(what, value)] and the columns of the last step. `reached`: what -> the value that the
        step is held at for those after it, instead of the best one."""
        done, held, solution = [], [], []
        objectives = self.objectives()
        for n, (what, costs, constant) in enumerate(objectives):
            best, solution = self.minimise(costs, constant, held)
            done.append((what, best))
            if n + 1 < len(objectives):
                limit = F(best)
                if reached is not None and what in reached:
                    limit = max(limit, frac(reached[what]))
                elif what == "value":
                    limit += PREFER_SLACK * max(F(1), abs(limit))
                held.append((costs, limit - constant))
        return done, solution

    def minimise(self, costs, constant=F(0), held=()):
        rows = self.rows + [(("held",), None, *scaled(*h)) for h in held]
        return highs(len(self.keys), self.upper, costs, constant, rows)

    def money(self, solution):
        """The terms of the objective of a solution, in floats."""
        out = {term: 0.0 for term in TERMS}
        for x, terms in zip(solution, self.terms):
            for term, c in terms.items():
                out[term] += float(c) * x
        out["change"] += float(self.constant)
        for term, amount in self.fixed.items():
            out[term] += float(amount)
        return out


def limit_of(facts, limit, people, one, days):
    """The right-hand side of a limit in a span; `days` are those inside the horizon."""
    most = limit.hours
    if most is None:
        who = {one} if limit.each == "staff" else people
        most = limit.share * sum((facts.staff[i].r(k) for i in who for k in days), F(0))
    if facts.start in days:
        most -= limit.used
    return max(F(0), most)


def shortest(number):
    """The shortest form of a number that is a finite decimal."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def scaled(costs, limit):
    """A row `costs <= limit` with a largest coefficient of 1, and room for the solver's rounding."""
    largest = max((abs(c) for c in costs.values()), default=F(1)) or F(1)
    room = F(1, 10**9) * max(F(1), abs(limit) / largest)
    return limit / largest + room, {j: c / largest for j, c in costs.items()}


def highs(width, upper, costs, constant, rows):
    """The least value as a float, and the columns."""
    import highspy

    if width == 0:
        return float(constant), []
    lp, solver = program(width, upper, costs, constant, rows)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(lp)
    solver.run()
    optimal = highspy.HighsModelStatus.kOptimal
    for tolerance, presolve in ((1e-8, "on"), (1e-7, "on"), (1e-7, "off")):
        if solver.getModelStatus() == optimal:
            break
        solver.setOptionValue("primal_feasibility_tolerance", tolerance)
        solver.setOptionValue("dual_feasibility_tolerance", tolerance)
        solver.setOptionValue("presolve", presolve)
        solver.clearSolver()
        solver.run()
    if solver.getModelStatus() != optimal:
        raise RuntimeError("HiGHS: " + solver.modelStatusToString(solver.getModelStatus()))
    return solver.getInfo().objective_function_value, list(solver.getSolution().col_value)


def program(width, upper, costs, constant, rows):
    """The rows in HiGHS's form, and a solver for them."""
    import highspy

    inf = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = width, len(rows)
    lp.offset_ = float(constant)
    lp.col_cost_ = [float(costs.get(j, 0)) for j in range(width)]
    lp.col_lower_ = [0.0] * width
    lp.col_upper_ = [inf if u is None else float(u) for u in upper]
    lp.row_lower_ = [-inf if r[1] is None else float(r[1]) for r in rows]
    lp.row_upper_ = [inf if r[2] is None else float(r[2]) for r in rows]
    start, index, value = [0], [], []
    for _, _, _, entries in rows:
        for j, a in entries.items():
            if a:
                index.append(j)
                value.append(float(a))
        start.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    solver = quietly(highspy.Highs)
    for option, setting in {
        "output_flag": False,
        "threads": 1,
        "primal_feasibility_tolerance": 1e-9,
        "dual_feasibility_tolerance": 1e-9,
    }.items():
        solver.setOptionValue(option, setting)
    return lp, solver


def quietly(make):
    """Calls what greets on the standard output, without its greeting."""
    sys.stdout.flush()
    kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 1)
        return make()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nothing)


def main():
    for path in sys.argv[1:] or ["-"]:
        text = sys.stdin.read() if path == "-" else open(path, encoding="utf-8").read()
        steps, _ = Model(loads(text)).solve()
        print("  ".join(f"{what} {value:.9f}" for what, value in steps), "" if path == "-" else path)


if __name__ == "__main__":
    main()
