#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Spark cluster gives the bytes that `muster stream` gives here, whatever dies on the way.

    MUSTER=.build/static/muster .venv-spark/bin/python Tests/Spark/test_spark.py

Faults are brought about by the program that is shipped: a small script that does the harm once, at a line that a test
names, and is the real program ever after. So each kill happens, and in the middle of a part.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAUNCHER = os.path.join(ROOT, "Distribution", "spark", "muster_spark.py")
MUSTER = os.path.abspath(os.environ.get("MUSTER", os.path.join(ROOT, ".build", "static", "muster")))
LOCAL_CLUSTER = "local-cluster[2,1,1024]"
PART = 50
REQUESTS = 1000


def java():
    """The major version of Java, or why there is none."""
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if not program:
        return 0, "there is no Java (openjdk-17-jre-headless)"
    try:
        text = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        return 0, f"Java does not run: {error}"
    version = re.search(r'version "(\d+)', text)
    number = int(version[1]) if version else 0
    return number, f"Java is {number}, and Spark 4 needs 17"


JAVA, WHY_NOT = java()

POISON = [
    b"{",
    b"",  # a blank line has no answer and still counts
    b'{"id": 17, "scenario": }',
    b'{"id": "unfinished", "scenario": {"format": "muster/scenario@1", "cal',
    b"[1, 2, 3]",
    b'"only a text"',
    b'{"id": "bad utf-8 \xff\xfe"}',
    b"\x00\x01\x02",
    b'{"id": 1, "id": 2, "scenario": {}}',
    b'{"id": {"deep": [1, 2.50]}, "base": "nobody"}',
    b'{"id": "x", "scenario": {"format": "muster/scenario@1"}}',
    b'{"id": "huge", "scenario": 1' + b"0" * 5000 + b"}",
    b'{"id": "infinite", "scenario": {"format": "muster/scenario@1", "name": 1e999999}}',
    b'{"id": "deep", "scenario": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b"[" * 100_000,
    b'{"id": "not a number", "scenario": NaN}',
    b'{"id": "options", "scenario": {}, "options": {"gap": -1}}',
    b'{"id": "patch", "base": "base", "patch": [{"op": "remove", "path": "/nowhere"}]}',
    b'{"id": "\\ud800", "scenario": {}}',
    b'\xef\xbb\xbf{"id": "mark"}',
    b'{"id": "broken dates", "base": "base", "patch": [{"op": "replace", "path": "/calendar/start", "value": "2027-02-30"}]}',
]

# What the shipped script does before it is the real program, each once.
FAULTS = {
    # The program itself, which has become the process that the executor began, gets ten requests and then signal 9.
    "kill-tool": '''exec 3<&0; mkfifo "$state/few"
      { head -n 10; sleep 0.5; kill -9 $$; } <&3 >"$state/few" & exec "$real" "$@" <"$state/few"''',
    # Some answers, and then an end that looks like success.
    "too-few": '"$real" "$@" | head -n 3; exit 0',
    # Half a line.
    "torn": '"$real" "$@" | head -c 700; exit 0',
    # Two answers in each other's place.
    "swapped": "\"$real\" \"$@\" | sed -n -e '2{h;d}' -e '3{p;x;p;d}' -e p; exit 0",
    # Silence.
    "hang": "sleep 600",
    # The same, but it is stopped: it holds its pipes open and is deaf to requests to end.
    "stopped": '''exec 3<&0; mkfifo "$state/some"
      { head -n 10; sleep 0.5; kill -STOP $$; } <&3 >"$state/some" & exec "$real" "$@" <"$state/some"''',
    # The executor, found among the ancestors, ends at once.
    "kill-executor": """pid=$$
      while [ "$pid" -gt 1 ]; do
        if tr '\\0' ' ' <"/proc/$pid/cmdline" | grep -q CoarseGrainedExecutorBackend; then kill -9 "$pid"; break; fi
        pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
      done
      sleep 600""",
    # The daemon of a worker of a standalone cluster: the test ends it when it sees that a part is being answered.
    "wait-for-kill": "sleep 5",
}


