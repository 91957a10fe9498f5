import Columnar
import Parquet

/// A sum over rows that does not depend on their order, nor on the order or NULLs of their columns.
///
/// Each value is hashed together with its column's name; the hashes of a row are added and mixed, and rows are added up in
/// two sums of 64 bits beside their number. So two sums that agree hold the same rows as often: a row that is missing, doubled
/// or altered changes them, and so do values that change places between rows or columns, but for an accident of one in 2⁶⁴.
/// It is no signature: nobody who can choose rows is kept from finding others with the same sum.
public struct RowChecksum: Sendable, Hashable, CustomStringConvertible {
    /// Rows.
    public private(set) var rows = 0
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    /// No rows.
    public init() {}

    /// Thirty-two hexadecimal digits.
    public var description: String { Self.hex(first) + Self.hex(second) }

    /// Adds the rows of other sums.
    public static func += (left: inout RowChecksum, right: RowChecksum) {
        left.rows += right.rows
        left.first &+= right.first
        left.second &+= right.second
    }

    /// Adds rows.
    ///
    /// - Parameters:
    ///   - names: One a column.
    ///   - columns: One vector a column, all of `rows` rows.
    public mutating func add(_ columns: [ColumnVector], names: [String], rows count: Int) {
        guard count > 0 else { return }
        var hashes = [UInt64](repeating: 0, count: count)
        for (column, name) in zip(columns, names) {
            let seed = XXHash64.hash(Array(name.utf8))
            switch column.type {
            case .string: Self.addText(column, seed, &hashes)
            case .int32: Self.add(column, as: Int32.self, seed, &hashes) { UInt64(bitPattern: Int64($0)) }
            case .int64, .timestampMillis:
                Self.add(column, as: Int64.self, seed, &hashes) { UInt64(bitPattern: $0) }
            case .boolean: Self.add(column, as: UInt8.self, seed, &hashes) { UInt64($0) }
            case .double: Self.add(column, as: Double.self, seed, &hashes) { $0.bitPattern }
            }
        }
        for hash in hashes {
            first &+= Self.mix(hash)
            second &+= Self.mix(hash ^ 0x9E37_79B9_7F4A_7C15)
        }
        rows += count
    }

    private static func add<Element: BitwiseCopyable>(
        _ column: ColumnVector,
        as element: Element.Type,
        _ seed: UInt64,
        _ hashes: inout [UInt64],
        _ bits: (Element) -> UInt64
    ) {
        column.withValues(as: element) { values in
            column.withValidity { validity in
                for row in hashes.indices where validity.map({ $0[row] != 0 }) ?? true {
                    hashes[row] &+= mix(mix(bits(values[row]) ^ seed) &+ seed)
                }
            }
        }
    }

    private static func addText(_ column: ColumnVector, _ seed: UInt64, _ hashes: inout [UInt64]) {
        guard let dictionary = column.dictionary else { return }
        column.withValues(as: UInt32.self) { ids in
            // Each value is hashed once a batch.
            var known = [UInt64](repeating: 0, count: Int(ids.max() ?? 0) + 1)
            for row in hashes.indices {
                let id = ids[row]
                if id == 0 { continue }
                var hash = known[Int(id)]
                if hash == 0 {
                    // Never 0, which stands for a value that was not met yet.
                    hash = mix(XXHash64.hash(dictionary.bytes(of: id), seed: seed)) | 1
                    known[Int(id)] = hash
                }
                hashes[row] &+= hash
            }
        }
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
