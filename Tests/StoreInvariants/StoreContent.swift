package import MemoryStore
import SQLite

/// All that a store remembers, as sorted lines that two stores have in common when they remember the same. Rows' numbers, moments and random stamps are
/// left out: they differ between two runs that came to the same end.
package enum StoreContent {
  package static func lines(of store: MemoryStore) throws -> [String] {
    try tables.flatMap { name, sql in try store.connection.query(sql, []) { "\(name) \($0.text(0))" } }.sorted()
  }

  /// What stands in one and not in the other, for the message of a failed test.
  package static func difference(_ found: [String], _ wanted: [String]) -> String {
    let (foundSet, wantedSet) = (Set(found), Set(wanted))
    let more = found.filter { !wantedSet.contains($0) }.prefix(4).map { "+ \($0.prefix(400))" }
    let less = wanted.filter { !foundSet.contains($0) }.prefix(4).map { "- \($0.prefix(400))" }
    return (more + less).joined(separator: "\n")
  }

  private static let tables: [(String, String)] = [
    (
      "node",
      """
      SELECT json_array(uri, node_type, category, tags, merged_from, access_count, source_session, project, origin, confidence,
        valid_from IS NULL, valid_to IS NULL, retracted_at IS NULL, retracted_reason, superseded_by, pinned_at IS NULL, content_hash,
        l0_abstract, l1_overview, l2_content) FROM mem_nodes
      """
    ),
    (
      "passage",
      "SELECT json_array(uri, tier, ordinal, scope, text) FROM passages JOIN mem_nodes ON mem_nodes.id = node_id"
    ),
    (
      "vector",
      """
      SELECT json_array(uri, tier, ordinal, identity) FROM vectors JOIN embedders ON embedders.id = embedder
        JOIN passages ON passages.id = passage_id JOIN mem_nodes ON mem_nodes.id = node_id
      """
    ),
    ("index", "SELECT json_array(identity, vector_index IS NULL) FROM embedders"),
    (
      "revision",
      """
      SELECT json_array(uri, number, cause, revisions.l0_abstract, revisions.l1_overview, revisions.l2_content, session)
      FROM revisions JOIN mem_nodes ON mem_nodes.id = node_id
      """
    ),
    (
      "link",
      """
      SELECT json_array(a.uri, b.uri, kind, weight) FROM links
        JOIN mem_nodes AS a ON a.id = from_id JOIN mem_nodes AS b ON b.id = to_id
      """
    ),
    ("retraction", "SELECT json_array(fingerprint, category, project, reason) FROM retractions"),
    (
      "session",
      """
      SELECT json_array(id, client, project, working_directory, transcript_path, status, turn_private, observation_count,
        extracted_at IS NULL) FROM sessions
      """
    ),
    (
      "observation",
      """
      SELECT json_array(session, row_number() OVER (PARTITION BY session ORDER BY id), kind, tool, subject, succeeded, text)
      FROM observations
      """
    ),
    ("learned", "SELECT json_array(session, fingerprint) FROM learned"),
    ("exposure", "SELECT json_array(session, uri) FROM exposures JOIN mem_nodes ON mem_nodes.id = node_id"),
    ("project", "SELECT json_array(root, name) FROM projects"),
    ("job", "SELECT json_array(kind, subject, generation, parked_at IS NULL) FROM jobs"),
    ("import", "SELECT json_array(source, key, hash, uri) FROM imports LEFT JOIN mem_nodes ON mem_nodes.id = node_id"),
    ("call", "SELECT json_array(purpose, provider, model, input_tokens, output_tokens, session) FROM ledger"),
    ("meta", "SELECT json_array(key) FROM meta"),
  ]
}
