# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the check of explanations: patches of RFC 6902, and explanations spoilt on purpose.

    python -m unittest test_explanations        (in this folder; needs highspy, and no muster)
"""
import copy
import json
import unittest
from decimal import Decimal as D

import explanations
from explanations import Report, Solved
from readings import loads
from patches import patched


class Patches(unittest.TestCase):
    def check(self, before, operations, after):
        kept = copy.deepcopy(before)
        self.assertEqual(patched(before, operations), after)
        self.assertEqual(before, kept)

    def test_examples_of_the_standard(self):
        self.check({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux"}], {"baz": "qux", "foo": "bar"})
        self.check({"foo": ["bar", "baz"]}, [{"op": "add", "path": "/foo/1", "value": "qux"}], {"foo": ["bar", "qux", "baz"]})
        self.check({"foo": ["bar"]}, [{"op": "add", "path": "/foo/-", "value": ["abc"]}], {"foo": ["bar", ["abc"]]})
        self.check({"baz": 1, "foo": 2}, [{"op": "remove", "path": "/baz"}], {"foo": 2})
        self.check({"foo": [1, 2, 3]}, [{"op": "remove", "path": "/foo/1"}], {"foo": [1, 3]})
        self.check({"baz": 1}, [{"op": "replace", "path": "/baz", "value": 2}], {"baz": 2})
        self.check({"a": {"b": 1}, "c": {}}, [{"op": "move", "from": "/a/b", "path": "/c/d"}], {"a": {}, "c": {"d": 1}})
        self.check({"a": [1]}, [{"op": "copy", "from": "/a", "path": "/b"}], {"a": [1], "b": [1]})
        self.check({"/": 9, "~1": 10}, [{"op": "test", "path": "/~01", "value": 10}], {"/": 9, "~1": 10})
        self.check({"a": 1}, [{"op": "replace", "path": "", "value": [2]}], [2])

    def test_what_is_none(self):
        for operation in (
            {"op": "replace", "path": "/b", "value": 1},
            {"op": "remove", "path": "/a/1"},
            {"op": "add", "path": "/a/2", "value": 1},
            {"op": "add", "path": "/a/01", "value": 1},
            {"op": "add", "path": "a", "value": 1},
            {"op": "test", "path": "/a/0", "value": 2},
            {"op": "merge", "path": "/a", "value": 1},
        ):
            with self.assertRaises((ValueError, KeyError, IndexError), msg=operation):
                patched({"a": [1]}, [operation])


class Spoilt(unittest.TestCase):
    """Ten of 50 hours are unmet at 150 each; an hour of overtime costs 15, a person from outside 10."""

    def setUp(self):
        staff = [{"id": "p", "costPerHour": 10, "overtime": {"hoursPerWeek": 8, "hoursTotal": 4, "costFactor": 1.5}}]
        self.data = loads(json.dumps({
            "format": "muster/scenario@1", "calendar": {"start": "2026-01-05", "end": "2026-01-11"}, "staff": staff,
            "policy": {"unmetCostPerHour": 30}, "projects": [{"id": "j", "demands": [{"id": "d", "hours": 50}]}],
        }))
        self.before = Solved(self.data)
        # 44 hours, 4 of them overtime, and 6 unmet.
        self.assertAlmostEqual(self.before.value, 400 + 60 + 900, places=6)
        patch = [{"op": "replace", "path": "/staff/0/overtime/hoursTotal", "value": 8}]
        self.remedy = {
            "kind": "overtime", "title": "more", "patch": patch, "costBefore": D(1360), "costAfter": D(820),
            "saves": D(540), "spent": D(60), "hours": D(4), "unitDays": D(0), "confirmed": True}
        self.price = {"kind": "overtime", "id": "p", "pricePerUnit": D(135), "validFor": D(4), "confirmed": True,
                      "tried": {"units": D(1), "saves": D(135)}}
        self.entry = {"demand": "d", "reasons": [
            {"kind": "taken", "detail": "x", "share": D("0.25")}, {"kind": "away", "detail": "y", "share": D("0.75")}]}

    def problems(self, remedies=(), prices=(), unmet=()):
        report = Report(self.before.value, 0)
        explanations.check_changes(report, "remedy", list(remedies), self.data, self.before)
        explanations.check_prices(report, {"bottlenecks": list(prices)}, self.data, self.before)
        explanations.check_reasons(report, {"unmet": list(unmet)})
        return report.problems

    def test_what_is_right(self):
        self.assertEqual(self.problems([self.remedy], [self.price], [self.entry]), [])

    def test_savings(self):
        self.assertTrue(self.problems([{**self.remedy, "saves": D(541), "costAfter": D(819)}]))
        self.assertTrue(self.problems([{**self.remedy, "saves": D(0), "costAfter": D(1360), "patch": []}]))
        self.assertTrue(self.problems([{**self.remedy, "confirmed": False}]))
        self.assertTrue(self.problems([{**self.remedy, "costBefore": D(1361)}]))
        less = {**self.remedy, "patch": [{**self.remedy["patch"][0], "value": 5}], "saves": D(135), "costAfter": D(1225)}
        less.update(spent=D(15), hours=D(1))
        self.assertEqual(self.problems([self.remedy, less]), [])
        self.assertTrue(self.problems([less, self.remedy]))
        for what in ("spent", "hours", "unitDays"):
            self.assertTrue(self.problems([{**self.remedy, what: D(3)}]))

    def test_prices(self):
        self.assertTrue(self.problems(prices=[{**self.price, "pricePerUnit": D(134)}]))
        self.assertTrue(self.problems(prices=[{**self.price, "tried": {"units": D(1), "saves": D(136)}}]))
        self.assertTrue(self.problems(prices=[{**self.price, "validFor": D(5)}]))
        patch = [{"op": "replace", "path": "/staff/0/overtime/hoursTotal", "value": 6}]
        self.assertTrue(self.problems(prices=[{**self.price, "patch": patch}]))

    def test_shares(self):
        self.entry["reasons"][0]["share"] = D("0.250001")
        self.assertTrue(self.problems(unmet=[self.entry]))
        self.assertTrue(self.problems(unmet=[{"demand": "d", "reasons": []}]))

    def test_hours_that_cannot_be_forced(self):
        force = {"period": 0, "hours": D(60), "value": D(0), "costs": D(0)}
        report = Report(self.before.value, 0)
        explanations.check_why(report, {"staff": "p", "demand": "d", "forced": force}, self.before)
        self.assertTrue(report.problems)


if __name__ == "__main__":
    unittest.main()
