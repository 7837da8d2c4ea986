import MemoryModel

/// Finds what a text names: code spans, identifiers, files, quoted names and capitalised phrases.
///
/// One pass over its tokens. Fenced code, headings and list labels in bold name whatever is in them, and are left out.
struct ConceptScanner {
  /// A text names this.
  struct Find: Hashable {
    var name: String
    var kind: Concept.Kind
  }

  private(set) var finds: [Find] = []
  /// Words that stand somewhere without a capital: their capital was a sentence's.
  private(set) var plainWords: Set<String> = []

  private var phrase: [Substring] = []
  private var isPhraseInitial = false

  /// Of one text; what lies behind is a paste.
  private static let maximumLength = 12_000
  private static let maximumLineLength = 1200
  private static let phraseLength = 1...4

  mutating func scan(_ text: String, quotesNames: Bool) {
    var isFenced = false
    let head = text.utf8.count <= Self.maximumLength ? text[...] : text.prefix(Self.maximumLength)
    for line in head.split(whereSeparator: \.isNewline) {
      let body = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
      if body.hasPrefix("```") || body.hasPrefix("~~~") {
        isFenced.toggle()
        continue
      }
      guard !isFenced, line.utf8.count <= Self.maximumLineLength, !body.hasPrefix("#"), !body.hasPrefix("|") else { continue }
      scan(line: body, quotesNames: quotesNames)
    }
  }

  private mutating func scan(line: Substring, quotesNames: Bool) {
    var rest = line
    if let marker = rest.first, marker == "-" || marker == "*" || marker == "•" { rest = rest.dropFirst().drop { $0 == " " } }
    var isInitial = true
    for (part, kind) in Self.parts(of: rest) {
      switch kind {
      case .code:
        endPhrase()
        scan(code: part)
        isInitial = false
      case .bold:
        // "**Key change:** …" is a label.
        endPhrase()
        isInitial = true
      case .quoted:
        endPhrase()
        if quotesNames, let name = Self.quotedName(part) {
          finds.append(Find(name: name, kind: .quoted))
        } else {
          for word in part.split(separator: " ") { scan(word: word, isInitial: &isInitial) }
        }
        endPhrase()
      case .prose:
        for word in part.split(separator: " ") { scan(word: word, isInitial: &isInitial) }
      }
    }
    endPhrase()
  }

  // MARK: Parts of a line

  private enum Part { case prose, code, bold, quoted }

  private static func parts(of line: Substring) -> [(Substring, Part)] {
    var parts: [(Substring, Part)] = []
    var start = line.startIndex
    var index = start
    func close(of mark: String, from place: Substring.Index) -> Range<Substring.Index>? { line[place...].firstRange(of: mark) }
    func add(_ end: Substring.Index, _ mark: String, _ closing: String, _ kind: Part) -> Bool {
      let inner = line.index(end, offsetBy: mark.count)
      guard let range = close(of: closing, from: inner), range.lowerBound > inner else { return false }
      if start < end { parts.append((line[start..<end], .prose)) }
      parts.append((line[inner..<range.lowerBound], kind))
      index = range.upperBound
      start = index
      return true
    }
    while index < line.endIndex {
      let isTaken =
        switch line[index] {
        case "`": add(index, "`", "`", .code)
        case "*": line[index...].hasPrefix("**") && add(index, "**", "**", .bold)
        case "\"": add(index, "\"", "\"", .quoted)
        case "“": add(index, "“", "”", .quoted)
        default: false
        }
      if !isTaken { index = line.index(after: index) }
    }
    if start < line.endIndex { parts.append((line[start...], .prose)) }
    return parts
  }

