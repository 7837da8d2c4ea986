package import JSONRPC
package import JSONValues

/// MCP's Streamable HTTP, without the HTTP: one POST is one message, and every one stands for itself.
extension MCPServer {
  package struct HTTPAnswer: Hashable, Sendable {
    package var status: Int
    /// As `application/json`; nil for an empty body.
    package var body: JSONValue?
  }

  /// The answer to the message of one POST. Sessions are not used: what an older client agreed on stands in its header.
  package func handle(_ message: IncomingMessage, headers: HTTPHeaders) -> HTTPAnswer {
    let isModernHeader = headers.protocolVersion == ProtocolVersion.july2026.rawValue
    switch message {
    case .invalid(let response): return HTTPAnswer(status: 400, body: response.json)
    case .response: return HTTPAnswer(status: 202)
    case .request(let request) where isModernHeader || Era.isEnveloped(request.params),
      .notification(let request) where isModernHeader || Era.isEnveloped(request.params):
      return handleModern(message, request, headers)
    case .request, .notification, .batch: break
    }

    // Clients of the first version with this transport do not send the header.
    let header = headers.protocolVersion ?? ProtocolVersion.march2025.rawValue
    guard let version = ProtocolVersion(rawValue: header) else {
      return HTTPAnswer(status: 400, body: Response(id: nil, result: .failure(.unsupported(version: header))).json)
    }
    var handshake = Handshake(version: version)
    guard let answer = handle(message, &handshake) else { return HTTPAnswer(status: 202) }
    if case .batch = message, answer.array == nil { return HTTPAnswer(status: 400, body: answer) }
    return HTTPAnswer(status: 200, body: answer)
  }

  private func handleModern(_ message: IncomingMessage, _ request: Request, _ headers: HTTPHeaders) -> HTTPAnswer {
    do throws(RPCError) {
      try headers.check(against: request)
      if request.id != nil { try Era.checkEnvelope(request.params) }
    } catch {
      return HTTPAnswer(status: 400, body: Response(id: request.id, result: .failure(error)).json)
    }
    var handshake = Handshake()
    guard let answer = handle(message, &handshake) else { return HTTPAnswer(status: 202) }
    let isUnknownMethod = answer["error"]?["code"]?.integer == RPCError.Code.methodNotFound.rawValue
    return HTTPAnswer(status: isUnknownMethod ? 404 : 200, body: answer)
  }
}
