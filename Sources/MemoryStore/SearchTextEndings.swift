/// Takes grammar off words of scripts that the index's English stemmer does not know: cases of Russian and Greek, the Arabic article, Hindi
/// plurals.
///
/// Light on purpose: it brings forms of one noun together and rather leaves two of them apart than makes two words one. The word arrives in
/// the index's spelling.
enum WordEndings {
  /// The word without them; a word that would be left with fewer than three letters as it is.
  static func strip(_ word: inout String) {
    guard let first = word.unicodeScalars.first else { return }
    switch first.value {
    case ..<0x0370: return
    case 0x0370...0x03FF: stripTrailing(greekEndings, leaving: 3, from: &word)
    case 0x0400...0x04FF: stripTrailing(cyrillicEndings, leaving: 3, from: &word)
    case 0x0620...0x06FF: stripArabicArticle(&word)
    case 0x0900...0x097F: stripTrailing(hindiEndings, leaving: 3, from: &word)
    default: return
    }
  }

  /// The longest one that fits.
  private static func stripTrailing(_ endings: [[Unicode.Scalar]], leaving least: Int, from word: inout String) {
    let scalars = Array(word.unicodeScalars)
    for ending in endings where scalars.count >= ending.count + least && scalars.suffix(ending.count) == ending[...] {
      word = String(String.UnicodeScalarView(scalars.dropLast(ending.count)))
      return
    }
  }

  /// `الحاويات`, `والحاويات`, `للحاويات` and `حاويات`: the prefixes of the "light10" stemmer (Larkey, Ballesteros and Connell 2002).
  private static func stripArabicArticle(_ word: inout String) {
    let scalars = Array(word.unicodeScalars)
    for prefix in arabicPrefixes where scalars.count >= prefix.count + 3 && scalars.prefix(prefix.count) == prefix[...] {
      word = String(String.UnicodeScalarView(scalars.dropFirst(prefix.count)))
      return
    }
  }

  /// The longest first; й stands as и in the index.
  private static let cyrillicEndings = endings(
    """
    иями ями ами иям иях иеи ого его ому ему ыми ими еи ои ом ем ам ям ах ях ов ев ых их ым им ую юю ая яя ое ее ые ие ия ии иу ию ью \
    а е и о у ы э ю я ь
    """)
  private static let greekEndings = endings("ματων ματοσ ματα ουσ εισ εσ οσ ου οι ων ασ ησ ισ υσ α ε η ι ο υ ω")
  /// Plurals and oblique cases.
  private static let hindiEndings = endings("ियों ियां ियाँ ओं ों ें ां ाओं ाएं ो े ी ा")
  private static let arabicPrefixes = endings("وال بال كال فال ال لل")

  private static func endings(_ list: String) -> [[Unicode.Scalar]] {
    // By scalars: a space and the vowel sign behind it are one character.
    list.unicodeScalars.split(separator: " ").map { Array($0) }.sorted { $0.count > $1.count }
  }
}
