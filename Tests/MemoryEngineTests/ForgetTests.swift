import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ForgetTests {
  let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  private func forget(_ uri: MemoryURI, purge: Bool = false) throws -> ForgetOutcome {
    var request = ForgetRequest(uri: uri)
    request.reason = "it was wrong"
    request.purge = purge
    return try fixture.engine.forget(request)
  }

  @Test("a retracted memory is found no more, and its text and the reason stay for whoever asks") func retract() throws {
    let outcome = try fixture.remember("The build needs Xcode 9", .events)
    #expect(try forget(outcome.uri).action == .retracted)
    #expect(try fixture.find("Xcode build").isEmpty)
    let node = try fixture.node(outcome.uri)
    #expect(node.retraction?.reason == "it was wrong")
    #expect(node.content == "The build needs Xcode 9")
    #expect(try forget(outcome.uri).action == .alreadyRetracted)
  }

  @Test("forgetting says what went, and touches no near match") func exact() throws {
    let one = try fixture.remember("The build needs Xcode 9 on the laptop", .events)
    let other = try fixture.remember("The build needs Xcode 9 on the server", .events)
    #expect(try forget(one.uri).forgotten.map(\.uri) == [one.uri])
    #expect(try fixture.find("Xcode build") == [other.uri])
  }

  @Test("a purged memory is gone, with its revisions") func purge() throws {
    let outcome = try fixture.remember("Her phone number is on the fridge", .entities)
    #expect(try forget(outcome.uri, purge: true).action == .erased)
    #expect(throws: EngineError.self) { try fixture.node(outcome.uri) }
    #expect(try fixture.find("phone fridge").isEmpty)
  }

  @Test("a person may remember again what was retracted") func again() throws {
    let outcome = try fixture.remember("The build needs Xcode 9", .events)
    _ = try forget(outcome.uri)
    #expect(try fixture.remember("The build needs Xcode 9", .events).action == .created)
    #expect(try fixture.find("Xcode build").count == 1)
  }

  @Test("a directory is refused, a missing memory is named with what is near") func refusals() throws {
    try fixture.remember("x y z", .preferences)
    #expect(throws: EngineError.self) { try forget(MemoryURI(parsing: "mem://user/preferences")) }
    let error = #expect(throws: EngineError.self) { try forget(MemoryURI(parsing: "mem://user/preferences/absent")) }
    #expect(error?.description.contains("mem://user/preferences") == true)
  }

  // MARK: Copies of the store

  private var copies: String { "\(fixture.directory)/backups" }

  @discardableResult
  private func makeCopy(_ name: String = "import") throws -> String {
    try #require(try fixture.engine.store.safetyCopy(before: name, keep: 9, at: fixture.now))
  }

  @Test("a purge reaches into the copies beside the store, and a restored copy does not bring it back") func copiesToo() throws {
    let secret = try fixture.remember("Her phone number is on the fridge", .entities)
    try fixture.remember("Phone numbers are in the address book", .entities)
    let path = try makeCopy()
    let other = try makeCopy("consolidate")
    let outcome = try forget(secret.uri, purge: true)
    #expect(outcome.erasedCopies.sorted() == [path, other].sorted())
    #expect(outcome.remainingCopies.isEmpty)
    for path in [path, other] {
      #expect(!CopyBytes.hold("fridge", path))
      #expect(CopyBytes.hold("address book", path))
    }
    _ = try MemoryStore.restore(path, into: fixture.engine.store.home, at: fixture.now)
    #expect(try fixture.find("phone number").count == 1)
    #expect(throws: EngineError.self) { try fixture.node(secret.uri) }
  }

  @Test("a copy that knows nothing of it is not touched") func innocentCopy() throws {
    try fixture.remember("Phone numbers are in the address book", .entities)
    let path = try makeCopy()
    let before = CopyBytes.of(path)
    let secret = try fixture.remember("Her phone number is on the fridge", .entities)
    #expect(try forget(secret.uri, purge: true).erasedCopies.isEmpty)
    #expect(CopyBytes.of(path) == before)
  }

  @Test("what was purged before is taken out of a copy that still has it") func purgedBefore() throws {
    let secret = try fixture.remember("Her phone number is on the fridge", .entities)
    let path = try makeCopy()
    let away = "\(fixture.directory)/elsewhere.db"
    rename(path, away)
    _ = try forget(secret.uri, purge: true)
    rename(away, path)
    #expect(try forget(secret.uri, purge: true).erasedCopies == [path])
    #expect(!CopyBytes.hold("fridge", path))
    #expect(throws: EngineError.self) { try forget(secret.uri, purge: true) }
  }

  @Test("a copy that cannot be read is named, and the memory is erased here all the same") func damagedCopy() throws {
    let secret = try fixture.remember("Her phone number is on the fridge", .entities)
    let path = try makeCopy()
    truncate(path, 5000)
    let outcome = try forget(secret.uri, purge: true)
    #expect(outcome.action == .erased)
    #expect(outcome.remainingCopies == [path])
    #expect(throws: EngineError.self) { try fixture.node(secret.uri) }
  }

  @Test("a session that was recorded and not read yet can be purged, here and in a copy") func unreadSession() throws {
    _ = try fixture.engine.recordPrompt(PromptRequest(session: "s1", prompt: "Her phone number is on the fridge"))
    let path = try makeCopy()
    #expect(CopyBytes.hold("fridge", path))
    let outcome = try forget(try MemoryURI(parsing: "mem://sessions/s1"), purge: true)
    #expect(outcome.erasedCopies == [path])
    #expect(!CopyBytes.hold("fridge", path))
    #expect(!CopyBytes.hold("fridge", fixture.engine.store.home.database))
  }
}

private enum CopyBytes {
  static func of(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&part, 1, part.count, file)
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }

  static func hold(_ word: String, _ path: String) -> Bool {
    // Each byte as one scalar, so that nothing is lost on what is no text.
    String(String.UnicodeScalarView(of(path).map { Unicode.Scalar($0) })).contains(word)
  }
}
