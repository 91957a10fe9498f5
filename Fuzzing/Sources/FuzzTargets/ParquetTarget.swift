import Columnar
import Dispatch
import Parquet

enum ParquetTarget {
    /// Announced rows cost nothing; more than these are not asked for.
    private static let rowLimit = 1 << 16

    private final class Outcome: @unchecked Sendable {
        var failure: FuzzFailure?
    }

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        // The reader asks its source asynchronously; the bytes are all there, so nothing waits for long.
        let done = DispatchSemaphore(value: 0)
        let outcome = Outcome()
        Task.detached {
            do {
                try await read(input)
            } catch let failure as FuzzFailure {
                outcome.failure = failure
            } catch {
                // Refused, as most inputs are.
            }
            done.signal()
        }
        done.wait()
        if let failure = outcome.failure { throw failure }
    }

    private static func read(_ input: [UInt8]) async throws {
        let reader = try await ParquetFileReader(source: BytesSource(input))
        for group in reader.metaData.rowGroups.indices.prefix(8) {
            for column in reader.columns.indices.prefix(32) {
                guard reader.columns[column].type != nil else { continue }
                try await readAll(reader, group, [column], nil)
                for predicate in predicates(reader.columns[column]) {
                    try await readAll(reader, group, [column], predicate)
                }
                try await indexes(reader, group, column)
            }
        }
    }

    private static func readAll(
        _ reader: ParquetFileReader,
        _ group: Int,
        _ columns: [Int],
        _ predicate: Predicate?
    ) async throws {
        do {
            let rows = try reader.rows(ofGroup: group, columns: columns, where: predicate)
            var read = 0
            while read < rowLimit, let batch = try await rows.next() {
                try expect(batch.rowCount > 0, "an empty batch")
                try expect(batch.columns.allSatisfy { $0.count == batch.rowCount }, "columns of other lengths")
                for vector in batch.columns {
                    for row in [0, batch.rowCount / 2, batch.rowCount - 1] {
                        _ = vector.integer(at: row)
                        _ = vector.text(at: row)
                    }
                }
                read += batch.rowCount
            }
        } catch let failure as FuzzFailure {
            throw failure
        } catch {
            // One damaged chunk is no reason to leave out the next.
        }
    }

    private static func predicates(_ column: FileColumn) -> [Predicate] {
        let values: [Predicate.Value]
        switch column.type {
        case .string: values = [.text("a"), .text("10.0.0.1")]
        case .boolean: values = []
        default: values = [.integer(7), .integer(1_700_000_000_000)]
        }
        return values.flatMap { value in
            [.equal, .greater].map { Predicate([Predicate.Term(column.name, $0, value)]) }
        }
    }

    private static func indexes(_ reader: ParquetFileReader, _ group: Int, _ column: Int) async throws {
        _ = try? await reader.columnIndex(group: group, column: column)
        _ = try? await reader.offsetIndex(group: group, column: column)
    }
}
