import JSONValues
import SeededRandom
import Testing

@Suite struct MutationTests {
  static let documents = [
    #"{"jsonrpc":"2.0","id":"a-1","method":"tools/call","params":{"name":"find","arguments":{"query":"where is \"x\"?","limit":10}}}"#,
    #"[null,true,false,0,-1,9223372036854775807,1.5e-300,"\ud83d\ude00 \u00e9\n","日本語",{},[],{"a":{"b":[{"c":[[[1]]]}]}}]"#,
    #"{"type":"assistant","message":{"content":[{"type":"text","text":"A longer text, with a path C:\\Users and a tab\tin it."}]},"n":-0.125}"#,
  ]

  /// Damages a document in 1 to 4 places: bytes changed, taken out, doubled, put in, or the rest cut off.
  static func mutate(_ bytes: [UInt8], with generator: inout SeededGenerator) -> [UInt8] {
    let telling = Array("{}[]\",:\\u0eE+-.dD8 \n\u{0}\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &generator)
      let byte = telling.randomElement(using: &generator) ?? 0
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] = byte
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(byte, at: place)
      case 3: bytes.insert(contentsOf: bytes[place..<min(place + 12, bytes.count)], at: place)
      case 4: bytes.removeSubrange(place..<min(place + 5, bytes.count))
      default: if Bool.random(using: &generator) { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }

  @Test("20,000 damaged documents are either refused or read as something that is written and read again", arguments: 0..<4)
  func damagedDocuments(part: Int) throws {
    var generator = SeededGenerator(seed: UInt64(1_000 + part))
    var accepted = 0
    for round in 0..<5_000 {
      let document = Array(Self.documents[round % Self.documents.count].utf8)
      let damaged = Self.mutate(document, with: &generator)
      do throws(JSONParseError) {
        let value = try JSONValue(parsing: damaged)
        accepted += 1
        let bytes = value.serialized()
        let again = try JSONValue(parsing: bytes)
        #expect(again == value && again.serialized() == bytes, "not stable: \(String(decoding: damaged, as: UTF8.self))")
      } catch {
        #expect((0...damaged.count).contains(error.offset), "\(error) for \(String(decoding: damaged, as: UTF8.self))")
      }
    }
    #expect(
      (100..<4_900).contains(accepted), "the mutations must leave some documents whole and damage the others; \(accepted) were read"
    )
  }
}
