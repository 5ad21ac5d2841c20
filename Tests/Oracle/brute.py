# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact optimum of a small oracle model: a tableau simplex with Bland's rule in rational
arithmetic. Slow on purpose and simple on purpose; it guards `oracle.py` against HiGHS' rounding
and against mistakes in handing the model over.
"""
from fractions import Fraction as F


def exact_optimum(model, limit=20000):
    """The exact optimal value of `model`.

    Every row of the program has a column that is alone in its row with a positive coefficient (an
    unmet amount, a missed promise, a move away from the baseline) or a slack: the plan in which
    nothing is done. So no first phase is needed.
    """
    n = len(model.columns)
    uses = [0] * n
    for _, _, _, entries in model.rows:
        for j in entries:
            uses[j] += 1
    rows = []  # (entries, rhs, basic column)
    width = n
    for key, low, high, entries in model.rows:
        entries = {j: a for j, a in entries.items() if a}
        if low is not None and high is not None:
            alone = [j for j, a in entries.items() if uses[j] == 1 and a == 1]
            rows.append((entries, low, alone[-1]))
        elif high is not None:
            rows.append(({**entries, width: F(1)}, high, width))
            width += 1
        elif low == 0:
            rows.append(({**{j: -a for j, a in entries.items()}, width: F(1)}, F(0), width))
            width += 1
        else:
            alone = [j for j, a in entries.items() if uses[j] == 1 and a == 1]
            rows.append(({**entries, width: F(-1)}, low, alone[0]))
            width += 1
    for j, (_, upper, _, _) in enumerate(model.columns):
        if upper is not None:
            rows.append(({j: F(1), width: F(1)}, upper, width))
            width += 1

    table = [dict(entries) for entries, _, _ in rows]
    rhs = [r for _, r, _ in rows]
    basis = [b for _, _, b in rows]
    if any(r < 0 for r in rhs):
        raise ValueError("negative right-hand side")
    cost = {j: c[2] for j, c in enumerate(model.columns) if c[2]}
    value = F(0)
    for r, b in enumerate(basis):
        c = cost.get(b, F(0))
        if c:
            value += c * rhs[r]
            for j, a in table[r].items():
                cost[j] = cost.get(j, F(0)) - c * a
    for _ in range(limit):
        entering = min((j for j, c in cost.items() if c < 0), default=None)
        if entering is None:
            return value + model.constant
        best = None
        for r, row in enumerate(table):
            a = row.get(entering, 0)
            if a > 0:
                candidate = (rhs[r] / a, basis[r], r)
                if best is None or candidate < best:
                    best = candidate
        if best is None:
            raise ValueError("unbounded")
        step, _, r = best
        pivot = table[r][entering]
        table[r] = {j: a / pivot for j, a in table[r].items()}
        rhs[r] = step
        basis[r] = entering
        for k, row in enumerate(table):
            a = row.get(entering)
            if k != r and a:
                for j, b in table[r].items():
                    new = row.get(j, 0) - a * b
                    if new:
                        row[j] = new
                    else:
                        row.pop(j, None)
                rhs[k] -= a * step
        c = cost[entering]
        value += c * step
        for j, b in table[r].items():
            new = cost.get(j, 0) - c * b
            if new:
                cost[j] = new
            else:
                cost.pop(j, None)
    raise RuntimeError("too many pivots")
