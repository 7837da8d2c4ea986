import FaultyVFS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder on a disk that fails when it is told to, and is gone with the test. Only what SQLite does in it fails.
final class FaultyDisk {
  enum Fault: String, CaseIterable {
    /// One step fails with an error.
    case error
    /// From one step on the disk is full.
    case full
    /// The program is killed at one step.
    case kill
    /// The power fails at one step, and what was not synced is lost in part.
    case power

    var kind: FaultKind {
      switch self {
      case .error: FAULT_ERROR
      case .full: FAULT_FULL
      case .kill: FAULT_KILL
      case .power: FAULT_POWER
      }
    }

    /// Whether the program goes on after it.
    var isSurvived: Bool { self == .error || self == .full }
  }

  let folder: String
  private let number: Int32

  init() throws {
    faulty_vfs_install()
    var template = Array("/tmp/continuity-crash-XXXXXX".utf8CString)
    guard
      let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } }),
      let resolved = realpath(made, nil)
    else { throw NoDisk() }
    defer { free(resolved) }
    folder = String(cString: resolved)
    number = faulty_disk_open(folder)
    guard number >= 0 else { throw NoDisk() }
  }

  struct NoDisk: Error {}

  deinit {
    faulty_disk_close(number)
    FolderContents.remove(folder)
  }

  /// Counts from 0 again. - Parameter point: the step that fails, from 1.
  func arm(_ fault: Fault, at point: Int, seed: UInt64) { faulty_disk_arm(number, fault.kind, point, seed) }
  func disarm() { faulty_disk_arm(number, FAULT_NONE, 0, 0) }

  var steps: Int { faulty_disk_steps(number) }
  var hasStruck: Bool { faulty_disk_has_struck(number) }

  /// After the power failed, when nothing is open any more. Returns how many sectors were lost.
  @discardableResult
  func settle() -> Int { faulty_disk_settle(number) }
}
