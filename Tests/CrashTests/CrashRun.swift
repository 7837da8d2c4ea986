import MemoryEngine
import MemoryModel
import StoreInvariants

/// Tells a history with a fault at one point, opens the store again as the next process would, and says what does not hold.
///
/// After a kill what was acknowledged is there and what was not is there whole or not at all. After a failure of the power the last that was acknowledged
/// may be gone (`synchronous=NORMAL`), but what is there is what was once there: never a mixture. After an error the program goes on, and what
/// was refused left nothing behind. In each case the rest of the history can be told, and ends where the undisturbed one ended.
struct CrashRun {
  struct Counts: Sendable {
    var points = 0
    var faults = 0
    var acknowledged = 0
    var lost = 0
    var sectorsLost = 0

    static func += (sum: inout Counts, other: Counts) {
      sum.points += other.points
      sum.faults += other.faults
      sum.acknowledged += other.acknowledged
      sum.lost += other.lost
      sum.sectorsLost += other.sectorsLost
    }
  }

  let world: CrashWorld
  let history: CrashCase
  private let before: FolderContents
  private let start: Timestamp
  /// What stands in the store before the first step and after each.
  private let states: [[String]]
  /// Steps of the disk in the undisturbed history, with opening and closing.
  let pointCount: Int
  private(set) var counts = Counts()
  private(set) var faults: [String] = []
  private var struck = false

  init(_ history: CrashCase) throws {
    self.history = history
    world = try CrashWorld()
    try history.prepare(world)
    world.close()
    before = FolderContents(of: world.disk.folder)
    start = world.now
    // Once with a look after each step, once without, to count.
    var states = [try world.content()]
    world.close()
    before.restore(to: world.disk.folder)
    for step in history.steps {
      try step.run(world)
      states.append(try world.content())
    }
    world.close()
    self.states = states
    before.restore(to: world.disk.folder)
    world.setClock(start)
    world.disk.disarm()
    for step in history.steps { try step.run(world) }
    world.close()
    pointCount = world.disk.steps
  }

  mutating func run(_ fault: FaultyDisk.Fault, at point: Int, seed: UInt64) {
    let place = "\(history.name), \(fault) at \(point)"
    before.restore(to: world.disk.folder)
    world.setClock(start)
    world.disk.arm(fault, at: point, seed: seed)
    counts.points += 1
    struck = false
    do {
      let acknowledged = fault.isSurvived ? try tellThrough(place) : tellUntilDeath()
      counts.acknowledged += acknowledged
      counts.faults += struck || world.disk.hasStruck ? 1 : 0
      world.close()
      counts.sectorsLost += world.disk.settle()
      world.disk.disarm()
      try look(fault, acknowledged: acknowledged, place)
    } catch {
      faults.append("\(place): \(error)")
    }
    world.close()
  }

  /// The program dies at the fault; returns how many steps were acknowledged before.
  private func tellUntilDeath() -> Int {
    for (number, step) in history.steps.enumerated() {
      do { try step.run(world) } catch { return number }
    }
    return history.steps.count
  }

  /// The program lives on: a step that is refused has left nothing, and can be done when the disk is well again.
  private mutating func tellThrough(_ place: String) throws -> Int {
    for (number, step) in history.steps.enumerated() {
      do {
        try step.run(world)
      } catch let refusal {
        guard world.disk.hasStruck else { throw refusal }
        world.disk.disarm()
        struck = true
        let content = try world.content()
        if step.isAtomic, content == states[number + 1] { continue }
        if step.isAtomic, content != states[number] {
          faults.append(
            "\(place), after \(step.name) was refused (\(refusal)): \(StoreContent.difference(content, states[number]))")
        }
        // A job that failed waits before it is tried again.
        world.advance(by: .seconds(7200))
        try step.run(world)
      }
    }
    return history.steps.count
  }

  /// The next process.
  private mutating func look(_ fault: FaultyDisk.Fault, acknowledged: Int, _ place: String) throws {
    var content = try world.content()
    let broken = try StoreInvariants.faults(in: world.engine().store)
    if !broken.isEmpty { faults.append("\(place): \(broken.joined(separator: "; "))") }
    let latest = min(acknowledged + 1, history.steps.count)
    // Two steps may come to the same content: the latest is meant.
    var reached = (0...latest).last { states[$0] == content }
    if reached == nil, let step = (0..<latest).last(where: { !history.steps[$0].isAtomic }) {
      // Within a piece of work; it is begun again.
      reached = step
    }
    guard let reached else {
      counts.lost += 1
      faults.append(
        "\(place), after \(acknowledged) steps: what stands there never stood there: \(StoreContent.difference(content, states[latest]))"
      )
      return
    }
    if fault != .power, reached < acknowledged {
      counts.lost += acknowledged - reached
      faults.append("\(place): \(history.steps[reached].name) was acknowledged and is gone")
    }
    world.advance(by: .seconds(7200))
    for step in history.steps[reached...] { try step.run(world) }
    content = try world.content()
    if content != states[history.steps.count] {
      faults.append("\(place), told to its end: \(StoreContent.difference(content, states[history.steps.count]))")
    }
    let late = try StoreInvariants.faults(in: world.engine().store)
    if !late.isEmpty { faults.append("\(place), told to its end: \(late.joined(separator: "; "))") }
  }
}
