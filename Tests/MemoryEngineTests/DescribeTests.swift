import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import ScriptedModel
import Testing

@testable import MemoryEngine

@Suite("A model describes directories and long memories")
struct DescribeTests {
  private static let preferences = MemoryURI(segments: ["user", "preferences"])

  private static func fill(_ fixture: EngineFixture, _ numbers: Range<Int>) throws {
    for number in numbers {
      let names = ["tabs", "bun", "helix", "zsh", "german", "squash", "fly", "mocks", "emoji", "postgres", "swift", "tests"]
      try fixture.remember(
        "Wants \(names[number % names.count]) in matter \(number).", .preferences, uri: "mem://user/preferences/p\(number)")
    }
  }

  private static func tiers(_ l0: String, _ l1: String) -> ScriptedModel.Step { .json(["l0": .string(l0), "l1": .string(l1)]) }

  private static func abstract(_ fixture: EngineFixture) throws -> String? {
    try fixture.engine.store.node(at: preferences)?.abstract
  }

  @Test("a directory with several memories gets a model's L0 and L1, and is asked about again only when a good part changed")
  func directories() async throws {
    let model = ScriptedModel([
      Self.tiers("Editors, shells and tests", "All about editors."), Self.tiers("Also databases", "More."),
    ])
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try await onThread {
      try Self.fill(fixture, 0..<4)
      _ = try fixture.engine.drain()
      #expect(model.requests.isEmpty, "four memories are read faster than described")
      try Self.fill(fixture, 4..<6)
      #expect(try fixture.engine.drain().errors.isEmpty)
      #expect(try Self.abstract(fixture) == "Editors, shells and tests")
      #expect(try fixture.engine.store.node(at: Self.preferences)?.overview == "All about editors.")
      try Self.fill(fixture, 6..<8)
      _ = try fixture.engine.drain()
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "Editors, shells and tests")
      #expect(model.requests.count == 1)
      try Self.fill(fixture, 8..<10)
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "Also databases")
    }
    #expect(model.requests.map(\.task) == [.tiers, .tiers] && model.requests[0].session == nil)
    #expect(model.requests[0].prompt.contains("- p5 (2026-09-21): Wants squash in matter 5."))
  }

  @Test("a tier beyond its limit is asked for again and never cut; after three answers the rules' words stay")
  func limits() async throws {
    let long = String(repeating: "word ", count: 150)
    let model = ScriptedModel([Self.tiers(long, "x"), Self.tiers("two\nlines", "x"), Self.tiers("One line", "Overview")])
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try await onThread {
      try Self.fill(fixture, 0..<5)
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "One line")
    }
    #expect(model.requests[1].prompt.contains("the limit is 100") && model.requests[2].prompt.contains("several lines"))

    let stubborn = ScriptedModel { _, _ in Self.tiers(long, "x") }
    let other = try EngineFixture(models: ModelSource { _ in stubborn })
    try await onThread {
      try Self.fill(other, 0..<5)
      #expect(try other.engine.drain().errors.isEmpty)
      #expect(try Self.abstract(other)?.hasPrefix("Wants ") == true)
      #expect(try other.engine.store.waitingJobs(limit: 10).isEmpty)
    }
    #expect(stubborn.requests.count == 3)
  }

  @Test("what was forgotten takes a model's words with it at once")
  func forgotten() async throws {
    let model = ScriptedModel { _, number in Self.tiers("Description \(number)", "Overview \(number)") }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try await onThread {
      try Self.fill(fixture, 0..<6)
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "Description 0")
      _ = try fixture.engine.forget(ForgetRequest(uri: Self.preferences.appending("p1")))
      #expect(try Self.abstract(fixture) == "")
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "Description 1")
    }
  }

  @Test("a long memory gets a model's tiers once; a line that somebody wrote for it stays")
  func longMemories() async throws {
    let model = ScriptedModel { _, _ in Self.tiers("How we deploy", "Deploy on Fly, in three steps.") }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    let content = (0..<400).map { "Step \($0) of the deployment waits for the one before it to be healthy." }.joined(
      separator: "\n\n")
    try await onThread {
      let first = try fixture.remember(content, .events).uri
      let second = try fixture.remember(content + "\n\nAnd a last one.", .patterns).uri
      var edit = EditRequest(uri: second)
      edit.abstract = "My own line"
      _ = try fixture.engine.edit(edit)
      try fixture.remember("short", .events)
      #expect(try fixture.engine.drain().errors.isEmpty)
      let node = try fixture.node(first)
      #expect(node.abstract == "How we deploy" && node.overview == "Deploy on Fly, in three steps." && node.content == content)
      #expect(node.provenance.maker == "memory-tiers/1 scripted/1")
      #expect(try fixture.node(second).abstract == "My own line")
      #expect(try fixture.find("deploy on Fly").contains(first))
      try fixture.remember("another", .events)
      _ = try fixture.engine.drain()
    }
    #expect(model.requests.count == 2)
  }

  @Test("a spent day makes no call and waits; the rules' words stand meanwhile")
  func budget() async throws {
    let model = ScriptedModel { _, _ in Self.tiers("Described", "Overview") }
    let desk = BudgetedDesk(model)
    let fixture = try EngineFixture(models: desk.source)
    try await onThread {
      desk.follow(fixture)
      try desk.spendToday(fixture)
      try Self.fill(fixture, 0..<6)
      let outcome = try fixture.engine.drain()
      #expect(outcome.failed == 0 && model.requests.isEmpty)
      #expect(try Self.abstract(fixture)?.hasPrefix("Wants ") == true)
      #expect(try fixture.engine.store.waitingJobs(limit: 10).map(\.kind) == [DescribeJob.kind])
      #expect(try fixture.engine.drain().done == 0)
      fixture.advance(by: .seconds(86_400))
      desk.follow(fixture)
      _ = try fixture.engine.drain()
      #expect(try Self.abstract(fixture) == "Described")
    }
    #expect(model.requests.count == 1)
  }
}
