# SPDX-License-Identifier: GPL-3.0-or-later
"""The linear program of a scenario as arrays, built fast: what the peers are given.

Written from the model's text alone (variables, rows and objective of a plan by days, no decisions in whole numbers), as the
smallest program known that has the same optimum:

- Who has nothing to do with assets has hours by slot, not by day. A slot is the part of a period in a calendar week. Where
  some work can only be done on a stretch of its days, rows say that all work which must be done inside of a stretch fits into
  it: for stretches that is enough (Hall's theorem for intervals).
- Who uses equipment or operates assets has hours by class: the days of a slot on which all these people, their work and all
  assets are alike. The mean of a plan over the days of a class is a plan too, so that sums over them are enough.
- Overtime has a column for each piece of work only where that matters: where a budget pays for it or equipment is occupied,
  or where stretches of days are told apart. Else there is one for each person and slot.

The matrix is made column by column, a demand at a time, so that nothing has to be sorted: the form that every peer takes as
it is.
"""
import numpy as np

from staffing_scenario import INF, NO_TIME, StaffingScenario
from staffing_time import Unsupported, read  # noqa: F401 (for those who ask)


class Columns:
    """Columns with their entries, appended in blocks of equal length."""

    def __init__(self):
        self.count = 0
        self.cost, self.upper, self.length, self.rows, self.values = [], [], [], [], []

    def add(self, cost, upper, rows, values):
        """Adds n columns: `rows` and `values` are lists of arrays or numbers, one for each entry of a column. The number
        of the first. An entry in row -1 is none."""
        upper = np.atleast_1d(np.asarray(upper, float))
        n, first = len(upper), self.count
        block_rows = np.empty((n, len(rows)), np.int32)
        block_values = np.empty((n, len(rows)))
        for k, (row, value) in enumerate(zip(rows, values)):
            block_rows[:, k] = row
            block_values[:, k] = value
        there = block_rows >= 0
        self.cost.append(np.broadcast_to(np.asarray(cost, float), n))
        self.upper.append(upper)
        self.length.append(there.sum(axis=1))
        self.rows.append(block_rows[there])
        self.values.append(block_values[there])
        self.count += n
        return first


