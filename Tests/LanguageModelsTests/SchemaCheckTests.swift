import JSONValues
import LanguageModels
import Testing

struct SchemaCheckTests {
  private let schema: JSONValue = [
    "type": "object", "additionalProperties": false, "required": ["memories"],
    "properties": [
      "memories": [
        "type": "array", "maxItems": 2,
        "items": [
          "type": "object", "required": ["category", "l0"], "additionalProperties": false,
          "properties": [
            "category": ["enum": ["events", "patterns"]], "l0": ["type": "string", "minLength": 1, "maxLength": 5],
            "confidence": ["type": "number", "minimum": 0, "maximum": 1], "supersedes": ["type": ["string", "null"]],
            "at": ["anyOf": [["type": "integer"], ["const": "never"]]],
          ],
        ],
      ]
    ],
  ]

  private func problems(_ text: String) throws -> [String] {
    SchemaCheck.problems(of: try JSONValue(parsing: text), against: schema)
  }

  @Test(
    "What satisfies the schema has no problems",
    arguments: [
      #"{"memories":[]}"#, #"{"memories":[{"category":"events","l0":"日本語です"}]}"#,
      #"{"memories":[{"category":"patterns","l0":"a","confidence":1,"supersedes":null,"at":3},{"category":"events","l0":"b","at":"never"}]}"#,
    ])
  func sound(_ text: String) throws { #expect(try problems(text) == []) }

  @Test(
    "Each kind of breach is named with its place",
    arguments: [
      ("[]", "the value is array, not object"), ("{}", "the value has no `memories`"),
      (#"{"memories":[],"x":1}"#, "the value has `x`, which is not asked for"),
      (#"{"memories":{}}"#, "/memories is object, not array"),
      (#"{"memories":[{"category":"x","l0":"a"}]}"#, #"/memories/0/category is "x", not one of "events", "patterns""#),
      (#"{"memories":[{"category":"events"}]}"#, "/memories/0 has no `l0`"),
      (#"{"memories":[{"category":"events","l0":""}]}"#, "/memories/0/l0 is shorter than 1 characters"),
      (#"{"memories":[{"category":"events","l0":"abcdef"}]}"#, "/memories/0/l0 is longer than 5 characters"),
      (#"{"memories":[{"category":"events","l0":"a","confidence":1.5}]}"#, "/memories/0/confidence is more than 1"),
      (#"{"memories":[{"category":"events","l0":"a","confidence":-1}]}"#, "/memories/0/confidence is less than 0"),
      (#"{"memories":[{"category":"events","l0":"a","supersedes":1}]}"#, "/memories/0/supersedes is integer, not string or null"),
      (#"{"memories":[{"category":"events","l0":"a","at":"soon"}]}"#, "/memories/0/at fits none of the alternatives"),
      (#"{"memories":[1,2,3]}"#, "/memories has 3 elements, more than 2"),
    ])
  func breaches(_ text: String, problem: String) throws {
    let found = try problems(text)
    #expect(found.contains(problem), "\(found)")
  }

  @Test("Many breaches are cut to a few: the answer goes back to the model with them")
  func few() throws {
    let many = JSONValue.object(["memories": .array((0..<100).map { .integer($0) })])
    #expect(SchemaCheck.problems(of: many, against: schema).count == 5)
  }

  @Test("A whole number with a fraction of zero is an integer")
  func integers() {
    #expect(SchemaCheck.problems(of: .number(3), against: ["type": "integer"]) == [])
    #expect(SchemaCheck.problems(of: .number(3.5), against: ["type": "integer"]).count == 1)
  }

  @Test("Words that are not checked are told, names of properties are no words")
  func unchecked() {
    #expect(SchemaCheck.uncheckedWords(in: schema) == [])
    #expect(
      SchemaCheck.uncheckedWords(in: [
        "type": "object", "$ref": "x", "properties": ["pattern": ["type": "string", "pattern": "a", "description": "b"]],
        "items": ["oneOf": []],
      ]) == ["$ref", "pattern", "oneOf"])
  }
}
