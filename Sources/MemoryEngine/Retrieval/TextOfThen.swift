import MemoryModel
import MemoryStore

extension MemoryNode {
  /// What the memory said at `moment`, where it was edited, merged or restored since: the first revision that was replaced later. It keeps its address,
  /// its validity and what it is tied to.
  func said(at moment: Timestamp, in store: MemoryStore) throws -> MemoryNode {
    guard updatedAt > moment, let then = try store.revisions(of: self).last(where: { $0.replacedAt > moment }),
      then.content != content || then.abstract != abstract
    else { return self }
    var node = self
    node.content = then.content
    node.abstract = then.abstract
    node.overview = then.overview
    return node
  }
}
