import MemoryEngine

extension SharedFolder {
  package struct SealReport: Equatable, Sendable {
    /// Files of this installation that lay open, or under a former passphrase, and are sealed now.
    package var resealed = 0
    /// Installations that write files which everybody can read.
    package var open: [String] = []

    package init() {}
  }

  package struct NoPassphrase: Error, CustomStringConvertible {
    var file: String
    package var description: String {
      "\(file) is sealed: set CONTINUITY_SYNC_PASSPHRASE, or give --seal to be asked for the passphrase (`continuity sync --help`). "
        + "Nothing was read or written"
    }
  }

  /// Sees to it, before anything is read or written, that every sealed file can be opened; then seals what this installation wrote otherwise.
  ///
  /// - Throws: for a file of another passphrase, and without a passphrase for any sealed one.
  package func settleSeals(of installation: String) throws -> SealReport {
    let files = try standing()
    var stale: [ChangeFile] = []
    for file in files where file.isSealed {
      let sealing = try requiredSealing(for: file)
      let name = ChangeFile(installation: file.installation, number: file.number, size: sealing.openedSize(ofSealed: file.size))
      let head = try contents(of: path(of: name, isSealed: true), from: 0, upTo: Int64(sealing.headSize))
      let isCurrent = try sealing.isCurrent(head: head, of: Self.sealedName(of: name))
      if file.installation == installation, isCurrent == false { stale.append(name) }
    }
    var report = SealReport()
    guard sealing != nil else { return report }
    for file in files where !file.isSealed {
      if file.installation == installation {
        stale.append(ChangeFile(installation: installation, number: file.number, size: file.size))
      } else if report.open.last != file.installation {
        report.open.append(file.installation)
      }
    }
    for file in stale {
      let bytes = try bytes(of: file, from: 0)
      // Half of it stays what it is: its rest is still to come.
      guard bytes.count == file.size else { continue }
      try write(bytes, to: file)
      report.resealed += 1
    }
    return report
  }

  func requiredSealing(for file: Standing) throws -> any ChangeSealing {
    guard let sealing else { throw NoPassphrase(file: "\(file.installation)/\(file.number)") }
    return sealing
  }
}
