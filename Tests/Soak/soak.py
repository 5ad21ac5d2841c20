#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixed load for as long as it takes, with everything that goes wrong on machines; counts what was lost.

    Tests/Soak/soak.py --muster .build/release/muster --seconds 3600 [--seed 1] [--work FOLDER]

One `stream` lives through all of it and is asked again and again. Beside it, one after the other at random: streams whose workers
are killed, batches that are killed or interrupted and resumed, single solves with signals, disks that are full (a small tmpfs where
mounting is allowed, else a limit of file sizes, and /dev/full), limits of memory, and clocks that jump (a library of a few lines before
the system's, where there is a C compiler).

Every answer is compared with what an undisturbed run gave. Counted are requests, answers, what was lost or wrong, processes and
files that were left behind, and how memory grew. Ends with 1 if anything was lost, wrong or left, or if memory grew by half.
"""
import argparse
import collections
import glob
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Oracle"))
from random_scenarios import generate  # noqa: E402

# The same work gives the same plan, however slow a machine is.
WORK_LIMIT = 2000
LONGEST = 180
CLOCK = pathlib.Path(__file__).with_name("jumping_clock.c")
# A request whose worker was killed twice may be answered by this; each costs two kills.
KILLED = ("worker-crash", '"stop":"crash"')


# A warning names the line of the whole stream that its request stood in.
LINE = re.compile(r'"line":\d+')


class Soak:
    def __init__(self, options):
        self.choose = random.Random(options.seed)
        self.work = pathlib.Path(options.work or tempfile.mkdtemp(prefix="soak-"))
        shutil.rmtree(self.work, ignore_errors=True)
        self.temporary = self.work / "temporary"
        self.temporary.mkdir(parents=True)
        # A copy of its own, so that its processes can be told from others'.
        self.muster = self.work / "muster"
        shutil.copy(options.muster, self.muster)
        self.environment = {**os.environ, "TMPDIR": str(self.temporary)}
        self.count = collections.Counter()
        self.findings = []
        self.make_scenarios()
        self.long = LongStream(self)

    def found(self, kind, text):
        self.count[kind] += 1
        self.findings.append(f"{kind}: {text}")
        print(f"{kind}: {text}"[:400], flush=True)

    # What is right

    def make_scenarios(self):
        self.folder = self.work / "scenarios"
        self.folder.mkdir()
        self.scenarios = []
        for seed in range(60):
            size = "tiny" if seed % 3 else "S"
            scenario = json.dumps(generate(seed, size), separators=(",", ":"))
            self.scenarios.append(scenario)
            (self.folder / f"s{seed:02}.json").write_text(scenario)
        self.large = subprocess.run(
            [str(self.muster), "generate", "--size", "M", "--seed", "3", "--compact"], capture_output=True, check=True).stdout
        done = self.run("stream", "--work-limit", str(WORK_LIMIT), "--quiet", input=self.lines(range(60)))
        self.right = done.stdout.decode().splitlines()
        assert done.returncode == 0 and len(self.right) == 60, done.stderr
        self.batches = []
        for name in ("first", "second"):
            done = self.run(*self.batch(self.work / name))
            assert done.returncode == 0, done.stderr
            self.batches.append(self.files(self.work / name))
        # What differs between two undisturbed runs is seconds.
        self.right_files = {name: text for name, text in self.batches[0].items() if self.batches[1].get(name) == text}
        assert len(self.right_files) >= 60

    def lines(self, numbers):
        return "".join(f'{{"id":{n},"scenario":{self.scenarios[n]}}}\n' for n in numbers).encode()

    def batch(self, folder):
        return ["batch", str(self.folder), "-o", str(folder), "--work-limit", str(WORK_LIMIT), "--jobs", "2", "--quiet"]

    @staticmethod
    def files(folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    # Processes

    def start(self, *arguments, environment=None, limits=None, **more):
        return subprocess.Popen(
            [str(self.muster), *arguments], env={**self.environment, **(environment or {})}, preexec_fn=limits, cwd=self.work,
            stdin=more.get("stdin", subprocess.DEVNULL), stdout=more.get("stdout", subprocess.PIPE), stderr=subprocess.PIPE)

    def run(self, *arguments, input=None, **more):
        process = self.start(*arguments, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL, **more)
        try:
            out, err = process.communicate(input, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.found("hung", " ".join(arguments)[:100])
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def processes(self):
        """The processes of the program, by their parents."""
        found = {}
        for path in glob.glob("/proc/[0-9]*"):
            try:
                if os.readlink(f"{path}/exe").split(" (deleted)")[0] == str(self.muster):
                    found[int(path[6:])] = int(pathlib.Path(path, "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError, IndexError):
                continue
        return found

    def check_nothing_is_left(self, what):
        own = self.long.all_processes()
        for _ in range(60):
            left = {pid: parent for pid, parent in self.processes().items() if pid not in own and parent not in own}
            if not left:
                break
            time.sleep(0.1)
        else:
            self.found("orphans", f"after {what}: {left}")
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        for path in list(self.temporary.rglob("*")):
            if path.is_file():
                self.found("leaked files", f"after {what}: {path.name}")
                path.unlink()

    # What is done

    def stream_with_kills(self):
        numbers = [self.choose.randrange(60) for _ in range(150)]
        process = self.start("stream", "--work-limit", str(WORK_LIMIT), "--jobs", "2", "--quiet", stdin=subprocess.PIPE)
        kills = [0]
        ended = threading.Event()

        def kill():
            while not ended.wait(self.choose.uniform(0.05, 0.6)):
                workers = [pid for pid, parent in self.processes().items() if parent == process.pid]
                if workers:
                    try:
                        os.kill(self.choose.choice(workers), self.choose.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGSEGV]))
                        kills[0] += 1
                    except ProcessLookupError:
                        pass

        killer = threading.Thread(target=kill)
        killer.start()
        out, err = process.communicate(self.lines(numbers), timeout=LONGEST)
        ended.set()
        killer.join()
        self.count["workers killed"] += kills[0]
        self.compare(numbers, out, process.returncode, err, kills[0] // 2)

    def compare(self, numbers, out, status, err, excused=0):
        answers = out.decode().splitlines()
        self.count["requests"] += len(numbers)
        self.count["answers"] += len(answers)
        if status != 0:
            self.found("wrong", f"stream ended with {status}: {err[-200:]!r}")
        if len(answers) != len(numbers):
            self.found("lost", f"{len(numbers) - len(answers)} of {len(numbers)} answers")
        for number, answer in zip(numbers, answers):
            if LINE.sub("", answer) == LINE.sub("", self.right[number]):
                continue
            if excused > 0 and any(word in answer for word in KILLED):
                excused -= 1
                self.count["answered as killed twice"] += 1
            else:
                self.found("wrong", f"{number}: {answer[:200]}")

    def batch_with_kills(self):
        folder = self.work / "batch"
        shutil.rmtree(folder, ignore_errors=True)
        arguments = self.batch(folder)
        for attempt in range(40):
            process = self.start(*arguments, *(["--resume"] if attempt else []))
            kind = self.choose.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
            try:
                process.communicate(timeout=self.choose.uniform(0.02, 0.5) if attempt < 8 else LONGEST)
                break
            except subprocess.TimeoutExpired:
                process.send_signal(kind)
                process.communicate(timeout=LONGEST)
                self.count["batches stopped"] += 1
        if process.returncode != 0:
            self.found("wrong", f"the resumed batch ended with {process.returncode}")
        self.compare_files(folder)

    def compare_files(self, folder):
        found = self.files(folder)
        self.count["requests"] += 60
        for name, text in self.right_files.items():
            if name not in found:
                self.found("lost", f"{name} of a batch")
            elif found[name] != text:
                self.found("wrong", f"{name} of a batch")
        self.count["answers"] += sum(bool(re.match(r"s\d\d", pathlib.Path(name).name)) for name in found)
        for name in found.keys() - self.batches[0].keys():
            self.found("leaked files", f"{name} of a batch")

    def interrupted_solve(self):
        target = self.work / "plan.json"
        target.unlink(missing_ok=True)
        process = self.start("solve", "-", "-o", str(target), "--quiet", stdin=subprocess.PIPE)
        threading.Timer(self.choose.uniform(0.01, 1.2), process.send_signal, [kind := self.choose.choice(
            [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])]).start()
        process.communicate(self.large, timeout=LONGEST)
        self.count["solves with a signal"] += 1
        if process.returncode not in (0, 130, 143, -signal.SIGKILL, -kind):
            self.found("wrong", f"a solve that got {kind.name} ended with {process.returncode}")
        if target.exists():
            self.check_plan(target.read_bytes(), "a solve with a signal")
        for path in self.work.glob("*plan.json*"):
            if path != target and kind != signal.SIGKILL:
                self.found("leaked files", f"{path.name} beside a plan")
            if path != target:
                path.unlink()

    def check_plan(self, text, what):
        try:
            if not json.loads(text)["verification"]["feasible"]:
                self.found("wrong", f"{what}: a plan that does not hold")
        except (ValueError, KeyError):
            self.found("wrong", f"{what}: half a plan, {len(text)} bytes")

    def full_disk(self):
        small = self.work / "small"
        shutil.rmtree(small, ignore_errors=True)
        small.mkdir()
        size = self.choose.randrange(16, 200) * 1024
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small)], capture_output=True, check=False).returncode == 0
        limits = None if mounted else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        self.count["full disks (tmpfs)" if mounted else "full disks (limit of sizes)"] += 1
        done = self.run(*self.batch(small / "plans"), limits=limits)
        if done.returncode in (0, *range(-64, 0)):
            self.found("wrong", f"a batch on a full disk ended with {done.returncode}")
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        done = self.run(*self.batch(small / "plans"), "--resume")
        if done.returncode != 0:
            self.found("wrong", f"a batch resumed with room ended with {done.returncode}: {done.stderr[-200:]!r}")
        self.compare_files(small / "plans")
        if mounted:
            subprocess.run(["umount", str(small)], check=True)
        with open("/dev/full", "wb") as full:
            done = self.run("solve", str(self.folder / "s01.json"), "--quiet", stdout=full)
        if done.returncode != 74:
            self.found("wrong", f"a solve into /dev/full ended with {done.returncode}")

    def little_memory(self):
        most = self.choose.randrange(60, 400) << 20
        done = self.run(
            "solve", "-", "--quiet", input=self.large, limits=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        self.count["limits of memory"] += 1
        if done.returncode < 0:
            self.found("wrong", f"a solve with {most >> 20} MB ended with signal {-done.returncode}")
        elif done.returncode == 0:
            self.check_plan(done.stdout, "little memory")
        elif not done.stderr:
            self.found("wrong", f"a solve with {most >> 20} MB ended with {done.returncode} and no message")

    def clock_jumps(self):
        compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
        if compiler is None:
            self.count["clock jumps left out: no C compiler"] += 1
            return
        clock, library = self.work / "clock", self.work / "jumping_clock.so"
        clock.write_text("0")
        if not library.exists():
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(CLOCK)], check=True)
        environment = {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(clock)}
        ended = threading.Event()

        def jump():
            while not ended.wait(0.1):
                replaced = self.work / "clock.new"
                replaced.write_text(self.choose.choice(["0", "-3600", "86400", "-40000000", "400000000"]))
                replaced.replace(clock)
                self.count["clock jumps"] += 1

        jumper = threading.Thread(target=jump)
        jumper.start()
        numbers = [self.choose.randrange(60) for _ in range(60)]
        done = self.run(
            "stream", "--work-limit", str(WORK_LIMIT), "--time-limit", "60", "--jobs", "2", "--quiet", input=self.lines(numbers),
            environment=environment)
        ended.set()
        jumper.join()
        self.compare(numbers, done.stdout, done.returncode, done.stderr)

    KINDS = [stream_with_kills, batch_with_kills, interrupted_solve, full_disk, little_memory, clock_jumps]

    def once(self):
        self.long.ask()
        kind = self.choose.choice(self.KINDS)
        self.count["rounds"] += 1
        kind(self)
        self.check_nothing_is_left(kind.__name__)

    def report(self):
        first, last = self.long.finish()
        for kind, number in sorted(self.count.items()):
            print(f"{kind}: {number}")
        print(f"memory of the stream that lived through it: {first >> 10} MB at first, {last >> 10} MB at last")
        if last > 1.5 * first:
            self.found("growth", f"{first} kB became {last} kB")
        print(f"{len(self.findings)} findings; lost {self.count['lost']}, wrong {self.count['wrong']}, orphans {self.count['orphans']}, "
              f"leaked files {self.count['leaked files']}")  # fmt: skip
        return 1 if self.findings else 0


class LongStream:
    """A stream that lives from the beginning to the end."""

    def __init__(self, soak):
        self.soak = soak
        self.process = soak.start("stream", "--work-limit", str(WORK_LIMIT), "--jobs", "2", "--quiet", stdin=subprocess.PIPE)
        for _ in range(5):
            self.ask()
        self.first = self.memory()

    def ask(self):
        numbers = list(range(60))
        writer = threading.Thread(target=lambda: (self.process.stdin.write(self.soak.lines(numbers)), self.process.stdin.flush()))
        writer.start()
        answers = [self.process.stdout.readline() for _ in numbers]
        writer.join()
        self.soak.compare(numbers, b"".join(answers), 0, b"")

    def all_processes(self):
        return {pid for pid, parent in self.soak.processes().items() if self.process.pid in (pid, parent)}

    def memory(self):
        """kB of the stream and its workers."""
        total = 0
        for pid in self.all_processes():
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("VmRSS") else 0
        return total

    def finish(self):
        last = self.memory()
        self.process.stdin.close()
        if self.process.wait(LONGEST) != 0:
            self.soak.found("wrong", f"the long stream ended with {self.process.returncode}")
        return self.first, last


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", help="a folder that may be emptied; by default a temporary one")
    options = parser.parse_args()
    options.muster = options.muster.resolve()
    soak = Soak(options)
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        soak.once()
    status = soak.report()
    if status == 0:
        shutil.rmtree(soak.work, ignore_errors=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
