# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeded random scenarios with every key of the model's second version, always valid.

    python random_scenarios.py SEED [--size tiny|XS|S|M|mix] [--only KEY] [--without KEY ...] [--keys]

Without `--only` the seed decides: most scenarios have everything at once, the others one key
alone. The same seed, size and keys give the same scenario on every machine.

Decisions in whole numbers are there only where asked for: `--only team` and so on, or `--only decisions`, which is
all of them; of three seeds one has the other keys too (1, 4, 7 ...).
"""
import argparse
import datetime as dt
import json
import random

import random_decisions
from facts import Facts
from readings import Calendar, date, loads

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SKILLS = ["swift", "kubernetes", "sql", "security"]
CERTIFICATIONS = ["cka", "iso27001"]
TAGS = ["gpu", "lab", "licence"]
PLACES = ["berlin", "paris"]
TEAMS = ["platform", "data", "design"]
PERIODS = ["day", "week", "month"]

# What the second version has that the first had not, or says differently.
KEYS = [
    "weekStart", "hours", "pattern", "calendars", "costPerHour", "annualSalary", "hoursPerDay", "support", "calendar",
    "name", "overtime", "overtimeAll", "overtimeUsed", "rates", "fte", "anyOf", "crew", "days", "unmetCost", "uses",
    "operators", "maxHoursPerWeek", "commitments", "share", "limits", "limitsEach", "limitsShare", "preferences",
    "baseline", "baselineStart", "budget", "strict", "early", "late", "balanced",
]  # fmt: skip
NONE = "none"
# Decisions in whole numbers, which no scenario has that does not ask for them.
DECISION_KEYS = [*random_decisions.DECISIONS, random_decisions.ALL]

#         people, assets, demands, days
SIZES = {
    "tiny": ((1, 3), (0, 1), (1, 3), (3, 6)),
    "XS": ((1, 4), (0, 2), (1, 5), (3, 14)),
    "S": ((3, 8), (0, 3), (3, 10), (10, 45)),
    "M": ((12, 25), (1, 5), (15, 35), (50, 100)),
}


class Generator:
    sizes = SIZES

    def __init__(self, seed, size="XS", only=None, without=()):
        self.r = random.Random(f"muster-days-{seed}-{size}-{only}")
        self.seed, self.size = seed, size
        if only is None and seed % 3 == 2:
            keys = [key for key in KEYS if key not in without]
            only = keys[seed // 3 % len(keys)]
        self.only, self.without = only, frozenset(without)

    # Chances

    def chance(self, p):
        return self.r.random() < p

    def has(self, key, p=0.35):
        """Whether this place has the key: often where it is the only one, as likely as p with all of them."""
        drawn = self.r.random()
        if key in self.without:
            return False
        return drawn < 0.8 if self.only == key else self.only is None and drawn < p

    def pick(self, *values):
        return self.r.choice(values)

    def some(self, values, most=2):
        values = list(values)
        return self.r.sample(values, self.r.randint(1, min(most, len(values))))

    def between(self, pair):
        return self.r.randint(*pair)

    # Days

    def day(self, low=0, high=None):
        high = self.length - 1 if high is None else high
        return self.start + dt.timedelta(days=self.r.randint(low, max(low, high)))

    def span(self, overhang=5, first="from", last="to", optional=False):
        a, b = sorted([self.day(-overhang, self.length + overhang), self.day(-overhang, self.length + overhang)])
        out = {first: a.isoformat(), last: b.isoformat()}
        if optional and self.chance(0.4):
            del out[self.pick(first, last)]
        return out

    def leave(self):
        """A few days, or any stretch."""
        if self.chance(0.3):
            return self.span(3)
        a = self.day(-2)
        return {"from": a.isoformat(), "to": (a + dt.timedelta(days=self.r.randint(0, 4))).isoformat()}

    def window(self, first, last):
        """A window of any days that meets the horizon; it may overhang it."""
        a, b = sorted([self.day(), self.day()])
        if (b - a).days < 3 and self.chance(0.7):
            b = min(a + dt.timedelta(days=self.r.randint(1, 12)), self.day(self.length - 1))
        if self.chance(0.15):
            a = self.start - dt.timedelta(days=self.r.randint(1, 10))
        if self.chance(0.15):
            b = self.start + dt.timedelta(days=self.length + self.r.randint(0, 10))
        return {first: a.isoformat(), last: b.isoformat()}

    def dated(self, key, values):
        """A value, or a list of what holds from days on."""
        first = self.r.choice(values)
        if not self.has(key):
            return first
        days = sorted({self.day(-3, self.length).isoformat() for _ in range(self.r.randint(1, 2))})
        return [{"value": first}] + [{"value": self.r.choice(values), "from": day} for day in days]

    # The parts

    def build(self):
        people, assets, demands, days = (self.between(pair) for pair in self.sizes[self.size])
        self.start = dt.date(2026, 1, 1) + dt.timedelta(days=self.r.randint(0, 700))
        self.length = days
        self.calendar = self.top_calendar()
        self.top = Calendar(loads(json.dumps(self.calendar)))
        if self.only in ("uses", "operators", "days"):
            assets = max(1, assets)
        self.assets = [self.asset(n) for n in range(assets)]
        self.staff = [self.person(n) for n in range(people)]
        self.ids = [p["id"] for p in self.staff]
        self.demands = []
        projects = [self.project(n) for n in range(self.r.randint(1, self.most_projects(demands)))]
        for n in range(demands):
            project = self.r.choice(projects)
            project.setdefault("demands", []).append(self.demand(n, project))
        scenario = {"format": "muster/scenario@1", "calendar": self.calendar}
        if self.chance(0.3):
            scenario.update(name=f"days {self.seed}", currency="EUR")
        scenario.update(staff=self.staff, projects=projects)
        if self.assets:
            scenario["assets"] = self.assets
        self.project_ids = [p["id"] for p in projects]
        self.worked = [d for d in self.demands if "units" not in d]
        policy = {}
        if self.worked:
            self.promises(scenario)
            self.baseline(scenario, policy)
        if self.has("limits", 0.5) or self.only in ("limitsEach", "limitsShare"):
            scenario["limits"] = [self.limit(n) for n in range(self.r.randint(1, 3))]
        if self.has("preferences", 0.4):
            scenario["preferences"] = [
                {**self.scope(), "costPerHour": self.pick(-5, 2, 10, -30, 0.35, 45)} for _ in range(self.r.randint(1, 3))
            ]
        for key, values in {
            "unmetCostPerHour": (0, 1, 20, 60, 500),
            "unmetCostPerUnitDay": (0, 1, 50, 1000),
            "commitmentCostPerHour": (0, 10, 10000),
        }.items():
            if self.chance(0.15):
                policy[key] = self.pick(*values)
        if self.has("strict", 0.3):
            policy["priorities"] = "strict"
        prefer = [key for key in ("early", "late", "balanced") if self.has(key, 0.15)]
        if prefer:
            self.r.shuffle(prefer)
            policy["prefer"] = prefer
        if policy:
            scenario["policy"] = policy
        return scenario

    def most_projects(self, demands):
        return max(1, demands // 3 + 1)

    def working_time(self, kinds):
        """Keys of one of the kinds."""
        kind = self.r.choice(kinds)
        if kind == "hours":
            days = self.some(WEEKDAYS, 7) if self.chance(0.3) else WEEKDAYS[: self.r.randint(4, 6)]
            hours = {d: self.pick(8, 8.5, 6, 4, 7.7, 10) for d in WEEKDAYS if d in days}
            if self.chance(0.2):
                hours["sun"] = 0
            if not any(hours.values()):
                hours["mon"] = 8
            return {"hours": hours}
        if kind == "pattern":
            worked, free = self.r.randint(1, 6), self.r.randint(1, 4)
            days = [self.pick(8, 12, 7.5)] * worked + [0] * free
            if self.chance(0.3):
                days[0] = self.pick(4, 6)
            if self.chance(0.3):
                self.r.shuffle(days)
            return {"pattern": {"from": self.day(-20, self.length + 5).isoformat(), "days": days}}
        out = {}
        if self.chance(0.6):
            out["workdays"] = self.pick(WEEKDAYS[:4], WEEKDAYS, ["mon", "wed", "fri"], ["sun", "mon", "tue", "wed"])
        if self.chance(0.6):
            out["hoursPerDay"] = self.pick(7.5, 9, 7, 6, 10, 7.7)
        return out

    def top_calendar(self):
        end = self.start + dt.timedelta(days=self.length - 1)
        out = {"start": self.start.isoformat(), "end": end.isoformat()}
        kind = self.r.choice(PERIODS[:2] if self.length < 25 else PERIODS)
        if self.size == "M":
            kind = self.pick("week", "week", "month")
        if kind != "week" or self.chance(0.5):
            out["period"] = kind
        if self.has("weekStart", 0.4):
            out["weekStart"] = self.r.choice(WEEKDAYS)
        kinds = ["plain", "plain"] + [key for key in ("hours", "pattern") if self.has(key)]
        if self.only in ("hours", "pattern"):
            kinds = kinds[2:] or ["plain"]
        out.update(self.working_time(kinds) if len(kinds) != 2 or self.chance(0.5) else {})
        if self.chance(0.35):
            out["holidays"] = sorted({self.day().isoformat() for _ in range(self.r.randint(1, 3))})
        if self.has("calendars", 0.5) or self.only in ("calendar",):
            calendars = {}
            for name in self.some(["four", "night", "rota"], 3):
                one = self.working_time(["plain", "hours", "pattern"]) if self.chance(0.8) else {}
                if self.chance(0.4):
                    one["holidays"] = [self.day().isoformat()] if self.chance(0.6) else []
                calendars[name] = one
            out["calendars"] = calendars
        return out

    def person(self, n):
        p = {"id": f"p{n}"}
        if self.chance(0.6):
            p["department"] = self.r.choice(TEAMS)
        if self.chance(0.5):
            p["location"] = self.r.choice(PLACES)
        if self.chance(0.15):
            p["headcount"] = self.r.randint(2, 6)
        names = sorted(self.calendar.get("calendars", {}))
        if names and self.chance(0.6):
            p["calendar"] = self.dated("calendar", names)
        if self.chance(0.85):
            p["skills"] = {s: self.skill() for s in self.some(SKILLS, 3)}
        if self.chance(0.25):
            p["certifications"] = {
                c: (self.span(4, "from", "until", optional=True) if self.chance(0.5) else {})
                for c in self.some(CERTIFICATIONS)
            }
        if self.chance(0.25):
            p["clearance"] = self.r.randint(0, 3)
        if self.has("annualSalary", 0.2):
            p["annualSalary"] = self.dated("annualSalary", [30000, 52000, 98765.43])
        elif self.chance(0.9):
            p["costPerHour"] = self.dated("costPerHour", [20, 35.5, 50, 61.27, 80, 120, 0])
        if self.chance(0.2) or self.has("hoursPerDay"):
            p["hoursPerDay"] = self.dated("hoursPerDay", [4, 6, 7.5, 2.25, 8])
        if self.chance(0.2) or self.has("support"):
            p["support"] = self.dated("support", [0.2, 0.1, 0.5, 0.15, 0.35, 0])
        if self.chance(0.12):
            p["employed"] = self.span(6, optional=True)
        if self.chance(0.35):
            p["absences"] = [
                {**self.leave(), **({"share": self.pick(0.5, 1, 0.3, 0.75)} if self.chance(0.6) else {})}
                for _ in range(self.r.randint(1, 2))
            ]
        if self.chance(0.2) or self.has("overtime") or self.only in ("overtimeAll", "overtimeUsed"):
            p["overtime"] = self.overtime()
        return p

    def skill(self):
        level = self.r.randint(1, 5)
        if self.chance(0.6):
            return level
        entry = {"level": level}
        if self.chance(0.7):
            entry["productivity"] = self.pick(0.8, 1.25, 0.5, 1, 0.3, 1.1)
        if self.chance(0.4):
            entry.update(self.span(4, "from", "until", optional=True))
        return entry

    def overtime(self):
        out = {"hoursPerWeek": self.pick(5, 10, 2.5, 8, 0)}
        if self.has("overtime", 0.4):
            out["hoursPerDay"] = self.pick(1, 2, 0.5, 6)
        if self.has("overtimeAll"):
            out["days"] = self.pick("all", "all", "work")
        if self.chance(0.4) or self.only == "overtimeUsed":
            out["hoursTotal"] = self.pick(0, 5, 10, 20, 7.5)
            if self.has("overtimeUsed", 0.5):
                out["used"] = self.pick(0, 2, out["hoursTotal"] / 2)
                out["used"] = min(out["used"], out["hoursTotal"])
        if self.chance(0.5):
            out["costFactor"] = self.pick(1, 1.25, 2, 1.5)
        return out

    def asset(self, n):
        a = {"id": f"a{n}"}
        if self.chance(0.7):
            a["tags"] = sorted(self.some(TAGS))
        if self.chance(0.7):
            a["quantity"] = self.pick(1, 2, 3, 0.5, 10, 1, 1, 0) if self.size != "tiny" else self.pick(1, 0.5, 2)
        if self.chance(0.7):
            a["costPerUnitDay"] = self.pick(0, 15, 99.5, 250)
        if self.chance(0.4):
            a["outages"] = [
                {**self.leave(), **({"quantity": self.pick(0.5, 1, 2)} if self.chance(0.6) else {})}
                for _ in range(self.r.randint(1, 2))
            ]
        if self.has("operators", 0.5) or self.only == "days":
            a["operators"] = {
                "skills": {s: 1 for s in self.some(SKILLS, 1)} if self.chance(0.5) else {},
                "hoursPerUnitDay": self.pick(1, 0.5, 2, 8, 0.25),
            }
        return a

    def project(self, n):
        p = {"id": f"j{n}"}
        if self.chance(0.7):
            p["priority"] = self.pick(1, 3, 5, 8, 10, 2.5, 7.75)
        if self.chance(0.4):
            p.update(self.window("start", "deadline"))
        if self.has("budget", 0.3):
            p["budget"] = self.pick(0, 100, 1000, 5000, 999.99, 20000)
        if self.has("rates", 0.35):
            p["rates"] = {i: self.pick(0, 25, 70.5, 140) for i in self.some(self.ids, 3)}
        return p

    def asked(self, crew=False):
        """What a demand, or a place of a crew, asks of people; mostly something that somebody has."""
        out, model = {}, self.r.choice(self.staff)
        if self.chance(0.6):
            out["skills"] = self.skills_like(model)
        if self.has("anyOf", 0.3):
            others = [self.r.choice(self.staff) for _ in range(self.r.randint(1, 3))]
            out["anyOf"] = [self.skills_like(other) for other in others]
        if self.chance(0.07):
            out["certifications"] = self.some(sorted(model.get("certifications", {})) or CERTIFICATIONS)
        if self.chance(0.07):
            out["clearance"] = self.r.randint(0, model.get("clearance", 0) + self.chance(0.2))
        if self.chance(0.07):
            out["locations"] = self.some(PLACES)
        if self.chance(0.07):
            out["departments"] = self.some(TEAMS, 3)
        if self.chance(0.3 if crew else 0.12):
            out["only"] = sorted({model["id"], *self.some(self.ids, 3)})
        if self.chance(0.1) and len(self.ids) > 1:
            out["exclude"] = [self.r.choice([i for i in self.ids if i != model["id"]])]
        return out

    def skills_like(self, person):
        """One or two skills, such as the person has them, or any."""
        if not person.get("skills") or self.chance(0.12):
            return {s: self.r.randint(1, 3) for s in self.some(SKILLS, 1)}
        out = {}
        for s in self.some(sorted(person["skills"]), 2 if self.chance(0.3) else 1):
            held = person["skills"][s]
            out[s] = self.r.randint(1, held["level"] if isinstance(held, dict) else held)
        return out

    def demand(self, n, project):
        d = {"id": f"d{n}"}
        if self.has("name", 0.1):
            d["name"] = f"Demand {n}"
        if self.chance(0.4):
            d.update(self.window("from", "to"))
        if self.chance(0.3):
            d["priority"] = self.pick(1, 2, 4.5, 6, 9, 10)
        if self.has("unmetCost", 0.2):
            d["unmetCost"] = self.pick(0, 100, 333.3, 2500)
        if self.assets and (self.chance(0.2) or self.has("days", 0.1)):
            d["units"] = self.pick(1, 2, 0.5, 0, 3)
            if self.chance(0.5):
                d["asset"] = self.r.choice(self.assets)["id"]
            else:
                d["tags"] = [self.r.choice(TAGS)]
            if self.has("days", 0.4):
                d["days"] = self.pick("all", "work")
            self.demands.append(d)
            return d
        work = self.worked_hours(d, project)
        if self.has("fte", 0.25) and work > 0:
            d["fte"] = self.pick(0.5, 1, 2, 0.8, 1.35)
        else:
            scale = max(1, self.length / 5)
            d["hours"] = self.pick(8, 24, 40, 33.3, round(self.r.randint(1, 25) * scale, 1), round(8 * scale, 1))
        if self.chance(0.3) and work > 0:
            d["pace"] = "even"
        elif self.chance(0.1):
            d["pace"] = "flexible"
        if self.has("crew", 0.2):
            d["crew"] = [
                {**({"count": self.pick(1, 2)} if self.chance(0.4) else {}), **self.asked(crew=True)}
                for _ in range(self.r.randint(1, 3))
            ]
        else:
            d.update(self.asked())
        if self.has("maxHoursPerWeek", 0.2):
            d["maxHoursPerWeek"] = self.pick(10, 20, 40, 0, 12.5)
        if self.assets and (self.has("uses", 0.4) or self.chance(0.1) or self.only == "operators"):
            d["uses"] = [
                {"asset": a["id"], "unitsPerPerson": self.pick(1, 0.5, 2)}
                for a in self.some(self.assets, 2)
            ]
        self.demands.append(d)
        return d

    def worked_hours(self, d, project):
        """The top calendar's hours in the window."""
        end = self.start + dt.timedelta(days=self.length - 1)
        first = max(self.start.isoformat(), d.get("from") or project.get("start") or "")
        last = min(end.isoformat(), d.get("to") or project.get("deadline") or "9")
        days = [self.start + dt.timedelta(days=k) for k in range(self.length)]
        return sum(self.top.H(day) for day in days if first <= day.isoformat() <= last)

    def promises(self, scenario):
        if not self.has("commitments", 0.4) and self.only != "share":
            return
        scenario["commitments"] = []
        for _ in range(self.r.randint(1, 4)):
            entry = {"staff": self.r.choice(self.ids), "demand": self.r.choice(self.worked)["id"], **self.span(3)}
            if self.has("share", 0.5):
                entry["share"] = self.pick(0.2, 0.5, 1, 0.35)
            else:
                entry["hoursPerWeek"] = self.pick(4, 8, 10, 20, 39, 200, 3.3)
            scenario["commitments"].append(entry)

    def baseline(self, scenario, policy):
        if not self.has("baseline", 0.35) and self.only != "baselineStart":
            return
        entries = []
        for _ in range(self.r.randint(1, 5)):
            entry = {"staff": self.r.choice(self.ids), "demand": self.r.choice(self.worked)["id"], "period": 0}
            if self.has("baselineStart", 0.5):
                entry["start"] = self.day(-8, self.length + 8).isoformat()
            entries.append({**entry, "hours": self.pick(0, 1, 8, 16, 40, 7.25)})
        days = Facts(loads(json.dumps({"calendar": self.calendar, "projects": []}))).period_of
        # Muster takes one entry for a person, a demand and a period, whichever way the period is said.
        seen = {(e["staff"], e["demand"], days.get(date(e["start"])) if "start" in e else 0): e for e in entries}
        scenario["baseline"] = {"assignments": list(seen.values())}
        policy["changeCostPerHour"] = self.pick(1, 5, 0.35, 50, 500)

    def scope(self):
        out = {}
        if self.chance(0.4):
            out["staff"] = self.some(self.ids, 3)
        if self.chance(0.25):
            out["departments"] = self.some(TEAMS)
        if self.chance(0.3):
            out["projects"] = self.some(self.project_ids)
        if self.chance(0.3):
            out["demands"] = self.some([d["id"] for d in self.demands], 3)
        return out

    def limit(self, n):
        out = {"id": f"l{n}", "per": self.pick("day", "week", "month", "quarter", "year", "horizon"), **self.scope()}
        if self.has("limitsShare", 0.35):
            out["maxShare"] = self.pick(0.5, 0.25, 1, 0.8, 0)
        else:
            per = {"day": 1, "week": 5, "month": 20, "quarter": 40, "year": 60, "horizon": 40}[out["per"]]
            out["maxHours"] = round(per * self.pick(2, 4, 6.5, 12, 0.7), 2)
        if self.has("limitsEach", 0.5):
            out["each"] = self.pick("staff", "project", "demand")
        if self.chance(0.3):
            out["used"] = self.pick(1, 4, 10.5)
        return out


