# SPDX-License-Identifier: GPL-3.0-or-later
"""The linear program of a scenario as arrays, built fast: what the peers are given.

Written from the model's text alone (variables, rows and objective of a plan by days, no decisions in whole numbers), as the
smallest program known that has the same optimum:

- Who has nothing to do with assets has hours by slot, not by day. A slot is the part of a period in a calendar week. Where
  some work can only be done on a stretch of its days, rows say that all work which must be done inside of a stretch fits into
  it: for stretches that is enough (Hall's theorem for intervals).
- Who uses equipment or operates assets has hours by class: the days of a slot on which all these people, their work and all
  assets are alike. The mean of a plan over the days of a class is a plan too, so that sums over them are enough.
- Overtime has a column for each piece of work only where that matters: where a budget pays for it or equipment is occupied,
  or where stretches of days are told apart. Else there is one for each person and slot.

The matrix is made column by column, a demand at a time, so that nothing has to be sorted: the form that every peer takes as
it is.
"""
import datetime as dt
import json

import numpy as np

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
INF = float("inf")
# Sums of hours of days are differences of running sums: what is left of none is below this.
NO_TIME = 1e-9


class Unsupported(Exception):
    """The scenario asks for something outside the linear program, or for something that is not written here."""


def read(path):
    with open(path, "rb") as file:
        return json.load(file)


def cents(value):
    """To the cent, half away from zero; never negative here."""
    return np.floor(value * 100 + 0.5) / 100


def running(values):
    """Sums of all before, along the last axis, with a 0 in front."""
    zero = np.zeros(values.shape[:-1] + (1,))
    return np.concatenate([zero, np.cumsum(values, axis=-1)], axis=-1)


class Horizon:
    """Days as numbers from 0; periods, weeks, and the slots that both cut."""

    def __init__(self, calendar):
        self.start = dt.date.fromisoformat(calendar["start"])
        self.count = (dt.date.fromisoformat(calendar["end"]) - self.start).days + 1
        dates = [self.start + dt.timedelta(n) for n in range(self.count)]
        week_start = DAYS.index(calendar.get("weekStart", "mon"))
        kind = calendar.get("period", "week")
        new_week = [n == 0 or d.weekday() == week_start for n, d in enumerate(dates)]
        new_period = [
            n == 0 or kind == "day" or (new_week[n] if kind == "week" else d.day == 1) for n, d in enumerate(dates)
        ]
        self.period_of = np.cumsum(new_period) - 1
        self.week_of = np.cumsum(new_week) - 1
        self.first = np.flatnonzero(np.array(new_week) | np.array(new_period))
        self.end = np.append(self.first[1:], self.count)
        self.weekday = np.array([d.weekday() for d in dates])
        self.periods, self.weeks = self.period_of[-1] + 1, self.week_of[-1] + 1

    def day(self, text):
        return (dt.date.fromisoformat(text) - self.start).days

    def span(self, entry, begin="from", end="to"):
        """A range of days inside the horizon, the end excluded; may be empty."""
        first = self.day(entry[begin]) if entry.get(begin) else 0
        last = self.day(entry[end]) if entry.get(end) else self.count - 1
        first = min(self.count, max(0, first))
        return first, max(first, min(self.count - 1, last) + 1)


class Calendar:
    """Working time: the hours of each day of the horizon, and those of a full day."""

    def __init__(self, entry, horizon, top=None):
        kinds = [kind for kind in ("hours", "pattern") if kind in entry]
        if "workdays" in entry or "hoursPerDay" in entry or (not kinds and top is None):
            base = top.plain if top and top.plain else (DAYS[:5], 8)
            self.plain = entry.get("workdays", base[0]), entry.get("hoursPerDay", base[1])
            week = [self.plain[1] if day in self.plain[0] else 0 for day in DAYS]
        elif "hours" in entry:
            self.plain, week = None, [entry["hours"].get(day, 0) for day in DAYS]
        elif "pattern" in entry:
            self.plain, week = None, None
        else:
            self.plain, week = top.plain, top.week
        self.week, self.rota = week, entry.get("pattern") or (top.rota if week is None and top else None)
        if week is not None:
            self.hours = np.array(week, float)[horizon.weekday]
            worked = [h for h in week if h > 0]
            self.length = len(worked)
        else:
            days = np.array(self.rota["days"], float)
            self.hours = days[(np.arange(horizon.count) - horizon.day(self.rota["from"])) % len(days)]
            worked = [h for h in days.tolist() if h > 0]
            self.length = 7 * len(worked) / len(days)
        self.full = sum(worked) / len(worked)
        self.holidays = entry["holidays"] if "holidays" in entry else top.holidays if top else []
        for holiday in self.holidays:
            if 0 <= horizon.day(holiday) < horizon.count:
                self.hours[horizon.day(holiday)] = 0


