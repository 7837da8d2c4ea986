import Interchange
import JSONValues
import LanguageModels
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is told with faults in it: every operation that writes, every job, and what is done to the store as a whole.
enum Histories {
  static let all: [CrashCase] = [
    newStore, oldSchema, remembering, forgetting, purging, using, session, correcting, intending, extraction, maintenance,
    embedding,
    vectorIndex, purgingVectors, importing, importingTranscripts, backup, restoration, sync, spending, retry, workingDay,
  ]

  // MARK: Making one

  private static func step(_ method: String, _ params: JSONObject) -> CrashCase.Step {
    CrashCase.Step(name: method) { try $0.call(method, params) }
  }

  private static func remember(_ content: String, _ category: String = "events", _ more: JSONObject = [:]) -> CrashCase.Step {
    step("memory/remember", JSONObject([("content", .string(content)), ("category", .string(category))]).merging(more))
  }

  private static let drain = CrashCase.Step(name: "worker", isAtomic: false) { try $0.drain() }

  /// A small store with something in every table that the operations touch.
  private static func furnish(_ world: CrashWorld) throws {
    mkdir(world.disk.folder + "/home", 0o700)
    for each: CrashCase.Step in [
      remember("Use pnpm for the orchard's front end.", "preferences", ["uri": "mem://user/preferences/packages"]),
      remember("The press is cleaned on Fridays by crew four.", "events", ["uri": "mem://user/events/press"]),
      remember(
        "The broker listens on port 7011 in the cellar.", "entities", ["uri": "mem://user/entities/broker", "global": true]),
      remember(longText, "cases", ["uri": "mem://agent/cases/long"]),
      step("session/start", ["session_id": "s-0", "cwd": "/work/orchard", "client": "test"]),
      step("session/prompt", ["session_id": "s-0", "prompt": "Always label crates before they leave the cellar."]),
      step("session/stop", ["session_id": "s-0", "last_assistant_message": "Crates are labelled from now on."]),
    ] { try each.run(world) }
    try world.drain()
  }

  private static let longText = (0..<60).map { "Step \($0): the tariff of row \($0 * 7) was corrected by hand." }.joined(
    separator: "\n\n")

  // MARK: The store itself

  static let newStore = CrashCase(
    name: "a new store", steps: [remember("The first thing that was ever remembered."), remember("And the second thing.")])

