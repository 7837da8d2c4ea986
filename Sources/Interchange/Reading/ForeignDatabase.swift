import SQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Another product's SQLite file, read without a trace: neither it nor its log nor its shared memory is written, locked or made.
///
/// Without a log that holds something the file is read as it stands (`immutable=1`, https://www.sqlite.org/uri.html). With one, the file gets a second
/// name in a folder of our own and the log a copy beside that name: SQLite then makes what it needs there. Copying the file itself would
/// take long where it has 25 GB.
final class ForeignDatabase {
  let path: String
  /// What a person should know about how it was read.
  private(set) var remarks: [String] = []
  private let connection: Connection
  private var columnsOfTables: [String: [String]] = [:]
  private let scratch: ScratchFolder?
  private let before: FileState?

  init(path: String) throws {
    let name = try Self.plainFile(path)
    self.path = path
    before = FileState(path)
    let hasLog = Self.holdsSomething(name.path + "-wal")
    let hasJournal = Self.holdsSomething(name.path + "-journal")
    var (connection, scratch, remarks) = (Connection?.none, name.scratch, [String]())
    if hasLog || hasJournal {
      do {
        let folder = try scratch ?? ScratchFolder(beside: name.path)
        scratch = folder
        connection = try Self.openWithLog(name.path, in: folder, hasJournal: hasJournal)
      } catch {
        remarks.append("its log could not be read (\(error)); what stood only there is missing")
      }
    }
    self.connection = try connection ?? Self.openAsItStands(name.path)
    self.scratch = scratch
    self.remarks = remarks
  }

  /// Whether another program wrote to the file since it was opened. Then what was read may be of two moments.
  var wasWritten: Bool { before != FileState(path) }

  // MARK: Opening

  /// A file that is compressed is unpacked into a folder of our own.
  private static func plainFile(_ path: String) throws -> (path: String, scratch: ScratchFolder?) {
    guard try ByteSource.beginning(of: path).starts(with: "SQLite format 3\0".utf8) else {
      throw ImportError(path, "is not a SQLite database")
    }
    guard path.hasSuffix(".gz") else { return (path, nil) }
    let source = try ByteSource(path: path)
    let scratch = try ScratchFolder(beside: path)
    let target = scratch.path + "/source.db"
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ImportError(target, "cannot be made: \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    while case let block = try source.next(), !block.isEmpty {
      try writeAll(UnsafeRawBufferPointer(block), to: descriptor, target)
    }
    return (target, scratch)
  }

  private static func openAsItStands(_ path: String) throws -> Connection {
    do {
      return try checked(Connection(path: address(path) + "?immutable=1", mode: .readOnly))
    } catch {
      throw ImportError(path, "cannot be read: \(error)")
    }
  }

  private static func openWithLog(_ path: String, in folder: ScratchFolder, hasJournal: Bool) throws -> Connection {
    let target = folder.path + "/log.db"
    // What a journal would take back must be written into the file: then nothing but a copy will do.
    if hasJournal || link(path, target) != 0 { try copy(path, to: target) }
    for suffix in ["-wal", "-journal"] where holdsSomething(path + suffix) { try copy(path + suffix, to: target + suffix) }
    return try checked(
      Connection(path: hasJournal ? target : address(target) + "?mode=ro", mode: hasJournal ? .readWrite : .readOnly))
  }

  /// Reads something: a damaged log shows only then.
  private static func checked(_ connection: Connection) throws -> Connection {
    // Virtual tables need modules that only their product has.
    let tables = try connection.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ) { $0.text(0) }
    for table in tables where !table.hasPrefix("sqlite_") {
      _ = try connection.first("SELECT 1 FROM \(quoted(table)) LIMIT 1") { _ in true }
    }
    return connection
  }

  private static func address(_ path: String) -> String {
    "file:" + path.map { "?#%".contains($0) ? "%" + String($0.asciiValue ?? 0x3F, radix: 16) : String($0) }.joined()
  }

  private static func holdsSomething(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_size > 0
  }

  private static func copy(_ path: String, to target: String) throws {
    let (from, to) = (open(path, O_RDONLY | O_CLOEXEC), open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600))
    defer {
      close(from)
      close(to)
    }
    guard from >= 0, to >= 0 else { throw ImportError(path, "cannot be copied: \(String(cString: strerror(errno)))") }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(from, &block, block.count)
      guard count >= 0 else { throw ImportError(path, "cannot be read: \(String(cString: strerror(errno)))") }
      if count == 0 { return }
      try block.withUnsafeBytes { try writeAll(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: to, target) }
    }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = write(descriptor, rest.baseAddress, rest.count)
      guard written > 0 else { throw ImportError(path, "cannot be written: \(String(cString: strerror(errno)))") }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  // MARK: Reading

  var tables: [String] {
    get throws {
      try connection.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") { $0.text(0) }
    }
  }

  /// Empty where there is no such table. Versions differ in their columns: what is there is asked, never which version it is.
  func columns(of table: String) throws -> [String] {
    if let known = columnsOfTables[table] { return known }
    let columns = try connection.query("PRAGMA table_info(\(Self.quoted(table)))") { $0.text(1) }
    columnsOfTables[table] = columns
    return columns
  }

  func has(_ table: String) throws -> Bool { try !columns(of: table).isEmpty }

  func count(_ table: String) throws -> Int {
    guard try has(table) else { return 0 }
    return Int(try connection.first("SELECT count(*) FROM \(Self.quoted(table))") { $0.integer(0) } ?? 0)
  }

  /// The rows of a table in the order in which they were made, each with those of the wanted columns that the table has. Nothing is read of the
  /// others, which may be large.
  ///
  /// - Parameters:
  ///   - wanted: nil: all of them.
  ///   - cut: of these columns at most so many characters are read.
  func forEachRow(
    of table: String, wanted: [String]? = nil, cut: [String: Int] = [:], _ body: (SourceFields) throws -> Void
  ) throws {
    let present = try columns(of: table)
    let names = wanted.map { $0.filter(present.contains) } ?? present
    guard !names.isEmpty else { return }
    let list = names.map { name in cut[name].map { "substr(\(Self.quoted(name)), 1, \($0))" } ?? Self.quoted(name) }
    let order = present.contains("id") ? " ORDER BY id" : ""
    let sql = "SELECT \(list.joined(separator: ", ")) FROM \(Self.quoted(table))\(order)"
    do {
      try connection.forEach(sql) { row in
        try body(SourceFields(row, names: names))
        return true
      }
    } catch let error as DatabaseError {
      throw ImportError(path, "cannot be read to the end of its table `\(table)` (\(error.message))")
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

/// What tells that a file was written meanwhile.
private struct FileState: Equatable {
  private var size: Int64
  private var seconds: Int64
  private var nanoseconds: Int64

  init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    size = Int64(information.st_size)
    #if canImport(Darwin)
      seconds = Int64(information.st_mtimespec.tv_sec)
      nanoseconds = Int64(information.st_mtimespec.tv_nsec)
    #else
      seconds = Int64(information.st_mtim.tv_sec)
      nanoseconds = Int64(information.st_mtim.tv_nsec)
    #endif
  }
}
