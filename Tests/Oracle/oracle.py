# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent model of a Muster scenario: exact data, the linear program of the
model's section 2, and its optimum from HiGHS.

Written from the model's text alone; it shares no code with the Swift package.
"""
from __future__ import annotations

import datetime as dt
import json
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction as F

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ONE_DAY = dt.timedelta(days=1)

# Keys that turn the program into a MIP, which this oracle does not model.
INTEGER_KEYS = {
    "staff": ("maxProjects", "external"),
    "assets": ("indivisible",),
    "projects": ("allOrNothing",),
    "demands": ("team",),
    "policy": ("minimumHoursPerWeek",),
}


class Unsupported(Exception):
    """The scenario asks for something outside the linear program."""


def loads(text):
    """JSON with exact numbers: every number becomes a Decimal or an int."""
    return json.loads(text, parse_float=Decimal)


def frac(value, default=None):
    if value is None:
        value = default
    if value is None:
        return None
    return F(repr(value)) if isinstance(value, float) else F(value)


def date(text):
    return dt.date.fromisoformat(text)


def round_cent(value):
    """Half away from zero, to the cent; values here are never negative."""
    return F((value * 100 + F(1, 2)).__floor__(), 100)


class Calendar:
    def __init__(self, data, base=None):
        def pick(key, default):
            if key in data:
                return data[key]
            return base[key] if base and key in base else default

        self.workdays = {DAYS.index(d) for d in pick("workdays", DAYS[:5])}
        self.hours = frac(pick("hoursPerDay", 8))
        self.holidays = {date(d) for d in pick("holidays", [])}
        self.W = len(self.workdays)

    def works(self, day):
        return day.weekday() in self.workdays and day not in self.holidays


class Skill:
    def __init__(self, data):
        if not isinstance(data, dict):
            data = {"level": data}
        self.level = data.get("level", 1)
        self.productivity = frac(data.get("productivity"), 1)
        self.first = date(data["from"]) if data.get("from") else dt.date.min
        self.last = date(data["until"]) if data.get("until") else dt.date.max

    def holds(self, level, day):
        return self.level >= level and self.first <= day <= self.last


class Person:
    def __init__(self, data, scenario):
        self.id = data["id"]
        self.data = data
        self.calendar = scenario.calendars[data["calendar"]] if data.get("calendar") else scenario.calendar
        self.headcount = data.get("headcount", 1)
        if "annualSalary" in data:
            self.cost = round_cent(frac(data["annualSalary"]) / 2080)
        else:
            self.cost = frac(data.get("costPerHour"), 0)
        self.hours_per_day = frac(data.get("hoursPerDay"), self.calendar.hours)
        self.support = frac(data.get("support"), 0)
        self.h = self.hours_per_day * (1 - self.support) * self.headcount
        self.skills = {k: Skill(v) for k, v in data.get("skills", {}).items()}
        self.certifications = {}
        for name, span in data.get("certifications", {}).items():
            span = span or {}
            self.certifications[name] = (
                date(span["from"]) if span.get("from") else dt.date.min,
                date(span["until"]) if span.get("until") else dt.date.max,
            )
        self.clearance = data.get("clearance", 0)
        overtime = data.get("overtime")
        self.overtime = overtime is not None
        self.o = F(0)
        self.overtime_total = None
        self.factor = F(1)
        if self.overtime:
            self.o = frac(overtime["hoursPerWeek"]) / self.calendar.W * self.headcount
            if overtime.get("hoursTotal") is not None:
                self.overtime_total = frac(overtime["hoursTotal"]) * self.headcount
            self.factor = frac(overtime.get("costFactor"), F(3, 2))
        employed = data.get("employed", {})
        self.first = date(employed["from"]) if employed.get("from") else dt.date.min
        self.last = date(employed["to"]) if employed.get("to") else dt.date.max
        self.absences = [
            (date(a["from"]), date(a["to"]), frac(a.get("share"), 1)) for a in data.get("absences", [])
        ]
        self._avail = {}

    def avail(self, day):
        if day not in self._avail:
            if not self.calendar.works(day) or not self.first <= day <= self.last:
                value = F(0)
            else:
                lost = sum((s for a, b, s in self.absences if a <= day <= b), F(0))
                value = 1 - min(F(1), lost)
            self._avail[day] = value
        return self._avail[day]

    def has(self, skills, day):
        return all(k in self.skills and self.skills[k].holds(level, day) for k, level in skills.items())

    def eligible(self, demand, day):
        d = demand.data
        for key, value in (("locations", self.data.get("location")), ("departments", self.data.get("department"))):
            if key in d and value not in d[key]:
                return False
        if "only" in d and self.id not in d["only"]:
            return False
        if self.id in d.get("exclude", []):
            return False
        if self.clearance < d.get("clearance", 0):
            return False
        for name in d.get("certifications", []):
            span = self.certifications.get(name)
            if span is None or not span[0] <= day <= span[1]:
                return False
        return self.has(d.get("skills", {}), day)

    def productivity(self, demand):
        return min((self.skills[k].productivity for k in demand.data.get("skills", {})), default=F(1))


class Asset:
    def __init__(self, data):
        self.id = data["id"]
        self.tags = set(data.get("tags", []))
        self.quantity = frac(data.get("quantity"), 1)
        self.cost = frac(data.get("costPerUnitDay"), 0)
        self.outages = [
            (date(o["from"]), date(o["to"]), frac(o.get("quantity"), self.quantity)) for o in data.get("outages", [])
        ]
        self.operators = data.get("operators")
        self.operator_hours = frac(self.operators["hoursPerUnitDay"]) if self.operators else F(0)

    def units(self, day):
        return max(F(0), self.quantity - sum((q for a, b, q in self.outages if a <= day <= b), F(0)))


class Demand:
    def __init__(self, data, project, scenario):
        self.id = data["id"]
        self.data = data
        self.project = project["id"]
        self.is_staff = "hours" in data
        self.priority = frac(data.get("priority"), frac(project.get("priority"), 5))
        first = data.get("from") or project.get("start")
        last = data.get("to") or project.get("deadline")
        self.first = max(scenario.start, date(first)) if first else scenario.start
        self.last = min(scenario.end, date(last)) if last else scenario.end
        if self.first > self.last:
            raise ValueError(f"demand {self.id}: empty window")
        self.even = self.is_staff and data.get("pace", "flexible") == "even"
        self.hours = frac(data.get("hours"))
        self.units = frac(data.get("units"))
        self.uses = [(u["asset"], frac(u.get("unitsPerPerson"), 1)) for u in data.get("uses", [])]
        self.pace = frac(data.get("maxHoursPerWeek"))

    def inside(self, days):
        return [day for day in days if self.first <= day <= self.last]

    def matches(self, asset):
        if "asset" in self.data:
            return asset.id == self.data["asset"]
        return set(self.data["tags"]) <= asset.tags


class Scenario:
    def __init__(self, data):
        self.data = data
        for group in ("staff", "assets", "projects"):
            for entry in data.get(group, []):
                for key in INTEGER_KEYS[group]:
                    if entry.get(key):
                        raise Unsupported(f"{group}.{key}")
        cal = data["calendar"]
        self.start, self.end = date(cal["start"]), date(cal["end"])
        self.calendar = Calendar(cal)
        self.calendars = {k: Calendar(v, cal) for k, v in cal.get("calendars", {}).items()}
        self.periods = self._periods(cal.get("period", "week"))
        self.staff = {p["id"]: Person(p, self) for p in data.get("staff", [])}
        self.assets = {a["id"]: Asset(a) for a in data.get("assets", [])}
        self.projects = {p["id"]: p for p in data.get("projects", [])}
        self.demands = {}
        for project in data.get("projects", []):
            for d in project.get("demands", []):
                for key in INTEGER_KEYS["demands"]:
                    if d.get(key):
                        raise Unsupported(f"demands.{key}")
                self.demands[d["id"]] = Demand(d, project, self)
        self.policy(data.get("policy", {}))
        self.baseline = defaultdict(F)
        baseline = data.get("baseline") or {}
        if isinstance(baseline, str):
            raise Unsupported("baseline as a path")
        for entry in baseline.get("assignments", []):
            self.baseline[entry["staff"], entry["demand"], entry["period"]] += frac(entry["hours"])
        self.promised = defaultdict(F)
        for c in data.get("commitments", []):
            person = self.staff[c["staff"]]
            first = date(c["from"]) if c.get("from") else self.start
            last = date(c["to"]) if c.get("to") else self.end
            for t, days in enumerate(self.periods):
                n = sum(1 for day in days if first <= day <= last and person.calendar.works(day))
                if n:
                    self.promised[c["staff"], c["demand"], t] += frac(c["hoursPerWeek"]) / person.calendar.W * n

    def _periods(self, kind):
        blocks, day = [], self.start
        while day <= self.end:
            if not blocks:
                fresh = True
            elif kind == "day":
                fresh = True
            elif kind == "week":
                fresh = (day - self.start).days % 7 == 0
            else:
                fresh = day.day == 1
            if fresh:
                blocks.append([])
            blocks[-1].append(day)
            day += ONE_DAY
        return blocks

    def policy(self, policy):
        for key in INTEGER_KEYS["policy"]:
            if policy.get(key):
                raise Unsupported(f"policy.{key}")
        largest = F(0)
        for p in self.staff.values():
            slowest = min([F(1)] + [s.productivity for s in p.skills.values()])
            largest = max(largest, p.cost * (p.factor if p.overtime else 1) / slowest)
        self.unmet_hour = frac(policy.get("unmetCostPerHour"))
        if self.unmet_hour is None:
            self.unmet_hour = 3 * largest or F(1)
        self.unmet_unit = frac(policy.get("unmetCostPerUnitDay"))
        if self.unmet_unit is None:
            assets = self.assets.values()
            self.unmet_unit = 3 * max([a.cost for a in assets], default=F(0)) or F(1)
            self.unmet_unit += (
                3
                * max([a.operator_hours for a in assets], default=F(0))
                * max([p.cost for p in self.staff.values()], default=F(0))
            )
        priorities = [frac(p.get("priority"), 5) for p in self.projects.values()]
        priorities += [d.priority for d in self.demands.values()]
        self.commitment_hour = frac(policy.get("commitmentCostPerHour"))
        if self.commitment_hour is None:
            self.commitment_hour = 10 * max(priorities, default=F(5)) * self.unmet_hour
        self.change_hour = frac(policy.get("changeCostPerHour"), 0)

    # Shorthands of the model's section "Days".
    def A(self, i, t):
        return sum((self.staff[i].avail(day) for day in self.periods[t]), F(0))

    def Ad(self, i, d, t):
        person, demand = self.staff[i], self.demands[d]
        return sum(
            (person.avail(day) for day in demand.inside(self.periods[t]) if person.eligible(demand, day)), F(0)
        )

    def Aop(self, i, a, t):
        person, skills = self.staff[i], self.assets[a].operators.get("skills", {})
        return sum((person.avail(day) for day in self.periods[t] if person.has(skills, day)), F(0))

    def wd(self, d, t):
        return sum(1 for day in self.demands[d].inside(self.periods[t]) if self.calendar.works(day))

    def unmet_cost(self, d):
        demand = self.demands[d]
        return demand.priority * (self.unmet_hour if demand.is_staff else self.unmet_unit)


class Model:
    """The linear program: columns `(key, upper, cost, term)` and rows `(key, low, high, entries)`.

    Keys are tuples: ("x", i, d, t), ("y", i, t), ("z", a, e, t), ("v", a, d, t), ("q", i, a, t),
    ("u", d, t or None), ("s", i, d, t), ("more" / "less", i, d, t). `constant` is the cost of
    the baseline's hours for which no x exists.
    """

    def __init__(self, scenario):
        self.s = s = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
        self.columns, self.index = [], {}
        self.rows = []
        self.constant = F(0)
        periods = range(len(s.periods))
        staff_demands = [d for d in s.demands.values() if d.is_staff]
        asset_demands = [d for d in s.demands.values() if not d.is_staff]
        capacity = defaultdict(dict)  # (i, t) -> entries
        asset_rows = defaultdict(dict)  # (a, t)
        operators = defaultdict(dict)  # (a, t)
        budget = defaultdict(dict)  # project
        effort = defaultdict(dict)  # (d, t or None)
        people = defaultdict(dict)  # (d, t): x at 1
        supply = defaultdict(dict)  # (e, t)

        for i, p in s.staff.items():
            total = {}
            for t in periods:
                available = s.A(i, t)
                if p.overtime and available > 0:
                    y = self.column(("y", i, t), p.o * available, p.cost * (p.factor - 1), "overtime")
                    capacity[i, t][y] = F(-1)
                    total[y] = F(1)
                if available == 0:
                    continue
                for d in staff_demands:
                    share = s.Ad(i, d.id, t)
                    if share == 0:
                        continue
                    x = self.column(("x", i, d.id, t), (p.h + p.o) * share, p.cost, "labour")
                    capacity[i, t][x] = F(1)
                    effort[d.id, t if d.even else None][x] = p.productivity(d)
                    people[d.id, t][x] = F(1)
                    budget[d.project][x] = p.cost
                for a, asset in s.assets.items():
                    if asset.operators is None:
                        continue
                    share = s.Aop(i, a, t)
                    if share > 0:
                        q = self.column(("q", i, a, t), (p.h + p.o) * share, p.cost, "labour")
                        capacity[i, t][q] = F(1)
                        operators[a, t][q] = F(1)
            if p.overtime_total is not None and total:
                self.row(("overtimeTotal", i), None, p.overtime_total, total)

        for d in staff_demands:
            meets = [t for t in periods if d.inside(s.periods[t])]
            if d.even:
                whole = sum(s.wd(d.id, t) for t in meets)
                if whole == 0:
                    raise ValueError(f"demand {d.id}: no workday in an even window")
                for t in meets:
                    rhs = d.hours * s.wd(d.id, t) / whole
                    u = self.column(("u", d.id, t), rhs, s.unmet_cost(d.id), "unmet")
                    self.row(("effort", d.id, t), rhs, rhs, {**effort[d.id, t], u: F(1)})
            else:
                u = self.column(("u", d.id, None), d.hours, s.unmet_cost(d.id), "unmet")
                self.row(("effort", d.id, None), d.hours, d.hours, {**effort[d.id, None], u: F(1)})
            for t in meets:
                if d.pace is not None and people[d.id, t]:
                    self.row(("pace", d.id, t), None, d.pace / s.calendar.W * s.wd(d.id, t), dict(people[d.id, t]))
                for a, each in d.uses:
                    v = self.column(("v", a, d.id, t), None, s.assets[a].cost, "assets")
                    asset_rows[a, t][v] = F(1)
                    budget[d.project][v] = s.assets[a].cost
                    entries = {x: each / s.calendar.hours for x in people[d.id, t]}
                    entries[v] = F(-1)
                    self.row(("equipment", a, d.id, t), None, F(0), entries)
                    if s.assets[a].operators is not None:
                        operators[a, t][v] = -s.assets[a].operator_hours

        for e in asset_demands:
            for t in periods:
                days = len(e.inside(s.periods[t]))
                if days == 0:
                    continue
                rhs = e.units * days
                entries = {}
                for a, asset in s.assets.items():
                    if not e.matches(asset):
                        continue
                    z = self.column(("z", a, e.id, t), None, asset.cost, "assets")
                    entries[z] = F(1)
                    asset_rows[a, t][z] = F(1)
                    budget[e.project][z] = asset.cost
                    if asset.operators is not None:
                        operators[a, t][z] = -asset.operator_hours
                u = self.column(("u", e.id, t), rhs, s.unmet_cost(e.id), "unmet")
                entries[u] = F(1)
                self.row(("supply", e.id, t), rhs, rhs, entries)

        for (i, t), entries in capacity.items():
            self.row(("capacity", i, t), None, s.staff[i].h * s.A(i, t), entries)
        for (a, t), entries in asset_rows.items():
            self.row(("asset", a, t), None, sum((s.assets[a].units(day) for day in s.periods[t]), F(0)), entries)
        for (a, t), entries in operators.items():
            self.row(("operators", a, t), F(0), None, entries)
        for p, entries in budget.items():
            if s.projects[p].get("budget") is not None:
                self.row(("budget", p), None, frac(s.projects[p]["budget"]), entries)

        for (i, d, t), hours in s.promised.items():
            miss = self.column(("s", i, d, t), None, s.commitment_hour, "commitments")
            entries = {miss: F(1)}
            if ("x", i, d, t) in self.index:
                entries[self.index["x", i, d, t]] = F(1)
            self.row(("commitment", i, d, t), hours, None, entries)

        if s.change_hour > 0:
            for key in list(self.index):
                if key[0] != "x":
                    continue
                more = self.column(("more",) + key[1:], None, s.change_hour, "change")
                less = self.column(("less",) + key[1:], None, s.change_hour, "change")
                was = s.baseline.get(key[1:], F(0))
                self.row(("change",) + key[1:], was, was, {self.index[key]: F(1), more: F(-1), less: F(1)})
            for key, was in s.baseline.items():
                if ("x",) + key not in self.index:
                    self.constant += s.change_hour * was

    def column(self, key, upper, cost, term):
        self.index[key] = len(self.columns)
        self.columns.append((key, upper, cost, term))
        return self.index[key]

    def row(self, key, low, high, entries):
        self.rows.append((key, low, high, entries))

    def solve(self):
        """The optimum as a float and the values of the columns."""
        import highspy

        lp = highspy.HighsLp()
        inf = highspy.kHighsInf
        lp.num_col_ = len(self.columns)
        lp.num_row_ = len(self.rows)
        lp.offset_ = float(self.constant)
        lp.col_cost_ = [float(c[2]) for c in self.columns]
        lp.col_lower_ = [0.0] * len(self.columns)
        lp.col_upper_ = [inf if c[1] is None else float(c[1]) for c in self.columns]
        lp.row_lower_ = [-inf if r[1] is None else float(r[1]) for r in self.rows]
        lp.row_upper_ = [inf if r[2] is None else float(r[2]) for r in self.rows]
        start, index, value = [0], [], []
        for _, _, _, entries in self.rows:
            for j, a in entries.items():
                if a:
                    index.append(j)
                    value.append(float(a))
            start.append(len(index))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
        if not self.columns:
            return float(self.constant), []
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
        solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
        solver.passModel(lp)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            solver.setOptionValue("presolve", "off")
            solver.setOptionValue("primal_feasibility_tolerance", 1e-7)
            solver.setOptionValue("dual_feasibility_tolerance", 1e-7)
            solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError("HiGHS: " + solver.modelStatusToString(solver.getModelStatus()))
        return solver.getInfo().objective_function_value, list(solver.getSolution().col_value)


def optimum(data):
    return Model(data).solve()[0]


def main():
    for path in sys.argv[1:] or ["-"]:
        text = sys.stdin.read() if path == "-" else open(path, encoding="utf-8").read()
        print(f"{optimum(loads(text)):.9f}", "" if path == "-" else path)


if __name__ == "__main__":
    main()
