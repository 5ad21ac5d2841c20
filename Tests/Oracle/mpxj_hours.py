# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether mpxj, the reader inside of GanttProject and LibrePlan, finds in exported MS Project documents what the plans say.

    python mpxj_hours.py --muster PATH                      all of Scenarios
    python mpxj_hours.py --muster PATH scenario.json ...

Each scenario is solved and exported; the hours of every person and week have to be those of the plan to 0.001 h. It needs
Java and the package mpxj; without one of them it says so and is skipped.
"""
from __future__ import annotations

import argparse
import collections
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "Scenarios"
ROOM = 0.001


def start():
    """Starts Java; says why where that is not possible."""
    try:
        import jpype
        import mpxj  # noqa: F401, which names its own archives to Java

        jpype.startJVM()
    except Exception as error:  # pylint: disable=broad-except
        print(f"mpxj: skipped: {error}; it needs Java (openjdk-17-jre-headless) and the packages mpxj and jpype1")
        return False
    return True


def read_hours(document, spans):
    """Hours that are left, by person and span."""
    from java.time import LocalDateTime
    from java.util import ArrayList
    from org.mpxj import LocalDateTimeRange, TimeUnit
    from org.mpxj.reader import UniversalProjectReader

    ranges = ArrayList()
    for first, last in spans:
        end = (datetime.date.fromisoformat(last) + datetime.timedelta(1)).isoformat()
        ranges.add(LocalDateTimeRange(LocalDateTime.parse(first + "T00:00"), LocalDateTime.parse(end + "T00:00")))
    hours = collections.Counter()
    for assignment in UniversalProjectReader().read(str(document)).getResourceAssignments():
        resource = assignment.getResource()
        if resource is None:
            continue
        for span, work in zip(spans, assignment.getTimephasedRemainingWork(ranges, TimeUnit.HOURS)):
            if work is not None:
                hours[(str(resource.getText(1)), span)] += work.getDuration()
    return hours


def compare(muster, scenario, folder):
    """The greatest difference, and how many hours there are."""
    plan, document = folder / "plan.json", folder / "plan.xml"
    subprocess.run([muster, "solve", scenario, "-o", plan, "--quiet", "--time-limit", "60"], check=True)
    subprocess.run([muster, "export", plan, "--scenario", scenario, "-o", document, "--quiet"], check=True)
    wanted = collections.Counter()
    for entry in json.loads(plan.read_text(encoding="utf-8"))["assignments"]:
        wanted[(entry["staff"], (entry["start"], entry["end"]))] += entry["hours"]
    found = read_hours(document, sorted({span for _, span in wanted}))
    worst = max((abs(found[key] - wanted[key]) for key in set(found) | set(wanted)), default=0)
    return worst, sum(wanted.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--muster", required=True)
    parser.add_argument("scenarios", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    if not start():
        return 0
    failed = 0
    scenarios = options.scenarios or sorted(SCENARIOS.glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            worst, hours = compare(options.muster, scenario, pathlib.Path(folder))
            failed += worst > ROOM
            print(f"{scenario.name}: {hours:.3f} h, off by {worst:.6f} h at most{'' if worst <= ROOM else ': TOO MUCH'}")
    print(f"mpxj: {len(scenarios)} documents, {failed} with other hours")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
