import MemoryModel

/// What a single token is by its form, and what is no concept whatever its form.
enum ConceptWords {
  /// Letters of a name.
  static let lengths = 3...48

  enum Form { case identifier, path, none }

  /// - Parameter isCode: it stands in a code span, where one hump or none can still be a name.
  static func form(of token: Substring, isCode: Bool) -> Form {
    guard lengths.contains(token.utf8.count) || token.contains("/"), let first = token.unicodeScalars.first,
      first.properties.isAlphabetic || first == "_" || first == "." || first == "/" || first == "~" || first == "@",
      !isNoise(token)
    else { return .none }
    if isPath(token) { return .path }
    // A folder is no name; `release/main` may be one.
    if token.contains("/"), token.hasSuffix("/") || !first.properties.isAlphabetic { return .none }
    guard token.unicodeScalars.allSatisfy({ $0.isASCII ? isIdentifierScalar($0) : $0.properties.isAlphabetic }) else {
      return .none
    }
    let bytes = Array(token.utf8)
    // One in ten may be a digit: `sha256` is a name, `v2-0f3e91` is not.
    guard bytes.count(where: { (0x30...0x39).contains($0) }) * 3 <= bytes.count else { return .none }
    if keywords.contains(token.lowercased()) { return .none }
    let humps = zip(bytes, bytes.dropFirst()).contains { isLower($0) && isUpper($1) }
    let isSnake = bytes.dropFirst().dropLast().contains(0x5F)
    if humps || isSnake { return .identifier }
    // A plain word in a code span is a name only when it is none of a language.
    return isCode && bytes.count >= 4 && !token.contains("-") && !token.contains(".") ? .identifier : .none
  }

