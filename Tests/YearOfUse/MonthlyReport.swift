import MemoryStore
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line for each month: how large the file is, what of it holds nothing, what stands in it, and what the month cost.
struct MonthlyReport {
  private static let columns = [
    "month", "     MB", "free MB", "observations", "memories", "passages", "vectors", "revisions", "CPU s",
  ]

  /// Bytes of the file at each month's end.
  private(set) var sizes: [Int] = []
  /// Without what holds nothing, at the end of the last month.
  private(set) var bytesInUse = 0
  private var spent = Self.processorSeconds

  static func printHeader() { print(line(columns)) }

  mutating func printMonth(_ number: Int, of store: MemoryStore) throws {
    func count(_ sql: String) throws -> Int { Int(try store.connection.first(sql, []) { $0.integer(0) } ?? 0) }
    let size = try count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    let free = try count("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size")
    let rows = try ["observations", "mem_nodes", "passages", "vectors", "revisions"].map { try count("SELECT count(*) FROM \($0)") }
    let used = Self.processorSeconds - spent
    spent += used
    sizes.append(size)
    bytesInUse = size - free
    print(Self.line(["\(number)", Self.tenths(size), Self.tenths(free)] + rows.map(String.init) + ["\(Int(used))"]))
    // Somebody may be reading along in a file.
    fflush(nil)
  }

  /// How many bytes each part of the file takes, the largest first; nothing where SQLite was built without `dbstat`.
  static func printParts(of store: MemoryStore) {
    let parts = try? store.connection.query(
      "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY sum(pgsize) DESC LIMIT 12", []
    ) { "\($0.text(0)) \(tenths(Int($0.integer(1))))" }
    if let parts { print("MB by part: " + parts.joined(separator: ", ")) }
  }

  static func tenths(_ bytes: Int) -> String { "\(bytes / 1_000_000).\(abs(bytes) / 100_000 % 10)" }

  private static func line(_ cells: [String]) -> String {
    zip(cells, columns).map { cell, column in String(repeating: " ", count: max(0, column.count + 2 - cell.count)) + cell }.joined()
  }

  static var peakMegabytes: Int { usage.ru_maxrss / 1024 }

  private static var processorSeconds: Double {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static var usage: rusage {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(.init(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    return usage
  }
}
