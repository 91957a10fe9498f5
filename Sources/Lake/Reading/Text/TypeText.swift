import Parquet

/// A column's type in the words of the format.
enum TypeText {
    /// The physical type, and the logical one where there is one: `INT64 TIMESTAMP(MILLIS, UTC)`.
    static func text(_ element: SchemaElement) -> String {
        guard let type = element.type else { return "group" }
        let annotation = logical(element) ?? element.convertedType.map { "\($0)" }
        return annotation.map { "\(type) \($0)" } ?? "\(type)"
    }

    private static func logical(_ element: SchemaElement) -> String? {
        switch element.logicalType {
        case nil: nil
        case .string: "STRING"
        case .enum: "ENUM"
        case .decimal(let scale, let precision): "DECIMAL(\(precision), \(scale))"
        case .date: "DATE"
        case .time(let isUTC, let unit): "TIME(\(name(unit))\(isUTC ? ", UTC" : ""))"
        case .timestamp(let isUTC, let unit): "TIMESTAMP(\(name(unit))\(isUTC ? ", UTC" : ""))"
        case .integer(let width, let isSigned): "INTEGER(\(width), \(isSigned ? "signed" : "unsigned"))"
        case .json: "JSON"
        case .bson: "BSON"
        case .uuid: "UUID"
        case .float16: "FLOAT16"
        case .unknown: "UNKNOWN"
        case .map, .list, .unrecognized: nil
        }
    }

    private static func name(_ unit: TimeUnit) -> String {
        switch unit {
        case .millis: "MILLIS"
        case .micros: "MICROS"
        case .nanos: "NANOS"
        case .unrecognized(let id): "unit \(id)"
        }
    }
}
