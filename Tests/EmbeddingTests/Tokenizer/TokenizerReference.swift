import JSONValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the reference tokenizer says: `Fixtures/tokenizer-reference.jsonl`, which `Fixtures/tokenizer_reference.py` makes.
struct TokenizerReference {
  struct Case {
    var text: String
    var ids: [Int32]
  }

  var everyScalar: String
  var cases: [Case]

  static let shared = Result { try TokenizerReference() }

  struct Unreadable: Error { var path: String }

  init(testFile: String = #filePath) throws {
    let folder = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    let path = folder + "/Fixtures/tokenizer-reference.jsonl"
    let lines = try Self.contents(path).split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
    guard let everyScalar = lines.first?["every scalar"]?.string else { throw Unreadable(path: path) }
    self.everyScalar = everyScalar
    cases = try lines.dropFirst().map { line in
      guard let text = line["text"]?.string, let ids = line["ids"]?.array?.compactMap({ $0.integer.map(Int32.init) }) else {
        throw Unreadable(path: path)
      }
      return Case(text: text, ids: ids)
    }
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw Unreadable(path: path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
