import MemoryEngine

/// The values in force: what `config.toml` and the environment may change, with the defaults that hold without them.
///
/// `SettingKey.all` lists every one with its name, range and meaning.
struct Settings: Sendable {
  /// What the engine acts on; its defaults are the engine's own.
  var engine = EngineSettings()
  var embedder = Embedder()
  var llm = LanguageModels()
  var budget = Budget()
  var worker = Worker()
  var server = Server()
  var network = Network()
  var log = Log()
  var telemetry = Telemetry()

  struct Embedder: Sendable {
    var provider = "builtin"
    var model = ""
    var baseURL = ""
    var keyVariable = ""
    /// 0 for as many as the model has.
    var dimensions = 0
    var queryPrefix = ""
    var passagePrefix = ""
    /// Short: what `find` waits for before it goes on with words alone.
    var queryTimeoutMilliseconds = 800
  }

  struct LanguageModels: Sendable {
    var provider = "auto"
    var model = ""
    var extractionModel = ""
    var mergeModel = ""
    var timeoutSeconds = 120
    var ollama = Service(endpoint: "http://localhost:11434", model: "llama3.2")
    var anthropic = Service(endpoint: "https://api.anthropic.com/v1", keyVariable: "ANTHROPIC_API_KEY")
    var gemini = Service(endpoint: "https://generativelanguage.googleapis.com/v1beta", keyVariable: "GEMINI_API_KEY")
    var openRouter = Service(endpoint: "https://openrouter.ai/api/v1", keyVariable: "OPENROUTER_API_KEY")
    var openAI = Service(endpoint: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY")

    struct Service: Sendable {
      var endpoint = ""
      /// The *name* of the variable that holds the key: a key itself never stands in a file of ours.
      var keyVariable = ""
      var model = ""
    }
  }

  struct Budget: Sendable {
    var callsPerDay = 100
    var tokensPerDay = 400_000
    var callsPerSession = 6
    var tokensPerSession = 60_000
  }

  struct Worker: Sendable {
    var startsByItself = true
  }

  struct Network: Sendable {
    /// PEM, trusted beside what the system trusts; empty for none.
    var certificateFile = ""
  }

  struct Log: Sendable {
    var level = LogLevel.error.rawValue
  }

  struct Telemetry: Sendable {
    /// Empty: nothing is sent anywhere.
    var endpoint = ""
  }

  struct Server: Sendable {
    var host = "127.0.0.1"
    var port = 37777
  }
}
