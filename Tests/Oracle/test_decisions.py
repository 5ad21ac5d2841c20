# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of decisions in whole numbers: figures worked out by hand for every one.

    python -m unittest test_decisions        (in this folder)

2026-01-05 is a Monday. Unless a test says otherwise: one week, people of 10 an hour, projects of priority 5; so an unmet
hour costs 5 x (3 x 10) = 150, and an unmet unit-day 5 x (8 x 30) = 1200.
"""

import datetime as dt
import json
import unittest
from fractions import Fraction as F

import brute_decisions
from decisions import Options, threshold
from facts import Decided, Facts, Unsupported
from made_plan import whole_plan_of
from readings import Invalid, loads
from verify_plan import verifier_of
from whole import Whole

P = {"id": "p", "costPerHour": 10}
Q = {"id": "q", "costPerHour": 10}
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-01-{n:02}" for n in range(5, 12))
WEEKS = {1: "2026-01-11", 2: "2026-01-18", 3: "2026-01-25", 4: "2026-02-01"}
UNORDERED = ["strict", "early", "late", "balanced"]


def scenario(staff, *projects, weeks=1, calendar=None, **rest):
    """Projects are lists of demands, or whole projects."""
    made = [{"demands": p} if isinstance(p, list) else p for p in projects]
    made = [{"id": f"j{n}", **p} for n, p in enumerate(made)]
    return {
        "format": "muster/scenario@1",
        "calendar": {"start": MON, "end": WEEKS[weeks], **(calendar or {})},
        "staff": staff,
        "projects": made,
        **rest,
    }


def exact(data):
    return loads(json.dumps(data))


class Case(unittest.TestCase):
    def worth(self, value, *args, **named):
        """The value by switches, by cases, and of a plan, which is right."""
        data = scenario(*args, **named)
        text = json.dumps(data).encode()
        whole = Whole(exact(data))
        plan = whole_plan_of(whole, text)
        self.assertAlmostEqual(float(plan["objective"]["value"]), float(value), places=4)
        self.assertAlmostEqual(whole.bounds["value"], float(value), places=4)
        self.assertAlmostEqual(brute_decisions.best(exact(data)), float(value), places=4)
        self.assertEqual(verifier_of(plan, exact(data)).verify(text), [])
        return plan


class Projects(Case):
    def test_one_in_a_period(self):
        two = [{"id": "d", "hours": 20}], [{"id": "e", "hours": 20}]
        p = {**P, "maxProjects": 1}
        # One of them in the week.
        self.worth(200 + 20 * 150, [p], *two)
        self.worth(400, [{**P, "maxProjects": 2}], *two)
        # Three days for one and two for the other, of which 4 h are left
        self.worth(360 + 4 * 150, [p], *two, calendar={"period": "day"})
        # Demands of one project are one
        self.worth(400, [p], two[0] + two[1])


class Minimum(Case):
    least = {"policy": {"minimumHoursPerWeek": 10}}

    def test_a_rest_is_too_little(self):
        demands = [{"id": "a", "hours": 36, "priority": 9}, {"id": "b", "hours": 10}]
        # 4 h are left for b: none of it is dearer by 10 x 150 - 4 x 140; 10 h would cost 6 x 270 of a.
        self.worth(360 + 10 * 150, [P], demands, **self.least)
        self.worth(400 + 6 * 150, [P], demands, policy={})

    def test_in_proportion_to_the_days(self):
        p = {**P, "absences": [{"from": THU, "to": SUN}]}
        demands = [{"id": "a", "hours": 20, "priority": 9}, {"id": "b", "hours": 10}]
        # At least 10 x 3 / 5 = 6 on b: 18 on a.
        self.worth(240 + 2 * 270 + 4 * 150, [p], demands, **self.least)
        f = Facts(exact(scenario([p], demands, **self.least)), Decided())
        self.assertEqual(threshold(f, "p", "b", 0), 6)

    def test_no_more_than_there_is(self):
        # The demand itself has less; of an even one the period.
        self.worth(80, [P], [{"id": "d", "hours": 8}], **self.least)
        self.worth(80, [P], [{"id": "d", "hours": 8, "pace": "even"}], weeks=2, **self.least)
        # A person of an hour a day has 5 a week.
        self.worth(50 + 5 * 150, [{**P, "hoursPerDay": 1}], [{"id": "d", "hours": 10}], **self.least)

    def test_effective_hours(self):
        p = {**P, "skills": {"s": {"level": 1, "productivity": 2}}}
        f = Facts(exact(scenario([p], [{"id": "d", "hours": 12, "skills": {"s": 1}}], **self.least)), Decided())
        self.assertEqual(threshold(f, "p", "d", 0), 6)


class Teams(Case):
    def test_no_fewer(self):
        d = {"id": "d", "hours": 16, "to": MON, "team": {"min": 2}}
        self.worth(160, [P, Q], [d])
        self.worth(16 * 150, [P], [d])
        self.worth(16 * 150, [P, Q], [{**d, "team": {"min": 3, "max": 3}}])

    def test_a_member_has_an_hour(self):
        d = {"id": "d", "hours": 1.5, "team": {"min": 2}}
        self.worth(1.5 * 150, [P, Q], [d])
        self.worth(20, [P, Q], [{**d, "hours": 2}])
        # Half an hour is nobody's.
        self.worth(0.5 * 150, [P], [{**d, "hours": 0.5, "team": {"max": 1}}])

    def test_no_more(self):
        d = {"id": "d", "hours": 16, "to": MON, "team": {"max": 1}}
        self.worth(80 + 8 * 150, [P, Q], [d])
        # One after the other are two.
        self.worth(80 + 8 * 150, [P, Q], [{**d, "to": TUE, "hours": 16, "only": ["p", "q"]}], limits=[
            {"id": "l", "per": "week", "maxHours": 8, "each": "staff"}
        ])  # fmt: skip

    def test_a_pool_counts_its_heads(self):
        pool = {**P, "headcount": 3}
        d = {"id": "d", "hours": 24, "to": MON}
        for most, hours in ((1, 8), (2, 16), (3, 24)):
            self.worth(hours * 10 + (24 - hours) * 150, [pool], [{**d, "team": {"max": most}}])
        # 8 h of a week may be those of two, but not of four.
        self.worth(80, [pool], [{"id": "d", "hours": 8, "team": {"min": 2}}])
        self.worth(8 * 150, [pool], [{"id": "d", "hours": 8, "team": {"min": 4}}])
        # 2 h are not those of three.
        self.worth(2 * 150, [pool], [{"id": "d", "hours": 2, "team": {"min": 3}}])

    def test_not_of_a_crew(self):
        with self.assertRaises(Invalid):
            Whole(exact(scenario([P], [{"id": "d", "hours": 8, "crew": [{}], "team": {"min": 1}}])))


class Indivisible(Case):
    def test_whole_units(self):
        one = {"id": "a", "quantity": 1.5, "indivisible": True}
        day = {"id": "e", "units": 1.5, "asset": "a", "to": MON}
        self.worth(0.5 * 1200, [P], [day], assets=[one])
        self.worth(0, [P], [day], assets=[{**one, "indivisible": False}])
        # Two halves are not one.
        halves = [{**day, "id": n, "units": 0.5} for n in "ef"]
        self.worth(2 * 0.5 * 1200, [P], halves, assets=[one])
        # One of either
        both = [{**one, "id": n, "tags": ["x"]} for n in "ab"]
        self.worth(0.5 * 1200, [P], [{"id": "e", "units": 2.5, "tags": ["x"], "to": MON}], assets=both)

    def test_users_may_have_parts(self):
        half = {**P, "hoursPerDay": 4}
        d = {"id": "d", "hours": 4, "to": MON, "uses": [{"asset": "a", "unitsPerPerson": 1}]}
        self.worth(40, [half], [d], assets=[{"id": "a", "quantity": 0.5, "indivisible": True}])

    def test_days_of_a_week(self):
        # Tuesday has half a unit less: 6 whole days of 7.
        asset = {"id": "a", "indivisible": True, "outages": [{"from": TUE, "to": TUE, "quantity": 0.5}]}
        self.worth(1200, [P], [{"id": "e", "units": 1, "asset": "a"}], assets=[asset])


class External(Case):
    def kind(self, cost, **rest):
        return {**P, "external": {"heads": 2, "engagementCost": cost}, **rest}

    def test_as_many_as_pay(self):
        d = [{"id": "d", "hours": 80}]
        plan = self.worth(1000 + 800, [self.kind(500)], d)
        self.assertEqual(plan["engaged"], [{"staff": "p", "heads": 2, "cost": 1000}])
        self.assertEqual(plan["money"], {"spent": 1800, "penalties": 0})
        # One head saves 40 x 140 = 5600.
        self.worth(80 * 150, [self.kind(5601)], d)
        # The second has 10 h to do.
        self.worth(1400.5 + 400 + 10 * 150, [self.kind(1400.5)], [{"id": "d", "hours": 50}])

    def test_overtime_is_of_those_engaged(self):
        over = {"overtime": {"hoursPerWeek": 5}}
        # 90 h of two; hours of overtime are 15, unmet ones 225.
        self.worth(200 + 800 + 150, [self.kind(100, **over)], [{"id": "d", "hours": 90}])
        # One, for 45 of 60 h; two would cost 7000 + 600.
        self.worth(3500 + 400 + 75 + 15 * 225, [self.kind(3500, **over)], [{"id": "d", "hours": 60}])

    def test_no_budget_pays_for_them(self):
        self.worth(500 + 400, [self.kind(500)], {"budget": 400, "demands": [{"id": "d", "hours": 40}]})

    def test_promises_of_their_time(self):
        promise = {"staff": "p", "demand": "d", "from": MON, "to": SUN}
        d = [{"id": "d", "hours": 100}]
        f = Options(exact(scenario([self.kind(0)], d, commitments=[{**promise, "share": 0.5}])))
        for heads, hours in ((0, {}), (1, {("p", "d", 0): 20}), (2, {("p", "d", 0): 40})):
            self.assertEqual(f.facts(Decided(heads={"p": heads})).promised, hours)
        f = Options(exact(scenario([self.kind(0)], d, commitments=[{**promise, "hoursPerWeek": 10}])))
        self.assertEqual(f.facts(Decided()).promised, {("p", "d", 0): 10})

    def test_limits_by_share(self):
        limit = {"id": "l", "per": "week", "maxShare": 0.5}
        self.worth(200 + 400 + 40 * 150, [self.kind(100)], [{"id": "d", "hours": 80}], limits=[limit])

    def test_errors(self):
        with self.assertRaises(Invalid):
            Whole(exact(scenario([{**self.kind(1), "headcount": 2}], [])))
        with self.assertRaises(Invalid):
            Whole(exact(scenario([self.kind(1)], [{"id": "d", "hours": 1, "crew": [{}]}])))


class AllOrNothing(Case):
    def test_both_demands(self):
        demands = [{"id": "d", "hours": 30}, {"id": "e", "hours": 20}]
        self.worth(50 * 150, [P], {"allOrNothing": True, "demands": demands})
        self.worth(400 + 10 * 150, [P], demands)
        self.worth(500, [P, Q], {"allOrNothing": True, "demands": demands})

    def test_every_period_of_an_even_one(self):
        p = {**P, "absences": [{"from": "2026-01-12", "to": "2026-01-12"}]}
        d = {"id": "d", "hours": 80, "pace": "even"}
        self.worth(80 * 150, [p], {"allOrNothing": True, "demands": [d]}, weeks=2)
        self.worth(640, [p], {"allOrNothing": True, "demands": [{**d, "hours": 64}]}, weeks=2)

    def test_units_count(self):
        demands = [{"id": "d", "hours": 8}, {"id": "e", "units": 1, "asset": "a"}]
        assets = [{"id": "a", "outages": [{"from": SUN, "to": SUN}]}]
        self.worth(8 * 150 + 7 * 1200, [P], {"allOrNothing": True, "demands": demands}, assets=assets)
        self.worth(80 + 1200, [P], demands, assets=assets)

    def test_which_of_two(self):
        # 40 h are too few for 44: the larger one.
        both = [{"allOrNothing": True, "demands": [{"id": n, "hours": h}]} for n, h in (("d", 20), ("e", 24))]
        self.worth(240 + 20 * 150, [P], *both)


class Shift(Case):
    away = {**P, "absences": [{"from": MON, "to": SUN}]}

    def moved(self, demands, latest=1, cost=0, **rest):
        return {"shift": {"latest": latest, "costPerWeek": cost}, "demands": demands, **rest}

    def test_a_later_week(self):
        d = [{"id": "d", "hours": 40, "to": SUN}]
        plan = self.worth(400 + 100, [self.away], self.moved(d, cost=100), weeks=2)
        self.assertEqual(plan["starts"], [{"project": "j0", "weeks": 1, "cost": 100}])
        self.assertEqual(plan["objective"]["terms"]["delay"], 100)
        self.worth(40 * 150, [self.away], self.moved(d, cost=5601), weeks=2)
        # A budget does not pay for it.
        self.worth(500, [self.away], self.moved(d, cost=100, budget=400), weeks=2)

    def test_inside_the_horizon(self):
        data = exact(
            scenario(
                [P], self.moved([{"id": "d", "hours": 1, "to": MON}, {"id": "e", "hours": 1, "to": SAT}], latest=9), weeks=3
            )
        )
        self.assertEqual(Options(data).starts, {"j0": [0, 1, 2]})
        # A window is clipped first; one of the whole horizon cannot move.
        data = exact(
            scenario(
                [P], self.moved([{"id": "d", "hours": 1, "from": "2025-01-01", "to": MON}, {"id": "e", "hours": 1}]), weeks=3
            )
        )
        self.assertEqual(Options(data).starts, {"j0": [0]})

    def test_an_even_one_has_hours(self):
        d = {"id": "d", "hours": 8, "pace": "even", "to": MON}
        data = scenario([P], self.moved([d], latest=2), weeks=3, calendar={"holidays": ["2026-01-12"]})
        self.assertEqual(Options(exact(data)).starts, {"j0": [0, 2]})

    def test_fte_are_of_the_unmoved_window(self):
        # 40 h, of which the second week has 32.
        self.worth(
            320 + 8 * 150,
            [self.away],
            self.moved([{"id": "d", "fte": 1, "to": SUN}]),
            weeks=2,
            calendar={"holidays": ["2026-01-12"]},
        )

    def test_days_that_the_moved_window_has_not(self):
        demands = [{"id": "d", "hours": 40, "to": SUN}, {"id": "e", "units": 1, "asset": "a", "days": "work", "to": SUN}]
        holidays = {"holidays": ["2026-01-12"]}
        # 8 h and one day less
        plan = self.worth(
            320 + 8 * 150 + 1200, [self.away], self.moved(demands), weeks=2, calendar=holidays, assets=[{"id": "a"}]
        )
        self.assertEqual([(e["demand"], e["period"]) for e in plan["unmet"] if "unitDays" in e], [("e", 1)])
        # All or nothing: 40 h and 5 days
        self.worth(
            6000 + 6000,
            [self.away],
            self.moved(demands, allOrNothing=True),
            weeks=2,
            calendar=holidays,
            assets=[{"id": "a"}],
        )
        # The holiday is in the first week: of five days in the second four are wanted.
        first = {"holidays": [MON]}
        data = exact(scenario([P], self.moved(demands), weeks=2, calendar=first, assets=[{"id": "a"}]))
        f = Options(data).facts(Decided(starts={"j0": 1}))
        self.assertEqual(([k.day for k in f.demands["e"].window], f.demands["e"].missing), ([12, 13, 14, 15], 0))

    def test_promises_stay(self):
        promise = {"staff": "p", "demand": "d", "from": MON, "to": SUN, "hoursPerWeek": 10}
        other = [{"id": "k", "hours": 40, "to": SUN, "priority": 9}]
        d = [{"id": "d", "hours": 40, "to": SUN}]
        # A broken hour costs 10 x 270: d stays, k has 30 h.
        self.worth(400 + 10 * 270 + 30 * 150, [P], self.moved(d), other, weeks=2, commitments=[promise])
        self.worth(800, [P], self.moved(d), other, weeks=2)


class After(Case):
    def chain(self, **after):
        return [{"id": "a", "hours": 40}, {"id": "b", "hours": 40, "after": [{"demand": "a", **after}]}]

    def test_one_after_the_other(self):
        self.worth(800, [P], self.chain(), weeks=2)
        # Not in the same week
        self.worth(400 + 40 * 150, [P, Q], self.chain())
        # a takes two days and half a third one, b has two.
        self.worth(720 + 8 * 150, [P, Q], self.chain(), calendar={"period": "day"})

    def test_lag(self):
        self.worth(800, [P], self.chain(lag=1), weeks=3)
        self.worth(400 + 40 * 150, [P], self.chain(lag=2), weeks=3)

    def test_share(self):
        a, b = self.chain()
        a = {**a, "hours": 50, "to": SUN}  # 40 of 50 h
        self.worth(400 + 50 * 150, [P], [a, b], weeks=2)
        for share, worth in ((0.8, 800 + 10 * 150), (0.81, 400 + 50 * 150), (0, 800 + 10 * 150)):
            self.worth(worth, [P], [a, {**b, "after": [{"demand": "a", "share": share}]}], weeks=2)

    def test_nothing_of_it(self):
        # Nobody can work on a; with share 0 b need not wait.
        a, b = self.chain(share=0)
        self.worth(400 + 40 * 150, [P], [{**a, "exclude": ["p"]}, b])
        self.worth(80 * 150, [P], [{**a, "exclude": ["p"]}, {**b, "after": [{"demand": "a"}]}])

    def test_what_is_met_of_an_even_one(self):
        a, b = self.chain(share=0.5)
        a = {**a, "pace": "even", "to": WEEKS[2]}
        p = {**P, "absences": [{"from": MON, "to": SUN}]}
        # 20 h in the second week are half of it; 40 in the third.
        self.worth(600 + 20 * 150, [p], [a, b], weeks=3)
        self.worth(200 + 60 * 150, [p], [a, {**b, "after": [{"demand": "a", "share": 0.51}]}], weeks=3)

    def test_no_circles(self):
        a, b = self.chain()
        with self.assertRaises(Invalid):
            Whole(exact(scenario([P], [{**a, "after": [{"demand": "b"}]}, b])))


class Training(Case):
    def trained(self, person=P, **rest):
        return {**person, "training": [{"skill": "s", "level": 2, **rest}]}

    d = {"id": "d", "hours": 40, "skills": {"s": 2}}

    def test_is_bought_where_it_pays(self):
        plan = self.worth(400 + 500, [self.trained(cost=500)], [self.d])
        self.assertEqual(plan["trainings"], [{"staff": "p", "skill": "s", "cost": 500}])
        self.worth(6000, [self.trained(cost=5601)], [self.d])
        self.worth(6000, [self.trained(level=1)], [self.d])
        self.worth(900, [self.trained(cost=500)], {"budget": 400, "demands": [self.d]})

    def test_from_a_day(self):
        self.worth(320 + 8 * 150, [self.trained(**{"from": TUE})], [self.d])

    def test_hours_before_it(self):
        other = {"id": "k", "hours": 8, "to": MON}
        self.worth(320 + 8 * 150 + 500, [self.trained(**{"from": TUE}, cost=420)], [self.d, other])
        self.worth(320 + 2 * 8 * 150 + 420, [self.trained(**{"from": TUE}, cost=420, hours=8)], [self.d, other])
        # Nothing is before the first day.
        self.worth(400, [self.trained(hours=8)], [self.d])

    def test_one_after_the_other(self):
        two = [{"skill": n, "level": 2, "hours": 6, "from": day} for n, day in (("s", WED), ("t", TUE), ("v", WED))]
        data = exact(scenario([{**P, "training": two}], [self.d]))

        def lost(*skills):
            person = Options(data).facts(Decided(bought=[("p", n) for n in skills])).staff["p"]
            return [person.lost[dt.date.fromisoformat(k)] for k in (MON, TUE, WED)]

        self.assertEqual(lost("s"), [6, 0, 0])
        # t has 2 h of Monday left, v those of Tuesday.
        self.assertEqual(lost("s", "t"), [8, 0, 0])
        self.assertEqual(lost("s", "t", "v"), [8, 6, 0])
        self.assertEqual(lost("t", "v"), [8, 4, 0])

    def test_overtime_is_not_lost(self):
        p = {**P, "overtime": {"hoursPerWeek": 4}}
        # On Monday 4 h of overtime are left; an unmet hour is 225.
        other = {"id": "k", "hours": 8, "to": MON}
        self.worth(320 + 8 * 225 + 4 * 15 + 4 * 225, [self.trained(p, **{"from": TUE}, hours=8)], [self.d, other])

    def test_own_skills(self):
        p = {**P, "skills": {"s": {"level": 4, "productivity": 0.5, "until": MON}}}
        options = Options(exact(scenario([self.trained(p, **{"from": WED})], [self.d])))
        f = options.facts(Decided(bought=[("p", "s")]))
        self.assertEqual([k.day for k in f.demands["d"].D["p", 0]], [5, 7, 8, 9])
        self.assertEqual(f.demands["d"].eta("p"), F(1, 2))
        high = options.facts(Decided(bought=[("p", "s")])).staff["p"]
        self.assertTrue(high.has({"s": 4}, dt.date(2026, 1, 5)) and not high.has({"s": 3}, dt.date(2026, 1, 7)))

    def test_errors(self):
        for p in ({**P, "headcount": 2}, {**P, "external": {"heads": 1}}):
            with self.assertRaises(Invalid):
                Whole(exact(scenario([self.trained(p)], [])))
        with self.assertRaises(Invalid):
            Whole(exact(scenario([{**P, "training": [{"skill": "s", "level": 1}] * 2}], [])))


class Together(Case):
    def test_are_refused_where_nothing_is_decided(self):
        with self.assertRaises(Unsupported):
            Facts(exact(scenario([{**P, "maxProjects": 1}], [])))

    def test_shift_and_after(self):
        # d moves behind a of another project, which takes the first week.
        a = [{"id": "a", "hours": 40, "to": SUN}]
        d = {
            "shift": {"latest": 1, "costPerWeek": 7},
            "demands": [{"id": "d", "hours": 40, "to": SUN, "after": [{"demand": "a"}]}],
        }
        self.worth(807, [P], a, d, weeks=2)

    def test_external_and_team(self):
        kind = {**Q, "external": {"heads": 2, "engagementCost": 100}}
        d = {"id": "d", "hours": 24, "team": {"min": 3}}
        # p and two others, though one would do
        self.worth(200 + 240, [P, kind], [d])
        self.worth(24 * 150, [P], [d])

    def test_strict_order(self):
        kind = {**Q, "external": {"heads": 1, "engagementCost": 10**6}, "skills": {"s": 1}}
        demands = [{"id": "d", "hours": 8, "priority": 9, "skills": {"s": 1}}, {"id": "e", "hours": 8}]
        whole = Whole(exact(scenario([kind], demands, policy={"priorities": "strict"})))
        self.assertEqual(
            [(what, round(v, 3)) for what, v in whole.solve()],
            [("priority 9", 0), ("priority 5", 0), ("value", 10**6 + 160)],
        )


if __name__ == "__main__":
    unittest.main()
