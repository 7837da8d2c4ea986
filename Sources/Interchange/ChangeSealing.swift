/// Keeps the files of a folder from whoever else can read it. A name is part of what is sealed.
package protocol ChangeSealing: Sendable {
  func sealed(_ bytes: [UInt8], as name: String) throws -> [UInt8]
  /// As much as has come through, and is what was sealed. Throws for another passphrase.
  func opened(_ sealed: [UInt8], as name: String) throws -> [UInt8]
  func openedSize(ofSealed size: Int64) -> Int64
  /// Of a sealed file, what `isCurrent` wants to see.
  var headSize: Int { get }
  /// Whether it is what would seal now, and not a former one; nil while that cannot be told. Throws for another passphrase.
  func isCurrent(head: [UInt8], of name: String) throws -> Bool?
}
