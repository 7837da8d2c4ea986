import JSONRPC
import JSONValues
import MCP
import Operations

/// Answers requests; everything but the bytes on the wire. Pure but for what the operations do.
struct ViewerAnswers: Sendable {
  let access: AccessRules

  /// By whose word something is done; each has a dispatcher of its own.
  enum Asker: CaseIterable, Sendable {
    /// A person who looks at the page, or a script on its paths.
    case viewer
    /// A program that speaks JSON-RPC.
    case program
    /// An agent that speaks MCP.
    case agent

    var caller: Caller {
      switch self {
      case .viewer: .viewer
      case .program: .program
      case .agent: Caller()
      }
    }
  }

  static func asker(of path: String) -> Asker { path == "/mcp" ? .agent : path == "/rpc" ? .program : .viewer }

  /// Refusals that need no body, so that nothing is read from whom nothing is taken.
  func refusal(of question: HTTPQuestion) -> HTTPAnswer? {
    access.refusal(of: question, needsToken: !Self.isPublic(question.path))
  }

  /// What needs no store; nil for everything else.
  func answerWithoutStore(_ question: HTTPQuestion) -> HTTPAnswer? {
    if question.path == "/", let token = question.query["token"] { return exchange(token, question) }
    if let file = ViewerPage.answer(question) { return file }
    if question.path == "/api/health", !access.isAuthorized(question) {
      return question.method == "GET" || question.method == "HEAD" ? HTTPAnswer(json: ["status": "ok"]) : .wrongMethod(["GET"])
    }
    return nil
  }

  func answer(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    if let refusal = refusal(of: question) { return refusal }
    if let answer = answerWithoutStore(question) { return answer }
    switch question.path {
    case "/api/health": return Self.only(["GET", "HEAD"], question) { Self.health(dispatcher) }
    case "/rpc": return Self.only(["POST"], question) { Self.rpc(question, dispatcher) }
    case "/mcp": return Self.only(["POST"], question) { Self.mcp(question, dispatcher) }
    default: return Self.route(question, dispatcher)
    }
  }

  // MARK: The link

  /// The link that `serve` prints carries the token; the browser gets it as a cookie, and an address without it.
  private func exchange(_ token: String, _ question: HTTPQuestion) -> HTTPAnswer {
    guard question.method == "GET" else { return .wrongMethod(["GET"]) }
    guard access.isToken(token) else {
      var page = question
      page.query = [:]
      page.ifNoneMatch = nil
      var answer = ViewerPage.answer(page) ?? .empty(401)
      answer.status = 401
      return answer
    }
    return HTTPAnswer(status: 303, contentType: nil, headers: [("Location", "/"), ("Set-Cookie", access.cookie)])
  }

  // MARK: Doors

  private static func health(_ dispatcher: Dispatcher) -> HTTPAnswer {
    switch dispatcher.answer("status", [:]) {
    case .success(let status):
      var object: JSONObject = ["status": "ok", "version": .string(Continuity.version)]
      for name in ["store", "memories", "sessions", "pending", "parked", "worker", "embedder", "model", "warnings"] {
        object[name] = status[name]
      }
      return HTTPAnswer(json: .object(object))
    case .failure(let error):
      return HTTPAnswer(
        status: 503, json: ["status": "failing", "version": .string(Continuity.version), "error": error.json])
    }
  }

  private static func rpc(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    if let refusal = refusalOfBody(question) { return refusal }
    switch IncomingMessage.parse(question.body) {
    case .request(let request): return HTTPAnswer(json: dispatcher.handle(request)?.json ?? .object([:]))
    case .notification(let request):
      _ = dispatcher.handle(request)
      return .empty(202)
    case .response: return .empty(202)
    case .batch: return .refusal(400, "one message at a time: batches are not taken")
    case .invalid(let response): return HTTPAnswer(status: 400, json: response.json)
    }
  }

  /// MCP's Streamable HTTP: each POST stands for itself, and there is no session to open a stream for or to end.
  private static func mcp(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    if let refusal = refusalOfBody(question) { return refusal }
    let headers = HTTPHeaders(
      protocolVersion: question.mcpProtocolVersion, method: question.mcpMethod, name: question.mcpName)
    let answer = MCPServer(dispatcher: dispatcher).handle(IncomingMessage.parse(question.body), headers: headers)
    return answer.body.map { HTTPAnswer(status: answer.status, json: $0) } ?? .empty(answer.status)
  }

  private static func route(_ question: HTTPQuestion, _ dispatcher: Dispatcher) -> HTTPAnswer {
    guard let segments = PercentEncoding.segments(question.path) else {
      return .refusal(400, "the path has a broken % escape")
    }
    let matching = Route.all.compactMap { route in route.match(segments).map { (route, $0) } }
    guard !matching.isEmpty else { return .refusal(404, "there is nothing at \(question.path.prefix(200))") }
    let method = question.method == "HEAD" ? "GET" : question.method
    guard let (route, found) = matching.first(where: { $0.0.method == method }) else {
      return .wrongMethod(matching.flatMap { $0.0.method == "GET" ? ["GET", "HEAD"] : [$0.0.method] })
    }
    if route.takesBody, let refusal = refusalOfBody(question) { return refusal }
    do {
      let params = try route.parameters(question).merging(found)
      return HTTPAnswer(dispatcher.answer(try route.operation(for: question), params))
    } catch {
      return HTTPAnswer(.failure(error))
    }
  }

  private static func only(_ methods: [String], _ question: HTTPQuestion, _ body: () -> HTTPAnswer) -> HTTPAnswer {
    methods.contains(question.method) ? body() : .wrongMethod(methods)
  }

  /// A form or a plain text is what a foreign page could send without being asked.
  private static func refusalOfBody(_ question: HTTPQuestion) -> HTTPAnswer? {
    let type = (question.contentType ?? "").split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() }
    return type == "application/json" ? nil : .refusal(415, "the body is to be application/json")
  }

  private static func isPublic(_ path: String) -> Bool { ViewerPage.isFile(path) || path == "/api/health" }
}
