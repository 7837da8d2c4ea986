import JSONValues
import Operations
import Testing

@testable import Viewer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes `Schemas/openapi.json` from the routes and the schemas of the operations that they stand for.
///
/// Where a schema of ours only says what an argument looks like, the document says which values are really taken: a fuzzer holds it to that.
enum OpenAPIDocument {
  static func make() throws -> JSONValue {
    var paths: [String: JSONObject] = [:]
    for route in Route.all {
      let path = "/" + route.path.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }.joined(separator: "/")
      paths[path, default: [:]][route.method.lowercased()] = .object(try operation(route))
    }
    for (path, item) in besides { paths[path] = item }
    let sorted = paths.sorted { $0.key < $1.key }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": .string(Continuity.title), "version": .string(Continuity.version),
        "description":
          "What a coding agent remembers, on the machine it works on. Every path asks one operation; `/rpc` reaches all of them by their JSON-RPC names.",
        "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "http://127.0.0.1:37777"]],
      "security": [["token": []], ["cookie": []]],
      "paths": .object(JSONObject(sorted.map { ($0.key, JSONValue.object($0.value)) })),
      "components": ["schemas": .object(try schemas()), "securitySchemes": securitySchemes, "responses": responses],
    ]
  }

  // MARK: Operations

  private static func operation(_ route: Route) throws -> JSONObject {
    let input = try file("\(stem(route.operation)).input.schema.json")
    var object: JSONObject = [
      "operationId": .string(identifier(route)), "summary": .string(summary(route)),
    ]
    var parameters: [JSONValue] = route.path.filter { $0.hasPrefix(":") }.map { segment in
      [
        "name": .string(String(segment.dropFirst())), "in": "path", "required": true,
        "schema": ["type": "string", "minLength": 1, "maxLength": 512],
      ]
    }
    let required = input["required"]?.array ?? []
    for (name, parameter) in route.query.sorted(by: { $0.key < $1.key }) {
      guard parameter.name != Route.mode else {
        parameters.append([
          "name": "mode", "in": "query", "schema": ["type": "string", "enum": ["find", "search"], "default": "find"],
          "description": "find answers at once; search works out what is meant and gives overviews.",
        ])
        continue
      }
      var schema = input["properties"]?[parameter.name]?.object ?? [:]
      let description = schema["description"]
      schema["description"] = nil
      var member: JSONObject = [
        "name": .string(name), "in": "query",
        "schema": .object(required.contains(.string(parameter.name)) ? exact(schema) : optional(exact(schema))),
      ]
      if required.contains(.string(parameter.name)) { member["required"] = true }
      member["description"] = description
      parameters.append(.object(member))
    }
    if !parameters.isEmpty { object["parameters"] = .array(parameters) }
    if route.takesBody {
      object["requestBody"] = [
        "required": true, "content": ["application/json": ["schema": .object(body(route, input))]],
      ]
    }
    var answers: JSONObject = ["200": json(resultSchema(route))]
    for status in ["400", "401", "403", "404", "503"] { answers[status] = reference(status) }
    if route.takesBody { for status in ["408", "413", "415"] { answers[status] = reference(status) } }
    object["responses"] = .object(answers)
    return object
  }

  private static func resultSchema(_ route: Route) -> JSONValue {
    let first = pointer("\(stem(route.operation)).result")
    return route.query[Route.mode] == nil ? first : ["anyOf": [first, pointer("memory-search.result")]]
  }

  private static func body(_ route: Route, _ input: JSONValue) -> JSONObject {
    var schema: JSONObject = ["type": "object"]
    var properties = JSONObject()
    for (name, property) in input["properties"]?.object?.members ?? [] {
      var property = exact(property.object ?? [:])
      if name == "content" { property["pattern"] = .string(Self.text) }
      if name == "uri", route.operation != "memory/remember" { property["pattern"] = .string(Self.memory) }
      if name == "uri", route.operation == "memory/remember" { property["pattern"] = .string(Self.newMemory) }
      let isRequired = input["required"]?.array?.contains(.string(name)) ?? false
      properties[name] = .object(isRequired ? property : optional(property, mayBeNull: true))
    }
    schema["properties"] = .object(properties)
    schema["required"] = input["required"]
    schema["additionalProperties"] = false
    if route.operation == "memory/remember" {
      // A place in the tree says the category; what holds everywhere belongs to no project.
      let given: JSONValue = ["type": "string", "minLength": 1]
      schema["allOf"] = [
        ["not": ["required": ["uri", "category"], "properties": ["uri": given, "category": given]]],
        ["not": ["required": ["global", "project"], "properties": ["global": ["const": true], "project": given]]],
      ]
    }
    return schema
  }

  private static let segment = "[A-Za-z0-9_~-][A-Za-z0-9_.~-]{0,80}"
  /// Any place in the tree.
  private static var place: String { "^mem://(\(segment)(/\(segment)){0,7})?$" }
  /// A place that a memory can have.
  private static var memory: String { "^mem://\(segment)/\(segment)/\(segment)(/\(segment)){0,5}$" }
  private static var newMemory: String {
    "^mem://(user/(profile|preferences|entities|events)|agent/(patterns|cases))/\(segment)(/\(segment)){0,5}$"
  }
  /// Not only white space, and no NUL.
  private static let text =
    "^[^\\u0000]*[^\\u0000\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000][^\\u0000]*$"
  private static let time =
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?Z)?$"

  /// The schema with the patterns that are really taken.
  private static func exact(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    switch schema["pattern"]?.string {
    case "^mem://": schema["pattern"] = .string(place)
    case "^[0-9]{4}-[0-9]{2}-[0-9]{2}": schema["pattern"] = .string(time)
    default: break
    }
    return schema
  }

  /// What may be absent may be empty too, and null in a body: it counts as absent.
  private static func optional(_ schema: JSONObject, mayBeNull: Bool = false) -> JSONObject {
    var schema = schema
    if let pattern = schema["pattern"]?.string {
      let body = pattern.hasSuffix("$") ? pattern.dropFirst().dropLast() : pattern.dropFirst() + "[^\\n]*"
      schema["pattern"] = .string("^(\(body))?$")
    }
    if let choices = schema["enum"]?.array { schema["enum"] = .array(choices + [""] + (mayBeNull ? [.null] : [])) }
    if mayBeNull, let type = schema["type"] { schema["type"] = [type, "null"] }
    return schema
  }

  // MARK: Paths that are no operation

  private static let besides: [String: JSONObject] = [
    "/api/health": [
      "get": [
        "operationId": "health", "summary": "Whether the server lives; with the token, how the store is.",
        "security": [[:], ["token": []]],
        "responses": [
          "200": json(["type": "object", "properties": ["status": ["const": "ok"]], "required": ["status"]]),
          "403": reference("403"),
          "503": json(["type": "object", "properties": ["status": ["const": "failing"]], "required": ["status"]]),
        ],
      ]
    ],
    "/api/stream": [
      "get": [
        "operationId": "stream",
        "summary":
          "Server-sent events: `change` whenever memories, sessions or the queue change, each with an id; a comment now and then.",
        "parameters": [
          [
            "name": "Last-Event-ID", "in": "header", "schema": ["type": "string", "maxLength": 64],
            "description": "Tells what was missed.",
          ]
        ],
        "responses": [
          "200": ["description": "Events, until one end goes.", "content": ["text/event-stream": ["schema": ["type": "string"]]]],
          "401": reference("401"), "403": reference("403"), "503": reference("503"),
        ],
      ]
    ],
    "/api/openapi.json": [
      "get": [
        "operationId": "openapi", "summary": "This document.", "security": [[:]],
        "responses": ["200": json(["type": "object"]), "403": reference("403")],
      ]
    ],
    "/metrics": [
      "get": [
        "operationId": "metrics", "summary": "For Prometheus.",
        "responses": [
          "200": ["description": "Samples.", "content": ["text/plain": ["schema": ["type": "string"]]]], "401": reference("401"),
          "403": reference("403"), "503": reference("503"),
        ],
      ]
    ],
    "/rpc": ["post": message("rpc", "JSON-RPC 2.0: one request or notification. Errors of methods come with status 200.")],
    "/mcp": ["post": message("mcp", "MCP over Streamable HTTP, 2026-07-28 and older, without sessions.", takesArrays: true)],
  ]

  /// - Parameter takesArrays: MCP 2025-03-26 sends several messages at once, and gets several answers.
  private static func message(_ identifier: String, _ summary: String, takesArrays: Bool = false) -> JSONValue {
    let type: JSONValue = takesArrays ? ["object", "array"] : "object"
    var answers: JSONObject = [
      "200": json(["type": type, "properties": ["jsonrpc": ["const": "2.0"]], "required": ["jsonrpc"]]),
      "202": ["description": "Taken; there is nothing to answer."],
    ]
    for status in ["400", "401", "403", "404", "408", "413", "415", "503"] { answers[status] = reference(status) }
    return [
      "operationId": .string(identifier), "summary": .string(summary),
      "requestBody": [
        "required": true,
        "content": [
          "application/json": [
            "schema": [
              // An `id` that is written as 7.0 is an integer to JSON Schema and none to JSON-RPC: the schema cannot say it, words can.
              "description":
                "A request has an `id`, a string or an integer of at most 64 bits, and is answered; without one it is a notification, and never is. `params` is an object.",
              "type": type, "minItems": 1, "maxItems": 1000,
              "properties": [
                "jsonrpc": ["const": "2.0"],
                "method": ["type": "string"],
              ], "required": ["jsonrpc", "method"],
            ]
          ]
        ],
      ],
      "responses": .object(answers),
    ]
  }

  // MARK: Components

  private static let securitySchemes: JSONValue = [
    "token": ["type": "http", "scheme": "bearer", "description": "It stands in the file `token` in the store's folder."],
    "cookie": [
      "type": "apiKey", "in": "cookie", "name": "continuity_37777",
      "description": "Set by the link that `continuity serve` prints; the number is the port.",
    ],
  ]

  private static let statuses: [(String, String)] = [
    ("400", "A parameter is wrong; the message names it."), ("401", "No token, or a wrong one."),
    ("403", "Another host, or another page than ours."), ("404", "Nothing stands there."),
    ("408", "The body did not come in time."), ("413", "The body is too long."),
    ("415", "The body is no JSON by its type."), ("503", "The store cannot be used now, or too much is under way."),
  ]

  private static let responses: JSONValue = .object(
    JSONObject(
      statuses.map { status, words in
        (
          status,
          [
            "description": .string(words), "content": ["application/json": ["schema": ["$ref": "#/components/schemas/error"]]],
          ] as JSONValue
        )
      }))

  private static func reference(_ status: String) -> JSONValue { ["$ref": .string("#/components/responses/\(status)")] }

  private static func json(_ schema: JSONValue) -> JSONValue {
    ["description": "The answer.", "content": ["application/json": ["schema": schema]]]
  }

  private static func schemas() throws -> JSONObject {
    var schemas = JSONObject()
    for (name, schema) in try file("types.schema.json")["$defs"]?.object?.members ?? [] { schemas[name] = pointed(schema) }
    schemas["error"] = [
      "type": "object",
      "properties": [
        "error": [
          "type": "object", "properties": ["code": ["type": "integer"], "message": ["type": "string"]],
          "required": ["code", "message"],
        ]
      ], "required": ["error"],
    ]
    let methods = Set(Route.all.map(\.operation) + ["memory/search"]).sorted()
    for method in methods {
      guard var schema = pointed(try file("\(stem(method)).result.schema.json")).object else { continue }
      schema["$schema"] = nil
      schemas["\(stem(method)).result"] = .object(schema)
    }
    return schemas
  }

  private static func pointer(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

  /// With its references into this document.
  private static func pointed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(pointed))
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { key, value in
            guard key == "$ref", let text = value.string, let hash = text.range(of: "#/$defs/") else {
              return (key, pointed(value))
            }
            return (key, .string("#/components/schemas/" + text[hash.upperBound...]))
          }))
    default: return value
    }
  }

  // MARK: Names and files

  private static func identifier(_ route: Route) -> String {
    route.method.lowercased() + route.path.dropFirst().map { $0.filter { $0 != ":" && $0 != "_" }.capitalisedFirst }.joined()
  }

  private static func summary(_ route: Route) -> String { "`\(route.operation)`" }

  private static func stem(_ method: String) -> String { method.split(separator: "/").joined(separator: "-") }

  static var folder: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/Schemas"
  }

  static func file(_ name: String) throws -> JSONValue { try JSONValue(parsing: try bytes(name)) }

  static func bytes(_ name: String) throws -> [UInt8] {
    let descriptor = open("\(folder)/\(name)", O_RDONLY)
    try #require(descriptor >= 0, "\(folder)/\(name) cannot be read")
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4 * 1_048_576)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  static func write(_ text: String, to name: String) {
    let descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    var text = text
    text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }

  fileprivate func range(of part: String) -> Range<String.Index>? { ranges(of: part).first }
}

extension JSONValue {
  /// Two spaces a level; what is short stands on one line.
  func pretty(_ indent: Int = 0) -> String {
    let one = text
    if one.utf8.count + indent <= 118 { return one }
    let margin = String(repeating: " ", count: indent + 2)
    let end = String(repeating: " ", count: indent)
    switch self {
    case .object(let object):
      let members = object.members.map { "\(margin)\(JSONValue.string($0.key).text): \($0.value.pretty(indent + 2))" }
      return "{\n\(members.joined(separator: ",\n"))\n\(end)}"
    case .array(let elements): return "[\n\(elements.map { margin + $0.pretty(indent + 2) }.joined(separator: ",\n"))\n\(end)]"
    default: return one
    }
  }
}
