import Embedding
import JSONValues
import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is put beside a prompt, on the gold set of `Tests/EndToEnd/gold`: most of it helps, and a prompt about nothing is left alone.
@Suite struct RecallGoldTests {
  @Test("four of five memories that are recalled are the ones that help, and a prompt about nothing brings nothing")
  func precision() throws {
    let set = try GoldSet()
    var (recalled, right, answered, asked) = (0, 0, 0, 0)
    for question in set.questions where ["task", "paraphrase", "detail", "identifier"].contains(question.kind) {
      let uris = try set.recall(question.text, project: question.project)
      asked += 1
      recalled += uris.count
      let hits = uris.filter { question.expected.contains($0) }.count
      right += hits
      if hits > 0 { answered += 1 }
    }
    var disturbed: [String: Int] = [:]
    for prompt in set.prompts where try !set.recall(prompt.text, project: prompt.project).isEmpty {
      disturbed[prompt.kind, default: 0] += 1
    }
    #expect(Double(right) / Double(recalled) >= 0.8, "\(right) of \(recalled)")
    #expect(Double(answered) / Double(asked) >= 0.35, "\(answered) of \(asked)")
    #expect(disturbed["trivial", default: 0] <= 2)
    #expect(disturbed["nothing", default: 0] <= 3)
  }
}

/// The gold set in a store of its own, embedded.
struct GoldSet {
  struct Question {
    let text: String
    let kind: String
    let project: String?
    let expected: Set<String>
  }

  let fixture: EngineFixture
  let questions: [Question]
  let prompts: [(text: String, kind: String, project: String?)]
  private let names: [MemoryURI: String]

  init() throws {
    let fixture = try EngineFixture { try BuiltInEmbedder() }
    var uris: [String: MemoryURI] = [:]
    var names: [MemoryURI: String] = [:]
    for row in try Self.rows("memories") {
      let outcome = try fixture.remember(
        try Self.text(row, "content"), row["category"]?.string.flatMap(MemoryModel.Category.init(rawValue:)),
        project: row["project"]?.string,
        validFrom: row["valid_from"]?.string.flatMap(Timestamp.init(iso8601:)),
        supersedes: row["supersedes"]?.string.flatMap { uris[$0] })
      uris[try Self.text(row, "id")] = outcome.uri
      names[outcome.uri] = try Self.text(row, "id")
    }
    _ = try fixture.engine.embedPassages()
    questions = try Self.rows("questions").map { row in
      Question(
        text: try Self.text(row, "query"), kind: try Self.text(row, "kind"), project: row["project"]?.string,
        expected: Set((row["expected"]?.array ?? []).compactMap(\.string)))
    }
    prompts = try Self.rows("prompts").map { (try Self.text($0, "prompt"), try Self.text($0, "kind"), $0["project"]?.string) }
    self.fixture = fixture
    self.names = names
  }

  func recall(_ prompt: String, project: String?) throws -> [String] {
    var request = RecallRequest(prompt: prompt)
    request.project = project
    request.preview = true
    return try fixture.engine.recall(request).items.map { names[$0.node.uri] ?? "" }
  }

  private static func rows(_ name: String) throws -> [JSONValue] {
    let root = #filePath.prefix(upTo: #filePath.firstRange(of: "/MemoryEngineTests/")!.lowerBound)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: root + "/EndToEnd/gold/\(name).jsonl")))
    return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) }
  }

  private static func text(_ row: JSONValue, _ name: String) throws -> String { try #require(row[name]?.string) }
}
