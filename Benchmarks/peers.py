# SPDX-License-Identifier: GPL-3.0-or-later
"""One peer solves one scenario's linear program; prints what it took as one line of JSON.

A process of its own for each measurement, one thread. The time to import Python's modules is not counted; reading the
JSON, building the arrays, handing them over and solving are counted apart. Times are wall-clock seconds, and CPU
seconds beside them. Clp and GLPK read an MPS file that is not counted; they report their own CPU
time, which is turned into wall-clock time by what the whole process took of both.
"""
import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time

import staffing_lp

HIGHS = {
    "highs-simplex": {"solver": "simplex"},
    "highs-ipm": {"solver": "ipm"},
    "highs-ipm-nocrossover": {"solver": "ipm", "run_crossover": "off"},
    "highs-pdlp": {"solver": "pdlp"},
}
ORTOOLS = {"glop": "glop", "pdlp": "pdlp"}
COMMANDS = {
    "clp-dual": ["clp", "{mps}", "-dualsimplex"],
    "clp-primal": ["clp", "{mps}", "-primalsimplex"],
    "clp-barrier": ["clp", "{mps}", "-barrier"],
    "glpk-simplex": ["glpsol", "--freemps", "{mps}"],
    "glpk-interior": ["glpsol", "--interior", "--freemps", "{mps}"],
}
ALL = [*HIGHS, *ORTOOLS, *COMMANDS]


class Clock:
    """Wall and CPU seconds of named parts."""

    def __init__(self):
        self.wall, self.cpu = {}, {}

    def __call__(self, name, work, *arguments):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work(*arguments)
        self.wall[name] = time.perf_counter() - wall
        self.cpu[name] = time.process_time() - cpu
        return result


def highs(lp, options, limit, clock):
    import highspy

    solver = highspy.Highs()
    for key, value in {"output_flag": False, "threads": 1, "time_limit": float(limit), **options}.items():
        solver.setOptionValue(key, value)

    def hand_over():
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = lp.column_total, lp.row_total
        model.col_cost_, model.col_upper_ = lp.cost_vector, lp.upper
        model.col_lower_ = [0.0] * lp.column_total
        model.row_lower_, model.row_upper_ = lp.row_lower, lp.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = lp.start, lp.index_vector
        model.a_matrix_.value_ = lp.value
        solver.passModel(model)

    clock("load", hand_over)
    clock("solve", solver.run)
    status = solver.getModelStatus()
    info = solver.getInfo()
    done = status == highspy.HighsModelStatus.kOptimal
    if not done and options.get("run_crossover") == "off":
        # Without crossover the interior point itself is the answer; its gap is compared by the caller.
        done = status == highspy.HighsModelStatus.kUnknown and info.primal_solution_status == 2
    return info.objective_function_value if done else None, solver.modelStatusToString(status)


def ortools(lp, name, limit, clock):
    from ortools.linear_solver.python import model_builder_helper
    from scipy import sparse

    model = model_builder_helper.ModelBuilderHelper()

    def hand_over():
        import numpy as np

        matrix = sparse.csc_matrix((lp.value, lp.index_vector, lp.start), (lp.row_total, lp.column_total)).tocsr()
        model.fill_model_from_sparse_data(
            np.zeros(lp.column_total), lp.upper, lp.cost_vector, lp.row_lower, lp.row_upper, matrix
        )

    clock("load", hand_over)
    solver = model_builder_helper.ModelSolverHelper(name)
    solver.set_time_limit_in_seconds(float(limit))
    if name == "pdlp":
        solver.set_solver_specific_parameters("num_threads: 1")
    clock("solve", solver.solve, model)
    status = solver.status()
    done = status == model_builder_helper.SolveStatus.OPTIMAL
    return solver.objective_value() if done else None, str(status)


def command(lp, name, limit, clock, mps):
    if not os.path.exists(mps):
        lp.write_mps(mps + ".part")
        os.replace(mps + ".part", mps)
    arguments = [a.format(mps=mps) for a in COMMANDS[name]]
    if name.startswith("clp"):
        # Clp reads its commands in order: the limit has to come before the algorithm.
        arguments[2:2] = ["-seconds", str(limit)]
    else:
        arguments[1:1] = ["--tmlim", str(int(limit))]
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        text = subprocess.run(arguments, capture_output=True, text=True, timeout=2 * limit + 60).stdout
    except subprocess.TimeoutExpired:
        return None, "limit"
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if name.startswith("clp"):
        found = re.findall(r"Optimal objective (\S+) - \d+ iterations time ([\d.]+)", text)
        objective = float(found[-1][0]) if found else None
        seconds = float(found[-1][1]) if found else None
    else:
        found = re.search(r"^Time used:\s+([\d.]+) secs", text, re.M)
        # The last line of the log that ends in an optimum.
        values = re.findall(r"obj =\s+([-+.\de]+)", text)
        optimal = "OPTIMAL" in text and found and values
        objective, seconds = (float(values[-1]), float(found[1])) if optimal else (None, None)
    if seconds is not None:
        clock.cpu["solve"] = seconds
        # What else the machine does stretches this process as a whole, and the part that is counted with it.
        clock.wall["solve"] = seconds * max(1, wall / cpu) if cpu > 0 else seconds
    if objective is not None:
        return objective, "optimal"
    return None, "limit" if re.search("TIME LIMIT EXCEEDED|Stopped", text) else text[-200:]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario")
    parser.add_argument("--peer", choices=ALL, required=True)
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--mps", help="where the MPS file of this scenario is, or is to be put")
    options = parser.parse_args()
    if options.peer in HIGHS:
        import highspy  # noqa: F401  before the clock runs
    clock = Clock()
    scenario = clock("read", staffing_lp.read, options.scenario)
    lp = clock("build", staffing_lp.StaffingLP, scenario)
    if options.peer in HIGHS:
        objective, status = highs(lp, HIGHS[options.peer], options.limit, clock)
    elif options.peer in ORTOOLS:
        objective, status = ortools(lp, ORTOOLS[options.peer], options.limit, clock)
    else:
        objective, status = command(lp, options.peer, options.limit, clock, options.mps or options.scenario + ".mps")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({
        "peer": options.peer, "objective": objective, "status": status, "wall": clock.wall, "cpu": clock.cpu,
        "rows": lp.row_total, "columns": lp.column_total, "entries": int(lp.start[-1]), "peakKB": peak,
    }))
    return 0


if __name__ == "__main__":
    sys.exit(main())
