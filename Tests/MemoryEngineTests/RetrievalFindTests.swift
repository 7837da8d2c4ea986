import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

@Suite struct RetrievalFindTests {
  private let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  private func find(_ query: String, _ change: (inout FindRequest) -> Void = { _ in }) throws -> [String] {
    var request = FindRequest(query: query)
    change(&request)
    return try fixture.engine.find(request).items.map(\.node.content)
  }

  @Test("A question without a searchable word gets a note, not an error", arguments: ["", "   ", "?!…", "¿…?", "\"\" * ^"])
  func nothingToSearch(query: String) throws {
    try fixture.remember("anything", .events)
    let outcome = try fixture.engine.find(FindRequest(query: query))
    #expect(outcome.items.isEmpty)
    #expect(outcome.notes.count == 1)
  }

  @Test(
    "Signs of a query language are letters like any other",
    arguments: [
      "redis AND", "redis OR (", "\"redis", "redis*", "NEAR(redis", "words:redis", "redis -port", "^redis", "redis' --", "{redis}",
    ])
  func querySyntax(query: String) throws {
    try fixture.remember("redis listens on port 6379", .entities)
    #expect(try find(query) == ["redis listens on port 6379"])
  }

  @Test("A question of 10,000 characters finds what it is about")
  func longQuestion() throws {
    try fixture.remember("The frobnicator overheats", .cases)
    try fixture.remember("Lunch is at noon", .events)
    let padding = (0..<1200).map { "w\($0)" }.joined(separator: " ")
    #expect(try find("frobnicator overheats " + padding.prefix(9900)).first == "The frobnicator overheats")
  }

  @Test("A question of stop words alone asks for them")
  func stopWords() throws {
    try fixture.remember("To be or not to be", .events)
    #expect(try find("to be or not to be") == ["To be or not to be"])
  }

  @Test("Category and place narrow the answer, however many better matches stand elsewhere")
  func filters() throws {
    for number in 0..<400 { try fixture.remember("deploy deploy deploy \(number)", .events) }
    try fixture.remember("deploy with make", .patterns, uri: "mem://agent/patterns/deploying/make")
    #expect(try find("deploy") { $0.category = .patterns } == ["deploy with make"])
    #expect(try find("deploy") { $0.within = MemoryURI(segments: ["agent", "patterns", "deploying"]) } == ["deploy with make"])
    #expect(try find("deploy") { $0.within = MemoryURI(segments: ["agent", "patterns", "deploy"]) }.isEmpty)
  }

  @Test("An empty category is named as the reason for an empty answer")
  func emptyCategory() throws {
    try fixture.remember("deploy with make", .patterns)
    var request = FindRequest(query: "deploy")
    request.category = .cases
    #expect(try fixture.engine.find(request).notes.map { $0.contains("`cases`") } == [true])
    #expect(try fixture.engine.search(request).notes.count == 1)
    request.category = .patterns
    request.query = "unheard"
    #expect(try fixture.engine.find(request).notes.isEmpty)
  }

  @Test("A single letter of a script without spaces finds every word it stands in", arguments: ["猫", "黒", "き", "黒猫"])
  func singleLetters(query: String) throws {
    try fixture.remember("黒猫が好き", .profile)
    try fixture.remember("犬は嫌い", .profile)
    #expect(try find(query) == ["黒猫が好き"])
  }

  @Test("A project sees its own memories and those of none")
  func scopes() throws {
    try fixture.remember("port 1 of shop", .events, project: "shop")
    try fixture.remember("port 2 of blog", .events, project: "blog")
    try fixture.remember("port 3 of all", .events)
    #expect(try Set(find("port") { $0.scope = .project("shop") }) == ["port 1 of shop", "port 3 of all"])
    #expect(try Set(find("port") { $0.scope = .unscoped }) == ["port 3 of all"])
    #expect(try find("port").count == 3)
  }

  @Test("What was forgotten, what is over and what is yet to be true stay out, and come back as of their time")
  func validity() throws {
    let old = try fixture.remember("the server is called alpha", .events, uri: "mem://user/events/name").uri
    fixture.advance(by: .seconds(86_400))
    let between = fixture.now
    fixture.advance(by: .seconds(86_400))
    try fixture.remember("the server is called beta", .events, supersedes: old)
    try fixture.remember("the server will be called gamma", .events, validFrom: fixture.now.advanced(by: .seconds(86_400)))
    #expect(try find("server") == ["the server is called beta"])
    #expect(try find("server") { $0.asOf = between } == ["the server is called alpha"])
    #expect(try find("server") { $0.asOf = between.advanced(by: .seconds(-10 * 86_400)) }.isEmpty)
    let gone = try fixture.remember("the server hums", .events).uri
    _ = try fixture.engine.forget(ForgetRequest(uri: gone))
    #expect(try find("hums").isEmpty)
  }

