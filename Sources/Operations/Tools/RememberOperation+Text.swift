import MemoryEngine
import MemoryModel

extension RememberOperation {
  func text(_ output: RememberResult) -> String {
    let outcome = output.outcome
    var lines: [String] = []
    switch outcome.action {
    case .created: lines.append("Created \(outcome.uri)." + (validFrom == nil ? " It can be found from now on." : ""))
    case .merged: lines.append("Merged into \(outcome.uri), which stood there already; what it said before is in its history.")
    case .unchanged: lines.append("Unchanged: \(outcome.uri) says exactly this already.")
    case .held:
      lines.append(
        "Held for review, and not found until a person accepts it (`continuity quarantine`): \(outcome.reason ?? ""). Do not write it again."
      )
    case .superseded: lines.append("Created \(outcome.uri), in place of what it supersedes.")
    }
    if !outcome.closed.isEmpty {
      let uris = outcome.closed.prefix(20).map(\.description).joined(separator: ", ")
      let more = outcome.closed.count > 20 ? " and \(outcome.closed.count - 20) more" : ""
      lines.append("No longer true because of it, kept as history: \(uris)\(more).")
    }
    if let validFrom, outcome.action != .unchanged {
      lines.append("It is true from \(validFrom.iso8601) on, and not found for a time before that.")
    }
    if outcome.redactions > 0 {
      lines.append(
        "\(counted(outcome.redactions, "secret or private passage", "secrets or private passages")) taken out before it was written."
      )
    }
    return lines.joined(separator: "\n")
  }
}
