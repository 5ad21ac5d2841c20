#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of plans in a real browser: what they show, how they work, that they are safe and can be used by everybody.

    MUSTER=.build/release/muster .venv-pages/bin/python Tests/Browser/test_pages.py

The figures that are read from a page are held against the plan's JSON, by sums that are made here. Names that break what
does not escape come from the folder that MUSTER_DATA names, or from ../shared/data beside the project.
"""

import collections
import json
import pathlib
import re
import shutil
import tempfile
import unittest

import html5lib
from axe_playwright_python.sync_playwright import Axe

from browsing import BrowserTest, DATA, EXPLAINED, Made, number, PARTS, ROOT, run, SCENARIOS


class Content(BrowserTest):
    def test_parts_and_figures(self):
        for name in SCENARIOS:
            with self.subTest(name):
                path, plan, scenario = Made.of(name)
                page = self.open(path)
                titles = page.locator("main > section > h2").all_inner_texts()
                self.assertEqual([re.sub(r"^\d+\s+", "", title) for title in titles], PARTS)
                self.people(page, plan, scenario)
                self.unmet(page, plan)
                self.money(page, plan)
                self.demands(page, plan, scenario)
                self.decisions(page, plan, scenario)
                self.assertQuiet(page)

    def people(self, page, plan, scenario):
        rows = page.evaluate("""() => [...document.querySelectorAll('#people tbody.p')].map((body) =>
            [...body.rows[0].cells].map((cell) => cell.textContent))""")
        names = {row[0]: row[1:] for row in rows}
        hours = collections.defaultdict(float)
        for entry in plan["assignments"] + plan.get("operating", []):
            hours[entry["staff"], entry["period"]] += entry["hours"]
        used = {entry["id"]: entry for entry in plan["summary"]["utilisation"]["people"]}
        self.assertEqual(len(names), len(scenario["staff"]))
        for person in scenario["staff"]:
            label = person.get("name", person["id"])
            cells = names[label if label == person["id"] else f"{label} ({person['id']})"]
            for period, cell in enumerate(cells[:-3]):
                self.assertAlmostEqual(number(cell), hours[person["id"], period], delta=0.1001, msg=f"{label} {period}")
            self.assertAlmostEqual(number(cells[-3]), used[person["id"]]["used"], delta=0.1001)
            self.assertAlmostEqual(number(cells[-1]), used[person["id"]].get("overtime", 0), delta=0.1001)

    def unmet(self, page, plan):
        wanted = collections.defaultdict(float)
        for entry in plan["unmet"]:
            wanted[entry["demand"]] += entry.get("hours", 0) + entry.get("unitDays", 0)
        wanted = sorted(amount for amount in wanted.values() if amount >= 0.01)
        if not wanted:
            self.assertIn("Everything that is wanted is covered", page.locator("#part-2").inner_text())
            return
        shown = sorted(number(text) for text in page.locator("#part-2 table:has(thead:has-text('Not covered')) tbody td:nth-child(4)").all_text_contents())
        self.assertEqual(len(shown), len(wanted))
        for one, other in zip(shown, wanted):
            self.assertAlmostEqual(one, other, delta=0.0501)

    def money(self, page, plan):
        spent = plan["money"]["spent"]
        if spent == 0:
            return
        self.assertAlmostEqual(number(page.locator("#part-7 > p.lead").first.inner_text().split(":")[1]), spent, delta=0.0051)
        costs = sorted(project["cost"] for project in plan["summary"]["projects"])
        cells = page.locator("#part-7 table").first.locator("tbody td:nth-child(2)").all_inner_texts()
        for shown, cost in zip(sorted(map(number, cells)), costs, strict=True):
            self.assertAlmostEqual(shown, cost, delta=0.0101)
        total = page.locator("#part-7 table").nth(1).locator("tbody tr:last-child td:last-child").inner_text()
        self.assertAlmostEqual(number(total), spent, delta=0.0051)

    def decisions(self, page, plan, scenario):
        """The table in the verdict: a row for each decision, with its cost."""
        done = {entry["project"] for entry in plan["assignments"] + plan["assetUse"]}
        working = {entry["demand"] for entry in plan["assignments"]}
        wanted = [("Starts later", entry["cost"]) for entry in plan.get("starts", [])]
        wanted += [("Engaged", entry["cost"]) for entry in plan.get("engaged", [])]
        wanted += [("Trained", entry["cost"]) for entry in plan.get("trainings", [])]
        for project in scenario["projects"]:
            wanted += [("Team", 0) for demand in project["demands"] if "team" in demand and demand["id"] in working]
            wanted += [("Left undone", 0)] if project.get("allOrNothing") and project["id"] not in done else []
        rows = page.evaluate("""() => [...document.querySelectorAll('#part-1 table')]
            .filter((table) => table.caption && table.caption.textContent === 'What the plan decides')
            .flatMap((table) => [...table.tBodies[0].rows].map((row) =>
                [row.cells[0].textContent, row.cells[row.cells.length - 1].textContent]))""")
        self.assertEqual(sorted((kind, number(cost)) for kind, cost in rows), sorted(wanted))

    def demands(self, page, plan, scenario):
        """The table below the timeline: worked hours of demands of people, unit-days of others."""
        worked = collections.defaultdict(float)
        people = {demand["id"] for project in scenario["projects"] for demand in project["demands"] if "units" not in demand}
        for entry in plan["assignments"]:
            worked[entry["demand"]] += entry["hours"]
        for entry in plan.get("assetUse", []):
            if entry["demand"] not in people:
                worked[entry["demand"]] += entry["unitDays"]
        rows = page.evaluate("""() => [...document.querySelectorAll('#part-3 table.weeks tbody tr:not(.sum)')].map((row) =>
            [row.cells[0].textContent, row.cells[row.cells.length - 2].textContent])""")
        self.assertEqual(len(rows), sum(len(project["demands"]) for project in scenario["projects"]))
        for label, total in rows:
            found = re.search(r"\(([^()]*)\)$", label)
            demand = found[1] if found and found[1] in worked else label
            self.assertAlmostEqual(number(total), worked[demand], delta=0.0501, msg=label)

    def test_without_script_all_is_there(self):
        for name in ("erp-rollout", "go-live-together"):
            path, plan, scenario = Made.of(name)
            page = self.open(path, java_script_enabled=False)
            # A page without scripts cannot be asked; what is visible can.
            for body in page.locator("#people tbody.p").all():
                self.assertTrue(body.locator("tr").first.is_visible())
            work = page.locator("#people tr.w").all()
            self.assertTrue(all(row.is_visible() for row in work))
            self.assertEqual(page.locator(".tools").first.is_visible(), False)
            closed = page.locator("main > section > details:not([open]) > summary")
            while closed.count():
                closed.first.click()
            self.assertTrue(page.locator("#part-3 table.weeks").is_visible())

    def test_valid(self):
        for name in SCENARIOS:
            with self.subTest(name):
                html5lib.HTMLParser(strict=True).parse(Made.of(name)[0].read_text(encoding="utf-8"))


class WhatIf(BrowserTest):
    """The page of several changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        changes = {
            "leaves": {"staff.nowak.employed.to": "2027-04-30"},
            "leaves, <b>hire</b>": {
                "staff.nowak.employed.to": "2027-04-30",
                "staff.+": {"id": "new", "costPerHour": 120, "employed": {"from": "2027-05-03"},
                            "skills": {"kotlin": 5, "payments": 5}}},
            "cheaper": {"staff.nowak.costPerHour": 60},
        }
        (folder / "changes.json").write_text(json.dumps(changes))
        cls.path = folder / "whatif.html"
        cls.figures = json.loads(run(
            "whatif", ROOT / "Scenarios" / "resignation-before.json", "--changes", folder / "changes.json", "--report",
            cls.path))

    def test_figures(self):
        page = self.open(self.path)
        variants = self.figures["variants"]
        self.assertEqual(page.locator("main > section").count(), 5)
        self.assertEqual(page.locator(".card").count(), len(variants))
        rows = page.evaluate("""() => [...document.querySelectorAll('#part-3 table')[0].tBodies[0].rows].map(
            (row) => [...row.cells].map((cell) => cell.textContent))""")
        for row, variant in zip(rows, variants, strict=True):
            self.assertEqual(row[0], variant["name"])
            self.assertAlmostEqual(number(row[1]), variant["spent"], delta=0.0051)
            self.assertAlmostEqual(number(row[3]), variant["unmetHours"], delta=0.0501)
        self.assertIn("\u201ccheaper\u201d", page.locator(".verdict").inner_text())
        self.assertQuiet(page)
        html5lib.HTMLParser(strict=True).parse(self.path.read_text(encoding="utf-8"))

    def test_no_heading_alone_on_paper(self):
        if shutil.which("pdftotext") is None:
            self.skipTest("there is no pdftotext (Debian's package poppler-utils)")
        self.assertNoHeadingAlone(self.path, (210, 207, 201, 186))

    def test_of_figures_alone(self):
        folder = pathlib.Path(self.folder.name)
        (folder / "whatif.json").write_text(json.dumps(self.figures))
        path = folder / "figures.html"
        run("report", folder / "whatif.json", "--scenario", ROOT / "Scenarios" / "resignation-before.json", "-o", path)
        whole, page = self.open(self.path), self.open(path)
        for part in ("#part-2", "#part-3"):
            self.assertEqual(page.locator(part).inner_text(), whole.locator(part).inner_text())
        self.assertIn("made of the figures alone", page.locator("#part-4").inner_text())
        self.assertQuiet(page)
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))
        self.assertEqual(Axe().run(page).violations_count, 0)

    def test_accessible_and_narrow(self):
        for options in ({}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}):
            page = self.open(self.path, **options)
            closed = page.locator("main > section > details:not([open]) > summary")
            while closed.count():
                closed.first.click()
            result = Axe().run(page)
            self.assertEqual(result.violations_count, 0, result.generate_report()[:3000])
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"),
                                 page.evaluate("document.documentElement.clientWidth"))


