# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out every change that `muster explain` numbers, and holds the plan against what was said of it.

    python applying.py --muster PATH [SCENARIO ...] [--timeout S] [--jobs N]

Without scenarios: all that are shipped. For each of them

- the numbers go from 1 without a gap, and the same change has the same number wherever it stands;
- `solve --apply N` plans with each number, and names it;
- the value of its plan is what the change was said to cost, no worse and no better than its gap allows;
- the plan covers and spends as much more as was said; of plans that are worth the same another one may have been found,
  so that these two are held only where the value cannot be reached otherwise: they are counted where they differ;
- `check` finds the plan valid for the scenario with the change.

Figures are compared within 1e-6 of max(1, value). Exits 1 where anything else differs.
"""
from __future__ import annotations

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "Scenarios"
TOLERANCE = 1e-6


def numbered(explanation):
    """All changes with a number: remedies of demands, and levers."""
    found = [remedy for entry in explanation["unmet"] for remedy in entry.get("remedies", [])]
    return found + explanation.get("levers", [])


class Trial:
    def __init__(self, muster, scenario, timeout):
        self.muster, self.scenario, self.timeout = muster, scenario, timeout
        self.problems, self.kinds = [], Counter()

    def run(self, *arguments):
        return subprocess.run(
            [self.muster, *map(str, arguments)], capture_output=True, text=True, timeout=self.timeout)

    def json(self, *arguments):
        done = self.run(*arguments)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, arguments))}: {done.returncode}: {done.stderr.strip()[:200]}")
        return json.loads(done.stdout), done.stderr

    def problem(self, text):
        self.problems.append(text)

    def check(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            before, _ = self.json("solve", self.scenario)
            explanation, _ = self.json("explain", self.scenario, "--format", "json")
            file = folder / "why.json"
            file.write_text(json.dumps(explanation), encoding="utf-8")
            changes = {}
            for change in numbered(explanation):
                other = changes.setdefault(change["number"], change)
                if (other["title"], other["patch"]) != (change["title"], change["patch"]):
                    self.problem(f"two changes have the number {change['number']}")
            if sorted(changes) != list(range(1, len(changes) + 1)):
                self.problem(f"the numbers are {sorted(changes)}")
            for number, change in sorted(changes.items()):
                self.apply(number, change, before, file, folder)
        return self

    def apply(self, number, change, before, explanation, folder):
        self.kinds[change["kind"]] += 1
        try:
            after, messages = self.json("solve", self.scenario, "--apply", number, "--explanation", explanation)
        except RuntimeError as error:
            return self.problem(str(error))
        if f"applying {number}: {change['title']}" not in messages:
            self.problem(f"{number}: it is called otherwise: {messages.strip()}")
        value, said = after["objective"]["value"], change["costAfter"]
        bound = after["objective"].get("bound")
        # A plan that is not proved to be the best may be as much better as its gap says, and no more.
        least = value if after["status"] == "optimal" else bound if bound is not None else float("-inf")
        slack = TOLERANCE * max(1, abs(value))
        if not least - slack <= said <= value + slack:
            self.problem(f"{number}: {change['title']}: the value is {value}, and {said} was said")
        self.hold(number, change, before, after)
        patch, plan = folder / "patch.json", folder / "plan.json"
        patch.write_text(json.dumps(change["patch"]), encoding="utf-8")
        plan.write_text(json.dumps(after), encoding="utf-8")
        checked = self.run("check", self.scenario, plan, "--patch", patch, "--no-optimum", "--format", "json")
        if checked.returncode != 0:
            self.problem(f"{number}: the plan is not valid with the change: {(checked.stdout + checked.stderr)[:200]}")

    def hold(self, number, change, before, after):
        """What is covered and spent is what was said, unless the plan is another one of the same value."""
        figures = {
            "spent": after["money"]["spent"] - before["money"]["spent"],
            "hours": covered(after, "hours") - covered(before, "hours"),
            "unitDays": covered(after, "unitDays") - covered(before, "unitDays"),
        }
        apart = [name for name, figure in figures.items() if abs(figure - change[name]) > 0.05]
        if not apart:
            self.kinds["as said"] += 1
        elif after["objective"]["value"] == change["costAfter"] and after["status"] == "optimal":
            self.kinds["worth the same"] += 1
        else:
            self.kinds["found otherwise"] += 1
        for name in apart:
            print(f"  {self.scenario.stem} {number} ({change['kind']}): {name} {figures[name]:.2f}, said {change[name]:.2f}")


def covered(plan, unit):
    return plan["summary"][unit]["wanted"] - plan["summary"][unit]["unmet"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", type=pathlib.Path)
    parser.add_argument("--muster", required=True)
    parser.add_argument("--timeout", type=float, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    scenarios = options.scenarios or sorted(SCENARIOS.glob("*.json"))
    failed, kinds = 0, Counter()
    with ThreadPoolExecutor(options.jobs) as pool:
        for trial in pool.map(lambda file: Trial(options.muster, file, options.timeout).check(), scenarios):
            kinds.update(trial.kinds)
            failed += bool(trial.problems)
            for text in trial.problems:
                print(f"{trial.scenario.stem:<32} {text[:300]}")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    print(f"{len(scenarios)} scenarios, {failed} failed")
    sys.exit(1 if failed or not kinds else 0)


if __name__ == "__main__":
    main()
