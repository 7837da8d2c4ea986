import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import SeededRandom
import Testing

/// Whatever two or three stores do, and however the folder carries their files, open or sealed: once everything has arrived, they say the
/// same, and of what was purged not even the address stands anywhere.
@Suite struct SyncPropertyTests {
  private static let template = Result { try Machine.template() }

  @Test("stores that exchanged everything are equal, whatever happened before: 1,200 histories", arguments: 0..<12)
  func converge(part: UInt64) throws {
    for seed in (part * 100)..<(part * 100 + 100) { try History(seed: seed, template: Self.template.get()).run() }
  }
}

/// One history, made from its number.
private final class History {
  private let seed: UInt64
  private var random: SeededGenerator
  private var machines: [Machine]
  private var snapshots: [Int: [UInt8]] = [:]
  private var log: [String] = []
  private var purged: Set<MemoryURI> = []

  init(seed: UInt64, template: [UInt8]) throws {
    self.seed = seed
    random = SeededGenerator(seed: seed &* 0x9E37 &+ 17)
    let names = ["laptop", "desktop", "tower"].prefix(seed.isMultiple(of: 2) ? 2 : 3)
    // Clocks are apart by up to an hour, in some histories.
    var random = random
    machines = try names.map { name in
      let skew = seed.isMultiple(of: 3) ? Int64.random(in: -3_600_000...3_600_000, using: &random) : 0
      return try Machine(name: name, clock: 1_790_000_000_000 + skew, template: template)
    }
    self.random = random
    if seed % 4 == 3 { for machine in machines { machine.folder.sealing = ToySeal(keys: [UInt8(seed % 251)]) } }
  }

