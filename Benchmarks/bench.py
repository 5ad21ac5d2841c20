# SPDX-License-Identifier: GPL-3.0-or-later
"""Muster against the general solvers on the same scenarios, in one run; prints one Markdown table.

Every measurement is a process of its own. In each repetition all solvers take their turn one after another, so that
what else the machine does meets all of them. See docs/benchmarking.md for what is counted.
"""
import argparse
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = ["S", "M", "L", "XL", "XXL"]
FAMILIES = ["plenty", "ties", "hardware", "one-skill", "one-huge-demand", "daily", "office"]
PEERS = [
    "highs-simplex", "highs-ipm", "highs-ipm-nocrossover", "highs-pdlp", "glop", "pdlp", "clp-dual", "clp-primal",
    "clp-barrier", "glpk-simplex",
]
# GLPK's simplex takes half a minute at M and does not end at L.
GLPK_SIZES = {"S", "M"}
MUSTER = {"optimum": [], "gap 1 %": ["--gap", "0.01"], "gap 0.1 %": ["--gap", "0.001"]}
# Two optima agree where they differ by no more than this, as a share.
TOLERANCE = 1e-6
# A peer so many times slower than the fastest of the first repetition is not measured again.
HOPELESS = 5


def log(text):
    print(text, file=sys.stderr, flush=True)


