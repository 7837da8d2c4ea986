/// The words by which `Statement` reads a sentence, in the languages that the rules know: English, German, Spanish, French, some Italian and
/// Portuguese.
enum StatementWords {
  static let articles: Set<String> = [
    "a", "an", "the", "my", "our", "all", "any", "your", "his", "her", "their", "its", "please", "der", "die", "das", "den", "dem",
    "ein", "eine", "einen", "einem", "unser", "unsere", "unseren", "mein", "meine", "el", "la", "los", "las", "un", "una",
    "nuestro",
    "nuestra", "mi", "le", "les", "une", "notre", "nos", "mon", "ma", "du", "des", "bitte", "que", "that", "dass", "there",
  ]
  static let negations: Set<String> = [
    "never", "not", "dont", "no", "avoid", "without", "stop", "stopped", "doesnt", "isnt", "arent", "cannot", "cant", "wont",
    "shouldnt",
    "mustnt", "nobody", "none", "neither", "nie", "niemals", "nicht", "kein", "keine", "keinen", "ohne", "nunca", "sin", "jamais",
    "pas", "sans", "ne", "mai", "non", "não",
  ]
  /// Say that it was different before, and nothing else.
  static let markers: Set<String> = [
    "now", "currently", "nowadays", "instead", "anymore", "meanwhile", "henceforth", "jetzt", "inzwischen", "mittlerweile",
    "neuerdings",
    "stattdessen", "künftig", "ahora", "actualmente", "maintenant", "désormais", "dorénavant", "adesso", "ora", "agora",
  ]
  /// Say that it was so before: of no weight, and no change either.
  static let noise: Set<String> = ["again", "wieder", "back", "finally", "otra", "vez", "nouveau", "still", "really", "just"]
  static let changes: Set<String> = [
    "moved", "moves", "switched", "switches", "switch", "migrated", "changed", "changes", "upgraded", "downgraded", "replaced",
    "replaces",
    "renamed", "raised", "lowered", "increased", "reduced", "shortened", "extended", "postponed", "rescheduled", "went", "became",
    "becomes", "took", "takes", "handed", "dropped", "swapped", "gewechselt", "wechselt", "wechseln", "umgestellt", "umgezogen",
    "verschoben", "geändert", "ersetzt", "cambiado", "cambiamos", "cambió", "pasamos", "pasó", "migramos", "movió", "mudado",
    "reemplaza", "passé", "passons", "passe", "migré", "déplacé", "déménagé", "changé", "remplacé", "remplace", "reporté",
    "reportée",
    "passati", "spostato", "mudamos", "mudou", "rewritten", "ported", "converted", "transferred", "relocated", "shifted",
    "umgeschrieben", "portiert", "überführt",
  ]
  /// Of these, what stands before the verb is what came, and not what it was about.
  static let replacing: Set<String> = [
    "replaced", "replaces", "ersetzt", "reemplaza", "remplace", "remplacé", "took", "takes", "dropped",
  ]
  /// Markers that choose, and tell nothing of when.
  static let choices: Set<String> = ["instead", "stattdessen"]
  static let past: Set<String> = [
    "was", "were", "did", "had", "released", "deployed", "fixed", "met", "merged", "shipped", "happened", "joined", "left", "found",
    "wrote", "added", "removed", "broke", "failed", "crashed", "tested", "visited", "bought", "signed", "held", "won", "lost",
    "war", "reached", "ended", "lasted", "scored", "peaked", "measured", "ran", "got", "hit", "voted", "finished", "completed",
    "wurde", "wurden", "fue", "fueron", "été", "était",
  ]
  /// What follows them is turned down.
  static let rejecting: [[String]] = [
    ["instead", "of"], ["rather", "than"], ["no", "longer", "on"], ["no", "longer", "in"], ["no", "longer", "with"],
    ["no", "longer", "at"],
    ["no", "longer"], ["gave", "up", "on"], ["gave", "up"], ["stopped", "using"], ["stop", "using"],
    ["dont", "use"],
    ["never", "use"], ["avoid"], ["replaced"], ["replaces"], ["replace"], ["dropped"], ["drop"], ["in", "place", "of"],
    ["done", "with"], ["not", "with"], ["not", "in"], ["not", "on"], ["not", "at"], ["statt"], ["anstatt"], ["anstelle", "von"],
    ["nicht", "mehr"], ["nicht", "mehr", "in"], ["nicht", "mehr", "auf"],
    ["en", "vez", "de"],
    ["en", "lugar", "de"], ["ya", "no"], ["ya", "no", "en"], ["au", "lieu", "de"], ["plutôt", "que"], ["et", "non"], ["et", "pas"],

    ["plus", "de"], ["plus", "dans"], ["plus", "sur"], ["plus", "chez"], ["plus", "à"], ["plus", "avec"], ["invece", "di"],
    ["em", "vez", "de"],
  ]
  /// What stands before them is turned down.
  static let gone: [[String]] = [
    ["is", "no", "longer"], ["are", "no", "longer"], ["is", "gone"], ["are", "gone"], ["is", "not", "used"],
    ["are", "not", "used"],
    ["was", "removed"], ["were", "removed"], ["is", "removed"], ["has", "been", "removed"], ["is", "switched", "off"],
    ["was", "switched", "off"], ["are", "switched", "off"], ["is", "shut", "down"], ["was", "shut", "down"], ["was", "retired"],
    ["is", "dead"], ["is", "history"], ["has", "been", "retired"], ["has", "been", "dropped"],
    ["no", "longer", "does"],
    ["wurde", "entfernt"], ["wurde", "abgeschaltet"], ["ist", "abgeschaltet"], ["fällt", "weg"], ["a", "été", "supprimé"],
    ["is", "retired"], ["is", "deprecated"], ["has", "been", "replaced"], ["was", "replaced"], ["were", "replaced"],
    ["is", "replaced"],
    ["was", "dropped"], ["wird", "nicht", "mehr"], ["wurde", "ersetzt"], ["wurde", "durch"], ["ya", "no", "se"], ["nest", "plus"],
    ["a", "été", "remplacé"],
  ]
  static let choosing: Set<String> = [
    "use", "uses", "using", "prefer", "prefers", "choose", "pick", "want", "wants", "likes", "like", "benutze", "benutzen",
    "verwende",
    "verwenden", "nutzen", "nutze", "nimm", "usa", "usamos", "usar", "uso", "utiliza", "utilise", "utilisons", "utiliser",
    "utilisez",
    "prefiero", "préfère", "bevorzuge", "bevorzugt", "usiamo", "write", "format", "lint", "build", "deploy", "test", "wir", "nous",
    "we", "i",
    "he", "she", "they", "ich", "je",
  ]
  static let stops: Set<String> = [
    "and", "but", "or", "to", "und", "aber", "oder", "y", "pero", "et", "mais", "auf", "zu", "nach", "a", "à", "by", "durch", "por",
    "par",
    "is", "are", "ist", "sind", "es", "est", "because", "since", "anymore", "mehr", "plus",
  ]
  /// For what, where, when; words that introduce the same stand together.
  static let purposes: [String: String] = [
    "for": "for", "für": "for", "para": "for", "pour": "for", "zum": "for", "zur": "for", "per": "for", "in": "in", "im": "in",
    "en": "in",
    "dans": "in", "inside": "in", "within": "in", "when": "when", "wenn": "when", "bei": "when", "beim": "when", "while": "when",
    "during": "when", "quand": "when", "cuando": "when", "on": "on", "auf": "on", "sur": "on", "if": "when", "before": "before",
    "after": "after", "vor": "before", "nach": "after", "antes": "before", "después": "after", "avant": "before", "après": "after",
    "with": "with", "mit": "with", "con": "with", "avec": "with",
  ]
  static let beginnings: [[String]] = [
    ["as", "of"], ["from"], ["since"], ["starting"], ["starting", "from"], ["starting", "on"], ["effective"], ["beginning"], ["ab"],
    ["seit"], ["von"], ["desde"], ["a", "partir", "de"], ["à", "partir", "de"], ["depuis"], ["from", "version"],
    ["since", "version"],
    ["per"], ["as", "from"], ["dal"],
  ]
  static let moments: Set<String> = [
    "today", "now", "on", "tomorrow", "next", "week", "month", "year", "quarter", "this", "last", "monday", "tuesday", "january",
    "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "spring", "summer", "autumn",
    "winter", "heute", "jetzt", "sofort", "morgen", "hoy", "ahora", "maintenant", "aujourdhui", "januar", "februar", "märz", "mai",
    "juni",
    "juli", "oktober", "dezember", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre",
    "noviembre", "diciembre", "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre", "yesterday", "gestern", "q1", "q2", "q3", "q4", "then", "mid", "early", "late",
  ]
  static let atOnce: Set<String> = ["today", "now", "sofort", "heute", "jetzt", "hoy", "ahora", "maintenant", "aujourdhui"]
  static let days: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays",
    "fridays",
    "saturdays", "sundays", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "montags", "dienstags", "mittwochs", "donnerstags",
    "freitags",
    "lunes", "martes", "miércoles", "jueves", "viernes", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "januar", "februar",
    "märz",
    "mai", "juni", "juli", "oktober", "dezember", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "septiembre",
    "octubre",
    "noviembre", "diciembre", "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
  ]
  static let numerals: Set<String> = [
    "once", "twice", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty",
    "thirty",
    "daily", "weekly", "monthly", "hourly", "yearly", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "zehn", "dos",
    "tres",
    "cuatro", "cinco", "seis", "diez", "deux", "trois", "quatre", "cinq", "dix", "täglich", "wöchentlich", "semanal", "mensual",
  ]
  /// A thing has one of each: another one takes its place.
  static let slots: Set<String> = [
    "deadline", "port", "owner", "lead", "manager", "name", "version", "limit", "timeout", "editor", "language", "framework",
    "formatter",
    "linter", "database", "host", "region", "branch", "office", "address", "timezone", "title", "color", "colour", "theme", "font",
    "price",
    "plan", "model", "contact", "approver", "maintainer", "default", "minimum", "maximum", "length", "interval", "shell", "budget",
    "codename",
    "birthday", "domain", "slogan", "salary", "size", "root", "license", "licence", "domain", "day", "date", "time", "frequency",
    "level",
    "frist", "termin", "zeitzone", "büro", "standardsprache", "plazo", "fecha", "límite", "puerto", "oficina", "échéance", "bureau",
    "manager",
    "reviewer", "mascot", "captain", "retention", "currency", "runtime", "registry", "quota", "ceo", "cto", "boss", "chef",
    "provider", "laptop", "phone", "machine", "computer", "keyboard", "browser", "car",
  ]
  /// Whoever or whatever does this does it in one way at a time.
  static let exclusive: Set<String> = [
    "lives", "live", "works", "work", "based", "hosted", "listens", "owned", "led", "called", "named", "reports", "due",
    "scheduled", "costs",
    "ends", "begins", "starts", "closes", "opens", "expires", "wohnt", "arbeitet", "heißt", "liegt", "vive", "trabaja", "habite",
    "travaille",
    "indents", "indent", "meets", "sold", "located", "managed", "speaks", "requires",
  ]
  static let owning: Set<String> = [
    "owns", "leads", "maintains", "handles", "reviews", "approves", "manages", "responsible", "oversees", "heads",
    "coordinates",
    "leitet", "betreut", "verantwortet", "dirige", "lleva", "gère", "dirige", "hosts", "chairs", "pays", "signs", "triages",
    "organises",
    "organizes", "deploys", "verantwortlich", "zuständig", "encarga", "occupe",
  ]
  /// One may do this with many things at once.
  static let additive: Set<String> = [
    "also", "supports", "support", "includes", "include", "has", "have", "offers", "accepts", "can", "knows", "too", "additionally",
    "plus",
    "adds", "contains", "exports", "imports", "auch", "unterstützt", "también", "soporta", "aussi", "supporte", "both", "besides",
    "lists",
    "tracks", "mentions", "sends", "returns", "shows", "handles", "well", "learning", "learns", "reads", "writes",
  ]
  /// Pairs of which only one can hold of the same thing.
  static let opposites: [String: String] = [
    "enable": "disable", "enabled": "disabled", "on": "off", "allow": "forbid", "allowed": "forbidden", "required": "optional",
    "public": "private", "likes": "dislikes", "like": "dislike", "love": "hate", "loves": "hates", "with": "without",
    "before": "after",
    "mandatory": "optional", "open": "closed", "always": "never", "immer": "nie", "siempre": "nunca", "toujours": "jamais",
    "mit": "ohne", "con": "sin", "avec": "sans", "short": "long", "verbose": "terse", "light": "dark", "dark": "light",
    "ascending": "descending",
    "synchronous": "asynchronous", "manual": "automatic", "manually": "automatically", "accept": "refuse",
    "vegetarian": "carnivore",
    "kurz": "lang", "kurze": "lange", "cortas": "largas", "cortos": "largos", "courtes": "longues", "single": "double",
  ]
  /// Function words: they say nothing about what a sentence is about.
  static let framing: Set<String> = articles.union(negations).union(markers).union(choosing).union([
    "and", "are", "as", "at", "be", "but", "by", "do", "does", "for", "from", "had", "has", "have", "in", "into", "is", "it", "me",
    "of", "on",
    "or", "so", "than", "them", "then", "this", "to", "us", "was", "were", "when", "will", "with", "you", "always", "preferred",
    "used",
    "user", "should", "must", "over", "remember", "longer", "been", "being", "if", "und", "ist", "sind", "im", "in", "auf", "mit",
    "für", "zu",
    "von", "immer", "wird", "es", "es", "en", "de", "del", "con", "para", "siempre", "se", "al", "por", "y", "est", "sont", "dans",
    "avec",
    "pour", "toujours", "sur", "et", "au", "aux", "on", "nutzer", "zum", "zur", "only", "just", "every", "each", "everywhere", "up",
    "out",
  ])
}

