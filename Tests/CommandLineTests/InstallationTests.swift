import JSONValues
import SeededRandom
import Testing

@testable import continuity

struct InstallationTests {
  private let program = "/opt/bin/continuity"
  private let settings: JSONObject = [
    "model": "opus",
    "hooks": [
      "PostToolUse": [["matcher": "Edit", "hooks": [["type": "command", "command": "fmt.sh"]]]],
      "Notification": [["hooks": [["type": "command", "command": "notify continuity hook"]]]],
    ],
    "permissions": ["allow": ["Bash(ls:*)"]],
  ]

  @Test("What was there before stays, in its order, and taking ours out gives it back exactly")
  func roundTrip() throws {
    let added = try ClaudeCodeSettings.addingHooks(to: settings, program: program, home: nil)
    #expect(added["hooks"]?["PostToolUse"]?.array?.count == 2)
    #expect(added["hooks"]?["PostToolUse"]?.array?.first == settings["hooks"]?["PostToolUse"]?.array?.first)
    #expect(added.keys == settings.keys)
    let removed = try ClaudeCodeSettings.removingHooks(from: added)
    #expect(JSONValue.object(removed).text == JSONValue.object(settings).text)
  }

  @Test("Every event is connected in exec form, once, however often init runs and wherever the program moved")
  func idempotent() throws {
    let once = try ClaudeCodeSettings.addingHooks(to: [:], program: "/old/continuity", home: nil)
    let twice = try ClaudeCodeSettings.addingHooks(to: once, program: program, home: "/h")
    for (client, ours) in ClaudeCodeSettings.events {
      let expected: JSONValue = [
        ["hooks": [["type": "command", "command": .string(program), "args": ["hook", .string(ours), "--home=/h"], "timeout": 10]]]
      ]
      #expect(twice["hooks"]?[client] == expected)
    }
    #expect(ClaudeCodeSettings.handlers(in: twice).count == ClaudeCodeSettings.events.count)
    #expect(try ClaudeCodeSettings.removingHooks(from: twice) == [:])
  }

  @Test("A hook that somebody wrote as one line for a shell is ours too; one that merely mentions us is not")
  func recognises() throws {
    let settings: JSONObject = [
      "hooks": [
        "Stop": [
          [
            "hooks": [
              ["type": "command", "command": "/a b/continuity hook stop"], ["type": "command", "command": "echo continuity hook"],
            ]
          ]
        ]
      ]
    ]
    let removed = try ClaudeCodeSettings.removingHooks(from: settings)
    #expect(removed["hooks"]?["Stop"]?.array?.first?["hooks"] == [["type": "command", "command": "echo continuity hook"]])
  }

  @Test("Settings of an unexpected shape are refused by name, not rewritten")
  func unexpected() {
    #expect(throws: ClaudeCodeSettings.Unexpected.self) {
      try ClaudeCodeSettings.addingHooks(to: ["hooks": []], program: program, home: nil)
    }
    #expect(throws: ClaudeCodeSettings.Unexpected.self) {
      try ClaudeCodeSettings.addingHooks(to: ["hooks": ["Stop": [:]]], program: program, home: nil)
    }
    #expect(throws: ClaudeCodeSettings.Unexpected.self) {
      try ClaudeCodeSettings.addingServer(to: ["mcpServers": 1], program: program, home: nil)
    }
  }

  @Test("The server comes and goes beside others, and a foreign one of our name is left alone")
  func server() throws {
    let state: JSONObject = ["mcpServers": ["other": ["command": "x"]], "projects": [:]]
    let added = try ClaudeCodeSettings.addingServer(to: state, program: program, home: nil)
    #expect(ClaudeCodeSettings.server(in: added) == program)
    #expect(try ClaudeCodeSettings.removingServer(from: added) == state)
    let foreign: JSONObject = ["mcpServers": ["continuity": ["command": "python", "args": ["-m", "other"]]]]
    #expect(try ClaudeCodeSettings.removingServer(from: foreign) == foreign)
  }

  @Test("The plugin is seen when it is enabled")
  func plugin() {
    #expect(ClaudeCodeSettings.enabledPlugin(in: ["enabledPlugins": ["continuity@here": true]]) == "continuity@here")
    #expect(ClaudeCodeSettings.enabledPlugin(in: ["enabledPlugins": ["continuity@here": false, "x@y": true]]) == nil)
  }

  @Test("A difference applied to the old text gives the new one")
  func difference() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let old = (0..<Int.random(in: 0...12, using: &generator)).map { _ in "\(Int.random(in: 0...4, using: &generator))" }
      let new = (0..<Int.random(in: 0...12, using: &generator)).map { _ in "\(Int.random(in: 0...4, using: &generator))" }
      let lines = LineDiff.lines(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"), context: 20)
      if old == new || lines.isEmpty { continue }
      var (before, after) = ([String](), [String]())
      for line in lines {
        switch line {
        case .same(let text):
          before.append(text)
          after.append(text)
        case .removed(let text): before.append(text)
        case .added(let text): after.append(text)
        case .gap: Issue.record("everything is near enough to be shown")
        }
      }
      #expect(before == old)
      #expect(after == new)
    }
    #expect(
      LineDiff.lines(from: "a\nb\nc\nd\ne", to: "a\nb\nc\nd\nf", context: 1) == [.gap(3), .same("d"), .removed("e"), .added("f")])
    #expect(LineDiff.lines(from: "a", to: "a\n").isEmpty)
  }

  @Test(
    "Addresses are read as people write them",
    arguments: [
      ("http://localhost:11434", "localhost", 11434), ("https://api.openai.com/v1", "api.openai.com", 443),
      ("http://[::1]:80/x", "::1", 80),
      ("127.0.0.1:9", "127.0.0.1", 9), ("http://host", "host", 80),
    ])
  func endpoint(_ address: String, host: String, port: Int) throws {
    let parsed = try #require(Endpoint.parse(address))
    #expect(parsed.host == host)
    #expect(parsed.port == port)
  }

  @Test("What is no address is none", arguments: ["", "http://", "http://h:0", "http://h:99999", "http://h:x"])
  func noEndpoint(_ address: String) { #expect(Endpoint.parse(address) == nil) }
}
