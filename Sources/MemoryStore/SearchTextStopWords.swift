/// Words that a question may hold without asking for them.
///
/// They stay in the index; a question of nothing else asks for them. Only English has a list: in other languages the same short words are names
/// and verbs of English ("die", "war", "son"), and their frequency alone makes them weigh next to nothing.
enum StopWords {
  static let english: Set<String> = Set(
    """
    a about after all also am an and any are as at be been before being but by can could did do does doing done for from get got had has have \
    having he her hers him his how i if in into is it its just like me may might more most my no not of off on once one only or other our \
    out over own same she should so some such than that the their them then there these they this those through to too under until up \
    very was we were what when where which while who whom whose why will with would you your yours us \
    don doesn didn isn wasn weren aren couldn wouldn shouldn hasn haven hadn won cannot
    """.split(separator: " ").map(String.init))
}
