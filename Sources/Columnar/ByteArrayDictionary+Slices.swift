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
                let key = DictionaryKey(start, range.count)
                let hash = key.hash
                let known = parts.find(key, hash, start, range.count)
                return known == 0 ? insert(key, hash, start, range.count) : known
            }
        } else {
            id = self.id(of: Array(bytes[range]))
        }
        return id == Self.notUTF8 ? nil : id
    }
}