@unittest.skipUnless(JAVA >= 17, f"SKIPPED: the Spark tests did not run: {WHY_NOT}")
class SparkTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="muster-spark-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.environment = dict(
            os.environ,
            PYSPARK_PYTHON=sys.executable,
            PYSPARK_DRIVER_PYTHON=sys.executable,
            SPARK_LOCAL_IP="127.0.0.1",
            SPARK_LOCAL_HOSTNAME="localhost",
            SPARK_LOCAL_DIRS=os.path.join(cls.folder, "local"),
            # A variable that must not reach the program.
            MUSTER_TEST_SECRET="seen",
        )
        cls.environment.pop("SPARK_HOME", None)
        cls.requests = os.path.join(cls.folder, "requests.ndjson")
        cls.base = os.path.join(cls.folder, "base.ndjson")
        lines, base = cls.lines()
        with open(cls.base, "wb") as file:
            file.write(b'{"register": "base", "scenario": ' + base + b"}\n")
        with open(cls.requests, "wb") as file:
            file.writelines(lines)
        with open(cls.base, "rb") as first, open(cls.requests, "rb") as rest:
            whole = first.read() + rest.read()
        done = subprocess.run([MUSTER, "stream"], input=whole, stdout=subprocess.PIPE, env={}, check=True)
        cls.expected = done.stdout[done.stdout.index(b"\n") + 1 :]

    @staticmethod
    def lines():
        """1,000 mixed requests and 20 poisonous ones between them, and a scenario to register."""
        families = ["enterprise", "plenty", "ties", "hardware", "one-skill", "daily", "office"]
        scenarios = []
        for seed in range(35):
            size = ["--staff", str(3 + seed % 6), "--projects", str(1 + seed % 3), "--weeks", str(2 + seed % 5)]
            command = [MUSTER, "generate", "--compact", "--family", families[seed % 7], "--seed", str(seed), *size]
            scenarios.append(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.strip())
        engines = [b"", b', "options": {"engine": "native"}', b', "options": {"gap": 0.01}']
        requests = []
        for number in range(REQUESTS):
            scenario = scenarios[number % len(scenarios)]
            id = [b"%d", b'"r%d"', b"[%d, null]", b"%d.50"][number % 4] % number
            if number % 10 == 9:
                patch = b'[{"op": "replace", "path": "/staff/0/costPerHour", "value": %d}]' % (40 + number % 70)
                requests.append(b'{"id": %s, "base": "base", "patch": %s}' % (id, patch))
            elif number % 10 == 8:
                requests.append(scenario)
            else:
                requests.append(b'{"id": %s, "scenario": %s%s}' % (id, scenario, engines[number % 3]))
        for index, poison in enumerate(POISON):
            requests.insert(25 + 47 * index, poison)
        ends = [b"\n", b"\n", b"\r\n"]
        return [line + ends[index % 3] for index, line in enumerate(requests)], scenarios[0]

    def launch(self, *arguments, command=None, timeout=300):
        """Runs the launcher; returns the process, ended, and the answers, if there are any."""
        output = os.path.join(self.folder, f"{self.id()}.ndjson")
        line = [*(command or [sys.executable]), LAUNCHER, self.requests, "--register", self.base, "-o", output]
        done = subprocess.run(
            [*line, *arguments], env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=timeout
        )
        answers = None
        if os.path.exists(output):
            with open(output, "rb") as file:
                answers = file.read()
        return done, answers

    def check(self, done, answers):
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIsNotNone(answers)
        if answers != self.expected:
            found, wanted = answers.split(b"\n"), self.expected.split(b"\n")
            for number, (one, other) in enumerate(zip(found, wanted)):
                self.assertEqual(one, other, f"answer {number}")
        self.assertEqual(len(answers), len(self.expected))
        work = os.path.join(os.path.dirname(__import__("pyspark").__file__), "work")
        self.assertFalse(os.path.exists(work), "copies were left under site-packages")

    def faulty(self, faults):
        """A program that does harm once at each of these parts (fault, number of the part)."""
        state = tempfile.mkdtemp(dir=self.folder)
        cases = "\n".join(
            f'{1 + PART * part}) if mkdir "$state/{fault}" 2>/dev/null; then {FAULTS[fault]}\n fi ;;'
            for fault, part in faults
        )
        path = os.path.join(state, "muster")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                f'#!/bin/sh\nreal={MUSTER}\nstate={state}\n[ -z "$MUSTER_TEST_SECRET" ] || exit 99\n'
                'first=""\nfor argument; do first=$argument; done\n'
                f'case $first in\n{cases}\nesac\nexec "$real" "$@"\n'
            )
        os.chmod(path, 0o755)
        return path, state

    def test_requests_are_what_they_are_said_to_be(self):
        records = [json.loads(line) for line in self.expected.splitlines()]
        self.assertEqual(len(records), REQUESTS + len(POISON) - 1)
        self.assertEqual(sum("error" in record for record in records), 20)

    def test_local_cluster(self):
        done, answers = self.launch("--master", LOCAL_CLUSTER, "--muster", MUSTER)
        self.check(done, answers)
        self.assertIn("1020 requests, 1020 answers", done.stderr)
        self.assertNotIn("answered again", done.stderr)

    def test_faults_in_parts_and_a_killed_executor(self):
        faults = ["kill-tool", "too-few", "torn", "swapped", "hang", "stopped", "kill-executor"]
        program, state = self.faulty([(fault, 2 + 2 * index) for index, fault in enumerate(faults)])
        done, answers = self.launch(
            "--master", LOCAL_CLUSTER, "--muster", program, "--part", str(PART), "--deadline", "15"
        )
        self.check(done, answers)
        for fault in faults:
            self.assertTrue(os.path.exists(os.path.join(state, fault)), f"{fault} did not happen")
        again = re.search(r"(\d+) parts were answered again", done.stderr)
        self.assertGreaterEqual(int(again[1]) if again else 0, len(faults), done.stderr)

    def test_standalone_cluster_whose_worker_is_killed(self):
        cluster = Standalone(self.folder, self.environment)
        self.addCleanup(cluster.stop)
        program, state = self.faulty([("wait-for-kill", 4)])
        submit = os.path.join(os.path.dirname(sys.executable), "spark-submit")
        killer = cluster.kill_a_worker_when(lambda: os.path.exists(os.path.join(state, "wait-for-kill")))
        done, answers = self.launch(
            "--muster", program, "--part", str(PART),
            command=[submit, "--master", cluster.address, "--executor-memory", "512m"],
        )  # fmt: skip
        self.check(done, answers)
        self.assertTrue(killer(), "no worker was killed")

    def test_bad_registration(self):
        """A faulty registration is told once, and not tried again."""
        path = os.path.join(self.folder, "bad.ndjson")
        with open(path, "w", encoding="utf-8") as file:
            file.write('\n{"register": "base", "scenario": {}}\n')
        done, answers = self.launch("--master", "local[1,2]", "--muster", MUSTER, "--register", path)
        self.assertEqual((done.returncode, answers), (65, None))
        self.assertRegex(done.stderr, "muster_spark: --register, line 2: ")

    def test_always_killed(self):
        """What fails at every attempt fails the job, with the lines, and leaves no file."""
        path = os.path.join(self.folder, "dying")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\n[ "$1" = --version ] && exec {MUSTER} --version\nkill -9 $$\n')
        os.chmod(path, 0o755)
        done, answers = self.launch("--master", "local[1,2]", "--muster", path)
        self.assertEqual((done.returncode, answers), (70, None))
        self.assertRegex(done.stderr, r"muster_spark: the job failed: lines 1 to 50: .*signal 9")

    def test_missing_program(self):
        done, answers = self.launch("--master", LOCAL_CLUSTER, "--muster", "/nowhere/muster")
        self.assertEqual((done.returncode, answers), (69, None))
        self.assertEqual(
            done.stderr, "muster_spark: the program to ship is not there: /nowhere/muster (make static builds it)\n"
        )

    def test_program_that_executors_do_not_have(self):
        done, answers = self.launch("--master", "local[2,4]", "--muster-there", "/nowhere/muster")
        self.assertEqual((done.returncode, answers), (69, None))
        said = [line for line in done.stderr.splitlines() if line.startswith("muster_spark:")]
        self.assertEqual(said, ["muster_spark: /nowhere/muster cannot be run: No such file or directory"])
        self.assertNotIn("Traceback", done.stderr)