def run(command, limit, **extra):
    """Runs a command: exit code (None where it was ended at the limit), wall and CPU seconds, peak memory in KB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True, **extra)
    late = threading.Event()

    def end():
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    # The child's own use of resources, not that of all children so far.
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    code = None if late.is_set() else process.returncode
    return {"code": code, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peakKB": usage.ru_maxrss}


def measure_muster(options, scenario, arguments, folder):
    target = os.path.join(folder, "plan.json")
    if os.path.exists(target):
        os.remove(target)
    command = [options.muster, "solve", scenario, "--format", "json", "--timings", "--verbose", "--no-progress"]
    with tempfile.TemporaryFile("w+") as err:
        result = run([*command, "-o", target, *arguments], options.limit, stdout=subprocess.DEVNULL, stderr=err)
        err.seek(0)
        told = re.search(r"([\d,]+) iterations", err.read())
    if told:
        result["iterations"] = int(told[1].replace(",", ""))
    if result["code"] == 0:
        with open(target, encoding="utf-8") as file:
            plan = json.load(file)
        result.update({k: plan["objective"][k] for k in ("value", "bound", "gap")})
        result["status"], result["stop"] = plan["status"], plan["stop"]
        result["feasible"], result["timings"] = plan["verification"]["feasible"], plan.get("timings", {})
        result["ok"] = plan["status"] == "optimal" and plan["verification"]["feasible"]
    else:
        result["ok"] = False
        result["status"] = "limit" if result["code"] is None else f"exit {result['code']}"
    return result


def measure_peer(options, scenario, peer):
    command = [
        sys.executable, os.path.join(HERE, "peers.py"), scenario, "--peer", peer, "--limit", str(options.limit),
        "--mps", scenario[: -len(".json")] + ".mps",
    ]
    # A peer that does not keep its own limit is ended; reading, building and writing MPS are granted beside it.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        whole = run(command, 1.5 * options.limit + 60, stdout=out, stderr=err, env=environment)
        out.seek(0)
        err.seek(0)
        lines = [line for line in out.read().splitlines() if line.startswith('{"peer"')]
        if whole["code"] != 0 or not lines:
            reason = "limit" if whole["code"] is None else (err.read().strip().splitlines() or ["?"])[-1][:200]
            return {"ok": False, "status": reason, "code": whole["code"]}
    result = json.loads(lines[-1])
    result["total"] = sum(result["wall"].values())
    result["totalCPU"] = sum(result["cpu"].values())
    result["ok"] = result["objective"] is not None and "solve" in result["wall"]
    if result["ok"] and result["wall"]["solve"] > options.limit:
        result["ok"], result["status"] = False, "limit"
    return result


def median(entries, key):
    values = [entry[key] for entry in entries if entry["ok"]]
    return statistics.median(values) if values else None


def generate(options, family, size, folder):
    path = os.path.join(folder, f"{family}-{size}.json")
    command = [
        options.muster, "generate", "--family", family, "--size", size, "--seed", str(options.seed), "--windows",
        options.windows,
    ]
    subprocess.run([*command, "--compact", "-o", path], check=True)
    return path


def measure(options, family, size, folder):
    """All solvers on one scenario, in turns."""
    scenario = generate(options, family, size, folder)
    results = {name: [] for name in [*MUSTER, *options.peers]}
    dropped = set()
    if size not in GLPK_SIZES:
        dropped |= {peer for peer in options.peers if peer.startswith("glpk")}
    for turn in range(options.repeat):
        order = []
        muster, peers = list(MUSTER), list(options.peers)
        while muster or peers:
            if muster:
                order.append(muster.pop(0))
            order += peers[:4]
            peers = peers[4:]
        for name in order:
            if name in dropped:
                continue
            if name in MUSTER:
                entry = measure_muster(options, scenario, MUSTER[name], folder)
                seconds = entry["wall"]
            else:
                entry = measure_peer(options, scenario, name)
                seconds = entry.get("total")
            results[name].append(entry)
            shown = f"{seconds:.2f} s" if entry["ok"] else entry["status"].strip().replace("\n", " ")[-60:]
            log(f"{family} {size} {turn + 1}/{options.repeat}  {name:22} {shown}")
            # What did not end within the limit will not do so the next time.
            if not entry["ok"]:
                dropped.add(name)
        done = [e[0]["total"] for n, e in results.items() if n not in MUSTER and e and e[0]["ok"]]
        dropped |= {
            n for n, e in results.items()
            if n not in MUSTER and e and e[0]["ok"] and e[0]["total"] > HOPELESS * min(done) + 1
        }
    return judge(family, size, results, options)


def judge(family, size, results, options):
    """The optimum all agree on, the fastest peer, and muster's ratios to it."""
    row = {"family": family, "size": size, "results": results, "wrong": {}}
    peers = {n: e for n, e in results.items() if n not in MUSTER and e and e[0]["ok"]}
    exact = [e for e in results["optimum"] if e["ok"]]
    # The reference is muster's proven optimum, else the lowest that a simplex method found.
    vertices = [e[0]["objective"] for n, e in peers.items() if "pdlp" not in n and "nocrossover" not in n]
    row["reference"] = exact[0]["value"] if exact else min(vertices, default=None)
    for name, entries in peers.items():
        share = abs(entries[0]["objective"] - row["reference"]) / max(1, abs(row["reference"]))
        if share > TOLERANCE:
            row["wrong"][name] = share
    right = {n: median(e, "total") for n, e in peers.items() if n not in row["wrong"]}
    row["peerSeconds"] = {n: median(e, "total") for n, e in peers.items()}
    row["best"] = min(right, key=right.get) if right else None
    row["bestSeconds"] = right.get(row["best"])
    shapes = [e[0] for e in peers.values()]
    row["shape"] = [shapes[0][k] for k in ("rows", "columns", "entries")] if shapes else None
    row["muster"] = {
        n: {"seconds": median(e, "wall"), "cpu": median(e, "cpu"), "peakKB": median(e, "peakKB")}
        for n, e in ((n, results[n]) for n in MUSTER)
    }
    if row["best"]:
        row["bestCPU"] = min(median(results[name], "totalCPU") for name in right)
    row["limit"] = options.limit
    return row


def seconds(value, limit):
    if value is None:
        return f"> {limit:g}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def ratio(row, name):
    """Of wall-clock times and, in brackets, of CPU times."""
    own = row["muster"][name]
    if own["seconds"] is None or row["best"] is None:
        return ""
    return f"{own['seconds'] / row['bestSeconds']:.2f} ({own['cpu'] / row['bestCPU']:.2f})"


