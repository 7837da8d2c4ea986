import CAssets

/// The page's files, which are part of the binary. Nothing in them is anybody's memory: they are served without a token, and ask for
/// everything else with it.
struct ViewerPage: Sendable {
  private let name: String
  private let contentType: String

  private static let files: [String: ViewerPage] = {
    var files: [String: ViewerPage] = [
      "/": ViewerPage(name: "viewer/index.html", contentType: "text/html; charset=utf-8"),
      "/viewer.css": ViewerPage(name: "viewer/viewer.css", contentType: "text/css; charset=utf-8"),
      "/favicon.svg": ViewerPage(name: "viewer/favicon.svg", contentType: "image/svg+xml"),
      "/api/openapi.json": ViewerPage(name: "Schemas/openapi.json", contentType: "application/json; charset=utf-8"),
    ]
    for script in scripts {
      files["/\(script)"] = ViewerPage(name: "viewer/\(script)", contentType: "text/javascript; charset=utf-8")
    }
    return files
  }()

  /// The page's modules, as they stand in `Sources/CAssets/viewer`.
  static let scripts = [
    "app.js", "api.js", "dom.js", "text.js", "dialogs.js", "memory.js", "tree.js", "search.js", "timeline.js", "profile.js",
    "graph.js", "layout.js", "context.js", "health.js",
  ]

  static func isFile(_ path: String) -> Bool { files[path] != nil }

  static func paths() -> [String] { files.keys.sorted() }

  static func answer(_ question: HTTPQuestion) -> HTTPAnswer? {
    guard let file = files[question.path] else { return nil }
    guard question.method == "GET" || question.method == "HEAD" else { return .wrongMethod(["GET", "HEAD"]) }
    let asset = continuity_asset_named(file.name)
    guard let bytes = asset.bytes else { return .refusal(404, "\(file.name) is not part of this binary") }
    let content = UnsafeBufferPointer(start: bytes, count: asset.length)
    let tag = "\"\(String(fingerprint(content), radix: 16))\""
    // Asked for again each time, so that an upgrade shows at once, and not sent again while it is the same.
    let headers = [("ETag", tag), ("Cache-Control", "no-cache")]
    if question.ifNoneMatch == tag { return HTTPAnswer(status: 304, contentType: nil, headers: headers) }
    return HTTPAnswer(status: 200, contentType: file.contentType, body: Array(content), headers: headers)
  }

  /// FNV-1a, 64 bit: it tells versions of a file apart, nothing else.
  private static func fingerprint(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
