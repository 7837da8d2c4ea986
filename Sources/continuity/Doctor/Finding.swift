import JSONValues

/// One thing that `doctor` looked at.
struct Finding: Hashable, Sendable {
  enum Verdict: String, Sendable {
    case good, note, warning
    /// Something does not work; `doctor` exits 1.
    case problem
  }

  var verdict: Verdict
  /// `Store`
  var subject: String
  var detail: String
  /// What to do about it.
  var remedy: String?

  static func good(_ subject: String, _ detail: String) -> Finding { Finding(verdict: .good, subject: subject, detail: detail) }
  static func note(_ subject: String, _ detail: String) -> Finding { Finding(verdict: .note, subject: subject, detail: detail) }
  static func warning(_ subject: String, _ detail: String, remedy: String) -> Finding {
    Finding(verdict: .warning, subject: subject, detail: detail, remedy: remedy)
  }
  static func problem(_ subject: String, _ detail: String, remedy: String?) -> Finding {
    Finding(verdict: .problem, subject: subject, detail: detail, remedy: remedy)
  }

  var json: JSONValue {
    var object: JSONObject = ["verdict": .string(verdict.rawValue), "subject": .string(subject), "detail": .string(detail)]
    object["remedy"] = remedy.map(JSONValue.string)
    return .object(object)
  }
}

/// Looks at one thing. Each is a file in this folder and a line in `DoctorCommand.checks`.
protocol Check: Sendable {
  static func findings(_ composition: Composition) -> [Finding]
  /// Mends what it would find, where that is safe without asking. Returns what was done, a line each; what could not be is found again.
  static func fix(_ composition: Composition) throws -> [String]
}

extension Check {
  static func fix(_ composition: Composition) throws -> [String] { [] }
}
