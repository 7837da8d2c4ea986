import JSONRPC
import JSONValues
import MemoryEngine
import Testing

@testable import Operations

/// Every parameter of every operation against every kind of value: the reader refuses exactly what the schema refuses.
@Suite struct WrongValuesTests {
  private struct NoStore: Error, CustomStringConvertible { var description: String { "there is no store in this test" } }

  private static let values: [JSONValue] = [
    true, false, 0, 1, 2, 50, 1000, -1, 100_001, .integer(.max), .integer(.min), 1.0, 1.5, -0.5, .number(1e300), "text", "\u{0}",
    "mem://",
    "mem://user/preferences/editor", "2026-11-20", "/work/orchard", "work/orchard", "2026-11-20T10:00:00Z", "profile", "l1",
    .string(String(repeating: "x", count: 100_000)),
    [], ["a"], [1], [""], .array(Array(repeating: "a", count: 100)), [:], ["a": 1],
  ]

  @Test("a value is refused by name if and only if the schema refuses it", arguments: Dispatcher.methods)
  func exactly(method: String) throws {
    let operation = try #require(Dispatcher.operations.first { $0.method == method })
    let schema = try SchemaFiles.json("\(SchemaFiles.stem(method)).input.schema.json")
    let dispatcher = Dispatcher(caller: Caller()) { throw NoStore() }
    for parameter in operation.parameters {
      let property = try #require(schema["properties"]?[parameter.name])
      for value in Self.values {
        var params = Self.required(operation.parameters)
        params[parameter.name] = value
        guard case .failure(let error) = dispatcher.answer(method, params) else {
          Issue.record("\(method) answered without a store")
          continue
        }
        let isValid = try SchemaValidator().problems(value, schema: property).isEmpty
        let shown = "\(method) \(parameter.name) \(value.text.prefix(60)): \(error.message)"
        if isValid {
          #expect(error.code == .storeUnusable && error.message == NoStore().description, "\(shown)")
        } else {
          #expect(error.code == .invalidParams, "\(shown)")
          #expect(error.message.contains("\"\(parameter.name)"), "\(shown)")
          #expect(error.message.utf8.count < 1_000, "\(shown)")
        }
      }
    }
  }

  @Test("a required parameter that is missing is refused by name", arguments: Dispatcher.methods)
  func missing(method: String) throws {
    let operation = try #require(Dispatcher.operations.first { $0.method == method })
    let dispatcher = Dispatcher(caller: Caller()) { throw NoStore() }
    for parameter in operation.parameters where parameter.isRequired {
      var params = Self.required(operation.parameters)
      params[parameter.name] = nil
      #expect(dispatcher.answer(method, params) == .failure(RPCError(.invalidParams, "\"\(parameter.name)\": is required")))
    }
  }

  @Test("a tool refuses with a text, not with a failure of the protocol")
  func tools() throws {
    let dispatcher = Dispatcher(caller: Caller()) { throw NoStore() }
    for tool in Dispatcher.tools {
      let reply = try #require(dispatcher.callTool(tool.name, arguments: ["nonsense": 1]))
      #expect(reply.isError)
      #expect(reply.text.contains("\"nonsense\": is not a parameter"))
    }
  }

  /// A valid value for everything that an operation cannot do without.
  private static func required(_ parameters: [Parameter]) -> JSONObject {
    var params = JSONObject()
    for parameter in parameters where parameter.isRequired {
      params[parameter.name] = parameter.kind == .uri ? "mem://user/preferences/editor" : "text"
    }
    return params
  }
}
