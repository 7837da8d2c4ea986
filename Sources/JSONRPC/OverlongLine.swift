import JSONValues

/// What is left of a line that was too long to be kept: its length and its two ends.
struct OverlongLine: Hashable, Sendable {
  private(set) var length = 0
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private static let endLength = 1024

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    length += bytes.count
    head.append(contentsOf: bytes.prefix(Self.endLength - head.count))
    tail.append(contentsOf: bytes.suffix(Self.endLength))
    if tail.count > Self.endLength { tail.removeFirst(tail.count - Self.endLength) }
  }

  /// The id of the message, if it stands at one of the ends. Clients write it right before or right after the parameters, and a request
  /// whose refusal has no id would be waited for until the client's time is up.
  var id: RequestID? {
    idAtEnd ?? idAtBeginning
  }

  /// `…,"id":7}`: if what follows reads as members up to the brace that ends the line, then that brace closes the message itself, and
  /// these are its own members.
  private var idAtEnd: RequestID? {
    let text = tail.reversed().drop { $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
    guard text.first == UInt8(ascii: "}") else { return nil }
    let end = Array(text.reversed())
    let name = Array(#""id""#.utf8)
    guard let place = end.indices.last(where: { end[$0...].starts(with: name) }), place > 0 else { return nil }
    guard let before = end[..<place].last(where: { $0 != 0x20 && $0 != 0x09 }), before == UInt8(ascii: ",") else { return nil }
    let members = try? JSONValue(parsing: [UInt8(ascii: "{")] + end[place...])
    return members?["id"].flatMap(RequestID.init)
  }

  /// `{"jsonrpc":"2.0","id":7,…`: only members of the message itself, which are those before the first nested value.
  private var idAtBeginning: RequestID? {
    let openers = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    guard let first = head.firstIndex(of: openers[0]), head[..<first].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    let flat = head[(first + 1)...].prefix { !openers.contains($0) }
    // Every comma may end the members that are whole; the last one that does is the right one.
    for comma in flat.indices.reversed() where flat[comma] == UInt8(ascii: ",") {
      let members = try? JSONValue(parsing: [openers[0]] + flat[..<comma] + [UInt8(ascii: "}")])
      if let id = members?["id"] { return RequestID(id) }
    }
    return nil
  }
}
