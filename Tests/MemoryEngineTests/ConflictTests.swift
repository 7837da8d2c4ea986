import JSONValues
import MemoryModel
import SeededRandom
import Testing

@testable import MemoryEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Contradictions that stand side by side")
struct ConflictTests {
  let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  private func said(
    _ content: String, _ category: MemoryModel.Category, origin: Provenance.Origin = .agent, project: String? = nil
  ) throws -> MemoryURI {
    fixture.advance(by: .seconds(86_400))
    var request = RememberRequest(content: content)
    request.category = category
    request.origin = origin
    request.project = project
    return try fixture.engine.remember(request).uri
  }

  /// What a person asked for in a prompt: an agent that says otherwise later does not close it by itself.
  private func asked(_ content: String, _ category: MemoryModel.Category, project: String? = nil) throws -> MemoryURI {
    try said(content, category, origin: .signal, project: project)
  }

  private func conflicts() throws -> [Conflict] { try fixture.engine.conflicts().conflicts }

  @Test(
    "an entity and an event that exclude each other are shown, the later one would hold, and resolving closes the other where it begins"
  )
  func resolves() throws {
    let old = try asked("The gateway runs on Node 20", .entities)
    let before = fixture.now
    let new = try said("The gateway runs on Node 22 now", .events)
    let conflict = try #require(try conflicts().first)
    #expect(conflict.earlier.uri == old && conflict.later.uri == new && conflict.kept.uri == new)
    #expect(conflict.verdict.rule == "recent" && !conflict.isSpecific && !conflict.isPartial)
    fixture.advance(by: .seconds(86_400))
    let outcome = try fixture.engine.resolveAsSuggested(old, in: .everything)
    #expect(outcome.action == .resolved && outcome.closed == old)
    let closed = try fixture.node(old)
    let successor = try fixture.node(new)
    #expect(closed.validity.to == successor.createdAt)
    #expect(closed.supersededBy == new)
    #expect(try fixture.engine.links(of: new).links.contains { $0.kind == .supersedes && $0.to == old })
    #expect(try fixture.find("gateway Node") == [new])
    #expect(try fixture.find("gateway Node", asOf: before) == [old])
    #expect(try conflicts().isEmpty)

    // Undone by what undoes everything.
    _ = try fixture.engine.restore(RestoreRequest(uri: old))
    #expect(try fixture.node(old).validity.to == nil)
    #expect(Set(try fixture.find("gateway Node")) == [old, new])
    #expect(try conflicts().count == 1)
  }

  @Test("what a person wrote outweighs a later import, and resolving so leaves the import no time in which it held")
  func explicitness() throws {
    let person = try said("The default region is Frankfurt", .entities, origin: .user)
    let imported = try said("The default region is Dublin", .events, origin: .imported)
    let conflict = try #require(try conflicts().first)
    #expect(conflict.kept.uri == person && conflict.verdict.rule == "explicit")
    _ = try fixture.engine.resolve(ResolveRequest(uri: person, other: imported, decision: .keep(person)))
    #expect(try fixture.find("default region") == [person])
    #expect(try fixture.find("default region", asOf: fixture.now) == [person])
  }

  @Test("of what is said in general and of one project, the specific one holds there, and both stay") func specific() throws {
    _ = try said("Indent with tabs in configuration files", .preferences)
    let special = try said("Indent with spaces instead of tabs in configuration files", .patterns, project: "orchard")
    let conflict = try #require(try conflicts().first)
    #expect(conflict.isSpecific && conflict.kept.uri == special && conflict.verdict.rule == "specific")
    var request = ConflictsRequest()
    request.includesSpecific = false
    #expect(try fixture.engine.conflicts(request).conflicts.isEmpty)
    #expect(throws: EngineError.self) { try fixture.engine.resolveAsSuggested(special, in: .everything) }
  }

  @Test("what was dismissed is not shown again") func dismissed() throws {
    let one = try asked("The crawler's owner is Anna", .entities)
    let other = try said("The crawler's owner is Priya", .events)
    #expect(try conflicts().count == 1)
    #expect(try fixture.engine.resolve(ResolveRequest(uri: other, other: one, decision: .dismiss)).action == .dismissed)
    #expect(try conflicts().isEmpty)
    #expect(Set(try fixture.find("crawler's owner")) == [one, other])
  }

