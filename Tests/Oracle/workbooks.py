# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks and CSV folders, there and back, also through other programs.

    python workbooks.py --muster PATH [--count 300] [--seed 1]

Scenarios - the shipped ones, generated ones of each family, random ones with all decisions, and some with awkward
names - are exported as CSV and as a workbook; what is imported again has to have the same bytes, and so has it after
LibreOffice has opened and saved the workbook (but for carriage returns, which it drops). Plans are written as workbooks: openpyxl and calamine have to read them,
and LibreOffice has to find each total again where the values beside the formulas were taken out. What is not
installed is skipped, and said so.
"""
from __future__ import annotations

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import random_scenarios

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = ["enterprise", "plenty", "ties", "hardware", "one-skill", "one-huge-demand", "daily", "office"]
NAMES = [
    "=1+1", "'=1+1", "''", '"', '""', "a;b:c|d", "[]", "-", "+49", "@x", "line\nbreak", "cr\r\nlf", "tab\there", "😀👩‍💻",
    "_x0041_", "_x005F_", " spaces ", "x,y", "1,5", "2027-01-04", "007", "1e3", "ja", "#REF!", "=HYPERLINK(\"x\")",
    "<b>&amp;</b>", "a\u0301", "\u00a0", "TRUE", "'", "Ä ö ß", "SUM(A1)", "%", "1/2", "12:30",
]
ROOM = 1e-6


class Failures:
    def __init__(self):
        self.count = 0

    def add(self, text):
        self.count += 1
        if self.count <= 20:
            print(f"workbooks: {text}")


def run(muster, *arguments):
    return subprocess.run([muster, *map(str, arguments), "--quiet"], capture_output=True, check=False, timeout=300)


def imported(muster, source, failures, *options):
    outcome = run(muster, "import", source, *options)
    if outcome.returncode != 0:
        failures.add(f"{source.name} is not read: {outcome.stderr.decode()[:300]}")
        return None
    return outcome.stdout


def office():
    return shutil.which("soffice") or shutil.which("libreoffice")


def through_office(files, folder):
    """Opens and saves workbooks in LibreOffice; the new files by name."""
    folder.mkdir()
    for start in range(0, len(files), 50):
        subprocess.run(
            [office(), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "xlsx",
             "--outdir", str(folder), *map(str, files[start:start + 50])],
            capture_output=True, check=False, timeout=600)
    return {path.name: path for path in folder.glob("*.xlsx")}


# Scenarios


def named(scenario, name):
    """The scenario with a name for everything that has one."""
    scenario = json.loads(json.dumps(scenario))
    scenario["name"] = name
    for person in scenario.get("staff", [])[:2]:
        person["name"] = person["department"] = name
    for project in scenario["projects"][:2]:
        project["name"] = name
        for demand in project.get("demands", [])[:2]:
            demand["name"] = name
    return scenario


def scenarios(muster, count, seed, folder):
    """Files of scenarios with the bytes that import has to write; None where they are not known."""
    result = []
    for path in sorted((ROOT / "Scenarios").glob("*.json")):
        if b'"muster/plan@' not in path.read_bytes()[:200]:
            result.append((path, None))
    half = count // 2
    for index in range(half):
        path = folder / f"family-{index}.json"
        made = run(
            muster, "generate", "--family", FAMILIES[index % len(FAMILIES)], "--staff", 6 + index % 9, "--projects",
            3 + index % 4, "--weeks", 6 + index % 11, "--seed", seed + index, "--windows",
            "any" if index % 2 else "weeks")
        path.write_bytes(made.stdout)
        result.append((path, made.stdout))
    for index in range(count - half):
        path = folder / f"random-{index}.json"
        path.write_text(json.dumps(random_scenarios.generate(seed + index, "S" if index % 4 == 0 else "XS")))
        result.append((path, None))
    base = json.loads((ROOT / "Scenarios" / "small-office-covered.json").read_text())
    for index, name in enumerate(NAMES):
        path = folder / f"name-{index}.json"
        path.write_text(json.dumps(named(base, name)))
        result.append((path, None))
    return result


def round_trips(muster, count, seed, folder, failures):
    workbooks = {}
    bytes_of = {}
    for path, wanted in scenarios(muster, count, seed, folder):
        book, tables = folder / f"{path.stem}.xlsx", folder / f"{path.stem}-csv"
        for target in (book, tables):
            outcome = run(muster, "export", path, "--to", "csv" if target is tables else "xlsx", "-o", target)
            if outcome.returncode != 0:
                failures.add(f"{target.name} is not written: {outcome.stderr.decode()[:300]}")
        csv, xlsx = imported(muster, tables, failures), imported(muster, book, failures)
        if csv is None or csv != xlsx or wanted not in (None, csv):
            failures.add(f"{path.name} is another one as CSV or workbook")
        if xlsx is not None and not same_meaning(muster, path, xlsx, folder):
            failures.add(f"{path.name} has other content afterwards")
        workbooks[book.name] = book
        bytes_of[book.name] = xlsx
    print(f"workbooks: {len(workbooks)} scenarios as CSV and as workbook and back")
    if not office():
        print("workbooks: skipped: LibreOffice is not there (libreoffice-calc)")
        return
    saved = through_office(list(workbooks.values()), folder / "saved")
    for name, wanted in bytes_of.items():
        if name not in saved:
            failures.add(f"{name} is not opened by LibreOffice")
        elif b"\\r" not in (wanted or b"") and imported(muster, saved[name], failures) != wanted:
            failures.add(f"{name} is another one behind LibreOffice")
    print(f"workbooks: {len(saved)} of them through LibreOffice")


def same_meaning(muster, path, again, folder):
    """Whether a scenario and what came back are the same linear program."""
    other = folder / "again.json"
    other.write_bytes(again)
    return run(muster, "export", path, "--to", "mps").stdout == run(muster, "export", other, "--to", "mps").stdout


# Plans


def without_values(source, target):
    """The workbook without what stands beside its formulas."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(name, data)


