import JSONValues

/// Ten sessions of one developer in two projects, with what a model says of each, and what is to be remembered in the end.
enum DistillingSessions {
  static let all: [ToldSession] = [
    ToldSession(
      "01-bun", "shop",
      [
        .init(
          user: "let's go with bun here, npm takes too long. yesterday I moved the cart to Postgres, so drop the sqlite branch",
          answer: "The scripts use bun now, and the SQLite branch is gone.",
          tools: [("Bash", "bun install", "312 packages installed"), ("Edit", "package.json", "ok")]),
        .init(user: "thanks, commit it", answer: "Committed.", tools: [("Bash", "git commit -am 'Use bun'", "[main 3f2a]")]),
      ],
      [
        ToldSession.memory(
          "preferences", "package-manager", "Uses bun instead of npm in the shop project.",
          l2: "Uses bun instead of npm in the shop project, because npm takes too long.",
          "let's go with bun here, npm takes too long"),
        ToldSession.memory(
          "events", "cart-moved-to-postgres", "Yesterday the cart was moved to Postgres and the SQLite branch dropped.",
          "yesterday I moved the cart to Postgres"),
      ]),
    ToldSession(
      "02-flaky", "shop",
      [
        .init(
          user: "the checkout test fails every third run, can you find out why?",
          answer: """
            The checkout test was flaky because two tests shared one cart: whichever ran second found the other's items. Each test now \
            makes its own cart, and 50 runs in a row pass.
            """,
          tools: [
            ("Bash", "bun test checkout", "1 failed"), ("Edit", "test/checkout.test.ts", "ok"), ("Bash", "bun test", "50 passed"),
          ]),
        .init(user: "great, that was it", answer: "Glad to hear it."),
      ],
      [
        ToldSession.memory(
          "cases", "flaky-checkout-test",
          "The checkout test was flaky because two tests shared one cart; each test now makes its own cart.",
          confidence: 0.8, "The checkout test was flaky because two tests shared one cart")
      ]),
    ToldSession(
      "03-nothing", "shop",
      [
        .init(user: "rename the flag to --dry-run", answer: "Renamed in three files.", tools: [("Edit", "cli.ts", "ok")]),
        .init(user: "now the docs", answer: "The docs say --dry-run."),
      ], []),
    ToldSession(
      "04-bun-again", "shop",
      [
        .init(
          user: "in CI use bun 1.2 with --frozen-lockfile please, npm is gone for good in this project",
          answer: "CI installs with bun 1.2 and a frozen lockfile.", tools: [("Edit", ".github/workflows/ci.yml", "ok")])
      ],
      [
        ToldSession.memory(
          "preferences", "package-manager-ci", "Uses bun 1.2 with --frozen-lockfile in CI; npm is gone for good in this project.",
          "use bun 1.2 with --frozen-lockfile please", "npm is gone for good in this project")
      ]),
    ToldSession(
      "05-ada", "orchard",
      [
        .init(
          user: """
            I'm a backend engineer and my CSS is weak, so explain the CSS to me in detail. Marta runs the orchard and reads the weekly \
            report on Mondays, it has to look good on her tablet.
            """,
          answer: "The report is a grid with two columns that becomes one below 700 pixels. A grid places its children in tracks.",
          tools: [("Edit", "report.css", "ok")])
      ],
      [
        ToldSession.memory(
          "profile", "role-and-css", "A backend engineer whose CSS is weak: explain CSS in detail.",
          "I'm a backend engineer and my CSS is weak"),
        ToldSession.memory(
          "entities", "marta", "Marta runs the orchard and reads the weekly report on Mondays, on her tablet.",
          "Marta runs the orchard and reads the weekly report on Mondays"),
      ]),
    ToldSession(
      "06-german", "orchard",
      [
        .init(
          user: "Bitte antworte mir auf Deutsch und fasse dich kurz, erst das Ergebnis, dann die Begründung.",
          answer: "Verstanden: kurz und auf Deutsch.")
      ],
      [
        ToldSession.memory(
          "preferences", "sprache-und-laenge", "Antworten auf Deutsch und kurz: erst das Ergebnis, dann die Begründung.",
          "Bitte antworte mir auf Deutsch und fasse dich kurz")
      ]),
    ToldSession(
      "07-npm-back", "shop",
      [
        .init(
          user: "we go back to npm in the shop project, bun breaks our Windows builds", answer: "The scripts and CI use npm again.",
          tools: [("Bash", "npm install", "ok")])
      ],
      [
        ToldSession.memory(
          "preferences", "npm", "Uses npm in the shop project again, because bun breaks the Windows builds.",
          "we go back to npm in the shop project, bun breaks our Windows builds")
      ]),
    ToldSession(
      "08-marta-again", "orchard",
      [
        .init(
          user: "Marta, who runs the orchard, reads the weekly report every Monday on her tablet: make the font larger",
          answer: "The font of the report is 18 pixels now.", tools: [("Edit", "report.css", "ok")])
      ],
      [
        ToldSession.memory(
          "entities", "marta-orchard", "Marta, who runs the orchard, reads the weekly report every Monday on her tablet.",
          "Marta, who runs the orchard, reads the weekly report every Monday")
      ]),
    ToldSession(
      "09-cents", "shop",
      [
        .init(
          user: """
            in this repo every amount of money is an integer number of cents. The Stripe test key is \
            sk_test_4eC39HqLyjWDarjtT1zdp7dcQ8fLm2Xx, use it for the sandbox only
            """,
          answer: "Amounts are integers of cents in all three modules; the sandbox uses the test key.",
          tools: [("Edit", "money.ts", "ok")])
      ],
      [
        ToldSession.memory(
          "patterns", "money-in-cents", "In the shop repo every amount of money is an integer number of cents.",
          "in this repo every amount of money is an integer number of cents"),
        ToldSession.memory(
          "entities", "stripe-key", "The Stripe test key is sk_test_4eC39HqLyjWDarjtT1zdp7dcQ8fLm2Xx, for the sandbox only.",
          "use it for the sandbox only"),
        // Nobody said this.
        ToldSession.memory(
          "preferences", "typescript", "Prefers TypeScript to every other language.", "I love TypeScript more than anything"),
      ]),
    ToldSession(
      "10-japanese", "shop",
      [.init(user: "コミットメッセージは日本語で書いてください。", answer: "分かりました。")],
      [
        ToldSession.memory("preferences", "コミット言語", "コミットメッセージは日本語で書く。", "コミットメッセージは日本語で書いてください")
      ]),
  ]

  /// What the model says of two memories that may be one.
  @Sendable static func merge(_ question: String) -> JSONValue {
    if question.contains("breaks the Windows builds") { return ["relation": "contradicts", "l0": "", "l2": ""] }
    if question.contains("because npm takes too long"), question.contains("--frozen-lockfile") {
      return [
        "relation": "refines", "l0": "Uses bun instead of npm in the shop project, bun 1.2 with --frozen-lockfile in CI.",
        "l2": """
        Uses bun instead of npm in the shop project, because npm takes too long. In CI bun 1.2 with --frozen-lockfile; npm is gone for \
        good in this project.
        """,
      ]
    }
    if question.contains("Marta") { return ["relation": "same", "l0": "", "l2": ""] }
    return ["relation": "different", "l0": "", "l2": ""]
  }
}
