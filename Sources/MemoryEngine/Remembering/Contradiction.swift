/// Tells by rules whether what was said later takes back what was said before. It rather misses one than closes a memory that is still true.
enum Contradiction {
  /// How the later statement takes the earlier one back.
  enum Kind: String, Sendable {
    /// "Always squash" – "never squash".
    case polarity
    /// "Use yarn" – "use pnpm instead of yarn".
    case rejected
    /// "Prefers tabs for indentation" – "prefers spaces for indentation".
    case replaced
    /// "Reports every 10 minutes" – "reports every 5 minutes".
    case value
  }

  /// Whether a memory as a whole is no longer true.
  static func closes(old: String, new: String) -> Bool { closes(old: Claim(old), new: Claim(new)) }

  static func closes(old: Claim, new: Claim) -> Bool {
    guard old.isComparable, new.isComparable else { return false }
    return closes(old: old.statements, new: new.statements) != nil
      || UnsegmentedContradiction.kind(old: old.text, new: new.text) != nil
  }

  /// Every statement of the old text has to be taken back.
  static func closes(old: [Statement], new: [Statement]) -> Kind? {
    let (before, after) = (old.filter { !$0.isReason }, new.filter { !$0.isReason })
    guard !before.isEmpty, before.count <= 3 else { return nil }
    var kind: Kind?
    for statement in before {
      guard let found = after.lazy.compactMap({ Self.kind(old: statement, new: $0, besides: new) }).first else { return nil }
      kind = kind ?? found
    }
    return kind
  }

  /// The first pair of statements that exclude each other, in texts that say more than that.
  static func part(old: [Statement], new: [Statement]) -> Kind? {
    for (place, earlier) in old.enumerated() where !earlier.isReason {
      for later in new where !later.isReason {
        guard let kind = Self.kind(old: earlier, new: later, besides: new) else { continue }
        // A later sentence leaves out what it is about: "The technical contact is …" says nothing by itself.
        guard place == 0 || kind == .rejected, kind != .polarity || earlier.content.count >= 2 else { continue }
        return kind
      }
    }
    return nil
  }

  /// - Parameter besides: all that the new text says; what is turned down in one sentence may name its matter in another.
  static func kind(old: Statement, new: Statement, besides: [Statement] = []) -> Kind? {
    guard !old.isUnspaced, !new.isUnspaced, !old.isPast, !new.isPast || new.isChange, !old.isUnsure, !new.isUnsure,
      !concernOthers(old, new), haveOneSetting(old, new)
    else { return nil }
    if rejects(old, new, besides) { return .rejected }
    guard old.words.count <= 30, new.words.count <= 40 else { return nil }
    if flips(old, new) { return .polarity }
    // "No longer blocks port 587" is no other value of "blocks port 25".
    guard old.isNegative == new.isNegative || new.rejected.contains(where: { holds($0, in: old.stems) }) else { return nil }
    return replaces(old, new)
  }

  /// "for the web app" – "for the mobile app", "in Go" – "in Python": both may hold.
  private static func concernOthers(_ old: Statement, _ new: Statement) -> Bool {
    for (kind, before) in old.purposes where kind == "for" || kind == "when" || kind == "before" || kind == "after" {
      guard let after = new.purposes[kind] else { continue }
      let (left, right) = (before.filter { !Statement.isValue($0) }, after.filter { !Statement.isValue($0) })
      if !left.isSubset(of: right), !right.isSubset(of: left) { return true }
    }
    return false
  }

  /// What holds in staging, or "on CI, …", says nothing of production and little of what holds in general.
  private static func haveOneSetting(_ old: Statement, _ new: Statement) -> Bool {
    old.setting.isSubset(of: new.content) && new.setting.isSubset(of: old.content)
  }

  // MARK: Always and never

  private static func flips(_ old: Statement, _ new: Statement) -> Bool {
    let (left, right) = (old.content, new.content)
    guard !left.isEmpty, !right.isEmpty else { return false }
    if old.isNegative != new.isNegative {
      // What one of them adds may be an exception: "never push to main" – "push to main only in an emergency".
      let rest = (old.isNegative ? right : left).subtracting(old.isNegative ? left : right)
      if Likeness.overlap(left, right) >= 0.7, rest.count <= 1 || left.count >= 6 { return true }
      // "Stop putting tests next to the code, put them into a folder": what is denied is all that was said.
      return new.isNegative && left.count >= 2 && isSame(new.opening, left)
    }
    guard
      let pair = StatementWords.opposites.first(where: { pair in
        old.words.contains(pair.key) && new.words.contains(pair.value) && !new.words.contains(pair.key)
          || old.words.contains(pair.value) && new.words.contains(pair.key) && !new.words.contains(pair.value)
      })
    else { return false }
    let ends: Set = [Likeness.stem(pair.key), Likeness.stem(pair.value)]
    let (one, other) = (left.subtracting(ends), right.subtracting(ends))
    return !one.isEmpty && Likeness.overlap(one, other) >= 0.75
  }

