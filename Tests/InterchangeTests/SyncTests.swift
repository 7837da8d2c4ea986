import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two real stores and a real folder.
@Suite final class SyncTests {
  private let laptop: Machine
  private let desktop: Machine
  private let folder: SharedFolder

  init() throws {
    let template = try Machine.template()
    laptop = try Machine(name: "laptop", clock: 1_790_000_000_000, template: template)
    desktop = try Machine(name: "desktop", clock: 1_790_000_000_000, template: template)
    var path = Array("/tmp/continuity-shared-XXXXXX".utf8CString)
    let made = path.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    folder = try SharedFolder(path: try #require(made) + "/sync")
  }

  deinit { Machine.remove(String(folder.path.dropLast("/sync".count))) }

  @discardableResult
  private func sync(_ machines: Machine..., sessions: Bool = false) throws -> SyncOutcome {
    var outcome = SyncOutcome()
    for machine in machines {
      machine.advance(by: 1000)
      var request = SyncRequest(installation: machine.name)
      request.includesSessions = sessions
      outcome = try machine.engine.sync(folder, request)
    }
    return outcome
  }

  private func remember(_ machine: Machine, _ content: String, at uri: String) throws {
    machine.advance(by: 1000)
    var request = RememberRequest(content: content)
    request.uri = try MemoryURI(parsing: uri)
    _ = try machine.engine.remember(request)
  }

  private func node(_ machine: Machine, _ uri: String) throws -> MemoryNode? {
    try machine.engine.store.node(at: MemoryURI(parsing: uri))
  }

  private func files(of installation: String) -> [String] {
    let path = "\(folder.path)/\(installation)"
    return ((try? folder.files()) ?? []).filter { $0.installation == installation }.map(\.number).sorted().map {
      let digits = String($0)
      return "\(path)/\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).changes"
    }
  }

  @Test("A memory of one store is found by its words in the other, with its project, tags and times") func travels() throws {
    var request = RememberRequest(content: "The billing service listens on port 7443")
    request.category = .entities
    request.tags = ["ports"]
    request.project = "orchard"
    let uri = try laptop.engine.remember(request).uri
    let outcome = try sync(laptop, desktop)
    #expect(outcome.read == 1 && outcome.changed == 1 && outcome.peers == 1)
    var find = FindRequest(query: "which port does billing use")
    find.scope = .project("orchard")
    #expect(try desktop.engine.find(find).items.first?.node.uri == uri)
    let (ours, theirs) = (try #require(try laptop.engine.store.node(at: uri)), try #require(try desktop.engine.store.node(at: uri)))
    #expect(theirs.tags == ["ports"] && theirs.createdAt == ours.createdAt && theirs.provenance == ours.provenance)
    // That it was found is use, and travels too.
    #expect(try sync(desktop, laptop).read == 1)
    #expect(try laptop.engine.store.node(at: uri)?.accessCount == 1)
    #expect(try sync(desktop, laptop).read == 0)
  }

  @Test("Of two texts that were written apart the newer one stands and the other one is a revision, in both stores")
  func bothAreKept() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, desktop)
    try remember(laptop, "Uses emacs with evil mode on weekdays", at: "mem://user/preferences/editor")
    desktop.advance(by: 60_000)
    try remember(desktop, "Codes in zed since the summer holidays", at: "mem://user/preferences/editor")
    try sync(laptop, desktop, laptop)
    for machine in [laptop, desktop] {
      let standing = try #require(try node(machine, "mem://user/preferences/editor"))
      #expect(standing.content.contains("zed"))
      #expect(try machine.engine.store.revisions(of: standing).contains { $0.content.contains("emacs") })
    }
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("Fields that were changed at two places both stand") func fields() throws {
    try remember(laptop, "The release is on Friday", at: "mem://user/events/release")
    try sync(laptop, desktop)
    var ours = try #require(try node(laptop, "mem://user/events/release"))
    ours.tags = ["shipping"]
    try laptop.engine.store.write { try laptop.engine.store.update(ours) }
    var theirs = try #require(try node(desktop, "mem://user/events/release"))
    theirs.pinnedAt = desktop.now
    try desktop.engine.store.write { try desktop.engine.store.update(theirs) }
    try sync(laptop, desktop, laptop)
    for machine in [laptop, desktop] {
      let node = try #require(try node(machine, "mem://user/events/release"))
      #expect(node.tags == ["shipping"] && node.pinnedAt != nil)
    }
  }

  @Test("Two events that were given one address apart from one another both stand") func collision() throws {
    try remember(laptop, "The release of the orchard is on Friday", at: "mem://user/events/release")
    desktop.advance(by: 5000)
    try remember(desktop, "Released the billing service", at: "mem://user/events/release")
    try sync(laptop, desktop, laptop)
    for machine in [laptop, desktop] {
      #expect(try node(machine, "mem://user/events/release")?.content.contains("orchard") == true)
      let other = try machine.engine.store.children(of: MemoryURI(parsing: "mem://user/events"))
      #expect(other.count == 2 && other.contains { $0.content.contains("billing") })
    }
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("What was forgotten is forgotten everywhere, and is not learned again there") func forgetting() throws {
    try remember(laptop, "The cache is kept in Redis", at: "mem://user/events/cache")
    try sync(laptop, desktop)
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://user/events/cache"))
    request.reason = "never true"
    _ = try desktop.engine.forget(request)
    try sync(desktop, laptop)
    #expect(try node(laptop, "mem://user/events/cache")?.retraction?.reason == "never true")
    var retractions = 0
    try laptop.engine.store.forEachRetraction { _, _, _, _, _ in retractions += 1 }
    #expect(retractions == 1)
    #expect(try laptop.engine.find(FindRequest(query: "cache Redis")).items.isEmpty)
  }

  @Test("What was purged leaves no word in the other store, and a store that has it yet does not bring it back")
  func purging() throws {
    let template = try Machine.template()
    let late = try Machine(name: "late", clock: 1_790_000_000_000, template: template)
    try remember(laptop, "The passphrase hint is marmalade", at: "mem://user/events/hint")
    try sync(laptop, desktop, late)
    // It is changed where the purge is not known.
    try remember(late, "Something else", at: "mem://user/events/else")
    var standing = try #require(try node(late, "mem://user/events/hint"))
    standing.content = "The passphrase hint is marmalade with ginger"
    standing.updatedAt = late.now
    try late.engine.store.write { try late.engine.store.update(standing) }
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://user/events/hint"))
    request.purge = true
    _ = try laptop.engine.forget(request)
    try sync(laptop, late, desktop, laptop)
    for word in ["marmalade", "hint"] {
      for machine in [laptop, desktop, late] {
        #expect(try node(machine, "mem://user/events/hint") == nil)
        #expect(!String(decoding: try machine.snapshot(), as: UTF8.self).contains(word), "\(machine.name)")
      }
      for path in try folder.files().map(\.installation).flatMap(files) {
        #expect(!String(decoding: Machine.bytes(of: path), as: UTF8.self).contains(word), "\(path)")
      }
    }
    // The lines behind are read as before.
    let last = try Machine(name: "last", clock: 1_790_000_900_000, template: template)
    try sync(last)
    #expect(try node(last, "mem://user/events/else")?.content == "Something else")
  }

  @Test("At the address of an erased memory a new one can be made, and it travels") func anew() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, desktop)
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://user/preferences/editor"))
    request.purge = true
    _ = try laptop.engine.forget(request)
    try remember(laptop, "Uses zed", at: "mem://user/preferences/editor")
    try sync(laptop, desktop)
    #expect(try node(desktop, "mem://user/preferences/editor")?.content == "Uses zed")
  }

