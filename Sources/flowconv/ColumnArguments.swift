import ArgumentParser
import Conversion
import FlowLogs

/// The options that decide which columns are written.
struct ColumnArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write all fields up to this version (2 to 11), NULL where a format lacks them.",
            valueName: "version"
        )
    )
    var padTo: Int?

    @Option(help: ArgumentHelp("Write only these columns, in this order.", valueName: "a,b"))
    var columns: String?

    @Option(help: ArgumentHelp("start and end as seconds or as timestamp.", valueName: "form"))
    var timeColumns = TimeForm.seconds

    @Option(
        help: ArgumentHelp(
            "Add columns: \(DerivedColumn.allCases.map(\.rawValue).joined(separator: ", ")), source_object, source_line.",
            valueName: "a,b"
        )
    )
    var derive: String?

    @Flag(help: "Write tag values decoded.")
    var decodeTags = false

    /// How times are written.
    enum TimeForm: String, ExpressibleByArgument, CaseIterable {
        case seconds
        case timestamp
    }

    func options() throws -> ColumnOptions {
        var options = ColumnOptions()
        if let padTo {
            guard ColumnOptions.versions.contains(padTo) else {
                throw ConversionError(.usage, "--pad-to is \(padTo); versions are 2 to 11")
            }
            options.padToVersion = padTo
        }
        options.hasTimestamps = timeColumns == .timestamp
        options.decodesTags = decodeTags
        for name in Self.names(derive) where !options.derive(name) {
            let known = DerivedColumn.allCases.map(\.rawValue) + LineageColumn.allCases.map(\.rawValue)
            throw ConversionError(
                .usage,
                "--derive names '\(name)'; the columns are \(known.joined(separator: ", "))"
            )
        }
        guard !options.derived.contains(.communityID) || CommunityID.isAvailable else {
            throw ConversionError(
                .usage,
                "--derive names community_id, which is made with SHA-1, and this system's OpenSSL refuses that; leave it out"
            )
        }
        if let columns {
            let names = Self.names(columns)
            guard !names.isEmpty, Set(names).count == names.count else {
                throw ConversionError(.usage, "--columns is '\(columns)'; name columns, each once")
            }
            options.selection = names
        }
        return options
    }

    private static func names(_ text: String?) -> [String] {
        text.map { $0.split { $0 == "," || $0 == " " }.map(String.init) } ?? []
    }
}
