import JSONValues

/// The part of JSON Schema 2020-12 that our schemas use; any other keyword is a failure, so that none is ignored by mistake.
///
/// `isClosed` also refuses members that no schema of an object declares: our results are open to additions for those who read them, but
/// an undeclared member is a mistake of ours.
struct SchemaValidator {
  var isClosed = false
  private static let annotations: Set<String> = ["$schema", "title", "description", "default", "$defs"]

  /// What is wrong with `value`, each with the place; empty when it is valid.
  func problems(_ value: JSONValue, file: String) throws -> [String] {
    try problems(value, SchemaFiles.json(file), Document(name: file), "$")
  }

  func problems(_ value: JSONValue, schema: JSONValue) throws -> [String] {
    try problems(value, schema, Document(name: ""), "$")
  }

  private struct Document { var name: String }

  private func problems(_ value: JSONValue, _ schema: JSONValue, _ document: Document, _ place: String) throws -> [String] {
    guard let keywords = schema.object else { return ["\(place): the schema is no object"] }
    var problems: [String] = []
    for (keyword, argument) in keywords.members where !Self.annotations.contains(keyword) {
      problems += try check(value, keyword, argument, keywords, document, place)
    }
    if isClosed, let object = value.object, keywords["properties"] != nil || keywords["allOf"] != nil {
      let declared = try declared(schema, document)
      problems += object.keys.filter { !declared.contains($0) }.map { "\(place).\($0): declared nowhere" }
    }
    return problems
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ keywords: JSONObject, _ document: Document, _ place: String
  ) throws -> [String] {
    func require(_ holds: Bool?) -> [String] {
      holds == false ? ["\(place): \(value.text) against \(keyword) \(argument.text)"] : []
    }
    switch keyword {
    case "type": return require(Self.isOf(type: argument.string ?? "", value))
    case "enum": return require(argument.array?.contains(value))
    case "pattern": return require(try value.string.map { try Regex(argument.string ?? "").firstMatch(in: $0) != nil })
    case "minLength": return require(value.string.map { $0.unicodeScalars.count >= Int(argument.integer ?? 0) })
    case "maxLength": return require(value.string.map { $0.unicodeScalars.count <= Int(argument.integer ?? 0) })
    case "minimum": return require(value.double.map { $0 >= argument.double ?? 0 })
    case "maximum": return require(value.double.map { $0 <= argument.double ?? 0 })
    case "maxItems": return require(value.array.map { $0.count <= Int(argument.integer ?? 0) })
    case "required":
      guard let object = value.object else { return [] }
      return (argument.array ?? []).compactMap(\.string).filter { object[$0] == nil }.map { "\(place): lacks \($0)" }
    case "items":
      return try (value.array ?? []).enumerated().flatMap { try problems($1, argument, document, "\(place)[\($0)]") }
    case "properties":
      guard let object = value.object else { return [] }
      return try (argument.object?.members ?? []).flatMap { name, schema in
        try object[name].map { try problems($0, schema, document, "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      let declared = keywords["properties"]?.object?.keys ?? []
      let others = (value.object?.members ?? []).filter { !declared.contains($0.key) }
      if let allowed = argument.bool { return allowed ? [] : others.map { "\(place).\($0.key): not allowed" } }
      return try others.flatMap { try problems($0.value, argument, document, "\(place).\($0.key)") }
    case "allOf":
      var open = self
      open.isClosed = false
      return try (argument.array ?? []).flatMap { try open.problems(value, $0, document, place) }
    case "$ref":
      let (schema, document) = try resolve(argument.string ?? "", document)
      return try problems(value, schema, document, place)
    default: return ["\(place): the validator does not know \(keyword)"]
    }
  }

  private func declared(_ schema: JSONValue, _ document: Document) throws -> Set<String> {
    var names = Set(schema["properties"]?.object?.keys ?? [])
    for part in schema["allOf"]?.array ?? [] { names.formUnion(try declared(part, document)) }
    if let reference = schema["$ref"]?.string {
      let (schema, document) = try resolve(reference, document)
      names.formUnion(try declared(schema, document))
    }
    return names
  }

  /// `types.schema.json#/$defs/node`, `#/$defs/node`
  private func resolve(_ reference: String, _ document: Document) throws -> (JSONValue, Document) {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0].isEmpty ? document.name : parts[0]
    var schema = try SchemaFiles.json(name)
    for step in (parts.count > 1 ? parts[1] : "").split(separator: "/") { schema = schema[String(step)] ?? .null }
    return (schema, Document(name: name))
  }

  private static func isOf(type: String, _ value: JSONValue) -> Bool {
    switch type {
    case "integer": value.integer != nil || (value.double.map { $0.rounded() == $0 } ?? false)
    case "number": value.double != nil
    case "boolean": value.bool != nil
    default: value.kind == type
    }
  }
}
