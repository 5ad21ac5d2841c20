#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the fuzz targets: libFuzzer and AddressSanitizer on every parser, and on "scenario in, checked plan out".

    Fuzzing/fuzz.py --binary .build/fuzzing/release/muster-fuzz --seconds 60 [--jobs 2] [--targets csv,solve]
                    [--data ../shared/data] [--work .build/fuzz] [--grow]

Each target begins with its folder in Corpus and with what is shipped: scenarios, field cases, and public data where there
is any. Exits 1 where a target crashes, hangs, takes too much memory, or says that something does not hold; the input is
then in WORK/findings, and is tried again by

    MUSTER_FUZZ_TARGET=csv .build/fuzzing/release/muster-fuzz INPUT

With --grow the smallest inputs that reach what no other input of the corpus does are added to Corpus.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "Fuzzing" / "Corpus"
# Where the seeds of each target are beside its own folder: patterns in the package, and in the public data.
SCENARIOS = ["Scenarios/*.json", "Tests/Field/*/*.json"]
TARGETS = {
    "scenario": (SCENARIOS, ["JSONTestSuite/test_parsing/*.json"]),
    "plan": ([], ["JSONTestSuite/test_parsing/*.json"]),
    "csv": (["Tests/Field/*/*.csv"], []),
    "tables": (["Tests/Field/*/*.csv"], []),
    "patch": ([], []),
    "set": ([], []),
    "request": ([], []),
    "project": ([], ["ms-project/mspdi/*.xml"]),
    "workbook": ([], []),
    "sheet": ([], []),
    "mps": ([], ["highs-check/*.mps"]),
    "solve": (SCENARIOS, []),
}
# Longer inputs are slow, and say no more.
MOST_BYTES = {"solve": 6000, "workbook": 20000, "project": 40000}
USUAL_BYTES = 12000
# What is added to the corpus in git is small and few.
GROWN_BYTES = 1500
GROWN_FILES = 25


def seeds(target, data):
    patterns, public = TARGETS[target]
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    if data and data.is_dir():
        found += [path for pattern in public for path in sorted(data.glob(pattern))]
    return [path for path in found if path.stat().st_size <= MOST_BYTES.get(target, USUAL_BYTES)]


def words(files):
    """Keys and other short texts of the seeds, as a dictionary of libFuzzer."""
    found = {}
    for path in files:
        text = path.read_bytes().decode(errors="ignore")
        for word in re.findall(r'"[^"\\\n]{1,24}"|</?[A-Za-z]{2,24}>|\b[A-Z]{4,8}\b', text):
            found[word] = found.get(word, 0) + 1
    usual = ['"1e-9"', "1e-9", "1e9", "0.000001", "999999999", "1e400", "null", "true", "-1", "9999-12-31", "0001-01-01"]
    listed = usual + sorted(found, key=lambda word: (-found[word], word))[:250]
    # A word that libFuzzer cannot read ends the run: what is not printable and plain is left out.
    return [word for word in listed if word.isascii() and word.isprintable() and "\\" not in word]


def prepared(target, work, data):
    """The folder of seeds and the file of words of a target."""
    folder, files = work / "seeds" / target, []
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, path in enumerate(seeds(target, data)):
        files.append(path)
        shutil.copyfile(path, folder / f"{number}-{path.name}")
    own = CORPUS / target
    files += sorted(own.iterdir()) if own.is_dir() else []
    listed = work / f"{target}.words"
    listed.write_text("".join('"%s"\n' % word.replace("\\", "\\\\").replace('"', '\\"') for word in words(files)))
    return folder, listed


def command(options, target, *arguments):
    environment = {
        **os.environ, "MUSTER_FUZZ_TARGET": target,
        # A program that looks at a crash from outside keeps the run waiting; AddressSanitizer says where it was.
        "SWIFT_BACKTRACE": "enable=no",
        # Swift's runtime keeps what it has made of types; that is no leak. Memory is asked for within limits.
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=0:abort_on_error=0",
    }  # fmt: skip
    return subprocess.run(
        [str(options.binary), *map(str, arguments)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def run(options, target):
    """Fuzzes a target; returns its name, exit status, last figures and the end of what was said."""
    folder, listed = prepared(target, options.work, options.data)
    found, grown = options.work / "findings" / target, options.work / "grown" / target
    shutil.rmtree(found, ignore_errors=True)
    for path in (found, grown, CORPUS / target):
        path.mkdir(parents=True, exist_ok=True)
    done = command(
        options, target, grown, CORPUS / target, folder, f"-max_total_time={options.seconds}", "-timeout=20", "-rss_limit_mb=3000",
        f"-max_len={MOST_BYTES.get(target, USUAL_BYTES)}", f"-dict={listed}", f"-artifact_prefix={found}/", "-print_final_stats=1",
        "-verbosity=1", f"-seed={options.seed}")  # fmt: skip
    text = done.stdout.decode(errors="replace")
    (options.work / f"{target}.log").write_text(text)
    runs = re.search(r"stat::number_of_executed_units: (\d+)", text)
    slowest = re.search(r"stat::slowest_unit_time_sec: +(\d+)", text)
    cover = re.findall(r"cov: (\d+)", text)
    figures = f"{runs[1] if runs else '?'} inputs, {cover[-1] if cover else '?'} edges, slowest {slowest[1] if slowest else '?'} s"
    inputs = sorted(str(path) for path in found.iterdir())
    if done.returncode == 0 and not inputs:
        return target, False, figures
    said = [line for line in text.splitlines() if "Fatal error" in line or "ERROR:" in line or "SUMMARY" in line]
    return target, True, f"{figures}\n  " + "\n  ".join(said[:4] + inputs)


def grow(options, target):
    """Adds the smallest inputs that reach something new to the corpus in git."""
    grown = options.work / "grown" / target
    merged = options.work / "merged" / target
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    command(options, target, "-merge=1", merged, CORPUS / target, options.work / "seeds" / target, grown)
    small = sorted((path for path in merged.iterdir() if path.stat().st_size <= GROWN_BYTES), key=lambda path: path.stat().st_size)
    seeded = {path.read_bytes() for folder in (CORPUS / target, options.work / "seeds" / target) for path in folder.iterdir()}
    new = [path for path in small if path.read_bytes() not in seeded]
    # Spread over all sizes: the smallest alone are all refused in their first bytes.
    for path in new[:: max(1, len(new) // GROWN_FILES)][:GROWN_FILES]:
        shutil.copyfile(path, CORPUS / target / path.name[:16])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--jobs", type=int, default=2, help="targets at the same time")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data", help="public data, where there is any")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / ".build" / "fuzz")
    parser.add_argument("--seed", type=int, default=0, help="0 is another one each time")
    parser.add_argument("--grow", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    targets = [target for target in options.targets.split(",") if target]
    failed = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for target, is_failed, text in pool.map(lambda target: run(options, target), targets):
            print(f"{target}: {'FOUND ' if is_failed else ''}{text}", flush=True)
            if is_failed:
                failed.append(target)
        if options.grow:
            list(pool.map(lambda target: grow(options, target), [target for target in targets if target not in failed]))
    print(f"{len(targets)} targets, {options.seconds} s each, {len(failed)} with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