extension StatementWords {
  /// Tell where or how something is.
  static let states: Set<String> = [
    "is", "are", "lives", "runs", "run", "hosted", "based", "stored", "kept", "stands", "sits", "works", "deployed", "written",
    "built", "uses",
    "use", "speaks", "ist", "läuft", "liegt", "wohnt", "steht", "está", "vive", "corre", "est", "habite", "tourne", "sont",
    "happens", "meets",
    "goes", "arbeitet", "trabaja", "travaille",
  ]
  /// What stands before one of these is what the sentence is about.
  static let verbs: Set<String> = states.union(exclusive).union(owning).union(choosing).union([
    "must", "should", "may", "has", "have", "takes", "take", "holds", "keeps", "keep", "allows", "targets", "supports", "ships",
    "expects",
    "needs", "answers", "report", "reports", "costs", "stays", "lasts", "retries", "retry", "wait", "waits", "polls", "serves",
    "pays", "earns",
    "drinks", "eats", "sleeps", "limit", "cap", "indent", "wrap", "at", "every", "dauert", "kostet", "braucht", "cuesta", "coûte",
    "dure", "tarda",
    "endet", "termina", "finit", "beginnt", "empieza", "commence", "sollen", "solen", "findet", "trifft", "treffen", "erscheint",
    "erscheinen", "happens", "releases", "release",
    "released",
    "es", "se", "dauern", "kosten", "cuestan", "duran", "coûtent", "durent", "wird", "werden", "sind", "son", "tiene", "a",
  ])
  /// Open what only gives reasons.
  static let reasons: [String] = [
    ", because ", " because ", ", since the", ", since we", " — ", " – ", ", weil ", ", da ", ", porque ", ", parce que ", ", car ",
    " so that ",
  ]
  static let being: Set<String> = ["is", "are", "ist", "es", "est"]
  static let definite: Set<String> = ["the", "der", "die", "das", "el", "la", "le"]
  /// Before a participle: "meetings are held on Monday" tells what is, "held a meeting" what was.
  static let present: Set<String> = ["is", "are", "be", "being", "gets", "get"]
  /// Before a word of change: what was done.
  static let done: Set<String> = ["was", "were", "wurde", "wurden", "fue", "fueron"]
  static let newness: Set<String> = ["new", "neue", "neuer", "neues", "nuevo", "nueva", "nouveau", "nouvelle"]
  /// Nobody says with these that something holds now.
  static let unsure: Set<String> = [
    "maybe", "perhaps", "might", "could", "possibly", "eventually", "someday", "will", "considering", "considered", "considers",
    "evaluating", "exploring", "suggested", "suggests", "suggest", "proposed", "proposes", "thinking", "planning", "intend",
    "intends", "hope", "hopes", "wish", "wishes", "temporarily", "provisionally", "tentatively", "experimentally", "tried", "trial",
    "unless", "vielleicht", "eventuell", "könnte", "könnten", "würde", "würden", "vorübergehend", "probeweise", "testweise",
    "überlegen",
    "überlegt", "quizás", "quizá", "podría", "podríamos", "temporalmente", "pourrait", "pourrions", "temporairement", "peut-être",
    "forse", "talvez",
  ]
  private static let unsureSequences: [[String]] = [
    ["plan", "to"], ["plans", "to"], ["going", "to"], ["next", "year"], ["next", "month"], ["next", "quarter"], ["next", "week"],
    ["should", "switch"], ["should", "move"], ["should", "migrate"], ["should", "change"], ["should", "consider"],
    ["should", "try"],
    ["should", "replace"], ["for", "a", "test"], ["as", "a", "test"], ["as", "an", "experiment"], ["the", "same", "day"],
    ["used", "to"], ["at", "the", "time"], ["back", "then"], ["nächstes", "jahr"], ["nächsten", "monat"], ["nächste", "woche"],
    ["tal", "vez"], ["a", "lo", "mejor"], ["lannée", "prochaine"], ["próximo", "año"], ["zum", "test"],
  ]
  static let unsureByWord = Dictionary(grouping: unsureSequences) { $0.first ?? "" }
  /// Behind "would": "would rather use tabs" says what somebody wants.
  static let wishing: Set<String> = ["rather", "like", "prefer", "love"]
  /// At the beginning of what was so long ago.
  static let formerly: Set<String> = [
    "previously", "formerly", "originally", "historically", "früher", "damals", "ursprünglich", "antiguamente", "autrefois",
    "anciennement",
  ]
  /// What is said of one of these says nothing of another.
  static let environments: Set<String> = [
    "staging", "production", "prod", "development", "dev", "ci", "local", "locally", "nightly", "beta", "stable", "canary", "qa",
    "sandbox", "emergency",
  ]
  /// So are these where they stand behind "on", "in" or "for"; "runs Linux" says which one.
  static let systems: Set<String> = ["linux", "windows", "macos", "android", "ios", "freebsd"]
  /// Open the words before a comma that say where the rest holds.
  static let settingOut: Set<String> = [
    "on", "in", "at", "for", "when", "while", "during", "if", "before", "after", "within", "inside", "outside", "under", "unless",
    "with", "without", "only", "as", "locally", "auf", "im", "bei", "beim", "wenn", "für", "während", "en", "para", "cuando", "si",
    "sur",
    "dans", "pour", "quand", "lors", "sous",
  ]
  /// Verbs that say the same thing of what they are said of: where it is, where it goes, what it is made with.
  static let kindsOfState: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "place": [
        "is", "are", "lives", "live", "runs", "run", "hosted", "deployed", "served", "located", "stands", "sits", "stored", "kept",
        "liegt", "läuft", "steht", "está", "están", "est", "sont", "ist", "sind", "hébergé", "alojado",
      ],
      "target": ["go", "goes", "pushed", "sent", "shipped", "uploaded", "delivered", "published", "reported", "written", "posted"],
      "source": ["come", "comes", "fetched", "taken", "read", "loaded", "bought", "imported"],
    ].flatMap { kind, verbs in verbs.map { ($0, kind) } })
  /// Between such a verb and the place: of one kind again.
  static let kindsOfPlace: [String: String] = [
    "on": "place", "in": "place", "at": "place", "auf": "place", "bei": "place", "en": "place", "sur": "place", "dans": "place",
    "chez": "place", "to": "target", "from": "source", "through": "target",
  ]
  /// Stand between what somebody does and where, as what or by whom.
  static let places: Set<String> = [
    "in", "at", "on", "for", "by", "as", "to", "with", "from", "bei", "für", "auf", "en", "para", "à", "dans", "chez", "pour",
  ]
  /// A short "no" to what follows, as long as no verb is denied by it: "use bun, not npm", but not "it does not start".
  static let denials: Set<String> = ["not", "nicht", "kein", "keine", "keinen", "pas", "non", "não"]
  static let auxiliaries: Set<String> = [
    "need", "needs", "do", "does", "did", "is", "are", "was", "were", "can", "could", "should", "must", "may", "might", "would",
    "will", "have",
    "has", "had",
    "be", "am", "im", "ist", "sind", "wird", "kann", "soll", "est", "sont", "es", "son", "if", "why", "or",
  ]
  static let preferring: Set<String> = [
    "prefer", "prefers", "preferred", "choose", "chose", "chosen", "pick", "picked", "favour", "favor", "favours", "favors", "use",
    "uses",
  ]
  static let verbStems = Set(verbs.union(kindsOfState.keys).map(Likeness.stem))
  static let emptyStems: Set<String> = Set(framing.map(Likeness.stem)).union(framing).union([
    "someth", "anyth", "everyth", "someone", "anyone", "one", "ones", "more", "much", "thing",
  ])
  // By their first word: a sentence has a dozen words, and these lists have dozens of phrases.
  static let rejectingByWord = Dictionary(grouping: rejecting) { $0.first ?? "" }
  static let goneByWord = Dictionary(grouping: gone) { $0.first ?? "" }
  static let beginningsByWord = Dictionary(grouping: beginnings) { $0.first ?? "" }
}
