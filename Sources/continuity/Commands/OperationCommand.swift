import ArgumentParser
import JSONRPC
import JSONValues
import MemoryStore
import Operations

/// A command that asks one operation and shows its result. It translates; it never thinks.
protocol OperationCommand: ParsableCommand {
  static var method: String { get }
  /// Whether it may ask a language model.
  static var asksModels: Bool { get }
  var store: StoreOptions { get }
  var output: OutputOptions { get }
  /// The request's parameters.
  func parameters() throws -> JSONObject
  /// The result for a person; `--json` prints it as it is.
  func show(_ result: JSONValue, on page: inout Page)
  /// After the operation and before its result is shown: for what is to go on in the background.
  func settled(_ composition: Composition)
}

extension OperationCommand {
  static var asksModels: Bool { false }

  func settled(_ composition: Composition) {}

  func run() throws {
    var composition = Composition(home: .resolve(option: store.home))
    composition.asksModels = Self.asksModels
    composition.reportProblems()
    let result = try composition.ask(Self.method, try parameters())
    settled(composition)
    if output.json {
      StandardStreams.write(result.text + "\n")
      return
    }
    var page = Page(terminal: .of(descriptor: StandardStreams.output))
    show(result, on: &page)
    StandardStreams.write(page.text)
  }
}

extension Composition {
  /// One operation's result. Refusals of what was asked are a wrong use (exit 64), everything else is a failure (exit 1).
  func ask(_ method: String, _ params: JSONObject = [:]) throws -> JSONValue {
    switch makeDispatcher(for: .atCommandLine(), door: .cli).answer(method, params) {
    case .success(let result): return result
    case .failure(let error) where error.code == .invalidParams:
      StandardStreams.write("Error: \(error.message)\n", to: StandardStreams.error)
      throw ExitCode.validationFailure
    case .failure(let error): throw CommandFailure(error.message)
    }
  }

  /// Wrong settings are said on stderr by every command; the rest of them stays in force.
  func reportProblems() {
    guard !configuration.problems.isEmpty else { return }
    let terminal = Terminal.of(descriptor: StandardStreams.error)
    for problem in configuration.problems {
      StandardStreams.write("\(terminal.paint("Warning:", .yellow)) \(problem)\n", to: StandardStreams.error)
    }
  }
}

/// What ends a command with exit code 1 and a line on stderr.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