def plans(muster, folder, failures):
    try:
        import openpyxl
        import python_calamine
    except ImportError as error:
        print(f"workbooks: skipped: {error}")
        return
    books = []
    for path in sorted((ROOT / "Scenarios").glob("*.json")):
        book = folder / f"{path.stem}.plan.xlsx"
        outcome = run(muster, "solve", path, "-o", book, "--time-limit", 20)
        if book.exists():
            books.append((book, path))
        elif b"muster/plan@" not in path.read_bytes()[:200]:
            failures.add(f"{path.name} has no workbook: {outcome.stderr.decode()[:200]}")
    stripped = folder / "stripped"
    stripped.mkdir()
    for book, _ in books:
        without_values(book, stripped / book.name)
    again = through_office([stripped / book.name for book, _ in books], folder / "calculated") if office() else {}
    formulas = 0
    for book, _ in books:
        values = openpyxl.load_workbook(book, data_only=True)
        for name in python_calamine.CalamineWorkbook.from_path(str(book)).sheet_names:
            if name not in values.sheetnames:
                failures.add(f"{book.name} has other sheets for calamine")
        texts = openpyxl.load_workbook(book)
        found = openpyxl.load_workbook(again[book.name], data_only=True) if book.name in again else None
        for sheet in texts:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f" or found is None:
                        continue
                    formulas += 1
                    old, new = values[sheet.title][cell.coordinate].value, found[sheet.title][cell.coordinate].value
                    if old is None or new is None or abs(float(old) - float(new)) > ROOM * max(1, abs(float(old))):
                        failures.add(f"{book.name}!{sheet.title}!{cell.coordinate}: {old} is {new} for LibreOffice")
    print(f"workbooks: {len(books)} plans, {formulas} formulas calculated again")