class Use(BrowserTest):
    def test_people_by_mouse(self):
        path, plan, scenario = Made.of("portfolio-300")
        page = self.open(path)
        visible = lambda: page.locator("#people tbody.p:visible").count()
        # So many people are shown as departments first.
        self.assertEqual(visible(), 0)
        page.locator("#people button.fold").first.click()
        self.assertGreater(visible(), 0)
        page.locator("[data-open=people]").click()
        self.assertEqual(visible(), len(scenario["staff"]))
        page.locator("[data-close=people]").click()
        self.assertEqual(visible(), 0)
        person = scenario["staff"][7]
        page.locator("[data-find=people]").fill(person["name"].upper())
        self.assertEqual(page.locator("#people tbody.p:visible th").first.inner_text().split(" (")[0], person["name"])
        self.assertRegex(page.locator("[data-found=people]").inner_text(), r"^\d+ of 300 people$")
        page.locator("[data-find=people]").fill("")
        page.locator("[data-sort=people]").select_option("load")
        shares = [number(text) for text in page.locator("#people tbody.p:visible tr:first-child td:nth-last-child(2)").all_inner_texts()
                  if text != "away"]
        self.assertEqual(shares, sorted(shares, reverse=True))
        page.locator("[data-sort=people]").select_option("name")
        names = page.locator("#people tbody.p:visible tr:first-child th").all_inner_texts()
        self.assertEqual(len(names), 300)
        page.locator("[data-sort=people]").select_option("department")
        self.assertEqual(visible(), 0)
        self.assertQuiet(page)

    def test_cell_by_mouse_and_keyboard(self):
        path, plan, scenario = Made.of("erp-rollout")
        page = self.open(path)
        entry = plan["assignments"][0]
        person = next(p for p in scenario["staff"] if p["id"] == entry["staff"])
        row = page.locator("#people tbody.p", has_text=f"({person['id']})")
        cell = row.locator("tr").first.locator("td").nth(entry["period"])
        cell.click()
        panel = page.locator("#panel")
        self.assertTrue(panel.is_visible())
        lines = dict(zip(panel.locator("dt").all_inner_texts(), panel.locator("dd").all_inner_texts()))
        hours = collections.defaultdict(float)
        for other in plan["assignments"]:
            if (other["staff"], other["period"]) == (entry["staff"], entry["period"]):
                hours[other["demand"]] += other["hours"]
        self.assertEqual(len(lines), len(hours))
        for text, amount in lines.items():
            self.assertAlmostEqual(number(amount), hours[text.split(",")[0].split(" (")[0]], delta=0.0501)
        self.assertIn(entry["start"], panel.inner_text())
        page.keyboard.press("Escape")
        self.assertFalse(panel.is_visible())
        # From here on by keyboard alone.
        page.keyboard.press("ArrowRight")
        self.assertEqual(page.evaluate("document.activeElement.cellIndex"), entry["period"] + 2)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        self.assertTrue(panel.is_visible())
        self.assertEqual(page.evaluate("document.activeElement.id"), "panel")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        self.assertFalse(panel.is_visible())
        self.assertEqual(page.evaluate("document.activeElement.tagName"), "TD")
        self.assertQuiet(page)

    def test_tables_and_folds(self):
        page = self.open(Made.of("erp-rollout")[0])
        table = page.locator("#part-7 table").first
        costs = lambda: [number(text) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
        head = table.locator("thead th").nth(1)
        head.locator("[role=button]").click()
        self.assertEqual(head.get_attribute("aria-sort"), "descending")
        self.assertEqual(costs(), sorted(costs(), reverse=True))
        head.locator("[role=button]").press("Enter")
        self.assertEqual(head.get_attribute("aria-sort"), "ascending")
        self.assertEqual(costs(), sorted(costs()))
        project = page.locator("#timeline details").first
        was = project.evaluate("(node) => node.open")
        project.locator("summary").press("Enter")
        self.assertNotEqual(project.evaluate("(node) => node.open"), was)
        page.locator("[data-close=timeline]").click()
        self.assertEqual(page.locator("#timeline details[open]").count(), 0)
        page.locator("[data-find=timeline]").fill("migration")
        self.assertEqual(page.locator("#timeline details:visible").count(), 1)
        page.locator("[data-find=timeline]").fill("")
        fold = page.locator("#people button.fold").first
        fold.press("Enter")
        self.assertEqual(fold.get_attribute("aria-expanded"), "false")
        page.locator("[data-show=figures]").check()
        page.locator("[data-show=works]").check()
        self.assertTrue(page.locator("#people tr.w").first.is_visible())
        self.assertQuiet(page)


class Everybody(BrowserTest):
    def test_accessible(self):
        for name, options in [
            ("erp-rollout", {}), ("erp-rollout", {"color_scheme": "dark"}),
            ("licence-pool", {"viewport": {"width": 390, "height": 800}}), ("go-live-together", {}),
            ("cutover-fortnight-daily", {"color_scheme": "dark"}),
        ]:
            with self.subTest(name=name, **options):
                page = self.open(Made.of(name)[0], **options)
                page.locator("#people tbody.p td").first.click()
                result = Axe().run(page)
                self.assertEqual(result.violations_count, 0, result.generate_report()[:3000])

    def test_fits_a_phone(self):
        for name in SCENARIOS:
            page = self.open(Made.of(name)[0], viewport={"width": 390, "height": 800})
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 390, name)
            # What is read, not looked at, fits: each row is a block, its heads beside its cells.
            wide = page.evaluate(
                "[...document.querySelectorAll('.wide:has(table.stack),.wide:has(.timeline.short)')]"
                ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.ariaLabel)")
            self.assertEqual(wide, [], name)
            cells = page.locator("table.stack tbody td[data-label]")
            if cells.count():
                label = cells.first.evaluate("e => getComputedStyle(e, '::before').content")
                self.assertEqual(label, '"' + cells.first.get_attribute("data-label") + '"')

    def test_fits_a_screen(self):
        for name in sorted(EXPLAINED):
            page = self.open(Made.of(name)[0], viewport={"width": 1280, "height": 800})
            wide = page.evaluate(
                "[...document.querySelectorAll('.wide:has(table.text)')]"
                ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.ariaLabel)")
            self.assertEqual(wide, [], name)


