# SPDX-License-Identifier: GPL-3.0-or-later
"""The linear program of a scenario as arrays, built fast: what the peers are given.

Written from the model's text alone (variables, rows and objective of the plan, no integer decisions). The matrix is
made column by column, a demand at a time, so that nothing has to be sorted: the form that every peer takes as it is.
"""
import datetime as dt
import json

import numpy as np

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
INF = float("inf")
# Sums of shares of days are differences of running sums: what is left of none is below this.
NO_DAY = 1e-9


class Unsupported(Exception):
    """The scenario asks for something outside the linear program, or for changes against a baseline."""


def read(path):
    with open(path, "rb") as file:
        return json.load(file)


def cents(value):
    """To the cent, half away from zero; never negative here."""
    return np.floor(value * 100 + 0.5) / 100


class Horizon:
    """Days as numbers from 0, and the periods as ranges of them."""

    def __init__(self, calendar):
        self.start = dt.date.fromisoformat(calendar["start"])
        self.last = (dt.date.fromisoformat(calendar["end"]) - self.start).days
        self.count = self.last + 1
        kind = calendar.get("period", "week")
        if kind == "day":
            first = list(range(self.count))
        elif kind == "week":
            first = list(range(0, self.count, 7))
        else:
            days = (self.start + dt.timedelta(n) for n in range(self.count))
            first = [n for n, day in enumerate(days) if n == 0 or day.day == 1]
        self.first = np.array(first)
        self.end = np.append(self.first[1:], self.count)
        self.weekday = (np.arange(self.count) + self.start.weekday()) % 7

    def day(self, text, default):
        return default if text is None else (dt.date.fromisoformat(text) - self.start).days

    def span(self, entry, begin="from", end="to"):
        """A range of days inside the horizon, the end excluded; may be empty."""
        first = min(self.count, max(0, self.day(entry.get(begin), 0)))
        return first, max(first, min(self.last, self.day(entry.get(end), self.last)) + 1)

    def per_period(self, running, first=0, end=None):
        """Of running sums over the days (last axis), the sums over each period inside first..<end."""
        end = self.count if end is None else end
        low = np.clip(self.first, first, end)
        high = np.clip(self.end, first, end)
        return running[..., high] - running[..., low]


class Week:
    """A calendar: which days are worked, and how long."""

    def __init__(self, entry, horizon, base=None):
        def pick(key, default):
            return entry[key] if key in entry else (base or {}).get(key, default)

        names = pick("workdays", DAYS[:5])
        self.length = len(names)
        self.hours = pick("hoursPerDay", 8)
        self.works = np.isin(horizon.weekday, [DAYS.index(name) for name in names]).astype(float)
        for holiday in pick("holidays", []):
            day = horizon.day(holiday, -1)
            if 0 <= day < horizon.count:
                self.works[day] = 0
        self.running = running(self.works)


def running(values):
    """Sums of all before, along the last axis, with a 0 in front."""
    zero = np.zeros(values.shape[:-1] + (1,))
    return np.concatenate([zero, np.cumsum(values, axis=-1)], axis=-1)


class Columns:
    """Columns with their entries, appended in blocks of equal length."""

    def __init__(self):
        self.count = 0
        self.cost, self.upper, self.length, self.rows, self.values = [], [], [], [], []

    def add(self, cost, upper, rows, values):
        """Adds n columns: `rows` and `values` are lists of arrays or numbers, one for each entry of a column."""
        upper = np.atleast_1d(np.asarray(upper, float))
        n, first = len(upper), self.count
        self.cost.append(np.broadcast_to(np.asarray(cost, float), n))
        self.upper.append(upper)
        self.length.append(np.full(n, len(rows)))
        block_rows = np.empty((n, len(rows)), np.int32)
        block_values = np.empty((n, len(rows)))
        for k, (row, value) in enumerate(zip(rows, values)):
            block_rows[:, k] = row
            block_values[:, k] = value
        self.rows.append(block_rows.ravel())
        self.values.append(block_values.ravel())
        self.count += n
        return first


