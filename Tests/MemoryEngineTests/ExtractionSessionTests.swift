import MemoryModel
import SeededRandom
import Testing
import Transcripts

@testable import MemoryEngine

@Suite("What a session leaves behind")
struct ExtractionSessionTests {
  static func turn(
    _ index: Int, _ user: String, _ answer: String = "", tools: [ToolUse] = [], interrupted: Bool = false
  ) -> TranscriptTurn {
    // 2026-11-21T10:00:00Z and a minute a turn.
    let start = Timestamp(milliseconds: 1_795_255_200_000 + Int64(index) * 60_000)
    return TranscriptTurn(
      id: "turn-\(index)", index: index, startedAt: start, endedAt: start.advanced(by: .seconds(50)), userText: user,
      assistantOpening: answer, assistantClosing: answer, tools: tools, cwd: "/home/ada/shop", gitBranch: "main",
      wasInterrupted: interrupted)
  }

  // MARK: summaries

  @Test("a summary tells what was asked, what came of it, the files, the commands and the last words")
  func summary() throws {
    let edits = [
      ToolUse(name: "Read", subject: "/home/ada/shop/README.md"), ToolUse(name: "Edit", subject: "/home/ada/shop/pay/client.go"),
      ToolUse(name: "Edit", subject: "/home/ada/shop/pay/client.go"),
      ToolUse(name: "Edit", subject: "/home/ada/shop/x.go", failed: true),
      ToolUse(name: "Bash", subject: "go test ./... 2>&1 | tail -5", failed: true),
      ToolUse(name: "Bash", subject: "go test ./... 2>&1 | tail -5"),
      ToolUse(name: "Bash", subject: "ls -la"), ToolUse(name: "Grep", subject: "retry"),
    ]
    let turns = [
      Self.turn(
        0, "Add a retry to the payment client. It should give up after five attempts.",
        "Done. I added `retry()` to `pay/client.go`. All tests pass.", tools: edits),
      Self.turn(1, "yes"), Self.turn(2, "Commit this", "Committed as `abc1234`. The change adds 40 lines to the payment client."),
    ]
    let summary = try #require(SessionSummarizer.summary(of: turns))
    #expect(summary.title == "Add a retry to the payment client.")
    #expect(summary.abstract.hasPrefix("Add a retry to the payment client. It should give up after five attempts. → "))
    #expect(
      summary.overview == """
        # Add a retry to the payment client.

        2026-11-21, 10:00–10:02 UTC, 3 turns, branch main, in shop

        ## Asked and done
        - Add a retry to the payment client. It should give up after five attempts. → I added retry() to pay/client.go.
        - Commit this → The change adds 40 lines to the payment client.

        ## Work
        - Changed: pay/client.go (2 edits)
        - Ran: `go test ./...` ×2 (1 failed)
        - Looked at: 1 other file read, 1 search

        ## Last words
        Committed as `abc1234`. The change adds 40 lines to the payment client.
        """)
  }

  @Test("what was left open is named: a question, a stop, a command that failed last, a promise of the user")
  func openEnds() throws {
    let failed = [
      ToolUse(name: "Bash", subject: "make test", failed: true), ToolUse(name: "Bash", subject: "make test", failed: true),
    ]
    let turns = [
      Self.turn(0, "Split the parser into two files", "The parser stands in two files now.", tools: failed),
      Self.turn(
        1, "Leave the tests, I'll follow up with Marta about them", "The old tests stay. Shall I remove the old entry point?"),
    ]
    let overview = try #require(SessionSummarizer.summary(of: turns)?.overview)
    #expect(overview.contains("## Open"))
    #expect(overview.contains("- The assistant asked: Shall I remove the old entry point?"))
    #expect(overview.contains("- The last run of `make test` failed."))
    #expect(overview.contains("- The user said: Leave the tests, I'll follow up with Marta about them"))
    let stopped = SessionSummarizer.summary(of: [
      Self.turn(0, "Rewrite everything in one go", "I begin with the parser.", interrupted: true)
    ])
    #expect(stopped?.overview.contains("The user stopped the last turn.") == true)
  }

  @Test("a session of nothing but assent, or of nothing, has no summary")
  func nothing() {
    #expect(SessionSummarizer.summary(of: []) == nil)
    #expect(SessionSummarizer.summary(of: [Self.turn(0, "ok"), Self.turn(1, "thanks")]) == nil)
  }

  @Test("a summary holds its limits for a session of any length")
  func summaryLimits() {
    var random = SeededGenerator(seed: 23)
    for count in [1, 5, 50, 300] {
      let turns = (0..<count).map { index in
        Self.turn(
          index, ExtractionTierTests.text(&random, pieces: 60), ExtractionTierTests.text(&random, pieces: 120),
          tools: (0..<5).map { ToolUse(name: "Edit", subject: "/home/ada/shop/dir\(index)/file\($0).swift") })
      }
      guard let summary = SessionSummarizer.summary(of: turns) else { continue }
      #expect(summary.title.count <= 80)
      #expect(TokenEstimate.tokens(summary.abstract) <= TierWriter.abstractLimit)
      #expect(TokenEstimate.tokens(summary.overview) <= TierWriter.overviewLimit)
    }
  }

  // MARK: candidates

  private static func candidates(_ turns: TranscriptTurn...) -> [Candidate] { CandidateExtractor.candidates(in: turns) }

  @Test("a session without anything to remember gives no candidate")
  func ordinarySession() {
    let candidates = Self.candidates(
      Self.turn(0, "Rename the flag to --dry-run", "Renamed in three files."),
      Self.turn(1, "now do the same in the docs", "Done, the docs say --dry-run."),
      Self.turn(2, "don't change anything, just tell me whether the tests cover it", "They do: `TestDryRun` covers it."))
    #expect(candidates.isEmpty, "\(candidates)")
  }

  @Test(
    "statements of the user become candidates of their category",
    arguments: [
      ("Always run the linter first.", MemoryModel.Category.preferences), ("Stop adding comments to obvious code.", .preferences),
      ("no more emojis in commit messages", .preferences), ("We decided to keep SQLite as the only store.", .events),
      ("We use pnpm in this repo, not npm.", .patterns), ("This project uses Swift Testing for all tests.", .patterns),
      ("Our convention is one type per file.", .patterns), ("My name is Ada.", .profile),
      ("I'm a backend engineer, so explain the CSS.", .profile),
      ("I'm new to Rust.", .profile), ("moth-api is our billing service.", .entities),
      ("The root cause was a timer that nobody cancelled.", .cases),
      ("Whenever you change the schema, regenerate the client.", .preferences), ("do not commit without asking", .preferences),
      ("Ask me before you run migrations.", .preferences), ("don't push unless I ask you to", .preferences),
      ("In this project we use pytest, not unittest.", .patterns), ("Our backend is a FastAPI service.", .entities),
    ])
  func statements(prompt: String, category: MemoryModel.Category) throws {
    let candidates = Self.candidates(Self.turn(0, prompt, "Understood."))
    #expect(candidates.count == 1, "\(candidates)")
    let candidate = try #require(candidates.first)
    #expect(candidate.category == category)
    #expect(candidate.content == prompt)
    #expect(candidate.turnNumber == 1)
  }

  @Test(
    "talk that only resembles a statement becomes none",
    arguments: [
      "stop the server and start it again", "stop adding that", "no more than five attempts, please add that check",
      "do we use pnpm in this repo?",
      "we use this in three places", "I'm a bit lost here", "I'm the one who wrote it", "the parser is a mess", "it is our service",
      "this project is broken", "if this project uses npm, tell me", "maybe we use pnpm in this repo and not npm",
      "the convention was different",
      "this is the api", "my name is in the list", "I work at night", "whenever it crashes, the log is empty",
      "every time I run it it fails",
      "don't start without the config", "billing-api is the service that failed", "you forgot the tests again", "don't push yet",
      "add a service that is a gateway", "I work on it tomorrow", "We use the cache to avoid a second request.",
    ])
  func noStatements(prompt: String) {
    let candidates = Self.candidates(Self.turn(0, prompt, "Understood."))
    #expect(candidates.isEmpty, "\(candidates)")
  }

  @Test("a reported problem whose cause an answer states becomes a case, with less confidence than the user's own words")
  func problemCase() throws {
    let candidates = Self.candidates(
      Self.turn(
        0, "The import fails on Windows since yesterday.\n\nerror: cannot open file C:\\tmp\\a:b.json",
        "Found the root cause. The file name contains a colon, which NTFS does not allow."),
      Self.turn(
        1, "please fix it", "Fixed the name in `exporter.go` by writing a dash.",
        tools: [ToolUse(name: "Edit", subject: "/home/ada/shop/exporter.go")]))
    #expect(candidates.count == 1)
    let candidate = try #require(candidates.first)
    #expect(candidate.category == .cases)
    #expect(candidate.confidence == 0.6)
    #expect(
      candidate.content == """
        The import fails on Windows since yesterday (2026-11-20) → The file name contains a colon, which NTFS does not allow.

        Error: error: cannot open file C:\\tmp\\a:b.json
        Fix: Fixed the name in exporter.go by writing a dash.
        Files: exporter.go
        """)
  }

  @Test("while the session goes on, a solution waits for the user's next words")
  func caseOfRunningSession() {
    let report = Self.turn(
      0, "The import fails on Windows.", "The bug was a wrong path separator in `exporter.go`.",
      tools: [ToolUse(name: "Edit", subject: "/a")])
    #expect(CandidateExtractor.candidates(in: [report], isOver: false).isEmpty)
    #expect(CandidateExtractor.candidates(in: [report], isOver: true).count == 1)
    #expect(CandidateExtractor.candidates(in: [report, Self.turn(1, "great, commit it", "Done.")], isOver: false).count == 1)
  }

  @Test("the one file that most of a session went into is an entity")
  func dominantFile() throws {
    let turns = (0..<4).map { index in
      Self.turn(
        index, "Improve part \(index) of the parser", "Done.",
        tools: (0..<3).map { _ in ToolUse(name: "Edit", subject: "/home/ada/shop/parser.go") })
    }
    let candidate = try #require(CandidateExtractor.candidates(in: turns).first)
    #expect(candidate.category == .entities)
    #expect(candidate.title == "parser.go")
    #expect(candidate.content.hasPrefix("Edited 12 times in 4 turns on 2026-11-21:\n- Improve part 0 of the parser"))
    #expect(CandidateExtractor.candidates(in: Array(turns.prefix(3))).isEmpty)
  }

  @Test("a cure that the user rejects makes no case, nor does an answer that only guesses")
  func noCase() {
    #expect(
      Self.candidates(
        Self.turn(0, "The import fails on Windows.", "The bug was a wrong path separator in `exporter.go`."),
        Self.turn(1, "it still fails", "Let me look again.")
      ).isEmpty)
    #expect(Self.candidates(Self.turn(0, "The import fails on Windows.", "The root cause might be the path separator.")).isEmpty)
    #expect(
      Self.candidates(
        Self.turn(
          0, "Errors should be handled like this: if one fails, exit with 1.", "The fix was a switch in `main.go` that exits.")
      ).isEmpty)
  }

  @Test("nothing that the assistant or a tool said becomes a preference, profile or event")
  func assistantWords() {
    let answer =
      "Always use tabs. We decided to use Postgres. I prefer bun. My name is Claude. From now on use pnpm. Remember this: x is y."
    #expect(Self.candidates(Self.turn(0, "What does the style guide say?", answer)).isEmpty)
    #expect(Self.candidates(Self.turn(0, "<system-reminder>Always use tabs.</system-reminder>", answer)).isEmpty)
  }

  @Test("the same statement twice is one candidate, and a later contrary one is another")
  func repeatedStatements() {
    let candidates = Self.candidates(
      Self.turn(0, "Always use tabs for indentation.", "Ok."), Self.turn(1, "always use tabs for indentation", "Ok."),
      Self.turn(2, "Never use tabs for indentation.", "Ok."))
    #expect(candidates.map(\.content) == ["Always use tabs for indentation.", "Never use tabs for indentation."])
  }

  @Test("there are never more candidates than the limit, and the surest stay")
  func candidateLimit() {
    let turns = (0..<30).map {
      Self.turn($0, $0 == 29 ? "Remember that the vault key is kept by Marta." : "Let's go with plan-\($0) for shard \($0).", "Ok.")
    }
    let candidates = CandidateExtractor.candidates(in: turns)
    #expect(candidates.count == CandidateExtractor.maximumCandidates)
    #expect(candidates.last?.turnNumber == 30)
  }

  // MARK: dates and categories

  @Test(
    "words for days carry their date",
    arguments: [
      ("We decided yesterday to ship.", "We decided yesterday (2026-11-20) to ship."),
      ("Today, tomorrow", "Today (2026-11-21), tomorrow (2026-11-22)"),
      ("broken since last night", "broken since last night (2026-11-20)"),
      ("3 days ago it worked", "3 days ago (2026-11-18) it worked"),
      ("two weeks ago", "two weeks ago (2026-11-07)"), ("a week ago", "a week ago (2026-11-14)"),
      ("this morning", "this morning (2026-11-21)"),
      ("yesterday (2026-11-20) again", "yesterday (2026-11-20) again"), ("yesterday's build", "yesterday's build"),
      ("last year", "last year"),
      ("3 days later", "3 days later"), ("", ""),
    ])
  func dates(text: String, dated: String) throws {
    let day = try #require(CalendarDate(year: 2026, month: 11, day: 21))
    #expect(RelativeDates.absolute(in: text, on: day) == dated)
  }

  @Test(
    "a memory without a category gets the one that its words suggest",
    arguments: [
      ("My name is Ada and I live in Lyon.", MemoryModel.Category.profile), ("User is a data engineer", .profile),
      ("I am color blind", .profile),
      ("User prefers bun over npm", .preferences), ("Always use tabs", .preferences), ("Don't mock the database", .preferences),
      ("Use pnpm, not npm", .preferences), ("Never push to main", .preferences),
      ("toujours utiliser des tabulations", .preferences),
      ("The root cause of the timeout was a missing index", .cases), ("Crash on start fixed by pinning OpenSSL", .cases),
      ("SQLite migration failed because two chains existed", .cases), ("Build error: solved by clearing the cache", .cases),
      ("We decided to use Postgres", .events), ("Deployed version 2.1 to production", .events),
      ("2026-02-25: first release", .events),
      ("Migrated the queue to Redis yesterday", .events), ("This codebase uses the repository pattern for storage", .patterns),
      ("To add an operation, follow the naming convention in Operations", .patterns),
      ("The trick is to warm the cache first", .patterns),
      ("acme-api is a Go service", .entities), ("The staging database listens on port 5433", .entities),
      ("Marta owns the billing service", .entities),
      ("The wiki is at wiki.shop.example", .entities), ("Some note without a clue", .events), ("", .events), ("你好", .events),
    ])
  func categories(content: String, category: MemoryModel.Category) {
    #expect(CategoryClassifier.category(of: content) == category)
  }
}
