/// A value in the part of TOML that we read.
enum TOMLValue: Hashable, Sendable {
  case string(String)
  case integer(Int64)
  case float(Double)
  case boolean(Bool)
  case strings([String])

  /// The word for this kind of value in a message.
  var kind: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a number with a fraction"
    case .boolean: "a boolean"
    case .strings: "an array of strings"
    }
  }

  /// As it is written in a file; reading that again gives an equal value, and of a float without a fraction an integer.
  var toml: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .integer(let number): String(number)
    case .float(let number): Self.shortest(number)
    case .boolean(let truth): String(truth)
    case .strings(let texts): "[\(texts.map(Self.quoted).joined(separator: ", "))]"
    }
  }

  /// `90`, `0.1`: without a fraction that says nothing.
  static func shortest(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
