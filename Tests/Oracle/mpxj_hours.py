# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether mpxj, the reader inside of GanttProject and LibrePlan, finds in MS Project documents what Muster finds.

    python mpxj_hours.py --muster PATH                      all of Scenarios, Examples and the public data
    python mpxj_hours.py --muster PATH scenario.json document.xml ...

Each scenario is solved and exported; the hours of every person and week have to be those of the plan to 0.001 h. Each
document is imported; the hours that people have, and the work that is left for them, have to be those that mpxj finds.
It needs Java and the package mpxj; without one of them it says so and is skipped.
"""
from __future__ import annotations

import argparse
import collections
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "Scenarios"
# Where the public data is not there, it is left out.
DATA = pathlib.Path(os.environ.get("MUSTER_DATA", ROOT.parent / "shared" / "data")) / "ms-project" / "mspdi"
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


def compare_import(muster, document, folder):
    """The greatest difference between the hours that people have, and work left, in Muster and in mpxj."""
    from java.time import LocalDate, LocalDateTime
    from org.mpxj import TimeUnit
    from org.mpxj.reader import UniversalProjectReader

    scenario, plan = folder / "scenario.json", folder / "plan.json"
    subprocess.run([muster, "import", document, "-o", scenario, "--quiet"], check=True)
    subprocess.run([muster, "solve", scenario, "--load", "-o", plan, "--quiet", "--time-limit", "60"], check=True)
    given = json.loads(scenario.read_text(encoding="utf-8"))
    available = collections.Counter()
    for entry in json.loads(plan.read_text(encoding="utf-8"))["load"]["people"]:
        available[entry["id"]] += entry["available"]
    project = UniversalProjectReader().read(str(document))
    ids = {person["id"] for person in given.get("staff", [])}
    day, last = (datetime.date.fromisoformat(given["calendar"][key]) for key in ("start", "end"))
    days = [day + datetime.timedelta(offset) for offset in range((last - day).days + 1)]
    worst, total = 0, 0
    for resource in project.getResources():
        key = f"r{resource.getUniqueID()}"
        if key not in ids:
            continue
        calendar = resource.getCalendar() or project.getDefaultCalendar()
        hours = 0
        for day in days:
            row = resource.getAvailability().getEntryByDate(LocalDateTime.of(day.year, day.month, day.day, 8, 0))
            units = float(row.getUnits()) / 100 if row is not None else 0
            work = calendar.getWork(LocalDate.of(day.year, day.month, day.day), TimeUnit.HOURS)
            hours += float(work.getDuration()) * units
        worst = max(worst, abs(hours - available[key]))
        total += hours
    left = 0
    for assignment in project.getResourceAssignments():
        if assignment.getTask() is not None and f"r{assignment.getResourceUniqueID()}" in ids:
            work = assignment.getRemainingWork().convertUnits(TimeUnit.HOURS, project.getProjectProperties())
            left += float(work.getDuration())
    carried = sum(
        demand["hours"] for item in given["projects"] for demand in item["demands"] if "only" in demand)
    return max(worst, abs(left - carried)), total


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--muster", required=True)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    if not start():
        return 0
    failed = 0
    files = options.files or [
        *sorted(SCENARIOS.glob("*.json")), *sorted((ROOT / "Examples").glob("*.xml")), *sorted(DATA.glob("*.xml"))]
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            check = compare_import if file.suffix == ".xml" else compare
            worst, hours = check(options.muster, file, pathlib.Path(folder))
            failed += worst > ROOM
            print(f"{file.name}: {hours:.3f} h, off by {worst:.6f} h at most{'' if worst <= ROOM else ': TOO MUCH'}")
    print(f"mpxj: {len(files)} files, {failed} with other hours")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