class Colours(BrowserTest):
    """Whether colours stay apart for eyes that see fewer of them, and on paper without any."""

    # Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB.
    EYES = {
        "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
        "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    }

    @staticmethod
    def linear(text):
        values = [int(text[place:place + 2], 16) / 255 for place in (1, 3, 5)]
        return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]

    @classmethod
    def lab(cls, colour, eye):
        """CIELAB of a colour as an eye sees it."""
        rgb = [min(1, max(0, sum(a * b for a, b in zip(row, cls.linear(colour))))) for row in cls.EYES[eye]]
        xyz = [sum(a * b for a, b in zip(row, rgb)) for row in (
            (0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))]
        f = [value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
             for value in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
        return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])

    def test_colours(self):
        for scheme in ("light", "dark"):
            page = self.open(Made.of("go-live-together")[0], color_scheme=scheme)
            style = page.evaluate("""() => {
                const style = getComputedStyle(document.documentElement);
                return Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'work', 'lack', 'units', 'ground'].map((name) => {
                    const text = style.getPropertyValue('--' + name).trim();
                    return [name, text.length === 4 ? text.replace(/[0-9a-f]/g, '$&$&') : text];
                }));
            }""")
            lab = {eye: {name: self.lab(colour, eye) for name, colour in style.items()} for eye in self.EYES}
            for eye, seen in lab.items():
                # The scale goes one way, with steps that print as greys of their own.
                lights = [seen[name][0] for name in ("h1", "h2", "h3", "h4")]
                self.assertIn(lights, (sorted(lights), sorted(lights, reverse=True)), (scheme, eye))
                for one, other in zip(lights, lights[1:]):
                    self.assertGreater(abs(one - other), 8, (scheme, eye, style))
                # What is marked is told from what is not.
                for one, other in (("h4", "h5"), ("h3", "h5"), ("work", "lack"), ("units", "lack")):
                    distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other])) ** 0.5
                    self.assertGreater(distance, 25, (scheme, eye, one, other))


