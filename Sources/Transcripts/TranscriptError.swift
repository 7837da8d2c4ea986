#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A transcript that cannot be read at all. A transcript with broken lines is read, and says how many it skipped.
package struct TranscriptError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  /// `open`, `read`, …
  package let operation: String
  /// The system's error number; nil for a path that is no plain file.
  package let code: Int32?

  init(path: String, operation: String, code: Int32?) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  package var description: String {
    guard let code else {
      return "the transcript \(path) is not a plain file; give the path of a session's .jsonl file"
    }
    let reason = String(cString: strerror(code))
    let advice =
      switch code {
      case ENOENT: " The client may have deleted it (it keeps transcripts for 30 days); what the hooks recorded is still there."
      case EACCES: " Its owner must be able to read it."
      default: ""
      }
    return "cannot \(operation) the transcript \(path): \(reason).\(advice)"
  }
}
