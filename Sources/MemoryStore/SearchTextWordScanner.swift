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

  init(_ emit: @escaping (String, SearchTerm.Kind) -> Void) { self.emit = emit }

  mutating func scan(_ text: String) {
    for scalar in text.unicodeScalars {
      switch Letter(scalar) {
      case .letter: take(scalar, unsegmented: false)
      case .unsegmented: take(scalar, unsegmented: true)
      case .mark: if !run.isEmpty { run.append(scalar) }
      case .dropped: break
      case .connector:
        endRun()
        connectorsSinceRun += 1
      case .apostrophe:
        endRun()
        endChain()
        afterApostrophe = true
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
    endRun()
    endChain()
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
    run.append(scalar)
  }

  private mutating func endRun() {
    guard !run.isEmpty else { return }
    defer { run.removeAll(keepingCapacity: true) }
    if runIsUnsegmented { return emitPairs() }
    let parts = IdentifierParts.split(run)
    defer { afterApostrophe = false }
    // What follows an apostrophe in English ("Ann's", "don't", "we'll") is grammar.
    if afterApostrophe, parts.count == 1, Self.contractions.contains(parts[0]) { return }
    for part in parts { emit(part, .word) }
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
}

/// What a scalar is to the search index.
enum Letter {
  case letter, unsegmented, mark, connector, apostrophe, plus, sharp, separator
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
    // Accents written apart, the soft hyphen, joiners, the byte order mark; Arabic and Hebrew vowel signs, the Arabic stretching line.
    case 0x0300...0x036F, 0x00AD, 0x200B...0x200D, 0x2060, 0xFEFF, 0x064B...0x0652, 0x0670, 0x0640, 0x0591...0x05BD: self = .dropped
    case 0x2010, 0x2011: self = .connector
    // Thai to Myanmar, Khmer, kana, Chinese characters, Korean syllables and its letters, half-width kana.
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17DF, 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x1100...0x11FF, 0xAC00...0xD7AF, 0xFF66...0xFF9F, 0x20000...0x323AF:
      self = Self.isLetterOrDigit(scalar) ? .unsegmented : Self.isMark(scalar) ? .mark : .separator
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
      append(scalar, to: &part)
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

  private static func append(_ scalar: Unicode.Scalar, to part: inout String) {
    switch scalar {
    case "A"..."Z": part.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
    case "\u{0}"..."\u{7F}": part.unicodeScalars.append(scalar)
    case "ß": part += "ss"
    case "æ", "Æ": part += "ae"
    case "œ", "Œ": part += "oe"
    case "ø", "Ø": part += "o"
    case "ё", "Ё": part += "е"
    // Full-width Latin, as it stands between Chinese characters.
    case "\u{FF01}"..."\u{FF5E}":
      if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { part += narrow.properties.lowercaseMapping }
    default: part += scalar.properties.lowercaseMapping
    }
  }

  private static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "A" && scalar <= "Z" : scalar.properties.isUppercase
  }

  private static func isLower(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "a" && scalar <= "z" : scalar.properties.isLowercase
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }
}
