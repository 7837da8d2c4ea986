import JSONValues
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files of `Schemas/` as they stand in the repository.
enum SchemaFiles {
  static let directory: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/Schemas"
  }()

  static func json(_ name: String) throws -> JSONValue {
    if let known = parsed.withLock({ $0[name] }) { return known }
    let bytes = try #require(TestFile.bytes(directory + "/" + name), "\(directory)/\(name) cannot be read")
    let json = try JSONValue(parsing: bytes)
    parsed.withLock { $0[name] = json }
    return json
  }

  /// Each file is parsed once: the random calls look at them thousands of times.
  private static let parsed = Mutex<[String: JSONValue]>([:])

  static func names() throws -> [String] {
    let stream = try #require(opendir(directory), "\(directory) cannot be read")
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// `memory/find` stands in `memory-find.input.schema.json`.
  static func stem(_ method: String) -> String { method.split(separator: "/").joined(separator: "-") }
}
