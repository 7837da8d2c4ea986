import MemoryEngine
import MemoryModel
import Testing

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
}
