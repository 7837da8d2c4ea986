package import JSONValues

/// A JSON value as it may be written down, and what was taken out of it.
package struct RedactedJSON: Sendable {
  package var value: JSONValue
  package var secrets: Int = 0
  package var privateSpans: Int = 0
  package var privateTexts: [String] = []
}

extension Redactor {
  /// Redacts every string of `value`, the names of its members among them, and what stands under a name that says that it is secret.
  package static func redact(_ value: JSONValue) -> RedactedJSON {
    var redacted = RedactedJSON(value: value)
    redacted.value = redact(value, under: nil, &redacted)
    return redacted
  }

  private static func redact(_ value: JSONValue, under name: SecretName?, _ total: inout RedactedJSON) -> JSONValue {
    switch value {
    case .null, .bool: return value
    case .integer, .number:
      // A number is a password only where the name leaves no doubt; `token: 42` counts something.
      guard let name, case .password = name.kind, let number = value.double, number >= 1000 else { return value }
      total.secrets += 1
      return .string(marker("password"))
    case .string(let text): return .string(redact(text, under: name, &total))
    case .array(let elements): return .array(elements.map { redact($0, under: name, &total) })
    case .object(let object): return .object(redact(object, &total))
    }
  }

  private static func redact(_ object: JSONObject, _ total: inout RedactedJSON) -> JSONObject {
    // `{"name": "DB_PASSWORD", "value": "…"}`, as containers and pipelines write their environment.
    let described = (object["name"] ?? object["key"])?.string.flatMap { SecretName($0) }
    var result = JSONObject()
    for (key, value) in object.members {
      var name = redact(key, under: nil, &total)
      if name != key, result[name] != nil { name += " \(result.count)" }
      let says = SecretName(key) ?? (key == "value" ? described : nil)
      result[name] = redact(value, under: says, &total)
    }
    return result
  }

  private static func redact(_ text: String, under name: SecretName?, _ total: inout RedactedJSON) -> String {
    var found = redact(text)
    if let name, found.redactions == 0, let kind = secretKind(of: &found.text, under: name) {
      found.text = marker(kind)
      found.secrets = 1
    }
    total.secrets += found.secrets
    total.privateSpans += found.privateSpans
    total.privateTexts += found.privateTexts
    return found.text
  }

  private static func secretKind(of text: inout String, under name: SecretName) -> String? {
    text.withUTF8 { bytes in
      let view = ByteView(bytes)
      guard !bytes.isEmpty, bytes.count <= 16_384 else { return nil }
      let shape = ValueShape(view, 0..<bytes.count)
      guard !shape.isPlainWord, !shape.isStandIn, !shape.isReference else { return nil }
      switch name.kind {
      case .password: return shape.spaces < 2 || shape.digits > 0 ? "password" : nil
      case .key(let kind):
        return shape.isKey || (shape.count >= 8 && shape.digits > 0 && shape.spaces == 0 && shape.isRandom()) ? kind : nil
      case .anyKey: return shape.isKey && shape.count >= 20 && shape.changes >= 5 ? "secret-key" : nil
      case .authorization: return shape.isKey ? "authorization" : nil
      case .cookie: return shape.isKey ? "cookie" : nil
      case .basic: return SecretScanner(view).decodesToPair(0..<bytes.count) ? "basic-auth" : nil
      case .signature: return shape.count >= 40 && shape.isRandom() ? "signature" : nil
      }
    }
  }
}
