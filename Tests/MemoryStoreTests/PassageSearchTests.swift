import MemoryModel
import Testing

@testable import MemoryStore

@Suite struct PassageSearchTests {
  private let scratch: ScratchHome
  private let store: MemoryStore

  init() throws {
    scratch = ScratchHome()
    store = try MemoryStore(home: scratch.home)
  }

  @discardableResult
  private func insert(_ texts: String..., project: String? = nil, session: String? = nil, name: String) throws -> Int64 {
    let moment = Timestamp(milliseconds: 1_790_000_000_000)
    var node = MemoryNode(
      uri: MemoryURI(segments: ["user", "events", name]), category: .events, abstract: texts[0], overview: "", content: texts[0],
      project: project, provenance: Provenance(origin: .agent, session: session), contentHash: name, createdAt: moment,
      updatedAt: moment)
    try store.insert(&node)
    try store.insertPassages(texts.enumerated().map { Passage(tier: .l2, ordinal: $0.offset, text: $0.element) }, ofNode: node.id)
    return node.id
  }

  private func hits(_ question: String, in scope: PassageScope = .everything) throws -> PassageHits {
    try store.passageHits(for: SearchText.terms(of: question), in: scope)
  }

  @Test("A hit says which terms stand in the passage, which of them repeatedly, and which side by side")
  func hitMasks() throws {
    try insert("The build fails; the build cache is stale", name: "a")
    try insert("Stale bread", name: "b")
    let found = try hits("build cache stale")
    #expect(
      found.hits == [
        PassageHit(id: 1, present: 0b111, repeated: 0b001, adjacent: 0b011), PassageHit(id: 2, present: 0b100),
      ])
    #expect(found.frequencies == [1, 1, 2])
    #expect(found.passageCount == 2)
  }

  @Test("Stems and accents do not matter", arguments: ["deploying", "DEPLOYED", "déploy"])
  func stems(question: String) throws {
    try insert("Deploys happen on Monday", name: "a")
    #expect(try hits(question).hits.count == 1)
  }

  @Test("A project's question reads its own passages and those of none, and counts them alone")
  func scopes() throws {
    try insert("redis port", project: "shop", name: "a")
    try insert("redis port", project: "blog", name: "b")
    try insert("redis port", name: "c")
    #expect(try hits("redis", in: .project("shop")).hits.map(\.id) == [1, 3])
    #expect(try hits("redis", in: .project("shop")).passageCount == 2)
    #expect(try hits("redis", in: .unscoped).hits.map(\.id) == [3])
    #expect(try hits("redis").passageCount == 3)
  }

  @Test("A removed passage is found no more, even when its node's project has changed since")
  func removal() throws {
    let id = try insert("redis port", project: "shop", name: "a")
    var node = try #require(try store.node(id: id))
    node.project = "blog"
    try store.update(node)
    try store.removePassages(ofNode: id)
    #expect(try hits("redis").hits.isEmpty)
    #expect(try hits("redis", in: .project("shop")).passageCount == 0)
    #expect(try store.integrityFaults().isEmpty)
  }

  @Test("More terms than masks have bits are cut, and long texts do not harm")
  func manyTerms() throws {
    try insert((0..<300).map { "word\($0)" }.joined(separator: " "), name: "a")
    let found = try hits((0..<300).map { "word\($0)" }.joined(separator: " "))
    #expect(found.hits.map(\.present) == [UInt64.max])
  }

  @Test("Neighbours are the nearest of the same session, on both sides")
  func neighbours() throws {
    let ids = try (0..<6).map { try insert("turn \($0)", session: $0 == 2 ? "other" : "s", name: "t\($0)") }
    let near = try store.neighbours(ofNodes: [ids[3]], count: 2, reach: 4)
    #expect(Set(near) == [ids[0], ids[1], ids[4], ids[5]])
    #expect(try store.neighbours(ofNodes: [ids[3]], count: 1, reach: 1) == [ids[4]])
  }

  @Test("Memories of a time are found by their validity, else by when they were made")
  func times() throws {
    let id = try insert("x", name: "a")
    let day = Timestamp(milliseconds: 1_790_000_000_000).date.daysSinceEpoch
    func rows(_ first: Int) throws -> [Int64] {
      try store.firstPassageRows(
        from: Timestamp(CalendarDate(daysSinceEpoch: first)), before: Timestamp(CalendarDate(daysSinceEpoch: first + 1)),
        in: .everything,
        limit: 10
      ).map(\.node)
    }
    #expect(try rows(day) == [id])
    #expect(try rows(day + 1).isEmpty)
  }
}
