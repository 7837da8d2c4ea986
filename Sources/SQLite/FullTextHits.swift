internal import CSQLite

/// A row of an FTS5 table that holds at least one of the phrases that were asked for. Bit *n* of a mask stands for phrase *n*.
package struct FullTextHit: Hashable, Sendable {
  package var rowID: Int64
  /// Phrases that stand in the row.
  package var present: UInt64
  /// Phrases that stand in it more than once.
  package var repeated: UInt64
  /// Phrases that are followed by the next phrase within three words.
  package var adjacent: UInt64

  package init(rowID: Int64, present: UInt64, repeated: UInt64 = 0, adjacent: UInt64 = 0) {
    self.rowID = rowID
    self.present = present
    self.repeated = repeated
    self.adjacent = adjacent
  }
}

/// What stands in which row, of one question to an FTS5 table.
package struct FullTextHits: Sendable {
  package var hits: [FullTextHit] = []
  /// In how many of the hits each phrase stands.
  package var frequencies: [Int] = []
  /// Rows of the whole table.
  package var rowCount = 0

  package init() {}

  mutating func add(_ hit: FullTextHit) {
    hits.append(hit)
    var rest = hit.present
    while rest != 0 {
      frequencies[rest.trailingZeroBitCount] += 1
      rest &= rest - 1
    }
  }
}

extension Connection {
  /// The most phrases of an expression that are told apart.
  package static let maximumPhrases = 64

  /// All rows of the FTS5 table `table` that match `expression`, in the order of their ids, with the phrases that each holds.
  ///
  /// FTS5's own `bm25()` walks every posting list twice and looks up the length of every row: 1.9 ms for a question to 10,000 rows
  /// where this takes 0.25 ms, because the caller ranks and needs lengths only of the rows that can win. An auxiliary function
  /// (https://www.sqlite.org/fts5.html#custom_auxiliary_functions) lives in the connection: nothing of it is in the file.
  ///
  /// - Parameter phraseCount: how many phrases of the expression, from its first, are reported; at most `maximumPhrases`.
  package func fullTextHits(in table: String, matching expression: String, phraseCount: Int) throws(DatabaseError) -> FullTextHits {
    let collector = FullTextCollector(phraseCount: min(phraseCount, Self.maximumPhrases))
    let sql = "SELECT 1 FROM \(table) WHERE \(table) MATCH ?1 AND \(FullTextCollector.function)(\(table), ?2)"
    let statement: Statement
    do {
      statement = try prepared(sql)
    } catch {
      // The first question on this connection; a second failure has another reason.
      try registerCollector()
      statement = try prepared(sql)
    }
    defer { statement.reset() }
    guard statement.bind(.text(expression), at: 1) == SQLITE_OK, statement.bindPointer(to: collector, at: 2) == SQLITE_OK else {
      throw DatabaseError(handle, sqlite3_errcode(handle), sql: sql)
    }
    try withExtendedLifetime(collector) { () throws(DatabaseError) in
      while try statement.step() {}
    }
    return collector.result
  }

  private func registerCollector() throws(DatabaseError) {
    var api: UnsafeMutablePointer<fts5_api>?
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    var result = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nil)
    guard result == SQLITE_OK else { throw DatabaseError(handle, result) }
    withUnsafeMutablePointer(to: &api) { pointer in
      _ = sqlite3_bind_pointer(statement, 1, pointer, "fts5_api_ptr", nil)
      _ = sqlite3_step(statement)
    }
    guard let api, let create = api.pointee.xCreateFunction else { throw DatabaseError(handle, SQLITE_ERROR) }
    result = create(api, FullTextCollector.function, nil, FullTextCollector.visit, nil)
    guard result == SQLITE_OK else { throw DatabaseError(handle, result) }
  }
}

extension Statement {
  fileprivate func bindPointer(to collector: FullTextCollector, at index: Int32) -> Int32 {
    FullTextCollector.withPointerType {
      sqlite3_bind_pointer(handle, index, Unmanaged.passUnretained(collector).toOpaque(), $0, nil)
    }
  }
}

/// Takes the hits of one running statement; SQLite hands each matching row to `visit`.
private final class FullTextCollector {
  static let function = "collect_hits"
  /// SQLite hands the pointer only to a function that names the same type, and keeps the name's address: it must be static.
  private static let pointerType: StaticString = "FullTextCollector"
  /// Words that may stand between two neighbouring words of a question, counted as a distance.
  static let nearness: Int32 = 3

  var result = FullTextHits()
  private let phraseCount: Int32
  /// A row may hold a word thousands of times; its first places say enough.
  private static let mostOffsets = 8

  init(phraseCount: Int) {
    self.phraseCount = Int32(phraseCount)
    result.frequencies = Array(repeating: 0, count: phraseCount)
  }

  static let visit: fts5_extension_function = { api, row, context, argumentCount, arguments in
    if argumentCount == 1, let argument = arguments?[0], let pointer = withPointerType({ sqlite3_value_pointer(argument, $0) }) {
      Unmanaged<FullTextCollector>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.collect(api, row) }
    }
    // False: the row is noted, and SQLite need not hand it out.
    sqlite3_result_int(context, 0)
  }

  static func withPointerType<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    pointerType.withUTF8Buffer { name in name.withMemoryRebound(to: CChar.self) { body($0.baseAddress) } }
  }

  /// Runs for every matching row: it keeps to the stack, and touches `result` once.
  private func collect(_ api: UnsafePointer<Fts5ExtensionApi>?, _ row: OpaquePointer?) {
    guard let api, let first = api.pointee.xPhraseFirst, let next = api.pointee.xPhraseNext, let rowID = api.pointee.xRowid else {
      return
    }
    var hit = FullTextHit(rowID: rowID(row), present: 0)
    var iterator = Fts5PhraseIter()
    var column: Int32 = 0
    var offset: Int32 = 0
    // The places of the present phrase and of the one before it, of which `before` are known.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.mostOffsets) { places in
      var before = 0
      var here = 0
      for phrase in 0..<phraseCount {
        guard first(row, phrase, &iterator, &column, &offset) == SQLITE_OK, column >= 0 else {
          before = 0
          continue
        }
        var count = 0
        var isNear = false
        repeat {
          for earlier in 0..<before {
            let distance = offset - places[Self.mostOffsets - here + earlier]
            if distance > 0, distance <= Self.nearness { isNear = true }
          }
          places[here + count] = offset
          count += 1
          next(row, &iterator, &column, &offset)
        } while column >= 0 && count < Self.mostOffsets
        let bit: UInt64 = 1 << UInt64(phrase)
        hit.present |= bit
        if count > 1 { hit.repeated |= bit }
        if isNear { hit.adjacent |= bit >> 1 }
        before = count
        here = Self.mostOffsets - here
      }
    }
    if result.rowCount == 0 {
      var count: Int64 = 0
      if let rowCount = api.pointee.xRowCount, rowCount(row, &count) == SQLITE_OK { result.rowCount = Int(count) }
    }
    result.add(hit)
  }
}
