# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile workbooks and MS Project documents: each ends with 65, within a second and 256 MB.

    python hostile.py --muster PATH [--only NAME]

Each file passes one limit of what is read, or makes much work of few bytes. They are made here and written piece by
piece, so that this program stays small: the most memory of a process counts from that of its parent.
"""
from __future__ import annotations

import argparse
import os
import pathlib
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zlib

SECONDS, MEGABYTES = 1.0, 256
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Zip:
    """Writes an archive piece by piece, and lies where it is told to."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.entries = []

    def add(self, name, pieces, method=8, size=None, crc=None, flag=0):
        name = name.encode()
        offset = self.file.tell()
        self.file.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flag, method, 0, 0, 0, 0, 0, len(name), 0) + name)
        start, plain, sum_ = self.file.tell(), 0, 0
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        for piece in pieces:
            piece = piece.encode() if isinstance(piece, str) else piece
            plain += len(piece)
            sum_ = zlib.crc32(piece, sum_)
            self.file.write(packer.compress(piece) if method == 8 else piece)
        if method == 8:
            self.file.write(packer.flush())
        end = self.file.tell()
        entry = [name, method, flag, crc if crc is not None else sum_, end - start,
                 plain if size is None else size, offset]
        self.file.seek(offset + 14)
        self.file.write(struct.pack("<III", *entry[3:6]))
        self.file.seek(end)
        self.entries.append(entry)

    def again(self, name, entry):
        """One more entry for bytes that are there already."""
        self.entries.append([name.encode(), *entry[1:]])

    def close(self):
        start = self.file.tell()
        for name, method, flag, crc, packed, plain, offset in self.entries:
            self.file.write(struct.pack(
                "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flag, method, 0, 0, crc, packed, plain, len(name), 0, 0, 0, 0,
                0, offset) + name)
        size, count = self.file.tell() - start, min(len(self.entries), 0xFFFF)
        self.file.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, start, 0))
        self.file.close()


