/// Finds the words in a text: lower-case runs of letters, digits and their marks.
struct WordScanner {
  /// Longer words are cut; nobody asks for the end of a hash or of a base64 line.
  static let longestWord = 64
  /// A name of more parts than this is not kept whole.
  static let mostParts = 6

  private let emit: (String, SearchTerm.Kind) -> Void
  /// The run of letters and digits that is being read, as it is written.
  private var run: [Unicode.Scalar] = []
  private var runIsUnsegmented = false
  /// Runs that are joined by single connectors: `no-verify`, `user_name`, `3.40.1`.
  private var chain = ""
  private var chainLength = 0
  private var connectorsSinceRun = 0
  private var afterApostrophe = false
  /// What stood before an apostrophe and is an article of French or Italian ("l'eau") if a letter follows.
  private var elided: [Unicode.Scalar] = []

  init(_ emit: @escaping (String, SearchTerm.Kind) -> Void) { self.emit = emit }

  mutating func scan(_ text: String) {
    for written in text.unicodeScalars {
      let scalar = Spelling.usual(written)
      let letter = Letter(scalar)
      if !elided.isEmpty { decideElision(isFollowedByLetter: letter == .letter) }
      switch letter {
      case .letter: take(scalar, unsegmented: false)
      case .unsegmented: take(scalar, unsegmented: true)
      case .mark: if !run.isEmpty { append(scalar) }
      // Between the parts of a Persian word, where others write a space; in Indian scripts it only shapes letters.
      case .dropped where scalar == "\u{200C}" && run.last.map { $0.value >> 8 == 0x06 } == true:
        endRun()
        connectorsSinceRun += 1
      case .dropped: break
      case .connector:
        endRun()
        connectorsSinceRun += 1
      case .apostrophe:
        if chainLength == 0, run.count <= 4, Self.elisions.contains(run) {
          swap(&run, &elided)
        } else {
          endRun()
          endChain()
        }
        afterApostrophe = true
      case .picture:
        endRun()
        endChain()
        afterApostrophe = false
        // In letters and digits that no stemmer touches.
        emit("xe\(scalar.value)", .word)
      case .plus, .sharp:
        spellOutLanguage(scalar)
        endRun()
        endChain()
      case .separator:
        endRun()
        endChain()
        afterApostrophe = false
      }
    }
    if !elided.isEmpty { decideElision(isFollowedByLetter: false) }
    endRun()
    endChain()
  }

  private mutating func decideElision(isFollowedByLetter: Bool) {
    if !isFollowedByLetter { emit(String(String.UnicodeScalarView(elided)).lowercased(), .word) }
    elided.removeAll()
  }

  /// To the run, in one with its last letter where they are parts of one.
  private mutating func append(_ scalar: Unicode.Scalar) {
    if let last = run.last, last.value > 0x1000, let composed = Spelling.composed(last, scalar) {
      run[run.count - 1] = composed
    } else {
      run.append(scalar)
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar, unsegmented: Bool) {
    if !run.isEmpty, unsegmented != runIsUnsegmented {
      endRun()
      endChain()
    }
    if run.isEmpty {
      if connectorsSinceRun > 1 || unsegmented { endChain() }
      connectorsSinceRun = 0
      runIsUnsegmented = unsegmented
    }
    append(scalar)
  }

  private mutating func endRun() {
    guard !run.isEmpty else { return }
    defer { run.removeAll(keepingCapacity: true) }
    if runIsUnsegmented { return emitPairs() }
    let parts = IdentifierParts.split(run)
    defer { afterApostrophe = false }
    // What follows an apostrophe in English ("Ann's", "don't", "we'll") is grammar.
    if afterApostrophe, parts.count == 1, Self.contractions.contains(parts[0]) { return }
    for var part in parts {
      WordEndings.strip(&part)
      emit(part, .word)
    }
    let whole = parts.count == 1 ? parts[0] : parts.joined()
    if parts.count > 1, parts.count <= Self.mostParts, whole.utf8.count <= Self.longestWord { emit(whole, .compound) }
    chain += whole
    chainLength += 1
  }

  private mutating func endChain() {
    if chainLength > 1, chainLength <= Self.mostParts, chain.utf8.count <= Self.longestWord { emit(chain, .compound) }
    chain = ""
    chainLength = 0
    connectorsSinceRun = 0
  }

  /// Pairs of neighbouring letters, each with its marks, and the last letter alone.
  private mutating func emitPairs() {
    var letters: [String] = []
    for scalar in run {
      if Letter(scalar) == .mark, !letters.isEmpty {
        letters[letters.count - 1].unicodeScalars.append(scalar)
      } else {
        letters.append(String(scalar))
      }
    }
    for (letter, next) in zip(letters, letters.dropFirst()) { emit(letter + next, .pair) }
    if let last = letters.last { emit(last, letters.count == 1 ? .single : .runEnd) }
  }

  /// `C++`, `C#` and `F#` would be words of one letter.
  private mutating func spellOutLanguage(_ sign: Unicode.Scalar) {
    guard run.count == 1, let letter = run.first, letter.isASCII, !runIsUnsegmented else { return }
    run += sign == "#" ? "sharp".unicodeScalars : "plus".unicodeScalars
  }

  private static let contractions: Set<String> = ["s", "t", "d", "m", "ll", "re", "ve"]
  private static let elisions: Set<[Unicode.Scalar]> = Set(
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "un", "all", "dall", "dell", "nell", "sull"].flatMap {
      [Array($0.unicodeScalars), Array(($0.prefix(1).uppercased() + $0.dropFirst()).unicodeScalars)]
    })
}

