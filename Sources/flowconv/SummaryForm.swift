import ArgumentParser

/// Where the report goes, and how it looks.
enum SummaryForm: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
