/// The values of a chunk's dictionary page; text values are ids, which change when the chunk's text dictionary does.
final class DictionaryValues<Value: BitwiseCopyable & Numeric> {
    var values: [Value] = []
}
