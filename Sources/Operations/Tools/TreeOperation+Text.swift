import MemoryEngine
import MemoryModel

extension TreeOperation {
  /// An outline: directories with their whole URI and how many memories are below, memories by their name and abstract.
  func text(_ output: TreeEntry) -> String {
    var text = ToolText()
    if output.count == 0 { text.add(nothing(output)) }
    guard output.count > 0 || !output.children.isEmpty else { return text.text }
    var outline = Outline(text: text)
    outline.write(output, depth: 0)
    text = outline.text
    if outline.unshown > 0 {
      text.add("\(outline.unshown) more lines not shown, the answer would be too long: name a deeper uri, or a smaller limit.")
    }
    var ways = ["`read` a memory: its directory's URI and its name"]
    if outline.hasUnopened { ways.append("see what is below a directory: name it as uri, or raise depth (now \(depth))") }
    if outline.hasOmitted { ways.append("see what is left out: raise limit (now \(limit)) or name the directory as uri") }
    text.add("To go on: \(ways.joined(separator: "; ")).")
    return text.text
  }

  private func nothing(_ entry: TreeEntry) -> String {
    let scope = allProjects ? "" : " in this project, or in what belongs to none; all_projects: true shows everything"
    return entry.uri.isRoot
      ? "Nothing is remembered yet\(scope). Sessions are recorded by the hooks; `remember` keeps something at once."
      : "Nothing stands below \(entry.uri)\(scope). Start from mem:// to see what there is."
  }
}

private struct Outline {
  var text: ToolText
  /// Entries that did not fit.
  var unshown = 0
  /// A directory holds something that its depth hides.
  var hasUnopened = false
  var hasOmitted = false

  init(text: ToolText) { self.text = text }

  mutating func write(_ entry: TreeEntry, depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    guard unshown == 0, text.addIfItFits(indent + entry.line(isTop: depth == 0), reserve: 800) else {
      unshown += 1
      return
    }
    if entry.kind == .directory && entry.children.isEmpty && entry.count > 0 { hasUnopened = true }
    for child in entry.children { write(child, depth: depth + 1) }
    if entry.omitted > 0 {
      hasOmitted = true
      if unshown == 0 { _ = text.addIfItFits("\(indent)  … \(entry.omitted) more not shown", reserve: 800) }
    }
  }
}

extension TreeEntry {
  fileprivate func line(isTop: Bool) -> String {
    let abstract = self.abstract.folded(limit: 300)
    guard kind == .leaf else {
      let slash = uri.isRoot ? "" : "/"
      let day = updatedAt.map { ", \($0.date.iso8601)" } ?? ""
      return "\(uri)\(slash) (\(count)\(day))" + (abstract.isEmpty ? "" : " \(abstract)")
    }
    var labels: [String] = []
    if let project { labels.append("project \(project.folded(limit: 80))") }
    if let updatedAt { labels.append(updatedAt.date.iso8601) }
    let head = (isTop ? uri.description : uri.name) + (labels.isEmpty ? "" : " [\(labels.joined(separator: ", "))]")
    return isNamedInFull(abstract) ? head : head + " " + abstract
  }

  /// Many names are made of all the words of their abstract: those are not paid for twice. What a name cannot show, marks and capitals within words,
  /// keeps the abstract there.
  private func isNamedInFull(_ abstract: String) -> Bool {
    let plain = abstract.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || " ,.'".unicodeScalars.contains($0)
    }
    let capitals = abstract.split(separator: " ").contains { $0.dropFirst().contains(where: \.isUppercase) }
    guard plain, !capitals else { return false }
    let slug = Slug.make(abstract, limit: .max)
    return uri.name == slug || uri.name.hasSuffix("-" + slug)
  }
}
