# SPDX-License-Identifier: GPL-3.0-or-later
"""The optimum of a scenario with decisions in whole numbers (section 3 of the model).

    python whole.py SCENARIO.json ...        the value, the bound, and what is decided

Starts, engaged heads and trainings change the facts, so every combination of them is a program of its own: the linear
rows of `oracle.py` from the facts of that combination, with switches for the other decisions, solved by HiGHS. Of
combinations whose linear relaxation is no better than the best plan so far no more is asked.

More columns: ("on project", i, p, t), ("on", i, d, t), ("team", d), ("heads", i, d), ("done", p), ("may", d, b, t),
("met", d, b), all whole; z(a,e,k) of an indivisible asset is whole too.
"""

from __future__ import annotations

import math
import sys
import time
from collections import defaultdict
from fractions import Fraction as F

from decisions import Options, all_or_nothing, head_hours, possible, predecessors, team, threshold, wanted
from readings import frac, loads
from oracle import PREFER_SLACK, Model, highs, program, scaled

MOST = 600  # combinations
NEAR = 1e-9


class TooMany(Exception):
    """More combinations of starts, heads and trainings than are tried."""


class Switched(Model):
    """The program of what is decided of starts, heads and trainings."""

    def __init__(self, facts):
        super().__init__(facts)
        self.whole = set()
        self._projects()
        self._minimum()
        self._teams()
        self._indivisible()
        self._all_or_nothing()
        self._after()

    def switch(self, *key, most=1):
        j = self.column(*key, upper=F(most))
        self.whole.add(j)
        return j

    def _only_with(self, name, entries, most, j):
        """The sum of the entries is at most `most` x column j."""
        self.row((name, "only with", self.keys[j]), None, F(0), {**entries, j: -most})

    def _projects(self):
        f, mine = self.f, defaultdict(lambda: defaultdict(list))
        for i, d, t in self.worked:
            mine[i, t][f.demands[d].project].append(d)
        for (i, t), projects in mine.items():
            most = f.staff[i].data.get("maxProjects")
            if not most or len(projects) <= most:
                continue
            on = {p: self.switch("on project", i, p, t) for p in projects}
            self.row(("maxProjects", i, t), None, F(most), {j: F(1) for j in on.values()})
            for p, demands in projects.items():
                for d in demands:
                    self._only_with("maxProjects", self.worked[i, d, t], possible(f, i, d, t), on[p])

    def _minimum(self):
        for (i, d, t), entries in list(self.worked.items()):
            least = threshold(self.f, i, d, t)
            if least > 0:
                on = self.switch("on", i, d, t)
                self._only_with("minimum", entries, possible(self.f, i, d, t), on)
                self.row(("minimum", i, d, t), F(0), None, {**entries, on: -least})

    def _teams(self):
        f = self.f
        for d in f.staff_demands:
            if team(d) is None:
                continue
            least, most = team(d)
            works, heads = self.switch("team", d.id), {}
            for i in sorted({i for i, _ in d.D}):
                mine = {t: entries for (who, what, t), entries in self.worked.items() if (who, what) == (i, d.id)}
                hours = sum((possible(f, i, d.id, t) for t in mine), F(0))
                j = heads[i] = self.switch("heads", i, d.id, most=min(f.staff[i].headcount, math.floor(hours)))
                for t, entries in mine.items():
                    self._only_with("team", entries, min(head_hours(f, i, d.id, t), possible(f, i, d.id, t)), j)
                together = {x: F(1) for entries in mine.values() for x in entries}
                self.row(("member", i, d.id), F(0), None, {**together, j: F(-1)})
            count = {j: F(1) for j in heads.values()}
            self.row(("team", d.id), F(0), None, {**count, works: F(-least)})
            limit = most if most is not None else sum((self.upper[j] for j in heads.values()), F(0))
            self.row(("team", d.id), None, F(0), {**count, works: F(-limit)})

    def _indivisible(self):
        for j, key in enumerate(self.keys):
            if key[0] == "z" and self.f.assets[key[2]].indivisible:
                self.upper[j] = F(math.floor(min(self.f.assets[key[2]].units(key[3]), self.f.demands[key[1]].units)))
                self.whole.add(j)

    def _all_or_nothing(self):
        f = self.f
        for p, demands in all_or_nothing(f).items():
            done = self.switch("done", p)
            for d in demands:
                if d.staff:
                    unmet = {("u", d.id, t): wanted(d, t) for t in (d.meets if d.even else [None])}
                else:
                    unmet = {("u", d.id, k): d.units for k in d.window}
                    if d.missing:
                        self.row(("missing", p), None, F(0), {done: F(1)})
                for key, amount in unmet.items():
                    self.row(("all or nothing", *key), amount, amount, {self.index[key]: F(1), done: amount})

    def _after(self):
        f, last = self.f, len(self.f.periods) - 1
        for d in f.staff_demands:
            for b, lag, share in predecessors(d):
                before = f.demands[b]
                may = [self.switch("may", d.id, b, t) for t in range(last + 1)]
                for t in range(last):
                    self.row(("may", d.id, b, t), None, F(0), {may[t]: F(1), may[t + 1]: F(-1)})
                for (i, what, t), entries in self.worked.items():
                    if what == d.id:
                        self._only_with("after", entries, possible(f, i, d.id, t), may[t])
                    elif what == b:
                        most = possible(f, i, b, t)
                        self.row(("before", i, b, t, d.id), None, most, {**entries, may[min(t + lag, last)]: most})
                met = self.switch("met", d.id, b)
                self.row(("met", d.id, b), None, F(0), {may[last]: F(1), met: F(-1)})
                unmet = {self.index["u", b, t]: F(1) for t in (before.meets if before.even else [None])}
                self.row(("met", d.id, b), None, before.hours, {**unmet, met: share * before.hours})

    # Solving: None where nothing is possible

    def relaxed(self, costs, constant, held):
        """The least value without whole numbers."""
        try:
            return self.minimise(costs, constant, held)[0]
        except RuntimeError as error:
            if "nfeasible" in str(error):
                return None
            raise

    def best(self, costs, constant, held, seconds):
        """(value, bound, columns)"""
        rows = self.rows + [(("held",), None, *scaled(*h)) for h in held]
        return mixed(len(self.keys), self.upper, costs, constant, rows, self.whole, seconds)


