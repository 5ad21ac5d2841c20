# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts of a scenario by days, in exact fractions: what the sections 1 and 2 of the model say
before any program is built. Nothing here is taken from the Swift package.

Letters are those of the model: H, W, Hd of a calendar; r, o, P of a person on a day; D, E, Window,
eta of a demand; c, the cost of an hour in a period; g, the top calendar's hours.
"""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction as F
from functools import cached_property, lru_cache

from readings import ONE_DAY, WEEKDAYS, Calendar, date, Dated, frac, half_up, Invalid, span

# Keys of section 3: decisions in whole numbers. Facts are those of what is decided of starts, heads and trainings.
WHOLE = {
    "staff": ("maxProjects", "external", "training"),
    "assets": ("indivisible",),
    "projects": ("allOrNothing", "shift"),
    "demands": ("team", "after"),
    "policy": ("minimumHoursPerWeek",),
}


class Unsupported(Exception):
    """The scenario asks for something outside the linear program."""


class Decided:
    """What is decided and changes facts: project -> weeks that it starts later, kind of external people -> heads
    that are engaged, and the (person, skill) of each training that is bought. What is left out is not done."""

    def __init__(self, starts=None, heads=None, bought=()):
        self.starts, self.heads, self.bought = dict(starts or {}), dict(heads or {}), frozenset(bought)

    def __repr__(self):
        return f"starts {self.starts}, heads {self.heads}, trainings {sorted(self.bought)}"


class Skill:
    def __init__(self, data):
        if not isinstance(data, dict):
            data = {"level": data}
        self.level = data["level"]
        self.productivity = frac(data.get("productivity"), 1)
        self.first, self.last = span(data, last="until")
        self.trained = None  # (level, the first day) of a training that is bought

    def on(self, day):
        return self.first <= day <= self.last or self.trained is not None and self.trained[1] <= day

    def holds(self, level, day):
        own = self.level >= level and self.first <= day <= self.last
        return own or self.trained is not None and self.trained[0] >= level and self.trained[1] <= day


class Person:
    def __init__(self, data, facts):
        self.id, self.data, self.facts = data["id"], data, facts
        self.department, self.location = data.get("department"), data.get("location")
        self.headcount = int(data.get("headcount", 1))
        self.external = data.get("external")
        if self.external:
            if "headcount" in data:
                raise Invalid(f"{self.id}: headcount beside external")
            self.headcount = facts.decided.heads.get(self.id, 0)
        calendar = data.get("calendar")
        self.calendars = Dated(calendar, lambda c: facts.calendar if c is None else facts.calendars[c])
        if "annualSalary" in data and "costPerHour" in data:
            raise Invalid(f"{self.id}: annualSalary and costPerHour")
        if "annualSalary" in data:
            self.cost = Dated(data["annualSalary"], lambda v: half_up(frac(v) / 2080, 2))
        else:
            self.cost = Dated(data.get("costPerHour", 0), frac)
        self.hours_per_day = Dated(data.get("hoursPerDay"), frac)
        self.support = Dated(data.get("support", 0), frac)
        self.skills = {k: Skill(v) for k, v in data.get("skills", {}).items()}
        self.certifications = {k: span(v, last="until") for k, v in data.get("certifications", {}).items()}
        self.clearance = data.get("clearance", 0)
        self.first, self.last = span(data.get("employed"))
        self.absences = [(*span(a), frac(a.get("share"), 1)) for a in data.get("absences", [])]
        over = data.get("overtime")
        self.factor = F(1)
        self.over_day = self.over_week = F(0)
        self.over_total = None
        self.over_all = False
        if over is not None:
            self.over_week = frac(over["hoursPerWeek"])
            self.over_day = frac(over.get("hoursPerDay"), min(self.over_week, F(4)))
            self.over_all = over.get("days", "work") == "all"
            if over.get("hoursTotal") is not None:
                self.over_total = max(F(0), frac(over["hoursTotal"]) - frac(over.get("used"), 0))
            self.factor = frac(over.get("costFactor"), F(3, 2))
        self._by_day = {}
        self._cost_in = {}
        self._train(data.get("training", []))

    def _train(self, trainings):
        if trainings and (self.external or self.headcount > 1):
            raise Invalid(f"{self.id}: training of more than one head")
        if len({entry["skill"] for entry in trainings}) < len(trainings):
            raise Invalid(f"{self.id}: the same training twice")
        self.lost = defaultdict(F)  # day -> hours of row 1's regular time that trainings take
        self.training_cost = F(0)
        for entry in trainings:
            if (self.id, entry["skill"]) not in self.facts.decided.bought:
                continue
            self.training_cost += frac(entry.get("cost"), 0)
            first = date(entry["from"]) if entry.get("from") else self.facts.start
            skill = self.skills.get(entry["skill"])
            if skill is None:
                skill = self.skills[entry["skill"]] = Skill({"level": 0, "from": "9999-12-31", "until": "0001-01-01"})
            skill.trained = entry["level"], first
            left = frac(entry.get("hours"), 0)
            for day in self.facts.days:
                if day < first:
                    taken = min(left, self.r(day) - self.lost[day])
                    self.lost[day] += taken
                    left -= taken

    def calendar(self, day):
        return self.calendars.at(day)

    def presence(self, day):
        if not self.first <= day <= self.last:
            return F(0)
        return 1 - min(F(1), sum((s for a, b, s in self.absences if a <= day <= b), F(0)))

    def full(self, day):
        """The person's hours that day before support and absence: `hoursPerDay`, else H."""
        H = self.calendar(day).H(day)
        own = self.hours_per_day.at(day)
        return own if own is not None and H > 0 else H

    def _day(self, day):
        if day not in self._by_day:
            calendar, presence, full = self.calendar(day), self.presence(day), self.full(day)
            r = full * (1 - self.support.at(day)) * self.headcount * presence
            works = self.over_all or calendar.H(day) > 0
            o = self.over_day * self.headcount * presence if works else F(0)
            self._by_day[day] = r, o, max(self.facts.calendar.Hd, full)
        return self._by_day[day]

    def r(self, day):
        return self._day(day)[0]

    def o(self, day):
        return self._day(day)[1]

    def P(self, day):
        return self._day(day)[2]

    @property
    def o1(self):
        """Overtime a day of one head who is there."""
        return self.over_day

    def cost_in(self, t):
        """The person's own cost of an hour in period t: the mean of its days weighted by r."""
        if t not in self._cost_in:
            days = self.facts.periods[t]
            prices = [self.cost.at(day) for day in days]
            if len(set(prices)) == 1:
                self._cost_in[t] = prices[0]
            else:
                weights = [self.r(day) for day in days]
                if sum(weights) == 0:
                    weights = [F(1)] * len(days)
                self._cost_in[t] = sum((c * w for c, w in zip(prices, weights)), F(0)) / sum(weights)
        return self._cost_in[t]

    def has(self, skills, day):
        return all(k in self.skills and self.skills[k].holds(n, day) for k, n in skills.items())

    def slowest(self, skills):
        return min((self.skills[k].productivity for k in skills), default=F(1))

    @property
    def pace(self):
        """min(1, the smallest productivity among the person's skills)."""
        return min([F(1)] + [s.productivity for s in self.skills.values()])


