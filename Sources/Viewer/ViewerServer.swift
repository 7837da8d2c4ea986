import Hummingbird
import Logging
package import Operations

/// The HTTP door: the API of RFC-001 §11, JSON-RPC at `/rpc`, and a page for looking.
///
///     let server = ViewerServer(host: "127.0.0.1", port: 37777, token: token, dispatcher: dispatcher)
///     try await server.run { print("listening") }   // until SIGTERM or SIGINT
package struct ViewerServer: Sendable {
  /// What one request may bring: a memory of the largest size, with room for its escapes.
  static let maximumBodyLength = 8 * 1_048_576
  /// A request that has not come whole after this is not waited for any more.
  static let patience: Duration = .seconds(20)

  private let answers: ViewerAnswers
  private let queue: DispatcherQueue

  package init(host: String, port: Int, token: String, dispatcher: sending Dispatcher) {
    answers = ViewerAnswers(access: AccessRules(host: host, port: port, token: token))
    queue = DispatcherQueue(dispatcher)
  }

  /// Serves until the process is told to end. Throws when the address cannot be had.
  package func run(whenListening: @escaping @Sendable () -> Void) async throws {
    var logger = Logger(label: "continuity.serve")
    logger.logLevel = .critical
    let access = answers.access
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in await respond(to: request) },
      server: .http1(configuration: .init(idleTimeout: .seconds(20))),
      configuration: ApplicationConfiguration(address: .hostname(access.host, port: access.port), serverName: nil),
      onServerRunning: { _ in whenListening() },
      logger: logger)
    try await application.runService()
  }

  private func respond(to request: Request) async -> Response {
    guard let query = PercentEncoding.parameters(request.uri.query ?? "") else {
      return Self.response(.refusal(400, "the query has a broken % escape"), endsConnection: true)
    }
    var question = HTTPQuestion(
      method: request.method.rawValue, path: request.uri.path, query: query, host: request.head.authority,
      origin: request.headers[.origin], authorization: request.headers[.authorization], contentType: request.headers[.contentType])
    if let refusal = answers.refusal(of: question) { return Self.response(refusal, endsConnection: true) }
    do {
      question.body = try await Self.body(of: request)
    } catch {
      return Self.response(error.answer, endsConnection: true)
    }
    let whole = question
    let answer = await queue.run { [answers] dispatcher in answers.answer(whole, dispatcher) }
    return Self.response(answer, isHead: whole.method == "HEAD")
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
        try? await Task.sleep(for: patience)
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
    headers[.contentType] = answer.contentType
    headers[.xContentTypeOptions] = "nosniff"
    headers[.cacheControl] = "no-store"
    headers[.contentSecurityPolicy] =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
    if endsConnection { headers[.connection] = "close" }
    let response = Response(
      status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    return isHead ? response.createHeadResponse() : response
  }
}
