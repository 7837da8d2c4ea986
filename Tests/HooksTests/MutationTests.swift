import Hooks
import JSONRPC
import JSONValues
import SeededRandom
import Testing

@Suite struct MutationTests {
  private static let strange: [JSONValue] = [
    nil, true, 0, -1, .integer(.max), 0.5, "", "x", "\u{0}", [], [nil], [:], ["text": "x"], ["a": ["b": ["c": []]]],
    .string(String(repeating: "ü", count: 5000)),
  ]

  @Test("a payload with any member gone or of any kind gives requests or one line that says what is wrong") func members() {
    var random = SeededGenerator(seed: 7)
    for triple in GoldenTriple.all {
      guard let event = triple.document["event"]?.string.flatMap(HookEvent.init(named:)),
        let payload = triple.document["payload"]?.object
      else { continue }
      for _ in 0..<40 {
        var mutated = payload
        for key in payload.keys where Int.random(in: 0..<4, using: &random) == 0 {
          mutated[key] = Bool.random(using: &random) ? nil : .some(Self.strange.randomElement(using: &random) ?? .null)
        }
        do {
          let translation = try HookAdapter.translate(event: event, payload: mutated)
          let failed = translation.requests.map { Response(id: $0.id, result: .failure(RPCError(.storeUnusable, "two\nlines"))) }
          let output = HookAdapter.render(event: event, client: translation.client, replies: failed)
          #expect(translation.requests.isEmpty || output.exitCode == 1)
          #expect(output.stderr.split(separator: "\n").count == (translation.requests.isEmpty ? 0 : 1))
        } catch {
          #expect(!"\(error)".isEmpty && !"\(error)".contains("\n"), "\(triple.name): \(error)")
        }
      }
    }
  }

  @Test("damaged bytes on stdin are refused, never a crash") func bytes() {
    var random = SeededGenerator(seed: 11)
    for triple in GoldenTriple.all.prefix(20) {
      guard let event = triple.document["event"]?.string.flatMap(HookEvent.init(named:)), let payload = triple.document["payload"]
      else { continue }
      for _ in 0..<50 {
        var input = payload.serialized()
        for _ in 0..<Int.random(in: 1...4, using: &random) where !input.isEmpty {
          input[Int.random(in: 0..<input.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        _ = try? HookAdapter.translate(event: event, input: Array(input.prefix(Int.random(in: 0...input.count, using: &random))))
      }
    }
  }
}