  private static let oldSchema = CrashCase(
    name: "a store of the first schema",
    prepare: { world in
      let here = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.startIndex))
      mkdir(world.disk.folder + "/home", 0o700)
      FolderContents.write(
        FolderContents.bytes(of: here + "/../MemoryStoreTests/Released/schema-1.db"), to: world.home.database)
    }, steps: [remember("The newer program was here.")])

  private static let backup = CrashCase(
    name: "a backup", prepare: furnish,
    steps: [
      CrashCase.Step(name: "backup") { world in
        let path = world.disk.folder + "/copy.db"
        // What stands there is whole: an interrupted copy has another name.
        if access(path, F_OK) != 0 { try world.engine().store.copy(to: path) }
        let copy = try Connection(path: path, mode: .readOnly)
        let counting = "SELECT count(*) FROM mem_nodes"
        guard try copy.query("PRAGMA integrity_check", [], { $0.text(0) }) == ["ok"],
          try copy.first(counting, [], { $0.integer(0) })
            == world.engine().store.connection.first(counting, [], { $0.integer(0) })
        else { throw CrashWorld.Refused(description: "the copy is not what was copied") }
      }
    ])

  private static let restoration = CrashCase(
    name: "a restoration",
    prepare: { world in
      try furnish(world)
      try world.engine().store.copy(to: world.disk.folder + "/copy.db")
      for number in 0..<20 { try remember("What came after the copy, \(number).").run(world) }
    },
    steps: [
      CrashCase.Step(name: "restore") { world in
        world.close()
        _ = try MemoryStore.restore(world.disk.folder + "/copy.db", into: world.home, at: world.now)
      },
      remember("What came after the restoration."),
    ])

  // MARK: Memories

  private static let remembering = CrashCase(
    name: "remembering", prepare: furnish,
    steps: [
      remember("The harvest was weighed twice, 4,120 kilograms."),
      remember("Use pnpm for the orchard's front end, and never npm.", "preferences", ["uri": "mem://user/preferences/packages"]),
      remember("The press is cleaned on Mondays.", "events", ["supersedes": "mem://user/events/press"]),
      remember("Use bun, not pnpm, for the orchard's front end.", "preferences"),
      remember(longText + "\n\nAnd one step more.", "cases", ["tags": ["tariff", "by hand"], "title": "Tariffs by hand"]),
      remember("The harvest was weighed twice, 4,120 kilograms."),
    ])

  private static let forgetting = CrashCase(
    name: "forgetting", prepare: furnish,
    steps: [
      step("memory/forget", ["uri": "mem://user/events/press", "reason": "no longer true"]),
      step("memory/forget", ["uri": "mem://user/entities/broker", "superseded_by": "mem://agent/cases/long"]),
      step("memory/forget", ["uri": "mem://sessions/s-0"]),
    ])

  /// A purge that was interrupted behind its commit is asked for again in vain: there is nothing left.
  private static func purge(_ uri: String) -> CrashCase.Step {
    CrashCase.Step(name: "memory/forget") { world in
      guard let address = try? MemoryURI(parsing: uri), try world.engine().store.node(at: address) != nil else { return }
      try world.call("memory/forget", ["uri": .string(uri), "purge": true])
    }
  }

  private static let purging = CrashCase(
    name: "purging", prepare: furnish,
    steps: [purge("mem://agent/cases/long"), purge("mem://sessions/s-0/turns/0001"), remember("What came after the purge.")])

  /// An answer does not wait for its use to be written: what is to be there is written out. What was refused is still noted, and not used again.
  private static func used(_ method: String, _ params: JSONObject) -> CrashCase.Step {
    CrashCase.Step(name: method) { world in
      if !world.answered.contains(method) {
        try world.call(method, params)
        world.answered.insert(method)
      }
      try world.engine().flushUse()
    }
  }

  private static let using = CrashCase(
    name: "reading and finding", prepare: furnish,
    steps: [
      used("memory/read", ["uri": "mem://user/events/press", "layer": "all"]),
      used("memory/find", ["query": "which port does the broker listen on"]),
      step("memory/context", ["cwd": "/work/orchard", "session_id": "s-0"]),
      step("memory/recall", ["prompt": "Who cleans the press on Fridays?", "cwd": "/work/orchard", "session_id": "s-0"]),
    ])

  private static let correcting = CrashCase(
    name: "correcting", prepare: furnish,
    steps: [
      step("memory/edit", ["uri": "mem://user/events/press", "content": "The press is cleaned on Tuesdays by crew five."]),
      step("memory/pin", ["uri": "mem://user/events/press"]),
      step("memory/restore", ["uri": "mem://user/events/press", "revision": 1]),
      step("memory/forget", ["uri": "mem://agent/cases/long"]),
      step("memory/restore", ["uri": "mem://agent/cases/long"]),
      step("memory/pin", ["uri": "mem://user/events/press", "pinned": false]),
    ])

  private static let intending = CrashCase(
    name: "intentions", prepare: furnish,
    steps: [
      step("session/prompt", ["session_id": "s-0", "prompt": "Remember to oil the hinges of gate seven tomorrow."]),
      remember("Oil the hinges of gate nine.", "events", ["tags": ["intention"], "uri": "mem://user/events/gate-nine"]),
      step("memory/done", ["uri": "mem://user/events/gate-nine"]),
    ])

  // MARK: Sessions and jobs

  private static let sessionSteps: [CrashCase.Step] = [
    step("session/start", ["session_id": "s-1", "cwd": "/work/orchard", "source": "startup", "client": "test"]),
    step("session/prompt", ["session_id": "s-1", "prompt": "I prefer tabs in the orchard. Fix the tariff of row nine."]),
    step(
      "session/tool",
      ["session_id": "s-1", "tool": "Edit", "input": ["file_path": "/work/orchard/tariff.swift"], "response": ["ok": true]]),
    step(
      "session/tool",
      ["session_id": "s-1", "tool": "Bash", "input": ["command": "make check"], "response": ["stderr": "row 9"], "failed": true]),
    step("session/stop", ["session_id": "s-1", "subagent": "scout", "last_assistant_message": "Row nine is read in one place."]),
    step("session/compact", ["session_id": "s-1", "trigger": "auto", "summary": "The tariff of row nine is being fixed."]),
    step(
      "session/stop",
      ["session_id": "s-1", "last_assistant_message": "The cause was a sign error in tariff.swift; the fix is to negate row nine."]),
    step("session/end", ["session_id": "s-1", "reason": "exit"]),
  ]

  private static let session = CrashCase(name: "a session", prepare: furnish, steps: sessionSteps)

  private static let extraction = CrashCase(
    name: "extraction",
    prepare: { world in
      try furnish(world)
      for number in 0..<30 {
        try step("session/prompt", ["session_id": "s-1", "prompt": .string("Weigh crate \(number) and write it down.")]).run(world)
        try step(
          "session/stop", ["session_id": "s-1", "last_assistant_message": .string("Crate \(number) weighs 12.\(number) kg.")]
        )
        .run(world)
      }
      for each in sessionSteps { try each.run(world) }
    }, steps: [drain])

  private static let maintenance = CrashCase(
    name: "maintenance",
    prepare: { world in
      try furnish(world)
      for each in sessionSteps { try each.run(world) }
      try world.drain()
      world.advance(by: .seconds(86_400 * 120))
      try step("session/end", ["session_id": "s-2"]).run(world)
      try world.call("memory/context", ["cwd": "/work/orchard", "session_id": "s-2"])
    }, steps: [drain])

  private static let embed = CrashCase.Step(name: "embedding", isAtomic: false) { _ = try $0.engine().embedPassages() }

  private static let embedding = CrashCase(name: "embedding", prepare: furnish, steps: [embed])

  private static func furnishWithVectors(_ world: CrashWorld) throws {
    try furnish(world)
    for number in 0..<24 { try remember("Crate \(number) stands in row \(number * 3) since March.").run(world) }
    try embed.run(world)
  }

  private static let vectorIndex = CrashCase(name: "the vector index", prepare: furnishWithVectors, steps: [drain])

  private static let purgingVectors = CrashCase(
    name: "purging what stands in the vector index",
    prepare: { world in
      try furnishWithVectors(world)
      try world.drain()
    }, steps: [purge("mem://user/events/press"), purge("mem://agent/cases/long")])

  private static let retry = CrashCase(
    name: "parked work",
    prepare: { world in
      try furnish(world)
      let store = try world.engine().store
      try store.write { try store.enqueue(kind: "from-the-future", subject: "x", due: world.now, at: world.now) }
      for _ in 0..<6 {
        _ = try world.engine().drain()
        world.advance(by: .seconds(86_400))
      }
    }, steps: [CrashCase.Step(name: "jobs/retry") { _ = try $0.engine().retryParkedJobs() }])

  private static func ledger(_ world: CrashWorld) throws -> StoreLedger {
    let moment = world.now
    return try StoreLedger(home: world.home, clock: { moment })
  }

  private static let spending = CrashCase(
    name: "the ledger", prepare: furnish,
    steps: [
      // A call is on disk before it is made: what it cost is not forgotten by a crash.
      CrashCase.Step(name: "a call begins") { world in
        let call = PlannedCall(
          purpose: "extraction", provider: "test", model: "m", session: "s-0", inputTokens: 700, outputTokens: 70)
        let limit = ModelBudget.Limit(calls: 100, tokens: 1_000_000)
        _ = try ledger(world).begin(call, within: ModelBudget(day: limit, session: limit))
      },
      CrashCase.Step(name: "a call ends") { world in
        let newest = try world.engine().store.connection.first("SELECT max(id) FROM ledger", []) { $0.integer(0) }
        try ledger(world).finish(
          LedgerEntry(id: newest ?? 0), model: "m", usage: ModelUsage(calls: 1, inputTokens: 650, outputTokens: 50), cost: 0.1)
      },
    ])

  // MARK: From elsewhere

  private static func take(_ path: String) -> CrashCase.Step {
    CrashCase.Step(name: "import", isAtomic: false) { world in
      let run = ImportRun(try world.engine(), source: MarkdownNotes.name)
      try MarkdownNotes.read(world.disk.folder + path, ImportOptions(), into: run)
      let report = try run.finish()
      guard report.failures.isEmpty else { throw CrashWorld.Refused(description: "\(report.failures)") }
    }
  }

  private static let importing = CrashCase(
    name: "an import",
    prepare: { world in
      try furnish(world)
      mkdir(world.disk.folder + "/notes", 0o700)
      for number in 0..<150 {
        FolderContents.write(
          Array("# Row \(number)\n\nThe tariff of row \(number) is \(number * 13) cents since spring.\n".utf8),
          to: world.disk.folder + "/notes/row-\(number).md")
      }
    }, steps: [take("/notes")])

  private static let importingTranscripts = CrashCase(
    name: "a transcript",
    prepare: { world in
      try furnish(world)
      var lines = ""
      for number in 0..<25 {
        for (role, words) in [("user", "Please weigh crate \(number)."), ("assistant", "Crate \(number) weighs \(number + 4) kg.")]
        {
          let record: JSONValue = [
            "type": .string(role), "uuid": .string("\(role)-\(number)"), "sessionId": "s-7", "cwd": "/work/orchard",
            "timestamp": "2026-11-20T10:00:00.000Z", "isSidechain": false,
            "message": ["role": .string(role), "content": .string(words)],
          ]
          lines += record.text + "\n"
        }
      }
      let path = world.disk.folder + "/s-7.jsonl"
      FolderContents.write(Array(lines.utf8), to: path)
      try step("session/start", ["session_id": "s-7", "cwd": "/work/orchard", "transcript_path": .string(path)]).run(world)
      try step("session/end", ["session_id": "s-7"]).run(world)
    }, steps: [drain])

  private static let sync = CrashCase(
    name: "an exchange with another machine",
    prepare: { world in
      mkdir(world.shared, 0o700)
      try furnish(world)
      try exchange("other-1").run(world)
      for number in 0..<12 { try remember("Said on the other machine, number \(number).").run(world) }
      try step("memory/forget", ["uri": "mem://user/events/press"]).run(world)
      try exchange("other-1").run(world)
      world.close()
      FolderContents.remove(world.home.path)
      world.advance(by: .seconds(60))
      try furnish(world)
      try remember("Said on this machine.").run(world)
    }, steps: [exchange("this-1"), exchange("this-1")])

  private static func exchange(_ name: String) -> CrashCase.Step {
    CrashCase.Step(name: "sync", isAtomic: false) { world in
      _ = try world.engine().sync(try SharedFolder(path: world.shared), SyncRequest(installation: name))
    }
  }

  // MARK: All together

  private static let workingDay = CrashCase(
    name: "a working day", prepare: furnish,
    steps: sessionSteps + [
      remember("The cellar was flooded in spring."),
      used("memory/read", ["uri": "mem://user/events/press"]),
      step("memory/pin", ["uri": "mem://user/entities/broker"]),
      step("memory/edit", ["uri": "mem://user/events/press", "content": "The press is cleaned on Tuesdays."]),
      remember("The north gate opens at five.", "entities", ["uri": "mem://user/entities/north-gate"]),
      step("memory/forget", ["uri": "mem://user/entities/north-gate"]),
      step("memory/restore", ["uri": "mem://user/entities/north-gate"]),
    ] + sessionSteps.dropLast().map { $0 } + [purge("mem://agent/cases/long"), remember("The day is over.")])
}
