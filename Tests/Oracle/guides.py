# SPDX-License-Identifier: GPL-3.0-or-later
"""Types what pages of docs tell a reader to type, and compares what is printed with what they show.

    python guides.py --muster PATH [PAGE ...]

A block behind ```sh is typed, in a folder of its own that has `Scenarios`; each block without a language after it is what
it prints, `...` where it is cut: every piece has to be in what was printed. A block behind ```json stands for the file
that the text before it names in backquotes. On a terminal commands print tables, so that they are given `--format table`
where they write nowhere else. Exits 1 where anything differs.
"""
from __future__ import annotations

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["what-if.md", "questions.md"]
SHOWN = ("check", "solve", "explain", "compare", "whatif")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def typed(commands):
    """The commands as a terminal would have them."""
    lines = commands.replace("\\\n", " ").splitlines()
    return "\n".join(
        line + " --format table"
        if line.startswith(tuple(f"muster {name} " for name in SHOWN)) and not re.search(r" -o |--format|\||--fail-on", line)
        else line
        for line in lines)


def run(muster, commands, folder):
    script = f"set -e\nmuster() {{ '{muster}' \"$@\"; }}\n" + typed(commands)
    done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout, done.stderr


def pieces(text):
    return [piece.strip("\n") for piece in re.split(r"^\.\.\.$", text, flags=re.MULTILINE) if piece.strip()]


def follow(page, muster):
    """The problems of a page."""
    text = page.read_text(encoding="utf-8")
    problems, compared, printed = [], 0, ""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "Scenarios").symlink_to(ROOT / "Scenarios")
        for block in FENCE.finditer(text):
            kind, content = block.groups()
            if kind == "json":
                named = re.findall(r"`([\w-]+\.json)`", text[: block.start()])
                (folder / named[-1]).write_text(content, encoding="utf-8")
            elif kind == "sh":
                code, out, errors = run(muster, content, folder)
                if code != 0:
                    problems.append(f"ends with {code}: {content.strip()[:120]}\n{errors.strip()[:400]}")
                printed = out + "\n" + errors
            elif kind == "":
                for piece in pieces(content):
                    compared += 1
                    if piece not in printed:
                        problems.append(f"is not printed:\n{piece}\n  but:\n{nearest(piece, printed)}")
    if compared == 0:
        problems.append("nothing is shown")
    return problems, compared


def nearest(piece, printed):
    """What was printed where the piece should be: from its first line, or one like it."""
    first = piece.splitlines()[0]
    lines = printed.splitlines()
    starts = [at for at, line in enumerate(lines) if line == first] or [
        at for at, line in enumerate(lines) if line[:12] == first[:12]]
    count = len(piece.splitlines())
    return "\n".join(lines[starts[0] : starts[0] + count + 2]) if starts else printed[:1500]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", required=True, type=pathlib.Path)
    parser.add_argument("pages", nargs="*")
    options = parser.parse_args()
    failed = 0
    for name in options.pages or PAGES:
        problems, compared = follow(ROOT / "docs" / name, options.muster.resolve())
        failed += bool(problems)
        for problem in problems:
            print(f"{name}: {problem}\n")
        print(f"{name}: {compared} outputs compared, {len(problems)} problems")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
