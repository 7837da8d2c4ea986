import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SeededRandom

/// Fills a store by every way in which a memory gets into one: remembered, merged, superseded, forgotten, erased, captured from sessions, read.
struct GeneratedStore {
  private static let words = [
    "pump", "valve", "cellar", "crate", "ladder", "sensor", "scale", "tractor", "press", "barrel", "schedule", "Müller", "果樹園",
    "ปั๊ม", "😀",
    "a\u{301}", "quoted \"x\"", "back\\slash", "tab\there", "naïve", "ß", "\u{2028}",
  ]

  static func fill(_ engine: MemoryEngine, seed: UInt64, steps: Int) throws {
    var random = SeededGenerator(seed: seed)
    var uris: [MemoryURI] = []
    func sentence(_ count: Int) -> String {
      (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(separator: " ")
    }
    for step in 0..<steps {
      switch Int.random(in: 0..<12, using: &random) {
      case 0...4:
        var request = RememberRequest(
          content: sentence(Int.random(in: 1...40, using: &random)) + (step % 7 == 0 ? "\n\n- \(step)\r\n" : " \(step)"))
        request.category = Category.allCases.filter { $0 != .sessions }.randomElement(using: &random)
        request.project = ["orchard", "meadow", nil].randomElement(using: &random) ?? nil
        request.tags = step % 5 == 0 ? [sentence(1), "tag"] : []
        request.title = step % 3 == 0 ? sentence(3) : nil
        request.origin = Provenance.Origin.allCases.randomElement(using: &random) ?? .agent
        request.confidence = Double(Int.random(in: 0...1000, using: &random)) / 1000
        request.session = step % 4 == 0 ? "s-\(step % 9)" : nil
        if step % 6 == 0 { request.validFrom = Timestamp(milliseconds: 1_700_000_000_000 + Int64(step) * 1_234_567) }
        uris.append(try engine.remember(request).uri)
      case 5:
        guard let old = uris.randomElement(using: &random), (try? engine.read(ReadRequest(uri: old)))?.node.retraction == nil else {
          continue
        }
        var request = RememberRequest(content: "Instead of that: \(sentence(8)) \(step)")
        request.category = .events
        request.supersedes = old
        if let outcome = try? engine.remember(request) { uris.append(outcome.uri) }
      case 6:
        guard let uri = uris.randomElement(using: &random) else { continue }
        var request = ForgetRequest(uri: uri)
        request.reason = step % 2 == 0 ? sentence(3) : nil
        request.purge = step % 8 == 0
        _ = try? engine.forget(request)
      case 7:
        _ = try engine.recordPrompt(
          PromptRequest(session: "s-\(step % 9)", prompt: "Always use \(sentence(2)) for \(sentence(1)). \(step)"))
      case 8:
        _ = try engine.recordTool(
          ToolRequest(
            session: "s-\(step % 9)", tool: "Bash", input: .object(["command": .string("make \(sentence(2))")]),
            response: .object(["stdout": .string(sentence(6))]), failed: step % 2 == 0))
      case 9:
        let boundary: SessionBoundaryRequest.Boundary = step % 2 == 0 ? .turn(lastWords: sentence(12)) : .end(reason: nil)
        _ = try engine.recordBoundary(SessionBoundaryRequest(session: "s-\(step % 9)", boundary: boundary))
      case 10:
        if let uri = uris.randomElement(using: &random) { _ = try? engine.read(ReadRequest(uri: uri)) }
      default:
        var request = ContextRequest()
        request.session = "s-\(step % 9)"
        _ = try engine.context(request)
      }
    }
    _ = try engine.drain()
  }
}