class DecisionGenerator(Generator):
    """Scenarios with decisions; `key` is one of them, or all."""

    sizes = random_decisions.SIZES

    def __init__(self, seed, size, key, without=()):
        others = key == random_decisions.ALL and seed % 3 == 1
        super().__init__(seed, size, "everything" if others else NONE, without)
        self.r = random.Random(f"muster-decisions-{seed}-{size}-{key}")
        if others:
            self.only = None
        self.key = key

    def most_projects(self, demands):
        return 2 if self.size == "tiny" else 4

    def between(self, pair):
        low, high = pair
        if self.key == "shift" and pair == self.sizes[self.size][3]:
            low, high = max(low, 10), max(high, 16)
        if self.key == "indivisible" and pair == self.sizes[self.size][1]:
            low = 1
        if self.key in ("maxProjects", "minimum") and pair == self.sizes[self.size][0]:
            high = (low + high) // 2
        if self.key == "team" and pair == self.sizes[self.size][0]:
            low = max(low, 2)
        return super().between((low, high))

    def build(self):
        return random_decisions.decide(self, super().build(), self.key)


def size_of(seed):
    """The sizes of a mix: of twenty, twelve XS, seven S and one M."""
    return "M" if seed % 20 == 19 else "S" if seed % 20 >= 12 else "XS"


def generate(seed, size="XS", only=None, without=()):
    """The scenario of a seed, with none of the keys of `without`."""
    size = size_of(seed) if size == "mix" else size
    if only in DECISION_KEYS:
        return DecisionGenerator(seed, size, only, without).build()
    return Generator(seed, size, only, without).build()

# What `muster explain` does not follow yet.
UNEXPLAINED = ["rates", "anyOf", "share"]


def add_arguments(parser):
    """The arguments of all that generate scenarios."""
    parser.add_argument("--size", choices=[*SIZES, "mix"], default="XS")
    parser.add_argument("--only", choices=KEYS + DECISION_KEYS + [NONE], help="this key alone")
    parser.add_argument(
        "--without", nargs="*", choices=KEYS, metavar="KEY", help="keys that are left out"
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    add_arguments(parser)
    parser.add_argument("--keys", action="store_true", help="list the keys that --only takes")
    options = parser.parse_args()
    if options.keys:
        print("\n".join(KEYS + DECISION_KEYS))
    else:
        print(json.dumps(generate(options.seed, options.size, options.only, options.without or ()), indent=2))


if __name__ == "__main__":
    main()