  @Test(
    "as_of answers as it would have then, also by search: what was forgotten since, what was said otherwise, what nobody knew yet")
  func asOf() throws {
    let before = fixture.now
    fixture.advance(by: .seconds(86_400))
    let lamp = try fixture.remember("the lamp in the hall flickers", .entities).uri
    let hall = try fixture.remember("the hall is painted green", .preferences, uri: "mem://user/preferences/hall").uri
    fixture.advance(by: .seconds(86_400))
    let between = fixture.now
    fixture.advance(by: .seconds(86_400))
    _ = try fixture.engine.forget(ForgetRequest(uri: lamp))
    #expect(
      try fixture.remember("the hall is painted green and white", .preferences, uri: "mem://user/preferences/hall").action
        == .merged)
    try fixture.remember("the hall has a mirror", .entities)
    try fixture.remember("the hall was rented out", .events, validFrom: between.advanced(by: .seconds(-3600)))
    for ask in [
      { request in try self.fixture.engine.find(request).items }, { request in try self.fixture.engine.search(request).items },
    ] as [(FindRequest) throws -> [FoundMemory]] {
      var request = FindRequest(query: "hall")
      request.scope = .everything
      #expect(
        try Set(ask(request).map(\.node.content))
          == ["the hall is painted green and white", "the hall has a mirror", "the hall was rented out"])
      request.asOf = between
      let then = try ask(request)
      // What was told with the day from which it holds counts from that day; what somebody took back is found for no day.
      #expect(
        Set(then.map(\.node.content)) == ["the hall is painted green", "the hall was rented out"])
      #expect(then.contains { $0.node.uri == hall && $0.node.abstract == "the hall is painted green" && $0.passage == nil })
      request.asOf = before
      #expect(try ask(request).isEmpty)
    }
  }

  @Test("The same words in two scopes are one answer")
  func duplicates() throws {
    try fixture.remember("use make", .events, project: "a")
    try fixture.remember("use make", .events, project: "b")
    #expect(try find("make") == ["use make"])
  }

  @Test(
    "Beginnings and single slips find the word that was meant",
    arguments: ["authen", "authetication", "authentcation", "authhentication", "autehntication", "kubernets"])
  func repairs(query: String) throws {
    try fixture.remember("authentication is by passkey on kubernetes", .entities)
    try fixture.remember("lunch is at noon", .events)
    #expect(try find(query) == ["authentication is by passkey on kubernetes"])
  }

  @Test("A memory is found by its title, its tags and the name it was given")
  func names() throws {
    var request = RememberRequest(content: "It answers on 8080.")
    request.title = "Gateway"
    request.tags = ["infrastructure"]
    request.uri = MemoryURI(segments: ["user", "entities", "acme-api"])
    _ = try fixture.engine.remember(request)
    for query in ["gateway", "infrastructure", "acme-api", "acme"] { #expect(try find(query).count == 1, "\(query)") }
  }

  @Test("A known word is never taken for a slip")
  func noNeedlessRepair() throws {
    try fixture.remember("the cache is warm", .events)
    try fixture.remember("the catch is small", .events)
    #expect(try find("catch") == ["the catch is small"])
  }

  @Test("What happened yesterday is found by that word alone")
  func timeAlone() throws {
    try fixture.remember("We moved to NATS", .events, validFrom: fixture.now.advanced(by: .seconds(-86_400)))
    try fixture.remember("We moved to Kafka", .events, validFrom: fixture.now.advanced(by: .seconds(-40 * 86_400)))
    #expect(try find("what did we do yesterday?") == ["We moved to NATS"])
  }

  @Test("Every part of every score is shown, and they add up")
  func explanation() throws {
    for turn in ["Ann: where is the key?", "Bob: Under the mat, since last May.", "Ann: thanks"] {
      try fixture.remember(turn, .events, session: "s")
    }
    var request = FindRequest(query: "When did Ann lose the key in May 2025?")
    request.explain = true
    let items = try fixture.engine.find(request).items
    #expect(items.count == 3)
    for item in items {
      #expect(abs(item.parts.reduce(0) { $0 + $1.contribution } - item.score) < 1e-9)
      #expect(Set(item.parts.map(\.name)).count == item.parts.count)
    }
  }
}
