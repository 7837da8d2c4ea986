import JSONValues
import Synchronization
import Testing

@testable import JSONRPC

@Suite struct MessageQueueTests {
  static func entry(_ id: Int64, length: Int = 1) -> MessageQueue.Entry {
    MessageQueue.Entry(message: .request(Request(id: .integer(id), method: "m")), length: length)
  }

  @Test(
    "It holds no more messages and bytes than it may, but always one",
    arguments: [(count: 3, bytes: 1_000, length: 1, held: 3), (1_000, 10, 4, 2), (1_000, 10, 50, 1)])
  func bounds(count: Int, bytes: Int, length: Int, held: Int) async {
    let queue = MessageQueue(maximumCount: count, maximumBytes: bytes)
    let appended = AsyncStream<Int> { continuation in
      _ = DetachedThread.start {
        for id in 0..<8 {
          queue.append(Self.entry(Int64(id), length: length))
          continuation.yield(id)
        }
        queue.close()
        continuation.finish()
      }
    }
    // As many are in as it holds, and each that is taken out lets one in.
    var iterator = appended.makeAsyncIterator()
    for _ in 0..<held { _ = await iterator.next() }
    #expect(queue.count == held)
    for id in 0..<8 {
      #expect(queue.next() == Self.entry(Int64(id)).message)
      #expect(queue.count <= held)
    }
    #expect(queue.next() == nil)
  }

  @Test("After a deadline nothing is given out, though something is there")
  func deadline() {
    let queue = MessageQueue()
    queue.append(Self.entry(1))
    queue.append(Self.entry(2))
    #expect(queue.next() != nil)
    queue.close(within: .zero)
    #expect(queue.next() == nil)
    queue.append(Self.entry(3))
    #expect(queue.count == 1, "what comes after the end is dropped")
  }
}
