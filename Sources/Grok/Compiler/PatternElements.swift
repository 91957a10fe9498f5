/// Cuts a pattern into the parts that follow one another, so that a line that does not match can be told where.
enum PatternElements {
    typealias Element = (element: GrokElement, node: ResolvedNode)

    /// The elements of a tree: what references refer to is cut up too, unless a field takes all of it.
    static func elements(of node: ResolvedNode) -> [Element] {
        var elements: [Element] = []
        append(node, text: "", to: &elements)
        return elements
    }

    private static func append(_ node: ResolvedNode, text: String, to elements: inout [Element]) {
        switch node {
        case .sequence(let items): for item in items { append(item, text: text, to: &elements) }
        case .reference(let text, let body):
            if case .sequence(let items) = body.unwrapped, items.count > 1 {
                append(body.unwrapped, text: text, to: &elements)
            } else {
                elements.append((GrokElement(text: text, isLiteral: false), node))
            }
        case .capture(_, .reference(let text, _)):
            elements.append((GrokElement(text: text, isLiteral: false), node))
        case .set(let set):
            if let byte = set.onlyASCII {
                appendLiteral(byte, node, to: &elements)
            } else {
                elements.append((GrokElement(text: text, isLiteral: false), node))
            }
        default: elements.append((GrokElement(text: text, isLiteral: false), node))
        }
    }

    private static func appendLiteral(_ byte: UInt8, _ node: ResolvedNode, to elements: inout [Element]) {
        let letter = String(Character(UnicodeScalar(byte)))
        if let last = elements.last, last.element.isLiteral, case .sequence(let nodes) = last.node {
            elements[elements.count - 1] = (
                GrokElement(text: last.element.text + letter, isLiteral: true), .sequence(nodes + [node])
            )
        } else {
            elements.append((GrokElement(text: letter, isLiteral: true), .sequence([node])))
        }
    }
}