class Place:
    """What one place of a demand asks of a person; a demand without a crew has one place."""

    def __init__(self, data, count):
        self.data, self.count = data, count
        self.skills = data.get("skills", {})
        self.any_of = data.get("anyOf")

    def fits(self, person, day):
        d = self.data
        if "locations" in d and person.location not in d["locations"]:
            return False
        if "departments" in d and person.department not in d["departments"]:
            return False
        if "only" in d and person.id not in d["only"] or person.id in d.get("exclude", []):
            return False
        if person.clearance < d.get("clearance", 0):
            return False
        for name in d.get("certifications", []):
            first, last = person.certifications.get(name, (dt.date.max, dt.date.min))
            if not first <= day <= last:
                return False
        if not person.has(self.skills, day):
            return False
        return self.any_of is None or any(person.has(other, day) for other in self.any_of)

    def eta(self, person, days):
        """Productivity: the smallest of the skills asked for; of the alternatives that the person
        fulfils on at least one of the days the one that makes it greatest."""
        if self.any_of is None:
            return person.slowest(self.skills)
        rates = [
            person.slowest({**self.skills, **other})
            for other in self.any_of
            if any(person.has(other, day) for day in days)
        ]
        return max(rates, default=person.slowest(k for k in self.skills if k in person.skills))

    def asks(self, skill):
        return skill in self.skills or any(skill in other for other in self.any_of or [])