class Paper(BrowserTest):
    def test_print(self):
        if shutil.which("pdftotext") is None:
            self.skipTest("there is no pdftotext (Debian's package poppler-utils)")
        path, plan, scenario = Made.of("portfolio-300")
        page = self.open(path)
        sheets = []
        for lines in self.sheets(page):
            sheets.append("\n".join(lines))
            # The head of a table stands above a row.
            self.assertNotRegex(lines[-2], r"^\s*Project\s+(Demand|Jan|Spent)|^\s*One more\s+When")
        for index, sheet in enumerate(sheets):
            self.assertIn(f"Page {index + 1} of {len(sheets)}", sheet)
        text = "\n".join(sheets)
        # All bottlenecks would fill as many sheets again.
        self.assertLess(len(sheets), 40)
        # Folded departments and projects are open on paper.
        for person in scenario["staff"]:
            self.assertIn(f"({person['id']})", text)
        for project in scenario["projects"]:
            for demand in project["demands"]:
                self.assertIn(demand.get("name", demand["id"])[:12], text)
        # The map of people goes over several pages, each with its head.
        heads = [sheet for sheet in sheets if re.search(r"Person\s+4\s+11\s+18", sheet)]
        self.assertGreater(len(heads), 2)

    def test_no_heading_alone(self):
        if shutil.which("pdftotext") is None:
            self.skipTest("there is no pdftotext (Debian's package poppler-utils)")
        for name in ("licence-pool", "hire-train-or-contract", "erp-rollout", "go-live-together"):
            with self.subTest(name):
                self.assertNoHeadingAlone(Made.of(name)[0], (210, 207, 205.5, 198, 186))


