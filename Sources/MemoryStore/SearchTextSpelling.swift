/// One spelling for what is written in several ways: the index and a question agree on it.
///
/// The index's tokenizer takes accents off Latin letters alone and knows neither widths nor presentation forms. Data: the Unicode Character
/// Database, https://www.unicode.org/Public/UCD/latest/ucd/UnicodeData.txt; for Arabic, what Lucene's `ArabicNormalizer` brings together.
enum Spelling {
  // MARK: Before words are cut; capitals stay, since they cut words

  /// The scalar in its usual width and as a digit of ASCII; for an ASCII scalar itself.
  static func usual(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case ..<0x0660: return scalar
    case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0xFF66...0xFF9F: return fullWidthKana[Int(scalar.value - 0xFF66)]
    default:
      guard scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue else { return scalar }
      return Unicode.Scalar(0x30 + UInt8(digit))
    }
  }

  /// `last` and the scalar that follows it in one, where they are parts of one letter: kana and its voicing mark, the letters of a Korean syllable.
  static func composed(_ last: Unicode.Scalar, _ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch (last.value, scalar.value) {
    case (0x3046, 0x3099): return "\u{3094}"
    case (0x30A6, 0x3099): return "\u{30F4}"
    case (0x304B...0x3068, 0x3099), (0x30AB...0x30C8, 0x3099): return Unicode.Scalar(last.value + 1)
    case (0x306F...0x307B, 0x3099...0x309A), (0x30CF...0x30DB, 0x3099...0x309A):
      return Unicode.Scalar(last.value + scalar.value - 0x3098)
    case (0x1100...0x1112, 0x1161...0x1175):
      return Unicode.Scalar(0xAC00 + ((last.value - 0x1100) * 21 + scalar.value - 0x1161) * 28)
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (last.value - 0xAC00) % 28 == 0:
      return Unicode.Scalar(last.value + scalar.value - 0x11A7)
    default: return nil
    }
  }

  /// U+FF66 to U+FF9F.
  private static let fullWidthKana = Array(
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}".unicodeScalars)

  // MARK: Within a word

  /// Appends the scalar in lower case as the index spells it.
  static func append(_ scalar: Unicode.Scalar, to word: inout String) {
    if scalar.isASCII {
      word.unicodeScalars.append(scalar >= "A" && scalar <= "Z" ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
    } else {
      for scalar in scalar.properties.lowercaseMapping.unicodeScalars { appendLowercase(scalar, to: &word) }
    }
  }

  private static func appendLowercase(_ scalar: Unicode.Scalar, to word: inout String) {
    switch scalar.value {
    case ..<0x0250: word += latin[scalar] ?? String(scalar)
    // Accents come with lower case too: that of "İ" has a dot above.
    case 0x0300...0x036F: break
    case 0x0370...0x03FF, 0x1F00...0x1FFF: word.unicodeScalars.append(greek(scalar))
    case 0x0400...0x04FF: word.unicodeScalars.append(cyrillic[scalar] ?? scalar)
    case 0x0600...0x06FF: word.unicodeScalars.append(arabic[scalar] ?? scalar)
    case 0x0900...0x0DFF: word += indic[scalar] ?? String(scalar)
    case 0xFB00...0xFB06: word += ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(scalar.value - 0xFB00)]
    default: word.unicodeScalars.append(scalar)
    }
  }

  /// Letters that have no accent to take off, spelled as they are where they are not on the keyboard.
  private static let latin: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ſ": "s",
    "ĳ": "ij", "ŀ": "l", "µ": "μ",
  ]

  private static func greek(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x03AC, 0x1F00...0x1F07, 0x1F70...0x1F71, 0x1F80...0x1F87, 0x1FB0...0x1FB7: "α"
    case 0x03AD, 0x1F10...0x1F15, 0x1F72...0x1F73: "ε"
    case 0x03AE, 0x1F20...0x1F27, 0x1F74...0x1F75, 0x1F90...0x1F97, 0x1FC2...0x1FC7: "η"
    case 0x03AF, 0x03CA, 0x0390, 0x1F30...0x1F37, 0x1F76...0x1F77, 0x1FD0...0x1FD7: "ι"
    case 0x03CC, 0x1F40...0x1F45, 0x1F78...0x1F79: "ο"
    case 0x03CD, 0x03CB, 0x03B0, 0x1F50...0x1F57, 0x1F7A...0x1F7B, 0x1FE0...0x1FE3, 0x1FE6...0x1FE7: "υ"
    case 0x03CE, 0x1F60...0x1F67, 0x1F7C...0x1F7D, 0x1FA0...0x1FA7, 0x1FF2...0x1FF7: "ω"
    case 0x03C2: "σ"
    case 0x1FE4...0x1FE5: "ρ"
    default: scalar
    }
  }

  private static let cyrillic: [Unicode.Scalar: Unicode.Scalar] = [
    "ё": "е", "й": "и", "ї": "і", "ў": "у", "ѓ": "г", "ќ": "к", "ѐ": "е", "ѝ": "и",
  ]

  /// Forms of one letter that are written for one another; Persian letters as Arabic keyboards have them.
  private static let arabic: [Unicode.Scalar: Unicode.Scalar] = [
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه",
  ]

  /// Letters with a dot below lose it: it is mostly left out. Vowel signs of two parts are written in their parts.
  private static let indic: [Unicode.Scalar: String] = [
    "\u{0929}": "\u{0928}", "\u{0931}": "\u{0930}", "\u{0934}": "\u{0933}", "\u{0958}": "\u{0915}", "\u{0959}": "\u{0916}",
    "\u{095A}": "\u{0917}", "\u{095B}": "\u{091C}", "\u{095C}": "\u{0921}", "\u{095D}": "\u{0922}", "\u{095E}": "\u{092B}",
    "\u{095F}": "\u{092F}", "\u{0901}": "\u{0902}", "\u{09DC}": "\u{09A1}", "\u{09DD}": "\u{09A2}", "\u{09DF}": "\u{09AF}",
    "\u{09CB}": "\u{09C7}\u{09BE}", "\u{09CC}": "\u{09C7}\u{09D7}", "\u{0A33}": "\u{0A32}", "\u{0A36}": "\u{0A38}",
    "\u{0A59}": "\u{0A16}", "\u{0A5A}": "\u{0A17}", "\u{0A5B}": "\u{0A1C}", "\u{0A5E}": "\u{0A2B}",
    "\u{0B48}": "\u{0B47}\u{0B56}", "\u{0B4B}": "\u{0B47}\u{0B3E}", "\u{0B4C}": "\u{0B47}\u{0B57}", "\u{0B5C}": "\u{0B21}",
    "\u{0B5D}": "\u{0B22}", "\u{0B94}": "\u{0B92}\u{0BD7}", "\u{0BCA}": "\u{0BC6}\u{0BBE}", "\u{0BCB}": "\u{0BC7}\u{0BBE}",
    "\u{0BCC}": "\u{0BC6}\u{0BD7}", "\u{0C48}": "\u{0C46}\u{0C56}", "\u{0CC0}": "\u{0CBF}\u{0CD5}", "\u{0CC7}": "\u{0CC6}\u{0CD5}",
    "\u{0CC8}": "\u{0CC6}\u{0CD6}", "\u{0CCA}": "\u{0CC6}\u{0CC2}", "\u{0CCB}": "\u{0CC6}\u{0CC2}\u{0CD5}",
    "\u{0D4A}": "\u{0D46}\u{0D3E}", "\u{0D4B}": "\u{0D47}\u{0D3E}", "\u{0D4C}": "\u{0D46}\u{0D57}",
  ]
}
