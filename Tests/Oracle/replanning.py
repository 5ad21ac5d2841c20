# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans scenarios again with a plan in force, by Muster and by the model, and compares.

    python replanning.py --muster PATH --count N [--seed S] [--size XS] [--only KEY | --each-decision] [--without KEY ...]

Muster makes a plan; then somebody is away from a day on. `muster solve --keep PLAN` has to find the best plan with the past as
it was (`--from`, hours moved at a price) and with few changes (`--max-changes`); so does the model: what is past is rows that
fix sums, starts, people and trainings of the past are the only ones that are tried, and an assignment that changes is a switch.

Exits 1 on any difference: a value below the model's bound, a bound above its value, a plan that does not keep what it has to,
a plan that says `optimal` and is not, a refusal where there is a plan, or a value more than 5 % above the best.
"""
from __future__ import annotations

import copy
import datetime as dt
import json
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from fractions import Fraction as F

import runs
from plan_format import tolerance
from random_scenarios import DECISION_KEYS, generate
from readings import date, frac, loads
from verify_plan import verifier_of
from whole import Switched, TooMany, Whole

FAR = F(5, 100)
NEAR = F(2, 10**6)  # what a plan is off by rounding is in force, too
CHANGE = 3  # money for an hour moved with --from


class Kept(Whole):
    """A scenario with a plan in force: `past` is how many periods stay, `most` how many assignments may change."""

    def __init__(self, data, plan, past, most, seconds):
        super().__init__(data, seconds)
        self.plan, self.past, self.most = plan, past, most
        self.hours = defaultdict(F)
        for e in plan["assignments"]:
            self.hours[e["staff"], e["demand"], e["period"]] += frac(e["hours"])
        self.all = [decided for decided in self.all if self._is_left(decided)]

    def _is_left(self, decided):
        """Whether what is past of the decisions is as it was."""
        if not self.past:
            return True
        f, data = self.f, self.f.data
        first = f.periods[self.past][0] if self.past < len(f.periods) else f.end + dt.timedelta(days=1)
        was = {e["project"]: e["weeks"] for e in self.plan.get("starts", [])}
        begun = {e["project"] for e in self.plan["assignments"] + self.plan["assetUse"] if e["period"] < self.past}
        for p, project in f.projects.items():
            now, before = decided.starts.get(p, 0), was.get(p, 0)
            if p in begun and now != before:
                return False
            opens = min((d.unmoved[0] for d in f.demands.values() if d.project == p), default=first)
            if p not in begun and now < before and opens + dt.timedelta(weeks=now) < first:
                return False
        engaged = {e["staff"]: e["heads"] for e in self.plan.get("engaged", [])}
        bought = {(e["staff"], e["skill"]) for e in self.plan.get("trainings", [])}
        for person in data.get("staff", []):
            i = person["id"]
            employed = (person.get("employed") or {}).get("from")
            if person.get("external") and (date(employed) if employed else f.start) < first:
                if decided.heads.get(i, 0) != engaged.get(i, 0):
                    return False
            for training in person.get("training", []):
                held = date(training["from"]) if training.get("from") else f.start
                what = (i, training["skill"])
                if (frac(training.get("hours"), F(0)) > 0 or held < first) and (what in decided.bought) != (what in bought):
                    return False
        return True

    def program(self, n):
        if n not in self._models:
            model = self._models[n] = Switched(self.options.facts(self.all[n]))
            self._fix(model)
            if self.most is not None:
                self._count(model)
        return self._models[n]

    def _fix(self, model):
        f, sums = self.f, defaultdict(dict)
        for (i, d, t), entries in model.worked.items():
            sums["x", i, d, t].update(entries)
        for j, key in enumerate(model.keys):
            if key[0] == "z":
                sums["z", key[2], key[1], f.period_of[key[3]]][j] = F(1)
            elif key[0] == "q":
                sums["q", key[1], key[2], key[3], f.period_of[key[4]]][j] = F(1)
        past = defaultdict(F)
        for (i, d, t), hours in self.hours.items():
            past["x", i, d, t] += hours
        for e in self.plan["assetUse"]:
            if not f.demands[e["demand"]].staff:
                past["z", e["asset"], e["demand"], e["period"]] += frac(e["unitDays"])
        for e in self.plan["operating"]:
            past["q", e["staff"], e["asset"], e["demand"], e["period"]] += frac(e["hours"])
        for key in sorted(set(sums) | set(past), key=repr):
            if key[-1] < self.past:
                was = past.get(key, F(0))
                model.row(("past", *key), max(F(0), was - NEAR), was + NEAR, sums.get(key, {}))

    def _count(self, model):
        changed, forced = {}, 0
        for key in sorted(set(model.worked) | {k for k, h in self.hours.items() if h}, key=repr):
            was = self.hours.get(key, F(0))
            if key not in model.worked:
                forced += was != 0
                continue
            most = sum((model.f.staff[key[0]].r(k) + model.f.staff[key[0]].o(k) for k in model.f.days
                        if model.f.period_of[k] == key[2]), F(0))  # fmt: skip
            j = model.switch("changed", *key)
            changed[j] = F(1)
            model.row(("more", *key), None, was + NEAR, {**model.worked[key], j: -max(F(0), most - was)})
            model.row(("less", *key), was - NEAR, None, {**model.worked[key], j: was})
        model.row(("changes",), None, F(self.most - forced), changed)


def muster(options, arguments, text):
    done = subprocess.run([options["muster"], "solve", "-", "--format", "json", *arguments], input=text,
                          capture_output=True, timeout=options["timeout"])  # fmt: skip
    return done.returncode, loads(done.stdout) if done.returncode == 0 else done.stderr.decode(errors="replace")[:300]


def later(data, plan, random):
    """The scenario with somebody away, and the day from which on."""
    data = copy.deepcopy(data)
    starts = sorted({(e["period"], e["start"]) for e in plan["assignments"]})
    if len(starts) < 2:
        return None
    period, first = starts[random % (len(starts) - 1) + 1]
    ids = sorted({e["staff"] for e in plan["assignments"] if e["period"] >= period})
    who = ids[random // 7 % len(ids)]
    end = next(e["end"] for e in plan["assignments"] if e["period"] == period)
    for person in data["staff"]:
        if person["id"] == who:
            person.setdefault("absences", []).append({"from": first, "to": end})
    return data, first, period


def compared(name, data, plan, path, arguments, past, most, options):
    """What is wrong with one answer, and how it is: proved, best, or how far from it."""
    priced = copy.deepcopy(data)
    priced["baseline"] = {"assignments": [{k: e[k] for k in ("staff", "demand", "period", "hours")} for e in plan["assignments"]]}
    if most is None:
        priced.setdefault("policy", {})["changeCostPerHour"] = CHANGE
    text = json.dumps(data, default=float).encode()
    code, answer = muster(options, ["--keep", path, *arguments], text)
    kept = Kept(priced, plan, past, most, options["seconds"])
    try:
        best, bound = kept._step("value", [], time.monotonic() + options["seconds"]) if kept.all else (None, None)
    except RuntimeError as error:
        if "no plan found" not in str(error) and "nfeasible" not in str(error):
            raise
        best = bound = None
    if code != 0:
        if code in (65, 4) and best is None:
            return [], "refused"
        return [f"{name}: exit {code}: {answer}" + (f"; the model finds {best}" if best is not None else "")], "refused"
    value, own = frac(answer["objective"]["value"]), answer["objective"]["bound"]
    if best is None:
        return [f"{name}: the model has no plan, Muster has {float(value)}"], "refused"
    problems = []
    room = tolerance(best) + frac(answer["objective"]["rounding"])
    if value < F(bound) - room:
        problems.append(f"{name}: the value {float(value)} is below the model's bound {bound}")
    if own is not None and frac(own) > F(best) + room:
        problems.append(f"{name}: the bound {float(own)} is above the model's value {best}")
    if answer["status"] == "optimal" and value > F(best) + room + abs(F(best)) * F(1, 10**6):
        problems.append(f"{name}: optimal at {float(value)}, the model finds {best}")
    if value > F(best) + room + FAR * abs(F(best)):
        problems.append(f"{name}: {float(value)} is far from {best}")
    problems += [f"{name}: {p}" for p in unkept(answer, kept, priced, options)]
    if answer["status"] == "optimal":
        return problems, "proved"
    return problems, "best" if value <= F(best) + room else "worse"


def unkept(answer, kept, priced, options):
    """What an answer does not keep of the past, or changes too often, and what is wrong with it as a plan."""
    now = defaultdict(F)
    for e in answer["assignments"]:
        now[e["staff"], e["demand"], e["period"]] += frac(e["hours"])
    keys = {k for k in set(now) | set(kept.hours) if now.get(k, F(0)) != kept.hours.get(k, F(0))}
    for key in sorted(keys):
        if key[2] < kept.past:
            yield f"{key} of the past is {float(now.get(key, 0))}, was {float(kept.hours.get(key, 0))}"
    if kept.most is not None and len(keys) > kept.most:
        yield f"{len(keys)} assignments change, {kept.most} may"
    yield from verifier_of(answer, priced, options["seconds"]).verify(solve=False)


def check(job):
    name, data, seed, options = job
    problems, kinds = [], []
    try:
        text = json.dumps(data).encode()
        data = loads(text)
        code, plan = muster(options, [], text)
        if code != 0:
            return name, [f"exit {code}: {plan}"], kinds
        changed = later(data, plan, seed)
        if changed is None:
            return name, [], ["nothing to change"]
        now, first, past = changed
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump(plan, file, default=float)
        try:
            asked = [
                ("from", ["--from", first, "--change-cost", str(CHANGE)], past, None),
                ("changes", ["--max-changes", str(1 + seed % 5)], 0, 1 + seed % 5),
                ("both", ["--from", first, "--max-changes", str(2 + seed % 4)], past, 2 + seed % 4),
            ]
            for what, arguments, frozen, most in asked:
                found, kind = compared(what, now, plan, file.name, arguments, frozen, most, options)
                problems += found
                kinds.append(f"{what}: {kind}")
        finally:
            os.unlink(file.name)
    except TooMany:
        kinds.append("too many combinations")
    except Exception as error:
        problems.append(f"model: {type(error).__name__}: {error}")
    return name, problems, kinds


def main():
    parser = runs.parser(__doc__, timeout=300)
    parser.add_argument("--each-decision", action="store_true")
    parser.add_argument("--seconds", type=float, default=60)
    options = vars(parser.parse_args())
    without = runs.without_orders(options)
    jobs = []
    for seed in range(options["seed"], options["seed"] + options["count"]):
        only = DECISION_KEYS[seed % len(DECISION_KEYS)] if options["each_decision"] else options["only"]
        name = f"{seed} --size {options['size']}" + (f" --only {only}" if only else "")
        jobs.append((name, generate(seed, options["size"], only, without), seed, options))
    runs.run(check, jobs, options["jobs"])


if __name__ == "__main__":
    main()
