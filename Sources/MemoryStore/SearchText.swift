/// Turns text into the words that the search index holds; questions go the same way.
///
/// The index's tokenizer (`porter unicode61`) lower-cases, takes accents off and stems. What it cannot do is done here: identifiers are
/// split (`camelCase`, `snake_case`, `kebab-case`) and kept whole as well, scripts that do not separate words become pairs of letters, every
/// script is brought to one spelling (`Spelling`), and some lose endings that the stemmer does not know (`WordEndings`).
package enum SearchText {
  /// The words of `text`, separated by spaces, as they are given to the index.
  ///
  /// A contentless index forgets a row only when it is told these very words again: a change here needs a new index.
  ///
  /// - Parameter scope: the project of the memory, nil for none. It becomes a word of its own, so that a question to one project reads no
  ///   other's posting lists.
  package static func indexed(_ text: String, scope: String?) -> String {
    var words = scopeWord(scope)
    words.reserveCapacity(words.utf8.count + text.utf8.count + text.utf8.count / 4)
    var scanner = WordScanner { word, _ in
      words += " "
      words += word
    }
    scanner.scan(text)
    return words
  }

  /// The word that stands for a project. Digits after a letter that no stemmer touches; `xq0` is no project.
  static func scopeWord(_ scope: String?) -> String {
    guard let scope else { return "xq0" }
    // FNV-1a, 64 bit, as in `Slug`: two projects on one number would only be read together, and the node's project decides.
    let fingerprint = scope.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    return "xq\(fingerprint)"
  }

  /// The words of a question in their order, each once.
  package static func terms(of question: String) -> [SearchTerm] {
    var terms: [SearchTerm] = []
    var seen: Set<String> = []
    var place = 0
    var scanner = WordScanner { word, kind in
      defer { if kind != .compound { place += 1 } }
      // The last letter of a longer run stands in the pair before it.
      if kind == .runEnd { return }
      guard seen.insert(word).inserted else { return }
      terms.append(SearchTerm(text: word, kind: kind, place: place))
    }
    scanner.scan(question)
    return terms
  }
}

/// A word of a question.
package struct SearchTerm: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case word
    /// Several words that were written as one: `getUserName`, `no-verify`, `3.40.1`.
    case compound
    /// Two letters of a script that does not separate words.
    case pair
    /// One letter of such a script that stands alone.
    case single
    /// The last letter of a run of such letters.
    case runEnd
    /// A beginning of words.
    case prefix
  }

  package var text: String
  package var kind: Kind
  /// Its place among the words; a compound has that of its last part.
  package var place: Int

  package init(text: String, kind: Kind = .word, place: Int) {
    self.text = text
    self.kind = kind
    self.place = place
  }

  package var isStopWord: Bool { kind == .word && StopWords.english.contains(text) }

  /// The term as FTS5's query language has it. Its text holds letters and digits alone, so nothing in it is interpreted.
  package var expression: String {
    switch kind {
    case .single, .prefix: "\"\(text)\"*"
    case .word, .compound, .pair, .runEnd: "\"\(text)\""
    }
  }
}