  func run() throws {
    for _ in 0..<Int.random(in: 4...24, using: &random) {
      let index = Int.random(in: machines.indices, using: &random)
      // Often in the same millisecond.
      machines[index].advance(by: [0, 0, 1, 20, 60_000].randomElement(using: &random) ?? 0)
      try step(index)
    }
    try settle()
    let moment = Timestamp(milliseconds: 1_800_000_000_000)
    let exports = try machines.map { try $0.export(at: moment) }
    for (machine, export) in zip(machines, exports).dropFirst() where export != exports[0] {
      let (ours, theirs) = (Set(exports[0]), Set(export))
      Issue.record(
        """
        history \(seed): \(machine.name) differs from \(machines[0].name).
        only in \(machines[0].name): \(ours.subtracting(theirs).sorted().joined(separator: "\n  "))
        only in \(machine.name): \(theirs.subtracting(ours).sorted().joined(separator: "\n  "))
        \(log.joined(separator: "\n"))
        """)
    }
    for machine in machines {
      #expect(try machine.engine.integrityFaults().isEmpty, "history \(seed)")
      let again = try machine.sync()
      #expect(
        again.written == 0 && again.changed == 0 && again.refused == 0, "history \(seed): \(machine.name) is not at rest: \(again)")
    }
    try expectNoTraces()
  }

  /// Of a memory that was purged, and whose address nobody gave to another one, nothing tells the address.
  private func expectNoTraces() throws {
    for uri in purged where try machines.allSatisfy({ try $0.engine.store.node(at: uri) == nil }) {
      for machine in machines {
        let rows = try machine.engine.store.connection.query(
          """
          SELECT 'node ' || uri || coalesce(node_uri, '') || state FROM sync_nodes
          UNION ALL SELECT 'value ' || key || coalesce(value, '') FROM sync_values
          UNION ALL SELECT 'memory ' || uri || coalesce(superseded_by, '') FROM mem_nodes
          """
        ) { $0.text(0) }
        for row in rows where names(uri, in: row) {
          Issue.record("history \(seed): \(machine.name) still knows \(uri): \(row)\n\(log.joined(separator: "\n"))")
        }
        for name in machine.folder.contents.keys where name.installation == machine.name {
          for line in String(decoding: try machine.folder.opened(name), as: UTF8.self).split(separator: "\n")
          where names(uri, in: line) {
            Issue.record("history \(seed): a file of \(machine.name) still names \(uri): \(line)\n\(log.joined(separator: "\n"))")
          }
        }
      }
    }
  }

  /// Not as the beginning of another address.
  private func names(_ uri: MemoryURI, in text: some StringProtocol) -> Bool {
    var rest = text[...]
    while let range = rest.firstRange(of: uri.description) {
      rest = rest[range.upperBound...]
      guard let next = rest.unicodeScalars.first, Slug.isSegmentScalar(next) || next == "/" else { return true }
    }
    return false
  }

  /// Everything arrives, and everybody comes by until nobody has anything to say.
  private func settle() throws {
    for machine in machines {
      machine.folder.failsBeforeWriting = false
      machine.folder.failsAfterWriting = false
      machine.folder.readingsLeft = nil
      machine.set(clock: 1_790_010_000_000)
    }
    for _ in 0..<8 {
      var written = 0
      for machine in machines {
        deliverAll()
        written += try machine.sync().written
      }
      deliverAll()
      if written == 0 { return }
    }
    Issue.record("history \(seed): the stores do not come to rest\n\(log.joined(separator: "\n"))")
  }

  private func deliverAll() {
    for source in machines {
      for target in machines where target !== source {
        for (name, bytes) in source.folder.contents where name.installation == source.name {
          target.folder.deliver(name, bytes, upTo: bytes.count)
        }
      }
    }
  }

  // MARK: What may happen

  private func step(_ index: Int) throws {
    let machine = machines[index]
    let kind = Int.random(in: 0..<100, using: &random)
    switch kind {
    case ..<30: try remember(machine)
    case ..<36: try forget(machine, purge: false)
    case ..<43: try forget(machine, purge: true)
    case ..<50: try edit(machine)
    case ..<55: try use(machine)
    case ..<60: try link(machine)
    case ..<75: deliverSome(to: machine)
    case ..<94: try sync(machine)
    case ..<97: snapshots[index] = try machine.snapshot()
    default:
      if let snapshot = snapshots[index] {
        log.append("\(machine.name) is put back")
        machine.advance(by: 1)
        try machine.restore(snapshot)
      }
    }
  }

  private static let places = [
    "mem://user/preferences/editor", "mem://user/preferences/editor/plugins", "mem://user/events/release",
    "mem://user/events/release/notes",
    "mem://agent/patterns/retry", "mem://agent/cases/timeout", "mem://user/entities/ada", "mem://user/profile/name",
  ]
  private static let contents = [
    "Prefers tabs for indentation", "Prefers spaces for indentation", "Use bun, not npm", "The release is on Friday",
    "Ada owns the billing service", "Retry with jitter after a timeout", "The cache is kept in Redis", "日本語で答えてください",
  ]

  private func leaves(_ machine: Machine) throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.order = .uri
    filter.limit = .max
    return try machine.engine.store.nodes(filter)
  }

  private func remember(_ machine: Machine) throws {
    var request = RememberRequest(
      content: (Self.contents.randomElement(using: &random) ?? "") + ["", " always", " in tests"].randomElement(using: &random)!)
    if Bool.random(using: &random) {
      request.uri = try MemoryURI(parsing: Self.places.randomElement(using: &random) ?? "")
    } else {
      request.category = [.preferences, .events, .patterns, .cases, .entities].randomElement(using: &random)
    }
    if Int.random(in: 0..<4, using: &random) == 0 { request.tags = ["work", "editor"].shuffled(using: &random) }
    if Int.random(in: 0..<4, using: &random) == 0 { request.project = "orchard" }
    if Int.random(in: 0..<3, using: &random) == 0 { request.session = "s\(Int.random(in: 0..<3, using: &random))" }
    if Int.random(in: 0..<6, using: &random) == 0 {
      request.supersedes = try leaves(machine).filter { $0.retraction == nil }.randomElement(using: &random)?.uri
    }
    let outcome = try machine.engine.remember(request)
    log.append("\(machine.name) \(machine.now.milliseconds) remembers \(request.content) -> \(outcome.action) \(outcome.uri)")
  }

  private func forget(_ machine: Machine, purge: Bool) throws {
    guard let node = try leaves(machine).randomElement(using: &random) else { return }
    var request = ForgetRequest(uri: node.uri)
    request.purge = purge
    request.reason = Bool.random(using: &random) ? "wrong" : nil
    // A memory with others below it cannot be purged; that is not what is tested here.
    guard try !purge || machine.engine.store.children(of: node.uri).isEmpty else { return }
    log.append("\(machine.name) \(machine.now.milliseconds) \(purge ? "purges" : "forgets") \(node.uri)")
    if purge { purged.insert(node.uri) }
    _ = try? machine.engine.forget(request)
  }

  /// As other parts of the program write: a pin, a tag, better tiers, a turn that grew, each without a revision.
  private func edit(_ machine: Machine) throws {
    guard var node = try leaves(machine).randomElement(using: &random) else { return }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: node.pinnedAt = node.pinnedAt == nil ? machine.now : nil
    case 1: node.tags.append("tag\(Int.random(in: 0..<3, using: &random))")
    case 2: node.overview += " (better)"
    case 3: node.project = ["orchard", nil].randomElement(using: &random) ?? nil
    default:
      node.content += " and more"
      node.contentHash = "hash of \(node.content)"
    }
    if Bool.random(using: &random) { node.updatedAt = machine.now }
    log.append("\(machine.name) \(machine.now.milliseconds) edits \(node.uri)")
    try machine.engine.store.write {
      try machine.engine.store.update(node)
      if Int.random(in: 0..<3, using: &random) == 0 { try machine.engine.store.appendMergedFrom("s9", to: node.id) }
    }
  }

  private func use(_ machine: Machine) throws {
    let ids = try leaves(machine).shuffled(using: &random).prefix(2).map(\.id)
    try machine.engine.store.write { try machine.engine.store.recordAccess(to: ids, at: machine.now) }
  }

  private func link(_ machine: Machine) throws {
    let nodes = try leaves(machine).shuffled(using: &random)
    guard nodes.count > 1 else { return }
    let kind = Link.Kind.allCases.randomElement(using: &random) ?? .coMention
    let store = machine.engine.store
    try store.write {
      if Int.random(in: 0..<4, using: &random) == 0 {
        try store.connection.execute("DELETE FROM links WHERE from_id = ?", [nodes[0].id])
      } else {
        try store.link(nodes[0].id, to: nodes[1].id, kind: kind, weight: 0.25, at: machine.now)
      }
    }
    log.append("\(machine.name) links \(nodes[0].uri) \(nodes[1].uri) \(kind)")
  }

  private func deliverSome(to machine: Machine) {
    guard let source = machines.filter({ $0 !== machine }).randomElement(using: &random) else { return }
    let files = source.folder.contents.filter { $0.key.installation == source.name }.sorted { $0.key.number < $1.key.number }
    for (name, bytes) in files where Bool.random(using: &random) {
      let whole = Bool.random(using: &random)
      machine.folder.deliver(name, bytes, upTo: whole ? bytes.count : Int.random(in: 0...bytes.count, using: &random))
      // A file that was written twice, under another number.
      if Int.random(in: 0..<8, using: &random) == 0 {
        machine.folder.deliver(
          .init(installation: name.installation, number: name.number + 1_000_000_000_000), bytes, upTo: bytes.count)
      }
    }
    log.append("\(machine.name) gets files of \(source.name)")
  }

  private func sync(_ machine: Machine) throws {
    let folder = machine.folder
    folder.failsBeforeWriting = Int.random(in: 0..<12, using: &random) == 0
    folder.failsAfterWriting = Int.random(in: 0..<12, using: &random) == 0
    folder.readingsLeft = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 0..<3, using: &random) : nil
    // The drive forgot what we wrote.
    if Int.random(in: 0..<20, using: &random) == 0 { folder.contents = folder.contents.filter { _ in Bool.random(using: &random) } }
    do {
      let outcome = try machine.sync()
      log.append("\(machine.name) \(machine.now.milliseconds) syncs: \(outcome)")
    } catch is Crash {
      log.append("\(machine.name) \(machine.now.milliseconds) crashes while it syncs")
    }
  }
}
