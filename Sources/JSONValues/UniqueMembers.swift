/// Collects members of which the last of each name counts, in the place of the first.
///
/// Up to 16 names are compared one by one, which is faster for protocol objects than to hash them; more get an index, so that an object
/// of thousands of members does not take quadratic time.
struct UniqueMembers {
  private(set) var members: [(key: String, value: JSONValue)] = []
  private var index: [String: Int] = [:]
  static let countWithoutIndex = 16

  init(expectedCount: Int) { members.reserveCapacity(expectedCount) }

  mutating func set(_ key: String, to value: JSONValue) {
    if let place = place(of: key) {
      members[place].value = value
      return
    }
    members.append((key, value))
    if members.count > Self.countWithoutIndex {
      if index.isEmpty {
        for (place, member) in members.enumerated() { index[member.key] = place }
      } else {
        index[key] = members.count - 1
      }
    }
  }

  private func place(of key: String) -> Int? {
    index.isEmpty ? members.firstIndex { $0.key == key } : index[key]
  }
}
