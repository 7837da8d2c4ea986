import Hooks
import JSONRPC
import JSONValues
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct GoldenTests {
  @Test("payload, requests and output are as recorded", arguments: GoldenTriple.all)
  func triple(_ triple: GoldenTriple) throws {
    if getenv("RECORD_GOLDEN") != nil {
      try triple.record()
      Issue.record("recorded \(triple.name): read the difference, then run again without RECORD_GOLDEN")
      return
    }
    #expect(
      triple.actual() == triple.recorded,
      "run with RECORD_GOLDEN=1 when the change is meant; now: \(JSONValue.object(triple.actual()).text)")
  }

  @Test("every event has a case of every client that sends it") func coverage() {
    let seen = Set(GoldenTriple.all.map { "\($0.document["event"]?.string ?? "") \($0.recorded["recognised"]?.string ?? "")" })
    for event in HookEvent.all { #expect(seen.contains("\(event.name) claude-code"), "\(event.name)") }
    for client in HookClient.all {
      for event in ["start", "submit", "tool", "stop"] {
        #expect(seen.contains("\(event) \(client.name)"), "\(event) of \(client.name)")
      }
    }
  }

  @Test("no output ever blocks an agent: the exit is 0 or 1, and the turn's end says nothing") func neverBlocks() {
    for triple in GoldenTriple.all {
      guard let output = triple.actual()["output"] else { continue }
      #expect([0, 1].contains(output["exit"]?.integer), "\(triple.name)")
      if ["stop", "subagent-stop", "end"].contains(triple.document["event"]?.string) {
        #expect(output["stdout"] == "", "\(triple.name)")
      }
    }
  }
}
