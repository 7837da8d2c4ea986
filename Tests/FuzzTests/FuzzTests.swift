import SeededRandom
import Testing
import TrustResults

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Every door with its corpus, and with what a seed makes of it. `LibFuzzer/run.py` goes on from there, led by what the code does.
@Suite("Bytes that others wrote") struct FuzzTests {
  private static let corpus = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.startIndex)) + "/Corpus"
  private static let mutations = 250

  /// Some seconds for each, on a slow machine: what takes minutes hangs.
  @Test("are taken or refused, and never the end of the program", .timeLimit(.minutes(5)), arguments: FuzzEntry.allCases)
  func corpus(_ entry: FuzzEntry) throws {
    let bench = try FuzzBench()
    let seeds = Self.files(in: "\(Self.corpus)/\(entry.rawValue)")
    try #require(!seeds.isEmpty, "every entry has a corpus")
    for (index, seed) in seeds.enumerated() {
      #expect(throws: Never.self, "\(entry): file \(index) of its corpus, by name") { try bench.run(entry, seed) }
    }
    var random = SeededGenerator(seed: 7)
    defer { TrustResults.record("fuzz \(entry)", ["fuzz executions": Self.mutations + seeds.count]) }
    for _ in 0..<Self.mutations {
      let bytes = Self.mutated(seeds[Int.random(in: 0..<seeds.count, using: &random)], of: seeds, &random)
      do {
        try bench.run(entry, bytes)
      } catch {
        Issue.record("\(entry): \(error) of \(String(decoding: bytes.prefix(500), as: UTF8.self))")
      }
    }
  }

  private static let strange: [[UInt8]] = [
    [0], [0xFF, 0xFF, 0xFF, 0xFF], [0x0A], [0x0D, 0x0A], Array("\u{FEFF}".utf8), [0xED, 0xA0, 0x80], Array("😀".utf8),
    Array("9223372036854775807".utf8),
    Array("-9223372036854775809".utf8), Array("1e999".utf8), Array("\\ud800".utf8), Array("../".utf8), Array("\"\"".utf8),
    Array("null".utf8),
    Array("[[[[[[[[".utf8), Array("{\"".utf8), Array("' OR 1=1 --".utf8), Array("NEAR(* AND".utf8), Array("<private>".utf8),
    Array("2026-99-99T99:99:99Z".utf8), Array("a\u{301}\u{200B}".utf8),
  ]

  private static func mutated(_ seed: [UInt8], of seeds: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...24, using: &random))
      switch Int.random(in: 0..<7, using: &random) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.replaceSubrange(place..<end, with: strange[Int.random(in: 0..<strange.count, using: &random)])
      case 5:
        let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        bytes = Array(bytes[..<place]) + other.suffix(Int.random(in: 0...other.count, using: &random))
      default: bytes = Array(bytes[..<place])
      }
    }
    return bytes
  }

  private static func files(in path: String) -> [[UInt8]] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { name in
      let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return [] }
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: max(0, Int(lseek(descriptor, 0, SEEK_END))))
      let count = pread(descriptor, &bytes, bytes.count, 0)
      return Array(bytes.prefix(max(0, count)))
    }
  }
}
