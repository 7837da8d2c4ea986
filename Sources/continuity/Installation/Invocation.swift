import JSONValues

/// How an agent starts this program.
struct Invocation: Hashable, Sendable {
  /// Absolute: desktop programs have a `PATH` of their own.
  var program: String
  /// Where the store is, if it was named; nil where the environment says it.
  var home: String?

  /// After the program's name.
  func arguments(_ command: String...) -> [String] { command + (home.map { ["--home=\($0)"] } ?? []) }

  /// For a shell.
  func line(_ arguments: [String]) -> String { ([program] + arguments).map(Self.quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", "=", ":", "@", ",", "%": true
      default: byte >= 0x80
      }
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// An entry that an agent starts, read back: ours or somebody else's.
struct StartedProgram: Hashable, Sendable {
  let program: String
  let arguments: [String]

  /// - Parameters:
  ///   - command: the program alone, or a line for a shell.
  ///   - arguments: nil where they stand in the line.
  init(command: String, arguments: [String]?) {
    if let arguments {
      (program, self.arguments) = (command, arguments)
      return
    }
    if let quote = command.first, quote == "'" || quote == "\"", let end = command.dropFirst().firstIndex(of: quote) {
      program = String(command[command.index(after: command.startIndex)..<end])
      self.arguments = command[command.index(after: end)...].split(separator: " ").map(String.init)
      return
    }
    // Somebody may have written a path with spaces as it is; ours are quoted.
    let end = ["continuity hook ", "continuity mcp"].compactMap { command.firstRange(of: $0)?.lowerBound }.min()
      .map { command.index($0, offsetBy: "continuity".count) }
    let word = end.map { command[..<$0] } ?? command.prefix { $0 != " " }
    program = String(word)
    self.arguments = command.dropFirst(word.count).split(separator: " ").map(String.init)
  }

  /// `"command": "continuity", "args": ["mcp"]`, or one line, under one of these names.
  init?(_ entry: JSONValue, commandKeys: [String] = ["command"]) {
    guard let command = commandKeys.lazy.compactMap({ entry[$0]?.string }).first else { return nil }
    self.init(command: command, arguments: entry["args"]?.array.map { $0.compactMap(\.string) })
  }

  /// `continuity hook …` or `continuity mcp`, wherever the program was.
  var isOurs: Bool {
    program.split(separator: "/").last == "continuity" && (arguments.first == "hook" || arguments.first == "mcp")
  }

  /// Whether it is there to be started.
  var isRunnable: Bool {
    program.contains("/") ? LocalFile.isExecutable(program) : !Executable.onPath(program).isEmpty
  }

  /// Where `--home` points.
  var home: String? { arguments.lazy.compactMap { $0.hasPrefix("--home=") ? String($0.dropFirst(7)) : nil }.first }
}
