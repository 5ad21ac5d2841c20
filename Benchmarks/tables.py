# SPDX-License-Identifier: GPL-3.0-or-later
"""How long 100,000 rows of 10 columns take as a workbook, out and in, and how much memory.

    python Benchmarks/tables.py --muster .build/release/muster [--rows 100000] [--repeat 3]

The rows are demands, and people in a second workbook. Seconds are those of the processor, so that others on the machine
count less, and the best of the runs.
"""
from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import tempfile

SKILLS = ["java", "sql", "welding", "design", "testing", "network", "operation"]


def person(index):
    return {
        "id": f"s{index}", "name": f"Person Number {index}", "department": f"Department {index % 40}",
        "location": ["Berlin", "Paris", "Rome"][index % 3],
        "skills": {SKILLS[index % 7]: 1 + index % 5, SKILLS[(index + 3) % 7]: 1 + (index + 2) % 5},
        "costPerHour": 40.25 + index % 60, "hoursPerDay": 7.5 if index % 2 else 8, "clearance": index % 3,
        "employed": {"from": f"2026-{1 + index % 12:02}-01", "to": f"2028-{1 + index % 12:02}-01"}}


def demand(index):
    return {
        "id": f"d{index}", "name": f"Task number {index}", "hours": 40.5 + index % 60,
        "from": f"2027-{1 + index % 6:02}-04", "to": f"2027-{7 + index % 6:02}-04", "priority": 1 + index % 9,
        "skills": {SKILLS[index % 7]: 1 + index % 3}, "locations": ["Berlin"], "maxHoursPerWeek": 20 + index % 20}


def scenario(people, demands):
    projects = min(100, demands)
    return {
        "format": "muster/scenario@1", "name": "large", "calendar": {"start": "2027-01-04", "end": "2027-12-31"},
        "staff": [person(index) for index in range(people)],
        "projects": [{"id": f"p{number}", "demands": [demand(index) for index in range(number, demands, projects)]}
                     for number in range(projects)]}


def measure(command):
    """Seconds of the processor and megabytes of a command; a shell stands between, whose own memory is small."""
    process = subprocess.Popen(["sh", "-c", '"$@"; exit $?', "sh", *map(str, command)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[1]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--muster", required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    muster = pathlib.Path(options.muster).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # Made by a process of its own, so that this one stays small: children begin with the memory of their parent.
        for kind in ("demands", "people"):
            if os.fork() == 0:
                made = scenario(50, options.rows) if kind == "demands" else scenario(options.rows, 1)
                (folder / f"{kind}.json").write_text(json.dumps(made))
                os._exit(0)
            os.wait()
            book = folder / f"{kind}.xlsx"
            for verb, command in {
                "export": [muster, "export", folder / f"{kind}.json", "-o", book],
                "import": [muster, "import", book, "-o", folder / "again.json", "--quiet"],
            }.items():
                runs = [measure(command) for _ in range(options.repeat)]
                print(f"{verb} {options.rows} {kind}: {min(run[0] for run in runs):.2f} s, "
                      f"{max(run[1] for run in runs):.0f} MB")


if __name__ == "__main__":
    main()
