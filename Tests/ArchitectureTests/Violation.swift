/// One place where the code is not what the design says, and what to do about it.
struct Violation: CustomStringConvertible {
  var path: String
  var line: Int?
  var problem: String
  var remedy: String

  var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem). \(remedy)" }
}

extension [Violation] {
  /// For the message of an expectation.
  var listing: String { map(\.description).joined(separator: "\n") }
}
