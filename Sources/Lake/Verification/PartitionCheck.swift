import Columnar

/// Looks whether rows lie in the folders that their own values name.
struct PartitionCheck {
    private let router: PartitionRouter
    private let folders: [String]
    /// Folders that rows do not tell: their values come from the keys of the inputs.
    private let untold: Set<Int>
    private var verdicts: [Int: Bool] = [:]

    /// A check of a file's rows against the folders that it lies in.
    ///
    /// - Parameter recordFormat: The fields of the records that the rows were made from, as the footer has them. Rows are
    ///   spread by those, whether they are written or not; `nil` where rows are as they were.
    init(
        scheme: PartitionScheme,
        columns: [(name: String, fieldName: String, type: ColumnType)],
        recordFormat: String?,
        folder: String
    ) {
        var columns = columns
        var names = Set(columns.flatMap { [$0.name, $0.fieldName] })
        var isTimeTold = true
        if let recordFormat {
            let fields = Set(recordFormat.split { " ${}".contains($0) }.map(String.init))
            let known = fields.union(fields.map { $0.replacing("-", with: "_") })
            // Tags may have been decoded, and what is worked out from other columns was not there yet.
            let tags = ["-tag", "_tag", "-tag-2", "_tag_2"]
            names = names.intersection(known).filter { name in !tags.contains { name.hasSuffix($0) } }
            let timeName = fields.contains("start") ? "start" : "event_time"
            isTimeTold = columns.contains { $0.name == timeName }
            columns = columns.map { column in
                let isTime = column.name == timeName || column.type != .timestampMillis
                return isTime ? column : ("", "", .string)
            }
        }
        router = PartitionRouter(scheme: scheme, columns: columns)
        folders = folder.isEmpty ? [] : folder.split(separator: "/").map(String.init)
        let prefix = scheme.prefix.count
        untold = Set(
            scheme.keys.enumerated().compactMap { place, key in
                let isTold = key.pieces.allSatisfy { piece in
                    switch piece {
                    case .field(let name): names.contains(name)
                    case .literal: true
                    case .year, .month, .day, .hour: isTimeTold
                    }
                }
                return isTold ? nil : prefix + place
            }
        )
    }

    /// The first row of a batch that belongs elsewhere, and where.
    mutating func firstMisplaced(_ columns: [ColumnVector], rows: Int) -> (row: Int, folder: String)? {
        switch router.route(columns, rows: 0..<rows, origin: .unknown) {
        case .one(let number): return isRight(number) ? nil : (0, router.paths[number])
        case .perRow(let numbers):
            guard let row = numbers.firstIndex(where: { !isRight(Int($0)) }) else { return nil }
            return (row, router.paths[Int(numbers[row])])
        }
    }

    /// Ids of text mean something else in the next batch.
    func forgetBatch() { router.forgetIDs() }

    private mutating func isRight(_ number: Int) -> Bool {
        if let verdict = verdicts[number] { return verdict }
        let path = router.paths[number]
        let wanted = path.isEmpty ? [] : path.split(separator: "/").map(String.init)
        let verdict =
            wanted.count == folders.count
            && wanted.indices.allSatisfy { untold.contains($0) || wanted[$0] == folders[$0] }
        verdicts[number] = verdict
        return verdict
    }
}
