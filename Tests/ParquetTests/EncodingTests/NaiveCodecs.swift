import Columnar

/// Bits one after the other, lowest first: what packed values are made of, without words or tricks.
struct NaiveBits {
    private(set) var bytes: [UInt8] = []
    private var used = 0

    static func pack(_ values: [UInt64], width: Int) -> [UInt8] {
        var bits = NaiveBits()
        for value in values {
            for bit in 0..<width { bits.append(value >> UInt64(bit) & 1 == 1) }
        }
        return bits.bytes
    }

    private mutating func append(_ bit: Bool) {
        if used % 8 == 0 { bytes.append(0) }
        if bit { bytes[used / 8] |= 1 << UInt8(used % 8) }
        used += 1
    }

    static func unpack(_ bytes: ArraySlice<UInt8>, count: Int, width: Int) -> [UInt64] {
        (0..<count).map { index in
            var value: UInt64 = 0
            for bit in 0..<width {
                let place = index * width + bit
                if bytes[bytes.startIndex + place / 8] >> UInt8(place % 8) & 1 == 1 { value |= 1 << UInt64(bit) }
            }
            return value
        }
    }
}

/// Reads encoded data the way the specification words it; `nil` where the bytes end too early or are out of shape.
struct NaiveDecoder {
    private(set) var bytes: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes)[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, let byte = bytes.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func zigzag() -> Int64? { varint().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) } }

    mutating func number(_ size: Int) -> UInt64? {
        take(size).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    }

    /// `count` values of an RLE/bit-packing hybrid; padding is allowed in the last bit-packed run only.
    mutating func hybrid(count: Int, width: Int) -> [UInt64]? {
        var values: [UInt64] = []
        while values.count < count {
            guard let header = varint() else { return nil }
            if header & 1 == 1 {
                let groups = Int(header >> 1)
                guard groups > 0, let body = take(groups * width) else { return nil }
                let run = NaiveBits.unpack(body, count: groups * 8, width: width)
                guard values.count + run.count < count + 8 else { return nil }
                if values.count + run.count > count {
                    guard run.suffix(values.count + run.count - count).allSatisfy({ $0 == 0 }) else { return nil }
                }
                values += run.prefix(count - values.count)
            } else {
                let length = Int(header >> 1)
                guard length > 0, values.count + length <= count, let value = number((width + 7) / 8) else {
                    return nil
                }
                values += [UInt64](repeating: value, count: length)
            }
        }
        return values
    }

    /// Definition levels of a version 1 page.
    mutating func levels(count: Int) -> [UInt64]? {
        guard let length = number(4), let body = take(Int(length)) else { return nil }
        var inner = NaiveDecoder(body)
        guard let levels = inner.hybrid(count: count, width: 1), inner.isAtEnd else { return nil }
        return levels
    }

    /// DELTA_BINARY_PACKED in `bitWidth` bits.
    mutating func deltas(bitWidth: Int) -> [Int64]? {
        guard let blockSize = varint(), let miniblocks = varint(), let count = varint(), let first = zigzag(),
            blockSize % 128 == 0, blockSize > 0, miniblocks > 0, blockSize / miniblocks % 32 == 0
        else { return nil }
        let perMiniblock = Int(blockSize / miniblocks)
        var values: [Int64] = count > 0 ? [first] : []
        while values.count < count {
            guard let least = zigzag(), let widths = take(Int(miniblocks)).map({ Array($0) }) else { return nil }
            for width in widths {
                guard values.count < count else {
                    // A miniblock without values has no body; writers are asked to give it width 0.
                    guard width == 0 else { return nil }
                    continue
                }
                guard Int(width) <= bitWidth, let body = take(perMiniblock * Int(width) / 8) else { return nil }
                for delta in NaiveBits.unpack(body, count: perMiniblock, width: Int(width)) where values.count < count {
                    let sum = values[values.count - 1] &+ least &+ Int64(bitPattern: delta)
                    values.append(bitWidth == 32 ? Int64(Int32(truncatingIfNeeded: sum)) : sum)
                }
            }
        }
        return values
    }
}
