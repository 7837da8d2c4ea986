import JSONValues

/// Reads an answer as every one of these services writes it: JSON, an error with a message somewhere in it.
enum ServiceAnswer {
  /// The JSON of a successful answer. An error status becomes a failure with the service's own words, as far as they are safe to
  /// repeat.
  static func value(_ reply: ServiceReply, key: APIKey?, now: () -> Int64) throws(ServiceFailure) -> JSONValue {
    guard (200..<300).contains(reply.status) else { throw failure(reply, key: key, now: now) }
    do {
      return try JSONValue(parsing: reply.body, limits: JSONLimits(maximumLength: HTTPTransport.longestAnswer))
    } catch {
      if let text = reply.header("content-type"), text.hasPrefix("text/event-stream") || text.hasPrefix("application/x-ndjson") {
        throw ServiceFailure(.unusable, "the answer is a stream (\(text)), though none was asked for")
      }
      throw ServiceFailure(.unusable, reply.body.isEmpty ? "the answer is empty" : "the answer is \(error)")
    }
  }

  private static func failure(_ reply: ServiceReply, key: APIKey?, now: () -> Int64) -> ServiceFailure {
    var reason = "status \(reply.status)"
    if (300..<400).contains(reply.status) {
      reason += ", a redirect, which is not followed; configure the address that it is to be"
    } else if let body = try? JSONValue(parsing: reply.body), let message = message(in: body) {
      reason += ": " + safe(message, key: key)
    }
    return ServiceFailure(.status(reply.status), reason, retryAfter: RetryAfter.duration(in: reply, now: now))
  }

  /// `{"error": {"message": …}}`, `{"error": "…"}`, `{"detail": "…"}`, `{"message": "…"}`, and an array of one of them (Gemini,
  /// when it was asked for a stream).
  static func message(in body: JSONValue) -> String? {
    let body = body.array?.first ?? body
    return body["error"]?["message"]?.string ?? body["error"]?.string ?? body["detail"]?.string ?? body["message"]?.string
      ?? body["detail"]?.array?.first?["msg"]?.string
  }

  /// One line, without the key, cut where it becomes a page.
  static func safe(_ message: String, key: APIKey?) -> String {
    let line = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let short = line.count > 300 ? line.prefix(300) + "…" : line[...]
    return key?.redact(String(short)) ?? String(short)
  }
}
