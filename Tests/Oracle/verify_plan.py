# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes everything that the model's section 4 says of a plan, from the scenario alone.

    python verify_plan.py SCENARIO.json PLAN.json

One line for each violation; exits 1 if there is any. Sums, money and claims are recomputed in
fractions; whether daily amounts exist that add up to the stated sums is asked of HiGHS, with a
millionth for each entry.
"""
from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from fractions import Fraction as F

from facts import Facts, whole_keys
from oracle import Model, highs, limit_of
from plan_claims import Claims
from plan_decisions import LISTS, Decisions, decided_of
from plan_format import GRID, IDENTITY, NO_PROJECT, STATUSES, STOPS, on_grid, order_key, tolerance
from readings import date, frac, loads
from whole import Whole, mixed

# How far sums may be from what days can give: a millionth an entry, and the solver's own rounding.
ROOM = 1.001e-6


def verifier_of(plan, data, seconds=120):
    """The verifier of a plan of any scenario, with decisions in whole numbers or without."""
    if not whole_keys(data):
        return Verifier(plan, Model(Facts(data)))
    whole = Whole(data, seconds)
    decided, found = decided_of(whole.options, plan)
    return Verifier(plan, Model(whole.options.facts(decided)), whole, found)


class Verifier(Claims, Decisions):
    """With decisions in whole numbers the model is that of what the plan decides, and `whole` all of them."""

    def __init__(self, plan, model, whole=None, found=()):
        self.plan, self.model, self.f, self.whole = plan, model, model.f, whole
        self.violations = list(found)
        # ("x", i, d, n, t) ("w", i, d, t) ("q", i, a, n, t) ("wq", i, a, n, t) ("z" | "v", n, a, t) ("u", d, t) ("s", i, d, t)
        self.sums = defaultdict(F)
        self.money = defaultdict(F)  # list -> cost
        self.project_cost = defaultdict(F)
        self.entries = 0
        self.value = None

    def fail(self, kind, text):
        self.violations.append(f"{kind}: {text}")

    def same(self, kind, what, said, true, room=F(0)):
        if said is None or isinstance(said, (str, bool)):
            return self.fail(kind, f"{what} is {said!r}, should be {float(true)}")
        if abs(frac(said) - true) > room:
            self.fail(kind, f"{what} is {float(said)}, should be {float(true)}")

    def verify(self, text=None, solve=True):
        plan = self.plan
        if plan.get("format") != "muster/plan@1":
            self.fail("format", repr(plan.get("format")))
        if text is not None and plan.get("scenario", {}).get("sha256") != hashlib.sha256(text).hexdigest():
            self.fail("sha256", str(plan.get("scenario", {}).get("sha256")))
        if plan.get("status") not in STATUSES:
            self.fail("status", repr(plan.get("status")))
        if plan.get("stop") not in STOPS:
            self.fail("stop", repr(plan.get("stop")))
        for name in LISTS if self.whole is None else []:
            if plan.get(name):
                self.fail(name, "nothing of the kind is to be decided")
        self.read()
        self.upper_limits()
        self.efforts()
        self.promises()
        self.decisions()
        self.by_day()
        self.stated_days()
        self.terms()
        self.objective()
        self.summary()
        self.load()
        self.bottlenecks()
        self.order()
        if solve and self.value is not None:
            self.optimum()
        said = plan.get("verification") or {}
        if said.get("feasible") is not True or said.get("violations"):
            self.fail("verification", "missing, or it reports a violation itself")
        for key in ("value", "bound"):
            if said.get(key) is not None and plan.get("objective", {}).get(key) is not None:
                self.same("verification", key, said[key], frac(plan["objective"][key]), tolerance(said[key]))
        return self.violations

    # Reading

    def read(self):
        for name, identity in IDENTITY.items():
            seen, before = set(), None
            for n, e in enumerate(self.plan.get(name, [])):
                key = order_key(e, identity)
                if key in seen:
                    self.fail("twice", f"{name}[{n}] {key}")
                elif before is not None and key < before:
                    self.fail("order", f"{name}[{n}] is not sorted")
                seen.add(key)
                before = key
                try:
                    self.entry(name, f"{name}[{n}]", e)
                except (KeyError, TypeError) as error:
                    self.fail("entry", f"{name}[{n}]: {error!r}")

    def entry(self, name, where, e):
        f = self.f
        demand = f.demands.get(e["demand"])
        if demand is None:
            return self.fail("entry", f"{where}: unknown demand {e['demand']!r}")
        if e.get("staff") is not None and e["staff"] not in f.staff:
            return self.fail("entry", f"{where}: unknown person {e['staff']!r}")
        if e.get("asset") is not None and e["asset"] not in f.assets:
            return self.fail("entry", f"{where}: unknown asset {e['asset']!r}")
        if name not in NO_PROJECT and e.get("project") != demand.project:
            self.fail("project", f"{where}: {e.get('project')!r}")
        t = e.get("period")
        if t is None:
            if name != "unmet" or not demand.staff or demand.even:
                return self.fail("period", f"{where}: no period")
        elif not 0 <= t < len(f.periods):
            return self.fail("period", f"{where}: {t}")
        else:
            if name == "unmet" and demand.staff and not demand.even:
                self.fail("period", f"{where}: a flexible demand has none")
            ends = f.periods[t][0].isoformat(), f.periods[t][-1].isoformat()
            if (e.get("start"), e.get("end")) != ends:
                self.fail("dates", f"{where}: {e.get('start')} to {e.get('end')}, should be {ends}")
        unit = "unitDays" if name == "assetUse" or name == "unmet" and not demand.staff else "hours"
        amount = frac(e[unit])
        if amount <= 0:
            self.fail("amount", f"{where}: {float(amount)}")
        if not on_grid(amount):
            self.fail("grid", f"{where}: {amount}")
        key, price = self.what(name, where, e, demand, t)
        if key is None:
            return
        self.sums[key] += amount
        self.entries += 1
        cost = frac(e["cost"])
        # One ledger for all entries: each cost is rounded so that the sum up to it is right.
        if abs(cost - price * amount) > GRID or not on_grid(cost):
            self.fail("cost", f"{where}: {cost}, should be {float(price * amount)}")
        self.money[name] += cost
        if name in ("assignments", "overtime", "assetUse", "operating"):
            self.project_cost[demand.project] += cost

    def what(self, name, where, e, demand, t):
        """The key of the sum that an entry states, and the price of one of it."""
        f, i, d, a = self.f, e.get("staff"), e["demand"], e.get("asset")
        if name == "assignments":
            if ("place" in e) != demand.crew or not 0 <= e.get("place", 0) < len(demand.places):
                self.fail("place", f"{where}: {e.get('place')}")
                return None, 0
            return ("x", i, d, e.get("place", 0), t), f.cost(i, d, t)
        if name == "overtime":
            price = (f.staff[i].factor - 1) * f.staff[i].cost_in(t)
            return (("w", i, d, t) if a is None else ("wq", i, a, d, t)), price
        if name == "operating":
            return ("q", i, a, d, t), f.staff[i].cost_in(t)
        if name == "assetUse":
            return ("v" if demand.staff else "z", d, a, t), f.assets[a].cost
        if name == "unmet":
            return ("u", d, t), demand.unmet_price
        return ("s", i, d, t), f.commitment_hour

    def sum(self, kind, **wanted):
        """The stated sums of a kind, by the names of the parts of its key."""
        names = {"x": "idnt", "w": "idt", "q": "iant", "wq": "iant", "z": "nat", "v": "nat", "u": "dt", "s": "idt"}[kind]
        return sum(
            (
                amount
                for key, amount in self.sums.items()
                if key[0] == kind and all(key[1 + names.index(part)] == is_ for part, is_ in wanted.items())
            ),
            F(0),
        )

    # Sums that need no days: upper limits hold exactly

    def upper_limits(self):
        f, sums = self.f, self.sums
        used, over, units, spent = (defaultdict(F) for _ in range(4))
        part = defaultdict(F)
        for key, amount in sums.items():
            kind, t = key[0], key[-1]
            if kind in ("x", "q"):
                used[key[1], t] += amount
                part[("x", key[1], key[2], t) if kind == "x" else key] += amount
            elif kind in ("w", "wq"):
                over[key[1], t] += amount
            elif kind in ("z", "v"):
                units[key[2], t] += amount
        for key, amount in sums.items():
            whole = {"w": ("x", *key[1:]), "wq": ("q", *key[1:])}.get(key[0])
            if whole and amount > part[whole]:
                self.fail("overtime", f"{key}: {float(amount)} of {float(part[whole])} hours")
        for (i, t), hours in used.items():
            most = sum((f.staff[i].r(k) - f.staff[i].lost[k] for k in f.periods[t]), F(0)) + over[i, t]
            if hours > most:
                self.fail("capacity", f"{i} in {t}: {float(hours)} of {float(most)} hours")
        weeks, total = defaultdict(F), defaultdict(F)
        for (i, t), hours in over.items():
            most = sum((f.staff[i].o(k) for k in f.periods[t]), F(0))
            if hours > most:
                self.fail("overtime", f"{i} in {t}: {float(hours)} of {float(most)} hours")
            total[i] += hours
            names = {f.span("week", k) for k in f.periods[t]}
            if len(names) == 1:
                weeks[i, names.pop()] += hours
        for (i, week), hours in weeks.items():
            if hours > f.staff[i].over_week * f.staff[i].headcount:
                self.fail("overtime", f"{i} in the week of {week}: {float(hours)} hours")
        for i, hours in total.items():
            most = f.staff[i].over_total
            if most is not None and hours > most * f.staff[i].headcount:
                self.fail("overtime", f"{i}: {float(hours)} hours in all")
        for (a, t), amount in units.items():
            most = sum((f.assets[a].units(k) for k in f.periods[t]), F(0))
            if amount > most:
                self.fail("asset", f"{a} in {t}: {float(amount)} of {float(most)} unit-days")
        for (kind, *key), amount in sums.items():
            if kind in ("x", "w", "q", "wq", "z", "v"):
                spent[self.project(kind, key)] += amount * self.price(kind, key)
        for p, project in f.projects.items():
            if project.get("budget") is not None and spent[p] > frac(project["budget"]):
                self.fail("budget", f"{p}: {float(spent[p])} of {project['budget']}")
        self.limits()

    def project(self, kind, key):
        """The project that a worked, operating or used amount is for."""
        return self.f.demands[key[{"x": 1, "w": 1, "q": 2, "wq": 2, "z": 0, "v": 0}[kind]]].project

    def price(self, kind, key):
        f, t = self.f, key[-1]
        if kind == "x":
            return f.cost(key[0], key[1], t)
        if kind in ("w", "wq"):
            return (f.staff[key[0]].factor - 1) * f.staff[key[0]].cost_in(t)
        return f.staff[key[0]].cost_in(t) if kind == "q" else f.assets[key[1]].cost

    def limits(self):
        """Of the limits those spans that are whole periods; the others are checked by days."""
        f = self.f
        for limit in f.limits:
            people = {i for i, person in f.staff.items() if limit.person(person)}
            spans, cut = f.spans(limit.per), set()
            of_period = {}
            for t, days in enumerate(f.periods):
                names = {f.span(limit.per, k) for k in days}
                if len(names) > 1:
                    cut |= names
                of_period[t] = names
            sums = defaultdict(F)
            for (kind, *key), amount in self.sums.items():
                if kind not in ("x", "q") or key[0] not in people:
                    continue
                demand = f.demands[key[1 if kind == "x" else 2]]
                if limit.demand(demand):
                    one = {None: None, "staff": key[0], "project": demand.project, "demand": demand.id}[limit.each]
                    for name in of_period[key[-1]] - cut:
                        sums[one, name] += amount
            for (one, name), hours in sums.items():
                most = limit_of(f, limit, people, one, spans[name])
                if hours > most:
                    self.fail("limit", f"{limit.id} {one or ''} {name}: {float(hours)} of {float(most)} hours")

    # What is wanted

    def efforts(self):
        f = self.f
        for d in f.staff_demands:
            etas = {i: d.eta(i) for i, _ in d.D}
            for t in d.meets if d.even else [None]:
                wanted = d.wanted(t) if d.even else d.hours
                keys = [k for k in self.sums if k[0] == "x" and k[2] == d.id and t in (None, k[-1])]
                if d.crew:
                    effort = F(0)
                    for period in {k[-1] for k in keys}:
                        places = [
                            sum((self.sums[k] for k in keys if k[3] == n and k[-1] == period), F(0)) / place.count
                            for n, place in enumerate(d.places)
                        ]
                        effort += min(places)
                        if max(places) - min(places) > GRID * len(keys):
                            self.fail("crew", f"{d.id} in {period}: places {[float(p) for p in places]}")
                else:
                    effort = sum((etas.get(k[1], F(1)) * self.sums[k] for k in keys), F(0))
                u = self.sums.get(("u", d.id, t), F(0))
                exact = not d.crew and not d.uses and on_grid(wanted) and all(e.denominator == 1 for e in etas.values())
                room = F(0) if exact else GRID * (len(keys) + 1)
                if abs(effort + u - wanted) > room:
                    self.fail("effort", f"{d.id} {t}: {float(effort)} + {float(u)} unmet, wanted {float(wanted)}")
        for e in f.asset_demands:
            counts = defaultdict(int)
            for k in e.window:
                counts[f.period_of[k]] += 1
            periods = set(counts) | ({e.meets[-1]} if e.missing else set()) | {k[-1] for k in self.sums if k[0] in "zu" and k[1] == e.id}
            for t in periods:
                keys = [k for k in self.sums if k[0] == "z" and k[1] == e.id and k[-1] == t]
                got = sum((self.sums[k] for k in keys), F(0)) + self.sums.get(("u", e.id, t), F(0))
                wanted = e.units * counts[t] + (e.missing if e.missing and t == e.meets[-1] else 0)
                if abs(got - wanted) > (F(0) if on_grid(wanted) else GRID * (len(keys) + 1)):
                    self.fail("supply", f"{e.id} in {t}: {float(got)}, wanted {float(wanted)}")

    def promises(self):
        f, said = self.f, {k[1:]: v for k, v in self.sums.items() if k[0] == "s"}
        for key in set(f.promised) | set(said):
            worked = sum((v for k, v in self.sums.items() if k[0] == "x" and (k[1], k[2], k[4]) == key), F(0))
            missed = max(F(0), f.promised.get(key, F(0)) - worked)
            if abs(said.get(key, F(0)) - missed) > (0 if on_grid(missed) else GRID):
                self.fail("broken", f"{key}: {float(said.get(key, 0))} hours, should be {float(missed)}")

    # By day

    def group(self, key):
        """The stated sum that a daily column belongs to."""
        t = self.f.period_of[key[-1]] if key[0] not in "us" or key[0] == "w" else None
        if key[0] == "w":
            return ("w", key[1], key[2], t)
        return (*key[:-1], t)

    def by_day(self):
        """Daily amounts that keep every row and add up to what is stated."""
        f, m = self.f, self.model
        groups, fixed, upper = defaultdict(dict), set(), list(m.upper)
        crews = defaultdict(dict)
        for j, key in enumerate(m.keys):
            if key[0] in ("x", "w", "q", "wq", "z", "v"):
                name = self.group(key)
                if self.sums.get(name, F(0)):
                    groups[name][j] = F(1)
                else:
                    upper[j] = F(0)
                    fixed.add(j)
            elif key[0] == "m":
                demand = f.demands[key[1]]
                crews[key[1], f.period_of[key[-1]] if demand.even else None][j] = F(1)
        for name, amount in self.sums.items():
            if name[0] in ("x", "w", "q", "wq", "z", "v") and amount and name not in groups:
                self.fail("nobody", f"{name}: {float(amount)} where none are possible")
        rows = []
        for name, low, high, entries in m.rows:
            kind = name[0]
            if kind in ("effort", "commitment", "change", "budget", "share", "held", "missing"):
                continue
            entries = {j: a for j, a in entries.items() if j not in fixed}
            if kind == "supply":
                low = None  # what is unmet is any amount left
            if entries:
                rows.append((name, low, high, entries))
        miss = len(m.keys)
        for name, entries in groups.items():
            amount = self.sums[name]
            rows.append((("sum", *name), None, amount, {**entries, miss: F(-1)}))
            rows.append((("sum", *name), amount, None, {**entries, miss: F(1)}))
        for (d, t), entries in crews.items():
            demand = f.demands[d]
            wanted = demand.wanted(t) if demand.even else demand.hours
            met = wanted - self.sums.get(("u", d, t), F(0))
            count = 1 + sum(1 for k in self.sums if k[0] == "x" and k[2] == d)
            rows.append((("crew", d, t), None, met, {**entries, miss: F(-count)}))
            rows.append((("crew", d, t), met, None, {**entries, miss: F(count)}))
        if not groups:
            return
        whole = {j for j, key in enumerate(m.keys) if key[0] == "z" and f.assets[key[2]].indivisible and j not in fixed}
        for j in whole:
            upper[j] = F(f.assets[m.keys[j][2]].units(m.keys[j][3]).__floor__())
        if whole:
            found = mixed(miss + 1, upper + [None], {miss: F(1)}, F(0), rows, whole, 120)
            least = float("inf") if found is None else found[0]
        else:
            least, _ = highs(miss + 1, upper + [None], {miss: F(1)}, F(0), rows)
        if least > ROOM:
            self.fail("days", f"no daily amounts: what is stated is missed by {least:.6g} at least")

    def stated_days(self):
        days = self.plan.get("days")
        if days is None:
            return
        f, m = self.f, self.model
        values, before, sums = defaultdict(F), {}, defaultdict(F)
        for n, e in enumerate(days):
            where = f"days[{n}]"
            k = date(e["date"])
            crew = f.demands[e["demand"]].crew
            if "unitDays" in e:
                kind = "v" if f.demands[e["demand"]].staff else "z"
                amounts = {(kind, e["demand"], e["asset"], k): frac(e["unitDays"])}
                if kind == "z" and f.assets[e["asset"]].indivisible and frac(e["unitDays"]).denominator != 1:
                    self.fail("days", f"{where}: {e['unitDays']} of an indivisible asset")
                identity = ("asset", "demand", "date")
            elif "asset" in e:
                key = (e["staff"], e["asset"], e["demand"], k)
                amounts = {("q", *key): frac(e["hours"]), ("wq", *key): frac(e["overtime"])}
                identity = ("staff", "asset", "demand", "date")
            else:
                if ("place" in e) != crew:
                    self.fail("days", f"{where}: place {e.get('place')}")
                key = (e["staff"], e["demand"], e.get("place", 0), k)
                amounts = {("x", *key): frac(e["hours"]), ("w", *key): frac(e["overtime"])}
                identity = ("staff", "demand", "place", "date")
            order = order_key(e, identity)
            if identity in before and order <= before[identity]:
                self.fail("days", f"{where} is not sorted, or there twice")
            before[identity] = order
            for key, amount in amounts.items():
                if amount < 0 or not on_grid(amount):
                    self.fail("days", f"{where}: {amount}")
                if amount and key not in m.index:
                    self.fail("days", f"{where}: {key} is not possible")
                elif amount:
                    values[m.index[key]] += amount
                if amount:
                    sums[self.group(key)] += amount
        stated = {k: v for k, v in self.sums.items() if k[0] in ("x", "w", "q", "wq", "z", "v")}
        for key in set(sums) | set(stated):
            if sums.get(key, F(0)) != stated.get(key, F(0)):
                self.fail("days", f"{key} add up to {float(sums.get(key, 0))}, stated {float(stated.get(key, 0))}")
        for d in f.staff_demands:
            for k in d.E if d.crew else []:
                places = []
                for n, place in enumerate(d.places):
                    mine = [m.index[key] for key in (("x", i, d.id, n, k) for i in f.staff) if key in m.index]
                    places.append(sum((values[j] for j in mine), F(0)) / place.count)
                values[m.index["m", d.id, k]] = min(places)
        for name, low, high, entries in m.rows:
            if name[0] in ("effort", "commitment", "change", "budget", "share", "supply", "missing"):
                continue
            total = sum((a * values[j] for j, a in entries.items()), F(0))
            both = name[0] in ("place", "together", "equipment", "equipment overtime", "operators")
            room = GRID * sum(1 for j in entries if values[j]) if both else F(0)
            if high is not None and total > high + room or low is not None and total < low - room:
                self.fail("days", f"row {name}: {float(total)}, limits {low} {high}")

    # Steps

    def reached(self):
        """what -> the plan's own value in each step."""
        f, out = self.f, {}
        for what, _, _ in self.model.objectives():
            if what == "commitments":
                out[what] = self.sum("s")
            elif what.startswith("priority "):
                priority = F(what.split()[1])
                out[what] = sum(
                    (frac(e["cost"]) for e in self.plan.get("unmet", []) if f.demands[e["demand"]].priority == priority),
                    F(0),
                )
            elif what == "value":
                out[what] = self.value
            elif what in ("early", "late"):
                last = len(f.periods) - 1
                out[what] = sum((v * (k[-1] if what == "early" else last - k[-1]) for k, v in self.sums.items() if k[0] == "x"), F(0))  # fmt: skip
            else:
                hours = defaultdict(F)
                for (kind, *key), amount in self.sums.items():
                    if kind in ("x", "q"):
                        hours[key[0]] += amount
                regular = {i: sum((p.r(k) for k in f.days), F(0)) for i, p in f.staff.items()}
                counted = [i for i in hours if regular[i] > 0 and not f.staff[i].external]
                out[what] = max((hours[i] / regular[i] for i in counted), default=F(0))
        return out

    def order(self):
        true, said = self.reached(), self.plan.get("order")
        if len(true) == 1:
            if said:
                self.fail("order", "steps where there are none")
            return
        if said is None or [e.get("what") for e in said] != list(true):
            return self.fail("order", f"steps {said and [e.get('what') for e in said]}, should be {list(true)}")
        for e in said:
            self.same("order", e["what"], e.get("value"), true[e["what"]], GRID * (1 + self.entries))

    def optimum(self):
        """Of every step: the plan is no worse than the best plan of all, step by step; and it is no
        better, and the bound no higher, than the best one where the earlier steps are held at what the
        plan itself reaches. (Rounding in one step may buy a lot in a later one, so these two differ.)"""
        if self.whole is not None:
            return self.whole_optimum()
        reached, model = self.reached(), self.model
        self.best, _ = model.solve()
        held = dict(model.solve(reached)[0] if len(reached) > 1 else self.best)
        said = {e.get("what"): e for e in self.plan.get("order") or []}
        if len(reached) == 1:
            said = {"value": self.plan["objective"]}
        rounding = max(self.rounding(), GRID * (1 + self.entries))
        for what, best in self.best:
            value, best, floor = reached[what], F(best), F(held[what])
            bound = frac(said.get(what, {}).get("bound"))
            if value < floor - tolerance(floor) - rounding:
                self.fail("value", f"{what} {float(value)} is below the optimum {float(floor)}")
            # The solver holds an earlier step to 1e-9 of its size or dearest coefficient. What that buys of a later
            # step depends on their prices: hours that are liked early may be moved for next to no money.
            room = F(0) if what == self.best[0][0] else F(1, 1000) * max(F(1), abs(floor))
            if bound is not None and bound > floor + tolerance(floor) + room:
                self.fail("bound", f"{what} {float(bound)} is above the optimum {float(floor)}")
            if self.plan.get("status") == "optimal" and value > best + tolerance(best) + rounding:
                self.fail("value", f"{what} {float(value)} is not the optimum {float(best)}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        text = file.read()
    with open(sys.argv[2], "rb") as file:
        plan = loads(file.read())
    verifier = verifier_of(plan, loads(text))
    violations = verifier.verify(text)
    for line in violations:
        print(line)
    steps = ", ".join(f"{what} {value:.6f}" for what, value in getattr(verifier, "best", []))
    print(f"optimum {steps}; plan {plan.get('objective', {}).get('value')}, {len(violations)} violations")
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
