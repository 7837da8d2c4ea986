/// A token that its issuer made recognisable: a fixed beginning, then a run of known bytes.
struct TokenFormat {
  enum Body {
    case hexadecimal, upperCase, alphanumeric, word, url, dotted, base64, base64OrURL

    func holds(_ byte: UInt8) -> Bool {
      switch self {
      case .hexadecimal: Byte.isHex(byte)
      case .upperCase: Byte.isUpper(byte) || Byte.isDigit(byte)
      case .alphanumeric: Byte.isAlphanumeric(byte)
      case .word: Byte.isWord(byte)
      case .url: Byte.isWord(byte) || byte == Byte.hyphen
      case .dotted: Byte.isWord(byte) || byte == Byte.hyphen || byte == Byte.period
      case .base64: Byte.isAlphanumeric(byte) || byte == Byte.plus || byte == Byte.slash || byte == Byte.equals
      case .base64OrURL: Self.base64.holds(byte) || Self.url.holds(byte)
      }
    }
  }

  let prefix: StaticString
  let kind: StaticString
  let body: Body
  let minimum: Int
  let maximum: Int

  init(_ prefix: StaticString, _ kind: StaticString, _ body: Body, _ minimum: Int, exactly: Bool = false) {
    self.prefix = prefix
    self.kind = kind
    self.body = body
    self.minimum = minimum
    maximum = exactly ? minimum : 4096
  }
}

