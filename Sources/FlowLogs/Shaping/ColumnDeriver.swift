import Columnar

/// Works out derived columns, each value of an input once where that is what it depends on.
struct ColumnDeriver {
    private let source: Int?
    private let destination: Int?
    private let sourcePort: Int?
    private let destinationPort: Int?
    private let protocolNumber: Int?
    private let tcpFlags: Int?
    private let flowDirection: Int?
    /// What each id of the addresses' dictionary stands for; the second `nil` where it is no address.
    private var addresses: [IPAddress??] = []

    init(_ format: RecordFormat) {
        func place(_ name: String) -> Int? { format.columns.firstIndex { $0.name == name && $0.isKnown } }
        source = place("srcaddr")
        destination = place("dstaddr")
        sourcePort = place("srcport")
        destinationPort = place("dstport")
        protocolNumber = place("protocol")
        tcpFlags = place("tcp-flags")
        flowDirection = place("flow-direction")
    }

    /// Appends the column's values for the rows of a batch.
    mutating func append(_ column: DerivedColumn, of batch: ColumnBatch, to vector: ColumnVector) {
        for row in 0..<batch.count {
            switch column {
            case .protocolName: vector.append(integer(protocolNumber, row, batch).map(DerivedColumn.protocolName))
            case .tcpFlagsText: vector.append(integer(tcpFlags, row, batch).map(DerivedColumn.tcpFlags))
            case .direction: vector.append(direction(row, batch))
            case .sourceIsPrivate: vector.append(address(source, row, batch)?.isPrivate)
            case .destinationIsPrivate: vector.append(address(destination, row, batch)?.isPrivate)
            case .communityID: vector.append(communityID(row, batch))
            }
        }
    }

    private func integer(_ place: Int?, _ row: Int, _ batch: ColumnBatch) -> Int32? {
        place.flatMap { batch.columns[$0].integer(at: row) }.flatMap { Int32(exactly: $0) }
    }

    /// Source and destination share a dictionary, so that one table of ids serves both.
    private mutating func address(_ place: Int?, _ row: Int, _ batch: ColumnBatch) -> IPAddress? {
        guard let place, let dictionary = batch.columns[place].dictionary else { return nil }
        let id = Int(batch.columns[place].withValues(as: UInt32.self) { $0[row] })
        guard id > 0 else { return nil }
        while addresses.count <= id { addresses.append(nil) }
        if let known = addresses[id] { return known }
        let address = IPAddress(dictionary.bytes(of: UInt32(id)))
        addresses[id] = .some(address)
        return address
    }

    private mutating func direction(_ row: Int, _ batch: ColumnBatch) -> String? {
        if let flowDirection, let stated = batch.columns[flowDirection].string(at: row) { return stated }
        guard let from = address(source, row, batch), let to = address(destination, row, batch) else { return nil }
        switch (from.isPrivate, to.isPrivate) {
        case (true, true): return "internal"
        case (true, false): return "egress"
        case (false, true): return "ingress"
        case (false, false): return nil
        }
    }

    private mutating func communityID(_ row: Int, _ batch: ColumnBatch) -> String? {
        guard let from = address(source, row, batch), let to = address(destination, row, batch),
            let number = integer(protocolNumber, row, batch)
        else { return nil }
        return CommunityID.text(
            source: from,
            destination: to,
            sourcePort: integer(sourcePort, row, batch),
            destinationPort: integer(destinationPort, row, batch),
            protocol: number
        )
    }
}
