/// A tool call of a turn: which tool, on what, and whether it failed. What the tool printed is not kept.
package struct ToolUse: Hashable, Sendable {
  package var name: String
  /// The file, command, query or address, on one line of at most `maximumSubjectLength` characters; nil when the call names none.
  package var subject: String?
  /// The tool reported an error, or the user refused the call.
  package var failed: Bool

  package static let maximumSubjectLength = 300

  package init(name: String, subject: String?, failed: Bool = false) {
    self.name = name
    self.subject = subject
    self.failed = failed
  }

  /// The subject, without `directory` where it is a path below it.
  package func subject(relativeTo directory: String?) -> String? {
    guard let subject, let directory, !directory.isEmpty, subject.hasPrefix(directory + "/") else { return subject }
    return String(subject.dropFirst(directory.count + 1))
  }

  /// Which member of a call's input says what it is about: the first of these that is there.
  private static let subjectMembers: [StaticString] = [
    "file_path", "notebook_path", "command", "pattern", "query", "url", "skill", "subject", "description", "path", "filePath",
    "uri", "name", "title", "prompt",
  ]

  static func subject(of input: JSONSlice, repaired: inout Bool) -> String? {
    var found: [JSONSlice?] = Array(repeating: nil, count: subjectMembers.count)
    input.forEachMember { key, value in
      guard value.isString, let index = subjectMembers.firstIndex(where: { key.equals($0) }) else { return }
      found[index] = value
    }
    for case let slice? in found {
      guard let text = slice.string(repaired: &repaired) else { continue }
      let line = text.split(whereSeparator: \.isNewline).lazy
        .map { $0.split(separator: " ").joined(separator: " ") }.first { !$0.isEmpty }
      if let line { return line.count <= maximumSubjectLength ? line : String(line.prefix(maximumSubjectLength - 1)) + "…" }
    }
    return nil
  }
}
