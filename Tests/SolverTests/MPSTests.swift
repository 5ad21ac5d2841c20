// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
import SolverConformance
import Testing

struct MPSTests {
  static let everything = """
    * A comment
    NAME          EVERYTHING
    OBJSENSE
        MAX
    ROWS
     N  PROFIT
     L  UP
     G  DOWN
     E  SAME
     E  BELOW
     N  LOOSE
    COLUMNS
        A         PROFIT             3.0   UP                 1.0
        A         DOWN              -1.5
        MARKER    'MARKER'                 'INTORG'
        B         PROFIT             1.0   SAME               2.0
        C         SAME               1.0   BELOW              1.0
        MARKER    'MARKER'                 'INTEND'
        D         LOOSE              4.0
        E         UP                 1D0
        F         UP                 1.0
        G         UP                 1.0
        H         UP                 1.0
    RHS
        RHS       PROFIT           -10.0   UP                 8.0
        RHS       DOWN              -4.0   SAME               5.0
        RHS       BELOW              6.0
    RANGES
        RNG       UP                 2.0   DOWN               3.0
        RNG       SAME               1.0   BELOW             -1.0
    BOUNDS
     UP BND       A               -1.0
     LO BND       C                2.0
     FR BND       D
     MI BND       E
     FX BND       F                7.0
     BV BND       G
     LI BND       H               -2.0
     UI BND       H                9.0
    ENDATA
    """

  @Test(arguments: [MPSReader.Format.fixed, .free, .automatic])
  func everySectionIsRead(format: MPSReader.Format) throws {
    let named = try MPSReader(format: format).read(Self.everything)
    let model = named.model
    #expect(named.name == "EVERYTHING" && named.isMaximized && named.objectiveName == "PROFIT")
    #expect(named.rowNames == ["UP", "DOWN", "SAME", "BELOW", "LOOSE"])
    #expect(named.columnNames == ["A", "B", "C", "D", "E", "F", "G", "H"])
    #expect(model.cost == [-3, -1, 0, 0, 0, 0, 0, 0])
    // The right-hand side of the objective is the negative of its constant, 10; a maximum is negated.
    #expect(model.offset == -10)
    #expect(model.rowLower == [6, -4, 5, 5, -.infinity])
    #expect(model.rowUpper == [8, -1, 6, 6, .infinity])
    #expect(model.columnLower == [-.infinity, 0, 2, -.infinity, -.infinity, 7, 0, -2])
    #expect(model.columnUpper == [-1, 1, .infinity, .infinity, .infinity, 7, 1, 9])
    #expect(model.integerColumns == [1, 2, 6, 7])
    #expect(model.problems().isEmpty)
  }

  @Test func fixedFormatHasNamesWithBlanks() throws {
    let named = try MPSReader().read(
      """
      NAME          BLANKS
      ROWS
       N  COST
       G  ROW 1
      COLUMNS
          COL 1     COST               1.0   ROW 1              1.0
      RHS
          R         ROW 1              2.0
      ENDATA
      """)
    #expect(named.rowNames == ["ROW 1"] && named.columnNames == ["COL 1"] && named.model.rowLower == [2])
  }

  @Test func freeFormatMayLeaveOutTheSets() throws {
    let named = try MPSReader(format: .free).read(
      """
      ROWS
       N cost
       G a_row_with_a_long_name
      COLUMNS
       x a_row_with_a_long_name 1 $ comment
      RHS
       a_row_with_a_long_name 2
      BOUNDS
       UP x 7
       MI x
      ENDATA
      """)
    #expect(named.model.rowLower == [2] && named.model.columnUpper == [7])
    #expect(named.model.columnLower == [-.infinity])
  }

