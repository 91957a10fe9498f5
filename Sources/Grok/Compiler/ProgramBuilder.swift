/// Compiles trees to instructions.
///
/// The order of branches is that of Java: left before right, more before fewer unless the quantifier is lazy. Counted
/// repetitions of more than one scalar are written out, so that a place in the program says all there is to know, and a
/// place and a position that failed once need not be tried again.
struct ProgramBuilder {
    /// The most instructions of a pattern.
    private static let limit = 200_000

    private let fieldCount: Int
    private var instructions: [Instruction] = []
    private var sets: [ScalarSet] = []
    private var reaches: [Program.Reach] = []
    private var slotCount: Int
    /// How many loops whose turns may take nothing stand around what is compiled.
    private var idleLoops = 0
    private var memoPoints = 0
    /// Within a look-behind, where the end is given, what failed once may succeed the next time.
    private var lookBehinds = 0

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        slotCount = 2 * fieldCount
    }

    /// The program of the elements of a pattern, each marked, up to the end of the line.
    static func program(of elements: [ResolvedNode], fieldCount: Int) throws(GrokError) -> Program {
        var builder = ProgramBuilder(fieldCount: fieldCount)
        for (number, element) in elements.enumerated() {
            try builder.emit(.element, number)
            try builder.compile(element)
        }
        try builder.emit(.element, elements.count)
        try builder.emit(.accept)
        return Program(
            instructions: builder.instructions,
            sets: builder.sets,
            reaches: builder.reaches,
            slotCount: builder.slotCount,
            fieldCount: fieldCount,
            memoPoints: builder.memoPoints
        )
    }

    // MARK: Emitting

    private var here: Int { instructions.count }

    @discardableResult
    private mutating func emit(
        _ operation: Instruction.Operation,
        _ a: Int = 0,
        _ b: Int = 0,
        _ c: Int = 0
    ) throws(GrokError) -> Int {
        guard instructions.count < Self.limit else {
            throw GrokError(.tooLarge, "a pattern of at most \(Self.limit) steps when it is written out", at: 0)
        }
        instructions.append(Instruction(operation: operation, a: Int32(a), b: Int32(b), c: Int32(c)))
        return instructions.count - 1
    }

    private mutating func emitMemo() throws(GrokError) {
        guard lookBehinds == 0 else { return }
        try emit(.memo, memoPoints, idleLoops)
        memoPoints += 1 + idleLoops
    }

    private mutating func land(_ places: [Int]) {
        for place in places { instructions[place].a = Int32(here) }
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let known = sets.firstIndex(of: set) { return known }
        sets.append(set)
        return sets.count - 1
    }

    // MARK: Compiling

    private mutating func compile(_ node: ResolvedNode) throws(GrokError) {
        switch node {
        case .set(let set):
            if let byte = set.onlyASCII { try emit(.byte, Int(byte)) } else { try emit(.set, number(of: set)) }
        case .sequence(let items): for item in items { try compile(item) }
        case .alternation(let branches): try alternation(branches)
        case .reference(_, let body): try compile(body)
        case .capture(let field, let body):
            try emit(.save, 2 * field)
            try compile(body)
            try emit(.save, 2 * field + 1)
        case .repetition(let item, let minimum, let maximum, let greed):
            try repetition(item, minimum, maximum, greed)
        case .atomic(let body): try atomic(body)
        case .lookAhead(let body, let isNegative):
            if let set = body.onlySet {
                try emit(.nextInSet, number(of: set), isNegative ? 1 : 0)
            } else {
                let start = try emit(.lookAhead, 0, isNegative ? 1 : 0)
                try compile(body)
                try emit(.end)
                land([start])
            }
        case .lookBehind(let body, let isNegative, let minimum, let maximum):
            if let set = body.onlySet {
                try emit(.previousInSet, number(of: set), isNegative ? 1 : 0)
            } else {
                reaches.append(Program.Reach(minimum: minimum, maximum: maximum, isNegative: isNegative))
                let start = try emit(.lookBehind, 0, reaches.count - 1)
                lookBehinds += 1
                try compile(body)
                lookBehinds -= 1
                try emit(.end)
                land([start])
            }
        case .assertion(let kind): try emit(.assertion, Int(kind.rawValue))
        }
    }

    private mutating func alternation(_ branches: [ResolvedNode]) throws(GrokError) {
        if let set = ResolvedNode.alternation(branches).onlySet { return try compile(.set(set)) }
        var ends: [Int] = []
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            let split = isLast ? nil : try emit(.split)
            try compile(branch)
            if !isLast { ends.append(try emit(.jump)) }
            if let split { land([split]) }
        }
        land(ends)
        try emitMemo()
    }

    private mutating func atomic(_ body: ResolvedNode) throws(GrokError) {
        // `(?>[0-9]+)` needs no room of its own.
        if case .repetition(let item, let minimum, let maximum, .greedy) = body.unwrapped, item.onlySet != nil {
            return try repetition(item, minimum, maximum, .possessive)
        }
        let start = try emit(.atomic)
        try compile(body)
        try emit(.end)
        land([start])
    }

    private mutating func repetition(
        _ item: ResolvedNode,
        _ minimum: Int,
        _ maximum: Int?,
        _ greed: GrokNode.Greed
    ) throws(GrokError) {
        if let set = item.onlySet {
            let operation: Instruction.Operation =
                switch greed {
                case .greedy: .greedyLoop
                case .lazy: .lazyLoop
                case .possessive: .possessiveLoop
                }
            try emit(operation, number(of: set), minimum, maximum ?? Int(Instruction.unbounded))
            return try emitMemo()
        }
        if greed == .possessive {
            return try atomic(.repetition(item, minimum: minimum, maximum: maximum, .greedy))
        }
        for _ in 0..<minimum { try compile(item) }
        if let maximum {
            try optional(item, times: maximum - minimum, isLazy: greed == .lazy)
        } else {
            try loop(item, isLazy: greed == .lazy)
        }
    }

    private mutating func optional(_ item: ResolvedNode, times: Int, isLazy: Bool) throws(GrokError) {
        var leaves: [Int] = []
        for _ in 0..<times { leaves.append(try turn(item, isLazy: isLazy)) }
        land(leaves)
        try emitMemo()
    }

    private mutating func loop(_ item: ResolvedNode, isLazy: Bool) throws(GrokError) {
        let start = here
        try emitMemo()
        var leaves: [Int] = []
        if item.width.minimum == 0 {
            // A turn that takes nothing would go on for ever.
            let slot = 2 * fieldCount + idleLoops
            slotCount = max(slotCount, slot + 1)
            let save = try split(isLazy: isLazy)
            leaves.append(save)
            try emit(.save, slot)
            idleLoops += 1
            try compile(item)
            idleLoops -= 1
            let check = try emit(.leaveIfStuck, slot)
            try emit(.jump, start)
            instructions[check].b = Int32(here)
        } else {
            leaves.append(try turn(item, isLazy: isLazy))
            try emit(.jump, start)
        }
        land(leaves)
        try emitMemo()
    }

    /// A choice between the item and going on, and the item; the place whose `a` is where it goes on.
    private mutating func turn(_ item: ResolvedNode, isLazy: Bool) throws(GrokError) -> Int {
        let leave = try split(isLazy: isLazy)
        try compile(item)
        return leave
    }

    /// The instruction whose `a` becomes the place to go on at: a split, or behind a split the jump that is tried first.
    private mutating func split(isLazy: Bool) throws(GrokError) -> Int {
        let split = try emit(.split)
        guard isLazy else { return split }
        let leave = try emit(.jump)
        land([split])
        return leave
    }
}
