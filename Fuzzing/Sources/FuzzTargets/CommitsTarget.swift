import JSON

@testable import Lake

enum CommitsTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        _ = try? SealedRecord.record(input, key: "k")
        _ = try? IntentRecord(input, key: "k")
        _ = Claim.resources(input)
        guard let value = try? JSONParser.parse(input) else { return }
        let reader = RecordReader(value: value, name: "k")
        if let schema = try? LakeSchema(reader) {
            try expect((try? LakeSchema(RecordReader(value: schema.json, name: "k"))) == schema, "another schema")
        }
        guard let record = try? CommitRecord(reader) else { return }
        // Sealed, behind an intent, and read again.
        let intent = IntentRecord(record: record, tickets: [], claim: "claim")
        let copy = try? IntentRecord(intent.bytes, key: "k")
        try expect(copy == intent, "written and read again: \(copy as Any)\n  was \(intent)")
    }
}
