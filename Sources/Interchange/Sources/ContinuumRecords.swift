import MemoryEngine
import MemoryModel

/// What CONTINUUM's rows mean.
struct ContinuumRecords {
  private let run: ImportRun
  /// Whose rows these are where they do not say it themselves.
  var tenant: String?
  /// The record of each concept, by tenant and name: links name concepts.
  private var keys: [String: String] = [:]

  init(_ run: ImportRun) { self.run = run }

  mutating func entity(_ fields: SourceFields) throws {
    guard let name = fields.text("name") else { return run.skip("an entity without a name") }
    let type = fields.text("entity_type", "type") ?? "concept"
    let key = "entity/\(tenant(fields))/\(name)/\(fields.moment("created_at")?.milliseconds ?? 0)"
    keys[concept(name, fields)] = key
    var memory = ImportedMemory(key: key, content: fields.text("description") ?? name)
    memory.title = name
    memory.category = category(type)
    memory.tags = [type]
    memory.project = project(fields)
    memory.createdAt = fields.moment("created_at")
    try run.take(.memory(memory))
  }

  mutating func attentionLink(_ fields: SourceFields) throws {
    guard let first = fields.text("concept_a"), let second = fields.text("concept_b") else {
      return run.skip("a link that names only one concept")
    }
    let at = fields.moment("created_at")
    let (from, to) = (try key(ofConcept: first, fields, at: at), try key(ofConcept: second, fields, at: at))
    var link = ImportedLink(from: from, to: to)
    link.weight = fields.number("strength") ?? 0.5
    link.createdAt = at
    try run.take(.link(link))
    // A kind that says something is kept in words: our edges have none of their own.
    guard let type = fields.text("link_type"), !Self.plainTypes.contains(type) else { return }
    var statement = ImportedMemory(
      key: "link/\(tenant(fields))/\(first)/\(type)/\(second)", content: "\(first) \(type.replacing("_", with: " ")) \(second)")
    statement.category = .entities
    statement.tags = ["relation", type]
    statement.project = project(fields)
    statement.createdAt = at
    try run.take(.memory(statement))
  }

  mutating func compoundConcept(_ fields: SourceFields) throws {
    let components = fields.list("component_concepts")
    guard let name = fields.text("compound_name") ?? (components.isEmpty ? nil : components.joined(separator: " + ")) else {
      return run.skip("a compound without a name")
    }
    let count = fields.integer("co_occurrence_count")
    let key = "compound/\(tenant(fields))/\(name)"
    var memory = ImportedMemory(
      key: key, content: "\(name): \(components.joined(separator: ", "))" + (count.map { "; seen together \($0) times" } ?? ""))
    memory.title = name
    memory.category = .entities
    memory.tags = ["compound concept"]
    memory.project = project(fields)
    memory.createdAt = fields.moment("last_seen", "created_at")
    try run.take(.memory(memory))
    for component in components {
      var link = ImportedLink(from: key, to: try self.key(ofConcept: component, fields, at: memory.createdAt))
      link.kind = .derivedFrom
      link.createdAt = memory.createdAt
      try run.take(.link(link))
    }
  }

  func decision(_ fields: SourceFields) throws {
    guard let text = fields.text("decision_text") else { return run.skip("empty") }
    let at = fields.moment("timestamp", "created_at")
    var memory = ImportedMemory(
      key: "decision/\(tenant(fields))/\(at?.milliseconds ?? 0)/\(fields.text("id") ?? text)",
      content: fields.text("context").map { text + "\n\nContext: \($0)" } ?? text)
    memory.category = .events
    memory.tags = ["decision"] + [fields.text("extracted_from")].compactMap(\.self).filter { $0.count <= 40 }
    memory.session = fields.text("instance_id")
    memory.project = project(fields)
    memory.createdAt = at
    try run.take(.memory(memory))
  }

  /// `auto_messages` has one voice a row, `messages` the words of both.
  func message(_ fields: SourceFields, table: String) throws {
    guard let session = fields.text("session_id", "instance_id") else { return run.skip("a message of no session") }
    let at = fields.moment("timestamp", "created_at")
    let number = fields.integer("message_number")
    let role = fields.text("role") ?? "user"
    guard role == "user" || role == "assistant" else { return run.skip("a message of neither user nor assistant") }
    let content = fields.text("content") ?? ""
    var turn = ImportedTurn(
      key: "message/\(tenant(fields))/\(session)/\(at?.milliseconds ?? 0)/\(number ?? fields.integer("id") ?? 0)/\(role)",
      session: session,
      words: fields.text("user_message") ?? (role == "user" ? content : ""),
      answer: fields.text("ai_response") ?? (role == "assistant" ? content : ""))
    turn.at = at
    turn.project = project(fields)
    try run.take(.turn(turn))
  }

  // MARK: Values

  /// A concept that only links speak of is a memory too.
  private mutating func key(ofConcept name: String, _ fields: SourceFields, at moment: Timestamp?) throws -> String {
    let concept = concept(name, fields)
    if let key = keys[concept] { return key }
    let key = "concept/\(tenant(fields))/\(name)"
    keys[concept] = key
    var memory = ImportedMemory(key: key, content: name)
    memory.category = .entities
    memory.tags = ["concept"]
    memory.project = project(fields)
    memory.createdAt = moment
    try run.take(.memory(memory))
    return key
  }

  private func concept(_ name: String, _ fields: SourceFields) -> String { tenant(fields) + "\u{1}" + name.lowercased() }

  private func tenant(_ fields: SourceFields) -> String { fields.text("tenant_id") ?? tenant ?? "default" }

  /// Tenants keep apart what projects keep apart here.
  private func project(_ fields: SourceFields) -> String? {
    let tenant = tenant(fields)
    return tenant == "default" ? nil : tenant
  }

  private func category(_ type: String) -> MemoryModel.Category {
    switch type {
    case "preference": .preferences
    case "decision", "event", "session": .events
    case "pattern", "technique", "convention": .patterns
    case "problem", "solution": .cases
    default: .entities
    }
  }

  private static let plainTypes: Set<String> = [
    "co-occurrence", "co_occurrence", "cooccurrence", "related", "related_to", "association", "associative", "hebbian", "attention",
    "semantic",
  ]
}
