import Columnar

/// Tells for each row of a batch which partition it belongs to.
///
/// A batch whose rows all lie in one partition, which is the usual case, costs one pass over its times. Otherwise each row
/// is looked up, with the row before it as a guess.
final class PartitionRouter {
    /// What the rows of a partition have in common.
    ///
    /// Partitions are numbered in the order they come.
    private struct Key: Hashable {
        let bucket: Int?
        let values: [Int64?]
        let origin: ObjectOrigin
    }

    /// The result for a batch.
    enum Route {
        /// All rows belong to one partition.
        case one(Int)
        /// Each row belongs to the partition with the number at its place.
        case perRow([UInt32])
    }

    private let scheme: PartitionScheme
    private let timeColumn: Int?
    private let ticksPerBucket: Int
    private let granularity: Int?
    private let fields: [(name: String, column: Int?)]
    private var partitions: [Key: Int] = [:]
    private var numbers: [String: Int] = [:]
    /// The folder of each partition, relative to the lake.
    private(set) var paths: [String] = []

    /// A router for batches of columns with these names and types.
    init(scheme: PartitionScheme, columns: [(name: String, fieldName: String, type: ColumnType)]) {
        self.scheme = scheme
        // A record's own time decides: `start`, or the export's timestamp.
        let start = columns.firstIndex {
            $0.fieldName == "start" && [.int64, .int32, .timestampMillis].contains($0.type)
        }
        timeColumn = start ?? columns.firstIndex { $0.type == .timestampMillis }
        granularity = scheme.granularity
        let isInMilliseconds = timeColumn.map { columns[$0].type == .timestampMillis } ?? false
        ticksPerBucket = (granularity ?? 1) * (isInMilliseconds ? 1000 : 1)
        fields = scheme.fieldNames.map { name in
            (name, columns.firstIndex { $0.fieldName == name || $0.name == name })
        }
    }

    /// The partition of each of some rows.
    func route(_ columns: [ColumnVector], rows: Range<Int>, origin: ObjectOrigin) -> Route {
        let times = granularity == nil ? nil : timeColumn.map { columns[$0] }
        if let key = commonKey(columns, times, rows, origin) { return .one(number(of: key, columns)) }
        var numbers: [UInt32] = []
        numbers.reserveCapacity(rows.count)
        var lastKey: Key?
        var last = 0
        for row in rows {
            let key = Key(
                bucket: times.flatMap { bucket($0, row) },
                values: fields.map { $0.column.flatMap { fieldValue(columns[$0], row) } },
                origin: fields.isEmpty ? .unknown : origin
            )
            if key != lastKey {
                last = number(of: key, columns)
                lastKey = key
            }
            numbers.append(UInt32(truncatingIfNeeded: last))
        }
        return .perRow(numbers)
    }

    /// Forgets what ids stand for, after the dictionaries were dropped; partitions keep their numbers.
    func forgetIDs() {
        if !fields.isEmpty { partitions.removeAll() }
    }

    // MARK: Keys

    private func commonKey(
        _ columns: [ColumnVector],
        _ times: ColumnVector?,
        _ rows: Range<Int>,
        _ origin: ObjectOrigin
    ) -> Key? {
        var bucket: Int?
        if let times {
            let nulls = times.nulls(in: rows)
            if nulls == rows.count {
                bucket = nil
            } else if nulls > 0 {
                return nil
            } else {
                guard let range = range(times, rows) else { return nil }
                let first = floorDivide(range.lowerBound, ticksPerBucket)
                guard first == floorDivide(range.upperBound, ticksPerBucket) else { return nil }
                bucket = first
            }
        }
        var values: [Int64?] = []
        for field in fields {
            guard let column = field.column else {
                values.append(nil)
                continue
            }
            let first = fieldValue(columns[column], rows.lowerBound)
            guard isConstant(columns[column], rows, first) else { return nil }
            values.append(first)
        }
        return Key(bucket: bucket, values: values, origin: fields.isEmpty ? .unknown : origin)
    }

    /// The range of times of which none is NULL.
    private func range(_ times: ColumnVector, _ rows: Range<Int>) -> ClosedRange<Int>? {
        times.type == .int32
            ? times.withValues(of: rows, as: Int32.self) { RowKernels.range($0).map(Self.widened) }
            : times.withValues(of: rows, as: Int64.self) { RowKernels.range($0).map(Self.widened) }
    }

    private static func widened(_ times: ClosedRange<some FixedWidthInteger>) -> ClosedRange<Int> {
        Int(times.lowerBound)...Int(times.upperBound)
    }

    private func isConstant(_ column: ColumnVector, _ rows: Range<Int>, _ first: Int64?) -> Bool {
        rows.allSatisfy { fieldValue(column, $0) == first }
    }

    private func bucket(_ times: ColumnVector, _ row: Int) -> Int? {
        times.integer(at: row).map { floorDivide(Int($0), ticksPerBucket) }
    }

    /// What tells rows apart: the number itself, or the id of a text.
    private func fieldValue(_ column: ColumnVector, _ row: Int) -> Int64? {
        guard column.type == .string else { return column.integer(at: row) }
        let id = column.withValues(as: UInt32.self) { $0[row] }
        return id == 0 ? nil : Int64(id)
    }

    private func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }

    // MARK: Paths

    private func number(of key: Key, _ columns: [ColumnVector]) -> Int {
        if let number = partitions[key] { return number }
        let path = path(of: key, columns)
        let number = numbers[path] ?? paths.count
        if number == paths.count {
            numbers[path] = number
            paths.append(path)
        }
        partitions[key] = number
        return number
    }

    private func path(of key: Key, _ columns: [ColumnVector]) -> String {
        var texts: [String: String] = [:]
        for (field, value) in zip(fields, key.values) {
            texts[field.name] = text(value, field.column.map { columns[$0] }) ?? key.origin.value(of: field.name)
        }
        let time = key.bucket.map { BucketTime(bucket: $0, granularity: granularity ?? 86_400) }
        let folders = scheme.keys.map { partition in
            "\(partition.name)=\(HivePath.escape(value(partition.pieces, time, texts) ?? ""))"
        }
        return (scheme.prefix + folders).joined(separator: "/")
    }

    /// The value of a key, or `nil` where any piece of it is NULL.
    private func value(_ pieces: [PartitionValuePiece], _ time: BucketTime?, _ texts: [String: String]) -> String? {
        var value = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): value += text
            case .field(let name):
                guard let text = texts[name] else { return nil }
                value += text
            case .year, .month, .day, .hour:
                guard let time else { return nil }
                value += time.text(of: piece)
            }
        }
        return value
    }

    private func text(_ value: Int64?, _ column: ColumnVector?) -> String? {
        guard let value, let column else { return nil }
        guard let dictionary = column.dictionary else { return String(value) }
        return String(decoding: dictionary.bytes(of: UInt32(truncatingIfNeeded: value)), as: UTF8.self)
    }
}
