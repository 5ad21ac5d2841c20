# SPDX-License-Identifier: GPL-3.0-or-later
"""Many small scenarios: `muster stream` beside a script that builds the same program and hands it to HiGHS.

Both read the same lines of JSON and write a line for each, with the same number of processes, in turns. Muster's answers
are whole plans (checked, priced, with reasons for what is unmet); the script's are the value and the hours above 0. Counted
is all of Muster's processes from start to end; of the script everything but starting Python and importing modules. See
docs/benchmarking.md.
"""
import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time

from bench import machine

HERE = os.path.dirname(os.path.abspath(__file__))
# Two optima agree where they differ by no more than this, as a share.
TOLERANCE = 1e-6


def highs_options(presolve):
    return {"output_flag": False, "threads": 1, "solver": "simplex", "presolve": "on" if presolve else "off"}


def answers(lines, presolve, target):
    """What the script does: one line of JSON for each scenario. Returns the wall and CPU seconds."""
    import highspy
    import numpy as np

    import staffing_lp

    solver = highspy.Highs()
    for key, value in highs_options(presolve).items():
        solver.setOptionValue(key, value)
    wall, cpu = time.perf_counter(), time.process_time()
    with open(target, "w", encoding="utf-8") as out:
        for line in lines:
            scenario = json.loads(line)
            lp = staffing_lp.StaffingLP(scenario)
            model = highspy.HighsLp()
            model.num_col_, model.num_row_ = lp.column_total, lp.row_total
            model.col_cost_, model.col_lower_, model.col_upper_ = lp.cost_vector, np.zeros(lp.column_total), lp.upper
            model.row_lower_, model.row_upper_ = lp.row_lower, lp.row_upper
            model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
            model.a_matrix_.start_, model.a_matrix_.index_ = lp.start, lp.index_vector
            model.a_matrix_.value_ = lp.value
            solver.passModel(model)
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                out.write(json.dumps({"value": None}) + "\n")
                continue
            amounts = np.array(solver.getSolution().col_value)
            hours = []
            for demand, work in zip(lp.demands, lp.work):
                if work is None:
                    continue
                worked = sum(np.where(columns >= 0, amounts[columns], 0) for columns in work.columns)
                for k in np.flatnonzero(worked > 1e-6):
                    hours.append(
                        {"staff": lp.staff[work.person[k]]["id"], "demand": demand["id"],
                         "period": int(lp.period[work.slot[k]]), "hours": worked[k]})
            value = solver.getInfo().objective_function_value
            out.write(json.dumps({"value": value, "assignments": hours}) + "\n")
    return time.perf_counter() - wall, time.process_time() - cpu


def part(job):
    # Every process has imported what it needs before any of them begins.
    lines, presolve, target, ready = job
    import highspy  # noqa: F401

    import staffing_lp  # noqa: F401

    ready.wait()
    return answers(lines, presolve, target)


def run_script(path, jobs, presolve, folder):
    with open(path, "rb") as file:
        lines = file.readlines()
    targets = [os.path.join(folder, f"script-{index}.ndjson") for index in range(jobs)]
    size = (len(lines) + jobs - 1) // jobs
    with multiprocessing.Manager() as manager, multiprocessing.Pool(jobs) as pool:
        ready = manager.Barrier(jobs)
        parts = [(lines[k * size : (k + 1) * size], presolve, targets[k], ready) for k in range(jobs)]
        times = pool.map(part, parts, chunksize=1)
    values = []
    for target in targets:
        with open(target, encoding="utf-8") as file:
            values += [json.loads(line)["value"] for line in file]
    return {"wall": max(t[0] for t in times), "cpu": sum(t[1] for t in times), "values": values}


