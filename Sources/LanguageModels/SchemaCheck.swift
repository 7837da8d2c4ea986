package import JSONValues

/// Checks a value against the part of JSON Schema that our prompts use: `type`, `properties`, `required`, `additionalProperties`,
/// `items`, `enum`, `const`, `anyOf`, and the limits of strings, arrays and numbers.
package enum SchemaCheck {
  /// More would only make the second request longer.
  private static let mostProblems = 5

  /// What is wrong, each with its place as a JSON pointer; empty when nothing is.
  package static func problems(of value: JSONValue, against schema: JSONValue) -> [String] {
    var problems: [String] = []
    check(value, schema, at: "", &problems)
    return Array(problems.prefix(mostProblems))
  }

  /// Words of a schema that are not checked, so that a test can hold the prompts to what is.
  package static func uncheckedWords(in schema: JSONValue) -> [String] {
    guard let object = schema.object else { return [] }
    var words = object.keys.filter { !checkedWords.contains($0) && !describingWords.contains($0) }
    for property in object["properties"]?.object?.members ?? [] { words += uncheckedWords(in: property.value) }
    for name in ["items", "additionalProperties"] { words += object[name].map(uncheckedWords) ?? [] }
    for alternative in object["anyOf"]?.array ?? [] { words += uncheckedWords(in: alternative) }
    return words
  }

  private static let checkedWords: Set<String> = [
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "minLength", "maxLength",
    "minItems",
    "maxItems", "minimum", "maximum",
  ]
  private static let describingWords: Set<String> = ["title", "description", "$schema"]

  private static func check(_ value: JSONValue, _ schema: JSONValue, at place: String, _ problems: inout [String]) {
    guard problems.count < mostProblems else { return }
    guard let schema = schema.object else {
      if schema == .bool(false) { problems.append("\(name(place)) may not be there") }
      return
    }
    func wrong(_ what: String) { problems.append("\(name(place)) \(what)") }

    let types = schema["type"].map { $0.array?.compactMap(\.string) ?? [$0.string ?? ""] } ?? []
    guard types.isEmpty || types.contains(where: { has(value, type: $0) }) else {
      return wrong("is \(value.kind), not \(types.joined(separator: " or "))")
    }
    if let allowed = schema["enum"]?.array, !allowed.contains(value) {
      wrong("is \(short(value)), not one of \(allowed.map(short).joined(separator: ", "))")
    }
    if let only = schema["const"], only != value { wrong("is \(short(value)), not \(short(only))") }
    if let alternatives = schema["anyOf"]?.array,
      !alternatives.contains(where: { alternative in
        var found: [String] = []
        check(value, alternative, at: place, &found)
        return found.isEmpty
      })
    {
      wrong("fits none of the alternatives")
    }
    switch value {
    case .object(let object): check(object, schema, at: place, &problems)
    case .array(let elements):
      if let least = schema["minItems"]?.integer, elements.count < least {
        wrong("has \(elements.count) elements, fewer than \(least)")
      }
      if let most = schema["maxItems"]?.integer, elements.count > most {
        wrong("has \(elements.count) elements, more than \(most)")
      }
      if let items = schema["items"] {
        for (index, element) in elements.enumerated() { check(element, items, at: "\(place)/\(index)", &problems) }
      }
    case .string(let text):
      if let least = schema["minLength"]?.integer, text.unicodeScalars.count < least {
        wrong("is shorter than \(least) characters")
      }
      if let most = schema["maxLength"]?.integer, text.unicodeScalars.count > most { wrong("is longer than \(most) characters") }
    case .integer, .number:
      if let least = schema["minimum"]?.double, (value.double ?? 0) < least {
        wrong("is less than \(short(schema["minimum"] ?? .null))")
      }
      if let most = schema["maximum"]?.double, (value.double ?? 0) > most {
        wrong("is more than \(short(schema["maximum"] ?? .null))")
      }
    case .null, .bool: break
    }
  }

  private static func check(_ object: JSONObject, _ schema: JSONObject, at place: String, _ problems: inout [String]) {
    for key in schema["required"]?.array?.compactMap(\.string) ?? [] where object[key] == nil {
      problems.append("\(name(place)) has no `\(key)`")
    }
    let properties = schema["properties"]?.object ?? JSONObject()
    for (key, value) in object.members {
      if let property = properties[key] {
        check(value, property, at: "\(place)/\(key)", &problems)
      } else if let rest = schema["additionalProperties"] {
        if rest == .bool(false) { problems.append("\(name(place)) has `\(key)`, which is not asked for") }
        check(value, rest.object == nil ? .bool(true) : rest, at: "\(place)/\(key)", &problems)
      }
    }
  }

  private static func has(_ value: JSONValue, type: String) -> Bool {
    switch type {
    case "null": value.isNull
    case "boolean": value.bool != nil
    case "string": value.string != nil
    case "array": value.array != nil
    case "object": value.object != nil
    case "integer": value.integer != nil
    case "number": value.double != nil
    default: false
    }
  }

  private static func name(_ place: String) -> String { place.isEmpty ? "the value" : place }

  private static func short(_ value: JSONValue) -> String {
    let text = value.text
    return text.count > 60 ? text.prefix(60) + "…" : text
  }
}
