/// Why a service gave no usable answer, before it is told in the words of a language model or of an embedder.
struct ServiceFailure: Error, Hashable {
  enum Cause: Hashable, Sendable {
    /// It cannot be asked as it is configured.
    case misconfigured
    /// No connection.
    case unreachable
    /// The connection ended before the answer did.
    case interrupted
    /// The deadline passed.
    case timedOut
    /// The caller gave up.
    case cancelled
    /// An answer with an error status.
    case status(Int)
    /// An answer that is not what was asked for.
    case unusable
  }

  var cause: Cause
  var reason: String
  /// How long the service wants to be left alone.
  var retryAfter: Duration?

  init(_ cause: Cause, _ reason: String, retryAfter: Duration? = nil) {
    self.cause = cause
    self.reason = reason
    self.retryAfter = retryAfter
  }

  /// Whether the same request may succeed soon. A time-out is not among them: the time is spent, and the answer was perhaps paid
  /// for.
  var isWorthRetrying: Bool {
    switch cause {
    case .interrupted: true
    // 408, 425, 429 and what stands behind gateways; 529 is Anthropic's for overload.
    case .status(let code): [408, 425, 429, 500, 502, 503, 504, 529].contains(code)
    case .misconfigured, .unreachable, .timedOut, .cancelled, .unusable: false
    }
  }

  /// Whether the service itself is in trouble, and not this one request.
  var isAboutTheService: Bool {
    switch cause {
    case .unreachable, .interrupted, .timedOut, .unusable: true
    case .status(let code): [401, 402, 403, 404, 407].contains(code) || isWorthRetrying || code >= 500
    case .misconfigured, .cancelled: false
    }
  }
}
