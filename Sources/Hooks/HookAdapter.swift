package import JSONRPC
package import JSONValues

/// The door for agents' hooks: payload → requests, replies → output. Both are pure functions; who runs the requests in
/// between is the caller's business.
///
///     let translation = try HookAdapter.translate(event: .start, input: bytes)
///     let replies = translation.requests.compactMap(dispatcher.handle)
///     let output = HookAdapter.render(event: .start, client: translation.client, replies: replies)
package enum HookAdapter {
  /// `input` is what stood on stdin. Fails on everything that is not a JSON object.
  package static func translate(
    event: HookEvent, input: [UInt8], client: HookClient? = nil, environment: (String) -> String? = { _ in nil }
  ) throws(HookPayloadError) -> HookTranslation {
    guard input.contains(where: { !isBlank($0) }) else {
      throw HookPayloadError("no payload on stdin. By hand: continuity hook \(event.name) < payload.json")
    }
    let payload: JSONValue
    do {
      payload = try JSONValue(parsing: input)
    } catch {
      throw HookPayloadError("the payload on stdin is \(error)")
    }
    guard case .object(let fields) = payload else {
      throw HookPayloadError("the payload on stdin has to be a JSON object, got: \(payload.kind)")
    }
    return try translate(event: event, payload: fields, client: client, environment: environment)
  }

  /// Lenient: unknown members are left alone, missing ones that can be missing are. Fails without a session id, and without
  /// what the event is about (a prompt, a tool's name).
  ///
  /// - Parameters:
  ///   - client: whose payload this is; nil recognises it.
  ///   - environment: looks up a variable of the hook's process. Only recognising a client and a missing directory ask for any.
  package static func translate(
    event: HookEvent, payload: JSONObject, client: HookClient? = nil, environment: (String) -> String? = { _ in nil }
  ) throws(HookPayloadError) -> HookTranslation {
    let payload = try HookPayload(payload, client: client, environment: environment)
    var requests = try event.requests(payload)
    for index in requests.indices { requests[index].id = .integer(Int64(index) + 1) }
    return HookTranslation(event: event, client: payload.client, requests: requests)
  }

  /// `replies` in the order of the requests. After a failed one the caller may leave out the rest.
  package static func render(event: HookEvent, client: HookClient, replies: [Response]) -> HookOutput {
    var results: [JSONValue] = []
    for reply in replies {
      switch reply.result {
      case .success(let result): results.append(result)
      case .failure(let error): return .failure(of: event, reason: error.message)
      }
    }
    let rendered = client.render(event.answer(results))
    return HookOutput(
      stdout: rendered.map { JSONValue.object($0).text + "\n" } ?? "",
      startsWorker: results.contains { ($0["queued"]?.integer ?? 0) > 0 })
  }

  /// For `--print-rpc`: one line of JSON a request, nothing for none.
  package static func printableRequests(_ translation: HookTranslation) -> String {
    translation.requests.map { $0.json.text + "\n" }.joined()
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
