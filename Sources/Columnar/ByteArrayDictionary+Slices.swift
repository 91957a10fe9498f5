extension ByteArrayDictionary {
    /// Bytes that should be readable behind a value, so that it need not be copied before it is looked up.
    public static let padding = 16

    /// The id of the bytes of an array in `range`, which are added where they are new; `nil` where they are not UTF-8.
    ///
    /// - Complexity: one probe; a copy where fewer than ``padding`` bytes follow the range.
    public func id(of bytes: [UInt8], in range: Range<Int>) -> UInt32? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        let id: UInt32
        if bytes.count - range.upperBound >= Self.padding {
            id = bytes.withUnsafeBufferPointer { buffer in
                // Unsafe: the range and the padding behind it were just checked.
                guard let base = buffer.baseAddress else { return 0 }
                let start = base + range.lowerBound
                let key = parts.key(start, range.count)
                let hash = key.hash
                let known = parts.find(key, hash, start, range.count)
                return known == Self.absent ? parts.insert(key, hash, start, range.count) : known
            }
        } else {
            id = self.id(of: Array(bytes[range]))
        }
        return id == Self.notUTF8 ? nil : id
    }

    /// Appends the bytes of many values one after the other, and where each ends; `null` stands for id 0.
    ///
    /// - Complexity: one copy a value; the dictionary is looked at once for all of them.
    public func appendBytes(
        of ids: UnsafeBufferPointer<UInt32>,
        null: [UInt8],
        to bytes: inout [UInt8],
        ends: inout [Int]
    ) {
        let parts = parts
        let limit = count
        var end = bytes.count
        ends.reserveCapacity(ends.count + ids.count)
        for id in ids {
            let index = Int(id)
            let isValue = index > 0 && index <= limit
            end += isValue ? parts.offsets[index + 1] - parts.offsets[index] : null.count
            ends.append(end)
        }
        var place = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: end - place))
        // Unsafe: the room was just made from the same lengths, and ids that were never given count as NULL.
        bytes.withUnsafeMutableBytes { target in
            guard let target = target.baseAddress else { return }
            null.withUnsafeBytes { null in
                for id in ids {
                    let index = Int(id)
                    let isValue = index > 0 && index <= limit
                    let length = isValue ? parts.offsets[index + 1] - parts.offsets[index] : null.count
                    if isValue {
                        (target + place).copyMemory(from: parts.arena + parts.offsets[index], byteCount: length)
                    } else if let base = null.baseAddress {
                        (target + place).copyMemory(from: base, byteCount: length)
                    }
                    place += length
                }
            }
        }
    }
}