class Safe(BrowserTest):
    def test_hostile_names(self):
        path = DATA / "blns" / "blns.json"
        if not path.exists():
            self.skipTest("there is no list of strings in " + str(path.parent))
        strings = json.loads(path.read_text(encoding="utf-8"))
        hostile, harmless = self.scenario(strings), self.scenario([f"n{index}" for index in range(len(strings))])
        count = {}
        for name, scenario in (("hostile", hostile), ("harmless", harmless)):
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "scenario.json"
                file.write_text(json.dumps(scenario), encoding="utf-8")
                made = Made.make(name, file, explained=True)[0]
            html5lib.HTMLParser(strict=True).parse(made.read_text(encoding="utf-8"))
            page = self.open(made)
            page.locator("[data-open=people]").click()
            page.locator("#people tbody.p td").nth(3).click()
            page.locator("[data-find=people]").fill("<script>")
            page.wait_for_timeout(300)
            self.assertQuiet(page)
            count[name] = page.evaluate("""() => {
                const names = {};
                for (const node of document.querySelectorAll('*')) {
                    if (node.closest('#panel')) continue;
                    names[node.localName] = (names[node.localName] || 0) + 1;
                    for (const attribute of node.attributes) {
                        if (/^on|^(src|srcdoc|style|action)$/.test(attribute.name)) names[attribute.name] = 1;
                    }
                }
                return names;
            }""")
        self.assertEqual(count["hostile"], count["harmless"])
        self.assertEqual(count["hostile"]["script"], 2)

    @staticmethod
    def scenario(strings):
        """Each string once as the name of a person, a demand, a department; ids are the strings, too, where they may be."""
        def identity(kind, index):
            text = strings[index]
            fits = 1 <= len(text) <= 190 and not any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F for c in text)
            return f"{text}{kind}{index}" if fits else f"{kind}{index}"
        count = len(strings)
        staff, projects = [], []
        for index in range(count):
            person = {"id": identity("p", index), "name": f"{strings[index]}{index}", "costPerHour": 50,
                      "department": f"{strings[index]}#{index % 40}" if index < 40 else "rest",
                      "skills": {identity("s", index): 3}}
            staff.append(person)
        for first in range(0, count, 20):
            demands = [{"id": identity("d", index), "name": f"{strings[index]}{index}", "hours": 50,
                        "skills": {identity("s", index): 3}} for index in range(first, min(count, first + 20))]
            projects.append({"id": identity("q", first), "name": f"{strings[first]}{first}", "demands": demands})
        return {"format": "muster/scenario@1", "name": strings[1], "currency": "EUR",
                "calendar": {"start": "2027-03-01", "end": "2027-03-07"}, "staff": staff, "projects": projects}


class Size(BrowserTest):
    def test_size_and_time(self):
        path, _, _ = Made.of("portfolio-300")
        self.assertLess(path.stat().st_size, 2_500_000)
        # Seconds of the processor, the least of some: what else the machine does makes them more.
        self.assertLess(min(self.seconds(path) for _ in range(4)), 1)

    def seconds(self, path):
        """The processor's time for opening a page."""
        page = self.browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(path.as_uri())
        metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
        page.close()
        return metrics["TaskDuration"]

    def test_same_bytes(self):
        path, _, _ = Made.of("go-live-together")
        before = path.read_bytes()
        Made.pages.pop("go-live-together")
        self.assertEqual(Made.of("go-live-together")[0].read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
