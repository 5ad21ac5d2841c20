#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the plan cost without each of the people? Asked through one `muster stream`, answered line by line.

    Examples/pipe.py [SCENARIO] [PEOPLE]

MUSTER names the program; by default the one on the PATH. Python's standard library is enough.
"""

import json
import os
import subprocess
import sys
import threading


def requests(scenario, count):
    """The scenario as it is, then without each of the first people; a variant is a few bytes."""
    yield {"register": "base", "scenario": scenario}
    yield {"id": None, "base": "base"}
    for index, person in enumerate(scenario["staff"][:count]):
        absence = [{"from": scenario["calendar"]["start"], "to": scenario["calendar"]["end"]}]
        patch = [{"op": "add", "path": f"/staff/{index}/absences", "value": absence}]
        yield {"id": person["id"], "base": "base", "patch": patch}


def answers(lines):
    """Sends the lines and yields the answers, in the order of the lines, while the others are still being sent."""
    command = [os.environ.get("MUSTER", "muster"), "stream"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:

        def send():
            with process.stdin as pipe:
                for line in lines:
                    pipe.write(json.dumps(line).encode() + b"\n")

        # In a thread of its own: who only writes and then only reads waits for ever once both pipes are full.
        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        for line in process.stdout:
            yield json.loads(line)
        sender.join()
    if process.returncode != 0:
        sys.exit(f"muster stream ended with {process.returncode}")


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "Scenarios/erp-rollout.json"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with open(path, encoding="utf-8") as file:
        scenario = json.load(file)
    sent = list(requests(scenario, count))
    received = 0
    base = None
    for answer in answers(sent):
        received += 1
        if "error" in answer:
            sys.exit(f"{answer['id']}: {answer['error']['detail']}")
        if "registered" in answer:
            continue
        value = answer["plan"]["objective"]["value"]
        if answer["id"] is None:
            base = value
            print(f"as it is: {value:.2f}")
        else:
            print(f"without {answer['id']}: {value - base:+.2f}")
    if received != len(sent):
        sys.exit(f"{len(sent)} requests, {received} answers")


if __name__ == "__main__":
    main()