class StaffingLP(StaffingScenario):
    """`minimise cost x, row_lower <= A x <= row_upper, 0 <= x <= upper`; A by columns: start, index, value."""

    def __init__(self, scenario):
        super().__init__(scenario)
        self.columns, self.low, self.high, self.row_count, self.more = Columns(), [], [], 0, []
        self._rows_of_time()
        self._rows_of_assets()
        for number in range(len(self.demands)):
            self._demand(number)
        self._operators()
        self._shared_overtime()
        self._stretches()
        self._commitments()
        self._finish()

    # Rows

    def _row(self, low, high):
        """One row, or as many as the arrays hold; the number of the first."""
        low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
        first = self.row_count
        self.low.append(low.ravel())
        self.high.append(high.ravel())
        self.row_count += low.size
        return first

    def _rows_where(self, mask, high):
        """A row for each place of a mask, with these upper limits; -1 elsewhere."""
        rows = np.full(mask.shape, -1, np.int32)
        rows[mask] = self._row(-INF, high[mask]) + np.arange(mask.sum())
        return rows

    def _rows_of_time(self):
        """Rows 1 and 2."""
        used = np.zeros(self.told_apart.shape, bool)
        for work in [w for w in self.work if w] + list(self.operating.values()):
            used[work.person, work.slot] = True
        self.used = used
        self.capacity = self._rows_where(used & ((self.slot_regular > NO_TIME) | ~self.told_apart), self.slot_regular)
        there = used & (self.slot_overtime > NO_TIME)
        # What a week allows beyond the limits of its days: in the slot itself where that is all that the week has.
        weekly = np.zeros((len(self.staff), self.horizon.weeks))
        several = weekly.copy()
        person, slot = np.nonzero(there)
        np.add.at(weekly, (person, self.week[slot]), self.slot_overtime[person, slot])
        np.add.at(several, (person, self.week[slot]), 1)
        short = weekly > self.per_week[:, None] + NO_TIME
        most = self.slot_overtime.copy()
        alone = there & (short & (several == 1))[:, self.week]
        most = np.where(alone, np.minimum(most, self.per_week[:, None]), most)
        self.slot_overtime_most = most
        self.overtime_row = self._rows_where(there & self.told_apart, most)
        limit = np.broadcast_to(self.per_week[:, None], short.shape)
        self.week_row = self._rows_where(short & (several > 1), limit)
        self.total_row = self._rows_where(np.isfinite(self.total) & there.any(axis=1), self.total)

    def _rows_of_assets(self):
        self.asset_row, self.operator_row = {}, {}
        slots = np.arange(self.first_class, len(self.first_day))
        for name in self.assets:
            rows = np.full(len(self.first_day), -1, np.int32)
            most = self.units[name][self.first_day[slots]] * self.day_count[slots]
            rows[slots] = self._row(-INF, most) + np.arange(len(slots))
            self.asset_row[name] = rows
        for name in self.operators:
            for number, usable in enumerate(self.usable):
                if usable is None or not self._serves(number, name):
                    continue
                mine = slots[usable[self.first_day[slots]]]
                rows = np.full(len(self.first_day), -1, np.int32)
                rows[mine] = self._row(np.zeros(len(mine)), INF) + np.arange(len(mine))
                self.operator_row[name, number] = rows
        self.budget = [
            self._row(-INF, p["budget"]) if p.get("budget") is not None else -1 for p in self.projects
        ]
        self.pace = []
        for demand, (first, end) in zip(self.demands, self.window):
            rows = np.full(self.horizon.weeks, -1)
            if demand.get("maxHoursPerWeek") is not None:
                weeks = np.unique(self.horizon.week_of[first:end])
                rows[weeks] = self._row(-INF, np.full(len(weeks), demand["maxHoursPerWeek"])) + np.arange(len(weeks))
            self.pace.append(rows)

    # Columns

    def _hours(self, work, cost, regular, overtime, common, budget):
        """Columns of hours: `regular` and `overtime` are entries that only one of them has, `common` those of both. The
        numbers of the columns of regular time, or of all hours, and of overtime; -1 where there is none."""
        person, slot = work.person, work.slot
        apart = self.told_apart[person, slot]
        numbers = []
        for is_extra in (False, True):
            most = np.where(is_extra, work.overtime, work.regular + np.where(apart, 0, work.overtime))
            there = (most > NO_TIME) & (apart | (not is_extra))
            i, s = person[there], slot[there]
            price = cost[there]
            rows = [self.capacity[i, s]] if not is_extra else [
                self.overtime_row[i, s], self.week_row[i, self.week[s]], self.total_row[i]
            ]
            values = [1] * len(rows)
            if is_extra:
                price = price + (self.factor[i] - 1) * self.cost[i, self.period[s]]
            for row, value in (overtime if is_extra else regular) + common:
                rows.append(row[there])
                values.append(value[there])
            rows.append(budget)
            values.append(price)
            column = np.full(len(person), -1)
            column[there] = self.columns.add(price, most[there], rows, values) + np.arange(there.sum())
            numbers.append(column)
        return numbers

    def _demand(self, number):
        demand = self.demands[number]
        budget = self.budget[self.project_of[number]]
        if self.hours[number] is None:
            self._asset_demand(number, demand, budget)
            return
        first, end = self.window[number]
        periods, hours, unmet = self.horizon.periods, self.hours[number], self._unmet(number)
        effort = np.full(periods, -1, np.int32)
        if demand.get("pace", "flexible") == "even":
            there = np.unique(self.horizon.period_of[first:end])
            share = np.bincount(self.horizon.period_of[first:end], self.top.hours[first:end], periods)[there]
            wanted = hours * share / share.sum()
            effort[there] = self._row(wanted, wanted) + np.arange(len(there))
            self.columns.add(unmet, wanted, [effort[there]], [1])
        else:
            effort[:] = self._row(hours, hours)
            self.columns.add(unmet, hours, [effort[0]], [1])
        work = self.work[number]
        if work is None:
            return
        one = np.ones(len(work.person))
        common = [(effort[self.period[work.slot]], work.speed), (self.pace[number][self.week[work.slot]], one)]
        regular, overtime = [], []
        for use in demand.get("uses", []):
            units = use.get("unitsPerPerson", 1)
            used = np.unique(work.slot)
            for parts, hours in (
                (regular, self.whole_day[work.person, self.first_day[work.slot]]),
                (overtime, np.maximum(NO_TIME, self.extra[work.person])),
            ):
                rows = np.full(len(self.first_day), -1, np.int32)
                rows[used] = self._row(-INF, np.zeros(len(used))) + np.arange(len(used))
                parts.append((rows[work.slot], units / hours))
            self._units(
                number, use["asset"], used, [(regular[-1][0], work.slot), (overtime[-1][0], work.slot)], budget
            )
        rate = self.rate[self.project_of[number]][work.person, self.period[work.slot]]
        work.columns = self._hours(work, rate, regular, overtime, common, budget)

    def _units(self, number, name, slots, links, budget):
        """The columns of an asset's units that people on a demand occupy."""
        rows, values = [self.asset_row[name][slots]], [1]
        for row, slot in links:
            by_slot = np.full(len(self.first_day), -1, np.int32)
            by_slot[slot] = row
            rows.append(by_slot[slots])
            values.append(-1)
        self._use(number, name, slots, rows, values, budget)

    def _use(self, number, name, slots, rows, values, budget):
        price = self.assets[name].get("costPerUnitDay", 0)
        if (name, number) in self.operator_row:
            rows.append(self.operator_row[name, number][slots])
            values.append(-self.assets[name]["operators"]["hoursPerUnitDay"])
        rows.append(budget)
        values.append(price)
        self.columns.add(price, np.full(len(slots), INF), rows, values)

    def _asset_demand(self, number, demand, budget):
        slots = np.arange(self.first_class, len(self.first_day))
        if not len(slots):
            # Nothing there that could serve it.
            slots = np.zeros(0, int)
            count = int(self.usable[number].sum())
            wanted = demand["units"] * count
            self.columns.add(self._unmet(number), wanted, [self._row(wanted, wanted)], [1])
            return
        slots = slots[self.usable[number][self.first_day[slots]]]
        wanted = demand["units"] * self.day_count[slots]
        supply = self._row(wanted, wanted) + np.arange(len(slots))
        self.columns.add(self._unmet(number), wanted, [supply], [1])
        for name, asset in self.assets.items():
            if self._fits(demand, asset):
                self._use(number, name, slots, [supply, self.asset_row[name][slots]], [1, 1], budget)

    def _operators(self):
        for (name, number), work in self.operating.items():
            one = np.ones(len(work.person))
            common = [
                (self.operator_row[name, number][work.slot], one), (self.pace[number][self.week[work.slot]], one)
            ]
            budget = self.budget[self.project_of[number]]
            self._hours(work, self.cost[work.person, self.period[work.slot]], [], [], common, budget)

    def _shared_overtime(self):
        there = self.used & ~self.told_apart & (self.slot_overtime > NO_TIME)
        i, s = np.nonzero(there)
        rows = [self.capacity[i, s], self.week_row[i, self.week[s]], self.total_row[i]]
        premium = self.cost[i, self.period[s]] * (self.factor[i] - 1)
        self.columns.add(premium, self.slot_overtime_most[i, s], rows, [-1, 1, 1])

    def _stretches(self):
        """Work that must be done inside of a stretch of a slot fits into it, where it is that of several columns."""
        groups = {}
        for work in self.work:
            if work is None:
                continue
            where = np.flatnonzero(work.part & (work.slot < self.first_class))
            for k in where.tolist():
                groups.setdefault((int(work.person[k]), int(work.slot[k])), []).append((work, k))
        for (i, s), members in groups.items():
            for kind, days in enumerate((self.regular[i], self.overtime[i])):
                first, end = self.horizon.first[s], self.horizon.end[s]
                parts = []
                for work, k in members:
                    if work.columns[kind][k] < 0:
                        continue
                    worked = np.flatnonzero(days[max(first, work.low[k]) : min(end, work.high[k])] > 0)
                    low = max(first, work.low[k])
                    parts.append((low + worked[0], low + worked[-1], work.columns[kind][k]))
                whole = days[first:end].sum()
                done = set()
                for low in {p[0] for p in parts}:
                    for high in {p[1] for p in parts}:
                        inside = tuple(p[2] for p in parts if p[0] >= low and p[1] <= high)
                        most = days[low : high + 1].sum()
                        if len(inside) < 2 or inside in done or most > whole - NO_TIME:
                            continue
                        # The smallest stretch that has all of these.
                        mine = [p for p in parts if p[2] in inside]
                        most = days[min(p[0] for p in mine) : max(p[1] for p in mine) + 1].sum()
                        done.add(inside)
                        row = self._row(-INF, most)
                        self.more += [(int(column), row) for column in inside]

    def _commitments(self):
        promised = {}
        number_of = {d["id"]: n for n, d in enumerate(self.demands)}
        for entry in self.scenario.get("commitments", []):
            i, number = self.index[entry["staff"]], number_of[entry["demand"]]
            first, end = self.horizon.span(entry)
            first, end = max(first, self.window[number][0]), min(end, self.window[number][1])
            if first >= end:
                continue
            if "share" in entry:
                hours = entry["share"] * self.regular[i, first:end]
            else:
                hours = entry["hoursPerWeek"] / self.week_length[i, first:end] * self.present[i, first:end]
            hours = hours * self.works[i, first:end]
            for t, amount in enumerate(np.bincount(self.horizon.period_of[first:end], hours, self.horizon.periods)):
                if amount > 0:
                    promised[number, i, t] = promised.get((number, i, t), 0) + amount
        self._lower(promised)
        for (number, i, t), hours in promised.items():
            row = self._row(hours, INF)
            self.columns.add(self.promise_hour, INF, [row], [1])
            work = self.work[number]
            if work is None:
                continue
            for k in np.flatnonzero((work.person == i) & (self.period[work.slot] == t)).tolist():
                self.more += [(int(columns[k]), row) for columns in work.columns if columns[k] >= 0]

    def _lower(self, promised):
        """Promises to a demand that wants less are lowered in proportion."""
        for number, demand in enumerate(self.demands):
            mine = [key for key in promised if key[0] == number]
            if not mine:
                continue
            work = self.work[number]
            fastest = work.speed.max() if work is not None and len(work.speed) else 1
            first, end = self.window[number]
            share = np.bincount(self.horizon.period_of[first:end], self.top.hours[first:end], self.horizon.periods)
            even = demand.get("pace", "flexible") == "even"
            for t in sorted({key[2] for key in mine}) if even else [None]:
                keys = [key for key in mine if t is None or key[2] == t]
                total = sum(promised[key] for key in keys)
                wanted = self.hours[number] * (share[t] / share.sum() if even else 1) / fastest
                if total > wanted:
                    for key in keys:
                        promised[key] *= wanted / total

    def _finish(self):
        columns = self.columns

        def joined(parts, kind):
            return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)

        self.cost_vector = joined(columns.cost, float)
        self.upper = joined(columns.upper, float)
        self.row_lower = joined(self.low, float)
        self.row_upper = joined(self.high, float)
        length = joined(columns.length, np.int64)
        self.index_vector = joined(columns.rows, np.int32)
        self.value = joined(columns.values, float)
        self.start = np.concatenate([[0], np.cumsum(length)]).astype(np.int32)
        if self.more:
            column = np.array([m[0] for m in self.more])
            at = self.start[column + 1]
            self.index_vector = np.insert(self.index_vector, at, [m[1] for m in self.more]).astype(np.int32)
            self.value = np.insert(self.value, at, 1.0)
            np.add.at(length, column, 1)
            self.start = np.concatenate([[0], np.cumsum(length)]).astype(np.int32)
        self.row_total, self.column_total = len(self.row_lower), len(self.upper)

    def write_mps(self, path):
        """A free MPS file, every number with all its digits."""
        equal = self.row_lower == self.row_upper
        kinds = np.where(equal, "E", np.where(np.isfinite(self.row_upper), "L", "G"))
        with open(path, "w", encoding="ascii") as out:
            out.write("NAME staffing\nROWS\n N cost\n")
            out.writelines(f" {kind} r{r}\n" for r, kind in enumerate(kinds))
            out.write("COLUMNS\n")
            starts, rows, values = self.start.tolist(), self.index_vector.tolist(), self.value.tolist()
            for c, cost in enumerate(self.cost_vector.tolist()):
                lines = [f" c{c} cost {cost!r}\n"]
                lines += [f" c{c} r{rows[e]} {values[e]!r}\n" for e in range(starts[c], starts[c + 1])]
                out.writelines(lines)
            out.write("RHS\n")
            side = np.where(kinds == "G", self.row_lower, self.row_upper).tolist()
            out.writelines(f" rhs r{r} {value!r}\n" for r, value in enumerate(side) if value)
            out.write("BOUNDS\n")
            out.writelines(f" UP b c{c} {u!r}\n" for c, u in enumerate(self.upper.tolist()) if u != INF)
            out.write("ENDATA\n")
