import Testing

@testable import ModelClients

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where keys come from, and that they go nowhere else.
struct KeyTests {
  /// A folder of its own for each test.
  private func folder() throws -> String {
    var template = Array("/tmp/continuity-keys.XXXXXX".utf8CString)
    return try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  private func write(_ text: String, to path: String, mode: mode_t) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    #if canImport(Darwin)
      let count = Darwin.write(descriptor, bytes, bytes.count)
    #elseif canImport(Musl)
      let count = Musl.write(descriptor, bytes, bytes.count)
    #else
      let count = Glibc.write(descriptor, bytes, bytes.count)
    #endif
    try #require(count == bytes.count && fchmod(descriptor, mode) == 0)
  }

  @Test("The environment comes before the file; a line end after the key is no part of it")
  func order() throws {
    let folder = try folder()
    try write("from-the-file-123456\n", to: "\(folder)/A_KEY", mode: 0o600)
    let both = KeySource(folder: folder) { $0 == "A_KEY" ? "from-the-environment" : nil }
    #expect(try both.key(named: "A_KEY")?.headerValue == "from-the-environment")
    #expect(both.place(of: "A_KEY") == "A_KEY")
    let file = KeySource(folder: folder) { _ in "" }
    #expect(try file.key(named: "A_KEY")?.headerValue == "from-the-file-123456")
    #expect(file.place(of: "A_KEY") == "\(folder)/A_KEY")
    #expect(try file.key(named: "B_KEY") == nil)
    #expect(try file.key(named: "") == nil)
  }

  @Test("A file that others can read is refused with what to do", arguments: [mode_t(0o644), 0o640, 0o602])
  func permissions(_ mode: mode_t) throws {
    let folder = try folder()
    try write(secret, to: "\(folder)/A_KEY", mode: mode)
    let error = #expect(throws: ServiceFailure.self) { try KeySource(folder: folder) { _ in nil }.key(named: "A_KEY") }
    #expect(error?.reason.contains("chmod 600") == true && error?.reason.contains(secret) == false)
  }

  @Test(
    "What cannot stand in a header is no key",
    arguments: ["a\r\nx-evil: 1", "", "  ", "schlüssel", String(repeating: "a", count: 5000), "a b"])
  func unsound(_ text: String) throws {
    let folder = try folder()
    try write(text, to: "\(folder)/A_KEY", mode: 0o600)
    let error = #expect(throws: ServiceFailure.self) { try KeySource(folder: folder) { _ in nil }.key(named: "A_KEY") }
    #expect(error?.cause == .misconfigured)
    if text.count > 2 {
      #expect(throws: ServiceFailure.self) { try KeySource(folder: nil) { _ in text }.key(named: "A_KEY") }
    }
  }

  @Test("A name that leads out of the folder is no name, a folder no file")
  func names() throws {
    let folder = try folder()
    #expect(KeySource(folder: folder) { _ in nil }.place(of: "../passwd") == nil)
    mkdir("\(folder)/A_KEY", 0o700)
    #expect(throws: ServiceFailure.self) { try KeySource(folder: folder) { _ in nil }.key(named: "A_KEY") }
  }

  @Test("However a key is printed, it is not there")
  func printing() {
    let key = APIKey(secret: secret, source: "A_KEY")
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(describing: key), String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
      #expect(!text.contains("9f8e"), "\(text)")
      #expect(text.contains("A_KEY"))
    }
  }

  @Test("A message loses the key, its parts and what is masked, and nothing else")
  func redaction() {
    let key = APIKey(secret: secret, source: "A_KEY")
    #expect(key.redact("bad key \"\(secret)\" for https://x.example/y") == "bad key \"[key]\" for https://x.example/y")
    #expect(key.redact("starts with 9f8e7d6c, ends ***1706") == "starts with [key], ends [key]")
    #expect(key.redact("Bearer:\(secret)!") == "[key]")
    #expect(key.redact("the model llama3.2 is not here") == "the model llama3.2 is not here")
    #expect(APIKey(secret: "abc", source: "").redact("abc is abcd") == "[key] is [key]")
  }
}
