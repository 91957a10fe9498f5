internal import CCrypto

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4), computed by OpenSSL.
///
/// OpenSSL uses the processor's own instructions where it has them. One task uses a value at a time.
public final class SHA256: @unchecked Sendable {
    // Unsafe: OpenSSL's context, made and freed here and handed to no one. It is nil once the digest is finished, or where
    // the library refuses SHA-256. `@unchecked`: a file's writer goes from task to task, never to two at a time.
    private var context: OpaquePointer?

    /// A digest of no bytes yet.
    public init() {
        context = EVP_MD_CTX_new()
        if EVP_DigestInit_ex(context, EVP_sha256(), nil) != 1 { end() }
    }

    deinit { end() }

    /// Adds bytes.
    public func update(_ bytes: [UInt8]) {
        guard context != nil else { return }
        // Unsafe: OpenSSL reads the array in place; the buffer does not leave the closure.
        let isDone = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        if !isDone { end() }
    }

    /// The digest in hexadecimal, 64 lower-case digits; `nil` where OpenSSL cannot compute it, or the second time.
    public func finish() -> String? {
        guard context != nil else { return nil }
        var digest = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard EVP_DigestFinal_ex(context, &digest, &count) == 1, count == 32 else { return nil }
        end()
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digest of some bytes.
    public static func hex(_ bytes: [UInt8]) -> String? {
        let digest = SHA256()
        digest.update(bytes)
        return digest.finish()
    }

    private func end() {
        EVP_MD_CTX_free(context)
        context = nil
    }
}
