/// The values in force: what `config.toml` and the environment may change, with the defaults that hold without them.
///
/// `SettingKey.all` lists every one with its name, range and meaning.
struct Settings: Hashable, Sendable {
  var store = Store()
  var llm = LanguageModels()
  var budget = Budget()
  var context = Context()
  var capture = Capture()
  var recall = Recall()
  var worker = Worker()
  var server = Server()

  struct Store: Hashable, Sendable {
    /// Empty: `continuity.db` in the home.
    var path = ""
  }

  struct LanguageModels: Hashable, Sendable {
    var provider = "auto"
    var model = ""
    var extractionModel = ""
    var mergeModel = ""
    var ollama = Service(endpoint: "http://localhost:11434", model: "llama3.2")
    var anthropic = Service(keyVariable: "ANTHROPIC_API_KEY")
    var gemini = Service(keyVariable: "GEMINI_API_KEY")
    var openRouter = Service(keyVariable: "OPENROUTER_API_KEY")
    var openAI = Service(endpoint: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY")

    struct Service: Hashable, Sendable {
      var endpoint = ""
      /// The *name* of the variable that holds the key: a key itself never stands in a file of ours.
      var keyVariable = ""
      var model = ""
    }
  }

  struct Budget: Hashable, Sendable {
    var callsPerDay = 100
    var tokensPerDay = 400_000
    var callsPerSession = 6
    var tokensPerSession = 60_000
  }

  struct Context: Hashable, Sendable {
    var budgetTokens = 4000
    var sections = ["relational", "profile", "recent", "entities"]
  }

  struct Capture: Hashable, Sendable {
    var isEnabled = true
    var skippedTools: [String] = []
    var excludedProjects: [String] = []
    var maximumObservationsPerSession = 500
    var retentionDays = 90
  }

  struct Recall: Hashable, Sendable {
    var onPrompt = false
  }

  struct Worker: Hashable, Sendable {
    var startsByItself = true
  }

  struct Server: Hashable, Sendable {
    var host = "127.0.0.1"
    var port = 37777
  }
}