class Demand:
    def __init__(self, data, project, facts):
        self.id, self.data, self.facts = data["id"], data, facts
        self.project = project["id"]
        self.staff = "hours" in data or "fte" in data
        self.priority = frac(data.get("priority"), frac(project.get("priority"), 5))
        first, last = data.get("from") or project.get("start"), data.get("to") or project.get("deadline")
        self.first = max(facts.start, date(first)) if first else facts.start
        self.last = min(facts.end, date(last)) if last else facts.end
        if self.first > self.last:
            raise Invalid(f"demand {self.id}: empty window")
        self.unmoved = [day for day in facts.days if self.first <= day <= self.last]
        unmoved_hours = sum((facts.calendar.H(day) for day in self.unmoved), F(0))
        self.first += 7 * facts.decided.starts.get(self.project, 0) * ONE_DAY
        self.last += 7 * facts.decided.starts.get(self.project, 0) * ONE_DAY
        self.days = [day for day in facts.days if self.first <= day <= self.last]
        self.g = sum((facts.calendar.H(day) for day in self.days), F(0))
        self.unmet_cost = frac(data.get("unmetCost"))
        self.even = data.get("pace", "flexible") == "even"
        self.uses = [(u["asset"], frac(u["unitsPerPerson"])) for u in data.get("uses", [])]
        self.max_week = frac(data.get("maxHoursPerWeek"))
        self.crew = "crew" in data
        self.places = []
        if self.staff:
            if self.crew:
                self.places = [Place(p, int(p.get("count", 1))) for p in data["crew"]]
            else:
                self.places = [Place(data, 1)]
            self.hours = frac(data["hours"]) if "hours" in data else half_up(frac(data["fte"]) * unmoved_hours, 6)
            if self.even and self.g == 0:
                raise Invalid(f"demand {self.id}: even, and no working hours in its window")
        else:
            self.units = frac(data["units"])
        # Hours are counted for each head of a crew.
        self.counts = sum(p.count for p in self.places) if self.crew else 1

    def inside(self, t):
        return [day for day in self.facts.periods[t] if self.first <= day <= self.last]

    @cached_property
    def meets(self):
        return [t for t in range(len(self.facts.periods)) if self.inside(t)]

    def wanted(self, t):
        """Effort of an even demand in t."""
        return self.hours * sum((self.facts.calendar.H(day) for day in self.inside(t)), F(0)) / self.g

    @cached_property
    def D(self):
        """(person, place) -> days of work; only where there are any."""
        out = {}
        for i, person in self.facts.staff.items():
            for n, place in enumerate(self.places):
                days = [k for k in self.days if person.r(k) + person.o(k) > 0 and place.fits(person, k)]
                if days:
                    out[i, n] = days
        return out

    @cached_property
    def E(self):
        return sorted({k for days in self.D.values() for k in days})

    @lru_cache(None)
    def eta(self, i):
        if self.crew:
            return F(1)
        return self.places[0].eta(self.facts.staff[i], self.D.get((i, 0), []))

    @cached_property
    def largest_eta(self):
        """Of those who can work on it on at least one day; 1 if there is nobody."""
        return max((self.eta(i) for i, _ in self.D), default=F(1))

    def fits(self, asset):
        if "asset" in self.data:
            return asset.id == self.data["asset"]
        return set(self.data["tags"]) <= asset.tags

    def counting(self, days):
        kind = self.data.get("days")
        if kind is None:
            fit = [a for a in self.facts.assets.values() if self.fits(a)]
            kind = "work" if fit and all(a.operators for a in fit) else "all"
        return [k for k in days if kind == "all" or self.facts.calendar.H(k) > 0]

    @cached_property
    def days_wanted(self):
        """The number of an asset demand's days: those that count of the unmoved window."""
        return len(self.counting(self.unmoved))

    @cached_property
    def window(self):
        """The days of an asset demand that count; more than in the unmoved window are not wanted."""
        return self.counting(self.days)[: self.days_wanted]

    @property
    def missing(self):
        """Unit-days of the unmoved window for which the moved one has no day that counts."""
        return self.units * (self.days_wanted - len(self.window))

    def asks(self, skill):
        return any(place.asks(skill) for place in self.places)

    @property
    def unmet_price(self):
        """Money for one unit of u."""
        if self.unmet_cost is not None:
            return self.unmet_cost
        if self.staff:
            return self.priority * self.facts.unmet_hour * self.counts
        return self.priority * self.facts.unmet_unit


