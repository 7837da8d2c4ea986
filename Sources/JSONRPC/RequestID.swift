package import JSONValues

/// The id of a request: a string or an integer, echoed in the answer with the same type.
/// MCP forbids null, and fractions cannot be echoed exactly: both are refused as an invalid request.
package enum RequestID: Hashable, Sendable {
  case string(String)
  case integer(Int64)

  package init?(_ value: JSONValue) {
    switch value {
    case .string(let text): self = .string(text)
    case .integer(let number): self = .integer(number)
    default: return nil
    }
  }

  package var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .integer(let number): .integer(number)
    }
  }
}
