import MemoryModel
import MemoryStore
import SQLite
import Testing

@Suite struct TableTests {
  let scratch = ScratchHome()
  let store: MemoryStore
  let moment = Timestamp(iso8601: "2026-11-21T10:00:00Z")!

  init() throws { store = try MemoryStore(home: scratch.home) }

  private func node(_ uri: String, project: String? = nil) throws -> MemoryNode {
    let uri = try MemoryURI(parsing: uri)
    return MemoryNode(
      uri: uri, category: uri.category ?? .events, abstract: "an abstract", overview: "an overview", content: "the content, 日本 🦉",
      tags: ["a", "b"], project: project, provenance: Provenance(origin: .signal, session: "s1", confidence: 0.5),
      validity: Validity(from: moment, to: moment.advanced(by: .seconds(60))), pinnedAt: moment, contentHash: "hash",
      createdAt: moment,
      updatedAt: moment)
  }

  @Test("a node comes back as it was written, and its directories are there") func roundTrip() throws {
    var written = try node("mem://user/preferences/editor", project: "orchard")
    try store.write { try store.insert(&written) }
    #expect(try store.node(at: written.uri) == written)
    #expect(try store.node(at: MemoryURI(parsing: "mem://user/preferences"))?.kind == .directory)
    #expect(try store.children(of: MemoryURI(parsing: "mem://user/preferences")).map(\.uri) == [written.uri])
  }

  @Test("an overview that is the content stands in the file once, in a memory and in its revisions, and is read as it was")
  func overviewOfShort() throws {
    var written = try node("mem://user/events/one")
    written.overview = written.content
    func bytes(_ table: String) throws -> Int64? {
      try store.connection.first("SELECT sum(length(l1_overview)) FROM \(table) WHERE l2_content != ''") { $0.integer(0) }
    }
    try store.write {
      try store.insert(&written)
      try store.insertRevision(of: written, cause: .edited, at: moment, session: nil)
    }
    #expect(try store.node(at: written.uri) == written)
    #expect(try store.revisions(of: written).map(\.overview) == [written.content])
    #expect(try (bytes("mem_nodes"), bytes("revisions")) == (0, 0))
    written.overview = "shorter"
    try store.write { try store.update(written) }
    #expect(try store.node(at: written.uri) == written)
    written.content = written.overview
    try store.write { try store.update(written) }
    #expect(try store.node(at: written.uri) == written)
    #expect(try bytes("mem_nodes") == 0)
  }

  @Test("deleting a node takes its passages out of the search index, and the index stays sound") func removal() throws {
    var written = try node("mem://user/events/one")
    try store.write {
      try store.insert(&written)
      try store.insertPassages([Passage(tier: .l2, ordinal: 0, text: "Quetzalcoatl, getUserName, 東京タワー")], ofNode: written.id)
      try store.removePassages(ofNode: written.id)
      try store.delete(nodeID: written.id)
    }
    try store.connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")
    #expect(
      try store.connection.query("SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'quetzalcoatl'") { $0.integer(0) }.isEmpty
    )
    #expect(try store.connection.query("SELECT id FROM passages") { $0.integer(0) }.isEmpty)
  }

  @Test("revisions are numbered from one and come newest first") func revisions() throws {
    var written = try node("mem://user/events/one")
    try store.write {
      try store.insert(&written)
      try store.insertRevision(of: written, cause: .merged, at: moment, session: nil)
      written.content = "second"
      try store.insertRevision(of: written, cause: .edited, at: moment, session: "s2")
    }
    let revisions = try store.revisions(of: written)
    #expect(revisions.map(\.number) == [2, 1])
    #expect(revisions.map(\.content) == ["second", "the content, 日本 🦉"])
  }

  @Test("work that is asked for while it is done stays for another time") func jobs() throws {
    try store.write { try store.enqueue(kind: "extract", subject: "s1", due: moment, at: moment) }
    let job = try #require(try store.nextJob(due: moment))
    try store.write { try store.enqueue(kind: "extract", subject: "s1", due: moment, at: moment) }
    let endedEarly = try store.write { try store.complete(job) }
    #expect(!endedEarly)
    let again = try #require(try store.nextJob(due: moment))
    let ended = try store.write { try store.complete(again) }
    #expect(ended)
    #expect(try store.nextJob(due: moment) == nil)
  }

  @Test("a parked job waits until it is asked for again") func parking() throws {
    try store.write { try store.enqueue(kind: "extract", subject: "s1", due: moment, at: moment) }
    let job = try #require(try store.nextJob(due: moment))
    try store.write { try store.park(job, error: "broken", at: moment) }
    #expect(try store.nextJob(due: moment) == nil)
    #expect(try store.parkedJobs().map(\.error) == ["broken"])
    try store.write { try store.enqueue(kind: "extract", subject: "s1", due: moment, at: moment) }
    #expect(try store.nextJob(due: moment)?.attempts == 0)
  }

  @Test("the first root of a name keeps it, the next one gets a longer name, and readers claim nothing") func projects() throws {
    #expect(try store.projectName(ofRoot: "/a/api", candidates: ["api", "a/api"]) == "api")
    let names = try store.write {
      [
        try store.claimProjectName(root: "/b/api", candidates: ["api", "b/api"]),
        try store.claimProjectName(root: "/a/api", candidates: ["api", "a/api"]),
        try store.claimProjectName(root: "/b/api", candidates: ["api", "b/api"]),
      ]
    }
    #expect(names == ["api", "a/api", "api"])
  }

  @Test("decay is absolute: ninety days halve it, running it again changes nothing, and it never reaches zero") func decay() throws
  {
    var old = try node("mem://user/events/old")
    old.createdAt = moment.advanced(by: .seconds(-90 * 86_400))
    old.pinnedAt = nil
    var ancient = try node("mem://user/events/ancient")
    ancient.createdAt = Timestamp(milliseconds: 0)
    ancient.pinnedAt = nil
    var preference = try node("mem://user/preferences/old")
    preference.createdAt = Timestamp(milliseconds: 0)
    preference.pinnedAt = nil
    try store.write {
      try store.insert(&old)
      try store.insert(&ancient)
      try store.insert(&preference)
      for _ in 0..<3 { try store.decay(at: moment, halfLifeDays: 90, floor: 0.1) }
    }
    #expect(abs(try #require(try store.node(id: old.id)).relevance - 0.5) < 1e-9)
    #expect(try store.node(id: ancient.id)?.relevance == 0.1)
    #expect(try store.node(id: preference.id)?.relevance == 1)
  }
}
