#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers lines of scenarios on an Apache Spark cluster: the bytes that `muster stream` gives on one machine.

    muster_spark.py --muster .build/static/muster requests.ndjson -o answers.ndjson
    muster_spark.py --master 'local-cluster[2,1,1024]' --muster muster requests.ndjson -o answers.ndjson
    spark-submit --master spark://HOST:7077 muster_spark.py --muster muster requests.ndjson -o answers.ndjson -- --time-limit 10

What stands behind `--` goes to `muster stream`. The program is shipped to the executors; only the driver reads and writes
files. Many small parts: a part whose answers are not all there, in order and with their ids, is answered again by Spark,
and fails the job after spark.task.maxFailures attempts (4). Registrations (`{"register": ...}`) go into a file of their own
(`--register`), which each part is sent first.
"""

import argparse
import ctypes
import hashlib
import json
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# All that the program on an executor sees of its surroundings; it needs none of it.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"}

# Requests and answers that the driver holds at once, and requests in a part.
WAVE_BYTES = 256 << 20
PART_BYTES = 8 << 20
BLANK = b" \t\r\n"

USAGE, NO_INPUT, UNAVAILABLE, SOFTWARE = 64, 66, 69, 70


class PartFailed(Exception):
    """Something that may go well on another try, or on another machine: Spark answers the part again."""


class JobFailed(Exception):
    """Something that no other try can change."""

    def __init__(self, message, status=SOFTWARE):
        super().__init__(message)
        self.status = status


# On the executors.


def die_with_parent():
    """Ends the child with the Python worker that began it, also when that was killed (Linux: PR_SET_PDEATHSIG)."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except AttributeError:
        pass


def exchange(process, data, deadline):
    """Sends data and returns what comes back until its end. No answer for longer than the deadline: TimeoutError."""
    received = bytearray()
    rest = memoryview(data)
    source, sink = process.stdout.fileno(), process.stdin.fileno()
    os.set_blocking(sink, False)
    due = time.monotonic() + deadline
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        selector.register(sink, selectors.EVENT_WRITE)
        while True:
            left = due - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for key, _ in selector.select(left):
                if key.fd == sink:
                    try:
                        rest = rest[os.write(sink, rest[: 1 << 16]) :]
                    except BrokenPipeError:
                        rest = rest[:0]
                    if not rest:
                        selector.unregister(sink)
                        process.stdin.close()
                else:
                    piece = os.read(source, 1 << 20)
                    if not piece:
                        return bytes(received)
                    received += piece
                    if b"\n" in piece:
                        due = time.monotonic() + deadline


def run(command, data, deadline):
    """Runs the program on the data; returns its exit code, output and messages. It has ended when this returns."""
    with tempfile.TemporaryFile() as messages:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=messages,
                env=ENVIRONMENT,
                cwd="/",
                bufsize=0,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise JobFailed(f"{command[0]} cannot be run: {error.strerror}", UNAVAILABLE) from None
        try:
            output = exchange(process, data, deadline)
            status = process.wait(deadline)
        except (TimeoutError, subprocess.TimeoutExpired):
            raise PartFailed(f"no answer for {deadline:g} s; it was ended") from None
        finally:
            # What it started is in its session; where it has ended by itself there is nobody left.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.stdout.close()
            try:
                process.stdin.close()
            except OSError:
                pass
            process.wait()
        messages.seek(max(0, messages.tell() - 2000))
        return status, output, messages.read().decode("utf-8", "replace").strip()


def parsed(text):
    """The value, and all ids of its outermost object; numbers keep their digits."""
    ids = []

    def take(pairs):
        ids[:] = [value for key, value in pairs if key == "id"]
        return dict(pairs)

    def number(digits):
        return ("number", digits)

    value = json.loads(
        text.decode("utf-8"), object_pairs_hook=take, parse_int=number, parse_float=number, parse_constant=number
    )
    return value, ids if isinstance(value, dict) else []


