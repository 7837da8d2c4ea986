/// Writes values as RFC 8259 text: members in their order, integers exactly, doubles with the fewest digits that read back as the
/// same double. There is never a raw line feed outside of `prettyText`, so that a value is one line of a line-framed protocol.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Spaces per level; nil writes everything on one line without any.
  private let indentation: Int?
  private var level = 0

  init(indentation: Int?) { self.indentation = indentation }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(true): append("true")
    case .bool(false): append("false")
    case .integer(let integer): append(String(integer))
    // JSON has no infinity and no NaN; null is what every other writer puts in their place.
    case .number(let number): append(number.isFinite ? String(describing: number) : "null")
    case .string(let string): write(string)
    case .array(let elements):
      writeList(elements, UInt8(ascii: "["), UInt8(ascii: "]")) { writer, element in writer.write(element) }
    case .object(let object):
      writeList(object.members, UInt8(ascii: "{"), UInt8(ascii: "}")) { writer, member in
        writer.write(member.key)
        writer.bytes.append(UInt8(ascii: ":"))
        if writer.indentation != nil { writer.bytes.append(0x20) }
        writer.write(member.value)
      }
    }
  }

  private mutating func writeList<Element>(
    _ elements: [Element], _ open: UInt8, _ close: UInt8, writeElement: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(open)
    level += 1
    var isFirst = true
    for element in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      breakLine()
      writeElement(&self, element)
    }
    level -= 1
    if !elements.isEmpty { breakLine() }
    bytes.append(close)
  }

  private mutating func breakLine() {
    guard let indentation else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: indentation * level))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(_ string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { text in
      var runStart = 0
      for index in text.indices {
        let byte = text[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: text[runStart..<index])
        writeEscape(of: byte)
        runStart = index + 1
      }
      bytes.append(contentsOf: text[runStart...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func writeEscape(of byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default: append("u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
    }
  }
}

extension JSONValue {
  /// UTF-8 text on one line, without a line feed at its end.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter(indentation: nil)
    writer.write(self)
    return writer.bytes
  }

  package var text: String { String(decoding: serialized(), as: UTF8.self) }

  /// For people: two spaces a level, one member a line.
  package var prettyText: String {
    var writer = JSONWriter(indentation: 2)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
