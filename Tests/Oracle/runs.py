# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs share that hold Muster against the model on many scenarios: their arguments, and how they run and report."""
from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from random_scenarios import add_arguments

# Preferences for times and strict orders, where a program is about the value alone.
ORDERS = ("strict", "early", "late", "balanced")


def parser(description, timeout=120):
    """The arguments that all of them have; `timeout` is in seconds, for a call of Muster."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--muster", required=True)
    result.add_argument("--count", type=int, default=0)
    result.add_argument("--seed", type=int, default=0)
    add_arguments(result)
    result.add_argument("--timeout", type=float, default=timeout)
    result.add_argument("--jobs", type=int, default=2)
    return result


def without_orders(options):
    """The keys that scenarios are to do without."""
    return sorted({*(options["without"] or []), *ORDERS})


def run(check, jobs, count):
    """Runs `check`, which gives a name, problems and kinds, on all jobs; ends with 1 if there is any problem."""
    if not jobs:
        sys.exit("nothing to do: give --count")
    failed, kinds = 0, Counter()
    with ProcessPoolExecutor(count) as pool:
        for name, problems, found in pool.map(check, jobs, chunksize=1):
            kinds.update(found)
            failed += bool(problems)
            for problem in problems:
                print(f"{name:<32} {problem[:300]}")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    print(f"{len(jobs)} scenarios, {failed} failed")
    sys.exit(1 if failed else 0)
