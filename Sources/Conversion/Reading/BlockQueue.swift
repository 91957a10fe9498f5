import FlowLogs

/// Hands over an object's text in groups of blocks, and reads the next group while the one before is parsed.
///
/// A group is about 4 MiB: handing over costs nothing against the work in it, and reading goes on for a while where the
/// caller has something else to do. What the blocks hold does not depend on whether reading runs beside the caller.
final class BlockQueue<Source: BlockSource> {
    private static var blocksPerGroup: Int { 16 }

    private let reader: ReaderBox
    private let readsAhead: Bool
    private var idle: [TextBlock] = []
    private var pending: Task<Group, Never>?

    /// The reader goes from one task to the next and never to two: each read is awaited before the next begins.
    private final class ReaderBox: @unchecked Sendable {
        let reader: Source
        init(_ reader: Source) { self.reader = reader }
    }

    private struct Group: Sendable {
        var blocks: [TextBlock]
        var idle: [TextBlock]
        var failure: ConversionError?
    }

    init(_ reader: Source, readsAhead: Bool, reusing blocks: [TextBlock]) {
        self.reader = ReaderBox(reader)
        self.readsAhead = readsAhead
        idle = blocks
    }

    /// The object's reader, once ``next(giving:)`` has answered with no blocks.
    var finishedReader: Source { reader.reader }

    /// The blocks that nobody uses any more.
    var idleBlocks: [TextBlock] { idle }

    /// The next blocks, none at the end of the object.
    ///
    /// `used` are blocks that the caller is done with.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read; what came before was handed over.
    func next(giving used: [TextBlock]) async throws -> [TextBlock] {
        idle += used
        guard readsAhead else {
            return try take(Self.read(reader, count: 1, idle: hand(1)))
        }
        let running = pending ?? launch()
        let group = await running.value
        pending = nil
        let blocks = try take(group)
        if !blocks.isEmpty { pending = launch() }
        return blocks
    }

    /// Waits for the read under way.
    func cancel() async {
        _ = await pending?.result
        pending = nil
    }

    private func take(_ group: Group) throws -> [TextBlock] {
        idle += group.idle
        if let failure = group.failure { throw failure }
        return group.blocks
    }

    /// Takes so many idle blocks, or what there is of them.
    private func hand(_ count: Int) -> [TextBlock] {
        let given = Array(idle.prefix(count))
        idle.removeFirst(given.count)
        return given
    }

    private func launch() -> Task<Group, Never> {
        let blocks = hand(Self.blocksPerGroup)
        let reader = reader
        let read: @Sendable () async -> Group = {
            Self.read(reader, count: Self.blocksPerGroup, idle: blocks)
        }
        return Task(operation: read)
    }

    private static func read(_ box: ReaderBox, count: Int, idle: [TextBlock]) -> Group {
        var group = Group(blocks: [], idle: idle)
        do throws(ConversionError) {
            while group.blocks.count < count {
                // New ones as they are needed: most objects are small.
                let block = group.idle.popLast() ?? TextBlock(capacity: LineBlocks.blockSize)
                guard try box.reader.fill(block) else {
                    group.idle.append(block)
                    break
                }
                group.blocks.append(block)
            }
        } catch {
            group.failure = error
        }
        return group
    }
}
