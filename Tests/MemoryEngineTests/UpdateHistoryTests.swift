import MemoryModel
import Testing

@testable import MemoryEngine

/// What `find` answers with `as_of` at every date of a hundred matters that change, all of them in one store, so that none may close another's.
@Suite("Truth over time")
struct UpdateHistoryTests {
  private struct Told {
    var history: Int
    var place: Int
    var uri: MemoryURI
  }

  /// Tells all histories by date; after each statement, what is shown as a contradiction is decided as suggested when `resolves`.
  private func tell(_ histories: [UpdateHistories.History], resolves: Bool) throws -> (EngineFixture, [Told], [String]) {
    let fixture = try EngineFixture()
    let order = histories.indices.flatMap { history in histories[history].statements.indices.map { (history, $0) } }
      .sorted {
        let (left, right) = (histories[$0.0].statements[$0.1].day, histories[$1.0].statements[$1.1].day)
        return (left.daysSinceEpoch, $0.0, $0.1) < (right.daysSinceEpoch, $1.0, $1.1)
      }
    var told: [Told] = []
    var faults: [String] = []
    func place(of uri: MemoryURI) -> Told? { told.first { $0.uri == uri } }
    func check(closed: MemoryURI, by told: Told, _ way: String) {
      guard let loser = place(of: closed) else { return }
      let isRight = loser.history == told.history && histories[told.history].statements[told.place].ends.contains(loser.place)
      if !isRight {
        faults.append(
          "\(way): \"\(histories[told.history].statements[told.place].text)\" closed \"\(histories[loser.history].statements[loser.place].text)\""
        )
      }
    }
    for (history, number) in order {
      let statement = histories[history].statements[number]
      fixture.advance(to: Timestamp(statement.day).advanced(by: .seconds(9 * 3600)))
      let outcome = try fixture.remember(statement.text, statement.category)
      let said = Told(history: history, place: number, uri: outcome.uri)
      told.append(said)
      for closed in outcome.closed { check(closed: closed, by: said, "writing") }
      if outcome.action == .merged { faults.append("merged: \(statement.text)") }
      // Nothing can contradict the first of a matter but by mistake, and mistakes are still there when the next one is told.
      guard resolves, number > 0 else { continue }
      var request = ConflictsRequest()
      request.limit = .max
      for conflict in try fixture.engine.conflicts(request).conflicts where !conflict.isSpecific {
        if let winner = place(of: conflict.kept.uri) { check(closed: conflict.closed.uri, by: winner, "conflicts") }
        _ = try? fixture.engine.resolve(
          ResolveRequest(uri: conflict.earlier.uri, other: conflict.later.uri, decision: .keep(conflict.kept.uri)))
      }
    }
    return (fixture, told, faults)
  }

  /// Histories that are answered right at every date: in the middle between two changes and today.
  private func right(_ histories: [UpdateHistories.History], resolves: Bool) throws -> (
    histories: Int, answers: Int, questions: Int, faults: [String], wrong: [String]
  ) {
    let (fixture, told, faults) = try tell(histories, resolves: resolves)
    fixture.advance(to: Timestamp(iso8601: "2025-12-01")!)
    var (rightHistories, answers, questions) = (0, 0, 0)
    var wrong: [String] = []
    for (number, history) in histories.enumerated() {
      var isRight = true
      let days = history.statements.map(\.day)
      let moments = days.map { Timestamp($0).advanced(by: .seconds(5 * 86_400)) as Timestamp? } + [nil]
      for moment in moments {
        questions += 1
        let found = try fixture.find(history.question, scope: .everything, asOf: moment)
        let own = told.filter { $0.history == number }
        let day = moment?.date ?? Timestamp(iso8601: "2025-12-01")!.date
        let wanted = Set(history.holding(on: day).map { place in own.first { $0.place == place }!.uri })
        let shown = Set(found).intersection(own.map(\.uri))
        if shown == wanted {
          answers += 1
        } else {
          isRight = false
          wrong.append(
            "\(history.name) on \(day.iso8601): \(shown.map(\.name).sorted()) rather than \(wanted.map(\.name).sorted())")
        }
      }
      if isRight { rightHistories += 1 }
    }
    return (rightHistories, answers, questions, faults, wrong)
  }

