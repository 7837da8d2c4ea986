package import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel

/// The store could not be opened.
struct StoreOpenFailure: Error {
  let underlying: any Error
}

/// The one place where what went wrong below becomes an error of the protocol.
extension RPCError {
  package init(translating error: any Error) {
    switch error {
    case let error as RPCError:
      self = error
    case let error as StoreOpenFailure:
      let inner = RPCError(translating: error.underlying)
      self.init(.storeUnusable, inner.message, data: inner.data)
    case let error as EngineError:
      switch error {
      case .invalid(let parameter, let reason): self.init(.invalidParams, "\"\(parameter)\": \(reason)")
      case .notFound(let uri, _): self.init(.notFound, error.description, data: ["uri": .string(uri)])
      case .cancelled: self.init(.cancelled, "The request was cancelled; nothing was written.")
      }
    case let error as MemoryURIError:
      self.init(.invalidParams, error.description)
    case let error as any CustomStringConvertible:
      // Errors of the store and of SQLite say what failed, on which file, and what to do.
      self.init(.storeUnusable, error.description)
    default:
      self.init(.internalError, "Unexpected error: \(error). Please report it with what you asked for.")
    }
  }
}
