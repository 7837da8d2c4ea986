/// The address of a memory or a directory in the tree: `mem://user/preferences/editor`.
///
/// A segment consists of letters and digits of any script, `-`, `_`, `.` and `~`, is never `.` or `..`, and has at most 128 bytes;
/// the whole has at most 1,024. A trailing slash is accepted and dropped. The root is `mem://`.
package struct MemoryURI: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let segments: [String]

  /// The caller vouches for the segments; text from outside goes through `init(parsing:)` or `slug`.
  package init(segments: [String]) { self.segments = segments }

  package static let root = MemoryURI(segments: [])
  package static let scheme = "mem://"
  package static let maximumLength = 1024

  package init(parsing text: String) throws(MemoryURIError) {
    guard text.utf8.count <= Self.maximumLength else {
      let head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(64)))
      throw MemoryURIError(head + "…", "it is longer than \(Self.maximumLength) bytes")
    }
    // By bytes: a letter that combines with the slash beside it must not hide the slash.
    guard text.utf8.starts(with: Self.scheme.utf8) else { throw MemoryURIError(text, "it does not begin with \(Self.scheme)") }
    var rest = text.utf8.dropFirst(Self.scheme.utf8.count)
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    guard !rest.isEmpty else {
      self = .root
      return
    }
    let segments = rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    for segment in segments {
      guard !segment.isEmpty else { throw MemoryURIError(text, "it has an empty segment") }
      guard segment != ".", segment != ".." else { throw MemoryURIError(text, "`\(segment)` is not a segment") }
      guard segment.utf8.count <= Slug.maximumSegmentLength else {
        throw MemoryURIError(text, "a segment is longer than \(Slug.maximumSegmentLength) bytes")
      }
      if let wrong = segment.unicodeScalars.first(where: { !Slug.isSegmentScalar($0) }) {
        throw MemoryURIError(text, "`\(wrong)` cannot stand in a segment (letters, digits, - _ . ~ can)")
      }
    }
    self.segments = segments
  }

  package var description: String { Self.scheme + segments.joined(separator: "/") }

  package var isRoot: Bool { segments.isEmpty }
  package var name: String { segments.last ?? "" }

  /// Nil for the root.
  package var parent: MemoryURI? { isRoot ? nil : MemoryURI(segments: Array(segments.dropLast())) }

  package func appending(_ segment: String) -> MemoryURI { MemoryURI(segments: segments + [segment]) }

  /// Whether this is `other` or stands below it.
  package func isWithin(_ other: MemoryURI) -> Bool { segments.starts(with: other.segments) }

  package static func < (left: MemoryURI, right: MemoryURI) -> Bool { left.segments.lexicographicallyPrecedes(right.segments) }

  /// The category that a place in the tree implies; nil above the category directories and outside of them.
  package var category: Category? {
    if segments.first == "sessions" { return .sessions }
    guard segments.count >= 2 else { return nil }
    return Category.allCases.first { $0 != .sessions && isWithin($0.directory) }
  }
}

/// `uri` cannot be an address in the tree, and why.
package struct MemoryURIError: Error, Hashable, Sendable, CustomStringConvertible {
  package let uri: String
  package let reason: String

  init(_ uri: String, _ reason: String) {
    self.uri = uri
    self.reason = reason
  }

  package var description: String {
    "`\(uri)` is not a memory URI: \(reason). An example: mem://user/preferences/editor"
  }
}