  @Test("Half a file is read up to its last whole line and taken up again when the rest has come") func halfAFile() throws {
    for number in 1...20 { try remember(laptop, "Fact number \(number) of the orchard", at: "mem://user/events/fact-\(number)") }
    try sync(laptop)
    let path = try #require(files(of: "laptop").first)
    var information = stat()
    stat(path, &information)
    let whole = Machine.bytes(of: path)
    truncate(path, information.st_size / 2 + 7)
    let half = try sync(desktop)
    #expect(half.read > 3 && half.read < 18)
    #expect(half.incomplete.count == 1)
    try Machine.write(whole, to: path)
    #expect(try sync(desktop).read == 20 - half.read)
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("A line that was damaged is not taken in, nor what follows it") func damage() throws {
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try remember(laptop, "The second fact", at: "mem://user/events/second")
    try sync(laptop)
    let path = try #require(files(of: "laptop").first)
    var bytes = Machine.bytes(of: path)
    let place = try #require(bytes.indices.first { Array(bytes[$0...].prefix(14)) == Array("The first fact".utf8) })
    bytes[place] = UInt8(ascii: "t")
    try Machine.write(bytes, to: path)
    let outcome = try sync(desktop)
    #expect(outcome.read == 0 && outcome.incomplete.count == 1 && outcome.changed == 0)
  }

  @Test("What is none of ours in the folder is left alone") func strangers() throws {
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try sync(laptop)
    let path = try #require(files(of: "laptop").first)
    let bytes = Machine.bytes(of: path)
    try Machine.write(bytes, to: String(path.dropLast(".changes".count)) + " (conflicted copy).changes")
    try Machine.write(Array("hello".utf8), to: folder.path + "/notes.txt")
    mkdir(folder.path + "/.git", 0o700)
    #expect(try sync(desktop).peers == 1)
    #expect(try sync(desktop) == SyncOutcome(peers: 1))
  }

  @Test("Files of a newer version are named and not read") func newer() throws {
    mkdir(folder.path + "/future", 0o700)
    try Machine.write(
      Array(#"80 1 {"type":"continuity-changes","format":9}"#.utf8), to: folder.path + "/future/00000001.changes")
    #expect(try sync(desktop).incomplete == ["future/1"])
    let header = #"{"type":"continuity-changes","format":9,"installation":"future","number":1}"#
    let digits = String(Slug.fingerprint(header), radix: 36)
    let sum = String(repeating: "0", count: 13 - digits.count) + digits
    try Machine.write(Array("\(header.utf8.count) \(sum) \(header)\n".utf8), to: folder.path + "/future/00000001.changes")
    #expect(try sync(desktop).newer == ["future/1"])
  }

  @Test("What an older version of this installation wrote is written anew, and of an older peer's files the name is told")
  func older() throws {
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try sync(laptop)
    // As the version before this one left it: its format, and an erasure that names an address.
    for path in files(of: "laptop") { unlink(path) }
    mkdir(folder.path + "/desktop", 0o700)
    for (name, number) in [("laptop", 1), ("desktop", 2)] {
      var text = line(#"{"type":"continuity-changes","format":1,"installation":"\#(name)","number":\#(number)}"#)
      text += line(#"{"type":"erase","uri":"mem://user/events/hint","birth":1}"#)
      try Machine.write(Array(text.utf8), to: "\(folder.path)/\(name)/0000000\(number).changes")
    }
    try laptop.engine.store.write { try laptop.engine.store.setMeta("sync.format", "1") }
    #expect(try sync(laptop).older == ["desktop/2"])
    for path in files(of: "laptop") {
      #expect(!String(decoding: Machine.bytes(of: path), as: UTF8.self).contains("hint"), "\(path)")
    }
    try sync(desktop)
    #expect(try node(desktop, "mem://user/events/first") != nil)
    #expect(try sync(laptop).older.isEmpty, "the peer wrote its own anew")
  }

  private func line(_ payload: String) -> String {
    let digits = String(Slug.fingerprint(payload), radix: 36)
    return "\(payload.utf8.count) \(String(repeating: "0", count: 13 - digits.count))\(digits) \(payload)\n"
  }

  @Test("What was given away with a folder is written again to an empty one") func lostFolder() throws {
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try sync(laptop)
    for path in files(of: "laptop") { unlink(path) }
    try sync(laptop, desktop)
    #expect(try node(desktop, "mem://user/events/first") != nil)
  }

  @Test("Sessions travel when they are asked for, with what happened in them, and are erased everywhere") func sessions() throws {
    var start = SessionStartRequest(session: "s1")
    start.client = "claude-code"
    start.project = "orchard"
    _ = try laptop.engine.startSession(start)
    _ = try laptop.engine.recordPrompt(PromptRequest(session: "s1", prompt: "Why does the importer hang on empty lines?"))
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try sync(laptop, desktop)
    #expect(try desktop.engine.store.session("s1") == nil)
    try sync(laptop, desktop, laptop, desktop, sessions: true)
    let session = try #require(try desktop.engine.store.session("s1"))
    #expect(session.client == "claude-code" && session.project == "orchard")
    let prompts = { (machine: Machine) in try machine.engine.store.observations(ofSession: "s1", limit: 10).map(\.text) }
    #expect(try prompts(desktop) == ["Why does the importer hang on empty lines?"])
    #expect(try prompts(laptop).count == 1)
    #expect(try sync(desktop, laptop, sessions: true).written == 0)
    try laptop.engine.store.write {
      try laptop.engine.store.ensureDirectory(MemoryURI(parsing: "mem://sessions/s1"), at: laptop.now)
    }
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://sessions/s1"))
    request.purge = true
    _ = try laptop.engine.forget(request)
    try sync(laptop, desktop, sessions: true)
    #expect(try prompts(desktop).isEmpty)
  }

  @Test("A run without a change writes no file") func atRest() throws {
    try remember(laptop, "The first fact", at: "mem://user/events/first")
    try sync(laptop, desktop, laptop, desktop)
    let before = try folder.files()
    try sync(laptop, desktop, laptop, desktop)
    #expect(try Set(folder.files()) == Set(before))
  }
}

extension SyncOutcome {
  init(peers: Int) {
    self.init()
    self.peers = peers
  }
}
