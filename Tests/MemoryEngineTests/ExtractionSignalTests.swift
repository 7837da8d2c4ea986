import MemoryModel
import SeededRandom
import Testing

@testable import MemoryEngine

@Suite("Signals in a prompt")
struct ExtractionSignalTests {
  struct Positive: Sendable, CustomTestStringConvertible {
    var prompt: String
    var category: MemoryModel.Category
    /// Nil: the whole prompt.
    var text: String?

    init(_ prompt: String, _ category: MemoryModel.Category, _ text: String? = nil) {
      self.prompt = prompt
      self.category = category
      self.text = text
    }

    var testDescription: String { prompt }
  }

  static let positives: [Positive] = [
    // Rules.
    Positive("Always use tabs for indentation.", .preferences), Positive("always use bun instead of npm", .preferences),
    Positive("never push to main", .preferences), Positive("Please always run the linter before you commit.", .preferences),
    Positive("And never use force push, please.", .preferences, "Never use force push, please."),
    Positive("In tests, always use fixtures.", .preferences),
    Positive("When you write SQL, always use bound parameters.", .preferences),
    Positive("If you touch a migration, never edit one that was released.", .preferences),
    Positive("You should always ask before you delete files.", .preferences),
    Positive("you must never commit secrets", .preferences), Positive("I want you to always write the test first.", .preferences),
    Positive("I told you to always use the staging cluster!", .preferences),
    Positive("make sure to never log tokens", .preferences), Positive("We always squash merge.", .preferences, nil),
    Positive("we never commit generated files", .preferences),
    Positive("Ok. Always answer in English.", .preferences, "Always answer in English."),
    Positive("Always `gofmt` before committing.", .preferences), Positive("Important: never mock the database.", .preferences),
    Positive("Can you please always add a changelog entry?", .preferences),
    Positive("Don't ever touch the vendor folder.", .preferences),
    Positive("do not ever rename a public method", .preferences),
    Positive("- always use snake_case for columns", .preferences, "always use snake_case for columns"),
    Positive("Use pnpm and never use npm.", .preferences), Positive("From now on use Swift Testing.", .preferences),
    Positive("use conventional commits from now on", .preferences), Positive("From now on, I want short answers.", .preferences),
    Positive("Going forward, please keep functions under 40 lines.", .preferences),
    Positive("I prefer composition over inheritance.", .preferences), Positive("I prefer small commits", .preferences),
    Positive("Prefer early returns over nested ifs.", .preferences), Positive("we prefer postgres to mysql", .preferences),
    Positive("You deleted the fixtures. Never do that again.", .preferences),
    Positive("From now on:\n- use bun\n- no emojis in commits", .preferences),
    // Remember.
    Positive("Remember that the staging database listens on port 5433.", .entities, "The staging database listens on port 5433."),
    Positive("Remember: deploys are frozen on Fridays.", .events, "deploys are frozen on Fridays."),
    Positive("please remember that my name is Ada", .profile, "My name is Ada"),
    Positive("Remember this: the invoice job runs on host billing-2.", .entities, "The invoice job runs on host billing-2."),
    Positive("Can you remember that we use trunk based development?", .events, "We use trunk based development?"),
    Positive(
      "The CI cache key must contain the Xcode version. Remember this.", .events, "The CI cache key must contain the Xcode version."
    ),
    Positive("Our API keys rotate every Monday, remember that.", .events, "Our API keys rotate every Monday"),
    Positive("Remember, the tests need Docker running.", .events, "The tests need Docker running."),
    Positive("Don't forget: the demo is on 2026-12-01.", .events, "The demo is on 2026-12-01."),
    Positive("don't forget that Marta owns the billing service", .entities, "Marta owns the billing service"),
    Positive("Remember to run the migrations before every deploy.", .preferences),
    Positive("Don't forget to update the changelog.", .preferences),
    Positive("Add to memory: the wiki lives at wiki.shop.example", .entities, "The wiki lives at wiki.shop.example"),
    Positive(
      "Remember the following:\n- the queue is called jobs\n- the worker is called moth", .entities,
      "- the queue is called jobs\n- the worker is called moth"),
    Positive("I want you to remember that releases are cut on Tuesdays.", .events, "releases are cut on Tuesdays."),
    // Decisions.
    Positive("Architecture decision: we store events append-only.", .events), Positive("We decided to keep SQLite.", .events),
    Positive("We have decided against GraphQL for the public API.", .events),
    Positive("yesterday we decided to drop Windows support", .events),
    Positive("I've decided to write the parser by hand.", .events),
    Positive("The team decided that all services move to Swift.", .events),
    Positive("Let's go with Postgres for the ledger.", .events), Positive("ok, let's go with a worker thread per shard", .events),
    Positive("Design decision: ids are ULIDs.", .events), Positive("we agreed on two week sprints for the mobile team", .events),
    // Techniques and causes.
    Positive("The trick is to warm the cache before the first request.", .patterns),
    Positive("the trick here is that the lock must be taken before the fork", .patterns),
    Positive("The root cause was a connection that nobody returned to the pool.", .cases),
    Positive("Root cause: the clock of the runner was two minutes late.", .cases),
    Positive("the bug was a missing await in the retry loop", .cases),
    Positive("Turns out the root cause is an old OpenSSL on the runner.", .cases),
    Positive("The bug was that the cache key ignored the locale.", .cases),
    Positive("That explains it: the bug was mixing two calendars.", .cases, "The bug was mixing two calendars."),
    // Other languages.
    Positive("Merk dir, dass die Datenbank auf Port 5433 läuft.", .events), Positive("Verwende immer Tabs.", .preferences),
    Positive("Bitte benutze niemals npm hier.", .preferences),
    Positive("Recuerda que el servidor de pruebas se llama luna.", .events),
    Positive("Usa siempre pnpm en este repo.", .preferences), Positive("Nunca uses var en este proyecto.", .preferences),
    Positive("Souviens-toi que le serveur est à Lyon.", .events), Positive("Utilise toujours des tabulations.", .preferences),
    Positive("N'utilise jamais npm ici.", .preferences), Positive("记住：测试数据库的端口是5433。", .events),
    Positive("总是使用制表符缩进。", .preferences), Positive("永远不要直接推送到主分支。", .preferences),
    Positive("請記住我們的部署時間是星期二。", .events), Positive("テストデータベースのポートは5433です、覚えておいて。", .events),
    Positive("コミットする前に必ずテストを実行してください。", .preferences), Positive("絶対にmainへ直接プッシュしないでください。", .preferences),
  ]