def run_muster(muster, path, jobs, folder):
    target = os.path.join(folder, "plans.ndjson")
    with open(path, "rb") as source, open(target, "wb") as out:
        wall = time.perf_counter()
        process = subprocess.Popen([muster, "stream", "--jobs", str(jobs), "--quiet"], stdin=source, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - wall
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"muster stream: exit {process.returncode}")
    values = []
    with open(target, encoding="utf-8") as file:
        for line in file:
            plan = json.loads(line).get("plan")
            sound = plan is not None and plan["status"] == "optimal" and plan["verification"]["feasible"]
            values.append(plan["objective"]["value"] if sound else None)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "values": values}


def disagreements(left, right):
    """The lines whose values differ, and the largest difference as a share."""
    largest, lines = 0.0, []
    if len(left) != len(right):
        return 1.0, ["not as many answers"]
    for number, (a, b) in enumerate(zip(left, right), 1):
        share = 1.0 if a is None or b is None else abs(a - b) / max(1, abs(b))
        largest = max(largest, share)
        if share > TOLERANCE:
            lines.append(f"line {number}: {a}, the script: {b}")
    return largest, lines


def generate(options, folder):
    path = os.path.join(folder, "scenarios.ndjson")
    shape = ["--family", "office", "--staff", "10", "--projects", "3", "--weeks", "12"]
    with open(path, "wb") as out:
        for seed in range(1, options.count + 1):
            command = [options.muster, "generate", *shape, "--seed", str(seed), "--compact"]
            # A compact scenario ends with or without a line feed.
            out.write(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.rstrip() + b"\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", default=os.path.join(HERE, "..", ".build", "release", "muster"))
    parser.add_argument("--file", help="scenarios, one a line; else some are generated: 10 people, 12 weeks")
    parser.add_argument("--count", type=int, default=1200, help="how many are generated")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", help="all measurements, to this file")
    options = parser.parse_args()
    about = machine()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or generate(options, folder)
        results, wrong = {}, []
        for turn in range(options.repeat):
            for jobs in map(int, options.jobs.split(",")):
                own = run_muster(options.muster, path, jobs, folder)
                for presolve in (True, False):
                    other = run_script(path, jobs, presolve, folder)
                    largest, lines = disagreements(own["values"], other["values"])
                    wrong += lines
                    name = "script, presolve on" if presolve else "script, presolve off"
                    results.setdefault((name, jobs), []).append({**other, "largest": largest})
                results.setdefault(("muster stream", jobs), []).append(own)
            print(f"turn {turn + 1} of {options.repeat}", file=sys.stderr, flush=True)
        count = len(own["values"])
    print(f"{about['processor']}, {about['cores']} cores, load {about['load']:.1f} at the start; {count} scenarios, "
          f"medians of {options.repeat}\n")
    print("| | processes | scenarios a second | lowest to highest | CPU ms for each |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for (name, jobs), entries in sorted(results.items(), key=lambda item: (item[0][1], item[0][0])):
        rates = [count / entry["wall"] for entry in entries]
        cpu = statistics.median(entry["cpu"] for entry in entries) / count * 1000
        print(f"| {name} | {jobs} | {statistics.median(rates):,.0f} | {min(rates):,.0f} to {max(rates):,.0f} | {cpu:.2f} |")
    print()
    for jobs in sorted({jobs for _, jobs in results}):
        own = [entry["wall"] for entry in results["muster stream", jobs]]
        ratios = [
            min(pair) / mine for mine, *pair in zip(
                own, *([e["wall"] for e in results[name, jobs]] for name in ("script, presolve on", "script, presolve off")))
        ]
        print(f"{jobs} process{'es' if jobs > 1 else ''}: muster answers {statistics.median(ratios):.1f} times as many as "
              f"the faster script (median of paired runs)")
    largest = max(entry.get("largest", 0) for entries in results.values() for entry in entries)
    print(f"values differ by {largest:.1e} of each other at most")
    if options.json:
        document = {
            "machine": about, "scenarios": count,
            "runs": [
                {"name": name, "processes": jobs, "wall": [e["wall"] for e in entries], "cpu": [e["cpu"] for e in entries]}
                for (name, jobs), entries in results.items()
            ],
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1)
    print("\n".join(wrong[:20]), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
