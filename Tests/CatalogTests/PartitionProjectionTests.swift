import Catalog
import Testing

@Suite
struct PartitionProjectionTests {
    private func plan(
        _ kind: PartitionKeyKind,
        _ values: [String],
        paths: [String: String] = [:],
        rules: PartitionProjection = PartitionProjection()
    ) -> ProjectionPlan {
        rules.plan(for: Samples.keyed(kind, values, paths: paths))
    }

    /// The key's own properties, without the prefix.
    private func properties(_ plan: ProjectionPlan) -> [String] {
        plan.properties.dropFirst().dropLast().map { "\($0.key.dropFirst("projection.k.".count))=\($0.value)" }
    }

    @Test
    func hours() {
        let plan = plan(.hour, ["00", "23"])
        #expect(properties(plan) == ["type=integer", "range=0,23", "digits=2"])
        #expect(plan.notes.isEmpty)
        #expect(plan.properties.first == TableProperty("projection.enabled", "true"))
        #expect(plan.properties.last == TableProperty("storage.location.template", "s3://lake/k=${k}/"))
    }

    @Test
    func years() {
        #expect(properties(plan(.year, ["2025", "2023"])).contains("range=2023,2025"))
        #expect(properties(plan(.year, [])).contains("range=2015,2035"))
        let rules = PartitionProjection(lastYear: 2030)
        #expect(properties(plan(.year, ["2025"], rules: rules)).contains("range=2025,2030"))
        #expect(properties(plan(.year, ["2031"], rules: rules)).contains("range=2031,2031"))
        #expect(properties(plan(.year, [], rules: rules)).contains("range=2015,2030"))
    }

    @Test
    func dates() {
        #expect(
            properties(plan(.date(format: "yyyy-MM-dd"), ["2024-05-25", "2023-06-30"]))
                == ["type=date", "format=yyyy-MM-dd", "range=2023-06-30,NOW"]
        )
        // The earliest date is not the first in the alphabet.
        #expect(
            properties(plan(.date(format: "dd-MM-yyyy"), ["01-01-2024", "31-12-2023"])).last == "range=31-12-2023,NOW"
        )
        #expect(
            properties(plan(.date(format: "yyyyMMddHH"), ["2024052507"]))
                == ["type=date", "format=yyyyMMddHH", "range=2024052507,NOW", "interval=1", "interval.unit=HOURS"]
        )
        #expect(properties(plan(.date(format: "yyyy-MM"), [])).last == "range=NOW-10YEARS,NOW")
        #expect(properties(plan(.date(format: "d MMM yyyy"), ["1 May 2024"])) == ["type=injected"])
    }

    @Test
    func text() {
        let few = plan(.text, ["us-east-1", "eu-west-1", "us-east-1"])
        #expect(properties(few) == ["type=enum", "values=eu-west-1,us-east-1"])
        #expect(few.notes == ["projection.k.values lists the values seen: add new ones to it"])
        let hundred = (0..<100).map { "v\($0)" }
        #expect(properties(plan(.text, hundred)).first == "type=enum")
        let many = plan(.text, hundred + ["v100"])
        #expect(properties(many) == ["type=injected"])
        #expect(many.notes == ["Every query must give k in its WHERE clause, with = or IN"])
        #expect(properties(plan(.text, ["a,b"])) == ["type=injected"])
        #expect(properties(plan(.text, [])) == ["type=injected"])
    }

    @Test
    func constant() {
        let plan = plan(.constant("vpcflowlogs"), [])
        #expect(properties(plan) == ["type=enum", "values=vpcflowlogs"])
        #expect(plan.notes.isEmpty)
    }

    @Test
    func defaultPartition() {
        let plan = plan(.month, ["05", TablePartition.defaultValue])
        #expect(
            plan.notes == [
                "__HIVE_DEFAULT_PARTITION__ of k cannot be projected: Athena does not see k=__HIVE_DEFAULT_PARTITION__"
            ]
        )
    }

    @Test
    func partitionsThatTheRulesDoNotGenerate() {
        #expect(
            plan(.month, ["05", "5", "13", "ab", "+1"]).notes
                == ["Projection does not generate these paths: Athena does not see k=5, k=13, k=ab and 1 more"]
        )
        let escaped = plan(.text, ["a:b", "c"], paths: ["a:b": "k=a%3Ab"])
        #expect(properties(escaped).last == "values=c")
        #expect(
            escaped.notes.first == "Projection does not generate these paths: Athena does not see k=a%3Ab"
        )
    }

    @Test
    func noKeysNoProjection() {
        let table = TableDefinition(name: "t", columns: Samples.columns)
        #expect(PartitionProjection().plan(for: table).properties.isEmpty)
    }
}