  static let broken: [(text: String, kind: ModelFileError.Kind, line: Int)] = [
    ("ROWS\n N c\nCOLUMNS\n x r 1\nENDATA\n", .unknownName, 4),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r one\nENDATA\n", .number, 5),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r nan\nENDATA\n", .number, 5),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1e999\nENDATA\n", .number, 5),
    ("ROWS\n N c\n L r\n G r\nENDATA\n", .duplicate, 4),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1 r 2\nENDATA\n", .duplicate, 5),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1\n y r 1\n x c 1\nENDATA\n", .duplicate, 7),
    ("ROWS\n N c\n X r\nENDATA\n", .type, 3),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r\nENDATA\n", .fields, 5),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1\nBOUNDS\n SC b x 4\nENDATA\n", .unsupported, 7),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1\nBOUNDS\n LO b x 4\n UP b x 3\nENDATA\n", .bounds, 9),
    ("ROWS\n N c\n L r\nCOLUMNS\n x r 1\nBOUNDS\n UP b y 4\nENDATA\n", .unknownName, 7),
    ("ROWS\n N c\nQUADOBJ\nENDATA\n", .unsupported, 3),
    ("ROWS\n N c\nNONSENSE\n", .section, 3),
    (" x r 1\nENDATA\n", .section, 1),
    ("ROWS\n N c\n", .truncated, 3),
    ("", .truncated, 1),
  ]

  @Test(arguments: broken.indices)
  func anErrorNamesItsLine(index: Int) {
    let (text, kind, line) = Self.broken[index]
    let error = #expect(throws: ModelFileError.self) { try MPSReader(format: .free).read(text) }
    #expect(error?.kind == kind)
    #expect(error?.line == line)
  }

  @Test(arguments: ConformanceCase.all.map(\.name))
  func whatIsWrittenIsReadBack(name: String) throws {
    let model = try #require(ConformanceCase.all.first { $0.name == name }).model
    let named = NamedLinearModel(model, name: "model")
    let back = try MPSReader(format: .free).read(MPSWriter().write(named))
    #expect(back == (model.offset == 0 ? named : named.withConstantColumn()))
  }

  @Test func everythingIsReadBack() throws {
    let named = try MPSReader().read(Self.everything)
    #expect(try MPSReader(format: .free).read(MPSWriter().write(named)) == named.withConstantColumn())
  }

  @Test func namesThatDoNotFitAreReplaced() throws {
    var model = LinearModel()
    model.addRow(lower: 1, upper: 2)
    model.addColumn(cost: 1, upper: 3)
    let named = NamedLinearModel(model, rowNames: ["a b"], columnNames: ["Jürgen"])
    let back = try MPSReader(format: .free).read(MPSWriter().write(named))
    #expect(back.rowNames == ["r0"] && back.columnNames == ["c0"] && back.model == model)
  }

  @Test func theLPFormatIsWritten() {
    var model = LinearModel()
    model.offset = 5
    model.addRow(lower: 1, upper: 4)
    model.addRow(lower: 3, upper: 3)
    model.addRow(lower: -.infinity, upper: 0)
    model.addColumn(cost: 2, upper: 9)
    model.addEntry(row: 0, value: 1)
    model.addEntry(row: 1, value: -1.5)
    model.addColumn(cost: 0, lower: -.infinity, upper: .infinity)
    model.addEntry(row: 0, value: 1)
    model.integerColumns = [0]
    let named = NamedLinearModel(model, rowNames: ["range", "same", "none"], columnNames: ["x", "y"])
    #expect(
      LPWriter().write(named) == """
        Minimize
         obj: + 2.0 x + 5.0 constant
        Subject To
         range: + 1.0 x + 1.0 y >= 1.0
         range_upper: + 1.0 x + 1.0 y <= 4.0
         same: - 1.5 x = 3.0
         none: 0 x <= 0.0
        Bounds
         0.0 <= x <= 9.0
         y free
         constant = 1.0
        General
         x
        End

        """)
  }

  @Test func theLPFormatHasARowInAnyCase() {
    #expect(LPWriter().write(NamedLinearModel(LinearModel())).contains(" none: 0 constant >= -1\n"))
  }
}
