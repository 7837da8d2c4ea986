import Testing

@testable import continuity

/// Codex's `config.toml`, edited as text.
struct CodexServerTableTests {
  private let part = CodexServerTable()
  private let invocation = Invocation(program: "/opt/bin/continuity")
  private let table = "[mcp_servers.continuity]\ncommand = \"/opt/bin/continuity\"\nargs = [\"mcp\"]\n"

  /// What people have in theirs: comments, dates, long strings, arrays over lines, inline tables, servers, arrays of tables.
  private static let realistic = """
    # my settings
    model = "gpt-5.2-codex"   # the big one
    notify = ["python3", "/home/ada/notify.py"]
    instructions = \"\"\"
    [not.a.table]
    Say "hello".\"\"\"
    started = 2026-11-21 07:32:00

    [projects."/home/ada/orrery"]
    trust_level = "trusted"

    [mcp_servers.files]
    command = "npx"
    args = [
      "-y", # quietly
      "@modelcontextprotocol/server-filesystem", '/home/ada/[x]',
    ]
    env = { "KEY" = "a=b", DEBUG = "1" }

    [[hooks.PreToolUse]]
    matcher = "Bash"

    [tools]
    web_search = true
    """

  @Test(
    "Ours comes after everything else and goes again without a trace",
    arguments: [
      "", "\n", realistic + "\n", realistic + "\n\n",
      realistic.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") + "\r\n",
    ])
  func roundTrip(_ text: String) throws {
    let added = try part.adding(invocation, to: text)
    #expect(added.hasPrefix(text))
    #expect(try part.found(in: added).map(\.started) == [StartedProgram(command: "/opt/bin/continuity", arguments: ["mcp"])])
    #expect(try part.adding(invocation, to: added) == added)
    #expect(try part.removing(from: added) == text)
    #expect(try part.removing(from: text) == text)
  }

  @Test("In the style of the file: CRLF stays CRLF, and a last line without its end gets one") func lineBreaks() throws {
    #expect(try part.adding(invocation, to: "a = 1\r\n").utf8.count { $0 == 0x0A } == 5)
    #expect(try part.adding(invocation, to: "a = 1\r\n").utf8.count { $0 == 0x0D } == 5)
    #expect(try part.adding(invocation, to: "a = 1") == "a = 1\n\n" + table)
  }

  @Test("Arguments that somebody put before the command stay there") func order() throws {
    let text = "[mcp_servers.continuity]\nargs = [\"mcp\", \"--home=/a/longer/path\"] # mine\ncommand = \"/old/continuity\" # too\n"
    let expected = "[mcp_servers.continuity]\nargs = [\"mcp\"] # mine\ncommand = \"/opt/bin/continuity\" # too\n"
    #expect(try part.adding(invocation, to: text) == expected)
  }

  @Test("A program that moved is changed where it stands; what somebody added to our table stays") func moved() throws {
    let text =
      "[mcp_servers.continuity] # mine\nstartup_timeout_sec = 20\ncommand = '/old/continuity' # old\nargs = [\n  \"mcp\", # yes\n]\n\n[mcp_servers.continuity.env]\nA = \"b\"\n\n[tools]\n"
    let changed = try part.adding(Invocation(program: "/opt/bin/continuity", home: "/a \"b\""), to: text)
    #expect(
      changed
        == "[mcp_servers.continuity] # mine\nstartup_timeout_sec = 20\ncommand = \"/opt/bin/continuity\" # old\nargs = [\"mcp\", \"--home=/a \\\"b\\\"\"]\n\n[mcp_servers.continuity.env]\nA = \"b\"\n\n[tools]\n"
    )
    #expect(try part.removing(from: changed) == "\n[tools]\n")
  }

  @Test("Ours between two tables goes, and the two stay apart") func between() throws {
    #expect(try part.removing(from: "[a]\nx = 1\n\n\(table)\n[b]\ny = 2\n") == "[a]\nx = 1\n\n[b]\ny = 2\n")
    #expect(try part.removing(from: "[a]\nx = 1\n\(table)# about b\n[b]\n") == "[a]\nx = 1\n# about b\n[b]\n")
  }

  @Test(
    "What is not understood, or is somebody else's, is refused and left as it is",
    arguments: [
      ("mcp_servers = { continuity = { command = \"continuity\", args = [\"mcp\"] } }\n", "line 1"),
      ("mcp_servers.continuity.command = \"continuity\"\n", "table of its own"),
      ("[mcp_servers]\ncontinuity = { command = \"continuity\" }\n", "table of its own"),
      ("[mcp_servers.continuity]\ncommand = \"python\"\nargs = [\"-m\", \"continuity\", \"mcp\"]\n", "python"),
      ("[mcp_servers.continuity]\nurl = \"https://example.org\"\n", "not ours"),
      ("[[mcp_servers.continuity]]\n", "table of its own"),
      ("x = \"no end\n", "line 1"), ("a = 1\nb = [1,\n", "line"), ("just words\n", "line 1"), ("[x\n", "line 1"),
      ("a = \"\"\"\nno end\n", "line 1"),
    ])
  func refused(_ text: String, reason: String) {
    let error = #expect(throws: UnexpectedSettings.self) { try part.adding(invocation, to: text) }
    #expect(error?.description.contains(reason) == true, "\(error.map(\.description) ?? "")")
  }

  @Test("A name in quotes is the same name") func quotedNames() throws {
    let text = "[mcp_servers . \"continuity\"]\ncommand = \"/old/continuity\"\nargs = [\"mcp\"]\n"
    #expect(try part.adding(invocation, to: text).contains("/opt/bin/continuity"))
    #expect(try part.removing(from: text) == "")
  }
}