/// What a scalar is to the search index.
enum Letter {
  case letter, unsegmented, mark, connector, apostrophe, plus, sharp, separator
  /// An emoji: a word by itself.
  case picture
  /// Invisible, or a sign of pronunciation that is mostly not written.
  case dropped

  init(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": self = .letter
    case "_", "-", ".": self = .connector
    case "'", "’": self = .apostrophe
    case "+": self = .plus
    case "#": self = .sharp
    case "\u{0}"..."\u{7F}": self = .separator
    default: self = Letter(beyondASCII: scalar)
    }
  }

  private init(beyondASCII scalar: Unicode.Scalar) {
    switch scalar.value {
    // Accents written apart, the soft hyphen, joiners, marks of direction, the byte order mark.
    case 0x0300...0x036F, 0x00AD, 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: self = .dropped
    // Arabic vowel signs, the hamza written apart, the stretching line; Hebrew vowel signs; the dot below of Indian letters.
    case 0x064B...0x0655, 0x0670, 0x0640, 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7,
      0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0CBC:
      self = .dropped
    // How a sign is drawn: as text or in colour, in a box, the colour of the skin.
    case 0xFE00...0xFE0F, 0x20E3, 0x1F3FB...0x1F3FF: self = .dropped
    case 0x2010, 0x2011: self = .connector
    // Thai to Myanmar, Khmer, kana, Chinese characters, Korean syllables and its letters, half-width kana.
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17DF, 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x1100...0x11FF, 0xAC00...0xD7AF, 0xFF66...0xFF9F, 0x20000...0x323AF:
      self = Self.isLetterOrDigit(scalar) ? .unsegmented : Self.isMark(scalar) ? .mark : .separator
    case 0x203C...0x3299 where scalar.properties.isEmoji, 0x1F000...0x1FAFF where scalar.properties.isEmoji: self = .picture
    default: self = Self.isLetterOrDigit(scalar) ? .letter : Self.isMark(scalar) ? .mark : .separator
    }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
      .otherNumber:
      true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }
}

/// Splits a run of letters and digits where its capitals say that a new word begins.
enum IdentifierParts {
  /// Lower-case parts: `MemoryStore` gives `memory`, `store`; `parseHTTPBody` gives `parse`, `http`, `body`. Digits stay with their letters.
  static func split(_ run: [Unicode.Scalar]) -> [String] {
    var parts: [String] = []
    var part = ""
    var length = 0
    for (index, scalar) in run.enumerated() {
      if index > 0, begins(run, at: index) {
        parts.append(part)
        part = ""
        length = 0
      }
      guard length < WordScanner.longestWord else { continue }
      length += 1
      Spelling.append(scalar, to: &part)
    }
    parts.append(part)
    // A word in alternating capitals is no identifier.
    return parts.count > WordScanner.mostParts ? [String(parts.joined().prefix(WordScanner.longestWord))] : parts
  }

  private static func begins(_ run: [Unicode.Scalar], at index: Int) -> Bool {
    guard isUpper(run[index]) else { return false }
    if !isUpper(run[index - 1]) { return !isDigit(run[index - 1]) }
    // The last capital of several belongs to the word that follows it.
    return index + 1 < run.count && isLower(run[index + 1])
  }

  private static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "A" && scalar <= "Z" : scalar.properties.isUppercase
  }

  private static func isLower(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "a" && scalar <= "z" : scalar.properties.isLowercase
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }
}