  @Test(
    "of 100 update histories at least 98 are answered right at every date by writing alone, and nothing that is still true is closed"
  )
  func histories() throws {
    let histories = UpdateHistories.parse()
    #expect(histories.count == 100)
    let written = try right(histories, resolves: false)
    let resolved = try right(histories, resolves: true)
    print(
      "{\"update_histories\": \(histories.count), \"right_by_writing\": \(written.histories), \"right_with_conflicts_resolved\": \(resolved.histories), \"answers\": \(resolved.answers), \"questions\": \(resolved.questions), \"closed_wrongly\": \(written.faults.count + resolved.faults.count)}"
    )
    for line in written.wrong { print("  wrong: \(line)") }
    #expect(written.histories >= 98)
    #expect(resolved.histories >= 98)
    #expect(written.faults == [])
    #expect(resolved.faults == [])
  }

  /// Their faults are counted and not listed: whoever reads them makes rules for them.
  @Test(
    "of 40 histories on which no rule was made at least 36 are answered right by writing alone, and nothing that is still true is closed"
  )
  func heldOut() throws {
    let histories = UpdateHistories.parse(UpdateHistories.heldOut)
    #expect(histories.count == 40)
    let written = try right(histories, resolves: false)
    let resolved = try right(histories, resolves: true)
    print(
      "{\"held_out_histories\": \(histories.count), \"right_by_writing\": \(written.histories), \"right_with_conflicts_resolved\": \(resolved.histories), \"answers\": \(written.answers), \"questions\": \(written.questions), \"closed_wrongly\": \(written.faults.count + resolved.faults.count)}"
    )
    #expect(written.histories >= 36)
    #expect(written.faults == [])
    #expect(resolved.faults == [])
  }

  @Test("close statements that are both true stay apart, in one store and whichever is said first", arguments: [false, true])
  func apart(isReversed: Bool) throws {
    let pairs = UpdateHistories.apart() + UpdateHistories.heldApart()
    #expect(pairs.count >= 120)
    let fixture = try EngineFixture()
    var texts: [MemoryURI: String] = [:]
    var faults: [String] = []
    for side in [isReversed, !isReversed] {
      for pair in pairs {
        fixture.advance(by: .seconds(3600))
        let said = side ? pair.second : pair.first
        let outcome = try fixture.remember(said.text, said.category)
        for closed in outcome.closed { faults.append("\"\(said.text)\" closed \"\(texts[closed] ?? "")\"") }
        if outcome.action == .merged { faults.append("\"\(said.text)\" was merged into \"\(texts[outcome.uri] ?? "")\"") }
        texts[outcome.uri] = said.text
      }
    }
    print("{\"pairs_apart\": \(pairs.count), \"reversed\": \(isReversed), \"closed_wrongly\": \(faults.count)}")
    #expect(faults == [])
  }

  @Test("a statement that takes another back closes it, and nothing else, when it is told")
  func successions() throws {
    let pairs = UpdateHistories.successions()
    var missed: [String] = []
    for pair in pairs {
      let fixture = try EngineFixture()
      let old = try fixture.remember(pair.first.text, pair.first.category).uri
      fixture.advance(by: .seconds(86_400))
      let outcome = try fixture.remember(pair.second.text, pair.second.category)
      if outcome.closed != [old] { missed.append("\(pair.first.text) // \(pair.second.text): \(outcome.action.rawValue)") }
    }
    print("{\"successions\": \(pairs.count), \"closed\": \(pairs.count - missed.count)}")
    #expect(missed == [])
  }
}
