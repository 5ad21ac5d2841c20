# SPDX-License-Identifier: GPL-3.0-or-later
"""What section 3 of the model says in figures: which starts, heads and trainings can be chosen, and from the
facts of what is chosen the thresholds, teams, orders and unmet amounts that the other decisions speak of."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction as F

from facts import Decided, Facts
from readings import ONE_DAY, Invalid, frac

ALMOST = F(999, 1000)  # the share of a predecessor that has to be met


class Options:
    """The choices of starts, heads and trainings, and the facts of each."""

    def __init__(self, data):
        self.data = data
        heads = {p["id"]: p["external"]["heads"] for p in data.get("staff", []) if p.get("external")}
        self.base = Facts(data, Decided(heads=heads))
        self.starts = {p: self._weeks(p, d["shift"]) for p, d in self.base.projects.items() if d.get("shift")}
        self.heads = {i: range(most + 1) for i, most in heads.items()}
        self.trainings = [(p["id"], e["skill"]) for p in data.get("staff", []) for e in p.get("training", [])]
        self._check()

    def _weeks(self, project, shift):
        """The numbers of weeks with which every demand ends inside the horizon and an even one has working hours."""
        f = self.base
        mine = [d for d in f.demands.values() if d.project == project]

        def fits(d, days):
            if d.last + days > f.end:
                return False
            return not (d.staff and d.even) or any(f.calendar.H(k + days) > 0 for k in d.days)

        weeks = range(1, shift["latest"] + 1)
        return [0] + [n for n in weeks if all(fits(d, 7 * n * ONE_DAY) for d in mine)]

    def _check(self):
        f = self.base
        for d in f.staff_demands:
            if d.crew and d.data.get("team"):
                raise Invalid(f"{d.id}: a team of a crew")
            if d.crew and any(f.staff[i].external and f.staff[i].headcount > 1 for i, _ in d.D):
                raise Invalid(f"{d.id}: external people of more than one head in a crew")
            seen, open_ = set(), [d.id]
            while open_:
                for b, _, _ in predecessors(f.demands[open_.pop()]):
                    if b == d.id or not f.demands[b].staff:
                        raise Invalid(f"{d.id}: after itself, or after an asset demand")
                    if b not in seen:
                        seen.add(b)
                        open_.append(b)

    def __len__(self):
        return math.prod([len(s) for s in self.starts.values()] + [len(h) for h in self.heads.values()]) * 2 ** len(
            self.trainings
        )

    def __iter__(self):
        """Everything that can be decided, with nothing done first."""
        for weeks in itertools.product(*self.starts.values()):
            for heads in itertools.product(*self.heads.values()):
                for bought in itertools.product((False, True), repeat=len(self.trainings)):
                    yield Decided(
                        {p: n for p, n in zip(self.starts, weeks) if n},
                        {i: n for i, n in zip(self.heads, heads) if n},
                        [training for training, yes in zip(self.trainings, bought) if yes],
                    )

    def facts(self, decided):
        return Facts(self.data, decided, self.base)


def predecessors(d):
    """[(demand, lag, share)]"""
    return [(e["demand"], e.get("lag", 0), frac(e.get("share"), ALMOST)) for e in d.data.get("after", [])]


def team(d):
    """(min, max or None), or None."""
    data = d.data.get("team")
    return (data.get("min", 1), data.get("max")) if data else None


def work_days(f, i, d, t):
    """The days of D(i,d) in t, of all places."""
    demand = f.demands[d]
    return sorted({k for n in range(len(demand.places)) for k in demand.D.get((i, n), []) if f.period_of[k] == t})


def wanted(d, t):
    """The effort of which u is what is unmet: of an even demand that of the period."""
    return d.wanted(t) if d.even else d.hours


def possible(f, i, d, t):
    """The most that i can work on d in t."""
    demand, person = f.demands[d], f.staff[i]
    hours = sum((person.r(k) + person.o(k) for k in work_days(f, i, d, t)), F(0))
    if demand.crew:
        return min(hours, person.headcount * wanted(demand, t))
    return min(hours, wanted(demand, t) / demand.eta(i))


def head_hours(f, i, d, t):
    """The hours that one head can work on d in t."""
    person = f.staff[i]
    if person.headcount == 0:
        return F(0)
    return sum((person.r(k) + person.o(k) for k in work_days(f, i, d, t)), F(0)) / person.headcount


def threshold(f, i, d, t):
    """The least hours of i on d in t if there are any: `policy.minimumHoursPerWeek`; 0 without it."""
    least = frac(f.data.get("policy", {}).get("minimumHoursPerWeek"), 0)
    person, demand, days = f.staff[i], f.demands[d], work_days(f, i, d, t)
    by_week = least * sum((person.presence(k) / person.calendar(k).W for k in days), F(0))
    return min(by_week, sum((person.r(k) for k in days), F(0)), wanted(demand, t) / demand.eta(i))


def all_or_nothing(f):
    """project -> its demands"""
    return {
        p: [d for d in f.demands.values() if d.project == p] for p, data in f.projects.items() if data.get("allOrNothing")
    }
