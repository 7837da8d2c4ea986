import JSONValues

/// One method: its parameters as stored properties, what it asks of the engine, and how its result is written.
///
/// To add one: a file with the type, its two schemas in `Schemas/`, and a line in `Dispatcher.operations`. A test holds the schemas
/// against what `init` asks the arguments for.
protocol Operation: SendableMetatype {
  associatedtype Output: OperationResult

  /// `memory/find`
  static var method: String { get }

  /// Reads every parameter, whatever the ones before it said: refusals are collected and reported together, and the schema
  /// test learns the parameters by reading from nothing.
  init(_ arguments: inout Arguments)

  func run(_ context: OperationContext) throws -> Output
}

/// What an operation answers, with the member names that scripts rely on.
protocol OperationResult {
  var json: JSONValue { get }
}

/// An operation that is an MCP tool too, under the last part of its method's name.
protocol ToolOperation: Operation {
  /// The result for a model to read: compact, and within about 10,000 tokens.
  func text(_ output: Output) -> String
}

extension Operation {
  /// `find` for `memory/find`
  static var shortName: String { String(method[(method.lastIndex(of: "/").map(method.index(after:)) ?? method.startIndex)...]) }

  /// Bad parameters are refused before the store is opened.
  static func perform(_ params: JSONObject, _ context: OperationContext) throws -> (operation: Self, output: Output) {
    var arguments = Arguments(params)
    let operation = Self(&arguments)
    try arguments.finish()
    return (operation, try operation.run(context))
  }

  static func answer(_ params: JSONObject, _ context: OperationContext) throws -> JSONValue {
    try perform(params, context).output.json
  }
}

extension ToolOperation {
  static func reply(_ params: JSONObject, _ context: OperationContext) throws -> String {
    let (operation, output) = try perform(params, context)
    return operation.text(output)
  }
}
