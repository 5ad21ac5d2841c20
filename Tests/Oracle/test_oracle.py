# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the oracle: values worked out by hand, and plans spoilt on purpose.

    python -m unittest test_oracle        (in this folder)

2026-01-05 is a Monday. Unless a test says otherwise: one week of five days of 8 hours, one
person p of 10 a hour, one project of priority 5; so an unmet hour costs 5 x (3 x 10) = 150.
"""
import copy
import json
import unittest
from decimal import Decimal
from fractions import Fraction as F

from brute import exact_optimum
from oracle import Model, Scenario, loads
from random_scenarios import generate
from verify_plan import Verifier, grid_allowance, plan_from_solution, tolerance

try:
    import highspy  # noqa: F401
except ImportError:
    highspy = None


def scenario(staff, demands, *, days="2026-01-11", period="week", project=None, calendar=None, **rest):
    return {
        "format": "muster/scenario@1",
        "calendar": {"start": "2026-01-05", "end": days, "period": period, **(calendar or {})},
        "staff": staff,
        "projects": [{"id": "j", "demands": demands, **(project or {})}],
        **rest,
    }


def person(name="p", **keys):
    return {"id": name, "costPerHour": 10, **keys}


def need(hours, name="d", **keys):
    return {"id": name, "hours": hours, **keys}


def exact(data):
    return Scenario(loads(json.dumps(data)))


class ByHand(unittest.TestCase):
    def check(self, data, expected):
        """The exact simplex gives `expected`; HiGHS, where installed, the same."""
        expected = F(str(expected))
        model = Model(exact(data))
        self.assertEqual(exact_optimum(model), expected)
        if highspy:
            self.assertAlmostEqual(model.solve()[0], float(expected), places=5)

    def test_capacity(self):
        # 40 of 50 hours: 40 x 10 + 10 x 150.
        self.check(scenario([person()], [need(50)]), 400 + 1500)
        # A holiday and half a day's absence leave 3.5 days, 28 hours.
        away = [{"from": "2026-01-06", "to": "2026-01-06", "share": 0.5}]
        data = scenario([person(absences=away)], [need(50)], calendar={"holidays": ["2026-01-05"]})
        self.check(data, 280 + 22 * 150)

    def test_overlapping_absences_add_up_to_at_most_one_day(self):
        away = [{"from": "2026-01-05", "to": "2026-01-05", "share": s} for s in (0.75, 0.75)]
        self.check(scenario([person(absences=away)], [need(50)]), 320 + 18 * 150)

    def test_overtime_and_its_total(self):
        # An unmet hour is 5 x 3 x 10 x 2 = 300. 46 hours, 6 of them at double pay.
        overtime = {"hoursPerWeek": 10, "hoursTotal": 6, "costFactor": 2}
        self.check(scenario([person(overtime=overtime)], [need(50)]), 460 + 60 + 4 * 300)
        # Two weeks, still 6 in total: 86 of 100.
        self.check(scenario([person(overtime=overtime)], [need(100)], days="2026-01-18"), 860 + 60 + 14 * 300)
        # Without a total, 10 a week is 2 a day; a holiday leaves 4 days: 32 + 8. Factor 1.5: 5 x 45 unmet.
        data = scenario([person(overtime={"hoursPerWeek": 10})], [need(50)], calendar={"holidays": ["2026-01-07"]})
        self.check(data, 400 + 8 * 5 + 10 * 225)

    def test_flexible_and_even_effort(self):
        # Away Monday to Wednesday. Even: 4 a day, lost on three days. Flexible: 16 on the two left.
        staff = [person(absences=[{"from": "2026-01-05", "to": "2026-01-07"}])]
        self.check(scenario(staff, [need(20, pace="even")], period="day"), 80 + 12 * 150)
        self.check(scenario(staff, [need(20)], period="day"), 160 + 4 * 150)

    def test_even_effort_wants_nothing_in_a_period_without_workdays(self):
        # Days as periods, to Sunday: the weekend's right-hand sides are 0, so all 40 are met.
        model = Model(exact(scenario([person()], [need(40, pace="even")], period="day")))
        sides = [r[1] for r in model.rows if r[0][0] == "effort"]
        self.assertEqual(sides, [8, 8, 8, 8, 8, 0, 0])
        self.assertEqual(exact_optimum(model), 400)

    def test_a_clipped_window_keeps_its_hours(self):
        # The window begins before the horizon; all 50 hours are still wanted.
        self.check(scenario([person()], [need(50, **{"from": "2025-12-29"})]), 400 + 1500)

    def test_pace(self):
        # 10 a week for both together; Monday to Wednesday 6.
        staff = [person(), person("p2")]
        self.check(scenario(staff, [need(30, maxHoursPerWeek=10)]), 100 + 20 * 150)
        self.check(scenario(staff, [need(30, maxHoursPerWeek=10, to="2026-01-07")]), 60 + 24 * 150)

    def test_asset(self):
        # 3 units Monday to Wednesday, 2 owned, 1 of them out on Tuesday; unmet 5 x 300.
        # Days: 2 + 1 + 2 met, 4 unmet. A week: 2 x 7 - 1 unit-days are enough for all 9.
        outage = [{"from": "2026-01-06", "to": "2026-01-06", "quantity": 1}]
        assets = [{"id": "a", "quantity": 2, "costPerUnitDay": 100, "outages": outage}]
        demand = [{"id": "e", "units": 3, "asset": "a", "to": "2026-01-07"}]
        self.check(scenario([], demand, period="day", assets=assets), 500 + 4 * 1500)
        self.check(scenario([], demand, assets=assets), 900)
        # By tags, and an outage without a quantity, which takes both units: 4 met, 5 unmet.
        del outage[0]["quantity"]
        assets[0]["tags"] = ["gpu", "lab"]
        demand = [{"id": "e", "units": 3, "tags": ["gpu"], "to": "2026-01-07"}]
        self.check(scenario([], demand, period="day", assets=assets), 400 + 5 * 1500)
        demand[0]["tags"] = ["gpu", "other"]
        self.check(scenario([], demand, period="day", assets=assets), 9 * 1500)

    def test_equipment(self):
        # 0.2 x 7 = 1.4 unit-days carry 1.4 x 8 / 0.5 = 22.4 hours.
        assets = [{"id": "a", "quantity": 0.2, "costPerUnitDay": 16}]
        data = scenario([person()], [need(40, uses=[{"asset": "a", "unitsPerPerson": 0.5}])], assets=assets)
        self.check(data, F(224) + F("22.4") + F("17.6") * 150)

    def test_operators(self):
        # 7 unit-days need 28 hours; p has 20, so 5 run. Unmet: 2 x (3 x 10 + 3 x 4 x 20) = 540.
        assets = [{"id": "a", "costPerUnitDay": 10, "operators": {"skills": {"ops": 1}, "hoursPerUnitDay": 4}}]
        staff = [person(costPerHour=20, hoursPerDay=4, skills={"ops": 1}), person("p2", costPerHour=20)]
        demand = [{"id": "e", "units": 1, "asset": "a", "priority": 2}]
        self.check(scenario(staff, demand, assets=assets), 5 * 10 + 20 * 20 + 2 * 540)

    def test_budget_leaves_the_overtime_premium_out(self):
        # 300 buy 30 hours; 10 of them are overtime at 5 more each. Unmet: 5 x 45.
        staff = [person(hoursPerDay=4, overtime={"hoursPerWeek": 20})]
        self.check(scenario(staff, [need(40)], project={"budget": 300}), 300 + 50 + 10 * 225)
        # With a machine of 16 a unit-day, an hour costs 10 + 16 / 8: 300 buy 25. Unmet: 150.
        assets = [{"id": "a", "costPerUnitDay": 16}]
        data = scenario([person()], [need(40, uses=[{"asset": "a"}])], project={"budget": 300}, assets=assets)
        self.check(data, 300 + 15 * 150)

    def test_commitments(self):
        # A promised hour is 10 x 10 x 30 = 3000. Kept: 8 to b, 32 to a, whose hour is worth 300.
        promise = {"staff": "p", "demand": "b", "from": "2026-01-01", "to": "2026-01-31", "hoursPerWeek": 8}
        demands = [need(40, "a", priority=10), need(8, "b", priority=1)]
        self.check(scenario([person()], demands, commitments=[promise]), 400 + 8 * 300)
        # Two that add up to 10, of which b wants 8: 2 are broken.
        self.check(scenario([person()], demands, commitments=[promise, {**promise, "hoursPerWeek": 2}]),
                   400 + 8 * 300 + 2 * 3000)
        # Nobody eligible: all 8 broken, b unmet at 30 an hour.
        demands[1]["skills"] = {"sql": 1}
        self.check(scenario([person()], demands, commitments=[promise]), 400 + 8 * 30 + 8 * 3000)
        # An absence does not shorten a promise: with p away all week, nothing is kept.
        away = [{"from": "2026-01-05", "to": "2026-01-11"}]
        del demands[1]["skills"]
        self.check(scenario([person(absences=away)], demands, commitments=[promise]),
                   40 * 300 + 8 * 30 + 8 * 3000)

    def test_change(self):
        # Moving an hour from p to q saves 3 and costs 2 changes.
        staff = [person(), person("q", costPerHour=7)]
        plan = [{"staff": "p", "demand": "d", "period": 0, "hours": 40}]
        base = {"baseline": {"assignments": plan}}
        self.check(scenario(staff, [need(40)], policy={"changeCostPerHour": 2}, **base), 400)
        self.check(scenario(staff, [need(40)], policy={"changeCostPerHour": 1}, **base), 280 + 80)
        # What cannot be again costs its hours: an unknown person, demand or period.
        plan += [
            {"staff": "ghost", "demand": "d", "period": 0, "hours": 5},
            {"staff": "p", "demand": "ghost", "period": 0, "hours": 6},
            {"staff": "p", "demand": "d", "period": 9, "hours": 7},
        ]
        self.check(scenario(staff, [need(40)], policy={"changeCostPerHour": 2}, **base), 400 + 2 * 18)

    def test_derived_penalties(self):
        # 10 x 2 / 0.5 = 40 is the largest; the skill counts although it expired, and 3 x 40 = 120.
        slow = {"level": 1, "productivity": 0.5, "until": "2020-01-01"}
        quick = {"level": 1, "productivity": 2}
        staff = [
            person(skills={"sql": slow}, overtime={"hoursPerWeek": 0, "costFactor": 2}),
            person("q", costPerHour=39, skills={"sql": quick}),
        ]
        s = exact(scenario(staff, [need(1, priority=8)]))
        self.assertEqual((s.unmet_hour, s.unmet_unit, s.commitment_hour), (120, 1, 10 * 8 * 120))
        # Nothing costs anything: 1 an hour, and 1 a unit-day.
        s = exact(scenario([{"id": "p"}], [need(1)]))
        self.assertEqual((s.unmet_hour, s.unmet_unit, s.commitment_hour), (1, 1, 50))
        # A free asset with operators: 1 + 3 x 2 x 39. One figure for all assets.
        assets = [{"id": "a", "operators": {"skills": {}, "hoursPerUnitDay": 2}}, {"id": "b"}]
        self.assertEqual(exact(scenario(staff, [need(1)], assets=assets)).unmet_unit, 1 + 3 * 2 * 39)

    def test_salary_is_rounded_half_away_from_zero(self):
        # 50013.6 / 2080 = 24.045.
        for salary, cost in ((50_000, "24.04"), (50013.6, "24.05"), (50013.5, "24.04")):
            data = scenario([{"id": "p", "annualSalary": salary}], [need(1)])
            self.assertEqual(exact(data).staff["p"].cost, F(cost))

    def test_productivity(self):
        # 40 worked hours at 0.8 are 32. Price of unmet: 5 x 3 x 10 / 0.8 = 187.5.
        staff = [person(skills={"sql": {"level": 3, "productivity": 0.8}, "swift": {"level": 3, "productivity": 1.25}})]
        self.check(scenario(staff, [need(34, skills={"sql": 3, "swift": 1})]), 400 + 2 * F("187.5"))
        # 1.25 on its own: 40 effective hours in 32.
        self.check(scenario(staff, [need(40, skills={"swift": 1})]), 320)

    def test_eligibility_by_the_day(self):
        # Skill from Tuesday, certificate until Thursday: 3 days, 24 hours.
        staff = [
            person(
                skills={"sql": {"level": 2, "from": "2026-01-06"}},
                certifications={"cka": {"until": "2026-01-08"}},
            )
        ]
        demand = need(40, skills={"sql": 2}, certifications=["cka"])
        self.check(scenario(staff, [demand]), 240 + 16 * 150)
        for key, value in (("clearance", 1), ("only", []), ("locations", []), ("departments", []), ("exclude", ["p"])):
            self.check(scenario(staff, [{**demand, key: value}]), 40 * 150)
        self.check(scenario(staff, [{**demand, "skills": {"sql": 3}}]), 40 * 150)

    def test_pool(self):
        # 3 x 4 x 5 = 60 hours and 3 x 1 of overtime. Unmet: 5 x 45.
        pool = person(headcount=3, support=0.5, overtime={"hoursPerWeek": 2, "hoursTotal": 1})
        self.check(scenario([pool], [need(70)]), 630 + 15 + 7 * 225)

    def test_calendars(self):
        # A calendar's empty holidays replace the top one's; its 4 days of 10 hours make 40, and
        # promises count by its days: 8 / 4 x 4.
        calendar = {
            "holidays": ["2026-01-05"],
            "calendars": {"c": {"workdays": ["mon", "tue", "wed", "thu"], "hoursPerDay": 10, "holidays": []}},
        }
        promise = {"staff": "p", "demand": "d", "from": "2026-01-05", "to": "2026-01-11", "hoursPerWeek": 8}
        data = scenario([person(calendar="c")], [need(50)], calendar=calendar, commitments=[promise])
        self.check(data, 400 + 1500)
        self.assertEqual(exact(data).promised["p", "d", 0], 8)

    def test_periods(self):
        s = exact(scenario([], [], days="2026-02-03", period="month"))
        self.assertEqual([(d[0].isoformat(), d[-1].isoformat()) for d in s.periods],
                         [("2026-01-05", "2026-01-31"), ("2026-02-01", "2026-02-03")])
        s = exact(scenario([], [], days="2026-01-13"))
        self.assertEqual([len(d) for d in s.periods], [7, 2])


@unittest.skipUnless(highspy, "highspy is not installed")
class Random(unittest.TestCase):
    def test_own_plans_are_sound(self):
        """Seeds 10 and 33 once missed a limit by a millionth."""
        for seed in range(60):
            model = Model(loads(json.dumps(generate(seed))))
            optimum, solution = model.solve()
            verifier = Verifier(None, plan_from_solution(model, optimum, solution), model)
            self.assertEqual(verifier.verify(optimum), [], f"seed {seed}")
            self.assertLessEqual(abs(verifier.value - F(optimum)), tolerance(optimum) + grid_allowance(verifier, optimum))

    def test_against_exact_arithmetic(self):
        compared = 0
        for seed in range(60):
            model = Model(loads(json.dumps(generate(seed))))
            if len(model.columns) > 60:
                continue
            compared += 1
            best = float(exact_optimum(model))
            self.assertAlmostEqual(model.solve()[0], best, delta=1e-6 * max(1, abs(best)), msg=f"seed {seed}")
        self.assertGreater(compared, 10)


ENTRIES = ("assignments", "overtime", "assetUse", "operating", "unmet", "brokenCommitments")


def rich():
    """A scenario whose plan has every kind of entry, two or more of most."""
    staff = [
        person(skills={"sql": 3, "ops": 1}, overtime={"hoursPerWeek": 5}, certifications={"cka": {}}),
        person("q", costPerHour=12.5, skills={"sql": {"level": 2, "productivity": 0.8}, "ops": 2}),
        person("r", costPerHour=3),
    ]
    assets = [
        {"id": "a", "costPerUnitDay": 20, "quantity": 2, "operators": {"skills": {"ops": 1}, "hoursPerUnitDay": 1.5}},
        {"id": "b", "costPerUnitDay": 5, "tags": ["desk"]},
    ]
    demands = [
        need(90, "d1", skills={"sql": 2}, uses=[{"asset": "b", "unitsPerPerson": 0.3}]),
        need(40, "d2", pace="even", certifications=["cka"], priority=9),
        need(30, "d3", skills={"law": 1}),
        {"id": "e1", "units": 1, "asset": "a", "from": "2026-01-12"},
        {"id": "e2", "units": 2, "tags": ["desk"], "priority": 1},
    ]
    return scenario(
        staff,
        demands,
        days="2026-01-18",
        assets=assets,
        project={"budget": 4000},
        commitments=[{"staff": "q", "demand": "d1", "from": "2026-01-05", "to": "2026-01-09", "hoursPerWeek": 45}],
        baseline={"assignments": [{"staff": "q", "demand": "d1", "period": 0, "hours": 10}]},
        policy={"changeCostPerHour": 0.5},
    )


@unittest.skipUnless(highspy, "highspy is not installed")
class Spoilt(unittest.TestCase):
    """Each change to a sound plan must be found, and for what it is."""

    @classmethod
    def setUpClass(cls):
        cls.text = json.dumps(rich()).encode()
        cls.model = Model(loads(cls.text))
        cls.optimum, solution = cls.model.solve()
        cls.plan = plan_from_solution(cls.model, cls.optimum, solution)

    def violations(self, plan, text=None):
        return Verifier(None, plan, self.model).verify(self.optimum, text)

    def spoil(self, kind, change):
        """`change` edits a copy of the plan; a violation of `kind` must follow."""
        plan = copy.deepcopy(self.plan)
        change(plan)
        found = self.violations(plan)
        self.assertTrue(any(v.startswith(kind + ":") for v in found), f"{kind} not among {found}")

    @staticmethod
    def reprice(plan):
        """Makes the figures of a changed plan agree with its entries again."""
        terms, names = plan["objective"]["terms"], {"labour": ("assignments", "operating")}
        names.update(overtime=("overtime",), assets=("assetUse",), unmet=("unmet",))
        names.update(commitments=("brokenCommitments",))
        for term, lists in names.items():
            terms[term] = sum((e["cost"] for n in lists for e in plan[n]), Decimal(0))
        plan["objective"]["value"] = value = sum(terms.values(), Decimal(0))
        plan["objective"]["gap"] = (value - plan["objective"]["bound"]) / max(1, value)
        plan["verification"]["value"] = value

    def entry(self, plan, name, **want):
        return next(e for e in plan[name] if all(e.get(k) == v for k, v in want.items()))

    def test_the_plan_itself_is_sound_and_has_every_kind_of_entry(self):
        self.assertEqual(self.violations(self.plan), [])
        for name in ENTRIES:
            self.assertGreaterEqual(len(self.plan[name]), 1, name)
        self.assertGreaterEqual(len(self.plan["assignments"]), 3)
        for term, amount in self.plan["objective"]["terms"].items():
            self.assertGreater(amount, 0, term)

    def add_hours(self, plan, hours, rate=None, **want):
        e = self.entry(plan, "assignments", **want)
        e["cost"] += (e["cost"] / e["hours"]) * Decimal(hours)
        e["hours"] += Decimal(hours)
        self.reprice(plan)

    def test_an_extra_hour(self):
        self.spoil("row", lambda p: self.add_hours(p, 1, staff="q"))

    def test_an_extra_millionth_of_an_hour_over_capacity(self):
        plan = copy.deepcopy(self.plan)
        self.add_hours(plan, "0.000001", staff="p")
        self.assertTrue(any("capacity" in v and "above" in v for v in self.violations(plan)))

    def test_an_hour_less(self):
        self.spoil("row", lambda p: self.add_hours(p, -1, staff="q"))

    def test_wrong_cost_of_each_kind_of_entry(self):
        for name in ENTRIES:
            def change(plan, name=name):
                plan[name][0]["cost"] += Decimal("0.01")
                self.reprice(plan)
            self.spoil("cost", change)

    def test_wrong_terms(self):
        for term in self.plan["objective"]["terms"]:
            def change(plan, term=term):
                plan["objective"]["terms"][term] += 1
                plan["objective"]["value"] += 1
            self.spoil("terms", change)
        self.spoil("terms", lambda p: p["objective"]["terms"].update(luck=Decimal(0)))
        self.spoil("terms", lambda p: p["objective"]["terms"].pop("change"))

    def test_wrong_value(self):
        self.spoil("objective", lambda p: p["objective"].update(value=p["objective"]["value"] - 1))
        self.spoil("objective", lambda p: p["objective"].pop("value"))

    def test_bound_too_high(self):
        def change(plan):
            plan["objective"]["value"] += 5  # a worse plan, for whose value the bound is claimed
            plan["objective"]["bound"] = plan["objective"]["value"]
        self.spoil("bound", change)
        self.spoil("bound", lambda p: p["objective"].update(bound=p["objective"]["value"] + 1))

    def test_wrong_gap_or_status(self):
        self.spoil("gap", lambda p: p["objective"].update(gap=Decimal("0.001")))
        self.spoil("gap", lambda p: p["objective"].update(bound=Decimal(0), gap=Decimal(1)))
        self.spoil("gap", lambda p: p["objective"].update(bound=None))
        self.spoil("gap", lambda p: p["objective"].update(bound=None, gap=None))
        self.spoil("status", lambda p: p.update(status="perfect"))
        self.spoil("stop", lambda p: p.update(stop="tired"))
        self.spoil("format", lambda p: p.update(format="muster/plan@2"))

    def test_unsorted(self):
        for name in ("assignments", "assetUse", "unmet"):
            self.spoil("order", lambda p, name=name: p[name].reverse())

    def test_duplicate(self):
        self.spoil("twice", lambda p: p["assignments"].insert(1, copy.deepcopy(p["assignments"][0])))
        self.spoil("order", lambda p: p["assignments"].insert(1, copy.deepcopy(p["assignments"][0])))

    def test_unknown_ids_and_periods(self):
        self.spoil("unknown", lambda p: p["assignments"][0].update(staff="ghost"))
        self.spoil("unknown", lambda p: p["assignments"][0].update(demand="ghost"))
        self.spoil("unknown", lambda p: p["assetUse"][0].update(asset="ghost"))
        self.spoil("unknown", lambda p: p["unmet"][0].update(demand="ghost"))
        for t in (2, -1, "0", None, True, Decimal("0.5")):
            self.spoil("unknown", lambda p, t=t: p["overtime"][0].update(period=t))

    def test_wrong_project(self):
        self.spoil("unknown", lambda p: p["assignments"][0].update(project="ghost"))

    def test_ineligible_person(self):
        # r has no skill: d1 is not for r.
        def change(plan):
            e = self.entry(plan, "assignments", staff="q", demand="d1")
            e.update(staff="r", cost=e["hours"] * 3)
            plan["assignments"].sort(key=lambda e: (e["staff"], e["demand"], e["period"]))
            self.reprice(plan)
        self.spoil("impossible", change)

    def test_use_of_an_asset_that_does_not_match(self):
        self.spoil("impossible", lambda p: self.entry(p, "assetUse", demand="e2").update(asset="a"))

    def test_missing_unmet(self):
        def change(plan):
            plan["unmet"].remove(self.entry(plan, "unmet", demand="d3"))
            self.reprice(plan)
        self.spoil("row", change)

    def test_unmet_of_an_even_demand_without_its_period(self):
        self.spoil("impossible", lambda p: self.entry(p, "unmet", demand="e2", period=0).pop("period"))

    def test_unmet_in_the_wrong_unit(self):
        def change(plan):
            e = self.entry(plan, "unmet", demand="d3")
            e["unitDays"] = e.pop("hours")
        self.spoil("unit", change)

    def test_negative_zero_and_off_the_grid(self):
        self.spoil("amount", lambda p: p["assignments"][0].update(hours=Decimal(-1)))
        self.spoil("amount", lambda p: p["operating"][0].update(hours=Decimal(0)))
        self.spoil("amount", lambda p: p["unmet"][0].update(hours=Decimal("1.0000005")))
        self.spoil("amount", lambda p: p["assetUse"][0].update(cost=Decimal("1.0000005")))

    def test_wrong_dates(self):
        self.spoil("dates", lambda p: p["assignments"][0].update(start="2026-01-06"))
        self.spoil("dates", lambda p: p["assignments"][0].update(end="2026-01-12"))

    def test_missing_fields(self):
        for name in ENTRIES:
            self.spoil("missing", lambda p, name=name: p[name][0].pop("cost"))
        self.spoil("missing", lambda p: p["assignments"][0].pop("end"))

    def test_missing_overtime_operators_and_equipment(self):
        for name in ("overtime", "operating", "assetUse"):
            def change(plan, name=name):
                plan[name].clear()
                self.reprice(plan)
            self.spoil("row", change)

    def test_broken_commitments_that_are_hidden_or_invented(self):
        def hidden(plan):
            plan["brokenCommitments"].clear()
            self.reprice(plan)
        self.spoil("row", hidden)

        def invented(plan):
            e = plan["brokenCommitments"][0]
            e["cost"] *= (e["hours"] + 1) / e["hours"]
            e["hours"] += 1
            self.reprice(plan)
        self.spoil("broken", invented)

    def test_overtime_above_its_limit(self):
        def change(plan):
            plan["overtime"][0]["hours"] += 1
            plan["overtime"][0]["cost"] += 5
            self.reprice(plan)
        self.spoil("limit", change)

    def test_another_scenario(self):
        plan = copy.deepcopy(self.plan)
        self.assertTrue(any(v.startswith("sha256:") for v in self.violations(plan, self.text)))

    def test_the_plans_own_verification(self):
        self.spoil("verification", lambda p: p["verification"].update(feasible=False))
        self.spoil("verification", lambda p: p["verification"].update(violations=["x"]))
        self.spoil("verification", lambda p: p["verification"].update(value=Decimal(1)))
        self.spoil("verification", lambda p: p.pop("verification"))

    def test_a_worse_plan_is_sound_but_not_optimal(self):
        """Nothing done at all: no row is broken, but its value is not the optimum's."""
        empty = Model(exact(rich()))
        solution = [0.0] * len(empty.columns)
        plan = plan_from_solution(empty, self.optimum, solution)
        self.assertEqual(plan["assignments"], [])
        verifier = Verifier(None, plan, empty)
        self.assertEqual(verifier.verify(self.optimum), [])
        self.assertEqual(plan["status"], "feasible")
        self.assertGreater(verifier.value, F(self.optimum) + grid_allowance(verifier, self.optimum) + tolerance(self.optimum))


if __name__ == "__main__":
    unittest.main()