class Columns:
    """Columns with their entries, appended in blocks of equal length."""

    def __init__(self):
        self.count = 0
        self.cost, self.upper, self.length, self.rows, self.values = [], [], [], [], []

    def add(self, cost, upper, rows, values):
        """Adds n columns: `rows` and `values` are lists of arrays or numbers, one for each entry of a column. The number
        of the first. An entry in row -1 is none."""
        upper = np.atleast_1d(np.asarray(upper, float))
        n, first = len(upper), self.count
        block_rows = np.empty((n, len(rows)), np.int32)
        block_values = np.empty((n, len(rows)))
        for k, (row, value) in enumerate(zip(rows, values)):
            block_rows[:, k] = row
            block_values[:, k] = value
        there = block_rows >= 0
        self.cost.append(np.broadcast_to(np.asarray(cost, float), n))
        self.upper.append(upper)
        self.length.append(there.sum(axis=1))
        self.rows.append(block_rows[there])
        self.values.append(block_values[there])
        self.count += n
        return first


class Work:
    """Who can work on a demand, or operate an asset, and when: a person and a slot for each entry."""

    def __init__(self, person, slot, low, high, speed):
        self.person, self.slot, self.low, self.high, self.speed = person, slot, low, high, speed


class StaffingLP:
    """`minimise cost x, row_lower <= A x <= row_upper, 0 <= x <= upper`; A by columns: start, index, value."""

    def __init__(self, scenario):
        self.scenario = scenario
        calendar = scenario["calendar"]
        self.horizon = Horizon(calendar)
        self.top = Calendar(calendar, self.horizon)
        self.calendars = {k: Calendar(v, self.horizon, self.top) for k, v in calendar.get("calendars", {}).items()}
        self.staff = scenario.get("staff", [])
        self.assets = {a["id"]: a for a in scenario.get("assets", [])}
        self.projects = scenario.get("projects", [])
        self._refuse()
        self._people()
        self._demands()
        self._policy()
        self._who_works()
        self._slots()
        self.columns, self.low, self.high, self.row_count, self.more = Columns(), [], [], 0, []
        self._cut_work()
        self._rows_of_time()
        self._rows_of_assets()
        for number in range(len(self.demands)):
            self._demand(number)
        self._operators()
        self._shared_overtime()
        self._stretches()
        self._commitments()
        self._finish()

    # What there is

    def _refuse(self):
        demands = [d for p in self.projects for d in p.get("demands", [])]
        for entries, keys in (
            ([self.scenario], ("limits", "preferences")),
            (self.staff, ("maxProjects", "external", "training")),
            (self.assets.values(), ("indivisible",)),
            (self.projects, ("allOrNothing", "shift")),
            (demands, ("team", "after", "crew", "anyOf")),
            ([self.scenario.get("policy", {})], ("minimumHoursPerWeek", "changeCostPerHour", "prefer")),
        ):
            for entry in entries:
                for key in keys:
                    if entry.get(key):
                        raise Unsupported(key)
        if self.scenario.get("policy", {}).get("priorities", "weighted") != "weighted":
            raise Unsupported("priorities")

    def _steps(self, person, key, default):
        """The values of a key that may change, each with its first day; the first holds from the start."""
        steps = person.get(key, default)
        if not isinstance(steps, list):
            return [(0, steps)]
        return [(max(0, self.horizon.day(s["from"])) if s.get("from") else 0, s["value"]) for s in steps]

    def _by_day(self, key, default, shape):
        values = np.empty(shape)
        for i, person in enumerate(self.staff):
            for first, value in self._steps(person, key, default):
                values[i, first:] = value
        return values

    def _people(self):
        n, horizon = len(self.staff), self.horizon
        shape = (n, horizon.count)
        hours, self.week_length = np.zeros(shape), np.ones(shape)
        for i, person in enumerate(self.staff):
            for first, name in self._steps(person, "calendar", None):
                calendar = self.top if name is None else self.calendars[name]
                hours[i, first:], self.week_length[i, first:] = calendar.hours[first:], calendar.length
        self.works = hours > 0
        heads = np.array([p.get("headcount", 1) for p in self.staff], float)
        own = self._by_day("hoursPerDay", np.nan, shape)
        full = np.where(self.works & ~np.isnan(own), np.nan_to_num(own), hours)
        self.whole_day = np.maximum(self.top.full, full)
        present = np.ones(shape)
        self.extra, self.per_week, self.total, self.factor = np.zeros(n), np.zeros(n), np.full(n, INF), np.ones(n)
        allowed = self.works.copy()
        for i, person in enumerate(self.staff):
            lost = np.zeros(horizon.count)
            for absence in person.get("absences", []):
                first, end = horizon.span(absence)
                lost[first:end] += absence.get("share", 1)
            present[i] -= np.minimum(1, lost)
            if "employed" in person:
                first, end = horizon.span(person["employed"])
                present[i, :first] = 0
                present[i, end:] = 0
            overtime = person.get("overtime")
            if overtime is not None:
                self.per_week[i] = overtime["hoursPerWeek"] * heads[i]
                self.extra[i] = overtime.get("hoursPerDay", min(overtime["hoursPerWeek"], 4))
                self.factor[i] = overtime.get("costFactor", 1.5)
                if overtime.get("hoursTotal") is not None:
                    self.total[i] = max(0, overtime["hoursTotal"] - overtime.get("used", 0)) * heads[i]
                if overtime.get("days", "work") == "all":
                    allowed[i] = True
        self.present = present
        self.regular = full * (1 - self._by_day("support", 0, shape)) * heads[:, None] * present
        self.overtime = (self.extra * heads)[:, None] * present * allowed
        self.has_overtime = np.array([p.get("overtime") is not None for p in self.staff], bool)
        self.clearance = np.array([p.get("clearance", 0) for p in self.staff], int)
        self.index = {p["id"]: i for i, p in enumerate(self.staff)}
        self._skills(n)
        self._costs(n)

    def _costs(self, n):
        """What an hour of each person costs in each period: the mean of its days where that changes."""
        horizon = self.horizon
        self.cost, self.dearest = np.empty((n, horizon.periods)), np.zeros(n)
        for i, person in enumerate(self.staff):
            salary = "annualSalary" in person
            steps = self._steps(person, "annualSalary" if salary else "costPerHour", 0)
            steps = [(first, cents(value / 2080) if salary else value) for first, value in steps]
            self.dearest[i] = max(value for _, value in steps)
            self.cost[i] = steps[0][1]
            if len(steps) == 1:
                continue
            by_day = np.empty(horizon.count)
            for first, value in steps:
                by_day[first:] = value
            for t in range(horizon.periods):
                days = np.flatnonzero(horizon.period_of == t)
                weights = self.regular[i, days]
                if weights.sum() == 0:
                    weights = np.ones(len(days))
                self.cost[i, t] = (by_day[days] * weights).sum() / weights.sum()

    def _skills(self, n):
        self.level, self.speed, self.certified = {}, {}, {}
        # People whose skill or certificate does not hold all the time: (name, person) -> days.
        self.skill_days, self.certificate_days = {}, {}
        self.slowest = np.ones(n)
        self.fastest = 1
        for i, person in enumerate(self.staff):
            for name, skill in person.get("skills", {}).items():
                if not isinstance(skill, dict):
                    skill = {"level": skill}
                if name not in self.level:
                    self.level[name], self.speed[name] = np.zeros(n, int), np.ones(n)
                self.level[name][i] = skill.get("level", 1)
                self.speed[name][i] = skill.get("productivity", 1)
                self.slowest[i] = min(self.slowest[i], self.speed[name][i])
                self.fastest = max(self.fastest, self.speed[name][i])
                if "from" in skill or "until" in skill:
                    self.skill_days[name, i] = self.horizon.span(skill, "from", "until")
            for name, span in person.get("certifications", {}).items():
                self.certified.setdefault(name, np.zeros(n, bool))[i] = True
                if span:
                    self.certificate_days[name, i] = self.horizon.span(span, "from", "until")

    def _demands(self):
        """Demands with their projects, and what follows from both."""
        self.demands, self.project_of, self.window = [], [], []
        for number, project in enumerate(self.projects):
            for demand in project.get("demands", []):
                self.demands.append(demand)
                self.project_of.append(number)
                self.window.append(
                    self.horizon.span(
                        {
                            "from": demand.get("from") or project.get("start"),
                            "to": demand.get("to") or project.get("deadline"),
                        }
                    )
                )
        self.hours = []
        for demand, (first, end) in zip(self.demands, self.window):
            hours = demand.get("hours")
            if "fte" in demand:
                hours = np.floor(demand["fte"] * self.top.hours[first:end].sum() * 1e6 + 0.5) / 1e6
            self.hours.append(hours)
        self.rate, self.dearest_rate = [], self.dearest.copy()
        for project in self.projects:
            rate = self.cost.copy()
            for name, cost in project.get("rates", {}).items():
                rate[self.index[name]] = cost
                self.dearest_rate[self.index[name]] = max(self.dearest_rate[self.index[name]], cost)
            self.rate.append(rate)

    def _policy(self):
        policy = self.scenario.get("policy", {})
        self.unmet_hour = policy.get("unmetCostPerHour")
        assets = list(self.assets.values())
        operating = {a["id"]: (a.get("operators") or {}).get("hoursPerUnitDay", 0) for a in assets}
        if self.unmet_hour is None:
            labour = max((self.dearest_rate * self.factor / self.slowest).tolist(), default=0)
            overtime = max((self.dearest * self.factor).tolist(), default=0)
            equipment = max(
                (
                    sum(
                        use.get("unitsPerPerson", 1)
                        * (self.assets[use["asset"]].get("costPerUnitDay", 0) + operating[use["asset"]] * overtime)
                        for use in demand.get("uses", [])
                    )
                    / self.top.full
                    for demand in self.demands
                ),
                default=0,
            )
            self.unmet_hour = 3 * labour + 3 * equipment or 1
        self.unmet_unit = policy.get("unmetCostPerUnitDay")
        if self.unmet_unit is None:
            dear = 3 * max((a.get("costPerUnitDay", 0) for a in assets), default=0)
            dear += 3 * max(operating.values(), default=0) * max(self.dearest.tolist(), default=0)
            self.unmet_unit = max(self.top.full * self.unmet_hour, dear)
        self.promise_hour = policy.get("commitmentCostPerHour")
        if self.promise_hour is None:
            prices = [0]
            for number, demand in enumerate(self.demands):
                if self.hours[number] is not None:
                    prices.append(self._unmet(number) * self.fastest)
                else:
                    prices += [
                        self._unmet(number) / operating[a["id"]]
                        for a in assets
                        if self._fits(demand, a) and operating[a["id"]] > 0
                    ]
            self.promise_hour = 10 * max(prices)

    def _unmet(self, number):
        demand = self.demands[number]
        if demand.get("unmetCost") is not None:
            return demand["unmetCost"]
        priority = demand.get("priority", self.projects[self.project_of[number]].get("priority", 5))
        return priority * (self.unmet_unit if self.hours[number] is None else self.unmet_hour)

    @staticmethod
    def _fits(demand, asset):
        if "asset" in demand:
            return asset["id"] == demand["asset"]
        return set(demand["tags"]) <= set(asset.get("tags", []))

    # Who can do what, and when

    def _qualified(self, skills, certificates=()):
        """Who has them some time, as a mask."""
        who = np.ones(len(self.staff), bool)
        for name, level in skills.items():
            who &= self.level[name] >= level if name in self.level else False
        for name in certificates:
            who &= self.certified.get(name, False)
        return who

    def _stretch(self, people, skills, certificates, window):
        """The first day and the end of what each of these people may work on inside of a window."""
        low, high = np.full(len(people), window[0]), np.full(len(people), window[1])
        if self.skill_days or self.certificate_days:
            for k, i in enumerate(people.tolist()):
                for names, days in ((skills, self.skill_days), (certificates, self.certificate_days)):
                    for name in names:
                        if (name, i) in days:
                            low[k], high[k] = max(low[k], days[name, i][0]), min(high[k], days[name, i][1])
        return low, np.maximum(low, high)

    def _who_works(self):
        """People with their stretches for each demand and for each asset with operators."""
        self.candidates = []
        for demand, hours, window in zip(self.demands, self.hours, self.window):
            if hours is None:
                self.candidates.append(None)
                continue
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
            speed = np.ones(len(people))
            if skills:
                speed = np.min([self.speed[s][people] for s in skills if s in self.speed] or [speed], axis=0)
            self.candidates.append((people, *self._stretch(people, skills, certificates, window), speed))
        self.operators = {}
        for name, asset in self.assets.items():
            if asset.get("operators"):
                skills = asset["operators"].get("skills", {})
                people = np.flatnonzero(self._qualified(skills))
                days = self._stretch(people, skills, (), (0, self.horizon.count))
                self.operators[name] = (people, *days, np.ones(len(people)))

    # Slots

    def _slots(self):
        """Columns of a matrix of days: first those of whole slots, then the classes of people who have to do with assets."""
        horizon = self.horizon
        self.coupled = np.zeros(len(self.staff), bool)
        for demand, candidates in zip(self.demands, self.candidates):
            if candidates and demand.get("uses"):
                self.coupled[candidates[0]] = True
        for people, *_ in self.operators.values():
            self.coupled[people] = True
        self.units = {}
        for name, asset in self.assets.items():
            out = np.zeros(horizon.count)
            for outage in asset.get("outages", []):
                first, end = horizon.span(outage)
                out[first:end] += outage.get("quantity", asset.get("quantity", 1))
            self.units[name] = np.maximum(0, asset.get("quantity", 1) - out)
        self._usable_days()
        groups = [np.arange(first, end) for first, end in zip(horizon.first, horizon.end)]
        self.slot_count = len(groups)
        self.first_class = len(groups)
        if self.assets:
            groups += self._classes(groups)
        self.days = groups
        self.first_day = np.array([days[0] for days in groups])
        self.day_count = np.array([len(days) for days in groups])
        self.period = horizon.period_of[self.first_day]
        self.week = horizon.week_of[self.first_day]

    def _usable_days(self):
        """On which days each demand may use assets: None for those that never do."""
        horizon = self.horizon
        there = (self.regular > 0) | (self.overtime > 0)
        self.usable = []
        for demand, candidates, window in zip(self.demands, self.candidates, self.window):
            if candidates is None:
                fitting = [a for a in self.assets.values() if self._fits(demand, a)]
                only_work = bool(fitting) and all(a.get("operators") for a in fitting)
                kind = demand.get("days") or ("work" if only_work else "all")
                usable = np.zeros(horizon.count, bool)
                usable[window[0] : window[1]] = True
                if kind == "work":
                    usable &= self.top.hours > 0
                self.usable.append(usable)
            elif demand.get("uses"):
                people, low, high, _ = candidates
                days = np.arange(horizon.count)
                inside = (days >= low[:, None]) & (days < high[:, None])
                self.usable.append((inside & there[people]).any(axis=0))
            else:
                self.usable.append(None)

    def _classes(self, groups):
        who = np.flatnonzero(self.coupled)
        features = [self.regular[who], self.overtime[who], np.where(self.regular[who] > 0, self.whole_day[who], 0)]
        features += [list(self.units.values())] if self.units else []
        features += [[u] for u in self.usable if u is not None]
        # Days on which the work of these people begins or has ended.
        breaks = set()
        for candidates in [c for c in self.candidates if c] + list(self.operators.values()):
            people, low, high, _ = candidates
            mine = self.coupled[people]
            breaks |= set(low[mine].tolist()) | set(high[mine].tolist())
        after = np.zeros(self.horizon.count + 1)
        after[list(breaks)] = 1
        features.append([np.cumsum(after)[:-1]])
        table = np.concatenate([np.asarray(f, float) for f in features])
        classes = []
        for days in groups:
            _, kind = np.unique(table[:, days], axis=1, return_inverse=True)
            kind = np.ravel(kind)
            classes += [days[kind == k] for k in np.unique(kind)]
        return classes

    def _sums(self, values, people, slot, low, high):
        """Sums of days of people over slots; of whole slots only inside of a stretch."""
        sums = np.zeros(len(people))
        whole = slot < self.first_class
        if whole.any():
            total = running(values)
            i, s = people[whole], slot[whole]
            a = np.clip(low[whole], self.horizon.first[s], self.horizon.end[s])
            b = np.clip(high[whole], self.horizon.first[s], self.horizon.end[s])
            sums[whole] = total[i, b] - total[i, a]
        if not whole.all():
            i, s = people[~whole], slot[~whole]
            # All days of a class are alike.
            inside = (self.first_day[s] >= low[~whole]) & (self.first_day[s] < high[~whole])
            sums[~whole] = values[i, self.first_day[s]] * self.day_count[s] * inside
        return sums

    def _entries(self, candidates, usable=None):
        """The pairs of person and slot in which somebody has time, with regular hours and overtime."""
        people, low, high, speed = candidates
        coupled = self.coupled[people]
        count = len(self.first_day)
        is_class = np.arange(count) >= self.first_class
        last = self.first_day + self.day_count
        allowed = (coupled[:, None] == is_class) & (self.first_day < high[:, None]) & (last > low[:, None])
        if usable is not None:
            allowed &= ~is_class | usable[self.first_day]
        k, slot = np.nonzero(allowed)
        work = Work(people[k], slot, low[k], high[k], speed[k])
        work.regular = self._sums(self.regular, work.person, slot, work.low, work.high)
        work.overtime = self._sums(self.overtime, work.person, slot, work.low, work.high)
        keep = (work.regular > NO_TIME) | (work.overtime > NO_TIME)
        result = Work(work.person[keep], slot[keep], work.low[keep], work.high[keep], work.speed[keep])
        result.regular, result.overtime = work.regular[keep], work.overtime[keep]
        return result

    def _cut_work(self):
        """All entries, and in which slots of a person overtime is told apart."""
        shape = (len(self.staff), len(self.first_day))
        person, slot = np.indices(shape).reshape(2, -1)
        zero, end = np.zeros(len(person), int), np.full(len(person), self.horizon.count)
        self.slot_regular = self._sums(self.regular, person, slot, zero, end).reshape(shape)
        self.slot_overtime = self._sums(self.overtime, person, slot, zero, end).reshape(shape)
        self.told_apart = np.zeros(shape, bool)
        self.work = []
        for number, candidates in enumerate(self.candidates):
            work = None
            if candidates is not None and len(candidates[0]):
                work = self._entries(candidates)
                at = work.person, work.slot
                part = work.regular < self.slot_regular[at] - NO_TIME
                part |= work.overtime < self.slot_overtime[at] - NO_TIME
                work.part = part
                if self.projects[self.project_of[number]].get("budget") is not None or self.demands[number].get("uses"):
                    part = np.ones(len(part), bool)
                self.told_apart[work.person[part], work.slot[part]] = True
            self.work.append(work)
        self.operating = {}
        for name, candidates in self.operators.items():
            for number, usable in enumerate(self.usable):
                if usable is None or not self._serves(number, name):
                    continue
                work = self._entries(candidates, usable)
                self.told_apart[work.person, work.slot] = True
                self.operating[name, number] = work

    def _serves(self, number, name):
        """Whether a demand may use an asset."""
        demand = self.demands[number]
        if self.hours[number] is None:
            return self._fits(demand, self.assets[name])
        return any(use["asset"] == name for use in demand.get("uses", []))

    # Rows

    def _row(self, low, high):
        """One row, or as many as the arrays hold; the number of the first."""
        low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
        first = self.row_count
        self.low.append(low.ravel())
        self.high.append(high.ravel())
        self.row_count += low.size
        return first

    def _rows_where(self, mask, high):
        """A row for each place of a mask, with these upper limits; -1 elsewhere."""
        rows = np.full(mask.shape, -1, np.int32)
        rows[mask] = self._row(-INF, high[mask]) + np.arange(mask.sum())
        return rows

    def _rows_of_time(self):
        """Rows 1 and 2."""
        used = np.zeros(self.told_apart.shape, bool)
        for work in [w for w in self.work if w] + list(self.operating.values()):
            used[work.person, work.slot] = True
        self.used = used
        self.capacity = self._rows_where(used & ((self.slot_regular > NO_TIME) | ~self.told_apart), self.slot_regular)
        there = used & (self.slot_overtime > NO_TIME)
        # What a week allows beyond the limits of its days: in the slot itself where that is all that the week has.
        weekly = np.zeros((len(self.staff), self.horizon.weeks))
        several = weekly.copy()
        person, slot = np.nonzero(there)
        np.add.at(weekly, (person, self.week[slot]), self.slot_overtime[person, slot])
        np.add.at(several, (person, self.week[slot]), 1)
        short = weekly > self.per_week[:, None] + NO_TIME
        most = self.slot_overtime.copy()
        alone = there & (short & (several == 1))[:, self.week]
        most = np.where(alone, np.minimum(most, self.per_week[:, None]), most)
        self.slot_overtime_most = most
        self.overtime_row = self._rows_where(there & self.told_apart, most)
        limit = np.broadcast_to(self.per_week[:, None], short.shape)
        self.week_row = self._rows_where(short & (several > 1), limit)
        self.total_row = self._rows_where(np.isfinite(self.total) & there.any(axis=1), self.total)

    def _rows_of_assets(self):
        self.asset_row, self.operator_row = {}, {}
        slots = np.arange(self.first_class, len(self.first_day))
        for name in self.assets:
            rows = np.full(len(self.first_day), -1, np.int32)
            most = self.units[name][self.first_day[slots]] * self.day_count[slots]
            rows[slots] = self._row(-INF, most) + np.arange(len(slots))
            self.asset_row[name] = rows
        for name in self.operators:
            for number, usable in enumerate(self.usable):
                if usable is None or not self._serves(number, name):
                    continue
                mine = slots[usable[self.first_day[slots]]]
                rows = np.full(len(self.first_day), -1, np.int32)
                rows[mine] = self._row(np.zeros(len(mine)), INF) + np.arange(len(mine))
                self.operator_row[name, number] = rows
        self.budget = [
            self._row(-INF, p["budget"]) if p.get("budget") is not None else -1 for p in self.projects
        ]
        self.pace = []
        for demand, (first, end) in zip(self.demands, self.window):
            rows = np.full(self.horizon.weeks, -1)
            if demand.get("maxHoursPerWeek") is not None:
                weeks = np.unique(self.horizon.week_of[first:end])
                rows[weeks] = self._row(-INF, np.full(len(weeks), demand["maxHoursPerWeek"])) + np.arange(len(weeks))
            self.pace.append(rows)

    # Columns

    def _hours(self, work, cost, regular, overtime, common, budget):
        """Columns of hours: `regular` and `overtime` are entries that only one of them has, `common` those of both. The
        numbers of the columns of regular time, or of all hours, and of overtime; -1 where there is none."""
        person, slot = work.person, work.slot
        apart = self.told_apart[person, slot]
        numbers = []
        for is_extra in (False, True):
            most = np.where(is_extra, work.overtime, work.regular + np.where(apart, 0, work.overtime))
            there = (most > NO_TIME) & (apart | (not is_extra))
            i, s = person[there], slot[there]
            price = cost[there]
            rows = [self.capacity[i, s]] if not is_extra else [
                self.overtime_row[i, s], self.week_row[i, self.week[s]], self.total_row[i]
            ]
            values = [1] * len(rows)
            if is_extra:
                price = price + (self.factor[i] - 1) * self.cost[i, self.period[s]]
            for row, value in (overtime if is_extra else regular) + common:
                rows.append(row[there])
                values.append(value[there])
            rows.append(budget)
            values.append(price)
            column = np.full(len(person), -1)
            column[there] = self.columns.add(price, most[there], rows, values) + np.arange(there.sum())
            numbers.append(column)
        return numbers

    def _demand(self, number):
        demand = self.demands[number]
        budget = self.budget[self.project_of[number]]
        if self.hours[number] is None:
            self._asset_demand(number, demand, budget)
            return
        first, end = self.window[number]
        periods, hours, unmet = self.horizon.periods, self.hours[number], self._unmet(number)
        effort = np.full(periods, -1, np.int32)
        if demand.get("pace", "flexible") == "even":
            there = np.unique(self.horizon.period_of[first:end])
            share = np.bincount(self.horizon.period_of[first:end], self.top.hours[first:end], periods)[there]
            wanted = hours * share / share.sum()
            effort[there] = self._row(wanted, wanted) + np.arange(len(there))
            self.columns.add(unmet, wanted, [effort[there]], [1])
        else:
            effort[:] = self._row(hours, hours)
            self.columns.add(unmet, hours, [effort[0]], [1])
        work = self.work[number]
        if work is None:
            return
        one = np.ones(len(work.person))
        common = [(effort[self.period[work.slot]], work.speed), (self.pace[number][self.week[work.slot]], one)]
        regular, overtime = [], []
        for use in demand.get("uses", []):
            units = use.get("unitsPerPerson", 1)
            used = np.unique(work.slot)
            for parts, hours in (
                (regular, self.whole_day[work.person, self.first_day[work.slot]]),
                (overtime, np.maximum(NO_TIME, self.extra[work.person])),
            ):
                rows = np.full(len(self.first_day), -1, np.int32)
                rows[used] = self._row(-INF, np.zeros(len(used))) + np.arange(len(used))
                parts.append((rows[work.slot], units / hours))
            self._units(
                number, use["asset"], used, [(regular[-1][0], work.slot), (overtime[-1][0], work.slot)], budget
            )
        rate = self.rate[self.project_of[number]][work.person, self.period[work.slot]]
        work.columns = self._hours(work, rate, regular, overtime, common, budget)

    def _units(self, number, name, slots, links, budget):
        """The columns of an asset's units that people on a demand occupy."""
        rows, values = [self.asset_row[name][slots]], [1]
        for row, slot in links:
            by_slot = np.full(len(self.first_day), -1, np.int32)
            by_slot[slot] = row
            rows.append(by_slot[slots])
            values.append(-1)
        self._use(number, name, slots, rows, values, budget)

    def _use(self, number, name, slots, rows, values, budget):
        price = self.assets[name].get("costPerUnitDay", 0)
        if (name, number) in self.operator_row:
            rows.append(self.operator_row[name, number][slots])
            values.append(-self.assets[name]["operators"]["hoursPerUnitDay"])
        rows.append(budget)
        values.append(price)
        self.columns.add(price, np.full(len(slots), INF), rows, values)

    def _asset_demand(self, number, demand, budget):
        slots = np.arange(self.first_class, len(self.first_day))
        if not len(slots):
            # Nothing there that could serve it.
            slots = np.zeros(0, int)
            count = int(self.usable[number].sum())
            wanted = demand["units"] * count
            self.columns.add(self._unmet(number), wanted, [self._row(wanted, wanted)], [1])
            return
        slots = slots[self.usable[number][self.first_day[slots]]]
        wanted = demand["units"] * self.day_count[slots]
        supply = self._row(wanted, wanted) + np.arange(len(slots))
        self.columns.add(self._unmet(number), wanted, [supply], [1])
        for name, asset in self.assets.items():
            if self._fits(demand, asset):
                self._use(number, name, slots, [supply, self.asset_row[name][slots]], [1, 1], budget)

    def _operators(self):
        for (name, number), work in self.operating.items():
            one = np.ones(len(work.person))
            common = [
                (self.operator_row[name, number][work.slot], one), (self.pace[number][self.week[work.slot]], one)
            ]
            budget = self.budget[self.project_of[number]]
            self._hours(work, self.cost[work.person, self.period[work.slot]], [], [], common, budget)

    def _shared_overtime(self):
        there = self.used & ~self.told_apart & (self.slot_overtime > NO_TIME)
        i, s = np.nonzero(there)
        rows = [self.capacity[i, s], self.week_row[i, self.week[s]], self.total_row[i]]
        premium = self.cost[i, self.period[s]] * (self.factor[i] - 1)
        self.columns.add(premium, self.slot_overtime_most[i, s], rows, [-1, 1, 1])

    def _stretches(self):
        """Work that must be done inside of a stretch of a slot fits into it, where it is that of several columns."""
        groups = {}
        for work in self.work:
            if work is None:
                continue
            where = np.flatnonzero(work.part & (work.slot < self.first_class))
            for k in where.tolist():
                groups.setdefault((int(work.person[k]), int(work.slot[k])), []).append((work, k))
        for (i, s), members in groups.items():
            for kind, days in enumerate((self.regular[i], self.overtime[i])):
                first, end = self.horizon.first[s], self.horizon.end[s]
                parts = []
                for work, k in members:
                    if work.columns[kind][k] < 0:
                        continue
                    worked = np.flatnonzero(days[max(first, work.low[k]) : min(end, work.high[k])] > 0)
                    low = max(first, work.low[k])
                    parts.append((low + worked[0], low + worked[-1], work.columns[kind][k]))
                whole = days[first:end].sum()
                done = set()
                for low in {p[0] for p in parts}:
                    for high in {p[1] for p in parts}:
                        inside = tuple(p[2] for p in parts if p[0] >= low and p[1] <= high)
                        most = days[low : high + 1].sum()
                        if len(inside) < 2 or inside in done or most > whole - NO_TIME:
                            continue
                        # The smallest stretch that has all of these.
                        mine = [p for p in parts if p[2] in inside]
                        most = days[min(p[0] for p in mine) : max(p[1] for p in mine) + 1].sum()
                        done.add(inside)
                        row = self._row(-INF, most)
                        self.more += [(int(column), row) for column in inside]

    def _commitments(self):
        promised = {}
        number_of = {d["id"]: n for n, d in enumerate(self.demands)}
        for entry in self.scenario.get("commitments", []):
            i, number = self.index[entry["staff"]], number_of[entry["demand"]]
            first, end = self.horizon.span(entry)
            first, end = max(first, self.window[number][0]), min(end, self.window[number][1])
            if first >= end:
                continue
            if "share" in entry:
                hours = entry["share"] * self.regular[i, first:end]
            else:
                hours = entry["hoursPerWeek"] / self.week_length[i, first:end] * self.present[i, first:end]
            hours = hours * self.works[i, first:end]
            for t, amount in enumerate(np.bincount(self.horizon.period_of[first:end], hours, self.horizon.periods)):
                if amount > 0:
                    promised[number, i, t] = promised.get((number, i, t), 0) + amount
        self._lower(promised)
        for (number, i, t), hours in promised.items():
            row = self._row(hours, INF)
            self.columns.add(self.promise_hour, INF, [row], [1])
            work = self.work[number]
            if work is None:
                continue
            for k in np.flatnonzero((work.person == i) & (self.period[work.slot] == t)).tolist():
                self.more += [(int(columns[k]), row) for columns in work.columns if columns[k] >= 0]

    def _lower(self, promised):
        """Promises to a demand that wants less are lowered in proportion."""
        for number, demand in enumerate(self.demands):
            mine = [key for key in promised if key[0] == number]
            if not mine:
                continue
            work = self.work[number]
            fastest = work.speed.max() if work is not None and len(work.speed) else 1
            first, end = self.window[number]
            share = np.bincount(self.horizon.period_of[first:end], self.top.hours[first:end], self.horizon.periods)
            even = demand.get("pace", "flexible") == "even"
            for t in sorted({key[2] for key in mine}) if even else [None]:
                keys = [key for key in mine if t is None or key[2] == t]
                total = sum(promised[key] for key in keys)
                wanted = self.hours[number] * (share[t] / share.sum() if even else 1) / fastest
                if total > wanted:
                    for key in keys:
                        promised[key] *= wanted / total

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
