import JSONValues
import Synchronization
import Testing

@testable import JSONRPC

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct StdioConnectionTests {
  @Test("Messages are answered in order, and the end of the input ends it after everything that was read is answered")
  func answersAll() {
    let conversation = Conversation()
    _ = DetachedThread.start {
      for id in 0..<2_000 { conversation.send(id, "m\(id)") }
      conversation.toServer.write(Request(id: .integer(2_000), method: "last, without a line feed").json.text)
      conversation.toServer.closeWriteEnd()
    }
    for id in 0..<2_000 {
      #expect(conversation.receive() == ["jsonrpc": "2.0", "id": .integer(Int64(id)), "result": .string("m\(id)")])
    }
    #expect(conversation.receive()?["result"] == "last, without a line feed")
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("Damaged lines are refused one by one, and reading goes on")
  func goesOnAfterDamage() {
    let conversation = Conversation()
    conversation.send("{not json")
    conversation.toServer.write([0xFF, 0xFE, 0x0A])
    conversation.send("\r\n\n[1,2]\r")
    conversation.send(#"{"jsonrpc":"2.0","id":1,"result":"of what?"}"#)
    conversation.send(String(repeating: "[", count: 10_000))
    conversation.send(1, "still here")
    #expect(conversation.receive()?["error"]?["code"] == -32700)
    #expect(conversation.receive()?["error"]?["code"] == -32700)
    #expect(conversation.receive() == "batch of 2")
    #expect(conversation.receive()?["error"]?["message"]?.string?.contains("nested more than 256 levels deep") == true)
    #expect(conversation.receive()?["result"] == "still here")
    conversation.toServer.closeWriteEnd()
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("A message as deeply nested as may be is read on the reader's small stack")
  func deepest() {
    let conversation = Conversation()
    let (open, close) = (String(repeating: #"{"a":"#, count: 254), String(repeating: "}", count: 254))
    conversation.send(#"{"jsonrpc":"2.0","id":1,"method":"deep","params":{"x":"# + open + "1" + close + "}}")
    #expect(conversation.receive()?["result"] == "deep")
    conversation.toServer.closeWriteEnd()
  }

  @Test("A line of 50 MB is refused with its length and its id, and the next one is answered")
  func hugeLine() {
    let conversation = Conversation()
    conversation.toServer.write(#"{"method":"tools/call","params":{"text":""#)
    let megabyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1_048_576)
    for _ in 0..<50 { conversation.toServer.write(megabyte) }
    conversation.send(#""},"jsonrpc":"2.0","id":41}"#)
    conversation.send(42, "next")
    let refusal = conversation.receive()
    #expect(refusal?["id"] == 41)
    #expect(refusal?["error"]?["code"] == -32600)
    #expect(refusal?["error"]?["message"] == "the message has 52428868 bytes; at most 16777216 are taken. Send less at a time.")
    #expect(conversation.receive()?["result"] == "next")
    conversation.toServer.closeWriteEnd()
  }

  @Test("A cancelled request that waits is not run, and the answer of one that runs is dropped")
  func cancels() {
    let (running, goOn) = (Pipe(), Pipe())
    let ran = Mutex<[String]>([])
    let conversation = Conversation { message in
      guard case .request(let request) = message else { return Conversation.echo(message) }
      ran.withLock { $0.append(request.method) }
      if request.method == "slow" {
        running.write("x")
        goOn.readByte()
      }
      return Conversation.echo(message)
    }
    conversation.send(1, "slow")
    running.readByte()
    conversation.send(2, "waits")
    conversation.send(3, "waits and is cancelled")
    conversation.send(4, "initialize")
    for id in [1, 3, 4, 99] { conversation.cancel(id) }
    conversation.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":[2]}"#)
    conversation.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":null}}"#)
    conversation.toServer.closeWriteEnd()
    // When the reader is at the end it has seen the cancellations.
    while !conversation.queue.isClosed { sched_yield() }
    goOn.write("x")
    #expect(conversation.receive()?["id"] == 2)
    #expect(conversation.receive()?["id"] == 4)
    #expect(conversation.ending.readLine() == "ended")
    #expect(ran.withLock { $0 } == ["slow", "waits", "initialize"])
  }

  @Test("What can wait is done once, when nothing is left to be answered")
  func idle() {
    let done = Mutex<[String]>([])
    let (goOn, idle) = (Pipe(), Pipe())
    let conversation = Conversation { message in
      goOn.readByte()
      done.withLock { $0.append("answered") }
      return Conversation.echo(message)
    } whenIdle: {
      done.withLock { $0.append("idle") }
      idle.write("x")
    }
    for id in 0..<3 { conversation.send(id, "m") }
    while conversation.queue.count < 2 { sched_yield() }
    goOn.write("xxx")
    idle.readByte()
    #expect(done.withLock { $0 } == ["answered", "answered", "answered", "idle"])
    goOn.write("x")
    conversation.send(3, "m")
    idle.readByte()
    conversation.toServer.closeWriteEnd()
    #expect(conversation.ending.readLine() == "ended")
    #expect(done.withLock { $0 }.count == 6)
  }

  @Test("A client that goes away ends the conversation quietly")
  func closedOutput() {
    let conversation = Conversation()
    conversation.toClient.closeReadEnd()
    conversation.send(1, "nobody reads this")
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("A stop ends the conversation though the input is open")
  func stop() {
    let stop = Pipe()
    let conversation = Conversation(stop: stop.readEnd)
    conversation.send(1, "before")
    #expect(conversation.receive()?["result"] == "before")
    stop.write("x")
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("A stop ends the conversation though the queue is full and the reader waits for room")
  func stopWhileFull() {
    let (stop, goOn) = (Pipe(), Pipe())
    let conversation = Conversation(stop: stop.readEnd) { message in
      goOn.readByte()
      return Conversation.echo(message)
    }
    _ = DetachedThread.start { for id in 0..<3_000 { conversation.send(id, "m") } }
    while conversation.queue.count < 1_024 { sched_yield() }
    stop.write("x")
    while !conversation.queue.isClosed { sched_yield() }
    goOn.closeWriteEnd()
    _ = DetachedThread.start { while conversation.receive() != nil {} }
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("A client that sends without end has to wait, and loses nothing")
  func backpressure() {
    let goOn = Pipe()
    let conversation = Conversation { message in
      guard case .request(let request) = message else { return [] }
      if request.id == .integer(0) { goOn.readByte() }
      return [.object(["id": request.id?.json ?? nil])]
    }
    _ = DetachedThread.start {
      let text = String(repeating: "x", count: 1_048_576)
      for id in 0..<80 { conversation.send(id, text) }
      conversation.toServer.closeWriteEnd()
    }
    goOn.write("x")
    for id in 0..<80 { #expect(conversation.receive()?["id"] == .integer(Int64(id))) }
    #expect(conversation.ending.readLine() == "ended")
  }

  @Test("An answer that is larger than the pipe arrives whole, also through a descriptor that does not block")
  func largeAnswer() {
    let text = String(repeating: "0123456789", count: 20_000)
    let conversation = Conversation { _ in [.string(text)] }
    _ = fcntl(conversation.toClient.writeEnd, F_SETFL, fcntl(conversation.toClient.writeEnd, F_GETFL) | O_NONBLOCK)
    conversation.send(1, "m")
    conversation.send(2, "m")
    #expect(conversation.receive() == .string(text))
    #expect(conversation.receive() == .string(text))
    conversation.toServer.closeWriteEnd()
  }
}
