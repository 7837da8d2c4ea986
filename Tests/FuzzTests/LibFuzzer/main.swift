// The entries under libFuzzer (https://llvm.org/docs/LibFuzzer.html). `run.py` beside it builds and runs this; FUZZ_ENTRY chooses the door.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ take: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

let name = getenv("FUZZ_ENTRY").map { String(cString: $0) } ?? ""
let entry = FuzzEntry(rawValue: name)
guard entry != nil || name == "toml" else {
  print("FUZZ_ENTRY is one of toml \(FuzzEntry.allCases.map(\.rawValue).joined(separator: " "))")
  exit(64)
}
// Written once, before the one thread that takes bytes begins to.
nonisolated(unsafe) let bench = try FuzzBench()
nonisolated(unsafe) var count = CommandLine.argc
nonisolated(unsafe) var arguments = CommandLine.unsafeArgv
exit(
  runFuzzer(&count, &arguments) { start, count in
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let entry else {
      takeSettings(bytes)
      return 0
    }
    do { try bench.run(entry, bytes) } catch { fatalError("\(error)") }
    return 0
  })

/// A settings file. Its reader belongs to the program itself, so it is compiled in here; `CommandLineTests` hold it otherwise.
func takeSettings(_ bytes: [UInt8]) {
  let reader = TOMLReader.read(bytes, source: "config.toml")
  for entry in reader.entries {
    let again = TOMLReader.read(Array("a = \(entry.value.toml)".utf8), source: "again")
    guard again.entries.map(\.value) == [entry.value] else { fatalError("\(entry.value) is not read as it is written") }
  }
}