  /// But for one word in another form: "put", "putting".
  private static func isSame(_ one: Set<String>, _ other: Set<String>) -> Bool {
    let (left, right) = (one.subtracting(other), other.subtracting(one))
    guard left.count == 1, right.count == 1, one.count >= 3, let first = left.first, let second = right.first else {
      return left.isEmpty && right.isEmpty
    }
    return first.hasPrefix(second) || second.hasPrefix(first)
  }

  // MARK: Not that, but this

  private static func rejects(_ old: Statement, _ new: Statement, _ besides: [Statement]) -> Bool {
    guard !old.isNegative || !old.rejected.isEmpty, isAboutTheSame(old, new) else { return false }
    let stems = old.stems
    let own = Set(old.rejected.joined())
    for rejected in new.rejected {
      // What the old one turned down itself is not what it was for.
      guard holds(rejected, in: stems), own.isDisjoint(with: rejected) else { continue }
      // "Use bun, not npm" says nothing about "npm audit runs every night".
      guard !haveOtherPurposes(old, new, besides: rejected) else { continue }
      let matter = old.content.subtracting(rejected).subtracting(own)
      let said = besides.reduce(new.content) { $0.union($1.content) }.subtracting(rejected)
      let shared = matter.intersection(said).count
      let isChosen = isChoice(rejected, in: old)
      // "The user works on payments": but for the verb, all of it is turned down.
      if matter.subtracting(StatementWords.verbStems).isEmpty || shared >= 2 || shared == 1 && (isChosen || matter.count <= 4) {
        return true
      }
      // "Use bun, not npm" is of all that "use npm for …" may be for; "the tests run with bun, not npm" is of the tests.
      if isChosen, matter.count <= 2, new.purposes["for"] == nil || old.purposes["for"] == nil,
        new.words.prefix(2).contains(where: StatementWords.choosing.contains)
      {
        return true
      }
    }
    return false
  }

  /// "The competitor moved from Sphinx" is none of our documentation's business: whoever moved has to be named by the old one, where one is named.
  private static func isAboutTheSame(_ old: Statement, _ new: Statement) -> Bool {
    guard let verb = new.words.firstIndex(where: StatementWords.changes.contains),
      !StatementWords.replacing.contains(new.words[verb])
    else { return true }
    let subject = new.words[..<verb].filter { !StatementWords.framing.contains($0) }
    return subject.last.map { old.content.contains(Likeness.stem($0)) } ?? true
  }

  /// "Use flags in the web client" – "never use flags in the firmware".
  private static func haveOtherPurposes(_ old: Statement, _ new: Statement, besides rejected: [String]) -> Bool {
    old.purposes.contains { kind, before in
      guard let after = new.purposes[kind] else { return false }
      let (left, right) = (
        before.subtracting(rejected + old.rejected.joined()).filter(isOfWeight), after.subtracting(rejected).filter(isOfWeight)
      )
      return !left.isEmpty && !right.isEmpty && left.isDisjoint(with: right)
    }
  }

  private static func isOfWeight(_ stem: String) -> Bool { !Statement.isValue(stem) && !StatementWords.emptyStems.contains(stem) }

  private static func holds(_ part: [String], in words: [String]) -> Bool {
    guard part.count <= words.count, !part.isEmpty else { return false }
    if (0...(words.count - part.count)).contains(where: { words[$0..<($0 + part.count)].elementsEqual(part) }) { return true }
    // "RabbitMQ 3.12" is turned down as "RabbitMQ"; "the office in Berlin" as "Berlin office".
    // "No longer blocks port 587" leaves port 25 alone.
    if part.contains(where: { Statement.isValue($0) && !words.contains($0) }), words.contains(where: Statement.isValue) {
      return false
    }
    return part.count > 1 && words.contains(part[0]) && !StatementWords.framing.contains(part[0]) && !Statement.isValue(part[0])
  }

  /// The first words after "use" and the like: what the old one was for.
  private static func isChoice(_ rejected: [String], in old: Statement) -> Bool {
    guard let verb = old.words.firstIndex(where: StatementWords.choosing.contains) else { return false }
    return old.words[(verb + 1)...].prefix(3).prefix { StatementWords.purposes[$0] == nil }.map(Likeness.stem)
      .contains { rejected.contains($0) }
  }

