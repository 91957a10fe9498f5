/// Bytes of a log as text that is safe in a one-line message.
public enum Printable {
    /// The bytes as UTF-8, with a replacement character for what is not, and `·` for control characters.
    public static func text(_ bytes: [UInt8]) -> String {
        String(
            String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F ? "·" : Character(scalar)
            }
        )
    }
}
