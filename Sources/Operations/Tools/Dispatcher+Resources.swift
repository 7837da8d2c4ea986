package import JSONRPC
import MemoryEngine
import MemoryModel

extension Dispatcher {
  /// A memory or directory as markdown. Throws `.invalidParams` for what is no memory URI, `.notFound` where nothing stands.
  package func readResource(_ uri: String) throws(RPCError) -> String {
    do {
      let outcome = try context.engine.read(ReadRequest(uri: MemoryURI(parsing: uri)))
      return outcome.node.content
    } catch {
      throw RPCError(translating: error)
    }
  }

  /// URIs that begin with `prefix`, in order; none when there are none or the store cannot be used: completion only helps.
  package func completeURI(prefix: String, limit: Int) -> [String] {
    guard limit > 0 else { return [] }
    return ((try? context.engine.uris(withPrefix: prefix, limit: limit)) ?? []).prefix(limit).map(\.description)
  }
}
