/// Which search makes the data pages of a chunk shorter: both are tried on some of them, and pages like those go by what was
/// better there.
struct SearchChoice {
    /// The search that was better.
    private(set) var search = PageSearch.matches
    /// Of the page that was tried, before and after.
    private var tried = (count: 0, size: 0)
    private var pagesLeft = 0
    /// The same where matches are hardly better: more and more.
    private var patience = 1

    /// Pages from one that is tried to the next, where all of them are alike.
    private static let pages = 16

    /// Whether a page that the search has brought from `count` bytes to `size` may be left at that.
    mutating func holds(_ size: Int, of count: Int) -> Bool {
        pagesLeft -= 1
        // Rows that are sorted change from one page to the next: such a page shrinks more than the one before, or less.
        let (product, expected) = (size * tried.count, count * tried.size)
        return pagesLeft > 0 && abs(product - expected) * 8 <= expected
    }

    /// Whether it is time to look for repeats, which frequencies do not show: on one of four pages.
    var mayMissRepeats: Bool { search == .frequencies && pagesLeft % 4 == 0 }

    /// Notes what both searches have made of a page of `count` bytes; whether the other one is to be gone by.
    mutating func isOtherBetter(_ other: Int, than size: Int, of count: Int) -> Bool {
        // Of equals the faster.
        let isBetter = search == .matches ? other <= size : other < size
        let (best, worst) = (min(size, other), max(size, other))
        if isBetter { search = search.other }
        tried = (count, best)
        // Where matches are hardly better, one of the next pages may be the other way round.
        let isClose = search == .matches && worst - best < best / 8
        pagesLeft = isClose ? patience : Self.pages
        patience = isClose ? min(patience * 2, Self.pages) : 1
        return isBetter
    }
}
