# SPDX-License-Identifier: GPL-3.0-or-later
"""Timed runs of whole decisions: muster on a scenario, HiGHS on a model; both with a limit of seconds."""

import json
import subprocess
import time


def run_muster(muster, scenario, limit):
    """A plan's value and certified bound; where there is none, why, as `status`, and `failed`."""
    began = time.perf_counter()
    run = subprocess.run(
        [muster, "solve", scenario, "--format", "json", "--time-limit", str(limit), "--quiet"], capture_output=True
    )
    seconds = time.perf_counter() - began
    if run.returncode != 0:
        return {"seconds": seconds, "status": f"exit {run.returncode}: {run.stderr.decode()[-300:]}", "failed": True}
    plan = json.loads(run.stdout)
    objective = plan["objective"]
    return {
        "seconds": seconds, "value": objective["value"], "bound": objective.get("bound"), "status": plan["status"],
        "kind": plan["verification"].get("boundKind"),
    }  # fmt: skip


def highs(limit):
    """HiGHS, silent, on one thread."""
    import highspy

    solver = highspy.Highs()
    for key, value in {"output_flag": False, "threads": 1, "time_limit": float(limit), "mip_rel_gap": 1e-6}.items():
        solver.setOptionValue(key, value)
    return solver


def run_highs(solver):
    """The best value and the bound that it claims; building or reading the model is not counted."""
    began = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - began
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    bound = info.mip_dual_bound
    return {
        "seconds": seconds, "value": info.objective_function_value if found else None,
        "bound": bound if abs(bound) < 1e300 else None, "status": solver.modelStatusToString(solver.getModelStatus()),
    }  # fmt: skip
