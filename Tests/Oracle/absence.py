# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios in which something is absent, empty or 0, alone and in pairs: two programs that read one format should agree on that."""
from __future__ import annotations

import copy
import random

# What a scenario cannot do without, or what others refer to.
KEPT = {"format", "id", "start", "end"}


def places(value, path=()):
    """The paths of all keys in objects, from the top."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield path + (key,)
            yield from places(inner, path + (key,))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from places(inner, path + (position,))


def changed(scenario, seed):
    """The scenario with one or two keys left out, emptied or set to 0; and what was done, in words."""
    choose = random.Random(seed)
    result, done = copy.deepcopy(scenario), []
    for _ in range(choose.choice((1, 2, 2))):
        found = [path for path in places(result) if path[-1] not in KEPT]
        # Keys of the same name are many where there are many people: each name has the same chance.
        name = choose.choice(sorted({path[-1] for path in found}))
        path = choose.choice([path for path in found if path[-1] == name])
        owner = result
        for step in path[:-1]:
            owner = owner[step]
        value = owner[path[-1]]
        ways = ["left out"]
        if isinstance(value, (list, dict)) and value:
            ways.append("empty")
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value:
            ways += ["0", "0"]
        way = choose.choice(ways)
        if way == "left out":
            del owner[path[-1]]
        else:
            owner[path[-1]] = 0 if way == "0" else type(value)()
        done.append("/".join(str(step) for step in path) + f" {way}")
    return result, ", ".join(done)
