internal import CCrypto

/// The SHA-1 of short messages (RFC 3174), computed by OpenSSL: for identifiers that are defined by it, never for security.
///
/// One task uses a value at a time.
public final class SHA1: @unchecked Sendable {
    /// Bytes of a digest.
    public static let length = 20

    // Unsafe: OpenSSL's context, made and freed here and handed to no one. `@unchecked`: it goes from task to task, never to
    // two at a time.
    private let context: OpaquePointer?
    // Looked up once: that takes longer than a short message.
    private let algorithm: OpaquePointer?

    /// A digest, to be used as often as one likes.
    public init() {
        context = EVP_MD_CTX_new()
        algorithm = EVP_MD_fetch(nil, "SHA1", nil)
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Writes the digest of a message in place of the ``length`` bytes of `digest`; `false` where OpenSSL refuses, as it may
    /// where policy forbids SHA-1.
    public func hash(_ message: [UInt8], into digest: inout [UInt8]) -> Bool {
        precondition(digest.count == Self.length)
        guard let context, let algorithm else { return false }
        // Unsafe: OpenSSL reads the message in place; the buffer does not leave the closure.
        return message.withUnsafeBytes { bytes in
            EVP_DigestInit_ex2(context, algorithm, nil) == 1
                && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
                && EVP_DigestFinal_ex(context, &digest, nil) == 1
        }
    }
}
