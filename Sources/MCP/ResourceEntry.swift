import JSONValues

/// One line of `resources/list`.
struct ResourceEntry {
  var uri: String
  var title: String
  var description: String

  var json: JSONValue {
    [
      "uri": .string(uri), "name": .string(String(uri.dropFirst("mem://".count))), "title": .string(title),
      "description": .string(description), "mimeType": "text/markdown",
    ]
  }

  /// The places that always stand there.
  static let directories: [ResourceEntry] = [
    ResourceEntry(uri: "mem://user/profile", title: "Profile", description: "Who the user is and how to work with them"),
    ResourceEntry(uri: "mem://user/preferences", title: "Preferences", description: "What the user likes, wants and never wants"),
    ResourceEntry(
      uri: "mem://user/entities", title: "Entities", description: "People, projects, services and other things by name"),
    ResourceEntry(uri: "mem://user/events", title: "Events", description: "Decisions and what happened, by date"),
    ResourceEntry(uri: "mem://agent/patterns", title: "Patterns", description: "Conventions and techniques that proved right"),
    ResourceEntry(uri: "mem://agent/cases", title: "Cases", description: "Problems and how they were solved"),
    ResourceEntry(uri: "mem://sessions", title: "Sessions", description: "What was said and done, session by session"),
  ]

  /// The memories of a `memory/tree` result, at any depth.
  static func leaves(of tree: JSONValue) -> [ResourceEntry] {
    (tree["children"]?.array ?? []).flatMap { child -> [ResourceEntry] in
      guard child["type"]?.string == "leaf" else { return leaves(of: child) }
      guard let uri = child["uri"]?.string else { return [] }
      let name = uri[(uri.lastIndex(of: "/").map(uri.index(after:)) ?? uri.startIndex)...]
      return [ResourceEntry(uri: uri, title: String(name), description: child["l0"]?.string ?? "")]
    }
  }
}
