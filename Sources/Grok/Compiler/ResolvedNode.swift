/// A tree without references: what they name stands in their place.
indirect enum ResolvedNode: Sendable {
    case set(ScalarSet)
    case sequence([ResolvedNode])
    case alternation([ResolvedNode])
    /// What matches is the value of the field with that number.
    case capture(Int, ResolvedNode)
    /// What stands in a pattern as that text: what a reference refers to, a group, something repeated.
    case reference(String, ResolvedNode)
    case repetition(ResolvedNode, minimum: Int, maximum: Int?, GrokNode.Greed)
    case atomic(ResolvedNode)
    case lookAhead(ResolvedNode, isNegative: Bool)
    /// Of that width.
    case lookBehind(ResolvedNode, isNegative: Bool, minimum: Int, maximum: Int)
    case assertion(GrokNode.Assertion)

    /// How many scalars the tree takes.
    var width: NodeWidth {
        switch self {
        case .set: NodeWidth(minimum: 1, maximum: 1)
        case .sequence(let items): items.reduce(.zero) { $0 + $1.width }
        case .alternation(let branches):
            branches.dropFirst().reduce(branches.first?.width ?? .zero) { $0 | $1.width }
        case .capture(_, let node), .reference(_, let node), .atomic(let node): node.width
        case .repetition(let node, let minimum, let maximum, _): node.width.repeated(minimum, maximum)
        case .lookAhead, .lookBehind, .assertion: .zero
        }
    }

    /// The tree itself, whatever its text is.
    var unwrapped: ResolvedNode {
        switch self {
        case .reference(_, let node): node.unwrapped
        case .sequence(let items) where items.count == 1: items[0].unwrapped
        default: self
        }
    }

    /// Whether a field is captured within.
    var capturesFields: Bool {
        switch self {
        case .set, .assertion: false
        case .capture: true
        case .sequence(let nodes), .alternation(let nodes): nodes.contains(where: \.capturesFields)
        case .reference(_, let node), .repetition(let node, _, _, _), .atomic(let node), .lookAhead(let node, _),
            .lookBehind(let node, _, _, _):
            node.capturesFields
        }
    }

    /// Whether nothing is looked at beyond one scalar before and one behind what is taken.
    var looksNearOnly: Bool {
        switch self {
        case .set: true
        case .assertion(let kind): kind == .wordBoundary || kind == .notWordBoundary
        case .sequence(let nodes), .alternation(let nodes): nodes.allSatisfy(\.looksNearOnly)
        case .capture(_, let node), .reference(_, let node), .repetition(let node, _, _, _), .atomic(let node):
            node.looksNearOnly
        case .lookAhead(let node, _), .lookBehind(let node, _, _, _): node.onlySet != nil
        }
    }

    /// The one set, where the tree is nothing but that.
    var onlySet: ScalarSet? {
        switch self {
        case .set(let set): return set
        case .reference(_, let node): return node.onlySet
        case .sequence(let items) where items.count == 1: return items[0].onlySet
        case .alternation(let branches):
            // One scalar either way: the first branch that matches leaves nothing for another to do differently.
            var union = ScalarSet()
            for branch in branches {
                guard let set = branch.onlySet else { return nil }
                union.formUnion(set)
            }
            return union
        default: return nil
        }
    }
}
