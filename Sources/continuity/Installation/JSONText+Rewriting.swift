import JSONValues

/// Changes in place: what says the same keeps its bytes, with the comments, the spaces and the order around it.
extension JSONText {
  /// The text of a document that says `target`. The rest is as it was; what is new is indented as its neighbours are.
  func rewritten(to target: JSONValue) -> [UInt8] {
    var text = self
    // One change at a time and a new look after each: each brings the two nearer, and files have a dozen of ours.
    while let change = text.change(of: text.root, to: target) {
      let bytes = text.applying(change)
      guard let next = try? JSONText(bytes, allowsComments: true) else { return text.rendered(target) }
      text = next
    }
    return text.bytes
  }

  /// Bytes that go, and what comes in their place; in any order, without overlaps.
  private typealias Change = [(range: Range<Int>, replacement: [UInt8])]

  private func applying(_ change: Change) -> [UInt8] {
    var result = bytes
    for (range, replacement) in change.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      result.replaceSubrange(range, with: replacement)
    }
    return result
  }

  /// The first of the changes that make `node` say `target`; nil when it does.
  private func change(of node: Node, to target: JSONValue) -> Change? {
    if node.value == target { return nil }
    switch (node.value, target) {
    case (.object, .object(let target)):
      for (index, item) in node.items.enumerated() {
        // Of two members with one name the parsers see the last; the others say nothing.
        guard let key = item.key, node.items[(index + 1)...].allSatisfy({ $0.key != key }) else { continue }
        guard let wanted = target[key] else { return removal(of: index, in: node) }
        if let change = change(of: item.node, to: wanted) { return change }
      }
      return target.members.first { node.member($0.key) == nil }.map {
        insertion(of: $0.value, key: $0.key, at: node.items.count, in: node)
      }
    case (.array(let old), .array(let new)):
      return change(of: node, from: old, to: new)
    default:
      return [(node.range, Array(written(target, indentation: indentation(ofLineAt: node.range.lowerBound)).utf8))]
    }
  }

  private func change(of node: Node, from old: [JSONValue], to new: [JSONValue]) -> Change? {
    let kept = Self.commonSubsequence(old, new)
    var (oldIndex, newIndex) = (0, 0)
    for pair in kept + [(old.count, new.count)] {
      if oldIndex < pair.0, newIndex < pair.1 { return change(of: node.items[oldIndex].node, to: new[newIndex]) }
      if oldIndex < pair.0 { return removal(of: oldIndex, in: node) }
      if newIndex < pair.1 { return insertion(of: new[newIndex], key: nil, at: oldIndex, in: node) }
      (oldIndex, newIndex) = (pair.0 + 1, pair.1 + 1)
    }
    return nil
  }

  /// The indexes of what both have, in their order.
  private static func commonSubsequence(_ old: [JSONValue], _ new: [JSONValue]) -> [(Int, Int)] {
    // Nobody has a thousand hooks for one event; a longer list is told apart by its head alone.
    guard old.count <= 1000, new.count <= 1000 else { return zip(old, new).prefix { $0 == $1 }.indices.map { ($0, $0) } }
    var length = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        length[i][j] = old[i] == new[j] ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var (i, j, pairs) = (0, 0, [(Int, Int)]())
    while i < old.count, j < new.count {
      if old[i] == new[j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if length[i + 1][j] >= length[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }

  // MARK: Taking out

  /// With its comma and the space before it. Comments stay: they are somebody's words.
  private func removal(of index: Int, in node: Node) -> Change {
    let item = node.items[index]
    let inner = (node.range.lowerBound + 1)..<(node.range.upperBound - 1)
    let before = (index == 0 ? inner.lowerBound : node.items[index - 1].end)..<item.start
    let after = item.end..<(index + 1 < node.items.count ? node.items[index + 1].start : inner.upperBound)
    let commaBefore = index == 0 ? nil : comma(in: before)
    let commaAfter = comma(in: after)

    if node.items.count == 1, isBlank(before), isBlank(item.end..<(commaAfter ?? item.end)),
      isBlank((commaAfter.map { $0 + 1 } ?? item.end)..<inner.upperBound)
    {
      return [(inner, [])]
    }
    let comment = lastCommentEnd(in: before)
    var start = max(comment ?? 0, commaBefore.map { $0 + 1 } ?? before.lowerBound)
    var change: Change = []
    if let commaAfter {
      if isBlank(item.end..<commaAfter) {
        change = [(start..<(commaAfter + 1), [])]
      } else {
        change = [(start..<item.end, []), (commaAfter..<(commaAfter + 1), [])]
      }
    } else {
      change = [(start..<item.end, [])]
      if let commaBefore {
        // One piece where nothing but space lies between, for pieces must not overlap.
        if start == commaBefore + 1 {
          change = [(commaBefore..<item.end, [])]
        } else {
          change.append((commaBefore..<(commaBefore + 1), []))
        }
      }
    }
    // A `//` swallows what comes after it on its line: its line feed stays where nothing else breaks the line.
    let end = commaAfter.map { $0 + 1 } ?? item.end
    if comment == start, end < bytes.count, !startsWithLineFeed(at: end), let feed = bytes[start..<item.start].firstIndex(of: 0x0A)
    {
      start = feed + 1
      change[0].range = start..<change[0].range.upperBound
    }
    return change
  }

  private func startsWithLineFeed(at index: Int) -> Bool {
    let rest = bytes[index...].drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return rest.first == 0x0A
  }

  // MARK: Putting in

  private func insertion(of value: JSONValue, key: String?, at index: Int, in node: Node) -> Change {
    let inner = (node.range.lowerBound + 1)..<(node.range.upperBound - 1)
    let isOnLines = node.items.first.map { hasLineFeed(in: inner.lowerBound..<$0.start) } ?? !isOnOneLine
    let indentation = isOnLines ? self.indentation(inside: node) : []
    func text(_ value: JSONValue) -> [UInt8] {
      let name = key.map { JSONValue.string($0).text + (isOnLines ? ": " : ":") } ?? ""
      return Array((name + (isOnLines ? written(value, indentation: indentation) : value.text)).utf8)
    }
    let line = lineBreak + indentation

    guard let last = node.items.last else {
      if !isOnLines { return [(inner.upperBound..<inner.upperBound, text(value))] }
      let closing = lineBreak + self.indentation(ofLineAt: node.range.lowerBound)
      guard let comment = lastCommentEnd(in: inner) else { return [(inner, line + text(value) + closing)] }
      let breaksAfter = hasLineFeed(in: comment..<inner.upperBound)
      return [(comment..<comment, line + text(value) + (breaksAfter ? [] : closing))]
    }
    if index < node.items.count {
      let start = node.items[index].start
      return [(start..<start, text(value) + [UInt8(ascii: ",")] + (isOnLines ? line : [0x20]))]
    }
    let comma = [UInt8(ascii: ",")]
    let commaAfter = self.comma(in: last.end..<inner.upperBound)
    let after = commaAfter.map { $0 + 1 } ?? last.end
    guard isOnLines else {
      return [(after..<after, (commaAfter == nil ? comma : []) + [0x20] + text(value))]
    }
    let place = endOfCommentsOnLine(from: after, to: inner.upperBound)
    // Where the list ends with a comma already, ours does too.
    let added = line + text(value) + (commaAfter == nil ? [] : comma)
    if commaAfter == nil, place == after { return [(after..<after, comma + added)] }
    return (commaAfter == nil ? [(last.end..<last.end, comma)] : []) + [(place..<place, added)]
  }

  // MARK: How this file is written

  private var isOnOneLine: Bool { !root.items.isEmpty && !hasLineFeed(in: root.range) }

  private var lineBreak: [UInt8] {
    guard let feed = bytes.firstIndex(of: 0x0A), feed > 0, bytes[feed - 1] == 0x0D else { return [0x0A] }
    return [0x0D, 0x0A]
  }

  /// What a level adds: as the first thing that is indented has it, else two spaces.
  private var unit: [UInt8] {
    guard let first = root.items.first else { return [0x20, 0x20] }
    let indentation = indentation(ofLineAt: first.start)
    return indentation.isEmpty ? [0x20, 0x20] : indentation
  }

  private func indentation(inside node: Node) -> [UInt8] {
    if let first = node.items.first(where: { hasOnlySpaceBefore($0.start) }) { return indentation(ofLineAt: first.start) }
    return indentation(ofLineAt: node.range.lowerBound) + unit
  }

  private func hasOnlySpaceBefore(_ index: Int) -> Bool { lineStart(of: index) + indentation(ofLineAt: index).count == index }

  private func indentation(ofLineAt index: Int) -> [UInt8] {
    Array(bytes[lineStart(of: index)...].prefix { $0 == 0x20 || $0 == 0x09 })
  }

  private func lineStart(of index: Int) -> Int { bytes[..<index].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }

  /// On lines of its own, indented as this file is; the first line as it is to stand after a name.
  private func written(_ value: JSONValue, indentation: [UInt8]) -> String {
    if isOnOneLine { return value.text }
    let (unit, base) = (String(decoding: unit, as: UTF8.self), String(decoding: indentation, as: UTF8.self))
    let lines = value.prettyText.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
      guard number > 0 else { return String(line) }
      let text = line.drop { $0 == " " }
      return base + String(repeating: unit, count: (line.utf8.count - text.utf8.count) / 2) + text
    }
    return lines.joined(separator: String(decoding: lineBreak, as: UTF8.self))
  }

  /// The whole document anew, where a change could not be made in place.
  private func rendered(_ target: JSONValue) -> [UInt8] { Array((written(target, indentation: []) + "\n").utf8) }
}
