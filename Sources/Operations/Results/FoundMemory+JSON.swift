import JSONValues
import MemoryEngine
import MemoryModel

extension FoundMemory {
  var json: JSONObject {
    var object: JSONObject = [
      "uri": .string(node.uri.description), "category": .string(node.category.rawValue), "l0": .string(node.abstract),
      "score": .score(score),
    ]
    object["project"] = .text(node.project)
    object["updated_at"] = .time(node.updatedAt)
    object["passage"] = .text(passage)
    if !parts.isEmpty {
      object["why"] = .array(parts.map { ["part": .string($0.name), "contribution": .score($0.contribution)] })
    }
    return object
  }
}
