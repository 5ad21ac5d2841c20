# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of pages share: pages that are made once, and a browser that opens them and prints them."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUSTER = os.path.abspath(os.environ.get("MUSTER", ROOT / ".build" / "release" / "muster"))
DATA = pathlib.Path(os.environ.get("MUSTER_DATA", ROOT.parent / "shared" / "data"))
CHROMIUM = shutil.which("chromium")
# Weeks, months and days; crews, assets, promises, budgets, many people, decisions.
SCENARIOS = ["portfolio-300", "erp-rollout", "licence-pool", "yearly-portfolio-monthly", "cutover-fortnight-daily",
             "go-live-together", "commitments-promised-work", "hire-train-or-contract", "portfolio-that-does-not-fit"]
EXPLAINED = {"erp-rollout", "licence-pool"}
PARTS = ["The verdict", "What is not covered", "Timeline", "People", "Skills", "Hardware and licences", "Money",
         "Bottlenecks", "What changes", "How to read this"]


def run(*arguments):
    done = subprocess.run([MUSTER, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.stderr[:2000]}")
    return done.stdout


def number(text):
    """The first number of a text; 0 where there is none."""
    found = re.search(r"-?\d+(\.\d+)?", text.replace(",", ""))
    return float(found[0]) if found else 0.0


class Made:
    """Pages that are made once, in a folder that goes away."""

    folder = None
    pages = {}

    @classmethod
    def of(cls, name):
        if cls.folder is None:
            cls.folder = tempfile.TemporaryDirectory()
        if name not in cls.pages:
            scenario = ROOT / "Scenarios" / f"{name}.json"
            cls.pages[name] = cls.make(name, scenario, explained=name in EXPLAINED)
        return cls.pages[name]

    @classmethod
    def make(cls, name, scenario, explained=False, other=None):
        if cls.folder is None:
            cls.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.folder.name)
        plan, page = folder / f"{name}.plan.json", folder / f"{name}.html"
        run("solve", scenario, "--load", "-o", plan)
        more = []
        if explained:
            why = folder / f"{name}.why.json"
            why.write_text(run("explain", scenario, plan, "--format", "json"))
            more = ["--explanation", why]
        if other:
            more += ["--compare", other]
        run("report", plan, "--scenario", scenario, "-o", page, "--today", "2027-03-01", *more)
        return page, json.loads(plan.read_text()), json.loads(pathlib.Path(scenario).read_text())


class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if CHROMIUM is None:
            raise unittest.SkipTest("there is no Chromium (Debian's package chromium)")
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def open(self, path, **options):
        """A page in a window of its own, with what it says and asks for noted down."""
        context = self.browser.new_context(**options)
        self.addCleanup(context.close)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("dialog", lambda dialog: (page.said.append("dialog"), dialog.dismiss()))
        page.goto(path.as_uri())
        return page

    def sheets(self, page):
        """The text of each sheet of paper, a list of lines without those that are blank."""
        with tempfile.TemporaryDirectory() as folder:
            paper = pathlib.Path(folder) / "page.pdf"
            page.pdf(path=paper, prefer_css_page_size=True)
            text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
        return [[line for line in sheet.splitlines() if line.strip()] for sheet in text.split("\f")[:-1]]

    def assertNoHeadingAlone(self, path, heights):
        """Sheets of some heights, in millimetres, so that much else stands at their ends, too."""
        page = self.open(path, bypass_csp=True)
        headings = set(page.evaluate(
            """() => [...document.querySelectorAll('h2,h3,details:not(.more)>summary')]
                .map((e) => e.textContent.replace(/\\s+/g, ' ').trim())"""))
        self.assertGreater(len(headings), 5)
        for height in heights:
            page.add_style_tag(content=f"@page{{size:297mm {height}mm}}")
            # The last line is the number of the page.
            ends = [re.sub(r"\s+", " ", lines[-2]).strip() for lines in self.sheets(page)]
            self.assertGreater(len(ends), 4)
            self.assertEqual([end for end in ends if end in headings], [], (path.name, height))

    def assertQuiet(self, page):
        self.assertEqual(page.said, [])
        self.assertEqual(len(page.asked), 1, page.asked)
