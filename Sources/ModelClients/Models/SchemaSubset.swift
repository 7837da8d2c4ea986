import JSONValues

/// Our schemas as a provider takes them. What is left out is checked by us all the same.
enum SchemaSubset {
  /// `schema` without the words for which `isLeftOut` says yes. The names of properties are no words.
  static func pruned(_ schema: JSONValue, without isLeftOut: (_ word: String) -> Bool) -> JSONValue {
    guard let object = schema.object else { return schema }
    var pruned: [(String, JSONValue)] = []
    for (word, value) in object.members where !isLeftOut(word) {
      switch word {
      case "properties", "$defs":
        let members = value.object?.members.map { ($0.key, Self.pruned($0.value, without: isLeftOut)) } ?? []
        pruned.append((word, .object(JSONObject(members))))
      case "items", "additionalProperties": pruned.append((word, Self.pruned(value, without: isLeftOut)))
      case "anyOf": pruned.append((word, .array((value.array ?? []).map { Self.pruned($0, without: isLeftOut) })))
      default: pruned.append((word, value))
      }
    }
    return .object(JSONObject(pruned))
  }

  /// Whether OpenAI's strict mode takes it: every object names all of its properties as required and allows no others.
  static func isStrict(_ schema: JSONValue) -> Bool {
    guard let object = schema.object else { return true }
    if let properties = object["properties"]?.object {
      let required = Set(object["required"]?.array?.compactMap(\.string) ?? [])
      guard object["additionalProperties"] == .bool(false), required == Set(properties.keys) else { return false }
      guard properties.members.allSatisfy({ isStrict($0.value) }) else { return false }
    } else if object["type"] == "object" {
      return false
    }
    return (object["items"].map(isStrict) ?? true) && (object["anyOf"]?.array ?? []).allSatisfy(isStrict)
  }
}
