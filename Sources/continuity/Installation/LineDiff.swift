/// What changes between two texts, line by line, for a person to agree to.
enum LineDiff {
  enum Line: Hashable, Sendable {
    case same(String), removed(String), added(String)
    /// Unchanged lines that are not shown.
    case gap(Int)
  }

  /// With `context` unchanged lines around every change; empty when nothing changes.
  static func lines(from old: String, to new: String, context: Int = 3) -> [Line] {
    let (old, new) = (split(old), split(new))
    guard old != new else { return [] }
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = min(zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, min(old.count, new.count) - head)
    let middle = changes(Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
    let all = old[..<head].map(Line.same) + middle + old[(old.count - tail)...].map(Line.same)
    return fold(all, context: context)
  }

  /// Without the empty line that a line feed at the end would make.
  private static func split(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// By the longest common subsequence. The whole is one change where that would take more than 16 MB.
  private static func changes(_ old: [String], _ new: [String]) -> [Line] {
    guard (old.count + 1) * (new.count + 1) <= 2_000_000 else { return old.map(Line.removed) + new.map(Line.added) }
    var length = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        length[i][j] = old[i] == new[j] ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var (i, j, lines) = (0, 0, [Line]())
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        lines.append(.same(old[i]))
        (i, j) = (i + 1, j + 1)
      } else if i < old.count, j == new.count || length[i + 1][j] >= length[i][j + 1] {
        lines.append(.removed(old[i]))
        i += 1
      } else {
        lines.append(.added(new[j]))
        j += 1
      }
    }
    return lines
  }

  private static func fold(_ lines: [Line], context: Int) -> [Line] {
    let changed = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
    var isShown = [Bool](repeating: false, count: lines.count)
    for index in changed {
      for near in max(0, index - context)...min(lines.count - 1, index + context) { isShown[near] = true }
    }
    var folded: [Line] = []
    for (index, line) in lines.enumerated() {
      if isShown[index] {
        folded.append(line)
      } else if case .gap(let count) = folded.last {
        folded[folded.count - 1] = .gap(count + 1)
      } else {
        folded.append(.gap(1))
      }
    }
    return folded
  }
}
