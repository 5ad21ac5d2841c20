# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario says about people, demands and assets, and who can work on what when, as arrays."""
import numpy as np

from staffing_time import Calendar, Horizon, Unsupported, cents, running

INF = float("inf")
# Sums of hours of days are differences of running sums: what is left of none is below this.
NO_TIME = 1e-9


class Work:
    """Who can work on a demand, or operate an asset, and when: a person and a slot for each entry."""

    def __init__(self, person, slot, low, high, speed):
        self.person, self.slot, self.low, self.high, self.speed = person, slot, low, high, speed


class StaffingScenario:
    """What there is, and who can do what: the figures that rows and columns are made of."""

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
        self._cut_work()

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
