# SPDX-License-Identifier: GPL-3.0-or-later
"""A second way to the optimum of a tiny scenario with decisions in whole numbers, without a switch.

For everything that can be decided of starts, heads and trainings, the linear rows of `brute.py` are solved; where the
solution breaks a rule of section 3, the rule is taken apart into cases, one of which every right plan is in (such as: no
hours, or at least the threshold), and each case is solved with its own rows, until none is broken. Without switches there
are no large coefficients that a solver's tolerance could be let through.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction as F

from brute import Gain
from decisions import Options, all_or_nothing, head_hours, predecessors, team, threshold, wanted
from readings import loads
from oracle import highs

NOTHING = 1e-7


class Case:
    """Rows that a case adds, and the heads of teams that are settled in it: (demand, person) -> heads."""

    def __init__(self, rows=(), heads=None):
        self.rows, self.heads = list(rows), dict(heads or {})

    def but(self, rows, heads=()):
        return Case(self.rows + rows, {**self.heads, **dict(heads)})


def zero(entries):
    return None, F(0), entries


def at_least(entries, least):
    return least, None, entries


class Search:
    """The plans of what is decided of starts, heads and trainings."""

    def __init__(self, facts):
        self.f, self.gain = facts, Gain(facts)
        if self.gain.steps != ["value"]:
            raise ValueError("only the value")
        self.cases = 0

    def best(self, cutoff):
        """The least value below the cut-off, or the cut-off."""
        open_ = [Case()]
        while open_:
            case = open_.pop()
            self.cases += 1
            value, columns = self.solve(case)
            if value is None or value >= cutoff - 1e-9 * max(1, abs(cutoff)):
                continue
            cases = self.broken(case, columns)
            if cases is None:
                cutoff = value
            else:
                open_ += reversed(cases)
        return cutoff

    def solve(self, case):
        gain = self.gain
        rows = [("row", None, most, entries) for entries, most in gain.rows]
        rows += [("case", *row) for row in case.rows]
        costs = {j: c.get("value", F(0)) for j, c in enumerate(gain.costs)}
        try:
            return highs(len(gain.costs), [None] * len(gain.costs), costs, gain.start["value"], rows)
        except RuntimeError as error:
            if "nfeasible" in str(error):
                return None, None
            raise

    def broken(self, case, columns):
        """The cases of a rule that is broken, or None if all hold."""
        self.columns = columns
        self.worked = {}  # (i, d, t) -> hours, where there are any
        for key, mine in self.gain.in_period.items():
            hours = sum(columns[j] for j in mine)
            if hours > NOTHING:
                self.worked[key] = hours
        for rule in (self.nothing_or_all, self.order, self.teams, self.projects, self.minimum, self.pieces):
            cases = rule(case)
            if cases is not None:
                return cases
        return None

    def hours(self, i=None, d=None, fits=lambda t: True):
        """The columns of some hours."""
        return {
            j: F(1)
            for (who, what, t), mine in self.gain.in_period.items()
            for j in mine
            if i in (None, who) and d in (None, what) and fits(t)
        }

    def nothing_or_all(self, case):
        for demands in all_or_nothing(self.f).values():
            efforts = []  # (columns, the whole)
            missing = any(not d.staff and d.missing for d in demands)
            for d in demands:
                if d.staff:
                    efforts += [(self.gain.met[d.id, t], wanted(d, t)) for t in (d.meets if d.even else [None])]
                else:
                    efforts += [(self.gain.met[d.id, k], d.units) for k in d.window]
            met = [sum(float(a) * self.columns[j] for j, a in entries.items()) for entries, _ in efforts]
            full = not missing and all(m > float(whole) - NOTHING for m, (_, whole) in zip(met, efforts))
            if full or all(m < NOTHING for m in met):
                continue
            cases = [case.but([zero(entries) for entries, _ in efforts])]
            if not missing:
                cases.append(case.but([at_least(entries, whole) for entries, whole in efforts]))
            return cases

    def order(self, case):
        f = self.f
        for d in f.staff_demands:
            for b, lag, share in predecessors(d):
                mine = [t for _, what, t in self.worked if what == d.id]
                if not mine:
                    continue
                others = [t for _, what, t in self.worked if what == b]
                before, effort = f.demands[b], {}
                for t in before.meets if before.even else [None]:
                    effort.update(self.gain.met[b, t])
                met = sum(float(a) * self.columns[j] for j, a in effort.items())
                late = not others or min(mine) > max(others) + lag
                if late and met >= float(share * before.hours) - NOTHING:
                    continue
                cases = [case.but([zero(self.hours(d=d.id))])]
                for first in range(len(f.periods)):
                    cases.append(
                        case.but([
                            zero(self.hours(d=d.id, fits=lambda t, first=first: t < first)),
                            zero(self.hours(d=b, fits=lambda t, first=first: t + lag >= first)),
                            at_least(effort, share * before.hours),
                        ])
                    )  # fmt: skip
                return cases

    def teams(self, case):
        f = self.f
        for d in f.staff_demands:
            if team(d) is None:
                continue
            least, most = team(d)
            low = high = 0
            fits = True
            for i in sorted({i for i, _ in d.D}):
                mine = {t: hours for (who, what, t), hours in self.worked.items() if (who, what) == (i, d.id)}
                settled = case.heads.get((d.id, i))
                if settled is not None:
                    low, high = low + settled, high + settled
                elif mine:
                    need = max(math.ceil(h / float(head_hours(f, i, d.id, t)) - NOTHING) for t, h in mine.items())
                    need = max(1, need)
                    can = min(f.staff[i].headcount, math.floor(sum(mine.values()) + NOTHING))
                    fits &= need <= can
                    low, high = low + need, high + can
            if low == 0 or fits and high >= least and (most is None or low <= most):
                continue
            left = [i for i in sorted({i for i, _ in d.D}) if (d.id, i) not in case.heads]
            if not left:
                return []
            i, cases = left[0], []
            for heads in range(f.staff[i].headcount + 1):
                rows = [at_least(self.hours(i, d.id), F(heads))]
                for t in d.meets:
                    rows.append((None, heads * head_hours(f, i, d.id, t), self.hours(i, d.id, lambda x, t=t: x == t)))
                cases.append(case.but(rows, {(d.id, i): heads}))
            return cases

    def projects(self, case):
        f = self.f
        for i, person in f.staff.items():
            most = person.data.get("maxProjects")
            for t in range(len(f.periods)) if most else []:
                on = sorted({f.demands[d].project for who, d, when in self.worked if (who, when) == (i, t)})
                if len(on) > most:
                    return [
                        case.but([
                            zero({
                                j: F(1)
                                for (who, d, when), mine in self.gain.in_period.items()
                                for j in mine
                                if (who, when) == (i, t) and f.demands[d].project == p
                            })
                        ])
                        for p in on[: most + 1]
                    ]  # fmt: skip

    def minimum(self, case):
        for (i, d, t), hours in self.worked.items():
            least = threshold(self.f, i, d, t)
            if hours < least - F(NOTHING):
                mine = self.hours(i, d, lambda x, t=t: x == t)
                return [case.but([zero(mine)]), case.but([at_least(mine, least)])]

    def pieces(self, case):
        for (a, _, _), j in self.gain.units.items():
            units = self.columns[j]
            if self.f.assets[a].indivisible and abs(units - round(units)) > NOTHING:
                one = {j: F(1)}
                return [case.but([at_least(one, F(math.ceil(units)))]), case.but([(None, F(math.floor(units)), one)])]


def best(data):
    """The value."""
    options, least = Options(data), math.inf
    for decided in options:
        least = Search(options.facts(decided)).best(least)
    return least


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            print(f"value {best(loads(file.read())):.9f} {path}")


if __name__ == "__main__":
    main()
