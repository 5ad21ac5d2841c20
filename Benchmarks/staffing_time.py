# SPDX-License-Identifier: GPL-3.0-or-later
"""Days of a scenario: its horizon, its periods and weeks, and what its calendars work."""
import datetime as dt
import json

import numpy as np

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Unsupported(Exception):
    """The scenario asks for something outside the linear program, or for something that is not written here."""


def read(path):
    with open(path, "rb") as file:
        return json.load(file)


def cents(value):
    """To the cent, half away from zero; never negative here."""
    return np.floor(value * 100 + 0.5) / 100


def running(values):
    """Sums of all before, along the last axis, with a 0 in front."""
    zero = np.zeros(values.shape[:-1] + (1,))
    return np.concatenate([zero, np.cumsum(values, axis=-1)], axis=-1)


class Horizon:
    """Days as numbers from 0; periods, weeks, and the slots that both cut."""

    def __init__(self, calendar):
        self.start = dt.date.fromisoformat(calendar["start"])
        self.count = (dt.date.fromisoformat(calendar["end"]) - self.start).days + 1
        dates = [self.start + dt.timedelta(n) for n in range(self.count)]
        week_start = DAYS.index(calendar.get("weekStart", "mon"))
        kind = calendar.get("period", "week")
        new_week = [n == 0 or d.weekday() == week_start for n, d in enumerate(dates)]
        new_period = [
            n == 0 or kind == "day" or (new_week[n] if kind == "week" else d.day == 1) for n, d in enumerate(dates)
        ]
        self.period_of = np.cumsum(new_period) - 1
        self.week_of = np.cumsum(new_week) - 1
        self.first = np.flatnonzero(np.array(new_week) | np.array(new_period))
        self.end = np.append(self.first[1:], self.count)
        self.weekday = np.array([d.weekday() for d in dates])
        self.periods, self.weeks = self.period_of[-1] + 1, self.week_of[-1] + 1

    def day(self, text):
        return (dt.date.fromisoformat(text) - self.start).days

    def span(self, entry, begin="from", end="to"):
        """A range of days inside the horizon, the end excluded; may be empty."""
        first = self.day(entry[begin]) if entry.get(begin) else 0
        last = self.day(entry[end]) if entry.get(end) else self.count - 1
        first = min(self.count, max(0, first))
        return first, max(first, min(self.count - 1, last) + 1)


class Calendar:
    """Working time: the hours of each day of the horizon, and those of a full day."""

    def __init__(self, entry, horizon, top=None):
        kinds = [kind for kind in ("hours", "pattern") if kind in entry]
        if "workdays" in entry or "hoursPerDay" in entry or (not kinds and top is None):
            base = top.plain if top and top.plain else (DAYS[:5], 8)
            self.plain = entry.get("workdays", base[0]), entry.get("hoursPerDay", base[1])
            week = [self.plain[1] if day in self.plain[0] else 0 for day in DAYS]
        elif "hours" in entry:
            self.plain, week = None, [entry["hours"].get(day, 0) for day in DAYS]
        elif "pattern" in entry:
            self.plain, week = None, None
        else:
            self.plain, week = top.plain, top.week
        self.week, self.rota = week, entry.get("pattern") or (top.rota if week is None and top else None)
        if week is not None:
            self.hours = np.array(week, float)[horizon.weekday]
            worked = [h for h in week if h > 0]
            self.length = len(worked)
        else:
            days = np.array(self.rota["days"], float)
            self.hours = days[(np.arange(horizon.count) - horizon.day(self.rota["from"])) % len(days)]
            worked = [h for h in days.tolist() if h > 0]
            self.length = 7 * len(worked) / len(days)
        self.full = sum(worked) / len(worked)
        self.holidays = entry["holidays"] if "holidays" in entry else top.holidays if top else []
        for holiday in self.holidays:
            if 0 <= horizon.day(holiday) < horizon.count:
                self.hours[horizon.day(holiday)] = 0
