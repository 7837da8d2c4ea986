import JSONValues
import MemoryModel
import Testing

@testable import MemoryEngine
@testable import Operations

@Suite struct BrowsingTextTests {
  @Test("tree is an outline with counts, and says what it leaves out")
  func tree() throws {
    let editor = Samples.entry(Samples.node("user/preferences/editor", "Helix.", project: "orchard"))
    let user = Samples.directory(
      "user", count: 15,
      children: [
        Samples.directory("user/preferences", count: 13, children: [editor], omitted: 12),
        Samples.directory("user/events", count: 2),
      ])
    let text = try Samples.text(TreeOperation.self, [:], Samples.directory("", count: 15, children: [user]))
    #expect(
      text == """
        mem:// (15)
          mem://user/ (15)
            mem://user/preferences/ (13)
              editor [project orchard, 2026-11-20] Helix.
              … 12 more not shown
            mem://user/events/ (2)
        To go on: `read` a memory: its directory's URI and its name; see what is below a directory: name it as uri, or raise depth (now 2); \
        see what is left out: raise limit (now 50) or name the directory as uri.
        """)
  }

  @Test("an empty tree still shows what goes where")
  func emptyTree() throws {
    let text = try Samples.text(
      TreeOperation.self, [:], Samples.directory("", count: 0, children: [Samples.directory("user", count: 0)]))
    #expect(
      text.hasPrefix(
        "Nothing is remembered yet. Sessions are recorded by the hooks; `remember` keeps something at once.\nmem:// (0)\n"))
    #expect(
      try Samples.text(
        TreeOperation.self, ["uri": "mem://user/events", "all_projects": false], Samples.directory("user/events", count: 0))
          == """
          Nothing stands below mem://user/events in this project, or in what belongs to none; all_projects: true shows everything. Start from \
          mem:// to see what there is.
          """)
  }

  @Test("a tree that would be too long stops, and says how much is missing")
  func treeBudget() throws {
    let leaves = (1...1000).map { Samples.entry(Samples.node("user/events/e-\($0)", String(repeating: "word ", count: 100))) }
    let text = try Samples.text(
      TreeOperation.self, ["limit": 1000], Samples.directory("user/events", count: 1000, children: leaves))
    #expect(text.utf8.count <= ToolText.budget)
    let shown = text.split(separator: "\n").count { $0.hasPrefix("  e-") }
    #expect(text.contains("\n\(1000 - shown) more lines not shown"))
  }

  private func read(
    _ node: MemoryNode, _ layer: String? = nil, history: [Revision] = [], links: [Link] = [], children: [TreeEntry] = []
  )
    throws -> String
  {
    var params: JSONObject = ["uri": .string(node.uri.description)]
    params["layer"] = layer.map(JSONValue.string)
    return try Samples.text(
      ReadOperation.self, params,
      ReadResult(outcome: ReadOutcome(node: node, layer: .all, history: history, links: links, children: children)))
  }

  @Test("a short memory is read whole, with where it came from before it")
  func readShort() throws {
    let node = Samples.node(
      "user/preferences/editor", "Helix.", content: "Helix.\n\n- with vim keys", project: "orchard", tags: ["editor", "tools"],
      validity: Validity(from: Samples.day.advanced(by: .seconds(3600))))
    #expect(
      try read(node) == """
        mem://user/preferences/editor [preferences, project orchard, 2026-11-20]
        Learned 2026-11-20 from an agent, session s-1.
        True from 2026-11-20T11:00:00Z on.
        Tags: editor, tools

        Text:
        Helix.

        - with vim keys
        """)
    #expect(try read(node, "l0").hasSuffix("\n\nAbstract:\nHelix."))
  }

  @Test("a long memory is read by its overview, with how long the whole is")
  func readLong() throws {
    let node = Samples.node("agent/cases/c", "A case.", overview: "The overview.", content: String(repeating: "x", count: 9_000))
    #expect(try read(node).hasSuffix("The whole text has 9000 bytes: `read` it with layer l2.\n\nOverview:\nThe overview."))
    #expect(try read(node, "l2").hasSuffix("\n\nText:\n" + String(repeating: "x", count: 9_000)))
  }

  @Test("a memory of a megabyte is shown in part, with the ways to the rest")
  func readHuge() throws {
    let line = "ä日本🙂 word\n"
    let content = String(repeating: line, count: 1_000_000 / line.utf8.count)
    let node = Samples.node("agent/cases/c", "A case.", content: content)
    let text = try read(node, "l2")
    #expect(text.utf8.count <= ToolText.budget)
    #expect(text.utf8.count > ToolText.budget - 1_500)
    #expect(text.contains("The text has \(content.utf8.count) bytes; the first "))
    #expect(text.contains("`find` with within mem://agent/cases/c"))
    #expect(text.hasSuffix("word"))
    // Also where no line ends.
    let endless = Samples.node("agent/cases/c", "A case.", content: String(repeating: "🙂", count: 250_000))
    #expect(try read(endless, "l2").hasSuffix("🙂"))
  }

  @Test("a memory that no longer holds says so first")
  func readRetracted() throws {
    let node = Samples.node(
      "user/preferences/editor", "Helix.", retraction: Retraction(at: Samples.day, reason: "misheard"),
      supersededBy: MemoryURI(segments: ["user", "preferences", "editor-2"]))
    #expect(
      try read(node).hasPrefix(
        """
        mem://user/preferences/editor [preferences, 2026-11-20, retracted]
        RETRACTED on 2026-11-20: misheard. Do not rely on it.
        REPLACED by mem://user/preferences/editor-2: read that instead.
        """))
  }

  @Test("all of a memory comes with its history and links, and its text last")
  func readAll() throws {
    let node = Samples.node("user/preferences/editor", "Helix.")
    let revision = Revision(
      number: 1, uri: node.uri, cause: .merged, abstract: "Vim.", overview: "Vim.", content: "Vim.", validity: Validity(),
      replacedAt: Samples.day, session: nil)
    let link = Link(
      from: node.uri, to: MemoryURI(segments: ["agent", "cases", "c"]), kind: .coMention, weight: 1, createdAt: Samples.day)
    #expect(
      try read(node, "all", history: [revision], links: [link]).hasSuffix(
        """
        History, newest first:
        - until 2026-11-20, merged: Vim.
        Linked with:
        - mem://user/preferences/editor co_mention mem://agent/cases/c

        Text:
        Helix.
        """))
  }

  @Test("a directory is read by what stands in it")
  func readDirectory() throws {
    let directory = Samples.node("user/preferences", "", kind: .directory)
    #expect(
      try read(
        directory,
        children: [
          Samples.directory("user/preferences/tools", count: 2), Samples.entry(Samples.node("user/preferences/e", "Helix.")),
        ])
          == """
          mem://user/preferences is a directory.
          - mem://user/preferences/tools/ (2)
          - mem://user/preferences/e Helix.
          Next: `read` one of them, or `tree` with this uri for what is deeper.
          """)
    #expect(try read(directory).hasSuffix("It is empty."))
  }

  @Test("profile shows how to work with the user first")
  func profile() throws {
    let outcome = ProfileOutcome(
      relational: Samples.node("user/profile/communication", "Terse.", overview: "Terse answers.\n\nNo praise."),
      identity: [Samples.node("user/profile/work", "A botanist.")],
      preferences: [Samples.node("user/preferences/editor", "Helix.", project: "orchard")])
    #expect(
      try Samples.text(ProfileOperation.self, [:], ProfileResult(outcome: outcome, scope: .project("orchard"))) == """
        Working with the user (mem://user/profile/communication, 2026-11-20):
          Terse answers.
          No praise.
        Who they are (1):
        - mem://user/profile/work [profile, 2026-11-20] A botanist.
        Preferences (1):
        - mem://user/preferences/editor [preferences, project orchard, 2026-11-20] Helix.
        Next: `read` a URI for the whole text and its history.
        """)
    let nothing = ProfileOutcome(relational: nil, identity: [], preferences: [])
    #expect(
      try Samples.text(ProfileOperation.self, [:], ProfileResult(outcome: nothing, scope: .unscoped))
        .hasPrefix("Nothing is known about the user yet (what belongs to no project)."))
    let many = ProfileOutcome(
      relational: nil, identity: [],
      preferences: (1...500).map { Samples.node("user/preferences/p-\($0)", String(repeating: "word ", count: 100)) })
    let text = try Samples.text(ProfileOperation.self, [:], ProfileResult(outcome: many, scope: .unscoped))
    #expect(text.utf8.count <= ToolText.budget)
    #expect(text.contains("more not shown, the answer would be too long"))
  }
}
