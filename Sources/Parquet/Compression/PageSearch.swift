/// What zstd looks for in a page.
enum PageSearch {
    /// Bytes that repeat, and bytes that are more frequent than others.
    case matches
    /// Frequencies alone: a third of the time, and shorter where next to nothing repeats but by chance, as in indices of
    /// ports.
    case frequencies

    /// The other one.
    var other: PageSearch { self == .matches ? .frequencies : .matches }
}
