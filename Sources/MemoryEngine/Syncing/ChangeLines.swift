import JSONValues
import MemoryModel

/// The lines of a change file: each says how long it is and what it sums up to, so that half a file is read up to its last whole line and
/// taken up again there.
///
///     131 1g8fq2m0zq3xk {"type":"continuity-changes","format":2,"installation":"…","number":7}
enum ChangeLines {
  /// 2: memories are named by marks where their addresses must not stay.
  static let format: Int64 = 2

  static func header(installation: String, number: Int64) -> JSONValue {
    [
      "type": "continuity-changes", "format": .integer(format), "installation": .string(installation), "number": .integer(number),
    ]
  }

  static func bytes(of change: JSONValue) -> [UInt8] {
    let payload = change.text
    return Array("\(payload.utf8.count) \(sum(of: payload)) \(payload)\n".utf8)
  }

  /// A line of the same length that says nothing, for one whose words are to go: readers count on where the lines behind it begin.
  static func filler(forPayloadOf length: Int) -> [UInt8] {
    let empty = JSONValue.object(["type": "erased", "filler": ""]).text
    let filler = String(repeating: "x", count: max(0, length - empty.utf8.count))
    return bytes(of: ["type": "erased", "filler": .string(filler)])
  }

  /// Always 13 letters and digits.
  private static func sum(of payload: String) -> String {
    let digits = String(Slug.fingerprint(payload), radix: 36)
    return String(repeating: "0", count: max(0, 13 - digits.count)) + digits
  }

  struct Reading {
    /// Each with the place in the bytes behind it.
    var changes: [(change: JSONValue, end: Int)] = []
    /// What follows the last whole line is no line, or not a whole one yet.
    var isCutOff = false
  }

  static func read(_ bytes: [UInt8]) -> Reading {
    var reading = Reading()
    var position = 0
    while position < bytes.count {
      guard let (change, end) = line(in: bytes, at: position) else {
        reading.isCutOff = true
        break
      }
      reading.changes.append((change, end))
      position = end
    }
    return reading
  }

  private static func line(in bytes: [UInt8], at start: Int) -> (JSONValue, end: Int)? {
    // A number and a sum take less than this many bytes.
    let head = bytes[start..<min(start + 40, bytes.count)]
    guard let firstSpace = head.firstIndex(of: 0x20), let secondSpace = head[(firstSpace + 1)...].firstIndex(of: 0x20),
      let length = Int(String(decoding: bytes[start..<firstSpace], as: UTF8.self)), length > 0,
      length < bytes.count - secondSpace - 1
    else { return nil }
    let payload = bytes[(secondSpace + 1)..<(secondSpace + 1 + length)]
    guard bytes[payload.endIndex] == 0x0A else { return nil }
    let text = String(decoding: payload, as: UTF8.self)
    guard sum(of: text).utf8.elementsEqual(bytes[(firstSpace + 1)..<secondSpace]),
      let change = try? JSONValue(parsing: text)
    else { return nil }
    return (change, payload.endIndex + 1)
  }
}