def mixed(width, upper, costs, constant, rows, whole, seconds):
    """The least value with whole columns, a bound, and the columns: (value, bound, columns), or None if nothing is
    possible. The value is that of the linear program with the whole columns fixed, not the one that HiGHS says."""
    import highspy

    if not whole:
        try:
            value, columns = highs(width, upper, costs, constant, rows)
        except RuntimeError as error:
            if "nfeasible" in str(error):
                return None
            raise
        return value, value, columns
    lp, solver = program(width, upper, costs, constant, rows)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if j in whole else kinds.kContinuous for j in range(width)]
    for option, setting in {
        "mip_rel_gap": 1e-9,
        "mip_abs_gap": 1e-7,
        "mip_feasibility_tolerance": 1e-9,
        "time_limit": float(max(1, seconds)),
    }.items():
        solver.setOptionValue(option, setting)
    solver.passModel(lp)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    bound = info.mip_dual_bound
    if info.primal_solution_status != 2:
        return math.inf, bound, None
    chosen = [round(x) if j in whole else None for j, x in enumerate(solver.getSolution().col_value)]
    fixed = [upper[j] if n is None else F(n) for j, n in enumerate(chosen)]
    held = [(("fixed", j), F(n), F(n), {j: F(1)}) for j, n in enumerate(chosen) if n]
    try:
        value, columns = highs(width, fixed, costs, constant, rows + held)
    except RuntimeError:
        return math.inf, bound, None
    return value, bound, columns


class Whole:
    """A scenario with all that can be decided."""

    def __init__(self, data, seconds=120):
        self.options = Options(data)
        if len(self.options) > MOST:
            raise TooMany(f"{len(self.options)} combinations")
        self.f, self.seconds = self.options.base, seconds
        self._models = {}
        self.all = list(self.options)
        self.bounds, self.decided, self.model, self.columns = {}, None, None, None

    def program(self, n):
        if n not in self._models:
            self._models[n] = Switched(self.options.facts(self.all[n]))
        return self._models[n]

    def solve(self, reached=None):
        """[(what, value)]; `bounds` is then what -> bound, and `decided`, `model`, `columns` are those of the last step.
        `reached` as in `Model.solve`."""
        end = time.monotonic() + self.seconds
        done, held, self.bounds = [], [], {}
        steps = [what for what, _, _ in self.program(0).objectives()]
        for what in steps:
            best, bound = self._step(what, held, end)
            done.append((what, best))
            self.bounds[what] = bound
            limit = F(best)
            if reached is not None and what in reached:
                limit = max(limit, frac(reached[what]))
            elif what == "value":
                limit += PREFER_SLACK * max(F(1), abs(limit))
            held.append((what, limit))
        return done

    def _step(self, what, held, end):
        relaxed, tasks = [], {}
        for n in range(len(self.all)):
            model = self.program(n)
            objectives = {name: (costs, constant) for name, costs, constant in model.objectives()}
            rows = [(objectives[name][0], limit - objectives[name][1]) for name, limit in held]
            tasks[n] = model, *objectives[what], rows
            value = model.relaxed(*tasks[n][1:])
            if value is not None:
                relaxed.append((value, n))
        best, bound = math.inf, math.inf
        for value, n in sorted(relaxed):
            if value >= best - NEAR * max(1, abs(best)):
                bound = min(bound, max(value, best))
                continue
            model, costs, constant, rows = tasks[n]
            found = model.best(costs, constant, rows, end - time.monotonic())
            if found is None:
                continue
            bound = min(bound, max(value, found[1]))
            if found[0] < best:
                best, self.decided, self.model, self.columns = found[0], self.all[n], model, found[2]
        if best == math.inf:
            raise RuntimeError(f"no plan found: {what}")
        return best, min(best, bound)

    def least(self, costs_of, held):
        """The least of what `costs_of` gives for a program, (costs, constant), among plans that keep what is held."""
        best = math.inf
        for n in range(len(self.all)):
            model = self.program(n)
            objectives = {name: (costs, constant) for name, costs, constant in model.objectives()}
            rows = [(objectives[name][0], limit - objectives[name][1]) for name, limit in held]
            found = model.best(*costs_of(model), rows, self.seconds)
            if found is not None:
                best = min(best, found[0])
        return best


def proved(value, bound):
    return value - bound <= 1e-6 * max(1, abs(value))


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            whole = Whole(loads(file.read()))
        steps = whole.solve()
        words = [f"{what} {value:.9f}, bound {whole.bounds[what]:.9f}" for what, value in steps]
        print(f"{'; '.join(words)}; {whole.decided}  {path}")


if __name__ == "__main__":
    main()
