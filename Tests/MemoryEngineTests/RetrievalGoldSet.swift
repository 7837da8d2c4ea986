import MemoryModel

/// What a developer's store holds after some weeks, and what is asked of it. Answers are the keys of memories, the best first.
enum RetrievalGoldSet {
  struct Memory {
    var key: String
    var category: MemoryModel.Category
    var text: String
    var session: String?
    var date: String?

    init(_ key: String, _ category: MemoryModel.Category, _ text: String, session: String? = nil, date: String? = nil) {
      self.key = key
      self.category = category
      self.text = text
      self.session = session
      self.date = date
    }
  }

  static let memories: [Memory] = [
    // Preferences and profile
    Memory("bun", .preferences, "Use bun, not npm, for every JavaScript project; the lockfile is bun.lockb."),
    Memory("tabs", .preferences, "Indent Go with tabs and Swift with two spaces."),
    Memory("commits", .preferences, "Commit messages are in the imperative mood, at most 72 columns, and say why."),
    Memory("no-verify", .preferences, "Never pass --no-verify to git commit; fix what the pre-commit hook reports."),
    Memory("answers", .profile, "Prefers short answers without preamble, and diffs rather than whole files."),
    Memory("timezone", .profile, "Works from Lisbon, usually between 10:00 and 19:00 WET."),
    Memory("editor", .preferences, "The editor is Helix; suggestions for VS Code settings are of no use."),
    Memory("shell", .preferences, "Scripts are written for fish where they are interactive and for POSIX sh where they run in CI."),

    // Entities
    Memory("anna", .entities, "Anna Kowalska: owns the billing service and approves every change to its schema."),
    Memory("joao", .entities, "João Araújo: security lead, wants threat models before new endpoints."),
    Memory(
      "acme-api", .entities, "acme-api: REST gateway in Go, deployed on Fly.io, region fra, repository git@github.com:acme/api.git."
    ),
    Memory(
      "ledger-db", .entities,
      "ledger-db: PostgreSQL 15 on RDS, read replica in eu-west-1, nightly pg_dump to S3 bucket acme-ledger-backups."),
    Memory(
      "staging", .entities, "Staging runs at https://staging.acme.dev behind Cloudflare Access; its database is reset every Sunday."
    ),
    Memory("redis", .entities, "Redis 7 holds sessions and rate limits only; nothing in it must survive a restart."),

    // Patterns
    Memory(
      "retry", .patterns,
      "HTTP clients retry idempotent requests three times with jittered exponential backoff, via RetryPolicy.standard."),
    Memory("errors", .patterns, "Errors cross module borders as AppError with a code; never as bare strings."),
    Memory(
      "migrations", .patterns,
      "Migrations live in db/migrations, are numbered, and are never edited after release; run make migrate-up."),
    Memory("flags", .patterns, "Feature flags are read through FeatureFlags.isEnabled(_:for:) so that tests can override them."),
    Memory("logging", .patterns, "Log with structured fields: log.info(\"charge\", {amount, currency}); no string interpolation."),
    Memory(
      "cache-key", .patterns, "Cache keys are built by buildCacheKey(tenantId, resource, version); a new field needs a new version."
    ),

    // Cases
    Memory(
      "wal", .cases, "`database is locked` in the worker: a read transaction was upgraded to a write. BEGIN IMMEDIATE cured it."),
    Memory(
      "oom", .cases, "The importer was OOM-killed (exit 137) because it read the CSV whole; streaming with a 64 KB buffer fixed it."
    ),
    Memory(
      "cors", .cases,
      "Browser said \"No 'Access-Control-Allow-Origin' header\": the preflight OPTIONS request was answered by the auth middleware."
    ),
    Memory("flaky", .cases, "test_refund_rounding was flaky because it compared floats; it now compares integer cents."),
    Memory(
      "tls", .cases,
      "x509: certificate signed by unknown authority in the container: ca-certificates was missing from the distroless image."),
    Memory(
      "econnreset", .cases,
      "ECONNRESET after 60 seconds: the load balancer's idle timeout is shorter than the keep-alive of Node's http.Agent."),
    Memory(
      "timezone-bug", .cases,
      "Invoices were dated a day early: new Date('2024-03-31') is UTC midnight, rendered in America/New_York."),
    Memory("npe", .cases, "NullPointerException in InvoiceMapper.toDto: customer.address is optional since v2.14.0."),
    Memory("segfault", .cases, "SIGSEGV in libvips 8.12 on Alpine; pinned to 8.14.1 in the Dockerfile."),

    // Decisions
    Memory(
      "grpc", .events, "Decision: internal services talk gRPC, public ones REST, because browsers cannot speak HTTP/2 trailers.",
      date: "2024-02-06"),
    Memory("monorepo", .events, "We moved the three frontends into one monorepo with pnpm workspaces.", date: "2024-05-20"),
    Memory(
      "incident", .events, "Outage of 47 minutes: an expired token of the payment provider; alerts for expiry were added.",
      date: "2024-09-12"),
    Memory("release-3", .events, "Released 3.0.0: dropped Python 3.8, new plugin interface.", date: "2025-01-15"),
    Memory("kafka", .events, "Kafka was replaced by NATS JetStream: one binary, and we need no partitions.", date: "2025-03-04"),
    Memory("hire", .events, "Priya joined the platform team and takes over the Terraform modules.", date: "2025-06-02"),

    // Other languages
    Memory("zh-cache", .cases, "缓存击穿：热点键过期时大量请求同时查询数据库，用互斥锁解决。"),
    Memory("zh-deploy", .patterns, "部署流程：先在预发环境验证，再灰度发布到百分之十的用户。"),
    Memory("ja-encoding", .cases, "文字化けの原因はShift_JISのCSVをUTF-8として読み込んでいたこと。"),
    Memory("ja-review", .preferences, "コードレビューでは変数名の説明より設計の理由を書いてほしい。"),
    Memory("ko-login", .cases, "로그인 세션이 만료되지 않던 버그는 쿠키의 SameSite 설정 때문이었다."),
    Memory("th-report", .patterns, "รายงานประจำเดือนสร้างโดยสคริปต์ทุกวันจันทร์"),
    Memory(
      "de-backup", .events, "Die Datensicherung läuft jetzt nächtlich; die Wiederherstellung wurde am Standort München geprüft.",
      date: "2025-02-10"),
    Memory(
      "fr-facture", .cases,
      "La numérotation des factures sautait un numéro après chaque échec de paiement; une séquence par société l'a réparée."),
    Memory(
      "ru-index", .cases,
      "Запрос к таблице заказов шёл минуту; составной индекс по клиенту и дате ускорил его до двадцати миллисекунд."),
    Memory("hi-term", .patterns, "ग्राहक सूची हमेशा नाम के क्रम में दिखाई जाती है।"),

    // What was said in sessions, turn by turn
    Memory("s1-1", .sessions, "User: why does the nightly export job die halfway through?", session: "s1", date: "2025-07-01"),
    Memory(
      "s1-2", .sessions, "Assistant: The cursor is closed by the statement timeout of 30 s. I raised it for that role only.",
      session: "s1", date: "2025-07-01"),
    Memory("s1-3", .sessions, "User: good. also move it to 03:00 please", session: "s1", date: "2025-07-01"),
    Memory("s2-1", .sessions, "User: which colour did we settle on for the warning banner?", session: "s2", date: "2025-07-08"),
    Memory("s2-2", .sessions, "Assistant: Amber, #B45309 on white: it passes AA at 14 px.", session: "s2", date: "2025-07-08"),
    Memory("s2-3", .sessions, "User: then regenerate the tokens file", session: "s2", date: "2025-07-08"),
    Memory(
      "s3-1", .sessions, "User: the CodeQL scan complains about parseUserInput, what is tainted there?", session: "s3",
      date: "2025-07-15"),
    Memory(
      "s3-2", .sessions, "Assistant: The redirect parameter reaches res.redirect unchecked. I added an allow-list of hosts.",
      session: "s3", date: "2025-07-15"),
  ]