class Asset:
    def __init__(self, data):
        self.id, self.data = data["id"], data
        self.tags = set(data.get("tags", []))
        self.quantity = frac(data.get("quantity"), 1)
        self.cost = frac(data.get("costPerUnitDay"), 0)
        self.outages = [(*span(o), frac(o.get("quantity"), self.quantity)) for o in data.get("outages", [])]
        self.operators = data.get("operators")
        self.hours_per_unit = frac(self.operators["hoursPerUnitDay"]) if self.operators else F(0)
        self.indivisible = bool(data.get("indivisible"))

    @lru_cache(None)
    def units(self, day):
        return max(F(0), self.quantity - sum((q for a, b, q in self.outages if a <= day <= b), F(0)))

    @lru_cache(None)
    def operator_days(self, person):
        """D(i,a)."""
        skills = self.operators.get("skills", {})
        return [k for k in person.facts.days if person.r(k) + person.o(k) > 0 and person.has(skills, k)]


class Scope:
    """`staff` and `departments`, `projects` and `demands` of a limit or a preference."""

    def __init__(self, data):
        self.data = data

    def person(self, person):
        d = self.data
        if "staff" not in d and "departments" not in d:
            return True
        return person.id in d.get("staff", []) or (
            person.department is not None and person.department in d.get("departments", [])
        )

    def demand(self, demand):
        d = self.data
        if "projects" not in d and "demands" not in d:
            return True
        return demand.project in d.get("projects", []) or demand.id in d.get("demands", [])


class Limit(Scope):
    def __init__(self, data):
        super().__init__(data)
        self.id, self.per, self.each = data["id"], data["per"], data.get("each")
        self.hours, self.share = frac(data.get("maxHours")), frac(data.get("maxShare"))
        self.used = frac(data.get("used"), 0)


