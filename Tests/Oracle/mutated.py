# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutated scenarios: each gives a plan that holds, equal to the independent model where that solves, or one structured error.

    python mutated.py --muster PATH --count 20000 [--seed 1] [--size tiny] [--keep DIR] [--jobs 2] [--unsolved 0.02]

A scenario of random_scenarios.py gets one to four mutations: figures at their limits and beside them, keys left out (one, all
of an object, all of a name), lists emptied, doubled and turned round, days moved, windows turned round, absences and
holidays over everything, calendars without hours, ids that do not exist, values of another kind. All go through one
`muster stream`, in batches; that has to answer each line in its order. Exits 1 on any finding; each names what makes it again.

Figures far from each other are more than floating point takes: where HiGHS gives no answer, or the scenario has figures
outside of 1e-3 to 1e6, its optimum is no verdict on the value, and the plan is held to its own proof: the checker's bound.
These are counted apart, and what is exact (sums, money, claims) is checked in all.
"""
from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import runs
from absence import KEPT, places
from facts import whole_keys
from random_scenarios import DECISION_KEYS, generate
from readings import loads
from verify_plan import verifier_of

FIGURES = [
    0, 1e-6, 2e-6, 1e-9, 1.000001e-6, 0.0099, 0.01, 0.999999, 1, 1.000001, 3.3333333, 7.999999, 24, 24.000001, 99.999999,
    168, 168.000001, 8760, 99999.999999, 999999.5, 999999999, 999999999.999999, 1e9, 1000000000.000001, 1e12, -1e-6, -1,
]  # fmt: skip
# Mutations that leave a scenario valid more often than not are chosen more often.
DAYS = ["0001-01-02", "1900-02-28", "2024-02-29", "2100-01-01", "9999-12-31"]
OTHERS = [None, "", "no such", [], {}, True, -1, "2027-02-30", 1.5]
BATCH = 400
# What floating point is asked for by the model, and so no verdict where figures are far apart.
BY_HIGHS = ("optimum", "days", "step", "status", "value", "bound")


# Where the model and Muster read the format differently, by seed of the tiny scenarios. They are counted, and are no findings.
KNOWN = {
    9919: "promises to a demand are lowered by the hours of those engaged (Muster), or of all who might be (model)",
    11599: "a step for promises where no promised day has hours (Muster), or none (model)",
}  # fmt: skip


class Mutation:
    """Changes a scenario in place, and says how."""

    def __init__(self, scenario, choose):
        self.scenario, self.choose = scenario, choose

    def owner(self, path):
        found = self.scenario
        for step in path[:-1]:
            found = found[step]
        return found

    def place(self, fits):
        """A key whose value fits; each name has the same chance."""
        found = [path for path in places(self.scenario) if fits(path, self.owner(path)[path[-1]])]
        if not found:
            return None
        name = self.choose.choice(sorted({path[-1] for path in found}))
        return self.choose.choice([path for path in found if path[-1] == name])

    def set(self, path, value):
        self.owner(path)[path[-1]] = value

    def figure(self):
        path = self.place(lambda path, value: isinstance(value, (int, float)) and not isinstance(value, bool))
        if path:
            self.set(path, self.choose.choice(FIGURES))
        return path

    def figures(self):
        """Two or three figures at once."""
        return [self.figure() for _ in range(self.choose.choice((2, 3)))]

    def scaled(self):
        """All figures of a name, times the same."""
        path = self.place(lambda path, value: isinstance(value, (int, float)) and not isinstance(value, bool))
        if path:
            factor = self.choose.choice((1e-6, 1e-3, 1 / 3, 3, 1e3, 1e6))
            for other in list(places(self.scenario)):
                value = self.owner(other)[other[-1]]
                if other[-1] == path[-1] and isinstance(value, (int, float)) and not isinstance(value, bool):
                    self.set(other, round(value * factor, 9))
        return path

    def left_out(self):
        path = self.place(lambda path, value: path[-1] not in KEPT)
        if path:
            del self.owner(path)[path[-1]]
        return path

    def name_left_out(self):
        path = self.place(lambda path, value: path[-1] not in KEPT)
        if path:
            for other in sorted(places(self.scenario), key=len, reverse=True):
                if other[-1] == path[-1]:
                    del self.owner(other)[other[-1]]
        return path

    def bare(self):
        """All that an object may do without."""
        path = self.place(lambda path, value: isinstance(value, list) and value and isinstance(value[0], dict))
        if path:
            entries = self.owner(path)[path[-1]]
            position = self.choose.randrange(len(entries))
            entries[position] = {key: value for key, value in entries[position].items() if key in (*KEPT, "hours", "value")}
        return path

    def emptied(self):
        path = self.place(lambda path, value: isinstance(value, (list, dict)) and value)
        if path:
            self.set(path, type(self.owner(path)[path[-1]])())
        return path

    def doubled(self):
        path = self.place(lambda path, value: isinstance(value, list) and value)
        if path:
            entries = self.owner(path)[path[-1]]
            copied = copy.deepcopy(self.choose.choice(entries))
            if isinstance(copied, dict) and "id" in copied and self.choose.random() < 0.7:
                copied["id"] += "x"
            entries.insert(self.choose.randrange(len(entries) + 1), copied)
        return path

    def turned(self):
        path = self.place(lambda path, value: isinstance(value, list) and len(value) > 1)
        if path:
            self.owner(path)[path[-1]].reverse()
        return path

    def day(self):
        path = self.place(lambda path, value: is_day(value))
        if path:
            others = sorted({self.owner(other)[other[-1]] for other in places(self.scenario) if is_day(self.owner(other)[other[-1]])})
            self.set(path, self.choose.choice(others if self.choose.random() < 0.8 else DAYS))
        return path

    def window(self):
        """From and to, the other way round, or one day."""
        pairs = [("from", "to"), ("from", "until"), ("start", "deadline"), ("start", "end")]
        path = self.place(lambda path, value: isinstance(value, dict) and any(a in value and b in value for a, b in pairs))
        owner = self.owner(path)[path[-1]] if path else self.scenario["calendar"]
        first, last = next((pair for pair in pairs if pair[0] in owner and pair[1] in owner), pairs[-1])
        if self.choose.random() < 0.6:
            owner[first] = owner[last]
        else:
            owner[first], owner[last] = owner[last], owner[first]
        return path, first, last

    def absent(self):
        """Somebody, or everybody, is away all the time, or a half of it, or has nothing but absences in parts."""
        horizon = self.scenario["calendar"]
        share = self.choose.choice((None, 1, 0.5, 1e-6, 0.999999, 0))
        people = self.scenario.get("staff") or []
        for person in people if self.choose.random() < 0.3 else people[:1]:
            if isinstance(person, dict):
                absence = {"from": horizon["start"], "to": horizon["end"]}
                person["absences"] = [absence if share is None else {**absence, "share": share}] * self.choose.choice((1, 2))
        return share

    def calendar(self):
        """Days without hours, patterns of rest alone, hours of a minute and of a whole day."""
        week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        hours = self.choose.choice((0, 1e-6, 0.0167, 24, 24.000001, 8))
        changed = self.choose.choice((
            {"hours": {day: hours for day in week}}, {"hours": {"sun": hours}}, {"hoursPerDay": hours}, {"workdays": []},
            {"workdays": week}, {"pattern": {"from": self.scenario["calendar"]["start"], "days": [hours, 0]}},
            {"pattern": {"from": "1990-01-01", "days": [0, 0, 0]}}, {"holidays": [self.scenario["calendar"]["start"]]},
            {"period": "day"}, {"period": "week", "weekStart": "sun"}, {"period": "month"},
        ))  # fmt: skip
        calendar = self.scenario["calendar"]
        for key in ("hours", "pattern", "workdays", "hoursPerDay"):
            if key in calendar and not {"period", "holidays"} & set(changed):
                del calendar[key]
        calendar.update(changed)
        return changed

    def reference(self):
        path = self.place(lambda path, value: isinstance(value, str) and not is_day(value) and path[-1] != "format")
        if path:
            ids = sorted({value for other in places(self.scenario) if isinstance(value := self.owner(other)[other[-1]], str)})
            self.set(path, self.choose.choice([*ids, "no such"]))
        return path

    def other_kind(self):
        path = self.place(lambda path, value: True)
        if path:
            self.set(path, self.choose.choice(OTHERS))
        return path

    KINDS = [
        (figure, 6), (figures, 3), (scaled, 3), (left_out, 3), (name_left_out, 2), (bare, 2), (emptied, 2), (doubled, 2),
        (turned, 1), (day, 3), (window, 2), (absent, 2), (calendar, 3), (reference, 2), (other_kind, 1),
    ]  # fmt: skip

    def once(self):
        kinds, weights = zip(*self.KINDS)
        kind = self.choose.choices(kinds, weights)[0]
        return f"{kind.__name__} {kind(self)}"


def is_day(value):
    return isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and value[7:8] == "-"


def mutated(seed, size):
    """The bytes of the scenario of a seed, and what was done."""
    only = DECISION_KEYS[seed // 8 % len(DECISION_KEYS)] if seed % 8 == 7 else None
    scenario = copy.deepcopy(generate(seed, size, only))
    choose = random.Random(f"mutated-{seed}")
    done = []
    for _ in range(choose.choice((1, 1, 2, 3, 4))):
        try:
            done.append(Mutation(scenario, choose).once())
        except (KeyError, TypeError, IndexError, AttributeError):
            done.append("nothing: an earlier mutation left no place")
    return json.dumps(scenario, separators=(",", ":")).encode(), "; ".join(done)


def is_far(value):
    """Whether a scenario has figures that floating point has no room for beside others, or leaves people hardly there."""
    if isinstance(value, dict):
        return any(is_far(inner) or key == "share" and inner == 0.999999 for key, inner in value.items())
    if isinstance(value, list):
        return any(is_far(inner) for inner in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value != 0 and not 1e-3 <= abs(value) <= 1e6


def error_findings(error):
    """What is wrong with an error: it has to be about the scenario, and to say where."""
    if error.get("exitCode") != 65:
        return [f"an error that is not about the scenario: {error.get('type')} {error.get('detail')}"]
    found = error.get("errors") or [error]
    return [
        f"an error without a place or a text: {one}"
        for one in found
        if not one.get("detail") or not isinstance(one.get("pointer"), str) or not isinstance(one.get("line"), int)
    ]


def plan_findings(plan, text, seconds):
    """What is wrong with a plan, and whether the model could judge its value."""
    verdict = plan.get("verification") or {}
    if not verdict.get("feasible") or verdict.get("violations"):
        return [f"a plan that the checker refuses: {verdict.get('violations')}"], False
    objective = plan["objective"]
    if objective["bound"] is not None and objective["bound"] > objective["value"]:
        return [f"a bound above the value: {objective}"], False
    data, raw = loads(text), json.loads(text)
    far, findings = is_far(raw), []
    try:
        verifier = verifier_of(plan, data, seconds)
        findings = verifier.verify(text)
        solved = verifier.value is not None
    except Exception as error:  # the model is a program, too: what it cannot do is told
        if not far:
            return [f"model: {type(error).__name__}: {error}"], False
        return [], False
    if plan["status"] == "feasible" and whole_keys(data):
        # A search for decisions that the work limit ends may be far from the best; compare.py looks at that.
        findings, solved = [text for text in findings if not text.startswith("far:")], False
    if far:
        findings = [text for text in findings if not text.startswith(BY_HIGHS)]
        solved = False
    return findings, solved


def check(job):
    """The findings and the kinds of a batch of seeds."""
    seeds, options = job
    texts = [mutated(seed, options["size"]) for seed in seeds]
    lines = b"".join(
        b'{"id":%d,"scenario":%s%s}\n' % (seed, text, b',"options":{"workLimit":%d}' % options["work"])
        for seed, (text, _) in zip(seeds, texts)
    )
    done = subprocess.run(
        [options["muster"], "stream", "--jobs", "1", "--quiet"], input=lines, capture_output=True, timeout=options["timeout"])
    answers = done.stdout.decode().splitlines()
    findings, kinds = [], Counter()
    if done.returncode != 0:
        findings.append((seeds[0], "the batch", f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:200]}"))
    if len(answers) != len(seeds):
        findings.append((seeds[0], "the batch", f"{len(answers)} answers to {len(seeds)} requests"))
    for seed, (text, how), line in zip(seeds, texts, answers):
        answer = json.loads(line)
        if answer.get("id") != seed:
            found = [f"the answer to {answer.get('id')} stands in its place"]
        elif "plan" in answer:
            # Figures are read exactly, from the text.
            plan = loads(line.encode())["plan"]
            found, solved = plan_findings(plan, text, options["seconds"])
            kinds["planned"] += 1
            kinds[f"  {plan['status']}"] += 1
            kinds["  equal to the model" if solved and not found else "  held to its own bound"] += 1
        else:
            found = error_findings(answer.get("error") or {})
            kinds["refused"] += 1
            kinds[f"  {answer.get('error', {}).get('type')}"] += 1
        if found and seed in KNOWN and options["size"] == "tiny":
            kinds[f"known difference: {KNOWN[seed]}"] += 1
            continue
        findings += [(seed, how, one) for one in found]
        if found and options["keep"]:
            os.makedirs(options["keep"], exist_ok=True)
            with open(os.path.join(options["keep"], f"{seed}.json"), "wb") as file:
                file.write(text)
            with open(os.path.join(options["keep"], f"{seed}.answer.json"), "w", encoding="utf-8") as file:
                file.write(line + "\n")
    return findings, kinds


def main():
    parser = runs.parser(__doc__, timeout=900)
    parser.set_defaults(size="tiny")
    parser.add_argument("--seconds", type=float, default=20, help="for the model's own optimum of decisions")
    parser.add_argument("--work", type=int, default=20000, help="pivots and sweeps for each scenario")
    parser.add_argument("--keep", metavar="DIR", help="writes scenarios with findings, and their answers, there")
    parser.add_argument("--write", action="store_true", help="write the mutated scenario of --seed, and do nothing else")
    options = vars(parser.parse_args())
    if options["write"]:
        sys.stdout.buffer.write(mutated(options["seed"], options["size"])[0] + b"\n")
        return
    seeds = range(options["seed"], options["seed"] + options["count"])
    step = min(BATCH, max(1, len(seeds) // (2 * options["jobs"])))
    jobs = [(list(seeds[n : n + step]), options) for n in range(0, len(seeds), step)]
    failed, kinds = 0, Counter()
    with ProcessPoolExecutor(options["jobs"]) as pool:
        for findings, found in pool.map(check, jobs):
            kinds.update(found)
            failed += len({seed for seed, _, _ in findings})
            for seed, how, text in findings:
                print(f"{seed} --size {options['size']} ({how[:160]}): {text[:300]}", flush=True)
    print("\n".join(f"{kind}: {count}" for kind, count in sorted(kinds.items(), key=lambda pair: pair[0].strip())))
    print(f"{len(seeds)} mutated scenarios, {failed} with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
