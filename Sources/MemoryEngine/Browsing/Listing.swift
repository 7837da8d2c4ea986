package import MemoryModel
import MemoryStore

/// Which memories a list shows.
package struct ListingRequest: Sendable {
  package enum State: String, CaseIterable, Sendable { case valid, superseded, retracted, pinned, all }
  package enum Order: String, CaseIterable, Sendable {
    case newest
    case mostUsed = "most_used"
    /// Not used for longest first.
    case fading
    case name
  }

  /// Nil: every category but the sessions' records.
  package var category: Category?
  package var within: MemoryURI?
  package var session: String?
  package var scope: Scope = .everything
  package var state: State = .valid
  package var order: Order = .newest
  /// 1...500
  package var limit: Int = 50
  package var offset: Int = 0
  package init() {}
}

package struct ListingOutcome: Sendable {
  package var nodes: [MemoryNode]
  /// As many as there are, whatever the limit.
  package var total: Int
}

extension MemoryEngine {
  /// Memories by what they are, not by what they say.
  package func list(_ request: ListingRequest) throws -> ListingOutcome {
    var filter = NodeFilter()
    filter.categories = request.category.map { [$0] } ?? (request.within == nil ? Category.allCases.filter { $0 != .sessions } : [])
    filter.within = request.within
    filter.session = request.session
    filter.project = request.scope.filter
    switch request.state {
    case .valid: filter.validAt = now
    case .superseded: filter.state = .superseded(before: now)
    case .retracted: filter.state = .retracted
    case .pinned:
      filter.state = .pinned
      filter.validAt = now
    case .all: break
    }
    filter.order =
      switch request.order {
      case .newest: .newest
      case .mostUsed: .mostUsed
      case .fading: .fading
      case .name: .uri
      }
    filter.limit = request.limit
    filter.offset = request.offset
    return try store.read { ListingOutcome(nodes: try store.nodes(filter), total: try store.count(filter)) }
  }
}
