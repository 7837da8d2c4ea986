import MemoryModel
import Testing

@Suite("Addresses in the tree")
struct MemoryURITests {
  @Test(
    "An address is read into its segments and written as it was, without a slash at its end",
    arguments: [
      ("mem://", [], "mem://"), ("mem:///", [], "mem://"), ("mem://user", ["user"], "mem://user"),
      ("mem://user/", ["user"], "mem://user"),
      ("mem://user/preferences/editor", ["user", "preferences", "editor"], "mem://user/preferences/editor"),
      ("mem://sessions/0b1c-2d.3~4_5/summary", ["sessions", "0b1c-2d.3~4_5", "summary"], "mem://sessions/0b1c-2d.3~4_5/summary"),
      ("mem://user/entities/日本語", ["user", "entities", "日本語"], "mem://user/entities/日本語"),
      ("mem://a/...", ["a", "..."], "mem://a/..."), ("mem://a/\u{36A}b", ["a", "\u{36A}b"], "mem://a/\u{36A}b"),
      ("mem://\u{D4E}/b", ["\u{D4E}", "b"], "mem://\u{D4E}/b"),
      ("mem://user/entities/Ünïcode", ["user", "entities", "Ünïcode"], "mem://user/entities/Ünïcode"),
      ("mem://हिन्दी", ["हिन्दी"], "mem://हिन्दी"),
    ])
  func reads(_ text: String, _ segments: [String], _ written: String) throws {
    let uri = try MemoryURI(parsing: text)
    #expect(uri.segments == segments)
    #expect(uri.description == written)
    #expect(try MemoryURI(parsing: uri.description) == uri)
  }

  @Test(
    "What is no address is refused with its reason",
    arguments: [
      ("", "begin"), ("user/preferences", "begin"), ("MEM://user", "begin"), ("mem:/user", "begin"), ("http://user", "begin"),
      (" mem://user", "begin"),
      ("mem://user//a", "empty"), ("mem:////", "empty"), ("mem://user//", "empty"), ("mem:///user", "empty"),
      ("mem://./a", "not a segment"),
      ("mem://user/..", "not a segment"), ("mem://user/../a", "not a segment"), ("mem://user/a b", "cannot stand"),
      ("mem://user/a?b", "cannot stand"),
      ("mem://user/a#b", "cannot stand"), ("mem://user/a%20b", "cannot stand"), ("mem://user/a\\b", "cannot stand"),
      ("mem://user/a:b", "cannot stand"),
      ("mem://user/\u{0}", "cannot stand"), ("mem://user/a\nb", "cannot stand"), ("mem://user/\u{200B}", "cannot stand"),
      ("mem://user/\u{202E}a", "cannot stand"),
      ("mem://user/😀", "cannot stand"), ("mem://user/'", "cannot stand"),
      ("mem://user/*", "cannot stand"),
    ])
  func refuses(_ text: String, _ reason: String) {
    let error = #expect(throws: MemoryURIError.self) { try MemoryURI(parsing: text) }
    #expect(error?.reason.contains(reason) == true, "\(error.map(String.init(describing:)) ?? "")")
    #expect(error?.uri == text)
    #expect(error?.description.contains("mem://user/preferences/editor") == true)
  }

  @Test("A segment has at most 128 bytes, an address 1,024, and an error quotes little of what is longer")
  func limits() throws {
    let segment = String(repeating: "a", count: 128)
    #expect(try MemoryURI(parsing: "mem://\(segment)").name == segment)
    #expect(throws: MemoryURIError.self) { try MemoryURI(parsing: "mem://\(segment)a") }
    #expect(throws: MemoryURIError.self) { try MemoryURI(parsing: "mem://" + String(repeating: "語", count: 43)) }
    let longest = "mem://" + Array(repeating: String(repeating: "a", count: 101), count: 10).joined(separator: "/")
    #expect(try MemoryURI(parsing: String(longest.prefix(1024))).segments.count == 10)
    for long in [
      longest + "aaa", String(repeating: "x", count: 2_000), "mem://" + String(repeating: "e\u{301}", count: 900),
      "a" + String(repeating: "\u{301}", count: 5_000),
    ] {
      let error = #expect(throws: MemoryURIError.self) { try MemoryURI(parsing: long) }
      #expect((error?.description.utf8.count ?? .max) < 400)
    }
  }

  @Test("Parents, children and places below")
  func places() throws {
    let editor = try MemoryURI(parsing: "mem://user/preferences/editor")
    #expect(editor.name == "editor")
    #expect(editor.parent?.description == "mem://user/preferences")
    #expect(editor.parent?.appending("editor") == editor)
    #expect(MemoryURI.root.parent == nil && MemoryURI.root.isRoot && MemoryURI.root.name.isEmpty)
    let user = try MemoryURI(parsing: "mem://user")
    let partOfName = try MemoryURI(parsing: "mem://user/pref")
    #expect(editor.isWithin(.root) && editor.isWithin(editor) && editor.isWithin(user))
    #expect(!editor.isWithin(partOfName) && !MemoryURI.root.isWithin(editor))
    let sorted = try ["mem://user/a-b", "mem://", "mem://user/a/b", "mem://agent", "mem://user/a"].map {
      try MemoryURI(parsing: $0)
    }.sorted()
    #expect(sorted.map(\.description) == ["mem://", "mem://agent", "mem://user/a", "mem://user/a/b", "mem://user/a-b"])
  }

  @Test("A category has its directory, and a place its category")
  func categories() throws {
    let directories = Category.allCases.map(\.directory.description)
    #expect(
      directories == [
        "mem://user/profile", "mem://user/preferences", "mem://user/entities", "mem://user/events", "mem://agent/patterns",
        "mem://agent/cases",
        "mem://sessions",
      ])
    for category in Category.allCases {
      #expect(category.directory.category == category)
      #expect(category.directory.appending("a").appending("b").category == category)
      #expect(try MemoryURI(parsing: category.directory.description) == category.directory)
    }
    for text in [
      "mem://", "mem://user", "mem://agent", "mem://user/cases", "mem://agent/preferences", "mem://other/preferences",
      "mem://session/a",
    ] {
      #expect(try MemoryURI(parsing: text).category == nil, "\(text)")
    }
  }

  @Test("Profile, preferences and patterns are merged in place; profile and preferences do not fade")
  func categoryRules() {
    #expect(Category.allCases.filter(\.isMergeable) == [.profile, .preferences, .patterns])
    #expect(Category.allCases.filter { !$0.decays } == [.profile, .preferences])
  }
}
