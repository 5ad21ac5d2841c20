// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGLPK
internal import LinearModels

extension LinearModel {
  /// Calls the body with the model as the C layer takes it; the pointers are valid within the call.
  func withCModel<Result>(_ body: (inout cglpk_model) -> Result) -> Result {
    cost.withUnsafeBufferPointer { cost in
      columnLower.withUnsafeBufferPointer { columnLower in
        columnUpper.withUnsafeBufferPointer { columnUpper in
          rowLower.withUnsafeBufferPointer { rowLower in
            rowUpper.withUnsafeBufferPointer { rowUpper in
              columnStart.withUnsafeBufferPointer { start in
                entryRow.withUnsafeBufferPointer { entryRow in
                  entryValue.withUnsafeBufferPointer { entryValue in
                    integerColumns.withUnsafeBufferPointer { integers in
                      var model = cglpk_model(
                        columns: cost.count, rows: rowLower.count, offset: offset, cost: cost.baseAddress,
                        column_lower: columnLower.baseAddress, column_upper: columnUpper.baseAddress,
                        row_lower: rowLower.baseAddress, row_upper: rowUpper.baseAddress, start: start.baseAddress,
                        entry_row: entryRow.baseAddress, entry_value: entryValue.baseAddress,
                        integers: integers.count, integer_columns: integers.baseAddress)
                      return body(&model)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension GLPKOptions {
  /// The options as the C layer takes them, without limits.
  var cOptions: cglpk_options {
    let cMethod =
      switch method {
      case .primal: CGLPK_PRIMAL
      case .dual: CGLPK_DUAL
      case .dualThenPrimal: CGLPK_DUAL_THEN_PRIMAL
      }
    return cglpk_options(
      method: cMethod, steepest_edge: pricing == .steepestEdge ? 1 : 0, presolve: presolve ? 1 : 0,
      scale: scaling ? 1 : 0, seconds: -1, iterations: -1, memory_mb: Int32(clamping: memoryLimitMB ?? 0),
      mip_gap: mipGap.isFinite ? max(0, mipGap) : 0, start: nil)
  }
}

extension Termination {
  init(_ termination: cglpk_termination) {
    self =
      switch termination {
      case CGLPK_OPTIMAL: .optimal
      case CGLPK_INFEASIBLE: .infeasible
      case CGLPK_UNBOUNDED: .unbounded
      case CGLPK_INFEASIBLE_OR_UNBOUNDED: .infeasibleOrUnbounded
      case CGLPK_LIMIT_TIME: .limit(.time)
      case CGLPK_LIMIT_WORK: .limit(.work)
      default: .numericalTrouble
      }
  }
}
