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
      text.add(
        forgotten.isEmpty
          ? "Nothing of \(uri) is left here."
          : "Erased \(counted(forgotten.count, "memory", "memories")) for good, history included:")
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
    let (cleaned, remaining) = (output.outcome.erasedCopies.count, output.outcome.remainingCopies.count)
    if cleaned > 0 { text.add("Erased in \(counted(cleaned, "copy", "copies")) of the store as well.") }
    if remaining > 0 {
      text.add(
        "\(counted(remaining, "copy", "copies")) of the store could not be read or written and may hold it still; `continuity forget` at a terminal names them."
      )
    }
    if output.outcome.action == .retracted {
      text.add(
        "The text stays readable by its URI, marked as retracted" + (supersededBy.map { ", with \($0) in its place." } ?? "."))
    }
    return text.text
  }
}
