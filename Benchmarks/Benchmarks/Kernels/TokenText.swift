import Columnar
import Workload

/// Values one behind the other, as a block of text has them.
struct TokenText {
    private let bytes: [UInt8]
    private let ends: [UInt32]

    init(_ values: [[UInt8]]) {
        // Kernels load whole words around a token.
        var bytes = [UInt8](repeating: 0x20, count: 32)
        var ends: [UInt32] = [31]
        for value in values {
            bytes += value
            ends.append(UInt32(bytes.count))
            bytes.append(0x0A)
        }
        self.bytes = bytes + [UInt8](repeating: 0x20, count: 64)
        self.ends = ends
    }

    /// Interns all values and returns how many distinct ones the dictionary has then.
    func intern(into dictionary: ByteArrayDictionary) -> Int {
        let count = ends.count - 1
        // Unsafe: the arrays outlive the call, and every position lies within the bytes.
        bytes.withUnsafeBufferPointer { bytes in
            ends.withUnsafeBufferPointer { ends in
                guard let text = bytes.baseAddress, let first = ends.baseAddress else { return }
                let tokens = TokenColumn(bytes: text, ends: first + 1, stride: 1, count: count)
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { ids in
                    guard let ids = ids.baseAddress else { return }
                    dictionary.intern(tokens, into: ids) { _ in }
                }
            }
        }
        return dictionary.count
    }
}
