/// The folder through which installations exchange their changes: a synced drive, a git checkout, a stick.
///
/// Each installation writes files of its own, numbered from 1, and never anybody else's; so nothing has to be locked, and whatever carries the
/// folder about finds nothing to merge.
package protocol ChangeFolder {
  /// What is there, of everybody, in any order.
  func files() throws -> [ChangeFile]
  /// From `offset` to the end as it is now.
  func bytes(of file: ChangeFile, from offset: Int64) throws -> [UInt8]
  /// Writes a file whole or not at all. One of this name is replaced.
  func write(_ bytes: [UInt8], to file: ChangeFile) throws
}

package struct ChangeFile: Hashable, Sendable {
  package var installation: String
  package var number: Int64
  /// Bytes that are there; more may come.
  package var size: Int64

  package init(installation: String, number: Int64, size: Int64) {
    self.installation = installation
    self.number = number
    self.size = size
  }
}
