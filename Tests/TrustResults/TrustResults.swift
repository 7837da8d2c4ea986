#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Figures for the table of `Tests/EndToEnd/trust.py`: a file for each part in the folder that CONTINUITY_TRUST_RESULTS names, and nothing without it.
package enum TrustResults {
  package static func record(_ part: String, _ figures: [String: Int]) { write(part, figures.mapValues { "\($0)" }) }

  /// - Parameter text: without quotation marks or backslashes.
  package static func record(_ part: String, text: [String: String]) { write(part, text.mapValues { "\"\($0)\"" }) }

  private static func write(_ part: String, _ figures: [String: String]) {
    guard let folder = getenv("CONTINUITY_TRUST_RESULTS").map({ String(cString: $0) }), !folder.isEmpty else { return }
    mkdir(folder, 0o700)
    let members = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    let text = "{\(members.joined(separator: ", "))}\n"
    let descriptor = open(
      "\(folder)/\(part.map { $0 == " " ? "-" : $0 }.map(String.init).joined()).json", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { return }
    _ = text.utf8.withContiguousStorageIfAvailable { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    close(descriptor)
  }
}
