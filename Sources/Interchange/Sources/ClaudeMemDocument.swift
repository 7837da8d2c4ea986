import JSONValues
import MemoryEngine
import MemoryModel

/// Reads what claude-mem's own export writes: the rows of its tables in one JSON object.
struct ClaudeMemDocument {
  private let includesPrompts: Bool
  private let run: ImportRun
  private var records: ClaudeMemRecords

  init(includesPrompts: Bool, _ run: ImportRun) {
    self.includesPrompts = includesPrompts
    self.run = run
    records = ClaudeMemRecords(run)
  }

  /// In two passes: the sessions stand behind the observations that belong to them.
  mutating func read(_ path: String) throws {
    var isOne = false
    try JSONElements.forEach(in: path) { part in
      guard case .element("sessions", let value) = part, let object = value.object else { return }
      isOne = true
      try records.session(SourceFields(object))
    }
    try JSONElements.forEach(in: path) { part in
      switch part {
      case .broken(let reason): run.fail(path, reason)
      case .member: break
      case .element(let list, let value):
        guard let object = value.object else {
          if list != "" { run.fail(path, "`\(list)` holds something that is no object") }
          return
        }
        let fields = SourceFields(object)
        switch list {
        case "observations": try records.observation(fields)
        case "summaries": try records.summary(fields)
        case "prompts": if includesPrompts { try records.prompt(fields) } else { run.skip("prompts were not asked for") }
        default: return
        }
        isOne = true
      }
    }
    guard isOne else {
      throw ImportError(path, "is no export of claude-mem: it has neither sessions nor observations nor summaries")
    }
  }
}
