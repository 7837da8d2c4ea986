import JSONValues
import SQLite

/// Another product's database with the tables of all that are read, made once and filled anew for each run.
final class ForeignTables {
  let path: String
  private let connection: Connection

  /// Without types, so that anything may stand in each column. `id` is what rows are ordered by.
  private static let columns = """
    sdk_sessions: id content_session_id claude_session_id memory_session_id sdk_session_id project platform_source user_prompt
      started_at started_at_epoch completed_at completed_at_epoch
    observations: id memory_session_id sdk_session_id session_id content_session_id project text type title subtitle facts narrative
      concepts keywords files_read files_modified files_touched created_at created_at_epoch updated_at_epoch merged_into_project
      prompt_number tool_name tool_input tool_response
    session_summaries: id memory_session_id sdk_session_id project request investigated learned completed next_steps notes files_read
      files_edited created_at created_at_epoch
    user_prompts: id content_session_id claude_session_id prompt_number prompt_text created_at created_at_epoch
    memories: id session_id text type title keywords project created_at created_at_epoch
    overviews: id session_id content created_at created_at_epoch project
    memory_items: id kind project_id legacy_observation_id server_session_id title narrative facts created_at_epoch
    user_profile: id name content created_at
    pending_messages: id
    extraction_queue: id
    sessions: session_id project started_at ended_at last_active_at
    mem_nodes: uri node_type l0_abstract l1_overview l2_content category source_session project created_at updated_at last_access
      access_count relevance pinned_at merged_from superseded_by tombstoned_at tombstone_reason
    """

  private var tables: [(name: String, columns: [String])] = []

  init(path: String) throws {
    self.path = path
    connection = try Connection(path: path, mode: .readWrite)
    // Never waited for: the file is nobody's.
    try connection.executeScript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
    for word in Self.columns.split(whereSeparator: \.isWhitespace) {
      if word.last == ":" {
        tables.append((String(word.dropLast()), []))
      } else {
        tables[tables.count - 1].columns.append(String(word))
      }
    }
    for table in tables { try connection.execute("CREATE TABLE \(table.name) (\(table.columns.joined(separator: ", ")))") }
  }

  /// - Parameter rows: `["table", {"column": value}]`; what names no table or column is left out.
  func fill(_ rows: [JSONValue]) throws {
    try connection.write {
      for table in tables { try connection.execute("DELETE FROM \(table.name)") }
      for row in rows {
        guard let name = row.array?.first?.string, let fields = row.array?.dropFirst().first?.object,
          let table = tables.first(where: { $0.name == name })
        else { continue }
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        try connection.execute("INSERT INTO \(name) VALUES (\(marks))", table.columns.map { Self.value(fields[$0] ?? .null) })
      }
    }
  }

  private static func value(_ value: JSONValue) -> DatabaseValue {
    switch value {
    case .null: .null
    case .bool(let flag): .integer(flag ? 1 : 0)
    case .integer(let integer): .integer(integer)
    case .number(let number): .real(number)
    case .string(let text): .text(text)
    // No text, but bytes of which some are none.
    case .array(let elements): .blob(elements.map { UInt8(truncatingIfNeeded: $0.integer ?? 0xFF) })
    case .object: .text(value.text)
    }
  }
}
