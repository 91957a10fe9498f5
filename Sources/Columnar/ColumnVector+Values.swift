// Appending single values: for library users and small tables. Kernels write whole columns instead.
extension ColumnVector {
    /// Appends a NULL.
    public func appendNull() { appendNulls(1) }

    /// Appends a 32-bit integer, or NULL for `nil`, to an ``ColumnType/int32`` column.
    public func append(_ value: Int32?) {
        guard let value else { return appendNull() }
        append(rows: 1, as: Int32.self) { $0[0] = value }
    }

    /// Appends a 64-bit integer, or NULL for `nil`, to an ``ColumnType/int64`` or ``ColumnType/timestampMillis`` column.
    public func append(_ value: Int64?) {
        guard let value else { return appendNull() }
        append(rows: 1, as: Int64.self) { $0[0] = value }
    }

    /// Appends a double, or NULL for `nil`, to a ``ColumnType/double`` column.
    public func append(_ value: Double?) {
        guard let value else { return appendNull() }
        append(rows: 1, as: Double.self) { $0[0] = value }
    }

    /// Appends a truth value, or NULL for `nil`, to a ``ColumnType/boolean`` column.
    public func append(_ value: Bool?) {
        guard let value else { return appendNull() }
        append(rows: 1, as: UInt8.self) { $0[0] = value ? 1 : 0 }
    }

    /// Appends text, or NULL for `nil`, to a ``ColumnType/string`` column.
    public func append(_ value: String?) {
        guard let value, let dictionary else { return appendNull() }
        let id = dictionary.id(of: Array(value.utf8))
        append(rows: 1, as: UInt32.self) { $0[0] = id }
    }

    /// The integer of `row`, or `nil` where it is NULL or the column holds no integers.
    public func integer(at row: Int) -> Int64? {
        guard isValid(row) else { return nil }
        switch type {
        case .int32: return withValues(as: Int32.self) { Int64($0[row]) }
        case .int64, .timestampMillis: return withValues(as: Int64.self) { $0[row] }
        case .string, .boolean, .double: return nil
        }
    }

    /// The number of `row`, or `nil` where it is NULL or the column holds no doubles.
    public func double(at row: Int) -> Double? {
        guard isValid(row), type == .double else { return nil }
        return withValues(as: Double.self) { $0[row] }
    }

    /// The truth value of `row`, or `nil` where it is NULL or the column holds none.
    public func boolean(at row: Int) -> Bool? {
        guard isValid(row), type == .boolean else { return nil }
        return withValues(as: UInt8.self) { $0[row] != 0 }
    }

    /// The UTF-8 bytes of `row`, or `nil` where it is NULL or the column holds no text.
    public func text(at row: Int) -> [UInt8]? {
        guard isValid(row), let dictionary else { return nil }
        return dictionary.bytes(of: withValues(as: UInt32.self) { $0[row] })
    }

    /// The text of `row`, or `nil` where it is NULL or the column holds no text.
    public func string(at row: Int) -> String? {
        text(at: row).map { String(decoding: $0, as: UTF8.self) }
    }
}
