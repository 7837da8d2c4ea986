import MemoryEngine
import MemoryModel
import Testing

@Suite struct RememberTests {
  let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  @Test(
    "any text comes back byte for byte",
    arguments: [
      "plain", "rm -rf / ; echo `id` | tee $HOME & \"quotes\" 'and' <tags>", "  leading and trailing  \n\n", "日本語のメモ 🦉👩‍👩‍👧 e\u{301}",
      "```swift\nfunc f() { }\n```\n\ttab", "\u{FEFF}bom", "a\r\nb\rc",
    ])
  func verbatim(_ content: String) throws {
    let outcome = try fixture.remember(content)
    #expect(Array(try fixture.node(outcome.uri).content.utf8) == Array(content.utf8))
  }

  @Test("the very same content in the same scope is unchanged, in another project it is another memory") func unchanged() throws {
    let first = try fixture.remember("The deploy runs on Fridays", .events, project: "a")
    let again = try fixture.remember("The deploy runs on Fridays", .events, project: "a")
    let elsewhere = try fixture.remember("The deploy runs on Fridays", .events, project: "b")
    #expect(first.action == .created)
    #expect(again.action == .unchanged)
    #expect(again.uri == first.uri)
    #expect(elsewhere.action == .created)
    #expect(elsewhere.uri != first.uri)
  }

  @Test("a preference in almost the same words is merged and keeps what it said before") func merges() throws {
    let first = try fixture.remember("Run the linter before every commit in the orchard service", .preferences)
    let second = try fixture.remember("Run the linter and the formatter before every commit in the orchard service", .preferences)
    #expect(second.action == .merged)
    #expect(second.uri == first.uri)
    let detail = try fixture.engine.read(ReadRequest(uri: first.uri))
    #expect(detail.node.content.contains("formatter"))
    #expect(detail.history.map(\.content) == ["Run the linter before every commit in the orchard service"])
    #expect(detail.history.first?.cause == .merged)
  }

  @Test("events, entities and cases are merged by nothing", arguments: [Category.events, .entities, .cases])
  func immutable(_ category: MemoryModel.Category) throws {
    let first = try fixture.remember("The orchard service was deployed to the staging cluster on Monday", category)
    let second = try fixture.remember("The orchard service was deployed to the staging cluster on Tuesday", category)
    #expect(second.action == .created)
    #expect(second.uri != first.uri)
    #expect(try fixture.engine.history(of: first.uri).revisions.isEmpty)
  }

  @Test(
    "a preference that takes an old one back closes its validity and is linked to it",
    arguments: [
      ("Prefers tabs for indentation", "Prefers spaces for indentation"),
      ("Always use npm for installing packages", "Use bun, not npm, for installing packages"),
      ("Always squash commits before merging", "Never squash commits before merging"),
      ("Use yarn", "Use pnpm instead of yarn"),
      (
        "Uses pytest for the tests in this project, because unittest is too wordy",
        "Always use unittest in this project, never pytest: the packing station has no network"
      ),
    ])
  func contradicts(old: String, new: String) throws {
    let first = try fixture.remember(old, .preferences)
    let before = fixture.now
    fixture.advance(by: .seconds(3600))
    let second = try fixture.remember(new, .preferences)
    #expect(second.action == .superseded)
    #expect(second.closed == [first.uri])
    let closed = try fixture.node(first.uri)
    #expect(closed.validity.to == fixture.now)
    #expect(closed.supersededBy == second.uri)
    #expect(try fixture.engine.links(of: second.uri).links.contains { $0.kind == .supersedes && $0.to == first.uri })
    #expect(try fixture.engine.profile(.everything).preferences.map(\.uri) == [second.uri])
    let query = try fixture.node(second.uri).content
    #expect(try !fixture.find(query).contains(first.uri))
    #expect(try fixture.find(old, asOf: before) == [first.uri])
  }

