import JSONValues

/// When something was written and by which installation: the order in which the last writer wins.
///
/// The time is a hybrid clock: the writer's own, but at least one millisecond behind what it replaces, so that whoever has seen a change and
/// makes another one wins over it, whatever the clocks say.
struct ChangeStamp: Hashable, Comparable {
  /// Milliseconds since 1970.
  var time: Int64
  var installation: String

  static func < (left: ChangeStamp, right: ChangeStamp) -> Bool {
    left.time != right.time ? left.time < right.time : left.installation.utf8.lexicographicallyPrecedes(right.installation.utf8)
  }

  /// The stamp of a change that was made knowing `previous`.
  static func following(_ previous: ChangeStamp?, at time: Int64, by installation: String) -> ChangeStamp {
    let earliest = previous.map { $0.time == .max ? .max : $0.time + 1 }
    return ChangeStamp(time: max(time, earliest ?? .min), installation: installation)
  }

  var json: [JSONValue] { [.integer(time), .string(installation)] }

  init(time: Int64, installation: String) {
    self.time = time
    self.installation = installation
  }

  init?(_ values: some Collection<JSONValue>) {
    guard let time = values.first?.integer, let installation = values.dropFirst().first?.string else { return nil }
    self.init(time: time, installation: installation)
  }
}
