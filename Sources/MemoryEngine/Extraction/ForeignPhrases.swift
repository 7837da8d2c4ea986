import MemoryModel

/// "remember", "always" and "never" in German, Spanish, French, Chinese and Japanese, in the forms in which they are orders.
///
/// Far fewer forms than in English, each one that cannot well mean anything else.
enum ForeignPhrases {
  static func match(_ clause: Clause) -> SignalDetector.Match? {
    guard !isQuestion(clause.sentence) else { return nil }
    return remembering(clause) ?? rule(clause) ?? unspaced(clause)
  }

  private static func isQuestion(_ sentence: TypedSentence) -> Bool {
    sentence.isQuestion || sentence.masked.contains("？") || sentence.masked.hasPrefix("¿")
      || ["吗", "嗎", "呢", "か", "か。", "吗。"].contains { sentence.masked.hasSuffix($0) }
  }

  private static func made(_ clause: Clause, _ category: Category?, _ phrase: String, _ text: String? = nil) -> SignalDetector
    .Match?
  {
    let list = clause.sentence.endsWithColon ? clause.introduced : []
    if clause.sentence.endsWithColon, list.isEmpty { return nil }
    return SignalDetector.Match(
      category: category, phrase: phrase, text: text ?? clause.textWithList(list), confidence: 0.85,
      sentences: [clause.index] + list)
  }

  // MARK: spaced scripts

  private static let remember: [[String]] = [
    ["merk", "dir"], ["merke", "dir"], ["denk", "daran", ",", "dass"], ["denke", "daran", ",", "dass"], ["vergiss", "nicht"],
    ["recuerda", "que"], ["recuerda", ":"], ["recuerda", "esto"], ["no", "olvides"], ["no", "te", "olvides"],
    ["souviens-toi"], ["rappelle-toi"], ["retiens"], ["n'oublie", "pas"], ["n'oubliez", "pas"], ["rappelez-vous"],
    ["souvenez-vous"],
  ]

  private static func remembering(_ clause: Clause) -> SignalDetector.Match? {
    for phrase in remember {
      for place in clause.places(of: phrase) where opens(clause, place) {
        guard clause.sentence.wordCount - place - phrase.count >= 3 || clause.sentence.endsWithColon else { continue }
        return made(clause, nil, phrase.filter { $0.count > 1 }.joined(separator: " "))
      }
    }
    return nil
  }

  private static func opens(_ clause: Clause, _ place: Int) -> Bool {
    let polite: Set<String> = [
      "bitte", "por", "favor", "s'il", "te", "vous", "plaît", "plait", "und", "y", "et", "aber", "también", "auch", "aussi",
    ]
    var before = place - 1
    while polite.contains(clause.word(before)) || clause.word(before) == "," { before -= 1 }
    return before < 0 || [":", ";", "—", "–"].contains(clause.word(before))
  }

  private static let german: Set<String> = [
    "verwende", "benutze", "benutz", "nutze", "nutz", "nimm", "schreib", "schreibe", "mach", "mache", "führe", "teste", "prüfe",
    "antworte", "frag", "frage", "füge", "committe", "erstelle", "halte", "setze", "lösche", "ändere", "pushe", "formatiere",
    "kommentiere", "importiere",
  ]
  private static let germanNegative: Set<String> = ["nie", "niemals"]
  private static let spanish: Set<String> = [
    "usa", "utiliza", "escribe", "ejecuta", "haz", "añade", "responde", "pregunta", "prefiere", "comprueba", "incluye", "crea",
    "formatea", "pon", "mantén",
  ]
  private static let spanishNegative: Set<String> = [
    "uses", "utilices", "escribas", "hagas", "borres", "añadas", "modifiques", "toques", "cambies", "elimines", "ejecutes",
    "pongas", "subas",
  ]
  private static let french: Set<String> = [
    "utilise", "utilisez", "utiliser", "écris", "écrivez", "écrire", "ajoute", "ajoutez", "ajouter", "lance", "lancez", "lancer",
    "réponds", "répondez", "répondre", "demande", "demandez", "demander", "vérifie", "vérifiez", "vérifier", "fais", "faites",
    "faire", "préfère", "crée", "créer", "modifie", "modifier", "supprime", "supprimer", "pousse", "pousser", "touche", "toucher",
    "commite", "committer", "mets", "mettre",
  ]

