/// Puts the patterns that references name in their place, and numbers the fields.
struct PatternResolver {
    /// The most nodes that a pattern may have when it is written out.
    private static let nodeLimit = 200_000
    /// Look-behind reaches back at most so many scalars.
    private static let lookBehindLimit = 1024
    /// References within references.
    private static let depthLimit = 100

    private let library: PatternLibrary
    private(set) var fields: [GrokField] = []
    private var parsed: [String: GrokNode] = [:]
    private var path: [String] = []
    private var nodes = 0

    init(library: PatternLibrary) {
        self.library = library
    }

    /// The tree of a pattern, written out.
    mutating func resolve(_ pattern: String) throws(GrokError) -> ResolvedNode {
        try resolve(try PatternParser.parse(pattern), offset: 0)
    }

    private mutating func resolve(_ node: GrokNode, offset: Int) throws(GrokError) -> ResolvedNode {
        nodes += 1
        guard nodes <= Self.nodeLimit else {
            throw error(.tooLarge, "a pattern of at most \(Self.nodeLimit) parts when it is written out", at: offset)
        }
        switch node {
        case .set(let set): return .set(set)
        case .sequence(let items): return .sequence(try resolve(items, offset))
        case .alternation(let branches): return .alternation(try resolve(branches, offset))
        case .repetition(let item, let minimum, let maximum, let greed):
            return .repetition(try resolve(item, offset: offset), minimum: minimum, maximum: maximum, greed)
        case .atomic(let body): return .atomic(try resolve(body, offset: offset))
        case .lookAhead(let body, let isNegative):
            return .lookAhead(try resolve(body, offset: offset), isNegative: isNegative)
        case .lookBehind(let body, let isNegative, let start):
            let body = try resolve(body, offset: start)
            guard let maximum = body.width.maximum, maximum <= Self.lookBehindLimit else {
                throw error(.unsupported, "a look-behind of at most \(Self.lookBehindLimit) characters", at: start)
            }
            return .lookBehind(body, isNegative: isNegative, minimum: body.width.minimum, maximum: maximum)
        case .assertion(let kind): return .assertion(kind)
        case .named(let name, let body, let start):
            let field = try number(of: GrokField(name: name, cast: nil, pattern: nil), at: start)
            return .capture(field, try resolve(body, offset: start))
        case .reference(let reference): return try resolve(reference)
        case .source(let text, let body): return .reference(text, try resolve(body, offset: offset))
        }
    }

    private mutating func resolve(_ nodes: [GrokNode], _ offset: Int) throws(GrokError) -> [ResolvedNode] {
        var resolved: [ResolvedNode] = []
        for node in nodes { resolved.append(try resolve(node, offset: offset)) }
        return resolved
    }

    private mutating func resolve(_ reference: PatternReference) throws(GrokError) -> ResolvedNode {
        // The field first, so that fields are numbered from the left.
        var field: Int?
        if let name = reference.field {
            let wanted = GrokField(name: name, cast: reference.cast, pattern: reference.name)
            field = try number(of: wanted, at: reference.offset)
        }
        let body: ResolvedNode
        if let definition = reference.definition {
            body = try resolve(definition, offset: reference.offset)
        } else {
            let definition = try definition(of: reference)
            path.append(reference.name)
            body = try resolve(definition, offset: 0)
            path.removeLast()
        }
        let node = ResolvedNode.reference(reference.text, body)
        return field.map { .capture($0, node) } ?? node
    }

    private mutating func definition(of reference: PatternReference) throws(GrokError) -> GrokNode {
        let name = reference.name
        guard !path.contains(name) else {
            let circle = (path + [name]).joined(separator: " > ")
            throw error(.recursion, "a pattern that does not refer to itself (\(circle))", at: reference.offset)
        }
        guard path.count < Self.depthLimit else {
            throw error(.tooLarge, "at most \(Self.depthLimit) patterns within each other", at: reference.offset)
        }
        if let known = parsed[name] { return known }
        guard let text = library.definition(of: name) else {
            let hint = library.nearestName(to: name).map { "; did you mean \($0)?" } ?? ""
            throw error(
                .unknownPattern,
                "the name of a built-in or custom pattern, and there is no \(name)\(hint)",
                at: reference.offset
            )
        }
        do {
            let node = try PatternParser.parse(text)
            parsed[name] = node
            return node
        } catch {
            var error = error
            error.pattern = name
            throw error
        }
    }

    /// The number of a field, the same wherever its name comes again.
    private mutating func number(of field: GrokField, at offset: Int) throws(GrokError) -> Int {
        guard let known = fields.firstIndex(where: { $0.name == field.name }) else {
            fields.append(field)
            return fields.count - 1
        }
        if let cast = field.cast {
            guard fields[known].cast == nil || fields[known].cast == cast else {
                throw error(.field, "one type of the field \(field.name), and it has two", at: offset)
            }
            fields[known].cast = cast
        }
        return known
    }

    private func error(_ code: GrokError.Code, _ expected: String, at offset: Int) -> GrokError {
        GrokError(code, expected, at: offset, in: path.last)
    }
}