  @Test(
    "two wishes about one tool stay two memories",
    arguments: [
      ("Use pytest for unit tests", "Use pytest for integration tests"),
      ("Prefers short commit messages", "Prefers short functions"),
      ("Always run the tests", "Never push to main"),
      ("Use pytest for the web app", "Use unittest for the scripts, never pytest"),
      ("The pytest report goes to Marta", "Use unittest in this project, never pytest"),
    ])
  func keepsApart(one: String, other: String) throws {
    let first = try fixture.remember(one, .preferences)
    let second = try fixture.remember(other, .preferences)
    #expect(second.action == .created)
    #expect(Set(try fixture.engine.profile(.everything).preferences.map(\.uri)) == [first.uri, second.uri])
  }

  @Test("going back to an old preference is possible") func backAndForth() throws {
    try fixture.remember("Prefers tabs for indentation", .preferences)
    fixture.advance(by: .seconds(60))
    try fixture.remember("Prefers spaces for indentation", .preferences)
    fixture.advance(by: .seconds(60))
    let third = try fixture.remember("Prefers tabs for indentation", .preferences)
    #expect(third.action == .superseded)
    #expect(try fixture.engine.profile(.everything).preferences.map(\.content) == ["Prefers tabs for indentation"])
  }

  @Test("an explicit successor closes the old memory of any category") func supersedes() throws {
    let first = try fixture.remember("The API listens on port 8080", .entities)
    fixture.advance(by: .seconds(60))
    let second = try fixture.remember("The API listens on port 9090", .entities, supersedes: first.uri)
    #expect(second.action == .superseded)
    #expect(try fixture.find("Which port does the API listen on") == [second.uri])
    #expect(try fixture.node(first.uri).supersededBy == second.uri)
  }

  @Test("names never collide silently") func names() throws {
    let uris = try (1...30).map { number in try fixture.remember("# Release notes\n\nversion \(number)", .events).uri }
    #expect(Set(uris).count == 30)
  }

  @Test("a validity that begins in the future hides a memory until then") func future() throws {
    let start = fixture.now.advanced(by: .seconds(86_400))
    let outcome = try fixture.remember("The new office opens in Lisbon", .events, validFrom: start)
    #expect(try fixture.find("office Lisbon").isEmpty)
    #expect(try fixture.find("office Lisbon", asOf: start) == [outcome.uri])
    fixture.advance(by: .seconds(86_400))
    #expect(try fixture.find("office Lisbon") == [outcome.uri])
  }

  @Test(
    "what cannot be taken is refused with the reason, and nothing is stored",
    arguments: [
      ("", "empty"), (" \n\t ", "empty"), ("a\u{0}b", "NUL"),
      (String(repeating: "x", count: MemoryEngine.maximumContentLength + 1), "1048576"),
      ("<private>all of it</private>", "private"),
    ])
  func refusals(content: String, reason: String) throws {
    let error = #expect(throws: EngineError.self) { try fixture.remember(content) }
    #expect(error?.description.contains(reason) == true)
    #expect(try fixture.engine.status(workingDirectory: nil, project: nil).memories.isEmpty)
  }

  @Test("a megabyte is taken whole and found") func large() throws {
    let line = "line of a long log without much in it\n"
    let content = String(repeating: line, count: (MemoryEngine.maximumContentLength - 40) / line.utf8.count) + "the needle: zyzzyva"
    let outcome = try fixture.remember(content, .events)
    #expect(try fixture.node(outcome.uri).content == content)
    #expect(try fixture.find("zyzzyva") == [outcome.uri])
  }

  @Test("a place that does not fit the category is refused") func places() throws {
    #expect(throws: EngineError.self) { try fixture.remember("x y z", .events, uri: "mem://user/preferences/x") }
    #expect(throws: EngineError.self) { try fixture.remember("x y z", uri: "mem://user") }
    #expect(throws: EngineError.self) { try fixture.remember("x y z", uri: "mem://user/preferences") }
    #expect(
      try fixture.remember("x y z", uri: "mem://agent/patterns/deep/place").uri.description == "mem://agent/patterns/deep/place")
  }
}
