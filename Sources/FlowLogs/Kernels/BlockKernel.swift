import CColumnKernels
import Columnar

/// Numbers and texts of all columns of some lines, in one call of the kernel in C.
///
/// What the kernel leaves alone (texts that are new, whatever is unusual) its caller sees to, column by column.
final class BlockKernel {
    // Unsafe: values are rows that vectors have just appended, written by the kernel and then by the caller, before anything
    // else is appended; dictionaries are those of the columns, which nothing is added to during the call. `lists` has room
    // for two lists of all rows for each column.

    private var columns: [flowconv_column] = []
    /// For each column of the format the one of the kernel.
    private let places: [Int?]
    private let lists = ScratchBuffer<UInt32>()
    private let level: KernelLevel

    /// A kernel for columns of a format, but for those that are compared with another one; `nil` where there is none at
    /// the level, which the processor must have.
    init?(columns: [ColumnVector], counterparts: [Int?], level: KernelLevel = .best) {
        guard level != .plain else { return nil }
        self.level = level
        var places: [Int?] = []
        for (place, vector) in columns.enumerated() {
            guard let kind = Self.kind(vector.type), counterparts[place] == nil else {
                places.append(nil)
                continue
            }
            places.append(self.columns.count)
            var column = flowconv_column()
            column.kind = kind
            column.place = place
            self.columns.append(column)
        }
        self.places = places
    }

    private static func kind(_ type: ColumnType) -> flowconv_column_kind? {
        switch type {
        case .int32: FLOWCONV_INT32
        case .int64: FLOWCONV_INT64
        case .string: FLOWCONV_TEXT
        case .timestampMillis, .boolean, .double: nil
        }
    }

    /// Appends the rows of all lines to the vectors of its columns; `lines` are their first tokens.
    func parse(_ lines: TokenColumn, into vectors: [ColumnVector]) {
        let length = lines.count + Int(FLOWCONV_LIST_SLACK)
        let room = lists.room(2 * length * columns.count)
        var tokens = lines.kernelArgument
        columns.withUnsafeMutableBufferPointer { columns in
            for index in columns.indices {
                let vector = vectors[columns[index].place]
                columns[index].values = vector.appendUnwritten(rows: lines.count)
                if let dictionary = vector.dictionary { columns[index].dictionary = dictionary.kernelArgument() }
                columns[index].nulls = flowconv_row_list(rows: room + 2 * index * length, count: 0)
                columns[index].others = flowconv_row_list(rows: room + (2 * index + 1) * length, count: 0)
            }
            flowconv_parse_columns(level.argument, &tokens, columns.baseAddress, columns.count)
        }
    }

    /// What the kernel has made of a column; rows are counted from the first of the lines.
    struct Outcome<Value> {
        /// The values of all rows.
        let values: UnsafeMutablePointer<Value>
        /// Numbers that are NULL; their values are 0.
        let nulls: UnsafeBufferPointer<UInt32>
        /// The rows that are left to the caller.
        let rest: UnsafeBufferPointer<UInt32>
    }

    /// What the kernel has made of a column, or `nil` for one that it does not parse.
    func outcome<Value>(ofColumn place: Int, as type: Value.Type) -> Outcome<Value>? {
        guard let index = places[place] else { return nil }
        let column = columns[index]
        return Outcome(
            values: column.values.assumingMemoryBound(to: type),
            nulls: UnsafeBufferPointer(start: column.nulls.rows, count: column.nulls.count),
            rest: UnsafeBufferPointer(start: column.others.rows, count: column.others.count)
        )
    }
}
