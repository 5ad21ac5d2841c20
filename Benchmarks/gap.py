#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generalised assignment problem through a scenario: every job a demand that one person does as a whole.

Agents are people with a skill for each job, whose productivity is one over the hours that the job takes them; costs are
rates of the job's project. One period holds it all. What makes a job whole is the form: `team` (a team of one) or
`minimum` (the least hours of a week, which no job has). Values are compared with the best known ones of the instances.
"""

import argparse
import csv
import json
import math
import os
import statistics
import sys
import tempfile

import runs

DAYS = 31
DEFAULT = [
    "a20200", "b20200", "c10100", "c20100", "c20200", "d05100", "d10100", "d20100", "d10200", "d20200",
]  # fmt: skip


def read_instance(path):
    numbers = list(map(int, open(path).read().split()))
    agents, jobs = numbers[:2]

    def row(start, index):
        return numbers[start + index * jobs : start + (index + 1) * jobs]

    costs = [row(2, agent) for agent in range(agents)]
    hours = [row(2 + agents * jobs, agent) for agent in range(agents)]
    return costs, hours, numbers[2 + 2 * agents * jobs :]


def scenario(costs, hours, capacities, form):
    """The instance as a scenario. Where a day of one person does not hold what an agent can do, an agent is several heads."""
    agents, jobs = range(len(costs)), range(len(costs[0]))
    heads = max(1, math.ceil(max(capacities) / (DAYS * 24)))
    staff = [
        {
            "id": f"a{agent}", "headcount": heads,
            # Rounded up: a capacity that is short by a millionth keeps out a job that fits.
            "hoursPerDay": math.ceil(capacities[agent] / heads / DAYS * 1e6) / 1e6,
            "skills": {f"j{job}": {"level": 1, "productivity": 1 / hours[agent][job]} for job in jobs},
        }
        for agent in agents
    ]  # fmt: skip
    projects = [
        {
            "id": f"p{job}",
            "rates": {f"a{agent}": costs[agent][job] / hours[agent][job] for agent in agents},
            "demands": [
                {"id": f"d{job}", "hours": 1, "skills": {f"j{job}": 1}}
                | ({"team": {"min": 1, "max": 1}} if form == "team" else {})
            ],
        }
        for job in jobs
    ]
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    policy = {"unmetCostPerHour": 2 * max(map(max, costs))}
    if form == "minimum":
        policy["minimumHoursPerWeek"] = 168
    return {
        "format": "muster/scenario@1",
        "calendar": {
            "start": "2026-01-01", "end": "2026-01-31", "period": "month", "workdays": every, "hoursPerDay": 24,
        },
        "policy": policy, "staff": staff, "projects": projects,
    }  # fmt: skip


def solve_by_highs(costs, hours, capacities, limit):
    """HiGHS on the plain model: an agent for each job, and the agents' capacities."""
    solver = runs.highs(limit)
    agents, jobs = range(len(costs)), range(len(costs[0]))
    x = [[solver.addBinary(obj=costs[agent][job]) for job in jobs] for agent in agents]
    for job in jobs:
        solver.addConstr(sum(x[agent][job] for agent in agents) == 1)
    for agent in agents:
        solver.addConstr(sum(hours[agent][job] * x[agent][job] for job in jobs) <= capacities[agent])
    return runs.run_highs(solver)


def percent(figure, best, sign=1):
    """How far a figure is above the best one, or with sign -1 below."""
    return "-" if figure is None else f"{sign * 100 * (figure - best) / best:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--muster", default=".build/release/muster")
    parser.add_argument("--data", default="../shared/data/gap")
    parser.add_argument("--instances", nargs="+", default=DEFAULT)
    parser.add_argument("--form", nargs="+", choices=["team", "minimum"], default=["team", "minimum"])
    parser.add_argument("--limit", type=float, default=10)
    parser.add_argument("--peer", action="store_true", help="also run HiGHS on the plain assignment model")
    parser.add_argument("--keep", help="write the scenarios into this folder")
    arguments = parser.parse_args()

    known = os.path.join(arguments.data, "best_known.csv")
    if not os.path.exists(known):
        sys.exit(f"gap.py: {known} is missing; name the folder of the instances with --data")
    best = {row["name"]: float(row["optimum"] or row["best_known"]) for row in csv.DictReader(open(known))}
    failures = 0
    above = {}
    print("instance  solver    seconds  above best, %  bound below best, %")
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or temporary
        os.makedirs(folder, exist_ok=True)
        for name in arguments.instances:
            instance = read_instance(os.path.join(arguments.data, "instances", "chu1997", name))
            done = []
            for form in arguments.form:
                path = os.path.join(folder, f"{name}-{form}.json")
                with open(path, "w") as file:
                    json.dump(scenario(*instance, form), file)
                done.append((form, runs.run_muster(arguments.muster, path, arguments.limit)))
            if arguments.peer:
                done.append(("highs", solve_by_highs(*instance, arguments.limit)))
            for solver, run in done:
                if run.get("failed"):
                    failures += 1
                    print(f"{name:9} {solver:8} {run['seconds']:8.1f}  {run['status']}")
                    continue
                value, bound = run["value"], run["bound"]
                print(
                    f"{name:9} {solver:8} {run['seconds']:8.1f} {percent(value, best[name]):>14} "
                    f"{percent(bound, best[name], -1):>20}", flush=True)  # fmt: skip
                if value is not None:
                    above.setdefault(solver, []).append(100 * (value - best[name]) / best[name])
    for solver, figures in above.items():
        print(f"median of {solver}: {statistics.median(figures):.3f} % in {len(figures)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
