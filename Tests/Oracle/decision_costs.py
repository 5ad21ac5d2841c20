# SPDX-License-Identifier: GPL-3.0-or-later
"""Solves again what `muster explain` says of decisions: the best plan with the other choice made, by the model.

    python decision_costs.py --muster PATH --count N [--seed S] [--size XS]

Of starts, engaged people and trainings only what fits the choice is tried; of projects that are done in full or not at all the
switch is held; of waiting and teams the key is taken away. Exits 1 where a value is below the model's bound, a bound above its
value, a confirmed one is not the best, or a choice without a plan has one.
"""
from __future__ import annotations

import copy
import json
import re
import subprocess
from fractions import Fraction as F

import runs
from plan_format import tolerance
from random_scenarios import DECISION_KEYS, generate
from readings import frac, loads
from whole import Switched, TooMany, Whole


class Chosen(Whole):
    """A scenario in which one choice is made."""

    def __init__(self, data, decision, seconds):
        super().__init__(data, seconds)
        self.done = None
        kind, one, other = decision["kind"], decision["id"], decision["other"]
        number = int(next(iter(re.findall(r"\d+", other)), 0))
        if kind == "start":
            self.all = [d for d in self.all if d.starts.get(one, 0) == number]
            if self.f.projects[one].get("allOrNothing"):
                self.done = one, 1
        elif kind == "engagement":
            self.all = [d for d in self.all if d.heads.get(one, 0) == number]
        elif kind == "training":
            self.all = [d for d in self.all if ((one, decision["skill"]) in d.bought) == (other == "bought")]
        elif kind == "project":
            self.done = one, int(other == "done in full")

    def program(self, n):
        if n not in self._models:
            model = self._models[n] = Switched(self.options.facts(self.all[n]))
            if self.done:
                model.row(("chosen",), F(self.done[1]), F(self.done[1]), {model.index["done", self.done[0]]: F(1)})
        return self._models[n]


def without(data, decision, figures):
    """The scenario without the rule that a decision is about, with the penalties as they are."""
    data = copy.deepcopy(data)
    for project in data["projects"]:
        for demand in project.get("demands", []):
            if demand["id"] == decision["id"]:
                demand.pop(decision["kind"])
    data.setdefault("policy", {}).update({k: v for k, v in figures.items() if k not in data["policy"]})
    return data


def best(data, decision, seconds):
    try:
        chosen = Chosen(data, decision, seconds)
        return dict(chosen.solve())["value"], chosen.bounds["value"]
    except RuntimeError as error:
        if "no plan found" in str(error):
            return None, None
        raise


def check(job):
    name, data, options = job
    problems, kinds = [], []
    try:
        text = json.dumps(data).encode()
        data = loads(text)
        done = subprocess.run([options["muster"], "explain", "-", "--format", "json", "--remedies", "0", "--prices", "0"],
                              input=text, capture_output=True, timeout=options["timeout"])  # fmt: skip
        if done.returncode != 0:
            return name, [f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:300]}"], kinds
        facts = Whole(data, options["seconds"]).f
        figures = {"unmetCostPerHour": facts.unmet_hour, "unmetCostPerUnitDay": facts.unmet_unit,
                   "commitmentCostPerHour": facts.commitment_hour}  # fmt: skip
        for decision in loads(done.stdout).get("decisions", []):
            what = f"{decision['kind']} {decision['id']}: {decision['other']}"
            is_rule = decision["kind"] in ("after", "team")
            value, bound = best(without(data, decision, figures) if is_rule else data, decision, options["seconds"])
            kinds.append(decision["kind"])
            if (value is None) != (decision["value"] is None):
                problems.append(f"{what}: {decision['value']}, the model finds {value}")
                continue
            if value is None:
                continue
            said, room = frac(decision["value"]), tolerance(value) + F(1, 10)
            if said < F(bound) - room:
                problems.append(f"{what}: {float(said)} is below the model's bound {bound}")
            if decision["bound"] is not None and frac(decision["bound"]) > F(value) + room:
                problems.append(f"{what}: the bound {float(decision['bound'])} is above the model's {value}")
            if said > F(value) + room + (0 if decision["confirmed"] else F(5, 100) * abs(F(value))):
                problems.append(f"{what}: {float(said)}, the model finds {value}")
            kinds.append("confirmed" if decision["confirmed"] else "best" if said <= F(value) + room else "worse")
    except TooMany:
        kinds.append("too many combinations")
    except Exception as error:
        problems.append(f"model: {type(error).__name__}: {error}")
    return name, problems, kinds


def main():
    parser = runs.parser(__doc__, timeout=300)
    parser.add_argument("--seconds", type=float, default=60)
    options = vars(parser.parse_args())
    without = runs.without_orders(options)
    jobs = []
    for seed in range(options["seed"], options["seed"] + options["count"]):
        only = options["only"] or DECISION_KEYS[seed % len(DECISION_KEYS)]
        name = f"{seed} --size {options['size']} --only {only}"
        jobs.append((name, generate(seed, options["size"], only, without), options))
    runs.run(check, jobs, options["jobs"])


if __name__ == "__main__":
    main()
