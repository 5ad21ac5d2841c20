// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension GeneratorWork {
  /// What there is beside people: `seat` marks what a person occupies while working.
  private static let assetKinds: [(name: String, tags: [String], units: ClosedRange<Int>, cents: Int)] = [
    ("GPU server", ["gpu", "server"], 1...4, 6_500), ("Test bench", ["lab", "seat"], 2...6, 2_400),
    ("CAD licence", ["licence", "seat"], 3...10, 1_150), ("Rack server", ["server"], 4...12, 1_800),
    ("Van", ["vehicle"], 1...3, 4_800), ("Training room", ["room"], 1...2, 9_000),
    ("Network analyser", ["lab", "seat"], 1...4, 3_250), ("Storage shelf", ["storage"], 2...8, 990),
  ]

  mutating func makeAssets() -> [Asset] {
    let count = max(4, options.staff / 12)
    return (0..<count).map { index in
      let kind = Self.assetKinds[index % Self.assetKinds.count]
      let location = locations[random.number(in: 0...locations.count - 1)]
      var asset = Asset(
        id: numbered("A", index, of: count), name: kind.name + " " + location, tags: kind.tags,
        quantity: ExactDecimal(random.number(in: kind.units)),
        costPerUnitDay: hundredths(kind.cents + 5 * random.number(in: 0...40)))
      if random.chance(30) {
        let first = calendar.horizon.first.advanced(by: random.number(in: 0...calendar.horizon.count - 1))
        let days = DayRange(first, first.advanced(by: random.number(in: 1...20))).intersection(calendar.horizon)
        asset.outages = [.init(days, quantity: random.chance(50) ? 1 : nil)]
      }
      if random.chance(35), let skill = random.element(of: skills) {
        asset.operators = .init(
          skills: [.init(skill, level: random.number(in: 1...3))],
          hoursPerUnitDay: hundredths(25 * random.number(in: 1...4)))
      }
      return asset
    }
  }

  /// One to two asset demands for six of ten projects.
  mutating func addAssetDemands(to projects: inout [Project], _ assets: [Asset]) {
    for index in projects.indices where random.chance(60) {
      for _ in 0..<random.number(in: 1...2) {
        guard let asset = random.element(of: assets) else { continue }
        let id = projects[index].id + "-" + String(projects[index].demands.count + 1)
        let choice: AssetDemand.Choice =
          random.chance(50) ? .asset(asset.id) : .tags([asset.tags.first ?? "server"])
        projects[index].demands.append(
          Demand(
            id: id, from: projects[index].start, to: projects[index].deadline,
            kind: .asset(AssetDemand(units: ExactDecimal(random.number(in: 1...3)), choice: choice))))
      }
    }
  }
}
