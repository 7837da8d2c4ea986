import JSONValues
import MemoryModel
import SQLite

/// A record of a foreign product as names and values, whether it stood in a table or in a document. What has the wrong type counts as absent.
struct SourceFields {
  let object: JSONObject

  init(_ object: JSONObject) { self.object = object }

  /// - Parameter names: of the row's columns, in their order.
  init(_ row: Row, names: [String]) {
    object = JSONObject(
      uniqueMembers: names.enumerated().map { index, name in
        let value: JSONValue =
          switch row.value(Int32(index)) {
          case .null: .null
          case .integer(let integer): .integer(integer)
          case .real(let number): .number(number)
          case .text(let text): .string(text)
          case .blob(let bytes): .string(String(decoding: bytes, as: UTF8.self))
          }
        return (name, value)
      })
  }

  /// The first of the names that is there.
  func value(_ names: String...) -> JSONValue? { value(names) }

  private func value(_ names: [String]) -> JSONValue? {
    for name in names { if let value = object[name], !value.isNull { return value } }
    return nil
  }

  /// Nil for what is empty, too.
  func text(_ names: String...) -> String? {
    for name in names {
      switch object[name] {
      case .string(let text) where text.utf8.contains { $0 > 0x20 }: return text
      case .integer(let integer): return String(integer)
      case .number(let number): return String(number)
      default: continue
      }
    }
    return nil
  }

  func integer(_ names: String...) -> Int? {
    guard let value = value(names) else { return nil }
    if let integer = value.integer { return Int(exactly: integer) }
    return value.string.flatMap(Int.init) ?? value.double.flatMap { Int(exactly: $0.rounded()) }
  }

  func number(_ names: String...) -> Double? {
    guard let value = value(names) else { return nil }
    return (value.double ?? value.string.flatMap(Double.init)).flatMap { $0.isFinite ? $0 : nil }
  }

  func bool(_ names: String...) -> Bool? {
    guard let value = value(names) else { return nil }
    return value.bool ?? value.integer.map { $0 != 0 }
  }

  /// A moment as ISO 8601 text or as a number of seconds, milliseconds or microseconds since 1970. Nil for what nobody can have meant.
  func moment(_ names: String...) -> Timestamp? {
    for name in names {
      guard let value = object[name], !value.isNull else { continue }
      if let moment = Self.moment(value) { return moment }
    }
    return nil
  }

  static func moment(_ value: JSONValue) -> Timestamp? {
    let moment: Timestamp?
    if let text = value.string {
      moment = Timestamp(iso8601: text) ?? Double(text).flatMap(moment(ofNumber:))
    } else {
      moment = value.double.flatMap(moment(ofNumber:))
    }
    // 1990 to 2100: everything else is a broken clock.
    guard let moment, (631_152_000_000...4_102_444_800_000).contains(moment.milliseconds) else { return nil }
    return moment
  }

  private static func moment(ofNumber number: Double) -> Timestamp? {
    guard number.isFinite, abs(number) < 1e17 else { return nil }
    // Below 10^11 these are seconds for the next thousand years, and from 10^14 on microseconds.
    let milliseconds = abs(number) < 1e11 ? number * 1000 : abs(number) < 1e14 ? number : number / 1000
    return Timestamp(milliseconds: Int64(milliseconds.rounded()))
  }

  /// A list of texts: an array, an array written as text, or a text that is its only element.
  func list(_ names: String...) -> [String] {
    guard let value = value(names) else { return [] }
    if let array = value.array { return array.compactMap(Self.words) }
    guard let text = value.string, text.utf8.contains(where: { $0 > 0x20 }) else { return [] }
    guard text.utf8.first == UInt8(ascii: "[") else { return [text] }
    guard let array = (try? JSONValue(parsing: text))?.array else { return [text] }
    return array.compactMap(Self.words)
  }

  private static func words(_ value: JSONValue) -> String? {
    let text = value.string ?? (value.isNull ? "" : value.text)
    return text.utf8.contains { $0 > 0x20 } ? text : nil
  }
}
