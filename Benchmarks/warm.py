# SPDX-License-Identifier: GPL-3.0-or-later
"""Small changes of a large scenario: what a patched variant costs beside a solve from nothing.

The scenario is registered with one `muster stream`, and patches of it are sent one by one: short absences, absences over
the whole horizon, one more person of a kind, a dearer hour, a larger budget, fewer hours of a demand. Counted is the time
from a request's first byte to its answer's last, sending, reading, patching, checking and writing included; for the solve
from nothing likewise, with the whole scenario as the request. The value of the first variant of each kind is held against
that of a solve from nothing. See docs/benchmarking.md.
"""
import argparse
import json
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta

# Two optima agree where they differ by no more than this, as a share.
TOLERANCE = 1e-6


class Stream:
    """A running `muster stream`, asked one line at a time."""

    def __init__(self, muster):
        self.process = subprocess.Popen(
            [muster, "stream", "--quiet", "--jobs", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, request):
        line = json.dumps(request).encode() + b"\n"
        begin = time.perf_counter()
        self.process.stdin.write(line)
        self.process.stdin.flush()
        reply = self.process.stdout.readline()
        seconds = time.perf_counter() - begin
        answer = json.loads(reply)
        if "error" in answer:
            sys.exit(f"muster answers with an error: {answer['error']}")
        return answer, seconds

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def put(path, value):
    """A patch operation that sets a key, whether it is there or not."""
    return {"op": "add", "path": path, "value": value}


def absence(scenario, person, first, last):
    entry = {"from": first.isoformat(), "to": last.isoformat()}
    member = scenario["staff"][person]
    if "absences" in member:
        return [put(f"/staff/{person}/absences/-", entry)]
    return [put(f"/staff/{person}/absences", [entry])]


def variants(scenario, count):
    """Lists of patches by kind, spread over people and projects."""
    start = date.fromisoformat(scenario["calendar"]["start"])
    end = date.fromisoformat(scenario["calendar"]["end"])
    staff, projects = scenario["staff"], scenario["projects"]
    people = [position * len(staff) // count for position in range(count)]
    chosen = [position * len(projects) // count for position in range(count)]
    later = start + (end - start) / 3
    later -= timedelta(days=later.weekday())
    kinds = {
        "absent for two weeks": [absence(scenario, i, later, later + timedelta(days=13)) for i in people],
        "absent for good": [absence(scenario, i, start, end) for i in people],
        "one more person": [
            [put(f"/staff/{i}/headcount", staff[i].get("headcount", 1) + 1)] for i in people
        ],
        "a dearer hour": [
            [put(f"/staff/{i}/costPerHour", staff[i].get("costPerHour", 0) + 5)] for i in people
        ],
        "a larger budget": [
            [put(f"/projects/{p}/budget", round(projects[p]["budget"] * 1.05))]
            for p in chosen
            if "budget" in projects[p]
        ],
        "fewer hours": [
            [put(f"/projects/{p}/demands/0/hours", round(projects[p]["demands"][0]["hours"] * 0.9))]
            for p in chosen
            if projects[p]["demands"][0].get("hours", 0) >= 20
        ],
    }
    return {kind: patches for kind, patches in kinds.items() if patches}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", required=True, help="the built program")
    parser.add_argument("--size", default="M", choices=["S", "M", "L", "XL"], help="of the generated scenario (default: M)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--variants", type=int, default=12, help="of each kind (default: 12)")
    parser.add_argument("--cold", type=int, default=5, help="solves from nothing (default: 5)")
    options = parser.parse_args()
    generated = subprocess.run(
        [options.muster, "generate", "--size", options.size, "--seed", str(options.seed)], check=True, capture_output=True
    ).stdout
    scenario = json.loads(generated)
    stream = Stream(options.muster)
    cold = [stream.ask({"scenario": scenario})[1] for _ in range(options.cold)]
    base = statistics.median(cold)
    stream.ask({"register": "base", "scenario": scenario})
    # The first variant waits for the optimum of the scenario itself.
    first = stream.ask({"base": "base", "patch": []})[1]
    print(f"from nothing {base:.2f} s ({min(cold):.2f} to {max(cold):.2f}), the first variant {first:.2f} s\n")
    print("| change | variants | seconds, median | lowest to highest | times as fast |")
    print("| --- | ---: | ---: | ---: | ---: |")
    worst = 0.0
    for kind, patches in variants(scenario, options.variants).items():
        times = []
        for position, patch in enumerate(patches):
            answer, seconds = stream.ask({"base": "base", "patch": patch})
            times.append(seconds)
            if position == 0:
                again = subprocess.run(
                    [options.muster, "solve", "-", "--quiet", "--format", "json"],
                    input=json.dumps(apply(scenario, patch)).encode(), check=True, capture_output=True,
                ).stdout
                left, right = (plan["objective"]["value"] for plan in (answer["plan"], json.loads(again)))
                worst = max(worst, abs(left - right) / max(1, abs(right)))
        middle = statistics.median(times)
        print(f"| {kind} | {len(times)} | {middle:.3f} | {min(times):.3f} to {max(times):.3f} | {base / middle:.1f} |")
    if stream.close() != 0:
        sys.exit("muster stream did not end well")
    print(f"\nvalues differ from those of solves from nothing by {worst:.1e} at most")
    if worst > TOLERANCE:
        sys.exit("values differ")


def apply(scenario, patch):
    """The patched scenario, for the operations that are used here."""
    copy = json.loads(json.dumps(scenario))
    for operation in patch:
        *parents, key = operation["path"].split("/")[1:]
        target = copy
        for parent in parents:
            target = target[int(parent) if isinstance(target, list) else parent]
        if isinstance(target, list):
            target.append(operation["value"])
        else:
            target[key] = operation["value"]
    return copy


if __name__ == "__main__":
    main()
