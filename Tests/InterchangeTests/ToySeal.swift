import Interchange
import MemoryModel

/// Hides nothing from anybody who looks closely; the rest is as the real one: a key, a name, and pieces of which each is there whole or not.
struct ToySeal: ChangeSealing {
  struct Wrong: Error {}

  /// The first one seals.
  let keys: [UInt8]
  let headSize = 4
  private static let pieceSize = 64

  private func head(_ key: UInt8) -> [UInt8] { [0x54, 0x4F, 0x59, key] }
  private func mask(_ name: String, _ key: UInt8) -> UInt8 { UInt8(truncatingIfNeeded: Slug.fingerprint(name)) ^ key | 0x80 }

  func sealed(_ bytes: [UInt8], as name: String) -> [UInt8] {
    var sealed = head(keys[0])
    for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
      let piece = bytes[start..<min(start + Self.pieceSize, bytes.count)]
      sealed += [piece.reduce(0, &+)] + piece.map { $0 ^ mask(name, keys[0]) }
    }
    return sealed
  }

  func opened(_ sealed: [UInt8], as name: String) throws -> [UInt8] {
    guard try isCurrent(head: sealed, of: name) != nil else { return [] }
    var opened: [UInt8] = []
    for start in stride(from: 4, to: sealed.count, by: Self.pieceSize + 1) {
      let piece = sealed[(start + 1)..<min(start + 1 + Self.pieceSize, sealed.count)].map { $0 ^ mask(name, sealed[3]) }
      guard piece.reduce(0, &+) == sealed[start] else { break }
      opened += piece
    }
    return opened
  }

  func openedSize(ofSealed size: Int64) -> Int64 {
    let (whole, rest) = max(0, size - 4).quotientAndRemainder(dividingBy: Int64(Self.pieceSize + 1))
    return whole * Int64(Self.pieceSize) + max(0, rest - 1)
  }

  func isCurrent(head: [UInt8], of name: String) throws -> Bool? {
    guard head.count >= 4 else { return nil }
    guard let index = keys.firstIndex(of: head[3]) else { throw Wrong() }
    return index == 0
  }
}
