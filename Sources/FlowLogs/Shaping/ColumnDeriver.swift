import Columnar

/// Works out derived columns, each value of an input once where that is what it depends on.
struct ColumnDeriver {
    private let source: Int?
    private let destination: Int?
    private let protocolNumber: Int?
    private let tcpFlags: Int?
    private let flowDirection: Int?
    /// What each id of the addresses' dictionary stands for; the second `nil` where it is no address.
    private var addresses: [IPAddress??] = []
    private var communityIDs: CommunityIDColumn
    // The batch under way.
    private var sources: [UInt32] = []
    private var destinations: [UInt32] = []
    private var numbers: [Int64] = []

    init(_ format: RecordFormat) {
        func place(_ name: String) -> Int? { format.columns.firstIndex { $0.name == name && $0.isKnown } }
        source = place("srcaddr")
        destination = place("dstaddr")
        protocolNumber = place("protocol")
        tcpFlags = place("tcp-flags")
        flowDirection = place("flow-direction")
        communityIDs = CommunityIDColumn(
            protocolNumber: protocolNumber,
            sourcePort: place("srcport"),
            destinationPort: place("dstport")
        )
    }

    /// Appends the column's values for the rows of a batch.
    mutating func append(_ column: DerivedColumn, of batch: ColumnBatch, to vector: ColumnVector) {
        switch column {
        case .protocolName: appendNames(of: protocolNumber, batch, DerivedColumn.protocolName, to: vector)
        case .tcpFlagsText: appendNames(of: tcpFlags, batch, DerivedColumn.tcpFlags, to: vector)
        case .direction:
            readAddresses(of: batch)
            for row in 0..<batch.count { vector.append(direction(row, batch)) }
        case .sourceIsPrivate:
            readAddresses(of: batch)
            for row in 0..<batch.count { vector.append(addresses[Int(sources[row])]??.isPrivate) }
        case .destinationIsPrivate:
            readAddresses(of: batch)
            for row in 0..<batch.count { vector.append(addresses[Int(destinations[row])]??.isPrivate) }
        case .communityID:
            readAddresses(of: batch)
            communityIDs.append(
                batch,
                sources: sources,
                destinations: destinations,
                address: { [addresses] id in addresses[Int(id)] ?? nil },
                to: vector
            )
        }
    }

    /// A name for each number, put together once a batch.
    private mutating func appendNames(
        of place: Int?,
        _ batch: ColumnBatch,
        _ name: (Int32) -> String,
        to vector: ColumnVector
    ) {
        guard let dictionary = vector.dictionary else { return }
        batch.readNumbers(place, into: &numbers)
        var known: [Int64: UInt32] = [ColumnBatch.noNumber: 0]
        vector.append(rows: batch.count, as: UInt32.self) { ids in
            for (row, number) in numbers.enumerated() {
                let id = known[number] ?? Int32(exactly: number).map { dictionary.id(of: Array(name($0).utf8)) } ?? 0
                known[number] = id
                ids[row] = id
            }
        }
    }

    /// Takes the addresses of a batch; source and destination share a dictionary, so that one table of ids serves both.
    private mutating func readAddresses(of batch: ColumnBatch) {
        if addresses.isEmpty { addresses.append(.some(nil)) }
        sources = readAddresses(source, batch, reusing: sources)
        destinations = readAddresses(destination, batch, reusing: destinations)
    }

    private mutating func readAddresses(_ place: Int?, _ batch: ColumnBatch, reusing ids: consuming [UInt32])
        -> [UInt32]
    {
        var ids = ids
        ids.removeAll(keepingCapacity: true)
        guard let place, let dictionary = batch.columns[place].dictionary else {
            ids.append(contentsOf: repeatElement(0, count: batch.count))
            return ids
        }
        batch.columns[place].withValues(as: UInt32.self) { ids.append(contentsOf: $0) }
        while addresses.count <= dictionary.count { addresses.append(nil) }
        for id in ids where addresses[Int(id)] == nil {
            addresses[Int(id)] = .some(IPAddress(dictionary.bytes(of: id)))
        }
        return ids
    }

    private func direction(_ row: Int, _ batch: ColumnBatch) -> String? {
        if let flowDirection, let stated = batch.columns[flowDirection].string(at: row) { return stated }
        guard let from = addresses[Int(sources[row])] ?? nil, let to = addresses[Int(destinations[row])] ?? nil else {
            return nil
        }
        switch (from.isPrivate, to.isPrivate) {
        case (true, true): return "internal"
        case (true, false): return "egress"
        case (false, true): return "ingress"
        case (false, false): return nil
        }
    }
}
