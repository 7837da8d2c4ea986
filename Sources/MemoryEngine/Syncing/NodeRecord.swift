import JSONValues
import MemoryModel

/// One memory as all installations together know it: what was written last in each of its fields, and by whom.
///
/// Two records of the same memory are joined field by field. The join does not depend on order and takes the same thing twice without a
/// trace, which is all that the convergence of stores rests on: files may come in any order, late, twice or in halves.
struct NodeRecord {
  struct Register {
    var stamp: ChangeStamp
    /// Of the value; it decides between two values of one stamp.
    var digest: String
    /// Nil while the store's own row holds it.
    var value: JSONValue?
    /// Never written to the folder.
    var isNew: Bool

    func isOlder(than other: Register) -> Bool {
      stamp != other.stamp ? stamp < other.stamp : digest.utf8.lexicographicallyPrecedes(other.digest.utf8)
    }
  }

  /// Of each the greatest: counts that were counted apart are not added up.
  struct Use: Hashable {
    var lastAccess: Int64 = -1
    var count: Int64 = 0
    var updated: Int64 = .min

    func joined(with other: Use) -> Use {
      Use(lastAccess: max(lastAccess, other.lastAccess), count: max(count, other.count), updated: max(updated, other.updated))
    }
  }

  let uri: MemoryURI
  /// When it was created. Two memories that were given one address apart from one another differ in it.
  let birth: Timestamp
  /// Erased for good: it is about to go. No text of it is kept, and none is taken in.
  var isErased = false
  var registers: [SyncedField: Register] = [:]
  var use = Use()
  /// What it said before, by digest; nil while the store's own rows hold it.
  var revisions: [String: JSONValue?] = [:]
  /// Words that lost against others which were written without knowing them, by their stamps. Both are kept: they become revisions.
  var losers: [ChangeStamp: JSONValue] = [:]
  /// Words that somebody replaced knowing them; those have their revision, if the use-case wanted one.
  var replaced: Set<ChangeStamp> = []

  /// What of it was never written to the folder, next to registers.
  var isUseNew = false
  var newRevisions: Set<String> = []
  /// It was erased here, and nobody else knows yet.
  var isErasureNew = false
  /// Of `losers` and `replaced`: words of ours may lose before anybody else has read them.
  var isHistoryNew = false
  /// The revisions that were made of losers in this store, by digest.
  var derivedRevisions: Set<String> = []

  init(uri: MemoryURI, birth: Timestamp) {
    self.uri = uri
    self.birth = birth
  }

  /// Whether enough is known of it to stand somewhere; files may come in any order.
  var isPlaceable: Bool { !isErased && SyncedField.essential.allSatisfy { registers[$0] != nil } }

  var isNew: Bool {
    isUseNew || isHistoryNew || !newRevisions.isEmpty || registers.values.contains(where: \.isNew)
  }

  mutating func markPublished() {
    isUseNew = false
    isHistoryNew = false
    newRevisions = []
    for field in registers.keys { registers[field]?.isNew = false }
  }

  mutating func erase() {
    isErased = true
    registers = [:]
    revisions = [:]
    losers = [:]
    replaced = []
    use = Use()
    newRevisions = []
    derivedRevisions = []
    isUseNew = false
    isHistoryNew = false
  }

  /// Takes in what another installation knows of the same memory.
  mutating func join(_ other: NodeRecord) {
    if isErased { return }
    use = use.joined(with: other.use)
    for (digest, revision) in other.revisions where revisions[digest] == nil { revisions[digest] = revision }
    replaced.formUnion(other.replaced)
    for (field, theirs) in other.registers { join(theirs, in: field) }
    for (stamp, words) in other.losers where stamp != registers[.words]?.stamp { losers[stamp] = words }
    losers = losers.filter { !replaced.contains($0.key) }
  }

  private mutating func join(_ theirs: Register, in field: SyncedField) {
    guard let ours = registers[field] else {
      registers[field] = theirs
      registers[field]?.isNew = false
      return
    }
    guard ours.digest != theirs.digest || ours.stamp != theirs.stamp else { return }
    let isTheirs = ours.isOlder(than: theirs)
    if isTheirs {
      registers[field] = theirs
      registers[field]?.isNew = false
    }
    let loser = isTheirs ? ours : theirs
    // One stamp, two values: a store that was put back from a backup. There is room for one of them.
    if field == .words, loser.stamp != registers[field]?.stamp, let words = loser.value { losers[loser.stamp] = words }
  }

  /// Writes a value that this installation found in its own store.
  mutating func write(_ value: JSONValue, digest: String, in field: SyncedField, stamp: ChangeStamp) {
    if field == .words, let before = registers[field] {
      replaced.insert(before.stamp)
      losers[before.stamp] = nil
      isHistoryNew = true
    }
    registers[field] = Register(stamp: stamp, digest: digest, value: value, isNew: true)
  }
}
