import Columnar

/// Works out the Community IDs of batches; a flow that was met not long ago is not hashed again.
struct CommunityIDColumn {
    /// What an id is worked out from, the end that comes first being given first.
    private struct Flow: Equatable {
        var addresses: UInt64
        var rest: UInt64

        /// A place in a table of that many entries, a power of two.
        func place(_ entries: Int) -> Int {
            let mixed = (addresses &* 0x9E37_79B9_7F4A_7C15) ^ (rest &* 0xC2B2_AE3D_27D4_EB4F)
            return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 40) & (entries - 1)
        }
    }

    /// Flows that are remembered; a new one takes the place of another.
    private static let entries = 1 << 15

    private let protocolNumber: Int?
    private let sourcePort: Int?
    private let destinationPort: Int?
    private var ids = CommunityID()
    private var flows: [Flow] = []
    private var known: [UInt32] = []
    // The batch under way.
    private var protocols: [Int64] = []
    private var sourcePorts: [Int64] = []
    private var destinationPorts: [Int64] = []

    /// The ids of records whose columns stand at these places.
    init(protocolNumber: Int?, sourcePort: Int?, destinationPort: Int?) {
        self.protocolNumber = protocolNumber
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
    }

    /// Appends the ids for the rows of a batch.
    ///
    /// - Parameters:
    ///   - sources, destinations: The ids of the addresses' texts.
    ///   - address: What such an id stands for.
    mutating func append(
        _ batch: ColumnBatch,
        sources: [UInt32],
        destinations: [UInt32],
        address: (UInt32) -> IPAddress?,
        to vector: ColumnVector
    ) {
        guard let dictionary = vector.dictionary else { return }
        if flows.isEmpty {
            flows = [Flow](repeating: Flow(addresses: 0, rest: 0), count: Self.entries)
            known = [UInt32](repeating: 0, count: Self.entries)
        }
        batch.readNumbers(protocolNumber, into: &protocols)
        batch.readNumbers(sourcePort, into: &sourcePorts)
        batch.readNumbers(destinationPort, into: &destinationPorts)
        vector.append(rows: batch.count, as: UInt32.self) { values in
            for row in 0..<batch.count {
                values[row] = id(row, sources[row], destinations[row], address, dictionary)
            }
        }
    }

    private mutating func id(
        _ row: Int,
        _ source: UInt32,
        _ destination: UInt32,
        _ address: (UInt32) -> IPAddress?,
        _ dictionary: ByteArrayDictionary
    ) -> UInt32 {
        let number = protocols[row]
        guard let hasPorts = CommunityID.hasPorts(number), let from = address(source), let to = address(destination),
            from.length == to.length
        else { return 0 }
        var first = CommunityID.End(address: from)
        var second = CommunityID.End(address: to)
        if hasPorts {
            guard let port = UInt16(exactly: sourcePorts[row]), let other = UInt16(exactly: destinationPorts[row])
            else {
                return 0
            }
            (first.port, second.port) = (port, other)
        }
        var addresses = (UInt64(source), UInt64(destination))
        if second.precedes(first) {
            swap(&first, &second)
            swap(&addresses.0, &addresses.1)
        }
        let flow = Flow(
            addresses: addresses.0 << 32 | addresses.1,
            rest: UInt64(first.port) << 32 | UInt64(second.port) << 16 | UInt64(number) + 1
        )
        let place = flow.place(Self.entries)
        if flows[place] == flow { return known[place] }
        guard let text = ids.text(of: first, second, protocol: UInt8(truncatingIfNeeded: number), hasPorts: hasPorts)
        else {
            return 0
        }
        let id = dictionary.id(of: text, in: 0..<CommunityID.length) ?? 0
        flows[place] = flow
        known[place] = id
        return id
    }
}