  // MARK: Another one in the same place

  private static func replaces(_ old: Statement, _ new: Statement) -> Kind? {
    // "Replaced the fan": that was done, whatever else was.
    guard !StatementWords.changes.contains(old.words.first ?? "") else { return nil }
    let (before, after) = (old.stems, new.stems)
    var head = 0
    while head < min(before.count, after.count), before[head] == after[head] { head += 1 }
    var tail = 0
    while tail < min(before.count, after.count) - head, before[before.count - 1 - tail] == after[after.count - 1 - tail] {
      tail += 1
    }
    let (gone, come) = (old.words[head..<(before.count - tail)], new.words[head..<(after.count - tail)])
    let frame = Set(before[..<head] + before.suffix(tail)).subtracting(StatementWords.framing)
    if let kind = changedValue(old, new) { return kind }
    guard !gone.isEmpty, !come.isEmpty, gone.count <= 4, come.count <= 6, !frame.isEmpty else { return movedOn(old, new) }
    guard Set(gone.map(Likeness.stem)).subtracting(StatementWords.framing).isDisjoint(with: come.map(Likeness.stem)) else {
      return nil
    }
    // "The default font is Inter", "the default size is 14": what differs is what they are about.
    if [gone, come].allSatisfy({ $0.dropFirst().contains(where: StatementWords.being.contains) }) { return movedOn(old, new) }
    if head == 0 { return changesHands(old, new, gone: gone, come: come) ? .replaced : nil }
    let lead = old.words[..<head]
    // One may own many things; and where a day and a place differ, both may hold.
    if StatementWords.owning.contains(lead.last ?? "") { return nil }
    if !new.isChange,
      [gone, come].allSatisfy({ part in
        part.contains(where: Statement.isValue)
          && part.contains { !Statement.isValue($0) && !StatementWords.framing.contains($0) }
      })
    {
      return nil
    }
    if new.words.contains(where: StatementWords.additive.contains) && !new.rejected.contains(where: { holds($0, in: before) }) {
      return nil
    }
    // "prefers tabs for indentation" – "prefers spaces for indentation": the same purpose is named.
    if let verb = lead.lastIndex(where: StatementWords.choosing.contains), verb >= lead.endIndex - 2 {
      let rest = old.words.suffix(tail)
      if let first = rest.first, StatementWords.purposes[first] != nil, rest.count > 1, gone.count <= 3, come.count <= 3,
        // "Four spaces in Python", "snake_case in Python": of what is for something there is one, of what is somewhere there are many.
        new.isChange || StatementWords.purposes[first] != "in"
      {
        return .replaced
      }
    }
    // What differs has to be the thing itself, not where or when: "deploys on Fridays from main" – "deploys on Fridays from release".
    let hasSlot = isSlot(lead)
    let isExclusive =
      lead.suffix(3).contains(where: StatementWords.exclusive.contains)
      || hasSlot && lead.suffix(2).contains(where: StatementWords.being.contains)
      || hasSlot && tail == 0 && isLabel(old, lead) && ![gone, come].contains { $0.contains(where: StatementWords.verbs.contains) }
    // "Lives in Lisbon": whoever it is about is not named.
    let isOfNobody = StatementWords.exclusive.contains(lead.first ?? "") && StatementWords.places.contains(lead.last ?? "")
    if isExclusive, frame.count >= 2 || hasSlot || isOfNobody { return .replaced }
    return new.isChange && !frame.isEmpty
      && (frame.count >= 2 || gone.count <= 2 && frame.count * 2 >= old.content.count - gone.count)
      ? .replaced : movedOn(old, new)
  }

  private static func isSlot(_ words: ArraySlice<String>) -> Bool { words.contains(where: StatementWords.slots.contains) }

  /// "Deploy day: Thursday", "Editor Helix".
  private static func isLabel(_ old: Statement, _ lead: ArraySlice<String>) -> Bool {
    lead.count <= 4 && StatementWords.slots.contains(lead.last ?? "")
  }

