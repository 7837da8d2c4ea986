/// What the engine refuses, in words for whoever asked. Doors translate it to their own codes in one place.
package enum EngineError: Error, Hashable, Sendable {
  /// A value that cannot be accepted; names the parameter, the value and what would be accepted.
  case invalid(parameter: String, reason: String)
  /// Nothing stands at this URI.
  case notFound(uri: String, hint: String)
  /// The request was cancelled while it ran; nothing was written.
  case cancelled
}

extension EngineError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalid(let parameter, let reason): "`\(parameter)`: \(reason)"
    case .notFound(let uri, let hint): "no memory stands at \(uri). \(hint)"
    case .cancelled: "cancelled"
    }
  }
}