  private static func rule(_ clause: Clause) -> SignalDetector.Match? {
    guard clause.sentence.wordCount >= 3 else { return nil }
    for place in clause.words.indices where opens(clause, place) {
      let word = clause.word(place)
      let near = Array(clause.words.dropFirst(place + 1).prefix(4))
      if german.contains(word), let adverb = near.first(where: { $0 == "immer" || germanNegative.contains($0) }),
        adverb != "immer" || !near.contains("nicht")
      {
        return near.contains("noch") || near.contains("wenn") ? nil : made(clause, .preferences, adverb)
      }
      if (word == "immer" || germanNegative.contains(word)),
        let last = clause.words.last(where: { !TypedSentence.punctuation.contains($0) }),
        [
          "verwenden", "benutzen", "nutzen", "schreiben", "ausführen", "prüfen", "testen", "committen", "pushen", "löschen",
          "ändern",
        ].contains(last)
      {
        return made(clause, .preferences, word)
      }
      if ["ab", "von"].contains(word), near.first == "jetzt" || near.first == "sofort",
        near.first == "sofort" || word == "ab" || near.dropFirst().first == "an"
      {
        let order = near.dropFirst(word == "von" ? 2 : 1).first ?? ""
        if german.contains(order) || order == "immer" || order == "bitte" {
          return made(clause, .preferences, word == "von" ? "von jetzt an" : "ab jetzt")
        }
      }
      if spanish.contains(word), near.first == "siempre" { return made(clause, .preferences, "siempre") }
      if word == "siempre", spanish.contains(near.first ?? "") { return made(clause, .preferences, "siempre") }
      if word == "nunca", spanishNegative.contains(near.first ?? "") { return made(clause, .preferences, "nunca") }
      if word == "no", spanishNegative.contains(near.first ?? ""), near.dropFirst().first == "nunca" {
        return made(clause, .preferences, "nunca")
      }
      if clause.has(["a", "partir", "de", "ahora"], at: place) || clause.has(["de", "ahora", "en", "adelante"], at: place) {
        return made(clause, .preferences, "a partir de ahora")
      }
      if french.contains(word), near.first == "toujours" { return made(clause, .preferences, "toujours") }
      if word == "toujours", french.contains(near.first ?? "") { return made(clause, .preferences, "toujours") }
      if word == "ne" || word.hasPrefix("n'"), near.contains("jamais") {
        let verb =
          word == "ne" ? (near.first == "jamais" ? near.dropFirst().first ?? "" : near.first ?? "") : String(word.dropFirst(2))
        if french.contains(verb) { return made(clause, .preferences, "jamais") }
      }
      if clause.has(["à", "partir", "de", "maintenant"], at: place) || word == "désormais" {
        if clause.words.contains(where: { french.contains($0) }) { return made(clause, .preferences, "à partir de maintenant") }
      }
    }
    return nil
  }

  // MARK: Chinese and Japanese

  private static let openings: [(phrase: String, category: Category?)] = [
    ("请记住", nil), ("請記住", nil), ("记住", nil), ("記住", nil), ("请记得", nil), ("請記得", nil), ("别忘了", nil), ("別忘了", nil),
    ("不要忘记", nil), ("不要忘記", nil), ("总是使用", .preferences), ("總是使用", .preferences), ("始终使用", .preferences),
    ("始終使用", .preferences), ("一律使用", .preferences), ("永远不要", .preferences), ("永遠不要", .preferences), ("千万不要", .preferences),
    ("千萬不要", .preferences), ("绝对不要", .preferences), ("絕對不要", .preferences), ("从现在开始", .preferences),
    ("從現在開始", .preferences), ("今後は", .preferences), ("今后请", .preferences), ("以后请", .preferences), ("以後請", .preferences),
  ]

  /// Japanese puts the order at the end.
  private static let endings: [(phrase: String, category: Category?)] = [
    ("覚えておいて", nil), ("覚えといて", nil), ("覚えておいてください", nil), ("忘れないで", nil), ("忘れないでください", nil),
  ]

  private static func unspaced(_ clause: Clause) -> SignalDetector.Match? {
    let masked = clause.sentence.masked
    for (phrase, category) in openings where masked.hasPrefix(phrase) {
      let rest = masked.dropFirst(phrase.count)
      guard rest.count >= 4, !["了吗", "了嗎", "我", "密码", "密碼"].contains(where: rest.hasPrefix) || rest.count >= 8 else { return nil }
      return made(clause, category, phrase)
    }
    let trimmed = masked.trimmingCharacters(["。", "！", "!", ".", " "])
    for (phrase, category) in endings where trimmed.hasSuffix(phrase) && trimmed.count >= phrase.count + 5 {
      return made(clause, category, phrase)
    }
    let isOrder = ["ください", "して", "使って", "使用すること", "しないで", "しないこと", "すること"].contains { trimmed.hasSuffix($0) }
    for adverb in ["必ず", "常に", "絶対に", "決して"] where isOrder && masked.contains(adverb) && trimmed.count >= adverb.count + 5 {
      return made(clause, .preferences, adverb)
    }
    return nil
  }
}

extension String {
  fileprivate func trimmingCharacters(_ characters: Set<Character>) -> Substring {
    var rest = self[...]
    while let last = rest.last, characters.contains(last) { rest.removeLast() }
    return rest
  }
}
