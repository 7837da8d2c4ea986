import JSONValues

/// A JSON document that is one object whose members are lists of records: each record is handed out on its own, so that a document of many
/// gigabytes costs no more memory than its longest record.
///
///     {"version": "1.0", "entities": [{…}, {…}], "decisions": [{…}]}
///
/// Brackets and quotation marks tell where a record ends; a record that is no JSON is told and stepped over. A document that is a list
/// is read as the member with an empty name.
struct JSONElements {
  enum Part {
    /// A member that is no list.
    case member(String, JSONValue)
    /// One element of the list under this name.
    case element(of: String, JSONValue)
    case broken(String)
  }

  /// A record longer than this is stepped over.
  static let maximumLength = 64 << 20

  private enum State {
    case start
    /// Within the outer object: before a name, in it, after it, before the value.
    case beforeName, name, beforeColon, beforeValue
    /// Within a value or element, whose bytes are collected.
    case value
    /// Between the elements of a list.
    case beforeElement, afterElement
    case afterMember
    case end
  }

  private var state = State.start
  private var isOuterList = false
  private var isInList = false
  private var member = ""
  private var bytes: [UInt8] = []
  private var isTooLong = false
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var offset = 0

  static func forEach(in path: String, _ body: (Part) throws -> Void) throws {
    let source = try ByteSource(path: path)
    var elements = JSONElements()
    while true {
      let block = try source.next()
      if block.isEmpty { break }
      try elements.take(block, path, body)
    }
    guard elements.state == .end else { throw ImportError(path, "ends in the middle: it is not whole") }
  }

  private mutating func take(_ block: UnsafeBufferPointer<UInt8>, _ path: String, _ body: (Part) throws -> Void) throws {
    var index = 0
    // A byte order mark says nothing.
    if offset == 0, block.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    while index < block.count {
      if state == .value {
        index = try collect(block, from: index, body)
        continue
      }
      let byte = block[index]
      if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09, state != .name {
        index += 1
        continue
      }
      if state == .name {
        bytes.append(byte)
        if byte == UInt8(ascii: "\""), !isEscaped {
          member = (try? JSONValue(parsing: bytes))?.string ?? ""
          state = .beforeColon
        }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        index += 1
        continue
      }
      try structure(byte, path, at: offset + index)
      // The first byte of a value belongs to it.
      if state != .value { index += 1 }
    }
    offset += block.count
  }

  private mutating func structure(_ byte: UInt8, _ path: String, at position: Int) throws {
    switch (state, byte) {
    case (.start, UInt8(ascii: "{")): state = .beforeName
    case (.start, UInt8(ascii: "[")):
      isOuterList = true
      isInList = true
      state = .beforeElement
    case (.beforeName, UInt8(ascii: "\"")):
      bytes = [byte]
      isEscaped = false
      state = .name
    case (.beforeName, UInt8(ascii: "}")), (.afterMember, UInt8(ascii: "}")): state = .end
    case (.beforeColon, UInt8(ascii: ":")): state = .beforeValue
    case (.beforeValue, UInt8(ascii: "[")):
      isInList = true
      state = .beforeElement
    case (.beforeElement, UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")):
      isInList = false
      state = isOuterList ? .end : .afterMember
    case (.beforeValue, _), (.beforeElement, _):
      guard byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else { fallthrough }
      begin()
    case (.afterElement, UInt8(ascii: ",")): state = .beforeElement
    case (.afterMember, UInt8(ascii: ",")): state = .beforeName
    default:
      throw ImportError(
        path, "is no JSON object of lists: `\(Character(Unicode.Scalar(byte)))` was not expected at byte \(position)")
    }
  }

  private mutating func begin() {
    bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
    isTooLong = false
    depth = 0
    isInString = false
    isEscaped = false
    state = .value
  }

  /// Collects the value's bytes from `start` on; returns where what follows it stands.
  private mutating func collect(
    _ block: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Part) throws -> Void
  ) throws -> Int {
    var index = start
    var isOver = false
    scan: while index < block.count {
      let byte = block[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        index += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 {
          isOver = true
          break scan
        }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        isOver = true
        break scan
      default: break
      }
      index += 1
    }
    if bytes.count + index - start > Self.maximumLength {
      isTooLong = true
      bytes = []
    }
    if !isTooLong { bytes.append(contentsOf: block[start..<index]) }
    if isOver {
      state = isInList ? .afterElement : .afterMember
      try body(part())
    }
    return index
  }

  private func part() -> Part {
    guard !isTooLong else { return .broken("a record under `\(member)` is longer than \(Self.maximumLength) bytes") }
    do throws(JSONParseError) {
      let value = try JSONValue(parsing: bytes)
      return isInList ? .element(of: member, value) : .member(member, value)
    } catch {
      return .broken("a record under `\(member)`: \(error)")
    }
  }
}
