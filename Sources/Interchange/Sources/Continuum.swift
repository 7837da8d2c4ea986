import JSONValues
package import MemoryEngine
import MemoryModel

/// CONTINUUM (continuum-memory): its export JSON 1.0, its bridge JSON, or its SQLite file; each also compressed.
package enum Continuum: ImportSource {
  package static let name = "continuum"
  package static let summary = "its exported JSON or its database, also compressed"

  package static func usualPath(_ user: UserFolders) -> String? { user.home + "/.continuum/memory.db" }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    if try ByteSource.beginning(of: path).starts(with: "SQLite format 3\0".utf8) {
      try read(try ForeignDatabase(path: path), options, into: run)
    } else {
      try readDocument(path, options, into: run)
    }
  }

  private static func read(_ database: ForeignDatabase, _ options: ImportOptions, into run: ImportRun) throws {
    guard try database.has("entities") || database.has("attention_links") else {
      throw ImportError(database.path, "is no database of CONTINUUM: it has none of its tables")
    }
    database.remarks.forEach(run.remark)
    var records = ContinuumRecords(run)
    try database.forEachRow(of: "entities") { try records.entity($0) }
    try database.forEachRow(of: "attention_links") { try records.attentionLink($0) }
    try database.forEachRow(of: "compound_concepts") { try records.compoundConcept($0) }
    try database.forEachRow(of: "decisions") { try records.decision($0) }
    for table in ["auto_messages", "messages"] {
      guard options.includesPrompts else {
        run.skip("prompts were not asked for", count: try database.count(table))
        continue
      }
      try database.forEachRow(of: table) { try records.message($0, table: table) }
    }
    if database.wasWritten {
      run.remark("\(database.path) was written while it was read: run the import again; it takes what is new")
    }
  }

  /// In two passes: links name concepts, wherever in the document these stand.
  private static func readDocument(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    var records = ContinuumRecords(run)
    var isOne = false
    try JSONElements.forEach(in: path) { part in
      switch part {
      case .member("version", let version):
        isOne = true
        guard version.string?.hasPrefix("1.") != false else {
          throw ImportError(path, "has version \(version.text); this program reads 1.0")
        }
      case .member("tenant_id", let tenant): records.tenant = tenant.string
      case .element("entities", let value), .element("memories", let value):
        isOne = true
        guard let object = value.object else { return run.fail(path, "an entity is no object") }
        try records.entity(SourceFields(object))
      case .broken(let reason): run.fail(path, reason)
      default: break
      }
    }
    guard isOne else { throw ImportError(path, "is no export of CONTINUUM: it has neither a version nor entities") }
    try JSONElements.forEach(in: path) { part in
      guard case .element(let list, let value) = part, let object = value.object else { return }
      let fields = SourceFields(object)
      switch list {
      case "attention_links", "relationships": try records.attentionLink(fields)
      case "compound_concepts": try records.compoundConcept(fields)
      case "decisions": try records.decision(fields)
      case "messages":
        if options.includesPrompts { try records.message(fields, table: list) } else { run.skip("prompts were not asked for") }
      default: break
      }
    }
  }
}
