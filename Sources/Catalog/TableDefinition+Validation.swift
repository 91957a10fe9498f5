extension TableDefinition {
    /// The length of a name that Glue takes, in characters.
    public static let nameLengthLimit = 255

    /// Checks what Athena or Glue would refuse, or worse, would take and answer wrongly.
    ///
    /// Names are compared without regard to case, because the catalog folds them to lower case.
    ///
    /// - Throws: The first problem found.
    public func validate() throws(CatalogError) {
        try Self.validate(name: name)
        if columns.isEmpty { throw .noColumns }
        var columnNames: Set<String> = []
        for column in columns {
            try Self.validate(name: column.name)
            guard columnNames.insert(column.name.lowercased()).inserted else { throw .duplicateName(column.name) }
        }
        var keyNames: Set<String> = []
        for key in partitionColumns {
            try Self.validate(name: key.name)
            let name = key.name.lowercased()
            if columnNames.contains(name) {
                let taken = columnNames.union(partitionColumns.map { $0.name.lowercased() })
                let free = ["aws_\(name)", "\(name)_p"].filter { !taken.contains($0) }
                throw .partitionKeyIsColumn(key.name, suggestions: free)
            }
            guard keyNames.insert(name).inserted else { throw .duplicateName(key.name) }
        }
        for partition in partitions where partition.values.count != partitionColumns.count {
            throw .partitionValueCount(
                path: partition.path,
                expected: partitionColumns.count,
                found: partition.values.count
            )
        }
        try validateLocation()
    }

    private static func validate(name: String) throws(CatalogError) {
        if name.isEmpty { throw .emptyName }
        if name.unicodeScalars.count > nameLengthLimit { throw .nameTooLong(name) }
        if name.unicodeScalars.contains(where: \.isControl) { throw .controlCharacter(in: name) }
    }

    private func validateLocation() throws(CatalogError) {
        guard let location else { return }
        let scheme = "s3://"
        guard location.hasPrefix(scheme) else { throw .locationNotS3(location) }
        let rest = location.dropFirst(scheme.count)
        if rest.isEmpty || rest.hasPrefix("/") { throw .locationWithoutBucket(location) }
        // Athena reads nothing below an empty path component.
        if rest.contains("//") { throw .locationWithEmptyComponent(location) }
        if location.unicodeScalars.contains(where: \.isControl) { throw .controlCharacter(in: location) }
    }
}