extension TokenFormat {
  /// The formats whose prefix begins with this byte. A longer prefix stands before a shorter one that it begins with. The lengths
  /// are those that the issuers document or issue, a little less where they have changed over time.
  static func formats(beginningWith byte: UInt8) -> [TokenFormat] {
    switch byte {
    case UInt8(ascii: "A"): upperA
    case UInt8(ascii: "a"): lowerA
    case UInt8(ascii: "B"), UInt8(ascii: "b"): lettersB
    case UInt8(ascii: "C"), UInt8(ascii: "c"): lettersC
    case UInt8(ascii: "d"): lettersD
    case UInt8(ascii: "E"), UInt8(ascii: "e"): lettersE
    case UInt8(ascii: "F"), UInt8(ascii: "f"): lettersF
    case UInt8(ascii: "G"), UInt8(ascii: "g"): lettersG
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "I"): lettersH
    case UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "L"): lettersL
    case UInt8(ascii: "N"), UInt8(ascii: "n"): lettersN
    case UInt8(ascii: "P"), UInt8(ascii: "p"): lettersP
    case UInt8(ascii: "r"): lettersR
    case UInt8(ascii: "S"), UInt8(ascii: "s"): lettersS
    case UInt8(ascii: "t"), UInt8(ascii: "v"), UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y"), UInt8(ascii: "1"): lettersT
    default: []
    }
  }

  private static let upperA: [TokenFormat] = [
    TokenFormat("AKIA", "aws-access-key", .upperCase, 16, exactly: true),
    TokenFormat("ASIA", "aws-access-key", .upperCase, 16, exactly: true),
    TokenFormat("ABIA", "aws-access-key", .upperCase, 16, exactly: true),
    TokenFormat("ACCA", "aws-access-key", .upperCase, 16, exactly: true),
    TokenFormat("ABSK", "aws-bedrock-key", .base64, 100),
    TokenFormat("AIza", "google-api-key", .url, 35),
    TokenFormat("ATATT3", "atlassian-token", .base64OrURL, 60),
    TokenFormat("ATCTT3", "atlassian-token", .base64OrURL, 60),
    TokenFormat("ATSTT3", "atlassian-token", .base64OrURL, 60),
    TokenFormat("ATBB", "bitbucket-token", .alphanumeric, 24),
    TokenFormat("AGE-SECRET-KEY-1", "age-key", .upperCase, 40),
    TokenFormat("AGE-PLUGIN-", "age-key", .dotted, 40),
    TokenFormat("AKCp", "jfrog-token", .alphanumeric, 60),
    TokenFormat("AKID", "tencent-key", .alphanumeric, 32, exactly: true),
    TokenFormat("AQVN", "yandex-key", .url, 35),
    TokenFormat("AC", "twilio-account", .hexadecimal, 32, exactly: true),
  ]
  private static let lowerA: [TokenFormat] = [
    TokenFormat("apify_api_", "apify-token", .alphanumeric, 30),
    TokenFormat("aio_", "adafruit-key", .alphanumeric, 28),
  ]
  private static let lettersB: [TokenFormat] = [
    TokenFormat("bkua_", "buildkite-token", .alphanumeric, 32)
  ]
  private static let lettersC: [TokenFormat] = [
    TokenFormat("CFPAT-", "contentful-token", .url, 40),
    TokenFormat("CCIPAT_", "circleci-token", .word, 40),
    TokenFormat("CLOJARS_", "clojars-token", .hexadecimal, 60),
    TokenFormat("csk-", "cerebras-key", .alphanumeric, 40),
  ]
  private static let lettersD: [TokenFormat] = [
    TokenFormat("dop_v1_", "digitalocean-token", .hexadecimal, 40),
    TokenFormat("doo_v1_", "digitalocean-token", .hexadecimal, 40),
    TokenFormat("dor_v1_", "digitalocean-token", .hexadecimal, 40),
    TokenFormat("dapi", "databricks-token", .hexadecimal, 32),
    TokenFormat("dp.pt.", "doppler-token", .alphanumeric, 32),
    TokenFormat("dp.st.", "doppler-token", .dotted, 32),
    TokenFormat("dp.ct.", "doppler-token", .alphanumeric, 32),
    TokenFormat("dp.sa.", "doppler-token", .alphanumeric, 32),
    TokenFormat("dp.scim.", "doppler-token", .alphanumeric, 32),
    TokenFormat("dp.audit.", "doppler-token", .alphanumeric, 32),
    TokenFormat("dckr_pat_", "docker-token", .url, 20),
    TokenFormat("dckr_oat_", "docker-token", .url, 20),
    TokenFormat("duffel_live_", "duffel-token", .url, 40),
    TokenFormat("dt0c01.", "dynatrace-token", .dotted, 60),
  ]
  private static let lettersE: [TokenFormat] = [
    TokenFormat("EAAA", "square-token", .url, 56),
    TokenFormat("EAA", "facebook-token", .alphanumeric, 80),
    TokenFormat("EZAK", "easypost-key", .alphanumeric, 54),
    TokenFormat("EZTK", "easypost-key", .alphanumeric, 54),
  ]
  private static let lettersF: [TokenFormat] = [
    TokenFormat("figd_", "figma-token", .url, 36),
    TokenFormat("FLWSECK-", "flutterwave-key", .url, 20),
    TokenFormat("fo1_", "fly-token", .url, 40),
    TokenFormat("fm1r_", "fly-token", .base64, 60),
    TokenFormat("fm2_", "fly-token", .base64, 60),
    TokenFormat("fio-u-", "frameio-token", .url, 50),
    TokenFormat("FwoGZXIvYXdz", "aws-session-token", .base64, 80),
    TokenFormat("fc-", "firecrawl-key", .hexadecimal, 32, exactly: true),
  ]
  private static let lettersG: [TokenFormat] = [
    TokenFormat("ghp_", "github-token", .alphanumeric, 30),
    TokenFormat("gho_", "github-token", .alphanumeric, 30),
    TokenFormat("ghu_", "github-token", .alphanumeric, 30),
    TokenFormat("ghs_", "github-token", .dotted, 30),
    TokenFormat("ghr_", "github-token", .alphanumeric, 30),
    TokenFormat("github_pat_", "github-token", .word, 40),
    TokenFormat("glpat-", "gitlab-token", .dotted, 20),
    TokenFormat("gldt-", "gitlab-token", .dotted, 20),
    TokenFormat("glrt-", "gitlab-token", .dotted, 20),
    TokenFormat("glrtr-", "gitlab-token", .dotted, 20),
    TokenFormat("glcbt-", "gitlab-token", .dotted, 20),
    TokenFormat("glptt-", "gitlab-token", .dotted, 20),
    TokenFormat("glft-", "gitlab-token", .dotted, 20),
    TokenFormat("glsoat-", "gitlab-token", .dotted, 20),
    TokenFormat("glimt-", "gitlab-token", .dotted, 20),
    TokenFormat("glagent-", "gitlab-token", .dotted, 20),
    TokenFormat("gloas-", "gitlab-token", .dotted, 20),
    TokenFormat("GOCSPX-", "google-oauth-secret", .url, 20),
    TokenFormat("GR1348941", "gitlab-token", .url, 20),
    TokenFormat("gsk_", "groq-key", .alphanumeric, 40),
    TokenFormat("glsa_", "grafana-token", .word, 36),
    TokenFormat("glc_", "grafana-token", .base64, 32),
  ]
  private static let lettersH: [TokenFormat] = [
    TokenFormat("hf_", "huggingface-token", .alphanumeric, 30),
    TokenFormat("hvs.", "vault-token", .url, 20),
    TokenFormat("hvb.", "vault-token", .url, 20),
    TokenFormat("hvr.", "vault-token", .url, 20),
    TokenFormat("HRKU-", "heroku-key", .url, 30),
    TokenFormat("IQoJb3JpZ2lu", "aws-session-token", .base64, 80),
  ]
  private static let lettersL: [TokenFormat] = [
    TokenFormat("key-", "mailgun-key", .alphanumeric, 32, exactly: true),
    TokenFormat("lin_api_", "linear-key", .alphanumeric, 32),
    TokenFormat("lin_oauth_", "linear-key", .alphanumeric, 32),
    TokenFormat("lsv2_pt_", "langsmith-key", .word, 32),
    TokenFormat("lsv2_sk_", "langsmith-key", .word, 32),
    TokenFormat("LTAI", "alibaba-key", .alphanumeric, 16),
  ]
  private static let lettersN: [TokenFormat] = [
    TokenFormat("npm_", "npm-token", .alphanumeric, 36),
    TokenFormat("ntn_", "notion-token", .alphanumeric, 40),
    TokenFormat("nfp_", "netlify-token", .alphanumeric, 36),
    TokenFormat("nvapi-", "nvidia-key", .url, 50),
    TokenFormat("NRAK-", "newrelic-key", .alphanumeric, 24),
    TokenFormat("napi_", "neon-key", .alphanumeric, 50),
  ]
  private static let lettersP: [TokenFormat] = [
    TokenFormat("pypi-", "pypi-token", .url, 50),
    TokenFormat("pscale_tkn_", "planetscale-token", .dotted, 30),
    TokenFormat("pscale_pw_", "planetscale-token", .dotted, 30),
    TokenFormat("pscale_oauth_", "planetscale-token", .dotted, 30),
    TokenFormat("pcsk_", "pinecone-key", .word, 50),
    TokenFormat("pplx-", "perplexity-key", .alphanumeric, 40),
    TokenFormat("phx_", "posthog-key", .alphanumeric, 40),
    TokenFormat("PMAK-", "postman-key", .url, 50),
    TokenFormat("pat-na", "hubspot-token", .url, 36),
    TokenFormat("pat-eu", "hubspot-token", .url, 36),
    TokenFormat("pul-", "pulumi-token", .hexadecimal, 40, exactly: true),
    TokenFormat("pnu_", "prefect-key", .alphanumeric, 36),
    TokenFormat("pat", "airtable-token", .dotted, 79, exactly: true),
  ]
  private static let lettersR: [TokenFormat] = [
    TokenFormat("rk_live_", "stripe-key", .alphanumeric, 20),
    TokenFormat("rk_test_", "stripe-key", .alphanumeric, 20),
    TokenFormat("r8_", "replicate-token", .alphanumeric, 36),
    TokenFormat("rubygems_", "rubygems-key", .hexadecimal, 40),
    TokenFormat("rdme_", "readme-key", .alphanumeric, 60),
    TokenFormat("re_", "resend-key", .word, 30),
  ]
  private static let lettersS: [TokenFormat] = [
    TokenFormat("sk-ant-", "anthropic-key", .url, 24),
    TokenFormat("sk-or-v1-", "openrouter-key", .hexadecimal, 40),
    TokenFormat("sk-", "openai-key", .url, 20),
    TokenFormat("sk_live_", "stripe-key", .alphanumeric, 20),
    TokenFormat("sk_test_", "stripe-key", .alphanumeric, 20),
    TokenFormat("sk_org_", "stripe-key", .word, 24),
    TokenFormat("sk.eyJ", "mapbox-token", .dotted, 40),
    TokenFormat("SG.", "sendgrid-key", .dotted, 50),
    TokenFormat("SK", "twilio-key", .hexadecimal, 32, exactly: true),
    TokenFormat("secret_", "notion-token", .alphanumeric, 43, exactly: true),
    TokenFormat("shpat_", "shopify-token", .hexadecimal, 32),
    TokenFormat("shpca_", "shopify-token", .hexadecimal, 32),
    TokenFormat("shppa_", "shopify-token", .hexadecimal, 32),
    TokenFormat("shpss_", "shopify-token", .hexadecimal, 32),
    TokenFormat("shptka_", "shopify-token", .hexadecimal, 32),
    TokenFormat("shippo_live_", "shippo-token", .hexadecimal, 40),
    TokenFormat("sbp_", "supabase-token", .hexadecimal, 40),
    TokenFormat("sb_secret_", "supabase-token", .url, 20),
    TokenFormat("sq0atp-", "square-token", .url, 20),
    TokenFormat("sq0csp-", "square-token", .url, 40),
    TokenFormat("sgp_", "sourcegraph-token", .word, 40),
    TokenFormat("sntrys_", "sentry-token", .base64OrURL, 40),
    TokenFormat("sntryu_", "sentry-token", .hexadecimal, 40),
    TokenFormat("squ_", "sonarqube-token", .hexadecimal, 40),
    TokenFormat("sqp_", "sonarqube-token", .hexadecimal, 40),
    TokenFormat("sqa_", "sonarqube-token", .hexadecimal, 40),
    TokenFormat("sl.", "dropbox-token", .url, 60),
  ]
  private static let lettersT: [TokenFormat] = [
    TokenFormat("tfp_", "typeform-token", .dotted, 40),
    TokenFormat("tgp_v1_", "together-key", .url, 36),
    TokenFormat("tvly-", "tavily-key", .url, 28),
    TokenFormat("tskey-", "tailscale-key", .url, 24),
    TokenFormat("vcp_", "vercel-token", .alphanumeric, 40),
    TokenFormat("whsec_", "webhook-secret", .base64, 24),
    TokenFormat("xoxe.xox", "slack-token", .url, 20),
    TokenFormat("xoxb-", "slack-token", .url, 16),
    TokenFormat("xoxp-", "slack-token", .url, 16),
    TokenFormat("xoxa-", "slack-token", .url, 16),
    TokenFormat("xoxs-", "slack-token", .url, 16),
    TokenFormat("xoxr-", "slack-token", .url, 16),
    TokenFormat("xoxo-", "slack-token", .url, 16),
    TokenFormat("xoxc-", "slack-token", .url, 16),
    TokenFormat("xoxd-", "slack-token", .url, 16),
    TokenFormat("xoxe-", "slack-token", .url, 16),
    TokenFormat("xapp-", "slack-token", .url, 30),
    TokenFormat("xkeysib-", "brevo-key", .url, 60),
    TokenFormat("xai-", "xai-key", .alphanumeric, 60),
    TokenFormat("ya29.", "google-oauth-token", .url, 20),
    TokenFormat("y0_", "yandex-token", .url, 50),
    TokenFormat("1//0", "google-refresh-token", .url, 40),
  ]
}
