package import JSONRPC
import MemoryEngine

extension Dispatcher {
  /// For a door that tells others when something changed: a mark that differs whenever memories, sessions or the queue do. Nil while nobody else
  /// wrote anything since `version`, which costs next to nothing to find out. The dispatcher that asks must not be one that writes.
  package func changeMark(since version: inout Int64) -> Result<String?, RPCError> {
    do {
      return .success(try context.engine.changeMark(since: &version))
    } catch {
      return .failure(RPCError(translating: error))
    }
  }
}
