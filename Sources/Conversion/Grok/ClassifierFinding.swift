/// Something to know about a classifier.
public struct ClassifierFinding: Sendable, Equatable {
    /// Whether data is lost or wrong because of it.
    public let isProblem: Bool
    /// A sentence.
    public let text: String

    static func problem(_ text: String) -> ClassifierFinding { ClassifierFinding(isProblem: true, text: text) }
    static func note(_ text: String) -> ClassifierFinding { ClassifierFinding(isProblem: false, text: text) }
}
