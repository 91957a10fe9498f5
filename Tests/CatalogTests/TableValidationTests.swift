import Catalog
import Testing

@Suite
struct TableValidationTests {
    private func table(
        name: String = "t",
        columns: [String] = ["version", "region"],
        keys: [String] = [],
        partitions: [TablePartition] = [],
        location: String? = nil
    ) -> TableDefinition {
        TableDefinition(
            name: name,
            columns: columns.map { TableColumn(name: $0, type: .string) },
            partitionColumns: keys.map { PartitionColumn(name: $0, kind: .text) },
            partitions: partitions,
            location: location
        )
    }

    @Test
    func goodTables() throws {
        try table().validate()
        try table(name: String(repeating: "n", count: 255), keys: ["aws_region"], location: "s3://b").validate()
    }

    @Test(arguments: [
        (name: "", error: CatalogError.emptyName),
        (name: String(repeating: "n", count: 256), error: .nameTooLong(String(repeating: "n", count: 256))),
        (name: "a\nb", error: .controlCharacter(in: "a\nb")),
    ])
    func badNames(name: String, error: CatalogError) {
        #expect(throws: error) { try table(name: name).validate() }
        #expect(throws: error) { try table(columns: [name]).validate() }
        #expect(throws: error) { try table(keys: [name]).validate() }
    }

    @Test
    func duplicates() {
        #expect(throws: CatalogError.duplicateName("Version")) {
            try table(columns: ["version", "Version"]).validate()
        }
        #expect(throws: CatalogError.duplicateName("K")) { try table(keys: ["k", "K"]).validate() }
        #expect(throws: CatalogError.noColumns) { try table(columns: []).validate() }
    }

    @Test
    func keyWithTheNameOfAColumn() {
        let error = CatalogError.partitionKeyIsColumn("Region", suggestions: ["aws_region", "region_p"])
        #expect(throws: error) { try table(keys: ["Region"]).validate() }
        #expect(
            error.description
                == "the partition key \"Region\" has the name of a data column; use aws_region or region_p"
        )
        #expect(throws: CatalogError.partitionKeyIsColumn("region", suggestions: ["region_p"])) {
            try table(columns: ["region", "aws_region"], keys: ["region"]).validate()
        }
    }

    @Test
    func partitionsMustHaveAValueForEachKey() {
        let partitions = [TablePartition(values: ["a", "b"], path: "k=a/l=b")]
        #expect(throws: CatalogError.partitionValueCount(path: "k=a/l=b", expected: 1, found: 2)) {
            try table(keys: ["k"], partitions: partitions).validate()
        }
    }

    @Test(arguments: [
        ("s3://b", "s3://b/"), ("s3://b/", "s3://b/"), ("s3://b/p///", "s3://b/p/"), ("s3://", "s3://"), ("", "/"),
    ])
    func locationsEndWithOneSlash(given: String, expected: String) {
        #expect(table(location: given).location == expected)
    }

    @Test(arguments: [
        ("lake/", CatalogError.locationNotS3("lake/")),
        ("", .locationNotS3("/")),
        ("s3a://b/", .locationNotS3("s3a://b/")),
        ("s3://", .locationWithoutBucket("s3://")),
        ("s3:///p", .locationWithoutBucket("s3:///p/")),
        ("s3://b//p", .locationWithEmptyComponent("s3://b//p/")),
        ("s3://b/\u{7}", .controlCharacter(in: "s3://b/\u{7}/")),
    ])
    func badLocations(location: String, error: CatalogError) {
        #expect(throws: error) { try table(location: location).validate() }
    }

    @Test
    func descriptionsAreOneLine() {
        #expect(CatalogError.controlCharacter(in: "a\nb").description == #""a\nb" holds a control character"#)
        #expect(
            CatalogError.partitionValueCount(path: "k=a", expected: 2, found: 1).description
                == "the partition \"k=a\" needs 2 values, one for each key, but has 1"
        )
    }
}
