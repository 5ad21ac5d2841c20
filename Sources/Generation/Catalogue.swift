// SPDX-License-Identifier: GPL-3.0-or-later

/// The words that scenarios are made of.
enum Catalogue {
  static let firstNames = [
    "Anna", "Ben", "Carla", "David", "Elif", "Farid", "Greta", "Hannes", "Ines", "Jonas", "Katja", "Liam", "Mara",
    "Noah", "Olga", "Paul", "Quirin", "Rosa", "Stefan", "Tanja", "Uwe", "Vera", "Wanda", "Xaver", "Yasmin", "Zoran",
    "Amir", "Birgit", "Chiara", "Dmitri", "Emma", "Felix", "Gita", "Hugo", "Ida", "Jakub", "Kaan", "Lena", "Milan",
    "Nadja", "Oskar", "Petra", "Ravi", "Sofia", "Tim", "Ulla", "Viktor", "Zoë",
  ]

  static let lastNames = [
    "Arslan", "Bauer", "Castro", "Dietz", "Engel", "Fischer", "Gruber", "Haas", "Ivanova", "Jansen", "Keller", "Lang",
    "Moreau", "Nowak", "Okafor", "Peters", "Quandt", "Richter", "Sato", "Thoma", "Ullrich", "Vogel", "Weber", "Yılmaz",
    "Zimmer", "Albrecht", "Berger", "Conti", "Demir", "Eriksen", "Frank", "Graf", "Huber", "Jung", "Kaya", "Lorenz",
    "Meier", "Novák", "Ortiz", "Pohl", "Rossi", "Seidel", "Tran", "Unger", "Voss", "Wolf", "Ziegler", "Öztürk",
  ]

  static let locations = [
    "Hamburg", "Leipzig", "Graz", "Utrecht", "Lyon", "Gdańsk", "Porto", "Brno", "Aarhus", "Tartu", "Bilbao", "Turin",
  ]

  /// A department with the skills that its people have first.
  struct Department {
    let name: String
    let skills: [String]
  }

  /// In the order in which a growing company founds them; 30 skills together.
  static let departments = [
    Department(name: "Software", skills: ["Java", "TypeScript", "Python", "C#", "API design"]),
    Department(name: "Infrastructure", skills: ["Linux", "Networking", "Windows Server", "Virtualisation", "Storage"]),
    Department(name: "Project Office", skills: ["Project management", "Requirements", "Scrum", "Training"]),
    Department(name: "Cloud Platform", skills: ["Kubernetes", "Terraform", "AWS", "Azure", "Observability"]),
    Department(name: "Data", skills: ["SQL", "Data engineering", "Machine learning", "Reporting"]),
    Department(name: "Security", skills: ["Security audit", "Identity management", "Penetration testing"]),
    Department(name: "Business Systems", skills: ["SAP", "Test automation", "UX design", "Service desk"]),
  ]

  /// A certificate with the skill it goes with.
  static let certificates: [(name: String, skill: String)] = [
    ("PMP", "Project management"), ("CKA", "Kubernetes"), ("ISO 27001 Lead Auditor", "Security audit"),
    ("AWS Solutions Architect", "AWS"), ("CCNP", "Networking"), ("SAP Certified", "SAP"), ("RHCE", "Linux"),
    ("Professional Scrum Master", "Scrum"),
  ]

  static let projectTopics = [
    "Data centre move", "ERP upgrade", "Customer portal", "Zero-trust network", "Payroll replacement",
    "Warehouse scanner roll-out", "Data lake", "Mobile app", "Identity consolidation", "Backup renewal",
    "Office network refresh", "Invoice automation", "Service desk relaunch", "Kubernetes platform",
    "Forecasting model", "Web shop redesign", "Audit preparation", "Desktop replacement", "Telephony migration",
    "Reporting portal", "Supplier interface", "Archive migration", "Test automation", "Intranet relaunch",
    "Monitoring overhaul", "Licence clean-up", "Production line gateway", "Access control", "Document workflow",
    "Disaster recovery drill",
  ]

  static let projectScopes = [
    "North", "South", "Group", "Retail", "Logistics", "Finance", "HR", "Plant 2", "Sales", "Phase 2", "Pilot",
    "Subsidiaries",
  ]

  static let phases = ["Analysis", "Design", "Build", "Integration", "Test", "Roll-out", "Hand-over"]
}
