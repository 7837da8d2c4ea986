import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSONValues
import Logging
import NIOCore
package import Operations
import ServiceLifecycle
import UnixSignals

/// The HTTP door: the API of RFC-001 §11, JSON-RPC at `/rpc`, MCP at `/mcp`, and a page for looking.
///
///     let server = ViewerServer(host: "127.0.0.1", port: 37777, token: token) { Dispatcher(caller: $0, engine: …) }
///     try await server.run { print("listening") }   // until SIGTERM or SIGINT
package struct ViewerServer: Sendable {
  /// What one request may bring: a memory of the largest size, with room for its escapes.
  static let maximumBodyLength = 8 * 1_048_576
  static let maximumHeaderLength = 80 * 1024
  /// A request that has not come whole after this is not waited for any more.
  static let patience: Duration = .seconds(20)
  /// Further ones wait until one of these ends.
  static let maximumConnections = 512
  /// What is under way when the server is told to end may go on for this long.
  static let farewell: Duration = .seconds(5)

  private let answers: ViewerAnswers
  private let pool: DispatcherPool
  private let feed: ChangeFeed
  private let metrics = RequestMetrics()

  /// - Parameter makeDispatcher: called for each kind of caller on each thread, when it is first needed.
  package init(host: String, port: Int, token: String, makeDispatcher: @escaping @Sendable (Caller) -> Dispatcher) {
    answers = ViewerAnswers(access: AccessRules(host: host, port: port, token: token))
    pool = DispatcherPool(makeDispatcher: makeDispatcher)
    feed = ChangeFeed(makeDispatcher: makeDispatcher)
  }

  /// Whether only this machine can reach `host`.
  package static func isLoopback(_ host: String) -> Bool { AccessRules.isLoopback(host) }

  /// Serves until the process is told to end. Throws when the address cannot be had.
  package func run(whenListening: @escaping @Sendable () -> Void) async throws {
    var logger = Logger(label: "continuity.serve")
    logger.logLevel = .critical
    let access = answers.access
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in await respond(to: request) },
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionDeadline(patience: TimeAmount(Self.patience))], idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: Self.maximumHeaderLength, maxHeaderListSize: Self.maximumHeaderLength, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(access.host, port: access.port), serverName: nil,
        availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: logger)),
      services: [feed],
      onServerRunning: { _ in whenListening() },
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = Self.farewell
    try await ServiceGroup(configuration: configuration).run()
  }

  private func respond(to request: Request) async -> Response {
    let began = ContinuousClock.now
    let response = await answer(request)
    metrics.note(status: response.status.code, duration: ContinuousClock.now - began)
    return response
  }

  private func answer(_ request: Request) async -> Response {
    guard let query = PercentEncoding.parameters(request.uri.query ?? "") else {
      return Self.response(.refusal(400, "the query has a broken % escape"), endsConnection: true)
    }
    var question = HTTPQuestion(request, query: query)
    if let refusal = answers.refusal(of: question) { return Self.response(refusal, endsConnection: true) }
    if let answer = answers.answerWithoutStore(question) { return Self.response(answer, isHead: question.method == "HEAD") }
    switch question.path {
    case "/api/stream": return stream(question, lastID: request.headers[.lastEventID] ?? question.query["last_id"])
    case "/metrics": return await exposition(question)
    default: break
    }
    do {
      question.body = try await Self.body(of: request)
    } catch {
      return Self.response(error.answer, endsConnection: true)
    }
    let whole = question
    let asker = ViewerAnswers.asker(of: whole.path)
    guard let answer = await pool.run(as: asker, { [answers] dispatcher in answers.answer(whole, dispatcher) }) else {
      return Self.response(.busy, endsConnection: true)
    }
    return Self.response(answer, isHead: whole.method == "HEAD")
  }

  // MARK: What is no operation

  private func stream(_ question: HTTPQuestion, lastID: String?) -> Response {
    guard question.method == "GET" else { return Self.response(.wrongMethod(["GET"])) }
    guard let events = feed.listen(after: lastID) else { return Self.response(.busy, endsConnection: true) }
    var response = Self.response(HTTPAnswer(status: 200, contentType: "text/event-stream; charset=utf-8"))
    response.body = ResponseBody { writer in
      try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
      for await event in events.cancelOnGracefulShutdown() { try await writer.write(ByteBuffer(string: event.text)) }
      try await writer.finish(nil)
    }
    return response
  }

  private func exposition(_ question: HTTPQuestion) async -> Response {
    guard question.method == "GET" || question.method == "HEAD" else { return Self.response(.wrongMethod(["GET", "HEAD"])) }
    guard let status = await pool.run(as: .viewer, { try? $0.answer("status", [:]).get() }) else {
      return Self.response(.busy, endsConnection: true)
    }
    let text = metrics.text(status: status, listeners: feed.listenerCount, underWay: pool.count)
    let answer = HTTPAnswer(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
    return Self.response(answer, isHead: question.method == "HEAD")
  }

  // MARK: Bodies

  private enum BodyFailure: Error {
    case tooLong, tooSlow, broken

    var answer: HTTPAnswer {
      switch self {
      case .tooLong: .refusal(413, "the body is longer than \(maximumBodyLength) bytes, the most that is taken")
      case .tooSlow: .refusal(408, "the body did not come within \(patience)")
      case .broken: .refusal(400, "the body broke off")
      }
    }
  }

  private static func body(of request: Request) async throws(BodyFailure) -> [UInt8] {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBodyLength { throw .tooLong }
    let outcome = await withTaskGroup(of: Result<[UInt8], BodyFailure>.self) { group in
      group.addTask {
        var bytes: [UInt8] = []
        do {
          for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= maximumBodyLength else { return .failure(.tooLong) }
            bytes.append(contentsOf: buffer.readableBytesView)
          }
          return .success(bytes)
        } catch {
          return .failure(.broken)
        }
      }
      group.addTask {
        // Before the connection is ended: who is merely slow is told.
        try? await Task.sleep(for: patience - .seconds(1))
        return .failure(.tooSlow)
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(.broken)
    }
    return try outcome.get()
  }

  // MARK: Responses

  /// After a refusal the rest of the request is not read: the connection ends.
  private static func response(_ answer: HTTPAnswer, isHead: Bool = false, endsConnection: Bool = false) -> Response {
    var headers = HTTPFields()
    if let type = answer.contentType { headers[.contentType] = type }
    headers[.xContentTypeOptions] = "nosniff"
    headers[.cacheControl] = "no-store"
    headers[.contentSecurityPolicy] =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
    headers[.xFrameOptions] = "DENY"
    headers[.referrerPolicy] = "no-referrer"
    headers[.crossOriginResourcePolicy] = "same-origin"
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    if endsConnection { headers[.connection] = "close" }
    let response = Response(
      status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    return isHead ? response.createHeadResponse() : response
  }
}

extension HTTPAnswer {
  fileprivate static var busy: HTTPAnswer {
    var answer = refusal(503, "too many requests are under way; try again in a moment")
    answer.headers = [("Retry-After", "1")]
    return answer
  }
}

extension HTTPQuestion {
  fileprivate init(_ request: Request, query: [String: String]) {
    self.init(
      method: request.method.rawValue, path: request.uri.path, query: query, host: request.head.authority,
      origin: request.headers[.origin], authorization: request.headers[.authorization], cookie: request.headers[.cookie],
      fetchSite: request.headers[.secFetchSite], contentType: request.headers[.contentType],
      ifNoneMatch: request.headers[.ifNoneMatch], mcpProtocolVersion: request.headers[.mcpProtocolVersion],
      mcpMethod: request.headers[.mcpMethod], mcpName: request.headers[.mcpName])
  }
}

extension HTTPField.Name {
  // The names are tokens of RFC 9110, which is all that could be wrong with them.
  fileprivate static let secFetchSite = named("Sec-Fetch-Site")
  fileprivate static let mcpProtocolVersion = named("MCP-Protocol-Version")
  fileprivate static let mcpMethod = named("Mcp-Method")
  fileprivate static let mcpName = named("Mcp-Name")
  fileprivate static let lastEventID = named("Last-Event-ID")
  fileprivate static let xFrameOptions = named("X-Frame-Options")
  fileprivate static let referrerPolicy = named("Referrer-Policy")
  fileprivate static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")

  private static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }
}
