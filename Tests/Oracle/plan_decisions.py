# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan says of decisions in whole numbers, and whether its sums keep to section 3 of the model."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction as F

from decisions import all_or_nothing, head_hours, predecessors, team, threshold, wanted, work_days
from facts import Decided
from plan_format import GRID, on_grid, tolerance
from readings import frac

FAR = F(1, 20)  # how far a plan that says `feasible` may be above the optimum
LISTS = {"starts": ("project",), "trainings": ("staff", "skill"), "engaged": ("staff",)}


def decided_of(options, plan):
    """What a plan says is decided, and what is wrong with the lists that say so."""
    f, found = options.base, []
    prices = {
        "starts": lambda e: frac(f.projects[e["project"]]["shift"].get("costPerWeek"), 0) * e["weeks"],
        "engaged": lambda e: frac(f.staff[e["staff"]].external.get("engagementCost"), 0) * e["heads"],
        "trainings": lambda e: frac(
            next(t for t in f.staff[e["staff"]].data["training"] if t["skill"] == e["skill"]).get("cost"), 0
        ),
    }
    starts, heads, bought = {}, {}, []
    for name, identity in LISTS.items():
        before = None
        for n, e in enumerate(plan.get(name) or []):
            where = f"{name}[{n}]"
            key = tuple(e.get(k) for k in identity)
            if any(not isinstance(k, str) for k in key) or before is not None and key <= before:
                found.append(f"order: {where} {key} is not sorted, or there twice")
            before = key
            if name == "starts":
                possible = e.get("weeks") in options.starts.get(e.get("project"), []) and e["weeks"] > 0
            elif name == "engaged":
                possible = e.get("heads") in options.heads.get(e.get("staff"), []) and e["heads"] > 0
            else:
                possible = key in options.trainings
            if not possible:
                found.append(f"{name}: {where} {dict(e)} is not possible")
                continue
            if abs(frac(e.get("cost"), -1) - prices[name](e)) > GRID / 2:
                found.append(f"cost: {where} {e.get('cost')}, should be {float(prices[name](e))}")
            if name == "starts":
                starts[e["project"]] = e["weeks"]
            elif name == "engaged":
                heads[e["staff"]] = e["heads"]
            else:
                bought.append(key)
    return Decided(starts, heads, bought), found