  struct Question {
    var text: String
    var answers: [String]

    init(_ text: String, _ answers: String...) {
      self.text = text
      self.answers = answers
    }
  }

  static let questions: [Question] = [
    // Identifiers, flags, paths, messages
    Question("buildCacheKey", "cache-key"),
    Question("build_cache_key tenant", "cache-key"),
    Question("how are cache keys built?", "cache-key"),
    Question("RetryPolicy", "retry"),
    Question("retry policy for http", "retry"),
    Question("can I use --no-verify?", "no-verify"),
    Question("database is locked", "wal"),
    Question("exit code 137", "oom"),
    Question("Access-Control-Allow-Origin", "cors"),
    Question("test_refund_rounding", "flaky"),
    Question("refund rounding test", "flaky"),
    Question("InvoiceMapper toDto NullPointerException", "npe"),
    Question("invoice mapper", "npe"),
    Question("x509 unknown authority", "tls"),
    Question("libvips 8.14.1", "segfault"),
    Question("db/migrations", "migrations"),
    Question("make migrate-up", "migrations"),
    Question("FeatureFlags.isEnabled", "flags"),
    Question("feature flag overrides in tests", "flags"),
    Question("git@github.com:acme/api.git", "acme-api"),
    Question("acme-ledger-backups bucket", "ledger-db"),
    Question("econnreset keep alive", "econnreset"),
    Question("v2.14.0", "npe"),
    Question("parse_user_input", "s3-1", "s3-2"),
    Question("#B45309", "s2-2"),

    // Plain questions
    Question("which package manager for JavaScript?", "bun"),
    Question("indentation in Swift", "tabs"),
    Question("how should commit messages look?", "commits"),
    Question("which editor do I use?", "editor"),
    Question("who approves schema changes of billing?", "anna"),
    Question("what does Anna own?", "anna"),
    Question("what must survive a restart of redis", "redis"),
    Question("why was the importer killed", "oom"),
    Question("invoices dated one day early", "timezone-bug"),
    Question("logging with structured fields", "logging"),
    Question("how do errors cross modules", "errors"),
    Question("where does staging run", "staging"),

    // Names with and without accents, dates
    Question("Joao Araujo", "joao"),
    Question("João", "joao"),
    Question("what did Priya take over?", "hire"),
    Question("when did we replace Kafka?", "kafka"),
    Question("what was released in January 2025?", "release-3"),
    Question("outage in September 2024", "incident"),
    Question("decision of 2024-02-06", "grpc"),
    Question("what happened on 20 May 2024?", "monorepo"),

    // Other languages
    Question("缓存击穿", "zh-cache"),
    Question("怎么解决热点键过期", "zh-cache"),
    Question("灰度发布", "zh-deploy"),
    Question("文字化け CSV", "ja-encoding"),
    Question("コードレビュー", "ja-review"),
    Question("쿠키 SameSite", "ko-login"),
    Question("로그인 세션 버그", "ko-login"),
    Question("รายงานประจำเดือน", "th-report"),
    Question("สคริปต์วันจันทร์", "th-report"),
    Question("Datensicherung Munchen", "de-backup"),
    Question("Wiederherstellung", "de-backup"),
    Question("numerotation des factures", "fr-facture"),
    Question("составной индекс заказов", "ru-index"),
    Question("ग्राहक सूची", "hi-term"),

    // The answer stands beside what matches
    Question("why did the nightly export die?", "s1-2", "s1-1"),
    Question("what colour is the warning banner?", "s2-2", "s2-1"),
    Question("what was tainted in the CodeQL scan?", "s3-2", "s3-1"),
  ]
}
