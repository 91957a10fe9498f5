import Columnar

extension ColumnBatch {
    /// What ``readNumbers(_:into:)`` puts where there is no number.
    static let noNumber = Int64.min

    /// Puts the whole numbers of a column, one a row, in place of those before; ``noNumber`` where a row has none.
    func readNumbers(_ place: Int?, into numbers: inout [Int64]) {
        numbers.removeAll(keepingCapacity: true)
        guard let vector = place.map({ columns[$0] }) else {
            numbers.append(contentsOf: repeatElement(Self.noNumber, count: count))
            return
        }
        switch vector.type {
        case .int32: vector.withValues(as: Int32.self) { for value in $0 { numbers.append(Int64(value)) } }
        case .int64, .timestampMillis: vector.withValues(as: Int64.self) { numbers.append(contentsOf: $0) }
        case .string, .boolean, .double: numbers.append(contentsOf: repeatElement(Self.noNumber, count: count))
        }
        vector.withValidity { validity in
            guard let validity else { return }
            for (row, isValid) in validity.enumerated() where isValid == 0 { numbers[row] = Self.noNumber }
        }
    }
}