class Standalone:
    """A standalone cluster of a master and two workers, each a process of its own."""

    def __init__(self, folder, environment):
        import pyspark

        self.home = os.path.dirname(pyspark.__file__)
        self.folder = tempfile.mkdtemp(dir=folder)
        self.environment = dict(environment, SPARK_HOME=self.home)
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.processes = []
        port = self.free_port()
        self.address = f"spark://127.0.0.1:{port}"
        self.start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        self.wait_for(port)
        for number in (1, 2):
            work = os.path.join(self.folder, f"work{number}")
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", work]
            self.start("worker.Worker", *options, self.address)
        self.wait_for_workers()

    @staticmethod
    def free_port():
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            return one.getsockname()[1]

    def start(self, name, *arguments):
        command = [os.path.join(self.home, "bin", "spark-class"), "org.apache.spark.deploy." + name, *arguments]
        self.processes.append(
            subprocess.Popen(
                command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
            )
        )

    def wait_for(self, port):
        for _ in range(300):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the master of the cluster does not answer")

    def wait_for_workers(self):
        for _ in range(300):
            with open(self.log.name, "rb") as file:
                if file.read().count(b"Successfully registered with master") == 2:
                    return
            time.sleep(0.1)
        raise RuntimeError("the workers of the cluster did not register")

    def kill_a_worker_when(self, ready):
        """Kills the daemon of one worker in the background; returns a question whether it did."""
        import threading

        done = threading.Event()

        def wait():
            for _ in range(1000):
                if ready():
                    # spark-class has become the Java process itself (exec).
                    os.kill(self.processes[1].pid, signal.SIGKILL)
                    done.set()
                    return
                time.sleep(0.1)

        threading.Thread(target=wait, daemon=True).start()
        return done.is_set

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()


if __name__ == "__main__":
    if JAVA < 17:
        print(f"SKIPPED: the Spark tests did not run: {WHY_NOT}", file=sys.stderr)
    unittest.main(verbosity=2)
