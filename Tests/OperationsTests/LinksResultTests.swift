import JSONRPC
import JSONValues
import MemoryModel
import Testing

@testable import MemoryEngine
@testable import Operations

@Suite struct LinksResultTests {
  @Test("the surroundings of a concept answer as their schema says") func concept() throws {
    let concept = Concept(key: "retrypolicy", name: "RetryPolicy", kind: .identifier)
    let result = LinksResult(
      outcome: LinksOutcome(uri: concept.uri, links: []),
      concept: ConceptLinksOutcome(
        concept: concept, sessionCount: 2,
        neighbours: [
          ConceptLinksOutcome.Neighbour(
            concept: Concept(key: "client-go", name: "client.go", kind: .file), weight: 0.64, sessions: 2, lastAt: Samples.day)
        ], memories: [Samples.node("agent/cases/retry", "RetryPolicy gives up after five attempts")],
        sessions: [
          ConceptLinksOutcome.SessionThatNames(
            uri: MemoryURI(segments: ["sessions", "s-1"]), abstract: "Raised it", at: Samples.day, mentions: 3)
        ]))
    let problems = try SchemaValidator(isClosed: true).problems(result.json, file: "memory-links.result.schema.json")
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    #expect(result.json["uri"] == "mem://concepts/retrypolicy")
    #expect(result.json["neighbours"]?.array?.first?["weight"]?.double == 0.64)
  }

  @Test("without a memory and without a concept there is nothing to be tied to; a concept comes before an address")
  func either() throws {
    let bench = try Bench()
    #expect(try bench.result("memory/links")["links"]?.array?.isEmpty == true)
    let refusal = bench.refusal("memory/links", ["uri": "mem://user", "concept": "RetryPolicy"])
    #expect(refusal?.message.contains("RetryPolicy") == true)
  }
}