  @Test("a signal is found, with its category and a text that stands alone", arguments: positives)
  func positive(example: Positive) throws {
    let signals = SignalDetector.signals(in: example.prompt)
    #expect(signals.count == 1, "found \(signals)")
    let signal = try #require(signals.first)
    // What a fact is told to be is the classifier's business; that it is a rule, a decision, a cause is this one's.
    #expect(signal.category == example.category || example.category == .events && signal.isRemembering, "\(signal)")
    #expect(signal.text == example.text ?? example.prompt)
    #expect((0.5...1).contains(signal.confidence))
  }

  static let negatives: [String] = [
    // Questions.
    "should we always use tabs?", "Do we never use npm?", "Why do we always run the linter twice?", "do you prefer tabs or spaces",
    "can we always assume UTF-8?", "Should I remember that?", "What was the root cause?", "Is the root cause known?",
    "Have we decided on a database?", "do you remember the name of the field?", "what is the trick?",
    "how should we never block here?",
    "Remember the bug we fixed yesterday?", "did we decide to use Postgres?", "What's the trick to make it fast?",
    // Negations.
    "don't always use tabs", "You don't have to always run all the tests.", "It is not always necessary.", "we haven't decided yet",
    "We have not decided to drop it.", "no need to always rebuild", "I don't prefer one over the other",
    "I don't remember which error it was",
    "I can't remember the name", "this is not the root cause", "never mind", "Nevermind, use the old one",
    // Descriptions of what happens.
    "It always fails on the second run.", "the function always returns nil", "this never happens on my machine",
    "I always get a timeout here",
    "I never got this to work", "the tests never finish", "we always end up with two rows", "this is always true",
    "that was never called",
    "you always forget the import", "Almost always use of that cache is wrong", "The build has never been green.",
    "it never uses the index", "from now on it works", "the cache is always used",
    // No subject of its own.
    "let's go with option 2", "let's go with that", "ok let's go with your suggestion", "Let's go with the first approach.",
    "let's go with it", "I prefer the second option", "I prefer that", "I prefer this approach", "remember this", "Remember that.",
    "we decided this", "Never do that again.", "always do it", "let's go with 1 and 3", "let's go with both",
    // Conditions and hypotheses.
    "if we always use tabs the diff gets smaller", "Suppose we never retry.", "I wonder whether we should always retry",
    "what if we decided to drop it", "unless we decided otherwise it stays", "maybe the root cause is the cache",
    "I think the bug was in the parser", "the root cause might be the network", "The root cause is unknown.",
    "the bug was reported yesterday",
    "the bug was fixed in 1.2", "find the root cause of the crash", "do a root cause analysis",
    "The bug was still there after the update.",
    // Memory as a topic.
    "add a remember me checkbox to the login form", "implement remember-me cookies", "remember when we had only one server",
    "I remember now, it was the proxy", "As you remember, the API is slow",
    "Ah I remember now, the issue was that I had local changes", "Never ending story", "always the same error",
    "Never had this before.",
    "the user should be able to say remember this", "Remember what I said about the parser",
    // Other people's words.
    "The linter says: always use braces.", "the docs say never use eval", "README says you should always run make first",
    "The reviewer wrote \"always use tabs\".", "rename “never use this” to something nicer",
    "change the label to 'always use HTTPS'",
    "`always use tabs` is what the file says", "> always use tabs\n\nwhat does this mean", "He said we decided to use Postgres",
    "the error message is: never use a null key", "print \"remember this: 42\" at the end",
    // Code, logs, diffs, plans, notices.
    "fix this:\n```\n// always use tabs\n```", "fix this:\n```swift\n// never use force unwraps\nlet x = y!",
    "~~~\nremember this: x is y\n~~~",
    "why?\n\n    # always use the proxy\n    proxy = true", "2026-11-21T10:00:00Z WARN always use a bounded queue",
    "[2026-11-21 10:00:00] never use root here", "ERROR always use https for this endpoint",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-never use x\n+always use x", "+    always use x\n-    never use x",
    "src/main.swift:12:3: warning: never use try!", "error: always use a semicolon", "warning: never use implicit any",
    "Traceback (most recent call last):\n  always use python3\nValueError: never use this", "// always use const",
    "Implement the following plan:\n\n# Plan\n\nAlways exit with 1.\nNever print twice.",
    "# Rules\n\nAlways use tabs.\n\n# More\n\nNever use spaces.", "| always use tabs | yes |",
    "<task-notification>\nremember this: the job is done\n</task-notification>",
    "<system-reminder>always use the tool</system-reminder>",
    "the output:\nalways use tabs\nnever use spaces", "⏺ Always use tabs.\n  never use spaces", "$ echo always use tabs",
    "\"\"\"\nalways use tabs\n\"\"\"", "\"We decided to use tabs.\nAlways use tabs.\" is what he sent",
    // Tasks of the moment.
    "Write the tests and don't forget the docs", "fix it and remember to run the tests", "don't change anything, just let me know",
    "let's only add replace for now", "let's go", "this pattern is used in three places", "rename this pattern",
    "use a switch instead",
    "The function should always return a sorted list.", "the response must never contain null",
    "when doing resume we might flag to the user that he should also pull, can we do this automatically instead?",
    "the trick did not work", "decide for yourself", "the decision tree is wrong", "It was decided by the compiler.",
    // Other languages.
    "Das schlägt immer fehl.", "Soll ich immer Tabs verwenden?", "Siempre falla en CI.", "¿Siempre usamos pnpm?",
    "Ça ne marche jamais.",
    "Est-ce qu'on utilise toujours npm ?", "你记得那个错误吗？", "我记住了", "これは必ず失敗します。", "覚えていますか？", "总是失败", "Merkst du dir das?",
    "Benutze nicht immer Tabs.", "Das war nie so.",
  ]