class Decisions:
    """The part of the verifier for section 3; the model is that of what the plan decides."""

    def worked_sums(self):
        """(i, d) -> t -> hours of all places"""
        out = defaultdict(lambda: defaultdict(F))
        for key, amount in self.sums.items():
            if key[0] == "x" and amount > 0:
                out[key[1], key[2]][key[4]] += amount
        return out

    def decisions(self):
        worked = self.worked_sums()
        self.most_projects(worked)
        self.minimum_hours(worked)
        self.teams(worked)
        self.whole_units()
        self.full_or_nothing()
        self.in_order(worked)

    def most_projects(self, worked):
        f, projects = self.f, defaultdict(set)
        for (i, d), periods in worked.items():
            for t in periods:
                projects[i, t].add(f.demands[d].project)
        for (i, t), names in projects.items():
            most = f.staff[i].data.get("maxProjects")
            if most and len(names) > most:
                self.fail("maxProjects", f"{i} in {t}: {sorted(names)}, at most {most}")

    def minimum_hours(self, worked):
        f = self.f
        for (i, d), periods in worked.items():
            for t, hours in periods.items():
                least = threshold(f, i, d, t) if work_days(f, i, d, t) else F(0)
                # Each entry may miss what is not on the grid by a millionth.
                room = F(0) if on_grid(least) else GRID * len(f.demands[d].places)
                if hours < least - room:
                    self.fail("minimum", f"{i} on {d} in {t}: {float(hours)} hours, at least {float(least)}")

    def teams(self, worked):
        f = self.f
        for demand in f.staff_demands:
            if team(demand) is None:
                continue
            least, most = team(demand)
            low = high = 0
            for (i, d), periods in worked.items():
                if d != demand.id:
                    continue
                hours, needed = sum(periods.values(), F(0)), 1
                for t, amount in periods.items():
                    one = head_hours(f, i, d, t)
                    if one > 0:
                        needed = max(needed, math.ceil((amount - (0 if on_grid(one) else GRID)) / one))
                can = min(f.staff[i].headcount, math.floor(hours))
                if needed > can:
                    self.fail("team", f"{i} on {d}: {float(hours)} hours need {needed} heads, of whom {can} have an hour")
                low, high = low + needed, high + max(needed, can)
            if low and (high < least or most is not None and low > most):
                self.fail("team", f"{demand.id}: {low} to {high} people, should be {least} to {most}")

    def whole_units(self):
        for key, amount in self.sums.items():
            if key[0] == "z" and self.f.assets[key[2]].indivisible and amount.denominator != 1:
                self.fail("indivisible", f"{key[1:]}: {float(amount)}")

    def full_or_nothing(self):
        f = self.f
        for p, demands in all_or_nothing(f).items():
            none = every = True
            for d in demands:
                for t, amount in self.unmet_wanted(d).items():
                    room = GRID * (2 + sum(1 for k in self.sums if k[0] in "xz" and d.id in k[1:3]))
                    unmet = self.sums.get(("u", d.id, t), F(0))
                    none &= unmet <= room
                    every &= abs(amount - unmet) <= room
            if not none and not every:
                self.fail("allOrNothing", f"{p}: neither all nor nothing is unmet")

    def unmet_wanted(self, d):
        """t (or None) -> what there is to be unmet"""
        if d.staff:
            return {t: wanted(d, t) for t in (d.meets if d.even else [None])}
        out = defaultdict(F)
        for k in d.window:
            out[self.f.period_of[k]] += d.units
        if d.missing:
            out[d.meets[-1]] += d.missing
        return out

    def in_order(self, worked):
        f = self.f
        for demand in f.staff_demands:
            mine = [t for (_, d), periods in worked.items() if d == demand.id for t in periods]
            for b, lag, share in predecessors(demand) if mine else []:
                others = [t for (_, d), periods in worked.items() if d == b for t in periods]
                if others and min(mine) <= max(others) + lag:
                    self.fail("after", f"{demand.id} in {min(mine)}, {b} in {max(others)}, lag {lag}")
                before = f.demands[b]
                unmet = sum((self.sums.get(("u", b, t), F(0)) for t in self.unmet_wanted(before)), F(0))
                entries = 1 + sum(1 for k in self.sums if k[0] in "xu" and b in k[1:3])
                if before.hours - unmet + GRID * entries < share * before.hours:
                    self.fail("after", f"{demand.id}: of {b} {float(unmet)} of {float(before.hours)} hours are unmet")

    def whole_optimum(self):
        """What `optimum` asks, with bounds of HiGHS where it does not prove a value in its time."""
        reached, whole = self.reached(), self.whole
        self.best = whole.solve()
        bounds = floors = dict(whole.bounds)
        ceilings = dict(self.best)
        if len(reached) > 1:
            ceilings = dict(whole.solve(reached))
            floors = dict(whole.bounds)
        whole.bounds = bounds
        said = {e.get("what"): e for e in self.plan.get("order") or []}
        if len(reached) == 1:
            said = {"value": self.plan["objective"]}
        rounding = max(self.rounding(), GRID * (1 + self.entries))
        for what, best in self.best:
            value, best, floor, ceiling = reached[what], F(best), F(floors[what]), F(ceilings[what])
            bound = frac(said.get(what, {}).get("bound"))
            if value < floor - tolerance(floor) - rounding:
                self.fail("value", f"{what} {float(value)} is below the bound of the optimum {float(floor)}")
            room = F(0) if what == self.best[0][0] else F(1, 1000) * max(F(1), abs(ceiling))
            if bound is not None and bound > ceiling + tolerance(ceiling) + room:
                self.fail("bound", f"{what} {float(bound)} is above the optimum {float(ceiling)}")
            if self.plan.get("status") == "optimal":
                if value > best + tolerance(best) + rounding:
                    self.fail("value", f"{what} {float(value)} is not the optimum {float(best)}")
            elif what == self.best[0][0] and value > best + FAR * max(F(1), abs(best)):
                self.fail(
                    "far", f"{what} {float(value)} is {float((value - best) / max(F(1), abs(best))):.1%} above {float(best)}"
                )
