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
let ofProgram = ProgramEntry(rawValue: name)
guard entry != nil || ofProgram != nil else {
  print(
    "FUZZ_ENTRY is one of \((ProgramEntry.allCases.map(\.rawValue) + FuzzEntry.allCases.map(\.rawValue)).joined(separator: " "))")
  exit(64)
}
// Written once, before the one thread that takes bytes begins to.
nonisolated(unsafe) let bench = try FuzzBench()
nonisolated(unsafe) var count = CommandLine.argc
nonisolated(unsafe) var arguments = CommandLine.unsafeArgv
exit(
  runFuzzer(&count, &arguments) { start, count in
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
      if let entry { try bench.run(entry, bytes) }
      try ofProgram?.run(bytes)
    } catch {
      fatalError("\(error)")
    }
    return 0
  })
