// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanCertificate.Row {
  /// The order of a certificate: by kind, then by ids and days.
  func isBefore(_ other: Self) -> Bool {
    if kind != other.kind { return kind.place < other.kind.place }
    for (mine, its) in [
      (limit, other.limit), (staff, other.staff), (asset, other.asset), (demand, other.demand),
      (project, other.project),
    ] where mine != its {
      return (mine ?? "").precedes(its ?? "")
    }
    if place != other.place { return (place ?? -1) < (other.place ?? -1) }
    if date != other.date { return (date?.number ?? .min) < (other.date?.number ?? .min) }
    if period != other.period { return (period ?? -1) < (other.period ?? -1) }
    return (shift ?? -1) < (other.shift ?? -1)
  }
}

extension PlanCertificate.Row.Kind {
  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The rows of a scenario that have prices, one after another, with what names them: the same walk writes prices into a
/// certificate and reads them from one.
struct PricedRows {
  typealias Row = PlanCertificate.Row

  private let facts: ScenarioFacts
  private let limits: LimitIndex

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    limits = LimitIndex(facts.scenario, facts.index)
  }

  /// Visits each row with its price.
  func visit(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    visitPeople(&prices, body)
    visitEffort(&prices, body)
    visitLimits(&prices, body)
    visitAssets(&prices, body)
    for project in facts.index.projects.order {
      body(Row(.budget, project: facts.index.projects.ids[project], price: 0), &prices.budget[project])
    }
    for (kind, path) in [(Row.Kind.commitment, \RowPrices.commitments), (.projects, \.projects)] {
      for place in prices[keyPath: path].indices {
        let of = prices[keyPath: path][place]
        body(
          Row(
            kind, staff: facts.index.staff.ids[of.staff], demand: facts.index.demands.ids[of.demand],
            period: of.period, days: facts.periods[of.period], price: 0), &prices[keyPath: path][place].price)
      }
    }
    visitCrews(&prices, body)
    for person in facts.index.staff.order where prices.shares.indices.contains(person) {
      body(Row(.share, staff: facts.index.staff.ids[person], price: 0), &prices.shares[person])
    }
  }

  private func date(_ day: Int) -> Day { facts.days.date(day) }
  /// The first day of a calendar week inside the horizon.
  private func date(ofWeek week: Int) -> Day { facts.days.weeks[week].first }

  private func visitPeople(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    for (kind, path) in [(Row.Kind.capacity, \RowPrices.capacity), (.overtimeDay, \.overtimeDay)] {
      for person in facts.index.staff.order {
        for day in facts.days.indices {
          body(
            Row(kind, staff: facts.index.staff.ids[person], date: date(day), price: 0),
            &prices[keyPath: path][person, day])
        }
      }
    }
    for person in facts.index.staff.order {
      for week in facts.days.weeks.indices {
        body(
          Row(.overtimeWeek, staff: facts.index.staff.ids[person], date: date(ofWeek: week), price: 0),
          &prices.overtimeWeek[person, week])
      }
    }
    for person in facts.index.staff.order {
      body(Row(.overtimeTotal, staff: facts.index.staff.ids[person], price: 0), &prices.overtimeTotal[person])
    }
  }

  private func visitEffort(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    for demand in facts.index.demands.order {
      let id = facts.index.demands.ids[demand]
      for place in prices.effort[demand].indices {
        var row = Row(.effort, demand: id, price: 0)
        if facts.demands[demand].asset != nil {
          row.date = date(place)
        } else if !facts.demands[demand].isFlexible {
          (row.period, row.days) = (place, facts.periods[place])
        }
        body(row, &prices.effort[demand][place])
      }
    }
    for demand in facts.index.demands.order {
      for week in prices.pace[demand].indices {
        body(
          Row(.pace, demand: facts.index.demands.ids[demand], date: date(ofWeek: week), price: 0),
          &prices.pace[demand][week])
      }
    }
  }

  private func visitLimits(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    for limit in facts.scenario.limits.indices {
      let entry = limits.entries[limit]
      for (member, place) in entry.members.enumerated() {
        var row = Row(.limit, limit: facts.scenario.limits[limit].id, price: 0)
        switch entry.each {
        case nil: break
        case .staff: row.staff = facts.index.staff.ids[place]
        case .project: row.project = facts.index.projects.ids[place]
        case .demand: row.demand = facts.index.demands.ids[place]
        }
        for span in entry.spans.indices {
          row.date = entry.spans[span].first
          body(row, &prices.limits[limit][member * entry.spans.count + span])
        }
      }
    }
  }

  private func visitAssets(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    for asset in facts.index.assets.order {
      for day in facts.days.indices {
        body(Row(.asset, asset: facts.index.assets.ids[asset], date: date(day), price: 0), &prices.asset[asset, day])
      }
    }
    for (kind, path) in [(Row.Kind.equipment, \RowPrices.equipment), (.equipmentOvertime, \.equipmentOvertime)] {
      for demand in facts.index.demands.order {
        for (number, use) in (facts.demands[demand].staff?.uses ?? []).enumerated() {
          for day in facts.days.indices {
            body(
              Row(kind, asset: use.asset, demand: facts.index.demands.ids[demand], date: date(day), price: 0),
              &prices[keyPath: path][demand][number, day])
          }
        }
      }
    }
    for (number, pair) in facts.pairs.list.enumerated() {
      for day in facts.days.indices {
        body(
          Row(
            .operators, asset: facts.index.assets.ids[pair.asset], demand: facts.index.demands.ids[pair.demand],
            date: date(day), price: 0), &prices.operators[number, day])
      }
    }
  }
}

extension PricedRows {
  private func visitCrews(_ prices: inout RowPrices, _ body: (Row, inout Double) -> Void) {
    for demand in facts.index.demands.order {
      let id = facts.index.demands.ids[demand]
      for place in 0..<prices.crews[demand].places.rows {
        for day in facts.days.indices {
          body(
            Row(.crew, demand: id, place: place, date: date(day), price: 0), &prices.crews[demand].places[place, day])
        }
      }
      for (position, person) in prices.crews[demand].staff.enumerated() {
        for day in facts.days.indices {
          body(
            Row(.crewPerson, staff: facts.index.staff.ids[person], demand: id, date: date(day), price: 0),
            &prices.crews[demand].people[position, day])
        }
      }
    }
  }
}