  /// The very same sentence with another number, version, day or time in it.
  private static func changedValue(_ old: Statement, _ new: Statement) -> Kind? {
    let (before, after) = (
      old.words.filter { !StatementWords.framing.contains($0) }, new.words.filter { !StatementWords.framing.contains($0) }
    )
    let (left, right) = (Set(before.map(Likeness.stem)), Set(after.map(Likeness.stem)))
    let (gone, come) = (before.filter { !right.contains(Likeness.stem($0)) }, after.filter { !left.contains(Likeness.stem($0)) })
    guard !gone.isEmpty, !come.isEmpty, gone.contains(where: Statement.isValue), come.contains(where: Statement.isValue) else {
      return nil
    }
    let (lost, won) = (
      gone.filter { !Statement.isValue($0) }, come.filter { !Statement.isValue($0) && !StatementWords.changes.contains($0) }
    )
    let frame = left.intersection(right)
    guard lost.count <= (new.isChange ? 1 : 0), won.count <= (new.isChange ? 3 : 1),
      !frame.filter({ !Statement.isValue($0) }).isEmpty,
      frame.count + 1 >= before.count / 2
    else { return nil }
    // "Build 4711 takes 34 s" – "build 4712 takes 30 s": what stands first says which one it is.
    guard let first = old.words.firstIndex(where: { gone.contains($0) }),
      let other = new.words.firstIndex(where: { come.contains($0) })
    else { return nil }
    guard first > 0, other > 0 else { return nil }
    let lead = old.words[..<first]
    guard lead.contains(where: StatementWords.verbs.contains) || isSlot(lead) else { return nil }
    // "Four spaces in Python" – "two spaces in YAML": where it holds is another, too.
    if haveOtherPurposes(old, new, besides: []) { return nil }
    if new.words.contains(where: { ["also", "both", "auch", "también", "aussi", "too"].contains($0) }) { return nil }
    return .value
  }

  /// "Anna owns billing" – "Priya owns billing now": somebody else does it.
  private static func changesHands(
    _ old: Statement, _ new: Statement, gone: ArraySlice<String>, come: ArraySlice<String>
  ) -> Bool {
    guard gone.count <= 3, come.count <= 4 else { return false }
    let rest = old.words[gone.endIndex...]
    // "Ada is the lead of the team": of what is called "the" there is one.
    if old.isDefinite, new.isDefinite, StatementWords.being.contains(rest.first ?? ""),
      rest.filter({ !StatementWords.framing.contains($0) }).count >= 2
    {
      return true
    }
    guard new.isChange else { return false }
    return rest.contains(where: StatementWords.owning.contains) || rest.contains(where: StatementWords.slots.contains)
  }

  /// "The database runs on Hetzner" – "the database moved to Fly": another verb says where to.
  private static func movedOn(_ old: Statement, _ new: Statement) -> Kind? {
    guard new.isChange, let place = old.words.firstIndex(where: StatementWords.states.contains), place > 0 else { return nil }
    let owner = stems(old.words[..<place])
    let standing = stems(old.words[(place + 1)...])
    guard !owner.isEmpty, !standing.isEmpty, standing.count <= 5 else { return nil }
    let target: Set<String>
    if let verb = new.words.firstIndex(where: StatementWords.changes.contains), verb > 0 {
      guard stems(new.words[..<verb]) == owner else { return nil }
      target = stems(new.words[(verb + 1)...])
    } else {
      guard let found = sameState(old, new), stems(new.words[..<found]) == owner else { return nil }
      target = stems(new.words[(found + 1)...])
    }
    // "Runs on Node 20" – "moved to Oslo": a version and a place are two matters.
    guard !target.isEmpty, !standing.isSubset(of: target),
      standing.contains(where: Statement.isValue) == target.contains(where: Statement.isValue)
    else { return nil }
    return .replaced
  }

  /// The place of the new one's verb, where it says the same thing of its subject as the old one's: "is deployed on" – "lives on".
  private static func sameState(_ old: Statement, _ new: Statement) -> Int? {
    guard let before = state(of: old), let after = state(of: new), before.kind == after.kind, before.manner == after.manner else {
      return nil
    }
    return after.verb
  }

  private static func state(of statement: Statement) -> (verb: Int, kind: String, manner: String)? {
    guard let manner = statement.words.firstIndex(where: { StatementWords.kindsOfPlace[$0] != nil }) else { return nil }
    let verbs = statement.words[..<manner].indices.filter { StatementWords.kindsOfState[statement.words[$0]] != nil }
    guard let first = verbs.first, let last = verbs.last, first > 0, last == manner - 1 else { return nil }
    return (
      first, StatementWords.kindsOfState[statement.words[last]] ?? "", StatementWords.kindsOfPlace[statement.words[manner]] ?? ""
    )
  }

  private static func stems(_ words: ArraySlice<String>) -> Set<String> {
    Set(words.map(Likeness.stem)).subtracting(StatementWords.framing)
  }
}
