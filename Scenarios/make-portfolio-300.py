#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes portfolio-300.json: the half-year portfolio of a company with 300 people in IT.

The seed is fixed, so that a run gives the same bytes again:
    python3 make-portfolio-300.py > portfolio-300.json
"""
import datetime
import json
import random

SEED = 20270104
START, END = datetime.date(2027, 1, 4), datetime.date(2027, 7, 4)

FIRST = """Anna Lukas Marie Jonas Sofia Elias Emma Noah Lea Paul Clara Felix Ida Oskar Nina Jakob Julia Simon Helena
Moritz Katja Stefan Olga Piotr Magdalena Tomasz Zuzanna Jan Eva Martin Ivana Marek Petra Dragan Milica Luka Amira
Yusuf Leila Omar Fatima Karim Priya Anil Meera Ravi Ling Hao Mei Jun Carmen Diego Lucia Javier Ines Tiago Rita Bruno
Chiara Matteo Giulia Andrea Camille Hugo Manon Louis Astrid Erik Freja Nils Saskia Bram Femke Daan Ailbhe Conor Grace
Owen Zeynep Emir Defne Kaan Abena Kofi Thandi Sipho""".split()
LAST = """Ackermann Albrecht Berger Böhm Christ Dietrich Ebert Falk Geiger Haas Illner Jung Kaiser Langer Maurer Neumann
Otto Pfeiffer Quandt Richter Sauer Thoma Ullrich Voss Winter Zeller Kowalski Zielinski Wójcik Mazur Novotný Černý
Horák Kučera Horváth Szabó Nagy Popović Jovanović Marić Ionescu Dumitru Georgiev Ivanov Yilmaz Kaya Şahin Haddad Nasser
Rahman Sharma Patel Iyer Chen Wang Zhao Park García Romero Ortega Santos Pereira Almeida Ricci Greco Ferrara Dubois
Lefèvre Girard Janssen Vermeer Visser Hansen Nyström Lindgren Murphy Walsh Kelly Mensah Owusu Dlamini Nkosi""".split()

# Site -> calendar (none: the one at the top level), factor of the cost of an hour.
SITES = {"Nürnberg": (None, 1.0), "Linz": ("AT", 0.96), "Brno": ("CZ", 0.62), "Porto": ("PT", 0.66)}

# Department -> people, skills of its people, cost of an hour at level 3, share kept for day-to-day duties.
DEPARTMENTS = {
    "Business Applications": (64, ["erp", "abap", "integration"], 74, 0.20),
    "Software Engineering": (78, ["java", "frontend", "sql"], 72, 0.10),
    "Platform": (42, ["linux", "kubernetes", "terraform"], 78, 0.30),
    "Data": (30, ["sql", "data-engineering", "reporting"], 76, 0.10),
    "Network and Workplace": (32, ["network", "windows", "mdm"], 64, 0.40),
    "Security": (12, ["security", "audit"], 88, 0.35),
    "Quality": (26, ["testing", "automation"], 60, 0.05),
    "Portfolio Office": (16, ["project-lead", "analysis"], 84, 0.15),
}

# Kind of project -> (department, part of its hours by skill).
KINDS = {
    "erp": ("Business Applications", {"erp": 5, "abap": 4, "integration": 2, "testing": 2, "project-lead": 1}),
    "application": ("Software Engineering", {"java": 5, "frontend": 3, "sql": 1, "testing": 2, "analysis": 1}),
    "platform": ("Platform", {"linux": 2, "kubernetes": 3, "terraform": 2, "security": 1}),
    "data": ("Data", {"data-engineering": 4, "sql": 2, "reporting": 2, "analysis": 1}),
    "workplace": ("Network and Workplace", {"windows": 3, "mdm": 2, "network": 2}),
    "security": ("Security", {"security": 4, "audit": 2, "linux": 1, "network": 1}),
}
TITLES = {
    "erp": ["Goods receipt with scanners", "Intercompany billing", "Plant maintenance", "Credit management",
            "Batch traceability", "Transport costs", "Central purchasing", "Asset accounting", "Supplier portal",
            "Warehouse Plzeň"],
    "application": ["Dealer portal", "Spare parts shop", "Quotation tool", "Field service app", "Warranty claims",
                    "Customer identity", "Product configurator", "Complaints workflow", "Returns", "Price lists",
                    "Delivery tracking", "Contract archive"],
    "platform": ["Container platform 3", "Exit from old hypervisors", "Backup renewal", "Logging and tracing",
                 "Pipelines for all teams", "Secrets management"],
    "data": ["Sales forecast", "Machine data lake", "Group reporting", "Energy reporting", "Master data quality"],
    "workplace": ["Notebook exchange", "WLAN in the halls", "Meeting rooms", "Telephony in the cloud",
                  "Network segmentation"],
    "security": ["Zero trust access", "NIS2 evidence", "Privileged accounts", "Supplier audits"],
}
HOURS = {"erp": (1200, 4400), "application": (1000, 4000), "platform": (700, 2600), "data": (800, 2900),
         "workplace": (600, 2000), "security": (250, 700)}


def iso(day):
    return day.isoformat()


def monday(rng, first, last):
    """A Monday between two weeks of the horizon."""
    return START + datetime.timedelta(weeks=rng.randint(first, last))


def make_staff(rng):
    names = [f"{a} {b}" for a in FIRST for b in LAST]
    rng.shuffle(names)
    staff = []
    for department, (count, skills, cost, support) in DEPARTMENTS.items():
        for _ in range(count):
            site = rng.choices(list(SITES), [5, 2, 2, 2])[0]
            calendar, factor = SITES[site]
            main = rng.choice(skills)
            level = rng.choices([2, 3, 4, 5], [2, 5, 5, 2])[0]
            held = {main: level}
            for other in rng.sample(skills, rng.randint(0, len(skills) - 1)):
                if other != main:
                    held[other] = rng.randint(1, max(1, level))
            if level == 2 and rng.random() < 0.5:
                held[main] = {"level": 2, "productivity": 0.8}
            person = {"id": f"p{len(staff) + 1:03}", "name": names.pop(), "department": department, "location": site}
            if calendar:
                person["calendar"] = calendar
            person["costPerHour"] = round(cost * factor * (0.7 + 0.1 * level))
            person["skills"] = held
            if support:
                person["support"] = round(support + rng.choice([-0.05, 0, 0, 0.05, 0.1]), 2)
            if rng.random() < 0.12:
                person["hoursPerDay"] = rng.choice([4, 5, 6, 6.5])
            if rng.random() < 0.55:
                first = monday(rng, 2, 23)
                days = rng.choice([4, 4, 11])
                person["absences"] = [{"from": iso(first), "to": iso(first + datetime.timedelta(days=days))}]
            if rng.random() < 0.05:
                person["employed"] = {"from": iso(monday(rng, 3, 12))}
            elif rng.random() < 0.04:
                person["employed"] = {"to": iso(monday(rng, 12, 22) + datetime.timedelta(days=4))}
            if department in ("Software Engineering", "Platform") and level >= 4 and rng.random() < 0.4:
                person["overtime"] = {"hoursPerWeek": 5, "hoursTotal": rng.choice([30, 40, 60])}
            if department == "Security" and level >= 4:
                person["certifications"] = {"ISO27001-LA": {"until": iso(monday(rng, 14, 40))}}
            staff.append(person)
    return staff


def make_projects(rng, with_uses):
    projects = []
    for kind, titles in TITLES.items():
        department, mix = KINDS[kind]
        for title in titles:
            number = len(projects) + 1
            first, weeks = rng.randint(0, 10), rng.randint(9, 16)
            start = START + datetime.timedelta(weeks=first)
            deadline = min(END, start + datetime.timedelta(weeks=weeks, days=-3))
            total = rng.randint(*HOURS[kind]) * (0.8 + 0.05 * weeks)
            project = {
                "id": f"{kind}-{number:02}", "name": title, "department": department,
                "priority": rng.choice([2, 3, 4, 5, 5, 6, 6, 6.5, 7, 8, 9]), "start": iso(start),
                "deadline": iso(deadline),
            }
            demands = []
            parts = sum(mix.values())
            for skill, part in mix.items():
                hours = int(round(total * part / parts / 10)) * 10
                demand = {"id": f"{project['id']}-{skill}", "hours": max(20, hours),
                          "skills": {skill: rng.choices([2, 3, 4], [3, 5, 2])[0]}}
                if skill in ("testing", "reporting"):
                    demand["from"] = iso(start + datetime.timedelta(weeks=weeks // 2))
                if skill in ("project-lead", "analysis"):
                    demand["pace"] = "even"
                if skill == "audit" and rng.random() < 0.7:
                    demand["certifications"] = ["ISO27001-LA"]
                if skill in ("network", "windows") and rng.random() < 0.5:
                    demand["locations"] = rng.sample(list(SITES), 2)
                if skill in ("java", "abap") and rng.random() < 0.3:
                    demand["maxHoursPerWeek"] = max(40, hours // 8)
                if kind in with_uses and skill == "testing":
                    demand["uses"] = [{"asset": "device-lab", "unitsPerPerson": 0.5}]
                demands.append(demand)
            if kind == "platform":
                demands.append({"id": f"{project['id']}-environments", "units": rng.choice([1, 2, 3]),
                                "tags": ["environment"]})
            if rng.random() < 0.3:
                project["budget"] = int(total * rng.choice([42, 50, 64]) / 1000) * 1000
            project["demands"] = demands
            projects.append(project)
    run = [("java", 180), ("erp", 160), ("abap", 90), ("linux", 110), ("network", 70), ("windows", 80), ("sql", 50)]
    projects.append({"id": "run", "name": "Changes to running systems", "department": "Portfolio Office",
                     "priority": 7.5, "demands": [
                         {"id": f"run-{skill}", "hours": hours * 26, "pace": "even", "skills": {skill: 2}}
                         for skill, hours in run]})
    return projects


def text(value):
    return json.dumps(value, ensure_ascii=False)


def block(items, indent):
    """A list with one entry on a line."""
    pad = " " * indent
    return "[\n" + ",\n".join(pad + "  " + text(item) for item in items) + "\n" + pad + "]"


def main():
    rng = random.Random(SEED)
    holidays = ["2027-01-06", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17", "2027-05-27"]
    calendars = {
        "AT": {"hoursPerDay": 7.7, "holidays": ["2027-01-06", "2027-03-29", "2027-05-06", "2027-05-17", "2027-05-27"]},
        "CZ": {"holidays": ["2027-03-26", "2027-03-29"]},
        "PT": {"holidays": ["2027-03-26", "2027-05-27", "2027-06-10"]},
    }
    assets = [
        {"id": "environment-a", "name": "Test environments on the premises", "tags": ["environment"], "quantity": 6,
         "costPerUnitDay": 38, "outages": [{"from": "2027-04-12", "to": "2027-04-18", "quantity": 3}]},
        {"id": "environment-cloud", "name": "Test environments in the cloud", "tags": ["environment", "cloud"],
         "quantity": 4, "costPerUnitDay": 71},
        {"id": "device-lab", "name": "Places in the device lab", "tags": ["lab"], "quantity": 5, "costPerUnitDay": 24},
    ]
    staff = make_staff(rng)
    projects = make_projects(rng, {"application"})
    lines = [
        "{", '  "format": "muster/scenario@1",',
        '  "name": "IT portfolio of a machine builder with 300 people in IT, first half of 2027",',
        '  "currency": "EUR",', '  "calendar": {',
        f'    "start": "{START}", "end": "{END}", "period": "week", "hoursPerDay": 8,',
        f'    "holidays": {text(holidays)},', '    "calendars": {',
        ",\n".join(f"      {text(name)}: {text(value)}" for name, value in calendars.items()), "    }", "  },",
        f'  "staff": {block(staff, 2)},', f'  "assets": {block(assets, 2)},', '  "projects": [',
    ]
    entries = []
    for project in projects:
        head = {key: value for key, value in project.items() if key != "demands"}
        entries.append(f'    {text(head)[:-1]}, "demands": {block(project["demands"], 4)}}}')
    lines += [",\n".join(entries), "  ]", "}"]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