def repeated(text, times):
    """A text many times, in pieces."""
    block = max(1, (1 << 16) // len(text))
    for _ in range(times // block):
        yield text * block
    yield text * (times % block)


def mixed(text, times, every=1 << 14, noise=40):
    """The same with comments that nothing packs, so that it does not grow as a bomb does."""
    source = random.Random(1)
    block = max(1, every // len(text))
    for _ in range(times // block):
        yield text * block + "<!--" + source.randbytes(noise).hex() + "-->"


def cell(text, kind="inlineStr"):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>' if kind == "inlineStr" else f"<c><v>{text}</v></c>"


def row(*cells):
    return "<row>" + "".join(text if text.startswith("<c") else cell(text) for text in cells) + "</row>"


def sheet(*pieces):
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from piece
    yield "</sheetData></worksheet>"


BASE = {
    "Settings": [row("key", "value"), row("start", "2027-01-04"), row("end", "2027-03-28")],
    "Projects": [row("id", "name"), row("p1", "One")],
    "Demands": [row("project", "id", "hours"), row("p1", "d1", cell(10, "n"))],
    "Staff": [row("id", "name"), row("s1", "Ana")],
}


def workbook(path, sheets=None, styles=None, strings=None, parts=(), raw=None, relations=None, names=None, **options):
    """A sound workbook with some of its parts replaced; `raw` are whole parts of sheets by name."""
    content = {name: sheet(*rows) for name, rows in {**BASE, **(sheets or {})}.items()}
    content.update(raw or {})
    archive = Zip(path)
    names = names or list(content)
    archive.add("_rels/.rels", [
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'])
    archive.add("xl/workbook.xml", (piece for piece in [
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>',
        *(f'<sheet name="{name}" sheetId="{index + 1}" r:id="r{index}"/>' for index, name in enumerate(names)),
        "</sheets></workbook>"]))
    archive.add("xl/_rels/workbook.xml.rels", (piece for piece in [
        f'<Relationships xmlns="{PACKAGE}">',
        *(f'<Relationship Id="r{index}" Type="{RELATIONS}/worksheet" Target="worksheets/s{index}.xml"/>'
          for index in range(len(names))),
        f'<Relationship Id="st" Type="{RELATIONS}/styles" Target="styles.xml"/>',
        f'<Relationship Id="ss" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>',
        *(relations or []), "</Relationships>"]))
    archive.add("xl/styles.xml", styles or [f'<styleSheet xmlns="{MAIN}"/>'])
    archive.add("xl/sharedStrings.xml", strings or [f'<sst xmlns="{MAIN}"/>'])
    for index, name in enumerate(names):
        archive.add(f"xl/worksheets/s{index}.xml", content.get(name) or sheet(row("a", "b")), **(
            options if name == "Demands" else {}))
    for name, pieces in parts:
        archive.add(name, pieces)
    archive.close()


def demands(*pieces):
    return {"Demands": [row("project", "id", "hours"), *pieces]}


def packed_twice(path):
    archive = Zip(path)
    archive.add("xl/a.xml", repeated(" ", 8 << 20))
    for index in range(9_000):
        archive.again(f"xl/worksheets/s{index}.xml", archive.entries[0])
    archive.close()


def raw_file(path, pieces):
    with open(path, "wb") as file:
        for piece in pieces:
            file.write(piece.encode() if isinstance(piece, str) else piece)


def large_file(path, head, size):
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(size)


def shared(*items):
    yield f'<sst xmlns="{MAIN}">'
    for item in items:
        yield from item
    yield "</sst>"


MANY = " ".join(f"a{n}=''" for n in range(300))
STRING = '<c t="s"><v>0</v></c>'
STYLES = f'<styleSheet xmlns="{MAIN}">'
WORKBOOKS = {
    # Archives
    "bomb": lambda path: workbook(path, demands(repeated(" ", 600 << 20))),
    "bomb that lies": lambda path: workbook(path, demands(repeated(" ", 600 << 20)), size=100),
    "bomb of rows": lambda path: workbook(path, demands(repeated("<row/>", 60 << 20))),
    "bomb of attributes": lambda path: workbook(path, demands(["<row"], repeated(' a="b"', 20 << 20), ["/>"])),
    "bomb of styles": lambda path: workbook(path, styles=repeated(" ", 300 << 20)),
    "bomb of texts": lambda path: workbook(path, strings=shared(repeated("<si><t>a</t></si>", 30 << 20))),
    "wrong checksum": lambda path: workbook(path, crc=1),
    "wrong length": lambda path: workbook(path, size=7),
    "encrypted": lambda path: workbook(path, flag=1),
    "other method": lambda path: workbook(path, method=12),
    "overlapping parts": packed_twice,
    "many parts": lambda path: workbook(path, parts=[(f"p{index}", []) for index in range(10_001)]),
    "part twice": lambda path: workbook(path, parts=[("xl/Styles.xml", [])]),
    "large file": lambda path: large_file(path, b"PK\x03\x04", (256 << 20) + 1),
    "cut short": lambda path: large_file(path, b"PK\x03\x04", 1000),
    # XML
    "entities": lambda path: workbook(path, raw={"Demands": [
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>']}),
    "external entity": lambda path: workbook(path, raw={"Demands": [
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>']}),
    "depth": lambda path: workbook(path, demands(repeated("<a>", 1 << 20))),
    "attributes": lambda path: workbook(path, demands(["<row ", MANY, "/>"])),
    "tag": lambda path: workbook(path, demands(['<row a="'], mixed_hex(20 << 20), ['"/>'])),
    "text": lambda path: workbook(path, demands(["<row><c t='inlineStr'><is><t>"], mixed_hex(20 << 20))),
    "value": lambda path: workbook(path, demands(["<row><c><v>"], mixed_hex(20 << 20))),
    "not well formed": lambda path: workbook(path, demands(["<row></c>"])),
    # Sheets
    "row": lambda path: workbook(path, demands(['<row r="1048577"/>'])),
    "column": lambda path: workbook(path, demands(['<row r="2"><c r="XFE2"><v>1</v></c></row>'])),
    "cells": lambda path: workbook(path, demands(mixed("<row>" + cell(1, "n") * 100 + "</row>", 60_000))),
    "cells between": lambda path: workbook(path, demands(
        f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 4_000))),
    "merges": lambda path: workbook(path, raw={"Demands": [
        f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>',
        *(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 140_000, 2)), "</mergeCells></worksheet>"]}),
    "formats": lambda path: workbook(path, styles=[STYLES, "<cellXfs>", *repeated("<xf/>", 200_000)]),
    "long formats": lambda path: workbook(path, styles=[STYLES, *(
        f'<numFmt numFmtId="{n}" formatCode="' + "0" * 500_000 + '"/>' for n in range(30))]),
    "texts": lambda path: workbook(path, strings=shared(mixed("<si/>", 2_100_000))),
    "large texts": lambda path: workbook(path, strings=shared(
        mixed("<si><t>" + "ab" * 200_000 + "</t></si>", 300, noise=4000))),
    "large texts in cells": lambda path: workbook(path, demands(
        mixed(row("p1", "ab" * 200_000), 300, noise=4000))),
    "one text in all cells": lambda path: workbook(
        path, demands(mixed("<row>" + STRING * 3 + "</row>", 100_000)),
        strings=shared(["<si><t>" + "ab" * 250_000 + "</t></si>"])),
    "underscores": lambda path: workbook(path, demands(mixed(row("p1", "_" * 500_000), 60, noise=4000))),
    "blanks": lambda path: workbook(path, demands(mixed(row("p1", " " * 500_000), 60, noise=4000))),
    "many sheets": lambda path: workbook(path, names=[f"Sheet {n}" for n in range(10_001)]),
    "9,000 unknown sheets": lambda path: workbook(path, names=[f"Sheet {n}" for n in range(9_000)]),
    "16,384 unknown columns": lambda path: workbook(
        path, {"Demands": [row("project", "hourz", *(f"column {n}" for n in range(16_000))), row("p1", "x")]}),
    # Much work of few bytes
    "unknown references": lambda path: workbook(path, {
        "Staff": [row("id"), *(row(f"person-{n}") for n in range(20_000))],
        "Absences": [row("staff", "from", "to"), *(
            row(f"persom-{n}", "2027-01-04", "2027-01-05") for n in range(20_000))]}),
    "unknown names with commas": lambda path: workbook(path, {
        "Staff": [row("id"), *(row(f"person, {n}") for n in range(20_000))],
        "Absences": [row("staff", "from", "to"), *(
            row(f"persom, x{n}", "2027-01-04", "2027-01-05") for n in range(20_000))]}),
    "one name for all": lambda path: workbook(path, {
        "Staff": [row("name", "costPerHour"), *(row("Ana", "x") for n in range(30_000))]}),
    "long lists": lambda path: workbook(path, {
        "Staff": [row("id", "skills"), row("s1", ";".join(f"s{n}:9" for n in range(60_000)))]}),
    "quotation marks": lambda path: workbook(path, {
        "Staff": [row("id", "skills"), *(row(f"s{n}", "&quot;" * 60_001) for n in range(20))]}),
    "settings": lambda path: workbook(path, {
        "Settings": [row("key", "value"), *(row(f"stort{n}", "2027-01-04") for n in range(20_000))]}),
}


def mixed_hex(size):
    source = random.Random(2)
    for _ in range(size >> 16):
        yield source.randbytes(1 << 15).hex()


def project(*pieces):
    yield '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">'
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from piece
    yield "</Project>"


BAD_TASK = "<Task><UID>999999</UID><Name>a</Name><OutlineLevel>1</OutlineLevel><Work>PTxH</Work></Task>"


def task(uid, start, finish):
    return (f"<Task><UID>{uid}</UID><Name>a</Name><OutlineLevel>1</OutlineLevel><Start>{start}T08:00:00</Start>"
            f"<Finish>{finish}T17:00:00</Finish><Work>PT8H0M0S</Work></Task>")


def assignment(task_uid, resource):
    return (f"<Assignments><Assignment><UID>1</UID><TaskUID>{task_uid}</TaskUID><ResourceUID>{resource}</ResourceUID>"
            "<Work>PT8H0M0S</Work></Assignment></Assignments>")


PROJECTS = {
    "entities": lambda path: raw_file(path, [
        '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project>&b;</Project>']),
    "external entity": lambda path: raw_file(path, [
        '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project>&a;</Project>']),
    "depth": lambda path: raw_file(path, repeated("<Project>", 1 << 20)),
    "attributes": lambda path: raw_file(path, ["<Project ", MANY, "/>"]),
    "tag": lambda path: raw_file(path, ['<Project a="', *repeated("x", 8 << 20), '"/>']),
    "text": lambda path: raw_file(path, project("<Name>", repeated("x", 8 << 20), "</Name>")),
    "elements": lambda path: raw_file(path, project(repeated("<a><b/></a>", 10_100_000))),
    "elements inside one": lambda path: raw_file(path, project(repeated("<a/>", 1_100_000))),
    "kinds": lambda path: raw_file(path, project(f"<a{n}/>" for n in range(20_000))),
    "large file": lambda path: large_file(path, b"<Project>", (1 << 30) + 1),
    "other": lambda path: raw_file(path, ["<html/>"]),
    "cut short": lambda path: raw_file(path, ["<Project><Tasks><Task><UID>1</UID>"]),
    "years without end": lambda path: raw_file(path, project(
        "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar><Exceptions>",
        ("<Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>1984-01-01T00:00:00</FromDate>"
         "<ToDate>2149-12-31T23:59:00</ToDate></TimePeriod><Occurrences>9999999</Occurrences><Type>1</Type>"
         "<Period>1</Period></Exception>" for _ in range(5_000)),
        "</Exceptions></Calendar></Calendars><Resources><Resource><UID>1</UID><Name>a</Name><Type>1</Type></Resource>"
        "</Resources><Tasks>", task(1, "1984-01-02", "2149-01-02"), "</Tasks>", assignment(1, 1))),
    "calendars in a circle": lambda path: raw_file(path, project(
        "<Calendars>", (f"<Calendar><UID>{n}</UID><BaseCalendarUID>{(n + 1) % 20_000}</BaseCalendarUID></Calendar>"
                        for n in range(20_000)), "</Calendars><Resources>",
        (f"<Resource><UID>{n + 1}</UID><Name>a</Name><Type>1</Type><CalendarUID>{n}</CalendarUID></Resource>"
         for n in range(20_000)), "</Resources><Tasks>", BAD_TASK, "</Tasks>")),
    "levels": lambda path: raw_file(path, project("<Tasks>", (
        f"<Task><UID>{n}</UID><Name>a</Name><OutlineLevel>{n}</OutlineLevel><Work>PTxH</Work></Task>"
        for n in range(60_000)), "</Tasks>")),
    "links": lambda path: raw_file(path, project("<Tasks>", (
        f"<Task><UID>{n}</UID><Name>a</Name><Duration>P8</Duration><PredecessorLink><PredecessorUID>{n + 1}"
        "</PredecessorUID></PredecessorLink></Task>" for n in range(60_000)), BAD_TASK, "</Tasks>")),
}


def measure(muster, path):
    """The exit code, the seconds, the megabytes and what was said."""
    start = time.monotonic()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(
            [muster, "import", path, "-o", path.with_suffix(".json")], stdout=nothing, stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)))
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = min(time.monotonic() - start, usage.ru_utime + usage.ru_stime)
    return process.returncode, seconds, usage.ru_maxrss / 1000, said.decode(errors="replace")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--muster", required=True)
    parser.add_argument("--only", help="the name of one file")
    options = parser.parse_args()
    muster = str(pathlib.Path(options.muster).resolve())
    failures = count = 0
    slowest = largest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for ending, files in {".xlsx": WORKBOOKS, ".xml": PROJECTS}.items():
            for name, make in files.items():
                if options.only not in (None, name):
                    continue
                path = pathlib.Path(folder) / ("hostile" + ending)
                make(path)
                status, seconds, megabytes, said = measure(muster, path)
                path.unlink()
                count += 1
                slowest, largest = max(slowest, seconds), max(largest, megabytes)
                if status != 65 or seconds > SECONDS or megabytes > MEGABYTES or "error" not in said:
                    failures += 1
                    print(f"hostile: {name}{ending}: {status}, {seconds:.2f} s, {megabytes:.0f} MB: {said[:200]!r}")
                elif options.only:
                    print(f"hostile: {name}{ending}: {status}, {seconds:.2f} s, {megabytes:.0f} MB: {said[:400]!r}")
    print(f"hostile: {count} files, at most {slowest:.2f} s and {largest:.0f} MB, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
