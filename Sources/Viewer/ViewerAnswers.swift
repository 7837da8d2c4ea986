import CAssets
import JSONRPC
import JSONValues
import Operations

/// Answers requests; everything but the bytes on the wire. Pure but for what the operations do.
struct ViewerAnswers: Sendable {
  let access: AccessRules

  /// Refusals that need no body, so that nothing is read from whom nothing is taken.
  func refusal(of question: HTTPQuestion) -> HTTPAnswer? {
    access.refusal(of: question, needsToken: !(Self.isPublic(question.path)))
  }

  func answer(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    if let refusal = refusal(of: question) { return refusal }
    if let asset = Self.assets[question.path] {
      return question.method == "GET" || question.method == "HEAD" ? asset.answer : Self.wrongMethod("GET")
    }
    switch question.path {
    case "/api/health":
      return question.method == "GET"
        ? HTTPAnswer(json: ["status": "ok", "version": .string(Continuity.version)]) : Self.wrongMethod("GET")
    case "/rpc": return question.method == "POST" ? Self.rpc(question, dispatcher) : Self.wrongMethod("POST")
    default: return Self.route(question, dispatcher)
    }
  }

  private static func rpc(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    if let refusal = refusalOfBody(question) { return refusal }
    switch IncomingMessage.parse(question.body) {
    case .request(let request): return HTTPAnswer(json: dispatcher.handle(request)?.json ?? .object([:]))
    case .notification(let request):
      _ = dispatcher.handle(request)
      return HTTPAnswer(status: 202)
    case .response: return HTTPAnswer(status: 202)
    case .batch: return .refusal(400, "one message at a time: batches are not taken")
    case .invalid(let response): return HTTPAnswer(status: 400, json: response.json)
    }
  }

  private static func route(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    guard let segments = PercentEncoding.segments(question.path) else {
      return .refusal(400, "the path has a broken % escape")
    }
    let matching = Route.all.compactMap { route in route.match(segments).map { (route, $0) } }
    guard !matching.isEmpty else { return .refusal(404, "there is nothing at \(question.path)") }
    guard let (route, found) = matching.first(where: { $0.0.method == question.method }) else {
      return wrongMethod(matching.map(\.0.method).joined(separator: ", "))
    }
    if route.takesBody, let refusal = refusalOfBody(question) { return refusal }
    do {
      let params = try route.parameters(question).merging(found)
      let operation = route.operation == "memory/find" && question.query["mode"] == "search" ? "memory/search" : route.operation
      return HTTPAnswer(dispatcher.answer(operation, params))
    } catch {
      return HTTPAnswer(.failure(error))
    }
  }

  /// A form or a plain text is what a foreign page could send without being asked.
  private static func refusalOfBody(_ question: HTTPQuestion) -> HTTPAnswer? {
    let type = (question.contentType ?? "").split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() }
    return type == "application/json" ? nil : .refusal(415, "the body is to be application/json")
  }

  private static func wrongMethod(_ allowed: String) -> HTTPAnswer {
    .refusal(405, "only \(allowed) is taken here")
  }

  // MARK: The page

  private struct Asset: Sendable {
    let name: String
    let contentType: String

    var answer: HTTPAnswer {
      let asset = continuity_asset_named(name)
      guard let bytes = asset.bytes else { return HTTPAnswer(status: 404) }
      return HTTPAnswer(status: 200, contentType: contentType, body: Array(UnsafeBufferPointer(start: bytes, count: asset.length)))
    }
  }

  /// Nothing in them is anybody's memory: they are served without a token, and ask for everything else with it.
  private static let assets: [String: Asset] = [
    "/": Asset(name: "viewer/index.html", contentType: "text/html; charset=utf-8"),
    "/viewer.js": Asset(name: "viewer/viewer.js", contentType: "text/javascript; charset=utf-8"),
    "/viewer.css": Asset(name: "viewer/viewer.css", contentType: "text/css; charset=utf-8"),
  ]

  private static func isPublic(_ path: String) -> Bool { assets[path] != nil || path == "/api/health" }
}
