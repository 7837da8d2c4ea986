import Hooks
import JSONValues
import Testing

@testable import continuity

/// Our hooks and our server among others', as values; what becomes of the bytes is `JSONTextTests`' business.
struct HookEntriesTests {
  private let hooks = AgentClient.claudeCodeHooks
  private let invocation = Invocation(program: "/opt/bin/continuity")
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
    let added = try hooks.adding(invocation, to: settings)
    #expect(added["hooks"]?["PostToolUse"]?.array?.count == 2)
    #expect(added["hooks"]?["PostToolUse"]?.array?.first == settings["hooks"]?["PostToolUse"]?.array?.first)
    #expect(added.keys == settings.keys)
    let removed = try hooks.removing(from: added)
    #expect(JSONValue.object(removed).text == JSONValue.object(settings).text)
  }

  @Test("Every event is connected in exec form, once, however often init runs and wherever the program moved")
  func idempotent() throws {
    let once = try hooks.adding(Invocation(program: "/old/continuity"), to: JSONObject())
    let twice = try hooks.adding(Invocation(program: "/opt/bin/continuity", home: "/h"), to: once)
    for (client, ours) in hooks.pairs {
      let expected: JSONValue = [
        [
          "hooks": [
            ["type": "command", "command": "/opt/bin/continuity", "args": ["hook", .string(ours), "--home=/h"], "timeout": 10]
          ]
        ]
      ]
      #expect(twice["hooks"]?[client] == expected)
    }
    #expect(hooks.found(in: twice).count == hooks.pairs.count)
    #expect(try hooks.removing(from: twice) == [:])
  }

  @Test("Ours that moved stands where it stood, between others'") func place() throws {
    func command(_ text: String) -> JSONValue { ["hooks": [["type": "command", "command": .string(text)]]] }
    let settings: JSONObject = ["hooks": ["Stop": [command("first"), command("/old/continuity hook stop"), command("last")]]]
    let stop = try hooks.adding(invocation, to: settings)["hooks"]?["Stop"]?.array
    #expect(stop?.count == 3)
    #expect(stop?.first == command("first") && stop?.last == command("last"))
    #expect(stop?[1]["hooks"]?.array?.first?["args"] == ["hook", "stop"])
  }

  @Test("An event that we no longer want loses ours alone") func obsolete() throws {
    let settings: JSONObject = [
      "hooks": [
        "PreToolUse": [["hooks": [["type": "command", "command": "continuity hook tool"], ["type": "command", "command": "x"]]]]
      ]
    ]
    let added = try hooks.adding(invocation, to: settings)
    #expect(added["hooks"]?["PreToolUse"] == [["hooks": [["type": "command", "command": "x"]]]])
  }

  @Test("A hook that somebody wrote as one line for a shell is ours too; one that merely mentions us is not")
  func recognises() throws {
    let lines = [
      "/a b/continuity hook stop", "continuity hook stop --client=codex", "'/a b/continuity' hook stop",
      "\"/x/continuity\" hook stop",
      "echo continuity hook", "/opt/business-continuity hook stop", "continuity sync /x", "mycontinuity hook stop",
    ]
    let ours = lines.map { StartedProgram(command: $0, arguments: nil) }.filter(\.isOurs).map(\.program)
    #expect(ours == ["/a b/continuity", "continuity", "/a b/continuity", "/x/continuity"])
  }

  @Test("A path with spaces and quotes survives the shell") func quoting() {
    let line = Invocation(program: "/Volumes/Jo's Disk/bin/continuity", home: "/a b").line(["hook", "stop"])
    #expect(line == "'/Volumes/Jo'\\''s Disk/bin/continuity' hook stop")
    #expect(Invocation(program: "/opt/bin/continuity").line(["mcp"]) == "/opt/bin/continuity mcp")
  }

  @Test("Settings of an unexpected shape are refused by name, not rewritten")
  func unexpected() {
    #expect(throws: UnexpectedSettings.self) { try hooks.adding(invocation, to: ["hooks": []] as JSONObject) }
    #expect(throws: UnexpectedSettings.self) { try hooks.adding(invocation, to: ["hooks": ["Stop": [:]]] as JSONObject) }
    #expect(throws: UnexpectedSettings.self) { try ServerEntry().adding(invocation, to: ["mcpServers": 1] as JSONObject) }
  }

  @Test(
    "The server comes and goes beside others, keeps what somebody added to it, and a foreign one of our name is refused and left alone"
  )
  func server() throws {
    let part = ServerEntry(leading: ["type": "stdio"], trailing: ["env": [:]])
    let state: JSONObject = ["mcpServers": ["other": ["command": "x"]], "projects": [:]]
    let added = try part.adding(invocation, to: state)
    #expect(part.found(in: added).map(\.started.program) == ["/opt/bin/continuity"])
    #expect(added["mcpServers"]?["continuity"]?.object?.keys == ["type", "command", "args", "env"])
    #expect(try part.removing(from: added) == state)

    let extended: JSONObject = ["mcpServers": ["continuity": ["command": "/old/continuity", "args": ["mcp"], "env": ["A": "b"]]]]
    let moved = try part.adding(invocation, to: extended)["mcpServers"]?["continuity"]
    #expect(moved == ["command": "/opt/bin/continuity", "args": ["mcp"], "env": ["A": "b"]])

    let foreign: JSONObject = ["mcpServers": ["continuity": ["command": "python", "args": ["-m", "other"]]]]
    #expect(try part.removing(from: foreign) == foreign)
    let refusal = #expect(throws: UnexpectedSettings.self) { try part.adding(invocation, to: foreign) }
    #expect(refusal?.description.contains("python") == true)
  }

  @Test("The plugin is seen when it is enabled")
  func plugin() {
    #expect(AgentClient.enabledPlugin(in: ["enabledPlugins": ["continuity@here": true]]) == "continuity@here")
    #expect(AgentClient.enabledPlugin(in: ["enabledPlugins": ["continuity@here": false, "x@y": true]]) == nil)
  }

  @Test("Every hook of every client runs the event that goes with the client's name for it")
  func events() throws {
    let places = UserPlaces(home: "/home/ada", isDarwin: false) { _ in nil }
    for client in AgentClient.all {
      for part in client.files(places).flatMap(\.parts) {
        guard let part = part as? HookEntries else { continue }
        for (name, ours) in part.pairs {
          let event = try #require(HookEvent(named: ours), "\(client.name)")
          #expect(event.clientNames.contains(name), "\(client.name): \(name) runs \(ours)")
        }
        if let name = part.client { #expect(HookClient(named: name) != nil) }
      }
    }
  }
}
