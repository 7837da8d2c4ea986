import JSONValues

extension Route {
  /// Every path that stands for an operation (RFC-001 §11 and what the page needs). Those that do not are in `ViewerAnswers`.
  static let all: [Route] = [
    .get("/api/status", "status"),
    .get(
      "/api/tree", "memory/tree",
      ["uri": .text("uri"), "depth": .integer("depth"), "limit": .integer("limit"), "project": .text("project")],
      seesAllProjects: true),
    .get(
      "/api/search", "memory/find",
      [
        "q": .text("query"), mode: .text(mode), "limit": .integer("limit"), "category": .text("category"),
        "within": .text("within"), "project": .text("project"), "as_of": .text("as_of"), "explain": .boolean("explain"),
      ], seesAllProjects: true),
    .get("/api/profile", "memory/profile", ["project": .text("project")]),
    .get("/api/context", "memory/context", context, fixed: ["preview": true]),
    .get("/api/context/:session_id", "memory/context", context, fixed: ["preview": true]),
    .get("/api/sessions", "memory/timeline", page, seesAllProjects: true),
    .get(
      "/api/sessions/:session_id", "memory/timeline", ["limit": .integer("limit"), "before": .text("before")], seesAllProjects: true
    ),
    .get("/api/timeline", "memory/journal", page, seesAllProjects: true),
    .get("/api/graph", "memory/graph", around.merging(project) { $1 }, seesAllProjects: true),
    .get("/api/projects", "projects"),

    .get(
      "/api/memories", "memory/list",
      [
        "category": .text("category"), "within": .text("within"), "session_id": .text("session_id"), "project": .text("project"),
        "state": .text("state"), "order": .text("order"), "limit": .integer("limit"), "offset": .integer("offset"),
      ], seesAllProjects: true),
    .post("/api/memories", "memory/remember"),
    .get("/api/memory", "memory/read", ["uri": .text("uri"), "layer": .text("layer")]),
    .get("/api/memory/history", "memory/history", ["uri": .text("uri")]),
    .get("/api/memory/links", "memory/links", ["uri": .text("uri")]),
    .post("/api/memory/edit", "memory/edit"),
    .post("/api/memory/forget", "memory/forget"),
    .post("/api/memory/pin", "memory/pin"),
    .post("/api/memory/restore", "memory/restore"),

    .get("/api/vitals", "health"),
    .get("/api/jobs", "jobs", ["limit": .integer("limit")]),
    .post("/api/jobs/retry", "jobs/retry"),
    .get("/api/ledger", "ledger", ["days": .integer("days"), "limit": .integer("limit")]),
  ]

  private static let project: [String: Parameter] = ["project": .text("project")]
  private static let page: [String: Parameter] = [
    "limit": .integer("limit"), "before": .text("before"), "project": .text("project"),
  ]
  private static let context: [String: Parameter] = [
    "project": .text("project"), "cwd": .text("cwd"), "source": .text("source"), "budget_tokens": .integer("budget_tokens"),
  ]
  private static let around: [String: Parameter] = ["uri": .text("uri"), "limit": .integer("limit")]
}
