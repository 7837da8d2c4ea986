import MemoryEngine
import MemoryModel

extension ForgetOperation {
  func text(_ output: ForgetResult) -> String {
    let forgotten = output.outcome.forgotten
    var text = ToolText()
    switch output.outcome.action {
    case .retracted:
      text.add(
        "Retracted \(counted(forgotten.count, "memory", "memories")), no longer found and not learned again from the same words:")
    case .erased:
      text.add("Erased \(counted(forgotten.count, "memory", "memories")) for good, history included:")
    case .alreadyRetracted:
      text.add("Nothing changed: \(uri) was retracted before. purge: true erases its text.")
    }
    var unshown = 0
    for memory in forgotten {
      let abstract = memory.abstract.folded(limit: 300)
      if unshown > 0 || !text.addIfItFits("- \(memory.uri)" + (abstract.isEmpty ? "" : " \(abstract)"), reserve: 400) {
        unshown += 1
      }
    }
    if unshown > 0 { text.add("and \(unshown) more below \(uri).") }
    if !output.outcome.backups.isEmpty {
      text.add(
        "\(counted(output.outcome.backups.count, "copy", "copies")) of the store from before may hold it still; `continuity forget` at a terminal names them."
      )
    }
    if output.outcome.action == .retracted {
      text.add(
        "The text stays readable by its URI, marked as retracted" + (supersededBy.map { ", with \($0) in its place." } ?? "."))
    }
    return text.text
  }
}
