import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A database file that is gone with the test.
final class ScratchDatabase {
  let directory: String
  var path: String { directory + "/test.db" }

  init() {
    var template = Array("/tmp/continuity-sqlite-XXXXXX".utf8CString)
    directory = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    for name in ["test.db", "test.db-wal", "test.db-shm", "test.db-journal"] { unlink(directory + "/" + name) }
    rmdir(directory)
  }

  func connect(busyTimeout: Duration = .seconds(20)) throws -> Connection {
    try Connection(path: path, mode: .readWrite, busyTimeout: busyTimeout)
  }
}

@Suite struct ConnectionTests {
  let scratch = ScratchDatabase()

  @Test("values of every kind come back as they were bound") func values() throws {
    let connection = try scratch.connect()
    try connection.execute("CREATE TABLE t (v)")
    let values: [DatabaseValue] = [
      .null, .integer(.min), .integer(.max), .real(-0.5), .text(""), .text("naïve 日本 🦉"), .text("a\u{0}b"), .blob([]),
      .blob([0, 255, 7]),
    ]
    for value in values { try connection.execute("INSERT INTO t VALUES (?)", [value]) }
    #expect(try connection.query("SELECT v FROM t ORDER BY rowid") { $0.value(0) } == values)
  }

  @Test("a write that throws leaves nothing behind, and the next one works") func rollback() throws {
    struct Refused: Error {}
    let connection = try scratch.connect()
    try connection.execute("CREATE TABLE t (v)")
    #expect(throws: Refused.self) {
      try connection.write {
        try connection.execute("INSERT INTO t VALUES (1)")
        try connection.write { try connection.execute("INSERT INTO t VALUES (2)") }
        throw Refused()
      }
    }
    #expect(!connection.isInTransaction)
    try connection.write { try connection.execute("INSERT INTO t VALUES (3)") }
    #expect(try connection.query("SELECT v FROM t") { $0.integer(0) } == [3])
  }

  @Test("a locked database is reported as busy, with the statement, when patience ends") func busy() throws {
    let holder = try scratch.connect()
    try holder.execute("CREATE TABLE t (v)")
    let other = try scratch.connect(busyTimeout: .milliseconds(20))
    try holder.write {
      let error = #expect(throws: DatabaseError.self) { try other.write {} }
      #expect(error?.code == .busy)
      #expect(error?.description.contains("BEGIN IMMEDIATE") == true)
    }
    try other.write { try other.execute("INSERT INTO t VALUES (1)") }
  }

  @Test("an error names the statement but not its arguments") func errors() throws {
    let connection = try scratch.connect()
    try connection.execute("CREATE TABLE t (v UNIQUE)")
    try connection.execute("INSERT INTO t VALUES (?)", ["my secret"])
    let error = #expect(throws: DatabaseError.self) { try connection.execute("INSERT INTO t VALUES (?)", ["my secret"]) }
    #expect(error?.code == .constraint)
    #expect(error?.description.contains("INSERT INTO t") == true)
    #expect(error?.description.contains("my secret") == false)
  }

  @Test("rows can be read one at a time and stopped") func forEach() throws {
    let connection = try scratch.connect()
    var seen: [Int64] = []
    try connection.forEach("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n") { row in
      seen.append(row.integer(0))
      return seen.count < 5
    }
    #expect(seen == [1, 2, 3, 4, 5])
  }
}

@Suite struct MigratorTests {
  let scratch = ScratchDatabase()

  private func migrator(_ count: Int64) -> Migrator {
    Migrator(
      (1...count).map { version in
        Migrator.Migration(version: version) { try $0.execute("CREATE TABLE t\(version) (v)") }
      })
  }

  @Test("a new database gets every step at once; on existing data a step runs once and is announced before") func steps() throws {
    let connection = try scratch.connect()
    var announced: [Int64] = []
    try migrator(2).migrate(connection) { announced.append($0) }
    try migrator(2).migrate(connection) { announced.append($0) }
    try migrator(4).migrate(connection) { announced.append($0) }
    #expect(announced == [2, 3])
    #expect(try migrator(4).version(of: connection) == 4)
  }

  @Test("a step that fails leaves the schema and its number as they were") func failure() throws {
    struct Broken: Error {}
    let connection = try scratch.connect()
    try migrator(1).migrate(connection) { _ in }
    let broken = Migrator([
      Migrator.Migration(version: 1) { _ in },
      Migrator.Migration(version: 2) { connection in
        try connection.execute("CREATE TABLE half (v)")
        throw Broken()
      },
    ])
    #expect(throws: Broken.self) { try broken.migrate(connection) { _ in } }
    #expect(try broken.version(of: connection) == 1)
    #expect(try connection.query("SELECT name FROM sqlite_schema") { $0.text(0) } == ["t1"])
  }
}