class Facts:
    """The facts of a scenario. With decisions in whole numbers they are those of what is `decided`; `base` are then
    the facts of nothing moved, everybody engaged and nobody trained, which say what is promised."""

    def __init__(self, data, decided=None, base=None):
        self.data = data
        if decided is None and whole_keys(data):
            raise Unsupported(", ".join(whole_keys(data)))
        self.decided = decided or Decided()
        cal = data["calendar"]
        self.start, self.end = date(cal["start"]), date(cal["end"])
        self.days = [self.start + n * ONE_DAY for n in range((self.end - self.start).days + 1)]
        self.week_start = WEEKDAYS.index(cal.get("weekStart", "mon"))
        self.calendar = Calendar(cal)
        self.calendars = {k: Calendar(v, self.calendar) for k, v in cal.get("calendars", {}).items()}
        kind = cal.get("period", "week")
        self.periods, self.period_of = [], {}
        for day in self.days:
            if day == self.start or self.span(kind, day) != self.span(kind, day - ONE_DAY):
                self.periods.append([])
            self.periods[-1].append(day)
            self.period_of[day] = len(self.periods) - 1
        self.staff = {p["id"]: Person(p, self) for p in data.get("staff", [])}
        self.assets = {a["id"]: Asset(a) for a in data.get("assets", [])}
        self.projects = {p["id"]: p for p in data.get("projects", [])}
        self.rates = {p: {i: frac(c) for i, c in d.get("rates", {}).items()} for p, d in self.projects.items()}
        self.demands = {d["id"]: Demand(d, p, self) for p in data.get("projects", []) for d in p.get("demands", [])}
        self.staff_demands = [d for d in self.demands.values() if d.staff]
        self.asset_demands = [d for d in self.demands.values() if not d.staff]
        self._policy(data.get("policy", {}))
        self.limits = [Limit(entry) for entry in data.get("limits", [])]
        self.limits += [
            Limit({"id": f"maxHoursPerWeek of {d.id}", "per": "week", "maxHours": d.max_week, "demands": [d.id]})
            for d in self.staff_demands
            if d.max_week is not None
        ]
        self.preferences = [(Scope(entry), frac(entry["costPerHour"])) for entry in data.get("preferences", [])]
        self.baseline = self._baseline(data.get("baseline") or {})
        if data.get("baseline") is None:
            self.change_hour = F(0)  # there is nothing to change
        self.lowered = {}  # demand (and period) -> factor of its promises
        self.by_heads = defaultdict(F)  # what of a promise is a share of the hours of external people
        self.promised = self._promises() if base is None else self._promised_of(base)
        self.any_promised = bool((base or self).promised)

    def span(self, per, day):
        """What names the calendar span that contains the day."""
        if per == "day":
            return day
        if per == "week":
            return day - (day.weekday() - self.week_start) % 7 * ONE_DAY
        if per == "month":
            return day.year, day.month
        if per == "quarter":
            return day.year, (day.month - 1) // 3
        if per == "year":
            return day.year
        return "horizon"

    def spans(self, per):
        out = defaultdict(list)
        for day in self.days:
            out[self.span(per, day)].append(day)
        return out

    def cost(self, i, d, t):
        """c(i,d,t)."""
        rate = self.rates[self.demands[d].project].get(i)
        return self.staff[i].cost_in(t) if rate is None else rate

    def preference(self, i, d):
        person, demand = self.staff[i], self.demands[d]
        return sum((c for scope, c in self.preferences if scope.person(person) and scope.demand(demand)), F(0))

    def _policy(self, policy):
        people, assets = list(self.staff.values()), list(self.assets.values())
        rates = defaultdict(list)
        for table in self.rates.values():
            for i, c in table.items():
                rates[i].append(c)
        dearest = max((max(p.cost.values) for p in people), default=F(0))
        with_overtime = max((max(p.cost.values) * p.factor for p in people), default=F(0))
        self.unmet_hour = frac(policy.get("unmetCostPerHour"))
        if self.unmet_hour is None:
            labour = max((max(p.cost.values + rates[p.id]) * p.factor / p.pace for p in people), default=F(0))
            equipment = F(0)
            for d in self.staff_demands:
                each = F(0)
                for a, units in d.uses:
                    asset = self.assets[a]
                    each += units * (asset.cost + asset.hours_per_unit * with_overtime) / self.calendar.Hd
                equipment = max(equipment, each)
            self.unmet_hour = 3 * labour + 3 * equipment or F(1)
        self.unmet_unit = frac(policy.get("unmetCostPerUnitDay"))
        if self.unmet_unit is None:
            dear = 3 * max((a.cost for a in assets), default=F(0))
            dear += 3 * max((a.hours_per_unit for a in assets), default=F(0)) * dearest
            self.unmet_unit = max(self.calendar.Hd * self.unmet_hour, dear)
        self.commitment_hour = frac(policy.get("commitmentCostPerHour"))
        if self.commitment_hour is None:
            fastest = max([F(1)] + [s.productivity for p in people for s in p.skills.values()])
            prices = [F(0)]
            for d in self.staff_demands:
                price = d.priority * self.unmet_hour if d.unmet_cost is None else d.unmet_cost
                prices.append(price * fastest * d.counts)
            for e in self.asset_demands:
                for a in assets:
                    if e.fits(a) and a.hours_per_unit > 0:
                        prices.append(e.unmet_price / a.hours_per_unit)
            self.commitment_hour = 10 * max(prices)
        self.change_hour = frac(policy.get("changeCostPerHour"), 0)
        self.strict = policy.get("priorities", "weighted") == "strict"
        self.prefer = list(policy.get("prefer", []))

    def _baseline(self, baseline):
        if isinstance(baseline, str):
            raise Unsupported("baseline as a path")
        out = defaultdict(F)
        for entry in baseline.get("assignments", []):
            t = entry.get("period")
            if entry.get("start"):
                t = self.period_of.get(date(entry["start"]))
                if t is None:
                    continue  # of no period of this horizon
            out[entry["staff"], entry["demand"], t] += frac(entry["hours"])
        return out

    def _promises(self):
        """(i, d, t) -> hours of row 10, lowered where a demand wants less."""
        out = defaultdict(F)
        for entry in self.data.get("commitments", []):
            person, demand = self.staff[entry["staff"]], self.demands[entry["demand"]]
            first, last = span(entry)
            for day in demand.unmoved:
                calendar = person.calendar(day)
                if not first <= day <= last or calendar.H(day) == 0:
                    continue
                if "share" in entry:
                    hours = frac(entry["share"]) * person.r(day)
                else:
                    hours = frac(entry["hoursPerWeek"]) / calendar.W * person.presence(day)
                if hours:
                    out[person.id, demand.id, self.period_of[day]] += hours
                    if "share" in entry and person.external:
                        self.by_heads[person.id, demand.id, self.period_of[day]] += hours
        for demand in self.staff_demands:
            mine = [key for key in out if key[1] == demand.id]
            for t in demand.meets if demand.even else [None]:
                keys = [key for key in mine if t is None or key[2] == t]
                total = sum((out[key] for key in keys), F(0))
                wanted = (demand.wanted(t) if demand.even else demand.hours) / demand.largest_eta * demand.counts
                if total > wanted:
                    self.lowered[demand.id, t] = wanted / total
                    for key in keys:
                        out[key] *= wanted / total
                        self.by_heads[key] *= wanted / total
        return {key: hours for key, hours in out.items() if hours}

    def _promised_of(self, base):
        """What is promised does not move, nor change by a training; a share of the hours of external people is of those engaged."""
        self.lowered = base.lowered
        out = {}
        for key, hours in base.promised.items():
            share = base.by_heads.get(key, F(0))
            if share:
                hours -= share - share * self.staff[key[0]].headcount / base.staff[key[0]].headcount
            if hours:
                out[key] = hours
        return out

    @property
    def fixed(self):
        """The terms of what is decided: engagement, delay and training. They belong to no project."""
        engagement = sum((frac(p.external.get("engagementCost"), 0) * p.headcount for p in self.staff.values() if p.external), F(0))
        delay = sum((frac(self.projects[p]["shift"].get("costPerWeek"), 0) * n for p, n in self.decided.starts.items()), F(0))
        return {"engagement": engagement, "delay": delay, "training": sum((p.training_cost for p in self.staff.values()), F(0))}


def whole_keys(data):
    """The keys of section 3 that a scenario has."""
    groups = {g: list(data.get(g, [])) for g in ("staff", "assets", "projects")}
    groups["demands"] = [d for p in groups["projects"] for d in p.get("demands", [])]
    groups["policy"] = [data.get("policy", {})]
    return sorted({f"{g}.{key}" for g, entries in groups.items() for key in WHOLE[g] for e in entries if e.get(key)})
