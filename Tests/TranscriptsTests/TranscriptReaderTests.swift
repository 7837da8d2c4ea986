import Testing

@testable import Transcripts

@Suite("Reading transcript files")
struct TranscriptReaderTests {
  private func session(_ prompts: [String]) -> SyntheticTranscript {
    var session = SyntheticTranscript()
    for (index, prompt) in prompts.enumerated() {
      if index == 0 { session.user(prompt, parent: .some(nil)) } else { session.user(prompt) }
      session.assistant("Answer \(index).")
    }
    return session
  }

  @Test("a file cut off at any byte of its last line gives the turns before it")
  func truncation() throws {
    let whole = session(["One", "Two"])
    let length = whole.lines.last?.count ?? 0
    for missing in 2...length {
      let transcript = try whole.read(truncatedBy: missing)
      #expect(transcript.turns.map(\.userText) == ["One", "Two"])
      #expect(transcript.turns.last?.assistantTexts == [])
      #expect(transcript.skippedLines == 1)
    }
  }

  @Test("a last line without a line feed counts when it is whole")
  func openLastLine() throws {
    let transcript = try session(["One"]).read(finalNewline: false)
    #expect(transcript.turns.first?.assistantClosing == "Answer 0.")
    #expect(transcript.skippedLines == 0)
  }

  @Test("lines that are no JSON objects are skipped and counted, blank ones are not")
  func brokenLines() throws {
    var session = session(["One"])
    for line in ["not json", "{\"type\":\"user\"", "[1,2]", "42", "{} trailing", "{\"a\":}}"] { session.raw(line) }
    for line in ["", "   ", "\r"] { session.raw(line) }
    let transcript = try session.read()
    #expect(transcript.skippedLines == 6)
    #expect(transcript.turns.count == 1)
  }

  @Test("objects of unknown types and shapes are passed over in silence")
  func unknownShapes() throws {
    var session = session(["One"])
    session.raw("{}")
    session.raw(#"{"type":7}"#)
    session.raw(#"{"type":"api-request","uuid":"z","body":{"messages":[{"role":"user","content":"always use tabs"}]}}"#)
    session.raw(#"{"type":"user","uuid":"odd-1","message":"text"}"#)
    session.raw(#"{"type":"user","uuid":"odd-2","message":{"content":{"type":"text","text":"x"}}}"#)
    session.raw(
      #"{"type":"assistant","uuid":"odd-3","parentUuid":5,"isSidechain":"yes","message":{"content":[7,null,{"type":4}]}}"#)
    session.raw(#"{"type":"summary","summary":"Never mind","leafUuid":"q"}"#)
    let transcript = try session.read()
    #expect(transcript.skippedLines == 0)
    #expect(transcript.turns.map(\.userText) == ["One"])
  }

  @Test("U+2028 inside a line does not end it, and CRLF does")
  func lineSeparators() throws {
    var session = SyntheticTranscript()
    session.user("left\u{2028}right\u{85}end", parent: .some(nil))
    session.raw(bytes: session.lines[0] + [0x0D])
    session.assistant("Yes.")
    let transcript = try session.read()
    #expect(transcript.turns.map(\.userText) == ["left\u{2028}right\u{85}end"])
    #expect(transcript.skippedLines == 0)
  }

  @Test("bytes that are no UTF-8 are replaced and counted")
  func invalidUTF8() throws {
    var session = SyntheticTranscript()
    session.user("caf@ au lait", parent: .some(nil))
    let line = session.lines[0].map { $0 == UInt8(ascii: "@") ? 0xE9 : $0 }
    let transcript = try SyntheticTranscript.read(line + [0x0A])
    #expect(transcript.turns.map(\.userText) == ["caf\u{FFFD} au lait"])
    #expect(transcript.repairedLines == 1)
    #expect(transcript.skippedLines == 0)
  }

  @Test(
    "escapes are read as RFC 8259 has them",
    arguments: [
      (#"tab\tquote\"back\\slash\/"#, "tab\tquote\"back\\slash/"), (#"\u00e9\u4f60\ud83d\ude80"#, "é你🚀"),
      (#"lone \ud83d half"#, "lone \u{FFFD} half"), (#"ends with \\"#, "ends with \\"), (#"odd \q \u12"#, "odd q \u{FFFD}12"),
    ])
  func escapes(written: String, read: String) throws {
    let line = #"{"type":"user","uuid":"u","parentUuid":null,"message":{"role":"user","content":"\#(written)"}}"#
    #expect(try SyntheticTranscript.read(Array(line.utf8)).turns.first?.userText == read)
  }

  @Test("a line of many megabytes, across many blocks, is one line")
  func longLines() throws {
    let long = String(repeating: "0123456789 and \"quoted\" words\n", count: 200_000)
    var session = SyntheticTranscript()
    session.user("Read it", parent: .some(nil))
    session.call("Read", input: #"{"file_path":"/big"}"#, id: "t1")
    session.result("t1", long)
    session.user("Then this: " + long)
    session.assistant("Done.")
    let transcript = try session.read()
    #expect(transcript.skippedLines == 0)
    #expect(transcript.turns.count == 2)
    #expect(transcript.turns.last?.userText.utf8.count == "Then this: ".utf8.count + long.utf8.count - 1)
  }

  @Test("a line beyond the limit is dropped, counted, and costs no other")
  func oversizedLine() throws {
    var session = session(["One"])
    var bytes = Array(session.lines.joined(separator: [0x0A])) + [0x0A]
    bytes += Array(repeating: UInt8(ascii: "x"), count: LineReader.maximumLineLength + 1) + [0x0A]
    session.user("Two")
    bytes += (session.lines.last ?? []) + [0x0A]
    let transcript = try SyntheticTranscript.read(bytes)
    #expect(transcript.turns.map(\.userText) == ["One", "Two"])
    #expect(transcript.skippedLines == 1)
  }

  @Test("nesting of any depth is stepped over")
  func deepNesting() throws {
    var session = session(["One"])
    let deep = String(repeating: "[", count: 500_000) + String(repeating: "]", count: 500_000)
    session.entry("progress", fields: "\"data\":\(deep)")
    session.user("Two")
    #expect(try session.read().turns.count == 2)
  }

  @Test("a missing file and one that is no plain file are errors that say so")
  func unreadable() {
    let missing = #expect(throws: TranscriptError.self) { try TranscriptReader.read(path: "/no/such/file.jsonl") }
    #expect(missing?.description.contains("/no/such/file.jsonl") == true)
    let directory = #expect(throws: TranscriptError.self) { try TranscriptReader.read(path: "/tmp") }
    #expect(directory?.description.contains("not a plain file") == true)
  }

  @Test("an empty file is an empty session")
  func emptyFile() throws {
    let transcript = try SyntheticTranscript.read([])
    #expect(transcript.turns.isEmpty)
    #expect(transcript.sessionID == nil)
  }
}