class StaffingLP:
    """`minimise cost x, row_lower <= A x <= row_upper, 0 <= x <= upper`; A by columns: start, index, value."""

    def __init__(self, scenario):
        self.scenario = scenario
        calendar = scenario["calendar"]
        self.horizon = Horizon(calendar)
        self.top = Week(calendar, self.horizon)
        self.weeks = {k: Week(v, self.horizon, calendar) for k, v in calendar.get("calendars", {}).items()}
        self.staff = scenario.get("staff", [])
        self.assets = {a["id"]: a for a in scenario.get("assets", [])}
        self.projects = scenario.get("projects", [])
        self._refuse()
        self._people()
        self._policy()
        self.columns = Columns()
        self.low, self.high = [], []
        self._rows_of_resources()
        self.people_of = {}
        self.x_block = {}
        for project in self.projects:
            self._project(project)
        self._operators_and_overtime()
        self._commitments()
        self._finish()

    def _refuse(self):
        for entries, keys in (
            (self.staff, ("maxProjects", "external")),
            (self.assets.values(), ("indivisible",)),
            (self.projects, ("allOrNothing",)),
            ([d for p in self.projects for d in p.get("demands", [])], ("team",)),
            ([self.scenario.get("policy", {})], ("minimumHoursPerWeek", "changeCostPerHour")),
        ):
            for entry in entries:
                for key in keys:
                    if entry.get(key):
                        raise Unsupported(key)

    def _people(self):
        n, horizon = len(self.staff), self.horizon
        week = [self.weeks[p["calendar"]] if p.get("calendar") else self.top for p in self.staff]
        self.week_length = np.array([w.length for w in week], float)
        self.works = np.array([w.running for w in week]).reshape(n, horizon.count + 1)
        avail = np.array([w.works for w in week]).reshape(n, horizon.count)
        heads = np.array([p.get("headcount", 1) for p in self.staff], float)
        self.cost = np.array(
            [cents(p["annualSalary"] / 2080) if "annualSalary" in p else p.get("costPerHour", 0) for p in self.staff],
            float,
        )
        self.hours = heads * np.array(
            [p.get("hoursPerDay", w.hours) * (1 - p.get("support", 0)) for p, w in zip(self.staff, week)], float
        )
        self.extra, self.total, self.factor = np.zeros(n), np.full(n, INF), np.ones(n)
        self.level, self.speed, self.certified = {}, {}, {}
        # People whose skill or certificate does not hold all the time: (name, person) -> days.
        self.skill_days, self.certificate_days = {}, {}
        self.slowest = np.ones(n)
        for i, person in enumerate(self.staff):
            if "employed" in person:
                first, end = horizon.span(person["employed"])
                avail[i, :first] = 0
                avail[i, end:] = 0
            if person.get("absences"):
                lost = np.zeros(horizon.count)
                for absence in person["absences"]:
                    first, end = horizon.span(absence)
                    lost[first:end] += absence.get("share", 1)
                avail[i] *= 1 - np.minimum(1, lost)
            overtime = person.get("overtime")
            if overtime is not None:
                self.extra[i] = overtime["hoursPerWeek"] / week[i].length * heads[i]
                self.factor[i] = overtime.get("costFactor", 1.5)
                if overtime.get("hoursTotal") is not None:
                    self.total[i] = overtime["hoursTotal"] * heads[i]
            for name, skill in person.get("skills", {}).items():
                if not isinstance(skill, dict):
                    skill = {"level": skill}
                if name not in self.level:
                    self.level[name], self.speed[name] = np.zeros(n, int), np.ones(n)
                self.level[name][i] = skill.get("level", 1)
                self.speed[name][i] = skill.get("productivity", 1)
                self.slowest[i] = min(self.slowest[i], self.speed[name][i])
                if "from" in skill or "until" in skill:
                    self.skill_days[name, i] = horizon.span(skill, "from", "until")
            for name, span in person.get("certifications", {}).items():
                if name not in self.certified:
                    self.certified[name] = np.zeros(n, bool)
                self.certified[name][i] = True
                if span:
                    self.certificate_days[name, i] = horizon.span(span, "from", "until")
        self.has_overtime = np.array([p.get("overtime") is not None for p in self.staff], bool)
        self.clearance = np.array([p.get("clearance", 0) for p in self.staff], int)
        self.index = {p["id"]: i for i, p in enumerate(self.staff)}
        self.avail = avail
        self.running = running(avail)
        self.available = horizon.per_period(self.running)

    def _policy(self):
        policy = self.scenario.get("policy", {})
        dearest = max((self.cost * np.where(self.has_overtime, self.factor, 1) / self.slowest).tolist(), default=0)
        self.unmet_hour = policy.get("unmetCostPerHour")
        if self.unmet_hour is None:
            self.unmet_hour = 3 * dearest or 1
        self.unmet_unit = policy.get("unmetCostPerUnitDay")
        if self.unmet_unit is None:
            assets = self.assets.values()
            self.unmet_unit = 3 * max((a.get("costPerUnitDay", 0) for a in assets), default=0) or 1
            operating = max((a["operators"]["hoursPerUnitDay"] for a in assets if a.get("operators")), default=0)
            self.unmet_unit += 3 * operating * max(self.cost.tolist(), default=0)
        priorities = [p.get("priority", 5) for p in self.projects]
        priorities += [d["priority"] for p in self.projects for d in p.get("demands", []) if "priority" in d]
        self.promise_hour = policy.get("commitmentCostPerHour")
        if self.promise_hour is None:
            self.promise_hour = 10 * max(priorities, default=5) * self.unmet_hour

    def _row(self, low, high):
        """One row, or as many as the arrays hold; the number of the first."""
        low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
        first = self.row_count
        self.low.append(low.ravel())
        self.high.append(high.ravel())
        self.row_count += low.size
        return first

    def _rows_of_resources(self):
        self.row_count = 0
        periods = len(self.horizon.first)
        present = self.available > NO_DAY
        self.capacity = np.full(present.shape, -1, np.int32)
        self.capacity[present] = np.arange(present.sum())
        self._row(-INF, (self.hours[:, None] * self.available)[present])
        self.asset_rows, self.operator_rows = {}, {}
        for name, asset in self.assets.items():
            out = np.zeros(self.horizon.count)
            for outage in asset.get("outages", []):
                first, end = self.horizon.span(outage)
                out[first:end] += outage.get("quantity", asset.get("quantity", 1))
            units = self.horizon.per_period(running(np.maximum(0, asset.get("quantity", 1) - out)))
            self.asset_rows[name] = self._row(-INF, units) + np.arange(periods)
            if asset.get("operators"):
                self.operator_rows[name] = self._row(np.zeros(periods), INF) + np.arange(periods)

    def _window(self, demand, project):
        entry = {
            "from": demand.get("from") or project.get("start"), "to": demand.get("to") or project.get("deadline")
        }
        first, end = self.horizon.span(entry)
        periods = np.flatnonzero((self.horizon.first < end) & (self.horizon.end > first))
        return first, end, periods

    def _qualified(self, skills, certificates=()):
        """Who has them some time, as a mask."""
        who = np.ones(len(self.staff), bool)
        for name, level in skills.items():
            who &= self.level[name] >= level if name in self.level else False
        for name in certificates:
            who &= self.certified.get(name, False)
        return who

    def _days(self, people, skills, certificates, first, end):
        """Days that each of these people can give inside first..<end in each period."""
        result = self.horizon.per_period(self.running[people], first, end)
        if self.skill_days or self.certificate_days:
            for k, i in enumerate(people):
                spans = [self.skill_days[s, i] for s in skills if (s, i) in self.skill_days]
                spans += [self.certificate_days[c, i] for c in certificates if (c, i) in self.certificate_days]
                if spans:
                    low = max([first] + [s[0] for s in spans])
                    high = max(low, min([end] + [s[1] for s in spans]))
                    result[k] = self.horizon.per_period(self.running[i], low, high)
        return result

    def _project(self, project):
        budget = None
        if project.get("budget") is not None:
            budget = self._row(-INF, project["budget"])
        for demand in project.get("demands", []):
            priority = demand.get("priority", project.get("priority", 5))
            if "hours" in demand:
                self._staff_demand(demand, project, priority, budget)
            else:
                self._asset_demand(demand, project, priority, budget)

    def _staff_demand(self, demand, project, priority, budget):
        first, end, periods = self._window(demand, project)
        count = len(self.horizon.first)
        skills, certificates = demand.get("skills", {}), demand.get("certifications", [])
        who = self._qualified(skills, certificates) & (self.clearance >= demand.get("clearance", 0))
        for key, own in (("locations", "location"), ("departments", "department")):
            if key in demand:
                wanted = set(demand[key])
                who &= np.array([p.get(own) in wanted for p in self.staff], bool)
        if "only" in demand:
            chosen = np.zeros(len(self.staff), bool)
            chosen[[self.index[i] for i in demand["only"]]] = True
            who &= chosen
        for i in demand.get("exclude", []):
            who[self.index[i]] = False
        people = np.flatnonzero(who)
        days = self._days(people, skills, certificates, first, end)
        k, t = np.nonzero(days > NO_DAY)
        person = people[k]
        workdays = self.horizon.per_period(self.top.running, first, end)
        unmet = priority * self.unmet_hour

        speed = np.ones(len(self.staff))
        if skills:
            speed = np.min([self.speed.get(s, speed) for s in skills], axis=0)
        effort = np.zeros(count, np.int32)
        if demand.get("pace", "flexible") == "even":
            wanted = demand["hours"] * workdays[periods] / workdays.sum()
            effort[periods] = self._row(wanted, wanted) + np.arange(len(periods))
            self.columns.add(unmet, wanted, [effort[periods]], [1])
        else:
            effort[:] = self._row(demand["hours"], demand["hours"])
            self.columns.add(unmet, demand["hours"], [effort[0]], [1])
        rows = [self.capacity[person, t], effort[t]]
        values = [1, speed[person]]
        if demand.get("maxHoursPerWeek") is not None:
            pace = np.zeros(count, np.int32)
            most = demand["maxHoursPerWeek"] / self.top.length * workdays[periods]
            pace[periods] = self._row(-INF, most) + np.arange(len(periods))
            rows.append(pace[t])
            values.append(1)
        if budget is not None:
            rows.append(budget)
            values.append(self.cost[person])
        for use in demand.get("uses", []):
            name = use["asset"]
            link = np.zeros(count, np.int32)
            link[periods] = self._row(-INF, np.zeros(len(periods))) + np.arange(len(periods))
            rows.append(link[t])
            values.append(use.get("unitsPerPerson", 1) / self.top.hours)
            self._units(name, link[periods], -1, periods, budget)
        upper = (self.hours + self.extra)[person] * days[k, t]
        self.x_block[demand["id"]] = (self.columns.count, person, t)
        self.columns.add(self.cost[person], upper, rows, values)

    def _units(self, name, row, value, periods, budget):
        """The columns of an asset's units in these periods, with one entry in a row of their own."""
        asset = self.assets[name]
        price = asset.get("costPerUnitDay", 0)
        rows, values = [row, self.asset_rows[name][periods]], [value, 1]
        if name in self.operator_rows:
            rows.append(self.operator_rows[name][periods])
            values.append(-asset["operators"]["hoursPerUnitDay"])
        if budget is not None:
            rows.append(budget)
            values.append(price)
        self.columns.add(price, np.full(len(periods), INF), rows, values)

    def _asset_demand(self, demand, project, priority, budget):
        first, end, periods = self._window(demand, project)
        days = np.minimum(self.horizon.end, end) - np.maximum(self.horizon.first, first)
        wanted = demand["units"] * days[periods]
        supply = self._row(wanted, wanted) + np.arange(len(periods))
        self.columns.add(priority * self.unmet_unit, wanted, [supply], [1])
        tags = set(demand.get("tags", []))
        for name, asset in self.assets.items():
            if name == demand["asset"] if "asset" in demand else tags <= set(asset.get("tags", [])):
                self._units(name, supply, 1, periods, budget)

    def _operators_and_overtime(self):
        for name, rows in self.operator_rows.items():
            skills = self.assets[name]["operators"].get("skills", {})
            people = np.flatnonzero(self._qualified(skills))
            days = self._days(people, skills, (), 0, self.horizon.count)
            k, t = np.nonzero(days > NO_DAY)
            person = people[k]
            upper = (self.hours + self.extra)[person] * days[k, t]
            self.columns.add(self.cost[person], upper, [self.capacity[person, t], rows[t]], [1, 1])
        total = np.full(len(self.staff), -1, np.int32)
        limited = np.flatnonzero(np.isfinite(self.total) & self.has_overtime)
        if len(limited):
            total[limited] = self._row(-INF, self.total[limited]) + np.arange(len(limited))
        for limit in (True, False):
            who = self.has_overtime & (np.isfinite(self.total) == limit)
            person, t = np.nonzero(who[:, None] & (self.available > NO_DAY))
            rows, values = [self.capacity[person, t]], [-1]
            if limit:
                rows.append(total[person])
                values.append(1)
            premium = self.cost[person] * (self.factor[person] - 1)
            self.columns.add(premium, self.extra[person] * self.available[person, t], rows, values)

    def _commitments(self):
        self.more = []
        promised = {}
        for entry in self.scenario.get("commitments", []):
            i = self.index[entry["staff"]]
            first, end = self.horizon.span(entry)
            days = self.horizon.per_period(self.works[i], first, end)
            for t in np.flatnonzero(days):
                key = (i, entry["demand"], int(t))
                promised[key] = promised.get(key, 0) + entry["hoursPerWeek"] / self.week_length[i] * days[t]
        for (i, demand, t), hours in promised.items():
            row = self._row(hours, INF)
            self.columns.add(self.promise_hour, INF, [row], [1])
            begin, person, period = self.x_block[demand]
            for k in np.flatnonzero((person == i) & (period == t)):
                self.more.append((begin + k, row))

    def _finish(self):
        columns = self.columns

        def joined(parts, kind):
            return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)

        self.cost_vector = joined(columns.cost, float)
        self.upper = joined(columns.upper, float)
        self.row_lower = joined(self.low, float)
        self.row_upper = joined(self.high, float)
        length = joined(columns.length, np.int64)
        self.index_vector = joined(columns.rows, np.int32)
        self.value = joined(columns.values, float)
        self.start = np.concatenate([[0], np.cumsum(length)]).astype(np.int32)
        if self.more:
            column = np.array([m[0] for m in self.more])
            at = self.start[column + 1]
            self.index_vector = np.insert(self.index_vector, at, [m[1] for m in self.more]).astype(np.int32)
            self.value = np.insert(self.value, at, 1.0)
            np.add.at(length, column, 1)
            self.start = np.concatenate([[0], np.cumsum(length)]).astype(np.int32)
        self.row_total, self.column_total = len(self.row_lower), len(self.upper)

    def write_mps(self, path):
        """A free MPS file, every number with all its digits."""
        equal = self.row_lower == self.row_upper
        kinds = np.where(equal, "E", np.where(np.isfinite(self.row_upper), "L", "G"))
        with open(path, "w", encoding="ascii") as out:
            out.write("NAME staffing\nROWS\n N cost\n")
            out.writelines(f" {kind} r{r}\n" for r, kind in enumerate(kinds))
            out.write("COLUMNS\n")
            starts, rows, values = self.start.tolist(), self.index_vector.tolist(), self.value.tolist()
            for c, cost in enumerate(self.cost_vector.tolist()):
                lines = [f" c{c} cost {cost!r}\n"]
                lines += [f" c{c} r{rows[e]} {values[e]!r}\n" for e in range(starts[c], starts[c + 1])]
                out.writelines(lines)
            out.write("RHS\n")
            side = np.where(kinds == "G", self.row_lower, self.row_upper).tolist()
            out.writelines(f" rhs r{r} {value!r}\n" for r, value in enumerate(side) if value)
            out.write("BOUNDS\n")
            out.writelines(f" UP b c{c} {u!r}\n" for c, u in enumerate(self.upper.tolist()) if u != INF)
            out.write("ENDATA\n")