  @Test("no signal is found in what is no wish of the user", arguments: negatives)
  func negative(prompt: String) {
    let signals = SignalDetector.signals(in: prompt)
    #expect(signals.isEmpty, "found \(signals)")
  }

  @Test("several signals in one prompt come out apart, in their order, and the task does not")
  func several() {
    let prompt = """
      Add a retry to the payment client. Always use exponential backoff with jitter. We decided to give up after 5 attempts.

      By the way, remember that Marta reviews everything in payments.
      """
    let signals = SignalDetector.signals(in: prompt)
    #expect(
      signals.map(\.category) == [.preferences, .events, .events] || signals.map(\.category) == [.preferences, .events, .entities])
    #expect(
      signals.map(\.text) == [
        "Always use exponential backoff with jitter.", "We decided to give up after 5 attempts.",
        "Marta reviews everything in payments.",
      ])
  }

  @Test("a sentence that the editor wrapped is one sentence")
  func wrappedLine() {
    let prompt = "Please always write the failing test first and show me its\noutput before you change the code."
    #expect(SignalDetector.signals(in: prompt).map(\.text) == [prompt.split(separator: "\n").joined(separator: " ")])
  }

  @Test("an instruction before or after a long paste counts, and nothing in the paste does")
  func aroundPaste() {
    let paste = (0..<80).map { "line \($0), always use the newest version and never look back" }
    let prompt = (["Always cite the source."] + [""] + paste + [""] + ["Never quote more than a line."]).joined(separator: "\n")
    #expect(SignalDetector.signals(in: prompt).map(\.text) == ["Always cite the source.", "Never quote more than a line."])
  }

  @Test("a prompt longer than any that is typed gives nothing")
  func longPrompt() {
    #expect(SignalDetector.signals(in: String(repeating: "Always use tabs. ", count: 5000)).isEmpty)
  }

  @Test("there are never more signals than the limit")
  func limit() {
    let verbs = ["use", "run", "write", "add", "put", "keep", "ask", "check", "name", "avoid", "mock", "read"]
    let prompt = verbs.map { "Always \($0) the \($0) thing number one." }.joined(separator: "\n")
    #expect(SignalDetector.signals(in: prompt).count == SignalDetector.maximumSignals)
  }

  @Test("no text makes it fail, whatever it is")
  func robustness() {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "always", "never", "remember", "this", "that", ":", ",", "\n", "\"", "“", "”", "`", "```", ">", "-", "記住", "。", "👩‍👩‍👧", "é", " ",
      "  ", "use",
      "to", "we decided", "root cause", "was", "?", "'", "«", "\t", "    ", "the trick is", "\u{0}", "\u{FFFC}", "don't forget",
      "from now on",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<14, using: &random)
      let prompt = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined(
        separator: Bool.random(using: &random) ? " " : "")
      for signal in SignalDetector.signals(in: prompt) { #expect(!signal.text.isEmpty) }
    }
  }
}

extension Signal {
  fileprivate var isRemembering: Bool {
    !["always", "never", "we decided", "root cause", "the trick is", "from now on"].contains(phrase)
  }
}
