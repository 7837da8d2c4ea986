/// The members of a JSON object in the order in which they were written.
///
/// Look-up is linear: protocol objects have a dozen members, and a hash table costs more than it saves there. Of two members
/// with the same name the last one counts, as in every common parser. Names are compared as `String`
/// does it: two spellings of one text in Unicode (é as one scalar or as two) are one name. Equality ignores the order.
package struct JSONObject: Sendable {
  package private(set) var members: [(key: String, value: JSONValue)]

  package init() { members = [] }

  /// `members` as they stand; the caller vouches that no name is there twice (the parser does).
  package init(uniqueMembers members: [(key: String, value: JSONValue)]) { self.members = members }

  package init(_ elements: some Sequence<(String, JSONValue)>) {
    var unique = UniqueMembers(expectedCount: elements.underestimatedCount)
    for (key, value) in elements { unique.set(key, to: value) }
    members = unique.members
  }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }
  package var keys: [String] { members.map(\.key) }

  /// Setting nil removes the member.
  package subscript(key: String) -> JSONValue? {
    get { members.last { $0.key == key }?.value }
    set {
      let index = members.lastIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// This object with the members of another one after its own; the other one's win.
  package func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (key, value) in other.members { merged[key] = value }
    return merged
  }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    guard left.count > UniqueMembers.countWithoutIndex else {
      return left.members.allSatisfy { right[$0.key] == $0.value }
    }
    let values = Dictionary(right.members.lazy.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    return left.members.allSatisfy { values[$0.key] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Set(members.map(\.key)))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
