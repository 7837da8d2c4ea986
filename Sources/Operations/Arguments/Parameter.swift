import JSONValues

/// A parameter as an operation asks for it; the schemas in `Schemas/` say the same, and a test compares them.
struct Parameter: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Lengths in Unicode scalars; nil is unlimited here.
    case string(minimum: Int, maximum: Int?)
    case integer(ClosedRange<Int>)
    case boolean
    case choice([String])
    case uri
    /// An absolute path.
    case directory
    case time
    case strings(maximumCount: Int, maximumLength: Int)
    /// Any JSON.
    case json
  }

  var name: String
  var kind: Kind
  var isRequired: Bool
  var defaultValue: JSONValue?
}
