package import MemoryModel

/// Which projects' memories an answer may contain.
package enum Scope: Hashable, Sendable {
  /// This project's and those that belong to none.
  case project(String)
  /// Only those that belong to no project.
  case unscoped
  case everything
}

/// A question to `find` or `search`.
package struct FindRequest: Sendable {
  package var query: String
  /// 1...100
  package var limit: Int = 10
  package var category: Category?
  /// Only memories at or below this place.
  package var within: MemoryURI?
  package var scope: Scope = .everything
  /// Answers as it would have then; nil: now.
  package var asOf: Timestamp?
  package var explain: Bool = false
  /// False while somebody still types the question: what comes and goes before their eyes is no use of it.
  package var countsAsUse = true
  /// `search` only: the session whose last turns tell what is meant.
  package var session: String?
  /// `search` only: what the caller is doing, in their words.
  package var context: String?

  package init(query: String) { self.query = query }
}

/// One ranked memory.
package struct FoundMemory: Sendable {
  package var node: MemoryNode
  /// 0...1, comparable within one answer only.
  package var score: Double
  /// The passage that matched best, for a memory whose L0 does not show it.
  package var passage: String?
  /// With `explain`: each part of the score by name, adding up to it.
  package var parts: [ScorePart] = []
}

package struct ScorePart: Hashable, Sendable {
  package var name: String
  package var contribution: Double
  package init(name: String, contribution: Double) {
    self.name = name
    self.contribution = contribution
  }
}

package struct FindOutcome: Sendable {
  package var items: [FoundMemory]
  /// What the reader should know: a category that is empty, a query without a searchable word.
  package var notes: [String] = []
}

/// How `search` understood the question.
package struct SearchPlan: Sendable {
  package enum Author: String, Sendable { case llm, rules }
  package enum SubQueryType: String, Sendable {
    case memory = "MEMORY"
    case resource = "RESOURCE"
    case pattern = "PATTERN"
  }
  package struct SubQuery: Sendable {
    package var type: SubQueryType
    package var query: String
  }

  package var author: Author
  package var subQueries: [SubQuery]
  /// Rounds until the best results were stable.
  package var rounds: Int
  /// A model put the best results in order.
  package var isReranked = false
}

package struct SearchOutcome: Sendable {
  package var items: [FoundMemory]
  package var plan: SearchPlan
  package var notes: [String] = []
}
