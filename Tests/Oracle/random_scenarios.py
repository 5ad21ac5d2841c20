# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeded random small scenarios, always valid by the model's section 1.

`generate(seed)` picks the family by the seed; `generate(seed, family)` forces one.
The same seed gives the same scenario on every machine.
"""
import datetime as dt
import json
import random
import sys

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SKILLS = ["swift", "kubernetes", "sql", "security"]
CERTIFICATIONS = ["cka", "iso27001"]
TAGS = ["gpu", "lab", "licence"]
PLACES = ["berlin", "paris"]
TEAMS = ["platform", "data"]

FAMILIES = ["fuzz", "office", "scarce", "hardware", "daily", "promises", "pools"]


class Generator:
    def __init__(self, seed, family=None):
        self.r = random.Random(f"muster-oracle-{seed}")
        self.family = family or FAMILIES[seed % len(FAMILIES)]
        self.seed = seed

    def chance(self, p):
        return self.r.random() < p

    def pick(self, *values):
        return self.r.choice(values)

    def some(self, values, most=2):
        values = list(values)
        return self.r.sample(values, self.r.randint(1, min(most, len(values))))

    def day(self, low=0, high=None):
        high = self.length - 1 if high is None else high
        return self.start + dt.timedelta(days=self.r.randint(low, max(low, high)))

    def span(self, overhang=5, first="from", last="to", optional=False):
        a, b = sorted([self.day(-overhang, self.length + overhang), self.day(-overhang, self.length + overhang)])
        out = {first: a.isoformat(), last: b.isoformat()}
        if optional and self.chance(0.4):
            del out[self.pick(first, last)]
        return out

    def works(self, day):
        c = self.calendar
        return DAYS[day.weekday()] in c.get("workdays", DAYS[:5]) and day.isoformat() not in c.get("holidays", [])

    def build(self):
        r, f = self.r, self.family
        self.start = dt.date(2026, 1, 1) + dt.timedelta(days=r.randint(0, 700))
        if f not in ("fuzz", "daily") and self.chance(0.5):
            self.start -= dt.timedelta(days=self.start.weekday())
        period = {"daily": "day", "fuzz": self.pick("day", "week", "month")}.get(f, self.pick("week", "week", "month"))
        self.length = {"day": r.randint(1, 12), "week": r.randint(3, 40), "month": r.randint(20, 120)}[period]
        end = self.start + dt.timedelta(days=self.length - 1)
        self.calendar = {"start": self.start.isoformat(), "end": end.isoformat()}
        if period != "week" or self.chance(0.5):
            self.calendar["period"] = period
        if self.chance(0.35):
            self.calendar["workdays"] = self.pick(
                DAYS[:4], DAYS[:5], DAYS[:6], ["mon", "wed", "fri"], ["sun", "mon", "tue", "wed", "thu"]
            )
        if self.chance(0.4):
            self.calendar["hoursPerDay"] = self.pick(7.5, 8, 7, 6, 10, 7.7)
        if self.chance(0.4):
            self.calendar["holidays"] = sorted({self.day().isoformat() for _ in range(r.randint(1, 3))})
        if self.chance(0.4):
            calendars = {}
            for name in self.some(["four", "night", "plain"], 3):
                c = {}
                if self.chance(0.7):
                    c["workdays"] = self.pick(DAYS[:4], ["sat", "sun"], DAYS, ["tue", "wed", "thu", "fri"])
                if self.chance(0.5):
                    c["hoursPerDay"] = self.pick(9, 10, 4, 7.25)
                if self.chance(0.4):
                    c["holidays"] = [self.day().isoformat()] if self.chance(0.6) else []
                calendars[name] = c
            self.calendar["calendars"] = calendars

        scenario = {"format": "muster/scenario@1", "calendar": self.calendar}
        if self.chance(0.3):
            scenario["name"] = f"{f} {self.seed}"
            scenario["currency"] = "EUR"
        staff_count = {"office": r.randint(4, 8), "scarce": r.randint(2, 5), "hardware": r.randint(1, 4)}.get(
            f, 0 if self.chance(0.03) else r.randint(1, 8)
        )
        asset_count = {"hardware": r.randint(1, 4), "office": 0}.get(f, r.randint(0, 4) if self.chance(0.5) else 0)
        self.staff = [self.person(k) for k in range(staff_count)]
        self.assets = [self.asset(k) for k in range(asset_count)]
        self.demand_ids, self.staff_demands = 0, []
        projects = [self.project(k) for k in range(r.randint(1, 5))]
        total = r.randint(1, 10) if not self.chance(0.03) else 0
        for _ in range(total):
            project = r.choice(projects)
            demand = self.demand(project)
            if demand:
                project.setdefault("demands", []).append(demand)
        if self.staff or self.chance(0.5):
            scenario["staff"] = self.staff
        if self.assets or self.chance(0.3):
            scenario["assets"] = self.assets
        scenario["projects"] = projects
        policy = {}
        many = f in ("promises", "fuzz")
        if self.staff and self.staff_demands and self.chance(0.7 if many else 0.1):
            scenario["commitments"] = [
                {
                    "staff": r.choice(self.staff)["id"],
                    "demand": r.choice(self.staff_demands)["id"],
                    **self.span(3),
                    "hoursPerWeek": self.pick(0, 4, 8, 10, 20, 39, 200, 3.3),
                }
                for _ in range(r.randint(1, 4))
            ]
        if self.staff and self.staff_demands and self.chance(0.7 if many else 0.1):
            seen = {}
            for _ in range(r.randint(1, 6)):
                key = (r.choice(self.staff)["id"], r.choice(self.staff_demands)["id"], self.period_number())
                seen[key] = self.pick(0, 1, 8, 16, 40, 7.25, 300)
            scenario["baseline"] = {
                "assignments": [self.baseline_entry(key, hours, projects) for key, hours in sorted(seen.items())]
            }
            policy["changeCostPerHour"] = self.pick(0, 1, 5, 0.35, 50, 500)
        if self.chance(0.2):
            policy["unmetCostPerHour"] = self.pick(0, 1, 20, 60, 500)
        if self.chance(0.2):
            policy["unmetCostPerUnitDay"] = self.pick(0, 1, 50, 1000)
        if self.chance(0.2):
            policy["commitmentCostPerHour"] = self.pick(0, 10, 10000)
        if policy or self.chance(0.1):
            scenario["policy"] = policy
        return scenario

    def periods(self):
        kind, out = self.calendar.get("period", "week"), []
        for k in range(self.length):
            day = self.start + dt.timedelta(days=k)
            if not out or kind == "day" or (kind == "week" and k % 7 == 0) or (kind == "month" and day.day == 1):
                out.append([day, day])
            out[-1][1] = day
        return out

    def period_number(self):
        return self.r.randrange(len(self.periods()))

    def baseline_entry(self, key, hours, projects):
        staff, demand, t = key
        first, last = self.periods()[t]
        project = next(p["id"] for p in projects for d in p.get("demands", []) if d["id"] == demand)
        return {
            "staff": staff,
            "demand": demand,
            "project": project,
            "period": t,
            "start": first.isoformat(),
            "end": last.isoformat(),
            "hours": hours,
            "cost": 0,
        }

    def person(self, k):
        r, f = self.r, self.family
        p = {"id": f"p{k}"}
        if self.chance(0.3):
            p["name"] = f"Person {k}"
        if self.chance(0.6):
            p["department"] = r.choice(TEAMS)
        if self.chance(0.6):
            p["location"] = r.choice(PLACES)
        if f == "pools" or self.chance(0.1):
            p["headcount"] = r.randint(1, 12)
        if self.calendar.get("calendars") and self.chance(0.5):
            p["calendar"] = r.choice(sorted(self.calendar["calendars"]))
        if self.chance(0.85):
            skills = {}
            for s in self.some(SKILLS, 2 if f == "scarce" else 3):
                level = r.randint(1, 5)
                if self.chance(0.4):
                    entry = {"level": level}
                    if self.chance(0.7):
                        entry["productivity"] = self.pick(0.8, 1.25, 0.5, 1, 0.3, 1.1)
                    if self.chance(0.3):
                        entry.update(self.span(4, "from", "until", optional=True))
                    skills[s] = entry
                else:
                    skills[s] = level
            p["skills"] = skills
        if self.chance(0.3):
            p["certifications"] = {
                c: (self.span(4, "from", "until", optional=True) if self.chance(0.5) else {})
                for c in self.some(CERTIFICATIONS)
            }
        if self.chance(0.3):
            p["clearance"] = r.randint(0, 3)
        cost = r.random()
        if cost < 0.15:
            p["annualSalary"] = r.randint(20, 150) * 1000
        elif cost < 0.9:
            p["costPerHour"] = self.pick(0, 20, 35.5, 50, 61.27, 80, 120, r.randint(10, 200))
        if self.chance(0.25):
            p["hoursPerDay"] = self.pick(4, 6, 7.5, 2.25, 8)
        if self.chance(0.3):
            p["support"] = self.pick(0.2, 0.1, 0.5, 1, 0.15)
        if self.chance(0.25):
            p["employed"] = self.span(6, "from", "to", optional=True)
        if self.chance(0.35):
            p["absences"] = [
                {**self.span(3), **({"share": self.pick(0.5, 1, 0.3, 0.75)} if self.chance(0.6) else {})}
                for _ in range(r.randint(1, 3))
            ]
        if self.chance(0.8 if f == "pools" else 0.3):
            o = {"hoursPerWeek": self.pick(5, 10, 2.5, 8, 0)}
            if self.chance(0.5):
                o["hoursTotal"] = self.pick(0, 5, 10, 20, 7.5)
            if self.chance(0.5):
                o["costFactor"] = self.pick(1, 1.25, 2, 1.5)
            p["overtime"] = o
        return p

    def asset(self, k):
        r = self.r
        a = {"id": f"a{k}"}
        if self.chance(0.7):
            a["tags"] = sorted(self.some(TAGS))
        if self.chance(0.7):
            a["quantity"] = self.pick(1, 2, 3, 0.5, 10, 0)
        if self.chance(0.7):
            a["costPerUnitDay"] = self.pick(0, 15, 99.5, 250)
        if self.chance(0.4):
            a["outages"] = [
                {**self.span(3), **({"quantity": self.pick(0.5, 1, 2)} if self.chance(0.6) else {})}
                for _ in range(r.randint(1, 3))
            ]
        if self.chance(0.6 if self.family == "hardware" else 0.25):
            a["operators"] = {
                "skills": {s: r.randint(1, 3) for s in self.some(SKILLS, 1)},
                "hoursPerUnitDay": self.pick(1, 0.5, 2, 8, 0.25),
            }
        return a

    def window(self, first, last):
        """A window that meets the horizon, as the pair of keys; may overhang it."""
        a, b = self.day(), self.day()
        a, b = min(a, b), max(a, b)
        if self.chance(0.15):
            a = self.start - dt.timedelta(days=self.r.randint(1, 10))
        if self.chance(0.15):
            b = self.start + dt.timedelta(days=self.length + self.r.randint(0, 10))
        return {first: a.isoformat(), last: b.isoformat()}

    def project(self, k):
        p = {"id": f"j{k}"}
        if self.chance(0.4):
            p["department"] = self.r.choice(TEAMS)
        if self.chance(0.7):
            p["priority"] = self.pick(1, 3, 5, 8, 10, 2.5, 7.75, self.r.randint(1, 10))
        if self.chance(0.4):
            p.update(self.window("start", "deadline"))
        if self.chance(0.35 if self.family in ("fuzz", "scarce", "hardware") else 0.15):
            p["budget"] = self.pick(0, 100, 1000, 5000, 999.99, 20000)
        return p

    def demand(self, project):
        r, f = self.r, self.family
        d = {"id": f"d{self.demand_ids}"}
        self.demand_ids += 1
        if self.chance(0.3):
            window = self.window("from", "to")
            if self.chance(0.2):
                other = "to" if self.chance(0.5) else "from"
                limit = project.get("deadline" if other == "to" else "start")
                bound = window["from" if other == "to" else "to"]
                # Leave one end to the project only where the window stays inside the horizon.
                if limit is None or (bound <= limit if other == "to" else bound >= limit):
                    del window[other]
            d.update(window)
        if self.chance(0.3):
            d["priority"] = self.pick(1, 2, 4.5, 6, 9, 10)
        if self.assets and self.chance(0.6 if f == "hardware" else 0.25):
            d["units"] = self.pick(1, 2, 0.5, 0, 3, 12)
            if self.chance(0.5):
                d["asset"] = r.choice(self.assets)["id"]
            else:
                d["tags"] = self.some(TAGS) if self.chance(0.2) else [r.choice(TAGS)]
            return d
        scale = 0.4 if f == "office" else 1
        d["hours"] = self.pick(0, 8, 40, 100, 33.3, round(r.randint(1, 40) * max(1, self.length / 5) * scale, 1))
        if self.chance(0.25):
            d["pace"] = "even"
            if not self.has_workday(d, project):
                d["pace"] = "flexible"
        elif self.chance(0.1):
            d["pace"] = "flexible"
        if self.chance(0.6 if f != "scarce" else 0.95):
            top = 5 if f == "scarce" else 3
            d["skills"] = {s: r.randint(1, top) for s in self.some(SKILLS, 2 if self.chance(0.3) else 1)}
        if self.chance(0.12):
            d["certifications"] = self.some(CERTIFICATIONS)
        if self.chance(0.12):
            d["clearance"] = r.randint(0, 3)
        if self.chance(0.12):
            d["locations"] = self.some(PLACES)
        if self.chance(0.12):
            d["departments"] = self.some(TEAMS)
        ids = [p["id"] for p in self.staff]
        if ids and self.chance(0.12):
            d["only"] = self.some(ids, 3)
        if ids and self.chance(0.12):
            d["exclude"] = self.some(ids, 2)
        if self.chance(0.25):
            d["maxHoursPerWeek"] = self.pick(10, 20, 40, 0, 12.5)
        if self.assets and self.chance(0.6 if f == "hardware" else 0.3):
            d["uses"] = [
                {"asset": a["id"], "unitsPerPerson": self.pick(1, 0.5, 2, 0)} for a in self.some(self.assets, 2)
            ]
        self.staff_demands.append(d)
        return d

    def has_workday(self, d, project):
        end = self.start + dt.timedelta(days=self.length - 1)
        first = max(self.start.isoformat(), d.get("from") or project.get("start") or self.start.isoformat())
        last = min(end.isoformat(), d.get("to") or project.get("deadline") or end.isoformat())
        day = dt.date.fromisoformat(first)
        while day.isoformat() <= last:
            if self.works(day):
                return True
            day += dt.timedelta(days=1)
        return False


def generate(seed, family=None):
    return Generator(seed, family).build()


if __name__ == "__main__":
    chosen = sys.argv[2] if len(sys.argv) > 2 else None
    print(json.dumps(generate(int(sys.argv[1]), chosen), indent=2))
