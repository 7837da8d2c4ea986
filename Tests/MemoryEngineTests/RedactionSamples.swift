import SeededRandom

@testable import MemoryEngine

extension SeededGenerator {
  mutating func text(_ count: Int, _ alphabet: String) -> String {
    let characters = Array(alphabet)
    return String((0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &self)] })
  }

  mutating func hexadecimal(_ count: Int) -> String { text(count, "0123456789abcdef") }
  mutating func alphanumeric(_ count: Int) -> String {
    text(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  }
  mutating func url(_ count: Int) -> String { alphanumeric(count - 3) + text(1, "-_") + alphanumeric(2) }
  mutating func base64(_ count: Int) -> String { alphanumeric(count - 3) + text(1, "+/") + alphanumeric(2) }
  mutating func upper(_ count: Int) -> String { text(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") }
  mutating func digits(_ count: Int) -> String { text(1, "123456789") + text(count - 1, "0123456789") }
  mutating func uuid() -> String {
    [8, 4, 4, 4, 12].map { hexadecimal($0) }.joined(separator: "-")
  }
}

/// A secret and the text around it that makes it one. Put together when the tests run, so that nothing here is a secret to a scanner.
struct SecretSample: Sendable, CustomStringConvertible {
  var format: String
  var text: String
  /// What must not be left.
  var secret: String
  /// The marker's word.
  var kind: String

  var description: String { "\(format): \(text)" }

  static let all: [SecretSample] = {
    var generator = SeededGenerator(seed: 20_261_121)
    return (0..<3).flatMap { _ in tokens(&generator) + named(&generator) + structured(&generator) }
  }()

  /// Recognisable without a name.
  private static func tokens(_ g: inout SeededGenerator) -> [SecretSample] {
    func sample(_ format: String, _ kind: String, _ parts: String...) -> SecretSample {
      let secret = parts.joined()
      return SecretSample(format: format, text: secret, secret: secret, kind: kind)
    }
    return [
      sample("AWS access key", "aws-access-key", "AK", "IA", g.upper(16)),
      sample("AWS temporary key", "aws-access-key", "AS", "IA", g.upper(16)),
      sample("AWS access key, letters", "aws-access-key", "AK", "IA", g.text(16, "BCDEFGHIJ")),
      sample("GitHub, letters", "github-token", "gh", "p_", g.text(36, "abcdefghij")),
      sample("Google API key", "google-api-key", "AI", "za", g.url(35)),
      sample("Google OAuth token", "google-oauth-token", "ya", "29.", "a0Af", g.url(120)),
      sample("Google OAuth secret", "google-oauth-secret", "GOC", "SPX-", g.url(28)),
      sample("Google refresh token", "google-refresh-token", "1/", "/0", g.url(60)),
      sample("GitHub classic", "github-token", "gh", "p_", g.alphanumeric(36)),
      sample("GitHub OAuth", "github-token", "gh", "o_", g.alphanumeric(36)),
      sample("GitHub user", "github-token", "gh", "u_", g.alphanumeric(36)),
      sample("GitHub server", "github-token", "gh", "s_", g.alphanumeric(36)),
      sample("GitHub refresh", "github-token", "gh", "r_", g.alphanumeric(76)),
      sample("GitHub fine-grained", "github-token", "github", "_pat_", g.alphanumeric(22), "_", g.alphanumeric(59)),
      sample("GitLab", "gitlab-token", "gl", "pat-", g.url(20)),
      sample("GitLab routable", "gitlab-token", "gl", "pat-", g.url(27), ".01.", g.alphanumeric(9)),
      sample("GitLab runner", "gitlab-token", "gl", "rt-", g.url(20)),
      sample("Slack bot", "slack-token", "xo", "xb-", g.digits(12), "-", g.digits(12), "-", g.alphanumeric(24)),
      sample("Slack user", "slack-token", "xo", "xp-", g.digits(11), "-", g.digits(11), "-", g.hexadecimal(32)),
      sample("Slack app", "slack-token", "xa", "pp-1-A", g.upper(10), "-", g.digits(13), "-", g.hexadecimal(64)),
      sample("Stripe secret", "stripe-key", "sk", "_live_", g.alphanumeric(24)),
      sample("Stripe restricted", "stripe-key", "rk", "_live_", g.alphanumeric(24)),
      sample("Stripe webhook", "webhook-secret", "wh", "sec_", g.alphanumeric(32)),
      sample("OpenAI", "openai-key", "s", "k-", g.alphanumeric(20), "T3BlbkFJ", g.alphanumeric(20)),
      sample("OpenAI project", "openai-key", "s", "k-proj-", g.url(74), "T3BlbkFJ", g.url(74)),
      sample("OpenAI service account", "openai-key", "s", "k-svcacct-", g.url(74)),
      sample("Anthropic", "anthropic-key", "sk", "-ant-", "api03-", g.url(93), "AA"),
      sample("Anthropic OAuth", "anthropic-key", "sk", "-ant-", "oat01-", g.url(93), "AA"),
      sample("OpenRouter", "openrouter-key", "sk", "-or-v1-", g.hexadecimal(64)),
      sample("Groq", "groq-key", "gs", "k_", g.alphanumeric(52)),
      sample("xAI", "xai-key", "xa", "i-", g.alphanumeric(80)),
      sample("Replicate", "replicate-token", "r", "8_", g.alphanumeric(37)),
      sample("npm", "npm-token", "np", "m_", g.alphanumeric(36)),
      sample("PyPI", "pypi-token", "py", "pi-", "AgEIcHlwaS5vcmc", g.url(140)),
      sample("RubyGems", "rubygems-key", "ruby", "gems_", g.hexadecimal(48)),
      sample("Hugging Face", "huggingface-token", "h", "f_", g.alphanumeric(34)),
      sample("Docker", "docker-token", "dckr", "_pat_", g.url(27)),
      sample("DigitalOcean", "digitalocean-token", "dop", "_v1_", g.hexadecimal(64)),
      sample("Twilio key", "twilio-key", "S", "K", g.hexadecimal(32)),
      sample("SendGrid", "sendgrid-key", "S", "G.", g.url(22), ".", g.url(43)),
      sample("Mailgun", "mailgun-key", "ke", "y-", g.hexadecimal(32)),
      sample("Mailchimp", "mailchimp-key", g.hexadecimal(32), "-us", "14"),
      sample("Brevo", "brevo-key", "xkey", "sib-", g.hexadecimal(64), "-", g.alphanumeric(16)),
      sample("Telegram", "telegram-token", g.digits(10), ":", "AA", g.alphanumeric(33)),
      sample("Discord bot", "discord-token", "MT", g.alphanumeric(24), ".", g.alphanumeric(6), ".", g.url(38)),
      sample("Shopify", "shopify-token", "shp", "at_", g.hexadecimal(32)),
      sample("Shopify secret", "shopify-token", "shp", "ss_", g.hexadecimal(32)),
      sample("Databricks", "databricks-token", "da", "pi", g.hexadecimal(32)),
      sample("Vault", "vault-token", "hv", "s.", g.url(90)),
      sample("Doppler", "doppler-token", "dp", ".pt.", g.alphanumeric(43)),
      sample("Linear", "linear-key", "lin", "_api_", g.alphanumeric(40)),
      sample("Notion", "notion-token", "nt", "n_", g.alphanumeric(46)),
      sample("Notion, old", "notion-token", "sec", "ret_", g.alphanumeric(43)),
      sample("Heroku", "heroku-key", "HR", "KU-", "AA", g.url(58)),
      sample("Supabase", "supabase-token", "sb", "p_", g.hexadecimal(40)),
      sample("PlanetScale", "planetscale-token", "pscale", "_tkn_", g.url(43)),
      sample("Square", "square-token", "sq0", "atp-", g.url(22)),
      sample("Square access", "square-token", "EA", "AA", g.url(60)),
      sample("Atlassian", "atlassian-token", "ATA", "TT3xFfGF0", g.url(170), "=", g.upper(8)),
      sample("Terraform Cloud", "terraform-token", g.alphanumeric(14), ".atlas", "v1.", g.url(67)),
      sample("JSON web token", "jwt", "ey", "JhbGciOiJIUzI1NiJ9", ".", "eyJ", g.url(40), ".", g.url(43)),
      sample("age", "age-key", "AGE-", "SECRET-KEY-1", g.upper(58)),
      sample("Azure client secret", "azure-client-secret", g.alphanumeric(3), "8", "Q~", g.alphanumeric(34)),
      sample("Grafana", "grafana-token", "gl", "sa_", g.alphanumeric(32), "_", g.hexadecimal(8)),
      sample("New Relic", "newrelic-key", "NR", "AK-", g.upper(27)),
      sample("Postman", "postman-key", "PM", "AK-", g.hexadecimal(24), "-", g.hexadecimal(34)),
      sample("Figma", "figma-token", "fi", "gd_", g.url(40)),
      sample("Netlify", "netlify-token", "nf", "p_", g.alphanumeric(36)),
      sample("Airtable", "airtable-token", "pa", "t", g.alphanumeric(14), ".", g.hexadecimal(64)),
      sample("Sentry", "sentry-token", "sntry", "u_", g.hexadecimal(64)),
      sample("Tailscale", "tailscale-key", "tskey", "-auth-", g.alphanumeric(12), "-", g.alphanumeric(30)),
      sample("Pulumi", "pulumi-token", "pu", "l-", g.hexadecimal(40)),
    ]
  }

  /// Known by the name before them.
  private static func named(_ g: inout SeededGenerator) -> [SecretSample] {
    func sample(_ format: String, _ kind: String, _ before: String, _ secret: String, _ after: String = "") -> SecretSample {
      SecretSample(format: format, text: before + secret + after, secret: secret, kind: kind)
    }
    let short = "hunter" + g.digits(3)
    let strong = g.alphanumeric(5) + "7!x" + g.alphanumeric(4)
    return [
      sample("AWS secret key", "secret-key", "aws_secret_access_key = ", g.base64(40)),
      sample("AWS secret in JSON", "secret-key", "{\"SecretAccessKey\": \"", g.base64(40), "\"}"),
      sample(
        "Azure storage", "secret-key", "DefaultEndpointsProtocol=https;AccountName=store;AccountKey=", g.base64(86) + "==",
        ";EndpointSuffix=core.windows.net"),
      sample(
        "Azure service bus", "secret-key", "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=",
        g.base64(43) + "="),
      sample(
        "Azure shared signature", "signature", "https://s.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-12-01&sr=b&sp=r&sig=",
        g.alphanumeric(41) + "%2F" + g.alphanumeric(8) + "%3D"),
      sample("Environment file", "password", "DB_HOST=localhost\nDB_PASSWORD=", strong, "\nDB_PORT=5432"),
      sample("Environment, letters", "password", "POSTGRES_PASSWORD=", g.text(9, "abcdefghijklmnop")),
      sample("Exported", "password", "export PGPASSWORD=", short),
      sample("Exported quoted", "password", "export PGPASSWORD='", short + " blue", "'"),
      sample("Weak", "password", "{\"password\": \"", "password" + g.digits(3), "\"}"),
      sample("Go", "password", "var password string = \"", short, "\""),
      sample("Rust", "password", "const PASSWORD: &str = \"", short, "\";"),
      sample("Setter", "password", "config.setPassword(\"", short, "\")"),
      sample("Dockerfile", "token", "FROM a\nENV API_TOKEN ", g.hexadecimal(20), "\nRUN b"),
      sample("Token flag", "token", "tool --token ", "a1" + g.hexadecimal(12) + "b2", " run"),
      sample("Secret of words", "secret", "JWT_SECRET=", "my-super-secret-key-" + g.digits(4)),
      sample("PowerShell", "password", "$env:DB_PASSWORD = \"", short, "\""),
      sample("YAML", "password", "db:\n  user: app\n  password: ", short, "\n  port: 1"),
      sample("JSON", "password", "{\"user\":\"app\",\"password\":\"", short, "\"}"),
      sample("JSON in a JSON string", "password", "{\"body\":\"{\\\"password\\\": \\\"", short, "\\\", \\\"a\\\": 1}\"}"),
      sample("Swift", "password", "let dbPassword = \"", short, "\""),
      sample("Python annotation", "password", "password: str = '", short, "'"),
      sample("Ruby", "password", ":password => '", short, "',"),
      sample("Properties", "password", "spring.datasource.password=", short, "\n"),
      sample("Connection string", "password", "Server=db;User Id=sa;Password=", short, ";Encrypt=true"),
      sample("XML", "password", "<server><password>", short, "</password></server>"),
      sample("Command flag", "password", "tool --user me --password ", short, " --verbose"),
      sample("Command flag with =", "password", "tool --password=", short, " --verbose"),
      sample("mysql", "password", "mysql -h db -u root -p", short, " app"),
      sample("mysql quoted", "password", "mysqldump -u root -p'", strong, "' app > dump.sql"),
      sample("sshpass", "password", "sshpass -p ", short, " ssh me@host"),
      sample("sshpass quoted", "password", "sshpass -p '", strong, "' ssh me@host"),
      sample("curl", "password", "curl -s -u admin:", short, " https://example.org/api"),
      sample("curl quoted", "password", "curl --user 'admin:", strong, "' https://example.org/api"),
      sample("redis-cli", "password", "redis-cli -h cache -a ", short, " ping"),
      sample("docker login", "password", "docker login -u me -p ", short, " registry.example.org"),
      sample("Prose", "password", "The staging password is ", short, ", do not share it."),
      sample(".netrc", "password", "machine api.example.org login me password ", short),
      sample(".netrc in lines", "password", "machine api.example.org\n  login me\n  password ", short, "\n"),
      sample(".pgpass", "password", "db.example.org:5432:app:me:", short, "\n"),
      sample(".npmrc", "token", "//registry.example.org/:_authToken=", g.uuid()),
      sample("docker config", "basic-auth", "{\"auths\":{\"r\":{\"auth\":\"", "bWU6" + "aHVudGVyMg==", "\"}}}"),
      sample("API key in YAML", "api-key", "api_key: ", g.hexadecimal(32)),
      sample("API key in code", "api-key", "apiKey: \"", g.alphanumeric(24), "\""),
      sample("Heroku by name", "api-key", "HEROKU_API_KEY=", g.uuid()),
      sample("Cloudflare by name", "token", "CLOUDFLARE_API_TOKEN=", g.url(40)),
      sample("Datadog by name", "api-key", "DD_API_KEY=", g.hexadecimal(32)),
      sample("Client secret", "secret", "client_secret=", g.url(32), "&grant_type=client_credentials"),
      sample("Query", "token", "GET /v1/items?access_token=", g.alphanumeric(32), "&limit=5"),
      sample("Rails", "secret", "SECRET_KEY_BASE=", g.hexadecimal(128)),
      sample("Django", "secret-key", "SECRET_KEY = '", "django-insecure-" + g.alphanumeric(20) + "#(" + g.alphanumeric(12), "'"),
      sample("WireGuard", "private-key", "[Interface]\nPrivateKey = ", g.alphanumeric(43) + "="),
      sample("Uncertain key", "secret-key", "STRIPE_KEY=", g.alphanumeric(32)),
      sample("Second of two", "password", "SMTP_PASSWORD_2=", strong),
      sample("Bearer", "bearer-token", "Authorization: Bearer ", g.alphanumeric(32)),
      sample("Bearer in curl", "bearer-token", "curl -H 'authorization: bearer ", g.url(40), "' https://example.org"),
      sample("Bearer in JSON", "bearer-token", "{\"Authorization\": \"Bearer ", g.alphanumeric(24), "\"}"),
      sample("Basic", "basic-auth", "Authorization: Basic ", "YWRtaW46" + "aHVudGVyMjM0"),
      sample("Token scheme", "bearer-token", "Authorization: Token ", g.hexadecimal(40)),
      sample("API key header", "api-key", "X-Api-Key: ", g.alphanumeric(32)),
      sample("Vault header", "token", "X-Vault-Token: ", "s." + g.alphanumeric(24)),
      sample("Cookie", "cookie", "Cookie: theme=dark; sessionid=", g.alphanumeric(32), "; lang=en"),
      sample("Set-Cookie", "cookie", "Set-Cookie: connect.sid=", "s%3A" + g.url(32), "; Path=/; HttpOnly"),
      sample("Postgres URL", "url-password", "postgres://app:", strong, "@db.example.org:5432/app"),
      sample("Redis URL", "url-password", "REDIS_URL=redis://:", g.alphanumeric(20), "@cache:6379/0"),
      sample("MongoDB URL", "url-password", "mongodb+srv://me:", short, "@cluster0.example.net/db?w=majority"),
      sample("HTTPS URL", "url-password", "git clone https://me:", short, "@git.example.org/a.git"),
      sample("URL, @ in the password", "url-password", "postgres://app:", "p@" + short, "@db/app"),
      sample("URL, / in the password", "url-password", "postgres://app:", "p/" + short, "@db/app"),
      sample("URL, escaped slashes", "url-password", "{\"u\":\"postgres:\\/\\/app:", short, "@db\\/app\"}"),
      sample("Go MySQL", "url-password", "root:", short, "@tcp(127.0.0.1:3306)/app"),
    ]
  }

  /// Several lines, or a path of an address.
  private static func structured(_ g: inout SeededGenerator) -> [SecretSample] {
    func block(_ format: String, _ label: String, _ separator: String = "\n", isClosed: Bool = true) -> SecretSample {
      let dashes = "-----"
      let lines = (0..<4).map { _ in g.base64(64) }
      let body = lines.joined(separator: separator)
      let end = isClosed ? separator + dashes + "END " + label + dashes : ""
      return SecretSample(
        format: format, text: "before\n" + dashes + "BEGIN " + label + dashes + separator + body + end, secret: lines[2],
        kind: "private-key")
    }
    let key = "PRIVATE" + " KEY"
    let slack = "T" + g.upper(8) + "/B" + g.upper(8) + "/" + g.alphanumeric(24)
    let discord = g.digits(18) + "/" + g.url(68)
    return [
      block("PKCS 8", key), block("RSA", "RSA " + key), block("EC", "EC " + key), block("DSA", "DSA " + key),
      block("OpenSSH", "OPENSSH " + key), block("Encrypted", "ENCRYPTED " + key), block("PGP", "PGP " + key + " BLOCK"),
      block("RSA, escaped", "RSA " + key, "\\n"), block("RSA, twice escaped", "RSA " + key, "\\\\n"),
      block("RSA, Windows", "RSA " + key, "\r\n"), block("RSA, unclosed", "RSA " + key, isClosed: false),
      block("RSA, unclosed and escaped", "RSA " + key, "\\n", isClosed: false),
      block("RSA, numbered lines", "RSA " + key, "\n   12→"),
      SecretSample(
        format: "Slack webhook", text: "curl https://hooks." + "slack.com/services/" + slack, secret: slack, kind: "slack-webhook"),
      SecretSample(
        format: "Discord webhook", text: "https://discord" + ".com/api/webhooks/" + discord, secret: discord,
        kind: "discord-webhook"),
    ]
  }
}