def overload(muster, folder, failures):
    """Whether what is above 100 % is red on paper, and only that: as LibreOffice paints it."""
    if not office() or not shutil.which("pdftoppm"):
        print("workbooks: skipped: colours need LibreOffice and pdftoppm")
        return
    for name, overtime in (("quiet", None), ("overtime", {"hoursPerWeek": 8, "costFactor": 1.1})):
        person = {"id": "ana", "costPerHour": 50} | ({"overtime": overtime} if overtime else {})
        scenario = folder / f"{name}.json"
        scenario.write_text(json.dumps({
            "format": "muster/scenario@1", "calendar": {"start": "2027-01-04", "end": "2027-01-31"}, "staff": [person],
            "projects": [{"id": "p", "demands": [
                {"id": "d", "hours": 48, "to": "2027-01-10"}, {"id": "e", "hours": 36, "from": "2027-01-11"}]}],
        }))
        book = folder / f"{name}.xlsx"
        outcome = run(muster, "solve", scenario, "-o", book)
        if not book.exists():
            failures.add(f"{name} has no workbook: {outcome.stderr.decode()[:200]}")
            continue
        subprocess.run(
            [office(), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf",
             "--outdir", str(folder), str(book)], capture_output=True, check=False, timeout=300)
        subprocess.run(["pdftoppm", "-r", "60", str(book.with_suffix(".pdf")), str(folder / name)], check=True)
        colours = set()
        for picture in folder.glob(f"{name}-*.ppm"):
            # Three words and the size stand before the pixels.
            pixels = picture.read_bytes().split(b"\n", 3)[3]
            colours |= {pixels[place:place + 3] for place in range(0, len(pixels), 3)}
        wanted = ("e06666", "ffc000") if overtime else ("ffc000", "e06666")
        if [bytes.fromhex(colour) in colours for colour in wanted] != [True, False]:
            failures.add(f"the week that is full in {book.name} is not #{wanted[0]}")


# Workbooks of other programs


def foreign(muster, folder, failures):
    try:
        import datetime

        import openpyxl
        import xlsxwriter
    except ImportError as error:
        print(f"workbooks: skipped: {error}")
        return
    day = datetime.date
    tables = {
        "Settings": [["key", "value"], ["start", day(2027, 1, 4)], ["end", day(2027, 3, 28)]],
        "Projects": [["id", "name", "start"], ["p1", "Pörtal <1> & \"2\"", datetime.datetime(2027, 1, 11)]],
        "Demands": [["project", "id", "hours", "skills"], ["p1", "d1", 100.5, "java:3"], ["p1", "d2", 33.3, None]],
        "Staff": [["id", "name", "rate", "support"], ["007", "Ana", 80, 0.3], ["ben", "Ben", 7.7, None]],
    }
    made = []
    for name, streams in {"openpyxl": False, "openpyxl-stream": True}.items():
        made.append(folder / f"{name}.xlsx")
        book = openpyxl.Workbook(write_only=streams)
        if not streams:
            book.remove(book.active)
        for title, rows in tables.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(made[-1])
    for name, options in {
        "xlsxwriter": {}, "xlsxwriter-stream": {"constant_memory": True}, "xlsxwriter-zip64": {"use_zip64": True},
        "xlsxwriter-1904": {"date_1904": True},
    }.items():
        made.append(folder / f"{name}.xlsx")
        book = xlsxwriter.Workbook(made[-1], {"default_date_format": "dd.mm.yyyy", **options})
        for title, rows in tables.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if not options:
                sheet.add_table(
                    0, 0, len(rows) - 1, len(rows[0]) - 1, {"columns": [{"header": text} for text in rows[0]]})
        book.close()
    if office():
        made += through_office(made[:1], folder / "foreign").values()
        subprocess.run(
            [office(), "--headless", f"-env:UserInstallation={(folder / 'foreign' / 'profile').as_uri()}",
             "--convert-to", "xlsx:Calc Office Open XML", "--outdir", str(folder / "strict"), str(made[0])],
            capture_output=True, check=False, timeout=300)
        made += list((folder / "strict").glob("*.xlsx"))
    texts = {imported(muster, path, failures) for path in made}
    if len(texts) != 1:
        failures.add("workbooks of other programs are not the same scenario")
    print(f"workbooks: {len(made)} files of other programs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--muster", required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    muster = str(pathlib.Path(options.muster).resolve())
    failures = Failures()
    with tempfile.TemporaryDirectory() as name:
        for index, part in enumerate([
            lambda folder: foreign(muster, folder, failures),
            lambda folder: round_trips(muster, options.count, options.seed, folder, failures),
            lambda folder: plans(muster, folder, failures),
            lambda folder: overload(muster, folder, failures),
        ]):
            folder = pathlib.Path(name) / str(index)
            folder.mkdir()
            part(folder)
    print(f"workbooks: {failures.count} failures")
    return 1 if failures.count else 0


if __name__ == "__main__":
    sys.exit(main())
