# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeded random scenarios with the decisions of the model's section 3: one of them alone, or all at once.

They are made from the plain ones of `random_scenarios.py`, with figures that make the decision matter.
"""

from __future__ import annotations

import datetime as dt
import math

DECISIONS = ["maxProjects", "minimum", "team", "indivisible", "external", "allOrNothing", "shift", "after", "training"]
ALL = "decisions"

#         people, assets, demands, days
SIZES = {
    "tiny": ((1, 3), (0, 1), (2, 3), (3, 6)),
    "XS": ((2, 4), (0, 2), (3, 6), (5, 16)),
    "S": ((3, 7), (0, 3), (4, 9), (14, 40)),
    "M": ((12, 25), (1, 5), (15, 35), (50, 100)),
}
# The most combinations of starts, heads and trainings.
COMBINATIONS = {"tiny": 6, "XS": 24, "S": 16, "M": 8}


class Decisions:
    """Puts decisions into a scenario that a generator has made."""

    def __init__(self, generator, scenario, keys):
        self.g, self.s, self.r = generator, scenario, generator.r
        self.keys = keys
        self.many = len(keys) > 1
        self.left = COMBINATIONS[generator.size]
        self.projects = scenario["projects"]
        self.demands = [d for p in self.projects for d in p.get("demands", [])]

    def chance(self, alone):
        """As likely as said where the key is alone, less where all are there."""
        return self.r.random() < (alone * 0.4 if self.many else alone)

    def pick(self, *values):
        return self.r.choice(values)

    def combinations(self, count):
        """Whether so many more choices are few enough."""
        if count > self.left:
            return False
        self.left //= count
        return True

    def spread(self):
        """Work that more people can do and that asks for more than one of them, so that how it is shared matters."""
        week = 5 * 8 * max(1, self.g.length / 7)
        for d in self.worked():
            if "crew" in d or self.r.random() < 0.2:
                continue
            if "after" in self.keys and self.r.random() < 0.7:
                d.pop("from", None)
                d.pop("to", None)
            for key in ("only", "exclude", "certifications", "clearance", "locations", "departments"):
                d.pop(key, None)
            if self.r.random() < 0.5:
                d.pop("skills", None)
            if "hours" in d and self.r.random() < 0.7:
                d["hours"] = round(week * self.pick(0.1, 0.2, 0.35, 0.5, 0.8, 1.3), 1)
        for p in list(self.projects):
            while len(p.get("demands", [])) > 1 and self.r.random() < 0.5:
                # The same window and priority; a budget stays where it is.
                other = {key: p[key] for key in ("priority", "start", "deadline") if key in p}
                self.projects.append({"id": f"k{len(self.projects)}", **other, "demands": [p["demands"].pop()]})

    def put(self):
        if self.many or self.keys[0] in ("maxProjects", "minimum", "team", "after"):
            self.spread()
        for key in self.keys:
            getattr(self, {"maxProjects": "projects_", "minimum": "minimum", "team": "team", "indivisible": "indivisible",
                           "external": "external", "allOrNothing": "all_or_nothing", "shift": "shift", "after": "after",
                           "training": "training"}[key])()  # fmt: skip

        for p in self.projects:
            for d in p.get("demands", []):
                if ("fte" in d or d.get("pace") == "even") and self.g.worked_hours(d, p) == 0:
                    d.pop("pace", None)
                    if "fte" in d:
                        d["hours"] = 8 * d.pop("fte")

    def worked(self):
        return [d for d in self.demands if "units" not in d]

    def projects_(self):
        for p in self.s["staff"]:
            if self.chance(0.8):
                p["maxProjects"] = self.pick(1, 1, 1, 2)

    def minimum(self):
        self.s.setdefault("policy", {})["minimumHoursPerWeek"] = self.pick(4, 8, 16, 20, 30, 38.5)

    def team(self):
        for d in self.worked():
            if "crew" not in d and self.chance(0.7):
                d["team"] = dict(
                    self.pick({"min": 2, "max": 3}, {"min": 2}, {"max": 1}, {"min": 1, "max": 2}, {"min": 3, "max": 4})
                )

    def indivisible(self):
        for a in self.s.setdefault("assets", []):
            if self.chance(0.9):
                a["indivisible"] = True
                if self.chance(0.6):
                    a["quantity"] = self.pick(1, 1.5, 2.5, 2, 3)
        if not self.many:
            for n in range(self.r.randint(1, 2)):
                d = {"id": f"e{n}", "units": self.pick(0.5, 1, 1.5, 2), "asset": self.r.choice(self.s["assets"])["id"]}
                if self.chance(0.4):
                    d["priority"] = self.pick(1, 2, 9)
                self.r.choice(self.projects).setdefault("demands", []).append(d)
                self.demands.append(d)

    def external(self):
        crews = any("crew" in d for d in self.demands)
        people = list(self.s["staff"])
        self.r.shuffle(people)
        for p in people[:2]:
            heads = 1 if crews or self.g.size == "tiny" and self.chance(0.5) else self.r.randint(1, 3)
            if self.chance(0.9) and self.combinations(heads + 1):
                p.pop("headcount", None)
                p["external"] = {"heads": heads}
                if self.chance(1.8):
                    p["external"]["engagementCost"] = self.pick(0, 150, 400, 2500, 9000, 33333.33)

    def all_or_nothing(self):
        for p in self.projects:
            if self.chance(0.7):
                p["allOrNothing"] = True
                for d in p.get("demands", []):
                    # About half of them should be feasible.
                    if "hours" in d and self.r.random() < 0.6:
                        d["hours"] = round(d["hours"] * self.pick(0.2, 0.3, 0.5), 1)
                    if d.get("units") and self.r.random() < 0.6:
                        d["units"] = self.pick(0.5, 1)

    def shift(self):
        length = self.g.length
        for p in self.projects:
            latest = min(self.r.randint(1, 3), max(0, (length - 2) // 7))
            if not (latest and self.chance(0.9) and self.combinations(latest + 1)):
                continue
            p["shift"] = {"latest": latest if self.chance(0.8) else latest + 1}
            if self.chance(1.6):
                p["shift"]["costPerWeek"] = self.pick(0, 20, 150, 800, 3000)
            if "shift" in p and p["shift"]["latest"] > latest and not self.combinations(2):
                p["shift"]["latest"] = latest
            end = self.g.start + dt.timedelta(days=length - 1 - 7 * latest)
            for key in ("start", "deadline"):
                p.pop(key, None)
            for d in p.get("demands", []):
                d.pop("from", None)
                last = self.g.start + dt.timedelta(days=self.r.randint(0, (end - self.g.start).days))
                d["to"] = max(last, min(end, self.g.start + dt.timedelta(days=2))).isoformat()
                if self.r.random() < 0.3:
                    first = self.g.start + dt.timedelta(days=self.r.randint(0, 4))
                    if first.isoformat() <= d["to"]:
                        d["from"] = first.isoformat()

    def after(self):
        worked = self.worked()
        for before, d in zip(worked, worked[1:]):
            if not self.chance(0.9):
                continue
            entry = {"demand": before["id"]}
            lag, share = self.pick(None, 0, 1, 1), self.pick(None, None, 0.5, 0, 1)
            if lag is not None:
                entry["lag"] = lag
            if share is not None:
                entry["share"] = share
            d["after"] = [entry]
            if worked[0] is not before and self.chance(0.3):
                d["after"].append({"demand": worked[0]["id"], "share": 0.5})
            if "hours" in before and self.r.random() < 0.7:
                before["hours"] = round(before["hours"] * self.pick(0.15, 0.3, 0.5), 1)

    def training(self):
        for d in self.worked():
            if "crew" not in d and self.r.random() < 0.5:
                d["skills"] = {self.pick("swift", "sql", "security"): self.r.randint(2, 5)}
        asked = sorted({k for d in self.worked() for k in d.get("skills", {})} or {"swift", "sql"})
        for p in self.s["staff"]:
            if "external" in p or not self.chance(0.7):
                continue
            entries = []
            for skill in self.r.sample(asked, min(len(asked), self.r.randint(1, 2))):
                if not self.combinations(2):
                    break
                entry = {"skill": skill, "level": self.r.randint(3, 5)}
                if self.r.random() < 0.8:
                    entry["cost"] = self.pick(0, 500, 2000, 7777.77, 40000)
                if self.r.random() < 0.7:
                    entry["hours"] = self.pick(4, 8, 16, 40)
                if self.r.random() < 0.7:
                    entry["from"] = self.g.day(-2, math.ceil(self.g.length * 0.6)).isoformat()
                entries.append(entry)
            if entries:
                p.pop("headcount", None)
                p["training"] = entries


def decide(generator, scenario, key):
    Decisions(generator, scenario, DECISIONS if key == ALL else [key]).put()
    return scenario