  /// Up to four words that stand for something, and are no sentence.
  private static func quotedName(_ text: Substring) -> String? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard (1...4).contains(words.count), ConceptWords.lengths.contains(text.utf8.count), text.utf8.count >= 4,
      let first = text.first, first.isLetter, text.last?.isLetter == true || text.last?.isNumber == true,
      text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" || $0 == "'" }),
      words.contains(where: { $0.count > 3 && !ConceptWords.openers.contains($0.lowercased()) })
    else { return nil }
    if words.count == 1 { return words[0].contains(where: \.isUppercase) && !isOpener(words[0]) ? String(text) : nil }
    return ConceptWords.openers.contains(words[0].lowercased()) ? nil : String(text)
  }

  // MARK: Tokens

  private mutating func scan(code: Substring) {
    guard !code.contains(" ") else { return }
    var token = code
    if let call = token.firstIndex(of: "(") { token = token[..<call] }
    add(token, isCode: true)
  }

  private mutating func scan(word: Substring, isInitial: inout Bool) {
    let body = word.trimmed(of: Self.opening, Self.closing)
    let endsClause = word.last.map { ".!?:;,)]".contains($0) } ?? false
    let opensGroup = word.first.map { "([{".contains($0) } ?? false
    defer {
      if endsClause { endPhrase() }
      isInitial = word.last.map { ".!?:".contains($0) } ?? false
    }
    if opensGroup { endPhrase() }
    guard let first = body.first else { return endPhrase() }
    if ConceptWords.form(of: body, isCode: false) != .none {
      // `GitHub` may be part of a name as well as one.
      if !phrase.isEmpty || !first.isUppercase { endPhrase() }
      add(body, isCode: false)
      return
    }
    guard body.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "'" || $0 == "’" || $0 == "-" || $0 == "." }) else {
      return endPhrase()
    }
    if first.isUppercase {
      if phrase.isEmpty { isPhraseInitial = isInitial }
      phrase.append(body)
    } else {
      if body.count <= 24 { plainWords.insert(body.lowercased()) }
      endPhrase()
    }
  }

  private mutating func add(_ token: Substring, isCode: Bool) {
    switch ConceptWords.form(of: token, isCode: isCode) {
    case .identifier: finds.append(Find(name: String(token), kind: .identifier))
    case .path: if let name = ConceptWords.fileName(token) { finds.append(Find(name: name, kind: .file)) }
    case .none: break
    }
  }

  private mutating func endPhrase() {
    defer { phrase = [] }
    var words = phrase[...]
    var isInitial = isPhraseInitial
    while let first = words.first, Self.isOpener(first) {
      words = words.dropFirst()
      isInitial = false
    }
    while let last = words.last, Self.isOpener(last) { words = words.dropLast() }
    guard Self.phraseLength.contains(words.count), words.allSatisfy({ $0.count > 1 }) else { return }
    // A sentence's first word alone is no name.
    if words.count == 1, isInitial { return }
    add(phrase: words)
    // "Ask Redis": the capital of the first word may be the sentence's. What is said again decides which of the two is the name.
    if isInitial { add(phrase: words.dropFirst()) }
  }

  private mutating func add(phrase words: ArraySlice<Substring>) {
    let name = words.joined(separator: " ")
    guard ConceptWords.lengths.contains(name.utf8.count), name.contains(where: \.isLetter) else { return }
    finds.append(Find(name: name, kind: .name))
  }

  private static func isOpener(_ word: Substring) -> Bool {
    let lower = word.lowercased()
    // "Don't", "She's": nobody is called so.
    if word.dropLast().dropFirst().contains(where: { $0 == "'" || $0 == "’" }) { return true }
    return ConceptWords.openers.contains(lower) || ConceptWords.keywords.contains(lower)
  }

  private static let opening: Set<Character> = ["(", "[", "{", "<", "*", "_", "'", "‘", "«", "\"", "“", "„", "`", "~"]
  private static let closing: Set<Character> = [
    ")", "]", "}", ">", "*", "'", "’", "»", "\"", "”", "`", ".", ",", ";", ":", "!", "?", "…", "~",
  ]
}

extension Substring {
  fileprivate func trimmed(of opening: Set<Character>, _ closing: Set<Character>) -> Substring {
    var rest = self
    while let first = rest.first, opening.contains(first), rest.count > 1 { rest = rest.dropFirst() }
    while let last = rest.last, closing.contains(last) { rest = rest.dropLast() }
    return rest
  }
}
