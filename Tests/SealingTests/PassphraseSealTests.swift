import SeededRandom
import Testing

@testable import Sealing

@Suite struct PassphraseSealTests {
  private static let rounds: UInt32 = 10

  private func seal(_ passphrase: String = "correct horse", former: [String] = []) throws -> PassphraseSeal {
    try PassphraseSeal(passphrase: passphrase, former: former, rounds: Self.rounds)
  }

  private func text(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

  @Test("keys are those of RFC 7914, 11")
  func vectors() {
    func hexadecimal(_ bytes: [UInt8]) -> String {
      bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    #expect(
      hexadecimal(PassphraseKey.derive("passwd", salt: Array("salt".utf8), rounds: 1, length: 64))
        == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    )
    #expect(
      hexadecimal(PassphraseKey.derive("Password", salt: Array("NaCl".utf8), rounds: 80_000, length: 64))
        == "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
    )
  }

  @Test(
    "what was sealed is opened, whatever its length", arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
  func roundTrip(count: Int) throws {
    let sealed = try seal().sealed(text(count), as: "laptop/7")
    #expect(try seal().opened(sealed, as: "laptop/7") == text(count))
    #expect(PassphraseSeal.openedSize(ofSealed: Int64(sealed.count)) == Int64(count))
    #expect(try seal().isCurrent(head: Array(sealed.prefix(PassphraseSeal.sizeOfHead)), of: "laptop/7") == true)
  }

  @Test("nothing of the text stands in the file, and the same text is another file each time")
  func hidden() throws {
    let words = Array(repeating: Array("mem://user/preferences/editor ".utf8), count: 100).flatMap { $0 }
    let seal = try seal()
    let (first, second) = (try seal.sealed(words, as: "a/1"), try seal.sealed(words, as: "a/1"))
    #expect(first.dropFirst(28) != second.dropFirst(28))
    #expect(first[12..<28] == second[12..<28], "one salt for a folder: a run derives one key")
    #expect(!String(decoding: first, as: UTF8.self).contains("editor"))
  }

  @Test("a file on its way opens up to its last whole piece")
  func halves() throws {
    let sealed = try seal().sealed(text(200_000), as: "a/1")
    let piece = PassphraseSeal.pieceSize + PassphraseSeal.tagSize
    for (there, opened) in [
      (0, 0), (10, 0), (75, 0), (76, 0), (1000, 0), (76 + piece, 1), (76 + piece + 9000, 1), (76 + 3 * piece, 3),
    ] {
      let beginning = try seal().opened(Array(sealed.prefix(there)), as: "a/1")
      #expect(beginning == text(opened * PassphraseSeal.pieceSize), "\(there) bytes")
      #expect(beginning.count <= PassphraseSeal.openedSize(ofSealed: Int64(there)))
    }
  }

  @Test("another passphrase is refused by name, and what was changed ends where it was changed")
  func refused() throws {
    let sealed = try seal().sealed(text(200_000), as: "a/1")
    #expect(throws: SealingFailure.wrongPassphrase(file: "a/1")) { try seal("Correct horse").opened(sealed, as: "a/1") }
    #expect(try seal().opened(sealed, as: "b/1").isEmpty, "another name")
    let piece = PassphraseSeal.pieceSize + PassphraseSeal.tagSize
    var random = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      var changed = sealed
      let place = Int.random(in: 76..<sealed.count, using: &random)
      changed[place] ^= UInt8.random(in: 1...255, using: &random)
      #expect(try seal().opened(changed, as: "a/1") == text((place - 76) / piece * PassphraseSeal.pieceSize), "byte \(place)")
    }
    for place in 28..<76 {
      var changed = sealed
      changed[place] ^= 1
      #expect(throws: SealingFailure.wrongPassphrase(file: "a/1")) { try seal().opened(changed, as: "a/1") }
    }
    let head = Array(sealed[..<76])
    let pieces = stride(from: 76, to: sealed.count, by: piece).map { Array(sealed[$0..<min($0 + piece, sealed.count)]) }
    #expect(try seal().opened(head + pieces[1] + pieces[0] + pieces[2] + pieces[3], as: "a/1").isEmpty, "another order")
    #expect(try seal().opened(head + pieces[0] + pieces[2] + pieces[3], as: "a/1") == text(65_536), "one left out")
    #expect(try seal().opened(sealed + pieces[3], as: "a/1") == text(196_608), "something behind the end")
  }

  @Test("a former passphrase opens and does not seal")
  func changed() throws {
    let old = try seal("old").sealed(text(10), as: "a/1")
    let both = try seal("new", former: ["old"])
    #expect(try both.opened(old, as: "a/1") == text(10))
    #expect(try both.isCurrent(head: old, of: "a/1") == false)
    let anew = try both.sealed(text(10), as: "a/1")
    #expect(try seal("new").opened(anew, as: "a/1") == text(10))
    #expect(throws: SealingFailure.emptyPassphrase) { try seal("") }
  }

  @Test("what is no sealed file, or asks for hours of rounds, gives nothing; one of a newer format is named")
  func foreign() throws {
    #expect(try seal().opened(Array(repeating: 7, count: 500), as: "a/1").isEmpty)
    var sealed = try seal().sealed(text(10), as: "a/1")
    sealed[7] = UInt8(ascii: "2")
    #expect(throws: SealingFailure.newerFormat(file: "a/1")) { try seal().opened(sealed, as: "a/1") }
    sealed[7] = UInt8(ascii: "1")
    for index in 8..<12 { sealed[index] = 0xFF }
    #expect(try seal().opened(sealed, as: "a/1").isEmpty)
  }
}