def table(rows, peers):
    """Two tables: the ratios, and the seconds of every peer."""
    lines = [
        "| scenario | rows | columns | fastest peer | s | muster optimum, s | ratio | 1 %, s | ratio | 0.1 %, s | ratio "
        "| peak, MB |",
        "| --- |" + " ---: |" * 2 + " --- |" + " ---: |" * 8,
    ]
    for row in rows:
        cells = [f"{row['family']} {row['size']}", *([f"{n:,}" for n in row["shape"][:2]] if row["shape"] else ["", ""])]
        cells += [row["best"] or "none", seconds(row["bestSeconds"], row["limit"])]
        for name in MUSTER:
            own = row["muster"][name]["seconds"]
            failed = next((e["status"] for e in row["results"][name] if not e["ok"]), None)
            cells.append(failed if failed and failed != "limit" else seconds(own, row["limit"]))
            cells.append(ratio(row, name))
        peak = row["muster"]["optimum"]["peakKB"]
        cells.append("" if peak is None else f"{peak / 1024:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "Seconds of each peer (JSON read, arrays built, handed over, solved):", ""]
    lines += ["| scenario | " + " | ".join(peers) + " |", "| --- |" + " ---: |" * len(peers)]
    for row in rows:
        cells = [f"{row['family']} {row['size']}"]
        for peer in peers:
            entries = row["results"][peer]
            if not entries:
                cells.append("-")
            elif not entries[0]["ok"]:
                cells.append(f"> {row['limit']:g}" if "imit" in entries[0]["status"] else "failed")
            else:
                cell = seconds(row["peerSeconds"][peer], row["limit"])
                wrong = row["wrong"].get(peer)
                cells.append(f"{cell} (off by {wrong:.0e})" if wrong else cell)
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "Where muster's time goes (to the optimum, first repetition, seconds):", ""]
    parts = []
    for row in rows:
        for entry in row["results"]["optimum"][:1]:
            parts += [part for part in entry.get("timings", {}) if part not in parts]
    lines += ["| scenario | " + " | ".join(parts) + " | whole | CPU | iterations |"]
    lines += ["| --- |" + " ---: |" * (len(parts) + 3)]
    for row in rows:
        entry = row["results"]["optimum"][0]
        timings = entry.get("timings", {})
        cells = [f"{row['family']} {row['size']}", *(f"{timings[p]:.2f}" if p in timings else "" for p in parts)]
        cells += [f"{entry['wall']:.2f}" if entry["ok"] else entry["status"], f"{entry['cpu']:.2f}"]
        cells.append(f"{entry['iterations']:,}" if "iterations" in entry else "")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def machine():
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        pass
    return {"processor": model, "cores": os.cpu_count(), "load": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", default=os.path.join(HERE, "..", ".build", "release", "muster"))
    parser.add_argument("--sizes", default="S,M,L,XL", help="of the enterprise family; XXL is possible, none is ''")
    parser.add_argument("--families", default=",".join(FAMILIES), help="the others, none is ''")
    parser.add_argument("--family-size", default="M", choices=SIZES, help="the size of the other families")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120, help="seconds for each solver")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--windows", default="weeks", choices=["weeks", "any"], help="when demands begin and end")
    parser.add_argument("--json", help="all measurements, to this file")
    parser.add_argument("--keep", help="the folder for scenarios and MPS files; else a temporary one")
    options = parser.parse_args()
    options.peers = [p for p in options.peers.split(",") if p]
    for peer in list(options.peers):
        needed = {"clp": "clp", "glpk": "glpsol"}.get(peer.split("-")[0])
        if needed and not shutil.which(needed):
            log(f"{peer} is left out: there is no {needed} (scripts/install-packages coinor-clp glpk-utils)")
            options.peers.remove(peer)
    unknown = [s for s in options.sizes.split(",") if s and s not in SIZES]
    unknown += [p for p in options.peers if p not in PEERS]
    if unknown:
        parser.error("unknown: " + ", ".join(unknown))
    work = [("enterprise", size) for size in options.sizes.split(",") if size]
    work += [(family, options.family_size) for family in options.families.split(",") if family]
    with tempfile.TemporaryDirectory() as folder:
        folder = options.keep or folder
        os.makedirs(folder, exist_ok=True)
        document = {"machine": machine(), "repeat": options.repeat, "limit": options.limit, "rows": []}
        for family, size in work:
            document["rows"].append(measure(options, family, size, folder))
            if options.json:
                with open(options.json, "w", encoding="utf-8") as file:
                    json.dump(document, file, indent=1)
    about = document["machine"]
    print(
        f"{about['processor']}, {about['cores']} cores, load {about['load']:.1f} at the start; "
        f"medians of {options.repeat}, limit {options.limit:g} s\n"
    )
    print(table(document["rows"], options.peers))
    # A smoke test has to notice when an optimum is not the others'.
    agreeing = all(row["best"] is not None for row in document["rows"])
    if not agreeing:
        log("no peer agrees with muster's optimum on some scenario")
    return 0 if agreeing else 1


if __name__ == "__main__":
    sys.exit(main())
