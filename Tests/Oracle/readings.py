# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario writes, read exactly: figures, dates, values that change on a day, and calendars."""
from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction as F

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ONE_DAY = dt.timedelta(days=1)
ALWAYS = (dt.date.min, dt.date.max)


class Invalid(ValueError):
    """The scenario is one that the model calls an error."""


def loads(text):
    """JSON with exact numbers: every number becomes a Decimal or an int."""
    return json.loads(text, parse_float=Decimal)


def frac(value, default=None):
    if value is None:
        value = default
    if value is None or isinstance(value, F):
        return value
    return F(repr(value)) if isinstance(value, float) else F(value)


def date(text):
    return dt.date.fromisoformat(text)


def half_up(value, places):
    scale = 10**places
    return F((frac(value) * scale + F(1, 2)).__floor__(), scale)


def span(data, first="from", last="to"):
    data = data or {}
    return (
        date(data[first]) if data.get(first) else dt.date.min,
        date(data[last]) if data.get(last) else dt.date.max,
    )


class Dated:
    """A value that may change on days: a plain value, or a list of {value, from}."""

    def __init__(self, data, read):
        if not isinstance(data, list):
            data = [{"value": data}]
        self.steps = []
        for n, entry in enumerate(data):
            first = date(entry["from"]) if entry.get("from") else dt.date.min
            if (n == 0) != (first == dt.date.min) or (n and first <= self.steps[-1][0]):
                raise Invalid("dated values: the first without from, then from strictly increasing")
            self.steps.append((first, read(entry["value"])))

    def at(self, day):
        return [value for first, value in self.steps if first <= day][-1]

    @property
    def values(self):
        return [value for _, value in self.steps]


class Calendar:
    """Working time of one kind: by weekday, or by a rota."""

    def __init__(self, data, top=None):
        kinds = [k for k in (("workdays", "hoursPerDay"), ("hours",), ("pattern",)) if any(key in data for key in k)]
        if len(kinds) > 1:
            raise Invalid("working time of more than one kind")
        holidays = data.get("holidays", None if top else [])
        self.holidays = top.holidays if holidays is None else {date(d) for d in holidays}
        self.pattern = self.pattern_from = None
        self.plain = False
        if not kinds and top:
            self.week, self.pattern, self.pattern_from = top.week, top.pattern, top.pattern_from
        elif kinds == [("hours",)]:
            self.week = [frac(data["hours"].get(d), 0) for d in WEEKDAYS]
        elif kinds == [("pattern",)]:
            self.pattern_from = date(data["pattern"]["from"])
            self.pattern = [frac(h) for h in data["pattern"]["days"]]
            self.week = None
        else:
            self.plain = True
            base = top if top and top.plain else None
            workdays = data.get("workdays", base.workdays if base else WEEKDAYS[:5])
            per_day = frac(data.get("hoursPerDay"), base.per_day if base else 8)
            self.workdays, self.per_day = workdays, per_day
            self.week = [per_day if d in workdays else F(0) for d in WEEKDAYS]
        hours = [h for h in (self.pattern or self.week) if h > 0]
        if not hours:
            raise Invalid("a calendar without hours")
        self.W = F(7 * len(hours), len(self.pattern)) if self.pattern else F(len(hours))
        self.Hd = sum(hours, F(0)) / len(hours)

    def H(self, day):
        if day in self.holidays:
            return F(0)
        if self.pattern:
            return self.pattern[(day - self.pattern_from).days % len(self.pattern)]
        return self.week[day.weekday()]
