/// Takes secrets and `<private>` passages out of a text before it is written anywhere.
///
///     Redactor.redact("export GITHUB_TOKEN=ghp_…").text   // "export GITHUB_TOKEN=[redacted:github-token]"
///     Redactor.redact("Ship it. <private>It is for Ann.</private>").text   // "Ship it. [private]"
///
/// A text without either comes back as it is, without a copy. Redacting twice gives what redacting once gave. Hand-written byte
/// scanners, because this runs in every hook: a regular expression engine costs more to start than the hook has in all.
package enum Redactor {
  package static let privateMarker = "[private]"

  package static func redact(_ text: String) -> Redacted {
    var text = text
    var redacted = removingPrivatePassages(from: &text)
    guard !redacted.isWhollyPrivate else { return redacted }
    redacted.secrets = replaceSecrets(in: &redacted.text)
    return redacted
  }

  /// What stands in the place of a secret of this kind.
  static func marker(_ kind: String) -> String { "[redacted:\(kind)]" }

  private static func removingPrivatePassages(from text: inout String) -> Redacted {
    let found = text.withUTF8 { bytes -> (cuts: [Cut], texts: [String], spans: Int, isWhole: Bool)? in
      let contents = ByteHints(bytes)
      guard contents.mayHoldTags else { return nil }
      return VisibleText.with(bytes, hasInvisible: contents.mayHoldInvisible) { visible, original in
        var tags = PrivateTags(visible)
        tags.find()
        guard !tags.cuts.isEmpty else { return nil }
        let texts = tags.contents.map { String(decoding: bytes[original.range($0)], as: UTF8.self) }
        return (original.map(tags.cuts), texts, tags.spans, tags.isWhole)
      }
    }
    guard let found else { return Redacted(text: text) }
    var redacted = Redacted(text: found.isWhole ? "" : applying(found.cuts, to: &text))
    redacted.privateSpans = found.spans
    redacted.isWhollyPrivate = found.isWhole
    redacted.privateTexts = found.texts
    return redacted
  }

  /// Scans again after a find: a marker can give what follows it another meaning, and a second redaction must find nothing.
  private static func replaceSecrets(in text: inout String) -> Int {
    var secrets = 0
    for _ in 0..<8 {
      let cuts = text.withUTF8 { bytes in
        VisibleText.with(bytes, hasInvisible: ByteHints(bytes).mayHoldInvisible) { visible, original in
          var scanner = SecretScanner(visible)
          scanner.scan()
          return original.map(scanner.cuts)
        }
      }
      guard !cuts.isEmpty else { break }
      secrets += cuts.count
      text = applying(cuts, to: &text)
    }
    return secrets
  }

  static func applying(_ cuts: [Cut], to text: inout String) -> String {
    text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      var written = 0
      for cut in cuts where cut.range.lowerBound >= written {
        result.append(contentsOf: bytes[written..<cut.range.lowerBound])
        result.append(contentsOf: cut.replacement.utf8)
        written = cut.range.upperBound
        // A cut ends at an ASCII byte or at the end; should one ever not, the whole character goes rather than half of it.
        while written < bytes.count, bytes[written] & 0xC0 == 0x80 { written += 1 }
      }
      result.append(contentsOf: bytes[written...])
      return String(decoding: result, as: UTF8.self)
    }
  }
}

/// A range of bytes and what is to stand in its place.
struct Cut: Equatable {
  var range: Range<Int>
  var replacement: String
}
