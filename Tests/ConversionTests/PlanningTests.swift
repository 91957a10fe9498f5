import Lake
import TestSupport
import Testing

@testable import Conversion

@Suite struct PlanningTests {
    private func object(_ name: String, _ size: Int) -> InputObject {
        InputObject(
            source: .file(path: name),
            name: name,
            size: size,
            identity: InputIdentity(path: name, size: size, modified: nil, tag: "")
        )
    }

    private let standardInput = InputObject(source: .standardInput, name: "-", size: nil, identity: nil)

    @Test func unitsKeepTheOrderAndLoseNothing() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let objects = (0..<random.below(60)).map { number in
                random.oneIn(30) ? standardInput : object("\(number)", random.below(1 << random.below(33)))
            }
            let units = WorkUnit.group(objects)
            #expect(units.flatMap(\.objects) == objects)
            #expect(units.allSatisfy { !$0.objects.isEmpty })
            let total = objects.reduce(0) { $0 + ($1.size ?? 0) }
            let target = min(max(total / 16, 32 << 20), 256 << 20)
            for unit in units {
                #expect(unit.objects.count == 1 || unit.size <= target)
                #expect(unit.objects.count == 1 || !unit.objects.contains(standardInput))
            }
            // No two neighbours fit into one.
            for (left, right) in zip(units, units.dropFirst()) {
                let isInput = left.objects == [standardInput] || right.objects == [standardInput]
                #expect(isInput || left.size + (right.objects[0].size ?? 0) > target)
            }
            #expect(WorkUnit.group(objects) == units)
        }
        #expect(WorkUnit.group([]) == [])
    }

    @Test func idsTellUnitsApart() {
        let unit = WorkUnit(objects: [object("a", 1), object("b", 2)])
        let id = unit.id(options: "o", streamHash: 0)
        #expect(id.count == 32 && id.allSatisfy { $0.isHexDigit })
        // The ids of a lake must not change from one version to the next without a reason.
        #expect(id == WorkUnit(objects: [object("a", 1), object("b", 2)]).id(options: "o", streamHash: 5))
        let others = [
            unit.id(options: "p", streamHash: 0),
            WorkUnit(objects: unit.objects.reversed()).id(options: "o", streamHash: 0),
            WorkUnit(objects: [unit.objects[0]]).id(options: "o", streamHash: 0),
            WorkUnit(objects: [object("a", 1), object("b", 3)]).id(options: "o", streamHash: 0),
            WorkUnit(objects: [standardInput]).id(options: "o", streamHash: 0),
            WorkUnit(objects: [standardInput]).id(options: "o", streamHash: 1),
        ]
        #expect(Set(others + [id]).count == 7)
        #expect(WorkUnit.hex(0) == "0000000000000000")
        #expect(WorkUnit.hex(.max) == "ffffffffffffffff")
    }

    @Test(arguments: [
        ("0", RejectLimit.count(0)), ("100", .count(100)), ("0%", .percentage(0)), ("0.5%", .percentage(0.5)),
        ("100%", .percentage(100)),
    ])
    func rejectLimits(_ text: String, _ limit: RejectLimit) {
        #expect(RejectLimit(text) == limit)
        #expect(limit.description == text)
    }

    @Test(arguments: ["", "%", "-1", "-1%", "101%", "1.5", "x", "nan%", "inf%", "1 %", "99999999999999999999"])
    func rejectLimitsThatAreNone(_ text: String) {
        #expect(RejectLimit(text) == nil)
    }

    @Test func whenALimitIsExceeded() {
        #expect(!RejectLimit.count(3).isExceeded(rejected: 3, total: 3))
        #expect(RejectLimit.count(3).isExceeded(rejected: 4, total: 1_000_000))
        #expect(!RejectLimit.percentage(1).isExceeded(rejected: 10, total: 1000))
        #expect(RejectLimit.percentage(1).isExceeded(rejected: 11, total: 1000))
        #expect(RejectLimit.percentage(0).isExceeded(rejected: 1, total: 1 << 40))
        #expect(!RejectLimit.percentage(100).isExceeded(rejected: 5, total: 5))
        #expect(!RejectLimit.percentage(0).isExceeded(rejected: 0, total: 0))
    }

    @Test func plans() throws {
        let folder = try TemporaryFolder()
        for name in ["b.log", "a/z.log", "a/.hidden", "a/aws-logs-write-test", "out/lake.log", "outer.log"] {
            try folder.write(name, to: "in/\(name)")
        }
        let plan = try InputPlanner.plan([folder.file("in")], output: folder.file("in/out"))
        #expect(plan.objects.map(\.name) == ["a/z.log", "b.log", "outer.log"].map { folder.file("in/\($0)") })
        #expect(plan.skipped == 2)
        // By another way to the same folder.
        let other = try InputPlanner.plan([folder.file("in")], output: folder.file("in/a/../out/"))
        #expect(other.objects == plan.objects)
        let twice = try InputPlanner.plan(
            [folder.file("in/b.log"), folder.file("in"), folder.file("in/a/../b.log"), "-", "-"],
            output: folder.file("in/out")
        )
        #expect(twice.objects.count == 4)
        #expect(throws: ConversionError.self) { try InputPlanner.plan([folder.file("none")], output: "x") }
    }

    @Test func identitiesFollowTheContent() throws {
        let folder = try TemporaryFolder()
        let bytes = [UInt8](repeating: 0x61, count: 20_000)
        func identity() throws -> String? {
            try InputPlanner.plan([folder.file("x")], output: folder.file("out")).objects.first?.identity?.text
        }
        try folder.write(bytes, to: "x")
        let first = try identity()
        try folder.write(bytes, to: "x")
        #expect(try identity() == first)
        for place in [0, 4095, 19_999, 15_904] {
            var changed = bytes
            changed[place] = 0x62
            try folder.write(changed, to: "x")
            #expect(try identity() != first, "\(place)")
        }
        try folder.write(bytes + [0x61], to: "x")
        #expect(try identity() != first)
    }
}