  @Test("memories of different projects do not contradict each other, and what is closed can not be decided again") func refusals()
    throws
  {
    let one = try said("The deadline is 12 March", .events, project: "a")
    let other = try said("The deadline is 26 March", .events, project: "b")
    #expect(try conflicts().isEmpty)
    #expect(throws: EngineError.self) {
      try fixture.engine.resolve(ResolveRequest(uri: one, other: one, decision: .dismiss))
    }
    #expect(throws: EngineError.self) {
      try fixture.engine.resolve(
        ResolveRequest(uri: one, other: try MemoryURI(parsing: "mem://user/events/none"), decision: .keep(one)))
    }
    _ = try fixture.engine.resolve(ResolveRequest(uri: one, other: other, decision: .keep(one)))
    #expect(throws: EngineError.self) {
      try fixture.engine.resolve(ResolveRequest(uri: one, other: other, decision: .keep(one)))
    }
  }

  // MARK: Figures

  /// The store of one developer over a year (Tests/EndToEnd/gold), with nothing marked.
  @Test("of the gold memories' supersessions most are found when nobody marked them, and hardly anything else") func gold() throws {
    let path = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let file = try #require(fopen("/" + path + "/EndToEnd/gold/memories.jsonl", "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    let records = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    var ids: [MemoryURI: String] = [:]
    var marked: Set<[String]> = []
    for record in records {
      let id = try #require(record["id"]?.string)
      if let old = record["supersedes"]?.string { marked.insert([old, id]) }
      var request = RememberRequest(content: try #require(record["content"]?.string))
      // Beside each other: with a place of its own, nothing closes or merges anything.
      let category = try #require(record["category"]?.string.flatMap(MemoryModel.Category.init(rawValue:)))
      request.uri = category.directory.appending(id)
      request.project = record["project"]?.string
      request.validFrom = record["valid_from"]?.string.flatMap(Timestamp.init(iso8601:))
      let outcome = try fixture.engine.remember(request)
      for closed in outcome.closed { _ = try? fixture.engine.restore(RestoreRequest(uri: closed)) }
      ids[outcome.uri] = id
    }
    let outcome = try fixture.engine.conflicts()
    let pairs = outcome.conflicts.map { [ids[$0.earlier.uri] ?? "", ids[$0.later.uri] ?? ""] }
    let found = marked.intersection(pairs)
    let extra = outcome.conflicts.filter { !marked.contains([ids[$0.earlier.uri] ?? "", ids[$0.later.uri] ?? ""]) }
    print(
      "{\"gold_memories\": \(records.count), \"marked\": \(marked.count), \"found\": \(found.count), \"others_shown\": \(extra.count), \"seconds\": \(outcome.duration)}"
    )
    for conflict in extra { print("  other: \(conflict.kind) \(conflict.earlier.content) | \(conflict.later.content)") }
    for pair in marked.subtracting(found) { print("  missed: \(pair)") }
    #expect(found.count >= 5)
    #expect(extra.count <= 3)
  }

  /// Memories as one team's services bring them forth: 11 of each service, in one of six sentences.
  private static func memories(_ count: Int) throws -> [MemoryNode] {
    var random = SeededGenerator(seed: 7)
    let (letters, colours) = (["alpha", "beta", "gamma", "delta"], ["green", "blue", "red", "grey"])
    let verbs = [
      "listens on port", "keeps its logs for", "is deployed to region", "is reviewed by", "answers within", "depends on",
    ]
    return (0..<count).map { number in
      let subject = Int.random(in: 0..<max(1, count * 9 / 100), using: &random)
      let verb = verbs[Int.random(in: 0..<verbs.count, using: &random)]
      let object = colours[Int.random(in: 0..<colours.count, using: &random)] + String(number % 97)
      let name = "service\(subject % 30)-\(letters[subject % 4])-\(subject)"
      let content = "The \(name) \(verb) \(object) since the \(number)th review"
      let moment = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number))
      return MemoryNode(
        id: Int64(number + 1), uri: MemoryURI(segments: ["user", "entities", "n\(number)"]), category: .entities, abstract: content,
        overview: content, content: content, project: nil, provenance: Provenance(origin: .imported), contentHash: "\(number)",
        createdAt: moment, updatedAt: moment)
    }
  }

  @Test("no memory is compared with many others, however many there are") func scale() throws {
    for count in [1000, 10_000] {
      var search = ConflictSearch(try Self.memories(count))
      let duration = ContinuousClock().measure { _ = search.conflicts() }
      print("{\"conflicts_memories\": \(count), \"comparisons\": \(search.comparisons), \"seconds\": \(duration)}")
      #expect(search.comparisons > count)
      #expect(search.comparisons <= 30 * count)
    }
  }

  @Test("what stands in very many memories brings none of them together: ten thousand alike sentences are no hundred million pairs")
  func common() throws {
    let one = try Self.memories(1)[0]
    let alike = (0..<10_000).map { number in
      var node = one
      node.id = Int64(number + 1)
      node.content = "The depot reports its stock every \(number) minutes"
      return node
    }
    var search = ConflictSearch(alike)
    _ = search.conflicts()
    #expect(search.comparisons <= 10_000)
  }

  @Test("what is told by a source that counts less, or about what a person pinned, closes nothing and is shown instead")
  func trust() throws {
    for (older, newer) in [
      (Provenance.Origin.user, Provenance.Origin.agent), (.user, .signal), (.signal, .agent), (.agent, .extracted),
      (.agent, .imported),
      (.imported, .imported),
    ] {
      let fixture = try EngineFixture()
      func tell(_ content: String, _ origin: Provenance.Origin, _ category: MemoryModel.Category) throws -> RememberOutcome {
        fixture.advance(by: .seconds(3600))
        var request = RememberRequest(content: content)
        (request.category, request.origin) = (category, origin)
        return try fixture.engine.remember(request)
      }
      let old = try tell("The depot is in Bremen", older, .entities).uri
      #expect(try tell("The depot is in Kiel now", newer, .entities).action == .created)
      #expect(try fixture.node(old).validity.to == nil)
      #expect(try fixture.engine.conflicts().total == 1)
      // A preference is not rewritten in place either.
      let wish = try tell("Prefers tabs for indentation", older, .preferences).uri
      #expect(try tell("Prefers spaces for indentation", newer, .preferences).action == .created)
      #expect(try fixture.node(wish).content == "Prefers tabs for indentation")
    }
    let depot = try said("The harbour office is in Bremen", .entities)
    _ = try fixture.engine.pin(depot, pinned: true)
    #expect(try said("The harbour office is in Kiel now", .entities) != depot)
    #expect(try fixture.node(depot).validity.to == nil)
    #expect(try fixture.node(said("The harbour office is in Rostock now", .entities, origin: .user)).validity.to == nil)
    #expect(try fixture.node(depot).validity.to != nil)
  }

  @Test("what an assistant said of its work ends nothing; what was told for an earlier time neither")
  func noNews() throws {
    let old = try said("The depot is in Bremen", .entities, origin: .extracted)
    fixture.advance(by: .seconds(3600))
    var request = RememberRequest(content: "The depot is in Kiel now")
    (request.category, request.origin, request.confidence) = (.entities, .extracted, 0.6)
    #expect(try fixture.engine.remember(request).action == .created)
    #expect(try fixture.node(old).validity.to == nil)
    try fixture.remember("The depot was sold, the depot is in Rostock", .cases)
    #expect(try fixture.node(old).validity.to == nil)
    var late = RememberRequest(content: "The depot is in Emden now")
    (late.category, late.validFrom) = (.entities, fixture.now.advanced(by: .seconds(-100 * 86_400)))
    #expect(try fixture.engine.remember(late).action == .created)
    #expect(try fixture.node(old).validity.to == nil)
  }

  @Test("of two projects, and of a project and what holds in general, neither closes the other's") func scopes() throws {
    let general = try said("The depot is in Bremen", .entities)
    let one = try said("The depot is in Emden", .entities, project: "orchard")
    let other = try said("The depot is in Kiel now", .entities, project: "meadow")
    for uri in [general, one, other] { #expect(try fixture.node(uri).validity.to == nil) }
    #expect(try said("The depot is in Rostock now", .events, project: "meadow") != other)
    #expect(try fixture.node(other).validity.to != nil)
    #expect(try fixture.node(one).validity.to == nil)
  }
}
