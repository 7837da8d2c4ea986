import JSONValues
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

  static func bytes(_ name: String) -> [UInt8]? {
    guard let file = fopen(directory + "/" + name, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes
  }

  static func json(_ name: String) throws -> JSONValue {
    let bytes = try #require(Self.bytes(name), "\(directory)/\(name) cannot be read")
    return try JSONValue(parsing: bytes)
  }

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
