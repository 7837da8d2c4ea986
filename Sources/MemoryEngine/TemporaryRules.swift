extension MemoryEngine {
 package func search(_ r: FindRequest) throws -> SearchOutcome { SearchOutcome(items: [], plan: SearchPlan(author: .rules, subQueries: [], rounds: 0)) } }
