import SeededRandom
import Testing

@testable import MemoryEngine

@Suite("What only looks like a secret stays")
struct RedactionLookalikeTests {
  @Test("The corpus has at least 300 look-alikes")
  func corpusIsLarge() { #expect(Self.all.count >= 300) }

  @Test("A look-alike stays as it is")
  func stays() {
    for text in Self.all {
      #expect(Redactor.redact(text).text == text)
    }
  }

  static let all: [String] = {
    var g = SeededGenerator(seed: 99)
    return references + types + placeholders + prose + code + (0..<8).flatMap { _ in digests(&g) }
  }()

  private static let references = [
    "password = os.environ[\"DB_PASSWORD\"]", "password = os.getenv('DB_PASSWORD')", "const token = process.env.GITHUB_TOKEN;",
    "DB_PASSWORD=${DB_PASSWORD}", "DB_PASSWORD=$DB_PASSWORD", "export TOKEN=$(cat token.txt)", "secret: ${VAULT}",
    "password: \"{{ vault_password }}\"", "password: {{ .Values.db.password }}", "api_key: <%= ENV['API_KEY'] %>",
    "token: ${{ secrets.GITHUB_TOKEN }}", "password: !vault db/password", "password=%DB_PASSWORD%",
    "password = settings.DB_PASSWORD",
    "password: op://vault/db/password", "secret_key = config.get('secret_key')", "token = self.token", "token: user.accessToken2",
    "password = input(\"Password: \")", "password = getpass.getpass()", "POSTGRES_PASSWORD_FILE=/run/secrets/db_password",
    "password_file: /etc/app/password", "secretName: my-app-secret", "--password-file ./secret.txt", "--password $PASSWORD",
    "--token \"$TOKEN\"",
    "Authorization: Bearer $TOKEN", "Authorization: Bearer ${token}", "Authorization: Bearer <token>",
    "\"Authorization\": `Bearer ${apiKey}`",
    "curl -u \"$USER:$PASS\" https://example.org", "mysql -u root -p app", "mysql -u root -p\"$PASS\" app",
    "docker run -p 8080:80 nginx",
    "postgres://user:${PASS}@db/app", "postgres://user:$PASS@db/app", "postgres://user:password@localhost/app",
    "https://<user>:<password>@host/", "redis://localhost:6379/0", "http://[::1]:8080/@me", "https://example.org/@scope/package",
    "git@github.com:owner/repository.git", "ssh://git@example.org:22/a.git", "token_url: https://login.example.org/oauth/token",
    "aws_secret_access_key = aws_creds.secret_key", "private_key_path = \"~/.ssh/id_ed25519\"", "PWD=/Users/me/project",
    "OLDPWD=/tmp",
  ]

  private static let types = [
    "token: string", "token: String?", "password: string;", "password: str", "password: Optional[str] = None", "api_key=None",
    "apiKey: null,", "secret: undefined", "var password: String", "let token: Token", "password VARCHAR(255) NOT NULL",
    "\"password\": {\"type\": \"string\"}", "\"token\": true", "password: false", "token_type: bearer",
    "\"token_type\": \"Bearer\"",
    "password=required", "max_tokens: 4096", "tokens: 128000", "pad_token = \"<|endoftext|>\"", "eos_token: \"</s>\"",
    "nextToken: \"page2abcdef12345\"",
    "primary_key: \"user_id_2\"", "cache_key = \"users:v2:index:all\"", "PARTITION_KEY=customer-2024-region-eu-1",
    "password: 'Passwort'",
    "\"password\": \"Mot de passe\"", "\"password\": \"Enter your password\"", "\"password\": \"密码\"",
    "<input type=\"password\" name=\"password\">",
    "<label for=\"password\">Password</label>", "<password></password>", "password: \"\"", "PASSWORD=", "password:", "token = \"\"",
    "def login(user, password=None):", "login(username=user, password=password)", "if token == nil { return }",
    "tests: 40, pass: 38, fail: 2",
  ]

  private static let placeholders = [
    "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    "OPENAI_API_KEY=sk-your-key-here", "OPENAI_API_KEY=sk-...", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "ghp_" + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "GITHUB_TOKEN=<your-token>", "api_key: YOUR_API_KEY", "api_key: your-api-key", "password: changeme", "password: change-me-1",
    "password = \"********\"",
    "password: ......", "password=xxxx", "PASSWORD=example-password-1", "secret: placeholder", "token: \"insert-token-here\"",
    "password: [redacted:password]",
    "Authorization: Bearer [redacted:bearer-token]", "https://me:[redacted:url-password]@host/", "password: [private]",
    "Authorization: Bearer YOUR_TOKEN_HERE",
    "AKIAXXXXXXXXXXXXXXXX", "xoxb-your-token-here-please-now",
    "-----BEGIN RSA " + "PRIVATE KEY-----\n...\n-----END RSA " + "PRIVATE KEY-----",
    "hf_hub_download_from_the_repository", "npm_config_registry_with_a_long_name_here", "sk-learn-is-the-name-of-no-package",
    "key-value-store-of-the-day",
    "sk_live_", "eyJ is how a token begins", "ghp_ is a prefix", "pat-na1 is a prefix",
  ]

  private static let prose = [
    "The password is required.", "The password is base64-encoded.", "The password is wrong",
    "Use a bearer token for authentication.",
    "Basic authentication is disabled, see the configuration", "Bearer authentication-scheme-is-documented",
    "Password: minimum 8 characters",
    "Secret: nobody reads the manual.", "Enter the passphrase: it is shown once", "He said the token: see below", "pass: 42",
    "--- PASS: TestInit/returns_cleanup_when_none (0.00s)", "The key: patience",
    "look for `-----BEGIN RSA " + "PRIVATE KEY-----` in the file",
    "It stands between -----BEGIN PRIVATE " + "KEY----- and the end.",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzvm4bnxNFb1mWBFRkgS1bG4vZJ6z\n-----END PUBLIC KEY-----",
    "The cookie: chocolate chip", "machine learning password policies", "a machine that does login things",
    "mysql is a database -- pretty good",
    "Cookie: theme=dark; lang=en", "Set-Cookie: theme=light; Path=/; Secure", "main.swift:12:5: error: cannot find 'x' in scope",
    "10:45:30 host:5432:listening", "Meet me at 10:30:45", "the SKU is SK1234", "Account AC and unit SK",
    "M. Smith, N. Jones, O. Brown.",
  ]

  private static let code = [
    "getPassword(\"prod1\")", "var password string", "func token(s string) string", "field.setPassword(password)",
    "isToken(\"a1b2\")", "let password = readPassword()", "token = next(tokens)", "self.password = password",
    "this.secret = secret;",
    "password: password,",
    "return token.split('.')[1]", "#define PASSWORD_LENGTH 32", "passwordField.text = user.password1",
    "const secretKey = getSecretKey(name)",
    "case \"password\", \"token\": return nil", "if (password.length < 8) throw new Error('too short')",
    "token = Token(kind: .word, range: 1..<2)",
    "assert_eq!(token, Token::Number(42));", "UPDATE users SET password_hash = ?", "class=\"sk-circle-fade sk-folding-cube-large\"",
    "static Local<Private> New(Isolate* isolate);", "my $pwd = $ftp->pwd;", "def unix_getpass(prompt='Password: ', stream=None):",
    "sig = binascii.a2b_base64(request.signature)",
    "the --username and --password options", "private_key: \"_EllipticCurvePrivateKey\"",
    "authorization = authorization[1].encode('ascii')", "'sfntCMapEncoding', 'ASAuthorizationAppleIDButton'",
    "user_pass = '%s:%s' % (user, name)", "Pass :meth:`peek` a default", "import Security // for the keychain", "x = a:b:c:d:e",
    "KEY_COLUMN_USAGE", "auth: true", "auth = Auth()",
    "credentials: 'include'", "credentials: \"same-origin\"",
    "with_credentials=True", "sig = inspect.signature(f)",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  ]

  private static func digests(_ g: inout SeededGenerator) -> [String] {
    [
      "commit \(g.hexadecimal(40))", "md5: \(g.hexadecimal(32))", "sha256:\(g.hexadecimal(64))",
      "\(g.hexadecimal(64))  file.tar.gz",
      "id: \(g.uuid())", "session \(g.uuid()) ended", "\"integrity\": \"sha512-\(g.base64(86))==\"",
      "checksum = \"\(g.hexadecimal(64))\"",
      "index \(g.hexadecimal(7))..\(g.hexadecimal(7)) 100644", "ETag: \"\(g.hexadecimal(32))\"",
      "data:image/png;base64,\(g.base64(400))",
      "src=\"data:font/woff2;base64,\(g.base64(900))==\"", "docker.io/app@sha256:\(g.hexadecimal(64))",
      "\"private_key_id\": \"\(g.hexadecimal(40))\"",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\(g.alphanumeric(43)) me@host", "version 1.2.3-beta.\(g.digits(4))",
      "trace_id=\(g.hexadecimal(32))",
      "https://example.org/a/\(g.hexadecimal(40))/b?v=\(g.digits(10))", "key: \(g.uuid())", "request \(g.alphanumeric(24))",
    ]
  }
}
