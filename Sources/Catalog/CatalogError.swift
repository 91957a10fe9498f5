internal import JSON

/// Why a table cannot be put into a catalog.
public enum CatalogError: Error, Sendable, Hashable {
    /// A table, column or partition key has no name.
    case emptyName
    /// A name is longer than ``TableDefinition/nameLengthLimit``.
    case nameTooLong(String)
    /// A name or a location holds a control character.
    case controlCharacter(in: String)
    /// Two columns, or two partition keys, have the same name.
    case duplicateName(String)
    /// The table has no data column.
    case noColumns
    /// A partition key has the name of a data column; the suggestions are names that are free.
    case partitionKeyIsColumn(String, suggestions: [String])
    /// A partition has more or fewer values than the table has keys.
    case partitionValueCount(path: String, expected: Int, found: Int)
    /// The location is not on S3.
    case locationNotS3(String)
    /// The location names no bucket.
    case locationWithoutBucket(String)
    /// The location holds two slashes in a row.
    case locationWithEmptyComponent(String)
}

extension CatalogError: CustomStringConvertible {
    /// The problem and, where there is one, the way out.
    public var description: String {
        switch self {
        case .emptyName:
            "a table, column or partition key has an empty name"
        case .nameTooLong(let name):
            "the name \"\(name.prefix(40))…\" is longer than \(TableDefinition.nameLengthLimit) characters"
        case .controlCharacter(let text):
            "\(JSONText.quoted(text)) holds a control character"
        case .duplicateName(let name):
            "the name \"\(name)\" is used twice (the catalog ignores case)"
        case .noColumns:
            "the table has no columns"
        case .partitionKeyIsColumn(let name, let suggestions):
            "the partition key \"\(name)\" has the name of a data column"
                + (suggestions.isEmpty ? "; choose another" : "; use \(suggestions.joined(separator: " or "))")
        case .partitionValueCount(let path, let expected, let found):
            "the partition \"\(path)\" needs \(expected) values, one for each key, but has \(found)"
        case .locationNotS3(let location):
            "the location \"\(location)\" does not begin with s3://"
        case .locationWithoutBucket(let location):
            "the location \"\(location)\" names no bucket"
        case .locationWithEmptyComponent(let location):
            "the location \"\(location)\" holds \"//\", which Athena does not read"
        }
    }
}
