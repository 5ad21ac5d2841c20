// SPDX-License-Identifier: GPL-3.0-or-later

// What a program that plans needs to name: scenarios, plans, explanations and comparisons with their figures and places.
@_exported public import Allocation
@_exported public import Issues
@_exported public import LinearModels
@_exported public import Numbers
@_exported public import struct Formats.ScenarioDocument
@_exported public import struct JSON.DocumentError
@_exported public import struct JSON.LocatedIssue
@_exported public import struct Planning.PlanningFailure
@_exported public import struct Planning.PlanningOptions
@_exported public import struct Planning.PlanningProgress
