# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan's JSON is made of: lists, identities, terms, and how near figures have to be."""
from __future__ import annotations

from fractions import Fraction as F

GRID = F(1, 10**6)
STATUSES = {"optimal", "feasible"}
STOPS = {"proved", "gap", "time", "work", "memory", "interrupted", "crash"}
SPENT = ["labour", "overtime", "assets", "engagement", "delay", "training"]
PENALTIES = ["unmet", "commitments", "change", "preference"]
# list -> what identifies an entry, in the order that it is sorted by
IDENTITY = {
    "assignments": ("staff", "demand", "period", "place"),
    "overtime": ("staff", "demand", "period", "asset"),
    "assetUse": ("asset", "demand", "period"),
    "operating": ("staff", "asset", "demand", "period"),
    "unmet": ("demand", "period"),
    "brokenCommitments": ("staff", "demand", "period"),
}
NO_PROJECT = {"brokenCommitments"}


def on_grid(value):
    return (value / GRID).denominator == 1


def tolerance(value):
    return F(1, 10**5) + abs(F(value)) * F(1, 10**6)


def order_key(entry, identity):
    """Ids by code point; numbers as numbers; what is left out comes first."""
    return tuple(("", -1) if entry.get(k) is None else
                 (entry[k], 0) if isinstance(entry[k], str) else ("", entry[k]) for k in identity)  # fmt: skip
