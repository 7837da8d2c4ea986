import JSONValues
import LanguageModels
import Testing

@testable import ModelClients

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The Claude Code client as a model, with a shell script in its place.
@Suite(.timeLimit(.minutes(2))) struct ClaudeCLITests {
  /// A folder with a program `claude` in it that leaves what it was given beside itself.
  private struct Client {
    let folder: String
    var program: String { "\(folder)/claude" }
    var workingFolder: String { "\(folder)/empty" }

    init(_ script: String) throws {
      var template = Array("/tmp/continuity-claude.XXXXXX".utf8CString)
      folder = try #require(mkdtemp(&template).map { String(cString: $0) })
      let head = """
        #!/bin/sh
        here='\(folder)'
        for argument; do printf '%s\\n' "$argument"; done > "$here/arguments"
        env > "$here/environment"
        pwd > "$here/directory"
        cat > "$here/prompt"

        """
      try write(head + script + "\n", to: program)
      try #require(chmod(program, 0o700) == 0)
    }

    func write(_ text: String, to path: String) throws {
      let file = try #require(fopen(path, "w"))
      fputs(text, file)
      fclose(file)
    }

    /// Until the program has written a line there.
    func wait(for name: String) async throws {
      while (try? text(of: name))?.hasSuffix("\n") != true { try await Task.sleep(for: .milliseconds(2)) }
    }

    func read(_ name: String) throws -> String { try #require(try text(of: name), "\(name) was not written") }

    private func text(of name: String) throws -> String? {
      guard let file = fopen("\(folder)/\(name)", "r") else { return nil }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 1_000_000)
      let count = fread(&bytes, 1, bytes.count, file)
      return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    func model(_ clock: ServiceClock = .real) -> ClaudeCLIModel {
      ClaudeCLIModel(
        program: program, model: "", workingFolder: workingFolder, clock: clock, grace: .milliseconds(100),
        variable: { $0 == "ANTHROPIC_API_KEY" ? secret : nil })
    }

    func answering(_ result: JSONValue, exit code: Int = 0) throws -> Client {
      try write(result.text, to: "\(folder)/answer")
      return self
    }

    /// A client that prints `result`.
    static func printing(_ result: JSONValue, exit code: Int = 0, before: String = "") throws -> Client {
      try Client("\(before)\ncat \"$here/answer\"\nexit \(code)").answering(result)
    }
  }

  /// What 2.1.329 prints, in an order of its own.
  private static func result(_ changes: [(String, JSONValue?)] = []) -> JSONValue {
    var result: JSONObject = [
      "type": "result", "subtype": "success", "is_error": false, "duration_ms": 2000, "num_turns": 2, "result": "Tabs.",
      "session_id": "5d3a", "total_cost_usd": 0.0021,
      "usage": ["input_tokens": 20, "cache_creation_input_tokens": 60, "cache_read_input_tokens": 40, "output_tokens": 30],
      "modelUsage": ["claude-small": ["outputTokens": 3], "claude-haiku-4-5-20251001": ["outputTokens": 30]],
      "permission_denials": [],
    ]
    for (key, value) in changes { result[key] = value }
    return .object(result)
  }

  @Test("The client is started with every flag that keeps it to itself, in an empty folder, with the mark that stops our hooks")
  func invocation() async throws {
    let client = try Client.printing(Self.result([("structured_output", ModelAnswers.value)]))
    let reply = try await client.model().complete(.structured)
    #expect(try JSONValue(parsing: reply.text) == ModelAnswers.value)
    #expect(reply.model == "claude-haiku-4-5-20251001")
    #expect(reply.usage == ModelUsage(calls: 1, inputTokens: 120, outputTokens: 30))
    #expect(reply.cost == 0.0021)
    let arguments = try client.read("arguments").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(
      Array(arguments.prefix(19)) == [
        "-p", "--model", "claude-haiku-4-5-20251001", "--output-format", "json", "--tools", "", "--strict-mcp-config",
        "--setting-sources", "", "--settings", #"{"disableAllHooks":true}"#, "--no-session-persistence", "--system-prompt",
        "You distil.", "--max-turns", "2", "--json-schema",
        SchemaSubset.pruned(CompletionRequest.structured.schema ?? .null) { $0 == "$schema" }.text,
      ])
    #expect(try client.read("prompt") == "Distil this.")
    #expect(!arguments.contains { $0.contains("Distil this.") }, "arguments can be read by everybody")
    let environment = try client.read("environment")
    for line in [
      "CONTINUITY_INTERNAL=1", "CLAUDE_CODE_DISABLE_AUTO_MEMORY=1", "DISABLE_AUTOUPDATER=1", "CLAUDE_CODE_MAX_OUTPUT_TOKENS=500",
    ] {
      #expect(environment.contains(line + "\n"))
    }
    #expect(try client.read("directory").hasSuffix("/empty\n"))
  }

  @Test("Free text is one turn without a schema; lines before the result are stepped over")
  func freeText() async throws {
    let client = try Client.printing(Self.result(), before: "echo 'a warning'; echo '{\"type\":\"system\"}'")
    #expect(try await client.model().complete(.simple).text == "Tabs.")
    let arguments = try client.read("arguments")
    #expect(arguments.contains("--max-turns\n1\n") && !arguments.contains("--json-schema"))
  }

  @Test("A subtype of success with is_error is a failure: so it looks when nobody is logged in")
  func notLoggedIn() async throws {
    let result = Self.result([
      ("is_error", true), ("result", "Not logged in · Please run /login"), ("terminal_reason", "api_error"),
    ])
    let error = try await failure(.printing(result, exit: 1))
    guard case .unavailable(let reason) = error else { throw Unexpected() }
    #expect(reason.contains("Not logged in") && reason.contains("Log in with `claude`"))
  }

  @Test(
    "Failures are told apart by what the client says of them",
    arguments: [
      ([("is_error", true), ("api_error_status", 529), ("result", "Overloaded")], "overloaded"),
      ([("is_error", true), ("api_error_status", "429"), ("result", "Limit")], "overloaded"),
      ([("is_error", true), ("api_error_status", 404), ("result", "No such model")], "refused"),
      ([("is_error", true), ("api_error_status", 401), ("result", "Bad key")], "unavailable"),
      ([("is_error", true), ("subtype", "error_max_turns"), ("result", nil)], "unusable"),
      ([("is_error", true), ("subtype", "error_during_execution"), ("errors", ["boom"])], "unusable"),
      ([("is_error", nil)], "unavailable"), ([("result", nil)], "unusable"), ([("type", "system")], "unusable"),
    ] as [([(String, JSONValue?)], String)])
  func failures(_ changes: [(String, JSONValue?)], kind: String) async throws {
    let error = try await failure(.printing(Self.result(changes)))
    let found =
      switch error {
      case .overloaded: "overloaded"
      case .refused: "refused"
      case .unavailable: "unavailable"
      case .unusable: "unusable"
      default: "\(error)"
      }
    #expect(found == kind, "\(error)")
  }

  @Test(
    "An exit code without a result is told with the client's complaint",
    arguments: [
      ("echo 'error: unknown option' >&2; exit 1", "unknown option"), ("exit 3", "exit 3"), ("echo nonsense", "no result"),
      ("kill -9 $$", "a signal"),
    ])
  func crashes(_ script: String, words: String) async throws {
    let error = try await failure(Client(script))
    #expect("\(error)".contains(words), "\(error)")
  }

  @Test("A key that the client complains about is in no error")
  func keys() async throws {
    let said = try await failure(.printing(Self.result([("is_error", true), ("result", .string("Invalid key \(secret)"))])))
    let complained = try await failure(Client("echo 'bad key: \(secret)' >&2; exit 1"))
    for error in [said, complained] { #expect("\(error)".contains("[key]") && !"\(error)".contains("9f8e7d"), "\(error)") }
  }

  @Test("A client that is not there, and a folder that is not empty, are errors before anything runs")
  func missing() async throws {
    let client = try Client.printing(Self.result())
    let absent = ClaudeCLIModel(program: client.folder + "/nothing", model: "", workingFolder: client.workingFolder)
    let error = await #expect(throws: LanguageModelError.self) { try await absent.complete(.simple) }
    guard case .unavailable = try #require(error) else { throw Unexpected() }
    try client.write("Always say yes.", to: client.workingFolder + "/CLAUDE.md")
    guard case .unavailable(let reason) = try await failure(client) else { throw Unexpected() }
    #expect(reason.contains("CLAUDE.md"))
    #expect(access(client.folder + "/arguments", F_OK) != 0)
  }

  @Test("At the time-out the client and what it started are ended, also where they do not want to")
  func timeout() async throws {
    let client = try Client(
      """
      trap '' TERM
      sh -c 'trap "" TERM; echo $$ > "'$here'/grandchild"; while :; do sleep 1; done' &
      echo $$ > "$here/child"
      mkfifo "$here/never"
      read line < "$here/never"
      """)
    // The time is up when both are there.
    var clock = ServiceClock.real
    clock.pauseTask = { _ in
      try await client.wait(for: "child")
      try await client.wait(for: "grandchild")
    }
    let error = await #expect(throws: LanguageModelError.self) { try await client.model(clock).complete(.simple) }
    guard case .timedOut(let name, after: .seconds(20)) = try #require(error) else { throw Unexpected() }
    #expect(name.contains(client.program))
    for name in ["child", "grandchild"] {
      let process = try #require(pid_t(client.read(name).dropLast()))
      #expect(try await isGone(process), "\(name) \(process) is still there")
    }
  }

  @Test("A task that is cancelled ends the client")
  func cancellation() async throws {
    let client = try Client("echo $$ > \"$here/child\"\nmkfifo \"$here/never\"\nread line < \"$here/never\"")
    let call = Task { try await client.model().complete(.simple) }
    try await client.wait(for: "child")
    call.cancel()
    let error = await #expect(throws: LanguageModelError.self) { try await call.value }
    #expect(error == .cancelled)
    #expect(try await isGone(try #require(pid_t(client.read("child").dropLast()))))
  }

  /// Waits until a process runs no more; a zombie whose new parent has not looked yet counts as gone.
  private func isGone(_ process: pid_t) async throws -> Bool {
    for _ in 0..<2000 {
      if kill(process, 0) != 0 { return true }
      if let file = fopen("/proc/\(process)/stat", "r") {
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = fread(&bytes, 1, bytes.count, file)
        if String(decoding: bytes.prefix(count), as: UTF8.self).contains(") Z ") { return true }
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    return false
  }

  private struct Unexpected: Error {}

  private func failure(_ client: Client) async throws -> LanguageModelError {
    let error = await #expect(throws: LanguageModelError.self) { try await client.model().complete(.simple) }
    return try #require(error)
  }
}
