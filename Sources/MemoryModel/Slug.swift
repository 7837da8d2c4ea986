/// Makes a segment of a `mem://` URI from any text.
package enum Slug {
  package static let maximumSegmentLength = 128

  /// Lower-case words joined by `-`, of at most `limit` bytes, cut between words. Latin letters lose their accents; letters of
  /// other scripts stay. Text without any letter or digit gives `memory`: the store makes names unique, so nothing is lost.
  package static func make(_ text: String, limit: Int = 60) -> String {
    var words: [String] = []
    var word = ""
    var length = 0
    func endWord() -> Bool {
      guard !word.isEmpty else { return true }
      defer { word = "" }
      let added = word.utf8.count + (words.isEmpty ? 0 : 1)
      guard length + added <= limit else {
        if words.isEmpty, case let cut = prefix(of: word, bytes: limit), !cut.isEmpty { words.append(cut) }
        return false
      }
      words.append(word)
      length += added
      return true
    }
    for scalar in text.unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" {
        word += folded(scalar)
      } else if scalar.properties.generalCategory == .nonspacingMark || scalar == "'" || scalar == "’" {
        continue
      } else if !endWord() {
        return words.joined(separator: "-")
      }
    }
    _ = endWord()
    return words.isEmpty ? "memory" : words.joined(separator: "-")
  }

  /// A segment for a session's id: itself where it can stand in a URI, which every known client's ids can.
  package static func session(_ id: String) -> String {
    let stands =
      !id.isEmpty && id != "." && id != ".." && id.utf8.count <= maximumSegmentLength
      && id.unicodeScalars.allSatisfy(isSegmentScalar)
    return stands ? id : make(id, limit: 60) + "-" + hexadecimal(fingerprint(id))
  }

  package static func isSegmentScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": true
    default:
      scalar.value > 0x7F
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .spacingMark)
    }
  }

  /// FNV-1a, 64 bit (http://www.isthe.com/chongo/tech/comp/fnv/): stable across runs and machines, unlike `Hasher`.
  package static func fingerprint(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  private static func hexadecimal(_ value: UInt64) -> String { String(value, radix: 16) }

  /// An accented Latin letter is known by its Unicode name, "LATIN SMALL LETTER E WITH ACUTE", which needs no table of ours.
  private static func folded(_ scalar: Unicode.Scalar) -> String {
    let lower = scalar.properties.lowercaseMapping
    guard scalar.value > 0x7F, let one = lower.unicodeScalars.first else { return lower }
    // The small letter of İ is an i and a dot above it.
    guard lower.unicodeScalars.count == 1 else {
      return String(String.UnicodeScalarView(lower.unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark }))
    }
    if one == "ß" { return "ss" }
    if one == "æ" { return "ae" }
    if one == "œ" { return "oe" }
    if one == "ø" { return "o" }
    let prefix = "LATIN SMALL LETTER "
    guard let name = one.properties.name, name.hasPrefix(prefix) else { return lower }
    let rest = name.dropFirst(prefix.count)
    guard let first = rest.first, rest.dropFirst().hasPrefix(" WITH ") else { return lower }
    return first.lowercased()
  }

  private static func prefix(of word: String, bytes limit: Int) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      guard result.utf8.count + String(scalar).utf8.count <= limit else { break }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
