import ArgumentParser
import MCP
import MemoryEngine
import MemoryStore
import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct MCPCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp", abstract: "Serve one agent over stdin and stdout (Model Context Protocol).",
    discussion: "Agents start this; `continuity init` tells Claude Code to. It ends with its input, or on SIGINT or SIGTERM.")

  @OptionGroup var store: StoreOptions

  func run() {
    var composing = Composition(home: .resolve(option: store.home))
    // For `search`, which may take its time; not where a model that we asked asks us.
    composing.asksModels = environmentValue("CONTINUITY_INTERNAL") == nil
    let composition = composing
    composition.reportProblems()
    var opened: MemoryEngine?
    var presence: Presence?
    let caller = Caller.overStandardStreams
    let dispatcher = Dispatcher(caller: caller, observer: composition.requestObserver(.mcp)) {
      let engine = try composition.openEngine()
      opened = engine
      presence = engine.announce(caller)
      return engine
    }
    let embedding = BackgroundEmbedding(composition: composition)
    // A model that we asked ourselves is given no memory to write into.
    MCPStdioServer.run(
      dispatcher: dispatcher, offersMemory: environmentValue("CONTINUITY_INTERNAL") == nil, whenIdle: { try? opened?.flushUse() },
      whenAnswered: {
        if opened != nil { embedding.wake() }
        presence?.note(Composition.wallClock())
      })
    composition.spanExporter?.flush()
  }
}
