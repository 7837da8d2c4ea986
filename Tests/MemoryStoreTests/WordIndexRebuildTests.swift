import MemoryModel
import SQLite
import Testing

@testable import MemoryStore

@Suite struct WordIndexRebuildTests {
  private let scratch = ScratchHome()

  @Test("A store whose index was made by an older analysis answers and forgets after it is brought up to date")
  func rebuilds() throws {
    let texts = (0..<2500).map { "Βάση \($0)" } + ["Ёлка", "plain words"]
    var ids: [Int64] = []
    do {
      let store = try MemoryStore(home: scratch.home)
      try store.write {
        for (number, text) in texts.enumerated() { ids.append(try insert(text, number, into: store)) }
        // As it was: other words for the same rows.
        try store.connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
        try store.connection.execute("INSERT INTO passages_fts (rowid, words) SELECT id, 'xq0 ' || text FROM passages")
      }
    }
    let store = try MemoryStore(home: scratch.home)
    try store.write { try WordIndexRebuild.migrate(store.connection) }
    func count(_ question: String) throws -> Int {
      try store.passageHits(for: SearchText.terms(of: question), in: .everything).hits.count
    }
    #expect(try count("βασησ") == 2500)
    #expect(try count("елка") == 1)
    #expect(try count("plain") == 1)
    try store.write { for id in ids { try store.removePassages(ofNode: id) } }
    #expect(try count("βαση plain елка") == 0)
    try store.connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")
    #expect(try store.indexedWords(beginningWith: "xq", limit: 5).isEmpty)
  }

  private func insert(_ text: String, _ number: Int, into store: MemoryStore) throws -> Int64 {
    let moment = Timestamp(milliseconds: 1_790_000_000_000)
    var node = MemoryNode(
      uri: MemoryURI(segments: ["user", "events", "n\(number)"]), category: .events, abstract: text, overview: "", content: text,
      project: nil,
      provenance: Provenance(origin: .agent), contentHash: "n\(number)", createdAt: moment, updatedAt: moment)
    try store.insert(&node)
    try store.insertPassages([Passage(tier: .l2, ordinal: 0, text: text)], ofNode: node.id)
    return node.id
  }
}
