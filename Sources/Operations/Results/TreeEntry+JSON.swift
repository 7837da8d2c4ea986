import JSONValues
import MemoryEngine
import MemoryModel

extension TreeEntry: OperationResult {
  var json: JSONValue {
    var object: JSONObject = ["uri": .string(uri.description), "type": .string(kind.rawValue)]
    object["category"] = .text(category?.rawValue)
    object["l0"] = .string(abstract)
    object["count"] = .count(count)
    object["project"] = .text(project)
    object["updated_at"] = .time(updatedAt)
    if omitted > 0 { object["omitted"] = .count(omitted) }
    object["children"] = .array(children.map(\.json))
    return .object(object)
  }
}
