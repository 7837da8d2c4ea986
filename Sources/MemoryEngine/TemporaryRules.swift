import MemoryModel
import Transcripts
package struct Redacted: Sendable { package var text: String; package var secrets = 0; package var privateSpans = 0; package var isWhollyPrivate = false; package var privateTexts: [String] = [] }
package enum Redactor { package static func redact(_ text: String) -> Redacted { Redacted(text: text) }
 static func removingEchoes(of: [String], in text: String) -> String { text } }
struct Signal { var category: Category; var text: String; var confidence: Double }
enum SignalDetector { static func signals(in t: String) -> [Signal] { [] } }
enum CategoryClassifier { static func category(of t: String) -> Category { .events } }
enum TierWriter { static func abstract(of t: String, title: String?) -> String { String(t.prefix(80)) }
 static func overview(of t: String) -> String { String(t.prefix(2000)) } }
enum TokenEstimate { static func tokens(_ t: String) -> Int { t.utf8.count / 4 } }
enum Chunker { static func chunks(of t: String) -> [String] { [t] } }
struct SessionSummary { var title: String; var abstract: String; var overview: String }
enum SessionSummarizer { static func summary(of t: [TranscriptTurn]) -> SessionSummary { SessionSummary(title: "", abstract: "", overview: "") } }
struct Candidate { var category: Category; var title: String?; var content: String; var confidence: Double; var turnNumber: Int?; var at: Timestamp? }
enum CandidateExtractor { static func candidates(in t: [TranscriptTurn]) -> [Candidate] { [] } }
extension MemoryEngine { package func find(_ r: FindRequest) throws -> FindOutcome { FindOutcome(items: []) }
 package func search(_ r: FindRequest) throws -> SearchOutcome { SearchOutcome(items: [], plan: SearchPlan(author: .rules, subQueries: [], rounds: 0)) } }
