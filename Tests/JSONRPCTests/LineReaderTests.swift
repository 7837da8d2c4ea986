import JSONValues
import Testing

@testable import JSONRPC

@Suite struct LineReaderTests {
  /// The lines of a stream that comes in these pieces.
  static func lines(_ pieces: [[UInt8]], maximum: Int = 64) -> [String] {
    var splitter = LineSplitter(maximumLength: maximum)
    var lines: [String] = []
    func take(_ line: LineSplitter.Line) {
      switch line {
      case .text(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
      case .tooLong(let line): lines.append("too long: \(line.length), id \(line.id.map { $0.json.text } ?? "unknown")")
      }
    }
    for piece in pieces { piece.withUnsafeBytes { splitter.append($0, emit: take) } }
    splitter.finish(emit: take)
    return lines
  }

  static func lines(_ pieces: [String]) -> [String] { lines(pieces.map { Array($0.utf8) }) }

  @Test("Lines end at LF, with or without CR, and blank ones are passed over")
  func splits() {
    #expect(Self.lines(["a\nb\r\n\r\n \t\n\nc\n"]) == ["a", "b", "c"])
    #expect(Self.lines([String]()) == [])
    #expect(Self.lines(["\n"]) == [])
    #expect(Self.lines(["a\r b\n"]) == ["a\r b"], "a CR inside of a line is no end")
  }

  @Test("The last line needs no line feed")
  func lastLine() {
    #expect(Self.lines(["a\nlast"]) == ["a", "last"])
    #expect(Self.lines(["last\r"]) == ["last"])
  }

  @Test("It does not matter into which pieces the stream is cut")
  func pieces() {
    let bytes = Array("{\"a\":1}\r\n\n{\"é\":\"日本\"}\nend".utf8)
    for size in 1...bytes.count {
      let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
      #expect(Self.lines(pieces, maximum: 64) == [#"{"a":1}"#, #"{"é":"日本"}"#, "end"], "in pieces of \(size)")
    }
  }

  @Test("A line of exactly the maximum is taken, and one byte more is not")
  func maximum() {
    let longest = String(repeating: "x", count: 64)
    #expect(Self.lines([longest + "\nnext\n"]) == [longest, "next"])
    #expect(Self.lines([longest + "x\nnext\n"]) == ["too long: 65, id unknown", "next"])
    #expect(Self.lines(["xxxxx", longest, "y\nnext"]) == ["too long: 70, id unknown", "next"])
    #expect(Self.lines([longest, longest, longest]) == ["too long: 192, id unknown"], "at the end too")
  }

  @Test(
    "A line that is too long still tells its id, before or after the parameters",
    arguments: [
      (#"{"jsonrpc":"2.0","id":7,"method":"m","params":{"text":"§"}}"#, "7"),
      (#"{"method":"m","params":{"text":"§"},"jsonrpc":"2.0","id":"a\"b"}"#, #""a\"b""#),
      (#"{"method":"m","params":{"text":"§"}, "id" : 8 , "jsonrpc":"2.0"} "#, "8"),
      (#"{"method":"m","params":{"id":1,"text":"§","id":9}}"#, "unknown"),
      (#"{"method":"m","params":{"id":1,"text":"§","id":9},"x":0}"#, "unknown"),
      (#"{"method":"m","params":{"text":"§,\"id\":5}"}}"#, "unknown"), (#"[{"id":1,"x":"§"}]"#, "unknown"), ("§", "unknown"),
      (#"{"jsonrpc":"2.0","id":null,"method":"m","params":{"text":"§"}}"#, "unknown"),
      (#"{"id":"§","method":"m"}"#, "unknown"),
    ])
  func overlongID(_ text: String, _ id: String) {
    let line = text.split(separator: "§", omittingEmptySubsequences: false).joined(
      separator: String(repeating: "long ", count: 1_000))
    #expect(Self.lines([line]) == ["too long: \(line.utf8.count), id \(id)"])
  }

  @Test("A stream is read on a thread of its own until it ends")
  func readsAPipe() async {
    let pipe = Pipe()
    let lines = AsyncStream<String> { continuation in
      let reader = LineReader(descriptor: pipe.readEnd, maximumLength: 1_000)
      let started = reader.start { event in
        switch event {
        case .line(.text(let bytes)): continuation.yield(String(decoding: bytes, as: UTF8.self))
        case .line(.tooLong(let line)): continuation.yield("too long: \(line.length)")
        case .end:
          continuation.yield("end")
          continuation.finish()
        }
      }
      #expect(started)
    }
    pipe.write("one\ntw")
    pipe.write("o\r\nwithout a line feed")
    pipe.closeWriteEnd()
    var received: [String] = []
    for await line in lines { received.append(line) }
    #expect(received == ["one", "two", "without a line feed", "end"])
  }
}
