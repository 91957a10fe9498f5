import Lake

/// Where blocks of text stand, for what is said of their lines.
struct TextPlace {
    /// The object.
    let name: String
    let origin: ObjectOrigin
    /// Bytes before those that the offsets of blocks are counted from.
    var offset = 0
    /// Lines before those that the parser counts rejected lines among.
    var linesBefore = 0
    /// The same in bytes.
    var bytesBefore = 0
}
