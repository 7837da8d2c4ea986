package import JSONRPC
package import JSONValues
package import Operations

/// Answers MCP messages of both eras, whatever they came over. Methods that are not MCP's (`memory/find`, `status`, …) go to the dispatcher as they
/// are and need no handshake.
///
/// It keeps nothing between messages but what the caller passes in: the same server serves stdio and HTTP.
package struct MCPServer {
  let dispatcher: Dispatcher
  /// False inside of a model call that this program made itself: the handshake is answered, but there is nothing to call, so that a
  /// model cannot set off the next one.
  let offersMemory: Bool

  package init(dispatcher: Dispatcher, offersMemory: Bool = true) {
    self.dispatcher = dispatcher
    self.offersMemory = offersMemory
  }

  /// More requests in one batch are refused; clients send a handful.
  private static let maximumBatchCount = 1_000

  /// The answer to one message; nil where none is due. `handshake` is the connection's own.
  package func handle(_ message: IncomingMessage, _ handshake: inout Handshake) -> JSONValue? {
    switch message {
    case .request(let request): return Response(id: request.id, result: answer(request, &handshake)).json
    case .notification(let request):
      // Of MCP's notifications the connection takes care of `cancelled`, and the others ask for nothing.
      if !Self.isMCP(request.method) { _ = dispatcher.handle(request) }
      return nil
    case .response: return nil
    case .invalid(let response): return response.json
    case .batch(let elements): return handle(batch: elements, &handshake)
    }
  }

  private func handle(batch elements: [JSONValue], _ handshake: inout Handshake) -> JSONValue? {
    func refused(_ message: String) -> JSONValue {
      Response(id: nil, result: .failure(RPCError(.invalidRequest, message))).json
    }
    guard handshake.version?.hasBatches == true else {
      return refused("an array of messages is only taken after `initialize` with MCP 2025-03-26; send one message a line")
    }
    guard !elements.isEmpty else { return refused("the array of messages is empty") }
    guard elements.count <= Self.maximumBatchCount else {
      return refused("the array has \(elements.count) messages; at most \(Self.maximumBatchCount) are taken")
    }
    let answers = elements.compactMap { element -> JSONValue? in
      switch IncomingMessage.classify(element) {
      case .batch: return refused("an array of messages cannot be a message of another one")
      case .request(let request) where request.method == "initialize":
        let error = RPCError(.invalidRequest, "`initialize` cannot be part of an array of messages")
        return Response(id: request.id, result: .failure(error)).json
      case let message: return handle(message, &handshake)
      }
    }
    return answers.isEmpty ? nil : .array(answers)
  }

  private func answer(_ request: Request, _ handshake: inout Handshake) -> Result<JSONValue, RPCError> {
    guard Self.isMCP(request.method) else { return dispatcher.answer(request.method, request.params) }
    do throws(RPCError) {
      if Era.isEnveloped(request.params) {
        try Era.checkEnvelope(request.params)
        return .success(try result(request.method, request.params, .modern).json(.modern))
      }
      switch request.method {
      case "initialize": return .success(try initialize(request.params, &handshake))
      case "ping": return .success([:])
      default: break
      }
      guard let version = handshake.version, request.method != "server/discover" else {
        throw RPCError(
          .invalidParams,
          "`\(request.method)` needs `_meta[\"\(Era.Key.protocolVersion)\"]` (MCP 2026-07-28), or `initialize` first (older versions)",
          data: ["supported": ProtocolVersion.supportedNames])
      }
      let era = Era.legacy(version)
      return .success(try result(request.method, request.params, era).json(era))
    } catch {
      return .failure(error)
    }
  }

  /// Whether a method's name is MCP's to give, now or in other versions.
  private static func isMCP(_ method: String) -> Bool {
    let spaces = [
      "completion", "elicitation", "logging", "notifications", "prompts", "resources", "roots", "sampling", "server",
      "subscriptions",
      "tasks", "tools",
    ]
    guard let slash = method.firstIndex(of: "/") else { return method == "initialize" || method == "ping" }
    return spaces.contains(String(method[..<slash]))
  }

  private func result(_ method: String, _ params: JSONObject, _ era: Era) throws(RPCError) -> MCPResult {
    switch (method, era) {
    case ("server/discover", .modern): return discover()
    case ("initialize", .modern):
      throw .methodNotServed(method, "MCP 2026-07-28 has no handshake. Ask `server/discover`, or send it without `_meta`.")
    case ("tools/list", _): return try listTools(params)
    case ("tools/call", _): return try callTool(params)
    case ("resources/list", _) where offersMemory: return try listResources(params)
    case ("resources/templates/list", _) where offersMemory: return try listResourceTemplates(params)
    case ("resources/read", _) where offersMemory: return try readResource(params, era)
    case ("prompts/list", _) where offersMemory: return try listPrompts(params)
    case ("prompts/get", _) where offersMemory: return try getPrompt(params)
    case ("completion/complete", _) where offersMemory: return try complete(params)
    default:
      throw .methodNotServed(method, "it is of another version of MCP, or of a capability that this server does not have.")
    }
  }
}
