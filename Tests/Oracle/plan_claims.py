# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan says of itself beside its amounts: money, summary, utilisation and load, recomputed."""
from __future__ import annotations

from collections import defaultdict
from fractions import Fraction as F

from readings import frac
from plan_format import GRID, IDENTITY, PENALTIES, SPENT, on_grid, tolerance


class Claims:
    """The part of the verifier that recomputes figures; the amounts have been read before."""

    # Money

    def terms(self):
        f, terms = self.f, self.plan.get("objective", {}).get("terms", {})
        for key in terms:
            if key not in SPENT + PENALTIES:
                self.fail("terms", f"unknown term {key}")
        listed = {
            "labour": self.money["assignments"] + self.money["operating"],
            "overtime": self.money["overtime"],
            "assets": self.money["assetUse"],
            "unmet": self.money["unmet"],
            "commitments": self.money["brokenCommitments"],
            **f.fixed,
        }
        for key, total in listed.items():
            self.same("terms", key, terms.get(key, 0), total, GRID / 2 if key in f.fixed else F(0))
        worked = defaultdict(F)
        liked = F(0)
        for key, amount in self.sums.items():
            if key[0] == "x":
                worked[key[1], key[2], key[4]] += amount
                liked += f.preference(key[1], key[2]) * f.demands[key[2]].eta(key[1]) * amount
        moves = set(worked) | set(f.baseline)
        changed = sum((abs(worked.get(k, F(0)) - f.baseline.get(k, F(0))) for k in moves), F(0)) * f.change_hour
        self.same("terms", "preference", terms.get("preference", 0), liked, GRID)
        self.same("terms", "change", terms.get("change", 0), changed, GRID)
        for key, amount in terms.items():
            if not on_grid(frac(amount)):
                self.fail("terms", f"{key} {amount} is not on the grid")
        money = self.plan.get("money")
        if money is None:
            return self.fail("money", "missing")
        self.same("money", "spent", money.get("spent"), sum((frac(terms.get(k, 0)) for k in SPENT), F(0)))
        self.same("money", "penalties", money.get("penalties"), sum((frac(terms.get(k, 0)) for k in PENALTIES), F(0)))

    def rounding(self):
        """What the grid may cost: a millionth an entry at the dearest price of its demand."""
        f, total = self.f, F(0)
        for name in IDENTITY:
            for e in self.plan.get(name, []):
                d = f.demands.get(e.get("demand"))
                total += max(d.unmet_price, f.commitment_hour, f.change_hour) if d else 0
        return total * GRID

    def objective(self):
        objective = self.plan.get("objective", {})
        if objective.get("value") is None:
            return self.fail("objective", "no value")
        self.value = value = frac(objective["value"])
        total = sum((frac(v) for v in objective.get("terms", {}).values()), F(0))
        self.same("objective", "value", value, total)
        rounding = self.rounding()
        self.same("objective", "rounding", objective.get("rounding"), rounding, GRID)
        bound, gap = frac(objective.get("bound")), frac(objective.get("gap"))
        if bound is None:
            if gap is not None or self.plan.get("status") == "optimal":
                self.fail("gap", "a gap, or optimal, without a bound")
            return
        true = (value - bound) / max(F(1), abs(value))
        if gap is None or abs(gap - max(F(0), true)) > F(1, 10**8) and abs(gap - true) > F(1, 10**8):
            self.fail("gap", f"{gap and float(gap)}, should be {float(true)}")
        elif self.plan.get("status") == "optimal" and true > F(1, 10**6) and value - bound > rounding:
            self.fail("gap", f"optimal with a gap of {float(true)}")
        if bound > value + tolerance(value):
            self.fail("bound", f"{float(bound)} is above the value {float(value)}")

    # Summary and load

    def coverage(self, kind, what, said, wanted, unmet):
        said = said or {}
        room = GRID * (2 + self.entries)
        # Hours of a crew are counted for each head, and rounded before.
        heads = sum(d.counts for d in self.f.demands.values() if d.staff)
        self.same(kind, f"{what} wanted", said.get("wanted"), wanted, GRID * max(1, heads))
        self.same(kind, f"{what} unmet", said.get("unmet"), unmet, room)
        self.same(kind, f"{what} met", said.get("met"), wanted - unmet, room)
        # Each unmet amount is rounded up, and of hardly anything wanted that can be more than all.
        if wanted and abs(frac(said.get("met")) - (wanted - unmet)) <= room and frac(said.get("wanted")) > 0:
            # The share is that of the figures as they are written, which matters where hardly anything is wanted.
            wanted, unmet = frac(said["wanted"]), frac(said["wanted"]) - frac(said["met"])
        share = max(F(0), wanted - unmet) / wanted if wanted else F(1)
        self.same(kind, f"{what} share", said.get("share"), share, F(2, 10**6))

    def summary(self):
        f, said = self.f, self.plan.get("summary")
        if said is None:
            return self.fail("summary", "missing")
        wanted, unmet = defaultdict(F), defaultdict(F)
        for d in f.demands.values():
            unit = "hours" if d.staff else "unitDays"
            want = d.hours * d.counts if d.staff else d.units * d.days_wanted
            miss = self.sum("u", d=d.id) * d.counts
            for key in (("all",), ("priority", d.priority), ("project", d.project)):
                wanted[(unit, *key)] += want
                unmet[(unit, *key)] += miss
        units = ("hours", "unitDays")
        for unit in units:
            self.coverage("summary", unit, said.get(unit), wanted[unit, "all"], unmet[unit, "all"])
        self.same("summary", "cost", said.get("cost"), sum(self.project_cost.values(), F(0)))
        priorities = sorted({d.priority for d in f.demands.values()}, reverse=True)
        listed = [frac(e.get("priority")) for e in said.get("coverageByPriority", [])]
        if listed != priorities:
            self.fail("summary", f"priorities {[float(p) for p in listed]}, should be {[float(p) for p in priorities]}")
        for e in said.get("coverageByPriority", []):
            key = "priority", frac(e["priority"])
            for unit in units:
                self.coverage("summary", f"{key} {unit}", e.get(unit), wanted[(unit, *key)], unmet[(unit, *key)])
        listed = [e.get("id") for e in said.get("projects", [])]
        if listed != sorted(f.projects):
            self.fail("summary", f"projects {listed}")
        for e in said.get("projects", []):
            key = "project", e["id"]
            for unit in units:
                self.coverage("summary", f"{key} {unit}", e.get(unit), wanted[(unit, *key)], unmet[(unit, *key)])
            self.same("summary", f"{key} cost", e.get("cost"), self.project_cost[e["id"]])
        self.utilisation(said.get("utilisation", {}))

    def loads(self, days):
        """kind -> id -> (available, used, overtime), of some days that make whole periods."""
        f = self.f
        periods = {f.period_of[k] for k in days}
        used, over = defaultdict(F), defaultdict(F)  # (i, demand, operating) -> hours
        units = defaultdict(F)
        for (kind, *key), amount in self.sums.items():
            if key[-1] not in periods:
                continue
            if kind == "x":
                used[key[0], key[1], False] += amount
            elif kind == "w":
                over[key[0], key[1], False] += amount
            elif kind == "q":
                used[key[0], key[2], True] += amount
            elif kind == "wq":
                over[key[0], key[2], True] += amount
            elif kind in ("z", "v"):
                units[key[1]] += amount

        def line(people, fits=lambda i, d, operating: True, day=lambda person, k: True):
            ids = {p.id for p in people}
            available = sum((p.r(k) for p in people for k in days if day(p, k)), F(0))
            return (
                available,
                sum((h for (i, d, o), h in used.items() if i in ids and fits(i, d, o)), F(0)),
                sum((h for (i, d, o), h in over.items() if i in ids and fits(i, d, o)), F(0)),
            )

        people = list(f.staff.values())
        out = {"people": {p.id: line([p]) for p in people}, "departments": {}, "skills": {}}
        for name in sorted({p.department for p in people if p.department is not None}):
            out["departments"][name] = line([p for p in people if p.department == name])
        for skill in sorted({s for p in people for s in p.skills}):
            out["skills"][skill] = line(
                [p for p in people if skill in p.skills],
                lambda i, d, operating, skill=skill: not operating and f.demands[d].asks(skill),
                lambda person, k, skill=skill: person.skills[skill].on(k),
            )
        out["assets"] = {a.id: (sum((a.units(k) for k in days), F(0)), units[a.id], F(0)) for a in f.assets.values()}
        return out

    def bottlenecks(self):
        """What has a period also has its days; a limit those of a span that begins in it and is longer."""
        for n, e in enumerate(self.plan.get("bottlenecks", [])):
            t = e.get("period")
            days = [] if t is None else self.f.periods[t]
            if days and e["kind"] == "limit":
                limit = next(x for x in self.f.limits if x.id == e["id"])
                begun = [s for s in self.f.spans(limit.per).values() if s[0] in days]
                if len(begun) == 1 and begun[0][-1] > days[-1]:
                    days = begun[0]
            ends = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
            if (e.get("start"), e.get("end")) != ends:
                self.fail("dates", f"bottlenecks[{n}]: {e.get('start')} to {e.get('end')}, should be {ends}")

    def utilisation(self, said):
        for kind, lines in self.loads(self.f.days).items():
            listed = said.get(kind, [])
            if [e.get("id") for e in listed] != sorted(lines):
                self.fail("utilisation", f"{kind} {[e.get('id') for e in listed]}, should be {sorted(lines)}")
            for e in listed:
                if e.get("id") in lines:
                    self.line("utilisation", f"{kind} {e['id']}", e, lines[e["id"]])
                    available, used, _ = lines[e["id"]]
                    # The share is that of the figures as they are written, which matters where somebody is hardly there.
                    available = frac(e["available"]) if abs(frac(e["available"]) - available) <= GRID * len(self.f.staff) else available
                    if available > 0:
                        self.same("utilisation", f"{kind} {e['id']} share", e.get("share"), used / available, F(2, 10**6))

    def line(self, where, what, e, true):
        available, used, over = true
        # Each person's hours are rounded before they are added.
        self.same(where, f"{what} available", e.get("available"), available, GRID * max(1, len(self.f.staff)))
        self.same(where, f"{what} used", e.get("used"), used)
        self.same(where, f"{what} overtime", e.get("overtime", 0), over)

    def load(self):
        said = self.plan.get("load")
        if said is None:
            return
        f = self.f
        by_period = [self.loads(days) for days in f.periods]
        for kind in ("people", "departments", "skills", "assets"):
            true = {(name, t): by_period[t][kind][name] for t in range(len(f.periods)) for name in by_period[t][kind]}
            listed = [(e.get("id"), e.get("period")) for e in said.get(kind, [])]
            if listed != sorted(true):
                self.fail("load", f"{kind}: entries are not each id in each period, sorted")
            for e in said.get(kind, []):
                key = e.get("id"), e.get("period")
                if key in true:
                    ends = f.periods[key[1]][0].isoformat(), f.periods[key[1]][-1].isoformat()
                    if (e.get("start"), e.get("end")) != ends:
                        self.fail("load", f"{kind} {key}: {e.get('start')} to {e.get('end')}")
                    self.line("load", f"{kind} {key[0]} {key[1]}", e, true[key])
