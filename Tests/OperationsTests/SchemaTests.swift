import JSONRPC
import JSONValues
import Testing

@testable import Operations

@Suite struct SchemaTests {
  @Test("every operation has an input and a result schema, and no schema is without an operation")
  func files() throws {
    let expected = Dispatcher.methods.map(SchemaFiles.stem).flatMap { ["\($0).input.schema.json", "\($0).result.schema.json"] }
    let names = try SchemaFiles.names().filter { $0.hasSuffix(".input.schema.json") || $0.hasSuffix(".result.schema.json") }
    #expect(names == expected.sorted())
    for name in try SchemaFiles.names() where name.hasSuffix(".json") {
      let json = try SchemaFiles.json(name)
      if name != "tools.json" && name != "openapi.json" {
        #expect(json["$schema"] == "https://json-schema.org/draft/2020-12/schema", "\(name)")
      }
    }
  }

  @Test("an input schema says of every parameter what the operation asks its arguments for", arguments: Dispatcher.methods)
  func parameters(method: String) throws {
    let operation = try #require(Dispatcher.operations.first { $0.method == method })
    let schema = try SchemaFiles.json("\(SchemaFiles.stem(method)).input.schema.json")
    let properties = try #require(schema["properties"]?.object)
    let parameters = operation.parameters
    #expect(Set(parameters.map(\.name)).count == parameters.count, "a parameter is read twice")
    #expect(properties.keys.sorted() == parameters.map(\.name).sorted())
    #expect(
      (schema["required"]?.array ?? [])
        == properties.keys.filter { name in
          parameters.contains { $0.name == name && $0.isRequired }
        }.map(JSONValue.string))
    for parameter in parameters {
      var property = properties[parameter.name]?.object ?? [:]
      let description = property["description"]?.string ?? ""
      #expect(description.hasSuffix("."), "\(parameter.name) has no description: \(description)")
      property["description"] = nil
      #expect(property == parameter.keywords, "\(method) \(parameter.name)")
    }
  }

  @Test("an input schema is an object that takes nothing else and has no alternatives at its root", arguments: Dispatcher.methods)
  func root(method: String) throws {
    let schema = try SchemaFiles.json("\(SchemaFiles.stem(method)).input.schema.json")
    #expect(schema["type"] == "object")
    #expect(schema["additionalProperties"] == false)
    for keyword in ["anyOf", "oneOf", "allOf", "$ref"] { #expect(schema[keyword] == nil) }
  }

  @Test("the binary carries the tools' schemas as they stand in the files")
  func embedded() throws {
    #expect(!Dispatcher.tools.isEmpty)
    for tool in Dispatcher.tools {
      #expect(tool.inputSchema == (try SchemaFiles.json("memory-\(tool.name).input.schema.json")), "\(tool.name)")
    }
    #expect(EmbeddedFile.json("Schemas/tools.json") == (try SchemaFiles.json("tools.json")))
    #expect(EmbeddedFile.json("Schemas/none.json") == .null)
  }

  @Test("a tool has a title, hints, and a description that no client cuts")
  func tools() {
    let tools = Dispatcher.tools
    #expect(tools.map(\.name) == ["find", "search", "tree", "remember", "profile", "read", "forget"])
    for tool in tools {
      #expect((200...2_000).contains(tool.description.utf8.count), "\(tool.name): \(tool.description.utf8.count)")
      #expect(tool.annotations.keys == ["title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"])
      #expect(tool.annotations["title"]?.string == tool.title)
      #expect(tool.annotations["openWorldHint"] == false)
      #expect(tool.annotations["readOnlyHint"] == .bool(!["remember", "forget"].contains(tool.name)))
      #expect(tool.annotations["destructiveHint"] == .bool(tool.name == "forget"))
    }
    let methods = Dispatcher.operations.filter { $0 is any ToolOperation.Type }.map { $0.shortName }
    #expect(methods == tools.map(\.name), "an operation that is a tool has its words in tools.json")
  }
}

extension Operation {
  /// What it asks its arguments for.
  static var parameters: [Parameter] {
    var arguments = Arguments([:])
    _ = Self(&arguments)
    return arguments.parameters
  }
}

extension Parameter {
  /// The JSON Schema that says the same.
  var keywords: JSONObject {
    var keywords = JSONObject()
    switch kind {
    case .string(let minimum, let maximum):
      keywords["type"] = "string"
      if minimum > 0 { keywords["minLength"] = .integer(Int64(minimum)) }
      keywords["maxLength"] = maximum.map { .integer(Int64($0)) }
    case .integer(let range):
      keywords = ["type": "integer", "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound))]
    case .boolean: keywords["type"] = "boolean"
    case .choice(let names): keywords = ["type": "string", "enum": .array(names.map(JSONValue.string))]
    case .uri: keywords = ["type": "string", "pattern": "^mem://", "maxLength": 1024]
    case .directory: keywords = ["type": "string", "pattern": "^/", "maxLength": 4096]
    case .time: keywords = ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"]
    case .strings(let count, let length):
      keywords = [
        "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": .integer(Int64(length))],
        "maxItems": .integer(Int64(count)),
      ]
    case .json: break
    }
    keywords["default"] = defaultValue
    return keywords
  }
}
