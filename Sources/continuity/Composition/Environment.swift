#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process's environment, read without Foundation.
enum Environment {
  /// In the order in which they stand there.
  static func variables(withPrefix prefix: String) -> [(name: String, value: String)] {
    var found: [(String, String)] = []
    guard var entry = block else { return found }
    while let text = entry.pointee {
      if strncmp(text, prefix, prefix.utf8.count) == 0 {
        let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { found.append((String(parts[0]), String(parts[1]))) }
      }
      entry += 1
    }
    return found
  }

  /// As `execve` takes it.
  static var block: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
      _NSGetEnviron().pointee
    #else
      environ
    #endif
  }
}