def check_answer(answer, request, number):
    """Raises where the answer cannot be that of the request in this line."""
    try:
        record, _ = parsed(answer)
        kinds = [kind for kind in ("plan", "error", "registered") if kind in record]
        id = record["id"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise PartFailed(f"the answer to line {number} is not a record") from None
    if len(kinds) != 1:
        raise PartFailed(f"the answer to line {number} is neither a plan nor an error")
    if kinds[0] == "registered":
        raise JobFailed(f"line {number} registers a scenario, which only --register can do for all parts", USAGE)
    try:
        value, ids = parsed(request)
    except (ValueError, RecursionError):
        value, ids = None, None
    if kinds[0] == "error":
        line = record["error"].get("line")
        if line is not None and line != ("number", str(number)):
            raise PartFailed(f"the answer to line {number} says that it is that of line {line[1]}")
        fits = ids is None or id is None or id in ids
    elif value is None:
        fits = True
    elif "format" in value:
        # A bare scenario has no id; its hash tells whose plan it is.
        digest = hashlib.sha256(request.strip(BLANK)).hexdigest()
        fits = id is None and record["plan"]["scenario"]["sha256"] == digest
    else:
        fits = id == (ids[-1] if ids else None)
    if not fits:
        raise PartFailed(f"the answer to line {number} is that of another line")


def check_registrations(answers, first, preamble):
    """Raises unless the first answers say what was registered."""
    numbers = [first + n for n, line in enumerate(preamble) if line.strip(BLANK)]
    for answer, number in zip(answers, numbers):
        try:
            record = json.loads(answer)
            error = record.get("error")
        except (ValueError, RecursionError, AttributeError):
            raise PartFailed(f"the answer to registration {number - first + 1} is not a record") from None
        if "registered" in record:
            continue
        # An error of this very line is the user's; anything else is not an answer to it.
        if isinstance(error, dict) and error.get("line") == number:
            raise JobFailed(f"--register, line {number - first + 1}: {error.get('detail')}", 65)
        raise PartFailed(f"the answer to registration {number - first + 1} is that of another line")


def answers_of(program, options, preamble, first, lines, deadline):
    """The answers to the lines of a part, checked, as bytes. `first` is the number of its first line, from 1."""
    command = [program, "stream", "--jobs", "1", "--quiet", *options, "--first-line", str(first)]
    place = f"lines {first} to {first + len(lines) - 1}"
    try:
        status, output, messages = run(command, b"".join(preamble + lines), deadline)
        if status == USAGE:
            raise JobFailed(f"muster stream: {messages}", USAGE)
        if status != 0:
            how = f"was ended by signal {-status}" if status < 0 else f"ended with {status}"
            raise PartFailed(f"muster stream {how} {messages}".strip())
        answers = output.split(b"\n")[:-1]
        registrations = sum(1 for line in preamble if line.strip(BLANK))
        wanted = registrations + sum(1 for line in lines if line.strip(BLANK))
        if len(answers) != wanted or not output.endswith(b"\n"):
            raise PartFailed(f"{wanted} requests, {len(answers)} answers")
        check_registrations(answers, first, preamble)
        requests = ((line, first + len(preamble) + n) for n, line in enumerate(lines) if line.strip(BLANK))
        for answer, (line, number) in zip(answers[registrations:], requests):
            check_answer(answer, line, number)
    except PartFailed as failure:
        raise PartFailed(f"{place}: {failure}") from None
    start = 0
    for _ in range(registrations):
        start = output.index(b"\n", start) + 1
    return output[start:], len(answers) - registrations


def part_task(program, shipped, options, preamble, deadline):
    """What an executor does with a part."""

    def task(parts):
        from pyspark import SparkFiles, TaskContext

        path = SparkFiles.get(program) if shipped else program
        for index, first, lines in parts:
            attempt = TaskContext.get().attemptNumber()
            try:
                output, count = answers_of(path, options, preamble.value, first, lines, deadline)
            except JobFailed as failure:
                # Returned, not raised: another attempt would only repeat it.
                yield index, attempt, None, (str(failure), failure.status)
            else:
                yield index, attempt, output, count

    return task


# On the driver.


def read_parts(file, most_lines, longest):
    """Parts of the input: (number of the first line from 1, lines), and (number, None) for a line that is too long,
    which has to be read from the file, piece by piece, before going on."""
    number = first = 1
    lines, size = [], 0
    while line := file.readline(longest + 2):
        if len(line) > longest + 1 and not line.endswith(b"\n"):
            if lines:
                yield first, lines
            yield number, line
            lines, size, first = [], 0, number + 1
        else:
            lines.append(line if line.endswith(b"\n") else line + b"\n")
            size += len(line)
        number += 1
        if len(lines) >= most_lines or size >= PART_BYTES:
            yield first, lines
            lines, size, first = [], 0, number
    if lines:
        yield first, lines


def answer_long_line(program, options, registered, number, beginning, file):
    """The answer to a line that is too long to be kept: it passes through, and is not sent anywhere."""
    command = [program, "stream", "--jobs", "1", "--quiet", *options, "--first-line", str(registered + number)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        piece = beginning
        while piece:
            process.stdin.write(piece)
            piece = b"" if piece.endswith(b"\n") else file.readline(1 << 20)
        output = process.communicate()[0]
    if process.returncode != 0 or output.count(b"\n") != 1:
        raise JobFailed(f"line {number}: muster stream ended with {process.returncode}")
    return output


def longest_line(options):
    """What --max-line says to muster stream."""
    for index, option in enumerate(options):
        name, _, value = option.partition("=")
        if name == "--max-line":
            value = value or (options[index + 1] if index + 1 < len(options) else "")
            if match := re.fullmatch(r"([0-9]+)([KMG]?)", value):
                return int(match[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[match[2]]
    return 64 << 20


class Answering:
    """Sends parts to the cluster in waves, and writes the answers in the order of the lines."""

    def __init__(self, context, arguments, preamble):
        self.context = context
        self.arguments = arguments
        shipped = arguments.muster is not None
        program = os.path.basename(arguments.muster) if shipped else arguments.muster_there
        self.preamble = preamble
        self.task = part_task(
            program, shipped, arguments.options, context.broadcast(preamble), arguments.deadline
        )
        self.local = arguments.muster or arguments.muster_there
        self.requests = self.answers = self.again = 0
        self.request_bytes = self.answer_bytes = 0

    def wave(self, parts, output):
        """Answers some parts on the cluster."""
        numbered = [(index, first, lines) for index, (first, lines) in enumerate(parts)]
        found = self.context.parallelize(numbered, len(numbered)).mapPartitions(self.task).collect()
        if [entry[0] for entry in found] != list(range(len(parts))):
            raise JobFailed("Spark lost or repeated a part, or changed their order")
        for (_, attempt, answer, count), (_, lines) in zip(found, parts):
            if answer is None:
                message, status = count
                raise JobFailed(message, status)
            wanted = sum(1 for line in lines if line.strip(BLANK))
            if count != wanted or answer.count(b"\n") != wanted:
                raise JobFailed(f"{wanted} requests, {count} answers")
            output.write(answer)
            self.requests += wanted
            self.answers += count
            self.again += attempt > 0
            self.request_bytes += sum(map(len, lines))
            self.answer_bytes += len(answer)

    def all(self, file, output):
        """Answers all lines. The first wave is small: it shows how large answers are."""
        longest = longest_line(self.arguments.options)
        waiting, size = [], 0
        most = 4 * max(2, self.context.defaultParallelism)
        for first, lines in read_parts(file, self.arguments.part, longest):
            if isinstance(lines, bytes):
                if waiting:
                    self.wave(waiting, output)
                    waiting, size = [], 0
                output.write(
                    answer_long_line(
                        self.local, self.arguments.options, len(self.preamble), first, lines, file
                    )
                )
                self.requests += 1
                self.answers += 1
                continue
            waiting.append((first, lines))
            share = self.answer_bytes / self.requests if self.requests else 0
            size += sum(map(len, lines)) + share * len(lines)
            if len(waiting) >= most or size >= WAVE_BYTES:
                self.wave(waiting, output)
                waiting, size = [], 0
                most = 16 * max(2, self.context.defaultParallelism)
        if waiting:
            self.wave(waiting, output)


def check_program(path):
    """Raises where the program is not there or does not run; nothing has been started yet."""
    if not os.path.isfile(path):
        raise JobFailed(f"the program to ship is not there: {path} (make static builds it)", UNAVAILABLE)
    try:
        done = subprocess.run([path, "--version"], env=ENVIRONMENT, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JobFailed(f"the program to ship does not run: {path}: {error}", UNAVAILABLE) from None
    if done.returncode != 0:
        raise JobFailed(f"the program to ship does not run: {path}: exit code {done.returncode}", UNAVAILABLE)


def remove_copies(application):
    """local-cluster leaves a folder for each application, with a copy of each shipped file, in Spark's own folder."""
    from pyspark.find_spark_home import _find_spark_home

    work = os.path.join(_find_spark_home(), "work")
    folder = os.path.join(work, application)
    # Executors that are about to end may still write there.
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            break
        time.sleep(0.1)
    try:
        os.rmdir(work)
    except OSError:
        pass


def context_of(arguments):
    """A Spark context: the master of spark-submit, or the one that was named."""
    from pyspark import SparkConf, SparkContext

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise JobFailed("Spark needs Java 17 or newer, and there is none (openjdk-17-jre-headless)", UNAVAILABLE)
    configuration = SparkConf().setIfMissing("spark.app.name", "muster")
    if arguments.master:
        configuration.setMaster(arguments.master)
    # Without a number of attempts, local[*] would give up after the first.
    configuration.setIfMissing("spark.master", "local[*,4]")
    configuration.setIfMissing("spark.ui.enabled", "false")
    configuration.setIfMissing("spark.ui.showConsoleProgress", "false")
    # Parts and answers are bounded here; a single line may be large.
    configuration.setIfMissing("spark.rpc.message.maxSize", "1024")
    configuration.setIfMissing("spark.driver.maxResultSize", "0")
    context = SparkContext(conf=configuration)
    context.setLogLevel(arguments.log_level)
    return context


def answer_all(arguments, output):
    """Answers everything into the output; returns what there is to say about it."""
    from py4j.protocol import Py4JError

    preamble = []
    try:
        if arguments.register:
            with open(arguments.register, "rb") as file:
                preamble = file.readlines()
            if preamble and not preamble[-1].endswith(b"\n"):
                preamble[-1] += b"\n"
        file = sys.stdin.buffer if arguments.requests == "-" else open(arguments.requests, "rb")
    except OSError as error:
        raise JobFailed(f"{error.filename}: {error.strerror}", NO_INPUT) from None
    if arguments.muster:
        check_program(arguments.muster)
    start = time.monotonic()
    context = context_of(arguments)
    application = context.applicationId
    try:
        if arguments.muster:
            context.addFile(os.path.abspath(arguments.muster))
        answering = Answering(context, arguments, preamble)
        with file:
            answering.all(file, output)
    except Py4JError as error:
        text = str(error)
        causes = re.findall(r"PartFailed: (.*)", text)
        cause = causes[-1].strip() if causes else text.strip().splitlines()[-1] if text.strip() else "no reason"
        raise JobFailed(f"the job failed: {cause}") from None
    finally:
        context.stop()
        remove_copies(application)
    seconds = time.monotonic() - start
    again = f"; {answering.again} parts were answered again" if answering.again else ""
    return f"{answering.requests} requests, {answering.answers} answers in {seconds:.1f} s{again}"


def arguments_of(line):
    """The arguments; what stands behind -- is for muster stream."""
    cut = line.index("--") if "--" in line else len(line)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("requests", help="requests, one a line; - is standard input")
    parser.add_argument("-o", "--output", help="where the answers go, all or none; else standard output")
    program = parser.add_mutually_exclusive_group(required=True)
    program.add_argument("--muster", help="the self-contained program, which is shipped to the executors")
    program.add_argument("--muster-there", help="its path where it is on every machine already; nothing is shipped")
    parser.add_argument("--master", help="such as local-cluster[2,1,1024] or spark://HOST:7077; not with spark-submit")
    parser.add_argument("--register", metavar="FILE", help="lines that register scenarios, for every part")
    parser.add_argument("--part", type=int, default=50, metavar="LINES", help="lines in a part (50)")
    parser.add_argument(
        "--deadline",
        type=float,
        default=3600,
        metavar="SECONDS",
        help="a part whose next answer takes longer is ended and answered again (3600)",
    )
    parser.add_argument("--log-level", default="ERROR", help="how much Spark tells: ERROR, WARN, INFO")
    parser.add_argument("--quiet", action="store_true", help="no line about the end on standard error")
    arguments = parser.parse_args(line[:cut])
    arguments.options = line[cut + 1 :]
    if arguments.part < 1 or arguments.deadline <= 0:
        parser.error("--part and --deadline are above 0")
    return arguments


def main():
    arguments = arguments_of(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    target = os.path.abspath(arguments.output) if arguments.output else None
    part = None
    try:
        if target:
            part = tempfile.NamedTemporaryFile(dir=os.path.dirname(target), prefix=".muster-", delete=False)
        said = answer_all(arguments, part or sys.stdout.buffer)
        if part:
            part.flush()
            os.fsync(part.fileno())
            os.chmod(part.name, 0o666 & ~os.umask(os.umask(0)))
            os.rename(part.name, target)
            part = None
        sys.stdout.flush()
    except (JobFailed, OSError) as failure:
        print(f"muster_spark: {failure}", file=sys.stderr)
        sys.exit(getattr(failure, "status", 74))
    finally:
        if part:
            part.close()
            os.unlink(part.name)
    if not arguments.quiet:
        print(f"muster_spark: {said}", file=sys.stderr)


if __name__ == "__main__":
    main()
