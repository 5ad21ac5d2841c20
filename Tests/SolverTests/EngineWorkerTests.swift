// SPDX-License-Identifier: GPL-3.0-or-later

@testable import EngineCage
import LinearModels
import Processes
import Testing

@Suite struct EngineWorkerTests {
  @Test func questionsSurviveTheWay() throws {
    let model = coveringModel(rows: 10, columns: 20, seed: 1)
    let basis = Basis(
      columns: (0..<model.columnCount).map { $0 % 2 == 0 ? .atLower : .atUpper },
      rows: Array(repeating: .basic, count: model.rowCount))
    let question = EngineWorker.Question(
      engine: "glpk",
      model: model,
      start: SessionStart(
        basis: basis, prices: Array(repeating: 0.5, count: model.rowCount), point: nil, essential: 3..<7),
      limits: .init(seconds: 2, iterations: nil), library: "lib")
    let bytes = question.bytes
    let read = try #require(EngineWorker.Question(reading: bytes))
    #expect(read.model == model && read.engine == "glpk" && read.start.basis == basis)
    #expect(read.start.prices == question.start.prices && read.start.point == nil)
    #expect(read.start.essential == 3..<7)
    #expect(read.limits.seconds == 2 && read.limits.iterations == nil)
    #expect(read.library == "lib")
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
      #expect(EngineWorker.Question(reading: Array(bytes.prefix(length))) == nil)
    }
  }

  @Test(arguments: [Termination.optimal, .limit(.work), .limit(.time), .numericalTrouble])
  func answersSurviveTheWay(_ termination: Termination) throws {
    let result = LinearResult(
      termination: termination, primal: [1, 2], isFeasible: true, dual: nil, objective: 7, bound: nil, iterations: 5)
    var writer = FlatWriter()
    result.write(to: &writer)
    var reader = FlatReader(writer.bytes)
    #expect(reader.truth() == true)
    let back = try #require(LinearResult(from: &reader))
    #expect(back.primal == [1, 2] && back.dual == nil && back.isFeasible && back.iterations == 5)
    #expect(back.termination == termination && back.objective == 7 && back.bound == nil)
    #expect(reader.isAtEnd)
  }
}
