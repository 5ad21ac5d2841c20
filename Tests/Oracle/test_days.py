# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the model by days: figures worked out by hand for every rule, the exact optimum of tiny
scenarios against HiGHS, and plans spoilt on purpose.

    python -m unittest test_days        (in this folder)

2026-01-05 is a Monday. Unless a test says otherwise: one week, one person p of 10 an hour, one
project of priority 5; so an unmet hour costs 5 x (3 x 10) = 150.
"""
import copy
import datetime as dt
import json
import unittest
from fractions import Fraction as F

import brute
import field
import impossible
import verify_plan
from facts import Facts, Unsupported
from made_plan import plan_of
from oracle import Model
from random_scenarios import KEYS, generate
from readings import Invalid, half_up, loads
from verify_plan import Verifier

P = {"id": "p", "costPerHour": 10}


def day(text):
    return dt.date.fromisoformat("2026-01-" + text)


def scenario(staff, demands, *, end="2026-01-11", calendar=None, project=None, **rest):
    return {
        "format": "muster/scenario@1",
        "calendar": {"start": "2026-01-05", "end": end, **(calendar or {})},
        "staff": staff,
        "projects": [{"id": "j", **(project or {}), "demands": demands}],
        **rest,
    }


def work(hours=40, **rest):
    return {"id": "d", "hours": hours, **rest}


def facts(*args, **named):
    return Facts(loads(json.dumps(scenario(*args, **named))))


def steps(*args, **named):
    return Model(facts(*args, **named)).solve()[0]


class Case(unittest.TestCase):
    def worth(self, value, *args, **named):
        f = facts(*args, **named)
        self.assertAlmostEqual(dict(Model(f).solve()[0])["value"], float(value), places=5)
        self.assertAlmostEqual(float(dict(brute.best(f))["value"]), float(value), places=5)


class Calendars(Case):
    def test_weeks_are_calendar_weeks(self):
        f = Facts(loads(json.dumps({**scenario([], []), "calendar": {"start": "2027-01-01", "end": "2027-01-31"}})))
        self.assertEqual([len(days) for days in f.periods], [3, 7, 7, 7, 7])
        f = facts([], [], calendar={"weekStart": "wed"}, end="2026-01-20")
        self.assertEqual([len(days) for days in f.periods], [2, 7, 7])
        f = facts([], [], calendar={"period": "month"}, end="2026-03-02")
        self.assertEqual([len(days) for days in f.periods], [27, 28, 2])

    def test_hours_by_weekday(self):
        f = facts([], [], calendar={"hours": {"mon": 8.5, "fri": 6, "sun": 0}, "holidays": ["2026-01-09"]})
        self.assertEqual([f.calendar.H(k) for k in f.days], [F(17, 2), 0, 0, 0, 0, 0, 0])
        self.assertEqual((f.calendar.W, f.calendar.Hd), (2, F(29, 4)))

    def test_a_rota_goes_on_before_its_first_day(self):
        rota = {"pattern": {"from": "2026-01-07", "days": [12, 12, 6, 0, 0]}}
        f = facts([], [], calendar=rota)
        self.assertEqual([f.calendar.H(k) for k in f.days], [0, 0, 12, 12, 6, 0, 0])
        self.assertEqual((f.calendar.W, f.calendar.Hd), (F(21, 5), 10))

    def test_named_calendars_inherit(self):
        named = {"a": {}, "b": {"workdays": ["sat"]}, "c": {"hoursPerDay": 4}, "d": {"holidays": []}}
        top = {"workdays": ["mon", "tue"], "hoursPerDay": 7, "holidays": ["2026-01-05"], "calendars": named}
        f = facts([], [], calendar=top)
        self.assertEqual([sum(f.calendars[c].H(k) for k in f.days) for c in "abcd"], [7, 7, 4, 14])
        f = facts([], [], calendar={"hours": {"mon": 3}, "calendars": named})
        self.assertEqual([sum(f.calendars[c].H(k) for k in f.days) for c in "abcd"], [3, 8, 20, 3])

    def test_working_time_of_two_kinds_is_an_error(self):
        with self.assertRaises(Invalid):
            facts([], [], calendar={"hours": {"mon": 3}, "hoursPerDay": 8})
        with self.assertRaises(Invalid):
            facts([], [], calendar={"pattern": {"from": "2026-01-05", "days": [0, 0]}})


class People(Case):
    def test_presence_support_headcount(self):
        f = facts(
            [
                {
                    **P,
                    "headcount": 3,
                    "support": 0.25,
                    "employed": {"from": "2026-01-06"},
                    "absences": [
                        {"from": "2026-01-07", "to": "2026-01-08", "share": 0.5},
                        {"from": "2026-01-08", "to": "2026-01-08", "share": 0.75},
                    ],
                }
            ],
            [],
        )
        self.assertEqual([f.staff["p"].r(k) for k in f.days], [0, 18, 9, 0, 18, 0, 0])

    def test_dated_values(self):
        p = {
            "id": "p",
            "hoursPerDay": [{"value": 8}, {"value": 4, "from": "2026-01-07"}],
            "support": [{"value": 0}, {"value": 0.5, "from": "2026-01-09"}],
            "costPerHour": [{"value": 100}, {"value": 200, "from": "2026-01-07"}],
        }
        f = facts([p], [work()])
        self.assertEqual([f.staff["p"].r(k) for k in f.days[:5]], [8, 8, 4, 4, 2])
        # 16 h at 100 and 10 h at 200
        self.assertEqual(f.cost("p", "d", 0), F(3600, 26))
        # Where nobody is there all days count the same: 2 at 100, 5 at 200.
        f = facts([{**p, "employed": {"from": "2027-01-01"}}], [work()])
        self.assertEqual(f.cost("p", "d", 0), F(1200, 7))

    def test_salaries_are_rounded_to_the_cent(self):
        f = facts([{"id": "p", "annualSalary": [{"value": 52010.4}, {"value": 60000, "from": "2026-02-01"}]}], [])
        self.assertEqual(f.staff["p"].cost.values, [F(2501, 100), F(2885, 100)])
        self.assertEqual(half_up(F(1, 8), 2), F(13, 100))

    def test_a_calendar_from_a_day(self):
        calendars = {"early": {"hours": {"mon": 6}}, "late": {"hours": {"tue": 5, "wed": 7}}}
        p = {**P, "calendar": [{"value": "early"}, {"value": "late", "from": "2026-01-06"}]}
        f = facts([p], [], calendar={"calendars": calendars})
        self.assertEqual([f.staff["p"].r(k) for k in f.days], [6, 5, 7, 0, 0, 0, 0][: len(f.days)])
        # A full day is at least one of the top calendar's.
        self.assertEqual([f.staff["p"].P(k) for k in f.days[:3]], [8, 8, 8])

    def test_overtime(self):
        p = {**P, "overtime": {"hoursPerWeek": 10}}
        f = facts([p], [])
        self.assertEqual([f.staff["p"].o(k) for k in f.days], [4, 4, 4, 4, 4, 0, 0])
        # 50 h; the 10 of overtime cost 15
        self.worth(40 * 10 + 10 * 15 + 10 * 5 * 45, [p], [work(60)])
        p = {**P, "overtime": {"hoursPerWeek": 10, "hoursPerDay": 1, "days": "all", "hoursTotal": 9, "used": 3.5}}
        self.worth(400 + 5.5 * 15 + 14.5 * 5 * 45, [p], [work(60)])
        # On a Sunday there is overtime only, 1 h of it.
        p["overtime"] = {"hoursPerWeek": 10, "hoursPerDay": 1, "days": "all"}
        self.worth(15 + 7 * 5 * 45, [p], [work(8, **{"from": "2026-01-11"})])


class Derived(Case):
    def test_unmet_hour(self):
        p = {**P, "skills": {"s": {"level": 1, "productivity": 0.5}}, "overtime": {"hoursPerWeek": 1}}
        self.assertEqual(facts([p], [work()]).unmet_hour, 3 * 10 * F(3, 2) * 2)
        self.assertEqual(facts([], [work()]).unmet_hour, 1)
        f = facts([{**P, "costPerHour": [{"value": 1}, {"value": 30, "from": "2030-01-01"}]}], [work()])
        self.assertEqual(f.unmet_hour, 90)
        self.assertEqual(facts([P], [work()], project={"rates": {"p": 50}}).unmet_hour, 150)

    def test_equipment_counts(self):
        assets = [{"id": "a", "costPerUnitDay": 16, "operators": {"skills": {}, "hoursPerUnitDay": 2}}, {"id": "b"}]
        p = {**P, "overtime": {"hoursPerWeek": 1, "costFactor": 2}}
        f = facts([p], [work(uses=[{"asset": "a", "unitsPerPerson": 2}, {"asset": "b", "unitsPerPerson": 1}])], assets=assets)
        # 3 x 10 x 2, and 3 x 2 x (16 + 2 x 10 x 2) / 8
        self.assertEqual(f.unmet_hour, 60 + 42)
        self.assertEqual(f.unmet_unit, 8 * 102)

    def test_unmet_unit_day(self):
        assets = [{"id": "a", "costPerUnitDay": 1000}]
        self.assertEqual(facts([P], [], assets=assets).unmet_unit, 3000)
        assets[0]["operators"] = {"hoursPerUnitDay": 4}
        self.assertEqual(facts([P], [], assets=assets).unmet_unit, 3000 + 3 * 4 * 10)

    def test_commitment(self):
        p = {**P, "skills": {"s": {"level": 1, "productivity": 2}}}
        self.assertEqual(facts([p], [work(priority=7)]).commitment_hour, 10 * 7 * 30 * 2)
        crew = [{"count": 2}, {}]
        self.assertEqual(facts([P], [work(crew=crew)]).commitment_hour, 10 * 5 * 30 * 3)
        assets = [{"id": "a", "operators": {"hoursPerUnitDay": 0.5}}]
        units = {"id": "e", "units": 1, "asset": "a", "priority": 9}
        self.assertEqual(facts([P], [units], assets=assets).commitment_hour, 10 * 9 * 240 * 2)
        self.assertEqual(facts([P], [work(unmetCost=1000)]).commitment_hour, 10000)


class Work(Case):
    def test_a_day_has_its_hours_only_once(self):
        demands = [
            {"id": "a", "hours": 16, "to": "2026-01-06"},
            {"id": "b", "hours": 16, "to": "2026-01-06", "priority": 8},
        ]
        self.worth(16 * 10 + 16 * 150, [P], demands)

    def test_fte(self):
        f = facts([P], [{"id": "d", "fte": 0.7, "to": "2026-01-07"}], calendar={"hoursPerDay": 7.7})
        self.assertEqual(f.demands["d"].hours, F("16.17"))

    def test_even_follows_the_top_calendar(self):
        f = facts([P], [work(pace="even")], calendar={"hours": {"mon": 8, "tue": 2}, "period": "day"})
        self.assertEqual([f.demands["d"].wanted(t) for t in range(7)], [32, 8, 0, 0, 0, 0, 0])
        with self.assertRaises(Invalid):
            facts([P], [work(pace="even", **{"from": "2026-01-10"})])

    def test_one_skill_or_another(self):
        p = {**P, "skills": {"a": {"level": 2, "productivity": 0.8}, "b": {"level": 1, "productivity": 0.5}}}
        either = work(anyOf=[{"a": 1}, {"b": 1}, {"c": 1}])
        self.assertEqual(facts([p], [either]).demands["d"].eta("p"), F(4, 5))
        self.assertEqual(facts([p], [{**either, "skills": {"b": 1}}]).demands["d"].eta("p"), F(1, 2))
        p["skills"]["a"]["until"] = "2026-01-04"
        self.assertEqual(facts([p], [either]).demands["d"].eta("p"), F(1, 2))
        p["skills"]["b"]["from"] = "2026-01-08"
        self.assertEqual(len(facts([p], [either]).demands["d"].D["p", 0]), 2)
        self.assertEqual(facts([p], [work(anyOf=[{"a": 3}])]).demands["d"].D, {})

    def test_rates(self):
        p = {**P, "overtime": {"hoursPerWeek": 4}}
        # The premium is of the person's own 10: 44 x 30 + 4 x 5.
        self.worth(44 * 30 + 4 * 5, [p], [work(44)], project={"rates": {"p": 30}})

    def test_budget_holds_overtime(self):
        p = {**P, "overtime": {"hoursPerWeek": 20}}
        # 400 for 40 h, 6 h more for 90
        self.worth(490 + 4 * 5 * 45, [p], [work(50)], project={"budget": 490})

    def test_unmet_cost(self):
        self.worth(400 + 10 * 12, [P], [work(50, unmetCost=12)])

    def test_preferences(self):
        likes = [{"staff": ["p"], "costPerHour": -3}, {"departments": ["x"], "costPerHour": 1}, {"costPerHour": 0.5}]
        self.worth(40 * (10 - 3 + 0.5), [P], [work()], preferences=likes)


class Equipment(Case):
    assets = [{"id": "a", "costPerUnitDay": 1}]
    uses = [{"asset": "a", "unitsPerPerson": 1}]

    def test_half_days_take_half_a_unit(self):
        people = [{**P, "hoursPerDay": 4}, {**P, "id": "q", "hoursPerDay": 4}]
        self.worth(400 + 5, people, [work(uses=self.uses)], assets=self.assets)

    def test_long_days_take_one_unit(self):
        self.worth(500 + 5, [{**P, "hoursPerDay": 10}], [work(50, uses=self.uses)], assets=self.assets)

    def test_overtime_is_a_second_shift(self):
        p = {**P, "overtime": {"hoursPerWeek": 10, "hoursPerDay": 2}}
        self.worth(400 + 150 + 5, [p], [work(50, uses=self.uses)], assets=self.assets)

    def test_outages_are_of_days(self):
        assets = [{**self.assets[0], "outages": [{"from": "2026-01-05", "to": "2026-01-06"}]}]
        # An unmet hour: 3 x 10 + 3 x 1 / 8.
        self.worth(240 + 3 + 16 * 5 * 30.375, [P], [work(uses=self.uses)], assets=assets)

    def test_operators(self):
        assets = [{"id": "a", "operators": {"skills": {"run": 1}, "hoursPerUnitDay": 2}}]
        runs = {"id": "q", "costPerHour": 20, "skills": {"run": 1}, "employed": {"to": "2026-01-08"}}
        demand = work(uses=self.uses, only=["p"])
        # 3 x 20 + 3 x 2 x 20 / 8; on Friday nobody runs it.
        self.worth(320 + 8 * 20 + 8 * 5 * 75, [P, runs], [demand], assets=assets)

    def test_days_that_count(self):
        assets = [{"id": "a", "operators": {"hoursPerUnitDay": 1}}, {"id": "b"}]
        for demand, count in (
            ({"asset": "a"}, 5),
            ({"asset": "b"}, 7),
            ({"asset": "b", "days": "work"}, 5),
            ({"asset": "a", "days": "all"}, 7),
            ({"tags": ["x"]}, 7),
        ):
            f = facts([P], [{"id": "e", "units": 1, **demand}], assets=assets)
            self.assertEqual(len(f.demands["e"].window), count)


class Promises(Case):
    def promised(self, staff, demand, *commitments, **named):
        entries = [{"staff": "p", "demand": "d", "from": "2026-01-01", "to": "2026-01-31", **c} for c in commitments]
        return facts(staff, [demand], commitments=entries, **named).promised

    def test_leave_lowers_them(self):
        p = {**P, "absences": [{"from": "2026-01-05", "to": "2026-01-05"}], "headcount": 2, "support": 0.5}
        self.assertEqual(self.promised([p], work(100), {"hoursPerWeek": 20}), {("p", "d", 0): 16})
        self.assertEqual(self.promised([p], work(100), {"share": 0.25}), {("p", "d", 0): 8})

    def test_only_days_of_both_windows(self):
        demand = work(100, **{"from": "2026-01-07"})
        self.assertEqual(self.promised([P], demand, {"hoursPerWeek": 20, "to": "2026-01-08"}), {("p", "d", 0): 8})

    def test_lowered_in_proportion(self):
        p = {**P, "skills": {"s": {"level": 1, "productivity": 2}}}
        demand = work(40, skills={"s": 1})
        self.assertEqual(self.promised([p], demand, {"hoursPerWeek": 30}, {"share": 0.25}), {("p", "d", 0): 20})
        self.assertEqual(
            self.promised([P], work(30), {"hoursPerWeek": 20}, end="2026-01-18"),
            {("p", "d", 0): 15, ("p", "d", 1): 15},
        )
        even = work(30, pace="even")
        got = self.promised([P], even, {"hoursPerWeek": 20, "to": "2026-01-11"}, end="2026-01-18")
        self.assertEqual(got, {("p", "d", 0): 15})

    def test_broken_ones_cost(self):
        commitments = [{"staff": "p", "demand": "d", "from": "2026-01-05", "to": "2026-01-11", "hoursPerWeek": 10}]
        self.worth(10 * 1500 + 40 * 150, [P], [work(exclude=["p"])], commitments=commitments)


class Crews(Case):
    people = [{**P, "id": i} for i in "abc"]

    def test_all_are_there(self):
        p = [{**self.people[0], "support": 0.5}, *self.people[1:]]
        crew = [{"only": ["a"]}, {"only": ["b", "c"], "count": 2}]
        demand = work(6, crew=crew, to="2026-01-05")
        # a has 4 h: 12 h are worked, 2 x 3 places unmet.
        self.worth(120 + 2 * 3 * 150, p, [demand])
        self.worth(120 + 2 * 99, p, [{**demand, "unmetCost": 99}])

    def test_one_person_is_one_of_them(self):
        crew = [{"only": ["a"]}, {"only": ["a"]}]
        self.worth(4 * 2 * 150, self.people, [work(4, crew=crew)])
        pool = [{**P, "headcount": 2}]
        self.worth(80, pool, [work(4, crew=[{}, {}])])

    def test_days_of_each_place(self):
        people = [
            {**P, "id": "a", "employed": {"to": "2026-01-06"}},
            {**P, "id": "b", "employed": {"from": "2026-01-06"}},
        ]
        crew = [{"only": ["a"]}, {"only": ["b"]}]
        self.worth(160 + 8 * 2 * 150, people, [work(16, crew=crew)])

    def test_equipment_of_each(self):
        assets = [{"id": "a", "costPerUnitDay": 1, "quantity": 2}]
        crew = [{"count": 2}]
        self.worth(160 + 2, self.people[:2], [work(8, crew=crew, uses=[{"asset": "a", "unitsPerPerson": 1}])], assets=assets)


class Limits(Case):
    def test_spans_and_what_counts(self):
        people = [{**P, "department": "x"}, {**P, "id": "q"}]
        both = [{"id": "a", "hours": 60}]
        unmet = 150
        for limit, done in (
            ({"per": "week", "maxHours": 50}, 50),
            ({"per": "day", "maxHours": 10}, 50),
            ({"per": "week", "maxHours": 20, "each": "staff"}, 40),
            ({"per": "week", "maxHours": 20, "staff": ["q"]}, 60),
            ({"per": "week", "maxHours": 10, "staff": ["q"]}, 50),
            ({"per": "week", "maxHours": 0, "staff": []}, 60),
            ({"per": "year", "maxHours": 30, "staff": ["q"], "departments": ["x"], "used": 5}, 25),
            ({"per": "horizon", "maxShare": 0.25}, 20),
            ({"per": "horizon", "maxShare": 0.5, "each": "staff"}, 40),
            ({"per": "month", "maxHours": 1, "projects": ["other"]}, 60),
            ({"per": "month", "maxHours": 1, "projects": ["other"], "demands": ["a"]}, 1),
            ({"per": "week", "maxHours": 3, "used": 4}, 0),
        ):
            with self.subTest(limit):
                self.worth(done * 10 + (60 - done) * unmet, people, both, limits=[{"id": "l", **limit}])

    def test_each_demand(self):
        two = [{"id": "a", "hours": 8}, {"id": "b", "hours": 4}]
        limit = {"id": "l", "per": "week", "maxHours": 5, "each": "demand"}
        self.worth(90 + 3 * 150, [P], two, limits=[limit])

    def test_weeks_are_whole(self):
        # Two cut weeks: each has its 30 h.
        demand = work(40, maxHoursPerWeek=30, **{"from": "2026-01-08"})
        self.worth(40 * 10, [P], [demand], end="2026-01-14")
        self.worth(16 * 10 + 24 * 150, [P], [demand])


class Order(Case):
    def test_strict(self):
        p = {**P, "skills": {"slow": {"level": 1, "productivity": 0.5}}}
        demands = [work(20, id="a", skills={"slow": 1}, priority=9), work(40, id="b", priority=5)]
        order = {"priorities": "strict"}
        got = steps([p], demands, policy=order)
        self.assertEqual([what for what, _ in got], ["priority 9", "priority 5", "value"])
        for (_, value), true in zip(got, (0, 40 * 5 * 60, 400 + 40 * 5 * 60)):
            self.assertAlmostEqual(value, true, places=4)
        self.assertAlmostEqual(steps([p], demands)[0][1], 400 + 20 * 9 * 60, places=4)

    def test_promises_come_first(self):
        commitments = [{"staff": "p", "demand": "b", "from": "2026-01-05", "to": "2026-01-11", "hoursPerWeek": 10}]
        demands = [work(40, id="a", priority=9.5), work(10, id="b", priority=1)]
        got = dict(steps([P], demands, policy={"priorities": "strict"}, commitments=commitments))
        self.assertAlmostEqual(got["commitments"], 0, places=6)
        self.assertAlmostEqual(got["priority 9.5"], 10 * 9.5 * 30, places=4)

    def test_prefer(self):
        two_weeks = {"end": "2026-01-18"}
        for prefer, value in ((["early"], 10), (["late"], 10), (["balanced"], 50 / 80)):
            got = dict(steps([P], [work(50)], policy={"prefer": prefer}, **two_weeks))
            self.assertAlmostEqual(got[prefer[0]], value, places=4)
        people = [{**P, "id": i} for i in "abcdefg"]
        shifts = [work(8, id=f"s{n}") for n in range(12)]
        self.assertAlmostEqual(dict(steps(people, shifts, policy={"prefer": ["balanced"]}))["balanced"], 96 / 280, places=5)

    def test_baseline_by_start(self):
        entries = [
            {"staff": "p", "demand": "d", "period": 9, "start": "2026-01-14", "hours": 10},
            {"staff": "p", "demand": "d", "period": 0, "start": "2025-12-29", "hours": 99},
            {"staff": "p", "demand": "d", "period": 0, "hours": 4},
        ]
        f = facts([P], [work()], end="2026-01-18", baseline={"assignments": entries}, policy={"changeCostPerHour": 1})
        self.assertEqual(f.baseline, {("p", "d", 1): 10, ("p", "d", 0): 4})
        self.assertAlmostEqual(Model(f).solve()[0][0][1], 400 + 26, places=5)


class WholeDecisions(Case):
    def test_are_refused(self):
        with self.assertRaises(Unsupported):
            facts([{**P, "maxProjects": 1}], [])


class BruteForce(unittest.TestCase):
    """HiGHS on the rows of oracle.py and exact fractions on those of brute.py."""

    COUNT = 300

    def test_tiny_scenarios(self):
        for seed in range(self.COUNT):
            f = Facts(loads(json.dumps(generate(seed, "tiny"))))
            for (what, value), (step, exact) in zip(Model(f).solve()[0], brute.best(f)):
                with self.subTest(seed=seed, step=what):
                    room = 1e-6 * max(1, abs(exact)) + 1e-6
                    self.assertLessEqual(value, float(exact) + room)
                    if what not in f.prefer:  # those may cost 1e-7 of the value, which moves hours
                        self.assertGreaterEqual(value, float(exact) - room)

    def test_every_key_alone_has_a_scenario(self):
        for key in KEYS:
            with self.subTest(key):
                for seed in range(4):
                    Facts(loads(json.dumps(generate(seed, "XS", key))))


class Plans(unittest.TestCase):
    """A right plan passes, and each claim is found out when it is wrong."""

    @classmethod
    def setUpClass(cls):
        cls.data = scenario(
            [
                {**P, "department": "x", "skills": {"s": 1}, "overtime": {"hoursPerWeek": 4}},
                {**P, "id": "q", "costPerHour": 12, "absences": [{"from": "2026-01-07", "to": "2026-01-07"}]},
            ],
            [
                {"id": "a", "hours": 90, "only": ["p"], "to": "2026-01-14"},
                {"id": "b", "hours": 24, "only": ["q"], "from": "2026-01-06", "to": "2026-01-09", "priority": 8},
                {"id": "c", "hours": 8, "crew": [{"only": ["p"]}, {"only": ["q"]}], "from": "2026-01-12"},
                {"id": "e", "units": 2, "asset": "m", "to": "2026-01-06"},
                {"id": "f", "hours": 4, "only": ["q"], "pace": "even", "uses": [{"asset": "m", "unitsPerPerson": 1}]},
            ],
            end="2026-01-18",
            assets=[{"id": "m", "quantity": 3, "costPerUnitDay": 5}],
            commitments=[
                {"staff": i, "demand": "b", "from": "2026-01-05", "to": "2026-01-18", "hoursPerWeek": 20} for i in "pq"
            ],
        )
        cls.text = json.dumps(cls.data).encode()
        cls.model = Model(Facts(loads(cls.text)))
        cls.plan = plan_of(cls.model, cls.text)

    def violations(self, plan, solve=False):
        return Verifier(plan, self.model).verify(self.text, solve=solve)

    def test_a_right_plan_passes(self):
        self.assertEqual(self.violations(self.plan, solve=True), [])

    def found(self, kind, change):
        plan = copy.deepcopy(self.plan)
        change(plan)
        kinds = {line.split(":")[0] for line in self.violations(plan)}
        self.assertIn(kind, kinds)

    def test_spoilt_plans(self):
        def put(*path):
            *where, value = path

            def change(plan):
                for key in where[:-1]:
                    plan = plan[key]
                plan[where[-1]] = value

            return change

        for kind, change in {
            "format": put("format", "x"),
            "sha256": put("scenario", "sha256", "00"),
            "status": put("status", "fine"),
            "stop": put("stop", "tired"),
            "dates": put("assignments", 0, "end", "2026-01-10"),
            "project": put("assignments", 0, "project", "k"),
            "period": put("assignments", 0, "period", 7),
            "grid": put("assignments", 0, "hours", 1.00000001),
            "amount": put("unmet", 0, "hours", 0),
            "cost": put("assignments", 0, "cost", 1),
            "effort": put("unmet", 0, "hours", 1),
            "terms": put("objective", "terms", "labour", 1),
            "money": put("money", "spent", 1),
            "objective": put("objective", "rounding", 10**6),
            "bound": put("objective", "bound", 10**9),
            "gap": put("objective", "gap", 0.5),
            "summary": put("summary", "hours", "met", 1),
            "utilisation": put("summary", "utilisation", "people", 0, "used", 1),
            "load": put("load", "people", 0, "available", 1),
            "verification": put("verification", "feasible", False),
            "broken": put("brokenCommitments", []),
            "order": lambda plan: plan["assignments"].reverse(),
            "twice": lambda plan: plan["assignments"].append(plan["assignments"][-1]),
        }.items():
            with self.subTest(kind):
                self.found(kind, change)


class Days(unittest.TestCase):
    """Sums that hold, with days that do not."""

    def test_impossible_plans_are_refused(self):
        self.assertGreaterEqual(len(impossible.CASES), 20)
        for name, (data, sums) in impossible.CASES.items():
            with self.subTest(name):
                text, plan = impossible.made(data, sums)
                verifier = Verifier(plan, Model(Facts(loads(text))))
                kinds = {line.split(":")[0] for line in verifier.verify(text, solve=False)}
                self.assertEqual(kinds, {"days"})

    def test_possible_ones_are_not(self):
        for name, (data, _) in impossible.CASES.items():
            with self.subTest(name):
                text = json.dumps(data).encode()
                model = Model(Facts(loads(text)))
                self.assertEqual(Verifier(plan_of(model, text), model).verify(text), [])

    def test_stated_days(self):
        data = scenario([P], [work(16)])
        text = json.dumps(data).encode()
        model = Model(Facts(loads(text)))
        plan = plan_of(model, text)
        entry = {"staff": "p", "demand": "d", "overtime": 0}
        plan["days"] = [{**entry, "date": f"2026-01-0{n}", "hours": 8} for n in (6, 7)]
        self.assertEqual(Verifier(plan, model).verify(text), [])
        for hours, dates in (((10, 6), (6, 7)), ((8, 8), (6, 10)), ((8, 7), (6, 7)), ((8, 8), (7, 6))):
            plan["days"] = [{**entry, "date": f"2026-01-{n:02}", "hours": h} for n, h in zip(dates, hours)]
            self.assertTrue(Verifier(plan, model).verify(text))


class Field(unittest.TestCase):
    def test_what_is_right(self):
        count = 0
        for path, case in field.cases():
            with self.subTest(f"{path.parent.name}/{path.name}"):
                count += 1
                self.assertEqual(field.check_model(path, case), [])
        self.assertGreaterEqual(count, 24)

    def test_plans_of_the_model_are_right(self):
        for path, case in field.cases():
            with self.subTest(f"{path.parent.name}/{path.name}"):
                text = path.read_bytes()
                plan = plan_of(Model(Facts(loads(text))), text)
                self.assertEqual(field.check_plan(path, case, plan), [])


class RandomPlans(unittest.TestCase):
    def test_plans_of_the_model_itself_pass(self):
        room = verify_plan.ROOM
        verify_plan.ROOM = 5e-6  # the plans of this test are rounded without care
        try:
            for seed in range(90):
                text = json.dumps(generate(seed, "XS")).encode()
                model = Model(Facts(loads(text)))
                with self.subTest(seed=seed):
                    self.assertEqual(Verifier(plan_of(model, text), model).verify(text), [])
        finally:
            verify_plan.ROOM = room


if __name__ == "__main__":
    unittest.main()