  /// Addresses, sums, keys, versions, and what the redactor left.
  private static func isNoise(_ token: Substring) -> Bool {
    if token.contains("://") || token.hasPrefix("www.") || token.dropFirst().contains("@") || token.contains("redacted") {
      return true
    }
    let bytes = Array(token.utf8)
    let isHexadecimal = bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) || $0 == 0x2D }
    if isHexadecimal, bytes.count >= 6, bytes.contains(where: { (0x30...0x39).contains($0) }) { return true }
    // No name changes between letters and digits as often as a sum or a key does.
    let changes = zip(bytes, bytes.dropFirst()).count { (0x30...0x39).contains($0) != (0x30...0x39).contains($1) }
    return changes >= 5
  }

  private static func isPath(_ token: Substring) -> Bool {
    guard let dot = token.lastIndex(of: "."), dot != token.startIndex else { return false }
    let ending = token[token.index(after: dot)...].lowercased()
    guard extensions.contains(ending) else { return false }
    let name = token.split(separator: "/").last ?? token
    // `Node.js` and `Vue.js` are products; `e.g.js` is nothing.
    return name.count > ending.count + 1 && name.unicodeScalars.allSatisfy { isIdentifierScalar($0) || !$0.isASCII }
  }

  private static func isIdentifierScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", "~", "@": true
    default: false
    }
  }

  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// The last part of a path; with the folder where many files of a project have that name. Nil for what goes with the machine.
  static func fileName(_ path: Substring) -> String? {
    if ["/tmp/", "/private/tmp/", "/var/", "/dev/", "/proc/"].contains(where: { path.hasPrefix($0) }) || path.contains("/.claude/")
      || path.contains("node_modules/") || path.contains("*")
    {
      return nil
    }
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != "~" && $0 != ".." }
    guard let last = parts.last, lengths.contains(last.utf8.count) else { return nil }
    let isCommon = commonFiles.contains(last.lowercased())
    guard isCommon else { return String(last) }
    guard parts.count > 1 else { return nil }
    return "\(parts[parts.count - 2])/\(last)"
  }

  static let commonFiles: Set<String> = [
    "readme.md", "index.html", "index.ts", "index.tsx", "index.js", "index.css", "main.py", "main.swift", "main.go", "main.rs",
    "main.js",
    "main.ts", "mod.rs", "lib.rs", "__init__.py", "package.json", "package-lock.json", "tsconfig.json", "setup.py", "conftest.py",
    "makefile", "dockerfile", "package.swift", "cargo.toml", "pyproject.toml", "requirements.txt", "changelog.md", "license.md",
    "claude.md", "agents.md", "memory.md", "page.tsx", "layout.tsx", "route.ts", "types.ts", "utils.ts", "utils.py", "config.json",
    "settings.json", "test.py", "app.py", "app.js", "app.tsx", "models.py", "views.py",
  ]

  static let extensions: Set<String> = [
    "swift", "py", "js", "jsx", "ts", "tsx", "mjs", "cjs", "rs", "go", "java", "kt", "c", "h", "cc", "cpp", "hpp", "m", "mm", "cs",
    "rb",
    "php", "sh", "bash", "zsh", "fish", "sql", "html", "css", "scss", "vue", "svelte", "md", "mdx", "rst", "txt", "json", "jsonl",
    "yaml",
    "yml", "toml", "ini", "cfg", "conf", "env", "xml", "plist", "proto", "graphql", "tf", "lua", "ex", "exs", "erl", "hs", "ml",
    "scala",
    "dart", "r", "jl", "zig", "nix", "lock", "csv", "ipynb", "db", "tex",
  ]

  /// Words of languages, tools and everyday code that say nothing of a project.
  static let keywords: Set<String> = [
    "git", "true", "false", "null", "none", "nil", "self", "this", "super", "void", "int", "float", "double", "string", "bool",
    "boolean",
    "char",
    "byte", "array", "object", "list", "dict", "map", "set", "tuple", "struct", "class", "enum", "func", "function", "def",
    "return",
    "import", "from", "export", "default", "async", "await", "const", "static", "public", "private", "protected", "package",
    "internal",
    "interface", "protocol", "extension", "extends", "implements", "override", "throws", "throw", "catch", "finally", "while",
    "switch",
    "case", "break", "continue", "guard", "where", "let", "var", "type", "typeof", "instanceof", "module", "namespace", "using",
    "lambda",
    "yield", "pass", "raise", "except", "with", "elif", "else", "print", "println", "console", "error", "errors", "warning", "info",
    "debug", "test", "tests", "main", "master", "head", "origin", "build", "node", "npm", "npx", "yarn", "pnpm", "bun", "pip",
    "cargo",
    "make", "bash", "curl", "grep", "sed", "cat", "echo", "mkdir", "sudo", "docker", "python", "python3", "pytest", "swift", "rust",
    "java",
    "json", "yaml", "toml", "html", "http", "https", "localhost", "args", "argv", "kwargs", "params", "result", "results", "value",
    "values", "name", "names", "data", "item", "items", "index", "key", "keys", "id", "ids", "path", "paths", "file", "files",
    "input",
    "output", "config", "options", "option", "utils", "util", "helper", "helpers", "temp", "foo", "bar", "baz", "todo", "fixme",
    "init",
    "stdin", "stdout", "stderr", "read", "write", "edit", "glob", "task", "todowrite", "websearch", "webfetch", "multiedit",
    "userid",
    "todos", "status", "message", "messages", "content", "text", "title", "user", "users", "response", "request", "undefined",
    "number",
    "string[]", "any", "unknown", "never", "exit", "start", "stop", "run", "runs", "open", "close", "update", "delete", "create",
    "insert",
    "select", "table", "column", "order", "limit", "count", "length", "size", "time", "date", "github", "gitlab", "javascript",
    "typescript", "macos", "ios", "linux", "windows", "readme", "changelog", "commit", "push", "pull", "merge", "branch", "rebase",
    "clone", "fetch", "diff", "stash", "gitignore", ".gitignore", "checkout", "claude", "assistant", "human", "tool", "tools",
    "agent",
  ]

  /// Capitalised, and no name: what begins sentences and headings, and the calendar.
  static let openers: Set<String> = [
    "i", "i'm", "i'll", "i've", "i'd", "the", "a", "an", "and", "or", "but", "if", "then", "this", "that", "these", "those", "it",
    "it's",
    "its", "is", "are", "was", "were", "we", "we'll", "we're", "you", "you're", "your", "my", "our", "he", "she", "they", "there",
    "here",
    "now", "let", "let's", "so", "what", "when", "where", "why", "how", "who", "which", "can", "could", "should", "would", "will",
    "do",
    "does", "did", "has", "have", "had", "not", "no", "yes", "ok", "okay", "please", "also", "all", "any", "each", "every", "some",
    "to",
    "for", "of", "in", "on", "at", "by", "from", "with", "without", "as", "after", "before", "since", "until", "done", "great",
    "good",
    "perfect", "sure", "thanks", "first", "second", "third", "next", "finally", "summary", "note", "notes", "key", "main", "new",
    "old",
    "add", "added", "fix", "fixed", "update", "updated", "create", "created", "remove", "removed", "change", "changed", "changes",
    "use",
    "using", "run", "running", "test", "tests", "testing", "check", "make", "made", "set", "get", "see", "look", "looking", "found",
    "need",
    "step", "steps", "phase", "part", "section", "chapter", "option", "example", "result", "results", "todo", "bug", "feature",
    "task",
    "tasks", "issue", "problem", "solution", "status", "commit", "branch", "file", "files", "code", "error", "warning", "both",
    "same",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
    "june",
    "july", "august", "september", "october", "november", "december", "english", "two", "three", "four", "five", "one", "more",
    "most",
    "other", "another", "just", "only", "still", "already", "everything", "nothing", "something", "instead", "however", "because",
    "while",
    "yeah", "hi", "hello", "hey", "well", "actually", "maybe", "perhaps", "ready", "want", "i’m", "i’ll", "i’ve", "it’s", "let’s",
    "user", "users", "assistant", "claude", "human", "continue", "start", "stop", "implement", "write", "read", "edit", "delete",
    "move",
    "committed", "pushed", "merged", "verified", "implemented", "completed", "complete", "current", "currently", "overall", "total",
    "true", "false", "null", "none", "api", "url", "json", "http", "https", "html", "css", "sql", "cli", "ui", "ux", "id", "pr",
    "prs",
    "cpu", "gpu", "ram", "os", "ci", "cd", "sdk", "ide", "db", "faq", "pdf", "csv", "xml", "yaml", "utc", "utf", "ascii", "readme",
    "not", "never", "always", "must", "only", "important", "critical", "high", "low", "medium", "pass", "fail", "failed", "passed",
    "wip",
  ]
}
